//! The terminal's two ends: entering and leaving it, and the frames that go to it.
//! It is left as it was found after quit, panic and signals.
//!
//! In reading order:

pub mod kind;
pub mod look;

pub mod output;
pub mod pace;

pub mod secret;

mod tty;

pub mod input;

pub use tty::columns;

use std::{
    io,
    sync::{Mutex, PoisonError},
};

use ratatui::Terminal;

use self::{
    kind::{Feature, Kind},
    look::Looks,
    output::{Output, Sink},
    pace::Pace,
    tty::{Tty, enter_raw, leave_raw},
};
use super::theme::{Glyphs, Theme};
use crate::domain::panics;

/// What a panic said. Kept until the terminal is itself again: printed at once it
/// would be lost on the other screen. Panics that are caught (in the index, in a
/// request) are told as failures and not from here.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// The terminal in raw mode on its other screen, for as long as this lives.
pub struct Screen {
    pub terminal: Terminal<Output<Tty>>,
    looks: Looks,
    /// By the settings of the line itself.
    plainly_slow: bool,
    line_is_slow: bool,
    /// What is done with panics when there is no screen.
    usual_hook: Option<Hook>,
}

type Hook = Box<dyn Fn(&std::panic::PanicHookInfo<'_>) + Sync + Send>;

/// What the last panic said, for whoever ends the program because of it.
pub fn last_panic() -> Option<String> {
    LAST_PANIC
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
}

impl Screen {
    /// # Errors
    ///
    /// When standard output is no terminal or cannot be switched.
    pub fn enter(looks: Looks) -> io::Result<Self> {
        enter_raw(looks.flow).inspect_err(|_| leave_raw())?;
        let usual_hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|panic| {
            let mut last = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some(panics::told_of(panic));
        }));
        let entered = Tty::new().and_then(|mut tty| {
            tty.send(&entering(looks.kind))?;
            let line_is_slow = tty.is_slow();
            let pace = Pace::new(looks.kind.has(Feature::Answers));
            let output = Output::new(tty, looks.kind, looks.theme(line_is_slow), pace)?;
            Ok((Terminal::new(output)?, line_is_slow))
        });
        let (terminal, line_is_slow) = entered.inspect_err(|_| leave_raw())?;
        Ok(Self {
            terminal,
            looks,
            plainly_slow: line_is_slow,
            line_is_slow,
            usual_hook: Some(usual_hook),
        })
    }

    /// The look that this terminal and its line can have now.
    pub fn theme(&self) -> Theme {
        self.looks.theme(self.line_is_slow)
    }

    pub fn pace(&mut self) -> &mut Pace {
        self.terminal.backend_mut().pace()
    }

    /// Rings the terminal's bell with the next frame.
    pub fn bell(&mut self) {
        self.terminal.backend_mut().ring();
    }

    /// Looks at what is known of the line; gives the look if it is another now.
    pub fn turned(&mut self) -> Option<Theme> {
        let before = self.theme();
        self.line_is_slow = self.plainly_slow || self.pace().is_slow();
        let theme = self.theme();
        self.terminal.backend_mut().set_theme(theme);
        (theme != before).then_some(theme)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let theme = self.theme();
        let output = self.terminal.backend_mut();
        let last_row = output.sink().size().map_or(0, |it| it.height);
        // Errors are ignored: the terminal may be gone.
        let _ = output
            .sink_mut()
            .send(&leaving(self.looks.kind, theme, last_row));
        leave_raw();
        if !std::thread::panicking() {
            // Back to the usual one, which prints.
            if let Some(usual) = self.usual_hook.take() {
                std::panic::set_hook(usual);
            }
        }
    }
}

/// What is switched on for the time of the screen: the digits of the keypad always,
/// the rest where it is known.
fn entering(kind: Kind) -> Vec<u8> {
    let mut bytes = input::NUMERIC_KEYPAD.as_bytes().to_vec();
    for (feature, on) in [
        (Feature::OtherScreen, b"\x1b[?1049h"),
        (Feature::BracketedPaste, b"\x1b[?2004h"),
    ] {
        if kind.has(feature) {
            bytes.extend_from_slice(on);
        }
    }
    bytes
}

/// As it was found. Without another screen what was shown scrolls away.
fn leaving(kind: Kind, theme: Theme, last_row: u16) -> Vec<u8> {
    let mut bytes = b"\x1b[m".to_vec();
    if theme.glyphs == Glyphs::Lines {
        bytes.push(output::SHIFT_IN);
    }
    if !kind.has(Feature::OtherScreen) {
        bytes.extend_from_slice(format!("\x1b[{last_row}H\r\n").as_bytes());
    }
    for (feature, off) in [
        (Feature::BracketedPaste, &b"\x1b[?2004l"[..]),
        (Feature::OtherScreen, b"\x1b[?1049l"),
        (Feature::HideCursor, b"\x1b[?25h"),
    ] {
        if kind.has(feature) {
            bytes.extend_from_slice(off);
        }
    }
    bytes
}
