//! In what order the rooms are: said by somebody, or by a treatment that is over.

use chrono::Days;

use super::{
    context::Context,
    entry::{NOTE_MAX, REASON_MAX, optional, required, within},
    halt::{Step, need_active},
    hours,
    outcome::Outcome,
    refusal::Field,
    request::RoomOrdering,
};
use crate::{
    domain::{
        booking::Appointment,
        catalog::{Service, Stage},
        ids::RoomId,
        room::Room,
        room_state::{RoomOrder, RoomState},
        time::Span,
    },
    store::{Reads, Tx},
};

/// Two years: a room that is shut for longer is taken off the list.
const DAYS_MAX: Days = Days::new(731);

pub(super) fn set(tx: &mut Tx, cx: &Context, wish: &RoomOrdering) -> Step<Outcome> {
    need_active::<Room>(tx, wish.room)?;
    let is_shut = wish.order == RoomOrder::OutOfOrder;
    let note = if is_shut {
        required(Field::Reason, &wish.note, REASON_MAX)?
    } else {
        optional(Field::Note, &wish.note, NOTE_MAX)?
    };
    let until = wish.until.filter(|_| is_shut);
    if let Some(until) = until {
        let today = cx.today();
        within(Field::LastDay, &until, &today, &(today + DAYS_MAX))?;
    }
    let before = tx.get::<RoomState>(&wish.room)?;
    let same = before.filter(|it| it.order == wish.order);
    let state = RoomState {
        room: wish.room,
        order: wish.order,
        since: same.map_or(cx.now, |it| it.since),
        by: cx.operator(),
        note,
        until,
    };
    let n_booked = n_booked(tx, cx, &state)?;
    tx.put(&state)?;
    Ok(Outcome::RoomOrdered {
        room: state.room,
        order: state.order,
        n_booked,
    })
}

/// Appointments to come that lie where nothing may be booked any more.
fn n_booked(tx: &Tx, cx: &Context, state: &RoomState) -> Step<usize> {
    let Some(shut) = state.shut(cx.settings.time_zone) else {
        return Ok(0);
    };
    let today = cx.today();
    let first = today.pred_opt().unwrap_or(today);
    let to_come = hours::to_come(tx, cx.believed, first, state.until)?;
    let lies_there = |it: &&Appointment| holds(it, state.room, shut);
    Ok(to_come.iter().filter(lies_there).count())
}

fn holds(visit: &Appointment, room: RoomId, shut: Span) -> bool {
    let mut spans = visit.spans();
    spans.any(|(part, span)| part.rooms.contains(&room) && span.overlaps(shut))
}

/// A treatment is over. Where its service ends with cleaning up, its room is to be
/// cleaned: of one with several places nobody can tell, and what is out of order or
/// where somebody stays the night is left as it is.
pub(super) fn left(tx: &mut Tx, cx: &Context, visit: &Appointment) -> Step<()> {
    let service = tx.get::<Service>(&visit.service)?;
    let cleans = |it: &Service| it.segments.iter().any(|it| it.stage == Stage::CleanUp);
    if !service.as_ref().is_some_and(cleans) {
        return Ok(());
    }
    for id in rooms_of(visit) {
        let room = tx.get::<Room>(&id)?;
        let before = tx.get::<RoomState>(&id)?;
        let zone = cx.settings.time_zone;
        let order = before.map_or(RoomOrder::Clean, |it| it.order_at(cx.believed, zone));
        let is_left = matches!(order, RoomOrder::Clean | RoomOrder::Cleaning);
        if is_left && room.is_some_and(|it| it.places <= 1) {
            tx.put(&RoomState {
                room: id,
                order: RoomOrder::ToClean,
                since: cx.now,
                by: cx.operator(),
                note: String::new(),
                until: None,
            })?;
        }
    }
    Ok(())
}

/// Each room that an appointment has, once.
pub(super) fn rooms_of(visit: &Appointment) -> Vec<RoomId> {
    let mut rooms: Vec<RoomId> = Vec::new();
    for room in visit.segments.iter().flat_map(|it| &it.rooms) {
        if !rooms.contains(room) {
            rooms.push(*room);
        }
    }
    rooms
}
