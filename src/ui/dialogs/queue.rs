//! The walk-in queue: who waits for what, since when, what they were promised, and who
//! could begin when. Enter begins with the one who is proposed.

use super::{
    booking::{self, Pick, override_asked},
    fields::{self, Wrong, text_of},
    reason::reason_then,
};
use crate::{
    domain::{
        booking::WalkIn,
        client::Client,
        ids::{StaffId, WalkInId},
        time::{WallTime, hhmm},
        typed,
    },
    ops::{
        outcome::{Outcome, TakenBack},
        query::{Answer, Query, QueueChoice, QueueRow},
        refusal::{Field, FieldProblem},
        request::{Request, WalkInDraft, WalkInStart},
        shop::Stop,
    },
    store::Reads,
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Tone},
        view::View,
        widgets::{
            form::{Form, FormField},
            key_list::{KeyList, KeyRow, Listing, cell},
            picker::{Filter, Picker, Row},
        },
    },
};

/// The columns' widths, which fill the usual screen with the spaces between them.
const NAME: usize = 14;
const SERVICE: usize = 16;
const STAFF: usize = 9;
const TIME: usize = 5;
const PROMISED: usize = 8;
/// Earlier by more than this is meant for the next day.
const NEXT_DAY_MIN: u16 = 12 * 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    One(WalkInId),
    New,
}

pub fn queue(view: &View) -> Box<dyn Component> {
    let title = view.text("queue-title");
    let place = ("help-queue", Context::Queue);
    KeyList::new(title, place, listing, act, answered).boxed()
}

fn rows(view: &View) -> Vec<QueueRow> {
    match view.shop.ask(&view.session, &view.locale, &Query::Queue) {
        Ok(Answer::Queue { rows }) => rows,
        _ => Vec::new(),
    }
}

fn row_of(id: WalkInId, view: &View) -> Option<QueueRow> {
    rows(view).into_iter().find(|it| it.walk_in.id == id)
}

fn listing(view: &View) -> Listing<Place> {
    let found = rows(view);
    let text = |id| view.text(id);
    let head = [
        cell("", 2),
        cell(&text("queue-col-name"), NAME),
        cell(&text("queue-col-service"), SERVICE),
        cell(&text("queue-col-staff"), STAFF),
        cell(&text("queue-col-came"), TIME),
        cell(&text("queue-col-promised"), PROMISED),
        text("queue-col-wait"),
    ];
    let mut rows: Vec<KeyRow<Place>> = Vec::new();
    for (idx, row) in found.iter().enumerate() {
        rows.push(KeyRow {
            text: line(idx + 1, row, view),
            alert: row.late,
            value: Place::One(row.walk_in.id),
        });
    }
    let n_late = found.iter().filter(|it| it.late).count();
    rows.push(KeyRow {
        text: view.text("queue-new"),
        alert: false,
        value: Place::New,
    });
    let note = match n_late {
        0 => String::new(),
        n => view.fill("queue-late", &[("n", n.into())]),
    };
    Listing {
        head: head.join(" "),
        rows,
        note,
        n_extra: 1,
    }
}

fn line(place: usize, row: &QueueRow, view: &View) -> String {
    let words = view.words();
    let late = if row.late { "!" } else { "" };
    [
        cell(&place.to_string(), 2),
        cell(&name(row, view), NAME),
        cell(&row.service, SERVICE),
        cell(&whom(row, view), STAFF),
        cell(&words.time(row.came), TIME),
        cell(&format!("{}{late}", words.time(row.promised)), PROMISED),
        wait(row, view),
    ]
    .join(" ")
}

/// Who was asked for, by name or not.
fn whom(row: &QueueRow, view: &View) -> String {
    let any = row.walk_in.sex.map(|sex| booking::any_of(sex, view));
    any.unwrap_or_else(|| row.staff.clone())
}

fn name(row: &QueueRow, view: &View) -> String {
    if row.name.is_empty() {
        return view.text("client-walk-in");
    }
    row.name.clone()
}

