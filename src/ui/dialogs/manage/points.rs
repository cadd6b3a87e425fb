//! What the shop has decided about points: for what they are given, what they are worth,
//! gifts of them, and what is had for them.

use super::{
    plans::{life, written},
    with_new,
};
use crate::{
    domain::{
        catalog::{Product, Service},
        money::Money,
        points::{EarnedOn, EarningRule, PointsPrice, PointsRules, SpentAs},
        ticket::Item,
    },
    ops::{outcome::Outcome, query, refusal::Field, request::Request},
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, amount, chosen, either, text_of, whole, yes_or_no},
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

fn rules(view: &View) -> PointsRules {
    query::points_rules(&view.shop.read()).unwrap_or_default()
}

pub fn summary(view: &View) -> String {
    let is_on = rules(view).on;
    view.text(if is_on {
        "points-are-on"
    } else {
        "points-are-off"
    })
}

pub fn goods_summary(view: &View) -> String {
    let n = rules(view).goods.len();
    view.fill("points-n-goods", &[("n", n.into())])
}

fn said(outcome: &Outcome, view: &View) -> Vec<Cmd> {
    vec![view.say_done(outcome)]
}

/// A number of points or days; nothing is none.
fn count(field: Field, now: u32, hint: &str, view: &View) -> FormField<bool> {
    let now = if now == 0 {
        String::new()
    } else {
        now.to_string()
    };
    whole(field, view.words().field(field), &now).hint(view.text(hint))
}

fn read_count<N: std::str::FromStr + Default>(
    fields: &[FormField<bool>],
    field: Field,
    view: &View,
) -> Result<N, Wrong> {
    if text_of(fields, field).is_empty() {
        return Ok(N::default());
    }
    fields::number(fields, field, view)
}

fn money(field: Field, now: Option<Money>, hint: &str, view: &View) -> FormField<bool> {
    let now = now.map_or_else(String::new, |it| view.money(it));
    fields::money(field, view.words().field(field), &now).hint(view.text(hint))
}

pub fn form(view: &View) -> Box<dyn Component> {
    let now = rules(view);
    let label = |field| view.words().field(field);
    let rule = now.by_amount;
    let of_total = rule.is_none_or(|it| it.on == EarnedOn::Total);
    let in_parts = rule.is_none_or(|it| it.in_parts);
    let two = |field, is, words| either(field, label(field), is, words, view, |is| is);
    let rows = vec![
        yes_or_no(
            Field::PointsOn,
            label(Field::PointsOn),
            now.on,
            view,
            |is| is,
        ),
        count(Field::PerVisit, now.per_visit, "points-visit-hint", view),
        count(
            Field::PerAmount,
            rule.map_or(0, |it| it.points),
            "points-amount-hint",
            view,
        ),
        money(
            Field::Amount,
            rule.map(|it| it.per),
            "points-per-hint",
            view,
        ),
        two(
            Field::EarnedOn,
            of_total,
            ["points-of-total", "points-of-net"],
        ),
        two(
            Field::InParts,
            in_parts,
            ["points-in-parts", "points-in-whole"],
        ),
        FormField::text(Field::Life, label(Field::Life), &written(now.life, view))
            .replaced_by_typing()
            .hint(view.text("points-life-hint")),
        count(Field::WorthOf, now.worth_of, "points-worth-hint", view).needed(),
        money(Field::Worth, Some(now.worth), "points-per-hint", view).needed(),
        two(
            Field::SpentAs,
            now.spent_as == SpentAs::Discount,
            ["points-spent-off", "points-spent-pay"],
        ),
        count(Field::LeastPoints, now.least, "points-least-hint", view),
        count(
            Field::BackDays,
            now.back_days.into(),
            "points-back-hint",
            view,
        ),
    ];
    Form::new(
        view.text("settings-points"),
        "help-points",
        rows,
        |fields, view| {
            let rules = read(fields, view)?;
            Ok(vec![Cmd::Run(Request::SavePointsRules { rules })])
        },
    )
    .on_done(said)
    .boxed()
}

fn read(fields: &[FormField<bool>], view: &View) -> Result<PointsRules, Wrong> {
    let is = |field| chosen(fields, field, view).map(Option::unwrap_or_default);
    let points: u32 = read_count(fields, Field::PerAmount, view)?;
    let per = amount(fields, Field::Amount, view)?;
    let by_amount = match (points, per) {
        (0, _) => None,
        (_, None) => return Err((Field::Amount, view.text("points-per-hint"))),
        (points, Some(per)) => Some(EarningRule {
            points,
            per,
            on: if is(Field::EarnedOn)? {
                EarnedOn::Total
            } else {
                EarnedOn::Net
            },
            in_parts: is(Field::InParts)?,
        }),
    };
    Ok(PointsRules {
        on: is(Field::PointsOn)?,
        per_visit: read_count(fields, Field::PerVisit, view)?,
        by_amount,
        life: life(text_of(fields, Field::Life), view)?,
        worth: amount(fields, Field::Worth, view)?.unwrap_or(Money::ZERO),
        worth_of: read_count(fields, Field::WorthOf, view)?,
        spent_as: if is(Field::SpentAs)? {
            SpentAs::Discount
        } else {
            SpentAs::Payment
        },
        least: read_count(fields, Field::LeastPoints, view)?,
        back_days: read_count(fields, Field::BackDays, view)?,
        ..rules(view)
    })
}

