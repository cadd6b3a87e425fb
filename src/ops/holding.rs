//! Packages, series and credits: sold as lines, held by clients, and used for what is
//! in the cart. What carts have taken of them is theirs alone until they are paid or
//! dropped.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    context::Context,
    deposit,
    entry::{REASON_MAX, missing, required, within},
    halt::{Halt, Step, need, need_active},
    membership,
    outcome::Outcome,
    purse::{self, agree},
    refusal::{Field, Refusal},
    request::Request,
    ticket,
};
use crate::{
    domain::{
        catalog::Service,
        checkout::{LineBack, Unused},
        client::Client,
        holding::{
            Holding, HoldingChange, HoldingChanged, HoldingEnd, HoldingFault, Treatment, suggested,
        },
        ids::{ClientId, HoldingId},
        ledger::{Account, Posting},
        money::Money,
        plan::{Plan, PlanKind},
        purse::{PurseMovement, PurseReason},
        sale::{Sale, SaleKind, SaleLine},
        tender::Purse,
        ticket::{Drawn, Item, Ticket, TicketLine},
        time,
    },
    store::{
        Reads, StoreError, Tx,
        record::{Kind, Lookup},
    },
};

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::UsePrepaid { line, holding } => use_prepaid(tx, cx, *line, *holding),
        Request::LeavePrepaid { line } => leave(tx, cx, *line),
        Request::RestHolding {
            holding,
            from,
            days,
        } => rest(tx, cx, *holding, *from, *days),
        Request::ExtendHolding {
            holding,
            until,
            reason,
        } => extend(tx, cx, *holding, *until, reason),
        Request::TransferHolding { holding, to } => transfer(tx, cx, *holding, *to),
        Request::ExpireHolding { holding } => expire(tx, cx, *holding),
        other => Err(Halt::Bug(format!("{} is not about plans", other.name()))),
    }
}

pub(super) fn of_holding(holding: &Holding, fault: HoldingFault) -> Refusal {
    let name = holding.name.clone();
    Refusal::Holding { name, fault }
}

/// The line's treatment, if it is one.
pub(crate) fn treatment(
    reads: &impl Reads,
    line: &TicketLine,
) -> Result<Option<Treatment>, StoreError> {
    let Item::Service(id) = line.item else {
        return Ok(None);
    };
    let usual = reads.get::<Service>(&id)?.map_or(0, |it| it.minutes());
    Ok(Some(Treatment {
        service: id,
        minutes: line.minutes.unwrap_or(usual),
        price: line.unit_price,
        quantity: line.quantity,
    }))
}

/// A client's holdings without what carts have taken of them, and for each the cart
/// that has taken most recently, if any. `own` stands for its stored self; of it the
/// line of number `but` is left out.
pub(crate) fn free(
    reads: &impl Reads,
    client: ClientId,
    own: &Ticket,
    but: Option<u32>,
    today: NaiveDate,
) -> Result<Vec<(Holding, Option<Ticket>)>, StoreError> {
    let mut held: BTreeMap<HoldingId, (u64, Option<Ticket>)> = BTreeMap::new();
    let others = reads.all::<Ticket>()?.into_iter();
    let others = others.filter(|it| it.id != own.id);
    for ticket in others.chain([own.clone()]) {
        let is_own = ticket.id == own.id;
        for line in &ticket.lines {
            let Some(drawn) = &line.drawn else { continue };
            if is_own && Some(line.number) == but {
                continue;
            }
            let row = held.entry(drawn.holding).or_default();
            row.0 += u64::from(drawn.units);
            if !is_own {
                row.1 = Some(ticket.clone());
            }
        }
    }
    let holdings = reads.find::<Holding>(&Lookup::HoldingOfClient(client))?;
    let less = |it: Holding| match held.remove(&it.id) {
        Some((units, ticket)) => (it.used(units, today), ticket),
        None => (it, None),
    };
    Ok(holdings.into_iter().map(less).collect())
}

/// Why a line is not paid by a holding whose free units are `free`: what other carts
/// have taken of it is said with the cart.
fn admit(
    free: &Holding,
    by: Option<&Ticket>,
    all_left: u64,
    treatment: Treatment,
    today: NaiveDate,
) -> Result<u64, Refusal> {
    free.needed(treatment, today).map_err(|fault| {
        let fault = match (fault, by) {
            (HoldingFault::Short { units_left, needed }, Some(ticket)) if needed <= all_left => {
                held(ticket, units_left, needed)
            }
            (HoldingFault::UsedUp { .. }, Some(ticket)) if all_left > 0 => {
                held(ticket, 0, all_left)
            }
            (fault, _) => fault,
        };
        of_holding(free, fault)
    })
}

