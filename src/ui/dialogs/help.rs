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
        key::{Key, KeyCode},
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

/// The help of the component that keys go to.
pub fn help(about: &dyn Component, view: &View) -> Box<dyn Component> {
    let mut contexts = about.contexts();
    contexts.retain(|context| !matches!(context, Context::Text));
    // Where one types, a character is text and no key.
    let is_text = |key: &Key| matches!(key.code, KeyCode::Char(letter) if !key.ctrl && about.takes_char(letter));
    let rows = contexts
        .iter()
        .flat_map(|context| ACTIONS.iter().filter(move |def| def.context == *context));
    let rows = rows.filter(|def| view.demo || !def.is_demo());
    let keys = rows.filter_map(|def| {
        let keys: Vec<String> = view
            .keymap
            .keys(def.action)
            .iter()
            .filter(|key| !is_text(key))
            .map(ToString::to_string)
            .collect();
        (!keys.is_empty()).then(|| (keys.join(" "), def.help(&view.locale)))
    });
    let screen = view.text(&format!("{}-title", about.help()));
    Box::new(Help {
        title: view.fill("help-title", &[("screen", screen.into())]),
        about: view.text(about.help()),
        keys: keys.collect(),
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
        vec![Context::Dialog, Context::Nav]
    }

    fn handle(&mut self, input: &Input, _: &View) -> Reply {
        match input {
            Input::Action(Action::Back | Action::Accept) => return Reply::one(Cmd::Pop),
            Input::Action(Action::NavUp) => self.first = self.first.saturating_sub(1),
            Input::Action(Action::NavDown) => self.first += 1,
            Input::Action(Action::NavPageUp) => self.first = self.first.saturating_sub(10),
            Input::Action(Action::NavPageDown) => self.first += 10,
            Input::Action(Action::NavFirst) => self.first = 0,
            Input::Scan(_) => return Reply::Ignored,
            _ => (),
        }
        Reply::none()
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &self.title, view.theme);
        let lines = self.lines(usize::from(inner.width), view);
        let n_rows = usize::from(inner.height);
        self.first = self.first.min(lines.len().saturating_sub(n_rows));
        for (nth, line) in lines.into_iter().skip(self.first).take(n_rows).enumerate() {
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

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![Action::Back, Action::NavPageDown, Action::NavPageUp]
    }

    fn help(&self) -> &'static str {
        "help-on-help"
    }
}
