//! The rota of a week: who works when, a person's days of it, and the hours of one day.

use chrono::{Days, NaiveDate};

use crate::{
    domain::{
        ids::StaffId,
        rota::monday,
        staff::{Shift, parse_shift, write_shift},
        text,
    },
    ops::{
        query::{self, RotaCell, RotaSheet},
        refusal::Field,
        request::{HoursChange, Request},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::{
            fields::{chosen, text_of, yes_or_no},
            hits,
        },
        view::View,
        widgets::{
            form::{Form, FormField, Reading},
            picker::{Filter, Picker, Row},
        },
    },
};

const WEEK: Days = Days::new(7);
const NAME_CELLS: usize = 9;
const DAY_CELLS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Person(StaffId),
    Week(NaiveDate),
    CopyFrom(NaiveDate),
}

fn sheet(first: NaiveDate, view: &View) -> Option<RotaSheet> {
    query::rota_week(&view.shop.read(), &view.settings, first).ok()
}

/// The week that a date is in.
pub fn week(date: NaiveDate, view: &View) -> Box<dyn Component> {
    let first = monday(date);
    let (before, after) = (
        first.checked_sub_days(WEEK).unwrap_or(first),
        first.checked_add_days(WEEK).unwrap_or(first),
    );
    let words = [("date", view.words().short_date(first).into())];
    Picker::new(
        view.fill("rota-title", &words),
        "help-rota",
        move |typed, view| {
            let wanted = Filter::of(typed);
            let people = sheet(first, view).map(|it| it.people).unwrap_or_default();
            let people = people.into_iter().map(|it| {
                let days: Vec<String> = it.days.iter().map(|day| cell(day, view)).collect();
                Row {
                    left: format!("{} {}", padded(&it.short, NAME_CELLS), days.join(" ")),
                    right: String::new(),
                    value: Place::Person(it.staff),
                }
            });
            let more = [
                ("rota-next", Place::Week(after)),
                ("rota-before", Place::Week(before)),
                ("rota-copy", Place::CopyFrom(before)),
            ];
            let more = more.into_iter().map(|(id, value)| Row {
                left: view.text(id),
                right: String::new(),
                value,
            });
            let rows = people.chain(more);
            rows.filter(|it| wanted.fits(&it.left)).collect()
        },
        move |place, view| match place {
            Place::Person(staff) => vec![Cmd::Push(days(*staff, first, view))],
            Place::Week(date) => vec![Cmd::Pop, Cmd::Push(week(*date, view))],
            Place::CopyFrom(from) => vec![Cmd::Run(copy(*from, first, false))],
        },
    )
    .with_new_ones(3)
    .staying()
    .on_answer(move |answer, view| match answer {
        Ok(outcome) => vec![Cmd::Say(
            crate::ui::component::Tone::Good,
            view.words().outcome(outcome),
        )],
        Err(stop) => match stop {
            crate::ops::shop::Stop::Refused(refusal) => {
                let cmds = hits::follow(refusal, copy(before, first, true), 0, view);
                if cmds.is_empty() {
                    vec![view.say_stop(stop)]
                } else {
                    cmds
                }
            }
            crate::ops::shop::Stop::Failed(_) => vec![view.say_stop(stop)],
        },
    })
    .boxed()
}

fn copy(from: NaiveDate, to: NaiveDate, anyway: bool) -> Request {
    Request::SetHours {
        change: HoursChange::CopyWeek {
            from,
            to,
            staff: None,
        },
        anyway,
    }
}

fn padded(shown: &str, cells: usize) -> String {
    text::pad(&text::cut(shown, cells), cells)
}

/// `9-17`, `9-18+` with a gap in it; a star where it is set for that day alone.
fn cell(day: &RotaCell, view: &View) -> String {
    let shown = match (day.works.first(), day.works.last()) {
        (Some(first), Some(last)) => {
            let gap = if day.works.len() > 1 { "+" } else { "" };
            format!(
                "{}-{}{gap}",
                short(first.start_minute),
                short(last.end_minute)
            )
        }
        _ if day.planned.is_empty() => "-".to_owned(),
        _ if !day.away.is_empty() => view.text("rota-away"),
        _ => view.text("rota-closed"),
    };
    let star = if day.is_own { "*" } else { "" };
    padded(&format!("{shown}{star}"), DAY_CELLS)
}

/// `9` and `9:30`.
fn short(minute: u16) -> String {
    match (minute / 60, minute % 60) {
        (hour, 0) => hour.to_string(),
        (hour, minute) => format!("{hour}:{minute:02}"),
    }
}

