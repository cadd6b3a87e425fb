//! The client file: a lookup line, its hits while one types, and else the card of
//! the client that is looked at: alert, notes, visits with those to come on top.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    domain::{ids::ClientId, text},
    ops::{
        query::{self, ClientCard, ClientHit, Visit},
        request::Request,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply},
        dialogs::{booking, client_form},
        keymap::places::Typing,
        view::View,
        widgets::{strip, text_input::TextInput},
    },
};

/// Few, so that a slow line draws them at once; the title says how many there are.
const HITS_SHOWN: usize = 8;

pub struct ClientPane {
    lookup: TextInput,
    hits: Vec<ClientHit>,
    marked: usize,
    card: Option<Box<ClientCard>>,
    /// First line of the card that is shown.
    first: usize,
}

impl ClientPane {
    pub fn new(_: &View) -> Self {
        Self {
            lookup: TextInput::with_max("", text::NAME_MAX),
            hits: Vec::new(),
            marked: 0,
            card: None,
            first: 0,
        }
    }

    fn look_up(&mut self, view: &View) -> Vec<Cmd> {
        self.marked = 0;
        if self.lookup.text().trim().is_empty() {
            self.hits.clear();
            return Vec::new();
        }
        match query::find_clients(&view.shop, self.lookup.text()) {
            Ok(hits) => self.hits = hits,
            Err(stop) => return vec![view.say_stop(&stop)],
        }
        Vec::new()
    }

    fn refresh(&mut self, view: &View) -> Vec<Cmd> {
        let shown = self.card.as_ref().map(|card| card.client.id);
        if shown != view.client {
            self.first = 0;
        }
        self.card = None;
        if let Some(client) = view.client {
            match query::client_card(&view.shop.read(), &view.settings, view.now, client) {
                Ok(card) => self.card = card.map(Box::new),
                Err(stop) => return vec![view.say_stop(&stop)],
            }
        }
        Vec::new()
    }

    /// The client that a key acts on: the marked hit, else the card.
    fn client(&self) -> Option<ClientId> {
        match self.hits.get(self.marked) {
            Some(hit) => Some(hit.id),
            None => self.card.as_ref().map(|card| card.client.id),
        }
    }

