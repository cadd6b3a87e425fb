//! What the keys of the book do to one appointment, on the grid and on its own
//! page alike.

use crate::{
    domain::{
        booking::{Appointment, Status},
        document::Document,
        ids::{AppointmentId, RoomId},
        money::Money,
        time::{self, Span},
        visit::Bill,
    },
    ops::{
        outcome::Outcome,
        query::{self, Answer, DayBlock, DaySheet, Query},
        refusal::{Field, FieldProblem, Refusal},
        request::{Moving, Request},
        shop::Stop,
    },
    store::Reads,
    ui::{
        action::Action,
        component::{Cmd, Component, Pane, Tone},
        dialogs::{again, documents, extend, not_ready, reason::reason_then, series, together},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Picker, Row},
        },
    },
};

/// What was asked for, to be said when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    Status(Status),
    ToCart,
    Move,
    Copy,
    Part,
    Length,
    Swap,
}

/// The commands of a key, and the job whose answer its component will get.
pub struct Begun {
    pub job: Option<Job>,
    pub cmds: Vec<Cmd>,
}

impl Begun {
    fn run(job: Job, request: Request) -> Self {
        Self {
            job: Some(job),
            cmds: vec![Cmd::Run(request)],
        }
    }

    fn only(cmds: Vec<Cmd>) -> Self {
        Self { job: None, cmds }
    }
}

/// # Errors
///
/// When the store cannot be read.
pub fn read_day(view: &View, date: chrono::NaiveDate) -> Result<Option<DaySheet>, Stop> {
    match view
        .shop
        .ask(&view.session, &view.locale, &Query::Day { date })?
    {
        Answer::Day(sheet) => Ok(Some(sheet)),
        _ => Ok(None),
    }
}

/// # Errors
///
/// When the store cannot be read.
pub fn read_appointment(view: &View, id: AppointmentId) -> Result<Option<Appointment>, Stop> {
    Ok(view.shop.read().get::<Appointment>(&id)?)
}

/// The appointment with its names.
///
/// # Errors
///
/// When the store cannot be read.
pub fn read_block(view: &View, id: AppointmentId) -> Result<Option<DayBlock>, Stop> {
    let Some(appointment) = read_appointment(view, id)? else {
        return Ok(None);
    };
    let sheet = read_day(view, appointment.start().date)?;
    let blocks = sheet.map(|it| it.blocks).unwrap_or_default();
    Ok(blocks.into_iter().find(|it| it.appointment.id == id))
}

/// Nobody comes earlier than this before a visit: it is one of another day.
const COMES_BEFORE: chrono::Duration = chrono::Duration::hours(12);

/// Whether nobody can have come to it yet.
pub fn is_of_another_day(appointment: &Appointment, view: &View) -> bool {
    appointment.starts_at - view.shop.now() > COMES_BEFORE
}

/// Nobody can have come yet, or stayed away.
fn too_early(action: Action, block: &DayBlock, view: &View) -> Option<Begun> {
    let start = block.appointment.start();
    let ahead = block.appointment.starts_at - view.shop.now();
    let refusal = match action {
        Action::DayArrived | Action::DayPartyArrived | Action::DayStart | Action::DayDone
            if is_of_another_day(&block.appointment, view) =>
        {
            Refusal::NotYet { start }
        }
        Action::DayNoShow if ahead > chrono::Duration::zero() => Refusal::NotBegun { start },
        _ => return None,
    };
    Some(Begun::only(vec![view.say_stop(&Stop::Refused(refusal))]))
}

