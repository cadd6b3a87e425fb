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

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (ctrl, name) = match text.strip_prefix("ctrl-") {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, text),
        };
        let lower = name.to_lowercase();
        if let Some((_, _, code)) = NAMED.iter().find(|(spelled, _, _)| *spelled == lower) {
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
            (Some(letter), None) if !letter.is_control() => Ok(Self {
                code: KeyCode::Char(letter),
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
        ] {
            assert_eq!(spelled.parse::<Key>().unwrap().to_string(), shown);
        }
        for wrong in ["", "f13", "ctrl", "alt-x", "ctrl-", "nothing"] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong}");
        }
    }
}
