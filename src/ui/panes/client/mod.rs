//! The client file: a lookup line, its hits while one types, and else the card of
//! the client that is looked at.

mod card;
mod hits;

use ratatui::{Frame, layout::Rect};

use crate::{
    domain::{booking::Status, ids::ClientId},
    ops::{
        Stop,
        client_index::COUNTED_MAX,
        outcome::Outcome,
        query::{self, ClientCard, FoundClients, Place, Visit},
        request::Request,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply, Tone},
        dialogs::{again, booking, client_form, documents, history, tabs},
        keymap::places::Typing,
        view::View,
        widgets::{entry_line::EntryLine, strip},
    },
};

pub struct ClientPane {
    lookup: EntryLine,
    found: FoundClients,
    marked: usize,
    card: Option<Box<ClientCard>>,
    /// Where who is on the card is, while they are in the house.
    place: Option<Place>,
    /// First line of the card that is shown.
    first: usize,
    /// In a narrow list all hits but the best follow when no more keys come: what was
    /// found before stands there meanwhile, and what was typed for it.
    before: Option<(FoundClients, String)>,
    is_narrow: bool,
}

impl ClientPane {
    pub fn new(_: &View) -> Self {
        Self {
            lookup: EntryLine::new(Context::Client, Typing::Phone),
            found: FoundClients::default(),
            marked: 0,
            card: None,
            place: None,
            first: 0,
            before: None,
            is_narrow: false,
        }
    }

    fn look_up(&mut self, view: &View) -> Vec<Cmd> {
        self.marked = 0;
        if self.lookup.text().trim().is_empty() {
            self.found = FoundClients::default();
            return Vec::new();
        }
        let n_shown = view.theme.hits(u16::MAX);
        match query::look_up_clients(&view.shop, self.lookup.text(), n_shown) {
            Ok(found) => self.found = found,
            Err(stop) => return vec![view.say_stop(&stop)],
        }
        Vec::new()
    }

    fn refresh(&mut self, view: &View) -> Vec<Cmd> {
        let shown = self.card.as_ref().map(|card| card.client.id);
        if shown != view.client {
            self.first = 0;
        }
        (self.card, self.place) = (None, None);
        if let Some(client) = view.client {
            match query::client_card(&view.shop.read(), &view.settings, view.now, client) {
                Ok(card) => self.card = card.map(Box::new),
                Err(stop) => return vec![view.say_stop(&stop)],
            }
            match self.in_house(client, view) {
                Ok(place) => self.place = place,
                Err(stop) => return vec![view.say_stop(&stop)],
            }
        }
        Vec::new()
    }

    /// Where somebody is who has come today and has not left.
    fn in_house(&self, client: ClientId, view: &View) -> Result<Option<Place>, Stop> {
        let is_here = |it: &Visit| matches!(it.status, Status::Arrived | Status::InService);
        let card = self.card.as_ref();
        if !card.is_some_and(|it| it.upcoming.iter().any(is_here)) {
            return Ok(None);
        }
        let (reads, now) = (view.shop.read(), view.shop.now());
        let place = query::place_of(&reads, &view.settings, now, client)?;
        Ok(Some(place).filter(Place::is_in_house))
    }

    /// The client that a key acts on: the marked hit, else the card.
    fn client(&self) -> Option<ClientId> {
        match self.found.hits.get(self.marked) {
            Some(hit) => Some(hit.id),
            None => self.card.as_ref().map(|card| card.client.id),
        }
    }

