//! The fields of a service that say how it is given: its steps, who is slower, how
//! well who must do it, when it is not given, and when the client had better come again.

use chrono::NaiveDate;

use crate::{
    domain::{
        catalog::{Grade, Manner, OffDays, Pace, SegmentPlan},
        ids::{EquipmentId, StaffId},
        steps::{StepFault, parse_steps, write_steps},
        text, typed,
    },
    ops::refusal::Field,
    ui::{
        dialogs::fields::{self, Wrong, text_of},
        view::View,
        widgets::form::{FormField, Reading},
    },
};

fn equipment_named(name: &str, view: &View) -> Option<EquipmentId> {
    let is_it = |it: &str| text::fold(it) == text::fold(name);
    let mut all = view.equipment.iter();
    let found = all.find(|it| is_it(&it.name) || is_it(&it.short));
    found.map(|it| it.id)
}

fn write(segments: &[SegmentPlan], view: &View) -> String {
    write_steps(segments, |id| {
        let found = view.equipment_named(id);
        found.map_or_else(|| id.to_string(), |it| it.name.clone())
    })
}

fn parse(typed: &str, view: &View) -> Result<Vec<SegmentPlan>, Wrong> {
    parse_steps(typed, |name| equipment_named(name, view)).map_err(|fault| {
        let (id, typed) = match fault {
            StepFault::NotUnderstood { typed } => ("manage-no-step", typed),
            StepFault::NoSuchEquipment { typed } => ("manage-no-equipment", typed),
        };
        (Field::Steps, view.fill(id, &[("typed", typed.into())]))
    })
}

/// What a service does when; beside it how long that is, and how long for the client.
pub(super) fn steps<V: Clone>(segments: &[SegmentPlan], view: &View) -> FormField<V> {
    let label = view.words().field(Field::Steps);
    FormField::text(Field::Steps, label, &write(segments, view))
        .hint(view.text("manage-steps"))
        .read_by(|typed, view| match parse(typed, view) {
            Ok(segments) if segments.is_empty() => Reading::Fine(String::new()),
            Ok(segments) => Reading::Fine(summary(&segments, view)),
            Err((_, sentence)) => Reading::Wrong(sentence),
        })
}

fn summary(segments: &[SegmentPlan], view: &View) -> String {
    let minutes = |holds: fn(&SegmentPlan) -> bool| -> i64 {
        let held = segments.iter().filter(|it| holds(it));
        held.map(|it| i64::from(it.minutes)).sum()
    };
    let words = [
        ("all", minutes(|_| true).into()),
        ("client", minutes(|it| it.holds_client).into()),
        ("staff", minutes(|it| !it.roles.is_empty()).into()),
    ];
    view.fill("manage-steps-read", &words)
}

/// What was not touched stays. Minutes that say something else than the steps are
/// refused: one of both must be wrong.
pub(super) fn read_steps<V: Clone>(
    begun: &[SegmentPlan],
    minutes: u16,
    fields: &[FormField<V>],
    view: &View,
) -> Result<Vec<SegmentPlan>, Wrong> {
    let typed = text_of(fields, Field::Steps);
    let was = write(begun, view);
    let segments = if typed == was {
        let is_plain = was.is_empty();
        if is_plain { Vec::new() } else { begun.to_vec() }
    } else {
        parse(typed, view)?
    };
    let sum = |it: &[SegmentPlan]| it.iter().map(|it| u32::from(it.minutes)).sum::<u32>();
    let all = sum(&segments);
    let is_meant = minutes == 0 || u32::from(minutes) == sum(begun) && typed != was;
    if segments.is_empty() || is_meant || all == u32::from(minutes) {
        return Ok(segments);
    }
    let sentence = view.fill("manage-steps-say", &[("n", i64::from(all).into())]);
    Err((Field::Minutes, sentence))
}

/// `AN 75, Marta 50`: who, then a number.
fn numbered(typed: &str, field: Field, view: &View) -> Result<Vec<(StaffId, u16)>, Wrong> {
    let one = |part: &str| {
        let (name, number) = part.rsplit_once(' ')?;
        let is_it = |it: &str| text::fold(it) == text::fold(name.trim());
        let mut staff = view.staff.iter();
        let found = staff.find(|it| is_it(&it.name) || is_it(&it.short))?;
        Some((found.id, number.parse().ok()?))
    };
    let parts = typed.split([',', ';']).map(str::trim);
    let parts = parts.filter(|part| !part.is_empty());
    parts
        .map(|part| {
            one(part).ok_or_else(|| {
                let sentence = view.fill("manage-no-number", &[("typed", part.into())]);
                (field, sentence)
            })
        })
        .collect()
}

