//! The walk-in queue: who came without an appointment, what they were promised, and
//! their visits, which begin by the one rule of the book.

use chrono::{DateTime, Duration, DurationRound, Utc};

use super::{
    book,
    context::Context,
    entry::{NAME_MAX, REASON_MAX, not_understood, optional, required, within},
    halt::{Halt, Step, need, need_active},
    holds,
    outcome::Outcome,
    query::{
        planned::Planner,
        queue::{self, Wanted},
    },
    refusal::{Field, Refusal},
    request::{Booking, Request, WalkInDraft, WalkInStart},
};
use crate::{
    domain::{
        booking::{How, MadeAs, Origin, Status, WalkIn, WalkInState},
        catalog::Service,
        client::Client,
        ids::{StaffId, WalkInId},
        staff::Staff,
        time::{self, WallTime, hhmm},
    },
    store::{Tx, record::Kind},
};

/// A promise for later than this is an appointment.
const PROMISE_HOURS_MAX: i64 = 24;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    holds::let_go(tx, cx)?;
    match request {
        Request::SaveWalkIn(draft) => save(tx, cx, draft),
        Request::StartWalkIn(wish) => start(tx, cx, wish),
        Request::LeaveWalkIn { walk_in, reason } => {
            let mut walk_in = open(tx, *walk_in)?;
            let reason = required(Field::Reason, reason, REASON_MAX)?;
            end(tx, &mut walk_in, WalkInState::Left(reason))?;
            Ok(Outcome::WalkIn {
                walk_in: walk_in.id,
            })
        }
        other => Err(Halt::Bug(format!("{} is not of the queue", other.name()))),
    }
}

fn open(tx: &Tx, id: WalkInId) -> Step<WalkIn> {
    let walk_in = need::<WalkIn>(tx, id)?;
    if !walk_in.is_waiting() {
        return Err(Refusal::NotInQueue.into());
    }
    Ok(walk_in)
}

/// The name is of no use any more, and is personal.
fn end(tx: &mut Tx, walk_in: &mut WalkIn, state: WalkInState) -> Step<()> {
    walk_in.state = state;
    walk_in.name = String::new();
    tx.put(walk_in)?;
    Ok(())
}

fn save(tx: &mut Tx, cx: &Context, draft: &WalkInDraft) -> Step<Outcome> {
    if let Some(client) = draft.client {
        need_active::<Client>(tx, client)?;
    }
    need_active::<Service>(tx, draft.service)?;
    if let Some(staff) = draft.staff {
        need_active::<Staff>(tx, staff)?;
    }
    let before = match draft.id {
        Some(id) => Some(open(tx, id)?),
        None => None,
    };
    let came_at = before.as_ref().map_or(cx.believed, |it| it.came_at);
    let promised_at = match (draft.promised, &before) {
        (Some(promised), _) => promise(cx, promised, came_at)?,
        (None, Some(before)) => before.promised_at,
        (None, None) => estimated(tx, cx, draft)?,
    };
    let name = optional(Field::Name, &draft.name, NAME_MAX)?;
    let id = match draft.id {
        Some(id) => id,
        None => tx.next_id(cx.register(), Kind::WalkIn)?.into(),
    };
    let walk_in = WalkIn {
        id,
        client: draft.client,
        name: Some(name)
            .filter(|_| draft.client.is_none())
            .unwrap_or_default(),
        service: draft.service,
        staff: draft.staff,
        sex: draft.sex.filter(|_| draft.staff.is_none()),
        came_at,
        promised_at,
        state: WalkInState::Waiting,
    };
    tx.put(&walk_in)?;
    Ok(Outcome::WalkIn { walk_in: id })
}

/// As soon as somebody can, once those who wait are served.
fn estimated(tx: &Tx, cx: &Context, draft: &WalkInDraft) -> Step<DateTime<Utc>> {
    let planner = Planner::new(tx, cx.free_days, cx.settings, cx.believed)?;
    let wanted = Wanted {
        service: draft.service,
        staff: draft.staff,
        sex: draft.sex.filter(|_| draft.staff.is_none()),
        client: draft.client,
    };
    let served = queue::behind_all(&planner, wanted)?;
    let served = served.ok_or(Refusal::NobodyNow { first: None })?;
    Ok(served.fit.starts_at)
}

fn promise(cx: &Context, promised: WallTime, came_at: DateTime<Utc>) -> Step<DateTime<Utc>> {
    let zone = cx.settings.time_zone;
    let at = time::instant_of(promised, zone)
        .ok_or_else(|| not_understood(Field::Promised, &hhmm(promised.minute)))?;
    let least = came_at
        .duration_trunc(Duration::minutes(1))
        .unwrap_or(came_at);
    let most = least + Duration::hours(PROMISE_HOURS_MAX);
    let [at_said, least_said, most_said] = [at, least, most].map(|it| time::wall(it, zone).naive());
    within(Field::Promised, &at_said, &least_said, &most_said)?;
    Ok(at)
}

/// Whoever serves this one now, where nobody is named.
fn proposed(tx: &Tx, cx: &Context, walk_in: &WalkIn) -> Step<StaffId> {
    if let Some(staff) = walk_in.staff {
        return Ok(staff);
    }
    let planner = Planner::new(tx, cx.free_days, cx.settings, cx.believed)?;
    let served = queue::first_for(&planner, Wanted::of(walk_in), &[])?;
    match served {
        Some(served) if served.start == cx.wall() => Ok(served.staff),
        later => {
            let first = later.as_ref().map(|it| queue::report(&planner, it));
            Err(Refusal::NobodyNow { first }.into())
        }
    }
}

/// Who asked for any woman is not handed to a man, whoever the desk names.
fn as_asked(tx: &Tx, walk_in: &WalkIn, staff: StaffId) -> Step<StaffId> {
    let person = need_active::<Staff>(tx, staff)?;
    match walk_in.sex.filter(|sex| person.sex != Some(*sex)) {
        Some(sex) => Err(Refusal::AskedForOthers { sex }.into()),
        None => Ok(staff),
    }
}

/// The visit is in the book, the client is there and it has begun: all at once.
fn start(tx: &mut Tx, cx: &Context, wish: &WalkInStart) -> Step<Outcome> {
    let mut walk_in = open(tx, wish.walk_in)?;
    let staff = match wish.staff {
        Some(staff) => as_asked(tx, &walk_in, staff)?,
        None => proposed(tx, cx, &walk_in)?,
    };
    let booking = Booking {
        client: walk_in.client,
        service: walk_in.service,
        staff,
        team: Vec::new(),
        room: wish.room,
        equipment: Vec::new(),
        start: cx.wall(),
        note: walk_in.name.clone(),
        override_reason: wish.override_reason.clone(),
        how: How {
            origin: Origin::WalkIn,
            asked_for: walk_in.staff == Some(staff),
            made_as: MadeAs::Booked,
            waiting: None,
        },
    };
    let mut visit = book::draw_up(tx, cx, &booking, &[])?;
    visit.status = Status::InService;
    visit.held_until = None;
    visit.arrived_at = Some(walk_in.came_at);
    visit.started_at = Some(cx.now);
    book::keep_visit(tx, cx, &mut visit)?;
    end(tx, &mut walk_in, WalkInState::Started(visit.id))?;
    Ok(Outcome::WalkInStarted {
        walk_in: walk_in.id,
        appointment: visit.id,
        staff,
        room: visit.room(),
    })
}
