//! Who works when over a week, and the appointments that cannot take place as they
//! stand.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answered, names, planned::answered, rota};
use crate::{
    domain::{
        booking::{Appointment, Ask, Clash, House, Limits, nearest},
        catalog::Service,
        ids::{AppointmentId, ClientId, StaffId},
        rota::{Absence, HouseHours, RotaDay, ShiftPattern, monday},
        settings::Settings,
        staff::{Shift, Staff},
        time::{self, WallTime},
    },
    ops::{
        clash::{Premises, guests},
        halt::Step,
        hours::{self, Put},
        refusal::{ClashReport, OfferReport},
        request::{HoursChange, StaffDraft},
    },
    store::{Reads, record::Lookup},
};

const OFFERS_MAX: usize = 4;
/// Offers nearer than this to each other are no choice.
const OFFERS_APART_MIN: u16 = 15;
/// So many appointments are told with other times that would do; of more than these
/// nobody reads a list.
const OFFERED_MAX: usize = 12;
const WEEK_DAYS: usize = 7;

/// An appointment that cannot take place as it stands, or could not after a change of
/// hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hit {
    pub appointment: AppointmentId,
    pub start: WallTime,
    pub minutes: u16,
    pub client: Option<ClientId>,
    /// Empty for a walk-in without a name.
    pub client_name: String,
    pub service: String,
    pub staff: Option<StaffId>,
    pub staff_name: String,
    pub clash: Option<ClashReport>,
    /// Times and therapists that would do, the nearest first; of the first ones only.
    pub offers: Vec<OfferReport>,
}

/// What a change of hours would leave outside of them.
///
/// # Errors
///
/// What cannot be so, and when the store cannot be read.
pub fn hits(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    change: &HoursChange,
) -> Answered<Vec<Hit>> {
    let puts = answered(hours::puts(reads, settings, now, change))?;
    answered(hits_of(reads, settings, now, &puts))
}

/// The same of a change of a person's card; of somebody new nothing.
///
/// # Errors
///
/// When the store cannot be read.
pub fn hits_of_person(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    draft: &StaffDraft,
) -> Answered<Vec<Hit>> {
    let old = match draft.id {
        Some(id) => reads.get::<Staff>(&id)?,
        None => None,
    };
    let Some(old) = old else {
        return Ok(Vec::new());
    };
    let put = Put::Person(Staff {
        week: draft.week.clone(),
        group: answered(hours::group(reads, &draft.group))?,
        pattern: draft.pattern,
        active: draft.active,
        ..old
    });
    answered(hits_of(reads, settings, now, &[put]))
}

/// Appointments to come that lie outside the hours of the house or of whoever gives
/// them, or in a room that is out of order. One that somebody booked so on purpose is
/// left out, unless it is a closing, an absence or the room that is in its way.
///
/// # Errors
///
/// When the store cannot be read.
pub fn stranded(reads: &impl Reads, settings: &Settings, now: DateTime<Utc>) -> Answered<Vec<Hit>> {
    let outside = answered(outside_with(reads, settings, now, None))?;
    let today = time::wall(now, settings.time_zone).date;
    let premises = Premises::of(reads, today, None)?;
    answered(told(reads, settings, now, &premises, outside))
}

/// Of all, or of these.
fn outside_with(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    visits: Option<Vec<Appointment>>,
) -> Step<Vec<(Appointment, Clash)>> {
    let today = time::wall(now, settings.time_zone).date;
    let first = today.pred_opt().unwrap_or(today);
    let mut visits = match visits {
        Some(visits) => visits,
        None => hours::to_come(reads, now, first, None)?,
    };
    visits.retain(|it| is_to_come(it, now));
    visits.sort_by_key(|it| (it.starts_at, it.id));
    let premises = Premises::of(reads, first, None)?;
    let mut outside = hours::outside(&premises, settings, now, &visits);
    outside.retain(|(visit, clash)| is_unnoticed(visit, clash));
    Ok(outside)
}

/// Whether somebody must look at it.
fn is_unnoticed(visit: &Appointment, clash: &Clash) -> bool {
    let is_for_a_while = matches!(
        clash,
        Clash::HouseClosed { .. } | Clash::StaffAway { .. } | Clash::RoomOutOfOrder { .. }
    );
    visit.overridden.is_none() || is_for_a_while
}

/// Whether it is not over and is still to take place.
pub(in crate::ops) fn is_to_come(visit: &Appointment, now: DateTime<Utc>) -> bool {
    let ends_at = visit.starts_at + Duration::minutes(visit.minutes().into());
    visit.status.holds_time() && !visit.status.is_final() && ends_at > now
}

/// Which of all, or of these, are to come and cannot take place as they stand.
pub(super) fn outside_now(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    visits: Option<Vec<Appointment>>,
) -> Answered<Vec<Appointment>> {
    let found = answered(outside_with(reads, settings, now, visits))?;
    Ok(found.into_iter().map(|(visit, _)| visit).collect())
}

fn hits_of(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    puts: &[Put],
) -> Step<Vec<Hit>> {
    let found = hours::hit(reads, settings, now, puts)?;
    let today = time::wall(now, settings.time_zone).date;
    let premises = hours::after(Premises::of(reads, today, None)?, puts);
    told(reads, settings, now, &premises, found)
}

