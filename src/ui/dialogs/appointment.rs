//! Everything about one appointment, with the keys of the book working on it.

use ratatui::{Frame, layout::Rect, text::Line};

use crate::{
    domain::{
        booking::{Appointment, Changed, Status},
        client::Client,
        ids::{AppointmentId, ClientId, RoomId, SaleId, ServiceId, StaffId},
        sale::Sale,
        text,
        ticket::Ticket,
    },
    ops::{
        outcome::Outcome,
        query::{self, DayBlock, TogetherSheet},
        shop::Stop,
    },
    store::Reads,
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply},
        panes::day::jobs::{self, Job},
        view::View,
        widgets::strip,
    },
};

pub struct AppointmentPage {
    block: DayBlock,
    lines: Vec<(String, String)>,
    first: usize,
    asked: Option<Job>,
}

const LABEL_CELLS: usize = 12;

pub fn appointment(view: &View, block: DayBlock) -> Box<dyn Component> {
    let lines = lines(&block, view);
    Box::new(AppointmentPage {
        block,
        lines,
        first: 0,
        asked: None,
    })
}

/// What is known, row by row: its name and what it says. Empty rows are left out.
fn lines(block: &DayBlock, view: &View) -> Vec<(String, String)> {
    let appointment = &block.appointment;
    let client = appointment
        .client
        .and_then(|id| view.shop.read().get::<Client>(&id).ok().flatten());
    let phone = client.map(|it| it.phone).unwrap_or_default();
    let minutes = view.fill(
        "booking-minutes",
        &[("minutes", appointment.minutes().into())],
    );
    let room = appointment.room().and_then(|id| view.room_named(id));
    let overridden = appointment.overridden.as_ref().map(|it| {
        let by = it
            .by
            .and_then(|id| view.staff_named(id))
            .map(|it| format!(" ({})", it.name));
        format!("{}{}", it.reason, by.unwrap_or_default())
    });
    let alert = if block.alert.is_empty() {
        String::new()
    } else {
        format!("! {}", block.alert)
    };
    let together = query::together(&view.shop.read(), appointment).unwrap_or_default();
    let rows = [
        (
            "appointment-client",
            format!("{}  {phone}", jobs::client_name(block, view)),
        ),
        ("appointment-alert", alert),
        (
            "appointment-service",
            format!("{}, {minutes}", block.service),
        ),
        ("appointment-price", price(block, view)),
        ("appointment-when", when(block, view)),
        ("appointment-staff", people(&appointment.team(), view)),
        (
            "appointment-room",
            room.map(|it| it.name.clone()).unwrap_or_default(),
        ),
        ("appointment-status", status(block, view)),
        ("appointment-reason", appointment.reason.clone()),
        ("appointment-note", appointment.note.clone()),
        ("appointment-visit", of_visit(&together, view)),
        ("appointment-series", of_series(&together, appointment.id)),
        ("appointment-override", overridden.unwrap_or_default()),
        ("appointment-paid", paid(appointment.sale, view)),
        ("appointment-held", held(appointment, view)),
        ("appointment-due", due(appointment, view)),
        (
            "appointment-created",
            view.words()
                .moment(view.words().wall(appointment.created_at)),
        ),
    ];
    let rows = rows.into_iter().filter(|(_, said)| !said.trim().is_empty());
    let rows = rows.map(|(id, said)| (view.text(id), said));
    rows.chain(changes(appointment.id, view)).collect()
}

/// All of the visit in order of time, if there is more of it than this, with its note.
fn of_visit(sheet: &TogetherSheet, view: &View) -> String {
    if sheet.parts.len() < 2 {
        return String::new();
    }
    let parts = sheet.parts.iter().map(|it| {
        let time = view.words().time(it.appointment.start());
        let client = jobs::client_name(it, view);
        format!("{time} {client}, {}", it.service)
    });
    let note = sheet.visit.as_ref().map(|it| it.note.clone());
    let note = note.filter(|it| !it.is_empty());
    parts.chain(note).collect::<Vec<_>>().join("; ")
}

/// `2 / 6`.
fn of_series(sheet: &TogetherSheet, id: AppointmentId) -> String {
    let all = &sheet.instances;
    let nth = all.iter().position(|it| it.appointment.id == id);
    nth.map_or_else(String::new, |nth| format!("{} / {}", nth + 1, all.len()))
}

