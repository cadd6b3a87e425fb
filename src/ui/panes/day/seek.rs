//! Where a client's visits are: the nearest one, and from one to the next.

use chrono::{DateTime, Utc};

use super::{grid::Holder, jobs::client_name, pane::DayPane};
use crate::{
    devices::Lamp,
    domain::{
        booking::Appointment,
        ids::{AppointmentId, ClientId},
        print_job::Printable,
    },
    ops::{
        query::{Answer, Query},
        request::Request,
    },
    store::{Reads, record::Lookup},
    ui::{
        action::Action,
        component::{Cmd, Component, Reply, Tone},
        dialogs::manage::rota,
        view::View,
        widgets::picker::{Picker, Row},
    },
};

/// Asks whom; goes to the visit that is next, or else to the last one.
fn whom(view: &View) -> Box<dyn Component> {
    let title = view.text("day-find-title");
    let choose = |client: &ClientId, view: &View| match nearest(view, *client) {
        Some(id) => vec![Cmd::Pop, Cmd::ShowAppointment(id)],
        None => vec![Cmd::Say(Tone::Note, view.text("day-find-none"))],
    };
    Picker::new(title, "help-day-find", clients, choose).boxed()
}

fn clients(typed: &str, view: &View) -> Vec<Row<ClientId>> {
    let text = typed.to_owned();
    let query = Query::FindClients { text };
    let hits = match view.shop.ask(&view.session, &view.locale, &query) {
        Ok(Answer::Clients { hits }) if !typed.is_empty() => hits,
        _ => Vec::new(),
    };
    let row = |hit: crate::ops::query::ClientHit| Row {
        left: hit.name,
        right: hit.phone,
        value: hit.id,
    };
    hits.into_iter().map(row).collect()
}

/// All that hold time, in order.
fn visits(view: &View, client: ClientId) -> Vec<(DateTime<Utc>, AppointmentId)> {
    let found = view
        .shop
        .read()
        .find::<Appointment>(&Lookup::AppointmentOfClient(client));
    let mut visits: Vec<_> = found
        .unwrap_or_default()
        .into_iter()
        .filter(|it| it.status.holds_time())
        .map(|it| (it.starts_at, it.id))
        .collect();
    visits.sort_unstable();
    visits
}

fn nearest(view: &View, client: ClientId) -> Option<AppointmentId> {
    let (visits, now) = (visits(view, client), view.shop.now());
    let next = visits.iter().find(|(starts_at, _)| *starts_at >= now);
    next.or(visits.last()).map(|(_, id)| *id)
}

impl DayPane {
    /// Those of the therapist under the cursor, on the cursor's day.
    fn hours_of_day(&self, view: &View) -> Reply {
        let Some(Holder::Staff(staff)) = self.holder() else {
            return Reply::one(Cmd::Say(Tone::Note, view.text("day-hours-whose")));
        };
        let form = rota::day_form(staff, self.cursor_date(), view);
        Reply::one(Cmd::Push(form))
    }

    fn print_sheet(&self, view: &View) -> Reply {
        let Some(Holder::Staff(staff)) = self.holder() else {
            return Reply::one(Cmd::Say(Tone::Note, view.text("day-sheet-whose")));
        };
        if view.lamps.printer == Lamp::Missing {
            return Reply::one(Cmd::Say(Tone::Refused, view.text("day-sheet-no-printer")));
        }
        let on = self.cursor_date();
        let name = view.staff_named(staff).map(|it| it.name.clone());
        let args = [
            ("column", name.unwrap_or_default().into()),
            ("date", view.words().short_date(on).into()),
        ];
        let what = Printable::DaySheet { staff, on };
        let said = view.fill("day-sheet-printed", &args);
        Reply::Done(vec![
            Cmd::Say(Tone::Note, said),
            Cmd::Run(Request::Reprint { what }),
        ])
    }

    /// To the client's visit before or after the one under the cursor.
    pub(super) fn seek(&mut self, action: Action, view: &View) -> Option<Reply> {
        let on = match action {
            Action::DaySheet => return Some(self.print_sheet(view)),
            Action::DayHours => return Some(self.hours_of_day(view)),
            Action::DayFind => return Some(Reply::one(Cmd::Push(whom(view)))),
            Action::DayVisitNext => true,
            Action::DayVisitPrev => false,
            _ => return None,
        };
        let say = |said| Some(Reply::one(Cmd::Say(Tone::Note, said)));
        let Some(block) = self.block().cloned() else {
            return say(view.text("day-nothing-here"));
        };
        let Some(client) = block.appointment.client else {
            return say(view.text("day-walk-in-has-no-card"));
        };
        let here = (block.appointment.starts_at, block.appointment.id);
        let visits = visits(view, client);
        let found = if on {
            visits.iter().find(|it| **it > here)
        } else {
            visits.iter().rev().find(|it| **it < here)
        };
        let Some((_, id)) = found else {
            let id = if on {
                "day-no-later-visit"
            } else {
                "day-no-earlier-visit"
            };
            return say(view.fill(id, &[("who", client_name(&block, view).into())]));
        };
        Some(self.show_appointment(*id, view))
    }
}