/// For new clients, and for who brings one.
pub fn gifts(view: &View) -> Box<dyn Component> {
    let now = rules(view);
    let label = view.words().field(Field::GiftLife);
    let gift = |field, points| count(field, points, "points-gift-hint", view);
    let each = whole(
        Field::Referrer,
        view.text("field-each-time"),
        &Some(now.referrer)
            .filter(|it| *it > 0)
            .map_or_else(String::new, |it| it.to_string()),
    )
    .hint(view.text("points-referrer-hint"));
    let rows = vec![
        gift(Field::GiftNew, now.gift_new),
        gift(Field::GiftBrought, now.gift_brought),
        gift(Field::GiftReferrer, now.gift_referrer),
        each,
        FormField::text(Field::Life, label, &written(now.gift_life, view))
            .replaced_by_typing()
            .hint(view.text("points-life-hint")),
    ];
    Form::new(
        view.text("settings-gifts"),
        "help-points-gifts",
        rows,
        |fields, view| {
            let rules = PointsRules {
                gift_new: read_count(fields, Field::GiftNew, view)?,
                gift_brought: read_count(fields, Field::GiftBrought, view)?,
                gift_referrer: read_count(fields, Field::GiftReferrer, view)?,
                referrer: read_count(fields, Field::Referrer, view)?,
                gift_life: life(text_of(fields, Field::Life), view)?,
                ..rules(view)
            };
            Ok(vec![Cmd::Run(Request::SavePointsRules { rules })])
        },
    )
    .on_done(said)
    .boxed()
}

/// What is had for points, and what more there can be.
pub fn goods(view: &View) -> Box<dyn Component> {
    let rows = |typed: &str, view: &View| {
        let goods = rules(view).goods;
        let row = |it: &PointsPrice| Row {
            left: name_of(it.item, view),
            right: it.points.to_string(),
            value: Some(it.item),
        };
        with_new(
            typed,
            "points-new-goods",
            goods.iter().map(row).collect(),
            view,
        )
    };
    let open = |item: &Option<Item>, view: &View| vec![Cmd::Push(price(*item, view))];
    Picker::new(view.text("settings-goods"), "help-points-goods", rows, open)
        .staying()
        .boxed()
}

fn name_of(item: Item, view: &View) -> String {
    let reads = view.shop.read();
    let name = match item {
        Item::Service(id) => reads.get::<Service>(&id).ok().flatten().map(|it| it.name),
        Item::Product(id) => reads.get::<Product>(&id).ok().flatten().map(|it| it.name),
        _ => None,
    };
    name.unwrap_or_default()
}

/// Treatments and goods in use.
fn items(typed: &str, view: &View) -> Vec<Choice<Item>> {
    let reads = view.shop.read();
    let services = reads.all::<Service>().unwrap_or_default().into_iter();
    let services = services.filter(|it| it.active);
    let services = services.map(|it| (it.name, Item::Service(it.id)));
    let products = reads.all::<Product>().unwrap_or_default().into_iter();
    let products = products.filter(|it| it.active);
    let products = products.map(|it| (it.name, Item::Product(it.id)));
    let wanted = Filter::of(typed);
    let all = services.chain(products).filter(|it| wanted.fits(&it.0));
    let choice = |(label, value)| Choice {
        label,
        detail: String::new(),
        value,
    };
    all.map(choice).collect()
}

fn price(item: Option<Item>, view: &View) -> Box<dyn Component> {
    let now = rules(view);
    let points = item.and_then(|it| now.price_of(it));
    let points = points.map_or_else(String::new, |it| it.to_string());
    let begun = item.map(|it| (name_of(it, view), it));
    let what = FormField::pick(
        Field::ForPoints,
        view.text("points-goods-item"),
        begun,
        items,
    );
    let label = view.words().field(Field::Points);
    Form::new(
        view.text("settings-goods"),
        "help-points-price",
        vec![
            what.needed(),
            whole(Field::Points, label, &points)
                .hint(view.text("points-goods-hint"))
                .needed(),
        ],
        move |fields, view| {
            let typed = text_of(fields, Field::ForPoints);
            let unknown = || {
                let typed = [("typed", typed.into())];
                (Field::ForPoints, view.fill("points-no-item", &typed))
            };
            let it = chosen(fields, Field::ForPoints, view)?.ok_or_else(unknown)?;
            let points: u32 = fields::number(fields, Field::Points, view)?;
            let mut rules = rules(view);
            rules
                .goods
                .retain(|other| other.item != it && Some(other.item) != item);
            if points > 0 {
                rules.goods.push(PointsPrice { item: it, points });
            }
            Ok(vec![Cmd::Run(Request::SavePointsRules { rules })])
        },
    )
    .on_done(said)
    .boxed()
}
