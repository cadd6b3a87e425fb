//! Times that would do. Whether one would is asked of [`super::fit`], so what is
//! offered can be booked, and what can be booked is offered.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Appointment, DayBook, House, Wish, book::lasts, fit, plan::begins};
use crate::domain::{
    catalog::Service,
    ids::{AppointmentId, ClientId, RoomId, StaffId},
    staff::Staff,
    time::{self, WallTime},
};

/// The grid's unit.
pub const GRID_MIN: u16 = 5;
/// How far ahead a search looks.
const DAYS_MAX: usize = 60;
const DAY_MIN: u16 = 24 * 60;

/// What times are asked for.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    pub service: &'a Service,
    /// Any therapist who can, when open.
    pub staff: Option<StaffId>,
    pub client: Option<ClientId>,
    /// The appointment itself, when it moves.
    pub ignore: Option<AppointmentId>,
    pub near: WallTime,
}

/// A time that would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub staff: StaffId,
    pub room: Option<RoomId>,
    pub start: WallTime,
    pub starts_at: DateTime<Utc>,
}

impl Ask<'_> {
    /// The start with this therapist, if it would do and is not gone by.
    fn offer(&self, staff: StaffId, start: WallTime, book: &DayBook) -> Option<Offer> {
        if !self.begins_on_shift(staff, start, book) {
            return None;
        }
        let wish = Wish {
            service: self.service,
            staff,
            room: None,
            keep_room: None,
            start,
            client: self.client,
            ignore: self.ignore,
        };
        let fit = fit(&wish, book).ok()?;
        (fit.starts_at >= book.house.now).then_some(Offer {
            staff,
            room: fit.room,
            start,
            starts_at: fit.starts_at,
        })
    }

    /// Most of the day nobody works: seen before anything is laid out.
    fn begins_on_shift(&self, staff: StaffId, start: WallTime, book: &DayBook) -> bool {
        let needs_staff = self
            .service
            .segments
            .first()
            .is_some_and(|it| it.holds_staff);
        let Some(starts_at) = begins(start, book.house.zone) else {
            return false;
        };
        let first_minute = lasts([1].into_iter(), starts_at).next();
        !needs_staff || first_minute.is_some_and(|it| book.is_on_shift(staff, it))
    }

    /// Those who can do the service, the least booked around the day first.
    fn therapists(&self, book: &DayBook) -> Vec<StaffId> {
        let can = |it: &&Staff| it.active && it.can_do(self.service.id);
        let mut able: Vec<StaffId> = book
            .house
            .staff
            .iter()
            .filter(can)
            .map(|it| it.id)
            .collect();
        able.sort_by_key(|&staff| book.minutes_booked(staff));
        able
    }
}

/// Every start on the grid of the book's day, from now on, that can be booked, in
/// order of time: with the therapist asked for, else with each one who can.
pub fn free_starts(ask: &Ask, book: &DayBook) -> Vec<Offer> {
    let staff = match ask.staff {
        Some(staff) => vec![staff],
        None => ask.therapists(book),
    };
    starts(book)
        .flat_map(|start| staff.iter().map(move |&staff| (start, staff)))
        .filter_map(|(start, staff)| ask.offer(staff, start, book))
        .collect()
}

fn starts(book: &DayBook) -> impl Iterator<Item = WallTime> {
    let date = book.date;
    (0..DAY_MIN)
        .step_by(usize::from(GRID_MIN))
        .map(move |minute| WallTime::new(date, minute))
}

/// At most `n` times nearest to the one asked for, before and after it on its day,
/// then on the days that follow, none less than `apart_min` from another.
///
/// With a therapist: first that one's times of the day, then anybody's of that day,
/// then that one's of the days that follow; and who else is free at the very time,
/// in at most half of the places. Without: at each time the therapist who
/// is booked least. `taken_on` gives the appointments that begin on a date; it is
/// asked for each date once.
///
/// # Errors
///
/// Those of `taken_on`.
pub fn nearest<E>(
    ask: &Ask,
    house: House,
    n: usize,
    apart_min: u16,
    mut taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
) -> Result<Vec<Offer>, E> {
    let today = time::wall(house.now, house.zone).date;
    let first = ask.near.date.max(today);
    let mut offers: Vec<Offer> = Vec::new();
    let mut others: Vec<Offer> = Vec::new();
    let mut before = match first.pred_opt() {
        Some(date) => taken_on(date)?,
        None => Vec::new(),
    };
    let mut on = taken_on(first)?;
    for (ahead, date) in first.iter_days().take(DAYS_MAX).enumerate() {
        let after = match date.succ_opt() {
            Some(date) => taken_on(date)?,
            None => Vec::new(),
        };
        let book = DayBook::new(house, date, before.iter().chain(&on).chain(&after));
        if ahead == 0 {
            others = others_at_the_time(ask, n / 2, &book);
        }
        let n_wanted = n - others.len();
        take_apart(
            &mut offers,
            day_by_nearness(ask, &book),
            n_wanted,
            apart_min,
        );
        if ahead == 0 && ask.staff.is_some() {
            // Rather somebody else today than the same one on another day.
            let anybody = Ask {
                staff: None,
                ..*ask
            };
            take_apart(
                &mut offers,
                day_by_nearness(&anybody, &book),
                n_wanted,
                apart_min,
            );
        }
        if offers.len() >= n_wanted {
            break;
        }
        (before, on) = (on, after);
    }
    offers.extend(others);
    Ok(offers)
}

/// Adds what keeps its distance from all that are there, up to `n_wanted`.
fn take_apart(offers: &mut Vec<Offer>, found: Vec<Offer>, n_wanted: usize, apart_min: u16) {
    for offer in found {
        let is_apart = offers
            .iter()
            .all(|it| minutes_between(it, &offer) >= apart_min.into());
        if offers.len() < n_wanted && is_apart {
            offers.push(offer);
        }
    }
}

fn others_at_the_time(ask: &Ask, n: usize, book: &DayBook) -> Vec<Offer> {
    let Some(wished) = ask.staff else {
        return Vec::new();
    };
    ask.therapists(book)
        .into_iter()
        .filter(|&staff| staff != wished)
        .filter_map(|staff| ask.offer(staff, ask.near, book))
        .take(n)
        .collect()
}

/// One offer for each start of the day, the nearest to the time asked for first,
/// the earlier of two that are equally near.
fn day_by_nearness(ask: &Ask, book: &DayBook) -> Vec<Offer> {
    let mut offers = free_starts(ask, book);
    offers.dedup_by_key(|it| it.start);
    let near = ask.near.naive();
    offers.sort_by_key(|it| (it.start.naive() - near).num_minutes().abs());
    offers
}

fn minutes_between(one: &Offer, other: &Offer) -> u64 {
    (one.starts_at - other.starts_at)
        .num_minutes()
        .unsigned_abs()
}
