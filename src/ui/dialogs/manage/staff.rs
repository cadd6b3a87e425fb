//! Staff: name, role, and the hours of a usual week.

use super::{named, with_new};
use crate::{
    domain::{
        client::Sex,
        ids::{ServiceId, ShiftPatternId},
        staff::{Staff, StaffRole, parse_week, write_week},
        text,
    },
    ops::{
        query,
        refusal::Field,
        request::{Request, StaffDraft},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::{
            fields::{self, Wrong, chosen, names, text_of, yes_or_no},
            hits,
        },
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::{Picker, Row},
        },
    },
};

/// A list of all that a large house offers.
const SERVICES_CHARS_MAX: usize = 8_000;
const ROLES: [StaffRole; 3] = [StaffRole::Therapist, StaffRole::Desk, StaffRole::Manager];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Role(StaffRole),
    Pattern(ShiftPatternId),
    Sex(Sex),
    Treats(Option<Sex>),
    InUse(bool),
}

pub fn list(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("manage-staff"),
        "help-manage-staff",
        rows,
        |staff: &Option<Staff>, view| vec![Cmd::Push(form(staff.as_ref(), view))],
    )
    .with_new()
    .staying()
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<Staff>>> {
    let rows = view.staff.iter().map(|staff| Row {
        left: format!(
            "{}  {}",
            named(&staff.name, staff.active, view),
            write_week(&staff.week)
        ),
        right: view.words().role(staff.role),
        value: Some(staff.clone()),
    });
    with_new(typed, "manage-new-staff", rows.collect(), view)
}

fn form(staff: Option<&Staff>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let text = |of: fn(&Staff) -> &String| staff.map_or("", |staff| of(staff).as_str());
    let begun = begun(staff, view);
    let role = (view.words().role(begun.role), Value::Role(begun.role));
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), text(|it| &it.name)).needed(),
        FormField::text(Field::Short, label(Field::Short), text(|it| &it.short))
            .hint(view.text("manage-short")),
        FormField::pick(Field::Role, label(Field::Role), Some(role), roles),
        fields::week(&write_week(&begun.week), view).hint(view.text("manage-hours")),
        FormField::pick(
            Field::Pattern,
            label(Field::Pattern),
            pattern_of(&begun, view),
            patterns,
        )
        .hint(view.text("manage-pattern")),
        FormField::text(Field::Group, label(Field::Group), &begun.group)
            .hint(view.text("manage-group")),
        FormField::text(
            Field::Service,
            view.text("manage-services"),
            &services_of(&begun, view),
        )
        .holding(SERVICES_CHARS_MAX)
        .hint(view.text("manage-services-of")),
        yes_or_no(
            Field::InUse,
            label(Field::InUse),
            begun.active,
            view,
            Value::InUse,
        ),
        fields::sex(begun.sex, view, Value::Sex).hint(view.text("manage-sex-hint")),
        treats(begun.treats, view),
    ];
    let in_use = fields.len() - 3;
    let again = begun.clone();
    Form::new(
        view.text("manage-person"),
        "help-manage-staff",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SaveStaff(draft(
                &begun, fields, view,
            )?))])
        },
    )
    .on_refusal(
        move |refusal, fields, view| match draft(&again, fields, view) {
            Ok(draft) => {
                let draft = StaffDraft {
                    anyway: true,
                    ..draft
                };
                hits::follow(refusal, Request::SaveStaff(draft), 1, view)
            }
            Err(_) => Vec::new(),
        },
    )
    .submit_from(in_use)
    .boxed()
}

/// By its name; what was chosen and is no longer in use stays chosen.
fn pattern_of(begun: &StaffDraft, view: &View) -> Option<(String, Value)> {
    let id = begun.pattern?;
    let sheet = query::hours_sheet(&view.shop.read(), view.today()).ok()?;
    let pattern = sheet.patterns.into_iter().find(|it| it.id == id)?;
    Some((pattern.name, Value::Pattern(id)))
}

fn patterns(typed: &str, view: &View) -> Vec<Choice<Value>> {
    let typed = text::fold(typed);
    let sheet = query::hours_sheet(&view.shop.read(), view.today()).ok();
    let patterns = sheet.map(|it| it.patterns).unwrap_or_default();
    patterns
        .into_iter()
        .filter(|it| it.active && text::fold(&it.name).contains(&typed))
        .map(|it| Choice {
            label: it.name,
            detail: it.group,
            value: Value::Pattern(it.id),
        })
        .collect()
}

