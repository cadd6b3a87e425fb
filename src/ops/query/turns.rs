//! Whose turn it is, by the visits of the day that have begun.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::planned::Planner;
use crate::{
    domain::{
        booking::Appointment,
        catalog::Service,
        ids::{ServiceId, StaffId},
        settings::Settings,
        staff::StaffRole,
        time::{self, Span, WallTime},
        turns::{Ended, FloorRules, TurnList, half_turns},
    },
    ops::{book::taken_around, halt::Step},
    store::{Reads, StoreError, record::Lookup},
};

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TurnState {
    Free,
    /// With a client, or about to be.
    Busy {
        until: WallTime,
    },
    /// Not at work now.
    Away,
    /// Off the list.
    Off,
    /// Passed over this time.
    Skipped,
    /// Never was on it today.
    NotYet,
}

/// Somebody's place, or somebody who could have one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TurnRow {
    pub staff: StaffId,
    pub name: String,
    /// Half turns that they had today.
    pub halves: u32,
    pub state: TurnState,
    /// It is their turn, if they can do what is wanted.
    pub next: bool,
    pub at_work: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TurnSheet {
    pub date: NaiveDate,
    /// Of services; empty where there is one order for all.
    pub category: String,
    /// Those that have an order of their own.
    pub categories: Vec<String>,
    pub rows: Vec<TurnRow>,
}

/// # Errors
///
/// When the store cannot be read.
pub fn floor_rules(reads: &impl Reads) -> Result<FloorRules, StoreError> {
    Ok(reads.get::<FloorRules>(&())?.unwrap_or_default())
}

pub(in crate::ops) fn rules(reads: &impl Reads) -> Result<FloorRules, StoreError> {
    floor_rules(reads)
}

pub(in crate::ops) fn list(reads: &impl Reads, date: NaiveDate) -> Result<TurnList, StoreError> {
    let kept = reads.get::<TurnList>(&date)?;
    Ok(kept.unwrap_or_else(|| TurnList::new(date)))
}

/// Half turns of an order that were given on a day of trade.
pub(in crate::ops) fn given(
    reads: &impl Reads,
    settings: &Settings,
    date: NaiveDate,
    category: &str,
) -> Result<Vec<(StaffId, u32)>, StoreError> {
    let rules = floor_rules(reads)?;
    let mut all = Vec::new();
    let mut seen = Vec::new();
    for day in [Some(date), date.succ_opt()].into_iter().flatten() {
        for visit in reads.find::<Appointment>(&Lookup::AppointmentOn(day))? {
            let began = visit.started_at.unwrap_or(visit.starts_at);
            if seen.contains(&visit.id) || settings.business_date(began) != date {
                continue;
            }
            seen.push(visit.id);
            let Some(service) = reads.get::<Service>(&visit.service)? else {
                continue;
            };
            if !rules.by_category || rules.order_of(&service) == category {
                all.extend(half_turns(&rules, &visit, &service));
            }
        }
    }
    Ok(all)
}

/// How each order of the last day before ended.
pub(in crate::ops) fn ended(
    reads: &impl Reads,
    settings: &Settings,
    today: NaiveDate,
) -> Result<Vec<Ended>, StoreError> {
    let mut date = today.pred_opt();
    for _ in 0..DAYS_BACK_MAX {
        let Some(day) = date else { break };
        if let Some(list) = reads.get::<TurnList>(&day)? {
            let mut orders = categories(reads, &floor_rules(reads)?)?;
            if orders.is_empty() {
                orders.push(String::new());
            }
            let ended = orders.into_iter().map(|category| {
                let given = given(reads, settings, day, &category)?;
                let standings = list.standings(&category, &given).into_iter();
                let people = standings.map(|it| it.staff).collect();
                Ok(Ended { category, people })
            });
            return ended.collect();
        }
        date = day.pred_opt();
    }
    Ok(Vec::new())
}

/// A house that was closed for longer begins anew.
const DAYS_BACK_MAX: usize = 31;

