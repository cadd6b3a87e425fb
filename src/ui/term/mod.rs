//! The terminal's two ends: entering and leaving it, and the backend that draws.
//! It is left as it was found after quit, panic and signals.

pub mod input;

use std::{
    io::{self, BufWriter, Stdout, Write},
    sync::{Mutex, PoisonError},
};

use crossterm::{
    cursor,
    event::{DisableBracketedPaste, EnableBracketedPaste},
    execute,
    style::Print,
    terminal::{self, EnterAlternateScreen, LeaveAlternateScreen},
};
use ratatui::{Terminal, backend::CrosstermBackend};

/// One frame leaves in one write, even the first full one.
const FRAME_BYTES: usize = 64 * 1024;

pub type Backend = CrosstermBackend<BufWriter<Stdout>>;

/// What a panic said. Kept until the terminal is itself again: printed at once it
/// would be lost on the other screen. Panics that are caught (in the index, in a
/// request) are told as failures and not from here.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// The terminal in raw mode on its other screen, for as long as this lives.
pub struct Screen {
    pub terminal: Terminal<Backend>,
}

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
    pub fn enter() -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        std::panic::set_hook(Box::new(|panic| {
            let mut last = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some(panic.to_string());
        }));
        execute!(
            io::stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            Print(input::NUMERIC_KEYPAD)
        )
        .inspect_err(|_| leave())?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout()));
        Ok(Self {
            terminal: Terminal::new(backend).inspect_err(|_| leave())?,
        })
    }

    /// Rings the terminal's bell.
    pub fn bell(&mut self) {
        // A bell that cannot ring is no reason to stop.
        let _ = io::stdout()
            .write_all(b"\x07")
            .and_then(|()| io::stdout().flush());
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Half a frame belongs to the other screen: written after leaving, it would
        // be dirt on the one that was found.
        let _ = Write::flush(self.terminal.backend_mut());
        leave();
        if !std::thread::panicking() {
            // Back to the usual one, which prints.
            drop(std::panic::take_hook());
        }
    }
}

/// Puts the terminal back. Errors are ignored: it may be gone.
fn leave() {
    let _ = execute!(
        io::stdout(),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = terminal::disable_raw_mode();
}
