//! One line of text with a cursor. What is not seen never enters it: control,
//! zero-width and direction-turning characters.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    style::{Modifier, Style},
    text::Span,
};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    domain::text,
    ui::{action::Action, component::Input},
};

/// On the cell that the next letter comes to, while a frame is made: letters that are
/// not keys yet are shown there. It never reaches the terminal.
pub const CURSOR_MARK: Modifier = Modifier::RAPID_BLINK;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextInput {
    text: String,
    /// In graphemes from the start.
    cursor: usize,
    /// In characters; a paste is cut there.
    max_chars: usize,
    takes: Takes,
    /// Nobody reads it from the screen.
    hidden: bool,
    /// The next letter takes the place of all that stands here.
    is_done: bool,
}

/// What may be typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Takes {
    #[default]
    Any,
    Digits,
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
            takes: Takes::Any,
            hidden: false,
            is_done: false,
        };
        input.insert(initial);
        input
    }

    #[must_use]
    pub fn taking(mut self, takes: Takes) -> Self {
        self.takes = takes;
        self
    }

    /// Shows that something is typed, and not what.
    #[must_use]
    pub fn hiding(mut self) -> Self {
        self.hidden = true;
        self
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

    /// What stands here has done its work: it stays to be seen, and is replaced by what
    /// is typed next, unless it is changed first.
    pub fn begin_anew(&mut self) {
        self.is_done = true;
    }

    /// Whether the input was used.
    pub fn handle(&mut self, input: &Input) -> bool {
        if self.is_done && matches!(input, Input::Char(_) | Input::Paste(_)) {
            self.clear();
        }
        let used = self.take(input);
        self.is_done &= !used;
        used
    }

    fn take(&mut self, input: &Input) -> bool {
        match input {
            Input::Char(letter) => self.insert(letter.encode_utf8(&mut [0; 4])),
            // Spaces and marks around the digits are left out, not counted.
            Input::Paste(pasted) if self.takes == Takes::Digits => {
                let digits = pasted.chars().filter(char::is_ascii_digit);
                self.insert(&digits.take(self.max_chars).collect::<String>());
            }
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
            | Input::Client(_)
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
            .filter(|letter| match self.takes {
                Takes::Any => text::may_be_typed(*letter),
                Takes::Digits => letter.is_ascii_digit(),
            })
            .take(room)
            .collect();
        let at = self.byte_at(self.cursor);
        self.text.insert_str(at, &new);
        // Counted anew: a combining mark joins the grapheme before it.
        self.cursor = self.text[..at + new.len()].graphemes(true).count();
    }

    /// Draws the text, moved sideways so that the cursor is seen, and puts the
    /// terminal's cursor there when focused. What is out of sight is marked at its end.
    pub fn render(&self, frame: &mut Frame, area: Rect, style: Style, focused: bool) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        let mut letters: Vec<&str> = self.text.graphemes(true).collect();
        if self.hidden {
            letters.fill("*");
        }
        let cursor = focused.then_some(self.cursor);
        let (shown, at) = window(&letters, cursor.unwrap_or(0), usize::from(area.width));
        frame.render_widget(Span::styled(shown, style), area);
        if cursor.is_some() {
            let x = area.x + u16::try_from(at).unwrap_or(0).min(area.width - 1);
            frame.set_cursor_position(Position::new(x, area.y));
            // What is typed ahead would be read there.
            if !self.hidden
                && let Some(cell) = frame.buffer_mut().cell_mut((x, area.y))
            {
                cell.modifier |= CURSOR_MARK;
            }
        }
    }
}

/// Letters of the text in at most `width` cells with the cursor among them, and the
/// cursor's cell. A letter is never cut in half.
fn window(letters: &[&str], cursor: usize, width: usize) -> (String, usize) {
    let cells: Vec<usize> = letters.iter().map(|it| text::cells(it)).collect();
    let sum = |from: usize, to: usize| cells[from..to].iter().sum::<usize>();
    // The cursor behind the last letter needs a cell of its own.
    let of_cursor = cells.get(cursor).copied().unwrap_or(1);
    if sum(0, letters.len()) + usize::from(cursor == letters.len()) <= width {
        return (letters.concat(), sum(0, cursor));
    }
    let mut start = 0;
    let mut before = sum(0, cursor);
    let right_mark = usize::from(cursor + 1 < letters.len());
    while start < cursor && usize::from(start > 0) + before + of_cursor + right_mark > width {
        before -= cells[start];
        start += 1;
    }
    let left_mark = usize::from(start > 0);
    let mut shown = if start > 0 { "…" } else { "" }.to_owned();
    let mut used = left_mark;
    for (idx, letter) in letters.iter().enumerate().skip(start) {
        let is_last = idx + 1 == letters.len();
        if used + cells[idx] + usize::from(!is_last) > width {
            if used < width {
                shown.push('…');
            }
            break;
        }
        shown.push_str(letter);
        used += cells[idx];
    }
    (shown, left_mark + before)
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
    fn a_long_text_moves_sideways_by_letters() {
        #[rustfmt::skip]
        let cases = [
            // text           cursor width  shown         cursor's cell
            ("abcdef",          6,    7,    "abcdef",       6),
            ("abcdef",          6,    6,    "…cdef",        5),
            ("abcdef",          0,    4,    "abc…",         0),
            ("abcdef",          2,    4,    "abc…",         2),
            ("abcdef",          3,    4,    "…cd…",         2),
            ("abcdef",          5,    4,    "…def",         3),
            ("王芳王芳",         4,    6,    "…王芳",        5),
            ("王芳王芳",         0,    6,    "王芳…",        0),
            ("王芳王芳",         2,    6,    "…芳王…",       3),
            ("e\u{301}e\u{301}e\u{301}", 3, 3, "…e\u{301}", 2),
            ("",                0,    3,    "",             0),
            ("abc",             1,    1,    "…",            1),
        ];
        for (text, cursor, width, shown, at) in cases {
            let letters: Vec<&str> = text.graphemes(true).collect();
            let (got, cell) = window(&letters, cursor, width);
            assert_eq!((got.as_str(), cell), (shown, at), "{text} {cursor} {width}");
        }
    }

    /// Whatever the text and the place: nothing over the width, the cursor within, and
    /// the letter under it whole where two cells are there for it.
    #[test]
    fn the_letter_under_the_cursor_is_seen() {
        let letters: Vec<&str> = "aé王b芳ｗ1 2 Ա王".graphemes(true).collect();
        for width in 5..20 {
            for cursor in 0..=letters.len() {
                let (shown, at) = window(&letters, cursor, width);
                assert!(text::cells(&shown) <= width, "{shown} {width}");
                assert!(at < width, "{shown} {cursor} {width}");
                if let Some(letter) = letters.get(cursor) {
                    let mut cell = 0;
                    let under = shown.graphemes(true).find(|it| {
                        let here = cell == at;
                        cell += text::cells(it);
                        here
                    });
                    assert_eq!(under, Some(*letter), "{shown} {cursor} {width}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_seen_does_not_enter() {
        assert_eq!(typed("a\u{202e}b\u{200b}c\u{1b}").text(), "abc");
        let mut digits = TextInput::with_max("", 3).taking(Takes::Digits);
        digits.handle(&Input::Char('x'));
        digits.handle(&Input::Paste("1 2-3 4".to_owned()));
        assert_eq!(digits.text(), "123");
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