fn held(ticket: &Ticket, units_left: u64, needed: u64) -> HoldingFault {
    HoldingFault::Held {
        ticket: ticket.id,
        register: ticket.register,
        units_left,
        needed,
    }
}

/// Lets a holding pay a line of the open cart: the one named, or the best that can.
fn use_prepaid(tx: &mut Tx, cx: &Context, number: u32, wish: Option<HoldingId>) -> Step<Outcome> {
    let mut ticket = ticket::need_open(tx, cx)?;
    let line = ticket.lines.iter().find(|it| it.number == number);
    let line = line.ok_or(Refusal::NoSuchLine { line: number })?;
    let name = line.name.clone();
    let Some(treatment) = treatment(tx, line)? else {
        return Err(Refusal::NothingPrepaid { name }.into());
    };
    let client = ticket.client;
    let client = client.ok_or_else(|| Refusal::ClientNeeded { name: name.clone() })?;
    let free = free(tx, client, &ticket, Some(number), cx.today())?;
    let chosen = match wish {
        Some(id) => {
            let holding = need::<Holding>(tx, id)?;
            let own = free.iter().find(|(it, _)| it.id == id);
            let (own, by) = own.ok_or_else(|| of_holding(&holding, HoldingFault::NotTheirs))?;
            admit(
                own,
                by.as_ref(),
                holding.left_on(cx.today()),
                treatment,
                cx.today(),
            )?;
            own.clone()
        }
        None => best(tx, cx, &free, treatment, name)?,
    };
    let Some(line) = ticket.lines.iter_mut().find(|it| it.number == number) else {
        return Err(Refusal::NoSuchLine { line: number }.into());
    };
    // Nothing is due, so nothing is taken off.
    line.discount = None;
    line.given = None;
    line.offers.clear();
    line.drawn = Some(Drawn {
        holding: chosen.id,
        name: chosen.name,
        units: 0,
        net: Money::ZERO,
    });
    ticket::keep(tx, cx, &ticket, Some(number), None)
}

/// # Errors
///
/// [`Refusal::Holding`]: the first of those for this treatment cannot pay it now;
/// [`Refusal::NothingPrepaid`]: there is none for it.
fn best(
    tx: &Tx,
    cx: &Context,
    free: &[(Holding, Option<Ticket>)],
    treatment: Treatment,
    name: String,
) -> Step<Holding> {
    let rules = purse::rules(tx)?;
    let holdings: Vec<Holding> = free.iter().map(|(it, _)| it.clone()).collect();
    let found = suggested(&holdings, treatment, cx.today(), &rules.order);
    if let Some(best) = found.first() {
        return Ok((*best).clone());
    }
    let mut closest = None;
    for (it, by) in free {
        let all_left = need::<Holding>(tx, it.id)?.left_on(cx.today());
        match admit(it, by.as_ref(), all_left, treatment, cx.today()) {
            Err(
                held @ Refusal::Holding {
                    fault: HoldingFault::Held { .. },
                    ..
                },
            ) => return Err(held.into()),
            Err(Refusal::Holding {
                fault: HoldingFault::OtherService | HoldingFault::Closed,
                ..
            })
            | Ok(_) => (),
            Err(other) => closest = closest.or(Some(other)),
        }
    }
    Err(closest.unwrap_or(Refusal::NothingPrepaid { name }).into())
}

/// The line is to be paid again.
fn leave(tx: &mut Tx, cx: &Context, number: u32) -> Step<Outcome> {
    let mut ticket = ticket::need_open(tx, cx)?;
    let line = ticket.lines.iter_mut().find(|it| it.number == number);
    let line = line.ok_or(Refusal::NoSuchLine { line: number })?;
    line.drawn = None;
    ticket::keep(tx, cx, &ticket, Some(number), None)
}

/// What another client's holdings paid is to be paid.
pub(super) fn leave_others(tx: &Tx, ticket: &mut Ticket) -> Step<()> {
    for line in &mut ticket.lines {
        if let Some(drawn) = &line.drawn {
            let holding = tx.get::<Holding>(&drawn.holding)?;
            if holding.is_none_or(|it| Some(it.client) != ticket.client) {
                line.drawn = None;
            }
        }
    }
    Ok(())
}

