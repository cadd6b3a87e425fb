//! Another price for a line of the cart than the list's, and why; of a service that is
//! charged by its time, how long it took.

use super::{
    fields::{self, amount, text_of},
    reason::any_why,
};
use crate::{
    domain::{ticket::TicketLine, typed},
    ops::{
        refusal::Field,
        request::{PriceChange, Request},
    },
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::form::Form,
    },
};

const USUAL: &[&str] = &["price-agreed", "price-label", "price-goodwill"];

/// For the marked line.
pub fn price(line: &TicketLine, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let listed = [("price", view.money(line.list_price).into())];
    let mut fields = vec![
        fields::money(Field::Price, label(Field::Price), "")
            .hint(view.fill("price-listed", &listed)),
    ];
    if let Some(minutes) = line.minutes {
        fields.push(fields::minutes(&minutes.to_string(), view));
    }
    fields.push(any_why(USUAL, "", (), view));
    let number = line.number;
    let is_timed = line.minutes.is_some();
    let title = view.fill("price-title", &[("name", line.name.as_str().into())]);
    Form::new(title, "help-price-change", fields, move |fields, view| {
        let minutes = typed::minutes(text_of(fields, Field::Minutes));
        Ok(vec![Cmd::Run(Request::ChangePrice(PriceChange {
            line: number,
            price: amount(fields, Field::Price, view)?,
            minutes: minutes.filter(|_| is_timed),
            reason: text_of(fields, Field::Reason).to_owned(),
        }))])
    })
    .boxed()
}
