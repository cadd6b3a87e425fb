//! What is given back of a naive sale.

use balm::{
    domain::{
        ids::{ClientId, CouponId, SaleId},
        sale::Sale,
        tender::TenderKind,
        ticket::Item,
        time::wall,
    },
    ops::{
        outcome::Sold,
        request::{RefundLine, RefundWish, Session},
    },
    store::Reads,
};

use super::{accounts::Kept, naive::Naive, spa::Spa};

pub(super) struct Paid {
    pub(super) lines: Vec<PaidLine>,
    pub(super) client: Option<ClientId>,
    /// That it has used up.
    pub(super) coupons: Vec<CouponId>,
    /// Pieces of another sale that came back with it.
    pub(super) n_returned: i64,
    /// Of goods and services, less what was given back of them.
    pub(super) bought: i64,
    pub(super) total: i64,
    pub(super) given_back: i64,
    pub(super) cash: i64,
    pub(super) cash_given_back: i64,
    /// All of it in cash, by card or by transfer: what was owed or in another currency
    /// goes back in cash as well.
    pub(super) is_plain: bool,
    /// Taken by card beyond what was due, and not given back.
    pub(super) over: i64,
}

pub(super) struct PaidLine {
    pub(super) number: u32,
    pub(super) item: Item,
    pub(super) price: i64,
    pub(super) cost: i64,
    /// Taken off all of them.
    pub(super) off: i64,
    pub(super) is_drawn: bool,
    pub(super) n_sold: i64,
    pub(super) n_back: i64,
    /// Of those, in carts of other things.
    pub(super) n_exchanged: i64,
}

impl Paid {
    /// Never more than was paid; and all of it once nothing is left.
    pub(super) fn check_given_back(&self, label: &str) {
        let is_less = self.given_back <= self.total;
        assert!(is_less, "{label}: more money than was paid");
        let in_cash = self.cash_given_back;
        let is_less = !self.is_plain || in_cash <= self.cash;
        assert!(is_less, "{label}: more cash than was paid");
        // Of a package or a deposit only what was not used comes back.
        let is_ahead = |item: Item| matches!(item, Item::Plan(_) | Item::Deposit);
        let is_whole = |it: &PaidLine| it.n_sold == it.n_back && !is_ahead(it.item);
        if self.lines.iter().all(is_whole) {
            assert_eq!(self.given_back, self.total, "{label}");
            assert!(!self.is_plain || in_cash == self.cash, "{label}");
        }
    }
}

impl Naive {
    /// A void gives all of a sale back, of which nothing was given back before.
    pub(super) fn all_of(&self, sale: SaleId, reason: &str, label: &str) -> RefundWish {
        let line = |line: &PaidLine| {
            assert_eq!(line.n_back, 0, "{label}");
            RefundLine {
                line: line.number,
                quantity: u32::try_from(line.n_sold).unwrap(),
                restock: true,
            }
        };
        RefundWish {
            sale,
            lines: self.sales[&sale].lines.iter().map(line).collect(),
            tender: None,
            reason: reason.to_owned(),
        }
    }

    /// What a refund gives back to gift cards and deposits, after what it takes back of
    /// what was paid ahead.
    fn balances_back(&mut self, spa: &Spa, sold: SaleId, refund: &Sale, label: &str) -> i64 {
        let of = spa.shop.read().get::<Sale>(&sold).unwrap().unwrap();
        let zone = spa.shop.settings().unwrap().time_zone;
        let sold_on = wall(of.at, zone).date;
        let accounts = &mut self.accounts;
        let to_cards = self.purses.refunded(accounts, refund);
        self.holdings
            .refunded(accounts, (sold, refund), sold_on, label);
        self.deposits.given_back(accounts, (sold, refund), label);
        let to_deposits = self.deposits.paid(accounts, refund, label);
        to_cards + to_deposits + self.points_back(spa, (sold, refund), label)
    }

