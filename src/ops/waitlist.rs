//! The waitlist: wishes for a time that was not free, kept until one is.

use chrono::Days;

use super::{
    context::Context,
    entry::{NOTE_MAX, REASON_MAX, optional, required, within},
    halt::{Halt, Step, need, need_active},
    outcome::Outcome,
    refusal::{Field, Refusal},
    request::{Request, WaitingDraft},
};
use crate::{
    domain::{
        booking::{EVERY_DAY, Waiting, WaitingState},
        catalog::Service,
        client::Client,
        ids::{AppointmentId, WaitingId},
        staff::Staff,
    },
    store::{Tx, record::Kind},
};

/// Nobody waits longer than a year.
const DAYS_MAX: Days = Days::new(366);
const MINUTE_MAX: u16 = 30 * 60;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::SaveWaiting(draft) => save(tx, cx, draft),
        Request::DropWaiting { waiting, reason } => {
            let mut waiting = open(tx, *waiting)?;
            let reason = required(Field::Reason, reason, REASON_MAX)?;
            waiting.state = WaitingState::Dropped(reason);
            tx.put(&waiting)?;
            Ok(Outcome::Saved)
        }
        other => Err(Halt::Bug(format!(
            "{} is not of the waitlist",
            other.name()
        ))),
    }
}

fn open(tx: &Tx, id: WaitingId) -> Step<Waiting> {
    let waiting = need::<Waiting>(tx, id)?;
    if !waiting.is_open() {
        return Err(Refusal::NotWaiting.into());
    }
    Ok(waiting)
}

fn save(tx: &mut Tx, cx: &Context, draft: &WaitingDraft) -> Step<Outcome> {
    need_active::<Client>(tx, draft.client)?;
    need_active::<Service>(tx, draft.service)?;
    if let Some(staff) = draft.staff {
        need_active::<Staff>(tx, staff)?;
    }
    let (id, created_at) = match draft.id {
        Some(id) => (id, open(tx, id)?.created_at),
        None => (tx.next_id(cx.register(), Kind::Waiting)?.into(), cx.now),
    };
    let today = cx.today();
    within(
        Field::LastDay,
        &draft.last,
        &draft.first.max(today),
        &(today + DAYS_MAX),
    )?;
    within(Field::Weekdays, &draft.days, &1, &EVERY_DAY)?;
    within(Field::FromTime, &draft.from_minute, &0, &MINUTE_MAX)?;
    within(
        Field::UntilTime,
        &draft.until_minute,
        &draft.from_minute,
        &MINUTE_MAX,
    )?;
    let waiting = Waiting {
        id,
        client: draft.client,
        service: draft.service,
        staff: draft.staff,
        first: draft.first,
        last: draft.last,
        days: draft.days,
        from_minute: draft.from_minute,
        until_minute: draft.until_minute,
        urgent: draft.urgent,
        note: optional(Field::Note, &draft.note, NOTE_MAX)?,
        created_at,
        state: WaitingState::Open,
    };
    tx.put(&waiting)?;
    Ok(Outcome::Waiting { waiting: id })
}

/// Whoever waited for it has it.
pub(super) fn met(tx: &mut Tx, id: WaitingId, by: AppointmentId) -> Step<()> {
    let mut waiting = open(tx, id)?;
    waiting.state = WaitingState::Booked(by);
    tx.put(&waiting)?;
    Ok(())
}