/// What a key does to this appointment; `None` where it does nothing to one.
pub fn begin(action: Action, block: &DayBlock, view: &View) -> Option<Begun> {
    let appointment = block.appointment.id;
    if let Some(begun) = too_early(action, block, view) {
        return Some(begun);
    }
    let status = |status| {
        let request = Request::SetStatus {
            appointment,
            status,
            reason: String::new(),
        };
        Begun::run(Job::Status(status), request)
    };
    Some(match action {
        // What was asked for or held is taken first, and confirmed after that.
        Action::DayConfirm
            if matches!(block.appointment.status, Status::Requested | Status::Held) =>
        {
            status(Status::Booked)
        }
        Action::DayConfirm => status(Status::Confirmed),
        // Who comes for several has come for all of them.
        Action::DayArrived if block.appointment.visit.is_some() => {
            let theirs = together::expected(&block.appointment, true, view);
            match theirs.as_slice() {
                [] | [_] => status(Status::Arrived),
                _ => Begun::run(Job::Status(Status::Arrived), together::arrived(theirs)),
            }
        }
        Action::DayPartyArrived => match together::expected(&block.appointment, false, view) {
            all if all.is_empty() => {
                let said = view.text("together-all-here");
                Begun::only(vec![Cmd::Say(Tone::Note, said)])
            }
            all => Begun::run(Job::Status(Status::Arrived), together::arrived(all)),
        },
        Action::DayArrived => status(Status::Arrived),
        Action::DayRepeat => Begun::only(vec![Cmd::Push(series::repeat(block, view))]),
        Action::DayTogether => Begun::only(vec![together::together(block, view)]),
        Action::DayStart => match not_ready::asked(block, view) {
            Some(asked) => Begun::only(vec![Cmd::Push(asked)]),
            None => status(Status::InService),
        },
        Action::DayExtend => Begun::only(vec![longer(block, view)]),
        Action::DayDone => status(Status::Done),
        Action::DayToCart if let Some(request) = charge(block, view) => {
            Begun::run(Job::ToCart, request)
        }
        Action::DayToCart => Begun::run(
            Job::ToCart,
            Request::AddAppointment {
                appointment,
                price: None,
            },
        ),
        Action::DayCancel => {
            Begun::only(vec![Cmd::Push(ask_reason(block, Status::Cancelled, view))])
        }
        Action::DayNoShow => Begun::only(vec![Cmd::Push(ask_reason(block, Status::NoShow, view))]),
        Action::DayCard => Begun::only(documents::show(Document::VisitCard(appointment), view)),
        Action::DayAgain => Begun::only(vec![Cmd::Push(again::again(appointment, view))]),
        Action::DayRoom => Begun::only(vec![Cmd::Push(rooms(block, view))]),
        Action::DayNote => Begun::only(vec![Cmd::Push(note(block, view))]),
        Action::DayClient => Begun::only(match block.appointment.client {
            Some(client) => vec![Cmd::ShowClient(Some(client)), Cmd::Focus(Pane::Client)],
            None => vec![Cmd::Say(Tone::Note, view.text("day-walk-in-has-no-card"))],
        }),
        _ => return None,
    })
}

/// What has not begun is made longer on the grid.
fn longer(block: &DayBlock, view: &View) -> Cmd {
    if block.appointment.status == Status::InService {
        Cmd::Push(extend::extend(block, view))
    } else {
        Cmd::Say(Tone::Note, view.text("extend-not-begun"))
    }
}

/// The actions of most use to an appointment as it stands.
pub fn useful(appointment: &Appointment) -> Vec<Action> {
    use Action as A;
    let mut actions = match appointment.status {
        Status::Requested | Status::Held => {
            vec![A::DayConfirm, A::DayArrived, A::DayMove, A::DayCancel]
        }
        Status::Booked => vec![
            A::DayArrived,
            A::DayConfirm,
            A::DayMove,
            A::DayCancel,
            A::DayNoShow,
        ],
        Status::Confirmed => vec![A::DayArrived, A::DayMove, A::DayCancel, A::DayNoShow],
        Status::Arrived => vec![
            A::DayStart,
            A::DayToCart,
            A::DayMove,
            A::DayRoom,
            A::DayCancel,
        ],
        Status::InService => vec![A::DayDone, A::DayToCart, A::DayExtend, A::DayRoom],
        Status::Done => vec![A::DayToCart, A::DayAgain],
        Status::NoShow | Status::Cancelled | Status::LateCancel => Vec::new(),
    };
    if appointment.sale.is_some() {
        // What is paid is neither charged again nor given up; it may be moved.
        let is_refused = |it: &Action| matches!(it, A::DayToCart | A::DayCancel | A::DayNoShow);
        actions.retain(|it| !is_refused(it));
    }
    actions.extend([A::DayClient, A::DayNote]);
    actions
}

/// Of a visit: all of it for the host, or what is this client's own.
fn charge(block: &DayBlock, view: &View) -> Option<Request> {
    let visit = together::sheet(block.appointment.id, view)?.visit?;
    let client = match visit.bill {
        Bill::One => None,
        Bill::Many => Some(block.appointment.client?),
    };
    // What was charged before says so itself.
    let is_open = block.appointment.ticket.is_none() && block.appointment.sale.is_none();
    is_open.then_some(Request::AddVisit {
        visit: visit.id,
        client,
    })
}

/// What was noted for all of a visit.
fn note_for_all(block: &DayBlock, view: &View) -> Option<String> {
    let visit = together::sheet(block.appointment.id, view)?.visit?;
    let said = [("note", visit.note.as_str().into())];
    (!visit.note.is_empty()).then(|| view.fill("visit-note-said", &said))
}

