//! Several appointments at once: visits of several services or clients, and series.
//! All of a request is booked, moved or cancelled, or nothing.

use super::{
    book::{self, Carrying},
    context::Context,
    entry::{NOTE_MAX, bounded, missing, optional, within},
    halt::{Halt, Step, need, need_active},
    outcome::Outcome,
    refusal::{ClashReport, Field, Refusal},
    request::{Booking, MovingAll, Request, SeriesDraft, StatusOfAll, VisitChange, VisitDraft},
    ticket,
};
use crate::{
    domain::{
        booking::{Appointment, PARTS_MAX, Status},
        catalog::Service,
        client::Client,
        ids::{AppointmentId, ClientId, ServiceId, VisitId},
        room::Room,
        staff::Staff,
        visit::{Bill, Recurrence, Series, Visit},
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

/// Every so many days or weeks.
const EVERY_MAX: u16 = 366;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::BookVisit(draft) => book_visit(tx, cx, draft),
        Request::SaveVisit(change) => save_visit(tx, change),
        Request::BookSeries(draft) => book_series(tx, cx, draft),
        Request::MoveAll(wish) => move_all(tx, cx, wish),
        Request::SetStatusOfAll(wish) => set_status(tx, cx, wish),
        Request::AddVisit { visit, client } => add_visit(tx, cx, *visit, *client),
        other => Err(Halt::Bug(format!("{} is not of visits", other.name()))),
    }
}

/// The parts of a visit, in order of time.
pub(super) fn parts(reads: &impl Reads, visit: VisitId) -> Step<Vec<Appointment>> {
    let mut parts = reads.find::<Appointment>(&Lookup::AppointmentOfVisit(visit))?;
    parts.sort_by_key(|it| (it.starts_at, it.id));
    Ok(parts)
}

fn book_visit(tx: &mut Tx, cx: &Context, draft: &VisitDraft) -> Step<Outcome> {
    if draft.parts.is_empty() {
        return Err(missing(Field::Visit).into());
    }
    bounded(Field::Visit, &draft.parts, PARTS_MAX)?;
    let visit = Visit {
        id: tx.next_id(cx.register(), Kind::Visit)?.into(),
        host: host(tx, draft.host)?,
        note: optional(Field::Note, &draft.note, NOTE_MAX)?,
        bill: draft.bill,
        created_at: cx.now,
    };
    let mut parts = draw_up(tx, cx, &draft.parts)?;
    tx.put(&visit)?;
    for part in &mut parts {
        part.visit = Some(visit.id);
        book::keep_visit(tx, cx, part)?;
    }
    Ok(Outcome::BookedVisit {
        visit: visit.id,
        appointments: ids(&parts),
    })
}

fn host(tx: &Tx, host: Option<ClientId>) -> Step<Option<ClientId>> {
    if let Some(host) = host {
        need_active::<Client>(tx, host)?;
    }
    Ok(host)
}

fn ids(visits: &[Appointment]) -> Vec<AppointmentId> {
    visits.iter().map(|it| it.id).collect()
}

/// Each as it will be booked, held against the book with those before it; nothing is
/// written yet.
fn draw_up(tx: &mut Tx, cx: &Context, wishes: &[Booking]) -> Step<Vec<Appointment>> {
    let mut parts: Vec<Appointment> = Vec::with_capacity(wishes.len());
    for (idx, wish) in wishes.iter().enumerate() {
        let part = book::draw_up(tx, cx, wish, &parts);
        let part = part.map_err(|halt| of_part(tx, halt, idx, (wish, &parts)));
        parts.push(part?);
    }
    Ok(parts)
}

/// Which of them it is that cannot be. What would do instead was looked for without the
/// others: it is not said where there are any.
fn of_part(tx: &Tx, halt: Halt, idx: usize, (wish, before): (&Booking, &[Appointment])) -> Halt {
    match halt {
        Halt::Refused(Refusal::Clash { mut clash, nearest }) => {
            name_part(tx, &mut clash, |id| {
                let other = before.iter().find(|it| it.id == id)?;
                Some((other.client, other.service))
            });
            Halt::Refused(Refusal::PartClash {
                part: u32::try_from(idx + 1).unwrap_or(u32::MAX),
                start: wish.start,
                clash,
                nearest: if before.is_empty() {
                    nearest
                } else {
                    Vec::new()
                },
            })
        }
        other => other,
    }
}

/// One that is not in the book yet is named by its client or its service, as `of` knows
/// them.
pub(super) fn name_part(
    reads: &impl Reads,
    clash: &mut ClashReport,
    of: impl Fn(AppointmentId) -> Option<(Option<ClientId>, ServiceId)>,
) {
    let (ClashReport::StaffBusy {
        with, appointment, ..
    }
    | ClashReport::RoomBusy {
        with, appointment, ..
    }) = clash
    else {
        return;
    };
    let Some((client, service)) = of(*appointment) else {
        return;
    };
    let client = client.and_then(|id| reads.get::<Client>(&id).ok()?);
    let service = || reads.get::<Service>(&service).ok().flatten();
    let name = client.map(|it| it.name).or_else(|| Some(service()?.name));
    *with = name.unwrap_or_default();
}

fn save_visit(tx: &mut Tx, change: &VisitChange) -> Step<Outcome> {
    let mut visit = need::<Visit>(tx, change.visit)?;
    visit.host = host(tx, change.host)?;
    visit.note = optional(Field::Note, &change.note, NOTE_MAX)?;
    visit.bill = change.bill;
    tx.put(&visit)?;
    Ok(Outcome::Saved)
}

