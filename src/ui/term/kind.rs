//! What the terminal can do, by its name in `TERM`. The table is small on purpose: it
//! knows what makes a difference to the bytes that are sent.

/// Something that not every terminal does. What is not listed here all of them do:
/// moves, erasing to the end of a line and of the screen, bold and reverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// `CSI n b` repeats the letter before it.
    Repeat,
    /// `CSI n X` erases letters without moving.
    EraseLetters,
    /// `CSI n G` and `CSI n d` go to a column or a row.
    GoToColumn,
    /// `ESC 7` keeps the cursor's place and look, `ESC 8` goes back to them.
    KeepsCursor,
    /// Bold, reverse and colours are switched off one by one, not only all at once.
    SingleOffs,
    /// `CSI 2 m` takes a little from whatever colour letters have.
    Faint,
    /// After the last column the cursor waits there until the next letter comes.
    WaitsAtMargin,
    HideCursor,
    OtherScreen,
    BracketedPaste,
    /// VT100 line drawing after SO.
    LineDrawing,
    /// Answers `CSI 5 n`.
    Answers,
}

use Feature::{
    Answers, BracketedPaste, EraseLetters, Faint, GoToColumn, HideCursor, KeepsCursor, LineDrawing,
    OtherScreen, Repeat, SingleOffs, WaitsAtMargin,
};

/// A kind of terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// 0, 8 or 16.
    pub n_colours: u8,
    features: &'static [Feature],
}

/// Why a terminal cannot show the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a terminal of the kind {name:?} cannot show the screen: it does not understand the control sequences of ECMA-48. If it is really another kind, say so first, for example with `export TERM=vt100`"
)]
pub struct Unsupported {
    pub name: String,
}

struct Row {
    /// How names of this kind begin.
    names: &'static [&'static str],
    n_colours: u8,
    features: &'static [Feature],
}

/// The first row that fits counts.
#[rustfmt::skip]
const KINDS: &[Row] = &[
    Row { names: &["xterm-mono", "xtermm"],    n_colours: 0,  features: &[Repeat, EraseLetters, GoToColumn, SingleOffs, WaitsAtMargin, KeepsCursor, HideCursor, OtherScreen, BracketedPaste, LineDrawing, Answers] },
    Row { names: &["xterm", "kitty", "alacritty", "foot", "wezterm", "mintty", "ms-terminal", "ghostty", "contour", "putty"],
                                               n_colours: 16, features: &[Faint, Repeat, EraseLetters, GoToColumn, SingleOffs, WaitsAtMargin, KeepsCursor, HideCursor, OtherScreen, BracketedPaste, LineDrawing, Answers] },
    Row { names: &["vte", "gnome", "konsole", "st-", "stterm", "iterm"],
                                               n_colours: 16, features: &[Faint, EraseLetters, GoToColumn, SingleOffs, WaitsAtMargin, KeepsCursor, HideCursor, OtherScreen, BracketedPaste, LineDrawing, Answers] },
    Row { names: &["tmux", "screen"],          n_colours: 16, features: &[Faint, GoToColumn, SingleOffs, WaitsAtMargin, KeepsCursor, HideCursor, OtherScreen, BracketedPaste, LineDrawing, Answers] },
    Row { names: &["rxvt"],                    n_colours: 8,  features: &[GoToColumn, SingleOffs, WaitsAtMargin, KeepsCursor, HideCursor, OtherScreen, BracketedPaste, LineDrawing, Answers] },
    Row { names: &["linux"],                   n_colours: 16, features: &[EraseLetters, GoToColumn, SingleOffs, WaitsAtMargin, KeepsCursor, HideCursor, LineDrawing, Answers] },
    Row { names: &["teraterm"],                n_colours: 8,  features: &[EraseLetters, GoToColumn, SingleOffs, WaitsAtMargin, KeepsCursor, HideCursor, LineDrawing, Answers] },
    Row { names: &["vt100", "vt102", "vt101"], n_colours: 0,  features: &[WaitsAtMargin, KeepsCursor, LineDrawing, Answers] },
    Row { names: &["vt2", "vt3", "vt4", "vt5"],
                                               n_colours: 0,  features: &[EraseLetters, SingleOffs, WaitsAtMargin, KeepsCursor, HideCursor, LineDrawing, Answers] },
    Row { names: &["ansi", "pcansi", "cons25"],
                                               n_colours: 8,  features: &[EraseLetters] },
];

/// Known, and not ECMA-48.
const STRANGERS: &[&str] = &[
    "dumb", "wy", "tvi", "adm", "hp", "hazel", "ibm3", "qvt", "vt52", "sun-",
];

/// The least: what is not known to be understood is not sent.
const UNKNOWN: Kind = Kind {
    n_colours: 0,
    features: &[],
};

impl Kind {
    /// By the value of `TERM`.
    ///
    /// # Errors
    ///
    /// Terminals of this name do not understand ECMA-48.
    pub fn of(term: &str) -> Result<Self, Unsupported> {
        let begins = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
        if begins(STRANGERS) {
            let name = term.to_owned();
            return Err(Unsupported { name });
        }
        let row = KINDS.iter().find(|row| begins(row.names));
        Ok(row.map_or(UNKNOWN, |row| Self {
            n_colours: row.n_colours,
            features: row.features,
        }))
    }

    pub fn has(self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    /// The hardware terminals: they show one byte per letter, whatever the locale says.
    pub fn is_of_bytes(term: &str) -> bool {
        term.starts_with("vt") && !term.starts_with("vte")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the terminfo entries of these names have it: `colors`, `rep`, `ech`, `civis`,
    /// `smcup`, `dim`, `xenl`, `sc`.
    #[test]
    fn kinds_are_as_terminfo_has_them() {
        let letters = |kind: Kind| {
            let of = |(letter, feature)| kind.has(feature).then_some(letter);
            let features = [
                ('r', Repeat),
                ('e', EraseLetters),
                ('h', HideCursor),
                ('o', OtherScreen),
                ('d', Faint),
                ('m', WaitsAtMargin),
                ('k', KeepsCursor),
            ];
            features.into_iter().filter_map(of).collect::<String>()
        };
        #[rustfmt::skip]
        let cases = [
            ("xterm-256color",   16, "rehodmk"),
            ("xterm-kitty",      16, "rehodmk"),
            ("putty",            16, "rehodmk"),
            ("xterm-mono",       0,  "rehomk"),
            ("vte-256color",     16, "ehodmk"),
            ("tmux-256color",    16, "hodmk"),
            ("screen.linux",     16, "hodmk"),
            ("rxvt-unicode",     8,  "homk"),
            ("linux",            16, "ehmk"),
            ("vt100",            0,  "mk"),
            ("vt220",            0,  "ehmk"),
            ("vt320",            0,  "ehmk"),
            ("ansi",             8,  "e"),
            ("never-heard-of",   0,  ""),
            ("",                 0,  ""),
        ];
        for (term, n_colours, features) in cases {
            let kind = Kind::of(term).unwrap();
            assert_eq!(
                (kind.n_colours, letters(kind).as_str()),
                (n_colours, features),
                "{term}"
            );
        }
        for term in ["wy60", "dumb", "tvi925"] {
            let said = Kind::of(term).unwrap_err().to_string();
            assert!(said.contains(term), "{said}");
        }
    }
}
