//! The naive appointment book: a list that is gone through.

use std::collections::BTreeMap;

use balm::{
    domain::{
        booking::{Appointment, Status},
        ids::{AppointmentId, ClientId, RoomId, StaffId},
    },
    ops::refusal::ClashReport,
};
use chrono::NaiveDateTime;
use fastrand::Rng;

#[derive(Default)]
pub(super) struct Book(BTreeMap<AppointmentId, Appointment>);

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
        self.0.get(&id)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Appointment> {
        self.0.values()
    }

    pub(super) fn some(&self, rng: &mut Rng) -> Option<AppointmentId> {
        let n = self.0.len();
        (n > 0)
            .then(|| rng.usize(..n))
            .and_then(|place| self.0.keys().nth(place).copied())
    }

    /// Takes what was written, and holds it against all others: those that were
    /// overridden, then or now, aside.
    pub(super) fn write(&mut self, visit: Appointment, label: &str) {
        if visit.status.holds_time() && visit.overridden.is_none() {
            let held = Held::of(&visit);
            for other in self.0.values() {
                let counts =
                    other.id != visit.id && other.status.holds_time() && other.overridden.is_none();
                assert!(
                    !(counts && held.shares(&Held::of(other))),
                    "{label}: {visit:?} and {other:?} hold the same"
                );
            }
        }
        self.0.insert(visit.id, visit);
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
        let of_day = self.0.values().filter(|it| it.start().date == date);
        let is_open = |it: &&Appointment| {
            !matches!(it.status, Status::Done | Status::NoShow | Status::Cancelled)
        };
        of_day.filter(is_open).count()
    }
}
