//! Cash that moves without a sale, and the drawer opened without one: each with its
//! reason, its category, or where it goes.

use std::{cell::Cell, rc::Rc};

use crate::{
    domain::{
        cash::{CashCategory, CashCause, CashFlow},
        document::Document,
        drawer::CashMovement,
        ids::{CashCategoryId, TaxClassId},
        money::Money,
        tax::TaxClass,
        text,
    },
    ops::{
        outcome::Outcome,
        refusal::Field,
        request::{DropTo, Request},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::{
            documents,
            fields::{self, amount, chosen, one_of, text_of},
            reason::{any_why, reason},
        },
        view::View,
        widgets::form::{Choice, Form, FormField},
    },
};

const WHY_IN: &[&str] = &[
    "drawer-why-change",
    "drawer-why-float",
    "drawer-why-other-desk",
];
const WHY_OUT: &[&str] = &[
    "drawer-why-supplier",
    "drawer-why-petty",
    "drawer-why-other-desk",
];
const WHY_OPEN: &[&str] = &["drawer-why-note", "drawer-why-check", "drawer-why-roll"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picked {
    Category(CashCategoryId),
    Reason,
    Tax(Option<TaxClassId>),
    Paper(bool),
}

pub(super) fn cash_in(view: &View) -> Box<dyn Component> {
    form("drawer-in-title", "help-drawer-in", CashFlow::Income, view)
}

pub(super) fn cash_out(view: &View) -> Box<dyn Component> {
    form(
        "drawer-out-title",
        "help-drawer-out",
        CashFlow::Expense,
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

/// Categories that may be chosen, by name.
fn categories(flow: CashFlow, view: &View) -> Vec<CashCategory> {
    let all = view.shop.read().all::<CashCategory>().unwrap_or_default();
    let mut own: Vec<_> = all
        .into_iter()
        .filter(|it| it.active && it.flow == flow)
        .collect();
    own.sort_by_key(|it| text::fold(&it.name));
    own
}

fn form(title: &str, help: &'static str, flow: CashFlow, view: &View) -> Box<dyn Component> {
    let words = view.words();
    let mut all = vec![fields::money(Field::Amount, words.field(Field::Amount), "").needed()];
    // Where there are none, nobody is asked.
    if !categories(flow, view).is_empty() {
        let label = words.field(Field::Category);
        let field = FormField::pick(Field::Category, label, None, move |typed, view| {
            let typed = text::fold(typed);
            let fits = |it: &CashCategory| text::fold(&it.name).contains(&typed);
            let own = categories(flow, view).into_iter().filter(fits);
            own.map(|it| Choice {
                label: it.name,
                detail: String::new(),
                value: Picked::Category(it.id),
            })
            .collect()
        });
        all.push(field.hint(view.text("drawer-category-hint")));
    }
    let usual = match flow {
        CashFlow::Income => WHY_IN,
        CashFlow::Expense => WHY_OUT,
    };
    all.push(any_why(usual, "", Picked::Reason, view));
    let submit_from = all.len() - 1;
    let papers = [("cash-no-paper", false), ("document-cash-order", true)];
    let papers = papers.map(|(id, is)| (view.text(id), Picked::Paper(is)));
    let label = words.field(Field::Paper);
    all.push(one_of(Field::Paper, label, 0, papers.to_vec()));
    all.push(tax_in(view));
    let wants_paper = Rc::new(Cell::new(false));
    let is_wanted = Rc::clone(&wants_paper);
    Form::new(view.text(title), help, all, move |fields, view| {
        let amount = positive(fields, view)?;
        let category = match chosen(fields, Field::Category, view)? {
            Some(Picked::Category(id)) => Some(id),
            _ => None,
        };
        let paper = chosen(fields, Field::Paper, view)?;
        wants_paper.set(paper == Some(Picked::Paper(true)));
        let amount = match flow {
            CashFlow::Income => amount,
            CashFlow::Expense => -amount,
        };
        Ok(vec![Cmd::Run(Request::MoveCash {
            amount,
            reason: text_of(fields, Field::Reason).to_owned(),
            category,
            tax_class: match chosen(fields, Field::Tax, view)? {
                Some(Picked::Tax(class)) => class,
                _ => None,
            },
        })])
    })
    .submit_from(submit_from)
    .on_done(move |outcome, view| {
        let mut cmds = vec![Cmd::Say(Tone::Good, said(outcome, view))];
        if let (true, Outcome::CashMoved { movement, .. }) = (is_wanted.get(), outcome) {
            cmds.extend(documents::show(Document::CashOrder(*movement), view));
        }
        cmds
    })
    .boxed()
}

/// Unless something else is said, the category's.
fn tax_in(view: &View) -> FormField<Picked> {
    let all = view.shop.read().all::<TaxClass>().unwrap_or_default();
    let active = all.into_iter().filter(|it| it.active);
    let usual = (view.text("cash-usual-tax"), Picked::Tax(None));
    let named = active.map(|it| (it.name, Picked::Tax(Some(it.id))));
    let options = std::iter::once(usual).chain(named).collect();
    one_of(Field::Tax, view.words().field(Field::Tax), 0, options)
}

/// Into the safe, to the bank, or back from there.
pub(super) fn to_safe(view: &View) -> Box<dyn Component> {
    let words = view.words();
    let places = [
        ("drawer-to-safe", (DropTo::Safe, true)),
        ("drawer-to-bank", (DropTo::Bank, true)),
        ("drawer-from-safe", (DropTo::Safe, false)),
        ("drawer-from-bank", (DropTo::Bank, false)),
    ];
    let places = places.map(|(id, place)| (view.text(id), place)).to_vec();
    let all = vec![
        fields::money(Field::Amount, words.field(Field::Amount), "").needed(),
        one_of(Field::HandTo, words.field(Field::HandTo), 0, places),
    ];
    Form::new(
        view.text("drawer-safe-title"),
        "help-drawer-safe",
        all,
        |fields, view| {
            let amount = positive(fields, view)?;
            let place = chosen(fields, Field::HandTo, view)?;
            let (to, is_out) = place.unwrap_or((DropTo::Safe, true));
            let amount = if is_out { amount } else { -amount };
            Ok(vec![Cmd::Run(Request::DropCash { amount, to })])
        },
    )
    .on_done(|outcome, view| vec![Cmd::Say(Tone::Good, said(outcome, view))])
    .boxed()
}

fn positive<V: Clone>(fields: &[FormField<V>], view: &View) -> Result<Money, fields::Wrong> {
    match amount(fields, Field::Amount, view)? {
        Some(amount) if amount > Money::ZERO => Ok(amount),
        _ => {
            let typed = text_of(fields, Field::Amount);
            let args = [("typed", typed.into())];
            Err((Field::Amount, view.fill("cart-not-an-amount", &args)))
        }
    }
}

/// How much went which way, and why.
pub(super) fn said(outcome: &Outcome, view: &View) -> String {
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
    let category = match moved.cause {
        CashCause::Category(id) => view.shop.read().get::<CashCategory>(&id).ok().flatten(),
        _ => None,
    };
    let category = category.map_or_else(String::new, |it| it.name);
    let why = view.words().cash_cause(&moved, &category);
    view.fill(id, &[("amount", amount.into()), ("reason", why.into())])
}
