//! Tips, and what a client owes: put into the cart by a key each.

use super::{
    Asked, CartPane,
    entry::{self, Meaning},
    say, say_refusal,
};
use crate::{
    domain::{ids::ClientId, money::Money, tab::Tab, ticket::Item},
    ops::{
        query,
        refusal::Refusal,
        request::{Request, TabSettling},
    },
    ui::{
        action::Action,
        component::{Cmd, Reply, Tone},
        view::View,
    },
};

impl CartPane {
    /// What is typed, for who did the services.
    pub(super) fn tip(&mut self, view: &View) -> Reply {
        let amount = match self.typed_amount(view) {
            Ok(Some(amount)) => amount,
            Ok(None) => return say(Tone::Note, view.text("cart-tip-first")),
            Err(sentence) => return say(Tone::Refused, sentence),
        };
        self.asked = Asked::Tip(amount);
        let staff = None;
        Reply::one(Cmd::Run(Request::AddTip { amount, staff }))
    }

    /// What the cart's client owes, or who is on the card; all of it, or what is typed.
    pub(super) fn tab(&mut self, view: &View) -> Reply {
        let of_cart = view.ticket.as_ref().and_then(|it| it.ticket.client);
        let Some(client) = of_cart.or(view.client) else {
            return say_refusal(&Refusal::TabNeedsClient, view);
        };
        let amount = match entry::read(self.entry.text()) {
            Ok(Meaning::Nothing) => None,
            _ => match self.typed_amount(view) {
                Ok(amount) => amount,
                Err(sentence) => return say(Tone::Refused, sentence),
            },
        };
        self.asked = Asked::Typed;
        Reply::one(Cmd::Run(Request::SettleTab(TabSettling {
            sale: None,
            client: Some(client),
            amount,
        })))
    }
}

/// What the client owes beside what is in the cart already, and the key that puts it
/// there; empty where there is nothing.
pub(super) fn said(client: ClientId, view: &View) -> String {
    let Ok(tabs) = query::open_tabs(&view.shop.read(), client) else {
        return String::new();
    };
    let owed: Money = tabs.iter().map(Tab::open).sum();
    let lines = view.ticket.iter().flat_map(|it| &it.ticket.lines);
    let settled = lines.filter(|line| matches!(line.item, Item::Owed(_)));
    let settled: Money = settled.map(|line| line.unit_price).sum();
    let open = owed - settled;
    let Some(oldest) = tabs.first().filter(|_| open > Money::ZERO) else {
        return String::new();
    };
    let args = [
        ("open", view.money(open).into()),
        ("since", view.words().short_date(oldest.since).into()),
        ("key", view.key(Action::CartTab).into()),
    ];
    view.fill("cart-owes", &args)
}
