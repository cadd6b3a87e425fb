//! How promotions and cards meet on a line, and what cards take off by what was bought.

use crate::{
    domain::{
        money::Rate,
        price::{CardStep, OfferRules, Stacking},
    },
    ops::{query, refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, chosen, text_of},
        view::View,
        widgets::form::{Form, FormField, Reading},
    },
};

pub fn rules(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let begun = query::offer_rules(&view.shop.read()).unwrap_or_default();
    let stacking = vec![
        (view.text("stacking-best-of"), Stacking::BestOf),
        (view.text("stacking-in-order"), Stacking::InOrder),
    ];
    let place = usize::from(begun.stacking == Stacking::InOrder);
    let most = begun
        .most_off
        .map_or_else(String::new, |it| format!("{it} %"));
    let months = begun
        .card_months
        .map_or_else(String::new, |it| it.to_string());
    let fields = vec![
        fields::one_of(Field::Stacking, label(Field::Stacking), place, stacking),
        FormField::text(Field::Most, label(Field::Most), &most)
            .replaced_by_typing()
            .hint(view.text("rules-most"))
            .read_by(|typed, view| match typed.parse::<Rate>() {
                Ok(rate) => Reading::Fine(format!("{rate} %")),
                Err(_) => Reading::Wrong(view.text("cart-percent-wrong")),
            }),
        FormField::text(
            Field::CardSteps,
            label(Field::CardSteps),
            &write_steps(&begun.cards, view),
        )
        .hint(view.text("rules-cards"))
        .holding(400)
        .read_by(|typed, view| match parse_steps(typed, view) {
            Ok(_) => Reading::Fine(String::new()),
            Err((_, sentence)) => Reading::Wrong(sentence),
        }),
        fields::whole(Field::CardMonths, label(Field::CardMonths), &months)
            .hint(view.text("rules-months")),
    ];
    Form::new(
        view.text("manage-offer-rules"),
        "help-offer-rules",
        fields,
        |fields, view| {
            let most = text_of(fields, Field::Most);
            let rules = OfferRules {
                stacking: chosen(fields, Field::Stacking, view)?.unwrap_or_default(),
                most_off: match most {
                    "" => None,
                    most => Some(
                        most.parse()
                            .map_err(|_| (Field::Most, view.text("cart-percent-wrong")))?,
                    ),
                },
                cards: parse_steps(text_of(fields, Field::CardSteps), view)?,
                card_months: match text_of(fields, Field::CardMonths) {
                    "" => None,
                    _ => Some(fields::number(fields, Field::CardMonths, view)?),
                },
            };
            Ok(vec![Cmd::Run(Request::SetOfferRules { rules })])
        },
    )
    .boxed()
}

/// `200.00 5 %; 500.00 10 %`.
fn write_steps(steps: &[CardStep], view: &View) -> String {
    let part = |it: &CardStep| format!("{} {} %", view.money(it.from), it.rate);
    steps.iter().map(part).collect::<Vec<_>>().join("; ")
}

fn parse_steps(typed: &str, view: &View) -> Result<Vec<CardStep>, Wrong> {
    let one = |part: &str| {
        let part = part.trim();
        let (from, rate) = part.trim_end_matches('%').trim_end().rsplit_once(' ')?;
        Some(CardStep {
            from: view.settings.currency.parse(from.trim()).ok()?,
            rate: rate.parse().ok()?,
        })
    };
    let parts = typed.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| {
            one(part).ok_or_else(|| {
                let sentence = view.fill("rules-no-step", &[("typed", part.into())]);
                (Field::CardSteps, sentence)
            })
        })
        .collect()
}
