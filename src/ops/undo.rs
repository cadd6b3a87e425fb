//! Takes back what a desk changed last in the book. What was changed is remembered by
//! the running program only; taking it back is a change like any other, checked by the
//! same rules and written down as a new entry.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, Utc};

use super::{
    book,
    context::Context,
    halt::{Step, need},
    housekeeping,
    outcome::{Outcome, TakenBack},
    refusal::Refusal,
    request::Request,
    turns,
};
use crate::{
    domain::{
        booking::{Appointment, Override, Segment, Status, WalkIn, WalkInState},
        ids::{AppointmentId, ClientId, Register, RoomId, ServiceId, StaffId, WalkInId},
        room_state::RoomState,
        time,
        turns::TurnList,
        visit::{Series, Visit},
    },
    store::{
        Reads, Tx,
        record::{Lookup, Record},
    },
};

/// Changes that are remembered for a desk.
const CHANGES_MAX: usize = 20;
/// What is older than this was meant: one key too many does not touch it.
const AGE_MIN_MAX: i64 = 15;

/// What one request changed in the book.
#[derive(Clone, Debug)]
pub(super) struct BookChange {
    /// Among the changes of the desk, from 1; that of one taken back is used again.
    nth: u64,
    at: DateTime<Utc>,
    operator: Option<StaffId>,
    /// Of several the first is told of; none where only the floor was changed.
    visits: Vec<Changed>,
    floor: Option<FloorChange>,
    /// What was said of rooms; told of only where nothing else was changed.
    rooms: Vec<RoomChanged>,
    /// They have taken each other's place.
    is_swap: bool,
}

/// An appointment that was changed.
#[derive(Clone, Debug)]
struct Changed {
    /// `None` where it was booked.
    before: Option<Appointment>,
    after: Appointment,
    /// Whom it shared its place with before, when that was overridden.
    beside: Vec<AppointmentId>,
}

/// A room of which something was said.
#[derive(Clone, Debug)]
struct RoomChanged {
    before: Option<RoomState>,
    after: RoomState,
}

/// What was changed beside the book; what there was before, where there was anything.
#[derive(Clone, Debug)]
enum FloorChange {
    WalkIn {
        before: Option<WalkIn>,
        after: WalkIn,
    },
    Turns {
        before: Option<TurnList>,
        after: TurnList,
    },
}

/// As it was, if it is still as it was left.
fn put_back<R: Record + PartialEq>(tx: &mut Tx, before: Option<&R>, after: &R) -> Step<()> {
    if tx.get::<R>(&after.key())?.as_ref() != Some(after) {
        return Err(Refusal::ChangedSince.into());
    }
    match before {
        Some(before) => tx.put(before)?,
        None => tx.remove::<R>(&after.key())?,
    }
    Ok(())
}

/// What an undo would take back: whose visit, what was done to it, when and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// Its number among the changes of the desk: what was made later has a higher one.
    pub nth: u64,
    pub appointment: Option<AppointmentId>,
    pub client: Option<ClientId>,
    pub service: Option<ServiceId>,
    /// Where it is of a room alone.
    pub room: Option<RoomId>,
    pub what: TakenBack,
    pub at: DateTime<Utc>,
    pub operator: Option<StaffId>,
}

impl LastChange {
    /// Whether both are of the same appointment or the same room.
    pub fn is_of_same(&self, other: &Self) -> bool {
        let is_known = self.appointment.is_some() || self.room.is_some();
        is_known && (self.appointment, self.room) == (other.appointment, other.room)
    }

    /// Too old for one key.
    pub fn is_too_late(&self, now: DateTime<Utc>) -> bool {
        (now - self.at).num_minutes() >= AGE_MIN_MAX
    }
}

