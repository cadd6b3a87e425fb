//! Exchange: things that come back in the cart of what is taken instead.

use super::{
    context::Context,
    drawer::cash_in,
    entry::{REASON_MAX, bounded, missing, required},
    halt::{Halt, Step, need},
    outcome::Outcome,
    refund::of_refusal,
    refusal::{Field, Refusal},
    request::TakingBack,
    tabs, ticket,
};
use crate::{
    domain::{
        checkout::{self, RETURNS_FROM, Totals},
        drawer::DrawerSession,
        money::Money,
        sale::{Sale, SaleKind, SaleLine},
        tender::{Payment, TenderKind},
        ticket::{LINES_MAX, ReturnOf, Ticket, TicketReturn},
    },
    store::{Reads, Tx, record::Lookup},
};

/// What comes back with a cart.
pub(super) struct Back {
    sold: Sale,
    already: Vec<Sale>,
    pub(super) totals: Totals,
}

/// # Errors
///
/// What cannot be given back, of a sale other than what is in the cart already.
pub(super) fn take_back(tx: &mut Tx, cx: &Context, taking: &TakingBack) -> Step<Outcome> {
    let sold = need::<Sale>(tx, taking.sale)?;
    if sold.kind != SaleKind::Sale {
        return Err(Refusal::NotRefundable.into());
    }
    let is_owed = |it: &Payment| {
        let kinds = [TenderKind::Account, TenderKind::Deposit, TenderKind::Points];
        kinds.contains(&it.kind) && !it.tendered.is_zero()
    };
    if tabs::as_refunded(tx, &sold)?.payments.iter().any(is_owed) {
        let receipt = sold.receipt;
        return Err(Refusal::ReturnOwed { receipt }.into());
    }
    let reason = required(Field::Reason, &taking.reason, REASON_MAX)?;
    bounded(Field::Lines, &taking.lines, LINES_MAX)?;
    if taking.lines.is_empty() {
        return Err(missing(Field::Lines).into());
    }
    for wish in &taking.lines {
        let line = sold.lines.iter().find(|it| it.number == wish.line);
        let stays = |line: &&SaleLine| !line.item.is_listed() || line.drawn.is_some();
        if let Some(line) = line.filter(stays) {
            let name = line.name.clone();
            return Err(Refusal::ReturnOfNoGoods { name }.into());
        }
    }
    let mut ticket = ticket::open_or_new(tx, cx)?;
    let other = ticket.returns.iter().find(|it| it.of.sale != sold.id);
    if let Some(other) = other {
        let receipt = need::<Sale>(tx, other.of.sale)?.receipt;
        return Err(Refusal::ReturnsOfAnother { receipt }.into());
    }
    for line in &taking.lines {
        let of = ReturnOf {
            sale: sold.id,
            line: line.line,
            restock: line.restock,
        };
        // The last word counts for all of a line.
        ticket.returns.retain(|it| it.of.line != line.line);
        ticket.returns.push(TicketReturn {
            of,
            quantity: line.quantity,
            reason: reason.clone(),
        });
    }
    bounded(Field::Lines, &ticket.returns, LINES_MAX)?;
    back(tx, &ticket)?;
    ticket::keep(tx, cx, &ticket, None, None)
}

/// Takes what comes back out of the cart again.
pub(super) fn leave(ticket: &mut Ticket, number: u32) -> Result<(), Refusal> {
    let place = number.checked_sub(RETURNS_FROM);
    let place = place.and_then(|it| usize::try_from(it).ok());
    let place = place.filter(|it| *it < ticket.returns.len());
    let place = place.ok_or(Refusal::NoSuchLine { line: number })?;
    ticket.returns.remove(place);
    Ok(())
}

/// `None` where nothing comes back.
///
/// # Errors
///
/// What was given back meanwhile.
pub(super) fn back(reads: &impl Reads, ticket: &Ticket) -> Step<Option<Back>> {
    let Some(first) = ticket.returns.first() else {
        return Ok(None);
    };
    let sold = need::<Sale>(reads, first.of.sale)?;
    let already = reads.find::<Sale>(&Lookup::RefundOf(sold.id))?;
    let totals = checkout::returned_lines(&sold, &already, &ticket.returns)
        .map_err(|refusal| Halt::Refused(of_refusal(refusal, None)))?;
    Ok(Some(Back {
        sold,
        already,
        totals,
    }))
}

/// What comes back and what is sold, and the payments of what comes back.
///
/// # Errors
///
/// More cash is to be handed out than the drawer has.
pub(super) fn join(
    tx: &Tx,
    cx: &Context,
    (back, session): (Option<Back>, &DrawerSession),
    sold: Totals,
) -> Step<(Totals, Vec<Payment>)> {
    let Some(back) = back else {
        return Ok((sold, Vec::new()));
    };
    let paid = tabs::as_refunded(tx, &back.sold)?;
    let amounts = (back.totals.total, sold.total);
    let cash = cx.settings.cash_rounding;
    let payments = checkout::exchange_payments(&paid, &back.already, amounts, cash)
        .map_err(|refusal| Halt::Refused(of_refusal(refusal, None)))?;
    let (wanted, in_drawer) = (cash_out(&payments), cash_in(tx, session)?);
    if wanted > in_drawer {
        return Err(Refusal::CashShort { wanted, in_drawer }.into());
    }
    Ok((checkout::exchanged(sold, back.totals), payments))
}

/// What is handed out of the drawer.
pub(super) fn cash_out(payments: &[Payment]) -> Money {
    let cash = payments.iter().filter(|it| it.kind == TenderKind::Cash);
    -cash.map(Payment::kept).sum::<Money>()
}
