//! A key as keymaps spell it: `F9`, `ctrl-p`, `enter`, `+`.

use std::{fmt, str::FromStr};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    Char(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Del,
    Ins,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// What was pressed. Shift is in the character; Alt is never used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub ctrl: bool,
}

impl Key {
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false }
    }

    pub const fn char(letter: char) -> Self {
        Self::plain(KeyCode::Char(letter))
    }

    pub const fn ctrl(letter: char) -> Self {
        Self {
            code: KeyCode::Char(letter),
            ctrl: true,
        }
    }
}

const NAMED: [(&str, &str, KeyCode); 16] = [
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("backtab", "Shift-Tab", KeyCode::BackTab),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("del", "Del", KeyCode::Del),
    ("ins", "Ins", KeyCode::Ins),
    ("up", "Up", KeyCode::Up),
    ("down", "Down", KeyCode::Down),
    ("left", "Left", KeyCode::Left),
    ("right", "Right", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pgup", "PgUp", KeyCode::PageUp),
    ("pgdn", "PgDn", KeyCode::PageDown),
    ("space", "Space", KeyCode::Char(' ')),
];

impl fmt::Display for Key {
    /// As the hint line and the help show it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if let Some((_, shown, _)) = NAMED.iter().find(|(_, _, code)| *code == self.code) {
            return f.write_str(shown);
        }
        match self.code {
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::Char(letter) if self.ctrl => write!(f, "{}", letter.to_ascii_uppercase()),
            KeyCode::Char(letter) => write!(f, "{letter}"),
            _ => Ok(()),
        }
    }
}

/// Why a key is never bound to anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNever {
    FlowControl,
    Signal,
    /// Terminals send another key for it.
    Same(&'static str),
    Missing,
}

impl fmt::Display for WhyNever {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FlowControl => f.write_str("it stops and starts the output of some terminals"),
            Self::Signal => f.write_str("some systems end or stop the program by it"),
            Self::Same(other) => write!(f, "terminals send the same for it as for {other}"),
            Self::Missing => f.write_str("many terminals cannot send it"),
        }
    }
}

impl Key {
    /// Why it is of no use on some terminals, whatever else it may be.
    pub fn why_never(self) -> Option<WhyNever> {
        if !self.ctrl {
            return None;
        }
        match self.code {
            KeyCode::Char('s' | 'q') => Some(WhyNever::FlowControl),
            KeyCode::Char('c' | 'z' | '\\') => Some(WhyNever::Signal),
            KeyCode::Char('h') => Some(WhyNever::Same("Backspace")),
            KeyCode::Char('i') => Some(WhyNever::Same("Tab")),
            KeyCode::Char('j' | 'm') => Some(WhyNever::Same("Enter")),
            KeyCode::Char('[') => Some(WhyNever::Same("Esc")),
            KeyCode::Char(letter) if letter.is_ascii_lowercase() => None,
            _ => Some(WhyNever::Missing),
        }
    }

