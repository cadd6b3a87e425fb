//! Equipment: name, how many pieces, and where it stands.

use super::{named, services, with_new};
use crate::{
    domain::equipment::Equipment,
    ops::{
        refusal::Field,
        request::{EquipmentDraft, Request},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, chosen, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Picker, Row},
        },
    },
};

pub fn list(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("manage-equipment"),
        "help-manage-equipment",
        rows,
        |it: &Option<Equipment>, view| vec![Cmd::Push(form(it.as_ref(), view))],
    )
    .with_new()
    .staying()
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<Equipment>>> {
    let rows = view.equipment.iter().map(|it| Row {
        left: named(&it.name, it.active, view),
        right: view.fill("manage-n-pieces", &[("n", i64::from(it.pieces).into())]),
        value: Some(it.clone()),
    });
    with_new(typed, "manage-new-equipment", rows.collect(), view)
}

fn form(it: Option<&Equipment>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let text = |of: fn(&Equipment) -> &String| it.map_or("", |it| of(it).as_str());
    let in_use = it.is_none_or(|it| it.active);
    let pieces = it.map_or(1, |it| it.pieces).to_string();
    let stands = it.map(|it| it.rooms.clone()).unwrap_or_default();
    let rooms = services::names_of(&stands, view);
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), text(|it| &it.name)).needed(),
        FormField::text(Field::Short, label(Field::Short), text(|it| &it.short))
            .hint(view.text("manage-short")),
        fields::whole(Field::Pieces, label(Field::Pieces), &pieces)
            .hint(view.text("manage-pieces")),
        FormField::text(Field::Rooms, label(Field::Rooms), &rooms)
            .hint(view.text("manage-moves-freely")),
        yes_or_no(Field::InUse, label(Field::InUse), in_use, view, |is| is),
    ];
    let id = it.map(|it| it.id);
    Form::new(
        view.text("manage-one-equipment"),
        "help-manage-equipment",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SaveEquipment(EquipmentDraft {
                id,
                name: text_of(fields, Field::Name).to_owned(),
                short: text_of(fields, Field::Short).to_owned(),
                pieces: fields::number(fields, Field::Pieces, view)?,
                rooms: services::rooms(&stands, text_of(fields, Field::Rooms), view)?,
                active: chosen(fields, Field::InUse, view)?.unwrap_or(in_use),
            }))])
        },
    )
    .boxed()
}