fn days(staff: StaffId, first: NaiveDate, view: &View) -> Box<dyn Component> {
    let person = view.staff.iter().find(|it| it.id == staff);
    let title = person.map(|it| it.name.clone()).unwrap_or_default();
    let mut week = first.iter_days().take(7);
    let today = week.position(|it| it == view.today()).unwrap_or(0);
    Picker::new(
        title,
        "help-rota-days",
        move |typed, view| {
            let wanted = Filter::of(typed);
            let sheet = sheet(first, view);
            let people = sheet.map(|it| it.people).unwrap_or_default();
            let person = people.into_iter().find(|it| it.staff == staff);
            let days = person.map(|it| it.days).unwrap_or_default();
            let rows = first.iter_days().zip(days).map(|(date, day)| Row {
                left: format!(
                    "{}  {}",
                    padded(&view.words().short_date(date), 11),
                    told(&day, view)
                ),
                right: if day.is_own {
                    format!("{} {}", view.text("rota-own"), day.reason)
                } else {
                    day.away.join(", ")
                },
                value: date,
            });
            rows.filter(|it| wanted.fits(&it.left)).collect()
        },
        move |date, view| vec![Cmd::Push(day_form(staff, *date, view))],
    )
    .starting_at(today)
    .staying()
    .boxed()
}

fn told(day: &RotaCell, view: &View) -> String {
    if day.works.is_empty() {
        return view.text("rota-off");
    }
    write_shifts(&day.works)
}

fn write_shifts(shifts: &[Shift]) -> String {
    let shifts: Vec<String> = shifts.iter().map(write_shift).collect();
    shifts.join(", ")
}

/// Nothing typed is a day off.
fn parse_shifts(typed: &str) -> Option<Vec<Shift>> {
    let parts = typed.split(',').map(str::trim).filter(|it| !it.is_empty());
    let mut shifts: Vec<Shift> = parts.map(parse_shift).collect::<Option<_>>()?;
    shifts.sort_by_key(|it| it.start_minute);
    Some(shifts)
}

/// The hours of one person on one day.
pub fn day_form(staff: StaffId, date: NaiveDate, view: &View) -> Box<dyn Component> {
    let cell = sheet(monday(date), view).and_then(|it| {
        let person = it.people.into_iter().find(|it| it.staff == staff)?;
        let nth = usize::try_from((date - it.first).num_days()).ok()?;
        person.days.into_iter().nth(nth)
    });
    let cell = cell.unwrap_or_default();
    let label = |field| view.words().field(field);
    let hours = FormField::text(
        Field::Hours,
        label(Field::Hours),
        &write_shifts(&cell.planned),
    )
    .replaced_by_typing()
    .hint(view.text("rota-day-hint"))
    .read_by(|text, view| match parse_shifts(text) {
        Some(shifts) => Reading::Fine(write_shifts(&shifts)),
        None => Reading::Wrong(view.fill("manage-no-hours", &[("typed", text.into())])),
    });
    let fields = vec![
        hours,
        FormField::text(Field::Reason, label(Field::Reason), &cell.reason),
        yes_or_no(Field::InUse, view.text("rota-usual"), false, view, |it| it),
    ];
    let name = view.staff.iter().find(|it| it.id == staff);
    let words = [
        (
            "staff",
            name.map(|it| it.name.clone()).unwrap_or_default().into(),
        ),
        ("date", view.words().short_date(date).into()),
    ];
    let change = move |fields: &[FormField<bool>], view: &View| {
        let typed = text_of(fields, Field::Hours);
        let shifts = parse_shifts(typed).ok_or_else(|| {
            let words = [("typed", typed.into())];
            (Field::Hours, view.fill("manage-no-hours", &words))
        })?;
        let is_usual = chosen(fields, Field::InUse, view)? == Some(true);
        Ok(HoursChange::Day {
            staff,
            date,
            shifts: (!is_usual).then_some(shifts),
            reason: text_of(fields, Field::Reason).to_owned(),
        })
    };
    Form::new(
        view.fill("rota-day", &words),
        "help-rota-day",
        fields,
        move |fields, view| {
            let change = change(fields, view)?;
            let anyway = false;
            Ok(vec![Cmd::Run(Request::SetHours { change, anyway })])
        },
    )
    .submit_from(0)
    .on_refusal(move |refusal, fields, view| {
        let meant: Result<HoursChange, (Field, String)> = change(fields, view);
        match meant {
            Ok(change) => {
                let anyway = true;
                hits::follow(refusal, Request::SetHours { change, anyway }, 1, view)
            }
            Err(_) => Vec::new(),
        }
    })
    .boxed()
}
