//! Goods that come on credit and leave the shelf unsold, by sums.

use std::collections::BTreeMap;

use balm::{
    domain::{
        cash::{CashCause, PaidFrom},
        delivery::{DeliveredLine, Delivery},
        drawer::CashMovement,
        ids::{DeliveryId, ProductId, Register, TaxClassId},
        money::Money,
        stock::{StockMovement, StockReason, TakenFor},
    },
    ops::{
        outcome::Outcome,
        refusal::{Field, Refusal},
        request::{DeliveryDraft, Request, Session, SupplierPaying},
    },
    store::{Reads, record::Lookup},
};

use super::{
    accounts::{Accounts, Part},
    naive::Naive,
    office::{Office, some},
    spa::Spa,
    wish::{Wishes, cents},
};

#[derive(Default)]
pub(super) struct Supplies {
    came: BTreeMap<DeliveryId, Came>,
}

/// An invoice of a supplier.
#[derive(Debug, Default)]
struct Came {
    /// Supplier and reference.
    by: (String, String),
    n_pieces: i64,
    goods: i64,
    tax: i64,
    paid: i64,
    paid_from_drawer: i64,
}

impl Came {
    fn open(&self) -> i64 {
        self.goods + self.tax - self.paid
    }
}

impl Supplies {
    /// More of the same invoice comes to this one.
    fn unpaid(&self, by: &(String, String)) -> Option<DeliveryId> {
        let is_it = |it: &Came| it.by == *by && it.paid == 0 && it.open() > 0;
        let mut came = self.came.iter();
        came.find(|(_, it)| !by.1.is_empty() && is_it(it))
            .map(|(id, _)| *id)
    }

    pub(super) fn check(&self, accounts: &Accounts, label: &str) {
        let owed: i64 = self.came.values().map(Came::open).sum();
        assert_eq!(accounts.balance(Part::Payables), -owed, "{label}: owed");
        let tax: i64 = self.came.values().map(|it| it.tax).sum();
        assert_eq!(accounts.balance(Part::InputTax), tax, "{label}: had back");
    }

    pub(super) fn check_refusal(&self, wish: &SupplierPaying, refusal: &Refusal, label: &str) {
        let Refusal::Field { field, .. } = refusal else {
            return;
        };
        let open = self.came[&wish.delivery].open();
        let amount = wish.amount.map_or(open, Money::minor);
        let is_wrong = !(1..=open).contains(&amount);
        assert_eq!(is_wrong, *field == Field::Amount, "{label}: {open} is owed");
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let reader = spa.shop.read();
        let mut open = Vec::new();
        let all = reader.all::<Delivery>().unwrap();
        assert_eq!(all.len(), self.came.len(), "{label}");
        let moved = reader.all::<StockMovement>().unwrap();
        let cash = reader.all::<CashMovement>().unwrap();
        for delivery in all {
            let came = &self.came[&delivery.id];
            let tax: Money = delivery.tax.iter().map(|it| it.amount).sum();
            let paid: Money = delivery.payments.iter().map(|it| it.amount).sum();
            let goods: Money = delivery.lines.iter().map(DeliveredLine::value).sum();
            let is = (goods.minor(), tax.minor(), paid.minor());
            assert_eq!(is, (came.goods, came.tax, came.paid), "{label}: {came:?}");
            assert_eq!(delivery.open().minor(), came.open(), "{label}: {came:?}");
            let reason = StockReason::Delivered(delivery.id);
            let own = moved.iter().filter(|it| it.reason == reason);
            let n_pieces: i64 = own.map(|it| it.quantity).sum();
            assert_eq!(n_pieces, came.n_pieces, "{label}: {came:?}");
            let cause = CashCause::Delivery(delivery.id);
            let own = cash.iter().filter(|it| it.cause == cause);
            let handed_out: i64 = own.map(|it| -it.amount.minor()).sum();
            assert_eq!(handed_out, came.paid_from_drawer, "{label}: {came:?}");
            if came.open() > 0 {
                open.push(delivery.id);
            }
        }
        let found = reader.find::<Delivery>(&Lookup::OpenDeliveries).unwrap();
        let mut found: Vec<DeliveryId> = found.into_iter().map(|it| it.id).collect();
        found.sort_unstable();
        open.sort_unstable();
        assert_eq!(found, open, "{label}: still to be paid");
    }
}

