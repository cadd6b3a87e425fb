//! What was just sold or given back: the amount to hand over, large.

use crate::{
    domain::{
        money::Money,
        sale::Sale,
        tender::{Payment, handed_over},
    },
    ops::outcome::Sold,
    store::Reads,
    ui::view::View,
};

/// In words, as drawn until the next sale begins.
#[derive(Debug)]
pub(super) struct Done {
    /// What the large amount is.
    pub(super) label: String,
    pub(super) amount: String,
    /// Total, what was handed over, receipt number.
    pub(super) rows: Vec<(String, String)>,
}

impl Done {
    pub(super) fn of(sold: &Sold, view: &View) -> Self {
        let sale = view.shop.read().get::<Sale>(&sold.sale).ok().flatten();
        let paid = sale.map_or_else(Vec::new, |sale| sale.payments);
        let over: Money = paid.iter().map(|it| it.over).sum();
        let (id, amount) = match sold {
            Sold { cash_out, .. } if !cash_out.is_zero() => ("done-give-back", *cash_out),
            Sold { total, .. } if total.is_negative() => ("done-given-back", total.abs()),
            Sold { change, .. } if !change.is_zero() => ("done-change", *change),
            _ if !over.is_zero() => ("done-over", over),
            Sold { total, .. } => ("done-paid", *total),
        };
        let mut rows = vec![(view.text("cart-total"), view.money(sold.total))];
        rows.extend(payments(&paid, view));
        if !over.is_zero() && !sold.change.is_zero() {
            rows.push((view.text("done-over"), view.money(over)));
        }
        rows.push((view.text("done-receipt"), sold.receipt.to_string()));
        Self {
            label: view.text(id),
            amount: view.money(amount),
            rows,
        }
    }
}

/// From the store, not from what was asked for.
fn payments(paid: &[Payment], view: &View) -> Vec<(String, String)> {
    let handed = handed_over(paid)
        .into_iter()
        .map(|(kind, amount)| (view.words().tender(kind), view.money(amount)));
    let rounding: Money = paid.iter().map(|payment| payment.rounding).sum();
    let mut rows: Vec<_> = handed.collect();
    if !rounding.is_zero() {
        rows.push((view.text("receipt-rounding"), view.money(rounding)));
    }
    rows
}