    /// Nothing is known of where it was bought: the shelf, the drawer and the books alone
    /// are otherwise.
    pub(super) fn without_receipt(
        &mut self,
        spa: &Spa,
        session: &Session,
        sold: &Sold,
        label: &str,
    ) {
        let refund = spa.shop.read().get::<Sale>(&sold.sale).unwrap().unwrap();
        assert!(sold.total.minor() <= 0, "{label}");
        for line in refund.lines.iter().filter(|it| it.restocked) {
            self.hand_over(line.item, line.quantity, line.unit_cost.minor());
        }
        let to = |kind| -> i64 {
            let payments = refund.payments.iter().filter(|it| it.kind == kind);
            payments.map(|it| it.kept().minor()).sum()
        };
        let kept = Kept {
            cash: to(TenderKind::Cash),
            card: to(TenderKind::Card),
            transfer: to(TenderKind::Transfer),
            ..Kept::default()
        };
        assert_eq!(kept.cash, -sold.cash_out.minor(), "{label}");
        self.accounts
            .sell(session.register, sold.total.minor(), &kept);
        let drawer = self.drawers.get_mut(&session.register).unwrap();
        drawer.cash += kept.cash;
        drawer.n_events += 1;
        assert!(drawer.cash >= 0, "{label}");
    }

    pub(super) fn refund(
        &mut self,
        spa: &Spa,
        session: &Session,
        wish: &RefundWish,
        sold: &Sold,
        label: &str,
    ) {
        let (mut back_on_shelf, mut owed_less) = (Vec::new(), Vec::new());
        let paid = self.sales.get_mut(&wish.sale).unwrap();
        for back in &wish.lines {
            let mut lines = paid.lines.iter_mut();
            let line = lines.find(|it| it.number == back.line).unwrap();
            let quantity = i64::from(back.quantity);
            line.n_back += quantity;
            assert!(
                line.n_back <= line.n_sold,
                "{label}: more given back than sold"
            );
            if back.restock {
                back_on_shelf.push((line.item, quantity, line.cost));
            }
            owed_less.push((line.item, line.price));
        }
        let cash_out = sold.cash_out.minor();
        paid.given_back -= sold.total.minor();
        paid.cash_given_back += cash_out;
        paid.check_given_back(label);
        for (item, quantity, cost) in back_on_shelf {
            self.hand_over(item, -quantity, cost);
        }
        for (item, price) in owed_less {
            self.owed_line(item, -price, label);
        }
        // Which part of it goes where is not in the answer.
        let refund = spa.shop.read().get::<Sale>(&sold.sale).unwrap().unwrap();
        let to = |kind| -> i64 {
            let payments = refund.payments.iter().filter(|it| it.kind == kind);
            payments.map(|it| it.kept().minor()).sum()
        };
        let in_dollars = refund
            .payments
            .iter()
            .filter(|it| it.kind == TenderKind::Foreign);
        let change: i64 = in_dollars.clone().map(|it| it.change.minor()).sum();
        let kept = Kept {
            cash: -cash_out - change,
            foreign: in_dollars.map(|it| it.tendered.minor()).sum(),
            card: to(TenderKind::Card),
            tab: to(TenderKind::Account),
            transfer: to(TenderKind::Transfer),
            over: refund.payments.iter().map(|it| it.over.minor()).sum(),
            ..Kept::default()
        };
        let to_balances = self.balances_back(spa, wish.sale, &refund, label);
        let (register, total) = (session.register, sold.total.minor() - to_balances);
        self.accounts.sell(register, total, &kept);
        if kept.tab != 0 {
            self.owed.tabs.get_mut(&wish.sale).unwrap().amount += kept.tab;
        }
        let drawer = self.drawers.get_mut(&register).unwrap();
        drawer.cash += kept.cash;
        drawer.n_events += 1;
        assert!(drawer.cash >= 0, "{label}");
        self.revive(wish.sale, &refund, spa);
    }
}
