//! What is done to all of a visit or a series at once: check in, charge, move, cancel.

use chrono::{Datelike, Days};

use super::{fields, plan_list::PlanList, reason::reason_then, series, visit};
use crate::{
    domain::{
        booking::{Appointment, Status},
        ids::{AppointmentId, ClientId, VisitId},
        time::WallTime,
        visit::{Bill, Interval},
    },
    ops::{
        outcome::Outcome,
        query::{Answer, DayBlock, PartWish, Query, TogetherSheet},
        refusal::{Field, OfferReport},
        request::{Moving, MovingAll, Request, StatusOfAll, VisitChange},
    },
    ui::{
        component::{Cmd, Component, Pane, Tone},
        panes::day::jobs,
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Arrived(Vec<AppointmentId>),
    Charge(VisitId, Option<ClientId>),
    Move,
    Cancel(Vec<AppointmentId>),
    Note,
    /// These are to be like the one that it was asked for.
    Like(Vec<AppointmentId>),
    Show(AppointmentId),
}

/// The visit and the series of an appointment.
pub fn sheet(appointment: AppointmentId, view: &View) -> Option<TogetherSheet> {
    let query = Query::Together { appointment };
    match view.shop.ask(&view.session, &view.locale, &query) {
        Ok(Answer::Together(sheet)) => Some(*sheet),
        _ => None,
    }
}

pub fn together(block: &DayBlock, view: &View) -> Cmd {
    let appointment = &block.appointment;
    if appointment.visit.is_none() && appointment.series.is_none() {
        return Cmd::Say(Tone::Note, view.text("together-alone"));
    }
    let who = [("who", jobs::client_name(block, view).into())];
    let (asked, chosen) = (block.clone(), block.clone());
    let rows = move |typed: &str, view: &View| {
        let filter = Filter::of(typed);
        let rows = rows(&asked, view).into_iter();
        rows.filter(|row| filter.fits(&format!("{} {}", row.left, row.right)))
            .collect()
    };
    let picker = Picker::new(
        view.fill("together-title", &who),
        "help-together",
        rows,
        move |what: &What, view| choose(&chosen, what, view),
    );
    let picker = picker.staying().on_answer(|answer, view| match answer {
        Ok(Outcome::TicketChanged { .. }) => vec![Cmd::Pop, Cmd::Focus(Pane::Cart)],
        Ok(_) => vec![Cmd::Pop, Cmd::Say(Tone::Good, view.text("together-done"))],
        Err(stop) => vec![view.say_stop(stop)],
    });
    Cmd::Push(picker.boxed())
}

fn is_open(it: &Appointment) -> bool {
    !it.status.is_final() && it.ticket.is_none() && it.sale.is_none()
}

fn is_expected(it: &Appointment) -> bool {
    matches!(
        it.status,
        Status::Requested | Status::Held | Status::Booked | Status::Confirmed
    )
}

fn ids<'a>(
    blocks: impl IntoIterator<Item = &'a DayBlock>,
    fits: impl Fn(&Appointment) -> bool,
) -> Vec<AppointmentId> {
    let all = blocks.into_iter().map(|it| &it.appointment);
    all.filter(|it| fits(it)).map(|it| it.id).collect()
}

