//! A service or product to the cart, from wherever it was found. What has no fixed
//! price asks for it first.

use crate::{
    domain::{money::Money, ticket::Item},
    ops::{
        refusal::Field,
        request::{NewLine, Request, Wanted},
    },
    ui::{
        component::{Cmd, Pane},
        view::View,
        widgets::form::{Form, FormField},
    },
};

/// One of `item`, whose price is `None` where it is asked for at the sale. The cart
/// is told the answer, so that it warns and refuses as it does for a scan.
pub fn item(item: Item, name: &str, price: Option<Money>, view: &View) -> Cmd {
    if price.is_some() {
        return Cmd::RunIn(Pane::Cart, one_of(item, None));
    }
    let title = view.fill("to-cart-price", &[("name", name.into())]);
    let amount = FormField::<()>::text(Field::Price, view.words().field(Field::Price), "");
    let ask = Form::new(
        title,
        "help-to-cart-price",
        vec![amount],
        move |fields, view| {
            let typed = fields[0].value();
            let price = view.settings.currency.parse(typed).map_err(|_| {
                (
                    Field::Price,
                    view.fill("form-no-amount", &[("typed", typed.into())]),
                )
            })?;
            Ok(vec![Cmd::Run(one_of(item, Some(price)))])
        },
    );
    Cmd::Push(ask.boxed())
}

/// Whatever a code belongs to, as if it had been scanned.
pub fn code(code: &str) -> Cmd {
    Cmd::RunIn(Pane::Cart, add(Wanted::Code(code.to_owned()), None))
}

fn one_of(item: Item, price: Option<Money>) -> Request {
    add(Wanted::Item(item), price)
}

fn add(what: Wanted, price: Option<Money>) -> Request {
    Request::AddLine(NewLine {
        what,
        quantity: 1,
        staff: None,
        price,
    })
}
