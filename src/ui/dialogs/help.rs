//! F1: what this screen is for, and every key that works on it.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    domain::text,
    ui::{
        action::{ACTIONS, Action, Context},
        component::{Cmd, Component, Input, Reply},
        view::View,
        widgets::strip,
    },
};

struct Help {
    title: String,
    /// What the screen is for, not yet wrapped.
    about: String,
    /// Key and meaning.
    keys: Vec<(String, String)>,
    first: usize,
}

/// The help of the component that keys go to: what it is for and the jobs one can do
/// there, then every key that works on it, those of the hint line first.
pub fn help(about: &dyn Component, view: &View) -> Box<dyn Component> {
    let contexts = about.contexts();
    // Keys of a text that is being typed are known to everybody.
    let listed = contexts.iter().filter(|it| **it != Context::Text);
    let of_contexts = listed.flat_map(|context| {
        let rows = ACTIONS.iter();
        rows.filter(move |def| def.context == *context)
    });
    let mut actions = about.hints(view);
    actions.extend(of_contexts.map(|def| def.action));
    let mut told: Vec<Action> = Vec::new();
    let mut keys = Vec::new();
    for action in actions {
        if told.contains(&action) || (action.def().is_demo() && !view.demo) {
            continue;
        }
        told.push(action);
        let keys_here = view
            .keymap
            .keys_at(action, &contexts, |letter| about.takes_char(letter));
        if !keys_here.is_empty() {
            let shown: Vec<String> = keys_here.iter().map(ToString::to_string).collect();
            keys.push((shown.join(" "), action.def().help(&view.locale)));
        }
    }
    let screen = view.text(&format!("{}-title", about.help()));
    Box::new(Help {
        title: view.fill("help-title", &[("screen", screen.into())]),
        about: view.text(about.help()),
        keys,
        first: 0,
    })
}

impl Help {
    fn lines(&self, width: usize, view: &View) -> Vec<Line<'static>> {
        let about = self.about.lines().flat_map(|line| text::wrap(line, width));
        let mut lines: Vec<Line> = about.map(Line::from).collect();
        lines.push(Line::default());
        let key_width = self
            .keys
            .iter()
            .map(|(key, _)| text::cells(key))
            .max()
            .unwrap_or(0)
            .min(width / 3);
        for (key, meaning) in &self.keys {
            let wrapped = text::wrap(meaning, width.saturating_sub(key_width + 2));
            for (nth, part) in wrapped.into_iter().enumerate() {
                let key = if nth == 0 {
                    text::cut(key, key_width)
                } else {
                    String::new()
                };
                lines.push(Line::from(vec![
                    Span::styled(text::pad(&key, key_width + 2), view.theme.key()),
                    Span::raw(part),
                ]));
            }
        }
        lines
    }
}

impl Component for Help {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Dialog, Context::Anywhere, Context::Nav]
    }

    fn handle(&mut self, input: &Input, _: &View) -> Reply {
        match input {
            Input::Action(Action::Back | Action::Accept | Action::Help) => {
                return Reply::one(Cmd::Pop);
            }
            Input::Action(Action::NavUp) => self.first = self.first.saturating_sub(1),
            Input::Action(Action::NavDown) => self.first += 1,
            Input::Action(Action::NavPageUp) => self.first = self.first.saturating_sub(10),
            Input::Action(Action::NavPageDown) => self.first += 10,
            Input::Action(Action::NavFirst) => self.first = 0,
            Input::Action(Action::NavLast) => self.first = usize::MAX,
            Input::Action(_) | Input::Scan(_) => return Reply::Ignored,
            _ => (),
        }
        Reply::none()
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &self.title, view.theme);
        let lines = self.lines(usize::from(inner.width), view);
        let n_rows = usize::from(inner.height);
        self.first = self.first.min(lines.len().saturating_sub(n_rows));
        strip::lines(frame, inner, lines.into_iter().skip(self.first));
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![Action::Back, Action::NavPageDown, Action::NavPageUp]
    }

    fn help(&self) -> &'static str {
        "help-on-help"
    }
}
