//! Takes back what a desk changed last in the book. What was changed is remembered by
//! the running program only; taking it back is a change like any other, checked by the
//! same rules and written down as a new entry.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, Utc};

use super::{
    book,
    context::Context,
    halt::{Step, need},
    outcome::{Outcome, TakenBack},
    refusal::Refusal,
    request::Request,
};
use crate::{
    domain::{
        booking::{Appointment, Override, Segment, Status},
        ids::{AppointmentId, ClientId, Register, ServiceId, StaffId},
        time,
    },
    store::{Reads, Tx},
};

/// Changes that are remembered for a desk.
const CHANGES_MAX: usize = 20;
/// What is older than this was meant: one key too many does not touch it.
const AGE_MIN_MAX: i64 = 15;

/// A change of one appointment.
#[derive(Clone, Debug)]
pub(super) struct BookChange {
    /// Among the changes of the desk, from 1; that of one taken back is used again.
    nth: u64,
    at: DateTime<Utc>,
    operator: Option<StaffId>,
    /// `None` where it was booked.
    before: Option<Appointment>,
    after: Appointment,
    /// Whom it shared its place with before, when that was overridden.
    beside: Vec<AppointmentId>,
}

/// What an undo would take back: whose visit, what was done to it, when and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// Its number among the changes of the desk: what was made later has a higher one.
    pub nth: u64,
    pub appointment: AppointmentId,
    pub client: Option<ClientId>,
    pub service: ServiceId,
    pub what: TakenBack,
    pub at: DateTime<Utc>,
    pub operator: Option<StaffId>,
}

impl LastChange {
    /// Too old for one key.
    pub fn is_too_late(&self, now: DateTime<Utc>) -> bool {
        (now - self.at).num_minutes() >= AGE_MIN_MAX
    }
}

impl BookChange {
    pub(super) fn told(&self) -> LastChange {
        let before = self.before.as_ref();
        LastChange {
            nth: self.nth,
            appointment: self.after.id,
            client: self.after.client,
            service: self.after.service,
            what: before.map_or(TakenBack::Booked, |it| taken_back(it, &self.after)),
            at: self.at,
            operator: self.operator,
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

/// An appointment as it was before a request.
pub(super) enum Watch {
    Nothing,
    Booking,
    Visit {
        before: Box<Appointment>,
        beside: Vec<AppointmentId>,
    },
    Undo,
}

impl Watch {
    pub(super) fn of(tx: &Tx, cx: &Context, request: &Request) -> Step<Self> {
        let id = match request {
            Request::Book(_) => return Ok(Self::Booking),
            Request::Undo => return Ok(Self::Undo),
            Request::Move(moving) => moving.appointment,
            Request::SetStatus { appointment, .. } => *appointment,
            _ => return Ok(Self::Nothing),
        };
        let Some(before) = tx.get::<Appointment>(&id)? else {
            return Ok(Self::Nothing);
        };
        let beside = if before.overridden.is_some() {
            book::beside(tx, cx, &before)?
        } else {
            Vec::new()
        };
        let before = Box::new(before);
        Ok(Self::Visit { before, beside })
    }

    pub(super) fn noted(self, tx: &Tx, cx: &Context, outcome: &Outcome) -> Step<Noted> {
        let (before, beside, id) = match (self, outcome) {
            (Self::Booking, Outcome::Booked { appointment, .. }) => {
                (None, Vec::new(), *appointment)
            }
            (Self::Visit { before, beside }, _) => {
                let id = before.id;
                (Some(*before), beside, id)
            }
            (Self::Undo, _) => return Ok(Noted::TakenBack),
            _ => return Ok(Noted::Nothing),
        };
        let after = need::<Appointment>(tx, id)?;
        if before.as_ref() == Some(&after) {
            return Ok(Noted::Nothing);
        }
        Ok(Noted::Change(Box::new(BookChange {
            nth: 0,
            at: cx.now,
            operator: cx.operator(),
            before,
            after,
            beside,
        })))
    }
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
    let visit = need::<Appointment>(tx, change.after.id)?;
    if visit.sale != change.after.sale {
        book::refuse_paid(tx, &visit)?;
    }
    match &change.before {
        None => take_off(tx, &visit, &change.after),
        Some(before) => put_back(tx, cx, visit, before, change),
    }
}

/// A booking made by mistake leaves the book as if it had not been: it never was a
/// visit that was cancelled. The journal keeps it.
fn take_off(tx: &mut Tx, visit: &Appointment, after: &Appointment) -> Step<Outcome> {
    if let Some(ticket) = visit.ticket {
        return Err(Refusal::AlreadyInTicket { ticket }.into());
    }
    if visit != after {
        return Err(Refusal::ChangedSince.into());
    }
    tx.remove::<Appointment>(&visit.id)?;
    Ok(undone(visit, TakenBack::Booked))
}

fn put_back(
    tx: &mut Tx,
    cx: &Context,
    mut visit: Appointment,
    before: &Appointment,
    change: &BookChange,
) -> Step<Outcome> {
    let after = &change.after;
    if entry(&visit) != entry(after) {
        return Err(Refusal::ChangedSince.into());
    }
    if let Some(ticket) = visit.ticket
        && !before.status.holds_time()
    {
        return Err(Refusal::AlreadyInTicket { ticket }.into());
    }
    let what = taken_back(before, after);
    let kept_its_place = after.status.holds_time() && before.segments == after.segments;
    visit.segments.clone_from(&before.segments);
    visit.starts_at = before.starts_at;
    visit.status = before.status;
    visit.reason.clone_from(&before.reason);
    visit.overridden.clone_from(&before.overridden);
    visit.arrived_at = before.arrived_at;
    visit.started_at = before.started_at;
    visit.finished_at = before.finished_at;
    if visit.status.holds_time() && !kept_its_place {
        book::readmit(tx, cx, &visit, &change.beside)?;
    }
    book::keep_visit(tx, cx, &mut visit)?;
    book::tell_ticket(tx, &visit)?;
    Ok(undone(&visit, what))
}

fn taken_back(before: &Appointment, after: &Appointment) -> TakenBack {
    if before.status != after.status {
        return TakenBack::Status { was: after.status };
    }
    let is_elsewhere = before.starts_at != after.starts_at || before.staff() != after.staff();
    if is_elsewhere || before.room() == after.room() {
        TakenBack::Moved
    } else {
        TakenBack::Room
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
