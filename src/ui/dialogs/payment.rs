//! The payment screen: any tender, any split, and what is due after each. It opens
//! by its key, and in place of the money keys after a cart was brought back.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::{
    domain::{
        checkout::{self, Due},
        ids::TicketId,
        money::Money,
        tender::{Tender, TenderKind},
        text,
    },
    ops::{
        outcome::Outcome,
        query::TicketSheet,
        refusal::Refusal,
        request::{Paying, Request},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        view::View,
        widgets::{strip, text_input::TextInput},
    },
};

const AMOUNT_MAX: usize = 20;

struct Payment {
    ticket: TicketId,
    amount: TextInput,
    message: Option<String>,
    /// Looked like a slip or a wrong clock; the same key again means it.
    doubted: Option<Tender>,
    asked: Option<Tender>,
}

/// For the open cart, with what was typed before.
pub fn payment(sheet: &TicketSheet, typed: &str) -> Box<dyn Component> {
    Box::new(Payment {
        ticket: sheet.id(),
        amount: TextInput::with_max(typed, AMOUNT_MAX),
        message: None,
        doubted: None,
        asked: None,
    })
}

/// Why money was not taken, with the key that helps.
pub fn say_stop(stop: &Stop, view: &View) -> Cmd {
    match stop {
        Stop::Refused(refusal) => Cmd::Say(Tone::Refused, sentence(refusal, view)),
        Stop::Failed(_) => view.say_stop(stop),
    }
}

fn sentence(refusal: &Refusal, view: &View) -> String {
    match refusal {
        Refusal::DrawerNotOpen => view.fill(
            "payment-drawer-closed",
            &[("key", view.key(Action::DrawerMenu).into())],
        ),
        refusal => view.words().refusal(refusal),
    }
}

/// Each part by its tender and amount.
pub fn part_rows(parts: &[Tender], view: &View) -> Vec<(String, String)> {
    let words = view.words();
    let row = |part: &Tender| {
        let amount = part.amount.map(|amount| view.money(amount));
        (words.tender(part.kind), amount.unwrap_or_default())
    };
    parts.iter().map(row).collect()
}

/// `Card 20.00 and Cash 5.00`.
pub fn parts_listed(parts: &[Tender], view: &View) -> String {
    let rows = part_rows(parts, view).into_iter();
    let listed: Vec<String> = rows
        .map(|(tender, amount)| format!("{tender} {amount}"))
        .collect();
    view.words().list(&listed)
}

