//! All parts from one moment on, on one day. What no part can have even alone is found
//! once and not tried again with the others.

use std::{cell::Cell, collections::HashMap, rc::Rc};

use chrono::{DateTime, Duration, Utc};

use super::{
    AskTogether, PARTS_MAX, TRIES_AT_ONCE_MAX, TRIES_MAX, Together, WAIT_MAX_MIN, client_is_free,
    enough::is_enough, stand_in,
};
use crate::domain::{
    booking::{
        Ask, DayBook, Fit, GRID_MIN, Limits, Offer, Starts,
        choose::{needs_room, suitable},
        search::Possible,
    },
    catalog::{SegmentPlan, Service},
    ids::{RoomId, StaffId},
    time::{self, Span, WallTime},
};

/// Waits are looked at in these steps; the shortest that will do is taken.
const WAITS_MIN: [u16; 6] = [0, 5, 15, 30, 45, WAIT_MAX_MIN];
const GRID: usize = GRID_MIN as usize;

/// Parts, a bit for each.
type Parts = u32;
const _: () = assert!(PARTS_MAX <= Parts::BITS as usize);

/// What is known of a day while it is searched.
pub(super) struct Day<'a> {
    ask: &'a AskTogether<'a>,
    /// Each part by itself.
    asks: &'a [Ask<'a>],
    /// Where each may begin; `None` where that is the rule's alone to judge.
    rows: Vec<Option<Starts<'a>>>,
    book: &'a DayBook<'a>,
    /// Who may give each part, the least booked first.
    staff: Vec<Vec<StaffId>>,
    /// The parts of each person.
    own: Vec<Parts>,
    /// What a part holds is told by its therapist and its room, so that less in the book
    /// never leaves less that is possible.
    is_plain: bool,
    tries: &'a Cell<u32>,
    tries_max: u32,
    alone: HashMap<(usize, DateTime<Utc>), Rc<[Alone]>>,
    waits: HashMap<(Parts, DateTime<Utc>, bool), Option<u16>>,
    at: DateTime<Utc>,
    /// What those behind each person wait at least.
    behind: Vec<u16>,
}

/// Who can give a part at some moment, were no other part there.
#[derive(Clone, Copy)]
struct Alone {
    staff: StaffId,
    start: WallTime,
    /// When the client may go on.
    free_at: DateTime<Utc>,
}

/// A part that is in the book.
struct Placed {
    idx: usize,
    /// `None` while it is looked whether the others could be had without it.
    offer: Option<Offer>,
}

/// How far a search has come.
#[derive(Clone, Copy)]
struct Here {
    person: usize,
    /// What this person is still to have.
    open: Parts,
    from: DateTime<Utc>,
    /// How much may still be waited.
    wait: u16,
}