fn write_numbered(of: impl Iterator<Item = (StaffId, u16)>, view: &View) -> String {
    let part = |(id, number): (StaffId, u16)| {
        let staff = view.staff_named(id)?;
        Some(format!("{} {number}", staff.short))
    };
    of.filter_map(part).collect::<Vec<_>>().join(", ")
}

fn paces_of(manner: &Manner, view: &View) -> String {
    write_numbered(manner.paces.iter().map(|it| (it.staff, it.minutes)), view)
}

fn grades_of(manner: &Manner, view: &View) -> String {
    let grades = manner.grades.iter();
    write_numbered(grades.map(|it| (it.staff, it.grade.into())), view)
}

fn off_of(manner: &Manner) -> String {
    let Some(off) = manner.off else {
        return String::new();
    };
    let day = |it: NaiveDate| it.format("%d.%m.%Y").to_string();
    format!("{} - {}", day(off.from), day(off.until))
}

/// `24.12. - 26.12.`, or one day.
fn read_off(typed: &str, view: &View) -> Option<OffDays> {
    let (from, until) = typed.split_once('-').unwrap_or((typed, typed));
    let from = typed::date(from.trim(), view.today())?;
    let until = typed::date(until.trim(), from)?;
    (from <= until).then_some(OffDays { from, until })
}

/// All fields behind the steps.
pub(super) fn manner<V: Clone>(manner: &Manner, view: &View) -> Vec<FormField<V>> {
    let label = |field| view.words().field(field);
    let text = |field, now: &str, hint: &str| {
        FormField::text(field, label(field), now).hint(view.text(hint))
    };
    let numbers = |field, now: &str, hint: &str| {
        text(field, now, hint).read_by(move |typed, view| match numbered(typed, field, view) {
            Ok(_) => Reading::Fine(String::new()),
            Err((_, sentence)) => Reading::Wrong(sentence),
        })
    };
    let number = |n: u16| if n == 0 { String::new() } else { n.to_string() };
    let off = text(Field::OffDays, &off_of(manner), "manage-off-days").read_by(|typed, view| {
        match read_off(typed, view) {
            Some(off) => {
                let day = |it| view.words().short_date(it);
                let words = [
                    ("from", day(off.from).into()),
                    ("until", day(off.until).into()),
                ];
                Reading::Fine(view.fill("manage-off-read", &words))
            }
            None if typed.trim().is_empty() => Reading::Fine(String::new()),
            None => Reading::Wrong(view.fill("manage-no-days", &[("typed", typed.into())])),
        }
    });
    vec![
        numbers(Field::Paces, &paces_of(manner, view), "manage-paces"),
        text(
            Field::GradeMin,
            &number(manner.grade_min.into()),
            "manage-grade-min",
        ),
        numbers(Field::Grades, &grades_of(manner, view), "manage-grades"),
        off,
        text(
            Field::ReturnAfter,
            &number(manner.return_after_days.unwrap_or(0)),
            "manage-return-after",
        ),
    ]
}

/// What was not touched stays, whatever the names have in them.
pub(super) fn read_manner<V: Clone>(
    begun: &Manner,
    fields: &[FormField<V>],
    view: &View,
) -> Result<Manner, Wrong> {
    let typed = |field| text_of(fields, field);
    let mut manner = begun.clone();
    if typed(Field::Paces) != paces_of(begun, view) {
        let paces = numbered(typed(Field::Paces), Field::Paces, view)?.into_iter();
        manner.paces = paces
            .map(|(staff, minutes)| Pace { staff, minutes })
            .collect();
    }
    if typed(Field::Grades) != grades_of(begun, view) {
        let grades = numbered(typed(Field::Grades), Field::Grades, view)?.into_iter();
        let grade = |it: u16| u8::try_from(it).unwrap_or(u8::MAX);
        manner.grades = grades
            .map(|(staff, it)| Grade {
                staff,
                grade: grade(it),
            })
            .collect();
    }
    let off = typed(Field::OffDays);
    if off != off_of(begun) {
        manner.off = read_off(off, view);
        if manner.off.is_none() && !off.trim().is_empty() {
            let sentence = view.fill("manage-no-days", &[("typed", off.into())]);
            return Err((Field::OffDays, sentence));
        }
    }
    let optional = |field| match typed(field).trim() {
        "" => Ok(0),
        _ => fields::number(fields, field, view),
    };
    manner.grade_min = u8::try_from(optional(Field::GradeMin)?).unwrap_or(u8::MAX);
    manner.return_after_days = Some(optional(Field::ReturnAfter)?).filter(|it| *it > 0);
    Ok(manner)
}
