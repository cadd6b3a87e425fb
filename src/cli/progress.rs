//! How far long work is: one line that is written over on a terminal, a plain line
//! now and then elsewhere.

use std::{
    io::{self, IsTerminal, Write},
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    locale::Locale,
    store::{OnProgress, Progress, Stage},
    ui::front::Signs,
};

/// Between two looks of the line on a terminal.
const REDRAW: Duration = Duration::from_millis(200);
/// Between two plain lines.
const LINE: Duration = Duration::from_secs(10);
/// Before this nothing is said: most work is done by then.
const QUIET: Duration = Duration::from_millis(500);
/// A guess from less is worth nothing.
const GUESS_AFTER: Duration = Duration::from_secs(2);

/// Written to standard error, so that results can be piped on.
pub(super) struct Meter {
    /// Made when there is something to say: quick work does without.
    locale: Option<Locale>,
    /// The message that names the work.
    work: &'static str,
    is_terminal: bool,
    began: Instant,
    said_at: Option<Instant>,
}

impl Meter {
    pub(super) fn new(work: &'static str) -> Self {
        Self {
            locale: None,
            work,
            is_terminal: io::stderr().is_terminal(),
            began: Instant::now(),
            said_at: None,
        }
    }

    /// Goes on to other work; time is counted anew.
    pub(super) fn work(&mut self, work: &'static str) {
        if self.work != work {
            self.work = work;
            self.began = Instant::now();
        }
    }

    /// So much of so much is done, in whatever unit. A total of 0 is not known.
    pub(super) fn at(&mut self, done: u64, total: u64) {
        let elapsed = self.began.elapsed();
        let pause = if self.is_terminal { REDRAW } else { LINE };
        let is_due = match self.said_at {
            Some(at) => at.elapsed() >= pause,
            None if self.is_terminal => elapsed >= QUIET,
            None => elapsed >= LINE,
        };
        if !is_due {
            return;
        }
        self.said_at = Some(Instant::now());
        let locale = self.locale.get_or_insert_with(Locale::english);
        let said = line(locale, self.work, done, total, elapsed);
        // Only a sign of life.
        let mut out = io::stderr().lock();
        let _ = if self.is_terminal {
            write!(out, "\r{said}\x1b[K")
        } else {
            writeln!(out, "{said}")
        };
        let _ = out.flush();
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.is_terminal && self.said_at.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.clear();
    }
}

/// The message that names what a store is busy with.
pub(super) fn work_of(stage: Stage) -> &'static str {
    match stage {
        Stage::ReadingJournal => "progress-journal",
        Stage::CheckingIndex => "progress-check",
        Stage::BuildingIndex => "progress-index",
        Stage::Repairing => "progress-repair",
        Stage::Exporting => "progress-export",
        Stage::Archiving => "progress-archive",
        Stage::Unpacking => "progress-unpack",
        Stage::CountingClosings => "progress-closings",
    }
}

/// Says on the first frame what a store is busy with while it is opened.
pub(super) fn of_opening(locale: Arc<Locale>, signs: Signs) -> OnProgress {
    let left = signs.left();
    let (mut began, mut said_at) = (Instant::now(), Instant::now());
    let mut work = "";
    Box::new(move |Progress { stage, done, total }| {
        if work != work_of(stage) {
            work = work_of(stage);
            began = Instant::now();
        }
        if said_at.elapsed() >= REDRAW {
            said_at = Instant::now();
            signs.say(line(&locale, work, done, total, began.elapsed()));
        }
        if left.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
}

/// Shows what a store is busy with while it is opened or verified, until `stop`.
pub(super) fn of_store(stop: Arc<AtomicBool>) -> OnProgress {
    let mut meter = Meter::new(work_of(Stage::ReadingJournal));
    Box::new(move |Progress { stage, done, total }| {
        meter.work(work_of(stage));
        meter.at(done, total);
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
}

fn line(locale: &Locale, work: &str, done: u64, total: u64, elapsed: Duration) -> String {
    let work = locale.text(work);
    if total == 0 {
        return locale.fill(
            "progress-count",
            &[("work", work.into()), ("done", done.into())],
        );
    }
    let percent = u128::from(done) * 100 / u128::from(total);
    let mut args = vec![
        ("work", work.into()),
        ("done", done.into()),
        ("total", total.into()),
        ("percent", u64::try_from(percent).unwrap_or(100).into()),
    ];
    match left(done, total, elapsed) {
        Some(left) => {
            args.push(("left", clock(left).into()));
            locale.fill("progress-left", &args)
        }
        None => locale.fill("progress-of", &args),
    }
}

/// If it goes on as it did.
fn left(done: u64, total: u64, elapsed: Duration) -> Option<Duration> {
    if done == 0 || elapsed < GUESS_AFTER {
        return None;
    }
    let to_do = u128::from(total.saturating_sub(done));
    let millis = elapsed.as_millis() * to_do / u128::from(done);
    u64::try_from(millis).ok().map(Duration::from_millis)
}

/// `1:05`, or `1:00:05`.
fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_how_much_and_how_long() {
        let locale = Locale::english();
        let said = |done, total, seconds| {
            let elapsed = Duration::from_secs(seconds);
            line(&locale, "progress-index", done, total, elapsed)
        };
        assert_eq!(said(500, 1_000, 1), "Building the index: 50 %, 500 of 1000");
        assert_eq!(
            said(250, 1_000, 30),
            "Building the index: 25 %, 250 of 1000, 1:30 left"
        );
        assert_eq!(
            said(1, 1_000, 10),
            "Building the index: 0 %, 1 of 1000, 2:46:30 left"
        );
        assert_eq!(
            said(1_000, 1_000, 9),
            "Building the index: 100 %, 1000 of 1000, 0:00 left"
        );
        assert_eq!(said(77, 0, 60), "Building the index: 77");
    }
}
