//! Hours of the house, shift patterns, closing days and absences.

use chrono::NaiveDate;

use super::{named, with_new};
use crate::{
    domain::{
        ids::StaffId,
        rota::{Absence, ShiftPattern, monday},
        staff::{Staff, Week, parse_week, write_week},
        text,
        time::{self, WallTime, WhichProblem, hhmm},
        typed,
    },
    ops::{
        query::{self, HoursSheet},
        refusal::Field,
        request::{AbsenceDraft, HoursChange, PatternDraft, Request},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::{
            fields::{self, Wrong, chosen, text_of, yes_or_no},
            hits,
        },
        view::View,
        widgets::{
            form::{Choice, Form, FormField, Reading},
            picker::{Picker, Row},
        },
    },
};

/// Weeks of a pattern as they are typed: several, each of seven days.
const PATTERN_CHARS_MAX: usize = 4_000;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    InUse(bool),
    Person(Option<StaffId>),
}

fn sheet(view: &View) -> Option<HoursSheet> {
    query::hours_sheet(&view.shop.read(), view.today()).ok()
}

/// In the settings' list.
pub fn house_summary(view: &View) -> String {
    match sheet(view) {
        Some(it) if it.house.week.iter().any(|day| !day.is_empty()) => write_week(&it.house.week),
        _ => view.text("house-hours-none"),
    }
}

pub fn patterns_summary(view: &View) -> String {
    let n = sheet(view).map_or(0, |it| it.patterns.iter().filter(|it| it.active).count());
    view.fill("settings-in-use", &[("n", n.into())])
}

pub fn absences_summary(view: &View) -> String {
    let n = sheet(view).map_or(0, |it| it.absences.len());
    view.fill("absences-to-come", &[("n", n.into())])
}

/// A form whose refusal for what it would hit leads to the list of it.
fn hours_form(
    title: String,
    help: &'static str,
    fields: Vec<FormField<Value>>,
    change: impl Fn(&[FormField<Value>], &View) -> Result<HoursChange, Wrong> + Clone + 'static,
) -> Form<Value> {
    let again = change.clone();
    Form::new(title, help, fields, move |fields, view| {
        let change = change(fields, view)?;
        let anyway = false;
        Ok(vec![Cmd::Run(Request::SetHours { change, anyway })])
    })
    .on_refusal(move |refusal, fields, view| match again(fields, view) {
        Ok(change) => {
            let anyway = true;
            hits::follow(refusal, Request::SetHours { change, anyway }, 1, view)
        }
        Err(_) => Vec::new(),
    })
}

pub fn house(view: &View) -> Box<dyn Component> {
    let week = sheet(view).map(|it| it.house.week).unwrap_or_default();
    let field = fields::week(&write_week(&week), view)
        .hint(view.text("house-hours-hint"))
        .holding(PATTERN_CHARS_MAX);
    hours_form(
        view.text("house-hours-title"),
        "help-house-hours",
        vec![field],
        |fields, view| {
            let week = week_of(text_of(fields, Field::Hours), view)?;
            Ok(HoursChange::House { week })
        },
    )
    .boxed()
}

fn week_of(typed: &str, view: &View) -> Result<Week, Wrong> {
    parse_week(typed).ok_or_else(|| {
        let words = [("typed", typed.into())];
        (Field::Hours, view.fill("manage-no-hours", &words))
    })
}

pub fn patterns(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("patterns-title"),
        "help-patterns",
        |typed, view| {
            let all = sheet(view).map(|it| it.patterns).unwrap_or_default();
            let rows = all.into_iter().map(|it| Row {
                left: format!(
                    "{}  {}",
                    named(&it.name, it.active, view),
                    write_weeks(&it.weeks)
                ),
                right: it.group.clone(),
                value: Some(it),
            });
            with_new(typed, "patterns-new", rows.collect(), view)
        },
        |pattern: &Option<ShiftPattern>, view| {
            vec![Cmd::Push(pattern_form(pattern.as_ref(), view))]
        },
    )
    .with_new()
    .staying()
    .boxed()
}

/// Weeks one after the other, ` / ` between them.
fn write_weeks(weeks: &[Week]) -> String {
    let weeks: Vec<String> = weeks.iter().map(write_week).collect();
    weeks.join(" / ")
}

fn parse_weeks(typed: &str) -> Option<Vec<Week>> {
    typed.split('/').map(parse_week).collect()
}

