//! A day of the book.

use std::{cmp::Ordering, collections::HashSet};

use chrono::NaiveDate;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{self as query, Answered, names};
use crate::{
    domain::{
        booking::Appointment,
        client::Client,
        ids::StaffId,
        rota::RotaDay,
        settings::Settings,
        staff::{Shift, Staff, StaffRole},
        time::{Span, WallTime},
    },
    store::{Reads, StoreError, record::Lookup},
};

const DAY_MIN: u16 = 24 * 60;

/// One therapist's column of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayColumn {
    pub staff: StaffId,
    pub name: String,
    pub short: String,
    /// When the therapist works, as the clock shows it.
    pub shifts: Vec<Shift>,
    /// The same, as instants.
    #[serde(skip)]
    pub works: Vec<Span>,
}

/// An appointment with the names that the grid shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayBlock {
    pub appointment: Appointment,
    /// Empty for a walk-in without a name.
    pub client: String,
    /// The client's alert; empty if none.
    pub alert: String,
    pub service: String,
    pub room: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DaySheet {
    pub date: NaiveDate,
    pub opens_minute: u16,
    pub closes_minute: u16,
    /// When the house is open, as instants.
    #[serde(skip)]
    pub house: Vec<Span>,
    pub columns: Vec<DayColumn>,
    /// In order of start; those that no longer hold time included.
    pub blocks: Vec<DayBlock>,
}

/// The therapists who are in use or have something on that day, and all that is
/// on it: what begins on its date, what of the evening before goes on into its hours,
/// and what of the small hours after it falls into them.
///
/// # Errors
///
/// When the store cannot be read.
pub fn day(reads: &impl Reads, settings: &Settings, date: NaiveDate) -> Answered<DaySheet> {
    let all = reads.all::<Staff>()?;
    let rota = query::rota(reads, date)?;
    let today = rota.day(date, settings.time_zone);
    let (opens, closes) = hours(settings, &today, &all);
    let mut blocks = blocks(reads, date)?;
    if closes > DAY_MIN
        && let Some(next) = date.succ_opt()
    {
        let known: HashSet<_> = blocks.iter().map(|it| it.appointment.id).collect();
        let late = self::blocks(reads, next)?.into_iter();
        blocks.extend(late.filter(|it| !known.contains(&it.appointment.id)));
        blocks.sort_by_key(|it| (it.appointment.starts_at, it.appointment.id));
    }
    blocks.retain(|it| is_on(&it.appointment, date, opens, closes));
    let has_block = |staff: &Staff| {
        blocks.iter().any(|block| {
            let segments = &block.appointment.segments;
            segments.iter().any(|it| it.staff.contains(&staff.id))
        })
    };
    let columns: Vec<DayColumn> = all
        .into_iter()
        .filter(|it| (it.active && it.role == StaffRole::Therapist) || has_block(it))
        .map(|it| DayColumn {
            staff: it.id,
            shifts: today.shifts(&it),
            works: today.works(&it),
            short: names::short_or_name(it.short, it.name.clone()),
            name: it.name,
        })
        .collect();
    let house = house_hours(settings, &today);
    let usual = Shift {
        start_minute: settings.opens_minute,
        end_minute: settings.closes_minute,
    };
    let (opens_minute, closes_minute) = shown(house, date, &columns, &blocks);
    Ok(DaySheet {
        date,
        opens_minute,
        closes_minute,
        house: today.house(usual),
        columns,
        blocks,
    })
}

/// From when to when the house or anybody works on a day, in its minutes.
pub fn hours(settings: &Settings, day: &RotaDay, staff: &[Staff]) -> (u16, u16) {
    let house = house_hours(settings, day);
    let active = staff.iter().filter(|it| it.active);
    active
        .flat_map(|it| day.shifts(it))
        .fold(house, |(opens, closes), it| {
            (opens.min(it.start_minute), closes.max(it.end_minute))
        })
}

/// From when to when the page of a day goes if nobody works longer: the house's hours of
/// that day, or its usual ones.
fn house_hours(settings: &Settings, day: &RotaDay) -> (u16, u16) {
    let own = day.hours_set();
    let opens = own.iter().map(|it| it.start_minute).min();
    let closes = own.iter().map(|it| it.end_minute).max();
    opens
        .zip(closes)
        .unwrap_or((settings.opens_minute, settings.closes_minute))
}

/// Whether an appointment is on the page of a day, on which work begins at `opens` and
/// ends at `closes`.
fn is_on(it: &Appointment, date: NaiveDate, opens: u16, closes: u16) -> bool {
    let midnight = WallTime::new(date, 0).naive();
    let begins = (it.start().naive() - midnight).num_minutes();
    match it.start().date.cmp(&date) {
        Ordering::Less => begins + i64::from(it.minutes()) > i64::from(opens),
        Ordering::Equal => true,
        Ordering::Greater => begins < i64::from(closes),
    }
}

/// All that lies on a day, by start; from the evening before too.
pub(super) fn blocks(reads: &impl Reads, date: NaiveDate) -> Result<Vec<DayBlock>, StoreError> {
    let mut appointments = reads.find::<Appointment>(&Lookup::AppointmentOn(date))?;
    appointments.sort_by_key(|it| (it.starts_at, it.id));
    appointments
        .into_iter()
        .map(|it| block(reads, it))
        .collect()
}

pub(super) fn block(reads: &impl Reads, appointment: Appointment) -> Result<DayBlock, StoreError> {
    let client = match appointment.client {
        Some(id) => reads.get::<Client>(&id)?,
        None => None,
    };
    let (client, alert) = client.map_or_else(Default::default, |it| (it.name, it.alert));
    Ok(DayBlock {
        client,
        alert,
        service: names::service(reads, appointment.service)?,
        room: names::room_short(reads, appointment.room())?,
        appointment,
    })
}

/// The house's hours, stretched over every shift and block of the day.
fn shown(
    house: (u16, u16),
    date: NaiveDate,
    columns: &[DayColumn],
    blocks: &[DayBlock],
) -> (u16, u16) {
    let midnight = WallTime::new(date, 0).naive();
    let minute = |wall: WallTime| {
        let minutes = (wall.naive() - midnight).num_minutes().max(0);
        u16::try_from(minutes).unwrap_or(u16::MAX)
    };
    let shifts = columns.iter().flat_map(|it| &it.shifts);
    let starts = shifts.clone().map(|it| it.start_minute);
    let ends = shifts.map(|it| it.end_minute);
    let held = blocks
        .iter()
        .map(|it| &it.appointment)
        .filter(|it| it.status.holds_time());
    let block_starts = held.clone().map(|it| minute(it.start()));
    let block_ends = held.map(|it| minute(it.start().plus(i64::from(it.minutes()))));
    let opens = starts.chain(block_starts).chain([house.0]);
    let closes = ends.chain(block_ends).chain([house.1]);
    (
        opens.min().unwrap_or(house.0),
        closes.max().unwrap_or(house.1),
    )
}
