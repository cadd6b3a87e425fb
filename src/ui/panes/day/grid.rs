//! Where a day's appointments stand: columns, rows and lanes, in numbers only.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    domain::{
        ids::{AppointmentId, StaffId},
        staff::Shift,
        time::WallTime,
    },
    ops::query::{DayBlock, DaySheet},
};

/// Minutes of a row on a fresh grid.
pub const ROW_MIN: u16 = 15;

/// One day, laid out. A row is `row_min` minutes high; what begins or ends inside a
/// row keeps its true minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    pub row_min: u16,
    /// The minute of the day at which the first row begins.
    pub first_minute: u16,
    pub n_rows: usize,
    pub columns: Vec<Column>,
    pub placed: Vec<Placed>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub staff: StaffId,
    pub shifts: Vec<Shift>,
}

/// A stretch of an appointment in a therapist's column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub appointment: AppointmentId,
    /// Its place among the sheet's blocks.
    pub block: usize,
    pub column: usize,
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
    fn end_row(&self) -> usize {
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
    pub fn new(sheet: &DaySheet, row_min: u16) -> Self {
        let row_min = row_min.max(1);
        let columns: Vec<Column> = sheet
            .columns
            .iter()
            .map(|it| Column {
                staff: it.staff,
                shifts: it.shifts.clone(),
            })
            .collect();
        let mut placed = stretches(sheet, &columns);
        let shifts = || columns.iter().flat_map(|it| &it.shifts);
        let starts = placed
            .iter()
            .map(|it| it.start)
            .chain(shifts().map(|it| it.start_minute));
        let ends = placed
            .iter()
            .map(|it| it.end)
            .chain(shifts().map(|it| it.end_minute));
        let opens = starts.fold(sheet.opens_minute, u16::min);
        let closes = ends.fold(sheet.closes_minute, u16::max);
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

    pub fn column_of(&self, staff: StaffId) -> Option<usize> {
        self.columns.iter().position(|it| it.staff == staff)
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
            .is_some_and(|it| it.shifts.iter().any(works))
    }

    /// Until when the therapist is free and at work from this minute on; `None` when
    /// not free.
    pub fn free_until(&self, column: usize, minute: u16) -> Option<u16> {
        let shifts = &self.columns.get(column)?.shifts;
        let shift = shifts
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
        let here = || self.placed.iter().filter(|it| it.column == column);
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

    fn ends_within<'a>(&self, row: usize, these: impl Iterator<Item = &'a Placed>) -> Vec<u16> {
        let (from, to) = (self.minute_of(row), self.minute_of(row + 1));
        these
            .map(|it| it.end)
            .filter(|end| from < *end && *end < to)
            .collect()
    }
}

/// Leaves out the columns of those who neither work that day nor have anything on it,
/// unless that is everybody.
pub fn leave_out_absent(sheet: &mut DaySheet) {
    let has_block = |staff: StaffId| {
        let mut segments = sheet.blocks.iter().flat_map(|it| &it.appointment.segments);
        segments.any(|it| it.staff.contains(&staff))
    };
    let present: Vec<bool> = sheet
        .columns
        .iter()
        .map(|it| !it.shifts.is_empty() || has_block(it.staff))
        .collect();
    if present.contains(&true) {
        let mut present = present.into_iter();
        sheet.columns.retain(|_| present.next().unwrap_or(true));
    }
}

/// The minute on the clock of `date`; what began the day before begins at 0.
fn minute_on(date: NaiveDate, at: WallTime) -> u16 {
    let days = (at.date - date).num_days();
    let minute = days
        .saturating_mul(24 * 60)
        .saturating_add(i64::from(at.minute));
    u16::try_from(minute.max(0)).unwrap_or(u16::MAX)
}

fn stretches(sheet: &DaySheet, columns: &[Column]) -> Vec<Placed> {
    let mut placed = Vec::new();
    for (block, it) in sheet.blocks.iter().enumerate() {
        if it.appointment.status.holds_time() {
            stretches_of(it, block, sheet.date, columns, &mut placed);
        }
    }
    placed.sort_by_key(|it| (it.column, it.start, it.end, it.block));
    placed
}

fn stretches_of(
    it: &DayBlock,
    block: usize,
    date: NaiveDate,
    columns: &[Column],
    into: &mut Vec<Placed>,
) {
    for segment in &it.appointment.segments {
        let start = minute_on(date, segment.start);
        let end = minute_on(date, segment.start.plus(i64::from(segment.minutes)));
        let held = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| segment.staff.contains(&column.staff));
        into.extend(held.filter(|_| start < end).map(|(column, _)| Placed {
            appointment: it.appointment.id,
            block,
            column,
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
