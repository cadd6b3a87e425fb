//! Where a service may begin, with any of some therapists in any of some rooms.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::{
    CELL_MIN, Cells, FreeTimes,
    cells::{Run, Scratch, cut, has, n_words, ones},
};
use crate::domain::{
    catalog::{SegmentPlan, Service},
    ids::{RoomId, StaffId},
};

/// So many words of each row are looked at together: they stay near the processor
/// from one row to the next.
const WORDS_AT_ONCE: usize = 256;

/// What is looked for: the rows of those who may give a service, and of the rooms
/// where they may.
#[derive(Debug)]
pub struct WhereFree<'a> {
    free: &'a FreeTimes,
    staff: Vec<(StaffId, &'a Cells)>,
    /// `None` for what needs no room.
    rooms: Option<Vec<&'a Cells>>,
    staff_runs: Vec<Run>,
    room_runs: Vec<Run>,
}

impl FreeTimes {
    /// Looks for `service` with one of `staff` and in one of `rooms`, or in none.
    pub fn look_for(
        &self,
        service: &Service,
        staff: &[StaffId],
        rooms: Option<&[RoomId]>,
    ) -> WhereFree<'_> {
        let staff = staff
            .iter()
            .filter_map(|it| Some((*it, self.staff.get(it)?)));
        let rooms = rooms.map(|rooms| rooms.iter().filter_map(|it| self.rooms.get(it)).collect());
        WhereFree {
            free: self,
            staff: staff.collect(),
            rooms,
            staff_runs: runs(service, |it| it.holds_staff),
            room_runs: runs(service, |it| it.holds_room),
        }
    }
}

/// The cells that a service holds, where one segment follows another as one.
fn runs(service: &Service, holds: fn(&SegmentPlan) -> bool) -> Vec<Run> {
    let cell_min = usize::try_from(CELL_MIN).unwrap_or(1);
    let mut runs: Vec<Run> = Vec::new();
    let mut begins_min = 0;
    let mut last_end_min = None;
    for segment in &service.segments {
        let ends_min = begins_min + usize::from(segment.minutes);
        if holds(segment) && segment.minutes > 0 {
            let (from, to) = (begins_min / cell_min, ends_min.div_ceil(cell_min));
            match runs.last_mut() {
                Some(run) if last_end_min == Some(begins_min) => run.n = to - run.from,
                _ => runs.push(Run { from, n: to - from }),
            }
            last_end_min = Some(ends_min);
        }
        begins_min = ends_min;
    }
    runs
}

impl<'a> WhereFree<'a> {
    /// Where it may begin on a day. `None` for a day that is not covered, or where
    /// it may not begin at all.
    pub fn on(&'a self, date: NaiveDate) -> Option<Starts<'a>> {
        let (from, to) = self.free.cells_of(date)?;
        self.between(from, to)
    }

    /// Where it may begin on so many days.
    pub fn over(&'a self, first: NaiveDate, n_days: usize) -> Option<Starts<'a>> {
        let nth = self.free.nth(first)?;
        let end = (nth + n_days).min(self.free.days.len() - 1);
        self.between(*self.free.days.get(nth)?, *self.free.days.get(end)?)
    }

    /// The same, from an instant on and in the order of time, in some stretches
    /// that grow: what is near is mostly enough.
    pub fn from(&'a self, at: NaiveDateTime, last: NaiveDate) -> impl Iterator<Item = Starts<'a>> {
        let minutes = (at - self.free.origin).num_seconds().max(0) / 60;
        let begin = usize::try_from(minutes / CELL_MIN).unwrap_or(usize::MAX);
        let end = self.free.cells_of(last).map(|(_, to)| to);
        let end = end.or(self.free.days.last().copied()).unwrap_or(0);
        let stretches = std::iter::successors(Some((begin, 128)), move |(begin, n)| {
            Some((begin.checked_add(*n)?, n * 4))
        });
        stretches
            .take_while(move |(begin, _)| *begin < end)
            .filter_map(move |(begin, n)| self.between(begin, end.min(begin + n)))
    }

    fn between(&'a self, from: usize, to: usize) -> Option<Starts<'a>> {
        let mut cells = vec![0; n_words(to.saturating_sub(from))];
        let mut in_rooms = vec![0; cells.len().min(WORDS_AT_ONCE)];
        let mut scratch = Scratch::default();
        for (nth, with_staff) in cells.chunks_mut(WORDS_AT_ONCE).enumerate() {
            let from = from + nth * WORDS_AT_ONCE * 64;
            let in_rooms = &mut in_rooms[..with_staff.len()];
            // Rooms are fewer: often they say that there is no place.
            if let Some(rooms) = &self.rooms {
                in_rooms.fill(0);
                for row in rooms {
                    row.add_starts(from, &self.room_runs, in_rooms, &mut scratch);
                }
                if in_rooms.iter().all(|it| *it == 0) {
                    continue;
                }
            }
            for (_, row) in &self.staff {
                row.add_starts(from, &self.staff_runs, with_staff, &mut scratch);
            }
            if self.rooms.is_some() {
                let both = with_staff.iter_mut().zip(in_rooms);
                both.for_each(|(staff, room)| *staff &= *room);
            }
        }
        cut(&mut cells, to.saturating_sub(from));
        cells.iter().any(|it| *it != 0).then_some(Starts {
            looked: self,
            from,
            cells,
        })
    }
}

/// Where a service may begin over some time; somewhere, at least.
#[derive(Debug)]
pub struct Starts<'a> {
    looked: &'a WhereFree<'a>,
    /// The cell that the first bit stands for.
    from: usize,
    cells: Vec<u64>,
}

impl Starts<'_> {
    /// Whether it may begin there with this therapist.
    pub fn has(&self, staff: StaffId, at: DateTime<Utc>) -> bool {
        let minutes = (at.naive_utc() - self.looked.free.time_of(self.from)).num_minutes();
        // A start off the grid is the rule's alone to judge.
        if minutes % CELL_MIN != 0 {
            return true;
        }
        let Ok(nth) = usize::try_from(minutes / CELL_MIN) else {
            return false;
        };
        has(&self.cells, nth) && self.with(self.from + nth).any(|it| it == staff)
    }

    /// How many times there are.
    pub fn n(&self) -> usize {
        self.cells.iter().map(|it| it.count_ones() as usize).sum()
    }

    /// The times and therapists, in order of time.
    pub fn iter(&self) -> impl Iterator<Item = (DateTime<Utc>, StaffId)> {
        ones(&self.cells).flat_map(|nth| {
            let cell = self.from + nth;
            let at = self.looked.free.time_of(cell).and_utc();
            self.with(cell).map(move |staff| (at, staff))
        })
    }

    fn with(&self, cell: usize) -> impl Iterator<Item = StaffId> {
        let rows = self.looked.staff.iter();
        rows.filter(move |(_, row)| row.is_free(cell, &self.looked.staff_runs))
            .map(|(staff, _)| *staff)
    }
}
