//! One list of everything that has a name or a number: clients, visits, services,
//! products, receipts, the best first. Enter does with each what one would do
//! next, and a key of its own the other thing.

use std::{mem::discriminant, ops::Range};

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{booking, receipts};
use crate::{
    domain::{
        ids::ClientId,
        matching::marks::{in_address, in_name, in_number},
        text,
        ticket::Item,
    },
    ops::{
        client_index::COUNTED_MAX,
        query::{self, AnyHit, ClientHit, FoundAnything, FoundItem, FoundReceipt, FoundVisit},
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply},
        panes::client,
        view::View,
        widgets::{
            marked::{cut_at, end_of, fitted},
            strip,
            text_input::TextInput,
        },
    },
};

/// Kinds are in one column.
const KIND_CELLS: usize = 12;

struct Find {
    typed: TextInput,
    /// What was scanned since: it is looked for, and what is typed waits.
    scanned: Option<String>,
    found: FoundAnything,
    marked: usize,
}

pub fn find(view: &View) -> Box<dyn Component> {
    let mut find = Find {
        typed: TextInput::with_max("", text::NAME_MAX),
        scanned: None,
        found: FoundAnything::default(),
        marked: 0,
    };
    // Whoever types the first letter is told what went wrong.
    drop(find.look_up(view));
    Box::new(find)
}

impl Find {
    fn look_up(&mut self, view: &View) -> Vec<Cmd> {
        self.marked = 0;
        let register = view.session.register;
        let n_shown = view.theme.hits(u16::MAX);
        match query::find_anything(&view.shop, &view.settings, register, self.wanted(), n_shown) {
            Ok(found) => self.found = found,
            Err(stop) => return vec![view.say_stop(&stop)],
        }
        Vec::new()
    }

    fn wanted(&self) -> &str {
        self.scanned.as_deref().unwrap_or(self.typed.text())
    }

    /// Reads again and stays on what was marked, wherever it is now.
    fn refresh(&mut self, view: &View) -> Vec<Cmd> {
        let marked = self.hit().cloned();
        let said = self.look_up(view);
        let hits = self.found.hits.iter();
        let same = hits.map(|it| marked.as_ref().is_some_and(|marked| is_same(it, marked)));
        self.marked = same.into_iter().position(|it| it).unwrap_or(0);
        said
    }

    /// What was scanned is found like what is typed, which stays as it is; a code that
    /// nothing has means what it means at the desk, under this list.
    fn scan(&mut self, code: &str, view: &View) -> Reply {
        // A card is one client's, and needs no choosing.
        if query::with_card(&view.shop.read(), code).is_ok_and(|it| !it.is_empty()) {
            return Reply::Done(vec![Cmd::Pop, Cmd::Scan(code.to_owned())]);
        }
        self.scanned = Some(code.to_owned());
        let said = self.look_up(view);
        if self.found.hits.is_empty() && said.is_empty() {
            self.scanned = None;
            let mut said = self.look_up(view);
            said.push(Cmd::ScanBelow(code.to_owned()));
            return Reply::Done(said);
        }
        Reply::Done(said)
    }

    fn hit(&self) -> Option<&AnyHit> {
        self.found.hits.get(self.marked)
    }

    fn step(&mut self, by: isize) {
        let last = self.found.hits.len().saturating_sub(1);
        self.marked = self.marked.saturating_add_signed(by).min(last);
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let last = self.found.hits.len().saturating_sub(1);
        match action {
            Action::NavUp | Action::NavPrev => self.step(-1),
            Action::NavDown | Action::NavNext => self.step(1),
            Action::NavPageUp | Action::NavFirst => self.marked = 0,
            Action::NavPageDown | Action::NavLast => self.marked = last,
            Action::Back => return Reply::one(Cmd::Pop),
            action => {
                let done = self.hit().and_then(|hit| does(action, hit, view));
                return match done {
                    Some(cmds) => Reply::Done(std::iter::once(Cmd::Pop).chain(cmds).collect()),
                    None if action == Action::Accept => Reply::none(),
                    None => Reply::Ignored,
                };
            }
        }
        Reply::none()
    }

    /// `Find  8 of 23`
    fn title(&self, view: &View) -> String {
        let n = match self.found.n {
            n if n >= COUNTED_MAX => format!("{COUNTED_MAX}+"),
            n => n.to_string(),
        };
        let n_shown = self.found.hits.len();
        let count = if n_shown < self.found.n {
            view.fill("list-at", &[("n", n_shown.into()), ("all", n.into())])
        } else {
            n
        };
        let mut title = format!("{}  {count}", view.text("find-title"));
        if let Some(code) = &self.scanned {
            let code = [("code", code.as_str().into())];
            title = format!("{title}  {}", view.fill("find-scanned", &code));
        }
        if self.found.is_partial {
            return format!("{title}  {}", view.text("client-reading"));
        }
        title
    }
}

