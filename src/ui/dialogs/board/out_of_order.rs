//! Why a room is out of order, and up to which day.

use crate::{
    domain::{room_state::RoomOrder, typed},
    ops::{
        outcome::Outcome,
        query::RoomRow,
        refusal::{Field, FieldProblem},
        request::{Request, RoomOrdering},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::{fields::text_of, hits, reason::any_why},
        view::View,
        widgets::form::{Form, FormField},
    },
};

const WHY: &[&str] = &[
    "board-why-heating",
    "board-why-water",
    "board-why-table",
    "board-why-painting",
];

pub(super) fn out_of_order(row: &RoomRow, view: &View) -> Box<dyn Component> {
    let is_so = row.order == RoomOrder::OutOfOrder;
    let note = if is_so { row.note.as_str() } else { "" };
    let until = row.until.filter(|_| is_so);
    let until = until.map(|it| it.format("%d.%m.%Y").to_string());
    let label = view.words().field(Field::LastDay);
    let fields = vec![
        any_why(WHY, note, (), view).needed(),
        FormField::text(Field::LastDay, label, &until.unwrap_or_default())
            .hint(view.text("board-until-hint")),
    ];
    let room = row.room;
    let title = view.fill("board-out-of-order", &[("room", row.name.as_str().into())]);
    Form::new(
        title,
        "help-board-out-of-order",
        fields,
        move |fields, view| {
            let typed = text_of(fields, Field::LastDay);
            let until = match typed {
                "" => None,
                typed => Some(typed::date(typed, view.today()).ok_or_else(|| {
                    let problem = FieldProblem::NotUnderstood {
                        typed: typed.to_owned(),
                    };
                    (
                        Field::LastDay,
                        view.words().field_problem(Field::LastDay, &problem),
                    )
                })?),
            };
            Ok(vec![Cmd::Run(Request::SetRoomState(RoomOrdering {
                room,
                order: RoomOrder::OutOfOrder,
                note: text_of(fields, Field::Reason).to_owned(),
                until,
            }))])
        },
    )
    .on_done(|outcome, view| {
        let mut cmds = vec![view.say_done(outcome)];
        if matches!(outcome, Outcome::RoomOrdered { n_booked: 1.., .. }) {
            cmds.push(Cmd::Push(hits::stranded(view)));
        }
        cmds
    })
    .boxed()
}