impl<'a> Day<'a> {
    pub(super) fn new(
        ask: &'a AskTogether<'a>,
        asks: &'a [Ask<'a>],
        rows: Vec<Option<Starts<'a>>>,
        book: &'a DayBook<'a>,
        tries: &'a Cell<u32>,
    ) -> Self {
        let mut own = vec![0; ask.n_persons()];
        for (idx, part) in ask.parts.iter().enumerate() {
            own[part.person] |= 1 << idx;
        }
        Self {
            ask,
            asks,
            rows,
            book,
            staff: asks.iter().map(|it| it.asked(book)).collect(),
            behind: vec![0; own.len()],
            own,
            is_plain: ask.parts.iter().all(|it| is_plain(it.service)),
            tries,
            tries_max: TRIES_MAX,
            alone: HashMap::new(),
            waits: HashMap::new(),
            at: book.house.now,
        }
    }

    /// Nothing more is put to the rule.
    pub(super) fn is_spent(&self) -> bool {
        self.tries.get() >= TRIES_MAX
    }

    /// Whether the last start was left before all was looked at.
    pub(super) fn gave_up(&self) -> bool {
        self.tries.get() >= self.tries_max
    }

    fn count(&self) {
        self.tries.set(self.tries.get().saturating_add(1));
    }

    /// All parts from this moment on, with as little waiting as will do.
    pub(super) fn at_once(&mut self, at: DateTime<Utc>) -> Option<Together> {
        self.at = at;
        self.tries_max = TRIES_MAX.min(self.tries.get() + TRIES_AT_ONCE_MAX);
        let mut least = 0;
        for person in (0..self.own.len()).rev() {
            self.behind[person] = least;
            least += self.least_wait(self.own[person], at, true)?;
        }
        if !self.has_enough() {
            return None;
        }
        let mut waits = WAITS_MIN.into_iter().filter(|it| *it >= least);
        let shortest = waits.next()?;
        if let Some(found) = self.waiting(shortest) {
            return Some(found);
        }
        // Who has one service has nothing to wait for.
        let may_wait = self.own.iter().any(|it| it.count_ones() > 1);
        if !may_wait || shortest == WAIT_MAX_MIN {
            return None;
        }
        // Mostly there is none at all.
        let longest = self.waiting(WAIT_MAX_MIN)?;
        waits.find_map(|it| self.waiting(it)).or(Some(longest))
    }

    /// Whether there are therapists and rooms for all who begin.
    fn has_enough(&mut self) -> bool {
        let (mut therapists, mut rooms) = (Vec::new(), Vec::new());
        let persons: Vec<Parts> = self.own.iter().copied().filter(|it| *it != 0).collect();
        for own in persons {
            let first: Vec<usize> = self.next(own).collect();
            let begins = |it: &usize| first_of_client(self.asks[*it].service);
            let has_staff = |it: &SegmentPlan| it.roles.contains(&0);
            if first.iter().all(|it| begins(it).is_some_and(has_staff)) {
                let able = first
                    .iter()
                    .flat_map(|it| self.alone(*it, self.at).to_vec());
                therapists.push(able.map(|it| it.staff).collect());
            }
            let begins = |it: &usize| first_of_client(self.asks[*it].service);
            let in_room = |it: &usize| begins(it).is_some_and(|it| it.holds_room);
            let of_part: Vec<_> = first.iter().map(|it| self.rooms(*it)).collect();
            if first.iter().all(in_room) && of_part.iter().all(|it| !it.is_empty()) {
                rooms.push(of_part.concat());
            }
        }
        let at = self.at.naive_utc();
        let minute = Span {
            start: at,
            end: at + Duration::minutes(1),
        };
        is_enough(&rooms, |it| self.book.places_left(it, minute)) && is_enough(&therapists, |_| 1)
    }

    fn waiting(&mut self, wait: u16) -> Option<Together> {
        let mut placed = Vec::with_capacity(self.ask.parts.len());
        let here = Here {
            person: 0,
            open: *self.own.first()?,
            from: self.at,
            wait,
        };
        let left = self.rest(here, self.book, &mut placed)?;
        let parts = placed.into_iter();
        Some(Together {
            parts: parts.filter_map(|it| Some((it.idx, it.offer?))).collect(),
            at: self.at,
            wait_min: wait - left,
        })
    }

    /// All that is open; how much of the wait is left.
    fn rest(&mut self, here: Here, book: &DayBook, placed: &mut Vec<Placed>) -> Option<u16> {
        if self.gave_up() {
            return None;
        }
        if here.open == 0 {
            let person = here.person + 1;
            let Some(&open) = self.own.get(person) else {
                return Some(here.wait);
            };
            let from = self.at;
            let next = Here {
                person,
                open,
                from,
                ..here
            };
            return self.rest(next, book, placed);
        }
        let is_first = here.open == self.own[here.person];
        let least = self.least_wait(here.open, here.from, is_first)?;
        let most = here.wait.checked_sub(self.behind[here.person])?;
        if least > most {
            return None;
        }
        let most = if is_first { 0 } else { most };
        for later in (0..=most).step_by(GRID) {
            for idx in self.next(here.open) {
                let next = Here {
                    open: here.open & !(1 << idx),
                    from: here.from + Duration::minutes(later.into()),
                    wait: here.wait - later,
                    ..here
                };
                let left = self.with_anybody(idx, next, book, placed);
                if left.is_some() {
                    return left;
                }
            }
        }
        None
    }

    /// Those of which one comes next.
    fn next(&self, open: Parts) -> impl Iterator<Item = usize> + use<> {
        let n = if self.ask.any_order { PARTS_MAX } else { 1 };
        (0..PARTS_MAX)
            .filter(move |idx| open & (1 << idx) != 0)
            .take(n)
    }

    /// This part when the person has come there, with whoever gives it, and the rest.
    fn with_anybody(
        &mut self,
        idx: usize,
        here: Here,
        book: &DayBook,
        placed: &mut Vec<Placed>,
    ) -> Option<u16> {
        let mut able: Vec<Alone> = self.alone(idx, here.from).to_vec();
        if let Some(least) = self.behind_its_like(idx, placed) {
            able.retain(|it| self.place_in_line(idx, it.staff) >= least);
        }
        able.sort_by_key(|it| book.minutes_booked(it.staff));
        // Whether the rest can be had from there on, with this part out of the way: whoever
        // gives it, it is all the same.
        let mut hopes: HashMap<DateTime<Utc>, bool> = HashMap::new();
        for alone in able {
            if hopes.get(&alone.free_at) == Some(&false) {
                continue;
            }
            let here = Here {
                from: alone.free_at,
                ..here
            };
            let left = self.with(idx, alone, here, book, placed);
            if left.is_some() {
                return left;
            }
            if self.is_plain && !hopes.contains_key(&alone.free_at) {
                let has_hope = !self.without(idx, None, here, book, placed);
                hopes.insert(alone.free_at, has_hope);
            }
        }
        None
    }

    /// With this therapist, in whatever room, and the rest.
    fn with(
        &mut self,
        idx: usize,
        alone: Alone,
        here: Here,
        book: &DayBook,
        placed: &mut Vec<Placed>,
    ) -> Option<u16> {
        let rooms = self.rooms(idx);
        // Rather in the room of the one beside, if that has a place.
        let beside = self.beside(idx, placed).filter(|it| rooms.contains(it));
        let wanted = beside.map(Some).into_iter().chain([None]);
        let wanted = wanted.chain(rooms.iter().copied().map(Some));
        let mut tried = Vec::new();
        for room in wanted {
            if self.gave_up() {
                return None;
            }
            if room.is_some_and(|it| tried.contains(&it)) {
                continue;
            }
            tried.extend(room);
            let Some(fit) = self.fit(idx, alone, room, book) else {
                // In none of them.
                room?;
                continue;
            };
            if room.is_none() && fit.room.is_some_and(|it| tried.contains(&it)) {
                continue;
            }
            tried.extend(fit.room);
            let offer = Offer {
                staff: alone.staff,
                room: fit.room,
                start: alone.start,
                starts_at: fit.starts_at,
            };
            let left = self.with_fit(idx, (&fit, Some(offer)), here, book, placed);
            if left.is_some() {
                return left;
            }
            let is_last = rooms.iter().all(|it| tried.contains(it));
            if is_last || (self.is_plain && self.without(idx, Some(&fit), here, book, placed)) {
                return None;
            }
        }
        None
    }

    fn with_fit(
        &mut self,
        idx: usize,
        (fit, offer): (&Fit, Option<Offer>),
        here: Here,
        book: &DayBook,
        placed: &mut Vec<Placed>,
    ) -> Option<u16> {
        let mut next = book.clone();
        next.enter_fit(stand_in(idx), self.asks[idx].client, fit);
        placed.push(Placed { idx, offer });
        let left = self.rest(here, &next, placed);
        if left.is_none() {
            placed.pop();
        }
        left
    }

    /// Whether the rest cannot be had even if this part holds nothing, or nothing but
    /// the therapist of a fit.
    fn without(
        &mut self,
        idx: usize,
        fit: Option<&Fit>,
        here: Here,
        book: &DayBook,
        placed: &mut Vec<Placed>,
    ) -> bool {
        let n_placed = placed.len();
        let left = match fit {
            None => {
                placed.push(Placed { idx, offer: None });
                self.rest(here, book, placed)
            }
            Some(fit) => {
                let mut fit = fit.clone();
                fit.segments.iter_mut().for_each(|it| it.rooms.clear());
                self.with_fit(idx, (&fit, None), here, book, placed)
            }
        };
        placed.truncate(n_placed);
        left.is_none() && !self.gave_up()
    }

    fn fit(&self, idx: usize, alone: Alone, room: Option<RoomId>, book: &DayBook) -> Option<Fit> {
        self.count();
        let ask = self.asks[idx];
        let limits = Limits {
            rooms: room.as_ref().map_or(ask.limits.rooms, std::slice::from_ref),
            ..ask.limits
        };
        let ask = Ask { limits, ..ask };
        ask.fit(alone.staff, alone.start, book).ok()
    }

    /// Those of which one is to be chosen.
    fn rooms(&self, idx: usize) -> Vec<RoomId> {
        let (ask, house) = (&self.asks[idx], &self.book.house);
        if ask.service.manner.all_rooms || !needs_room(ask.service, house) {
            return Vec::new();
        }
        let named = ask.limits.rooms;
        suitable(ask.service, house)
            .filter(|it| named.is_empty() || named.contains(it))
            .collect()
    }

    fn beside(&self, idx: usize, placed: &[Placed]) -> Option<RoomId> {
        let person = self.ask.parts[idx].person;
        let mut others = placed.iter().filter(|it| {
            let other = &self.ask.parts[it.idx];
            other.person != person && it.offer.is_some_and(|it| it.starts_at == self.at)
        });
        others.next()?.offer?.room
    }

    /// Of persons without names who have the same, one is as good as the other: each is
    /// looked for behind the one before.
    fn behind_its_like(&self, idx: usize, placed: &[Placed]) -> Option<(usize, usize)> {
        let person = self.ask.parts[idx].person;
        let first = |person: usize| {
            let mut placed = placed.iter();
            placed.find(|it| self.ask.parts[it.idx].person == person)
        };
        let before = person.checked_sub(1)?;
        if !self.is_plain || first(person).is_some() || !self.are_alike(before, person) {
            return None;
        }
        let it = first(before)?;
        Some(self.place_in_line(it.idx, it.offer?.staff))
    }

    fn are_alike(&self, one: usize, other: usize) -> bool {
        let of = |person| (self.ask.parts.iter()).filter(move |it| it.person == person);
        let n = of(one).count();
        n == of(other).count()
            && of(one).zip(of(other)).all(|(one, other)| {
                let is_nobody = one.client.is_none() && other.client.is_none();
                let is_same = one.service.id == other.service.id && one.staff == other.staff;
                is_nobody && is_same && one.limits == other.limits
            })
    }

    /// Which of the person's parts, then which therapist.
    fn place_in_line(&self, idx: usize, staff: StaffId) -> (usize, usize) {
        let person = self.ask.parts[idx].person;
        let before = self.ask.parts[..idx].iter();
        let nth = before.filter(|it| it.person == person).count();
        let place = self.staff[idx].iter().position(|it| *it == staff);
        (nth, place.unwrap_or(usize::MAX))
    }

    /// Who could give a part so that the client's own time begins then, were no other
    /// part there: what is made ready is made ready before.
    fn alone(&mut self, idx: usize, at: DateTime<Utc>) -> Rc<[Alone]> {
        if let Some(known) = self.alone.get(&(idx, at)) {
            return Rc::clone(known);
        }
        let staff = self.staff[idx].iter();
        let able: Rc<[Alone]> = staff.filter_map(|it| self.if_alone(idx, *it, at)).collect();
        self.alone.insert((idx, at), Rc::clone(&able));
        able
    }

    fn if_alone(&self, idx: usize, staff: StaffId, at: DateTime<Utc>) -> Option<Alone> {
        let (ask, book) = (&self.asks[idx], self.book);
        let starts_at = at - lead(ask.service, Some(staff));
        let start = time::wall(starts_at, book.house.zone);
        // A book knows what is on its day.
        if start.date != book.date {
            return None;
        }
        let possible = match &self.rows[idx] {
            None => Possible::All,
            starts => Possible::Some(starts.as_ref()),
        };
        ask.candidate(staff, (starts_at, start), book, possible)?;
        self.count();
        let fit = ask.fit(staff, start, book).ok()?;
        (fit.starts_at == starts_at).then(|| Alone {
            staff,
            start,
            free_at: client_is_free(&fit),
        })
    }

    /// What a person waits at least for what is open, were nobody else there; `None` where
    /// it cannot be had.
    fn least_wait(&mut self, open: Parts, from: DateTime<Utc>, is_first: bool) -> Option<u16> {
        if open == 0 {
            return Some(0);
        }
        let key = (open, from, is_first);
        if let Some(known) = self.waits.get(&key) {
            return *known;
        }
        self.count();
        let most = if is_first { 0 } else { WAIT_MAX_MIN };
        let mut least = None;
        for later in (0..=most).step_by(GRID) {
            // Nothing is known of what is not looked at.
            if self.gave_up() {
                return Some(0);
            }
            if least.is_some_and(|it| it <= later) {
                break;
            }
            let at = from + Duration::minutes(later.into());
            for idx in self.next(open) {
                let mut ends: Vec<_> = self.alone(idx, at).iter().map(|it| it.free_at).collect();
                ends.sort_unstable();
                ends.dedup();
                for end in ends {
                    let rest = self.least_wait(open & !(1 << idx), end, false);
                    let all = rest.map(|it| later + it).filter(|it| *it <= WAIT_MAX_MIN);
                    least = least.into_iter().chain(all).min();
                }
            }
        }
        if !self.gave_up() {
            self.waits.insert(key, least);
        }
        least
    }
}

/// Minutes before the client is wanted.
pub(super) fn lead(service: &Service, staff: Option<StaffId>) -> Duration {
    let minutes = service.parts_with(staff.unwrap_or_default());
    let parts = service.segments.iter().zip(minutes);
    let before = parts.take_while(|(it, _)| !it.holds_client);
    let lead: u16 = before.map(|(_, minutes)| minutes).sum();
    let is_for_client = service.segments.iter().any(|it| it.holds_client);
    Duration::minutes(if is_for_client { lead.into() } else { 0 })
}

/// What the client has first.
fn first_of_client(service: &Service) -> Option<&SegmentPlan> {
    let mut segments = service.segments.iter();
    segments.find(|it| it.holds_client && it.minutes > 0)
}

fn is_plain(service: &Service) -> bool {
    let needs = service.segments.iter().flat_map(|it| &it.needs);
    service.n_roles() <= 1 && needs.into_iter().all(|it| it.of.len() <= 1)
}
