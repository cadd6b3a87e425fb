//! Where the appointments of a day, or of some days side by side, stand: columns, rows
//! and lanes, in numbers only.

use std::collections::BTreeSet;

use super::clock::DayClock;
use crate::{
    domain::{
        booking::Appointment,
        ids::{AppointmentId, EquipmentId, RoomId, StaffId},
        staff::Shift,
        time::WallTime,
    },
    ops::query::{DayBlock, DaySheet},
};

/// The finest step on which something is put into the book.
pub const STEP_MIN: u16 = 5;

/// A day that is shown, and its clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub sheet: DaySheet,
    pub clock: DayClock,
}

/// One day, or some side by side, laid out. A row is `row_min` minutes high; what begins or ends inside a
/// row keeps its true minute. Minutes are those that really pass since the day began,
/// as [`DayClock`] counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    pub row_min: u16,
    /// The minute of the day at which the first row begins.
    pub first_minute: u16,
    pub n_rows: usize,
    pub columns: Vec<Column>,
    pub placed: Vec<Placed>,
}

/// Whom or what a column is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Staff(StaffId),
    Room(RoomId),
    Equipment(EquipmentId),
    /// For appointments that hold no therapist, or no room, at all.
    NoStaff,
    NoRoom,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub holder: Holder,
    /// The place of its day among the pages.
    pub page: usize,
    pub name: String,
    pub short: String,
    /// When it can be booked: hours of work, or the house's. In minutes of the grid.
    pub duty: Vec<Shift>,
}

impl Holder {
    /// Whether a segment of an appointment is its own.
    fn holds(self, it: &Appointment, nth: usize) -> bool {
        let segments = &it.segments;
        let Some(segment) = segments.get(nth) else {
            return false;
        };
        match self {
            Self::Staff(staff) => segment.staff.contains(&staff),
            Self::Room(room) => segment.rooms.contains(&room),
            Self::Equipment(id) => segment.equipment.contains(&id),
            Self::NoStaff => segments.iter().all(|it| it.staff.is_empty()),
            Self::NoRoom => segments.iter().all(|it| it.rooms.is_empty()),
        }
    }

    /// Whether any of an appointment is in the column.
    pub fn is_of(self, it: &Appointment) -> bool {
        (0..it.segments.len()).any(|nth| self.holds(it, nth))
    }
}

/// A stretch of an appointment in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub appointment: AppointmentId,
    /// Its place among the blocks of its column's page.
    pub block: usize,
    pub column: usize,
    /// Which of the appointment's segments it is.
    pub segment: usize,
    /// Minutes of the day, half-open.
    pub start: u16,
    pub end: u16,
    pub first_row: usize,
    /// At least 1. A last row that another stretch begins in is left to that one.
    pub n_rows: usize,
    /// Side by side with those that need the same row.
    pub lane: usize,
    pub n_lanes: usize,
}

impl Placed {
    pub fn end_row(&self) -> usize {
        self.first_row + self.n_rows
    }

    fn holds(&self, minute: u16) -> bool {
        (self.start..self.end).contains(&minute)
    }

    fn is_on_row(&self, row: usize) -> bool {
        (self.first_row..self.end_row()).contains(&row)
    }
}

impl Grid {
    pub fn new(pages: &[Page], columns: Vec<Column>, row_min: u16) -> Self {
        let row_min = row_min.max(1);
        let mut placed = stretches(pages, &columns);
        let duty = || columns.iter().flat_map(|it| &it.duty);
        let hours = pages.iter().map(hours);
        let (opens, closes) = hours
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .unwrap_or_default();
        let starts = placed.iter().map(|it| it.start);
        let ends = placed.iter().map(|it| it.end);
        let opens = starts
            .chain(duty().map(|it| it.start_minute))
            .fold(opens, u16::min);
        let closes = ends
            .chain(duty().map(|it| it.end_minute))
            .fold(closes, u16::max);
        let first_minute = opens / row_min * row_min;
        let n_rows = usize::from(closes.saturating_sub(first_minute).div_ceil(row_min));
        give_rows(&mut placed, first_minute, row_min);
        give_lanes(&mut placed);
        Self {
            row_min,
            first_minute,
            n_rows,
            columns,
            placed,
        }
    }

    /// The row that a minute is in; the nearest one when it is off the grid.
    pub fn row_of(&self, minute: u16) -> usize {
        let row = usize::from(minute.saturating_sub(self.first_minute) / self.row_min);
        row.min(self.n_rows.saturating_sub(1))
    }

    /// The minute at which a row begins.
    pub fn minute_of(&self, row: usize) -> u16 {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        self.first_minute
            .saturating_add(row.saturating_mul(self.row_min))
    }

    /// Whether a minute is on the grid.
    pub fn has_minute(&self, minute: i64) -> bool {
        let shown = i64::from(self.first_minute)..i64::from(self.minute_of(self.n_rows));
        shown.contains(&minute)
    }

