//! What a key sends to a terminal of 80x24, counted at the other end of its line. What
//! a letter of a look-up sends depends on who is found: it is the median of some.

use std::time::Duration;

use crate::{
    pty::Tty,
    row::{Finding, Row, Unit},
    spa::Bench,
};

const BALM: &str = env!("CARGO_BIN_EXE_balm");
/// What is sent at once is followed by nothing for so long.
const AT_ONCE: Duration = Duration::from_millis(60);
/// After this long nothing more comes of a key.
const REST: Duration = Duration::from_millis(700);

/// Into the grid, and to the top of it: in the evening there is nothing below.
const GRID: &str = "\x1bOQ\x1b[5~\x1b[5~";
/// Keys before, the key, what is counted, with what follows a pause, at most.
#[rustfmt::skip]
const CASES: [(&str, &str, &str, bool, f64); 8] = [
    (GRID,             "\x1b[B", "grid move, at once",          false, 8.0),
    (GRID,             "\x1b[B", "grid move, with detail line", true,  70.0),
    ("\x1bOR",         "\x1bOS", "pane switch",                 true,  115.0),
    ("\x1bOQ",         "\x1b[23~", "dialog open",               true,  570.0),
    ("\x1bOQ\x1b[23~", "\x1b",   "dialog close",                true,  770.0),
    ("\x1bOS",         "/",      "find, open",                  true,  570.0),
    ("\x1bOS/",        "\x1b",   "find, close",                 true,  770.0),
    ("\x1bOS",         "\x7f",   "a key that changes nothing",  true,  0.0),
];

/// Typed to find clients, letter by letter.
const LOOKED_UP: [&str; 12] = [
    "anna", "ozol", "berzi", "liga", "marta", "wang", "peter", "john", "smith", "29261", "elena",
    "kalni",
];
const LOOK_UP_BYTES_MAX: f64 = 140.0;

pub(crate) fn rows(bench: &Bench) -> Vec<Finding> {
    let store = bench.store();
    let dir = store.path().to_str().unwrap();
    let Some(mut tty) = Tty::start(BALM, &["--store", dir]) else {
        return vec![Finding::skipped(
            "bytes of a key",
            "the program did not start",
        )];
    };
    if tty.shows(&["F1 Help", "Day"]).is_none() {
        return vec![Finding::skipped("bytes of a key", "the desk did not open")];
    }
    tty.settle(REST);
    let mut rows = Vec::new();
    for (before, key, what, whole, most) in CASES {
        for before in keys(before) {
            tty.press(&before);
            tty.settle(REST);
        }
        tty.press(key);
        let sent = tty.settle(if whole { REST } else { AT_ONCE });
        rows.push(row(what, sent, most));
        tty.settle(REST);
        for _ in 0..3 {
            tty.press("\x1b");
            tty.settle(REST);
        }
    }
    rows.push(look_ups(&mut tty));
    tty.end("\x18\r");
    rows
}

/// The median letter, from the first to the last of each.
fn look_ups(tty: &mut Tty) -> Finding {
    let mut sent = Vec::new();
    for word in LOOKED_UP {
        tty.press("\x1bOR");
        tty.settle(REST);
        for letter in keys(word) {
            tty.press(&letter);
            sent.push(tty.settle(REST));
        }
        for _ in 0..2 {
            tty.press("\x1b");
            tty.settle(REST);
        }
    }
    sent.sort_unstable();
    let what = format!("client look-up, a key, p50 of {}", sent.len());
    row(&what, sent[sent.len() / 2], LOOK_UP_BYTES_MAX)
}

/// An escape sequence is one key, any other letter is one.
fn keys(text: &str) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for letter in text.chars().filter(|it| *it != ' ') {
        match keys.last_mut() {
            Some(last) if last.starts_with('\x1b') && !is_whole(last) => last.push(letter),
            _ => keys.push(letter.to_string()),
        }
    }
    keys
}

fn is_whole(sequence: &str) -> bool {
    sequence.len() > 2 && sequence.ends_with(|it: char| it.is_ascii_alphabetic() || it == '~')
}

fn row(what: &str, n_bytes: usize, most: f64) -> Finding {
    #[expect(clippy::cast_precision_loss, reason = "a screen at most")]
    let n_bytes = n_bytes as f64;
    Row::at_most(format!("bytes: {what}"), (Unit::Bytes, n_bytes), most)
}
