//! The appointment book: the search that offers a time and the rule that accepts
//! it are the same function of `domain::booking`.

use chrono::{Days, Duration, NaiveDate};

use super::{
    clash::Premises,
    context::Context,
    entry::{NOTE_MAX, REASON_MAX, bounded, missing, optional, refuse, required, within},
    fees,
    halt::{Halt, Step, need, need_active},
    holds, housekeeping,
    outcome::Outcome,
    refusal::{Field, FieldProblem, Refusal},
    request::{Booking, Moving, Request},
    waitlist,
};
use crate::{
    domain::{
        booking::{
            self, Appointment, Ask, Clash, DayBook, Fit, House, Limits, Override, Segment, Status,
            VisitChange, Wish,
        },
        catalog::Service,
        client::Client,
        equipment::Equipment,
        ids::{AppointmentId, RoomId, StaffId},
        rights::Right,
        room::Room,
        sale::Sale,
        staff::Staff,
        ticket::Ticket,
        time::{self, WallTime},
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

/// So many pieces are named at once, at most.
const EQUIPMENT_MAX: usize = 8;
const OFFERS_MAX: usize = 3;
/// Offers nearer than this to each other are no choice.
const OFFERS_APART_MIN: u16 = 15;
/// Five years: a date beyond is a slip of the keys.
pub(super) const DAYS_AHEAD_MAX: Days = Days::new(1_826);
/// A start may be in the small hours that belong to the evening before.
pub(super) const START_MINUTE_MAX: u16 = 30 * 60;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    // What nobody waits for any more is not in anybody's way.
    holds::let_go(tx, cx)?;
    match request {
        Request::Book(wish) => book(tx, cx, wish),
        Request::Move(moving) => move_visit(tx, cx, moving),
        Request::SetStatus {
            appointment,
            status,
            reason,
        } => set_status(tx, cx, *appointment, *status, reason),
        Request::NoteAppointment { appointment, note } => {
            let mut visit = need::<Appointment>(tx, *appointment)?;
            visit.note = optional(Field::Note, note, NOTE_MAX)?;
            keep_visit(tx, cx, &mut visit)?;
            Ok(Outcome::Saved)
        }
        other => Err(Halt::Bug(format!("{} is not of the book", other.name()))),
    }
}

fn house<'a>(premises: &'a Premises, cx: &Context) -> House<'a> {
    premises.house(cx.settings.time_zone, cx.believed)
}

fn book(tx: &mut Tx, cx: &Context, wish: &Booking) -> Step<Outcome> {
    let mut visit = draw_up(tx, cx, wish, &[])?;
    keep_visit(tx, cx, &mut visit)?;
    if let Some(waiting) = wish.how.waiting {
        waitlist::met(tx, waiting, visit.id)?;
    }
    booked(tx, cx, &visit)
}

/// The appointment as it will be, with others as they will be; it is not written yet.
pub(super) fn draw_up(
    tx: &mut Tx,
    cx: &Context,
    wish: &Booking,
    also: &[Appointment],
) -> Step<Appointment> {
    let service = need_active::<Service>(tx, wish.service)?;
    let staff = need_active::<Staff>(tx, wish.staff)?.id;
    if let Some(client) = wish.client {
        need_active::<Client>(tx, client)?;
    }
    if let Some(room) = wish.room {
        need_active::<Room>(tx, room)?;
    }
    need_team(tx, &service, staff, &wish.team)?;
    bounded(Field::Equipment, &wish.equipment, EQUIPMENT_MAX)?;
    for piece in &wish.equipment {
        need_active::<Equipment>(tx, *piece)?;
    }
    let wanted = Wish {
        team: &wish.team,
        room: wish.room,
        equipment: &wish.equipment,
        client: wish.client,
        ..Wish::new(&service, staff, wish.start)
    };
    let (fit, overridden) = place(tx, cx, &wanted, also, wish.override_reason.as_deref())?;
    let mut visit = Appointment {
        id: tx.next_id(cx.register(), Kind::Appointment)?.into(),
        client: wish.client,
        service: service.id,
        status: Status::Booked,
        segments: fit.segments,
        starts_at: fit.starts_at,
        note: optional(Field::Note, &wish.note, NOTE_MAX)?,
        reason: String::new(),
        overridden,
        created_at: cx.now,
        ticket: None,
        sale: None,
        arrived_at: None,
        started_at: None,
        finished_at: None,
        visit: None,
        series: None,
        held_until: None,
        origin: wish.how.origin,
        asked_for: wish.how.asked_for,
        revision: 0,
    };
    holds::begin(tx, cx, &mut visit, wish.how.made_as)?;
    Ok(visit)
}

