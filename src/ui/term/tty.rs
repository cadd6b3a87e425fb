//! The terminal itself: raw mode, size and speed of the line, and the bytes that go
//! to it.

use std::{
    fs::File,
    io::{self, Write},
    os::fd::AsFd,
};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::Size;
use rustix::termios::{InputModes, OptionalActions, tcgetattr, tcgetwinsize, tcsetattr};

use super::{look::Flow, output::Sink};

/// What a terminal on a plain line has that says nothing of its size.
const USUAL_SIZE: Size = Size::new(80, 24);
/// A line below this speed is slow, known from its settings. A network's or a
/// window's terminal says 38,400 or more, whatever it is.
const SLOW_BAUD: u32 = 38_400;

/// How wide the terminal is that standard output goes to; `None` where it goes elsewhere.
pub fn columns() -> Option<u16> {
    let said = tcgetwinsize(io::stdout()).ok()?.ws_col;
    // A serial line does not know.
    Some(if said == 0 { USUAL_SIZE.width } else { said })
}

/// Standard output, unbuffered: a frame is one write.
pub struct Tty(File);

impl Tty {
    /// # Errors
    ///
    /// When standard output is closed.
    pub(super) fn new() -> io::Result<Self> {
        let output = io::stdout().as_fd().try_clone_to_owned()?;
        Ok(Self(File::from(output)))
    }

    /// Whether the line's own settings say that it is slow.
    pub(super) fn is_slow(&self) -> bool {
        tcgetattr(&self.0).is_ok_and(|it| (1..SLOW_BAUD).contains(&it.output_speed()))
    }
}

impl Sink for Tty {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn size(&self) -> io::Result<Size> {
        let said = tcgetwinsize(&self.0)?;
        let from_env = |name: &str| std::env::var(name).ok()?.parse().ok();
        let or = |said: u16, name, usual| match said {
            0 => from_env(name).filter(|it| *it > 0).unwrap_or(usual),
            said => said,
        };
        Ok(Size {
            width: or(said.ws_col, "COLUMNS", USUAL_SIZE.width),
            height: or(said.ws_row, "LINES", USUAL_SIZE.height),
        })
    }
}

/// Keys come as they are pressed, unseen and untranslated.
///
/// # Errors
///
/// When standard input is no terminal.
pub(super) fn enter_raw(flow: Flow) -> io::Result<()> {
    enable_raw_mode()?;
    if flow == Flow::Xonxoff {
        // The system itself stops and goes on when the terminal says so.
        let mut raw = tcgetattr(io::stdin())?;
        raw.input_modes.insert(InputModes::IXON);
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
    }
    Ok(())
}

/// As it was found. An error is ignored: the terminal may be gone.
pub(super) fn leave_raw() {
    let _ = disable_raw_mode();
}
