//! Something taken off by hand, with its reason: a percent or an amount, off the
//! whole order or off the marked line.

use super::{
    fields::{self, Wrong, chosen, text_of},
    reason::any_why,
};
use crate::{
    domain::{
        money::{Money, Rate},
        sale::SaleLine,
        ticket::{Discount, Offer, OfferKind},
    },
    ops::{
        query::TicketSheet,
        refusal::Field,
        request::{DiscountChange, LineChange, Request},
    },
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::form::{Form, FormField, Reading},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Order,
    Line(u32),
}

const USUAL: &[&str] = &[
    "discount-regular",
    "discount-staff",
    "discount-complaint",
    "discount-damaged",
];

/// For the open cart and its marked line; `None` where it has no lines.
pub fn discount(marked: Option<u32>, view: &View) -> Option<Box<dyn Component>> {
    let sheet = view.ticket.as_ref().filter(|it| !it.lines.is_empty())?;
    let order = sheet.ticket.order_discount.as_ref();
    let line = sheet.lines.iter().find(|it| Some(it.number) == marked);
    let now = order.map(|it| written(it.discount, view));
    let why = order.map_or(String::new(), |it| it.given.reason.clone());
    let label = |field| view.words().field(field);
    let fields = vec![
        FormField::text(
            Field::Discount,
            label(Field::Discount),
            &now.unwrap_or_default(),
        )
        .hint(view.text("discount-hint"))
        .replaced_by_typing()
        .read_by(read),
        of_what(sheet, line, view),
        any_why(USUAL, &why, Value::Order, view),
    ];
    let form = Form::new(
        view.text("discount-title"),
        "help-discount",
        fields,
        |fields, view| {
            let reason = text_of(fields, Field::Reason).to_owned();
            let discount = change(text_of(fields, Field::Discount), view)?;
            Ok(vec![Cmd::Run(
                match chosen(fields, Field::DiscountOf, view)? {
                    Some(Value::Line(line)) => Request::ChangeLine(LineChange {
                        line,
                        discount: Some(discount),
                        reason,
                        ..LineChange::default()
                    }),
                    _ => Request::DiscountOrder { discount, reason },
                },
            )])
        },
    );
    Some(form.boxed())
}

fn of_what(sheet: &TicketSheet, line: Option<&SaleLine>, view: &View) -> FormField<Value> {
    let share = |it: &&Offer| it.kind == OfferKind::Order;
    let cost = |line: &SaleLine| {
        let shares: Money = line.offers.iter().filter(share).map(|it| it.off).sum();
        line.gross + line.discount_amount + shares
    };
    let touched = sheet.lines.iter().filter(|it| it.item.is_listed());
    let whole: Money = touched.filter(|it| it.drawn.is_none()).map(cost).sum();
    let amount = [("amount", view.money(whole).into())];
    let mut options = vec![(view.fill("discount-of-order", &amount), Value::Order)];
    if let Some(line) = line {
        let words = [
            ("name", line.name.as_str().into()),
            ("amount", view.money(line.gross).into()),
        ];
        let label = view.fill("discount-of-line", &words);
        options.push((label, Value::Line(line.number)));
    }
    let label = view.words().field(Field::DiscountOf);
    fields::one_of(Field::DiscountOf, label, 0, options)
}

fn written(discount: Discount, view: &View) -> String {
    match discount {
        Discount::Percent(rate) => format!("{rate} %"),
        Discount::Amount(amount) => view.money(amount),
    }
}

/// `10 %`, or an amount; nothing and 0 take a discount away.
fn change(typed: &str, view: &View) -> Result<DiscountChange, Wrong> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(DiscountChange::Remove);
    }
    if typed.ends_with('%') {
        let rate: Rate = typed
            .parse()
            .map_err(|_| (Field::Discount, view.text("cart-percent-wrong")))?;
        return Ok(match rate {
            Rate::ZERO => DiscountChange::Remove,
            rate => DiscountChange::Give(Discount::Percent(rate)),
        });
    }
    match view.settings.currency.parse(typed) {
        Ok(Money::ZERO) => Ok(DiscountChange::Remove),
        Ok(amount) if !amount.is_negative() => Ok(DiscountChange::Give(Discount::Amount(amount))),
        _ => {
            let sentence = view.fill("discount-not-understood", &[("typed", typed.into())]);
            Err((Field::Discount, sentence))
        }
    }
}

fn read(typed: &str, view: &View) -> Reading {
    match change(typed, view) {
        Ok(DiscountChange::Remove) => Reading::Fine(view.text("discount-none")),
        Ok(DiscountChange::Give(Discount::Percent(rate))) => Reading::Fine(format!("{rate} %")),
        Ok(DiscountChange::Give(Discount::Amount(amount))) => {
            let code = &view.settings.currency.code;
            Reading::Fine(format!("{} {code}", view.money(amount)))
        }
        Err((_, sentence)) => Reading::Wrong(sentence),
    }
}
