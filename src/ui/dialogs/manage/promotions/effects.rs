//! What promotions gave and brought in some days, down to their receipts.

use chrono::{Datelike, NaiveDate};

use crate::{
    domain::ticket::OfferKind,
    ops::{
        query::{self, Effect},
        refusal::Field,
    },
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::{fields, receipts},
        view::View,
        widgets::{
            form::Form,
            picker::{Filter, Picker, Row},
        },
    },
};

/// Of which days is asked first: this month, if nothing else is typed.
pub fn ask(view: &View) -> Box<dyn Component> {
    let today = view.today();
    let from = today.with_day(1).unwrap_or(today);
    let of = |day: NaiveDate| day.to_string();
    let fields = vec![
        fields::optional_date::<()>(Field::From, String::new(), view).filled(&of(from)),
        fields::optional_date::<()>(Field::Until, String::new(), view).filled(&of(today)),
    ];
    Form::new(
        view.text("effects-title"),
        "help-effects",
        fields,
        |fields, view| {
            let today = view.today();
            let from = fields::read_optional_date(fields, Field::From, view)?.unwrap_or(today);
            let until = fields::read_optional_date(fields, Field::Until, view)?.unwrap_or(today);
            match query::effects(&view.shop.read(), from, until) {
                Ok(found) => Ok(vec![Cmd::Pop, Cmd::Push(list(found, view))]),
                Err(crate::ops::Stop::Refused(refusal)) => {
                    Err((Field::Until, view.words().refusal(&refusal)))
                }
                Err(stop) => Ok(vec![view.say_stop(&stop)]),
            }
        },
    )
    .boxed()
}

fn list(found: query::Effects, view: &View) -> Box<dyn Component> {
    let (from, until) = (found.from, found.until);
    let title = [
        ("from", view.words().short_date(from).into()),
        ("until", view.words().short_date(until).into()),
        ("n", found.n_sales.into()),
        ("turnover", view.money(found.turnover).into()),
    ];
    let title = view.fill("effects-list-title", &title);
    Picker::new(
        title,
        "help-effect-list",
        move |typed, view| rows(&found.rows, typed, view),
        move |of, view| {
            let sales = query::effect_sales(&view.shop.read(), &view.settings, of, (from, until));
            match sales {
                Ok(hits) if hits.is_empty() => {
                    vec![Cmd::Say(Tone::Note, view.text("receipts-none"))]
                }
                Ok(hits) => vec![Cmd::Push(sales_list(hits, view))],
                Err(stop) => vec![view.say_stop(&stop)],
            }
        },
    )
    .staying()
    .when_empty("effects-none")
    .boxed()
}

fn rows(effects: &[Effect], typed: &str, view: &View) -> Vec<Row<OfferKind>> {
    let wanted = Filter::of(typed);
    let row = |it: &Effect| {
        let words = [
            ("n", it.n_sales.into()),
            ("given", view.money(it.given).into()),
            ("turnover", view.money(it.turnover).into()),
            ("cost", view.money(it.cost).into()),
        ];
        Row {
            left: view.words().effect(it),
            right: view.fill("effects-row", &words),
            value: it.of.clone(),
        }
    };
    let rows = effects.iter().map(row);
    rows.filter(|row| wanted.fits(&row.left)).collect()
}

fn sales_list(hits: Vec<query::ReceiptHit>, view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("effects-sales"),
        "help-effect-sales",
        move |typed, view| {
            let wanted = Filter::of(typed);
            let rows = hits.iter().map(|hit| receipts::row(hit, view));
            rows.filter(|row| wanted.fits(&row.left)).collect()
        },
        |sale, view| receipts::open(view, *sale),
    )
    .staying()
    .boxed()
}
