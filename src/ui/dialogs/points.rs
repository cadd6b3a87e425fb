//! A client's points, and who brought the client.

use super::{
    fields::{chosen, text_of},
    holdings::clients,
    movements::why,
};
use crate::{
    domain::{client::Client, ids::ClientId, points::PointsLot, purse::PurseMovement},
    ops::{
        query::{self, PointsSheet},
        refusal::Field,
        request::Request,
    },
    store::Reads,
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

fn read(client: ClientId, view: &View) -> Option<PointsSheet> {
    query::points(&view.shop.read(), view.today(), client).ok()
}

fn name(client: ClientId, view: &View) -> String {
    let found = view.shop.read().get::<Client>(&client);
    found.ok().flatten().map(|it| it.name).unwrap_or_default()
}

/// What there is, by its last day, and below it what came and went.
pub fn sheet(client: ClientId, view: &View) -> Box<dyn Component> {
    let rows = move |typed: &str, view: &View| {
        let Some(sheet) = read(client, view) else {
            return Vec::new();
        };
        let lots = sheet.lots.iter().map(|it| lot(it, view));
        let moved = sheet.movements.iter().map(|it| movement(it, view));
        let mut rows: Vec<Row<()>> = lots.chain(moved).collect();
        let wanted = Filter::of(typed);
        rows.retain(|it| wanted.fits(&format!("{} {}", it.left, it.right)));
        rows
    };
    let title = name(client, view);
    Picker::new(title, "help-points-sheet", rows, |(), _| Vec::new())
        .when_empty("points-moved-none")
        .boxed()
}

fn lot(lot: &PointsLot, view: &View) -> Row<()> {
    let words = view.words();
    let day = words.date(lot.earned_on);
    let until = match lot.until {
        Some(until) => {
            let until = [("until", words.date(until).into())];
            view.fill("holding-until", &until)
        }
        None => view.text("points-for-ever"),
    };
    Row {
        left: view.fill("points-lot", &[("n", lot.left.into()), ("day", day.into())]),
        right: until,
        value: (),
    }
}

fn movement(movement: &PurseMovement, view: &View) -> Row<()> {
    let what = why(movement, view);
    Row {
        left: format!("{}  {what}", view.words().instant(movement.at)),
        right: format!("{:+}", movement.units),
        value: (),
    }
}

/// Who brought them, or that it can be said.
pub fn brought_by_words(sheet: &PointsSheet, view: &View) -> String {
    match sheet.brought_by {
        Some(by) => view.fill("prepaid-brought-by", &[("name", name(by, view).into())]),
        None => view.text("prepaid-brought-by-none"),
    }
}

/// Writes down who brought a client.
pub fn brought_by(client: ClientId, view: &View) -> Box<dyn Component> {
    let label = view.words().field(Field::Referrer);
    let by = read(client, view).and_then(|it| it.brought_by);
    let begun = by.map(|it| (name(it, view), it));
    let by = FormField::pick(Field::Referrer, label, begun, clients)
        .hint(view.text("points-brought-hint"));
    Form::new(
        name(client, view),
        "help-brought-by",
        vec![by],
        move |fields, view| {
            let brought_by = chosen(fields, Field::Referrer, view)?;
            if brought_by.is_none() && !text_of(fields, Field::Referrer).is_empty() {
                return Err((Field::Referrer, view.text("booking-unknown-client")));
            }
            Ok(vec![Cmd::Run(Request::SetReferrer { client, brought_by })])
        },
    )
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}
