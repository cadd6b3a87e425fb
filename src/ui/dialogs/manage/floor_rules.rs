//! How turns go round in this house.

use crate::{
    domain::turns::{Counts, FirstOrder, FloorRules, Skip},
    ops::{query, refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, text_of, whole},
        view::View,
        widgets::form::{Form, FormField},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pick {
    First(FirstOrder),
    Skip(Skip),
    Counts(Counts),
    Yes(bool),
}

fn rules(view: &View) -> FloorRules {
    query::floor_rules(&view.shop.read()).unwrap_or_default()
}

pub fn summary(view: &View) -> String {
    view.text(match rules(view).first {
        FirstOrder::Arrival => "floor-first-arrival",
        FirstOrder::Yesterday => "floor-first-yesterday",
    })
}

const COUNTS: [(&str, Counts); 3] = [
    ("floor-counts-nothing", Counts::Nothing),
    ("floor-counts-half", Counts::Half),
    ("floor-counts-turn", Counts::Turn),
];

pub fn form(view: &View) -> Box<dyn Component> {
    let now = rules(view);
    let label = |field| view.words().field(field);
    let counts = |field, now: Counts| {
        let at = COUNTS.iter().position(|it| it.1 == now).unwrap_or(0);
        let options = COUNTS.map(|(id, it)| (view.text(id), Pick::Counts(it)));
        fields::one_of(field, label(field), at, options.to_vec())
    };
    let minutes = |field, now: u16, hint: &str| {
        whole(field, label(field), &now.to_string()).hint(view.text(hint))
    };
    let first = [
        (
            view.text("floor-first-arrival"),
            Pick::First(FirstOrder::Arrival),
        ),
        (
            view.text("floor-first-yesterday"),
            Pick::First(FirstOrder::Yesterday),
        ),
    ];
    let skip = [
        (view.text("floor-skip-place"), Pick::Skip(Skip::KeepsPlace)),
        (view.text("floor-skip-tail"), Pick::Skip(Skip::ToTail)),
    ];
    let rows: Vec<FormField<Pick>> = vec![
        fields::one_of(
            Field::FirstOrder,
            label(Field::FirstOrder),
            usize::from(now.first == FirstOrder::Yesterday),
            first.to_vec(),
        ),
        fields::yes_or_no(
            Field::ByCategory,
            label(Field::ByCategory),
            now.by_category,
            view,
            Pick::Yes,
        ),
        fields::one_of(
            Field::Skipped,
            label(Field::Skipped),
            usize::from(now.skip == Skip::ToTail),
            skip.to_vec(),
        ),
        minutes(Field::HalfBelow, now.half_below_min, "floor-half-hint"),
        counts(Field::AskedFor, now.asked_for),
        minutes(
            Field::ExtensionFrom,
            now.extension_min,
            "floor-extension-hint",
        ),
        counts(Field::Extension, now.extension),
    ];
    let title = view.text("settings-floor-rules");
    Form::new(title, "help-floor-rules", rows, |fields, view| {
        let rules = read(fields, view)?;
        Ok(vec![Cmd::Run(Request::SaveFloorRules { rules })])
    })
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}

fn read(fields: &[FormField<Pick>], view: &View) -> Result<FloorRules, Wrong> {
    let chosen = |field| {
        fields
            .iter()
            .find(|it| it.field == field)?
            .chosen()
            .copied()
    };
    let counts = |field| match chosen(field) {
        Some(Pick::Counts(counts)) => counts,
        _ => Counts::Nothing,
    };
    let minutes = |field| -> Result<u16, Wrong> {
        if text_of(fields, field).is_empty() {
            return Ok(0);
        }
        fields::number(fields, field, view)
    };
    Ok(FloorRules {
        first: match chosen(Field::FirstOrder) {
            Some(Pick::First(first)) => first,
            _ => FirstOrder::Arrival,
        },
        by_category: chosen(Field::ByCategory) == Some(Pick::Yes(true)),
        skip: match chosen(Field::Skipped) {
            Some(Pick::Skip(skip)) => skip,
            _ => Skip::KeepsPlace,
        },
        half_below_min: minutes(Field::HalfBelow)?,
        asked_for: counts(Field::AskedFor),
        extension_min: minutes(Field::ExtensionFrom)?,
        extension: counts(Field::Extension),
    })
}
