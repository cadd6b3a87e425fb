//! Times that would do. Whether one would is asked of [`super::fit`], so what is
//! offered can be booked, and what can be booked is offered.

use std::ops::ControlFlow;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Appointment, Clash, DayBook, Fit, FreeTimes, House, Starts, WhereFree, Wish,
    best::{self, Rank},
    book::lasts,
    choose::{may_serve, needs_room, suitable},
    fit,
    free::Sought,
};
use crate::domain::{
    catalog::Service,
    client::Sex,
    ids::{AppointmentId, ClientId, EquipmentId, RoomId, StaffId},
    staff::Staff,
    time::{self, WallTime},
};

/// The grid's unit.
pub const GRID_MIN: u16 = 5;
/// How far ahead a search looks where nothing else is said.
pub const DAYS_MAX: usize = 60;
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
    pub limits: Limits<'a>,
}

/// In which order times are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The nearest to the time asked for, before it and after it.
    #[default]
    Nearest,
    /// From the time asked for on.
    First,
    /// From the time asked for on, over all days that are looked at, by [`Rank`].
    Best,
}

/// What narrows a search; the default narrows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits<'a> {
    /// Any of these as the main therapist; empty is anybody.
    pub staff: &'a [StaffId],
    /// As the main therapist only somebody of whom this is told.
    pub sex: Option<Sex>,
    /// In any of these rooms; empty is any.
    pub rooms: &'a [RoomId],
    /// As [`Wish::equipment`].
    pub equipment: &'a [EquipmentId],
    /// As [`Wish::team`]; none of them is the main therapist.
    pub team: &'a [Option<StaffId>],
    /// Monday to Sunday, the days that will do; none of them is all of them.
    pub weekdays: [bool; 7],
    /// It begins at this minute of a day or later.
    pub from_minute: u16,
    /// It is over by this minute of the day on which it begins.
    pub until_minute: Option<u16>,
    /// How many days are looked at; [`DAYS_MAX`] where nothing is said.
    pub n_days: Option<u16>,
    pub order: Order,
    /// Whom the client would rather have, for what is best.
    pub preferred: Option<StaffId>,
    /// The least that each can sell, in minutes, for what is best; of who is not listed
    /// it is the service itself.
    pub least_min: &'a [(StaffId, u16)],
}

impl Limits<'_> {
    pub fn n_days(&self) -> usize {
        self.n_days.map_or(DAYS_MAX, usize::from)
    }

    pub(super) fn has_day(&self, date: NaiveDate) -> bool {
        let weekday = date.weekday().num_days_from_monday() as usize;
        self.weekdays[weekday] || self.weekdays == [false; 7]
    }

    fn has_hours(&self, start: WallTime, minutes: u16) -> bool {
        let end = start.minute.saturating_add(minutes);
        start.minute >= self.from_minute && self.until_minute.is_none_or(|it| end <= it)
    }
}

#[cfg(test)]
thread_local! {
    /// How often a search put something to the rule.
    static N_ASKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
pub(super) fn asked_of_the_rule() -> usize {
    N_ASKED.get()
}

/// A time that would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub staff: StaffId,
    pub room: Option<RoomId>,
    pub start: WallTime,
    pub starts_at: DateTime<Utc>,
}

/// The starts that are looked at.
#[derive(Clone, Copy)]
pub(super) enum Possible<'a> {
    All,
    /// None at all, where there are none.
    Some(Option<&'a Starts<'a>>),
}

/// A start with a therapist that is to be put to the rule.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    starts_at: DateTime<Utc>,
    start: WallTime,
    staff: StaffId,
}

