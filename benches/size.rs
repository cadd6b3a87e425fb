//! How big the program is: on the disk, and in memory while the bench store is in
//! use.

use std::{fs, time::Duration};

use crate::{
    pty::Tty,
    row::{Finding, Row, Unit},
    spa::Bench,
};

const BALM: &str = env!("CARGO_BIN_EXE_balm");
const BINARY_BYTES_MAX: f64 = 12e6;
const MEMORY_BYTES_MAX: f64 = 64.0 * 1024.0 * 1024.0;

pub(crate) fn rows(bench: &Bench) -> Vec<Finding> {
    let n_bytes = fs::metadata(BALM).unwrap().len();
    vec![
        Row::at_most("binary", (Unit::Bytes, bytes(n_bytes)), BINARY_BYTES_MAX),
        memory(bench),
    ]
}

fn bytes(n: u64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "some megabytes")]
    let n = n as f64;
    n
}

/// Lookups, days, panes and an open search, then the most that it ever took.
fn memory(bench: &Bench) -> Finding {
    let what = "memory at most, bench store in use";
    let store = bench.store();
    let Some(mut tty) = Tty::start(BALM, &["--store", store.path().to_str().unwrap()]) else {
        return Finding::skipped(what, "the program did not start");
    };
    if tty.shows(&["F1 Help"]).is_none() {
        return Finding::skipped(what, "the desk did not open");
    }
    tty.settle(Duration::from_secs(3));
    for keys in [
        "\x1bOR", "anna", "\r", "\x1b", "\x1bOR", "2055", "\x1b", "\x1bOQ", "\x1b[6~", "\x1b[6~",
        "\x1b[5~", "\x1b[C", "\x1b[B", "\x1b[15~", "oil", "\x1b", "/", "ozol", "\x1b",
    ] {
        tty.press(keys);
        tty.settle(Duration::from_millis(200));
    }
    let peak = peak_bytes(tty.pid());
    tty.end("\x1b\x1b\x18\r");
    match peak {
        Some(n) => Row::at_most(what, (Unit::Bytes, bytes(n)), MEMORY_BYTES_MAX),
        None => Finding::skipped(what, "this system does not tell"),
    }
}

fn peak_bytes(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|it| it.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}