fn book_series(tx: &mut Tx, cx: &Context, draft: &SeriesDraft) -> Step<Outcome> {
    if draft.parts.is_empty() {
        return Err(missing(Field::Visit).into());
    }
    bounded(Field::Visit, &draft.parts, Recurrence::TIMES_MAX.into())?;
    within(Field::Every, &draft.rule.every, &1, &EVERY_MAX)?;
    for weekday in &draft.rule.weekdays {
        within(Field::Weekdays, weekday, &0, &6)?;
    }
    let mut parts = draw_up(tx, cx, &draft.parts)?;
    if let Some(first) = draft.first {
        let first = need::<Appointment>(tx, first)?;
        if let Some(known) = first.series {
            // It goes on: those that follow are of the same.
            extend(tx, cx, known, &mut parts)?;
            return Ok(Outcome::BookedSeries {
                series: known,
                appointments: ids(&parts),
            });
        }
        parts.insert(0, first);
    }
    let series = Series {
        id: tx.next_id(cx.register(), Kind::Series)?.into(),
        rule: draft.rule.clone(),
        created_at: cx.now,
    };
    tx.put(&series)?;
    extend(tx, cx, series.id, &mut parts)?;
    let booked = usize::from(draft.first.is_some());
    Ok(Outcome::BookedSeries {
        series: series.id,
        appointments: ids(&parts[booked..]),
    })
}

fn extend(
    tx: &mut Tx,
    cx: &Context,
    series: crate::domain::ids::SeriesId,
    parts: &mut [Appointment],
) -> Step<()> {
    for part in parts {
        part.series = Some(series);
        book::keep_visit(tx, cx, part)?;
    }
    Ok(())
}

fn move_all(tx: &mut Tx, cx: &Context, wish: &MovingAll) -> Step<Outcome> {
    let moves = &wish.moves;
    if moves.is_empty() {
        return Err(missing(Field::Visit).into());
    }
    bounded(Field::Visit, moves, Recurrence::TIMES_MAX.into())?;
    let mut also = Vec::with_capacity(moves.len());
    for (idx, moving) in moves.iter().enumerate() {
        let twice = |it: &Appointment| it.id == moving.appointment;
        if also[..idx].iter().any(twice) {
            return Err(Refusal::PartTwice.into());
        }
        let visit = book::need_movable(tx, moving.appointment)?;
        // Until it has its new place it has none.
        let status = Status::Cancelled;
        also.push(Appointment { status, ..visit });
    }
    let mut settled = Vec::with_capacity(moves.len());
    for (idx, moving) in moves.iter().enumerate() {
        let mut visit = need::<Appointment>(tx, moving.appointment)?;
        if let Some(room) = moving.room {
            need_active::<Room>(tx, room)?;
        }
        let staff = moving.staff.or(visit.staff());
        let staff = need_active::<Staff>(tx, staff.ok_or_else(|| missing(Field::Staff))?)?.id;
        let service = need::<Service>(tx, visit.service)?;
        let carrying = Carrying {
            visit: &visit,
            service: &service,
            staff,
            team: &moving.team,
            room: moving.room,
            start: moving.start.unwrap_or(visit.start()),
            also: &also,
        };
        let carried = book::carry(tx, cx, carrying, moving.override_reason.as_deref());
        let (fit, overridden) = carried.map_err(|halt| match halt {
            Halt::Refused(Refusal::Clash { clash, .. }) => Halt::Refused(Refusal::PartClash {
                part: u32::try_from(idx + 1).unwrap_or(u32::MAX),
                start: moving.start.unwrap_or(visit.start()),
                clash,
                nearest: Vec::new(),
            }),
            other => other,
        })?;
        visit.segments = fit.segments;
        visit.starts_at = fit.starts_at;
        visit.overridden = overridden;
        also[idx] = visit.clone();
        settled.push(visit);
    }
    for visit in &mut settled {
        book::keep_visit(tx, cx, visit)?;
        book::tell_ticket(tx, visit)?;
    }
    Ok(Outcome::MovedAll {
        appointments: ids(&settled),
    })
}

fn set_status(tx: &mut Tx, cx: &Context, wish: &StatusOfAll) -> Step<Outcome> {
    if wish.appointments.is_empty() {
        return Err(missing(Field::Visit).into());
    }
    bounded(
        Field::Visit,
        &wish.appointments,
        Recurrence::TIMES_MAX.into(),
    )?;
    for id in &wish.appointments {
        let (from, to) = (need::<Appointment>(tx, *id)?.status, wish.status);
        // What has let its time go is brought back one by one.
        if to.holds_time() && !from.holds_time() {
            return Err(Refusal::StatusNotPossible { from, to }.into());
        }
        book::set_status(tx, cx, *id, to, &wish.reason)?;
    }
    Ok(Outcome::Saved)
}

/// All that is to be paid of a visit, or of what one client has in it.
fn add_visit(tx: &mut Tx, cx: &Context, visit: VisitId, client: Option<ClientId>) -> Step<Outcome> {
    let record = need::<Visit>(tx, visit)?;
    let mut parts = parts(tx, visit)?;
    parts.retain(|it| it.status.holds_time() && it.sale.is_none() && it.ticket.is_none());
    parts.retain(|it| client.is_none() || it.client == client);
    if parts.is_empty() {
        return Err(Refusal::NoPartToPay.into());
    }
    let payer = match record.bill {
        Bill::One => record.host,
        Bill::Many => client,
    };
    let open = ticket::open(tx, cx.register())?;
    if payer.is_some() && open.is_none_or(|it| it.client.is_none()) {
        ticket::attach_client(tx, cx, payer)?;
    }
    let mut last = Err(Refusal::NoPartToPay.into());
    for part in parts {
        last = ticket::add_appointment(tx, cx, part.id, None);
        if last.is_err() {
            break;
        }
    }
    last
}