    fn pick(&mut self, view: &View) -> Vec<Cmd> {
        if self.found.hits.is_empty() && !self.lookup.is_empty() {
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
        if self.lookup.is_empty() && view.ticket.is_none() {
            // Whoever is greeted by name before the first thing is scanned.
            return vec![
                Cmd::RunIn(Pane::Cart, attach(client)),
                Cmd::Focus(Pane::Cart),
            ];
        }
        self.lookup.clear();
        self.found = FoundClients::default();
        take(client, view)
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let last = self.found.hits.len().saturating_sub(1);
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
            Action::ClientAgain => return Reply::one(self.again(view)),
            Action::ClientHistory => {
                let history = self.client().map(|client| history::history(view, client));
                return Reply::Done(history.map(Cmd::Push).into_iter().collect());
            }
            Action::ClientTabs => {
                let tabs = self.client().map(|client| tabs::tabs(client, view));
                return Reply::Done(tabs.map(Cmd::Push).into_iter().collect());
            }
            Action::ClientPapers => {
                let papers = self.client().map(|client| documents::papers(client, view));
                return Reply::Done(papers.map(Cmd::Push).into_iter().collect());
            }
            Action::ClientEnter => {
                let enter = self.client().map(|client| Request::EnterMember {
                    client,
                    holding: None,
                });
                return Reply::Done(enter.map(Cmd::Run).into_iter().collect());
            }
            Action::ClientDetach if view.ticket.is_some() => {
                return Reply::one(Cmd::Run(Request::AttachClient { client: None }));
            }
            Action::Back if !self.lookup.is_empty() => {
                self.lookup.clear();
                self.found = FoundClients::default();
            }
            Action::NavUp if !self.found.hits.is_empty() => {
                self.marked = self.marked.saturating_sub(1);
            }
            Action::NavDown if !self.found.hits.is_empty() => {
                self.marked = (self.marked + 1).min(last);
            }
            Action::NavUp => self.first = self.first.saturating_sub(1),
            Action::NavDown => self.first += 1,
            Action::NavPageUp => self.first = self.first.saturating_sub(5),
            Action::NavPageDown => self.first += 5,
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    /// What the client has now, had last, or will have.
    fn again(&self, view: &View) -> Cmd {
        let card = self
            .client()
            .map(|client| query::client_card(&view.shop.read(), &view.settings, view.now, client));
        let card = match card {
            Some(Ok(card)) => card,
            Some(Err(stop)) => return view.say_stop(&stop),
            None => None,
        };
        let last = card.as_ref().and_then(|card| {
            let is_here = |it: &&Visit| matches!(it.status, Status::Arrived | Status::InService);
            let here = card.upcoming.iter().find(is_here);
            let done = card.past.iter().find(|it| it.status == Status::Done);
            here.or(done).or(card.upcoming.last()).or(card.past.first())
        });
        match last {
            Some(last) => Cmd::Push(again::again(last.appointment, view)),
            None => Cmd::Say(Tone::Note, view.text("client-never-here")),
        }
    }

    fn title(&self, view: &View) -> String {
        if self.lookup.is_empty() {
            return view.text("pane-client");
        }
        let n = match self.found.n {
            n if n >= COUNTED_MAX => format!("{COUNTED_MAX}+"),
            n => n.to_string(),
        };
        let pane = view.text("pane-client");
        if self.found.is_partial {
            return format!("{pane}  {n}  {}", view.text("client-reading"));
        }
        format!("{pane}  {n}")
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
        cmds.push(Cmd::RunIn(Pane::Cart, attach(client)));
    }
    cmds
}

/// What is a client's own is sold to the one whose card is shown, unless the cart is
/// another's.
pub fn attach_shown(view: &View) -> Option<Cmd> {
    let of_cart = view.ticket.as_ref().and_then(|it| it.ticket.client);
    let shown = view.client.filter(|_| of_cart.is_none())?;
    Some(Cmd::RunIn(Pane::Cart, attach(shown)))
}

fn attach(client: ClientId) -> Request {
    Request::AttachClient {
        client: Some(client),
    }
}

/// The client whose card was scanned: for the cart where the cart is looked at, else
/// shown as any client that is found.
pub fn of_card(client: ClientId, focus: Pane, view: &View) -> Vec<Cmd> {
    if focus != Pane::Cart {
        let mut cmds = take(client, view);
        cmds.push(Cmd::Focus(Pane::Client));
        return cmds;
    }
    vec![
        Cmd::ShowClient(Some(client)),
        Cmd::RunIn(Pane::Cart, attach(client)),
    ]
}

impl Component for ClientPane {
    fn contexts(&self) -> Vec<Context> {
        self.lookup.contexts()
    }

    fn takes_char(&self, letter: char) -> bool {
        self.lookup.takes_char(letter)
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => {
                let mut said = self.refresh(view);
                // Some may have come, gone, or been read since.
                if self.found.is_partial {
                    said.extend(self.look_up(view));
                }
                return Reply::Done(said);
            }
            Input::Scan(_) => return Reply::Ignored,
            Input::Quiet => {
                self.before = None;
                return Reply::none();
            }
            // Tab goes to the next pane, typed name or not.
            Input::Action(Action::NavNext) => return Reply::one(Cmd::Focus(Pane::Cart)),
            Input::Action(Action::NavPrev) => return Reply::one(Cmd::Focus(Pane::Day)),
            _ => (),
        }
        let typed = self.lookup.text().to_owned();
        if self.lookup.handle(input) {
            let found = self.found.clone();
            let said = self.look_up(view);
            if self.is_narrow && self.before.is_none() {
                self.before = Some((found, typed));
            }
            return Reply::Done(said);
        }
        self.before = None;
        match input {
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match answer {
            Ok(outcome @ (Outcome::MemberEntered { .. } | Outcome::HoldingChanged { .. })) => {
                Reply::one(view.say_done(outcome))
            }
            Ok(_) => Reply::Ignored,
            Err(stop) => Reply::one(view.say_stop(stop)),
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
        let inner = strip::boxed(frame, area, &self.title(view), view.theme, focused);
        let inner = self.lookup.render(frame, inner, view, focused);
        let width = usize::from(inner.width);
        let n_rows = usize::from(inner.height);
        let n_hits = hits::n_rows(width, n_rows);
        self.is_narrow = n_hits < n_rows;
        let (lines, first) = if self.lookup.is_empty() {
            let lines = card::lines(self.card.as_deref(), self.place.as_ref(), width, view);
            self.first = self.first.min(lines.len().saturating_sub(n_rows));
            (lines, self.first)
        } else {
            let typed = self.lookup.text();
            let mut lines = hits::lines(&self.found, typed, self.marked, width, view);
            if let Some((found, typed)) = &self.before
                && !self.found.hits.is_empty()
            {
                lines.truncate(1);
                let stay = hits::rows(found, typed, usize::MAX, width, view);
                lines.extend(stay.into_iter().skip(1));
            }
            let first = self.marked - self.marked % n_hits;
            let page = lines.into_iter().take(first + n_hits);
            (page.collect(), first)
        };
        strip::lines(frame, inner, lines.into_iter().skip(first));
    }

    fn hints(&self, view: &View) -> Vec<Action> {
        let mut hints = Vec::new();
        let cart = view.ticket.as_ref().map(|it| it.ticket.client.is_some());
        // Who is on the card already is chosen; a cart may still be without a client.
        if !self.found.hits.is_empty() || (self.lookup.is_empty() && cart != Some(true)) {
            hints.push(Action::ClientPick);
        }
        if self.client().is_some() {
            hints.extend([
                Action::ClientBook,
                Action::ClientAgain,
                Action::ClientEdit,
                Action::ClientHistory,
            ]);
        } else {
            hints.retain(|it| *it != Action::ClientPick);
        }
        hints.push(Action::NewClient);
        if cart == Some(true) {
            hints.push(Action::ClientDetach);
        }
        hints.extend([Action::PaneDay, Action::PaneCart]);
        hints
    }

    fn help(&self) -> &'static str {
        "help-client"
    }
}
