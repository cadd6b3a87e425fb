//! One line of text with a cursor. Control characters never enter it.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    domain::text,
    ui::{action::Action, component::Input},
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextInput {
    text: String,
    /// In graphemes from the start.
    cursor: usize,
    /// In characters; a paste is cut there.
    max_chars: usize,
}

/// For fields that name no other.
const DEFAULT_MAX: usize = 200;

impl TextInput {
    pub fn new(initial: &str) -> Self {
        Self::with_max(initial, DEFAULT_MAX)
    }

    pub fn with_max(initial: &str, max_chars: usize) -> Self {
        let mut input = Self {
            text: String::new(),
            cursor: 0,
            max_chars,
        };
        input.insert(initial);
        input
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn set(&mut self, text: &str) {
        self.clear();
        self.insert(text);
    }

    pub fn clear(&mut self) {
        self.text.clear();
        self.cursor = 0;
    }

    /// Whether the input was used.
    pub fn handle(&mut self, input: &Input) -> bool {
        match input {
            Input::Char(letter) => self.insert(letter.encode_utf8(&mut [0; 4])),
            Input::Paste(pasted) => {
                // More than the field holds needs no cleaning.
                let start: String = pasted.chars().take(self.max_chars * 2).collect();
                self.insert(&text::clean(&start, self.max_chars));
            }
            Input::Action(action) => return self.edit(*action),
            Input::Scan(_)
            | Input::Refresh
            | Input::Sold(_)
            | Input::Add(_)
            | Input::ShowTime(_)
            | Input::ShowDay(_)
            | Input::ShowAppointment(_)
            | Input::Quiet => return false,
        }
        true
    }

    fn edit(&mut self, action: Action) -> bool {
        let n = self.text.graphemes(true).count();
        match action {
            Action::TextLeft => self.cursor = self.cursor.saturating_sub(1),
            Action::TextRight => self.cursor = (self.cursor + 1).min(n),
            Action::TextHome => self.cursor = 0,
            Action::TextEnd => self.cursor = n,
            Action::TextClear => self.clear(),
            Action::TextBackspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.remove_at_cursor();
            }
            Action::TextDelete if self.cursor < n => self.remove_at_cursor(),
            Action::TextBackspace | Action::TextDelete => (),
            _ => return false,
        }
        true
    }

    fn byte_at(&self, grapheme: usize) -> usize {
        self.text
            .grapheme_indices(true)
            .nth(grapheme)
            .map_or(self.text.len(), |(at, _)| at)
    }

    fn remove_at_cursor(&mut self) {
        let (start, end) = (self.byte_at(self.cursor), self.byte_at(self.cursor + 1));
        self.text.replace_range(start..end, "");
    }

    fn insert(&mut self, new: &str) {
        let room = self.max_chars.saturating_sub(self.text.chars().count());
        let new: String = new
            .chars()
            .filter(|letter| !letter.is_control())
            .take(room)
            .collect();
        let at = self.byte_at(self.cursor);
        self.text.insert_str(at, &new);
        // Counted anew: a combining mark joins the grapheme before it.
        self.cursor = self.text[..at + new.len()].graphemes(true).count();
    }

    /// Draws the text, scrolled so that the cursor is seen, and puts the terminal's
    /// cursor there when focused.
    pub fn render(&self, frame: &mut Frame, area: Rect, style: Style, focused: bool) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        let width = usize::from(area.width);
        let before: Vec<&str> = self.text.graphemes(true).take(self.cursor).collect();
        let mut start = 0;
        while text::cells(&before[start..].concat()) >= width && start < before.len() {
            start += 1;
        }
        let shown: String = self.text.graphemes(true).skip(start).collect();
        frame.render_widget(
            Line::from(Span::styled(text::cut(&shown, width), style)),
            area,
        );
        if focused {
            let cells = text::cells(&before[start..].concat());
            let x = area.x + u16::try_from(cells).unwrap_or(0).min(area.width - 1);
            frame.set_cursor_position(Position::new(x, area.y));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> TextInput {
        let mut input = TextInput::with_max("", 12);
        for letter in keys.chars() {
            match letter {
                '<' => input.handle(&Input::Action(Action::TextBackspace)),
                '[' => input.handle(&Input::Action(Action::TextLeft)),
                '{' => input.handle(&Input::Action(Action::TextHome)),
                'X' => input.handle(&Input::Action(Action::TextDelete)),
                letter => input.handle(&Input::Char(letter)),
            };
        }
        input
    }

    #[test]
    fn editing_goes_by_letters_as_people_see_them() {
        #[rustfmt::skip]
        let cases = [
            ("ab<c", "ac"),
            ("ab[c", "acb"),
            ("ab{X", "b"),
            ("王芳<", "王"),
            ("e\u{301}x<<", ""),
            ("<<<", ""),
            ("abcdefghijklmnop", "abcdefghijkl"),
        ];
        for (keys, want) in cases {
            assert_eq!(typed(keys).text(), want, "{keys}");
        }
    }

    #[test]
    fn a_pasted_document_is_cleaned_and_cut() {
        let mut input = TextInput::with_max("", 10);
        input.handle(&Input::Paste(
            "one\r\ntwo\x1b[31m\u{202e}three".repeat(10_000),
        ));
        assert_eq!(input.text().chars().count(), 10);
        assert!(input.text().starts_with("one two"), "{}", input.text());
    }
}