impl Ask<'_> {
    /// The start with this therapist, if it would do and is not gone by. What is
    /// not among the possible ones is not looked at.
    pub(super) fn candidate(
        &self,
        staff: StaffId,
        (starts_at, start): (DateTime<Utc>, WallTime),
        book: &DayBook,
        possible: Possible,
    ) -> Option<Candidate> {
        if let Possible::Some(possible) = possible
            && !possible?.has(staff, starts_at)
        {
            return None;
        }
        let minutes = self.service.minutes_with(staff);
        let may_be = starts_at >= book.house.now
            && self.limits.has_hours(start, minutes)
            && self.begins_on_shift(staff, starts_at, book);
        may_be.then_some(Candidate {
            starts_at,
            start,
            staff,
        })
    }

    /// Whether it is on the days and in the hours that will do.
    pub(super) fn is_wanted(&self, start: WallTime) -> bool {
        let minutes = self.service.minutes();
        self.limits.has_day(start.date) && self.limits.has_hours(start, minutes)
    }

    /// As the rule has it.
    fn offer(&self, it: Candidate, book: &DayBook) -> Option<Offer> {
        let fit = self.fit(it.staff, it.start, book).ok()?;
        Some(Offer {
            staff: it.staff,
            room: fit.room,
            start: it.start,
            starts_at: fit.starts_at,
        })
    }

    /// In any of the rooms that are named, or anywhere.
    pub(super) fn fit(
        &self,
        staff: StaffId,
        start: WallTime,
        book: &DayBook,
    ) -> Result<Fit, Clash> {
        #[cfg(test)]
        N_ASKED.set(N_ASKED.get() + 1);
        let wish = Wish {
            client: self.client,
            ignore: self.ignore,
            equipment: self.limits.equipment,
            team: self.limits.team,
            ..Wish::new(self.service, staff, start)
        };
        let Some((room, others)) = self.limits.rooms.split_first() else {
            return fit(&wish, book);
        };
        let within = |room: &RoomId| {
            let room = Some(*room);
            fit(&Wish { room, ..wish }, book)
        };
        let first = within(room);
        let found = || others.iter().find_map(|room| within(room).ok());
        first.or_else(|clash| found().ok_or(clash))
    }

    /// Most of the day nobody works: seen before anything is laid out.
    fn begins_on_shift(&self, staff: StaffId, starts_at: DateTime<Utc>, book: &DayBook) -> bool {
        let first = self.service.segments.first();
        let needs_staff = first.is_some_and(|it| it.roles.contains(&0) && it.minutes > 0);
        let first_minute = lasts([1].into_iter(), starts_at).next();
        !needs_staff || first_minute.is_some_and(|it| book.is_on_shift(staff, it))
    }

    /// Looks for it among what is known to be free.
    pub(super) fn look<'f>(&self, free: &'f FreeTimes, house: &House) -> WhereFree<'f> {
        let staff: Vec<StaffId> = match self.staff {
            Some(staff) => vec![staff],
            None => self.able(house).collect(),
        };
        let others: Vec<StaffId> = match self.service.n_roles() {
            0 | 1 => Vec::new(),
            _ => self.may_serve(house).map(|it| it.id).collect(),
        };
        let named = self.limits.rooms;
        let rooms = suitable(self.service, house);
        let rooms: Vec<RoomId> = rooms
            .filter(|it| named.is_empty() || named.contains(it) || self.service.manner.all_rooms)
            .collect();
        free.look_for(&Sought {
            service: self.service,
            staff: &staff,
            others: &others,
            rooms: needs_room(self.service, house).then_some(rooms.as_slice()),
        })
    }

    fn may_serve<'h>(&self, house: &House<'h>) -> impl Iterator<Item = &'h Staff> {
        let (house, service, client) = (*house, self.service, self.client);
        let staff = house.staff.iter();
        staff.filter(move |it| may_serve(it, service, client, &house))
    }

    fn able(&self, house: &House) -> impl Iterator<Item = StaffId> {
        let Limits {
            staff: named,
            sex,
            team,
            ..
        } = self.limits;
        let may = self.may_serve(house);
        may.filter(move |it| sex.is_none() || it.sex == sex)
            .map(|it| it.id)
            .filter(move |it| named.is_empty() || named.contains(it))
            .filter(move |it| !team.contains(&Some(*it)))
    }

    /// Whoever is asked for, else those who can.
    pub(super) fn asked(&self, book: &DayBook) -> Vec<StaffId> {
        match self.staff {
            Some(staff) => vec![staff],
            None => self.therapists(book),
        }
    }

    /// Those who can do the service, the least booked around the day first.
    fn therapists(&self, book: &DayBook) -> Vec<StaffId> {
        let mut able: Vec<StaffId> = self.able(&book.house).collect();
        able.sort_by_key(|&staff| book.minutes_booked(staff));
        able
    }
}