impl BookChange {
    pub(super) fn told(&self) -> LastChange {
        let after = self.visits.first().map(|it| &it.after);
        let waiting = self.floor.as_ref().and_then(FloorChange::walk_in);
        let client = after.map(|it| it.client).or(waiting.map(|it| it.client));
        let service = after.map(|it| it.service);
        LastChange {
            nth: self.nth,
            appointment: after.map(|it| it.id),
            client: client.flatten(),
            service: service.or(waiting.map(|it| it.service)),
            room: self.room(),
            what: self.what(),
            at: self.at,
            operator: self.operator,
        }
    }

    /// Where nothing but a room was changed.
    fn room(&self) -> Option<RoomId> {
        let is_of_room = self.visits.is_empty() && self.floor.is_none();
        let first = self.rooms.first().filter(|_| is_of_room);
        first.map(|it| it.after.room)
    }

    fn what(&self) -> TakenBack {
        if let Some(floor) = &self.floor {
            return floor.what();
        }
        let n = u32::try_from(self.visits.len()).unwrap_or(u32::MAX);
        let Some(first) = self.visits.first() else {
            let said = self.rooms.first().map(|it| it.after.order);
            let was = said.unwrap_or_default();
            return TakenBack::RoomOrder { was };
        };
        match &first.before {
            _ if self.is_swap => TakenBack::Swapped,
            _ if n > 1 => TakenBack::Several { n },
            None => TakenBack::Booked,
            Some(before) => taken_back(before, &first.after),
        }
    }
}

impl FloorChange {
    fn walk_in(&self) -> Option<&WalkIn> {
        match self {
            Self::WalkIn { after, .. } => Some(after),
            Self::Turns { .. } => None,
        }
    }

    fn what(&self) -> TakenBack {
        let Self::WalkIn { before, after } = self else {
            return TakenBack::Turns;
        };
        match (&before, &after.state) {
            (_, WalkInState::Started(_)) => TakenBack::WalkInStarted,
            (_, WalkInState::Left(_)) => TakenBack::WalkInLeft,
            (None, WalkInState::Waiting) => TakenBack::WalkInCame,
            (Some(_), WalkInState::Waiting) => TakenBack::WalkInChanged,
        }
    }

    /// Puts back what was there before.
    fn take_back(&self, tx: &mut Tx) -> Step<()> {
        match self {
            Self::WalkIn { before, after } => put_back(tx, before.as_ref(), after),
            Self::Turns { before, after } => put_back(tx, before.as_ref(), after),
        }
    }
}

/// The latest changes of each desk, the last at the end.
#[derive(Debug, Default)]
pub(super) struct BookChanges(HashMap<Register, VecDeque<BookChange>>);

impl BookChanges {
    pub(super) fn last(&self, register: Register) -> Option<&BookChange> {
        self.0.get(&register)?.back()
    }

    /// Takes note of what was done: of a change, or that the last one was taken back.
    pub(super) fn note(&mut self, register: Register, noted: Noted) {
        let changes = self.0.entry(register).or_default();
        match noted {
            Noted::Nothing => (),
            Noted::TakenBack => drop(changes.pop_back()),
            Noted::Change(mut change) => {
                change.nth = changes.back().map_or(0, |it| it.nth) + 1;
                changes.push_back(*change);
                if changes.len() > CHANGES_MAX {
                    changes.pop_front();
                }
            }
        }
    }
}

/// What a request means for the changes of a desk.
#[derive(Debug, Default)]
pub(super) enum Noted {
    #[default]
    Nothing,
    Change(Box<BookChange>),
    TakenBack,
}

/// The appointments as they were before a request, and whom each shared its place with.
pub(super) enum Watch {
    Nothing,
    Booking,
    Visits(Vec<(Appointment, Vec<AppointmentId>)>, Rooms),
    /// Of the queue.
    WalkIn(Option<WalkIn>),
    Turns(Option<TurnList>),
    Undo,
}

/// What was said of rooms.
type Rooms = Vec<(RoomId, Option<RoomState>)>;

