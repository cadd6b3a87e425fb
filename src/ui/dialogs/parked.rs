//! The carts put aside: whose, how much, since when.

use crate::{
    domain::ids::TicketId,
    ops::{
        query::{Answer, Query, TicketSheet},
        request::Request,
    },
    ui::{
        action::Action,
        component::{Cmd, Component, Pane, Tone},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

pub fn parked(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("parked-title"),
        "help-parked",
        rows,
        |id, view| recall(*id, view),
    )
    .boxed()
}

fn recall(ticket: TicketId, view: &View) -> Vec<Cmd> {
    let keys = [
        ("cash", view.key(Action::PayCash).into()),
        ("card", view.key(Action::PayCard).into()),
    ];
    // Said first, so that a refusal is what stays on the screen.
    vec![
        Cmd::Say(Tone::Note, view.fill("parked-back", &keys)),
        Cmd::Run(Request::Recall {
            ticket: Some(ticket),
        }),
        Cmd::Focus(Pane::Cart),
    ]
}

/// The one parked last first.
fn rows(typed: &str, view: &View) -> Vec<Row<TicketId>> {
    let answer = view
        .shop
        .ask(&view.session, &view.locale, &Query::ParkedTickets);
    let Ok(Answer::ParkedTickets { mut tickets }) = answer else {
        return Vec::new();
    };
    tickets.sort_by_key(|it| std::cmp::Reverse(it.ticket.parked_at));
    let typed = Filter::of(typed);
    let row = |sheet: TicketSheet| Row {
        left: described(&sheet, view),
        right: view.money(sheet.total),
        value: sheet.id(),
    };
    let rows = tickets.into_iter().map(row);
    rows.filter(|row| typed.fits(&format!("{} {}", row.left, row.right)))
        .collect()
}

/// `14:05  Ozola, Liga  3 lines: Swedish massage 60, Argan oil`
pub fn described(sheet: &TicketSheet, view: &View) -> String {
    let since = sheet.ticket.parked_at.unwrap_or(sheet.ticket.opened_at);
    let nobody = view.text("parked-nobody");
    let client = if sheet.client.is_empty() {
        &nobody
    } else {
        &sheet.client
    };
    let words = view.words();
    let names = sheet.lines.iter().map(|it| words.item(it.item, &it.name));
    let names: Vec<String> = names.collect();
    view.fill(
        "parked-row",
        &[
            ("time", view.words().clock(since).into()),
            ("client", client.into()),
            ("n", sheet.lines.len().into()),
            ("names", names.join(", ").into()),
        ],
    )
}
