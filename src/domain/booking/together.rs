//! Several services at once: for one client one after the other, for several clients
//! side by side. Each part is put to the rule in a book in which the parts before it
//! are, so what is offered can be booked in that order.

mod day;
mod enough;

use std::cell::Cell;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Appointment, Ask, DayBook, Fit, FreeTimes, GRID_MIN, House, Limits, Offer, WhyNot,
    search::{Pages, starts},
    why_not,
};
use crate::domain::{
    catalog::Service,
    ids::{AppointmentId, ClientId, RawId, StaffId},
    time::{self, WallTime},
};

use day::Day;

/// The longest that somebody waits between two parts, all waits together.
pub const WAIT_MAX_MIN: u16 = 60;
/// The most parts that are looked for at once.
pub const PARTS_MAX: usize = 20;
/// The most that is put to the rule for one search, and for one start of it: what is
/// nearly impossible is not looked for through whole weeks.
const TRIES_MAX: u32 = 60_000;
const TRIES_AT_ONCE_MAX: u32 = 6_000;

/// One of the services.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    pub service: &'a Service,
    /// Any therapist who can, when open.
    pub staff: Option<StaffId>,
    pub client: Option<ClientId>,
    /// Whose it is: parts of one person follow each other, persons are side by side.
    pub person: usize,
    /// By whom, where and with what; days and hours are those of the whole.
    pub limits: Limits<'a>,
}

#[derive(Clone, Copy)]
pub struct AskTogether<'a> {
    pub parts: &'a [Part<'a>],
    /// A person's parts may come in another order than they are given in.
    pub any_order: bool,
    pub near: WallTime,
    /// Which days will do, in which hours all parts are, and how many days are looked at.
    pub limits: Limits<'a>,
    /// Those that move, which are not in their own way.
    pub ignore: &'a [AppointmentId],
}

/// Times for all parts that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// In the order in which they were found and can be booked, with the number of the
    /// part that each is.
    pub parts: Vec<(usize, Offer)>,
    /// When all persons begin; what is made ready for them may begin before.
    pub at: DateTime<Utc>,
    pub wait_min: u16,
}

/// What was found in a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub times: Vec<Together>,
    /// There was too much to look at: there may be others, and nearer ones.
    pub gave_up: bool,
}

impl<'a> AskTogether<'a> {
    /// A part by itself.
    fn ask(&self, idx: usize) -> Ask<'a> {
        let part = self.parts[idx];
        Ask {
            service: part.service,
            staff: part.staff,
            client: part.client,
            ignore: None,
            near: self.near,
            limits: Limits {
                weekdays: self.limits.weekdays,
                from_minute: self.limits.from_minute,
                until_minute: self.limits.until_minute,
                ..part.limits
            },
        }
    }

    fn n_persons(&self) -> usize {
        let persons = self.parts.iter().map(|it| it.person + 1);
        persons.max().unwrap_or(0)
    }

    fn taken<'t>(&self, taken: impl IntoIterator<Item = &'t Appointment>) -> Vec<&'t Appointment> {
        let taken = taken.into_iter();
        taken.filter(|it| !self.ignore.contains(&it.id)).collect()
    }
}

/// At most `n` times nearest to the one asked for, on its day and then on those that
/// follow, none less than `apart_min` from another: all persons begin at once, and wait
/// as little as will do. `free` is as with [`super::nearest_among`], and is not asked
/// where something moves.
///
/// # Errors
///
/// Those of `taken_on`.
pub fn nearest_together<E>(
    ask: &AskTogether,
    house: House,
    (n, apart_min): (usize, u16),
    free: Option<&mut FreeTimes>,
    taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
) -> Result<Found, E> {
    let mut found = Found {
        times: Vec::new(),
        gave_up: ask.parts.len() > PARTS_MAX,
    };
    if found.gave_up || ask.parts.is_empty() {
        return Ok(found);
    }
    let first = ask.near.date.max(time::wall(house.now, house.zone).date);
    let n_days = ask.limits.n_days();
    let mut own;
    let free = if let Some(free) = free.filter(|_| ask.ignore.is_empty()) {
        free
    } else {
        own = FreeTimes::new(house, first, n_days);
        &mut own
    };
    let asks: Vec<Ask> = (0..ask.parts.len()).map(|idx| ask.ask(idx)).collect();
    let mut pages = Pages::new(taken_on);
    let tries = Cell::new(0);
    let days = first.iter_days().take(n_days);
    for date in days.filter(|it| ask.limits.has_day(*it)) {
        if free.is_open(date) {
            let taken: Vec<_> = ask.taken(pages.of(date)?).into_iter().cloned().collect();
            free.set_day(&house, date, &taken);
        }
        let looked: Vec<_> = asks.iter().map(|it| it.look(free, &house)).collect();
        let rows = looked.iter().map(|it| it.on(date));
        let rows = asks.iter().zip(rows).map(|(ask, starts)| {
            // Off the grid the rows say nothing.
            is_on_the_grid(ask.service).then_some(starts)
        });
        let rows: Vec<_> = rows.collect();
        if rows.iter().any(|it| matches!(it, Some(None))) {
            continue;
        }
        let rows = rows.into_iter().map(Option::flatten).collect();
        let book = DayBook::new(house, date, ask.taken(pages.around(date)?));
        let mut day = Day::new(ask, &asks, rows, &book, &tries);
        if look_at(ask, &mut day, &book, (n, apart_min), &mut found) {
            break;
        }
    }
    Ok(found)
}

