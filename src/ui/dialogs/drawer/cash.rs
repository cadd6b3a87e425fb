//! Cash that moves without a sale, and the drawer opened without one: each with
//! its reason.

use crate::{
    domain::{drawer::CashMovement, money::Money},
    ops::{outcome::Outcome, refusal::Field, request::Request},
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::{
            fields,
            reason::{reason, why},
        },
        view::View,
        widgets::form::Form,
    },
};

const WHY_IN: &[&str] = &[
    "drawer-why-change",
    "drawer-why-float",
    "drawer-why-other-desk",
];
const WHY_OUT: &[&str] = &[
    "drawer-why-bank",
    "drawer-why-supplier",
    "drawer-why-petty",
    "drawer-why-other-desk",
];
const WHY_OPEN: &[&str] = &["drawer-why-note", "drawer-why-check", "drawer-why-roll"];

pub(super) fn cash_in(view: &View) -> Box<dyn Component> {
    form(
        "drawer-in-title",
        "help-drawer-in",
        WHY_IN,
        |amount| amount,
        view,
    )
}

pub(super) fn cash_out(view: &View) -> Box<dyn Component> {
    form(
        "drawer-out-title",
        "help-drawer-out",
        WHY_OUT,
        |amount| -amount,
        view,
    )
}

pub(super) fn kick(view: &View) -> Box<dyn Component> {
    let title = view.text("drawer-kick-title");
    let then = |reason: &str, _: &View| {
        vec![Cmd::Run(Request::KickDrawer {
            reason: reason.to_owned(),
        })]
    };
    reason(title, "help-drawer-kick", WHY_OPEN, then, view)
}

fn form(
    title: &str,
    help: &'static str,
    usual: &'static [&'static str],
    signed: fn(Money) -> Money,
    view: &View,
) -> Box<dyn Component> {
    let words = view.words();
    let amount = fields::money(Field::Amount, words.field(Field::Amount), "").needed();
    let why = why(usual, view);
    Form::new(
        view.text(title),
        help,
        vec![amount, why],
        move |fields, view| {
            let typed = fields[0].value();
            match view.settings.currency.parse(typed) {
                Ok(amount) if amount > Money::ZERO => {
                    let (amount, reason) = (signed(amount), fields[1].value().to_owned());
                    Ok(vec![Cmd::Run(Request::MoveCash { amount, reason })])
                }
                _ => Err((
                    Field::Amount,
                    view.fill("cart-not-an-amount", &[("typed", typed.into())]),
                )),
            }
        },
    )
    .on_done(|outcome, view| vec![Cmd::Say(Tone::Good, said(outcome, view))])
    .boxed()
}

/// How much went which way, and why.
fn said(outcome: &Outcome, view: &View) -> String {
    let recorded = view.words().outcome(outcome);
    let Outcome::CashMoved { movement, .. } = outcome else {
        return recorded;
    };
    let Ok(Some(moved)) = view.shop.read().get::<CashMovement>(movement) else {
        return recorded;
    };
    let id = if moved.amount.is_negative() {
        "drawer-cash-is-out"
    } else {
        "drawer-cash-is-in"
    };
    let amount = view.money(moved.amount.abs());
    view.fill(
        id,
        &[("amount", amount.into()), ("reason", moved.reason.into())],
    )
}
