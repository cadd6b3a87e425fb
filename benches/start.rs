//! From the start of the program to its first frame, and to today's book, on the
//! bench store as a clean stop has left it.

use std::{fs, path::Path, time::Duration};

use crate::{
    pty::Tty,
    row::{Finding, Row, Unit},
    spa::Bench,
    timing::{Times, timed},
};

const N_TIMES: usize = 15;
const BALM: &str = env!("CARGO_BIN_EXE_balm");
/// On the first frame, and with the book of the day.
const FIRST: &[&str] = &["Balm"];
const USABLE: &[&str] = &["F1 Help", "Day"];
const MORE_THAN_SLED_SECONDS: f64 = 0.05;

pub(crate) fn rows(bench: &Bench) -> Vec<Finding> {
    let store = bench.store();
    let dir = store.path().to_str().unwrap();
    let file = store.path().join("read-me");
    fs::write(&file, "first line\n".repeat(100)).unwrap();
    let file = file.to_str().unwrap();
    let (mut first, mut usable) = (Times::default(), Times::default());
    let (mut vim, mut less) = (Some(Times::default()), Some(Times::default()));
    // What a program takes here that does nothing but say a word: nobody is quicker.
    let mut word = Some(Times::default());
    // By turns, so that all have the same noise.
    for _ in 0..N_TIMES {
        start_balm(dir, &mut first, &mut usable);
        let quiet = ["-N", "-u", "NONE", "-i", "NONE", file];
        if !start(vim.as_mut(), "vim", &quiet, &["first line"], "\x1b:q!\r") {
            vim = None;
        }
        if !start(word.as_mut(), "echo", &["first line"], &["first line"], "") {
            word = None;
        }
        if !start(less.as_mut(), "less", &[file], &["first line"], "q") {
            less = None;
        }
    }
    let opens = sled_opens(bench);
    let figure = (Unit::Seconds, first.percentile(50));
    let mut rows = Vec::new();
    match &vim {
        Some(vim) => {
            let limit = ("vim", vim.percentile(50));
            rows.push(Row::times("start to first frame, p50", figure, limit, 0.5));
        }
        None => rows.push(Finding::skipped("start to first frame", "no vim here")),
    }
    if let Some(word) = &word {
        let limit = ("echo, which does nothing else", word.percentile(50));
        rows.push(Row::beside("start to first frame, p50", figure, limit));
    }
    match &less {
        Some(less) => {
            let limit = ("less", less.percentile(50));
            rows.push(Row::beside("start to first frame, p50", figure, limit));
        }
        None => rows.push(Finding::skipped("start to first frame", "no less here")),
    }
    rows.push(Row::plus(
        "start to today's book, p50",
        (Unit::Seconds, usable.percentile(50)),
        ("sled opening the same store", opens.percentile(50)),
        MORE_THAN_SLED_SECONDS,
    ));
    rows
}

/// Leaves only when the book is there: whoever is sent away while it is being opened
/// finds more to prove the next time.
fn start_balm(dir: &str, first: &mut Times, usable: &mut Times) {
    let mut tty = Tty::start(BALM, &["--store", dir]).unwrap();
    for (shows, times) in [(FIRST, first), (USABLE, usable)] {
        if let Some(seconds) = tty.shows(shows) {
            times.push(seconds);
        }
    }
    tty.settle(Duration::from_millis(300));
    tty.end("\x18\r");
}

/// `false` where there is no such program.
fn start(
    times: Option<&mut Times>,
    program: &str,
    args: &[&str],
    shows: &[&str],
    leave: &str,
) -> bool {
    let Some(times) = times else {
        return false;
    };
    let Some(mut tty) = Tty::start(program, args) else {
        return false;
    };
    if let Some(seconds) = tty.shows(shows) {
        times.push(seconds);
    }
    // Whoever leaves at once may leave before the keys are read.
    tty.settle(Duration::from_millis(300));
    tty.end(leave);
    true
}

/// The same settings as the program's own.
fn sled_opens(bench: &Bench) -> Times {
    let mut times = Times::default();
    for _ in 0..3 {
        let store = bench.store();
        let config = sled::Config::new()
            .path(index(store.path()))
            .cache_capacity(1024 * 1024)
            .flush_every_ms(None);
        let (seconds, db) = timed(|| config.open());
        times.push(seconds);
        drop(db);
    }
    times
}

fn index(store: &Path) -> std::path::PathBuf {
    let index = store.join("index");
    assert!(index.is_dir(), "{}", store.display());
    index
}
