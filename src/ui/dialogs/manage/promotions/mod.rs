//! Promotions: rules by which something costs less, each in one form; what they are
//! worth is written as people say it.
//!
//! In reading order: the list and the form here, `written` is how what a rule gives and
//! is of is read and written, then `coupons`, `rules` and `effects`.

pub mod coupons;
pub mod effects;
pub mod rules;
pub mod written;

use super::{named, prices, with_new};
use crate::{
    domain::{
        money::Money,
        promotion::{Gives, Promotion, Season, Who},
    },
    ops::{
        query,
        refusal::Field,
        request::{PromotionDraft, Request},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, amount, chosen, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Picker, Row},
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Who(Who),
    Is(bool),
}

/// Name, what it gives, of what, and when.
const ENOUGH: usize = 3;

pub fn list(view: &View) -> Box<dyn Component> {
    let choose = |promotion: &Option<Promotion>, view: &View| {
        vec![Cmd::Push(form(promotion.as_ref(), view))]
    };
    Picker::new(
        view.text("manage-promotions"),
        "help-manage-promotions",
        rows,
        choose,
    )
    .with_new()
    .staying()
    .boxed()
}

/// All there are, in the order in which they come.
pub(in crate::ui) fn all(view: &View) -> Vec<Promotion> {
    query::promotions(&view.shop.read()).unwrap_or_default()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<Promotion>>> {
    let rows = all(view).into_iter().map(|promotion| {
        let gives = written::gives(&promotion.gives, view);
        let of = written::scope(&promotion.on, view);
        let times = written::times(&promotion.when);
        let said = [gives, of, times];
        let said = said.into_iter().filter(|it| !it.is_empty());
        Row {
            left: named(&promotion.name, promotion.active, view),
            right: said.collect::<Vec<_>>().join(", "),
            value: Some(promotion),
        }
    });
    with_new(typed, "manage-new-promotion", rows.collect(), view)
}

fn form(promotion: Option<&Promotion>, view: &View) -> Box<dyn Component> {
    let begun = begun(promotion);
    let fields = of_what(&begun, view)
        .into_iter()
        .chain(of_whom(&begun, view))
        .collect::<Vec<_>>();
    // The usual new rule is complete with its days.
    let submit_from = if promotion.is_none() {
        ENOUGH
    } else {
        fields.len() - 1
    };
    Form::new(
        view.text("manage-promotion"),
        "help-manage-promotions",
        fields,
        move |fields, view| {
            let draft = draft(&begun, fields, view)?;
            Ok(vec![Cmd::Run(Request::SavePromotion(draft))])
        },
    )
    .submit_from(submit_from)
    .boxed()
}

fn of_what(begun: &PromotionDraft, view: &View) -> Vec<FormField<Value>> {
    let label = |field| view.words().field(field);
    let gives = match begun.id {
        Some(_) => written::gives(&begun.gives, view),
        None => String::new(),
    };
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |it| it.to_string());
    vec![
        FormField::text(Field::Name, label(Field::Name), &begun.name)
            .hint(view.text("promotion-name"))
            .needed(),
        written::gives_field(&gives, view).needed(),
        written::scope_field(&written::scope(&begun.on, view), view),
        FormField::text(
            Field::Hours,
            label(Field::Weekdays),
            &written::times(&begun.when),
        )
        .hint(view.text("promotion-times"))
        .read_by(written::read_times),
        fields::optional_date(Field::From, view.text("promotion-from"), view)
            .filled(&day(begun.when.from)),
        fields::optional_date(Field::Until, view.text("promotion-until"), view)
            .filled(&day(begun.when.until)),
    ]
}