/// What became of it since it was made, each change with its time and who made it.
fn changes(id: AppointmentId, view: &View) -> Vec<(String, String)> {
    let changes = query::visit_changes(&view.shop.read(), id).unwrap_or_default();
    let rows = changes.into_iter().enumerate().map(|(nth, it)| {
        let at = view.words().moment(view.words().wall(it.at));
        let by = it.by.and_then(|id| view.staff_named(id));
        let by = by.map_or_else(String::new, |it| format!(" ({})", it.short));
        let said: Vec<String> = it.what.iter().map(|it| changed(it, view)).collect();
        let label = if nth == 0 {
            view.text("appointment-changes")
        } else {
            String::new()
        };
        (label, format!("{at}: {}{by}", said.join(", ")))
    });
    rows.collect()
}

fn people(ids: &[StaffId], view: &View) -> String {
    let names = ids.iter().filter_map(|id| view.staff_named(*id));
    let names: Vec<String> = names.map(|it| it.name.clone()).collect();
    names.join(", ")
}

/// `time 14:00 > 15:00`.
fn changed(what: &Changed, view: &View) -> String {
    let words = view.words();
    let room = |id: &Option<RoomId>| {
        let room = id.and_then(|id| view.room_named(id));
        room.map_or_else(|| view.text("changed-none"), |it| it.name.clone())
    };
    let client = |id: &Option<ClientId>| {
        let client = id.and_then(|id| view.shop.read().get::<Client>(&id).ok().flatten());
        client.map_or_else(|| view.text("client-walk-in"), |it| it.name)
    };
    let service = |id: &ServiceId| {
        let service = view.service_named(*id);
        service.map_or_else(String::new, |it| it.name.clone())
    };
    let moved = |id: &str, from: String, to: String| {
        view.fill(id, &[("from", from.into()), ("to", to.into())])
    };
    match what {
        Changed::Made => view.text("changed-made"),
        Changed::Client { from, to } => moved("changed-client", client(from), client(to)),
        Changed::Service { from, to } => moved("changed-service", service(from), service(to)),
        Changed::Start { from, to } => {
            moved("changed-start", words.moment(*from), words.moment(*to))
        }
        Changed::Minutes { from, to } => moved("changed-minutes", from.to_string(), to.to_string()),
        Changed::Staff { from, to } => moved("changed-staff", people(from, view), people(to, view)),
        Changed::Room { from, to } => moved("changed-room", room(from), room(to)),
        Changed::Status { from, to, reason } => {
            let said = moved("changed-status", words.status(*from), words.status(*to));
            match reason.as_str() {
                "" => said,
                reason => format!("{said} ({reason})"),
            }
        }
        Changed::Note { from, to } => {
            let quoted = |it: &str| match it {
                "" => view.text("changed-none"),
                it => it.to_owned(),
            };
            moved("changed-note", quoted(from), quoted(to))
        }
        Changed::Overridden { reason } => {
            view.fill("changed-overridden", &[("reason", reason.as_str().into())])
        }
        Changed::Paid { sale } => view.fill(
            "changed-paid",
            &[("receipt", paid(Some(*sale), view).into())],
        ),
        Changed::Unpaid => view.text("changed-unpaid"),
    }
}

/// Until when it is held.
fn held(appointment: &Appointment, view: &View) -> String {
    let until = appointment
        .held_until
        .filter(|_| appointment.status == Status::Held);
    until.map_or_else(String::new, |until| {
        let until = view.words().moment(view.words().wall(until));
        view.fill("appointment-held-until", &[("until", until.into())])
    })
}

/// What is to be paid ahead, or for a time that was kept for nothing.
fn due(appointment: &Appointment, view: &View) -> String {
    let reads = view.shop.read();
    let say = |id: &str, money| view.fill(id, &[("money", view.money(money).into())]);
    if let Ok(Some(fee)) = query::fee_due(&reads, appointment) {
        return say("appointment-fee", fee);
    }
    match query::deposit_due(&reads, appointment) {
        Ok(Some(due)) => say("appointment-deposit", due),
        _ => String::new(),
    }
}

/// `Sat 21 Nov 13:40-14:40`.
fn when(block: &DayBlock, view: &View) -> String {
    let start = block.appointment.start();
    let date = view.words().short_date(start.plus(0).date);
    format!("{date} {}", jobs::span(block, view))
}

/// As charged, once it is; else as it stands in the cart, or in the price list.
fn price(block: &DayBlock, view: &View) -> String {
    let appointment = &block.appointment;
    let reads = view.shop.read();
    let sale = appointment
        .sale
        .and_then(|id| reads.get::<Sale>(&id).ok().flatten());
    let charged = sale.and_then(|sale| {
        let mut lines = sale.lines.into_iter();
        lines.find(|it| it.appointment == Some(appointment.id))
    });
    if let Some(line) = charged {
        return view.money(line.total);
    }
    let ticket = appointment
        .ticket
        .and_then(|id| reads.get::<Ticket>(&id).ok().flatten());
    let line = ticket.and_then(|ticket| {
        let mut lines = ticket.lines.into_iter();
        lines.find(|it| it.appointment == Some(appointment.id))
    });
    if let Some(line) = line {
        let price = [("price", view.money(line.unit_price).into())];
        return view.fill("appointment-in-cart", &price);
    }
    let service = view.service_named(appointment.service);
    match service.map(|it| it.price) {
        Some(Some(price)) => view.money(price),
        Some(None) => view.text("appointment-price-asked"),
        None => String::new(),
    }
}

