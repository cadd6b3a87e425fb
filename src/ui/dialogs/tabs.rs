//! What a client owes, sale by sale and by age: Enter puts one into the cart, and all of
//! them go in by one key. How much this client may owe stands below.

use crate::{
    domain::{
        cash::TabLimit,
        ids::{ClientId, SaleId},
        money::Money,
        tab::{Tab, by_age},
        ticket::Item,
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::Field,
        request::{Request, TabSettling},
        shop::Stop,
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::fields::{self, amount},
        view::View,
        widgets::{
            form::Form,
            picker::{Filter, Picker, Row},
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    One(SaleId),
    All,
    /// So old, so much: only said.
    Age,
    Limit,
}

pub fn tabs(client: ClientId, view: &View) -> Box<dyn Component> {
    let source = move |typed: &str, view: &View| rows(client, typed, view);
    let choose = move |place: &Place, view: &View| match *place {
        Place::One(sale) => vec![settle(Some(sale), client)],
        Place::All => vec![settle(None, client)],
        Place::Age => Vec::new(),
        Place::Limit => vec![Cmd::Push(limit(client, view))],
    };
    Picker::new(view.text("tabs-title"), "help-tabs", source, choose)
        .staying()
        .on_answer(said)
        .boxed()
}

fn settle(sale: Option<SaleId>, client: ClientId) -> Cmd {
    Cmd::Run(Request::SettleTab(TabSettling {
        sale,
        client: Some(client),
        amount: None,
    }))
}

fn said(answer: &Result<Outcome, Stop>, view: &View) -> Vec<Cmd> {
    match answer {
        Ok(Outcome::TicketChanged { total, .. }) => {
            let total = [("total", view.money(*total).into())];
            vec![Cmd::Say(Tone::Good, view.fill("tabs-in-cart", &total))]
        }
        Ok(outcome) => vec![view.say_done(outcome)],
        Err(stop) => vec![view.say_stop(stop)],
    }
}

/// What of a sale's debt is in the cart.
fn in_cart(sale: SaleId, view: &View) -> Money {
    let lines = view.ticket.iter().flat_map(|it| &it.ticket.lines);
    let lines = lines.filter(|line| line.item == Item::Owed(sale));
    lines.map(|line| line.unit_price).sum()
}

fn rows(client: ClientId, typed: &str, view: &View) -> Vec<Row<Place>> {
    let tabs = query::open_tabs(&view.shop.read(), client).unwrap_or_default();
    let mut rows: Vec<Row<Place>> = tabs.iter().map(|tab| row(tab, view)).collect();
    let said = |id: &str, right: String, value: Place| Row {
        left: view.text(id),
        right,
        value,
    };
    if tabs.len() > 1 {
        let all: Money = tabs.iter().map(Tab::open).sum();
        rows.push(said("tabs-all", view.money(all), Place::All));
    }
    let ids = ["tabs-30", "tabs-60", "tabs-90", "tabs-more"];
    for (id, amount) in ids.into_iter().zip(by_age(&tabs, view.today())) {
        if !amount.is_zero() {
            rows.push(said(id, view.money(amount), Place::Age));
        }
    }
    let own = own_limit(client, view);
    let limit = view.money(own.unwrap_or(view.tenders.tab_limit));
    let id = if own.is_some() {
        "tabs-limit-own"
    } else {
        "tabs-limit"
    };
    rows.push(said(id, limit, Place::Limit));
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows
}

fn row(tab: &Tab, view: &View) -> Row<Place> {
    let n_days = (view.today() - tab.since).num_days();
    let args = [
        ("receipt", tab.receipt.to_string().into()),
        ("since", view.words().short_date(tab.since).into()),
        ("days", n_days.into()),
    ];
    let taken = in_cart(tab.sale, view);
    let mut left = view.fill("tabs-row", &args);
    if !taken.is_zero() {
        let taken = [("taken", view.money(taken).into())];
        left = format!("{left}  {}", view.fill("tabs-taken", &taken));
    }
    Row {
        left,
        right: view.money(tab.open()),
        value: Place::One(tab.sale),
    }
}

fn own_limit(client: ClientId, view: &View) -> Option<Money> {
    let own = view.shop.read().get::<TabLimit>(&client).ok().flatten();
    own.and_then(|it| it.limit)
}

fn limit(client: ClientId, view: &View) -> Box<dyn Component> {
    let now = own_limit(client, view).map_or_else(String::new, |it| view.money(it));
    let label = view.words().field(Field::Amount);
    let usual = [("limit", view.money(view.tenders.tab_limit).into())];
    let hint = view.fill("tabs-limit-hint", &usual);
    Form::<()>::new(
        view.text("tabs-limit-title"),
        "help-tabs",
        vec![fields::money(Field::Amount, label, &now).hint(hint)],
        move |fields, view| {
            let limit = amount(fields, Field::Amount, view)?;
            Ok(vec![Cmd::Run(Request::SetTabLimit { client, limit })])
        },
    )
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}