    fn pick(&mut self, view: &View) -> Vec<Cmd> {
        if self.hits.is_empty() && !self.lookup.is_empty() {
            // Nobody of that name or phone yet: the new one begins with what is typed.
            let typed = self.lookup.text().trim().to_owned();
            let is_phone = typed.chars().any(|letter| letter.is_ascii_digit());
            let (name, phone) = if is_phone {
                ("", typed.as_str())
            } else {
                (typed.as_str(), "")
            };
            return vec![Cmd::Push(client_form::new(view, name, phone))];
        }
        let Some(client) = self.client() else {
            return Vec::new();
        };
        self.lookup.clear();
        self.hits.clear();
        take(client, view)
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let last = self.hits.len().min(HITS_SHOWN).saturating_sub(1);
        match action {
            Action::ClientPick => return Reply::Done(self.pick(view)),
            Action::ClientEdit => {
                let form = self
                    .client()
                    .and_then(|client| client_form::edit(view, client));
                return Reply::Done(form.map(Cmd::Push).into_iter().collect());
            }
            Action::ClientBook => {
                let prefill = booking::Prefill {
                    client: self.client(),
                    ..booking::Prefill::default()
                };
                return Reply::one(Cmd::Push(booking::book(view, prefill)));
            }
            Action::ClientDetach if view.ticket.is_some() => {
                return Reply::one(Cmd::Run(Request::AttachClient { client: None }));
            }
            Action::Back if !self.lookup.is_empty() => {
                self.lookup.clear();
                self.hits.clear();
            }
            Action::NavUp if !self.hits.is_empty() => self.marked = self.marked.saturating_sub(1),
            Action::NavDown if !self.hits.is_empty() => self.marked = (self.marked + 1).min(last),
            Action::NavUp => self.first = self.first.saturating_sub(1),
            Action::NavDown => self.first += 1,
            Action::NavPageUp => self.first = self.first.saturating_sub(5),
            Action::NavPageDown => self.first += 5,
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn title(&self, view: &View) -> String {
        if self.lookup.is_empty() {
            return view.text("pane-client");
        }
        let n = match self.hits.len() {
            n if n >= query::HITS_MAX => format!("{n}+"),
            n => n.to_string(),
        };
        format!("{}  {n}", view.text("pane-client"))
    }

    fn hit_lines(&self, width: usize, view: &View) -> Vec<Line<'static>> {
        if self.hits.is_empty() {
            let nobody = view.fill(
                "client-nobody",
                &[("key", view.key(Action::ClientPick).into())],
            );
            let lines = text::wrap(&nobody, width);
            return lines
                .into_iter()
                .map(|line| Line::styled(line, view.theme.dim()))
                .collect();
        }
        let rows = self.hits.iter().take(HITS_SHOWN).enumerate();
        rows.map(|(idx, hit)| {
            let style = if idx == self.marked {
                view.theme.selected()
            } else {
                view.theme.plain()
            };
            let mark = if idx == self.marked {
                view.theme.glyph("▸", ">")
            } else {
                " "
            };
            let alert = if hit.has_alert { "! " } else { "" };
            let phone = phone_end(&hit.phone, width * 2 / 5);
            let left = width.saturating_sub(text::cells(&phone) + 3);
            let name = text::pad(&text::cut(&format!("{alert}{}", hit.name), left), left);
            Line::styled(format!("{mark} {name} {phone}"), style)
        })
        .collect()
    }

    fn card_lines(&self, width: usize, view: &View) -> Vec<Line<'static>> {
        let Some(card) = &self.card else {
            let hint = view.text("client-how");
            let lines = text::wrap(&hint, width);
            return lines
                .into_iter()
                .map(|line| Line::styled(line, view.theme.dim()))
                .collect();
        };
        let client = &card.client;
        // The number is there to be called: it is never cut for the name.
        let both = text::cells(&client.name) + 1 + text::cells(&client.phone);
        let mut lines = if both <= width {
            let name = text::pad(&client.name, width - text::cells(&client.phone) - 1);
            vec![Line::from(vec![
                Span::styled(name, view.theme.strong()),
                Span::raw(format!(" {}", client.phone)),
            ])]
        } else {
            vec![
                Line::styled(text::cut(&client.name, width), view.theme.strong()),
                Line::raw(text::cut(&client.phone, width)),
            ]
        };
        if !client.alert.is_empty() {
            let alert = text::wrap(&format!("! {}", client.alert), width);
            lines.extend(
                alert
                    .into_iter()
                    .map(|line| Line::styled(line, view.theme.alert())),
            );
        }
        lines.extend(
            card.upcoming
                .iter()
                .map(|visit| visit_line(visit, width, true, view)),
        );
        let counts = [
            ("visits", card.n_visits.into()),
            ("noshows", card.n_no_shows.into()),
        ];
        let mut about = view.fill("client-counts", &counts);
        if let Some((staff, service)) = &card.usual {
            let usual = [
                ("staff", staff.as_str().into()),
                ("service", service.as_str().into()),
            ];
            about = format!("{}. {about}", view.fill("client-usual", &usual));
        }
        lines.extend(text::wrap(&about, width).into_iter().map(Line::raw));
        if !client.notes.is_empty() {
            lines.extend(text::wrap(&client.notes, width).into_iter().map(Line::raw));
        }
        lines.extend(
            card.past
                .iter()
                .map(|visit| visit_line(visit, width, false, view)),
        );
        lines.extend(card.receipts.iter().map(|receipt| {
            let total = view.money(receipt.total);
            let left_width = width.saturating_sub(text::cells(&total) + 1);
            let left = format!(
                "{} {}",
                view.words().short_date(receipt.at.date),
                receipt.receipt
            );
            Line::raw(format!(
                "{} {total}",
                text::pad(&text::cut(&left, left_width), left_width)
            ))
        }));
        lines
    }
}

/// Shows the client's card, and attaches the client to a cart that has none.
pub fn take(client: ClientId, view: &View) -> Vec<Cmd> {
    let mut cmds = vec![Cmd::ShowClient(Some(client))];
    let waits = view
        .ticket
        .as_ref()
        .is_some_and(|ticket| ticket.ticket.client.is_none());
    if waits {
        let attach = Request::AttachClient {
            client: Some(client),
        };
        cmds.push(Cmd::RunIn(Pane::Cart, attach));
    }
    cmds
}

