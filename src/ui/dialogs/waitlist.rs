//! Who waits for a time: each with the first time that would do now, which Enter books,
//! and the way to a new wish.

use chrono::{Days, NaiveDate};

use super::{
    booking::{self, Pick, Prefill},
    fields::{self, Wrong, text_of},
};
use crate::{
    domain::{
        booking::{How, Waiting},
        client::Client,
        ids::ClientId,
        staff::{parse_days, write_days},
        time::hhmm,
        typed,
    },
    ops::{
        outcome::Outcome,
        query::{Answer, Query, WaitingRow},
        refusal::{Field, FieldProblem},
        request::{Request, WaitingDraft},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::reason::reason_then,
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

/// Without a last day, people wait two weeks.
const DAYS_USUAL: Days = Days::new(13);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Wish(Box<WaitingRow>),
    New,
}

/// A new wish begins with this client, if one is shown.
pub fn waitlist(view: &View, client: Option<ClientId>) -> Box<dyn Component> {
    let choose = move |place: &Place, view: &View| match place {
        Place::New => vec![Cmd::Push(wish(None, client, view))],
        Place::Wish(row) => vec![Cmd::Push(one(row, view))],
    };
    Picker::new(view.text("waitlist-title"), "help-waitlist", rows, choose)
        .staying()
        .with_new()
        .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Place>> {
    let asked = view.shop.ask(&view.session, &view.locale, &Query::Waitlist);
    let Ok(Answer::Waitlist { rows }) = asked else {
        return Vec::new();
    };
    let wanted = Filter::of(typed);
    let mut rows: Vec<Row<Place>> = rows
        .into_iter()
        .map(|it| Row {
            left: left(&it, view),
            right: right(&it, view),
            value: Place::Wish(Box::new(it)),
        })
        .filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
        .collect();
    rows.push(Row {
        left: view.text("waitlist-new"),
        right: String::new(),
        value: Place::New,
    });
    rows
}

fn left(row: &WaitingRow, view: &View) -> String {
    let urgent = if row.waiting.urgent { "! " } else { "" };
    let mut parts = vec![format!("{urgent}{}", row.client), row.service.clone()];
    parts.extend(Some(row.staff.clone()).filter(|it| !it.is_empty()));
    parts.push(view.words().short_date(row.waiting.last));
    parts.join("  ")
}

/// What could be had now.
fn right(row: &WaitingRow, view: &View) -> String {
    match &row.offer {
        Some(offer) => format!("{} {}", view.words().moment(offer.start), offer.staff_name),
        None => view.text("waitlist-nothing"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Book,
    Change,
    Drop,
}

fn one(row: &WaitingRow, view: &View) -> Box<dyn Component> {
    let title = format!("{}  {}", row.client, row.service);
    let waiting = row.waiting.clone();
    let offer = row.offer.clone();
    let words = view.words();
    let hours = format!(
        "{}-{}",
        hhmm(waiting.from_minute),
        hhmm(waiting.until_minute)
    );
    let when = format!(
        "{}-{} {} {hours}",
        words.short_date(waiting.first),
        words.short_date(waiting.last),
        write_days(waiting.days)
    );
    let can = offer.as_ref().map(|it| {
        let time = format!("{} {}", words.moment(it.start), it.staff_name);
        view.fill("waitlist-book", &[("time", time.into())])
    });
    let note = waiting.note.clone();
    let source = move |_: &str, view: &View| {
        let row = |left: String, right: &str, value| Row {
            left,
            right: right.to_owned(),
            value,
        };
        let book = can.clone().map(|it| row(it, "", Deed::Book));
        let change = row(view.text("waitlist-change"), &when, Deed::Change);
        let dropped = row(view.text("waitlist-drop"), &note, Deed::Drop);
        book.into_iter().chain([change, dropped]).collect()
    };
    Picker::new(
        title,
        "help-waitlist-one",
        source,
        move |deed, view| match (deed, &offer) {
            (Deed::Book, Some(offer)) => {
                let prefill = Prefill {
                    client: Some(waiting.client),
                    staff: Some(offer.staff),
                    equipment: None,
                    start: Some(offer.start),
                    service: Some(waiting.service),
                    room: None,
                    how: How {
                        waiting: Some(waiting.id),
                        ..How::default()
                    },
                };
                vec![
                    Cmd::ShowTime(offer.start),
                    Cmd::Push(booking::book(view, prefill)),
                ]
            }
            (Deed::Drop, _) => vec![Cmd::Push(drop_it(&waiting, view))],
            _ => vec![Cmd::Push(wish(Some(&waiting), None, view))],
        },
    )
    .boxed()
}

fn drop_it(waiting: &Waiting, view: &View) -> Box<dyn Component> {
    let id = waiting.id;
    let ask = move |reason: &str, _: &View| {
        vec![Cmd::Run(Request::DropWaiting {
            waiting: id,
            reason: reason.to_owned(),
        })]
    };
    let said = |_: &Outcome, view: &View| vec![Cmd::Say(Tone::Good, view.text("waitlist-dropped"))];
    let usual: &[&str] = &["waitlist-elsewhere", "waitlist-no-more"];
    let title = view.text("waitlist-drop");
    reason_then(title, "help-waitlist-drop", usual, ask, said, view)
}

fn fields_of(now: Option<&Waiting>, client: Option<ClientId>, view: &View) -> Vec<FormField<Pick>> {
    let label = |field| view.words().field(field);
    let client = now.map(|it| it.client).or(client);
    let client = client.and_then(|id| view.shop.read().get::<Client>(&id).ok().flatten());
    let service = now.and_then(|it| view.service_named(it.service));
    let staff = now
        .and_then(|it| it.staff)
        .and_then(|id| view.staff_named(id));
    let (first, last) = now.map_or((view.today(), view.today() + DAYS_USUAL), |it| {
        (it.first, it.last)
    });
    let spelled = |date: NaiveDate| date.format("%d.%m.%Y").to_string();
    let time = |field, minute: Option<u16>| {
        let now = minute.map(hhmm).unwrap_or_default();
        FormField::text(field, label(field), &now).hint(view.text("waitlist-time-hint"))
    };
    let days = now.map(|it| write_days(it.days)).unwrap_or_default();
    vec![
        FormField::pick(
            Field::Client,
            label(Field::Client),
            client.map(|it| (it.name, Pick::Client(it.id))),
            booking::clients,
        )
        .none_found(booking::no_client)
        .needed(),
        FormField::pick(
            Field::Service,
            label(Field::Service),
            service.map(|it| (it.name.clone(), Pick::Service(it.id))),
            |typed, view| {
                let found = booking::services(typed, None, view);
                found
                    .into_iter()
                    .map(|it| booking::service(it, view))
                    .collect()
            },
        )
        .hint(view.text("booking-service-hint")),
        FormField::pick(
            Field::Staff,
            label(Field::Staff),
            staff.map(|it| (it.name.clone(), Pick::Staff(it.id))),
            booking::staff,
        )
        .hint(view.text("next-free-any")),
        fields::day_ahead(Field::FirstDay, &spelled(first), view),
        fields::day_ahead(Field::LastDay, &spelled(last), view),
        FormField::text(Field::Weekdays, label(Field::Weekdays), &days)
            .hint(view.text("waitlist-days-hint")),
        time(Field::FromTime, now.map(|it| it.from_minute)),
        time(Field::UntilTime, now.map(|it| it.until_minute)),
        fields::yes_or_no(
            Field::Urgent,
            label(Field::Urgent),
            now.is_some_and(|it| it.urgent),
            view,
            Pick::Yes,
        ),
        FormField::text(
            Field::Note,
            label(Field::Note),
            now.map_or("", |it| it.note.as_str()),
        ),
    ]
}

fn wish(now: Option<&Waiting>, client: Option<ClientId>, view: &View) -> Box<dyn Component> {
    let rows = fields_of(now, client, view);
    let id = now.map(|it| it.id);
    let title = view.text("waitlist-wish");
    Form::new(title, "help-waitlist-wish", rows, move |fields, view| {
        let draft = WaitingDraft {
            id,
            ..read(fields, view)?
        };
        Ok(vec![Cmd::Run(Request::SaveWaiting(draft))])
    })
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .on_unknown(booking::enters_client)
    .on_client(booking::takes_client)
    .boxed()
}

fn wrong(fields: &[FormField<Pick>], field: Field, view: &View) -> Wrong {
    let problem = match text_of(fields, field) {
        "" => FieldProblem::Missing,
        typed => FieldProblem::NotUnderstood {
            typed: typed.to_owned(),
        },
    };
    (field, view.words().field_problem(field, &problem))
}

fn read(fields: &[FormField<Pick>], view: &View) -> Result<WaitingDraft, Wrong> {
    let chosen = |field| fields.iter().find(|it| it.field == field)?.chosen();
    let wrong = |field| wrong(fields, field, view);
    let date =
        |field| typed::date_ahead(text_of(fields, field), view.today()).ok_or_else(|| wrong(field));
    let minute = |field, usual: u16| match text_of(fields, field) {
        "" => Ok(usual),
        typed => typed::time(typed).ok_or_else(|| wrong(field)),
    };
    let Some(Pick::Client(client)) = chosen(Field::Client) else {
        return Err(wrong(Field::Client));
    };
    let Some(Pick::Service(service)) = chosen(Field::Service) else {
        return Err(wrong(Field::Service));
    };
    let staff = match chosen(Field::Staff) {
        Some(Pick::Staff(staff)) => Some(*staff),
        _ if text_of(fields, Field::Staff).is_empty() => None,
        _ => return Err(wrong(Field::Staff)),
    };
    let days =
        parse_days(text_of(fields, Field::Weekdays)).ok_or_else(|| wrong(Field::Weekdays))?;
    Ok(WaitingDraft {
        id: None,
        client: *client,
        service: *service,
        staff,
        first: date(Field::FirstDay)?,
        last: date(Field::LastDay)?,
        days,
        from_minute: minute(Field::FromTime, 0)?,
        until_minute: minute(Field::UntilTime, 24 * 60)?,
        urgent: matches!(chosen(Field::Urgent), Some(Pick::Yes(true))),
        note: text_of(fields, Field::Note).to_owned(),
    })
}
