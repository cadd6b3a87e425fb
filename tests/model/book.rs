//! The naive appointment book: a list that is gone through.

use std::collections::{BTreeMap, BTreeSet};

use balm::{
    domain::{
        booking::{Appointment, Segment, Status, WalkIn},
        ids::{AppointmentId, Register, RoomId, StaffId, WalkInId},
        room_state::{RoomOrder, RoomState},
        turns::TurnList,
    },
    ops::{
        outcome::Outcome,
        refusal::ClashReport,
        request::{Booking, Moving, Request, Resizing, RoomOrdering, SegmentMoving, Swapping},
    },
    store::Reads,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use fastrand::Rng;

use super::{queue, spa::Spa};

/// Changes of a desk that can be taken back.
const CHANGES_MAX: usize = 20;

#[derive(Default)]
pub(super) struct Book {
    visits: BTreeMap<AppointmentId, Appointment>,
    pub(super) walk_ins: BTreeMap<WalkInId, WalkIn>,
    pub(super) turns: BTreeMap<NaiveDate, TurnList>,
    /// What each desk changed, and how that visit was before.
    changes: BTreeMap<Register, Vec<Change>>,
    awaited: Option<Awaited>,
    /// What was said of rooms.
    rooms: BTreeMap<RoomId, RoomState>,
    /// Of those that change together, which are still to be written.
    together: Vec<AppointmentId>,
}

/// What one request changed, as it was before; the first visit is told of.
#[derive(Default)]
pub(super) struct Change {
    pub(super) visits: Vec<(AppointmentId, Option<Appointment>)>,
    pub(super) floor: Option<FloorBefore>,
    /// Of which something was said, and nothing else was changed.
    pub(super) room: Option<RoomId>,
}

pub(super) enum FloorBefore {
    WalkIn(WalkInId, Option<WalkIn>),
    Turns(NaiveDate, Option<TurnList>),
}

/// Put where it was not before.
pub(super) struct Placed {
    pub(super) id: AppointmentId,
    pub(super) is_new: bool,
}

/// What the book must say of visits once a request is done.
pub(super) struct Awaited {
    pub(super) what: Vec<(AppointmentId, Awaits)>,
    /// The desk that changed them, and how they were before.
    pub(super) change: Option<(Register, Change)>,
}

pub(super) enum Awaits {
    Booked(Booking),
    /// Of who waited, with a therapist if one was named.
    Begun(Box<WalkIn>, Option<StaffId>),
    Moved(Moving),
    Resized(Resizing),
    Handed(SegmentMoving),
    /// Where the other was.
    At(Box<Appointment>),
    Status(Status),
    /// The first of a series.
    First,
    Note(String),
    AsBefore(Box<Appointment>),
    Gone,
}

/// Each part with when it begins and ends, by the clock on the wall.
pub(super) fn parts_of(
    visit: &Appointment,
) -> impl Iterator<Item = (&Segment, NaiveDateTime, NaiveDateTime)> {
    let mut end = visit.start().naive();
    visit.segments.iter().map(move |part| {
        let start = end;
        end += TimeDelta::minutes(part.minutes.into());
        (part, start, end)
    })
}

/// Whether both hold somebody or some room at the same time.
fn share(one: &Appointment, other: &Appointment) -> bool {
    let same_client = one.client.is_some() && one.client == other.client;
    parts_of(one).any(|(part, start, end)| {
        parts_of(other).any(|(beside, from, until)| {
            let at_once = start < until && from < end;
            let with_client = part.holds_client && beside.holds_client;
            at_once
                && (part.staff.iter().any(|it| beside.staff.contains(it))
                    || part.rooms.iter().any(|it| beside.rooms.contains(it))
                    || (same_client && with_client))
        })
    })
}

impl Book {
    pub(super) fn get(&self, id: AppointmentId) -> Option<&Appointment> {
        self.visits.get(&id)
    }

    pub(super) fn can_undo(&self, register: Register) -> bool {
        self.changes.get(&register).is_some_and(|it| !it.is_empty())
    }

    /// Takes note of what was done, before its news is read.
    pub(super) fn follow(
        &mut self,
        register: Register,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        let what = match (request, outcome) {
            (Request::Book(wish), Outcome::Booked { appointment, .. }) => {
                vec![(*appointment, Awaits::Booked(wish.clone()))]
            }
            (Request::Move(moving), Outcome::Booked { appointment, .. }) => {
                assert_eq!(*appointment, moving.appointment, "{label}");
                vec![(*appointment, Awaits::Moved(moving.clone()))]
            }
            (Request::Resize(wish), Outcome::Booked { appointment, .. }) => {
                vec![(*appointment, Awaits::Resized(wish.clone()))]
            }
            (Request::MoveSegment(wish), Outcome::Booked { appointment, .. }) => {
                vec![(*appointment, Awaits::Handed(wish.clone()))]
            }
            (Request::Swap(Swapping { first, second, .. }), Outcome::Swapped { .. }) => {
                let at = |id| Awaits::At(Box::new(self.get(id).unwrap().clone()));
                vec![(*first, at(*second)), (*second, at(*first))]
            }
            (Request::BookVisit(draft), Outcome::BookedVisit { appointments, .. }) => {
                together(appointments, &draft.parts)
            }
            (Request::BookSeries(draft), Outcome::BookedSeries { appointments, .. }) => {
                let mut all = together(appointments, &draft.parts);
                all.extend(draft.first.map(|id| (id, Awaits::First)));
                all
            }
            (Request::MoveAll(wish), Outcome::MovedAll { appointments }) => {
                let ids = wish.moves.iter().map(|it| it.appointment);
                assert!(ids.eq(appointments.iter().copied()), "{label}");
                let moves = wish.moves.iter();
                moves
                    .map(|it| (it.appointment, Awaits::Moved(it.clone())))
                    .collect()
            }
            (Request::SetStatusOfAll(wish), _) => {
                let ids: BTreeSet<_> = wish.appointments.iter().copied().collect();
                let status = |id| (id, Awaits::Status(wish.status));
                // In the order in which they were named, each once.
                let mut named = wish.appointments.clone();
                named.dedup();
                assert_eq!(ids.len(), named.len(), "{label}: named twice");
                named.into_iter().map(status).collect()
            }
            (
                Request::SetStatus {
                    appointment,
                    status,
                    ..
                },
                _,
            ) => vec![(*appointment, Awaits::Status(*status))],
            (Request::NoteAppointment { appointment, note }, _) => {
                vec![(*appointment, Awaits::Note(note.clone()))]
            }
            (Request::Undo, _) => self.taken_back(register, outcome, label),
            _ => panic!("{label}: {outcome:?}"),
        };
        let is_change = !matches!(request, Request::Undo | Request::NoteAppointment { .. });
        let before = || what.iter().map(|(id, _)| (*id, self.get(*id).cloned()));
        let change = is_change.then(|| {
            let visits = before().collect();
            let visits = Change {
                visits,
                ..Change::default()
            };
            (register, visits)
        });
        self.awaits(Awaited { what, change });
    }

    fn taken_back(
        &mut self,
        register: Register,
        outcome: &Outcome,
        label: &str,
    ) -> Vec<(AppointmentId, Awaits)> {
        let last = self.changes.get_mut(&register).and_then(Vec::pop).unwrap();
        let first = last.visits.first().map(|it| it.0);
        let told = match outcome {
            Outcome::Undone { appointment, .. } => Some(*appointment),
            Outcome::UndoneOnFloor { .. } => None,
            Outcome::RoomUndone { room, .. } => {
                assert_eq!(last.room, Some(*room), "{label}: not the last change");
                return Vec::new();
            }
            other => panic!("{label}: {other:?}"),
        };
        assert_eq!(told, first, "{label}: not the last change");
        assert!(first.is_some() || last.floor.is_some(), "{label}");
        if let Some(before) = last.floor {
            self.put_back(before);
        }
        let back = |it| Awaits::AsBefore(Box::new(it));
        let all = last.visits.into_iter();
        all.map(|(id, before)| (id, before.map_or(Awaits::Gone, back)))
            .collect()
    }

    pub(super) fn awaits(&mut self, awaited: Awaited) {
        self.together = awaited.what.iter().map(|(id, _)| *id).collect();
        self.awaited = Some(awaited);
    }

    /// The book says what was asked for.
    pub(super) fn check_awaited(&mut self, label: &str) {
        self.together.clear();
        let Some(Awaited { what, change }) = self.awaited.take() else {
            return;
        };
        for (id, what) in what {
            check(self.get(id), what, label);
        }
        let Some((register, mut change)) = change else {
            return;
        };
        let visits = &mut change.visits;
        visits.retain(|(id, before)| before.as_ref() != self.visits.get(id));
        if !change.visits.is_empty() || change.floor.is_some() {
            self.note_change(register, change);
        }
    }

    /// It is on file as it was said, with when; what is new in it can be taken back.
    pub(super) fn say_of_room(
        &mut self,
        register: Register,
        wish: &RoomOrdering,
        spa: &Spa,
        label: &str,
    ) {
        let before = self.rooms.remove(&wish.room);
        self.read_rooms(spa);
        let now = &self.rooms[&wish.room];
        assert_eq!((now.order, &now.note), (wish.order, &wish.note), "{label}");
        let is_shut = wish.order == RoomOrder::OutOfOrder;
        assert_eq!(now.until, wish.until.filter(|_| is_shut), "{label}");
        match &before {
            Some(before) if before.order == now.order => assert_eq!(before.since, now.since),
            Some(before) => assert!(before.since < now.since, "{label}"),
            None => (),
        }
        if before.as_ref() != Some(now) {
            let (visits, floor, room) = (Vec::new(), None, Some(wish.room));
            let change = Change {
                visits,
                floor,
                room,
            };
            self.note_change(register, change);
        }
    }

    pub(super) fn read_rooms(&mut self, spa: &Spa) {
        let states = spa.shop.read().all::<RoomState>().unwrap();
        self.rooms = states.into_iter().map(|it| (it.room, it)).collect();
    }

    fn note_change(&mut self, register: Register, change: Change) {
        let changes = self.changes.entry(register).or_default();
        changes.push(change);
        if changes.len() > CHANGES_MAX {
            changes.remove(0);
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Appointment> {
        self.visits.values()
    }

    pub(super) fn some(&self, rng: &mut Rng) -> Option<AppointmentId> {
        let n = self.visits.len();
        (n > 0)
            .then(|| rng.usize(..n))
            .and_then(|place| self.visits.keys().nth(place).copied())
    }

    /// Takes what was written, and holds it against all others: those that were
    /// overridden, then or now, aside. What has its place by the rule, and had it not
    /// before.
    pub(super) fn write(
        &mut self,
        id: AppointmentId,
        visit: Option<Appointment>,
        label: &str,
    ) -> Option<Placed> {
        self.together.retain(|it| *it != id);
        let Some(visit) = visit else {
            self.visits.remove(&id);
            return None;
        };
        let by_the_rule = visit.status.holds_time() && visit.overridden.is_none();
        if by_the_rule {
            for other in self.visits.values() {
                let counts = other.id != visit.id
                    && other.status.holds_time()
                    && other.overridden.is_none()
                    && !self.together.contains(&other.id);
                assert!(
                    !(counts && share(&visit, other)),
                    "{label}: {visit:?} and {other:?} hold the same"
                );
            }
        }
        let before = self.visits.get(&id);
        let stays =
            before.is_some_and(|it| it.status.holds_time() && it.segments == visit.segments);
        let is_new = before.is_none();
        self.visits.insert(id, visit);
        (by_the_rule && !stays).then_some(Placed { id, is_new })
    }

    /// Whether anybody said that it is out of order.
    pub(super) fn is_shut(&self, room: RoomId) -> bool {
        let state = self.rooms.get(&room);
        state.is_some_and(|it| it.order == RoomOrder::OutOfOrder)
    }

    /// A clash is never made up: who is named does stand in the way.
    pub(super) fn check_clash(&self, clash: &ClashReport, own: Option<AppointmentId>, label: &str) {
        if let ClashReport::RoomOutOfOrder { note, until, .. } = clash {
            let mut said = self.rooms.values();
            let is_it = |it: &RoomState| (&it.note, it.until) == (note, *until);
            assert!(
                said.any(|it| it.order == RoomOrder::OutOfOrder && is_it(it)),
                "{label}: in order"
            );
        }
        let (ClashReport::StaffBusy {
            appointment, until, ..
        }
        | ClashReport::RoomBusy {
            appointment, until, ..
        }
        | ClashReport::ClientBusy {
            appointment, until, ..
        }) = clash
        else {
            return;
        };
        assert_ne!(own, Some(*appointment), "{label}: in its own way");
        let other = self.get(*appointment).unwrap();
        assert!(
            other.status.holds_time(),
            "{label}: {other:?} holds nothing"
        );
        let mut ends = parts_of(other).map(|it| it.2);
        assert!(ends.any(|it| it == until.naive()), "{label}: {other:?}");
    }

    /// Of the day, neither done nor called off.
    pub(super) fn n_unfinished(&self, date: NaiveDate) -> usize {
        let of_day = self.visits.values().filter(|it| it.start().date == date);
        of_day.filter(|it| !it.status.is_final()).count()
    }
}

fn together(ids: &[AppointmentId], parts: &[Booking]) -> Vec<(AppointmentId, Awaits)> {
    assert_eq!(ids.len(), parts.len());
    let parts = parts.iter().map(|it| Awaits::Booked(it.clone()));
    ids.iter().copied().zip(parts).collect()
}

/// Who was named beside the first is there.
fn check_team(visit: &Appointment, named: &[Option<StaffId>], label: &str) {
    let team = visit.team();
    let missing = named.iter().flatten().find(|it| !team.contains(it));
    assert_eq!(missing, None, "{label}: {visit:?}");
}

/// A visit says what was asked for.
fn check(visit: Option<&Appointment>, what: Awaits, label: &str) {
    match what {
        Awaits::Gone => assert_eq!(visit, None, "{label}"),
        Awaits::Booked(wish) => {
            let visit = visit.unwrap();
            let is = (visit.client, visit.service, visit.staff(), visit.start());
            let must = (wish.client, wish.service, Some(wish.staff), wish.start);
            assert_eq!(is, must, "{label}");
            assert_eq!(visit.note, wish.note, "{label}");
            check_team(visit, &wish.team, label);
        }
        Awaits::Begun(walk_in, staff) => {
            queue::check_begun(visit.unwrap(), &walk_in, staff, label);
        }
        Awaits::Moved(moving) => {
            let visit = visit.unwrap();
            assert!(
                moving.staff.is_none() || moving.staff == visit.staff(),
                "{label}"
            );
            assert!(moving.start.is_none_or(|it| it == visit.start()), "{label}");
            check_team(visit, &moving.team, label);
        }
        Awaits::Resized(wish) => assert_eq!(visit.unwrap().minutes(), wish.minutes, "{label}"),
        Awaits::Handed(wish) => {
            let part = &visit.unwrap().segments[usize::from(wish.segment)];
            assert!(
                wish.staff.is_none_or(|it| part.staff.contains(&it)),
                "{label}"
            );
            assert!(
                wish.room.is_none_or(|it| part.rooms.contains(&it)),
                "{label}"
            );
        }
        Awaits::At(other) => assert_eq!(visit.unwrap().start(), other.start(), "{label}"),
        Awaits::Status(asked) => {
            let status = visit.unwrap().status;
            let is_late = asked == Status::Cancelled && status == Status::LateCancel;
            assert!(is_late || status == asked, "{label}: {status:?}");
        }
        Awaits::First => assert!(visit.unwrap().series.is_some(), "{label}"),
        Awaits::Note(note) => assert_eq!(visit.unwrap().note, note, "{label}"),
        Awaits::AsBefore(before) => {
            let visit = visit.unwrap();
            assert_eq!(visit.segments, before.segments, "{label}");
            assert_eq!(visit.status, before.status, "{label}");
            assert_eq!(visit.reason, before.reason, "{label}");
            assert_eq!(visit.overridden, before.overridden, "{label}");
            assert_eq!(visit.series, before.series, "{label}");
        }
    }
}
