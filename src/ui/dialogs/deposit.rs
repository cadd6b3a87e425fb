//! Deposits: taking one for a visit, and keeping one whose visit will not be.

use crate::{
    domain::{
        booking::Appointment,
        deposit::Deposit,
        ids::{ClientId, DepositId, SaleId},
        money::Money,
    },
    ops::{
        outcome::Outcome,
        query::{self, Visit},
        refusal::Field,
        request::Request,
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Pane},
        dialogs::{
            fields::{self, amount, chosen},
            reason::reason_then,
            receipts,
        },
        panes::client as client_pane,
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

/// Puts a deposit into the cart, for one of the client's visits to come or for any.
pub fn take(client: Option<ClientId>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let first = visits(client, view).into_iter().next();
    let begun = first.map(|it| (shown(&it, view), it.appointment));
    let visit = FormField::pick(
        Field::Visit,
        label(Field::Visit),
        begun,
        move |typed, view| {
            let wanted = Filter::of(typed);
            let all = visits(client, view).into_iter();
            let choices = all.map(|it| Choice {
                label: shown(&it, view),
                detail: it.staff.clone(),
                value: it.appointment,
            });
            choices.filter(|it| wanted.fits(&it.label)).collect()
        },
    )
    .hint(view.text("deposit-any-visit"));
    Form::new(
        view.text("prepaid-take-deposit"),
        "help-deposit-take",
        vec![
            fields::money(Field::Amount, label(Field::Amount), "").needed(),
            visit,
        ],
        |fields, view| {
            let take = Cmd::Run(Request::AddDeposit {
                amount: amount(fields, Field::Amount, view)?.unwrap_or(Money::ZERO),
                appointment: chosen(fields, Field::Visit, view)?,
            });
            // Whose visits are offered is who pays.
            let attach = client_pane::attach_shown(view);
            Ok(attach.into_iter().chain([take]).collect())
        },
    )
    .submit_from(0)
    .on_done(|_, _| vec![Cmd::Focus(Pane::Cart)])
    .boxed()
}

/// Those of the client that are to come.
fn visits(client: Option<ClientId>, view: &View) -> Vec<Visit> {
    let card = client.map(|id| query::client_card(&view.shop.read(), &view.settings, view.now, id));
    let card = card.and_then(Result::ok).flatten();
    card.map_or_else(Vec::new, |it| it.upcoming)
}

fn shown(visit: &Visit, view: &View) -> String {
    format!("{} {}", view.words().moment(visit.start), visit.service)
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    Keep,
    Receipt(SaleId),
}

/// What can be done with one.
pub fn deposit(id: DepositId, view: &View) -> Option<Box<dyn Component>> {
    let it = view.shop.read().get::<Deposit>(&id).ok()??;
    let title = match visit(&it, view) {
        Some(visit) => view.fill("deposit-title-for", &[("visit", visit.into())]),
        None => view.text("item-deposit"),
    };
    let sale = it.sold_in;
    let rows = move |typed: &str, view: &View| {
        let row = |id: &str, value| Row {
            left: view.text(id),
            right: String::new(),
            value,
        };
        let mut rows = vec![
            row("deposit-receipt", Wish::Receipt(sale)),
            row("deposit-keep", Wish::Keep),
        ];
        let wanted = Filter::of(typed);
        rows.retain(|it| wanted.fits(&it.left));
        rows
    };
    let choose = move |wish: &Wish, view: &View| match wish {
        Wish::Receipt(sale) => receipts::open(view, *sale),
        Wish::Keep => vec![Cmd::Push(keep(id, view))],
    };
    Some(Picker::new(title, "help-deposit", rows, choose).boxed())
}

fn visit(deposit: &Deposit, view: &View) -> Option<String> {
    let id = deposit.appointment?;
    let visit = view.shop.read().get::<Appointment>(&id).ok()??;
    let status = view.words().status(visit.status);
    Some(format!("{} ({status})", view.words().moment(visit.start())))
}

fn keep(id: DepositId, view: &View) -> Box<dyn Component> {
    reason_then(
        view.text("deposit-keep"),
        "help-deposit-keep",
        &["deposit-why-no-show", "deposit-why-late"],
        move |reason, _| {
            let reason = reason.to_owned();
            vec![Cmd::Run(Request::KeepDeposit {
                deposit: id,
                reason,
            })]
        },
        |outcome: &Outcome, view: &View| vec![view.say_done(outcome)],
        view,
    )
}
