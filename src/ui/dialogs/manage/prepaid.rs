//! What the shop has decided about money paid ahead.

use crate::{
    domain::{
        purse::{LoyaltyRules, Means},
        text,
    },
    ops::{refusal::Field, request::Request},
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, chosen, either, names, text_of},
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
    let life: FormField<bool> = FormField::text(Field::CardLife, label, &months)
        .of_digits(MONTHS_DIGITS_MAX)
        .hint(view.text("prepaid-life-hint"));
    let now = rules(view);
    let label = |field| view.words().field(field);
    let order = FormField::text(
        Field::Order,
        label(Field::Order),
        &written(&now.order, view),
    )
    .hint(written(&Means::USUAL, view));
    let soon = now.soon_days.to_string();
    let soon = FormField::text(Field::SoonDays, label(Field::SoonDays), &soon)
        .of_digits(MONTHS_DIGITS_MAX)
        .hint(view.text("prepaid-soon-hint"))
        .needed();
    let words = ["prepaid-taxed-first", "prepaid-taxed-last"];
    let taxed = label(Field::DepositsTaxed);
    let taxed = either(
        Field::DepositsTaxed,
        taxed,
        now.deposits_taxed,
        words,
        view,
        |is| is,
    );
    Form::new(
        view.text("settings-prepaid"),
        "help-prepaid",
        vec![life, order, soon, taxed],
        |fields, view| {
            let mut rules = rules(view);
            rules.order = read_order(text_of(fields, Field::Order), view)?;
            rules.soon_days = fields::number(fields, Field::SoonDays, view)?;
            if let Some(taxed) = chosen(fields, Field::DepositsTaxed, view)? {
                rules.deposits_taxed = taxed;
            }
            rules.card_life_months = if text_of(fields, Field::CardLife).is_empty() {
                None
            } else {
                Some(fields::number(fields, Field::CardLife, view)?)
            };
            Ok(vec![Cmd::Run(Request::SaveLoyaltyRules { rules })])
        },
    )
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}

fn word(means: Means) -> &'static str {
    match means {
        Means::Exact => "means-exact",
        Means::Minutes => "means-minutes",
        Means::Visits => "means-visits",
        Means::Credit => "means-credit",
    }
}

fn written(order: &[Means], view: &View) -> String {
    let words: Vec<String> = order.iter().map(|it| view.text(word(*it))).collect();
    words.join(", ")
}

/// What each begins with is enough.
fn read_order(typed: &str, view: &View) -> Result<Vec<Means>, Wrong> {
    let read = |name: String| {
        let wanted = text::fold(&name);
        let is_it = |it: &Means| text::fold(&view.text(word(*it))).starts_with(&wanted);
        Means::USUAL.into_iter().find(is_it).ok_or_else(|| {
            let typed = [("typed", name.as_str().into())];
            (Field::Order, view.fill("prepaid-no-means", &typed))
        })
    };
    names(typed).into_iter().map(read).collect()
}