/// A new person works the house's hours on weekdays until someone says otherwise.
fn begun(staff: Option<&Staff>, view: &View) -> StaffDraft {
    if let Some(staff) = staff {
        return StaffDraft {
            id: Some(staff.id),
            name: staff.name.clone(),
            short: staff.short.clone(),
            role: staff.role,
            week: staff.week.clone(),
            services: staff.services.clone(),
            active: staff.active,
            group: staff.group.clone(),
            pattern: staff.pattern,
            sex: staff.sex,
            treats: staff.treats,
            anyway: false,
        };
    }
    let shift = crate::domain::staff::Shift {
        start_minute: view.settings.opens_minute,
        end_minute: view.settings.closes_minute,
    };
    StaffDraft {
        id: None,
        name: String::new(),
        short: String::new(),
        role: StaffRole::Therapist,
        week: std::array::from_fn(|day| if day < 5 { vec![shift] } else { Vec::new() }),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    }
}

fn draft(
    begun: &StaffDraft,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<StaffDraft, Wrong> {
    let typed = text_of(fields, Field::Hours);
    let week = parse_week(typed).ok_or_else(|| {
        (
            Field::Hours,
            view.fill("manage-no-hours", &[("typed", typed.into())]),
        )
    })?;
    Ok(StaffDraft {
        name: text_of(fields, Field::Name).to_owned(),
        short: text_of(fields, Field::Short).to_owned(),
        role: match chosen(fields, Field::Role, view)? {
            Some(Value::Role(role)) => role,
            _ => begun.role,
        },
        group: text_of(fields, Field::Group).to_owned(),
        pattern: match chosen(fields, Field::Pattern, view)? {
            Some(Value::Pattern(pattern)) => Some(pattern),
            _ => None,
        },
        sex: match chosen(fields, Field::Sex, view)? {
            Some(Value::Sex(sex)) => Some(sex),
            _ => None,
        },
        treats: match chosen(fields, Field::Treats, view)? {
            Some(Value::Treats(treats)) => treats,
            _ => begun.treats,
        },
        active: match chosen(fields, Field::InUse, view)? {
            Some(Value::InUse(active)) => active,
            _ => begun.active,
        },
        week,
        services: services(begun, text_of(fields, Field::Service), view)?,
        ..begun.clone()
    })
}

/// Whom a person treats.
fn treats(now: Option<Sex>, view: &View) -> FormField<Value> {
    let all = [None, Some(Sex::Female), Some(Sex::Male)];
    let words = [
        "manage-treats-all",
        "manage-treats-women",
        "manage-treats-men",
    ];
    let options = all.iter().zip(words);
    let options = options.map(|(it, id)| (view.text(id), Value::Treats(*it)));
    let nth = all.iter().position(|it| *it == now).unwrap_or(0);
    let label = view.words().field(Field::Treats);
    fields::one_of(Field::Treats, label, nth, options.collect())
}

fn services_of(begun: &StaffDraft, view: &View) -> String {
    let services = begun
        .services
        .iter()
        .filter_map(|id| view.service_named(*id));
    services
        .map(|it| it.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// By name or code. What was not touched stays, whatever the names have in them.
fn services(begun: &StaffDraft, typed: &str, view: &View) -> Result<Vec<ServiceId>, Wrong> {
    if typed == services_of(begun, view) {
        return Ok(begun.services.clone());
    }
    let find = |name: String| {
        let is_it = |it: &str| !it.is_empty() && text::fold(it) == text::fold(&name);
        let service = view
            .services
            .iter()
            .find(|it| is_it(&it.name) || is_it(&it.code));
        service.map(|service| service.id).ok_or_else(|| {
            let typed = [("typed", name.as_str().into())];
            (Field::Service, view.fill("manage-no-service", &typed))
        })
    };
    names(typed).into_iter().map(find).collect()
}

fn roles(typed: &str, view: &View) -> Vec<Choice<Value>> {
    let typed = text::fold(typed);
    ROLES
        .into_iter()
        .map(|role| Choice {
            label: view.words().role(role),
            detail: String::new(),
            value: Value::Role(role),
        })
        .filter(|choice| text::fold(&choice.label).starts_with(&typed))
        .collect()
}