/// The status, and when each step was taken.
fn status(block: &DayBlock, view: &View) -> String {
    let appointment = &block.appointment;
    let steps = [
        ("appointment-arrived-at", appointment.arrived_at),
        ("appointment-started-at", appointment.started_at),
        ("appointment-finished-at", appointment.finished_at),
    ];
    let said = steps.into_iter().filter_map(|(id, at)| {
        at.map(|at| view.fill(id, &[("time", view.words().clock(at).into())]))
    });
    let mut said: Vec<String> = said.collect();
    said.insert(0, view.words().status(appointment.status));
    said.join(", ")
}

fn paid(sale: Option<SaleId>, view: &View) -> String {
    let sale = sale.and_then(|id| view.shop.read().get::<Sale>(&id).ok().flatten());
    sale.map_or_else(String::new, |it| it.receipt.to_string())
}

impl AppointmentPage {
    fn act(&mut self, action: Action, view: &View) -> Reply {
        match action {
            Action::Back | Action::Accept | Action::DayBook => Reply::one(Cmd::Pop),
            Action::NavUp => {
                self.first = self.first.saturating_sub(1);
                Reply::none()
            }
            Action::NavDown => {
                self.first += 1;
                Reply::none()
            }
            Action::DayMove => Reply::Done(vec![
                Cmd::Pop,
                Cmd::Focus(Pane::Day),
                Cmd::ShowAppointment(self.block.appointment.id),
                Cmd::Act(Action::DayMove),
            ]),
            Action::DayClient => match jobs::begin(action, &self.block, view) {
                Some(begun) => Reply::Done(std::iter::once(Cmd::Pop).chain(begun.cmds).collect()),
                None => Reply::Ignored,
            },
            action => match jobs::begin(action, &self.block, view) {
                Some(begun) => {
                    self.asked = begun.job;
                    Reply::Done(begun.cmds)
                }
                None => Reply::Ignored,
            },
        }
    }

    fn read(&mut self, view: &View) {
        if let Ok(Some(block)) = jobs::read_block(view, self.block.appointment.id) {
            self.block = block;
        }
        self.lines = lines(&self.block, view);
    }

    fn wrapped(&self, width: usize) -> Vec<(String, String)> {
        let said_cells = width.saturating_sub(LABEL_CELLS);
        let mut wrapped = Vec::new();
        for (label, said) in &self.lines {
            for (nth, part) in text::wrap(said, said_cells).into_iter().enumerate() {
                let label = if nth == 0 {
                    label.clone()
                } else {
                    String::new()
                };
                wrapped.push((label, part));
            }
        }
        wrapped
    }
}

impl Component for AppointmentPage {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Dialog,
            Context::Anywhere,
            Context::Day,
            Context::Nav,
        ]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => {
                self.read(view);
                Reply::none()
            }
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match (self.asked.take(), answer) {
            (Some(job), Ok(_)) => {
                let mut cmds = vec![Cmd::Pop];
                cmds.extend(jobs::done(job, &self.block, view));
                Reply::Done(cmds)
            }
            (Some(job), Err(stop)) => Reply::Done(jobs::refused(job, stop, &self.block, view)),
            (None, Err(stop)) => Reply::one(view.say_stop(stop)),
            (None, Ok(_)) => Reply::none(),
        }
    }

    fn height(&self, _: &View, most: u16) -> u16 {
        let n = self.wrapped(76).len() + 2;
        u16::try_from(n).unwrap_or(most).clamp(3, most.max(3))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let title = format!(
            "{}  {}",
            view.text("appointment-title"),
            jobs::place(&self.block, view)
        );
        let inner = strip::dialog(frame, area, &title, view.theme);
        let lines = self.wrapped(usize::from(inner.width));
        let n_rows = usize::from(inner.height);
        self.first = self.first.min(lines.len().saturating_sub(n_rows));
        let lines = lines.into_iter().skip(self.first).map(|(label, said)| {
            let label = text::pad(&text::cut(&label, LABEL_CELLS - 1), LABEL_CELLS);
            Line::raw(label + &said)
        });
        strip::lines(frame, inner, lines);
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        let jobs = jobs::useful(&self.block.appointment);
        [Action::Back].into_iter().chain(jobs).collect()
    }

    fn help(&self) -> &'static str {
        "help-appointment"
    }
}
