//! The rows of free cells, kept beside the store: what one search learns of a day
//! serves the next ones, until something on that day changes.

use std::sync::{Mutex, MutexGuard};

use chrono::NaiveDate;

use super::shop::raw_id;
use crate::{
    domain::{
        booking::{self, Appointment, Ask, AskTogether, Found, FreeTimes, House, Offer},
        ids::AppointmentId,
        room_state::{RoomOrder, RoomState},
        time,
    },
    store::{
        Change, Reads, StoreError,
        record::{Kind, Lookup, Record},
    },
};

/// Days that are kept beyond those of a search from today, so that neither tomorrow
/// nor a look at next month begins anew.
const SPARE_DAYS: usize = 62;
/// Who asks for days beyond these is rare, and is served without rows.
const KEPT_DAYS_MAX: usize = 400;

/// What is known of free times, shared by all sessions.
///
/// Whoever sees another entry of the journal than the one that was noted last
/// searches without rows, so nothing is left out for what was so before.
#[derive(Debug, Default)]
pub(super) struct FreeDays(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// The journal's entry that the rows are up to date with.
    entry: Option<u64>,
    free: Option<FreeTimes>,
}

impl FreeDays {
    /// As [`booking::nearest`], and gives the same. A transaction asks before it
    /// changes anything in the book.
    pub(super) fn nearest(
        &self,
        reads: &impl Reads,
        ask: &Ask,
        house: House,
        (n, apart_min): (usize, u16),
    ) -> Result<Vec<Offer>, StoreError> {
        let days = (ask.near.date, ask.limits.n_days());
        let taken_on = |date| reads.find::<Appointment>(&Lookup::AppointmentOn(date));
        self.search(reads, days, &house, |free| match free {
            Some(free) => booking::nearest_among(ask, house, n, apart_min, Some(free), taken_on),
            None => booking::nearest(ask, house, n, apart_min, taken_on),
        })
    }

    /// As [`booking::nearest_together`].
    pub(super) fn nearest_together(
        &self,
        reads: &impl Reads,
        ask: &AskTogether,
        house: House,
        wanted: (usize, u16),
    ) -> Result<Found, StoreError> {
        let days = (ask.near.date, ask.limits.n_days());
        let taken_on = |date| reads.find::<Appointment>(&Lookup::AppointmentOn(date));
        self.search(reads, days, &house, |free| {
            booking::nearest_together(ask, house, wanted, free, taken_on)
        })
    }

    /// With the rows, where they are as the book is.
    fn search<T>(
        &self,
        reads: &impl Reads,
        days: (NaiveDate, usize),
        house: &House,
        search: impl FnOnce(Option<&mut FreeTimes>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let entry = reads.last_entry()?;
        let mut known = self.known();
        let noted = *known.entry.get_or_insert(entry);
        if entry == noted
            && let Some(free) = known.covering(days, house)
        {
            return search(Some(free));
        }
        drop(known);
        search(None)
    }

    /// Brings the rows up to an entry that has just been written.
    pub(super) fn note(&self, entry: u64, changed: &[Change]) -> Result<(), StoreError> {
        let moved = moved(changed);
        let is_house = |it: &Change| {
            let is_hours = matches!(
                it.kind,
                Kind::Absence | Kind::DayHours | Kind::ShiftPattern | Kind::HouseHours
            );
            let is_place = matches!(it.kind, Kind::Room | Kind::Equipment | Kind::Settings);
            is_hours || is_place || it.kind == Kind::Staff
        };
        let said = said_of_rooms(changed);
        let mut known = self.known();
        let is_order = match (&said, &known.free) {
            (Ok(said), Some(free)) => said
                .iter()
                .any(|it| it.order == RoomOrder::OutOfOrder || free.is_shut(it.room)),
            _ => true,
        };
        let follows = known.entry.is_some_and(|it| it + 1 == entry);
        known.entry = Some(entry);
        match (&moved, &mut known.free) {
            (Ok(moved), Some(free)) if follows && !is_order && !changed.iter().any(is_house) => {
                for (appointment, dates) in moved {
                    free.changed(*appointment, dates);
                }
            }
            (_, free) => *free = None,
        }
        said?;
        moved.map(drop)
    }

    /// What a panic left behind is not trusted.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(|poisoned| {
            let mut known = poisoned.into_inner();
            *known = Known::default();
            self.0.clear_poison();
            known
        })
    }
}

impl Known {
    /// Rows for all days that are asked for; new ones if there are none so far.
    fn covering(
        &mut self,
        (first, n_days): (NaiveDate, usize),
        house: &House,
    ) -> Option<&mut FreeTimes> {
        let today = time::wall(house.now, house.zone).date;
        let first = first.max(today);
        let is_there = |free: &FreeTimes| free.covers(house.zone, first, n_days);
        if !self.free.as_ref().is_some_and(is_there) {
            let n_ahead = usize::try_from((first - today).num_days()).ok()?;
            let n_days = n_ahead + n_days + SPARE_DAYS;
            if n_days > KEPT_DAYS_MAX {
                return None;
            }
            let n_before = self.free.as_ref().map_or(0, FreeTimes::n_days);
            self.free = Some(FreeTimes::new(*house, today, n_days.max(n_before)));
        }
        self.free.as_mut()
    }
}

/// What was said of rooms; one of which it was taken back counts as out of order.
fn said_of_rooms(changed: &[Change]) -> Result<Vec<RoomState>, StoreError> {
    let states = changed.iter().filter(|it| it.kind == Kind::RoomState);
    let gone = |it: &Change| {
        Some(RoomState {
            room: raw_id(&it.key)?.into(),
            order: RoomOrder::OutOfOrder,
            since: chrono::DateTime::UNIX_EPOCH,
            by: None,
            note: String::new(),
            until: None,
        })
    };
    let said = states.filter_map(|it| match it.record::<RoomState>() {
        Ok(None) => gone(it).map(Ok),
        said => said.transpose(),
    });
    said.collect()
}

/// The appointments that changed, with the days on which each lies now.
fn moved(changed: &[Change]) -> Result<Vec<(AppointmentId, Vec<NaiveDate>)>, StoreError> {
    let visits = changed.iter().filter(|it| it.kind == Kind::Appointment);
    let visits = visits.filter_map(|it| Some((it, AppointmentId::from(raw_id(&it.key)?))));
    visits
        .map(|(change, id)| {
            let visit = change.record::<Appointment>()?;
            let lookups = visit.map(|it| it.lookups()).unwrap_or_default();
            let dates = lookups.into_iter().filter_map(|it| match it {
                Lookup::AppointmentOn(date) => Some(date),
                _ => None,
            });
            Ok((id, dates.collect()))
        })
        .collect()
}
