//! The shortest bytes that bring the cursor from one place to another.

use crate::ui::term::kind::{Feature, Kind};

/// Where the terminal's cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    At(u16, u16),
    /// Behind the last column of this row: it waits there for the next letter.
    Margin(u16),
    Unknown,
}

/// Appends the move to column `x` of row `y`.
pub(super) fn go(from: Place, x: u16, y: u16, kind: Kind, bytes: &mut Vec<u8>) {
    let mut best = absolute(x, y);
    let mut offer = |bytes: Vec<u8>| {
        if bytes.len() < best.len() {
            best = bytes;
        }
    };
    match from {
        Place::At(from_x, from_y) if (from_x, from_y) == (x, y) => return,
        Place::At(from_x, from_y) => {
            let mut direct = Vec::new();
            down_or_up(from_y, y, kind, &mut direct);
            along(from_x, x, kind, &mut direct);
            offer(direct);
            offer(from_line_start(from_y, x, y, kind));
        }
        Place::Margin(from_y) => offer(from_line_start(from_y, x, y, kind)),
        Place::Unknown => (),
    }
    bytes.extend_from_slice(&best);
}

/// Rows and columns of the terminal count from 1, and 1 need not be said.
fn absolute(x: u16, y: u16) -> Vec<u8> {
    match (x, y) {
        (0, 0) => b"\x1b[H".to_vec(),
        (0, y) => format!("\x1b[{}H", y + 1).into_bytes(),
        (x, 0) => format!("\x1b[;{}H", x + 1).into_bytes(),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1).into_bytes(),
    }
}

fn from_line_start(from_y: u16, x: u16, y: u16, kind: Kind) -> Vec<u8> {
    let mut bytes = vec![b'\r'];
    down_or_up(from_y, y, kind, &mut bytes);
    along(0, x, kind, &mut bytes);
    bytes
}

fn down_or_up(from: u16, to: u16, kind: Kind, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    if to > from {
        repeated(to - from, b'\n', b'B', bytes);
    } else {
        sequence(from - to, b'A', bytes);
    }
    if kind.has(Feature::GoToColumn) {
        or_shorter(start, b'd', to, bytes);
    }
}

fn along(from: u16, to: u16, kind: Kind, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    if to > from {
        sequence(to - from, b'C', bytes);
    } else {
        repeated(from - to, 0x08, b'D', bytes);
    }
    if kind.has(Feature::GoToColumn) {
        or_shorter(start, b'G', to, bytes);
    }
}

/// The control byte n times, or the sequence that says how often.
fn repeated(n: u16, byte: u8, letter: u8, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    sequence(n, letter, bytes);
    if usize::from(n) < bytes.len() - start {
        bytes.truncate(start);
        bytes.extend(std::iter::repeat_n(byte, usize::from(n)));
    }
}

fn sequence(n: u16, letter: u8, bytes: &mut Vec<u8>) {
    match n {
        0 => (),
        1 => bytes.extend_from_slice(&[0x1b, b'[', letter]),
        n => bytes.extend_from_slice(format!("\x1b[{n}{}", char::from(letter)).as_bytes()),
    }
}

/// In place of what stands since `start`: the row or column itself, where that is
/// shorter.
fn or_shorter(start: usize, letter: u8, place: u16, bytes: &mut Vec<u8>) {
    let mut said = Vec::new();
    sequence(place + 1, letter, &mut said);
    if said.len() < bytes.len() - start {
        bytes.truncate(start);
        bytes.extend_from_slice(&said);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_the_shortest_there_are() {
        use Place::{At, Margin, Unknown};
        #[rustfmt::skip]
        let cases = [
            // from         x   y   xterm          vt100
            (At(3, 3),      3,  3,  "",            ""),
            (At(3, 3),      3,  4,  "\n",          "\n"),
            (At(3, 3),      3,  2,  "^[A",         "^[A"),
            (At(3, 3),      2,  3,  "\x08",        "\x08"),
            (At(3, 3),      0,  3,  "\r",          "\r"),
            (At(3, 3),      4,  3,  "^[C",         "^[C"),
            (At(70, 3),     0,  4,  "\r\n",        "\r\n"),
            (At(60, 3),     20, 3,  "^[21G",       "^[40D"),
            (At(3, 3),      40, 3,  "^[41G",       "^[37C"),
            (At(3, 3),      3,  20, "^[21d",       "^[17B"),
            (At(3, 20),     3,  4,  "^[5d",        "^[16A"),
            (At(3, 3),      40, 20, "^[21;41H",    "^[21;41H"),
            (At(3, 3),      7,  5,  "\n\n^[8G",    "\n\n^[4C"),
            (Margin(3),     0,  4,  "\r\n",        "\r\n"),
            (Margin(3),     79, 4,  "\r\n^[80G",   "^[5;80H"),
            (Unknown,       0,  0,  "^[H",         "^[H"),
            (Unknown,       5,  0,  "^[;6H",       "^[;6H"),
            (Unknown,       0,  5,  "^[6H",        "^[6H"),
        ];
        for (from, x, y, xterm, vt100) in cases {
            for (term, want) in [("xterm", xterm), ("vt100", vt100)] {
                let mut bytes = Vec::new();
                go(from, x, y, Kind::of(term).unwrap(), &mut bytes);
                let got = String::from_utf8(bytes).unwrap().replace('\x1b', "^");
                assert_eq!(got.len(), want.len(), "{term} {from:?} {x} {y}: {got:?}");
            }
        }
    }
}