/// Works out anew what the cart's lines use of holdings, and what that is worth.
///
/// # Errors
///
/// [`Refusal::Holding`]: one cannot pay its line, or no such quantity of it.
pub(super) fn redraw(tx: &Tx, cx: &Context, ticket: &mut Ticket) -> Step<()> {
    let mut left: BTreeMap<HoldingId, Holding> = BTreeMap::new();
    for idx in 0..ticket.lines.len() {
        let Some(line) = ticket.lines.get(idx) else {
            break;
        };
        let (Some(drawn), Some(client)) = (line.drawn.clone(), ticket.client) else {
            continue;
        };
        let Some(treatment) = treatment(tx, line)? else {
            continue;
        };
        let holding = need::<Holding>(tx, drawn.holding)?;
        let free = free(tx, client, ticket, Some(line.number), cx.today())?;
        let free = free.iter().find(|(it, _)| it.id == holding.id);
        let (free, by) = free.ok_or_else(|| of_holding(&holding, HoldingFault::NotTheirs))?;
        let all_left = holding.left_on(cx.today());
        let units = admit(free, by.as_ref(), all_left, treatment, cx.today())?;
        // Its worth is what it will be when this cart is paid, whatever others do.
        let own = left.entry(holding.id).or_insert(holding);
        let net = own.share(units);
        *own = own.used(units, cx.today());
        if let Some(line) = ticket.lines.get_mut(idx) {
            line.drawn = Some(Drawn {
                units: u32::try_from(units).unwrap_or(u32::MAX),
                net,
                ..drawn
            });
        }
    }
    Ok(())
}

/// A package is somebody's, and so is a deposit.
pub(super) fn refuse_nobodys(ticket: &Ticket) -> Result<(), Refusal> {
    let mut lines = ticket.lines.iter();
    let own = lines.find(|it| matches!(it.item, Item::Plan(_) | Item::Deposit));
    match (own, ticket.client) {
        (Some(line), None) => Err(Refusal::ClientNeeded {
            name: line.name.clone(),
        }),
        _ => Ok(()),
    }
}

/// Of what was paid ahead and comes back, what is not used of it.
pub(super) fn line_back(tx: &Tx, sold: &Sale, wish: LineBack) -> Step<LineBack> {
    let line = sold.lines.iter().find(|it| it.number == wish.line);
    let unused = match line {
        Some(line) => {
            refuse_kept(tx, sold, line)?;
            unused(tx, sold, line)?
        }
        None => None,
    };
    Ok(LineBack { unused, ..wish })
}

/// Of some memberships nothing is paid back once they have begun.
fn refuse_kept(tx: &Tx, sold: &Sale, line: &SaleLine) -> Step<()> {
    let of_sale = tx.find::<Holding>(&Lookup::HoldingOfSale(sold.id))?;
    let own = of_sale.iter().find(|it| it.line == line.number);
    match own.map(|it| (it, it.membership())) {
        Some((it, Some((gives, _)))) if !gives.gives_back && it.is_touched() => {
            Err(of_holding(it, HoldingFault::NotGivenBack).into())
        }
        _ => Ok(()),
    }
}

/// What of a sold line is still unused, where it was paid ahead.
pub(crate) fn unused(
    reads: &impl Reads,
    sold: &Sale,
    line: &SaleLine,
) -> Result<Option<Unused>, StoreError> {
    match line.item {
        _ if sold.kind != SaleKind::Sale => Ok(None),
        Item::Deposit => deposit::unused(reads, sold, line),
        Item::Plan(_) => {
            let holdings = reads.find::<Holding>(&Lookup::HoldingOfSale(sold.id))?;
            let own = holdings.iter().find(|it| it.line == line.number);
            Ok(own.map(|it| {
                let net = it.value_left;
                let numerator = i128::from(line.total.minor()) * i128::from(net.minor());
                let total = Money::ratio(numerator, i128::from(line.net.minor().max(1)));
                Unused { net, total }
            }))
        }
        _ => Ok(None),
    }
}

