//! Rooms: name, what the grid calls it, and whether it is in use.

use super::{named, with_new};
use crate::{
    domain::room::Room,
    ops::{refusal::Field, request::Request},
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
        right: places(room, view),
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
        fields::whole(
            Field::Places,
            label(Field::Places),
            &room.map_or(1, |it| it.places).to_string(),
        )
        .hint(view.text("manage-places")),
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
                places: fields::number(fields, Field::Places, view)?,
            })])
        },
    )
    .boxed()
}

/// What the grid calls it, and how many appointments there may be at once, if more than
/// one.
fn places(room: &Room, view: &View) -> String {
    if room.places < 2 {
        return room.short.clone();
    }
    let n = [("n", i64::from(room.places).into())];
    format!("{}  {}", view.fill("manage-n-places", &n), room.short)
}
