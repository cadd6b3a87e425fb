//! Packages, series, credits and memberships on the price list: what each gives, for what,
//! and for how long.

use super::{memberships, named, taxes, with_new};
use crate::{
    domain::{
        catalog::Service,
        ids::{ServiceId, TaxClassId},
        money::Money,
        plan::{Life, Plan, PlanKind},
        text,
    },
    ops::{
        query,
        refusal::Field,
        request::{PlanDraft, Request},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, amount, chosen, names, number, one_of, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

/// A row of the list besides the new package.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Listed {
    Plan(Box<Plan>),
    NewMembership,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Tax(TaxClassId),
    Is(bool),
    Gives(Gives),
}

/// What a plan counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gives {
    Visits,
    Minutes,
    Credit,
}

const NUMBER_DIGITS_MAX: usize = 4;
/// From here on the usual new package is complete.
const LIFE: usize = 5;

pub fn all(view: &View) -> Vec<Plan> {
    query::plans(&view.shop.read()).unwrap_or_default()
}

pub fn list(view: &View) -> Box<dyn Component> {
    let choose = |chosen: &Option<Listed>, view: &View| {
        vec![Cmd::Push(match chosen {
            Some(Listed::NewMembership) => memberships::form(None, view),
            Some(Listed::Plan(plan)) => match &plan.kind {
                PlanKind::Membership(_) => memberships::form(Some(plan), view),
                _ => form(Some(plan), view),
            },
            None => form(None, view),
        })]
    };
    Picker::new(view.text("manage-plans"), "help-manage-plans", rows, choose)
        .with_new_ones(2)
        .staying()
        .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<Listed>>> {
    let rows: Vec<_> = all(view)
        .into_iter()
        .map(|plan| Row {
            left: named(&plan.name, plan.active, view),
            right: format!(
                "{}  {}",
                view.words().gives(&plan.kind),
                text::pad_start(&view.money(plan.price), 9)
            ),
            value: Some(Listed::Plan(Box::new(plan))),
        })
        .collect();
    let mut rows = with_new(typed, "manage-new-plan", rows, view);
    let new = Row {
        left: view.text("manage-new-membership"),
        right: String::new(),
        value: Some(Listed::NewMembership),
    };
    // Whoever types its name means it; else a new package is the usual one.
    let wanted = Filter::of(typed);
    let is_meant = wanted.fits(&new.left) && !wanted.fits(&view.text("manage-new-plan"));
    let at = rows.len() - usize::from(is_meant);
    rows.insert(at, new);
    rows
}

fn form(plan: Option<&Plan>, view: &View) -> Box<dyn Component> {
    let begun = begun(plan);
    let mut fields = what_it_gives(&begun, plan.is_none(), view);
    fields.extend(how_it_is_held(&begun, view));
    let submit_from = if plan.is_none() {
        LIFE
    } else {
        fields.len() - 1
    };
    Form::new(
        view.text("manage-plan"),
        "help-manage-plans",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SavePlan(draft(
                &begun, fields, view,
            )?))])
        },
    )
    .submit_from(submit_from)
    .boxed()
}

pub(super) fn begun(plan: Option<&Plan>) -> PlanDraft {
    let blank = PlanDraft {
        id: None,
        code: String::new(),
        name: String::new(),
        price: Money::ZERO,
        tax_class: None,
        kind: PlanKind::Visits {
            n: 0,
            services: Vec::new(),
        },
        life: Life::ForEver,
        rest_days: 0,
        rest_extends: true,
        can_move: false,
        active: true,
    };
    plan.map_or(blank, |plan| PlanDraft {
        id: Some(plan.id),
        code: plan.code.clone(),
        name: plan.name.clone(),
        price: plan.price,
        tax_class: Some(plan.tax_class),
        kind: plan.kind.clone(),
        life: plan.life,
        rest_days: plan.rest_days,
        rest_extends: plan.rest_extends,
        can_move: plan.can_move,
        active: plan.active,
    })
}

