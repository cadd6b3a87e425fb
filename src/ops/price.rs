//! Prices: levels of the price list, what lines cost when they follow it, and what was
//! changed by hand.

use super::{
    context::Context,
    entry::{NAME_MAX, REASON_MAX, amount, bounded, refuse, required, within},
    halt::{Step, need},
    outcome::{Outcome, Repriced},
    refusal::{Field, FieldProblem, Noun, Refusal},
    request::PriceChange,
    ticket::{keep, need_open},
};
use crate::{
    domain::{
        client::Client,
        ids::ClientId,
        price::{
            self, Buying, LevelId, LevelPrice, PriceLevel, PriceRules, Priced, StaffPrice, Timed,
        },
        staff::Staff,
        text,
        ticket::{Item, PriceReason, TicketLine},
    },
    store::{Reads, Tx},
};

const LEVELS_MAX: usize = 50;
const STAFF_MAX: usize = 200;
/// A day.
const MINUTES_MAX: u16 = 24 * 60;

pub(super) fn save_level(
    tx: &mut Tx,
    id: Option<LevelId>,
    name: &str,
    active: bool,
) -> Step<Outcome> {
    let mut rules = rules(tx)?;
    if let Some(id) = id {
        known(tx, id)?;
    }
    let name = required(Field::Name, name, NAME_MAX)?;
    let is_same = |it: &PriceLevel| text::fold(&it.name) == text::fold(&name);
    if rules
        .levels
        .iter()
        .any(|it| Some(it.id) != id && is_same(it))
    {
        return Err(refuse(Field::Name, FieldProblem::Taken).into());
    }
    let last = rules.levels.iter().map(|it| it.id.0).max().unwrap_or(0);
    let level = PriceLevel {
        id: id.unwrap_or(LevelId(last.saturating_add(1))),
        name,
        active,
    };
    let id = level.id;
    match rules.levels.iter_mut().find(|it| it.id == id) {
        Some(old) => *old = level,
        None => rules.levels.push(level),
    }
    bounded(Field::PriceLevel, &rules.levels, LEVELS_MAX)?;
    tx.put(&rules)?;
    Ok(Outcome::SavedPriceLevel { level: id })
}

pub(super) fn rules(reads: &impl Reads) -> Step<PriceRules> {
    Ok(reads.get::<PriceRules>(&())?.unwrap_or_default())
}

/// The level of that number, in use or not.
pub(super) fn known(reads: &impl Reads, id: LevelId) -> Step<LevelId> {
    if rules(reads)?.levels.iter().any(|it| it.id == id) {
        return Ok(id);
    }
    let (what, id) = (Noun::PriceLevel, id.0.to_string());
    Err(Refusal::NotFound { what, id }.into())
}

pub(super) fn level_prices(tx: &Tx, prices: &[LevelPrice]) -> Step<Vec<LevelPrice>> {
    bounded(Field::LevelPrices, prices, LEVELS_MAX)?;
    for (idx, it) in prices.iter().enumerate() {
        known(tx, it.level)?;
        amount(Field::LevelPrices, it.price)?;
        if prices[..idx].iter().any(|other| other.level == it.level) {
            return Err(refuse(Field::LevelPrices, FieldProblem::Taken).into());
        }
    }
    Ok(prices.to_vec())
}

pub(super) fn staff_prices(tx: &Tx, prices: &[StaffPrice]) -> Step<Vec<StaffPrice>> {
    bounded(Field::StaffPrices, prices, STAFF_MAX)?;
    for (idx, it) in prices.iter().enumerate() {
        need::<Staff>(tx, it.staff)?;
        amount(Field::StaffPrices, it.price)?;
        if prices[..idx].iter().any(|other| other.staff == it.staff) {
            return Err(refuse(Field::StaffPrices, FieldProblem::Taken).into());
        }
    }
    Ok(prices.to_vec())
}

pub(super) fn timed(timed: Option<Timed>) -> Result<Option<Timed>, Refusal> {
    if let Some(timed) = timed {
        within(Field::Timed, &timed.per_min, &1, &MINUTES_MAX)?;
        within(Field::Timed, &timed.step_min, &1, &MINUTES_MAX)?;
    }
    Ok(timed)
}

/// What the client pays by, if that is still in use.
pub(super) fn level_of(reads: &impl Reads, client: Option<ClientId>) -> Step<Option<PriceLevel>> {
    let client = match client {
        Some(id) => reads.get::<Client>(&id)?,
        None => None,
    };
    let Some(level) = client.and_then(|it| it.price_level) else {
        return Ok(None);
    };
    Ok(rules(reads)?.level(level).cloned())
}

