//! Printed pages on the screen: the demo's pretend printer, and previews. What is
//! shown is what prints.

use ratatui::{Frame, layout::Rect};

use crate::ui::{
    action::{Action, Context},
    component::{Cmd, Component, Input, Reply},
    view::View,
    widgets::strip,
};

/// Pages of text, one at a time; left and right turn them.
struct Pages {
    title: String,
    sheets: Vec<Vec<String>>,
    at: usize,
    first: usize,
}

/// All papers of the pretend printer, the latest first seen.
pub fn papers(pages: Vec<Vec<String>>, view: &View) -> Box<dyn Component> {
    let at = pages.len().saturating_sub(1);
    let pages = if pages.is_empty() {
        vec![vec![view.text("paper-none")]]
    } else {
        pages
    };
    Box::new(Pages {
        title: view.text("paper-title"),
        sheets: pages,
        at,
        first: 0,
    })
}

/// One page.
pub fn page(title: String, lines: Vec<String>) -> Box<dyn Component> {
    Box::new(Pages {
        title,
        sheets: vec![lines],
        at: 0,
        first: 0,
    })
}

impl Component for Pages {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Dialog, Context::Anywhere, Context::Nav]
    }

    fn handle(&mut self, input: &Input, _: &View) -> Reply {
        match input {
            Input::Action(Action::Back | Action::Accept) => return Reply::one(Cmd::Pop),
            Input::Action(Action::NavLeft) => {
                self.at = self.at.saturating_sub(1);
                self.first = 0;
            }
            Input::Action(Action::NavRight) => {
                self.at = (self.at + 1).min(self.sheets.len() - 1);
                self.first = 0;
            }
            Input::Action(Action::NavUp) => self.first = self.first.saturating_sub(1),
            Input::Action(Action::NavDown) => self.first += 1,
            Input::Action(Action::NavPageUp) => self.first = self.first.saturating_sub(10),
            Input::Action(Action::NavPageDown) => self.first += 10,
            Input::Action(_) | Input::Scan(_) => return Reply::Ignored,
            _ => (),
        }
        Reply::none()
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let title = format!("{}  {}/{}", self.title, self.at + 1, self.sheets.len());
        let inner = strip::dialog(frame, area, &title, view.theme);
        let lines = &self.sheets[self.at];
        let n_rows = usize::from(inner.height);
        self.first = self.first.min(lines.len().saturating_sub(n_rows));
        strip::lines(frame, inner, lines.iter().skip(self.first).cloned());
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![
            Action::Back,
            Action::NavDown,
            Action::NavPageDown,
            Action::NavLeft,
            Action::NavRight,
        ]
    }

    fn help(&self) -> &'static str {
        "help-paper"
    }
}
