//! What the sales and movements of a drawer session come to, held against its closing.

use super::wrong::Figure;
use crate::domain::{
    drawer::{Closing, Count},
    sale::{Sale, SaleKind},
    tender::TenderKind,
    ticket::Item,
};

/// What has happened in a drawer session.
#[derive(Default)]
pub(super) struct Day {
    /// Part of it is lost: its figures cannot be told.
    pub(super) is_doubtful: bool,
    pub(super) float: i128,
    pub(super) kept_cash: i128,
    pub(super) kept_card: i128,
    pub(super) cash_in: i128,
    pub(super) cash_out: i128,
    pub(super) n_sales: i128,
    pub(super) n_refunds: i128,
    pub(super) sales: i128,
    pub(super) refunds: i128,
    pub(super) discounts: i128,
    pub(super) rounding: i128,
    pub(super) services: i128,
    pub(super) products: i128,
    pub(super) tips: i128,
    pub(super) prepaid: i128,
    pub(super) settled: i128,
    pub(super) differences: i128,
    /// Kept in other ways than cash and card, and so much of other currencies.
    pub(super) others: i128,
    pub(super) foreign: i128,
    pub(super) first_receipt: Option<u64>,
    pub(super) last_receipt: Option<u64>,
}

impl Day {
    /// Adds what another has seen of the same session; its float stays.
    pub(super) fn take_in(&mut self, more: &Self) {
        add(&mut self.kept_cash, more.kept_cash);
        add(&mut self.kept_card, more.kept_card);
        add(&mut self.n_sales, more.n_sales);
        add(&mut self.n_refunds, more.n_refunds);
        add(&mut self.sales, more.sales);
        add(&mut self.refunds, more.refunds);
        add(&mut self.discounts, more.discounts);
        add(&mut self.rounding, more.rounding);
        add(&mut self.services, more.services);
        add(&mut self.products, more.products);
        add(&mut self.tips, more.tips);
        add(&mut self.prepaid, more.prepaid);
        add(&mut self.settled, more.settled);
        add(&mut self.others, more.others);
        add(&mut self.foreign, more.foreign);
        let first = self.first_receipt.into_iter().chain(more.first_receipt);
        let last = self.last_receipt.into_iter().chain(more.last_receipt);
        (self.first_receipt, self.last_receipt) = (first.min(), last.max());
    }

    /// One sale of a day that has seen nothing yet.
    pub(super) fn sale(&mut self, sale: &Sale) {
        let total = i128::from(sale.total.minor());
        let back = i128::from(sale.given_back().minor());
        add(&mut self.sales, total.saturating_sub(back));
        add(&mut self.refunds, back);
        if sale.kind == SaleKind::Sale {
            self.n_sales += 1;
        } else {
            self.n_refunds += 1;
        }
        for payment in &sale.payments {
            let kept = difference(payment.tendered.minor(), payment.change.minor());
            match payment.kind {
                TenderKind::Cash => add(&mut self.kept_cash, kept),
                TenderKind::Card => add(&mut self.kept_card, kept),
                // Change for another currency is given in the shop's own.
                TenderKind::Foreign => {
                    add(&mut self.kept_cash, difference(0, payment.change.minor()));
                    let units = payment.foreign.as_ref().map_or(0, |it| it.amount.minor());
                    add(&mut self.foreign, units.into());
                }
                _ => add(&mut self.others, kept),
            }
            add(&mut self.rounding, payment.rounding.minor().into());
        }
        for line in &sale.lines {
            add(&mut self.discounts, line.discount_amount.minor().into());
            let net = i128::from(line.net.minor());
            let drawn = line.drawn.as_ref().map_or(0, |it| it.net.minor());
            match line.item {
                Item::Service(_) => add(&mut self.services, net.saturating_add(drawn.into())),
                Item::Product(_) => add(&mut self.products, net),
                Item::Tip(_) => add(&mut self.tips, line.total.minor().into()),
                Item::Owed(_) => add(&mut self.settled, line.total.minor().into()),
                Item::GiftCard(_) | Item::Plan(_) | Item::Deposit => {
                    add(&mut self.prepaid, line.total.minor().into());
                }
            }
        }
        self.first_receipt = Some(sale.receipt.number);
        self.last_receipt = Some(sale.receipt.number);
    }

    /// Each with what the closing says and what was found.
    pub(super) fn figures(&self, closing: &Closing) -> Vec<(Figure, i128, i128)> {
        let number = |number: Option<u64>| number.map_or(0, i128::from);
        let cash = [
            self.float,
            self.kept_cash,
            self.cash_in,
            self.cash_out,
            self.differences,
        ];
        let cash = cash.into_iter().fold(0, i128::saturating_add);
        let minor = |amount: crate::domain::money::Money| i128::from(amount.minor());
        let card = expected(closing, TenderKind::Card);
        let mut figures = vec![
            (Figure::Float, minor(closing.float), self.float),
            (Figure::Cash, expected(closing, TenderKind::Cash), cash),
            (Figure::Card, card, self.kept_card),
            (Figure::CashIn, minor(closing.cash_in), self.cash_in),
            (Figure::CashOut, minor(closing.cash_out), self.cash_out),
            (Figure::Sales, minor(closing.sales_total), self.sales),
            (Figure::Refunds, minor(closing.refunds_total), self.refunds),
            (
                Figure::Discounts,
                minor(closing.discounts_total),
                self.discounts,
            ),
            (
                Figure::Rounding,
                minor(closing.rounding_total),
                self.rounding,
            ),
            (Figure::Services, minor(closing.services_net), self.services),
            (Figure::Products, minor(closing.products_net), self.products),
            (Figure::NSales, closing.n_sales.into(), self.n_sales),
            (Figure::NRefunds, closing.n_refunds.into(), self.n_refunds),
            (
                Figure::FirstReceipt,
                number(closing.first_receipt),
                number(self.first_receipt),
            ),
            (
                Figure::LastReceipt,
                number(closing.last_receipt),
                number(self.last_receipt),
            ),
        ];
        // Closings before there were shifts have none of these.
        if closing.shift > 0 {
            let units = expected(closing, TenderKind::Foreign);
            let usual = [TenderKind::Cash, TenderKind::Card, TenderKind::Foreign];
            let others = closing.tenders.iter();
            let others = others.filter(|it| !usual.contains(&it.kind));
            let others = others.map(|it| minor(it.expected));
            let others = others.fold(0, i128::saturating_add);
            figures.extend([
                (Figure::Tips, minor(closing.tips_total), self.tips),
                (Figure::Prepaid, minor(closing.prepaid_total), self.prepaid),
                (Figure::Settled, minor(closing.settled_total), self.settled),
                (
                    Figure::Differences,
                    minor(closing.differences),
                    self.differences,
                ),
                (Figure::Others, others, self.others),
                (Figure::Foreign, units, self.foreign),
            ]);
        }
        figures
    }
}

/// What no sum of real amounts reaches is not counted beyond.
pub(super) fn add(sum: &mut i128, amount: i128) {
    *sum = sum.saturating_add(amount);
}

fn difference(one: i64, other: i64) -> i128 {
    i128::from(one) - i128::from(other)
}

pub(super) fn counted(count: &Count) -> i128 {
    let rows = count.cash.iter();
    rows.map(|it| i128::from(it.value_minor) * i128::from(it.n))
        .fold(0, i128::saturating_add)
}

pub(super) fn expected(closing: &Closing, kind: TenderKind) -> i128 {
    let tenders = closing.tenders.iter().filter(|it| it.kind == kind);
    tenders
        .map(|it| i128::from(it.expected.minor()))
        .fold(0, i128::saturating_add)
}
