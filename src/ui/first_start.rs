//! The first form of a new shop: all that must be known to sell, and nothing else.
//! What is left out can be entered later.

use std::path::Path;

use crate::{
    domain::money::Currency,
    ops::{
        refusal::Field,
        request::{Request, SetUp},
    },
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::fields::{Wrong, chosen, names, tax_inside, taxes, text_of},
        view::View,
        widgets::form::{Form, FormField},
    },
};

/// Where the shop is unless the machine says otherwise.
const ZONE_UNKNOWN: &str = "UTC";

pub fn form(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let fields = vec![
        FormField::text(Field::ShopName, label(Field::ShopName), ""),
        FormField::text(Field::Currency, label(Field::Currency), "EUR")
            .hint(view.text("start-currency")),
        FormField::text(Field::TimeZone, label(Field::TimeZone), &time_zone())
            .hint(view.text("start-zone")),
        FormField::text(Field::Tax, label(Field::Tax), "").hint(view.text("start-tax")),
        tax_inside(true, view, |is| is),
        FormField::text(Field::Therapists, label(Field::Therapists), "")
            .hint(view.text("start-therapists")),
        FormField::text(Field::Rooms, label(Field::Rooms), "").hint(view.text("start-rooms")),
    ];
    Form::new(
        view.text("start-title"),
        "help-start",
        fields,
        |fields, view| Ok(vec![Cmd::Run(Request::SetUpShop(set_up(fields, view)?))]),
    )
    .on_done(|_, view| vec![Cmd::Say(Tone::Good, view.text("start-done"))])
    .boxed()
}

fn set_up(fields: &[FormField<bool>], view: &View) -> Result<SetUp, Wrong> {
    let text = |field| text_of(fields, field).to_owned();
    let typed = text_of(fields, Field::Currency);
    let currency = Currency::known(typed).ok_or_else(|| {
        (
            Field::Currency,
            view.fill("start-no-currency", &[("typed", typed.into())]),
        )
    })?;
    Ok(SetUp {
        shop_name: text(Field::ShopName),
        cash_step_minor: currency.cash_rounding().step_minor,
        currency: currency.code,
        guided: false,
        time_zone: text(Field::TimeZone),
        prices_include_tax: chosen(fields, Field::TaxInside, view)?.unwrap_or(true),
        tax: taxes(fields, view)?,
        therapists: names(text_of(fields, Field::Therapists)),
        rooms: names(text_of(fields, Field::Rooms)),
    })
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
