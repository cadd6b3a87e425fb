//! The terminal's bytes to keys, however the line has cut them up. Knows no clock:
//! the time of each byte is handed in.

use std::time::{Duration, Instant};

use super::sequence;
use crate::ui::key::{Key, KeyCode};

/// An Esc that nothing follows for this long is the key.
const ESC_HELD: Duration = Duration::from_millis(25);
/// A sequence that does not go on for this long is broken. A person cannot press
/// Esc and `[` as fast as that it has begun, so there is time.
const SEQUENCE_GAP: Duration = Duration::from_millis(100);
/// A paste that does not go on for this long has lost its end on the way.
const PASTE_GAP: Duration = Duration::from_millis(250);
/// Longer than any sequence of a key.
const SEQUENCE_BYTES_MAX: usize = 32;
/// No field holds more.
const PASTE_BYTES_MAX: usize = 64 * 1024;
const PASTE_END: &[u8] = b"\x1b[201~";

const BEL: u8 = 0x07;
const ESC: u8 = 0x1B;

/// What bytes turn out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Key(Key),
    Paste(String),
    /// The terminal's answer to `CSI 5 n` or `CSI 6 n`.
    Answer,
}

#[derive(Debug)]
pub(super) struct Decoder {
    state: State,
    /// When the last byte came.
    last_at: Option<Instant>,
}

#[derive(Debug)]
enum State {
    Ground,
    /// Some bytes of a character.
    Letter(Vec<u8>),
    /// `ESC`
    Escape,
    /// `ESC [` and what follows.
    Csi(Vec<u8>),
    /// `ESC [ [`
    Linux,
    /// `ESC O`
    Ss3,
    /// `ESC ]`, `ESC P` and the like: what a terminal says in words, up to BEL or
    /// `ESC \`. Nobody asked it.
    Words,
    WordsEscape,
    Paste(Vec<u8>),
}

impl Decoder {
    pub(super) fn new() -> Self {
        Self {
            state: State::Ground,
            last_at: None,
        }
    }