fn rows(block: &DayBlock, view: &View) -> Vec<Row<What>> {
    let Some(sheet) = sheet(block.appointment.id, view) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut add = |id: &str, n: usize, value: What| {
        rows.push(Row {
            left: view.fill(id, &[("n", n.into())]),
            right: String::new(),
            value,
        });
    };
    if let Some(visit) = &sheet.visit {
        let is_today = |it: &Appointment| !jobs::is_of_another_day(it, view);
        let expected = ids(&sheet.parts, |it| is_expected(it) && is_today(it));
        if !expected.is_empty() {
            add("together-arrived", expected.len(), What::Arrived(expected));
        }
        let open = ids(&sheet.parts, |it| {
            it.status.holds_time() && it.ticket.is_none() && it.sale.is_none()
        });
        if !open.is_empty() {
            add("together-charge", open.len(), What::Charge(visit.id, None));
        }
        let movable = ids(&sheet.parts, |it| !it.status.is_final());
        if !movable.is_empty() {
            add("together-move", movable.len(), What::Move);
        }
        let open = ids(&sheet.parts, is_open);
        if !open.is_empty() {
            add("together-cancel", open.len(), What::Cancel(open));
        }
        add("together-note", 0, What::Note);
    }
    if sheet.series.is_some() {
        let after = |it: &Appointment| it.starts_at > block.appointment.starts_at;
        let others = |it: &Appointment| it.id != block.appointment.id && !it.status.is_final();
        let later = ids(&sheet.instances, |it| others(it) && after(it));
        let all = ids(&sheet.instances, others);
        if !later.is_empty() {
            add(
                "together-like-later",
                later.len(),
                What::Like(later.clone()),
            );
        }
        if all.len() > later.len() {
            add("together-like-all", all.len(), What::Like(all));
        }
        let later = ids(&sheet.instances, |it| {
            is_open(it) && it.starts_at >= block.appointment.starts_at
        });
        let all = ids(&sheet.instances, is_open);
        if !later.is_empty() {
            add(
                "together-cancel-later",
                later.len(),
                What::Cancel(later.clone()),
            );
        }
        if all.len() > later.len() {
            add("together-cancel-all", all.len(), What::Cancel(all));
        }
    }
    rows.extend(sheet.parts.iter().chain(&sheet.instances).map(|it| Row {
        left: format!("{}  {}", jobs::place(it, view), jobs::client_name(it, view)),
        right: view.words().status(it.appointment.status),
        value: What::Show(it.appointment.id),
    }));
    rows
}

fn choose(block: &DayBlock, what: &What, view: &View) -> Vec<Cmd> {
    match what {
        What::Arrived(ids) => vec![Cmd::Run(arrived(ids.clone()))],
        What::Charge(visit, client) => vec![Cmd::Run(Request::AddVisit {
            visit: *visit,
            client: *client,
        })],
        What::Move => vec![Cmd::Pop, Cmd::Push(move_visit(block, view))],
        What::Cancel(ids) => vec![Cmd::Pop, Cmd::Push(cancel(ids.clone(), view))],
        What::Note => note(block, view),
        What::Like(ids) => vec![Cmd::Pop, like(&block.appointment, ids, view)],
        What::Show(id) => vec![Cmd::Pop, Cmd::Focus(Pane::Day), Cmd::ShowAppointment(*id)],
    }
}

pub fn arrived(appointments: Vec<AppointmentId>) -> Request {
    Request::SetStatusOfAll(StatusOfAll {
        appointments,
        status: Status::Arrived,
        reason: String::new(),
    })
}

/// Those of an appointment's party who are expected still; of one client, or of all.
pub fn expected(of: &Appointment, of_client: bool, view: &View) -> Vec<AppointmentId> {
    let sheet = sheet(of.id, view).unwrap_or_default();
    let is_theirs = |it: &Appointment| {
        !of_client || it.id == of.id || (it.client.is_some() && it.client == of.client)
    };
    ids(&sheet.parts, |it| is_expected(it) && is_theirs(it))
}

fn move_visit(block: &DayBlock, view: &View) -> Box<dyn Component> {
    let sheet = sheet(block.appointment.id, view).unwrap_or_default();
    let mut persons: Vec<Option<ClientId>> = Vec::new();
    let open = sheet.parts.iter().map(|it| &it.appointment);
    let open = open.filter(|it| !it.status.is_final());
    let parts: Vec<(AppointmentId, PartWish)> = open
        .map(|it| {
            let same = |known: &Option<ClientId>| known.is_some() && *known == it.client;
            let person = persons.iter().position(same).unwrap_or_else(|| {
                persons.push(it.client);
                persons.len() - 1
            });
            let wish = PartWish {
                staff: it.staff(),
                client: it.client,
                person: u8::try_from(person).unwrap_or(u8::MAX),
                ..PartWish::new(it.service)
            };
            (it.id, wish)
        })
        .collect();
    visit::move_all(&parts, block.appointment.start().max(view.now), view)
}

