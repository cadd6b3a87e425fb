//! What was just sold or given back: the amount to hand over, large.

use crate::{
    domain::{
        money::Money,
        sale::Sale,
        tender::{Payment, handed_over},
        ticket::Item,
    },
    ops::{outcome::Sold, query},
    store::Reads,
    ui::{action::Action, view::View},
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
        let next = sale.as_ref().and_then(|sale| next_time(sale, view));
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
        if !over.is_zero() {
            let keys = [Action::Receipts, Action::ReceiptOverpaid];
            let keys = keys.map(|it| view.key(it)).join(" ");
            rows.push((view.text("done-over-how"), keys));
        }
        rows.push((view.text("done-receipt"), sold.receipt.to_string()));
        rows.extend(next);
        Self {
            label: view.text(id),
            amount: view.money(amount),
            rows,
        }
    }
}

/// When a client who had a service comes again, or is due to.
fn next_time(sale: &Sale, view: &View) -> Option<(String, String)> {
    let services = sale.lines.iter().filter_map(|it| match it.item {
        Item::Service(service) if it.quantity > 0 => Some(service),
        _ => None,
    });
    let services: Vec<_> = services.collect();
    let client = sale.client.filter(|_| !services.is_empty())?;
    let reads = view.shop.read();
    if let Some(next) = query::next_visit(&reads, client, view.shop.now()).ok()? {
        let when = view.words().moment(next.start());
        return Some((view.text("done-next-visit"), when));
    }
    let due = query::due_after(&reads, view.today(), &services).ok()??;
    Some((view.text("done-due"), view.words().short_date(due)))
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