/// Every start on the grid of the book's day, from now on, that can be booked, in
/// order of time: with the therapist asked for, else with each one who can.
pub fn free_starts(ask: &Ask, book: &DayBook) -> Vec<Offer> {
    candidates(ask, book, Possible::All)
        .into_iter()
        .filter_map(|it| ask.offer(it, book))
        .collect()
}

/// Those that begin when it is asked for, or after.
fn not_before(
    ask: &Ask,
    book: &DayBook,
    possible: Possible,
) -> impl Iterator<Item = Candidate> + use<> {
    let near = time::at_or_after(ask.near, book.house.zone);
    let day = candidates(ask, book, possible).into_iter();
    day.filter(move |it| it.starts_at >= near)
}

/// What is left for the rule to say, in order of time, whoever is booked least first.
fn candidates(ask: &Ask, book: &DayBook, possible: Possible) -> Vec<Candidate> {
    if !ask.limits.has_day(book.date) || matches!(possible, Possible::Some(None)) {
        return Vec::new();
    }
    let staff = ask.asked(book);
    let zone = book.house.zone;
    starts(book)
        .into_iter()
        .filter_map(|start| Some((time::instant_of(start, zone)?, start)))
        .flat_map(|start| staff.iter().map(move |&staff| (start, staff)))
        .filter_map(|(start, staff)| ask.candidate(staff, start, book, possible))
        .collect()
}

/// In order of time. Where the clock is set back there are more of them, and less
/// where it jumps.
pub(super) fn starts(book: &DayBook) -> Vec<WallTime> {
    let (date, zone) = (book.date, book.house.zone);
    let minutes = (0..DAY_MIN).step_by(usize::from(GRID_MIN));
    let once = minutes.map(move |minute| WallTime::new(date, minute));
    let midnight = |date| time::at_or_after(WallTime::new(date, 0), zone);
    let lasts = date.succ_opt().map(|next| midnight(next) - midnight(date));
    if lasts == Some(TimeDelta::days(1)) {
        return once.collect();
    }
    let again = once.clone().map(|it| WallTime { again: true, ..it });
    let both = once.chain(again);
    let mut starts: Vec<_> = both
        .filter_map(|it| Some((time::instant_of(it, zone)?, it)))
        .collect();
    starts.sort_unstable();
    starts.into_iter().map(|(_, start)| start).collect()
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
    taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
) -> Result<Vec<Offer>, E> {
    nearest_among(ask, house, n, apart_min, None, taken_on)
}

/// As [`nearest`], and gives the same; days where `free` has no place are passed
/// over unread, and those that nobody looked at are. `free` must cover the days, and
/// know nothing that is not so by `taken_on`.
///
/// # Errors
///
/// Those of `taken_on`.
pub fn nearest_among<E>(
    ask: &Ask,
    house: House,
    n: usize,
    apart_min: u16,
    free: Option<&mut FreeTimes>,
    taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
) -> Result<Vec<Offer>, E> {
    let mut found = Found {
        offers: Vec::new(),
        n_wanted: n,
        apart_min,
    };
    match ask.limits.order {
        Order::Nearest => found.nearest(ask, house, free, taken_on)?,
        Order::First => found.first(ask, house, free, taken_on)?,
        Order::Best => found.best(ask, house, free, taken_on)?,
    }
    Ok(found.offers)
}