/// With names, and with what would do instead.
fn told(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    premises: &Premises,
    found: Vec<(Appointment, Clash)>,
) -> Step<Vec<Hit>> {
    let house = premises.house(settings.time_zone, now);
    let clients = found.iter().filter_map(|(visit, _)| visit.client);
    let guests = guests(reads, clients)?;
    let house = House {
        guests: &guests,
        ..house
    };
    let mut hits = Vec::with_capacity(found.len());
    for (nth, (visit, clash)) in found.into_iter().enumerate() {
        let service = reads.get::<Service>(&visit.service)?;
        let mut offers = Vec::new();
        if let Some(service) = service.as_ref().filter(|_| nth < OFFERED_MAX) {
            let is_there = |it: &StaffId| premises.staff.iter().any(|p| p.id == *it && p.active);
            let ask = Ask {
                service,
                staff: visit.staff().filter(is_there),
                client: visit.client,
                ignore: Some(visit.id),
                near: visit.start(),
                limits: Limits::default(),
            };
            let taken_on = |date| reads.find::<Appointment>(&Lookup::AppointmentOn(date));
            let near = nearest(&ask, house, OFFERS_MAX, OFFERS_APART_MIN, taken_on)?;
            offers = near.iter().map(|it| premises.offer(it)).collect();
        }
        hits.push(Hit {
            appointment: visit.id,
            start: visit.start(),
            minutes: visit.minutes(),
            client: visit.client,
            client_name: names::client(reads, visit.client)?,
            service: service.map(|it| it.name).unwrap_or_default(),
            staff: visit.staff(),
            staff_name: visit
                .staff()
                .map(|it| premises.staff_name(it))
                .unwrap_or_default(),
            clash: premises.report(reads, clash)?,
            offers,
        });
    }
    Ok(hits)
}

/// A week of the rota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RotaSheet {
    /// A Monday.
    pub first: NaiveDate,
    /// From Monday to Sunday: the hours of the house, if it sets any.
    pub house: Vec<Vec<Shift>>,
    /// From Monday to Sunday: what the house is closed for, some of the day or all.
    pub closed: Vec<Vec<String>>,
    pub people: Vec<RotaPerson>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RotaPerson {
    pub staff: StaffId,
    pub name: String,
    pub short: String,
    pub group: String,
    /// The name of the pattern that holds, own or the group's.
    pub pattern: Option<String>,
    /// From Monday to Sunday.
    pub days: Vec<RotaCell>,
}

/// One person on one date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RotaCell {
    /// Before anything comes off.
    pub planned: Vec<Shift>,
    /// What is worked of it, as the clock shows it.
    pub works: Vec<Shift>,
    /// Set for this date alone.
    pub is_own: bool,
    pub reason: String,
    /// What the person is away for, some of the day or all.
    pub away: Vec<String>,
}

/// The week that a date is in, with everybody in use.
///
/// # Errors
///
/// When the store cannot be read.
pub fn rota_week(reads: &impl Reads, settings: &Settings, date: NaiveDate) -> Answered<RotaSheet> {
    let first = monday(date);
    let rota = rota(reads, first)?;
    let dates: Vec<NaiveDate> = first.iter_days().take(WEEK_DAYS).collect();
    let days: Vec<_> = (dates.iter())
        .map(|it| rota.day(*it, settings.time_zone))
        .collect();
    let reasons = |absences: &[Absence], date: NaiveDate| -> Vec<String> {
        let on = absences.iter().filter(|it| it.is_on(date));
        on.map(|it| it.reason.clone()).collect()
    };
    let staff = reads.all::<Staff>()?;
    let people = staff.iter().filter(|it| it.active).map(|person| {
        let cell = |(date, day): (&NaiveDate, &RotaDay)| {
            let own = rota.day_hours(person.id, *date);
            RotaCell {
                planned: rota.planned(person, *date).to_vec(),
                works: day.shifts(person),
                is_own: own.is_some(),
                reason: own.map(|it| it.reason.clone()).unwrap_or_default(),
                away: reasons(rota.absences(Some(person.id)), *date),
            }
        };
        RotaPerson {
            staff: person.id,
            name: person.name.clone(),
            short: names::short_or_name(person.short.clone(), person.name.clone()),
            group: person.group.clone(),
            pattern: rota.pattern_of(person).map(|it| it.name.clone()),
            days: dates.iter().zip(&days).map(cell).collect(),
        }
    });
    Ok(RotaSheet {
        first,
        people: people.collect(),
        house: days.iter().map(|it| it.hours_set().to_vec()).collect(),
        closed: dates
            .iter()
            .map(|it| reasons(rota.absences(None), *it))
            .collect(),
    })
}

/// What is set of hours, besides single days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HoursSheet {
    pub house: HouseHours,
    pub patterns: Vec<ShiftPattern>,
    /// That are not over, the soonest first.
    pub absences: Vec<Absence>,
}

/// # Errors
///
/// When the store cannot be read.
pub fn hours_sheet(reads: &impl Reads, today: NaiveDate) -> Answered<HoursSheet> {
    let mut absences = reads.find_from::<Absence>(&Lookup::AbsenceUntil(today))?;
    absences.retain(|it| it.last_date() >= today);
    absences.sort_by_key(|it| (it.from, it.id));
    Ok(HoursSheet {
        house: reads.get::<HouseHours>(&())?.unwrap_or_default(),
        patterns: reads.all::<ShiftPattern>()?,
        absences,
    })
}