fn pattern_form(pattern: Option<&ShiftPattern>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let text = |of: fn(&ShiftPattern) -> String| pattern.map(of).unwrap_or_default();
    let id = pattern.map(|it| it.id);
    let anchor = pattern.map_or(monday(view.today()), |it| it.anchor);
    let weeks = FormField::text(
        Field::Hours,
        label(Field::Hours),
        &text(|it| write_weeks(&it.weeks)),
    )
    .holding(PATTERN_CHARS_MAX)
    .hint(view.text("patterns-hours-hint"))
    .needed()
    .read_by(|text, view| match parse_weeks(text) {
        Some(weeks) if write_weeks(&weeks) == text => Reading::Fine(String::new()),
        Some(weeks) => Reading::Fine(write_weeks(&weeks)),
        None => Reading::Wrong(view.fill("manage-no-hours", &[("typed", text.into())])),
    });
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), &text(|it| it.name.clone())).needed(),
        FormField::text(
            Field::Group,
            label(Field::Group),
            &text(|it| it.group.clone()),
        )
        .hint(view.text("patterns-group-hint")),
        weeks,
        date_field(Field::Anchor, anchor, view),
        yes_or_no(
            Field::InUse,
            label(Field::InUse),
            pattern.is_none_or(|it| it.active),
            view,
            Value::InUse,
        ),
    ];
    hours_form(
        view.text("patterns-one"),
        "help-patterns",
        fields,
        move |fields, view| {
            let typed = text_of(fields, Field::Hours);
            let weeks = parse_weeks(typed).ok_or_else(|| {
                let words = [("typed", typed.into())];
                (Field::Hours, view.fill("manage-no-hours", &words))
            })?;
            Ok(HoursChange::Pattern(PatternDraft {
                id,
                name: text_of(fields, Field::Name).to_owned(),
                group: text_of(fields, Field::Group).to_owned(),
                anchor: date_of(fields, Field::Anchor, view)?,
                weeks,
                active: match chosen(fields, Field::InUse, view)? {
                    Some(Value::InUse(active)) => active,
                    _ => true,
                },
            }))
        },
    )
    .boxed()
}

fn date_field(field: Field, date: NaiveDate, view: &View) -> FormField<Value> {
    fields::day(field, &date.format("%d.%m.%Y").to_string(), view)
}

fn date_of(fields: &[FormField<Value>], field: Field, view: &View) -> Result<NaiveDate, Wrong> {
    let text = text_of(fields, field);
    typed::date(text, view.today()).ok_or_else(|| {
        let words = [("typed", text.into())];
        (field, view.fill("form-no-date", &words))
    })
}

/// Closing days of the house and absences of people, the soonest first.
pub fn absences(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("absences-title"),
        "help-absences",
        |typed, view| {
            let all = sheet(view).map(|it| it.absences).unwrap_or_default();
            let rows = all.into_iter().map(|it| Row {
                left: format!("{}  {}", span_of(&it, view), who(it.staff, view)),
                right: it.reason.clone(),
                value: Some(it),
            });
            with_new(typed, "absences-new", rows.collect(), view)
        },
        |absence: &Option<Absence>, view| {
            vec![Cmd::Push(match absence {
                Some(absence) => one_absence(absence.clone(), view),
                None => absence_form(None, None, view.today(), view),
            })]
        },
    )
    .with_new()
    .staying()
    .boxed()
}

fn who(staff: Option<StaffId>, view: &View) -> String {
    let name = |id| {
        view.staff
            .iter()
            .find(|it| it.id == id)
            .map(|it| it.name.clone())
    };
    staff.map_or_else(
        || view.text("absences-house"),
        |id| name(id).unwrap_or_default(),
    )
}

/// `Thu 24 Dec 14:00 – Sat 26 Dec`: whole days without times.
fn span_of(absence: &Absence, view: &View) -> String {
    let words = view.words();
    let from = match absence.from.minute {
        0 => words.short_date(absence.from.date),
        _ => words.moment(absence.from),
    };
    let until = match absence.until.minute {
        0 if absence.is_whole_days() && absence.last_date() == absence.from.date => return from,
        0 => words.short_date(absence.last_date()),
        _ if absence.until.date == absence.from.date => absence.until.hhmm(),
        _ => words.moment(absence.until),
    };
    view.fill(
        "absences-span",
        &[("from", from.into()), ("until", until.into())],
    )
}

/// Changed or taken away.
fn one_absence(absence: Absence, view: &View) -> Box<dyn Component> {
    let title = format!("{}  {}", who(absence.staff, view), span_of(&absence, view));
    Picker::new(
        title,
        "help-absences",
        |_, view| {
            let row = |(id, value): (&str, bool)| Row {
                left: view.text(id),
                right: String::new(),
                value,
            };
            [("absences-change", true), ("absences-remove", false)]
                .map(row)
                .into()
        },
        move |is_change, view| {
            if *is_change {
                let form = absence_form(Some(&absence), None, view.today(), view);
                return vec![Cmd::Pop, Cmd::Push(form)];
            }
            vec![Cmd::Run(Request::SetHours {
                change: HoursChange::NoAbsence {
                    absence: absence.id,
                },
                anyway: false,
            })]
        },
    )
    .staying()
    .on_answer(|answer, view| match answer {
        Ok(_) => vec![Cmd::Pop],
        Err(stop) => vec![view.say_stop(stop)],
    })
    .boxed()
}