/// Shows `day` each day that may have a place, with its book and the starts that may
/// do, until it has enough.
fn walk<'h, E>(
    ask: &Ask,
    house: House<'h>,
    free: Option<&mut FreeTimes>,
    taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
    mut day: impl FnMut(usize, DayBook<'h>, Possible) -> ControlFlow<()>,
) -> Result<(), E> {
    let today = time::wall(house.now, house.zone).date;
    let first = ask.near.date.max(today);
    // One that moves may stay where it was, which is not free.
    let mut free = free.filter(|_| ask.ignore.is_none());
    let anybody = Ask {
        staff: None,
        ..*ask
    };
    let is_for_others = ask.limits.order == Order::Nearest && ask.staff.is_some();
    let mut pages = Pages::new(taken_on);
    for (ahead, date) in first.iter_days().take(ask.limits.n_days()).enumerate() {
        if ahead > 0 && !ask.limits.has_day(date) {
            continue;
        }
        if let Some(free) = free.as_deref_mut().filter(|it| it.is_open(date)) {
            free.set_day(&house, date, pages.of(date)?);
        }
        // On the first day somebody else may do.
        let asked = if ahead == 0 { &anybody } else { ask };
        let looked = free.as_deref().map(|free| asked.look(free, &house));
        let possible = looked.as_ref().map(|it| it.on(date));
        let possible = match &possible {
            // A time off the grid may be asked for with somebody on the first.
            Some(None) if ahead > 0 || !is_for_others => continue,
            Some(starts) => Possible::Some(starts.as_ref()),
            None => Possible::All,
        };
        let book = DayBook::new(house, date, pages.around(date)?);
        if day(ahead, book, possible).is_break() {
            break;
        }
    }
    Ok(())
}

/// Offers that keep their distance.
struct Found {
    offers: Vec<Offer>,
    n_wanted: usize,
    apart_min: u16,
}

impl Found {
    fn nearest<E>(
        &mut self,
        ask: &Ask,
        house: House,
        free: Option<&mut FreeTimes>,
        taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
    ) -> Result<(), E> {
        let anybody = Ask {
            staff: None,
            ..*ask
        };
        let by_nearness = |mut day: Vec<Candidate>| {
            let near = time::at_or_after(ask.near, house.zone);
            // The earlier of two that are equally near.
            day.sort_by_key(|it| (it.starts_at - near).abs());
            day
        };
        let n = self.n_wanted;
        let mut others: Vec<Offer> = Vec::new();
        walk(ask, house, free, taken_on, |ahead, book, possible| {
            if ahead == 0 {
                others = others_at_the_time(ask, n / 2, &book);
                self.n_wanted = n - others.len();
            }
            let day = by_nearness(candidates(ask, &book, possible));
            let mut is_enough = self.take(ask, day.into_iter().map(|it| (it, &book)));
            if ahead == 0 && ask.staff.is_some() && is_enough.is_continue() {
                // Rather somebody else today than the same one on another day; who is
                // free at the very time was found already.
                self.offers.append(&mut others);
                self.n_wanted = n;
                let day = by_nearness(candidates(&anybody, &book, possible));
                is_enough = self.take(&anybody, day.into_iter().map(|it| (it, &book)));
            }
            is_enough
        })?;
        self.offers.extend(others);
        Ok(())
    }

    fn first<E>(
        &mut self,
        ask: &Ask,
        house: House,
        free: Option<&mut FreeTimes>,
        taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
    ) -> Result<(), E> {
        walk(ask, house, free, taken_on, |_, book, possible| {
            let later = not_before(ask, &book, possible);
            self.take(ask, later.map(|it| (it, &book)))
        })
    }

    fn best<E>(
        &mut self,
        ask: &Ask,
        house: House,
        free: Option<&mut FreeTimes>,
        taken_on: impl FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
    ) -> Result<(), E> {
        let mut books = Vec::new();
        let mut all: Vec<(Rank, Candidate, usize)> = Vec::new();
        walk(ask, house, free, taken_on, |_, book, possible| {
            let later = not_before(ask, &book, possible);
            all.extend(later.map(|it| {
                let rank = best::rank(ask, it.staff, it.starts_at, &book);
                (rank, it, books.len())
            }));
            books.push(book);
            ControlFlow::Continue(())
        })?;
        all.sort_by_key(|(rank, it, _)| (*rank, it.starts_at));
        let ranked = all.iter().map(|(_, it, nth)| (*it, &books[*nth]));
        let _ = self.take(ask, ranked);
        Ok(())
    }