impl Watch {
    pub(super) fn of(tx: &Tx, cx: &Context, request: &Request) -> Step<Self> {
        let ids = match request {
            Request::Book(_) | Request::BookVisit(_) => return Ok(Self::Booking),
            Request::Undo => return Ok(Self::Undo),
            Request::SetTurns { .. } | Request::MoveTurn { .. } => {
                return Ok(Self::Turns(tx.get::<TurnList>(&turns::today(cx))?));
            }
            Request::SaveWalkIn(draft) => return Self::of_queue(tx, draft.id),
            Request::StartWalkIn(wish) => return Self::of_queue(tx, Some(wish.walk_in)),
            Request::LeaveWalkIn { walk_in, .. } => return Self::of_queue(tx, Some(*walk_in)),
            Request::Move(moving) => vec![moving.appointment],
            Request::Resize(wish) => vec![wish.appointment],
            Request::MoveSegment(wish) => vec![wish.appointment],
            Request::Swap(wish) => vec![wish.first, wish.second],
            Request::SetStatus { appointment, .. } => vec![*appointment],
            Request::MoveAll(wish) => wish.moves.iter().map(|it| it.appointment).collect(),
            Request::SetStatusOfAll(wish) => wish.appointments.clone(),
            Request::BookSeries(wish) => wish.first.into_iter().collect(),
            Request::SetRoomState(wish) => {
                let before = vec![(wish.room, tx.get::<RoomState>(&wish.room)?)];
                return Ok(Self::Visits(Vec::new(), before));
            }
            _ => return Ok(Self::Nothing),
        };
        let mut visits = Vec::new();
        let mut rooms = Rooms::new();
        for id in ids {
            let Some(before) = tx.get::<Appointment>(&id)? else {
                continue;
            };
            let beside = if before.overridden.is_some() {
                book::beside(tx, cx, &before)?
            } else {
                Vec::new()
            };
            for room in housekeeping::rooms_of(&before) {
                if rooms.iter().all(|(it, _)| *it != room) {
                    rooms.push((room, tx.get::<RoomState>(&room)?));
                }
            }
            visits.push((before, beside));
        }
        Ok(Self::Visits(visits, rooms))
    }

    fn of_queue(tx: &Tx, id: Option<WalkInId>) -> Step<Self> {
        Ok(Self::WalkIn(match id {
            Some(id) => tx.get::<WalkIn>(&id)?,
            None => None,
        }))
    }

    pub(super) fn noted(
        self,
        tx: &Tx,
        cx: &Context,
        (request, outcome): (&Request, &Outcome),
    ) -> Step<Noted> {
        let mut floor = None;
        let mut rooms = Rooms::new();
        let (booked, visits) = match (self, outcome) {
            (Self::Turns(before), Outcome::Turns { date }) => {
                let after = tx.get::<TurnList>(date)?;
                let after = after.filter(|it| before.as_ref() != Some(it));
                floor = after.map(|after| FloorChange::Turns { before, after });
                (Vec::new(), Vec::new())
            }
            (
                Self::WalkIn(before),
                Outcome::WalkIn { walk_in } | Outcome::WalkInStarted { walk_in, .. },
            ) => {
                let after = need::<WalkIn>(tx, *walk_in)?;
                let is_change = before.as_ref() != Some(&after);
                let booked = match &after.state {
                    WalkInState::Started(visit) => vec![*visit],
                    _ => Vec::new(),
                };
                floor = is_change.then_some(FloorChange::WalkIn { before, after });
                (booked, Vec::new())
            }
            (Self::Booking, Outcome::Booked { appointment, .. }) => {
                (vec![*appointment], Vec::new())
            }
            (Self::Booking, Outcome::BookedVisit { appointments, .. }) => {
                (appointments.clone(), Vec::new())
            }
            (Self::Visits(visits, _), Outcome::BookedSeries { appointments, .. }) => {
                (appointments.clone(), visits)
            }
            (Self::Visits(visits, before), _) => {
                rooms = before;
                (Vec::new(), visits)
            }
            (Self::Undo, _) => return Ok(Noted::TakenBack),
            _ => return Ok(Noted::Nothing),
        };
        let mut changed = Vec::new();
        for id in booked {
            changed.push(Changed {
                before: None,
                after: need::<Appointment>(tx, id)?,
                beside: Vec::new(),
            });
        }
        for (before, beside) in visits {
            let after = need::<Appointment>(tx, before.id)?;
            let before = Some(before).filter(|it| *it != after);
            changed.extend(before.map(|before| Changed {
                before: Some(before),
                after,
                beside,
            }));
        }
        let rooms = rooms_changed(tx, rooms)?;
        if changed.is_empty() && floor.is_none() && rooms.is_empty() {
            return Ok(Noted::Nothing);
        }
        Ok(Noted::Change(Box::new(BookChange {
            nth: 0,
            at: cx.now,
            operator: cx.operator(),
            visits: changed,
            floor,
            rooms,
            is_swap: matches!(request, Request::Swap(_)),
        })))
    }
}

