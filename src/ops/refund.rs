//! Giving lines of a sale back: a new sale with all amounts negative.

use super::{
    book,
    cash::{need_drawer, overpaid},
    context::Context,
    coupons,
    drawer::{cash_in, of_sale},
    entry::{REASON_MAX, bounded, missing, required},
    halt::{Halt, Step, need},
    holding,
    outcome::{Outcome, Sold},
    pay::{next_receipt, post},
    print,
    refusal::{Field, Refusal},
    request::RefundWish,
    tabs,
};
use crate::{
    domain::{
        booking::Appointment,
        checkout::{self, RefundRefusal, Totals},
        drawer::DrawerSession,
        ids::{AppointmentId, SaleId},
        money::Money,
        print_job::Printable,
        sale::{Sale, SaleKind, SaleLine},
        tender::{Payment, TenderKind},
        ticket::LINES_MAX,
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

/// # Errors
///
/// The first refusal found: more than was sold or paid and is not yet given back,
/// or more cash than the drawer has.
pub(super) fn refund(tx: &mut Tx, cx: &Context, wish: &RefundWish) -> Step<Outcome> {
    let sold = need::<Sale>(tx, wish.sale)?;
    let mut session = of_sale(tx, cx)?;
    let reason = required(Field::Reason, &wish.reason, REASON_MAX)?;
    bounded(Field::Lines, &wish.lines, LINES_MAX)?;
    let already = tx.find::<Sale>(&Lookup::RefundOf(sold.id))?;
    let wishes = wish.lines.iter();
    let wishes = wishes.map(|it| holding::line_back(tx, &sold, of_domain(it)));
    let wishes = wishes.collect::<Step<Vec<_>>>()?;
    let refused = |refusal| Halt::Refused(of_refusal(refusal, wish.tender));
    let totals = checkout::refund_lines(&sold, &already, &wishes).map_err(refused)?;
    let paid = tabs::as_refunded(tx, &sold)?;
    let payments = payments(cx, &paid, &already, totals.total, wish.tender).map_err(refused)?;
    let cash_out = cash_out(&payments);
    if !cash_out.is_zero() {
        need_drawer(tx, cx.register())?;
    }
    let in_drawer = cash_in(tx, &session)?;
    if cash_out > in_drawer {
        let wanted = cash_out;
        return Err(Refusal::CashShort { wanted, in_drawer }.into());
    }
    let sale = mirror(tx, cx, &sold, (totals, payments), &session, reason)?;
    post(tx, cx, &mut session, &sale)?;
    coupons::give_back(tx, &sold, &already, &sale)?;
    for id in sale.lines.iter().filter_map(SaleLine::charged) {
        unpay(tx, cx, id, sold.id)?;
    }
    let job = print::queue(tx, cx, Printable::Receipt(sale.id))?;
    Ok(Outcome::Sold(Sold {
        sale: sale.id,
        receipt: sale.receipt,
        total: sale.total,
        change: Money::ZERO,
        cash_out,
        drawer_opens: !cash_out.is_zero(),
        print: job.id,
    }))
}

/// # Errors
///
/// It is no sale of the open day of trade, some of it was given back, or the drawer
/// has less cash than it took for it.
pub(super) fn void(tx: &mut Tx, cx: &Context, id: SaleId, reason: &str) -> Step<Outcome> {
    let sold = need::<Sale>(tx, id)?;
    let mut session = of_sale(tx, cx)?;
    let reason = required(Field::Reason, reason, REASON_MAX)?;
    if sold.kind != SaleKind::Sale {
        return Err(Refusal::NotRefundable.into());
    }
    let (receipt, business_date) = (sold.receipt, sold.business_date);
    if sold.lines.iter().any(|line| line.returned.is_some()) {
        return Err(Refusal::VoidExchange { receipt }.into());
    }
    if sold.session != session.id {
        return Err(Refusal::VoidTooLate {
            receipt,
            business_date,
        }
        .into());
    }
    let already = tx.find::<Sale>(&Lookup::RefundOf(sold.id))?;
    let over: Money = sold.payments.iter().map(|it| it.over).sum();
    if !already.is_empty() || overpaid(tx, &sold)? != over {
        return Err(Refusal::VoidInPart { receipt }.into());
    }
    let refused = |refusal| Halt::Refused(of_refusal(refusal, None));
    let (totals, payments) = checkout::void(&sold, &already).map_err(refused)?;
    let cash_out = cash_out(&payments);
    if !cash_out.is_zero() {
        need_drawer(tx, cx.register())?;
    }
    let in_drawer = cash_in(tx, &session)?;
    if cash_out > in_drawer {
        let wanted = cash_out;
        return Err(Refusal::CashShort { wanted, in_drawer }.into());
    }
    let sale = mirror(tx, cx, &sold, (totals, payments), &session, reason)?;
    let sale = Sale {
        kind: SaleKind::VoidOf(sold.id),
        ..sale
    };
    post(tx, cx, &mut session, &sale)?;
    coupons::give_back(tx, &sold, &already, &sale)?;
    for id in sale.lines.iter().filter_map(SaleLine::charged) {
        let mut visit = need::<Appointment>(tx, id)?;
        if visit.sale == Some(sold.id) {
            visit.sale = None;
            book::keep_visit(tx, cx, &mut visit)?;
        }
    }
    let job = print::queue(tx, cx, Printable::Receipt(sale.id))?;
    Ok(Outcome::Sold(Sold {
        sale: sale.id,
        receipt: sale.receipt,
        total: sale.total,
        change: Money::ZERO,
        cash_out,
        drawer_opens: sale.payments.iter().any(|it| it.kind.opens_drawer()),
        print: job.id,
    }))
}

/// The sale that gives back what `totals` says of another, not posted yet.
fn mirror(
    tx: &mut Tx,
    cx: &Context,
    sold: &Sale,
    (totals, payments): (Totals, Vec<Payment>),
    session: &DrawerSession,
    reason: String,
) -> Step<Sale> {
    Ok(Sale {
        id: tx.next_id(cx.register(), Kind::Sale)?.into(),
        kind: SaleKind::RefundOf(sold.id),
        receipt: next_receipt(tx, cx)?,
        session: session.id,
        business_date: session.business_date,
        at: cx.now,
        operator: cx.operator(),
        client: sold.client,
        tax_rules: sold.tax_rules,
        total: totals.total,
        lines: totals.lines,
        tax_table: totals.tax_table,
        payments,
        reason,
        approved_by: cx.asker.approved_by(),
        note: String::new(),
    })
}

fn of_domain(line: &super::request::RefundLine) -> checkout::LineBack {
    checkout::LineBack {
        line: line.line,
        quantity: line.quantity,
        restock: line.restock,
        unused: None,
    }
}

/// Without a wish the card gets its part back first: it leaves the drawer alone.
fn payments(
    cx: &Context,
    sold: &Sale,
    already: &[Sale],
    total: Money,
    tender: Option<TenderKind>,
) -> Result<Vec<Payment>, RefundRefusal> {
    let mut card_first = sold.clone();
    card_first
        .payments
        .sort_by_key(|payment| payment.kind.opens_drawer());
    let cash = cx.settings.cash_rounding;
    checkout::refund_payments(&card_first, already, total, tender, cash)
}

fn cash_out(payments: &[Payment]) -> Money {
    let cash = payments.iter().filter(|it| it.kind == TenderKind::Cash);
    -cash.map(Payment::kept).sum::<Money>()
}

pub(super) fn of_refusal(refusal: RefundRefusal, tender: Option<TenderKind>) -> Refusal {
    match refusal {
        RefundRefusal::Empty => missing(Field::Lines),
        RefundRefusal::NotASale => Refusal::NotRefundable,
        RefundRefusal::NoSuchLine { line } => Refusal::NoSuchLine { line },
        RefundRefusal::QuantityOutOfRange { line, left } => Refusal::RefundTooMuch { line, left },
        RefundRefusal::AmountOutOfRange { left } => Refusal::RefundAboveTender {
            kind: tender.unwrap_or(TenderKind::Cash),
            left,
        },
        RefundRefusal::TenderOutOfRange { kind, left } => Refusal::RefundAboveTender { kind, left },
    }
}

/// A visit that was paid in advance and is given back is unpaid again, so that it
/// can be cancelled or charged anew. One that took place keeps its receipt.
pub(super) fn unpay(tx: &mut Tx, cx: &Context, id: AppointmentId, sold: SaleId) -> Step<()> {
    let mut visit = need::<Appointment>(tx, id)?;
    if visit.sale == Some(sold) && !visit.status.is_final() {
        visit.sale = None;
        book::keep_visit(tx, cx, &mut visit)?;
    }
    Ok(())
}
