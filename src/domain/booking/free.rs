//! Where a booking may begin: for each therapist and room a long row of cells of
//! five minutes, a bit for each that may be free. Found by shifting whole rows, so
//! that weeks of many people are searched in microseconds.
//!
//! Derived from shifts and appointments, day by day, and never the rule itself: a
//! cell is taken only if it is so throughout, so whatever the rule accepts may
//! begin here, and what may begin here is put to the rule before it is offered.
//! Cells are counted in real time, so a clock change is nothing special.

use std::collections::HashMap;

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::{
    Appointment, House,
    book::{edge, shifts_around, spans},
};
use crate::domain::{
    catalog::{SegmentPlan, Service},
    ids::{RoomId, StaffId},
    room::Room,
    staff::Staff,
    time::{Span, WallTime},
};

/// Minutes of a cell.
const CELL_MIN: i64 = 5;
const BITS: usize = 64;

/// What may be free over some weeks.
pub struct FreeTimes {
    zone: Tz,
    /// The day before the first that is searched: what begins there may last.
    first: NaiveDate,
    /// Where the first cell begins.
    origin: NaiveDateTime,
    /// The cell where each day begins, and where the last one ends.
    days: Vec<usize>,
    staff: HashMap<StaffId, Cells>,
    rooms: HashMap<RoomId, Cells>,
}

/// A bit for each cell, the first in the lowest.
#[derive(Clone)]
struct Cells(Vec<u64>);

impl FreeTimes {
    /// Over `n_days` from `first` on, with nothing booked yet.
    pub fn new(house: House, first: NaiveDate, n_days: usize) -> Self {
        let first = first.pred_opt().unwrap_or(first);
        let midnight = |day: u64| {
            let date = first.checked_add_days(Days::new(day)).unwrap_or(first);
            edge(WallTime::new(date, 0), house.zone, false)
        };
        let origin = midnight(0);
        // One before, and one behind for what lasts over midnight.
        let days: Vec<usize> = (0..)
            .take(n_days + 3)
            .map(|day| usize::try_from((midnight(day) - origin).num_minutes() / CELL_MIN))
            .map(Result::unwrap_or_default)
            .collect();
        let n_cells = days.last().copied().unwrap_or(0);
        let blank = Cells(vec![0; n_cells.div_ceil(BITS)]);
        let mut free = Self {
            zone: house.zone,
            first,
            origin,
            staff: house
                .staff
                .iter()
                .map(|it| (it.id, blank.clone()))
                .collect(),
            rooms: house
                .rooms
                .iter()
                .map(|it| (it.id, blank.clone()))
                .collect(),
            days,
        };
        for date in first.iter_days().take(free.days.len() - 1) {
            free.set_day(house.staff, house.rooms, date, &[]);
        }
        free
    }