/// In how many minutes, and with whom.
fn wait(row: &QueueRow, view: &View) -> String {
    let Some((offer, minutes)) = row.offer.as_ref().zip(row.wait_min) else {
        return view.text("queue-nobody");
    };
    let short = view.staff_named(offer.staff).map(|it| it.short.clone());
    let who = short.unwrap_or_else(|| offer.staff_name.clone());
    let said = if minutes == 0 {
        view.fill("queue-now", &[("who", who.into())])
    } else {
        let args = [("n", minutes.into()), ("who", who.into())];
        view.fill("queue-in", &args)
    };
    if row.off_list {
        return view.fill("queue-off-list", &[("said", said.into())]);
    }
    said
}

fn act(action: Action, place: &Place, view: &View) -> Option<Vec<Cmd>> {
    if let (Action::QueueAdd, _) | (Action::Accept, Place::New) = (action, place) {
        return Some(vec![Cmd::Push(somebody(None, view))]);
    }
    if action == Action::QueueUndo {
        return Some(take_back(view));
    }
    let Place::One(id) = *place else {
        return None;
    };
    let row = match action {
        Action::Accept
        | Action::QueueStaff
        | Action::QueuePromise
        | Action::QueueChange
        | Action::QueueGone => row_of(id, view)?,
        _ => return None,
    };
    Some(match action {
        Action::Accept => {
            // Who is proposed here, where those before are served first.
            let now = row.offer.filter(|_| row.wait_min == Some(0));
            vec![Cmd::Run(start(id, now.map(|it| it.staff)))]
        }
        Action::QueueStaff => vec![Cmd::Push(with_whom(&row, view))],
        Action::QueuePromise => vec![Cmd::Push(promise(&row, view))],
        Action::QueueChange => vec![Cmd::Push(somebody(Some(&row.walk_in), view))],
        _ => vec![Cmd::Push(gone(&row, view))],
    })
}

fn start(walk_in: WalkInId, staff: Option<StaffId>) -> Request {
    Request::StartWalkIn(WalkInStart {
        walk_in,
        staff,
        room: None,
        override_reason: None,
    })
}

/// What was changed last, if that was in the queue.
fn take_back(view: &View) -> Vec<Cmd> {
    let last = view.shop.last_change(view.session.register);
    let is_elsewhere = last.is_some_and(|it| {
        !matches!(
            it.what,
            TakenBack::WalkInStarted
                | TakenBack::WalkInCame
                | TakenBack::WalkInChanged
                | TakenBack::WalkInLeft
        )
    });
    if is_elsewhere {
        return vec![Cmd::Say(Tone::Note, view.text("queue-undo-elsewhere"))];
    }
    vec![Cmd::Run(Request::Undo)]
}

fn answered(answer: &Result<Outcome, Stop>, view: &View) -> Vec<Cmd> {
    match answer {
        Ok(outcome) => said(outcome, view),
        Err(stop) => vec![view.say_stop(stop)],
    }
}

/// What was done, and where it now stands in the book.
fn said(outcome: &Outcome, view: &View) -> Vec<Cmd> {
    let Outcome::WalkInStarted {
        appointment,
        staff,
        room,
        ..
    } = outcome
    else {
        return vec![view.say_done(outcome)];
    };
    let staff = view.staff_named(*staff).map(|it| it.name.clone());
    let room = room.and_then(|id| view.room_named(id));
    let place = [staff, room.map(|it| it.name.clone())];
    let place: Vec<String> = place.into_iter().flatten().collect();
    let place = [("place", place.join(", ").into())];
    vec![
        Cmd::ShowAppointment(*appointment),
        Cmd::Say(Tone::Good, view.fill("queue-started", &place)),
    ]
}