    /// Puts to the rule what keeps its distance from all that are there, until there
    /// are enough.
    fn take<'a>(
        &mut self,
        ask: &Ask,
        candidates: impl Iterator<Item = (Candidate, &'a DayBook<'a>)>,
    ) -> ControlFlow<()> {
        for (it, book) in candidates {
            if self.offers.len() >= self.n_wanted {
                return ControlFlow::Break(());
            }
            let far = |other: &Offer| {
                let apart = (other.starts_at - it.starts_at).num_minutes();
                apart.unsigned_abs() >= u64::from(self.apart_min)
            };
            if self.offers.iter().all(far) {
                self.offers.extend(ask.offer(it, book));
            }
        }
        if self.offers.len() >= self.n_wanted {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}

/// The first time from `near` on that can be booked, with whoever is free then:
/// what may be free is put to the rule, day by day.
///
/// # Errors
///
/// Those of `admitted`, which asks the rule.
pub fn first_free<E>(
    ask: &Ask,
    house: &House,
    free: &FreeTimes,
    n_days: usize,
    mut admitted: impl FnMut(StaffId, WallTime) -> Result<Option<Offer>, E>,
) -> Result<Option<Offer>, E> {
    let from = time::at_or_after(ask.near, house.zone).max(house.now);
    let last = Days::new(u64::try_from(n_days.saturating_sub(1)).unwrap_or(0));
    let last = ask.near.date.checked_add_days(last);
    let looked = ask.look(free, house);
    for starts in looked.from(from.naive_utc(), last.unwrap_or(ask.near.date)) {
        for (at, staff) in starts.iter().filter(|(at, _)| *at >= from) {
            let start = time::wall(at, house.zone);
            if let Some(offer) = admitted(staff, start)? {
                return Ok(Some(offer));
            }
        }
    }
    Ok(None)
}

/// The book's pages, each read once.
pub(super) struct Pages<F> {
    taken_on: F,
    read: Vec<(NaiveDate, Vec<Appointment>)>,
}

impl<F, E> Pages<F>
where
    F: FnMut(NaiveDate) -> Result<Vec<Appointment>, E>,
{
    pub(super) fn new(taken_on: F) -> Self {
        Self {
            taken_on,
            read: Vec::new(),
        }
    }

    /// What is taken on the day before, on the day, and on the day after.
    pub(super) fn around(
        &mut self,
        date: NaiveDate,
    ) -> Result<impl Iterator<Item = &Appointment>, E> {
        let days = [date.pred_opt(), Some(date), date.succ_opt()];
        self.read.retain(|(day, _)| days.contains(&Some(*day)));
        for day in days.into_iter().flatten() {
            self.of(day)?;
        }
        Ok(self.read.iter().flat_map(|(_, taken)| taken))
    }

    pub(super) fn of(&mut self, date: NaiveDate) -> Result<&[Appointment], E> {
        let mut nth = self.read.len();
        if let Some(found) = self.read.iter().position(|(it, _)| *it == date) {
            nth = found;
        } else {
            self.read.push((date, (self.taken_on)(date)?));
        }
        Ok(&self.read[nth].1)
    }
}

fn others_at_the_time(ask: &Ask, n: usize, book: &DayBook) -> Vec<Offer> {
    let at = time::instant_of(ask.near, book.house.zone);
    let (Some(wished), Some(at)) = (ask.staff, at) else {
        return Vec::new();
    };
    ask.therapists(book)
        .into_iter()
        .filter(|&staff| staff != wished)
        .filter_map(|staff| ask.candidate(staff, (at, ask.near), book, Possible::All))
        .filter_map(|it| ask.offer(it, book))
        .take(n)
        .collect()
}