fn of_whom(begun: &PromotionDraft, view: &View) -> Vec<FormField<Value>> {
    let label = |field| view.words().field(field);
    let money = |amount: Option<Money>| amount.map_or_else(String::new, |it| view.money(it));
    let is = |field, is| yes_or_no(field, label(field), is, view, Value::Is);
    let whos = whos(view);
    let place = whos.iter().position(|(_, it)| *it == Value::Who(begun.who));
    let rank = match begun.rank {
        0 => String::new(),
        rank => rank.to_string(),
    };
    vec![
        fields::one_of(Field::Who, label(Field::Who), place.unwrap_or(0), whos),
        fields::money(Field::Least, label(Field::Least), &money(begun.least))
            .hint(view.text("promotion-least")),
        fields::money(Field::Most, label(Field::Most), &money(begun.most))
            .hint(view.text("promotion-most")),
        is(Field::ByCoupon, begun.by_coupon),
        is(Field::Alone, begun.alone),
        fields::whole(Field::Rank, label(Field::Rank), &rank).hint(view.text("promotion-rank")),
        is(Field::InUse, begun.active),
    ]
}

fn whos(view: &View) -> Vec<(String, Value)> {
    let known = [
        ("who-anybody", Who::Anybody),
        ("who-client", Who::Client),
        ("who-new-client", Who::NewClient),
        ("who-card-holder", Who::CardHolder),
    ];
    let known = known.map(|(id, who)| (view.text(id), Value::Who(who)));
    let levels = prices::all(view).into_iter();
    let levels = levels.map(|it| (it.name, Value::Who(Who::Level(it.id))));
    known.into_iter().chain(levels).collect()
}

fn begun(promotion: Option<&Promotion>) -> PromotionDraft {
    match promotion.cloned() {
        Some(it) => PromotionDraft {
            id: Some(it.id),
            name: it.name,
            gives: it.gives,
            on: it.on,
            when: it.when,
            who: it.who,
            by_coupon: it.by_coupon,
            least: it.least,
            most: it.most,
            alone: it.alone,
            rank: it.rank,
            active: it.active,
        },
        None => PromotionDraft {
            id: None,
            name: String::new(),
            gives: Gives::Together(Money::ZERO),
            on: crate::domain::promotion::Scope::default(),
            when: Season::default(),
            who: Who::Anybody,
            by_coupon: false,
            least: None,
            most: None,
            alone: false,
            rank: 0,
            active: true,
        },
    }
}

fn draft(
    begun: &PromotionDraft,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<PromotionDraft, Wrong> {
    let is = |field, begun| -> Result<bool, Wrong> {
        Ok(match chosen(fields, field, view)? {
            Some(Value::Is(is)) => is,
            _ => begun,
        })
    };
    let gives = text_of(fields, Field::TakesOff);
    let on = text_of(fields, Field::Scope);
    Ok(PromotionDraft {
        id: begun.id,
        name: text_of(fields, Field::Name).to_owned(),
        // What was not touched stays, whatever the names have in them.
        gives: if begun.id.is_some() && gives == written::gives(&begun.gives, view) {
            begun.gives.clone()
        } else {
            written::parse_gives(gives, view).map_err(|wrong| (Field::TakesOff, wrong))?
        },
        on: if on == written::scope(&begun.on, view) {
            begun.on.clone()
        } else {
            written::parse_scope(on, view).map_err(|wrong| (Field::Scope, wrong))?
        },
        when: Season {
            from: fields::read_optional_date(fields, Field::From, view)?,
            until: fields::read_optional_date(fields, Field::Until, view)?,
            ..written::parse_times(text_of(fields, Field::Hours), view)
                .map_err(|wrong| (Field::Hours, wrong))?
        },
        who: match chosen(fields, Field::Who, view)? {
            Some(Value::Who(who)) => who,
            _ => begun.who,
        },
        by_coupon: is(Field::ByCoupon, begun.by_coupon)?,
        least: amount(fields, Field::Least, view)?,
        most: amount(fields, Field::Most, view)?,
        alone: is(Field::Alone, begun.alone)?,
        rank: match text_of(fields, Field::Rank) {
            "" => 0,
            _ => fields::number(fields, Field::Rank, view)?,
        },
        active: is(Field::InUse, begun.active)?,
    })
}
