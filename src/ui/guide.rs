//! The guided set-up: the first page makes the shop, the others fill it. Each page is
//! saved by itself; who leaves looks around, and goes on where it was, also after a
//! restart.

use super::{
    action::Action,
    component::{Cmd, Component, Tone},
    dialogs::{
        confirm::Confirm,
        fields::{self, Wrong, names, one_of, tax, tax_inside, taxes, text_of},
        manage,
    },
    first_start,
    view::View,
    widgets::form::{Form, FormField, Reading, Submitted},
};
use crate::{
    domain::{
        settings::{GRID_MINUTES, GuideStep},
        staff::{Shift, parse_shift, write_shift},
        tax::TaxClass,
    },
    ops::{
        refusal::Field,
        request::{Request, SetUpPage, StarterService},
    },
    store::Reads,
};

/// The first page and the six after it.
const N_PAGES: usize = GuideStep::ALL.len() + 1;
/// More than anybody's list; each name is checked by itself.
const NAMES_CHARS_MAX: usize = 4_000;

/// What a house usually begins with, by message id, and its minutes.
const STARTERS: [(&str, u16); 10] = [
    ("guide-service-classic", 60),
    ("guide-service-back", 30),
    ("guide-service-deep", 60),
    ("guide-service-stone", 90),
    ("guide-service-aroma", 60),
    ("guide-service-facial", 60),
    ("guide-service-scrub", 45),
    ("guide-service-manicure", 45),
    ("guide-service-pedicure", 60),
    ("guide-service-couple", 60),
];

/// What a choice of these pages stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    TaxInside(bool),
    GridMinutes(u16),
}

/// The page that is next; `None` where nothing is left to set up.
pub fn next(view: &View) -> Option<Box<dyn Component>> {
    if !view.is_set_up {
        return Some(first_start::form(view));
    }
    view.settings.guide.map(|step| page(step, view))
}

/// `Set-up 3/7: Hours`
pub(super) fn title(number: usize, what: &str, view: &View) -> String {
    let args = [
        ("n", number.into()),
        ("all", N_PAGES.into()),
        ("what", view.text(what).into()),
    ];
    view.fill("guide-title", &args)
}

/// How far it is, and what the keys do.
pub(super) fn progress(number: usize, view: &View) -> String {
    let done = view.theme.glyph("■", "#").repeat(number - 1);
    let left = view.theme.glyph("·", ".").repeat(N_PAGES + 1 - number);
    format!("{done}{left}  {}", view.text("guide-keys"))
}

fn page(step: GuideStep, view: &View) -> Box<dyn Component> {
    match step {
        GuideStep::Tax => form(step, "guide-tax", tax_fields(view), tax_page, view),
        GuideStep::Hours => form(step, "guide-hours", hours_fields(view), hours_page, view),
        GuideStep::People => {
            let there: Vec<&str> = view.staff.iter().map(|it| it.name.as_str()).collect();
            let field = names_field(Field::Therapists, "start-therapists", &there, view);
            form(step, "guide-people", vec![field], people_page, view)
        }
        GuideStep::Rooms => {
            let there: Vec<&str> = view.rooms.iter().map(|it| it.name.as_str()).collect();
            let field = names_field(Field::Rooms, "start-rooms", &there, view);
            form(step, "guide-rooms", vec![field], rooms_page, view)
        }
        GuideStep::Services => form(
            step,
            "guide-services",
            service_fields(view),
            services_page,
            view,
        ),
        GuideStep::Devices => devices(view),
    }
}

type Asked = fn(&[FormField<Value>], &View) -> Result<SetUpPage, Wrong>;

fn form(
    step: GuideStep,
    what: &str,
    fields: Vec<FormField<Value>>,
    asked: Asked,
    view: &View,
) -> Box<dyn Component> {
    let number = step as usize + 2;
    let submit = move |fields: &[FormField<Value>], view: &View| -> Submitted {
        let page = asked(fields, view)?;
        Ok(vec![Cmd::Run(Request::SetUpPage(page))])
    };
    Form::new(title(number, what, view), "help-guide", fields, submit)
        .foot(move |_, view| progress(number, view))
        .on_done(|_, view| go_on(view))
        .boxed()
}

/// The next page, or that all is done.
pub(super) fn go_on(view: &View) -> Vec<Cmd> {
    match next(view) {
        Some(page) => vec![Cmd::Push(page)],
        None => vec![Cmd::Say(Tone::Good, view.text("guide-done"))],
    }
}

fn tax_fields(view: &View) -> Vec<FormField<Value>> {
    let usual = view.settings.default_tax_class;
    let class = view.shop.read().get::<TaxClass>(&usual).ok().flatten();
    let components = class.map(|it| it.components).unwrap_or_default();
    let inside = view.settings.tax.prices_include_tax;
    vec![
        tax(&fields::write_taxes(&components, view), view),
        tax_inside(inside, view, Value::TaxInside),
    ]
}