/// What follows when the job is done.
pub fn done(job: Job, block: &DayBlock, view: &View) -> Vec<Cmd> {
    match job {
        Job::ToCart => {
            // The card beside the cart is of the client who pays, for others too.
            let of_cart = view.ticket.as_ref().and_then(|it| it.ticket.client);
            let client = of_cart.or(block.appointment.client);
            let card = client.map(|client| Cmd::ShowClient(Some(client)));
            let note = note_for_all(block, view).map(|it| Cmd::Say(Tone::Note, it));
            card.into_iter()
                .chain([Cmd::Focus(Pane::Cart)])
                .chain(note)
                .collect()
        }
        Job::Move | Job::Part | Job::Length | Job::Swap | Job::Copy => {
            vec![Cmd::Say(Tone::Good, put_down(job, block, view))]
        }
        Job::Status(asked) => {
            // Who cancels too late cancels late.
            let after = read_appointment(view, block.appointment.id).ok().flatten();
            let status = after.as_ref().map_or(asked, |it| it.status);
            let reads = view.shop.read();
            let fee = after.and_then(|it| query::fee_due(&reads, &it).ok().flatten());
            let args = [
                ("who", client_name(block, view).into()),
                ("status", view.words().status(status).into()),
                ("time", view.words().time(view.now).into()),
            ];
            let mut said = vec![view.fill("day-status-set", &args)];
            if let Some(fee) = fee {
                let fee = [("fee", view.money(fee).into())];
                said.push(view.fill("day-fee-due", &fee));
            }
            if status == Status::Arrived {
                let room = not_ready::warning(block, view).map(|(said, _)| format!("{said}."));
                said.extend(room);
                said.extend(note_for_all(block, view));
            }
            vec![Cmd::Say(Tone::Good, said.join(" "))]
        }
    }
}

/// What follows when the job was refused.
pub fn refused(job: Job, stop: &Stop, block: &DayBlock, view: &View) -> Vec<Cmd> {
    match (job, stop) {
        (Job::ToCart, Stop::Refused(Refusal::PriceNeeded { .. })) => {
            vec![Cmd::Push(price(block, view))]
        }
        _ => vec![view.say_stop(stop)],
    }
}

/// The client's name, or that it is a walk-in.
pub fn client_name(block: &DayBlock, view: &View) -> String {
    if block.client.is_empty() {
        view.text("client-walk-in")
    } else {
        block.client.clone()
    }
}

/// `14:05-15:05`, on the clock of the day it then is.
pub fn span(block: &DayBlock, view: &View) -> String {
    let appointment = &block.appointment;
    let lasts = chrono::Duration::minutes(i64::from(appointment.minutes()));
    let end = time::wall(appointment.starts_at + lasts, view.settings.time_zone);
    let words = view.words();
    format!("{}-{}", words.time(appointment.start()), words.time(end))
}