/// What a key does with something found; `None` if nothing.
fn does(action: Action, hit: &AnyHit, view: &View) -> Option<Vec<Cmd>> {
    match action {
        Action::Accept => Some(open(hit, view)),
        Action::FoundBook => {
            let prefill = booked(hit)?;
            Some(vec![Cmd::Push(booking::book(view, prefill))])
        }
        Action::FoundClient => {
            let client = owner(hit)?;
            Some(vec![
                Cmd::ShowClient(Some(client)),
                Cmd::Focus(Pane::Client),
            ])
        }
        _ => None,
    }
}

fn open(hit: &AnyHit, view: &View) -> Vec<Cmd> {
    match hit {
        AnyHit::Client(hit) => {
            let mut cmds = client::take(hit.id, view);
            cmds.push(Cmd::Focus(Pane::Client));
            cmds
        }
        AnyHit::Visit(hit) => vec![
            Cmd::Focus(Pane::Day),
            Cmd::ShowAppointment(hit.visit.appointment),
        ],
        AnyHit::Item(hit) => vec![Cmd::AddToCart(hit.item.item), Cmd::Focus(Pane::Cart)],
        AnyHit::Receipt(hit) => receipts::open(view, hit.receipt.sale),
    }
}

fn booked(hit: &AnyHit) -> Option<booking::Prefill> {
    let AnyHit::Client(hit) = hit else {
        return None;
    };
    Some(booking::Prefill {
        client: Some(hit.id),
        ..booking::Prefill::default()
    })
}

/// Whose visit or receipt it is.
fn owner(hit: &AnyHit) -> Option<ClientId> {
    match hit {
        AnyHit::Visit(hit) => hit.client,
        AnyHit::Receipt(hit) => hit.client,
        AnyHit::Client(_) | AnyHit::Item(_) => None,
    }
}

fn is_same(one: &AnyHit, other: &AnyHit) -> bool {
    discriminant(one) == discriminant(other)
        && match (one, other) {
            (AnyHit::Client(one), AnyHit::Client(other)) => one.id == other.id,
            (AnyHit::Visit(one), AnyHit::Visit(other)) => {
                one.visit.appointment == other.visit.appointment
            }
            (AnyHit::Item(one), AnyHit::Item(other)) => one.item.item == other.item.item,
            (AnyHit::Receipt(one), AnyHit::Receipt(other)) => {
                one.receipt.sale == other.receipt.sale
            }
            _ => false,
        }
}

/// What a row says, and which of it was typed.
#[derive(Default)]
struct Row {
    kind: &'static str,
    left: String,
    left_marks: Vec<Range<usize>>,
    right: String,
    right_marks: Vec<Range<usize>>,
}

impl Row {
    /// Adds what is marked where it has the words.
    fn name(&mut self, name: &str, typed: &str) {
        let from = self.left.len();
        let marks = in_name(name, typed).into_iter();
        self.left_marks
            .extend(marks.map(|it| it.start + from..it.end + from));
        self.left.push_str(name);
    }

    /// Adds what was typed as a whole.
    fn whole(&mut self, code: &str) {
        let from = self.left.len();
        self.left.push_str(code);
        self.left_marks.push(from..self.left.len());
    }

    fn line(&self, is_marked: bool, width: usize, view: &View) -> Line<'static> {
        let (style, mark) = if is_marked {
            (view.theme.selected(), view.theme.glyph("▸", ">"))
        } else {
            (view.theme.plain(), " ")
        };
        let kind = text::cut(&view.text(self.kind), KIND_CELLS - 1);
        let kind = text::pad(&kind, KIND_CELLS);
        let (right, right_marks) = fitted(&self.right, &self.right_marks, width / 2);
        let room = width.saturating_sub(KIND_CELLS + text::cells(&right) + 3);
        let (left, left_marks) = fitted(&self.left, &self.left_marks, room);
        let n_filled = room.saturating_sub(text::cells(&left));
        let mut spans = vec![Span::raw(format!("{mark} {kind}"))];
        spans.extend(cut_at(&left, &left_marks, style, view.theme));
        spans.push(Span::raw(" ".repeat(n_filled + 1)));
        spans.extend(cut_at(&right, &right_marks, style, view.theme));
        Line::from(spans).style(style)
    }
}

fn row(hit: &AnyHit, typed: &str, width: usize, view: &View) -> Row {
    match hit {
        AnyHit::Client(hit) => client_row(hit, typed, width),
        AnyHit::Visit(hit) => visit_row(hit, typed, view),
        AnyHit::Item(hit) => item_row(hit, typed, view),
        AnyHit::Receipt(hit) => receipt_row(hit, typed, view),
    }
}

fn client_row(hit: &ClientHit, typed: &str, width: usize) -> Row {
    let mut row = Row {
        kind: "find-client",
        ..Row::default()
    };
    if hit.has_alert {
        row.left.push_str("! ");
    }
    if typed.contains('@') {
        row.left.push_str(&hit.name);
        row.right = end_of(&hit.email, width * 2 / 5);
        row.right_marks = in_address(&row.right, typed);
    } else {
        row.name(&hit.name, typed);
        row.right = end_of(&hit.phone, width * 2 / 5);
        row.right_marks = in_number(&row.right, typed);
    }
    row
}