fn what_it_gives(begun: &PlanDraft, is_new: bool, view: &View) -> Vec<FormField<Value>> {
    let label = |field| view.words().field(field);
    let (gives, units, minutes) = match &begun.kind {
        PlanKind::Visits { n, .. } => (Gives::Visits, n.to_string(), String::new()),
        PlanKind::Minutes {
            n, minutes_each, ..
        } => (Gives::Minutes, n.to_string(), minutes_each.to_string()),
        PlanKind::Credit { worth } => (Gives::Credit, view.money(*worth), String::new()),
        PlanKind::Membership(_) => (Gives::Visits, String::new(), String::new()),
    };
    let options = vec![
        (view.text("plan-visits"), Value::Gives(Gives::Visits)),
        (view.text("plan-minutes"), Value::Gives(Gives::Minutes)),
        (view.text("plan-credit"), Value::Gives(Gives::Credit)),
    ];
    let is_it = |(_, value): &(String, Value)| *value == Value::Gives(gives);
    let at = options.iter().position(is_it).unwrap_or(0);
    let (units, price) = if is_new {
        (String::new(), String::new())
    } else {
        (units, view.money(begun.price))
    };
    vec![
        FormField::text(Field::Name, label(Field::Name), &begun.name).needed(),
        one_of(Field::Gives, label(Field::Gives), at, options),
        FormField::text(Field::Units, label(Field::Units), &units)
            .hint(view.text("plan-units-hint"))
            .needed(),
        FormField::text(
            Field::Services,
            label(Field::Services),
            &services_of(begun, view),
        )
        .hint(view.text("plan-services-hint")),
        fields::money(Field::Price, label(Field::Price), &price).needed(),
        FormField::text(Field::Life, label(Field::Life), &written(begun.life, view))
            .replaced_by_typing()
            .hint(view.text("plan-life-hint")),
        FormField::text(Field::MinutesEach, label(Field::MinutesEach), &minutes)
            .of_digits(NUMBER_DIGITS_MAX)
            .hint(view.text("plan-minutes-hint")),
    ]
}

fn how_it_is_held(begun: &PlanDraft, view: &View) -> Vec<FormField<Value>> {
    let label = |field| view.words().field(field);
    let is = |field, is| yes_or_no(field, label(field), is, view, Value::Is);
    let mut classes = taxes::classes(view).into_iter();
    let tax = classes.find(|class| Some(class.id) == begun.tax_class);
    let tax = tax.map(|class| (class.name, Value::Tax(class.id)));
    let choices = |typed: &str, view: &View| taxes::choices(typed, view, Value::Tax);
    let rest = begun.rest_days.to_string();
    vec![
        FormField::text(Field::RestDays, label(Field::RestDays), &rest)
            .of_digits(NUMBER_DIGITS_MAX),
        is(Field::RestExtends, begun.rest_extends),
        is(Field::CanMove, begun.can_move),
        FormField::text(Field::Code, label(Field::Code), &begun.code),
        FormField::pick(Field::Tax, label(Field::Tax), tax, choices).hint(view.text("manage-tax")),
        is(Field::InUse, begun.active),
    ]
}

fn draft(begun: &PlanDraft, fields: &[FormField<Value>], view: &View) -> Result<PlanDraft, Wrong> {
    let is = |field, else_as| {
        Ok::<_, Wrong>(match chosen(fields, field, view)? {
            Some(Value::Is(is)) => is,
            _ => else_as,
        })
    };
    Ok(PlanDraft {
        name: text_of(fields, Field::Name).to_owned(),
        kind: kind(begun, fields, view)?,
        price: amount(fields, Field::Price, view)?.unwrap_or(begun.price),
        life: life(text_of(fields, Field::Life), view)?,
        rest_days: match text_of(fields, Field::RestDays) {
            "" => 0,
            _ => number(fields, Field::RestDays, view)?,
        },
        rest_extends: is(Field::RestExtends, begun.rest_extends)?,
        can_move: is(Field::CanMove, begun.can_move)?,
        code: text_of(fields, Field::Code).to_owned(),
        tax_class: match chosen(fields, Field::Tax, view)? {
            Some(Value::Tax(class)) => Some(class),
            _ => begun.tax_class,
        },
        active: is(Field::InUse, begun.active)?,
        ..begun.clone()
    })
}