    /// The days that are known, one before and one behind those that are searched
    /// among them.
    pub fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take(self.days.len() - 1)
    }

    /// Whether a search from `first` over `n_days` can be answered.
    pub fn covers(&self, zone: Tz, first: NaiveDate, n_days: usize) -> bool {
        let from = (first - self.first).num_days();
        let n_days = i64::try_from(n_days).unwrap_or(i64::MAX - 1);
        let n_known = i64::try_from(self.days.len()).unwrap_or(0) - 3;
        zone == self.zone && from > 0 && from - 1 + n_days <= n_known
    }

    /// What is taken on a day, by all appointments that lie on it.
    pub fn set_day(
        &mut self,
        staff: &[Staff],
        rooms: &[Room],
        date: NaiveDate,
        taken: &[Appointment],
    ) {
        let Some((from, to)) = self.cells_of(date) else {
            return;
        };
        for person in staff {
            let shifts = shifts_around(person, date, self.zone);
            let shifts: Vec<_> = shifts.iter().map(|it| self.touched(*it)).collect();
            if let Some(cells) = self.staff.get_mut(&person.id) {
                cells.set(from, to, false);
                for (start, end) in shifts {
                    cells.set(start.max(from), end.min(to), true);
                }
            }
        }
        for room in rooms {
            if let Some(cells) = self.rooms.get_mut(&room.id) {
                cells.set(from, to, true);
            }
        }
        for appointment in taken.iter().filter(|it| it.status.holds_time()) {
            for (segment, span) in spans(&appointment.segments, appointment.starts_at) {
                let (start, end) = self.covered(span);
                let (start, end) = (start.max(from), end.min(to));
                for staff in &segment.staff {
                    if let Some(cells) = self.staff.get_mut(staff) {
                        cells.set(start, end, false);
                    }
                }
                for room in &segment.rooms {
                    if let Some(cells) = self.rooms.get_mut(room) {
                        cells.set(start, end, false);
                    }
                }
            }
        }
    }

    /// Where `service` may begin on a day, with each of `staff` and any of `rooms`.
    /// What no room is asked for has none. `None` for a day that is not known, or
    /// where it may not begin at all.
    pub fn starts_on(
        &self,
        date: NaiveDate,
        service: &Service,
        staff: &[StaffId],
        rooms: Option<&[RoomId]>,
    ) -> Option<Starts> {
        let (from, to) = self.cells_of(date)?;
        let n_cells = to - from + usize::from(service.minutes()) / 5 + 2;
        let window = Window { from, n_cells };
        // Rooms are fewer: often they say that the day is full.
        let any_room = rooms.map(|rooms| {
            let rows = rooms.iter().filter_map(|it| self.rooms.get(it));
            let mut any = Cells(vec![0; n_cells.div_ceil(BITS)]);
            for row in rows {
                any.add(&window.starts(row, service, |it| it.holds_room));
            }
            any
        });
        if any_room.as_ref().is_some_and(|it| !it.has_any(to - from)) {
            return None;
        }
        let mut starts = Vec::with_capacity(staff.len());
        for id in staff {
            let mut row = match self.staff.get(id) {
                Some(row) => window.starts(row, service, |it| it.holds_staff),
                None => continue,
            };
            if let Some(any) = &any_room {
                row.keep(any);
            }
            if row.has_any(to - from) {
                starts.push((*id, row));
            }
        }
        (!starts.is_empty()).then(|| Starts {
            origin: self.origin + Duration::minutes(CELL_MIN * whole(from)),
            n_cells: to - from,
            starts,
        })
    }

    fn cells_of(&self, date: NaiveDate) -> Option<(usize, usize)> {
        let nth = usize::try_from((date - self.first).num_days()).ok()?;
        Some((*self.days.get(nth)?, *self.days.get(nth + 1)?))
    }

    /// The cells that a span touches: those that it may leave free.
    fn touched(&self, span: Span) -> (usize, usize) {
        let start = (span.start - self.origin).num_seconds();
        let end = (span.end - self.origin).num_seconds();
        (
            cell(start.div_euclid(60 * CELL_MIN)),
            cell((end + 60 * CELL_MIN - 1).div_euclid(60 * CELL_MIN)),
        )
    }

    /// The cells that a span fills.
    fn covered(&self, span: Span) -> (usize, usize) {
        let start = (span.start - self.origin).num_seconds();
        let end = (span.end - self.origin).num_seconds();
        (
            cell((start + 60 * CELL_MIN - 1).div_euclid(60 * CELL_MIN)),
            cell(end.div_euclid(60 * CELL_MIN)),
        )
    }
}