impl Office {
    /// On top of what goods cost.
    fn tax_on(&self, goods: i64, class: Option<TaxClassId>) -> i64 {
        let Some(class) = class else {
            return 0;
        };
        let components = self.tax_classes[&class].1.iter();
        let rates = components.map(|it| i64::from(it.rate.milli_percent()));
        rates.map(|it| (goods * it + 50_000) / 100_000).sum()
    }
}

/// As it is told apart: by neither case nor what is around it.
fn key(typed: &str) -> String {
    typed.trim().to_lowercase()
}

impl Naive {
    pub(super) fn follow_supplies(
        &mut self,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        match (request, outcome) {
            (Request::ReceiveGoods(draft), Outcome::Delivered { delivery, open }) => {
                self.receive(draft, *delivery, label);
                let owed = self.supplies.came[delivery].open();
                assert_eq!(open.minor(), owed, "{label}");
            }
            (
                Request::PaySupplier(wish),
                Outcome::SupplierPaid {
                    delivery,
                    open,
                    drawer_opens,
                },
            ) => {
                assert_eq!(wish.delivery, *delivery, "{label}");
                let came = self.supplies.came.get_mut(delivery).unwrap();
                let amount = wish.amount.map_or(came.open(), Money::minor);
                came.paid += amount;
                assert!(amount > 0 && came.open() >= 0, "{label}: {came:?}");
                assert_eq!(open.minor(), came.open(), "{label}");
                let is_drawer = wish.from == PaidFrom::Drawer;
                assert_eq!(*drawer_opens, is_drawer, "{label}");
                if is_drawer {
                    came.paid_from_drawer += amount;
                }
                let register = session.register;
                self.hand_out(register, wish.from, Part::Payables, amount, label);
            }
            (
                Request::TakeStock {
                    product,
                    quantity,
                    reason,
                },
                Outcome::Saved,
            ) => {
                assert_ne!(*quantity, 0, "{label}");
                *self.stock.entry(*product).or_default() -= quantity;
                let to = match reason {
                    TakenFor::Used => Part::Consumables,
                    TakenFor::Expired | TakenFor::Broken | TakenFor::GivenAway => Part::WriteOff,
                };
                let value = self.office.products[product].cost.minor() * quantity;
                self.accounts.pass(Part::Stock, to, value);
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    fn receive(&mut self, draft: &DeliveryDraft, id: DeliveryId, label: &str) {
        let by = (key(&draft.supplier), key(&draft.reference));
        let known = self.supplies.unpaid(&by);
        let is_new = !self.supplies.came.contains_key(&id);
        assert!(known.map_or(is_new, |it| it == id), "{label}: {known:?}");
        for line in &draft.lines {
            self.shelve(line.product, i64::from(line.quantity), line.unit_cost);
        }
        let lines = draft.lines.iter();
        let goods = lines.map(|it| it.unit_cost.minor() * i64::from(it.quantity));
        let goods = goods.sum();
        let tax = self.office.tax_on(goods, draft.tax_class);
        let came = self.supplies.came.entry(id).or_default();
        came.by = by;
        came.n_pieces += draft
            .lines
            .iter()
            .map(|it| i64::from(it.quantity))
            .sum::<i64>();
        came.goods += goods;
        came.tax += tax;
        self.accounts.pass(Part::Payables, Part::Stock, goods);
        self.accounts.pass(Part::Payables, Part::InputTax, tax);
    }

    /// Those that were there and those that come cost the same from then on.
    fn shelve(&mut self, product: ProductId, n: i64, unit_cost: Money) {
        let on_hand = self.stock.entry(product).or_default();
        let before = (*on_hand).max(0);
        *on_hand += n;
        let draft = self.office.products.get_mut(&product).unwrap();
        let value = before * draft.cost.minor() + n * unit_cost.minor();
        let n_all = before + n;
        draft.cost = cents((value * 2 + n_all) / (n_all * 2));
    }

    /// Money for somebody, or from them, below nothing.
    pub(super) fn hand_out(
        &mut self,
        register: Register,
        from: PaidFrom,
        to: Part,
        amount: i64,
        label: &str,
    ) {
        let place = match from {
            PaidFrom::Drawer => Part::Cash(register),
            PaidFrom::Safe => Part::Safe,
            PaidFrom::Bank => Part::Bank,
        };
        self.accounts.pass(place, to, amount);
        if from == PaidFrom::Drawer && amount != 0 {
            let drawer = self.drawers.get_mut(&register).unwrap();
            drawer.cash -= amount;
            drawer.n_events += 1;
            assert!(drawer.cash >= 0, "{label}");
        }
    }
}

impl Wishes {
    pub(super) fn supplies(&mut self, naive: &Naive) -> Request {
        let reasons = TakenFor::ALL;
        match self.0.u8(0..12) {
            0..3 => Request::ReceiveGoods(self.delivery(naive)),
            3..6 => Request::PaySupplier(self.supplier_paying(naive)),
            6..8 => Request::TakeStock {
                product: some(&naive.office.products, &mut self.0).unwrap(),
                quantity: self.0.i64(-2..7),
                reason: reasons[self.0.usize(..reasons.len())],
            },
            _ => self.pay_of_staff(naive),
        }
    }

    /// Some of nothing, or of nobody.
    fn delivery(&mut self, naive: &Naive) -> DeliveryDraft {
        let suppliers = ["Argan Co", "argan co ", "Argan Co", "Salt & Stone", ""];
        let mut references = vec!["4111111111111111"];
        for it in ["", "A-1", "a-1", "A-2", "A-3", "A-4", "A-5"] {
            references.extend([it, it]);
        }
        let n_lines = self.0.usize(0..6).min(3);
        let lines = (0..n_lines).map(|_| DeliveredLine {
            product: some(&naive.office.products, &mut self.0).unwrap(),
            quantity: self.0.u32(0..24).min(12),
            unit_cost: cents(self.0.i64(-20..900).max(-1)),
        });
        let lines = lines.collect();
        DeliveryDraft {
            supplier: suppliers[self.0.usize(..suppliers.len())].to_owned(),
            reference: references[self.0.usize(..references.len())].to_owned(),
            lines,
            tax_class: some(&naive.office.tax_classes, &mut self.0).filter(|_| self.0.bool()),
        }
    }

    /// All, a part, or too much; mostly of what is still owed.
    fn supplier_paying(&mut self, naive: &Naive) -> SupplierPaying {
        let came = &naive.supplies.came;
        let owed = came.iter().filter(|(_, it)| it.open() > 0);
        let owed: Vec<DeliveryId> = owed.map(|(id, _)| *id).collect();
        let any = some(came, &mut self.0);
        let delivery = self.0.choice(owed).filter(|_| self.0.u8(0..8) > 0).or(any);
        let delivery = delivery.unwrap_or_default();
        let open = came.get(&delivery).map_or(0, Came::open);
        SupplierPaying {
            delivery,
            amount: match self.0.u8(0..5) {
                0 | 1 => None,
                2 => Some(cents(self.0.i64(-1..=open + 50))),
                _ => Some(cents(self.0.i64(1..=open.max(1)))),
            },
            from: self.paid_from(),
            reference: "Invoice".repeat(self.0.usize(..2)),
        }
    }

    pub(super) fn paid_from(&mut self) -> PaidFrom {
        PaidFrom::ALL[self.0.usize(..PaidFrom::ALL.len())]
    }
}