fn move_visit(tx: &mut Tx, cx: &Context, moving: &Moving) -> Step<Outcome> {
    let mut visit = need_movable(tx, moving.appointment)?;
    if let Some(room) = moving.room {
        need_active::<Room>(tx, room)?;
    }
    let staff = match moving.staff.or(visit.staff()) {
        Some(staff) => need_active::<Staff>(tx, staff)?.id,
        None => return Err(missing(Field::Staff).into()),
    };
    let service = need::<Service>(tx, visit.service)?;
    let carrying = Carrying {
        visit: &visit,
        service: &service,
        staff,
        team: &moving.team,
        room: moving.room,
        start: moving.start.unwrap_or(visit.start()),
        also: &[],
    };
    let (fit, overridden) = carry(tx, cx, carrying, moving.override_reason.as_deref())?;
    put_at(tx, cx, &mut visit, fit, overridden)
}

/// One that was paid before it begins may move: what was sold stays the same.
pub(super) fn need_movable(tx: &Tx, id: AppointmentId) -> Step<Appointment> {
    let visit = need::<Appointment>(tx, id)?;
    if visit.status.is_final() {
        refuse_paid(tx, &visit)?;
        let (from, to) = (visit.status, Status::Booked);
        return Err(Refusal::StatusNotPossible { from, to }.into());
    }
    Ok(visit)
}

/// Writes down where an appointment now is.
pub(super) fn put_at(
    tx: &mut Tx,
    cx: &Context,
    visit: &mut Appointment,
    fit: Fit,
    overridden: Option<Override>,
) -> Step<Outcome> {
    visit.segments = fit.segments;
    visit.starts_at = fit.starts_at;
    visit.overridden = overridden;
    keep_visit(tx, cx, visit)?;
    tell_ticket(tx, visit)?;
    booked(tx, cx, visit)
}

/// An appointment on its way to another place.
#[derive(Clone, Copy)]
pub(super) struct Carrying<'a> {
    pub(super) visit: &'a Appointment,
    pub(super) service: &'a Service,
    pub(super) staff: StaffId,
    /// Who is named for the other roles.
    pub(super) team: &'a [Option<StaffId>],
    pub(super) room: Option<RoomId>,
    pub(super) start: WallTime,
    /// Others as they will be.
    pub(super) also: &'a [Appointment],
}

/// The new place, by the rule; with a reason, in spite of clashes. It stays as long as
/// it is, and what its parts have of their own goes with them.
pub(super) fn carry(
    tx: &Tx,
    cx: &Context,
    to: Carrying,
    override_reason: Option<&str>,
) -> Step<(Fit, Option<Override>)> {
    let visit = to.visit;
    need_team(tx, to.service, to.staff, to.team)?;
    let service = booking::lasting_with(to.service, visit, to.staff);
    let team = booking::team_of(&service, &visit.segments);
    let wish = Wish {
        team: to.team,
        room: to.room,
        keep_room: visit.room(),
        keep_team: &team,
        client: visit.client,
        ignore: Some(visit.id),
        ..Wish::new(&service, to.staff, to.start)
    };
    let is_whole = booking::is_by_its_service(&service, &visit.segments);
    if is_whole || booking::is_of_one(&visit.segments) {
        return place(tx, cx, &wish, to.also, override_reason);
    }
    let mut segments = booking::retimed(&visit.segments, to.start, cx.settings.time_zone);
    for segment in &mut segments {
        exchange(&mut segment.staff, visit.staff(), Some(to.staff));
        exchange(&mut segment.rooms, visit.room(), to.room);
    }
    if !booking::cast(&service, &mut segments, to.team) {
        return Err(refuse(Field::With, FieldProblem::Taken).into());
    }
    admit(tx, cx, &wish, segments, to.also, override_reason)
}

/// Those who are named for the roles after the first: each is there, none has two, and
/// there are no more of them than the service has roles.
fn need_team(tx: &Tx, service: &Service, staff: StaffId, team: &[Option<StaffId>]) -> Step<()> {
    let n_others = usize::from(service.n_roles()).saturating_sub(1);
    bounded(Field::With, team, n_others)?;
    for (nth, named) in team.iter().enumerate() {
        let Some(id) = *named else { continue };
        need_active::<Staff>(tx, id)?;
        if id == staff || team[..nth].contains(named) {
            return Err(refuse(Field::With, FieldProblem::Taken).into());
        }
    }
    Ok(())
}