fn kind(begun: &PlanDraft, fields: &[FormField<Value>], view: &View) -> Result<PlanKind, Wrong> {
    let gives = chosen(fields, Field::Gives, view)?;
    let services = || services(begun, text_of(fields, Field::Services), view);
    Ok(match gives {
        Some(Value::Gives(Gives::Credit)) => PlanKind::Credit {
            worth: amount(fields, Field::Units, view)?.unwrap_or_default(),
        },
        Some(Value::Gives(Gives::Minutes)) => PlanKind::Minutes {
            n: number(fields, Field::Units, view)?,
            minutes_each: number(fields, Field::MinutesEach, view)?,
            services: services()?,
        },
        _ => PlanKind::Visits {
            n: number(fields, Field::Units, view)?,
            services: services()?,
        },
    })
}

pub(super) fn services_of(begun: &PlanDraft, view: &View) -> String {
    let services = begun.kind.services().unwrap_or_default().iter();
    let known = |id: &ServiceId| view.services.iter().find(|it| it.id == *id);
    let names = services.filter_map(known).map(|it| it.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

/// By name or code. What was not touched stays, whatever the names have in them.
pub(super) fn services(
    begun: &PlanDraft,
    typed: &str,
    view: &View,
) -> Result<Vec<ServiceId>, Wrong> {
    if typed == services_of(begun, view) {
        return Ok(begun.kind.services().unwrap_or_default().to_vec());
    }
    let find = |name: String| {
        let wanted = text::fold(&name);
        let active = || view.services.iter().filter(|it| it.active);
        let is_it =
            |it: &&Service| text::fold(&it.name) == wanted || text::fold(&it.code) == wanted;
        let begins = |it: &&Service| text::fold(&it.name).starts_with(&wanted);
        let found = active().find(is_it).or_else(|| {
            let mut all = active().filter(begins);
            all.next().filter(|_| all.next().is_none())
        });
        found.map(|it| it.id).ok_or_else(|| {
            let typed = [("typed", name.as_str().into())];
            (Field::Services, view.fill("plan-no-service", &typed))
        })
    };
    names(typed).into_iter().map(find).collect()
}

/// `12 months`, `6 weeks`, `90 days`; nothing is for ever.
pub(super) fn life(typed: &str, view: &View) -> Result<Life, Wrong> {
    let wrong = || {
        let typed = [("typed", typed.into())];
        (Field::Life, view.fill("plan-no-life", &typed))
    };
    if typed.is_empty() {
        return Ok(Life::ForEver);
    }
    let digits: String = typed.chars().take_while(char::is_ascii_digit).collect();
    let n: u16 = digits.parse().map_err(|_| wrong())?;
    let unit = text::fold(typed.trim_start_matches(|it: char| it.is_ascii_digit() || it == ' '));
    let is = |id: &str| !unit.is_empty() && text::fold(&view.text(id)).starts_with(&unit);
    if is("plan-life-months") {
        Ok(Life::Months(n))
    } else if is("plan-life-weeks") {
        Ok(Life::Weeks(n))
    } else if is("plan-life-days") {
        Ok(Life::Days(n))
    } else {
        Err(wrong())
    }
}

pub(super) fn written(life: Life, view: &View) -> String {
    let (n, id) = match life {
        Life::ForEver => return String::new(),
        Life::Days(n) => (n, "plan-life-days"),
        Life::Weeks(n) => (n, "plan-life-weeks"),
        Life::Months(n) => (n, "plan-life-months"),
    };
    format!("{n} {}", view.text(id))
}