fn rooms_changed(tx: &Tx, rooms: Rooms) -> Step<Vec<RoomChanged>> {
    let mut changed = Vec::new();
    for (room, before) in rooms {
        let after = tx.get::<RoomState>(&room)?;
        if let Some(after) = after.filter(|it| before.as_ref() != Some(it)) {
            changed.push(RoomChanged { before, after });
        }
    }
    Ok(changed)
}

/// What the book says of an appointment: all that an undo puts back.
fn entry(visit: &Appointment) -> (&[Segment], Status, &str, &Option<Override>) {
    (
        &visit.segments,
        visit.status,
        &visit.reason,
        &visit.overridden,
    )
}

pub(super) fn undo(tx: &mut Tx, cx: &Context) -> Step<Outcome> {
    let change = cx.last_change.ok_or(Refusal::NothingToUndo)?;
    if change.told().is_too_late(cx.now) {
        let at = time::wall(change.at, cx.settings.time_zone);
        return Err(Refusal::UndoTooLate { at }.into());
    }
    if change.room().is_some() {
        return undo_room(tx, change);
    }
    let what = change.what();
    let all = || change.visits.iter();
    let rooms = as_left(tx, &change.rooms)?;
    let mut back = Vec::new();
    for it in all() {
        let visit = need::<Appointment>(tx, it.after.id)?;
        if visit.sale != it.after.sale {
            book::refuse_paid(tx, &visit)?;
        }
        back.push(match &it.before {
            None => taken_off(&visit, &it.after)?,
            Some(before) => as_before(visit, before, &it.after)?,
        });
    }
    // Each is held against the others as they will be.
    for (visit, it) in back.iter().zip(all()) {
        if it
            .before
            .as_ref()
            .is_some_and(|before| takes_place(before, &it.after))
        {
            book::readmit(tx, cx, visit, &it.beside, &back)?;
        }
    }
    for (visit, it) in back.iter_mut().zip(all()) {
        if it.before.is_none() {
            tx.remove::<Appointment>(&visit.id)?;
            continue;
        }
        book::keep_visit(tx, cx, visit)?;
        book::tell_ticket(tx, visit)?;
    }
    for it in all() {
        forget_empty(tx, &it.after)?;
    }
    for it in rooms {
        put_room_back(tx, it)?;
    }
    if let Some(floor) = &change.floor {
        floor.take_back(tx)?;
    }
    Ok(match back.first() {
        Some(first) => undone(first, what),
        None => Outcome::UndoneOnFloor { what },
    })
}

/// Those rooms of which nobody has said anything else since.
fn as_left<'a>(tx: &Tx, rooms: &'a [RoomChanged]) -> Step<Vec<&'a RoomChanged>> {
    let mut left = Vec::new();
    for it in rooms {
        if tx.get::<RoomState>(&it.after.room)?.as_ref() == Some(&it.after) {
            left.push(it);
        }
    }
    Ok(left)
}

