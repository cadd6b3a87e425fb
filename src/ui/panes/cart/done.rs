//! What was just sold or given back: the amount to hand over, large.

use crate::{
    domain::{money::Money, sale::Sale, tender::handed_over},
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
        let (id, amount) = match sold {
            Sold { cash_out, .. } if !cash_out.is_zero() => ("done-give-back", *cash_out),
            Sold { total, .. } if total.is_negative() => ("done-given-back", total.abs()),
            Sold { change, .. } if !change.is_zero() => ("done-change", *change),
            Sold { total, .. } => ("done-paid", *total),
        };
        let mut rows = vec![(view.text("cart-total"), view.money(sold.total))];
        rows.extend(payments(sold, view));
        rows.push((view.text("done-receipt"), sold.receipt.to_string()));
        Self {
            label: view.text(id),
            amount: view.money(amount),
            rows,
        }
    }
}

/// From the store, not from what was asked for.
fn payments(sold: &Sold, view: &View) -> Vec<(String, String)> {
    let Ok(Some(sale)) = view.shop.read().get::<Sale>(&sold.sale) else {
        return Vec::new();
    };
    let handed = handed_over(&sale.payments)
        .into_iter()
        .map(|(kind, amount)| (view.words().tender(kind), view.money(amount)));
    let rounding: Money = sale.payments.iter().map(|payment| payment.rounding).sum();
    let mut rows: Vec<_> = handed.collect();
    if !rounding.is_zero() {
        rows.push((view.text("receipt-rounding"), view.money(rounding)));
    }
    rows
}
