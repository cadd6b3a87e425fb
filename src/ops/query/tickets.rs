//! Carts as they would post, and the drawer.

use super::{
    Answered, TicketSheet,
    holdings::{ending, free_deposits, usable},
    names,
    offers::on_cart,
    points,
};
use crate::{
    domain::{
        cash::DrawerRules,
        checkout::{self, CheckoutRefusal, Totals},
        drawer::{CashMovement, Counted, DrawerSession, TenderClosing, tender_closings},
        ids::Register,
        sale::Sale,
        settings::Settings,
        tender_rules::TenderRules,
        ticket::{Ticket, TicketState},
    },
    ops::{
        failure::{Failure, Tried},
        refusal::Refusal,
    },
    store::{Reads, record::Lookup},
};

/// The register's open cart, if it has one.
///
/// # Errors
///
/// When the store cannot be read, or the cart cannot be totalled.
pub fn ticket(
    reads: &impl Reads,
    settings: &Settings,
    register: Register,
) -> Answered<Option<TicketSheet>> {
    let open = reads
        .find::<Ticket>(&Lookup::TicketOf(register))?
        .into_iter()
        .find(|it| it.state == TicketState::Open);
    open.map(|it| sheet(reads, settings, it)).transpose()
}

/// The parked carts of all registers, latest first.
///
/// # Errors
///
/// When the store cannot be read, or a cart cannot be totalled.
pub fn parked(reads: &impl Reads, settings: &Settings) -> Answered<Vec<TicketSheet>> {
    let mut tickets = reads.all::<Ticket>()?;
    tickets.retain(|it| it.state == TicketState::Parked);
    tickets.sort_by_key(|it| std::cmp::Reverse((it.parked_at, it.id)));
    tickets
        .into_iter()
        .map(|it| sheet(reads, settings, it))
        .collect()
}

/// The session whose drawer is open now.
///
/// # Errors
///
/// When the store cannot be read.
pub fn drawer(reads: &impl Reads, register: Register) -> Answered<Option<DrawerSession>> {
    Ok(reads.find_one::<DrawerSession>(&Lookup::OpenSession(register))?)
}

/// Expected, counted and difference of each tender, by the latest count of the open
/// drawer. Where the shop counts blind, what is expected is told to nobody before they
/// have counted.
///
/// # Errors
///
/// [`Refusal::DrawerNotOpen`], [`Refusal::NotCounted`], or when the store cannot be
/// read.
pub fn drawer_figures(
    reads: &impl Reads,
    settings: &Settings,
    register: Register,
) -> Answered<Vec<TenderClosing>> {
    let session = drawer(reads, register)?.ok_or(Refusal::DrawerNotOpen)?;
    let decided = reads.get::<DrawerRules>(&())?.unwrap_or_default();
    let has_none = decided.without_drawer.contains(&register);
    if session.fresh_count().is_none() && decided.blind_count && !has_none {
        return Err(Refusal::NotCounted.into());
    }
    let others = &session.others;
    let counted = session.fresh_count();
    let counted = counted.map(|count| Counted { count, others });
    let rules = reads.get::<TenderRules>(&())?.unwrap_or_default();
    let sales = reads.find::<Sale>(&Lookup::SaleOfSession(session.id))?;
    let movements = reads.find::<CashMovement>(&Lookup::CashMovementOf(session.id))?;
    let rules = (&rules, &settings.currency);
    Ok(tender_closings(
        &session, &sales, &movements, counted, rules,
    ))
}

pub(super) fn sheet(
    reads: &impl Reads,
    settings: &Settings,
    ticket: Ticket,
) -> Answered<TicketSheet> {
    let totals = match checkout::totals(&ticket.lines, settings.tax) {
        Ok(totals) => totals,
        Err(CheckoutRefusal::Empty) => Totals::default(),
        // Each line was totalled when it was added.
        Err(refusal) => {
            let detail = format!("cart {}: {refusal:?}", ticket.id);
            return Err(Failure::bug(Tried::Read, detail).into());
        }
    };
    let totals = with_returns(reads, &ticket, totals)?;
    let staff = totals
        .lines
        .iter()
        .map(|line| names::staff_short(reads, line.staff))
        .collect::<Result<_, _>>()?;
    Ok(TicketSheet {
        usable: usable(reads, ticket.opened_on, &ticket)?,
        ending: ending(reads, ticket.opened_on, ticket.client)?,
        deposits: free_deposits(reads, &ticket)?,
        points: points::on_cart(reads, settings, &ticket, totals.total)?,
        client: names::client(reads, ticket.client)?,
        staff,
        coupons: on_cart(reads, &ticket)?,
        tax_table: totals.tax_table,
        discounts: totals.discounts,
        total: totals.total,
        cash_total: settings.cash_rounding.round(totals.total),
        lines: totals.lines,
        ticket,
    })
}

/// What comes back is shown behind what is sold. What another desk gave back meanwhile
/// is not: who pays is told.
fn with_returns(reads: &impl Reads, ticket: &Ticket, sold: Totals) -> Answered<Totals> {
    let Some(first) = ticket.returns.first() else {
        return Ok(sold);
    };
    let Some(of) = reads.get::<Sale>(&first.of.sale)? else {
        return Ok(sold);
    };
    let already = reads.find::<Sale>(&Lookup::RefundOf(of.id))?;
    let back = checkout::returned_lines(&of, &already, &ticket.returns);
    Ok(match back {
        Ok(back) => checkout::exchanged(sold, back),
        Err(_) => sold,
    })
}