/// What a line's item costs by the list today; `None` where that is asked for.
fn listed(tx: &Tx, item: Item, buying: &Buying) -> Step<Option<Priced>> {
    Ok(match item {
        Item::Service(id) => price::of_service(&need(tx, id)?, buying),
        Item::Product(id) => price::of_product(&need(tx, id)?, buying),
        _ => None,
    })
}

fn set(line: &mut TicketLine, priced: Priced) {
    line.unit_price = priced.unit;
    line.list_price = priced.list;
    line.price_reason = priced.reason;
    line.minutes = priced.minutes;
}

fn buying<'a>(line: &TicketLine, level: Option<&'a PriceLevel>) -> Buying<'a> {
    Buying {
        level,
        staff: line.staff,
        minutes: line.minutes,
    }
}

/// Gives lines at a price of the list the one of this level and of their therapists:
/// all of them for another client, the one named for another therapist. Where the
/// reason of the price stays, so does the price, whatever the list says by now. Says
/// which cost something else than before.
pub(super) fn follow(
    tx: &Tx,
    lines: &mut [TicketLine],
    level: Option<&PriceLevel>,
    moved: Option<u32>,
) -> Step<Vec<Repriced>> {
    let mut repriced = Vec::new();
    for line in lines {
        let is_meant = moved.is_none_or(|number| number == line.number);
        if !is_meant || !line.price_reason.follows_the_list() || line.drawn.is_some() {
            continue;
        }
        let Some(priced) = listed(tx, line.item, &buying(line, level))? else {
            continue;
        };
        let is_own = moved.is_some() && priced.reason == PriceReason::Person;
        if priced.reason == line.price_reason && !is_own {
            continue;
        }
        let was = line.unit_price;
        set(line, priced);
        if line.unit_price != was {
            repriced.push(Repriced {
                line: line.number,
                name: line.name.clone(),
                was,
                now: line.unit_price,
            });
        }
    }
    Ok(repriced)
}

pub(super) fn with(outcome: Outcome, changed: Vec<Repriced>) -> Outcome {
    match outcome {
        Outcome::TicketChanged {
            ticket,
            line,
            total,
            warning,
            dated,
            ..
        } => Outcome::TicketChanged {
            ticket,
            line,
            total,
            warning,
            dated,
            repriced: changed,
        },
        other => other,
    }
}

pub(super) fn change(tx: &mut Tx, cx: &Context, change: &PriceChange) -> Step<Outcome> {
    let mut ticket = need_open(tx, cx)?;
    let level = level_of(tx, ticket.client)?;
    let number = change.line;
    let mut lines = ticket.lines.iter_mut();
    let Some(line) = lines.find(|it| it.number == number) else {
        return Err(Refusal::NoSuchLine { line: number }.into());
    };
    if !line.item.is_listed() || line.drawn.is_some() {
        return Err(Refusal::PriceFixed {
            name: line.name.clone(),
        }
        .into());
    }
    if let Some(minutes) = change.minutes {
        within(Field::Minutes, &minutes, &1, &MINUTES_MAX)?;
    }
    let found = listed(
        tx,
        line.item,
        &Buying {
            minutes: change.minutes.or(line.minutes),
            ..buying(line, level.as_ref())
        },
    )?;
    if change.minutes.is_some() && found.as_ref().is_none_or(|it| it.minutes.is_none()) {
        return Err(Refusal::NotTimed {
            name: line.name.clone(),
        }
        .into());
    }
    match (change.price, found) {
        (Some(wanted), found) => {
            amount(Field::Price, wanted)?;
            let reason = required(Field::Reason, &change.reason, REASON_MAX)?;
            if let Some(found) = found
                && line.price_reason != PriceReason::Label
            {
                line.list_price = found.list;
                line.minutes = found.minutes;
            }
            line.unit_price = wanted;
            line.price_reason = PriceReason::Changed(reason);
        }
        // What the label said is not on the list.
        (None, Some(_)) if line.price_reason == PriceReason::Label => {
            return Err(Refusal::PriceFixed {
                name: line.name.clone(),
            }
            .into());
        }
        (None, Some(found)) => match line.price_reason {
            PriceReason::Changed(_) if found.list != line.list_price => {
                line.unit_price = line.list_price;
                line.price_reason = PriceReason::Listed;
            }
            _ => set(line, found),
        },
        (None, None) => {
            return Err(Refusal::PriceNeeded {
                name: line.name.clone(),
            }
            .into());
        }
    }
    keep(tx, cx, &ticket, Some(number), None)
}