fn exchange<T: Copy + PartialEq>(ids: &mut [T], from: Option<T>, to: Option<T>) {
    for id in ids {
        if let Some(to) = to.filter(|_| Some(*id) == from) {
            *id = to;
        }
    }
}

/// Segments as they are wished, held against the book.
pub(super) fn admit(
    tx: &Tx,
    cx: &Context,
    wish: &Wish,
    segments: Vec<Segment>,
    also: &[Appointment],
    override_reason: Option<&str>,
) -> Step<(Fit, Option<Override>)> {
    decide(tx, cx, wish, also, override_reason, |book| {
        let clashes = booking::clashes(wish.service, &segments, wish.client, wish.ignore, book)?;
        let room = segments.iter().find_map(|it| it.rooms.first().copied());
        // What has no clash has a time that exists.
        let starts_at = time::instant_of(wish.start, book.zone()).ok_or(Clash::Empty)?;
        let fit = Fit {
            segments,
            starts_at,
            room,
        };
        Ok((fit, clashes))
    })
}

/// What the desk is told of an appointment that now stands in the book.
pub(super) fn booked(tx: &Tx, cx: &Context, visit: &Appointment) -> Step<Outcome> {
    let zone = cx.settings.time_zone;
    let until = visit.held_until.filter(|_| visit.status == Status::Held);
    Ok(Outcome::Booked {
        appointment: visit.id,
        room: visit.room(),
        held_until: until.map(|until| time::wall(until, zone)),
        deposit: fees::deposit_due(tx, &holds::rules(tx)?, visit)?,
    })
}

/// Every change of an appointment goes through here, and is written down with what
/// was there before.
pub(super) fn keep_visit(tx: &mut Tx, cx: &Context, visit: &mut Appointment) -> Step<()> {
    let before = tx.get::<Appointment>(&visit.id)?;
    visit.revision = before
        .as_ref()
        .map_or(0, |it| it.revision.saturating_add(1));
    let what = booking::changes(before.as_ref(), visit);
    if !what.is_empty() {
        let change = VisitChange {
            id: tx.next_id(cx.register(), Kind::VisitChange)?.into(),
            appointment: visit.id,
            at: cx.now,
            by: cx.operator(),
            what,
        };
        tx.put(&change)?;
    }
    tx.put(visit)?;
    let was_done = before.is_some_and(|it| it.status == Status::Done);
    if visit.status == Status::Done && !was_done {
        housekeeping::left(tx, cx, visit)?;
    }
    Ok(())
}

/// A visit that waits in a cart is charged to who now gives it.
pub(super) fn tell_ticket(tx: &mut Tx, visit: &Appointment) -> Step<()> {
    let Some(id) = visit.ticket else {
        return Ok(());
    };
    let mut ticket = need::<Ticket>(tx, id)?;
    let mut lines = ticket.lines.iter_mut();
    if let Some(line) = lines.find(|it| it.appointment == Some(visit.id)) {
        line.staff = visit.staff();
        tx.put(&ticket)?;
    }
    Ok(())
}

/// A wish's place in the book; with a reason, in spite of clashes.
fn place(
    tx: &Tx,
    cx: &Context,
    wish: &Wish,
    also: &[Appointment],
    override_reason: Option<&str>,
) -> Step<(Fit, Option<Override>)> {
    decide(tx, cx, wish, also, override_reason, |book| {
        booking::force(wish, book)
    })
}

/// What the rule says of a wish, in a book in which some others are as they will be.
fn decide(
    tx: &Tx,
    cx: &Context,
    wish: &Wish,
    also: &[Appointment],
    override_reason: Option<&str>,
    rule: impl FnOnce(&DayBook) -> Result<(Fit, Vec<Clash>), Clash>,
) -> Step<(Fit, Option<Override>)> {
    within(Field::Time, &wish.start.minute, &0, &START_MINUTE_MAX)?;
    // Times gone by have a sentence of their own.
    let today = cx.today();
    if wish.start.date > today {
        let last = today + DAYS_AHEAD_MAX;
        within(Field::Date, &wish.start.date, &today, &last)?;
    }
    let reason = match override_reason {
        Some(reason) => Some(required(Field::Reason, reason, REASON_MAX)?),
        None => None,
    };
    let premises = Premises::of(tx, wish.start.date, wish.client)?;
    let taken = taken_with(tx, wish.start.date, also)?;
    let book = DayBook::new(house(&premises, cx), wish.start.date, &taken);
    let clash = match (rule(&book), reason) {
        (Ok((fit, clashes)), _) if clashes.is_empty() => return Ok((fit, None)),
        (Ok((fit, _)), Some(reason)) => {
            let by = cx.operator();
            return Ok((fit, Some(Override { by, reason })));
        }
        (Ok((_, clashes)), None) => clashes.into_iter().next(),
        (Err(clash), _) => Some(clash),
    };
    Err(match clash {
        Some(clash) => clash_refusal(tx, cx, &premises, wish, clash)?.into(),
        None => missing(Field::Time).into(),
    })
}