/// Makes holdings of what a sale sold, and takes what it used of them; a refund does
/// both the other way round.
///
/// # Errors
///
/// [`Refusal::Holding`]: what is to be taken back was used, or is in a cart.
pub(super) fn follow(tx: &mut Tx, cx: &Context, sale: &Sale, postings: &[Posting]) -> Step<()> {
    let mut moved = Money::ZERO;
    for line in &sale.lines {
        if let Item::Plan(_) = line.item {
            moved += line.net;
            match sale.kind {
                SaleKind::Sale => begin(tx, cx, sale, line)?,
                SaleKind::RefundOf(sold) | SaleKind::VoidOf(sold) => {
                    take_back(tx, cx, sale, sold, line)?;
                }
                // Such is given back by its own sale only.
                SaleKind::WithoutReceipt => (),
            }
        }
        if let Some(drawn) = &line.drawn {
            moved -= drawn.net;
            let holding = need::<Holding>(tx, drawn.holding)?;
            let units = u64::from(drawn.units);
            let after = match sale.kind {
                SaleKind::Sale => holding.used(units, cx.today()),
                SaleKind::WithoutReceipt => holding.given_back(units, -drawn.net, cx.today()),
                SaleKind::RefundOf(sold) | SaleKind::VoidOf(sold) => {
                    let at = need::<Sale>(tx, sold)?.at;
                    let on = time::wall(at, cx.settings.time_zone).date;
                    holding.given_back(units, -drawn.net, on)
                }
            };
            if after.value_left - holding.value_left != -drawn.net {
                let id = holding.id;
                return Err(Halt::Bug(format!("holding {id} gave another share")));
            }
            change(tx, cx, &holding, &after, PurseReason::Sale(sale.id))?;
            if sale.kind == SaleKind::Sale {
                membership::earn(tx, cx, after.id, cx.today())?;
            }
        }
    }
    agree(postings, &Account::Deferred, moved)
}

fn begin(tx: &mut Tx, cx: &Context, sale: &Sale, line: &SaleLine) -> Step<()> {
    let Item::Plan(id) = line.item else {
        return Ok(());
    };
    let plan = need::<Plan>(tx, id)?;
    let client = sale.client.ok_or_else(|| Refusal::ClientNeeded {
        name: plan.name.clone(),
    })?;
    let run = match plan.kind {
        PlanKind::Membership(_) => Some(membership::run_of(tx, &plan, client, sale.business_date)?),
        _ => None,
    };
    let units = plan.kind.units();
    let mut blank = Holding {
        id: tx.next_id(cx.register(), Kind::Holding)?.into(),
        client,
        plan: plan.id,
        name: line.name.clone(),
        units,
        units_left: 0,
        value: line.net,
        value_left: Money::ZERO,
        from: sale.business_date,
        until: plan.life.last_day(sale.business_date),
        kind: plan.kind,
        sold_in: sale.id,
        line: line.number,
        rest_days: plan.rest_days,
        rest_extends: plan.rest_extends,
        can_move: plan.can_move,
        rests: Vec::new(),
        closed: None,
        changes: Vec::new(),
        term: None,
    };
    if let Some(run) = run {
        (blank.from, blank.until) = (run.from, run.until);
        blank.term = Some(run.term);
        blank.units = blank.all_credits();
    }
    let full = Holding {
        units_left: blank.units,
        value_left: line.net,
        ..blank.clone()
    };
    change(tx, cx, &blank, &full, PurseReason::Sale(sale.id))
}

fn take_back(
    tx: &mut Tx,
    cx: &Context,
    sale: &Sale,
    sold: crate::domain::ids::SaleId,
    line: &SaleLine,
) -> Step<()> {
    let holdings = tx.find::<Holding>(&Lookup::HoldingOfSale(sold))?;
    let holding = holdings.into_iter().find(|it| it.line == line.number);
    let holding = holding.ok_or_else(|| Halt::Bug("a plan that nobody holds".into()))?;
    refuse_held(tx, &holding)?;
    if holding.closed.is_some() {
        return Err(of_holding(&holding, HoldingFault::Closed).into());
    }
    let is_whole = matches!(sale.kind, SaleKind::VoidOf(_));
    if -line.net != holding.value_left || (is_whole && holding.is_touched()) {
        return Err(of_holding(&holding, HoldingFault::Used).into());
    }
    let after = holding.ended(HoldingEnd::GivenBack);
    change(tx, cx, &holding, &after, PurseReason::Sale(sale.id))
}

/// An open or parked cart that uses it is paid or dropped first.
pub(super) fn refuse_held(tx: &Tx, holding: &Holding) -> Step<()> {
    for ticket in tx.all::<Ticket>()? {
        let drawn = ticket.lines.iter().filter_map(|it| it.drawn.as_ref());
        let of_this = drawn.filter(|it| it.holding == holding.id);
        let needed: u64 = of_this.map(|it| u64::from(it.units)).sum();
        if needed > 0 {
            let fault = HoldingFault::Held {
                ticket: ticket.id,
                register: ticket.register,
                units_left: holding.units_left.saturating_sub(needed),
                needed,
            };
            return Err(of_holding(holding, fault).into());
        }
    }
    Ok(())
}

