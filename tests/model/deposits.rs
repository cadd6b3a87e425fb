//! The naive deposits: what each client has paid ahead for visits.

use std::collections::BTreeMap;

use balm::{
    domain::{
        deposit::Deposit,
        ids::{ClientId, DepositId, SaleId},
        money::Money,
        sale::Sale,
        tender::{Purse, Tender, TenderKind},
        ticket::Item,
    },
    ops::{
        outcome::Outcome,
        request::{Request, Session},
    },
    store::{Reads, record::Lookup},
};
use fastrand::Rng;

use super::{
    accounts::{Accounts, Part},
    cart::{Cart, Line},
    naive::Naive,
    office::some,
    spa::Spa,
    wish::{Wishes, cents},
};

#[derive(Default)]
pub(super) struct Deposits(BTreeMap<DepositId, Kept>);

struct Kept {
    client: ClientId,
    sale: SaleId,
    line: u32,
    left: i64,
    /// Without the tax, which the model does not work out.
    net_left: i64,
    is_closed: bool,
}

impl Deposits {
    fn some(&self, rng: &mut Rng) -> Option<DepositId> {
        let full = self.0.iter().filter(|(_, it)| it.left > 0);
        let full: Vec<_> = full.map(|(id, _)| *id).collect();
        if !full.is_empty() && rng.u8(0..5) > 0 {
            return Some(full[rng.usize(..full.len())]);
        }
        some(&self.0, rng)
    }

    pub(super) fn left(&self, id: DepositId) -> i64 {
        self.0[&id].left
    }

    /// What a sale was paid with, or a refund gave back to it; what that is together.
    pub(super) fn paid(&mut self, accounts: &mut Accounts, sale: &Sale, label: &str) -> i64 {
        let mut all = 0;
        for payment in &sale.payments {
            let (TenderKind::Deposit, Some(Purse::Deposit(id))) = (payment.kind, payment.purse)
            else {
                continue;
            };
            let kept = payment.kept().minor();
            let tax: Money = payment.tax_paid.iter().map(|it| it.amount).sum();
            let net = kept - tax.minor();
            assert!(net.abs() <= kept.abs(), "{label}: {payment:?}");
            let it = self.0.get_mut(&id).unwrap();
            it.left -= kept;
            it.net_left -= net;
            it.is_closed &= kept > 0;
            accounts.pass(Part::Income, Part::Deposits, net);
            all += kept;
        }
        all
    }

    /// Each deposit that was taken is the cart's client's.
    pub(super) fn taken(
        &mut self,
        spa: &Spa,
        accounts: &mut Accounts,
        (sale, cart): (SaleId, &Cart),
        label: &str,
    ) {
        let found = Lookup::DepositOfSale(sale);
        let found = spa.shop.read().find::<Deposit>(&found).unwrap();
        let lines: Vec<_> = cart.deposits().collect();
        assert_eq!(found.len(), lines.len(), "{label}");
        for (line, amount) in lines {
            let it = found.iter().find(|it| it.line == line).unwrap();
            assert_eq!(it.left.minor(), amount, "{label}: {it:?}");
            let net_left = it.net_left().minor();
            assert!(net_left > 0 && net_left <= amount, "{label}: {it:?}");
            accounts.pass(Part::Deposits, Part::Income, net_left);
            let kept = Kept {
                client: cart.client.unwrap(),
                sale,
                line,
                left: amount,
                net_left,
                is_closed: false,
            };
            assert!(self.0.insert(it.id, kept).is_none(), "{label}");
        }
    }

    pub(super) fn given_back(
        &mut self,
        accounts: &mut Accounts,
        (sold, refund): (SaleId, &Sale),
        label: &str,
    ) {
        for line in refund.lines.iter().filter(|it| it.item == Item::Deposit) {
            let mut all = self.0.values_mut();
            let of_line = |it: &&mut Kept| it.sale == sold && it.line == line.number;
            let it = all.find(of_line).unwrap();
            assert_eq!(-line.total.minor(), it.left, "{label}");
            assert_eq!(-line.net.minor(), it.net_left, "{label}");
            assert!(!it.is_closed && it.left > 0, "{label}: given back twice");
            accounts.pass(Part::Deposits, Part::Income, line.net.minor());
            (it.left, it.net_left, it.is_closed) = (0, 0, true);
        }
    }

    pub(super) fn check(&self, accounts: &Accounts, label: &str) {
        let all: i64 = self.0.values().map(|it| it.net_left).sum();
        assert_eq!(accounts.balance(Part::Deposits), -all, "{label}");
        assert!(self.0.values().all(|it| it.left >= 0), "{label}");
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let all = spa.shop.read().all::<Deposit>().unwrap();
        assert_eq!(all.len(), self.0.len(), "{label}");
        for it in all {
            let known = &self.0[&it.id];
            let is = (it.client, it.left.minor(), it.net_left().minor());
            let want = (known.client, known.left, known.net_left);
            assert_eq!(is, want, "{label}: {it:?}");
            assert_eq!(it.closed.is_some(), known.is_closed, "{label}: {it:?}");
        }
    }
}

impl Naive {
    pub(super) fn follow_deposits(
        &mut self,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        match (request, outcome) {
            (
                Request::AddDeposit {
                    amount,
                    appointment,
                },
                Outcome::TicketChanged { ticket, .. },
            ) => {
                let number = self.line_changed(session, outcome, label).unwrap();
                let visit = appointment.and_then(|id| self.book.get(id));
                let of_visit = visit.and_then(|it| it.client);
                let cart = self.carts.entry(*ticket).or_default();
                if cart.client.is_none() && appointment.is_some() {
                    cart.client = of_visit;
                    self.follow_client(*ticket);
                }
                let cart = self.carts.get_mut(ticket).unwrap();
                cart.lines
                    .push(Line::of_money(number, Item::Deposit, amount.minor()));
                self.check_total(outcome, label);
            }
            (Request::KeepDeposit { deposit, .. }, Outcome::DepositKept { amount, .. }) => {
                let it = self.deposits.0.get_mut(deposit).unwrap();
                assert!(!it.is_closed && it.left > 0, "{label}");
                assert_eq!(amount.minor(), it.left, "{label}");
                let net = it.net_left;
                (it.left, it.net_left, it.is_closed) = (0, 0, true);
                self.accounts.pass(Part::Breakage, Part::Deposits, net);
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }
}

impl Wishes {
    pub(super) fn deposits(&mut self, naive: &Naive) -> Request {
        let deposit = naive.deposits.some(&mut self.0);
        match (self.0.u8(0..8), deposit) {
            (0, Some(deposit)) => Request::KeepDeposit {
                deposit,
                reason: "Did not come".repeat(self.0.usize(..4).min(1)),
            },
            (1..5, Some(deposit)) => Request::AttachClient {
                client: Some(naive.deposits.0[&deposit].client),
            },
            _ => Request::AddDeposit {
                amount: cents(self.0.i64(0..5_000)),
                appointment: naive.visit(&mut self.0).filter(|_| self.0.bool()),
            },
        }
    }

    pub(super) fn by_deposit(&mut self, naive: &Naive, amount: Option<i64>) -> Tender {
        let deposit = naive.deposits.some(&mut self.0).unwrap_or_default();
        Tender {
            purse: Some(Purse::Deposit(deposit)),
            ..Tender::of(TenderKind::Deposit, amount.map(Money::from_minor))
        }
    }
}
