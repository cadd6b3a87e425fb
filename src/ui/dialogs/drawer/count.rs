//! Counting by coin and note: the float in the morning, and the blind count of the
//! evening. What is expected is on neither form.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{instead, result};
use crate::{
    domain::{drawer::Count, money::Money, text},
    ops::{outcome::Outcome, request::Request, shop::Stop},
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        view::View,
        widgets::{count::CountInput, strip, text_input::TextInput},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Open,
    Close,
}

struct CountForm {
    purpose: Purpose,
    cash: CountInput,
    /// The card terminal's own total; asked for at the close only.
    card: TextInput,
    on_card: bool,
    message: Option<String>,
    leaving: bool,
}

const CARD_MAX: usize = 20;

pub(super) fn open(view: &View) -> Box<dyn Component> {
    Box::new(CountForm::new(Purpose::Open, view))
}

pub(super) fn close(view: &View) -> Box<dyn Component> {
    Box::new(CountForm::new(Purpose::Close, view))
}

impl CountForm {
    fn new(purpose: Purpose, view: &View) -> Self {
        Self {
            purpose,
            cash: CountInput::new(&view.settings.denominations),
            card: TextInput::with_max("", CARD_MAX),
            on_card: false,
            message: None,
            leaving: false,
        }
    }

    fn has_card(&self) -> bool {
        self.purpose == Purpose::Close
    }

    fn next(&mut self) {
        if self.cash.is_at_last() && self.has_card() {
            self.on_card = true;
        } else {
            self.cash.next();
        }
    }

    fn prev(&mut self) {
        if self.on_card {
            self.on_card = false;
        } else {
            self.cash.prev();
        }
    }

    fn enter(&mut self, view: &View) -> Reply {
        if self.on_card || (self.cash.is_at_last() && !self.has_card()) {
            return self.submit(view);
        }
        self.next();
        Reply::none()
    }

    fn submit(&mut self, view: &View) -> Reply {
        let card = match self.typed_card(view) {
            Ok(card) => card,
            Err(sentence) => {
                self.message = Some(sentence);
                return Reply::none();
            }
        };
        let count = Count {
            cash: self.cash.pieces(),
            card,
        };
        Reply::one(Cmd::Run(match self.purpose {
            Purpose::Open => Request::OpenDrawer {
                float: count,
                business_date: None,
            },
            Purpose::Close => Request::CountDrawer { count },
        }))
    }

    fn typed_card(&self, view: &View) -> Result<Option<Money>, String> {
        let typed = self.card.text().trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let parsed = view.settings.currency.parse(typed);
        parsed
            .map(Some)
            .map_err(|_| view.fill("cart-not-an-amount", &[("typed", typed.into())]))
    }

    fn back(&mut self, view: &View) -> Reply {
        let is_empty = self.cash.is_empty() && self.card.is_empty();
        if is_empty || std::mem::replace(&mut self.leaving, true) {
            return Reply::one(Cmd::Pop);
        }
        self.message = Some(view.text("form-lose"));
        Reply::none()
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        match action {
            Action::Accept => return self.enter(view),
            Action::Back => return self.back(view),
            Action::NavDown | Action::NavNext => self.next(),
            Action::NavUp | Action::NavPrev => self.prev(),
            Action::NavPageDown => {
                self.cash.last();
                self.on_card = self.has_card();
            }
            Action::NavPageUp => {
                self.on_card = false;
                self.cash.first();
            }
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn title(&self, view: &View) -> String {
        view.text(match self.purpose {
            Purpose::Open => "drawer-float-title",
            Purpose::Close => "drawer-count-title",
        })
    }

    fn message_lines(&self, width: usize) -> Vec<String> {
        self.message
            .as_ref()
            .map_or_else(Vec::new, |it| text::wrap(it, width))
    }

    fn card_row(&self, frame: &mut Frame, area: Rect, view: &View) {
        if area.height == 0 {
            return;
        }
        let mark = if self.on_card {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        let label = format!("{mark} {}  ", view.text("drawer-card"));
        let cells = u16::try_from(text::cells(&label))
            .unwrap_or(0)
            .min(area.width);
        let style = if self.on_card {
            view.theme.strong()
        } else {
            view.theme.plain()
        };
        frame.render_widget(Line::from(Span::styled(label, style)), area);
        let field = Rect {
            x: area.x + cells,
            width: area.width - cells,
            ..area
        };
        if self.card.is_empty() && !self.on_card {
            let hint = Span::styled(view.text("drawer-card-hint"), view.theme.dim());
            frame.render_widget(Line::from(hint), field);
        }
        self.card.render(frame, field, style, self.on_card);
    }
}

impl Component for CountForm {
    fn contexts(&self) -> Vec<Context> {
        vec![
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
            Input::Refresh | Input::Quiet => return Reply::none(),
            // Never taken for a number of coins.
            Input::Scan(_) => return Reply::Ignored,
            _ => (),
        }
        self.leaving &= *input == Input::Action(Action::Back);
        let used = if self.on_card {
            self.card.handle(input)
        } else {
            self.cash.handle(input)
        };
        if used {
            self.message = None;
            return Reply::none();
        }
        match input {
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match answer {
            Ok(Outcome::Counted { .. }) => Reply::Done(instead(result::result(view))),
            Ok(outcome) => {
                let said = Cmd::Say(Tone::Good, view.words().outcome(outcome));
                Reply::Done(vec![Cmd::Pop, said])
            }
            Err(stop) => {
                self.message = Some(view.stop(stop));
                Reply::none()
            }
        }
    }

    fn height(&self, _: &View, most: u16) -> u16 {
        let rows = self.cash.height(78);
        let n = self.message_lines(74).len() + usize::from(self.has_card()) + 4;
        rows.saturating_add(u16::try_from(n).unwrap_or(u16::MAX))
            .min(most)
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &self.title(view), view.theme);
        let message = self.message_lines(usize::from(inner.width));
        let n_message = u16::try_from(message.len()).unwrap_or(0);
        let below = (2 + u16::from(self.has_card()) + n_message).min(inner.height);
        let rows = self.cash.height(inner.width).min(inner.height - below);
        let cash = Rect {
            height: rows,
            ..inner
        };
        self.cash.render(
            frame,
            cash,
            &view.settings.currency,
            view.theme,
            !self.on_card,
        );
        let mut y = cash.bottom();
        let mut next = || {
            let height = u16::from(y < inner.bottom());
            let place = Rect {
                y: y.min(inner.bottom()),
                height,
                ..inner
            };
            y += 1;
            place
        };
        if self.has_card() {
            self.card_row(frame, next(), view);
        }
        let total = [("total", view.money(self.cash.total()).into())];
        let total = Span::styled(view.fill("drawer-counted", &total), view.theme.strong());
        let mut lines = vec![Line::from(total)];
        lines.extend(
            message
                .into_iter()
                .map(|it| Line::from(Span::styled(it, view.theme.alert()))),
        );
        if message_is_short(lines.len()) {
            lines.push(Line::from(Span::styled(
                view.text("drawer-count-keys"),
                view.theme.dim(),
            )));
        }
        for line in lines {
            frame.render_widget(line, next());
        }
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![
            Action::Accept,
            Action::NavPageDown,
            Action::Back,
            Action::Help,
        ]
    }

    fn help(&self) -> &'static str {
        match self.purpose {
            Purpose::Open => "help-drawer-float",
            Purpose::Close => "help-drawer-count",
        }
    }
}

/// The hint of the keys gives way to a message.
fn message_is_short(n_lines: usize) -> bool {
    n_lines <= 1
}