    /// When to call [`Decoder::tick`], should nothing come before.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let gap = match self.state {
            State::Ground | State::Letter(_) => return None,
            // A terminal talks fast; Alt and a letter, which begins the same, is dropped.
            State::Escape | State::Words | State::WordsEscape => ESC_HELD,
            State::Paste(_) => PASTE_GAP,
            _ => SEQUENCE_GAP,
        };
        self.last_at.map(|at| at + gap)
    }

    /// Nothing has come up to now.
    pub(super) fn tick(&mut self, now: Instant) -> Option<Heard> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return None;
        }
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Escape => Some(Heard::Key(Key::plain(KeyCode::Esc))),
            State::Paste(bytes) => Some(pasted(&bytes)),
            // The rest of the sequence was lost, and its beginning is no key.
            _ => None,
        }
    }

    /// Takes one byte, read at `at`. A byte that is read late may have come in
    /// time, so only [`Decoder::tick`] gives a sequence up.
    pub(super) fn push(&mut self, byte: u8, at: Instant, heard: &mut Vec<Heard>) {
        let held = self.last_at.replace(at);
        match std::mem::replace(&mut self.state, State::Ground) {
            State::Ground => self.ground(byte, heard),
            State::Letter(bytes) => self.letter(bytes, byte, heard),
            State::Escape => {
                let is_late = held.is_some_and(|held| at.duration_since(held) > ESC_HELD);
                self.escape(byte, is_late, heard);
            }
            State::Csi(params) => self.csi(params, byte, heard),
            State::Linux => self.linux(byte, heard),
            State::Ss3 => self.ss3(byte, heard),
            State::Words => match byte {
                BEL => (),
                ESC => self.state = State::WordsEscape,
                _ => self.state = State::Words,
            },
            State::WordsEscape if byte == b'\\' => (),
            State::WordsEscape => self.escape(byte, false, heard),
            State::Paste(bytes) => self.paste(bytes, byte, heard),
        }
    }

    fn ground(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            ESC => self.state = State::Escape,
            b' '..=b'~' => heard.push(Heard::Key(Key::char(char::from(byte)))),
            0xC2..=0xF4 => self.state = State::Letter(vec![byte]),
            // Starts no character.
            0x80.. => (),
            _ => heard.extend(sequence::control(byte).map(Heard::Key)),
        }
    }

    /// A character that breaks off is dropped, and what breaks it is not.
    fn letter(&mut self, mut bytes: Vec<u8>, byte: u8, heard: &mut Vec<Heard>) {
        bytes.push(byte);
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let letters = text.chars().filter(|letter| !letter.is_control());
                heard.extend(letters.map(|letter| Heard::Key(Key::char(letter))));
            }
            Err(err) if err.error_len().is_none() => self.state = State::Letter(bytes),
            Err(_) => self.ground(byte, heard),
        }
    }

    fn escape(&mut self, byte: u8, is_late: bool, heard: &mut Vec<Heard>) {
        match byte {
            b'[' => self.state = State::Csi(Vec::new()),
            b'O' => self.state = State::Ss3,
            _ if is_late => {
                heard.push(Heard::Key(Key::plain(KeyCode::Esc)));
                self.ground(byte, heard);
            }
            b']' | b'P' | b'_' | b'^' | b'X' => self.state = State::Words,
            ESC => {
                heard.push(Heard::Key(Key::plain(KeyCode::Esc)));
                self.state = State::Escape;
            }
            // The linux console's Shift-Tab.
            b'\t' => heard.push(Heard::Key(Key::plain(KeyCode::BackTab))),
            // A key with Alt means nothing here. What follows the first byte of a long
            // letter begins no other, and goes too.
            _ => (),
        }
    }

    fn csi(&mut self, mut params: Vec<u8>, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            b'[' if params.is_empty() => self.state = State::Linux,
            // After nothing but a number, rxvt's key with Shift held.
            b'$' if !params.is_empty() && params.iter().all(u8::is_ascii_digit) => {
                heard.extend(sequence::csi(&params, byte));
            }
            b' '..=b'?' if params.len() < SEQUENCE_BYTES_MAX => {
                params.push(byte);
                self.state = State::Csi(params);
            }
            b' '..=b'?' => self.state = State::Csi(params),
            b'~' if params == b"200" => self.state = State::Paste(Vec::new()),
            // The end of a paste that was given up.
            b'~' if params == b"201" => (),
            b'@'..=b'~' => heard.extend(sequence::csi(&params, byte)),
            // Broken off: the sequence is dropped, what breaks it is not.
            _ => self.ground(byte, heard),
        }
    }

    fn linux(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            b' '..=b'~' => heard.extend(sequence::linux(byte)),
            _ => self.ground(byte, heard),
        }
    }

    fn ss3(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        match byte {
            // Some terminals put the modifier there.
            b'0'..=b'9' => self.state = State::Ss3,
            b' '..=b'~' => heard.extend(sequence::ss3(byte)),
            _ => self.ground(byte, heard),
        }
    }

    fn paste(&mut self, mut bytes: Vec<u8>, byte: u8, heard: &mut Vec<Heard>) {
        bytes.push(byte);
        if bytes.ends_with(PASTE_END) {
            bytes.truncate(bytes.len() - PASTE_END.len());
            heard.push(pasted(&bytes));
            return;
        }
        if bytes.len() > PASTE_BYTES_MAX + PASTE_END.len() {
            // Its end is still looked for in the last bytes.
            bytes.remove(PASTE_BYTES_MAX);
        }
        self.state = State::Paste(bytes);
    }
}

/// Bytes that are no text are left out.
fn pasted(bytes: &[u8]) -> Heard {
    let bytes = &bytes[..bytes.len().min(PASTE_BYTES_MAX)];
    let text = bytes.utf8_chunks().map(|chunk| chunk.valid()).collect();
    Heard::Paste(text)
}

#[cfg(test)]
mod tests;