/// Everybody, with when each could begin; who is busy serves all the same for a reason.
fn with_whom(row: &QueueRow, view: &View) -> Box<dyn Component> {
    let walk_in = row.walk_in.id;
    let title = format!("{}  {}", name(row, view), row.service);
    let source = move |typed: &str, view: &View| {
        let query = Query::QueueChoices { walk_in };
        let asked = view.shop.ask(&view.session, &view.locale, &query);
        let Ok(Answer::QueueChoices { rows }) = asked else {
            return Vec::new();
        };
        let typed = Filter::of(typed);
        let rows = rows.into_iter().filter(|it| typed.fits(&it.name));
        rows.map(|it| choice(it, view)).collect()
    };
    Picker::new(
        title,
        "help-queue-staff",
        source,
        move |it: &QueueChoice, view| {
            if it.free {
                return vec![Cmd::Run(start(walk_in, Some(it.staff)))];
            }
            let staff = it.staff;
            let request = move |reason: &str| {
                Request::StartWalkIn(WalkInStart {
                    walk_in,
                    staff: Some(staff),
                    room: None,
                    override_reason: Some(reason.to_owned()),
                })
            };
            let done = |outcome: &Outcome, view: &View| {
                let mut cmds = vec![Cmd::Pop];
                cmds.extend(said(outcome, view));
                cmds
            };
            vec![Cmd::Push(override_asked(view, request, done))]
        },
    )
    .staying()
    .on_answer(|answer, view| {
        let mut cmds = answered(answer, view);
        if answer.is_ok() {
            cmds.insert(0, Cmd::Pop);
        }
        cmds
    })
    .boxed()
}

fn choice(it: QueueChoice, view: &View) -> Row<QueueChoice> {
    let mut right = match &it.offer {
        _ if it.free => view.text("queue-free-now"),
        Some(offer) => {
            let time = [("time", view.words().time(offer.start).into())];
            view.fill("queue-free-from", &time)
        }
        None => view.text("queue-not-today"),
    };
    if it.off_list {
        right = format!("{}, {right}", view.text("turns-off"));
    }
    Row {
        left: it.name.clone(),
        right,
        value: it,
    }
}

fn gone(row: &QueueRow, view: &View) -> Box<dyn Component> {
    let id = row.walk_in.id;
    let ask = move |reason: &str, _: &View| {
        vec![Cmd::Run(Request::LeaveWalkIn {
            walk_in: id,
            reason: reason.to_owned(),
        })]
    };
    let done = |_: &Outcome, view: &View| vec![Cmd::Say(Tone::Good, view.text("queue-left"))];
    let usual: &[&str] = &[
        "queue-left-too-long",
        "queue-left-later",
        "queue-left-unknown",
    ];
    let title = view.fill("queue-gone", &[("who", name(row, view).into())]);
    reason_then(title, "help-queue-gone", usual, ask, done, view)
}

fn promise(row: &QueueRow, view: &View) -> Box<dyn Component> {
    let walk_in = row.walk_in.clone();
    let label = view.words().field(Field::Promised);
    let now = hhmm(row.promised.minute);
    let could = row.offer.as_ref().map(|it| view.words().time(it.start));
    let hint = could.map_or_else(String::new, |time| {
        view.fill("queue-could", &[("time", time.into())])
    });
    let field: FormField<()> = FormField::text(Field::Promised, label, &now)
        .replaced_by_typing()
        .needed()
        .hint(hint);
    let title = view.fill("queue-promise", &[("who", name(row, view).into())]);
    Form::new(
        title,
        "help-queue-promise",
        vec![field],
        move |fields, view| {
            let promised = promised(text_of(fields, Field::Promised), view)?;
            Ok(vec![Cmd::Run(Request::SaveWalkIn(WalkInDraft {
                promised,
                ..draft_of(&walk_in)
            }))])
        },
    )
    .on_done(said)
    .boxed()
}

fn draft_of(walk_in: &WalkIn) -> WalkInDraft {
    WalkInDraft {
        id: Some(walk_in.id),
        client: walk_in.client,
        name: walk_in.name.clone(),
        service: walk_in.service,
        staff: walk_in.staff,
        sex: walk_in.sex,
        promised: None,
    }
}

