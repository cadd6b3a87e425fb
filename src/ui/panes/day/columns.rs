//! Whose columns a day has: the therapists' or the rooms'.

use chrono_tz::Tz;

use super::{
    clock::DayClock,
    grid::{Column, Holder, minute_of_day},
};
use crate::{
    domain::{room::Room, staff::Shift, time::WallTime},
    ops::query::DaySheet,
};

/// What the grid has a column for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    Therapist,
    Room,
}

/// The rooms of a house and when it is open.
#[derive(Clone, Copy)]
pub struct House<'a> {
    pub rooms: &'a [Room],
    pub hours: Shift,
    pub zone: Tz,
}

pub fn columns(sheet: &DaySheet, by: By, house: House, nobody: &str) -> Vec<Column> {
    let clock = DayClock::new(sheet.date, house.zone);
    let (mut columns, rest) = match by {
        By::Therapist => (therapists(sheet, &clock), Holder::NoStaff),
        By::Room => (rooms(sheet, house, &clock), Holder::NoRoom),
    };
    // Nothing that holds time is hidden.
    let mut holding = sheet
        .blocks
        .iter()
        .filter(|it| it.appointment.status.holds_time());
    if holding.any(|it| rest.has(it)) {
        columns.push(Column {
            holder: rest,
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
            name: it.name.clone(),
            short: it.short.clone(),
            duty: duty(&it.shifts, sheet, clock),
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
            name: room.name.clone(),
            short: room.short.clone(),
            duty: if room.active {
                duty(&[house.hours], sheet, clock)
            } else {
                Vec::new()
            },
        })
        .collect()
}

fn has_any(sheet: &DaySheet, holder: Holder) -> bool {
    let mut blocks = sheet.blocks.iter();
    blocks.any(|it| holder.has(it))
}

/// Hours of the wall clock as minutes of the grid.
fn duty(shifts: &[Shift], sheet: &DaySheet, clock: &DayClock) -> Vec<Shift> {
    let wall = |minute| WallTime::new(sheet.date, minute);
    let mut duty: Vec<Shift> = shifts
        .iter()
        .map(|it| Shift {
            start_minute: minute_of_day(clock.minute(wall(it.start_minute))),
            end_minute: minute_of_day(clock.end_minute(wall(it.end_minute))),
        })
        .filter(|it| it.start_minute < it.end_minute)
        .collect();
    duty.sort_by_key(|it| it.start_minute);
    duty
}
