//! The naive appointment book: a list that is gone through.

use std::collections::BTreeMap;

use balm::{
    domain::{
        booking::{Appointment, Status},
        ids::{AppointmentId, ClientId, Register, RoomId, StaffId},
    },
    ops::{
        outcome::Outcome,
        refusal::ClashReport,
        request::{Booking, Moving, Request},
    },
};
use chrono::NaiveDateTime;
use fastrand::Rng;

/// Changes of a desk that can be taken back.
const CHANGES_MAX: usize = 20;

#[derive(Default)]
pub(super) struct Book {
    visits: BTreeMap<AppointmentId, Appointment>,
    /// What each desk changed, and how that visit was before.
    changes: BTreeMap<Register, Vec<(AppointmentId, Option<Appointment>)>>,
    awaited: Option<Awaited>,
}

/// What the book must say of a visit once a request is done.
struct Awaited {
    id: AppointmentId,
    what: Awaits,
    /// The desk that changed it, and how it was before.
    change: Option<(Register, Option<Appointment>)>,
}

enum Awaits {
    Booked(Booking),
    Moved(Moving),
    Status(Status),
    Note(String),
    AsBefore(Box<Appointment>),
    Gone,
}

/// What one appointment holds, and when.
struct Held {
    staff: Option<StaffId>,
    room: Option<RoomId>,
    client: Option<ClientId>,
    start: NaiveDateTime,
    end: NaiveDateTime,
}

impl Held {
    fn of(visit: &Appointment) -> Self {
        let start = visit.start().naive();
        Self {
            staff: visit.staff(),
            room: visit.room(),
            client: visit.client,
            start,
            end: start + chrono::TimeDelta::minutes(visit.minutes().into()),
        }
    }

    fn shares(&self, other: &Self) -> bool {
        let same = |one: bool, both: bool| one && both;
        let at_once = self.start < other.end && other.start < self.end;
        at_once
            && (same(self.staff.is_some(), self.staff == other.staff)
                || same(self.room.is_some(), self.room == other.room)
                || same(self.client.is_some(), self.client == other.client))
    }
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
        let (id, what) = match (request, outcome) {
            (Request::Book(wish), Outcome::Booked { appointment, .. }) => {
                (*appointment, Awaits::Booked(wish.clone()))
            }
            (Request::Move(moving), Outcome::Booked { appointment, .. }) => {
                assert_eq!(*appointment, moving.appointment, "{label}");
                (*appointment, Awaits::Moved(moving.clone()))
            }
            (
                Request::SetStatus {
                    appointment,
                    status,
                    ..
                },
                _,
            ) => (*appointment, Awaits::Status(*status)),
            (Request::NoteAppointment { appointment, note }, _) => {
                (*appointment, Awaits::Note(note.clone()))
            }
            (Request::Undo, Outcome::Undone { appointment, .. }) => {
                let last = self.changes.get_mut(&register).and_then(Vec::pop);
                let (id, before) = last.unwrap();
                assert_eq!(*appointment, id, "{label}: not the last change");
                let back = |it| Awaits::AsBefore(Box::new(it));
                (id, before.map_or(Awaits::Gone, back))
            }
            _ => panic!("{label}: {outcome:?}"),
        };
        let is_change = !matches!(request, Request::Undo | Request::NoteAppointment { .. });
        let change = is_change.then(|| (register, self.get(id).cloned()));
        self.awaited = Some(Awaited { id, what, change });
    }

    /// The book says what was asked for.
    pub(super) fn check_awaited(&mut self, label: &str) {
        let Some(Awaited { id, what, change }) = self.awaited.take() else {
            return;
        };
        let visit = self.get(id);
        match what {
            Awaits::Gone => return assert_eq!(visit, None, "{label}"),
            Awaits::Booked(wish) => {
                let visit = visit.unwrap();
                let is = (visit.client, visit.service, visit.staff(), visit.start());
                let must = (wish.client, wish.service, Some(wish.staff), wish.start);
                assert_eq!(is, must, "{label}");
                assert_eq!(visit.note, wish.note, "{label}");
            }
            Awaits::Moved(moving) => {
                let visit = visit.unwrap();
                assert!(
                    moving.staff.is_none() || moving.staff == visit.staff(),
                    "{label}"
                );
                assert!(moving.start.is_none_or(|it| it == visit.start()), "{label}");
            }
            Awaits::Status(status) => assert_eq!(visit.unwrap().status, status, "{label}"),
            Awaits::Note(note) => assert_eq!(visit.unwrap().note, note, "{label}"),
            Awaits::AsBefore(before) => {
                let visit = visit.unwrap();
                assert_eq!(visit.segments, before.segments, "{label}");
                assert_eq!(visit.status, before.status, "{label}");
                assert_eq!(visit.reason, before.reason, "{label}");
                assert_eq!(visit.overridden, before.overridden, "{label}");
            }
        }
        if let Some((register, before)) = change
            && before.as_ref() != visit
        {
            let changes = self.changes.entry(register).or_default();
            changes.push((id, before));
            if changes.len() > CHANGES_MAX {
                changes.remove(0);
            }
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
    /// overridden, then or now, aside.
    pub(super) fn write(&mut self, id: AppointmentId, visit: Option<Appointment>, label: &str) {
        let Some(visit) = visit else {
            self.visits.remove(&id);
            return;
        };
        if visit.status.holds_time() && visit.overridden.is_none() {
            let held = Held::of(&visit);
            for other in self.visits.values() {
                let counts =
                    other.id != visit.id && other.status.holds_time() && other.overridden.is_none();
                assert!(
                    !(counts && held.shares(&Held::of(other))),
                    "{label}: {visit:?} and {other:?} hold the same"
                );
            }
        }
        self.visits.insert(visit.id, visit);
    }

    /// A clash is never made up: who is named does stand in the way.
    pub(super) fn check_clash(&self, clash: &ClashReport, own: Option<AppointmentId>, label: &str) {
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
        assert_eq!(Held::of(other).end, until.naive(), "{label}");
    }

    /// Of the day, neither done nor called off.
    pub(super) fn n_unfinished(&self, date: chrono::NaiveDate) -> usize {
        let of_day = self.visits.values().filter(|it| it.start().date == date);
        let is_open = |it: &&Appointment| {
            !matches!(it.status, Status::Done | Status::NoShow | Status::Cancelled)
        };
        of_day.filter(is_open).count()
    }
}