/// Cells before the first are none.
fn cell(nth: i64) -> usize {
    usize::try_from(nth.max(0)).unwrap_or(usize::MAX)
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Some cells of each row.
#[derive(Clone, Copy)]
struct Window {
    from: usize,
    n_cells: usize,
}

impl Window {
    /// The cells where a service may begin, by those of its segments that `holds`.
    fn starts(self, row: &Cells, service: &Service, holds: fn(&SegmentPlan) -> bool) -> Cells {
        let free = row.part(self.from, self.n_cells);
        let mut starts: Option<Cells> = None;
        let mut begins_min = 0;
        for segment in &service.segments {
            let ends_min = begins_min + usize::from(segment.minutes);
            if holds(segment) && segment.minutes > 0 {
                let (from, to) = (begins_min / 5, ends_min.div_ceil(5));
                let mut runs = free.clone();
                runs.shift(from);
                runs.erode(to - from);
                match &mut starts {
                    Some(starts) => starts.keep(&runs),
                    None => starts = Some(runs),
                }
            }
            begins_min = ends_min;
        }
        starts.unwrap_or_else(|| Cells(vec![u64::MAX; free.0.len()]))
    }
}

impl Cells {
    fn set(&mut self, from: usize, to: usize, free: bool) {
        let mut at = from;
        while at < to {
            let (word, bit) = (at / BITS, at % BITS);
            let n = (BITS - bit).min(to - at);
            let mask = (u64::MAX >> (BITS - n)) << bit;
            let Some(cells) = self.0.get_mut(word) else {
                return;
            };
            *cells = if free { *cells | mask } else { *cells & !mask };
            at += n;
        }
    }

    /// So many cells from one on; none behind the last.
    fn part(&self, from: usize, n_cells: usize) -> Self {
        let (word, bit) = (from / BITS, from % BITS);
        let at = |nth: usize| self.0.get(word + nth).copied().unwrap_or(0);
        let words = (0..n_cells.div_ceil(BITS)).map(|nth| match bit {
            0 => at(nth),
            _ => at(nth) >> bit | at(nth + 1) << (BITS - bit),
        });
        Self(words.collect())
    }

    /// Each cell becomes the one `by` behind it.
    fn shift(&mut self, by: usize) {
        if by > 0 {
            *self = self.part(by, self.0.len() * BITS);
        }
    }

    /// Keeps the cells that so many free ones begin at.
    fn erode(&mut self, n_cells: usize) {
        let mut n_known = 1;
        while n_known < n_cells {
            let step = n_known.min(n_cells - n_known);
            let (words, bits) = (step / BITS, step % BITS);
            for nth in 0..self.0.len() {
                let at = |nth: usize| self.0.get(nth).copied().unwrap_or(0);
                let later = match bits {
                    0 => at(nth + words),
                    _ => at(nth + words) >> bits | at(nth + words + 1) << (BITS - bits),
                };
                self.0[nth] &= later;
            }
            n_known += step;
        }
    }

    fn keep(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    fn add(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    fn has(&self, cell: usize) -> bool {
        let word = self.0.get(cell / BITS);
        word.is_some_and(|it| it >> (cell % BITS) & 1 == 1)
    }

    fn has_any(&self, n_cells: usize) -> bool {
        let whole = &self.0[..(n_cells / BITS).min(self.0.len())];
        whole.iter().any(|it| *it != 0)
            || (n_cells / BITS * BITS..n_cells).any(|cell| self.has(cell))
    }
}

/// Where a service may begin on a day.
#[derive(Default)]
pub struct Starts {
    origin: NaiveDateTime,
    n_cells: usize,
    starts: Vec<(StaffId, Cells)>,
}

impl Starts {
    /// Whether it may begin there with this therapist.
    pub fn has(&self, staff: StaffId, at: DateTime<Utc>) -> bool {
        let minutes = (at.naive_utc() - self.origin).num_minutes();
        let Ok(minutes) = usize::try_from(minutes) else {
            return false;
        };
        let row = self.starts.iter().find(|(id, _)| *id == staff);
        // A start off the grid is the rule's alone to judge.
        row.is_some_and(|(_, row)| {
            !minutes.is_multiple_of(5) || (minutes / 5 < self.n_cells && row.has(minutes / 5))
        })
    }

    /// The times and therapists, in order of time.
    pub fn iter(&self) -> impl Iterator<Item = (DateTime<Utc>, StaffId)> {
        let words = 0..self.n_cells.div_ceil(BITS);
        words.flat_map(move |word| {
            let any = self
                .starts
                .iter()
                .fold(0, |any, (_, row)| any | row.0[word]);
            let cells = (0..BITS).filter(move |bit| any >> bit & 1 == 1);
            cells
                .map(move |bit| word * BITS + bit)
                .take_while(|cell| *cell < self.n_cells)
                .flat_map(move |cell| {
                    let at = self.origin + Duration::minutes(CELL_MIN * whole(cell));
                    let free = self.starts.iter().filter(move |(_, row)| row.has(cell));
                    free.map(move |(staff, _)| (at.and_utc(), *staff))
                })
        })
    }
}
