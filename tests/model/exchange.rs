//! Naive exchanges: what comes back of an earlier sale in a cart of other things.

use std::collections::BTreeMap;

use balm::{
    domain::{
        ids::{GiftCardId, SaleId},
        sale::Sale,
        tender::{Payment, Purse, TenderKind},
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        request::{RefundLine, Request, Session, TakingBack},
    },
};

use super::{
    accounts::Kept,
    back::PaidLine,
    cart::{Cart, Line},
    naive::Naive,
    spa::Spa,
    wish::Wishes,
};

/// Lines that come back have numbers of their own.
pub(super) const RETURNS_FROM: u32 = 1_000_000;

pub(super) struct Back {
    pub(super) sale: SaleId,
    line: u32,
    pub(super) quantity: i64,
    restock: bool,
}

impl PaidLine {
    /// What so many pieces more are worth: all of them together what was paid.
    fn worth(&self, quantity: i64) -> i64 {
        let off = |n: i64| (2 * self.off * n + self.n_sold) / (2 * self.n_sold);
        let n_after = self.n_back + quantity;
        quantity * self.price - (off(n_after) - off(self.n_back))
    }
}

impl Naive {
    fn line_of(&self, back: &Back) -> &PaidLine {
        let mut lines = self.sales[&back.sale].lines.iter();
        lines.find(|it| it.number == back.line).unwrap()
    }

    /// What comes back with a cart is worth.
    pub(super) fn worth_back(&self, cart: &Cart) -> i64 {
        let worth = |it: &Back| self.line_of(it).worth(it.quantity);
        cart.returns.iter().map(worth).sum()
    }

    /// Less than nothing is handed out.
    pub(super) fn total_of(&self, cart: &Cart) -> i64 {
        cart.total() - self.worth_back(cart)
    }

    /// Whether more of a line comes back with a cart than was left of it.
    pub(super) fn returns_too_much(&self, cart: &Cart) -> bool {
        cart.returns.iter().any(|it| {
            let line = self.line_of(it);
            line.n_back + it.quantity > line.n_sold
        })
    }

    pub(super) fn take_back(
        &mut self,
        session: &Session,
        taking: &TakingBack,
        outcome: &Outcome,
        label: &str,
    ) {
        let Outcome::TicketChanged { ticket, .. } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        self.line_changed(session, outcome, label);
        let cart = self.carts.get_mut(ticket).unwrap();
        for wish in &taking.lines {
            cart.returns.retain(|it| it.line != wish.line);
            cart.returns.push(Back {
                sale: taking.sale,
                line: wish.line,
                quantity: wish.quantity.into(),
                restock: wish.restock,
            });
        }
        let cart = &self.carts[ticket];
        let is_one = cart.returns.iter().all(|it| it.sale == taking.sale);
        assert!(is_one, "{label}: of two receipts");
        assert!(!self.returns_too_much(cart), "{label}: more than was sold");
        for back in &cart.returns {
            let line = self.line_of(back);
            assert!(line.item.is_listed() && !line.is_drawn, "{label}");
        }
        self.check_total(outcome, label);
    }

    /// The money of what comes back, beside what the tenders of the cart keep: nothing is
    /// moved by what stays with its tender, and what is left over is handed out.
    pub(super) fn legs(
        &mut self,
        (cart, sale): (&Cart, &Sale),
        sold: &Sold,
        kept: &mut Kept,
        label: &str,
    ) -> i64 {
        if cart.returns.is_empty() {
            return 0;
        }
        let of = |kind: TenderKind| -> i64 {
            let payments = sale.payments.iter().filter(|it| it.kind == kind);
            payments.map(|it| it.kept().minor()).sum()
        };
        let mut by_cards: BTreeMap<GiftCardId, i64> = BTreeMap::new();
        for payment in &sale.payments {
            if let Some(Purse::GiftCard(id)) = payment.purse {
                *by_cards.entry(id).or_default() += payment.kept().minor();
            }
        }
        for (purse, amount) in &kept.balances {
            if let Purse::GiftCard(id) = purse {
                *by_cards.entry(*id).or_default() -= amount;
            }
        }
        let foreign = sale.payments.iter();
        let foreign = foreign.filter(|it| it.kind == TenderKind::Foreign);
        let change: i64 = foreign.map(|it| it.change.minor()).sum();
        let cash = of(TenderKind::Cash) - kept.cash - change;
        let on_card = of(TenderKind::Card) - kept.card;
        let transfer = of(TenderKind::Transfer) - kept.transfer;
        let all = [cash, on_card, transfer];
        let legs = all.iter().chain(by_cards.values());
        assert!(legs.clone().all(|it| *it <= 0), "{label}: {all:?}");
        if sold.total.minor() >= 0 {
            assert!(legs.clone().all(|it| *it == 0), "{label}: {all:?}");
        }
        assert_eq!(sold.cash_out.minor(), -cash, "{label}");
        kept.cash += cash;
        kept.card += on_card;
        kept.transfer += transfer;
        for (id, amount) in &by_cards {
            self.purses.take(&mut self.accounts, *id, *amount);
        }
        by_cards.values().sum()
    }

