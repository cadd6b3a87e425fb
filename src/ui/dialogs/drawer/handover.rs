//! The drawer goes to another person: who, from whom, and what is in it, counted blind.

use super::count::{cash_fields, pieces};
use crate::{
    domain::{drawer::Count, ids::StaffId, text},
    ops::{refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component},
        dialogs::fields::chosen,
        view::View,
        widgets::form::{Choice, Form, FormField},
    },
};

/// Fields before the coins and notes.
const N_PEOPLE: usize = 2;

pub(super) fn hand_over(view: &View) -> Box<dyn Component> {
    let session = view.drawer.as_ref();
    let from = session.and_then(|it| it.holder).or(view.session.operator);
    let from = from.and_then(|id| view.staff_named(id));
    let from = from.map(|it| (it.name.clone(), it.id));
    let is_known = from.is_some();
    let mut fields = vec![
        person(Field::HandFrom, from, view).needed(),
        person(Field::HandTo, None, view).needed(),
    ];
    fields.extend(cash_fields(view));
    let values = view.settings.denominations.clone();
    let counted = values.clone();
    Form::new(
        view.text("drawer-hand-title"),
        "help-drawer-hand",
        fields,
        move |fields, view| {
            let nobody = |field| (field, view.text("drawer-hand-nobody"));
            let from = chosen(fields, Field::HandFrom, view)?;
            let to = chosen(fields, Field::HandTo, view)?;
            let count = Count {
                cash: pieces(&values, &fields[N_PEOPLE..]),
                card: None,
            };
            Ok(vec![Cmd::Run(Request::HandOver {
                from: Some(from.ok_or_else(|| nobody(Field::HandFrom))?),
                to: to.ok_or_else(|| nobody(Field::HandTo))?,
                count,
            })])
        },
    )
    // Who has it is mostly known.
    .starting_at(usize::from(is_known))
    .foot(move |fields, view| {
        let cash = pieces(&counted, &fields[N_PEOPLE..]);
        let total = Count { cash, card: None }.cash_total();
        view.fill("drawer-counted", &[("total", view.money(total).into())])
    })
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}

/// One of those who work here.
fn person(field: Field, chosen: Option<(String, StaffId)>, view: &View) -> FormField<StaffId> {
    let label = view.words().field(field);
    FormField::pick(field, label, chosen, |typed, view| {
        let typed = text::fold(typed);
        let people = view.staff.iter();
        let people = people.filter(|it| it.active && text::fold(&it.name).contains(&typed));
        people
            .map(|it| Choice {
                label: it.name.clone(),
                detail: String::new(),
                value: it.id,
            })
            .collect()
    })
    .unlisted(view.text("drawer-hand-nobody"))
}