/// All that begin on a date or touch it, or one beside it.
pub(super) fn taken_around(reads: &impl Reads, date: NaiveDate) -> Step<Vec<Appointment>> {
    let days = [date.pred_opt(), Some(date), date.succ_opt()];
    let mut taken: Vec<Appointment> = Vec::new();
    for day in days.into_iter().flatten() {
        taken.extend(reads.find::<Appointment>(&Lookup::AppointmentOn(day))?);
    }
    taken.sort_by_key(|it| it.id);
    taken.dedup_by_key(|it| it.id);
    Ok(taken)
}

/// The same with some as they will be.
pub(super) fn taken_with(
    reads: &impl Reads,
    date: NaiveDate,
    also: &[Appointment],
) -> Step<Vec<Appointment>> {
    let mut taken = taken_around(reads, date)?;
    taken.retain(|it| also.iter().all(|other| other.id != it.id));
    taken.extend_from_slice(also);
    Ok(taken)
}

pub(super) fn refuse_paid(tx: &Tx, visit: &Appointment) -> Step<()> {
    if let Some(sale) = visit.sale {
        let receipt = need::<Sale>(tx, sale)?.receipt;
        return Err(Refusal::AppointmentPaid { receipt }.into());
    }
    Ok(())
}

pub(super) fn set_status(
    tx: &mut Tx,
    cx: &Context,
    id: AppointmentId,
    to: Status,
    reason: &str,
) -> Step<Outcome> {
    let mut visit = need::<Appointment>(tx, id)?;
    let from = visit.status;
    if from == to {
        return Ok(Outcome::Saved);
    }
    holds::refuse_request(from, to)?;
    let reason = optional(Field::Reason, reason, REASON_MAX)?;
    let to = as_late(tx, cx, &visit, to)?;
    if to.holds_time() {
        if step(to) < step(from) {
            refuse_paid(tx, &visit)?;
        }
        if !from.holds_time() && visit.overridden.is_none() {
            readmit(tx, cx, &visit, &[], &[])?;
        }
        visit.reason = String::new();
    } else {
        refuse_paid(tx, &visit)?;
        if let Some(ticket) = visit.ticket {
            return Err(Refusal::AlreadyInTicket { ticket }.into());
        }
        visit.reason = required(Field::Reason, &reason, REASON_MAX)?;
        if to == Status::NoShow && cx.believed < visit.starts_at {
            let start = visit.start();
            return Err(Refusal::NotBegun { start }.into());
        }
    }
    stamp(&mut visit, cx, to);
    if to == Status::Held {
        let minutes = holds::rules(tx)?.hold_min;
        holds::hold(&mut visit, cx.believed + Duration::minutes(minutes.into()));
    } else if to.holds_time() {
        visit.held_until = None;
    }
    visit.status = to;
    keep_visit(tx, cx, &mut visit)?;
    let fee = fees::fee_due(tx, &visit)?;
    Ok(fee.map_or(Outcome::Saved, |fee| Outcome::FeeDue { status: to, fee }))
}

/// Who cancels too late cancels late, whatever it is called; what was late or missed
/// and is now said to be cancelled is excused, by whoever may take something off.
fn as_late(tx: &Tx, cx: &Context, visit: &Appointment, to: Status) -> Step<Status> {
    if to != Status::Cancelled {
        return Ok(to);
    }
    if fees::fee_due(tx, visit)?.is_some() {
        cx.needs(Right::Discount)?;
    }
    let was_sure = matches!(visit.status, Status::Booked | Status::Confirmed);
    let is_late = was_sure && holds::rules(tx)?.is_late(visit.starts_at, cx.believed);
    Ok(if is_late { Status::LateCancel } else { to })
}

/// How far a visit has come.
fn step(status: Status) -> u8 {
    match status {
        Status::Requested | Status::Held | Status::Booked => 0,
        Status::Confirmed => 1,
        Status::Arrived => 2,
        Status::InService => 3,
        Status::Done => 4,
        Status::NoShow | Status::Cancelled | Status::LateCancel => 5,
    }
}

