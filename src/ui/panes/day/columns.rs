//! Whose columns a day has: the therapists', the rooms' or the equipment's; and which days the columns
//! of one of them are of.

use chrono::{NaiveDate, NaiveDateTime, Weekday};
use chrono_tz::Tz;

use super::{
    clock::DayClock,
    grid::{Column, Holder, Page, minute_of_day},
};
use crate::{
    domain::{equipment::Equipment, room::Room, staff::Shift, time::Span},
    ops::query::DaySheet,
};

/// What the grid has a column for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    Therapist,
    Room,
    Equipment,
}

impl By {
    /// What comes next as they are gone through; equipment only where there is some.
    #[must_use]
    pub fn next(self, has_equipment: bool) -> Self {
        match self {
            Self::Therapist => Self::Room,
            Self::Room if has_equipment => Self::Equipment,
            Self::Room | Self::Equipment => Self::Therapist,
        }
    }
}

/// How many days are seen at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Days {
    /// One, with a column for each therapist or room.
    #[default]
    One,
    /// Of one therapist or room, a column for each day.
    Three,
    /// From Monday to Sunday.
    Week,
}

impl Days {
    /// The dates of the page that a date is on.
    pub fn dates(self, date: NaiveDate) -> Vec<NaiveDate> {
        let (first, n_days) = match self {
            Self::One => (date, 1),
            Self::Three => (date, 3),
            Self::Week => (date.week(Weekday::Mon).first_day(), 7),
        };
        let dates = (0..n_days).map_while(|nth| first.checked_add_days(chrono::Days::new(nth)));
        dates.collect()
    }
}

/// The rooms and equipment of a house, and its clock.
#[derive(Clone, Copy)]
pub struct House<'a> {
    pub rooms: &'a [Room],
    pub equipment: &'a [Equipment],
    pub zone: Tz,
}

/// All therapists, rooms or pieces of equipment of a day.
pub fn columns(page: &Page, by: By, house: House, nobody: &str) -> Vec<Column> {
    let Page { sheet, clock } = page;
    let (mut columns, rest) = match by {
        By::Therapist => (therapists(sheet, clock), Holder::NoStaff),
        By::Room => (rooms(sheet, house, clock), Holder::NoRoom),
        // Most appointments need none of it.
        By::Equipment => return equipment(sheet, house, clock),
    };
    // Nothing that holds time is hidden.
    let mut holding = sheet
        .blocks
        .iter()
        .filter(|it| it.appointment.status.holds_time());
    if holding.any(|it| rest.is_of(&it.appointment)) {
        columns.push(Column {
            holder: rest,
            page: 0,
            short: nobody.to_owned(),
            name: nobody.to_owned(),
            duty: Vec::new(),
        });
    }
    columns
}

/// Those who neither work that day nor have anything on it are left out, unless that
/// is everybody.
fn therapists(sheet: &DaySheet, clock: &DayClock) -> Vec<Column> {
    let all: Vec<Column> = sheet
        .columns
        .iter()
        .map(|it| Column {
            holder: Holder::Staff(it.staff),
            page: 0,
            name: it.name.clone(),
            short: it.short.clone(),
            duty: works(&it.works, clock),
        })
        .collect();
    let is_present = |it: &&Column| !it.duty.is_empty() || has_any(sheet, it.holder);
    let present: Vec<Column> = all.iter().filter(is_present).cloned().collect();
    if present.is_empty() { all } else { present }
}

/// Those in use, and those that are not but have something on the day.
fn rooms(sheet: &DaySheet, house: House, clock: &DayClock) -> Vec<Column> {
    house
        .rooms
        .iter()
        .filter(|room| room.active || has_any(sheet, Holder::Room(room.id)))
        .map(|room| Column {
            holder: Holder::Room(room.id),
            page: 0,
            name: room.name.clone(),
            short: room.short.clone(),
            duty: house_duty(room.active, sheet, clock),
        })
        .collect()
}

/// As rooms. Of several pieces those in use at once stand side by side.
fn equipment(sheet: &DaySheet, house: House, clock: &DayClock) -> Vec<Column> {
    house
        .equipment
        .iter()
        .filter(|it| it.active || has_any(sheet, Holder::Equipment(it.id)))
        .map(|it| Column {
            holder: Holder::Equipment(it.id),
            page: 0,
            name: it.name.clone(),
            short: it.short.clone(),
            duty: house_duty(it.active, sheet, clock),
        })
        .collect()
}

/// What is in use can be booked while the house is open.
fn house_duty(in_use: bool, sheet: &DaySheet, clock: &DayClock) -> Vec<Shift> {
    if in_use {
        works(&sheet.house, clock)
    } else {
        Vec::new()
    }
}

/// A column for each day of one therapist or room, under the names of the days.
pub fn days_of(
    holder: Holder,
    pages: &[Page],
    house: House,
    names: impl Fn(NaiveDate) -> (String, String),
) -> Vec<Column> {
    let column = |(page, Page { sheet, clock }): (usize, &Page)| {
        let (name, short) = names(sheet.date);
        let duty = match holder {
            Holder::Staff(staff) => {
                let own = sheet.columns.iter().find(|it| it.staff == staff);
                own.map_or_else(Vec::new, |it| works(&it.works, clock))
            }
            Holder::Room(room) => {
                let own = house.rooms.iter().find(|it| it.id == room);
                own.map_or_else(Vec::new, |it| house_duty(it.active, sheet, clock))
            }
            Holder::Equipment(id) => {
                let own = house.equipment.iter().find(|it| it.id == id);
                own.map_or_else(Vec::new, |it| house_duty(it.active, sheet, clock))
            }
            Holder::NoStaff | Holder::NoRoom => Vec::new(),
        };
        Column {
            holder,
            page,
            name,
            short,
            duty,
        }
    };
    pages.iter().enumerate().map(column).collect()
}

fn has_any(sheet: &DaySheet, holder: Holder) -> bool {
    let mut blocks = sheet.blocks.iter();
    blocks.any(|it| holder.is_of(&it.appointment))
}

/// Instants as minutes of the grid.
fn works(spans: &[Span], clock: &DayClock) -> Vec<Shift> {
    let minute = |at: NaiveDateTime| minute_of_day(clock.minute_at(at.and_utc()));
    let shifts = spans.iter().map(|it| Shift {
        start_minute: minute(it.start),
        end_minute: minute(it.end),
    });
    shifts.collect()
}