fn cancel(appointments: Vec<AppointmentId>, view: &View) -> Box<dyn Component> {
    const USUAL: &[&str] = &[
        "day-reason-client-ill",
        "day-reason-client-busy",
        "day-reason-therapist-away",
        "day-reason-mistake",
    ];
    let n = [("n", appointments.len().into())];
    let title = view.fill("together-cancel-why", &n);
    let said = view.fill("together-cancelled", &n);
    let ask = move |reason: &str, _: &View| {
        vec![Cmd::Run(Request::SetStatusOfAll(StatusOfAll {
            appointments: appointments.clone(),
            status: Status::Cancelled,
            reason: reason.to_owned(),
        }))]
    };
    let done = move |_: &Outcome, _: &View| vec![Cmd::Say(Tone::Good, said.clone())];
    reason_then(title, "help-cancel", USUAL, ask, done, view)
}

fn note(block: &DayBlock, view: &View) -> Vec<Cmd> {
    let Some(record) = sheet(block.appointment.id, view).and_then(|it| it.visit) else {
        return Vec::new();
    };
    let label = |field| view.words().field(field);
    let form_fields = vec![
        FormField::text(Field::Note, label(Field::Note), &record.note)
            .hint(view.text("visit-note-hint")),
        fields::either(
            Field::Bill,
            label(Field::Bill),
            record.bill == Bill::One,
            ["visit-bill-one", "visit-bill-many"],
            view,
            |is| is,
        ),
    ];
    let form = Form::new(
        view.text("together-note"),
        "help-visit-note",
        form_fields,
        move |fields, _| {
            let bill = match fields[1].chosen() {
                Some(false) => Bill::Many,
                _ => Bill::One,
            };
            Ok(vec![Cmd::Run(Request::SaveVisit(VisitChange {
                visit: record.id,
                host: record.host,
                note: fields[0].value().to_owned(),
                bill,
            }))])
        },
    );
    vec![Cmd::Pop, Cmd::Push(form.boxed())]
}

/// At the same hour, with the same therapist and, where the series has one weekday, on
/// the same weekday of their own week.
fn like(one: &Appointment, others: &[AppointmentId], view: &View) -> Cmd {
    let series = sheet(one.id, view).and_then(|it| it.series);
    let has_weekday =
        series.is_some_and(|it| it.rule.unit == Interval::Weeks && it.rule.weekdays.len() < 2);
    let moves: Vec<Moving> = others
        .iter()
        .filter_map(|id| {
            let it = jobs::read_appointment(view, *id).ok()??;
            let monday = it.start().date.week(chrono::Weekday::Mon).first_day();
            let weekday = one.start().date.weekday().num_days_from_monday();
            let date = if has_weekday {
                monday.checked_add_days(Days::new(weekday.into()))?
            } else {
                it.start().date
            };
            Some(Moving {
                appointment: *id,
                staff: one.staff(),
                team: Vec::new(),
                room: None,
                start: Some(WallTime::new(date, one.start().minute)),
                override_reason: None,
            })
        })
        .collect();
    let asked = MovingAll {
        moves: moves.clone(),
    };
    let plans = move |view: &View| series::planned(&Query::PlanMoves(asked.clone()), view);
    let then = move |taken: &[Option<OfferReport>], _: &View| {
        let moves = moves.iter().zip(taken).filter_map(|(moving, taken)| {
            let offer = taken.as_ref()?;
            Some(Moving {
                staff: Some(offer.staff),
                room: offer.room,
                start: Some(offer.start),
                ..moving.clone()
            })
        });
        let moves = moves.collect();
        Request::MoveAll(MovingAll { moves })
    };
    let done = |outcome: &Outcome, view: &View| vec![view.say_done(outcome)];
    let title = view.text("together-like-title");
    PlanList::open(title, "help-series-list", plans, then, done, view)
}