/// The last digits tell clients apart; the country's first ones do not.
fn phone_end(phone: &str, n_cells: usize) -> String {
    if text::cells(phone) <= n_cells {
        return phone.to_owned();
    }
    let mut end = phone;
    while text::cells(end) + 1 > n_cells {
        let mut letters = end.chars();
        if letters.next().is_none() {
            break;
        }
        end = letters.as_str();
    }
    format!("…{}", end.trim_start())
}

/// Date and time, service, therapist; its status where that is no matter of course.
fn visit_line(visit: &Visit, width: usize, upcoming: bool, view: &View) -> Line<'static> {
    let words = view.words();
    let when = format!(
        "{} {}",
        words.short_date(visit.start.date),
        visit.start.hhmm()
    );
    let mark = if upcoming {
        view.theme.glyph("→", ">")
    } else {
        " "
    };
    let status = match (upcoming, visit.status) {
        (true, crate::domain::booking::Status::Booked)
        | (false, crate::domain::booking::Status::Done) => String::new(),
        (_, status) => format!(" ({})", words.status(status)),
    };
    let line = format!("{mark} {when} {}, {}{status}", visit.service, visit.staff);
    let style = if upcoming {
        view.theme.strong()
    } else {
        view.theme.plain()
    };
    Line::styled(text::cut(&line, width), style)
}

impl Component for ClientPane {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = vec![Context::Client];
        if !self.lookup.is_empty() {
            contexts.extend([Context::Text, Context::Dialog]);
        }
        contexts.extend([Context::Desk, Context::Anywhere, Context::Nav]);
        contexts
    }

    fn takes_char(&self, letter: char) -> bool {
        !self.lookup.is_empty() || Typing::Phone.takes(letter)
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => return Reply::Done(self.refresh(view)),
            Input::Scan(_) => return Reply::Ignored,
            // Tab goes to the next pane, typed name or not.
            Input::Action(Action::NavNext) => return Reply::one(Cmd::Focus(Pane::Cart)),
            Input::Action(Action::NavPrev) => return Reply::one(Cmd::Focus(Pane::Day)),
            _ => (),
        }
        let is_edit =
            matches!(input, Input::Action(action) if action.def().context == Context::Text);
        if (is_edit || !matches!(input, Input::Action(_))) && self.lookup.handle(input) {
            return Reply::Done(self.look_up(view));
        }
        match input {
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
        let mut inner = strip::boxed(frame, area, &self.title(view), view.theme, focused);
        if inner.height == 0 || inner.width < 4 {
            return;
        }
        if focused || !self.lookup.is_empty() {
            let line = Rect { height: 1, ..inner };
            frame.render_widget(Span::styled("> ", view.theme.key()), line);
            let field = Rect {
                x: line.x + 2,
                width: line.width - 2,
                ..line
            };
            self.lookup
                .render(frame, field, view.theme.strong(), focused);
            inner = Rect {
                y: inner.y + 1,
                height: inner.height - 1,
                ..inner
            };
        }
        let width = usize::from(inner.width);
        let n_rows = usize::from(inner.height);
        let lines = if self.lookup.is_empty() {
            let lines = self.card_lines(width, view);
            self.first = self.first.min(lines.len().saturating_sub(n_rows));
            lines.into_iter().skip(self.first).collect()
        } else {
            let first = (self.marked / n_rows.max(1)) * n_rows;
            self.hit_lines(width, view)
                .into_iter()
                .skip(first)
                .collect::<Vec<_>>()
        };
        for (nth, line) in lines.into_iter().take(n_rows).enumerate() {
            let y = inner.y + u16::try_from(nth).unwrap_or(0);
            frame.render_widget(
                line,
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
            );
        }
    }

    fn hints(&self, view: &View) -> Vec<Action> {
        let mut hints = Vec::new();
        if !self.lookup.is_empty() || self.card.is_some() {
            hints.extend([Action::ClientPick, Action::ClientBook, Action::ClientEdit]);
        }
        hints.push(Action::NewClient);
        if view
            .ticket
            .as_ref()
            .is_some_and(|ticket| ticket.ticket.client.is_some())
        {
            hints.push(Action::ClientDetach);
        }
        hints.extend([Action::PaneDay, Action::PaneCart]);
        hints
    }

    fn help(&self) -> &'static str {
        "help-client"
    }
}