    /// The spelling of a key that people write otherwise.
    pub fn meant_by(text: &str) -> Option<&'static str> {
        const OTHERWISE: [(&str, &str); 13] = [
            ("pageup", "pgup"),
            ("page-up", "pgup"),
            ("pagedown", "pgdn"),
            ("page-down", "pgdn"),
            ("pgdown", "pgdn"),
            ("delete", "del"),
            ("insert", "ins"),
            ("escape", "esc"),
            ("return", "enter"),
            ("cr", "enter"),
            ("bs", "backspace"),
            ("bksp", "backspace"),
            ("s-tab", "backtab"),
        ];
        const CTRL: [&str; 26] = [
            "ctrl-a", "ctrl-b", "ctrl-c", "ctrl-d", "ctrl-e", "ctrl-f", "ctrl-g", "ctrl-h",
            "ctrl-i", "ctrl-j", "ctrl-k", "ctrl-l", "ctrl-m", "ctrl-n", "ctrl-o", "ctrl-p",
            "ctrl-q", "ctrl-r", "ctrl-s", "ctrl-t", "ctrl-u", "ctrl-v", "ctrl-w", "ctrl-x",
            "ctrl-y", "ctrl-z",
        ];
        let lower = text.to_lowercase();
        let other = OTHERWISE.iter().find(|(spelled, _)| *spelled == lower);
        if let Some((_, right)) = other {
            return Some(right);
        }
        for prefix in ["c-", "^", "ctl-", "ctrl+", "control-", "strg-", "ctrl"] {
            if let Some(letter) = lower.strip_prefix(prefix)
                && let Some(right) = CTRL
                    .iter()
                    .find(|it| it.strip_prefix("ctrl-") == Some(letter))
            {
                return Some(right);
            }
        }
        let names = NAMED.iter().map(|(spelled, _, _)| *spelled);
        super::keymap::nearest(&lower, names)
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let ctrl = text
            .get(..5)
            .is_some_and(|it| it.eq_ignore_ascii_case("ctrl-"));
        let (ctrl, name) = match text.get(5..) {
            Some(rest) if ctrl && !rest.is_empty() => (true, rest),
            _ => (false, text),
        };
        let lower = name.to_lowercase();
        let named = NAMED
            .iter()
            .find(|(spelled, shown, _)| *spelled == lower || shown.eq_ignore_ascii_case(&lower));
        if let Some((_, _, code)) = named {
            return Ok(Self { code: *code, ctrl });
        }
        if let Some(n) = lower.strip_prefix('f').and_then(|n| n.parse().ok()) {
            return if (1..=12).contains(&n) {
                Ok(Self {
                    code: KeyCode::F(n),
                    ctrl,
                })
            } else {
                Err(())
            };
        }
        let mut letters = name.chars();
        match (letters.next(), letters.next()) {
            // Ctrl-P and ctrl-p are one key; P and p are two.
            (Some(letter), None) if !letter.is_control() => Ok(Self {
                code: KeyCode::Char(if ctrl {
                    letter.to_ascii_lowercase()
                } else {
                    letter
                }),
                ctrl,
            }),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_spelled_as_in_keymaps() {
        for (spelled, shown) in [
            ("F9", "F9"),
            ("ctrl-p", "Ctrl-P"),
            ("enter", "Enter"),
            ("+", "+"),
            ("-", "-"),
            ("pgdn", "PgDn"),
            ("space", "Space"),
            ("?", "?"),
            ("Ctrl-P", "Ctrl-P"),
            ("Shift-Tab", "Shift-Tab"),
            ("P", "P"),
        ] {
            assert_eq!(spelled.parse::<Key>().unwrap().to_string(), shown);
        }
        for wrong in ["", "f13", "ctrl", "alt-x", "ctrl-", "nothing"] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_shown_can_be_written() {
        let letters = "a?+ßՀ王 -".chars().map(KeyCode::Char);
        let codes = NAMED.iter().map(|(_, _, code)| *code).chain(letters);
        for code in codes.chain((1..=12).map(KeyCode::F)) {
            let key = Key::plain(code);
            assert_eq!(key.to_string().parse(), Ok(key));
        }
    }

    #[test]
    fn keys_that_terminals_take_for_themselves_are_never_bound() {
        for spelled in [
            "ctrl-s",
            "ctrl-q",
            "ctrl-z",
            "ctrl-c",
            "ctrl-h",
            "ctrl-i",
            "ctrl-j",
            "ctrl-m",
            "ctrl-\\",
            "ctrl-[",
            "ctrl-]",
            "ctrl-^",
            "ctrl-_",
            "ctrl-1",
            "ctrl-up",
            "ctrl-enter",
            "ctrl-F5",
        ] {
            let key: Key = spelled.parse().unwrap();
            assert!(key.why_never().is_some(), "{spelled}");
        }
        for spelled in ["ctrl-a", "ctrl-l", "F11", "s", "enter"] {
            let key: Key = spelled.parse().unwrap();
            assert_eq!(key.why_never(), None, "{spelled}");
        }
    }
}