/// Today's with the time alone.
fn visit_row(hit: &FoundVisit, typed: &str, view: &View) -> Row {
    let words = view.words();
    let start = hit.visit.start.plus(0);
    let when = if start.date == view.today() {
        words.time(start)
    } else {
        words.moment(start)
    };
    let mut row = Row {
        kind: "find-visit",
        left: format!("{when} "),
        right: words.status(hit.visit.status),
        ..Row::default()
    };
    row.name(&words.client(&hit.client_name), typed);
    row.left.push_str(", ");
    if !in_name(&hit.visit.staff, typed).is_empty() {
        // Found by who does it.
        row.name(&hit.visit.staff, typed);
        row.left.push_str(", ");
    }
    row.name(&hit.visit.service, typed);
    row
}

fn item_row(hit: &FoundItem, typed: &str, view: &View) -> Row {
    let FoundItem { item, by_code } = hit;
    let price = item
        .price
        .map_or_else(|| view.text("stock-price-asked"), |price| view.money(price));
    let price = view.own_price(item.own_price, price);
    let (kind, amount) = match item.item {
        Item::Service(_) => {
            let minutes = [("n", item.minutes.unwrap_or_default().into())];
            ("find-service", view.fill("find-minutes", &minutes))
        }
        Item::Product(_) => {
            let on_hand = [("n", item.on_hand.unwrap_or_default().into())];
            ("find-product", view.fill("find-on-hand", &on_hand))
        }
        Item::Plan(_) => ("find-plan", String::new()),
        // Only the price list is searched.
        _ => return Row::default(),
    };
    let mut row = Row {
        kind,
        right: format!("{amount}  {price}"),
        ..Row::default()
    };
    if by_code.is_empty() {
        row.name(&item.name, typed);
        if row.left_marks.is_empty() {
            // Found by what stands beside its name.
            for other in [&item.category, &item.code] {
                row.left.push_str("  ");
                row.name(other, typed);
            }
        }
    } else {
        row.left = format!("{}  ", item.name);
        row.whole(by_code);
    }
    row
}

fn receipt_row(hit: &FoundReceipt, typed: &str, view: &View) -> Row {
    let FoundReceipt { receipt, .. } = hit;
    let (number, rest) = (receipt.receipt.to_string(), receipts::row(receipt, view));
    let mut row = Row {
        kind: "find-receipt",
        right: rest.right,
        ..Row::default()
    };
    let is_name = typed.chars().any(char::is_alphabetic);
    if is_name {
        row.left.push_str(&number);
        let rest = rest.left.strip_prefix(&number).unwrap_or_default();
        row.name(rest, typed);
    } else {
        row.whole(&number);
        let rest = rest.left.strip_prefix(&number).unwrap_or_default();
        row.left.push_str(rest);
    }
    row
}

impl Component for Find {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Found,
            Context::Dialog,
            Context::Anywhere,
            Context::Text,
            Context::Nav,
        ]
    }

    fn takes_char(&self, _: char) -> bool {
        true
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => return Reply::Done(self.refresh(view)),
            Input::Scan(code) => return self.scan(code, view),
            Input::Action(Action::TextHome) if self.typed.is_empty() => {
                return self.act(Action::NavFirst, view);
            }
            Input::Action(Action::TextEnd) if self.typed.is_empty() => {
                return self.act(Action::NavLast, view);
            }
            _ => (),
        }
        if self.typed.handle(input) {
            self.scanned = None;
            return Reply::Done(self.look_up(view));
        }
        match input {
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    /// The same whatever is found, so that little is drawn again.
    fn height(&self, view: &View, most: u16) -> u16 {
        let n_hits = u16::try_from(view.theme.hits(most)).unwrap_or(most);
        n_hits.saturating_add(3).min(most)
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &self.title(view), view.theme);
        let field = strip::prompt(frame, inner, "> ", view.theme);
        self.typed.render(frame, field, view.theme.strong(), true);
        let inner = strip::below(inner);
        let (typed, width) = (self.wanted(), usize::from(inner.width));
        let hits = self.found.hits.iter().enumerate();
        let mut lines: Vec<Line> = hits
            .map(|(idx, hit)| row(hit, typed, width, view).line(idx == self.marked, width, view))
            .collect();
        if lines.is_empty() {
            let id = if typed.trim().is_empty() {
                "find-type"
            } else {
                "list-nothing"
            };
            lines.push(Line::styled(view.text(id), view.theme.dim()));
        }
        let n_rows = usize::from(inner.height).max(1);
        let first = self.marked - self.marked % n_rows;
        strip::lines(frame, inner, lines.into_iter().skip(first));
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        let mut hints = Vec::new();
        if let Some(hit) = self.hit() {
            hints.push(Action::Accept);
            hints.extend(booked(hit).map(|_| Action::FoundBook));
            hints.extend(owner(hit).map(|_| Action::FoundClient));
        }
        hints.push(Action::Back);
        hints
    }

    fn help(&self) -> &'static str {
        "help-find"
    }
}
