//! Looks by role. Status is never told by colour alone: without colour the screen
//! reads the same.

use ratatui::style::{Color, Modifier, Style};
use unicode_normalization::char::is_combining_mark;

/// What letters are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The sixteen colours, bold and reverse.
    Colour,
    /// Bold and reverse only.
    Mono,
    /// Plain letters: what is chosen is told by marks alone.
    Plain,
}

/// What letters and lines the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Box lines, blocks and letters of any script.
    Unicode,
    /// ASCII and the line drawing of a VT100.
    Lines,
    Ascii,
}

/// A look: how much the terminal can show, and how much of it the line to it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub ink: Ink,
    pub glyphs: Glyphs,
    /// Letters of any script are shown as they are, whatever lines are drawn with.
    pub any_letter: bool,
    /// The line is slow: as little as possible changes with a key.
    pub slow: bool,
}

/// More hits are never looked for while one types.
pub const HITS_MAX: usize = 8;
/// From so many lines on lists may cover more of the screen.
const LINES_MANY: u16 = 27;

/// The signs that a VT100 draws beside ASCII.
const LINE_DRAWING: &str = "◆▒°±┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

impl Theme {
    /// Colours and Unicode.
    pub fn full() -> Self {
        Self {
            ink: Ink::Colour,
            glyphs: Glyphs::Unicode,
            any_letter: true,
            slow: false,
        }
    }

    /// How many rows a list of hits has at most while one types, in so many lines: of a
    /// small screen as little as possible is covered.
    pub fn hits(self, n_lines: u16) -> usize {
        if self.slow || n_lines < LINES_MANY {
            5
        } else {
            HITS_MAX
        }
    }

    /// How many rows another list has at most.
    pub fn list_rows(self, n_lines: u16) -> usize {
        if self.slow {
            5
        } else if n_lines < LINES_MANY {
            6
        } else {
            11
        }
    }

    fn styled(self, modifiers: Modifier) -> Style {
        if self.ink == Ink::Plain {
            Style::new()
        } else {
            Style::new().add_modifier(modifiers)
        }
    }

    fn fg(self, colour: Color) -> Style {
        if self.ink == Ink::Colour {
            Style::new().fg(colour)
        } else {
            Style::new()
        }
    }

    pub fn plain(self) -> Style {
        Style::new()
    }

    pub fn title(self, focused: bool) -> Style {
        if focused {
            self.styled(Modifier::REVERSED | Modifier::BOLD)
        } else {
            Style::new()
        }
    }

    /// A chosen row, which has a mark besides: on a slow line the mark has to do.
    pub fn selected(self) -> Style {
        if self.slow {
            Style::new()
        } else {
            self.styled(Modifier::REVERSED)
        }
    }

    pub fn strong(self) -> Style {
        self.styled(Modifier::BOLD)
    }

    /// The letters that were looked for. Where there is no colour, bold alone is often
    /// not seen; where there is nothing, the letters themselves tell it.
    pub fn matched(self) -> Style {
        self.styled(match self.ink {
            Ink::Colour => Modifier::BOLD,
            Ink::Mono | Ink::Plain => Modifier::UNDERLINED,
        })
    }

    /// Of lesser weight: hours off, hints, past visits. Shown faint, where the terminal has
    /// that, and not in the palette's grey.
    pub fn dim(self) -> Style {
        self.fg(Color::DarkGray)
    }

    /// Must be seen: alerts, refusals.
    pub fn alert(self) -> Style {
        self.fg(Color::Red).patch(self.strong())
    }

    pub fn good(self) -> Style {
        self.fg(Color::Green)
    }

    pub fn warn(self) -> Style {
        self.fg(Color::Yellow)
    }

    pub fn accent(self) -> Style {
        self.fg(Color::Cyan)
    }

    /// Of a group of services, by its place among them: beside its sign.
    pub fn group(self, nth: usize) -> Style {
        const COLOURS: [Color; 6] = [
            Color::Cyan,
            Color::Magenta,
            Color::Green,
            Color::LightBlue,
            Color::Yellow,
            Color::Red,
        ];
        self.fg(COLOURS[nth % COLOURS.len()])
    }

    pub fn key(self) -> Style {
        if self.slow {
            Style::new()
        } else {
            self.fg(Color::Cyan).patch(self.strong())
        }
    }

    pub fn bar(self) -> Style {
        self.styled(Modifier::REVERSED)
    }

    /// One of two glyphs, by what the terminal can show.
    pub fn glyph(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if unicode.chars().all(|it| self.draws(it)) {
            unicode
        } else {
            ascii
        }
    }

    /// Whether the terminal shows this sign as it is.
    pub fn draws(self, sign: char) -> bool {
        sign.is_ascii()
            || (self.any_letter && (sign.is_alphanumeric() || is_combining_mark(sign)))
            || match self.glyphs {
                Glyphs::Unicode => true,
                Glyphs::Lines => LINE_DRAWING.contains(sign),
                Glyphs::Ascii => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_is_one_that_the_terminal_has() {
        let look = |glyphs| Theme {
            glyphs,
            ..Theme::full()
        };
        #[rustfmt::skip]
        let cases = [
            // unicode ascii  unicode  lines  ascii
            ("◆",      "*",   ["◆",    "◆",   "*"]),
            ("█",      "#",   ["█",    "#",   "#"]),
            ("─",      "-",   ["─",    "─",   "-"]),
            ("◆ ",     "* ",  ["◆ ",   "◆ ",  "* "]),
        ];
        for (unicode, ascii, want) in cases {
            let got = [Glyphs::Unicode, Glyphs::Lines, Glyphs::Ascii]
                .map(|glyphs| look(glyphs).glyph(unicode, ascii));
            assert_eq!(got, want, "{unicode}");
        }
    }

    #[test]
    fn without_attributes_nothing_has_one() {
        let theme = Theme {
            ink: Ink::Plain,
            ..Theme::full()
        };
        let styles = [
            theme.title(true),
            theme.selected(),
            theme.strong(),
            theme.matched(),
            theme.alert(),
            theme.key(),
            theme.bar(),
            theme.warn(),
        ];
        assert_eq!(styles, [Style::new(); 8]);
    }
}
