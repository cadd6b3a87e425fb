//! What escape sequences mean: the keys of xterm, rxvt, st, vt220 and the
//! linux console, and the terminal's answers. Modifiers of cursor and function keys are
//! ignored: nothing is bound to them, and the plain key is what was meant.

use super::decoder::Heard;
use crate::ui::key::{Key, KeyCode};

/// In a sequence's modifier field, less one.
const SHIFT: u16 = 1;
const ALT: u16 = 2;
const CTRL: u16 = 4;

/// `ESC [ params last`.
pub(super) fn csi(params: &[u8], last: u8) -> Option<Heard> {
    let is_private = params.first().is_some_and(|byte| *byte > b';');
    if is_private {
        // What the terminal says of itself; nobody asked.
        return None;
    }
    let numbers = numbers(params);
    let number = |idx: usize| numbers.get(idx).copied().unwrap_or(0);
    match last {
        b'n' if matches!(number(0), 0 | 3) => return Some(Heard::Answer),
        // Row and column. Shift-F3 looks the same and loses.
        b'R' if numbers.len() > 1 => return Some(Heard::Answer),
        b'~' if number(0) == 27 && numbers.len() > 2 => return other_key(number(2), number(1)),
        b'u' => return other_key(number(0), number(1)),
        _ => (),
    }
    let code = match last {
        // rxvt ends with `$`, `^` and `@` where Shift and Ctrl are held.
        b'~' | b'$' | b'^' | b'@' => numbered(number(0))?,
        b'Z' => KeyCode::BackTab,
        // st's, before a program asks for the keypad's application mode.
        b'h' if number(0) == 4 => KeyCode::Ins,
        b'P' if params.is_empty() => KeyCode::Del,
        _ => lettered(last)?,
    };
    Some(Heard::Key(Key::plain(code)))
}

/// `ESC O last`: cursor and function keys, and the keypad in application mode.
pub(super) fn ss3(last: u8) -> Option<Heard> {
    let code = match last {
        b'M' => KeyCode::Enter,
        b'X' => KeyCode::Char('='),
        // * + , - . / 0 to 9, in the order of ASCII.
        b'j'..=b'y' => KeyCode::Char(char::from(last - b'j' + b'*')),
        _ => lettered(last)?,
    };
    Some(Heard::Key(Key::plain(code)))
}

/// `ESC [ [ last`: F1 to F5 of the linux console.
pub(super) fn linux(last: u8) -> Option<Heard> {
    match last {
        b'A'..=b'E' => Some(Heard::Key(Key::plain(KeyCode::F(last - b'A' + 1)))),
        _ => None,
    }
}

/// A control byte as the key with Ctrl that makes it; `None` for those that are no
/// key. Backspace is 0x08 on some terminals and 0x7F on others.
pub(super) fn control(byte: u8) -> Option<Key> {
    match byte {
        b'\r' => Some(Key::plain(KeyCode::Enter)),
        b'\t' => Some(Key::plain(KeyCode::Tab)),
        0x08 | 0x7F => Some(Key::plain(KeyCode::Backspace)),
        0x01..=0x1A => Some(Key::ctrl(char::from(byte | 0x60))),
        0x1C..=0x1F => Some(Key::ctrl(char::from(byte | 0x40))),
        _ => None,
    }
}

fn lettered(last: u8) -> Option<KeyCode> {
    match last {
        // Small letters: rxvt with Shift or Ctrl held.
        b'A' | b'a' => Some(KeyCode::Up),
        b'B' | b'b' => Some(KeyCode::Down),
        b'C' | b'c' => Some(KeyCode::Right),
        b'D' | b'd' => Some(KeyCode::Left),
        b'H' => Some(KeyCode::Home),
        b'F' => Some(KeyCode::End),
        b'P'..=b'S' => Some(KeyCode::F(last - b'P' + 1)),
        _ => None,
    }
}

fn numbered(number: u16) -> Option<KeyCode> {
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Ins),
        3 => Some(KeyCode::Del),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(number - 10),
        17..=21 => function(number - 11),
        23 | 24 => function(number - 12),
        _ => None,
    }
}

fn function(n: u16) -> Option<KeyCode> {
    u8::try_from(n).ok().map(KeyCode::F)
}

/// A key by its character's number, as some terminals send those that have no
/// sequence of their own, such as Shift-Enter.
fn other_key(number: u16, modifiers: u16) -> Option<Heard> {
    let held = modifiers.saturating_sub(1);
    if held & ALT != 0 {
        return None;
    }
    let letter = char::from_u32(u32::from(number))?;
    let key = match letter {
        '\r' => Key::plain(KeyCode::Enter),
        '\t' if held & SHIFT != 0 => Key::plain(KeyCode::BackTab),
        '\t' => Key::plain(KeyCode::Tab),
        '\x1b' => Key::plain(KeyCode::Esc),
        '\x08' | '\x7f' => Key::plain(KeyCode::Backspace),
        _ if letter.is_control() => return None,
        _ if held & CTRL != 0 => Key::ctrl(letter.to_ascii_lowercase()),
        _ => Key::char(letter),
    };
    Some(Heard::Key(key))
}

/// The numbers between semicolons; what stands after a colon is finer detail.
fn numbers(params: &[u8]) -> Vec<u16> {
    params
        .split(|byte| *byte == b';')
        .map(|part| {
            part.iter()
                .take_while(|byte| byte.is_ascii_digit())
                .fold(0_u16, |sum, byte| {
                    sum.saturating_mul(10)
                        .saturating_add(u16::from(byte - b'0'))
                })
        })
        .collect()
}
