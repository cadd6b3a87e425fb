//! Where a booking may begin: for each therapist and room a long row of cells of
//! five minutes, a bit for each that may be free. Found by shifting whole rows, so
//! that weeks of many people are searched in microseconds.
//!
//! Derived from shifts and appointments, day by day as they are looked at, and
//! never the rule itself: a cell is taken only if it is so throughout, and a day
//! that nobody looked at is free. So whatever the rule accepts may begin here, and
//! what may begin here is put to the rule before it is offered. Cells are counted
//! in real time, so a clock change is nothing special.

mod cells;
mod starts;

use std::collections::HashMap;

use chrono::{Days, Duration, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::{Appointment, House, book::spans};
use crate::domain::{
    ids::{AppointmentId, EquipmentId, RoomId, StaffId},
    time::{self, Span, WallTime},
};

use cells::Cells;
pub use starts::{Sought, Starts, WhereFree};

/// Minutes of a cell.
const CELL_MIN: i64 = 5;

/// What may be free over some weeks.
#[derive(Debug)]
pub struct FreeTimes {
    zone: Tz,
    /// The day before the first that is searched: what begins there may last.
    first: NaiveDate,
    /// Where the first cell begins.
    origin: NaiveDateTime,
    /// The cell where each day begins, and where the last one ends.
    days: Vec<usize>,
    /// What lies on each day; `None` where nobody looked.
    taken: Vec<Option<Vec<AppointmentId>>>,
    staff: HashMap<StaffId, Cells>,
    rooms: HashMap<RoomId, Cells>,
    equipment: HashMap<EquipmentId, Cells>,
    /// Out of order, so long as these rows are kept.
    shut: Vec<RoomId>,
}

/// How often each cell of a day is taken, of what there is more than one of.
type Counts<Id> = HashMap<Id, Vec<u16>>;

impl FreeTimes {
    /// Over `n_days` from `first` on, none of which anybody looked at yet.
    pub fn new(house: House, first: NaiveDate, n_days: usize) -> Self {
        let first = first.pred_opt().unwrap_or(first);
        let midnight = |day: u64| {
            let date = first.checked_add_days(Days::new(day)).unwrap_or(first);
            time::edge(WallTime::new(date, 0), house.zone, false)
        };
        let origin = midnight(0);
        // One before, and one behind for what lasts over midnight.
        let days: Vec<usize> = (0..)
            .take(n_days + 3)
            .map(|day| usize::try_from((midnight(day) - origin).num_minutes() / CELL_MIN))
            .map(Result::unwrap_or_default)
            .collect();
        let all_free = Cells::all_free(days.last().copied().unwrap_or(0));
        Self {
            zone: house.zone,
            first,
            origin,
            taken: vec![None; days.len() - 1],
            days,
            staff: (house.staff.iter())
                .map(|it| (it.id, all_free.clone()))
                .collect(),
            rooms: (house.rooms.iter())
                .map(|it| (it.id, all_free.clone()))
                .collect(),
            equipment: (house.equipment.iter())
                .map(|it| (it.id, all_free.clone()))
                .collect(),
            shut: (house.room_states.iter())
                .filter(|it| it.shut(house.zone).is_some())
                .map(|it| it.room)
                .collect(),
        }
    }

    /// Whether a room was out of order when the rows were begun.
    pub fn is_shut(&self, room: RoomId) -> bool {
        self.shut.contains(&room)
    }

    /// How many days are searched.
    pub fn n_days(&self) -> usize {
        self.days.len() - 3
    }

    /// Its days, one before and one behind those that are searched among them.
    pub fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take(self.taken.len())
    }

    /// Whether a search from `first` over `n_days` can be answered.
    pub fn covers(&self, zone: Tz, first: NaiveDate, n_days: usize) -> bool {
        // The day before the first one is not among those that are searched.
        let from = self.nth(first).unwrap_or(0);
        zone == self.zone && from > 0 && from - 1 + n_days <= self.n_days()
    }

    /// Whether a day can be looked at that nobody looked at.
    pub fn is_open(&self, date: NaiveDate) -> bool {
        let nth = self.nth(date);
        nth.is_some_and(|nth| matches!(self.taken.get(nth), Some(None)))
    }

    /// What is taken on a day, by all appointments that lie on it. One that is left
    /// out leaves its time free.
    pub fn set_day(&mut self, house: &House, date: NaiveDate, taken: &[Appointment]) {
        let Some((from, to)) = self.cells_of(date) else {
            return;
        };
        for (person, shifts) in house.rota.around(house.staff, date, self.zone) {
            let shifts: Vec<_> = shifts.iter().map(|it| self.touched(*it)).collect();
            if let Some(cells) = self.staff.get_mut(&person.id) {
                cells.set(from, to, false);
                for (start, end) in shifts {
                    cells.set(start.max(from), end.min(to), true);
                }
            }
        }
        let things = self.rooms.values_mut().chain(self.equipment.values_mut());
        things.for_each(|it| it.set(from, to, true));
        let (mut in_rooms, mut in_use) = (Counts::new(), Counts::new());
        for appointment in taken.iter().filter(|it| it.status.holds_time()) {
            for (segment, span) in spans(&appointment.segments, appointment.starts_at) {
                let (start, end) = self.covered(span);
                let (start, end) = (start.max(from), end.min(to));
                for staff in &segment.staff {
                    if let Some(cells) = self.staff.get_mut(staff) {
                        cells.set(start, end, false);
                    }
                }
                let cells = (start.saturating_sub(from), end.saturating_sub(from));
                for room in &segment.rooms {
                    count(&mut in_rooms, *room, to - from, cells);
                }
                for piece in &segment.equipment {
                    count(&mut in_use, *piece, to - from, cells);
                }
            }
        }
        for room in house.rooms {
            let row = self.rooms.get_mut(&room.id);
            fill(row, in_rooms.get(&room.id), from, room.places);
        }
        for it in house.equipment {
            let row = self.equipment.get_mut(&it.id);
            fill(row, in_use.get(&it.id), from, it.pieces);
        }
        for state in house.room_states {
            let shut = state.shut(self.zone).map(|it| self.covered(it));
            if let (Some(row), Some((start, end))) = (self.rooms.get_mut(&state.room), shut) {
                row.set(start.max(from), end.min(to), false);
            }
        }
        if let Some(day) = self.nth(date).and_then(|nth| self.taken.get_mut(nth)) {
            *day = Some(taken.iter().map(|it| it.id).collect());
        }
    }

    /// An appointment is no longer as it was, or gone, or new: the days where it
    /// lay, and `dates` where it lies, are as if nobody had looked.
    pub fn changed(&mut self, appointment: AppointmentId, dates: &[NaiveDate]) {
        let lay = |taken: &Option<Vec<AppointmentId>>| {
            taken.as_ref().is_some_and(|it| it.contains(&appointment))
        };
        let days: Vec<NaiveDate> = (self.dates().zip(&self.taken))
            .filter(|(date, taken)| lay(taken) || dates.contains(date))
            .map(|(date, _)| date)
            .collect();
        for day in days {
            self.open(day);
        }
    }

    fn open(&mut self, date: NaiveDate) {
        let (Some(nth), Some((from, to))) = (self.nth(date), self.cells_of(date)) else {
            return;
        };
        let rows = self.staff.values_mut().chain(self.rooms.values_mut());
        let rows = rows.chain(self.equipment.values_mut());
        rows.for_each(|it| it.set(from, to, true));
        self.taken[nth] = None;
    }

    fn nth(&self, date: NaiveDate) -> Option<usize> {
        usize::try_from((date - self.first).num_days()).ok()
    }

    fn cells_of(&self, date: NaiveDate) -> Option<(usize, usize)> {
        let nth = self.nth(date)?;
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

    fn time_of(&self, cell: usize) -> NaiveDateTime {
        let nth = i64::try_from(cell).unwrap_or(i64::MAX / CELL_MIN);
        self.origin + Duration::minutes(CELL_MIN * nth)
    }
}

/// Cells before the first are none.
fn cell(nth: i64) -> usize {
    usize::try_from(nth.max(0)).unwrap_or(usize::MAX)
}

fn count<Id>(counts: &mut Counts<Id>, id: Id, n_cells: usize, (start, end): (usize, usize))
where
    Id: std::hash::Hash + Eq,
{
    let row = counts.entry(id).or_insert_with(|| vec![0; n_cells]);
    let cells = row.iter_mut().take(end).skip(start);
    cells.for_each(|it| *it = it.saturating_add(1));
}

/// Takes the cells that are taken as often as there are places.
fn fill(row: Option<&mut Cells>, counts: Option<&Vec<u16>>, from: usize, places: u16) {
    let (Some(row), Some(counts)) = (row, counts) else {
        return;
    };
    for (nth, _) in counts
        .iter()
        .enumerate()
        .filter(|(_, it)| **it >= places.max(1))
    {
        row.set(from + nth, from + nth + 1, false);
    }
}
