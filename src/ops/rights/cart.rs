//! Carts and their people: how much is taken off by whom, and whose cart it is.

use std::collections::BTreeMap;

use crate::{
    domain::{
        audit::{AuditEntry, AuditEvent},
        ids::{StaffId, TicketId},
        money::Money,
        rights::{OffByHand, OffLine},
        ticket::{Given, OfferKind, Ticket, TicketLine, TicketState},
    },
    ops::{
        context::Context,
        halt::Step,
        ticket::{open, put_aside, totals},
    },
    store::{Reads, Tx, record::Lookup},
};

/// The latest lines of the audit that are looked at for a cart that was kept.
const LOOKED_AT: usize = 50;

/// What each person has taken off by hand, as the cart is now, must be within their
/// limits, or a second person's yes stands beside it.
///
/// # Errors
///
/// [`crate::ops::refusal::Refusal::NeedsRight`] for the discount.
pub(in crate::ops) fn within_limits(cx: &Context, ticket: &mut Ticket) -> Step<()> {
    if !cx.asker.is_asked() || ticket.lines.is_empty() {
        return Ok(());
    }
    for (giver, off) in off_by_giver(cx, ticket)? {
        // Given before rights were asked for.
        let Some(role) = cx.asker.rules.role_of(giver) else {
            continue;
        };
        if role.limits().admit(&off) {
            continue;
        }
        let by = cx.asker.may_take_off(&off)?;
        let order = ticket.order_discount.iter_mut().map(|it| &mut it.given);
        let lines = ticket.lines.iter_mut().filter_map(|it| it.given.as_mut());
        for given in lines.chain(order) {
            if giver_of(Some(given)) == Some(giver) {
                given.approved_by = Some(by);
            }
        }
    }
    Ok(())
}

/// Whose limits count for it.
fn giver_of(given: Option<&Given>) -> Option<StaffId> {
    let given = given?;
    given.by.filter(|_| given.approved_by.is_none())
}

fn off_by_giver(cx: &Context, ticket: &Ticket) -> Step<BTreeMap<StaffId, OffByHand>> {
    let totals = totals(&ticket.lines, cx.settings.tax)?;
    let order = ticket.order_discount.as_ref();
    let order_giver = giver_of(order.map(|it| &it.given));
    let mut all: BTreeMap<StaffId, OffByHand> = BTreeMap::new();
    for (line, priced) in ticket.lines.iter().zip(&totals.lines) {
        let own = giver_of(line.given.as_ref()).filter(|_| line.discount.is_some());
        let off_order = order_share(line);
        let givers = [own, order_giver.filter(|_| !off_order.is_zero())];
        let mut seen = None;
        for giver in givers.into_iter().flatten() {
            if seen.replace(giver) == Some(giver) {
                continue;
            }
            let is_own = own == Some(giver);
            all.entry(giver).or_default().lines.push(OffLine {
                gross: priced.gross,
                discount: line.discount.filter(|_| is_own),
                off: if is_own {
                    -priced.own_discount()
                } else {
                    Money::ZERO
                },
                off_order: if order_giver == Some(giver) {
                    off_order
                } else {
                    Money::ZERO
                },
            });
        }
    }
    if let (Some(giver), Some(order)) = (order_giver, order) {
        all.entry(giver).or_default().order = Some(order.discount);
    }
    Ok(all)
}

fn order_share(line: &TicketLine) -> Money {
    let shares = line.offers.iter().filter(|it| it.kind == OfferKind::Order);
    shares.map(|it| it.off).sum()
}

/// The cart of the one before is put aside for them; one that had nothing in it goes.
pub(super) fn keep_for_its_person(
    tx: &mut Tx,
    cx: &Context,
    next: StaffId,
) -> Step<Option<TicketId>> {
    let Some(cart) = open(tx, cx.register())? else {
        return Ok(None);
    };
    let Some(of) = cart.operator.filter(|it| *it != next) else {
        return Ok(None);
    };
    if cart.lines.is_empty() {
        tx.remove::<Ticket>(&cart.id)?;
        return Ok(None);
    }
    let ticket = put_aside(tx, cx, cart)?;
    super::write(tx, AuditEvent::CartKept { ticket, of })?;
    Ok(Some(ticket))
}

/// The cart that was put aside for somebody, if it still is as it was then.
pub(super) fn bring_back(tx: &mut Tx, cx: &Context, to: StaffId) -> Step<Option<TicketId>> {
    if open(tx, cx.register())?.is_some() {
        return Ok(None);
    }
    let latest = tx.latest::<AuditEntry>(&Lookup::AuditOf(to), LOOKED_AT)?;
    let kept = latest.into_iter().find_map(|it| match it.event {
        AuditEvent::CartKept { ticket, of } if of == to && it.register == cx.register() => {
            Some((ticket, it.at))
        }
        _ => None,
    });
    let Some((id, at)) = kept else {
        return Ok(None);
    };
    let Some(mut cart) = tx.get::<Ticket>(&id)? else {
        return Ok(None);
    };
    let is_as_kept = cart.state == TicketState::Parked && cart.parked_at == Some(at);
    if !is_as_kept {
        return Ok(None);
    }
    cart.state = TicketState::Open;
    cart.parked_at = None;
    tx.put(&cart)?;
    Ok(Some(id))
}
