//! Several services at once: for one client one after the other, for several clients
//! side by side. Each part is put to the rule in a book in which the parts before it
//! are, so what is offered can be booked in that order.

use std::cell::Cell;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::{
    Appointment, DAYS_MAX, DayBook, Fit, House, Offer, Wish, fit,
    search::{Ask, Limits, Pages, starts},
};
use crate::domain::{
    catalog::Service,
    ids::{AppointmentId, ClientId, RoomId, StaffId},
    time::{self, WallTime},
};

/// The longest that somebody waits between two parts, all waits together.
pub const WAIT_MAX_MIN: u16 = 60;
/// Waits are looked at in these steps; the shortest that will do is taken.
const WAITS_MIN: [u16; 6] = [0, 5, 15, 30, 45, WAIT_MAX_MIN];
const GRID: usize = 5;
/// The most that is put to the rule for one search: what is nearly impossible is not
/// looked for through whole weeks.
const TRIES_MAX: u32 = 60_000;

/// One of the services.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    pub service: &'a Service,
    /// Any therapist who can, when open.
    pub staff: Option<StaffId>,
    pub client: Option<ClientId>,
    /// Whose it is: parts of one person follow each other, persons are side by side.
    pub person: usize,
}

#[derive(Clone, Copy)]
pub struct AskTogether<'a> {
    pub parts: &'a [Part<'a>],
    /// A person's parts may come in another order than they are given in.
    pub any_order: bool,
    pub near: WallTime,
    /// Those that move, which are not in their own way.
    pub ignore: &'a [AppointmentId],
}

/// Times for all parts that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// In the order in which they were found and can be booked, with the number of the
    /// part that each is.
    pub parts: Vec<(usize, Offer)>,
    pub wait_min: u16,
}

impl Together {
    /// When the first of them begins.
    pub fn starts_at(&self) -> Option<DateTime<Utc>> {
        self.parts.iter().map(|(_, it)| it.starts_at).min()
    }
}

/// At most `n` times nearest to the one asked for, on its day and then on those that
/// follow, none less than `apart_min` from another: all persons begin at once, and wait
/// as little as will do.
///
/// # Errors
///
/// Those of `taken_on`.
pub fn nearest_together<E>(
    ask: &AskTogether,
    house: House,
    (n, apart_min): (usize, u16),
    taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
) -> Result<Vec<Together>, E> {
    let today = time::wall(house.now, house.zone).date;
    let first = ask.near.date.max(today);
    let near = time::at_or_after(ask.near, house.zone);
    let mut pages = Pages::new(taken_on);
    let mut found: Vec<Together> = Vec::new();
    let tries = Cell::new(0);
    for date in first.iter_days().take(DAYS_MAX) {
        let taken = pages.around(date)?;
        let taken = taken.filter(|it| !ask.ignore.contains(&it.id));
        let book = DayBook::new(house, date, taken);
        let mut starts: Vec<_> = starts(&book)
            .into_iter()
            .filter_map(|it| Some((time::instant_of(it, house.zone)?, it)))
            .filter(|(at, _)| *at >= house.now)
            .collect();
        starts.sort_by_key(|(at, _)| (*at - near).abs());
        for (at, _) in starts {
            let is_apart = found
                .iter()
                .filter_map(Together::starts_at)
                .all(|other| (other - at).num_minutes().unsigned_abs() >= u64::from(apart_min));
            if found.len() >= n || tries.get() >= TRIES_MAX {
                return Ok(found);
            }
            if is_apart {
                found.extend(at_once(ask, &book, at, &tries));
            }
        }
    }
    Ok(found)
}

/// All parts from this moment on, with as little waiting as will do.
fn at_once(
    ask: &AskTogether,
    book: &DayBook,
    at: DateTime<Utc>,
    tries: &Cell<u32>,
) -> Option<Together> {
    let search = Search {
        ask,
        at,
        tries,
        n_persons: ask.parts.iter().map(|it| it.person + 1).max()?,
    };
    // Who has one service has nothing to wait for.
    let may_wait = search.n_persons < ask.parts.len();
    let waits = if may_wait { &WAITS_MIN[..] } else { &[0] };
    waits.iter().find_map(|&wait| {
        let mut placed = Vec::with_capacity(ask.parts.len());
        let left = search.person(0, book, &mut placed, wait)?;
        Some(Together {
            parts: placed,
            wait_min: wait - left,
        })
    })
}

struct Search<'a> {
    ask: &'a AskTogether<'a>,
    at: DateTime<Utc>,
    tries: &'a Cell<u32>,
    n_persons: usize,
}

type Placed = Vec<(usize, Offer)>;