    pub fn column_of(&self, holder: Holder) -> Option<usize> {
        self.columns.iter().position(|it| it.holder == holder)
    }

    /// What holds this minute in the column, lane by lane.
    pub fn at(&self, column: usize, minute: u16) -> Vec<&Placed> {
        let here = |it: &&Placed| it.column == column && it.holds(minute);
        let mut found: Vec<&Placed> = self.placed.iter().filter(here).collect();
        found.sort_by_key(|it| it.lane);
        found
    }

    /// What is drawn on a row of the column, lane by lane.
    pub fn on_row(&self, column: usize, row: usize) -> Vec<&Placed> {
        let here = |it: &&Placed| it.column == column && it.is_on_row(row);
        let mut found: Vec<&Placed> = self.placed.iter().filter(here).collect();
        found.sort_by_key(|it| it.lane);
        found
    }

    pub fn works(&self, column: usize, minute: u16) -> bool {
        let works = |it: &Shift| (it.start_minute..it.end_minute).contains(&minute);
        self.columns
            .get(column)
            .is_some_and(|it| it.duty.iter().any(works))
    }

    /// Until when the column is free and on duty from this minute on; `None` when not
    /// free.
    pub fn free_until(&self, column: usize, minute: u16) -> Option<u16> {
        let duty = &self.columns.get(column)?.duty;
        let shift = duty
            .iter()
            .find(|it| (it.start_minute..it.end_minute).contains(&minute))?;
        let here = || self.placed.iter().filter(|it| it.column == column);
        if here().any(|it| it.holds(minute)) {
            return None;
        }
        let next = here().map(|it| it.start).filter(|start| *start > minute);
        Some(next.fold(shift.end_minute, u16::min))
    }

    /// The minutes at which the cursor stops in a column: each row; on a row in which
    /// something begins only that; and where something ends inside a row.
    pub fn stops(&self, column: usize) -> Vec<u16> {
        let mut stops = BTreeSet::new();
        let here: Vec<&Placed> = self
            .placed
            .iter()
            .filter(|it| it.column == column)
            .collect();
        let here = || here.iter().copied();
        for row in 0..self.n_rows {
            let begin = here().filter(|it| it.first_row == row).map(|it| it.start);
            let n_before = stops.len();
            stops.extend(begin);
            if stops.len() == n_before {
                stops.insert(self.minute_of(row));
                stops.extend(self.ends_within(row, here()));
            }
        }
        stops.into_iter().collect()
    }

    /// The minutes at which a moved appointment stops: each row, and the ends of the
    /// others.
    pub fn drop_stops(&self, column: usize, moved: AppointmentId) -> Vec<u16> {
        let others = || {
            self.placed
                .iter()
                .filter(|it| it.column == column && it.appointment != moved)
        };
        let mut stops = BTreeSet::new();
        for row in 0..self.n_rows {
            stops.insert(self.minute_of(row));
            stops.extend(self.ends_within(row, others()));
        }
        stops.into_iter().collect()
    }

    /// The next stretch to begin in a column after a minute, or the last before it.
    pub fn neighbour(&self, column: usize, minute: u16, lane: usize, by: isize) -> Option<&Placed> {
        let here = || self.placed.iter().filter(|it| it.column == column);
        let place = |it: &&Placed| (it.start, it.lane);
        if by > 0 {
            let after = |it: &&Placed| (it.start, it.lane) > (minute, lane);
            return here().filter(after).min_by_key(place);
        }
        let before = |it: &&Placed| (it.start, it.lane) < (minute, lane);
        here().filter(before).max_by_key(place)
    }

    /// Where the next free stretch of at least `minutes` begins: not before `from`, and
    /// not the one that `minute` is in. On the finest step where it is cut by `from`.
    pub fn next_free(&self, column: usize, minute: u16, from: u16, minutes: u16) -> Option<u16> {
        let duty = &self.columns.get(column)?.duty;
        let here = || self.placed.iter().filter(|it| it.column == column);
        let passed = self.free_until(column, minute).filter(|_| minute >= from);
        let from = from.max(passed.unwrap_or(minute));
        let from = from.next_multiple_of(STEP_MIN);
        let starts = duty
            .iter()
            .map(|it| it.start_minute)
            .chain(here().map(|it| it.end))
            .map(|start| start.max(from));
        let long_enough = |start: &u16| {
            self.free_until(column, *start)
                .is_some_and(|until| until - start >= minutes)
        };
        starts.filter(long_enough).min()
    }

