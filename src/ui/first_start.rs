//! The first page of a new shop: what must be known before anything can be entered.
//! The other pages are in [`super::guide`].

use std::path::Path;

use crate::{
    domain::{
        money::{Currency, Money},
        text,
    },
    ops::{
        refusal::Field,
        request::{Request, SetUp},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::text_of,
        guide,
        view::View,
        widgets::form::{Choice, Form, FormField, Reading},
    },
};

/// Where the shop is unless the machine says otherwise.
const ZONE_UNKNOWN: &str = "UTC";

pub fn form(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let zone = time_zone();
    let fields = vec![
        FormField::text(Field::ShopName, label(Field::ShopName), "").needed(),
        FormField::text(Field::Currency, label(Field::Currency), "EUR")
            .hint(view.text("start-currency"))
            .replaced_by_typing()
            .needed()
            .read_by(read_currency),
        FormField::pick(
            Field::TimeZone,
            label(Field::TimeZone),
            Some((zone.clone(), zone)),
            zones,
        )
        .hint(view.text("start-zone"))
        .needed(),
    ];
    let title = guide::title(1, "start-title", view);
    Form::new(title, "help-start", fields, |fields, _| {
        Ok(vec![Cmd::Run(Request::SetUpShop(set_up(fields)))])
    })
    .foot(|_, view| guide::progress(1, view))
    .on_done(|_, view| guide::go_on(view))
    .boxed()
}

fn read_currency(text: &str, view: &View) -> Reading {
    match Currency::known(text) {
        Some(currency) => {
            let sample = currency.format(Money::from_minor(1_234));
            Reading::Fine(format!("{sample} {}", currency.code))
        }
        None => Reading::Wrong(view.fill("start-no-currency", &[("typed", text.into())])),
    }
}

/// Every zone there is, by any part of its name.
fn zones(typed: &str, _: &View) -> Vec<Choice<String>> {
    let wanted = text::fold(typed);
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let fits = names.filter(|name| {
        wanted
            .split(' ')
            .all(|word| text::fold(name).contains(word))
    });
    fits.map(|name| Choice {
        label: name.to_owned(),
        detail: String::new(),
        value: name.to_owned(),
    })
    .collect()
}

/// The other pages ask for tax, people and rooms.
fn set_up(fields: &[FormField<String>]) -> SetUp {
    let currency = Currency::known(text_of(fields, Field::Currency));
    SetUp {
        shop_name: text_of(fields, Field::ShopName).to_owned(),
        cash_step_minor: currency
            .as_ref()
            .map_or(1, |it| it.cash_rounding().step_minor),
        // What is no currency has been said by the field.
        currency: currency.map(|it| it.code).unwrap_or_default(),
        guided: true,
        time_zone: text_of(fields, Field::TimeZone).to_owned(),
        prices_include_tax: true,
        tax: Vec::new(),
        therapists: Vec::new(),
        rooms: Vec::new(),
    }
}
/// The machine's own zone, by its name.
fn time_zone() -> String {
    let named = |name: &str| {
        name.parse::<chrono_tz::Tz>()
            .is_ok()
            .then(|| name.to_owned())
    };
    let from_env = std::env::var("TZ")
        .ok()
        .and_then(|zone| named(zone.trim_start_matches(':')));
    let from_link = || {
        let target = std::fs::read_link(Path::new("/etc/localtime")).ok()?;
        let target = target.to_string_lossy().into_owned();
        let (_, zone) = target.split_once("zoneinfo/")?;
        named(zone)
    };
    from_env
        .or_else(from_link)
        .unwrap_or_else(|| ZONE_UNKNOWN.to_owned())
}
