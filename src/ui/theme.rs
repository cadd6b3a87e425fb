//! Looks by role. Status is never told by colour alone: without colour the screen
//! reads the same.

use ratatui::style::{Color, Modifier, Style};

/// How much the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub colour: bool,
    /// The terminal shows Unicode: box lines, blocks and letters of any script.
    pub unicode: bool,
}

impl Theme {
    /// From the environment: `NO_COLOR`, `TERM` and the locale's character set.
    pub fn from_env() -> Self {
        let var = |name| std::env::var(name).unwrap_or_default();
        let term = var("TERM");
        let plain = ["dumb", "vt100", "vt102", "vt220", "vt320"].contains(&term.as_str());
        let charset = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .map(var)
            .find(|value| !value.is_empty())
            .unwrap_or_default()
            .to_lowercase();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        // An unset locale is a service or a container, whose terminal is modern; a
        // set one without UTF-8 is meant.
        let unicode = charset.is_empty() || charset.contains("utf-8") || charset.contains("utf8");
        Self {
            colour: !no_color && !plain,
            unicode,
        }
    }

    /// Colours and Unicode.
    pub fn full() -> Self {
        Self {
            colour: true,
            unicode: true,
        }
    }

    fn fg(self, colour: Color) -> Style {
        if self.colour {
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
            Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
        } else {
            Style::new()
        }
    }

    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Of lesser weight: hours off, hints, past visits.
    pub fn dim(self) -> Style {
        if self.colour {
            Style::new().fg(Color::DarkGray)
        } else {
            Style::new()
        }
    }

    /// Must be seen: alerts, refusals.
    pub fn alert(self) -> Style {
        self.fg(Color::Red).add_modifier(Modifier::BOLD)
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

    pub fn key(self) -> Style {
        self.fg(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    pub fn bar(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// One of two glyphs, by what the terminal can show.
    pub fn glyph(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode { unicode } else { ascii }
    }
}
