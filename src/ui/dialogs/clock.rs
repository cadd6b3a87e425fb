//! Asks whether a clock in doubt is right, before money moves: both times, and what
//! each answer means. The answer that changes nothing is marked first, so that a
//! key typed ahead says nothing in a person's name.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    domain::text,
    locale::Arg,
    ops::{clock_watch::Doubted, outcome::Outcome, request::Request, shop::Stop},
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        view::View,
        widgets::strip,
    },
};

const ANSWERS: [Answer; 2] = [Answer::Wrong, Answer::Right];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Wrong,
    Right,
}

struct ClockQuestion {
    doubted: Doubted,
    marked: usize,
}

pub fn question(doubted: Doubted) -> Box<dyn Component> {
    Box::new(ClockQuestion { doubted, marked: 0 })
}

impl ClockQuestion {
    fn lines(&self, width: usize, view: &View) -> Vec<Line<'static>> {
        let words = view.words();
        let Doubted { why, now, last } = self.doubted;
        let plain = |text: String| {
            let wrapped = text::wrap(&text, width).into_iter();
            wrapped.map(Line::from).collect::<Vec<_>>()
        };
        let strong = |id: &str, arg: (&str, Arg)| {
            Line::from(Span::styled(view.fill(id, &[arg]), view.theme.strong()))
        };
        let mut lines = vec![strong("clock-shows", ("now", words.instant(now).into()))];
        if let Some(last) = last {
            lines.push(strong("clock-last", ("last", words.instant(last).into())));
        }
        lines.push(Line::default());
        lines.extend(plain(words.clock_doubt(why)));
        lines.push(Line::default());
        for (nth, answer) in ANSWERS.into_iter().enumerate() {
            let (label, meaning) = match answer {
                Answer::Wrong => ("clock-wrong", "clock-wrong-means"),
                Answer::Right => ("clock-right", "clock-right-means"),
            };
            let mark = if nth == self.marked { "> " } else { "  " };
            let label = format!("{mark}{}", view.text(label));
            let style = if nth == self.marked {
                view.theme.selected()
            } else {
                view.theme.plain()
            };
            lines.push(Line::from(Span::styled(label, style)));
            let meaning = text::wrap(&view.text(meaning), width.saturating_sub(4));
            lines.extend(
                meaning
                    .into_iter()
                    .map(|line| Line::from(format!("    {line}"))),
            );
        }
        lines
    }

    fn decide(&self, view: &View) -> Reply {
        match ANSWERS[self.marked] {
            Answer::Right => Reply::one(Cmd::Run(Request::ConfirmClock {
                now: self.doubted.now,
            })),
            Answer::Wrong => wrong(view),
        }
    }
}

/// Whoever looks something up meanwhile may; the question comes back with the next
/// sale, unless the clock is set by then.
fn wrong(view: &View) -> Reply {
    let said = Cmd::Say(Tone::Note, view.text("clock-set-it"));
    Reply::Done(vec![Cmd::Pop, said])
}

impl Component for ClockQuestion {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Dialog, Context::Nav, Context::Anywhere]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Action(Action::Accept) => self.decide(view),
            Input::Action(Action::Back) => wrong(view),
            Input::Action(Action::NavUp | Action::NavDown | Action::NavNext | Action::NavPrev) => {
                self.marked = 1 - self.marked;
                Reply::none()
            }
            // The clock goes on, or was set in the meantime.
            Input::Refresh => match view.shop.doubted_clock() {
                Ok(Some(doubted)) => {
                    self.doubted = doubted;
                    Reply::none()
                }
                _ => Reply::Ignored,
            },
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match answer {
            Ok(outcome) => {
                let said = view.say_done(outcome);
                Reply::Done(vec![Cmd::Pop, said])
            }
            Err(stop) => Reply::one(view.say_stop(stop)),
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &view.text("clock-title"), view.theme);
        let lines = self.lines(usize::from(inner.width), view);
        for (row, line) in inner.rows().zip(lines) {
            frame.render_widget(line, row);
        }
    }

    fn height_at(&self, view: &View, width: u16, most: u16) -> u16 {
        let n = self.lines(usize::from(width.saturating_sub(2)), view).len() + 2;
        u16::try_from(n).unwrap_or(most).min(most)
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![Action::Accept, Action::NavDown, Action::Back]
    }

    fn help(&self) -> &'static str {
        "help-clock"
    }
}