impl Search<'_> {
    /// All parts of a person and of those who follow; how much of the wait is left.
    fn person(&self, person: usize, book: &DayBook, placed: &mut Placed, wait: u16) -> Option<u16> {
        if person == self.n_persons {
            return Some(wait);
        }
        self.part(person, self.at, book, placed, wait)
    }

    /// A part of this person that begins at `from` or, if others were before it, a
    /// while later; then the rest.
    fn part(
        &self,
        person: usize,
        from: DateTime<Utc>,
        book: &DayBook,
        placed: &mut Placed,
        wait: u16,
    ) -> Option<u16> {
        let is_placed = |idx: usize, placed: &Placed| placed.iter().any(|(it, _)| *it == idx);
        let own = |idx: &usize| self.ask.parts[*idx].person == person;
        let open: Vec<usize> = (0..self.ask.parts.len())
            .filter(own)
            .filter(|idx| !is_placed(*idx, placed))
            .collect();
        if open.is_empty() {
            return self.person(person + 1, book, placed, wait);
        }
        let is_first = from == self.at;
        let most = if is_first { 0 } else { wait };
        let n_next = if self.ask.any_order { open.len() } else { 1 };
        for later in (0..=most).step_by(GRID) {
            let at = from + Duration::minutes(later.into());
            for &idx in &open[..n_next] {
                let left = self.with_anybody(idx, at, book, placed, wait - later);
                if left.is_some() {
                    return left;
                }
            }
        }
        None
    }

    /// This part then, with whoever gives it, and the rest.
    fn with_anybody(
        &self,
        idx: usize,
        at: DateTime<Utc>,
        book: &DayBook,
        placed: &mut Placed,
        wait: u16,
    ) -> Option<u16> {
        let part = &self.ask.parts[idx];
        for staff in therapists(part, book) {
            for room in self.rooms(part, placed) {
                if self.tries.get() >= TRIES_MAX {
                    return None;
                }
                let Some((fit, start)) = self.try_part(part, staff, room, at, book) else {
                    continue;
                };
                let mut next = book.clone();
                next.enter_fit(stand_in(idx), part.client, &fit);
                placed.push((
                    idx,
                    Offer {
                        staff,
                        room: fit.room,
                        start,
                        starts_at: fit.starts_at,
                    },
                ));
                let left = self.part(part.person, client_is_free(&fit), &next, placed, wait);
                if left.is_some() {
                    return left;
                }
                placed.pop();
                break;
            }
        }
        None
    }

    /// Rather in the room of the one beside, if that has a place.
    fn rooms(&self, part: &Part, placed: &Placed) -> Vec<Option<RoomId>> {
        let mut beside = placed.iter().filter(|(idx, it)| {
            let other = &self.ask.parts[*idx];
            other.person != part.person && it.starts_at == self.at
        });
        let room = beside.next().and_then(|(_, it)| it.room);
        room.map(Some).into_iter().chain([None]).collect()
    }

    /// So that the client's own time begins at `at`: what is made ready is made ready
    /// before.
    fn try_part(
        &self,
        part: &Part,
        staff: StaffId,
        room: Option<RoomId>,
        at: DateTime<Utc>,
        book: &DayBook,
    ) -> Option<(Fit, WallTime)> {
        self.tries.set(self.tries.get() + 1);
        let zone = book.house.zone;
        let starts_at = at - Duration::minutes(lead_min(part.service).into());
        let start = on_the_clock(starts_at, book)?;
        let wish = Wish {
            room,
            client: part.client,
            ..Wish::new(part.service, staff, start)
        };
        let fit = fit(&wish, book).ok()?;
        (time::instant_of(start, zone) == Some(fit.starts_at)).then_some((fit, start))
    }
}

/// Whoever is asked for, else those who can, the least booked first.
fn therapists(part: &Part, book: &DayBook) -> Vec<StaffId> {
    let anybody = Ask {
        service: part.service,
        staff: None,
        client: part.client,
        ignore: None,
        near: WallTime::new(book.date, 0),
        limits: Limits::default(),
    };
    match part.staff {
        Some(staff) => vec![staff],
        None => anybody.therapists(book),
    }
}

fn on_the_clock(at: DateTime<Utc>, book: &DayBook) -> Option<WallTime> {
    let start = time::wall(at, book.house.zone);
    // A book knows what is on its day.
    (start.date == book.date).then_some(start)
}

/// Minutes before the client is wanted.
fn lead_min(service: &Service) -> u16 {
    let before = service.segments.iter().take_while(|it| !it.holds_client);
    let lead: u16 = before.map(|it| it.minutes).sum();
    if lead < service.minutes() { lead } else { 0 }
}

/// When the client may go on to what is next.
fn client_is_free(fit: &Fit) -> DateTime<Utc> {
    let n_with_client = fit.segments.iter().rposition(|it| it.holds_client);
    let n_with_client = n_with_client.map_or(fit.segments.len(), |last| last + 1);
    let minutes = fit.segments[..n_with_client].iter();
    let minutes: i64 = minutes.map(|it| i64::from(it.minutes)).sum();
    fit.starts_at + Duration::minutes(minutes)
}

/// What stands in the book for a part that has no number yet.
fn stand_in(idx: usize) -> AppointmentId {
    let number = u64::MAX - u64::try_from(idx).unwrap_or(0);
    AppointmentId::from(crate::domain::ids::RawId::from_u64(number))
}
