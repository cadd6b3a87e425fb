//! Giving back what was bought on a receipt that is not at hand: the mirror of selling
//! it now, for what it costs today at most.

use super::{
    cash::need_drawer,
    context::Context,
    drawer::{cash_in, of_sale},
    entry::{REASON_MAX, bounded, missing, required, within},
    halt::{Halt, Step, need},
    item,
    outcome::{Outcome, Sold},
    pay::{next_receipt, post},
    print,
    refusal::{Field, Refusal},
    request::{UnreceiptedLine, UnreceiptedWish},
    rights, tenders, ticket,
};
use crate::{
    domain::{
        audit::AuditEvent,
        checkout,
        client::Client,
        money::Money,
        print_job::Printable,
        sale::{Sale, SaleKind},
        tender::{Payment, TenderKind},
        ticket::{Item, LINES_MAX, PriceReason, TicketLine},
    },
    store::{Tx, record::Kind},
};

/// Ways in which money itself goes back to somebody who has paid nothing by them.
const GIVES_BACK: [TenderKind; 3] = [TenderKind::Cash, TenderKind::Card, TenderKind::Transfer];

/// # Errors
///
/// What is on no price list, or is to cost more than there; a way of paying that gives
/// nothing back; more cash than the drawer has.
pub(super) fn refund(tx: &mut Tx, cx: &Context, wish: &UnreceiptedWish) -> Step<Outcome> {
    let mut session = of_sale(tx, cx)?;
    let reason = required(Field::Reason, &wish.reason, REASON_MAX)?;
    bounded(Field::Lines, &wish.lines, LINES_MAX)?;
    if wish.lines.is_empty() {
        return Err(missing(Field::Lines).into());
    }
    let kind = wish.tender.unwrap_or(TenderKind::Cash);
    if !GIVES_BACK.contains(&kind) || !tenders::rules(tx)?.takes(kind) {
        return Err(Refusal::TenderNotTaken { kind }.into());
    }
    let client = wish.client.map(|it| need::<Client>(tx, it)).transpose()?;
    let numbered = (1..).zip(&wish.lines);
    let lines = numbered.map(|(number, it)| line(tx, cx, number, (it, &reason)));
    let lines = lines.collect::<Step<Vec<_>>>()?;
    let sold = ticket::totals(&lines, cx.settings.tax)?;
    let restock: Vec<bool> = wish.lines.iter().map(|it| it.restock).collect();
    let inside = cx.settings.tax.prices_include_tax;
    let cash = cx.settings.cash_rounding;
    let (totals, payments) = checkout::without_receipt(&sold, &restock, inside, (kind, cash));
    let in_cash = payments.iter().filter(|it| it.kind == TenderKind::Cash);
    let cash_out = -in_cash.map(Payment::kept).sum::<Money>();
    if !cash_out.is_zero() {
        need_drawer(tx, cx.register())?;
    }
    let in_drawer = cash_in(tx, &session)?;
    if cash_out > in_drawer {
        let wanted = cash_out;
        return Err(Refusal::CashShort { wanted, in_drawer }.into());
    }
    let sale = Sale {
        id: tx.next_id(cx.register(), Kind::Sale)?.into(),
        kind: SaleKind::WithoutReceipt,
        receipt: next_receipt(tx, cx)?,
        session: session.id,
        business_date: session.business_date,
        at: cx.now,
        operator: cx.operator(),
        client: client.map(|it| it.id),
        tax_rules: cx.settings.tax,
        total: totals.total,
        lines: totals.lines,
        tax_table: totals.tax_table,
        payments,
        reason: reason.clone(),
        approved_by: cx.asker.approved_by(),
        note: String::new(),
    };
    post(tx, cx, &mut session, &sale)?;
    let (id, receipt, total) = (sale.id, sale.receipt, sale.total);
    rights::write(tx, AuditEvent::WithoutReceipt { sale: id, reason })?;
    let job = print::queue(tx, cx, Printable::Receipt(id))?;
    Ok(Outcome::Sold(Sold {
        sale: id,
        receipt,
        total,
        change: Money::ZERO,
        cash_out,
        drawer_opens: !cash_out.is_zero(),
        print: job.id,
    }))
}

/// What it would be sold for now, or less.
fn line(
    tx: &Tx,
    cx: &Context,
    number: u32,
    (wish, reason): (&UnreceiptedLine, &str),
) -> Step<TicketLine> {
    let found = item::resolve(tx, cx, &wish.what)?;
    let mut line = match item::line(tx, cx, &found, None, None, None) {
        Err(Halt::Refused(Refusal::PriceNeeded { name })) => {
            return Err(Refusal::NoListPrice { name }.into());
        }
        line => line?,
    };
    if !matches!(line.item, Item::Service(_) | Item::Product(_)) {
        let name = line.name;
        return Err(Refusal::ReturnOfNoGoods { name }.into());
    }
    let list = line.unit_price;
    if let Some(price) = wish.price {
        let (least, most) = (Money::ZERO.minor(), Money::LIMIT.minor());
        within(Field::Price, &price.minor(), &least, &most)?;
        if price > list {
            let name = line.name;
            return Err(Refusal::AboveListPrice { name, list }.into());
        }
        if price != list {
            line.unit_price = price;
            line.price_reason = PriceReason::Changed(reason.to_owned());
        }
    }
    // Whoever did the work, it was not who stands at the desk now.
    line.staff = None;
    line.number = number;
    line.quantity = wish.quantity.saturating_mul(found.n_pieces);
    Ok(line)
}