/// Writes a holding as it is after something, and what came or went.
pub(super) fn change(
    tx: &mut Tx,
    cx: &Context,
    before: &Holding,
    after: &Holding,
    reason: PurseReason,
) -> Step<()> {
    tx.put(after)?;
    let units = i128::from(after.units_left) - i128::from(before.units_left);
    let id = tx.next_id(cx.register(), Kind::PurseMovement)?.into();
    tx.put(&PurseMovement {
        id,
        purse: Purse::Holding(after.id),
        at: cx.now,
        by: cx.operator(),
        amount: after.value_left - before.value_left,
        balance: after.value_left,
        units: i64::try_from(units).unwrap_or(0),
        reason,
    })?;
    Ok(())
}

pub(super) fn noted(cx: &Context, holding: &mut Holding, what: HoldingChanged) {
    holding.changes.push(HoldingChange {
        on: cx.today(),
        by: cx.operator(),
        what,
    });
}

pub(super) fn said(holding: &Holding) -> Outcome {
    Outcome::HoldingChanged {
        holding: holding.id,
        name: holding.name.clone(),
        until: holding.until,
    }
}

pub(super) fn need_open(tx: &Tx, id: HoldingId) -> Step<Holding> {
    let holding = need::<Holding>(tx, id)?;
    if holding.closed.is_some() {
        return Err(of_holding(&holding, HoldingFault::Closed).into());
    }
    Ok(holding)
}

fn rest(
    tx: &mut Tx,
    cx: &Context,
    id: HoldingId,
    from: Option<NaiveDate>,
    days: u16,
) -> Step<Outcome> {
    let holding = need_open(tx, id)?;
    refuse_held(tx, &holding)?;
    let from = from.unwrap_or_else(|| cx.today());
    within(Field::From, &from, &cx.today(), &NaiveDate::MAX)?;
    if let Some(fault @ HoldingFault::Lapsed { .. }) = holding.fault(from) {
        return Err(of_holding(&holding, fault).into());
    }
    let mut rested = holding
        .rested(from, days)
        .map_err(|fault| of_holding(&holding, fault))?;
    if let Some(rest) = rested.rests.last().copied() {
        noted(cx, &mut rested, HoldingChanged::Rested(rest));
    }
    tx.put(&rested)?;
    membership::follow_end(tx, cx, &holding, &rested)?;
    Ok(said(&rested))
}

/// A later last day; what has ended may be used again.
fn extend(
    tx: &mut Tx,
    cx: &Context,
    id: HoldingId,
    until: NaiveDate,
    reason: &str,
) -> Step<Outcome> {
    let before = need_open(tx, id)?;
    let mut holding = before.clone();
    let reason = required(Field::Reason, reason, REASON_MAX)?;
    let Some(was) = holding.until else {
        return Err(missing(Field::Until).into());
    };
    let least = was.max(cx.today());
    within(Field::Until, &until, &least, &NaiveDate::MAX)?;
    holding.until = Some(until);
    noted(cx, &mut holding, HoldingChanged::Extended { was, reason });
    tx.put(&holding)?;
    membership::follow_end(tx, cx, &before, &holding)?;
    Ok(said(&holding))
}

fn transfer(tx: &mut Tx, cx: &Context, id: HoldingId, to: ClientId) -> Step<Outcome> {
    let mut holding = need_open(tx, id)?;
    if !holding.can_move {
        return Err(of_holding(&holding, HoldingFault::NotMovable).into());
    }
    refuse_held(tx, &holding)?;
    if let Some(fault @ HoldingFault::Lapsed { .. }) = holding.fault(cx.today()) {
        return Err(of_holding(&holding, fault).into());
    }
    let to = need_active::<Client>(tx, to)?.id;
    if to == holding.client {
        return Err(missing(Field::Client).into());
    }
    let from = std::mem::replace(&mut holding.client, to);
    noted(cx, &mut holding, HoldingChanged::GivenBy(from));
    tx.put(&holding)?;
    Ok(said(&holding))
}

/// What was not used when its time was over becomes income.
fn expire(tx: &mut Tx, cx: &Context, id: HoldingId) -> Step<Outcome> {
    let holding = need_open(tx, id)?;
    let Some(HoldingFault::Lapsed { .. }) = holding.fault(cx.today()) else {
        let until = holding.until;
        return Err(of_holding(&holding, HoldingFault::NotLapsed { until }).into());
    };
    refuse_held(tx, &holding)?;
    membership::earn(tx, cx, id, cx.today())?;
    let holding = need::<Holding>(tx, id)?;
    let over = (HoldingEnd::TakenOver, PurseReason::Expired);
    membership::end(tx, cx, &holding, over)?;
    Ok(said(&need::<Holding>(tx, id)?))
}