impl Payment {
    fn sheet<'a>(&self, view: &'a View) -> Option<&'a TicketSheet> {
        view.ticket
            .as_ref()
            .filter(|sheet| sheet.id() == self.ticket)
    }

    fn typed(&self, view: &View) -> Result<Option<Money>, String> {
        let typed = self.amount.text().trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let parsed = view.settings.currency.parse(typed);
        parsed
            .map(Some)
            .map_err(|_| view.fill("cart-not-an-amount", &[("typed", typed.into())]))
    }

    fn due_with(&self, more: Option<Tender>, view: &View) -> Option<Due> {
        let mut tenders = self.parts(view).to_vec();
        tenders.extend(more);
        let total = self.sheet(view)?.total;
        checkout::due_after(total, &tenders, view.settings.cash_rounding).ok()
    }

    /// A tender that does not cover what is due is a part; the last one posts.
    fn take(&mut self, kind: TenderKind, view: &View) -> Reply {
        let amount = match self.typed(view) {
            Ok(amount) => amount,
            Err(sentence) => {
                self.message = Some(sentence);
                return Reply::none();
            }
        };
        let Some(sheet) = self.sheet(view) else {
            return Reply::one(Cmd::Pop);
        };
        let tender = Tender::of(kind, amount);
        let covers = self
            .due_with(Some(tender.clone()), view)
            .is_none_or(|due| due.exact.is_zero());
        if !covers {
            let mut tenders = self.parts(view).to_vec();
            tenders.push(tender);
            return Reply::one(Cmd::Run(Request::TakeParts { tenders }));
        }
        let confirmed = self.doubted.as_ref() == Some(&tender);
        self.asked = Some(tender.clone());
        let told = Some(sheet.total);
        Reply::one(Cmd::Run(Request::Pay(Paying {
            tenders: vec![tender],
            told,
            confirmed,
        })))
    }

    /// What was taken stays with the cart, whoever looks at it next.
    fn parts<'a>(&self, view: &'a View) -> &'a [Tender] {
        self.sheet(view)
            .map_or(&[], |sheet| sheet.ticket.taken.as_slice())
    }

    fn undo(&self, view: &View) -> Reply {
        let mut tenders = self.parts(view).to_vec();
        if tenders.pop().is_none() {
            return Reply::none();
        }
        Reply::one(Cmd::Run(Request::TakeParts { tenders }))
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        match action {
            Action::PaymentCash => return self.take(TenderKind::Cash, view),
            Action::PaymentCard => return self.take(TenderKind::Card, view),
            Action::PaymentUndo => return self.undo(view),
            Action::Back => return Reply::one(Cmd::Pop),
            // A reflex must not take money.
            Action::Accept => {
                let cash = view.key(Action::PaymentCash).into();
                let card = view.key(Action::PaymentCard).into();
                self.message =
                    Some(view.fill("payment-which-key", &[("cash", cash), ("card", card)]));
            }
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    /// What is paid, what is left, and what the typed amount would make of it.
    fn rows(&self, view: &View) -> Vec<(String, String)> {
        let Some(sheet) = self.sheet(view) else {
            return Vec::new();
        };
        let mut rows = vec![(view.text("cart-total"), view.money(sheet.total))];
        rows.extend(part_rows(self.parts(view), view));
        let due = self.due_with(None, view);
        if let Some(due) = due.filter(|due| due.in_cash != due.exact) {
            rows.push((view.text("cart-in-cash"), view.money(due.in_cash)));
        }
        let typed = self.typed(view).ok().flatten();
        let in_cash = typed.map(|amount| Tender::of(TenderKind::Cash, Some(amount)));
        let (id, amount) = match (self.due_with(in_cash, view), typed) {
            (Some(due), Some(_)) if !due.exact.is_zero() => ("payment-then-due", due.exact),
            (Some(due), Some(_)) => ("payment-change", due.change),
            (Some(due), None) => ("cart-due", due.exact),
            (None, _) => {
                rows.push((view.text("cart-too-much"), "!".to_owned()));
                return rows;
            }
        };
        rows.push((view.text(id), view.money(amount)));
        rows
    }

    fn message_lines(&self, width: usize) -> Vec<String> {
        self.message
            .as_ref()
            .map_or_else(Vec::new, |it| text::wrap(it, width))
    }
}

impl Component for Payment {
    fn contexts(&self) -> Vec<Context> {
        let text = if self.amount.is_empty() { 4 } else { 0 };
        let mut contexts = vec![
            Context::Payment,
            Context::Dialog,
            Context::Anywhere,
            Context::Nav,
        ];
        // Del is the text's while there is one, and takes a part back when not.
        contexts.insert(text, Context::Text);
        contexts
    }

    fn takes_char(&self, _: char) -> bool {
        true
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        if *input == Input::Refresh {
            return Reply::none();
        }
        if self.sheet(view).is_none() {
            return Reply::one(Cmd::Pop);
        }
        if self.amount.handle(input) {
            self.message = None;
            self.doubted = None;
            return Reply::none();
        }
        match input {
            Input::Action(action) => {
                self.message = None;
                self.act(*action, view)
            }
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        let asked = self.asked.take();
        match answer {
            Ok(Outcome::TicketChanged { .. }) => {
                self.amount.clear();
                self.message = None;
            }
            Ok(_) => return Reply::one(Cmd::Pop),
            Err(Stop::Refused(refusal)) => {
                let mut words = sentence(refusal, view);
                if matches!(refusal, Refusal::Implausible { .. }) {
                    self.doubted = asked;
                    words = view.fill("payment-again", &[("sentence", words.into())]);
                }
                self.message = Some(words);
            }
            Err(stop @ Stop::Failed(_)) => return Reply::one(view.say_stop(stop)),
        }
        Reply::none()
    }

    fn height(&self, view: &View, most: u16) -> u16 {
        let n = self.rows(view).len() + self.message_lines(74).len() + 3;
        u16::try_from(n).unwrap_or(u16::MAX).clamp(4, most.max(4))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &view.text("payment-title"), view.theme);
        let width = inner.width.min(40);
        let rows = self.rows(view);
        let last = rows.len().saturating_sub(1);
        let mut y = inner.y;
        for (nth, (label, amount)) in rows.iter().enumerate() {
            let style = if nth == 0 || nth == last {
                view.theme.strong()
            } else {
                view.theme.plain()
            };
            sum(
                frame,
                Rect {
                    y,
                    width,
                    height: 1,
                    ..inner
                },
                inner.bottom(),
                label,
                amount,
                style,
            );
            y += 1;
        }
        let rest = Rect {
            y: y.min(inner.bottom()),
            height: inner.bottom().saturating_sub(y),
            ..inner
        };
        let prompt = format!("{} > ", view.text("payment-amount"));
        let field = strip::prompt(frame, rest, &prompt, view.theme);
        self.amount.render(frame, field, view.theme.strong(), true);
        let message = self.message_lines(usize::from(inner.width)).into_iter();
        strip::lines(
            frame,
            strip::below(rest),
            message.map(|line| Line::styled(line, view.theme.alert())),
        );
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![
            Action::PaymentCash,
            Action::PaymentCard,
            Action::PaymentUndo,
            Action::Back,
        ]
    }

    fn help(&self) -> &'static str {
        "help-payment"
    }
}

fn sum(frame: &mut Frame, area: Rect, bottom: u16, label: &str, amount: &str, style: Style) {
    if area.y >= bottom {
        return;
    }
    let left_width = usize::from(area.width).saturating_sub(text::cells(amount) + 1);
    let left = text::pad(&text::cut(label, left_width), left_width);
    frame.render_widget(
        Line::from(Span::styled(format!("{left} {amount}"), style)),
        area,
    );
}
