//! Where somebody is: in which room, with whom and until when; or when they come, or
//! when they left.

use super::rows;
use crate::{
    domain::ids::{AppointmentId, ClientId},
    ops::query::{Answer, Place, Query, Whereabouts},
    ui::{
        component::{Cmd, Component, Pane},
        dialogs::appointment,
        panes::day::jobs,
        view::View,
        widgets::picker::{Picker, Row},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    client: ClientId,
    appointment: Option<AppointmentId>,
}

pub fn where_is(view: &View) -> Box<dyn Component> {
    let choose = |found: &Found, view: &View| {
        let block = found.appointment.map(|id| jobs::read_block(view, id));
        match block {
            Some(Ok(Some(block))) => vec![Cmd::Push(appointment::appointment(view, block))],
            Some(Err(stop)) => vec![view.say_stop(&stop)],
            _ => vec![
                Cmd::ShowClient(Some(found.client)),
                Cmd::Focus(Pane::Client),
            ],
        }
    };
    Picker::new(view.text("where-title"), "help-where", rows_of, choose)
        .looking_up()
        .when_empty("where-type")
        .boxed()
}

fn rows_of(typed: &str, view: &View) -> Vec<Row<Found>> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    let text = typed.to_owned();
    let asked = view
        .shop
        .ask(&view.session, &view.locale, &Query::WhereIs { text });
    let Ok(Answer::Whereabouts { hits }) = asked else {
        return Vec::new();
    };
    hits.into_iter().map(|it| row(it, view)).collect()
}

fn row(hit: Whereabouts, view: &View) -> Row<Found> {
    let visit = match &hit.place {
        Place::Inside(visit)
        | Place::Waiting { visit, .. }
        | Place::Expected(visit)
        | Place::Gone { visit, .. } => Some(visit.appointment),
        Place::NotToday => None,
    };
    Row {
        right: rows::place(&hit.place, view),
        left: hit.name,
        value: Found {
            client: hit.client,
            appointment: visit,
        },
    }
}