/// `14:30`, or nothing. In the evening the small hours are tomorrow's.
fn promised(typed: &str, view: &View) -> Result<Option<WallTime>, Wrong> {
    if typed.is_empty() {
        return Ok(None);
    }
    let minute = typed::time(typed).ok_or_else(|| {
        let problem = FieldProblem::NotUnderstood {
            typed: typed.to_owned(),
        };
        let said = view.words().field_problem(Field::Promised, &problem);
        (Field::Promised, said)
    })?;
    let today = view.now.date;
    let is_tomorrow = minute.saturating_add(NEXT_DAY_MIN) < view.now.minute;
    let date = Some(today).filter(|_| !is_tomorrow).or(today.succ_opt());
    Ok(Some(WallTime::new(date.unwrap_or(today), minute)))
}

/// Somebody new, or what is known of one who waits.
fn somebody(now: Option<&WalkIn>, view: &View) -> Box<dyn Component> {
    let id = now.map(|it| it.id);
    let title = view.text("queue-somebody");
    Form::new(
        title,
        "help-queue-somebody",
        fields_of(now, view),
        move |fields, view| {
            let draft = WalkInDraft {
                id,
                ..read(fields, view)?
            };
            Ok(vec![Cmd::Run(Request::SaveWalkIn(draft))])
        },
    )
    .submit_from(1)
    .on_done(said)
    .boxed()
}

fn fields_of(now: Option<&WalkIn>, view: &View) -> Vec<FormField<Pick>> {
    let label = |field| view.words().field(field);
    let client = now.and_then(|it| it.client);
    let client = client.and_then(|id| view.shop.read().get::<Client>(&id).ok().flatten());
    let service = now.and_then(|it| view.service_named(it.service));
    let staff = now.and_then(|it| view.staff_named(it.staff?));
    let staff = staff.map(|it| (it.name.clone(), Pick::Staff(it.id)));
    let sex = now.and_then(|it| it.sex);
    let any = sex.map(|sex| (booking::any_of(sex, view), Pick::Sex(sex)));
    let mut who = FormField::pick(
        Field::Name,
        label(Field::Name),
        client.map(|it| (it.name, Pick::Client(it.id))),
        booking::clients,
    )
    .open()
    .hint(view.text("queue-name-hint"));
    if let Some(now) = now.filter(|it| it.client.is_none()) {
        who.input.set(&now.name);
    }
    let promised = now.map_or_else(String::new, |it| {
        hhmm(view.words().wall(it.promised_at).minute)
    });
    vec![
        who,
        FormField::pick(
            Field::Service,
            label(Field::Service),
            service.map(|it| (it.name.clone(), Pick::Service(it.id))),
            |typed, view| {
                let found = booking::services(typed, None, view);
                let found = found.into_iter();
                found.map(|it| booking::service(it, view)).collect()
            },
        )
        .needed()
        .hint(view.text("booking-service-hint")),
        FormField::pick(
            Field::Staff,
            label(Field::Staff),
            staff.or(any),
            booking::whoever,
        )
        .hint(view.text("next-free-any")),
        FormField::text(Field::Promised, label(Field::Promised), &promised)
            .hint(view.text("queue-promised-hint")),
    ]
}

fn read(fields: &[FormField<Pick>], view: &View) -> Result<WalkInDraft, Wrong> {
    let chosen = |field| fields.iter().find(|it| it.field == field)?.chosen();
    let client = match chosen(Field::Name) {
        Some(Pick::Client(client)) => Some(*client),
        _ => None,
    };
    let Some(Pick::Service(service)) = chosen(Field::Service) else {
        let said = view
            .words()
            .field_problem(Field::Service, &FieldProblem::Missing);
        return Err((Field::Service, said));
    };
    let (staff, sex) = match chosen(Field::Staff) {
        Some(Pick::Staff(staff)) => (Some(*staff), None),
        Some(Pick::Sex(sex)) => (None, Some(*sex)),
        _ => (None, None),
    };
    Ok(WalkInDraft {
        id: None,
        client,
        name: fields::text_of(fields, Field::Name).to_owned(),
        service: *service,
        staff,
        sex,
        promised: promised(text_of(fields, Field::Promised), view)?,
    })
}