/// Writes when each step was reached; a step back takes back what was written
/// beyond it.
fn stamp(visit: &mut Appointment, cx: &Context, to: Status) {
    let reached = step(to);
    if !to.holds_time() {
        return;
    }
    let mark = |at: &mut Option<_>, here: u8| {
        if reached < here {
            *at = None;
        } else if reached == here {
            *at = at.or(Some(cx.now));
        }
    };
    mark(&mut visit.arrived_at, step(Status::Arrived));
    mark(&mut visit.started_at, step(Status::InService));
    mark(&mut visit.finished_at, step(Status::Done));
}

/// A visit takes the time again that it had let go, if nobody else has it by now. One
/// of the past may: it is set right, not booked. What was overridden once still is, and
/// those who were `beside` it then may be there still. `also`: others as they will be.
pub(super) fn readmit(
    tx: &Tx,
    cx: &Context,
    visit: &Appointment,
    beside: &[AppointmentId],
    also: &[Appointment],
) -> Step<()> {
    let premises = Premises::of(tx, visit.start().date, visit.client)?;
    let service = need::<Service>(tx, visit.service)?;
    let Some(wish) = wish_of(visit, &service) else {
        return Ok(());
    };
    let clashes = clashes(tx, cx, &premises, visit, &service, also)?;
    let is_new = |it: &Clash| match it {
        Clash::InThePast { .. } => false,
        Clash::StaffBusy { with, .. }
        | Clash::RoomBusy { with, .. }
        | Clash::ClientBusy { with, .. } => !beside.contains(with),
        _ => visit.overridden.is_none(),
    };
    match clashes.into_iter().find(is_new) {
        Some(clash) => Err(clash_refusal(tx, cx, &premises, &wish, clash)?.into()),
        None => Ok(()),
    }
}

/// Whom a visit shares its place with.
pub(super) fn beside(tx: &Tx, cx: &Context, visit: &Appointment) -> Step<Vec<AppointmentId>> {
    let premises = Premises::of(tx, visit.start().date, visit.client)?;
    let service = need::<Service>(tx, visit.service)?;
    let clashes = clashes(tx, cx, &premises, visit, &service, &[])?;
    let others = clashes.into_iter().filter_map(|it| match it {
        Clash::StaffBusy { with, .. }
        | Clash::RoomBusy { with, .. }
        | Clash::ClientBusy { with, .. } => Some(with),
        _ => None,
    });
    Ok(others.collect())
}

/// A visit asked for just as it stands.
pub(super) fn wish_of<'a>(visit: &Appointment, service: &'a Service) -> Option<Wish<'a>> {
    Some(Wish {
        room: visit.room(),
        client: visit.client,
        ignore: Some(visit.id),
        ..Wish::new(service, visit.staff()?, visit.start())
    })
}

/// What is in the way of the time that a visit holds, which may be another than its
/// service takes now.
fn clashes(
    tx: &Tx,
    cx: &Context,
    premises: &Premises,
    visit: &Appointment,
    service: &Service,
    also: &[Appointment],
) -> Step<Vec<Clash>> {
    let date = visit.start().date;
    let taken = taken_with(tx, date, also)?;
    let book = DayBook::new(house(premises, cx), date, &taken);
    let (client, own) = (visit.client, Some(visit.id));
    let found = booking::clashes(service, &visit.segments, client, own, &book);
    Ok(found.unwrap_or_else(|clash| vec![clash]))
}

/// The clash with names, and what would do instead.
fn clash_refusal(
    tx: &Tx,
    cx: &Context,
    premises: &Premises,
    wish: &Wish,
    clash: Clash,
) -> Step<Refusal> {
    let unfit = match clash {
        Clash::NotQualified { staff, .. }
        | Clash::GradeTooLow { staff, .. }
        | Clash::NeverWith { staff, .. }
        | Clash::TreatsOthers { staff, .. } => Some(staff),
        _ => None,
    };
    let is_of_team = unfit.is_some() && wish.team.contains(&unfit);
    let ask = Ask {
        service: wish.service,
        staff: Some(wish.staff).filter(|_| unfit.is_none() || is_of_team),
        client: wish.client,
        ignore: wish.ignore,
        near: wish.start,
        limits: Limits {
            team: if is_of_team { &[] } else { wish.team },
            equipment: wish.equipment,
            ..Limits::default()
        },
    };
    let (house, wanted) = (house(premises, cx), (OFFERS_MAX, OFFERS_APART_MIN));
    let offers = cx.free_days.nearest(tx, &ask, house, wanted)?;
    let report = premises.report(tx, clash)?;
    Ok(match report {
        Some(clash) => Refusal::Clash {
            clash,
            nearest: offers.iter().map(|it| premises.offer(it)).collect(),
        },
        None => missing(Field::Minutes),
    })
}
