//! Where a service may begin, with any of some therapists in any of some rooms.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::{
    CELL_MIN, Cells, FreeTimes,
    cells::{BITS, Run, Scratch, cut, has, n_words, ones},
};
use crate::domain::booking::plan::needs;
use crate::domain::{
    catalog::{SegmentPlan, Service},
    ids::{RoomId, StaffId},
};

/// So many words of each row are looked at together: they stay near the processor
/// from one row to the next.
const WORDS_AT_ONCE: usize = 256;

/// So many cells that are left, and one more for so many words of them, are sooner
/// looked at one by one than in whole rows.
const FEW: usize = 8;
const FEW_IN_WORDS: usize = 4;

/// What is looked for.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    pub service: &'a Service,
    /// One of these as the main therapist.
    pub staff: &'a [StaffId],
    /// One of these in each other role.
    pub others: &'a [StaffId],
    /// In one of these, or in all of them where the service takes all; `None` for what
    /// needs no room.
    pub rooms: Option<&'a [RoomId]>,
}

/// The rows of those who may give a service, and of what they need for it.
#[derive(Debug)]
pub struct WhereFree<'a> {
    free: &'a FreeTimes,
    ways: Vec<Way<'a>>,
}

/// Therapists who take the same time for it.
#[derive(Debug)]
struct Way<'a> {
    parts: Vec<u16>,
    staff: Vec<(StaffId, &'a Cells)>,
    runs: Vec<Run>,
    also: Vec<AnyOf<'a>>,
}

/// Rows of which one must be free.
#[derive(Debug)]
struct AnyOf<'a> {
    rows: Vec<&'a Cells>,
    runs: Vec<Run>,
}

impl FreeTimes {
    pub fn look_for(&self, sought: &Sought) -> WhereFree<'_> {
        let mut ways: Vec<Way> = Vec::new();
        for id in sought.staff {
            let Some(row) = self.staff.get(id) else {
                continue;
            };
            let parts: Vec<u16> = sought.service.parts_with(*id).collect();
            match ways.iter_mut().find(|it| it.parts == parts) {
                Some(way) => way.staff.push((*id, row)),
                None => ways.push(Way {
                    staff: vec![(*id, row)],
                    runs: runs(sought.service, &parts, |it| it.roles.contains(&0)),
                    also: self.also(sought, &parts),
                    parts,
                }),
            }
        }
        WhereFree { free: self, ways }
    }

    /// Rooms first: they are fewer, and often they say that there is no place.
    fn also(&self, sought: &Sought, parts: &[u16]) -> Vec<AnyOf<'_>> {
        let service = sought.service;
        let mut also = Vec::new();
        if let Some(rooms) = sought.rooms {
            let runs = runs(service, parts, |it| it.holds_room);
            let rows = rooms.iter().filter_map(|it| self.rooms.get(it));
            if service.manner.all_rooms && !service.rooms.is_empty() {
                let each = rows.map(|it| vec![it]);
                also.extend(each.map(|rows| {
                    let runs = runs.clone();
                    AnyOf { rows, runs }
                }));
            } else {
                let rows = rows.collect();
                also.push(AnyOf { rows, runs });
            }
        }
        for need in needs(service).into_iter().filter(|it| it.n > 0) {
            let rows = need.of.iter().filter_map(|it| self.equipment.get(it));
            also.push(AnyOf {
                rows: rows.collect(),
                runs: runs(service, parts, |it| it.needs.contains(need)),
            });
        }
        for role in 1..service.n_roles() {
            let rows = sought.others.iter().filter_map(|it| self.staff.get(it));
            also.push(AnyOf {
                rows: rows.collect(),
                runs: runs(service, parts, |it| it.roles.contains(&role)),
            });
        }
        also
    }
}

/// The cells that a service holds, where one segment follows another as one.
fn runs(service: &Service, parts: &[u16], holds: impl Fn(&SegmentPlan) -> bool) -> Vec<Run> {
    let cell_min = usize::try_from(CELL_MIN).unwrap_or(1);
    let mut runs: Vec<Run> = Vec::new();
    let mut begins_min = 0;
    let mut last_end_min = None;
    for (segment, minutes) in service.segments.iter().zip(parts) {
        let ends_min = begins_min + usize::from(*minutes);
        if holds(segment) && *minutes > 0 {
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
        let mut of_way = vec![0; cells.len().min(WORDS_AT_ONCE)];
        let mut of_rows = of_way.clone();
        let mut scratch = Scratch::default();
        for (nth, sum) in cells.chunks_mut(WORDS_AT_ONCE).enumerate() {
            let from = from + nth * WORDS_AT_ONCE * 64;
            let (of_way, of_rows) = (&mut of_way[..sum.len()], &mut of_rows[..sum.len()]);
            for way in &self.ways {
                way.starts(from, of_way, of_rows, &mut scratch);
                sum.iter_mut()
                    .zip(&*of_way)
                    .for_each(|(sum, it)| *sum |= it);
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

impl Way<'_> {
    /// The cells where it may begin with one of these therapists.
    fn starts(&self, from: usize, sum: &mut [u64], of_rows: &mut [u64], scratch: &mut Scratch) {
        sum.fill(u64::MAX);
        for any in &self.also {
            of_rows.fill(0);
            for row in &any.rows {
                row.add_starts(from, &any.runs, of_rows, scratch);
            }
            sum.iter_mut()
                .zip(&*of_rows)
                .for_each(|(sum, it)| *sum &= it);
            if sum.iter().all(|it| *it == 0) {
                return;
            }
        }
        let n_left: usize = sum.iter().map(|it| it.count_ones() as usize).sum();
        if n_left <= FEW + sum.len() / FEW_IN_WORDS {
            return self.keep(from, sum);
        }
        of_rows.fill(0);
        for (_, row) in &self.staff {
            row.add_starts(from, &self.runs, of_rows, scratch);
        }
        sum.iter_mut()
            .zip(&*of_rows)
            .for_each(|(sum, it)| *sum &= it);
    }
}

impl Way<'_> {
    /// Keeps the cells at which a therapist is free, each looked at by itself.
    fn keep(&self, from: usize, cells: &mut [u64]) {
        for (nth, word) in cells.iter_mut().enumerate() {
            for bit in ones(&[*word]) {
                let cell = from + nth * BITS + bit;
                let mut rows = self.staff.iter().map(|(_, row)| row);
                if !rows.any(|row| row.is_free(cell, &self.runs)) {
                    *word &= !(1 << bit);
                }
            }
        }
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
        let ways = self.looked.ways.iter();
        ways.flat_map(move |way| {
            let free = way.staff.iter();
            let free = free.filter(move |(_, row)| row.is_free(cell, &way.runs));
            free.map(|(staff, _)| *staff)
        })
    }
}