    /// How much of a column's duty is booked, in percent, rounded down: only a full one
    /// is 100. What is booked off duty does not count, and what stands side by side
    /// counts once. `None` where there is no duty.
    pub fn load(&self, column: usize) -> Option<u16> {
        let duty = &self.columns.get(column)?.duty;
        let n_duty: u32 = duty
            .iter()
            .map(|it| u32::from(it.end_minute.saturating_sub(it.start_minute)))
            .sum();
        let here = || self.placed.iter().filter(|it| it.column == column);
        let mut n_booked = 0;
        for shift in duty {
            let mut counted = shift.start_minute;
            // In order of start.
            for it in here() {
                let (start, end) = (it.start.max(counted), it.end.min(shift.end_minute));
                n_booked += u32::from(end.saturating_sub(start));
                counted = counted.max(end);
            }
        }
        u16::try_from((n_booked * 100).checked_div(n_duty)?).ok()
    }

    /// Whether the column is off between two stretches of its duty: a break.
    pub fn is_break(&self, column: usize, minute: u16) -> bool {
        let Some(it) = self.columns.get(column) else {
            return false;
        };
        !self.works(column, minute)
            && it.duty.iter().any(|it| it.end_minute <= minute)
            && it.duty.iter().any(|it| minute < it.start_minute)
    }

    fn ends_within<'a>(&self, row: usize, these: impl Iterator<Item = &'a Placed>) -> Vec<u16> {
        let (from, to) = (self.minute_of(row), self.minute_of(row + 1));
        these
            .map(|it| it.end)
            .filter(|end| from < *end && *end < to)
            .collect()
    }
}

/// What began the day before begins at 0.
pub(super) fn minute_of_day(minute: i64) -> u16 {
    u16::try_from(minute.max(0)).unwrap_or(u16::MAX)
}

/// From when to when a page is open, in minutes of the grid.
fn hours(page: &Page) -> (u16, u16) {
    let Page { sheet, clock } = page;
    let opens = clock.minute(WallTime::new(sheet.date, sheet.opens_minute));
    let closes = clock.end_minute(WallTime::new(sheet.date, sheet.closes_minute));
    (minute_of_day(opens), minute_of_day(closes))
}

fn stretches(pages: &[Page], columns: &[Column]) -> Vec<Placed> {
    let mut placed = Vec::new();
    for (nth, page) in pages.iter().enumerate() {
        let mut of_page = Vec::new();
        for (column, it) in columns.iter().enumerate() {
            of_page.extend((it.page == nth).then_some((column, it.holder)));
        }
        for (block, it) in page.sheet.blocks.iter().enumerate() {
            if it.appointment.status.holds_time() {
                stretches_of(it, block, &of_page, &page.clock, &mut placed);
            }
        }
    }
    placed.sort_by_key(|it| (it.column, it.start, it.end, it.block));
    placed
}

fn stretches_of(
    it: &DayBlock,
    block: usize,
    columns: &[(usize, Holder)],
    clock: &DayClock,
    into: &mut Vec<Placed>,
) {
    let mut ends = clock.minute_at(it.appointment.starts_at);
    for (nth, segment) in it.appointment.segments.iter().enumerate() {
        let begins = ends;
        ends += i64::from(segment.minutes);
        let (start, end) = (minute_of_day(begins), minute_of_day(ends));
        let held = columns
            .iter()
            .filter(|(_, holder)| holder.holds(&it.appointment, nth));
        into.extend(held.filter(|_| start < end).map(|(column, _)| Placed {
            appointment: it.appointment.id,
            block,
            column: *column,
            segment: nth,
            start,
            end,
            first_row: 0,
            n_rows: 1,
            lane: 0,
            n_lanes: 1,
        }));
    }
}

fn give_rows(placed: &mut [Placed], first_minute: u16, row_min: u16) {
    let row = |minute: u16| usize::from((minute - first_minute) / row_min);
    let begins: Vec<(usize, u16)> = placed.iter().map(|it| (it.column, it.start)).collect();
    for it in placed {
        it.first_row = row(it.start);
        let last_row = row(it.end - 1);
        let next_begins_there = begins.iter().any(|(column, start)| {
            *column == it.column && *start >= it.end && row(*start) == last_row
        });
        let given_up = usize::from(next_begins_there && last_row > it.first_row);
        it.n_rows = last_row + 1 - it.first_row - given_up;
    }
}

/// `placed` is in order of column, then start.
fn give_lanes(placed: &mut [Placed]) {
    let mut begin = 0;
    while begin < placed.len() {
        // A cluster: those that hang together by the rows they need.
        let column = placed[begin].column;
        let mut lane_ends: Vec<usize> = Vec::new();
        let mut end = begin;
        while let Some(it) = placed.get_mut(end) {
            let all_ended = lane_ends.iter().all(|row| *row <= it.first_row);
            if it.column != column || (end > begin && all_ended) {
                break;
            }
            let free = lane_ends.iter().position(|row| *row <= it.first_row);
            it.lane = free.unwrap_or(lane_ends.len());
            match free {
                Some(lane) => lane_ends[lane] = it.end_row(),
                None => lane_ends.push(it.end_row()),
            }
            end += 1;
        }
        for it in &mut placed[begin..end] {
            it.n_lanes = lane_ends.len();
        }
        begin = end;
    }
}

#[cfg(test)]
mod tests;