fn put_room_back(tx: &mut Tx, changed: &RoomChanged) -> Step<()> {
    match &changed.before {
        Some(before) => tx.put(before)?,
        None => tx.remove::<RoomState>(&changed.after.room)?,
    }
    Ok(())
}

fn undo_room(tx: &mut Tx, change: &BookChange) -> Step<Outcome> {
    let left = as_left(tx, &change.rooms)?;
    let Some(changed) = left.first() else {
        return Err(Refusal::ChangedSince.into());
    };
    put_room_back(tx, changed)?;
    let before = changed.before.as_ref();
    Ok(Outcome::RoomUndone {
        room: changed.after.room,
        order: before.map(|it| it.order).unwrap_or_default(),
    })
}

/// A visit or a series of which nothing is left never was one.
fn forget_empty(tx: &mut Tx, after: &Appointment) -> Step<()> {
    if let Some(visit) = after.visit
        && tx
            .find_one::<Appointment>(&Lookup::AppointmentOfVisit(visit))?
            .is_none()
        && tx.get::<Visit>(&visit)?.is_some()
    {
        tx.remove::<Visit>(&visit)?;
    }
    if let Some(series) = after.series
        && tx
            .find_one::<Appointment>(&Lookup::AppointmentOfSeries(series))?
            .is_none()
        && tx.get::<Series>(&series)?.is_some()
    {
        tx.remove::<Series>(&series)?;
    }
    Ok(())
}

/// A booking made by mistake leaves the book as if it had not been: it never was a
/// visit that was cancelled. The journal keeps it.
fn taken_off(visit: &Appointment, after: &Appointment) -> Step<Appointment> {
    if let Some(ticket) = visit.ticket {
        return Err(Refusal::AlreadyInTicket { ticket }.into());
    }
    // What was taken back since is counted, and is no change.
    let as_then = Appointment {
        revision: after.revision,
        ..visit.clone()
    };
    if as_then != *after {
        return Err(Refusal::ChangedSince.into());
    }
    Ok(visit.clone())
}

fn as_before(
    mut visit: Appointment,
    before: &Appointment,
    after: &Appointment,
) -> Step<Appointment> {
    if entry(&visit) != entry(after) {
        return Err(Refusal::ChangedSince.into());
    }
    if let Some(ticket) = visit.ticket
        && !before.status.holds_time()
    {
        return Err(Refusal::AlreadyInTicket { ticket }.into());
    }
    visit.segments.clone_from(&before.segments);
    visit.starts_at = before.starts_at;
    visit.status = before.status;
    visit.held_until = before.held_until;
    visit.reason.clone_from(&before.reason);
    visit.overridden.clone_from(&before.overridden);
    visit.arrived_at = before.arrived_at;
    visit.started_at = before.started_at;
    visit.finished_at = before.finished_at;
    visit.series = before.series;
    Ok(visit)
}

/// Whether one that is put back takes a place that it does not have now.
fn takes_place(before: &Appointment, after: &Appointment) -> bool {
    let has_kept_it = after.status.holds_time() && before.segments == after.segments;
    before.status.holds_time() && !has_kept_it
}

fn taken_back(before: &Appointment, after: &Appointment) -> TakenBack {
    if before.status != after.status {
        return TakenBack::Status { was: after.status };
    }
    let is_elsewhere = before.starts_at != after.starts_at || before.staff() != after.staff();
    if is_elsewhere {
        TakenBack::Moved
    } else if before.minutes() != after.minutes() {
        TakenBack::Length
    } else if before.room() != after.room() {
        TakenBack::Room
    } else if before.segments != after.segments {
        TakenBack::Part
    } else {
        TakenBack::Moved
    }
}

fn undone(visit: &Appointment, what: TakenBack) -> Outcome {
    Outcome::Undone {
        appointment: visit.id,
        client: visit.client,
        service: visit.service,
        start: visit.start(),
        what,
    }
}
