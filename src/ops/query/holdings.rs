//! What clients have paid ahead: what they hold, and what of it pays a cart's lines.

use chrono::{Days, NaiveDate};

use super::{Ending, HoldingSheet, Usable};
use crate::{
    domain::{
        checkout::Unused,
        deposit::Deposit,
        holding::{Holding, HoldingFault, suggested},
        ids::{ClientId, TicketId},
        membership::Run,
        plan::Plan,
        purse::LoyaltyRules,
        sale::Sale,
        tender::Purse,
        text,
        ticket::Ticket,
    },
    ops::{
        deposit::free_of_client,
        holding::{free, treatment, unused},
        membership::{renews, run_of},
    },
    store::{Reads, StoreError, record::Lookup},
};

const MOVEMENTS_MAX: usize = 50;

/// Plans on the price list, by name; those no longer sold last.
///
/// # Errors
///
/// When the store cannot be read.
pub fn plans(reads: &impl Reads) -> Result<Vec<Plan>, StoreError> {
    let mut plans = reads.all::<Plan>()?;
    plans.sort_by_cached_key(|it| (!it.active, text::fold(&it.name), it.id));
    Ok(plans)
}

/// What a client holds that can still be of use, what ends first before what lasts.
///
/// # Errors
///
/// When the store cannot be read.
pub fn holdings(
    reads: &impl Reads,
    today: NaiveDate,
    client: ClientId,
) -> Result<Vec<Holding>, StoreError> {
    let mut found = reads.find::<Holding>(&Lookup::HoldingOfClient(client))?;
    let days = Days::new(loyalty_rules(reads)?.soon_days.into());
    found.retain(|it| it.closed.is_none() && is_current(it, today, days));
    found.sort_by_key(|it| (it.until.unwrap_or(NaiveDate::MAX), it.from, it.id));
    Ok(found)
}

/// A membership is shown for a while after its end, so that it is renewed.
fn is_current(holding: &Holding, today: NaiveDate, days: Days) -> bool {
    let shown = holding.until.and_then(|last| last.checked_add_days(days));
    if holding.term.is_some() {
        return shown.is_none_or(|last| today <= last);
    }
    holding.units_left > 0
}

/// What a client has had of packages and memberships and has no more, the latest first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn past_holdings(
    reads: &impl Reads,
    today: NaiveDate,
    client: ClientId,
) -> Result<Vec<Holding>, StoreError> {
    let current = holdings(reads, today, client)?;
    let mut found = reads.find::<Holding>(&Lookup::HoldingOfClient(client))?;
    found.retain(|it| current.iter().all(|other| other.id != it.id));
    found.sort_by_key(|it| std::cmp::Reverse((it.from, it.id)));
    Ok(found)
}

/// What of a client's ends soon, is not renewed, and still has something.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn ending(
    reads: &impl Reads,
    today: NaiveDate,
    client: Option<ClientId>,
) -> Result<Vec<Ending>, StoreError> {
    let Some(client) = client else {
        return Ok(Vec::new());
    };
    let soon_days = loyalty_rules(reads)?.soon_days;
    let own = holdings(reads, today, client)?;
    let is_ending = |it: &&Holding| {
        ends_soon(it, today, soon_days) && !own.iter().any(|other| renews(other, it))
    };
    let ending = own.iter().filter(is_ending).filter_map(|it| {
        Some(Ending {
            holding: it.id,
            name: it.name.clone(),
            until: it.until?,
        })
    });
    Ok(ending.collect())
}

/// From when until when a plan would be the client's, were it sold that day.
///
/// # Errors
///
/// When the store cannot be read.
pub fn next_run(
    reads: &impl Reads,
    plan: &Plan,
    client: ClientId,
    sold_on: NaiveDate,
) -> Result<Run, StoreError> {
    run_of(reads, plan, client, sold_on)
}