/// Looks at the starts of a day, the nearest first; whether that is enough.
fn look_at(
    ask: &AskTogether,
    day: &mut Day,
    book: &DayBook,
    (n, apart_min): (usize, u16),
    found: &mut Found,
) -> bool {
    let house = &book.house;
    let near = time::at_or_after(ask.near, house.zone);
    let mut starts: Vec<_> = starts(book)
        .into_iter()
        .filter_map(|it| time::instant_of(it, house.zone))
        .filter(|at| *at >= house.now)
        .collect();
    starts.sort_by_key(|at| (*at - near).abs());
    for at in starts {
        if found.times.len() >= n {
            return true;
        }
        if day.is_spent() {
            found.gave_up = true;
            return true;
        }
        let apart = |other: &Together| (other.at - at).num_minutes().unsigned_abs();
        let is_apart = (found.times.iter()).all(|it| apart(it) >= u64::from(apart_min));
        if is_apart {
            found.times.extend(day.at_once(at));
            found.gave_up |= day.gave_up();
        }
    }
    found.times.len() >= n
}

/// Why not at the very time asked for: the first part, in the order in which they are
/// named, that cannot be had then where nobody waits, and why, with those before it in
/// the book. `None` where it is not known of one, or the time is outside of the days and
/// hours that will do. `book` is that day's.
pub fn why_not_together(ask: &AskTogether, book: &DayBook) -> Option<(usize, WhyNot)> {
    let zone = book.house.zone;
    let at = time::instant_of(ask.near, zone)?;
    let mut book = book.clone();
    let mut begins = vec![at; ask.n_persons()];
    for (idx, part) in ask.parts.iter().enumerate() {
        let lead = day::lead(part.service, None);
        let near = time::wall(begins[part.person] - lead, zone);
        let alone = Ask {
            near,
            ..ask.ask(idx)
        };
        if let Some(why) = why_not(&alone, &book) {
            return Some((idx, why));
        }
        let mut staff = alone.asked(&book).into_iter();
        let fit = staff.find_map(|it| alone.fit(it, near, &book).ok());
        let fit = fit.filter(|_| alone.is_wanted(near))?;
        begins[part.person] = client_is_free(&fit);
        book.enter_fit(stand_in(idx), part.client, &fit);
    }
    None
}

/// Which part of a visit it is that a clash names, if it is not in the book yet.
pub fn part_of(with: AppointmentId) -> Option<usize> {
    (0..PARTS_MAX).find(|idx| stand_in(*idx) == with)
}

/// With whatever therapist each of its segments begins on the grid, if the first does.
fn is_on_the_grid(service: &Service) -> bool {
    let own = service.segments.iter().map(|it| it.minutes);
    let paces = service.manner.paces.iter().map(|it| it.minutes);
    own.chain(paces).all(|it| it % GRID_MIN == 0)
}

/// When the client may go on to what is next.
fn client_is_free(fit: &Fit) -> DateTime<Utc> {
    let n_with_client = fit.segments.iter().rposition(|it| it.holds_client);
    let n_with_client = n_with_client.map_or(fit.segments.len(), |last| last + 1);
    let minutes = fit.segments[..n_with_client].iter();
    let minutes: i64 = minutes.map(|it| i64::from(it.minutes)).sum();
    fit.starts_at + chrono::Duration::minutes(minutes)
}

/// What stands in the book for a part that has no number yet.
fn stand_in(idx: usize) -> AppointmentId {
    let number = u64::MAX - u64::try_from(idx).unwrap_or(0);
    AppointmentId::from(RawId::from_u64(number))
}