/// Of whom, from when until when, why. Days alone are whole days of work, and the last
/// one is in it.
pub fn absence_form(
    absence: Option<&Absence>,
    staff: Option<StaffId>,
    date: NaiveDate,
    view: &View,
) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let id = absence.map(|it| it.id);
    let staff = absence.map_or(staff, |it| it.staff);
    let person = (who(staff, view), Value::Person(staff));
    let time = |edge: Option<WallTime>| {
        let edge = edge.filter(|it| it.minute > 0);
        edge.map(|it| hhmm(it.minute)).unwrap_or_default()
    };
    let time_field = |field, id: &str, edge| {
        FormField::text(field, view.text(id), &time(edge))
            .replaced_by_typing()
            .hint(view.text("absences-time-hint"))
            .read_by(|text, view| match typed::time_of_two(text) {
                Some((minute, _)) => Reading::Fine(hhmm(minute)),
                None => Reading::Wrong(view.fill("form-no-time", &[("typed", text.into())])),
            })
    };
    let last = absence.map_or(date, |it| match it.until.minute {
        0 => it.last_date(),
        _ => it.until.date,
    });
    let fields = vec![
        FormField::pick(
            Field::Staff,
            view.text("absences-who"),
            Some(person),
            people,
        ),
        date_field(Field::From, absence.map_or(date, |it| it.from.date), view),
        time_field(Field::Time, "absences-from-time", absence.map(|it| it.from)),
        date_field(Field::Until, last, view),
        time_field(
            Field::Hours,
            "absences-until-time",
            absence.map(|it| it.until),
        ),
        FormField::text(
            Field::Reason,
            label(Field::Reason),
            absence.map_or("", |it| it.reason.as_str()),
        )
        .hint(view.text("absences-reason-hint")),
    ];
    hours_form(
        view.text("absences-one"),
        "help-absences",
        fields,
        move |fields, view| {
            let staff = match chosen(fields, Field::Staff, view)? {
                Some(Value::Person(staff)) => staff,
                _ => None,
            };
            let (from, until) = (
                date_of(fields, Field::From, view)?,
                date_of(fields, Field::Until, view)?,
            );
            Ok(HoursChange::Absence(AbsenceDraft {
                id,
                staff,
                from: edge(fields, Field::Time, from, false, view)?,
                until: edge(fields, Field::Hours, until, true, view)?,
                reason: text_of(fields, Field::Reason).to_owned(),
            }))
        },
    )
    .starting_at(usize::from(staff.is_some()))
    .boxed()
}

/// A day alone is the border before it, or behind it where something ends. Midnight that
/// is typed is the moment.
fn edge(
    fields: &[FormField<Value>],
    field: Field,
    date: NaiveDate,
    is_end: bool,
    view: &View,
) -> Result<WallTime, Wrong> {
    const DAY_MIN: u16 = 24 * 60;
    let text = text_of(fields, field);
    if text.is_empty() {
        let date = if is_end {
            date.succ_opt().unwrap_or(date)
        } else {
            date
        };
        return Ok(WallTime::new(date, 0));
    }
    let wrong = |sentence: String| (field, sentence);
    let (minute, which) = typed::time_of_two(text)
        .ok_or_else(|| wrong(view.fill("form-no-time", &[("typed", text.into())])))?;
    let wall = match (minute, date.pred_opt()) {
        (0, Some(evening)) => WallTime::new(evening, DAY_MIN),
        _ => WallTime::new(date, minute),
    };
    time::meant(wall, which, view.settings.time_zone).map_err(|problem| {
        wrong(match problem {
            WhichProblem::Twice { first, second } => {
                let words = [("first", first.into()), ("second", second.into())];
                view.fill("booking-time-twice", &words)
            }
            WhichProblem::NoSuch => view.fill("booking-no-such-time", &[("typed", text.into())]),
        })
    })
}

/// The house and everybody in use.
fn people(typed: &str, view: &View) -> Vec<Choice<Value>> {
    let typed = text::fold(typed);
    let active = view.staff.iter().filter(|it| it.active);
    let people = active.map(|it: &Staff| (it.name.clone(), Some(it.id)));
    let house = (view.text("absences-house"), None);
    std::iter::once(house)
        .chain(people)
        .filter(|(name, _)| text::fold(name).contains(&typed))
        .map(|(label, staff)| Choice {
            label,
            detail: String::new(),
            value: Value::Person(staff),
        })
        .collect()
}