/// Those on the list in the order in which they are asked to serve; `None` where there is
/// no list today.
pub(in crate::ops) fn asked<R: Reads>(
    planner: &Planner<R>,
    service: ServiceId,
) -> Step<Option<Vec<StaffId>>> {
    let date = planner.settings.business_date(planner.now);
    let list = list(planner.reads, date)?;
    if list.people.is_empty() {
        return Ok(None);
    }
    let rules = floor_rules(planner.reads)?;
    let service = planner.reads.get::<Service>(&service)?;
    let category = service
        .as_ref()
        .map_or("", |it| rules.order_of(it))
        .to_owned();
    let given = given(planner.reads, planner.settings, date, &category)?;
    Ok(Some(TurnList::asked(&list.standings(&category, &given))))
}

pub(super) fn turns<R: Reads>(planner: &Planner<R>, category: &str) -> Step<TurnSheet> {
    let date = planner.settings.business_date(planner.now);
    let rules = floor_rules(planner.reads)?;
    let categories = categories(planner.reads, &rules)?;
    let known = categories.iter().find(|it| *it == category);
    let category = known.or(categories.first()).cloned().unwrap_or_default();
    let list = list(planner.reads, date)?;
    let given = given(planner.reads, planner.settings, date, &category)?;
    let standings = list.standings(&category, &given);
    let today = planner.today();
    let taken = taken_around(planner.reads, today)?;
    let zone = planner.settings.time_zone;
    let house = planner.house();
    let working: Vec<(StaffId, Vec<Span>)> = (house.rota)
        .around(house.staff, today, zone)
        .map(|(it, shifts)| (it.id, shifts))
        .collect();
    let is_at_work = |staff: StaffId| {
        let now = planner.now.naive_utc();
        let own = working.iter().filter(|it| it.0 == staff);
        own.flat_map(|it| &it.1)
            .any(|it| it.start <= now && now < it.end)
    };
    let busy = |staff: StaffId| busy_until(planner.now, zone, &taken, staff);
    let next = TurnList::next(&standings, |it| is_at_work(it) && busy(it).is_none());
    let mut rows = Vec::new();
    for it in &standings {
        let state = match busy(it.staff) {
            _ if it.off => TurnState::Off,
            Some(until) => TurnState::Busy { until },
            None if !is_at_work(it.staff) => TurnState::Away,
            None if it.skipped => TurnState::Skipped,
            None => TurnState::Free,
        };
        rows.push(TurnRow {
            staff: it.staff,
            name: planner.premises.staff_name(it.staff),
            halves: it.had,
            state,
            next: next == Some(it.staff),
            at_work: is_at_work(it.staff),
        });
    }
    for staff in &planner.premises.staff {
        let is_therapist = staff.active && staff.role == StaffRole::Therapist;
        if is_therapist && !list.has(staff.id) {
            rows.push(TurnRow {
                staff: staff.id,
                name: staff.name.clone(),
                halves: given
                    .iter()
                    .filter(|it| it.0 == staff.id)
                    .map(|it| it.1)
                    .sum(),
                state: TurnState::NotYet,
                next: false,
                at_work: is_at_work(staff.id),
            });
        }
    }
    Ok(TurnSheet {
        date,
        category,
        categories,
        rows,
    })
}

fn categories(reads: &impl Reads, rules: &FloorRules) -> Result<Vec<String>, StoreError> {
    if !rules.by_category {
        return Ok(Vec::new());
    }
    let services = reads.all::<Service>()?;
    let mut all: Vec<String> = services
        .into_iter()
        .filter(|it| it.active)
        .map(|it| it.category)
        .collect();
    all.sort();
    all.dedup();
    Ok(all)
}

/// Until when somebody is held by a visit that has not ended.
fn busy_until(
    now: DateTime<Utc>,
    zone: chrono_tz::Tz,
    taken: &[Appointment],
    staff: StaffId,
) -> Option<WallTime> {
    let held = taken
        .iter()
        .filter(|it| it.status.holds_time() && !it.status.is_final());
    let parts = held.flat_map(|it| &it.segments);
    let own = parts.filter(|it| it.staff.contains(&staff));
    let ends = own.filter_map(|it| {
        let start = time::instant_of(it.start, zone)?;
        let end = start + chrono::Duration::minutes(it.minutes.into());
        (start <= now && now < end).then_some(end)
    });
    ends.max().map(|end| time::wall(end, zone))
}
