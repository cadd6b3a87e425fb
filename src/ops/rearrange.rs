//! Appointments pulled longer, handed over in part, or swapped: by the rule that a
//! booking goes by, and with a reason in spite of a clash.

use super::{
    book::{self, Carrying},
    context::Context,
    entry::{missing, refuse, within},
    halt::{Step, need, need_active},
    holds,
    outcome::Outcome,
    refusal::{Field, FieldProblem},
    request::{Exchanged, Resizing, SegmentMoving, Swapping},
};
use crate::{
    domain::{
        booking::{self, Appointment, Fit, Override},
        catalog::Service,
        room::Room,
        staff::Staff,
    },
    store::Tx,
};

/// Longer is a slip of the keys.
const MINUTES_MAX: u16 = 24 * 60;

pub(super) fn resize(tx: &mut Tx, cx: &Context, wish: &Resizing) -> Step<Outcome> {
    holds::let_go(tx, cx)?;
    let mut visit = book::need_movable(tx, wish.appointment)?;
    within(
        Field::Minutes,
        &wish.minutes,
        &booking::PART_MIN,
        &MINUTES_MAX,
    )?;
    let zone = cx.settings.time_zone;
    let segments = match booking::resized(&visit.segments, wish.minutes, zone) {
        Ok(segments) => segments,
        Err(least) => {
            within(Field::Minutes, &wish.minutes, &least, &MINUTES_MAX)?;
            return Err(missing(Field::Minutes).into());
        }
    };
    let reason = wish.override_reason.as_deref();
    let (fit, overridden) = admit(tx, cx, &visit, segments, reason)?;
    book::put_at(tx, cx, &mut visit, fit, overridden)
}

pub(super) fn move_segment(tx: &mut Tx, cx: &Context, wish: &SegmentMoving) -> Step<Outcome> {
    holds::let_go(tx, cx)?;
    let mut visit = book::need_movable(tx, wish.appointment)?;
    let mut segments = visit.segments.clone();
    let last = u16::try_from(segments.len().saturating_sub(1)).unwrap_or(u16::MAX);
    within(Field::Part, &wish.segment, &0, &last)?;
    let Some(segment) = segments.get_mut(usize::from(wish.segment)) else {
        return Err(missing(Field::Part).into());
    };
    if let Some(staff) = wish.staff {
        let staff = need_active::<Staff>(tx, staff)?.id;
        let relieved = wish.instead_of.or(segment.staff.first().copied());
        let mut hands = segment.staff.iter_mut();
        match hands.find(|it| Some(**it) == relieved) {
            Some(hand) => *hand = staff,
            None => return Err(missing(Field::Staff).into()),
        }
        if !segment.has_each_once() {
            return Err(refuse(Field::Staff, FieldProblem::Taken).into());
        }
    }
    if let Some(room) = wish.room {
        let room = need_active::<Room>(tx, room)?.id;
        match segment.rooms.first_mut() {
            Some(first) => *first = room,
            None => return Err(missing(Field::Room).into()),
        }
    }
    let reason = wish.override_reason.as_deref();
    let (fit, overridden) = admit(tx, cx, &visit, segments, reason)?;
    book::put_at(tx, cx, &mut visit, fit, overridden)
}

/// A visit's new segments, by the rule.
fn admit(
    tx: &Tx,
    cx: &Context,
    visit: &Appointment,
    segments: Vec<booking::Segment>,
    reason: Option<&str>,
) -> Step<(Fit, Option<Override>)> {
    let service = need::<Service>(tx, visit.service)?;
    // What is offered instead is as long as what was asked for.
    let service = booking::lasting(&service, &segments);
    match book::wish_of(visit, &service) {
        Some(wish) => book::admit(tx, cx, &wish, segments, &[], reason),
        None => Err(missing(Field::Staff).into()),
    }
}

/// First the one finds its place where the other was, then the other beside it.
pub(super) fn swap(tx: &mut Tx, cx: &Context, wish: &Swapping) -> Step<Outcome> {
    holds::let_go(tx, cx)?;
    let mut first = book::need_movable(tx, wish.first)?;
    let mut second = book::need_movable(tx, wish.second)?;
    if first.id == second.id {
        return Err(missing(Field::Other).into());
    }
    let reason = wish.override_reason.as_deref();
    let gone = Appointment {
        segments: Vec::new(),
        ..second.clone()
    };
    let (fit, overridden) = carried(tx, cx, (&first, &second), wish, &gone, reason)?;
    let there = Appointment {
        segments: fit.segments.clone(),
        starts_at: fit.starts_at,
        ..first.clone()
    };
    let (back, back_overridden) = carried(tx, cx, (&second, &first), wish, &there, reason)?;
    book::put_at(tx, cx, &mut first, fit, overridden)?;
    book::put_at(tx, cx, &mut second, back, back_overridden)?;
    Ok(Outcome::Swapped {
        first: first.id,
        second: second.id,
    })
}

/// The one at the other's place, with that other as it will be.
fn carried(
    tx: &Tx,
    cx: &Context,
    (visit, place): (&Appointment, &Appointment),
    wish: &Swapping,
    other: &Appointment,
    reason: Option<&str>,
) -> Step<(Fit, Option<Override>)> {
    let service = need::<Service>(tx, visit.service)?;
    let (staff, room) = match wish.exchanged {
        Exchanged::Staff => (place.staff(), None),
        Exchanged::Room => (visit.staff(), place.room()),
    };
    let Some(staff) = staff else {
        return Err(missing(Field::Staff).into());
    };
    let carrying = Carrying {
        visit,
        service: &service,
        staff: need_active::<Staff>(tx, staff)?.id,
        team: &[],
        room,
        start: place.start(),
        also: std::slice::from_ref(other),
    };
    book::carry(tx, cx, carrying, reason)
}
