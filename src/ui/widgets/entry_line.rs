//! The line at the top of a pane that is typed into without being opened first: what
//! is typed filters or looks up what is under it.

use ratatui::{Frame, layout::Rect};

use super::{strip, text_input::TextInput};
use crate::{
    domain::text,
    ui::{action::Context, component::Input, keymap::places::Typing, view::View},
};

pub struct EntryLine {
    input: TextInput,
    /// The pane's own keys.
    own: Context,
    /// What begins a text; once there is one, everything goes on with it.
    begins: Typing,
}

impl EntryLine {
    pub fn new(own: Context, begins: Typing) -> Self {
        Self {
            input: TextInput::with_max("", text::NAME_MAX),
            own,
            begins,
        }
    }

    pub fn text(&self) -> &str {
        self.input.text()
    }

    pub fn is_empty(&self) -> bool {
        self.input.is_empty()
    }

    pub fn clear(&mut self) {
        self.input.clear();
    }

    /// Where a key is looked up in the pane.
    pub fn contexts(&self) -> Vec<Context> {
        let mut contexts = vec![self.own];
        if !self.is_empty() {
            contexts.extend([Context::Text, Context::Dialog]);
        }
        contexts.extend([Context::Desk, Context::Anywhere, Context::Nav]);
        contexts
    }

    pub fn takes_char(&self, letter: char) -> bool {
        !self.is_empty() || self.begins.takes(letter)
    }

    /// Whether the input was typed into it.
    pub fn handle(&mut self, input: &Input) -> bool {
        match input {
            Input::Action(action) if action.def().context != Context::Text => false,
            input => self.input.handle(input),
        }
    }

    /// Draws it on the first row, and gives what is under it. It is always there: going
    /// in and out moves nothing.
    pub fn render(&self, frame: &mut Frame, area: Rect, view: &View, focused: bool) -> Rect {
        let field = strip::prompt(frame, area, "> ", view.theme);
        self.input
            .render(frame, field, view.theme.strong(), focused);
        strip::below(area)
    }
}
