//! Scans of a scanner that types, taken out of what is typed. Knows no clock: the
//! time of each key is handed in.
//!
//! In reading order:

mod judge;

mod by_prefix;
mod by_speed;

use std::time::{Duration, Instant};

use by_prefix::ByPrefix;
use by_speed::BySpeed;

use crate::{
    devices::wedge::WedgeConfig,
    ui::key::{Key, KeyCode},
};

/// Enter, Tab or a line feed this soon after a scan is the scanner's: nobody
/// answers so fast. It must not press what the scan has opened.
const SCANNERS_OWN: Duration = Duration::from_millis(120);
/// The separator of a GS1 code as a key.
const GS: char = '\u{1D}';

/// A key and when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stroke {
    pub(super) key: Key,
    pub(super) at: Instant,
    /// Whether it came by itself. What comes with others in one read, or after the
    /// reader stood still, may have been pressed long before.
    pub(super) is_timed: bool,
}

/// What keys turn out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Typed(Key),
    Scan(String),
    /// A bank card. It does not say which.
    BankCard,
    /// A scan whose characters the keyboard's layout has changed.
    Garbled,
    Unreadable,
}

#[derive(Debug)]
pub(super) struct Wedge {
    way: Way,
    /// When the last scan was over.
    scanned_at: Option<Instant>,
}

#[derive(Debug)]
enum Way {
    Off,
    Speed(BySpeed),
    Prefix(ByPrefix),
}

impl Wedge {
    pub(super) fn new(config: &WedgeConfig) -> Self {
        let way = match config {
            WedgeConfig::Off => Way::Off,
            WedgeConfig::Speed(rule) => Way::Speed(BySpeed::new(*rule)),
            WedgeConfig::Prefix(rule) => Way::Prefix(ByPrefix::new(rule)),
        };
        Self {
            way,
            scanned_at: None,
        }
    }

    /// The letters that are held back until it is clear who has typed them.
    pub(super) fn held(&self) -> String {
        match &self.way {
            Way::Speed(way) => way.held(),
            // Nobody types a prefix.
            Way::Off | Way::Prefix(_) => String::new(),
        }
    }

    /// When to call [`Wedge::tick`], should nothing come before.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match &self.way {
            Way::Off => None,
            Way::Speed(way) => way.deadline(),
            Way::Prefix(way) => way.deadline(),
        }
    }

    /// Nothing has come up to now.
    pub(super) fn tick(&mut self, now: Instant, told: &mut Vec<Told>) {
        if self.deadline().is_some_and(|deadline| deadline <= now) {
            self.settle(now, told);
        }
    }

    /// What is held back is over: something else than a key comes.
    pub(super) fn settle(&mut self, now: Instant, told: &mut Vec<Told>) {
        let n_before = told.len();
        match &mut self.way {
            Way::Off => (),
            Way::Speed(way) => way.settle(told),
            Way::Prefix(way) => way.settle(told),
        }
        self.note_scan(now, &told[n_before..]);
    }

    /// Takes one key. A key that is read late may have come in time, so only
    /// [`Wedge::tick`] decides that nothing followed.
    pub(super) fn key(&mut self, stroke: Stroke, told: &mut Vec<Told>) {
        let is_scanners_own = is_end(stroke.key)
            && self.deadline().is_none()
            && self
                .scanned_at
                .is_some_and(|at| stroke.at.duration_since(at) <= SCANNERS_OWN);
        if is_scanners_own {
            return;
        }
        // Whatever else comes, the scanner is done.
        self.scanned_at = None;
        let n_before = told.len();
        match &mut self.way {
            Way::Off => told.push(Told::Typed(stroke.key)),
            Way::Speed(way) => way.key(stroke, told),
            Way::Prefix(way) => way.key(stroke, told),
        }
        self.note_scan(stroke.at, &told[n_before..]);
    }

    fn note_scan(&mut self, now: Instant, told: &[Told]) {
        if told.iter().any(|it| !matches!(it, Told::Typed(_))) {
            self.scanned_at = Some(now);
        }
    }
}

/// The character of a code that a key stands for.
fn code_char(key: Key) -> Option<char> {
    match key.code {
        KeyCode::Char(letter) if !key.ctrl => Some(letter),
        KeyCode::Char(']') => Some(GS),
        _ => None,
    }
}

/// What scanners send after a code.
fn is_end(key: Key) -> bool {
    matches!(key.code, KeyCode::Enter | KeyCode::Tab) || key == Key::ctrl('j')
}