/// When, with whom and where, now that it is booked or moved there.
pub fn place(block: &DayBlock, view: &View) -> String {
    let appointment = &block.appointment;
    let staff = appointment.staff().and_then(|id| view.staff_named(id));
    let parts = [
        view.words().moment(appointment.start()),
        staff.map(|it| it.name.clone()).unwrap_or_default(),
        block.room.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(", ")
}

fn put_down(job: Job, block: &DayBlock, view: &View) -> String {
    let args = [
        ("who", client_name(block, view).into()),
        ("service", block.service.as_str().into()),
        ("place", place(block, view).into()),
        ("span", span(block, view).into()),
        ("minutes", block.appointment.minutes().into()),
    ];
    let id = match job {
        Job::Copy => "booking-booked",
        Job::Part => "day-part-moved",
        Job::Length => "day-resized",
        Job::Swap => "day-swapped",
        _ => "day-moved",
    };
    view.fill(id, &args)
}

fn ask_reason(block: &DayBlock, status: Status, view: &View) -> Box<dyn Component> {
    const CANCELLED: &[&str] = &[
        "day-reason-client-ill",
        "day-reason-client-busy",
        "day-reason-therapist-away",
        "day-reason-mistake",
    ];
    const NO_SHOW: &[&str] = &[
        "day-reason-no-word",
        "day-reason-wrong-day",
        "day-reason-late",
        "day-reason-not-reached",
    ];
    let (title, help, usual) = match status {
        Status::NoShow => ("day-no-show-title", "help-no-show", NO_SHOW),
        _ => ("day-cancel-title", "help-cancel", CANCELLED),
    };
    let args = [
        ("who", client_name(block, view).into()),
        ("place", place(block, view).into()),
    ];
    let appointment = block.appointment.id;
    let ask = move |reason: &str, _: &View| {
        vec![Cmd::Run(Request::SetStatus {
            appointment,
            status,
            reason: reason.to_owned(),
        })]
    };
    let before = block.clone();
    let said = move |_: &Outcome, view: &View| done(Job::Status(status), &before, view);
    reason_then(view.fill(title, &args), help, usual, ask, said, view)
}

fn rooms(block: &DayBlock, view: &View) -> Box<dyn Component> {
    let args = [("who", client_name(block, view).into())];
    let title = view.fill("day-room-title", &args);
    let appointment = block.appointment.clone();
    let id = appointment.id;
    let rows = move |typed: &str, view: &View| room_rows(&appointment, typed, view);
    Picker::new(title, "help-day-room", rows, move |room: &RoomId, _| {
        vec![Cmd::Run(Request::Move(Moving {
            appointment: id,
            staff: None,
            team: Vec::new(),
            room: Some(*room),
            start: None,
            override_reason: None,
        }))]
    })
    .boxed()
}

/// Rooms that will do, the free ones first, with who has the others.
fn room_rows(appointment: &Appointment, typed: &str, view: &View) -> Vec<Row<RoomId>> {
    let typed = crate::domain::text::fold(typed);
    let sheet = read_day(view, appointment.start().date).ok().flatten();
    let blocks = sheet.map(|it| it.blocks).unwrap_or_default();
    let span = Span::new(appointment.start(), appointment.minutes());
    let in_the_way = |room: RoomId| {
        blocks.iter().find(|it| {
            let other = &it.appointment;
            other.id != appointment.id
                && other.status.holds_time()
                && other.segments.iter().any(|segment| {
                    segment.rooms.contains(&room)
                        && Span::new(segment.start, segment.minutes).overlaps(span)
                })
        })
    };
    let service = view.service_named(appointment.service);
    let suits =
        |room: RoomId| service.is_none_or(|it| it.rooms.is_empty() || it.rooms.contains(&room));
    let mut rows: Vec<(bool, Row<RoomId>)> = view
        .rooms
        .iter()
        .filter(|room| {
            room.active && suits(room.id) && crate::domain::text::fold(&room.name).contains(&typed)
        })
        .map(|room| {
            let other = in_the_way(room.id);
            let right = if appointment.room() == Some(room.id) {
                view.text("day-room-now")
            } else {
                other.map_or_else(|| view.text("day-room-free"), |it| client_name(it, view))
            };
            (
                other.is_some(),
                Row {
                    left: room.name.clone(),
                    right,
                    value: room.id,
                },
            )
        })
        .collect();
    rows.sort_by_key(|(taken, _)| *taken);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn note(block: &DayBlock, view: &View) -> Box<dyn Component> {
    let appointment = block.appointment.id;
    let title = view.fill(
        "day-note-title",
        &[("who", client_name(block, view).into())],
    );
    let label = view.words().field(Field::Note);
    let field = FormField::<()>::text(Field::Note, label, &block.appointment.note);
    Form::new(title, "help-day-note", vec![field], move |fields, _| {
        let note = fields[0].value().to_owned();
        Ok(vec![Cmd::Run(Request::NoteAppointment {
            appointment,
            note,
        })])
    })
    .boxed()
}

/// Asks for the price of a visit whose service has none of its own.
fn price(block: &DayBlock, view: &View) -> Box<dyn Component> {
    let appointment = block.appointment.id;
    let field = FormField::<()>::text(Field::Price, view.words().field(Field::Price), "");
    Form::new(
        block.service.clone(),
        "help-day-price",
        vec![field],
        move |fields, view| {
            let price = read_price(fields[0].value(), view)?;
            Ok(vec![Cmd::Run(Request::AddAppointment {
                appointment,
                price: Some(price),
            })])
        },
    )
    .on_done(|_, _| vec![Cmd::Focus(Pane::Cart)])
    .boxed()
}

fn read_price(typed: &str, view: &View) -> Result<Money, (Field, String)> {
    let problem = match view.settings.currency.parse(typed) {
        Ok(price) if !price.is_negative() => return Ok(price),
        _ if typed.is_empty() => FieldProblem::Missing,
        _ => FieldProblem::NotUnderstood {
            typed: typed.to_owned(),
        },
    };
    Err((
        Field::Price,
        view.words().field_problem(Field::Price, &problem),
    ))
}
