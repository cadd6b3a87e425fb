//! What the shop has decided about money paid ahead.

use crate::{
    domain::purse::LoyaltyRules,
    ops::{refusal::Field, request::Request},
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::fields::{self, text_of},
        view::View,
        widgets::form::{Form, FormField},
    },
};

const MONTHS_DIGITS_MAX: usize = 4;

/// As saved; as usual before that.
fn rules(view: &View) -> LoyaltyRules {
    let saved = view.shop.read().get::<LoyaltyRules>(&());
    saved.ok().flatten().unwrap_or_default()
}

/// `gift cards last 24 months`
pub fn summary(view: &View) -> String {
    match rules(view).card_life_months {
        None => view.text("prepaid-for-ever"),
        Some(months) => view.fill("prepaid-months", &[("n", months.into())]),
    }
}

pub fn form(view: &View) -> Box<dyn Component> {
    let months = rules(view).card_life_months;
    let months = months.map_or_else(String::new, |it| it.to_string());
    let label = view.words().field(Field::CardLife);
    let life: FormField<()> = FormField::text(Field::CardLife, label, &months)
        .of_digits(MONTHS_DIGITS_MAX)
        .hint(view.text("prepaid-life-hint"));
    Form::new(
        view.text("settings-prepaid"),
        "help-prepaid",
        vec![life],
        |fields, view| {
            let mut rules = rules(view);
            rules.card_life_months = if text_of(fields, Field::CardLife).is_empty() {
                None
            } else {
                Some(fields::number(fields, Field::CardLife, view)?)
            };
            Ok(vec![Cmd::Run(Request::SaveLoyaltyRules { rules })])
        },
    )
    .on_done(|outcome, view| vec![Cmd::Say(Tone::Good, view.words().outcome(outcome))])
    .boxed()
}