    /// It comes off the sale that it is of, and goes back on the shelf.
    pub(super) fn came_back(&mut self, spa: &Spa, cart: &Cart, sale: &Sale, label: &str) {
        let Some(first) = cart.returns.first() else {
            return;
        };
        let of = first.sale;
        let worth = self.worth_back(cart);
        let mut on_shelf = Vec::new();
        for back in &cart.returns {
            let paid = self.sales.get_mut(&of).unwrap();
            let mut lines = paid.lines.iter_mut();
            let line = lines.find(|it| it.number == back.line).unwrap();
            line.n_back += back.quantity;
            line.n_exchanged += back.quantity;
            assert!(line.n_back <= line.n_sold, "{label}: more than was sold");
            if back.restock {
                on_shelf.push((line.item, back.quantity, line.cost));
            }
        }
        for (item, quantity, cost) in on_shelf {
            self.hand_over(item, -quantity, cost);
        }
        let is_back = |it: &&Payment| it.kept().is_negative() && it.kind == TenderKind::Cash;
        let in_cash = sale.payments.iter().filter(is_back);
        let paid = self.sales.get_mut(&of).unwrap();
        paid.given_back += worth;
        paid.cash_given_back -= in_cash.map(|it| it.kept().minor()).sum::<i64>();
        paid.check_given_back(label);
        let back = of_returns(sale);
        self.points_undone((of, &back), label);
        self.revive(of, &back, spa);
    }
}

/// As they were sold, with what was taken off each.
pub(super) fn paid_lines(cart: &Cart, sale: &Sale, label: &str) -> Vec<PaidLine> {
    let line = |it: &Line| {
        let mut sold = sale.lines.iter();
        let sold = sold.find(|line| line.number == it.number).unwrap();
        PaidLine {
            number: it.number,
            item: it.item,
            price: it.price,
            cost: it.cost,
            off: -sold.discount_amount.minor(),
            is_drawn: it.drawn.is_some(),
            n_sold: it.quantity,
            n_back: 0,
            n_exchanged: 0,
        }
    };
    let lines: Vec<PaidLine> = cart.lines.iter().map(line).collect();
    let listed = lines.iter();
    let listed = listed.filter(|it| it.item.is_listed() && !it.is_drawn);
    let sum: i64 = listed.map(|it| it.n_sold * it.price - it.off).sum();
    assert_eq!(sum, cart.listed(), "{label}");
    lines
}

/// What is kept in cash of what came back, and pays what is sold.
pub(super) fn carried_in_cash(cart: &Cart, sale: &Sale, by_tenders: i64) -> i64 {
    let cash = sale
        .payments
        .iter()
        .filter(|it| it.kind == TenderKind::Cash);
    let cash = cash.map(|it| it.kept().minor()).filter(|it| *it > 0);
    if cart.returns.is_empty() {
        return 0;
    }
    cash.sum::<i64>() - by_tenders
}

/// The lines that came back alone, as a refund would have them.
fn of_returns(sale: &Sale) -> Sale {
    let mut back = sale.clone();
    back.lines.retain(|it| it.returned.is_some());
    for line in &mut back.lines {
        line.number = line.returned.unwrap().line;
    }
    back.payments.clear();
    back
}

impl Wishes {
    /// Mostly one of what was sold.
    pub(super) fn take_back(&mut self, naive: &Naive) -> Request {
        let Some((sale, n_lines)) = naive.some_sale(&mut self.0) else {
            return Request::Park;
        };
        let is_good = |it: &&PaidLine| {
            let is_goods = matches!(it.item, Item::Product(_) | Item::Service(_));
            is_goods && it.n_back < it.n_sold
        };
        let lines = naive.sales[&sale].lines.iter().filter(is_good);
        let numbers: Vec<u32> = lines.map(|it| it.number).collect();
        let n_wished = self.0.usize(1..3);
        let lines = (0..n_wished).map(|_| RefundLine {
            line: match self.0.choice(&numbers) {
                Some(number) if self.0.u8(0..8) > 0 => *number,
                _ => self.0.u32(1..=n_lines + 1),
            },
            quantity: self.0.u32(1..6) / 2 + u32::from(self.0.u8(0..3) == 0),
            restock: self.0.bool(),
        });
        Request::TakeBack(TakingBack {
            sale,
            lines: lines.collect(),
            reason: "Another colour".into(),
        })
    }
}
