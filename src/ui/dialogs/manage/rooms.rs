//! Rooms: name, what the grid calls it, and whether it is in use.

use super::{named, with_new};
use crate::{
    domain::room::Room,
    ops::{refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{chosen, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Picker, Row},
        },
    },
};

pub fn list(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("manage-rooms"),
        "help-manage-rooms",
        rows,
        |room: &Option<Room>, view| vec![Cmd::Push(form(room.as_ref(), view))],
    )
    .with_new()
    .staying()
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<Room>>> {
    let rows = view.rooms.iter().map(|room| Row {
        left: named(&room.name, room.active, view),
        right: room.short.clone(),
        value: Some(room.clone()),
    });
    with_new(typed, "manage-new-room", rows.collect(), view)
}

fn form(room: Option<&Room>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let text = |of: fn(&Room) -> &String| room.map_or("", |room| of(room).as_str());
    let in_use = room.is_none_or(|room| room.active);
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), text(|it| &it.name)).needed(),
        FormField::text(Field::Short, label(Field::Short), text(|it| &it.short))
            .hint(view.text("manage-short")),
        yes_or_no(Field::InUse, label(Field::InUse), in_use, view, |is| is),
    ];
    let id = room.map(|room| room.id);
    Form::new(
        view.text("manage-room"),
        "help-manage-rooms",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SaveRoom {
                id,
                name: text_of(fields, Field::Name).to_owned(),
                short: text_of(fields, Field::Short).to_owned(),
                active: chosen(fields, Field::InUse, view)?.unwrap_or(in_use),
            })])
        },
    )
    .boxed()
}