/// One of them with all that became of it.
///
/// # Errors
///
/// When the store cannot be read.
pub fn holding_sheet(
    reads: &impl Reads,
    today: NaiveDate,
    holding: Holding,
) -> Result<HoldingSheet, StoreError> {
    Ok(HoldingSheet {
        fault: holding.fault(today),
        held_by: held_by(reads, &holding)?,
        movements: reads.latest(
            &Lookup::PurseMovementOf(Purse::Holding(holding.id)),
            MOVEMENTS_MAX,
        )?,
        holding,
    })
}

/// A cart that uses it.
fn held_by(reads: &impl Reads, holding: &Holding) -> Result<Option<TicketId>, StoreError> {
    let uses = |it: &Ticket| {
        let mut drawn = it.lines.iter().filter_map(|line| line.drawn.as_ref());
        drawn.any(|it| it.holding == holding.id)
    };
    let tickets = reads.all::<Ticket>()?;
    Ok(tickets.into_iter().find(uses).map(|it| it.id))
}

/// How the shop has decided about money paid ahead.
///
/// # Errors
///
/// When the store cannot be read.
pub fn loyalty_rules(reads: &impl Reads) -> Result<LoyaltyRules, StoreError> {
    Ok(reads.get::<LoyaltyRules>(&())?.unwrap_or_default())
}

/// For each line of a cart that something of its client's can pay, the best of it.
pub(super) fn usable(
    reads: &impl Reads,
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<Usable>, StoreError> {
    let mut usable = Vec::new();
    let Some(client) = ticket.client else {
        return Ok(usable);
    };
    let holdings: Vec<Holding> = free(reads, client, ticket, None, today)?
        .into_iter()
        .map(|(it, _)| it)
        .collect();
    if holdings.is_empty() {
        return Ok(usable);
    }
    let LoyaltyRules {
        order, soon_days, ..
    } = loyalty_rules(reads)?;
    for line in ticket.lines.iter().filter(|it| it.drawn.is_none()) {
        let Some(treatment) = treatment(reads, line)? else {
            continue;
        };
        if let Some(best) = suggested(&holdings, treatment, today, &order).first() {
            usable.push(Usable {
                line: line.number,
                holding: best.id,
                name: best.name.clone(),
                kind: best.kind.clone(),
                units_left: best.left_on(today),
                until: best.usable_until(today),
                ends_soon: ends_soon(best, today, soon_days),
            });
        }
    }
    Ok(usable)
}

/// What of each line's net is not used yet, where it was paid ahead.
pub(super) fn unused_of(
    reads: &impl Reads,
    sale: &Sale,
) -> Result<Vec<Option<Unused>>, StoreError> {
    let lines = sale.lines.iter();
    lines.map(|line| unused(reads, sale, line)).collect()
}

/// Whether a holding's last day is so near that people are told. Of a membership that is
/// within the last quarter of its time, so that a month is not said to end from its first
/// day on.
pub fn ends_soon(holding: &Holding, today: NaiveDate, soon_days: u16) -> bool {
    let days = |last: NaiveDate| last.signed_duration_since(today).num_days();
    let most = |last: NaiveDate| match holding.term {
        Some(_) => i64::from(soon_days).min((days(last) - days(holding.from) + 1) / 4),
        None => i64::from(soon_days),
    };
    let near = |last: NaiveDate| (0..=most(last)).contains(&days(last));
    holding.until.is_some_and(near) && !matches!(holding.fault(today), Some(HoldingFault::Closed))
}

/// What a client has paid ahead for visits and is left of it, the oldest first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn deposits(reads: &impl Reads, client: ClientId) -> Result<Vec<Deposit>, StoreError> {
    let mut found = reads.find::<Deposit>(&Lookup::DepositOfClient(client))?;
    found.retain(|it| it.closed.is_none() && !it.left.is_zero());
    found.sort_by_key(|it| (it.taken_on, it.id));
    Ok(found)
}

/// What of them can pay a cart.
pub(super) fn free_deposits(
    reads: &impl Reads,
    ticket: &Ticket,
) -> Result<Vec<Deposit>, StoreError> {
    match ticket.client {
        Some(client) => free_of_client(reads, client, ticket),
        None => Ok(Vec::new()),
    }
}