fn tax_page(fields: &[FormField<Value>], view: &View) -> Result<SetUpPage, Wrong> {
    Ok(SetUpPage::Tax {
        prices_include_tax: match fields[1].chosen() {
            Some(Value::TaxInside(is)) => *is,
            _ => view.settings.tax.prices_include_tax,
        },
        tax: taxes(fields, view)?,
    })
}

fn hours_fields(view: &View) -> Vec<FormField<Value>> {
    let hours = Shift {
        start_minute: view.settings.opens_minute,
        end_minute: view.settings.closes_minute,
    };
    vec![
        fields::shift(&write_shift(&hours), view).needed(),
        grid_minutes(view, Value::GridMinutes),
    ]
}

/// How high a row of the grid is.
pub(super) fn grid_minutes<V: Clone + 'static>(
    view: &View,
    value: impl Fn(u16) -> V,
) -> FormField<V> {
    let label = view.words().field(Field::GridMinutes);
    let shown = |n: u16| view.fill("manage-grid-minutes", &[("n", n.into())]);
    let options = GRID_MINUTES.map(|n| (shown(n), value(n)));
    let is_it = |n: &u16| *n == view.settings.grid_minutes;
    let at = GRID_MINUTES.iter().position(is_it).unwrap_or(0);
    one_of(Field::GridMinutes, label, at, options.into())
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "each page of the guide is one such function"
)]
fn hours_page(fields: &[FormField<Value>], view: &View) -> Result<SetUpPage, Wrong> {
    let hours = parse_shift(text_of(fields, Field::Hours));
    Ok(SetUpPage::Hours {
        // What are no hours has been said by the field.
        opens_minute: hours.map_or(view.settings.opens_minute, |it| it.start_minute),
        closes_minute: hours.map_or(view.settings.closes_minute, |it| it.end_minute),
        grid_minutes: match fields[1].chosen() {
            Some(Value::GridMinutes(minutes)) => *minutes,
            _ => view.settings.grid_minutes,
        },
    })
}

/// Names with commas; how many were understood stands beside, and who is there already
/// under it.
fn names_field(field: Field, hint: &str, there: &[&str], view: &View) -> FormField<Value> {
    let label = view.words().field(field);
    let mut it = FormField::text(field, label, "")
        .holding(NAMES_CHARS_MAX)
        .hint(view.text(hint))
        .read_by(|text, view| {
            let n = names(text).len();
            Reading::Fine(view.fill("guide-names", &[("n", n.into())]))
        });
    if !there.is_empty() {
        let there = [("names", there.join(", ").into())];
        it.hint = view.fill("guide-there", &there);
    }
    it
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "each page of the guide is one such function"
)]
fn people_page(fields: &[FormField<Value>], _: &View) -> Result<SetUpPage, Wrong> {
    let names = names(text_of(fields, Field::Therapists));
    Ok(SetUpPage::People { names })
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "each page of the guide is one such function"
)]
fn rooms_page(fields: &[FormField<Value>], _: &View) -> Result<SetUpPage, Wrong> {
    let names = names(text_of(fields, Field::Rooms));
    Ok(SetUpPage::Rooms { names })
}

/// A price is all that a usual service needs; those without one are not offered.
fn service_fields(view: &View) -> Vec<FormField<Value>> {
    let field = |(id, minutes): &(&str, u16)| {
        let label = format!("{} {minutes}", view.text(id));
        fields::money(Field::Price, label, "").hint(view.text("guide-price"))
    };
    STARTERS.iter().map(field).collect()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "each page of the guide is one such function"
)]
fn services_page(fields: &[FormField<Value>], view: &View) -> Result<SetUpPage, Wrong> {
    let services = STARTERS
        .iter()
        .zip(fields)
        .filter_map(|((id, minutes), field)| {
            let price = view.settings.currency.parse(field.value()).ok()?;
            Some(StarterService {
                name: format!("{} {minutes}", view.text(id)),
                minutes: *minutes,
                price,
            })
        });
    Ok(SetUpPage::Services {
        services: services.collect(),
    })
}

/// The last page ends at the list where devices are found and tried.
fn devices(view: &View) -> Box<dyn Component> {
    let args = [
        ("drawer", view.key(Action::DrawerMenu).into()),
        ("settings", view.key(Action::Settings).into()),
        ("find", view.text("devices-set-up").into()),
    ];
    Confirm::boxed(
        title(N_PAGES, "guide-devices", view),
        format!(
            "{}\n{}",
            view.fill("guide-devices-text", &args),
            progress(N_PAGES, view)
        ),
        "help-guide",
        |view| {
            vec![
                Cmd::Say(Tone::Good, view.text("guide-done")),
                Cmd::Run(Request::SetUpPage(SetUpPage::Devices)),
                Cmd::Push(manage::devices::list(view)),
            ]
        },
    )
}
