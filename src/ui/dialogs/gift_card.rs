//! Gift cards: selling one, what is on one, and what else can be done with it.

use super::movements::why;
use crate::{
    domain::{
        document::Document,
        money::Money,
        purse::{CardFault, PurseMovement},
        text,
    },
    ops::{
        outcome::Outcome,
        query::{self, GiftCardSheet},
        refusal::Field,
        request::Request,
    },
    ui::{
        component::{Cmd, Component, Pane},
        dialogs::{
            confirm::Confirm,
            documents,
            fields::{self, amount, text_of},
        },
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

/// The card with this number, if there is one.
pub fn of_number(number: &str, view: &View) -> Option<GiftCardSheet> {
    let (today, register) = (view.today(), view.session.register);
    query::gift_card(&view.shop.read(), today, register, number).ok()?
}

/// Puts a new card into the cart, or more money on a known one.
pub fn sell(number: &str, typed: &str, view: &View) -> Box<dyn Component> {
    let words = view.words();
    let fields: Vec<FormField<()>> = vec![
        fields::money(Field::Amount, words.field(Field::Amount), typed).needed(),
        FormField::text(Field::Number, words.field(Field::Number), number)
            .holding(text::CODE_MAX)
            .hint(view.text("gift-card-number-hint")),
    ];
    Form::new(
        view.text("gift-card-sell"),
        "help-gift-card-sell",
        fields,
        |fields, view| {
            let amount = amount(fields, Field::Amount, view)?.unwrap_or(Money::ZERO);
            let number = number_of(fields);
            Ok(vec![Cmd::Run(Request::AddGiftCard { number, amount })])
        },
    )
    .submit_from(0)
    .on_scan(|code, fields, _| scanned(code, fields))
    .on_done(|_, _| vec![Cmd::Focus(Pane::Cart)])
    .boxed()
}

/// Empty: the shop numbers it.
fn number_of(fields: &[FormField<()>]) -> Option<String> {
    let number = text_of(fields, Field::Number);
    (!number.is_empty()).then(|| number.to_owned())
}

fn scanned(code: &str, fields: &mut [FormField<()>]) -> bool {
    let number = fields.iter_mut().find(|it| it.field == Field::Number);
    number.is_some_and(|it| {
        it.input.set(code);
        true
    })
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    TopUp,
    Replace,
    Print,
    TakeOver,
    Nothing,
}

/// What is on a card, how it came there, and what can be done with it.
pub fn card(sheet: &GiftCardSheet, view: &View) -> Box<dyn Component> {
    let number = sheet.card.number.clone();
    let of_rows = number.clone();
    Picker::new(
        title(sheet, view),
        "help-gift-card",
        move |typed, view| {
            of_number(&of_rows, view).map_or_else(Vec::new, |it| rows(typed, &it, view))
        },
        move |wish, view| {
            of_number(&number, view).map_or_else(Vec::new, |it| chosen(wish, &it, view))
        },
    )
    .boxed()
}

/// `Gift card G1-00012-4831: 40.00, until 22 Nov 2027`
fn title(sheet: &GiftCardSheet, view: &View) -> String {
    let card = &sheet.card;
    let left = view.money(card.balance);
    match sheet.fault {
        None | Some(CardFault::Short { .. }) => match card.expires {
            Some(until) => view.fill(
                "gift-card-title-until",
                &[
                    ("number", (&card.number).into()),
                    ("left", left.into()),
                    ("until", view.words().date(until).into()),
                ],
            ),
            None => view.fill(
                "gift-card-title",
                &[("number", (&card.number).into()), ("left", left.into())],
            ),
        },
        Some(fault) => view.words().card_fault(&card.number, fault),
    }
}

fn rows(typed: &str, sheet: &GiftCardSheet, view: &View) -> Vec<Row<Wish>> {
    let wish = |id: &str, value| Row {
        left: view.text(id),
        right: String::new(),
        value,
    };
    let mut rows = vec![
        wish("gift-card-top-up", Wish::TopUp),
        wish("gift-card-replace", Wish::Replace),
        wish("gift-card-print", Wish::Print),
    ];
    if sheet.card.has_lapsed(view.today()) && !sheet.card.balance.is_zero() {
        rows.insert(0, wish("gift-card-take-over", Wish::TakeOver));
    }
    rows.extend(sheet.movements.iter().map(|it| movement_row(it, view)));
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows
}

fn movement_row(movement: &PurseMovement, view: &View) -> Row<Wish> {
    let what = why(movement, view);
    Row {
        left: format!("{}  {what}", view.words().instant(movement.at)),
        right: view.money(movement.amount),
        value: Wish::Nothing,
    }
}

fn chosen(wish: &Wish, sheet: &GiftCardSheet, view: &View) -> Vec<Cmd> {
    let (id, number) = (sheet.card.id, &sheet.card.number);
    match wish {
        Wish::TopUp => vec![Cmd::Push(sell(number, "", view))],
        Wish::Replace => vec![Cmd::Push(replace(sheet, view))],
        Wish::Print => documents::show(Document::GiftCertificate(id), view),
        Wish::TakeOver => {
            let left = [
                ("number", number.into()),
                ("left", view.money(sheet.card.balance).into()),
            ];
            vec![Cmd::Push(Confirm::boxed(
                view.text("gift-card-take-over-title"),
                view.fill("gift-card-take-over-sure", &left),
                "help-gift-card-take-over",
                move |_| vec![Cmd::RunIn(Pane::Cart, Request::ExpireGiftCard { card: id })],
            ))]
        }
        Wish::Nothing => Vec::new(),
    }
}

fn replace(sheet: &GiftCardSheet, view: &View) -> Box<dyn Component> {
    let label = view.words().field(Field::Number);
    let number: FormField<()> = FormField::text(Field::Number, label, "")
        .holding(text::CODE_MAX)
        .hint(view.text("gift-card-number-hint"));
    let card = sheet.card.id;
    let title = view.fill(
        "gift-card-replace-title",
        &[("number", (&sheet.card.number).into())],
    );
    Form::new(
        title,
        "help-gift-card-replace",
        vec![number],
        move |fields, _| {
            let to = number_of(fields);
            Ok(vec![Cmd::Run(Request::TransferGiftCard { card, to })])
        },
    )
    .on_scan(|code, fields, _| scanned(code, fields))
    .on_done(said)
    .boxed()
}

fn said(outcome: &Outcome, view: &View) -> Vec<Cmd> {
    vec![view.say_done(outcome)]
}
