//! What happens to the program from outside: one closed set, one channel.

use std::time::Instant;

use crossterm::event::{Event as Terminal, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers};

use super::key::{Key, KeyCode};
use crate::devices::DeviceNews;

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Key(Key),
    Paste(String),
    Resize,
    /// The terminal's answer to `CSI 5 n` or `CSI 6 n`, and when it was read: all that
    /// was sent before the question has been shown.
    TerminalAnswer {
        at: Instant,
    },
    Device(DeviceNews),
    /// No key has come for [`super::run::QUIET`], and nothing waits.
    Quiet,
    /// A minute of the clock has passed.
    Minute,
    /// SIGTERM or SIGHUP: leave in order.
    Terminate,
    /// The terminal is gone.
    InputLost,
}

impl Event {
    /// `None` for what means nothing to the program: key releases, focus, mouse.
    pub fn from_terminal(event: Terminal) -> Option<Self> {
        match event {
            Terminal::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Self::Key),
            Terminal::Paste(text) => Some(Self::Paste(text)),
            Terminal::Resize(..) => Some(Self::Resize),
            _ => None,
        }
    }
}

fn key_of(event: KeyEvent) -> Option<Key> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let code = match event.code {
        // The linux console sends Shift-Tab as Esc Tab.
        Code::Tab if alt => KeyCode::BackTab,
        Code::Char(_) if alt => return None,
        // Terminals whose backspace key sends 0x08 are read as Ctrl-H.
        Code::Char('h') if ctrl => return Some(Key::plain(KeyCode::Backspace)),
        // A line feed is the Enter of a terminal that sends both.
        Code::Char('j') if ctrl => return None,
        Code::Char(letter) if letter.is_control() => return None,
        Code::Char(letter) => KeyCode::Char(letter),
        Code::F(n) => KeyCode::F(n),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Del,
        Code::Insert => KeyCode::Ins,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        _ => return None,
    };
    let ctrl = ctrl && matches!(code, KeyCode::Char(_));
    Some(Key { code, ctrl })
}
