//! Scans told by a prefix that the scanner is set to send: certain at any speed,
//! and nothing else is held back.

use std::time::{Duration, Instant};

use super::{Stroke, Told, code_char, is_end};
use crate::{
    devices::{card::holds_bank_track, scanned_code, wedge::WedgePrefix},
    ui::key::{Key, KeyCode},
};

/// A prefix that does not go on for this long was typed.
const PREFIX_GAP: Duration = Duration::from_millis(150);
/// A code that does not go on for this long is over.
const CODE_GAP: Duration = Duration::from_millis(500);
/// The longest gap between two characters of a code that nothing ends: with longer
/// ones, somebody has typed the prefix.
const MACHINE_GAP: Duration = Duration::from_millis(100);
/// The fewest characters of a code that nothing ends.
const UNENDED_MIN: usize = 3;
const CODE_CHARS_MAX: usize = 4_096;

#[derive(Debug)]
pub(super) struct ByPrefix {
    prefixes: Vec<Vec<Key>>,
    suffix: Option<Vec<Key>>,
    /// A prefix or its beginning, then the code.
    held: Vec<Stroke>,
    /// How much of it is the prefix, once that is complete.
    n_prefix: Option<usize>,
}

impl ByPrefix {
    pub(super) fn new(rule: &WedgePrefix) -> Self {
        Self {
            prefixes: rule.prefixes.iter().map(|it| keys_of(it)).collect(),
            suffix: rule.suffix.as_deref().map(keys_of),
            held: Vec::new(),
            n_prefix: None,
        }
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        let gap = if self.n_prefix.is_some() {
            CODE_GAP
        } else {
            PREFIX_GAP
        };
        self.held.last().map(|last| last.at + gap)
    }

    pub(super) fn key(&mut self, stroke: Stroke, told: &mut Vec<Told>) {
        self.held.push(stroke);
        match self.n_prefix {
            None => self.match_prefix(told),
            Some(n_prefix) => self.go_on(n_prefix, stroke.key, told),
        }
    }

    /// What is held is over without its end.
    pub(super) fn settle(&mut self, told: &mut Vec<Told>) {
        let Some(n_prefix) = self.n_prefix else {
            return self.type_all(told);
        };
        let by_machine = self
            .held
            .windows(2)
            .all(|pair| pair[1].at.duration_since(pair[0].at) <= MACHINE_GAP);
        if !by_machine || self.held.len() < n_prefix + UNENDED_MIN {
            self.type_all(told);
        } else if self.suffix.is_some() {
            // Its end is lost, and what else nobody knows.
            self.tell(Told::Unreadable, told);
        } else {
            self.finish(n_prefix, self.held.len(), told);
        }
    }

    fn match_prefix(&mut self, told: &mut Vec<Told>) {
        loop {
            let held: Vec<Key> = self.held.iter().map(|stroke| stroke.key).collect();
            if self.prefixes.contains(&held) {
                self.n_prefix = Some(held.len());
                return;
            }
            let begins_one = self.prefixes.iter().any(|it| it.starts_with(&held));
            if held.is_empty() || begins_one {
                return;
            }
            // The first is typed; the rest may yet begin a prefix.
            told.push(Told::Typed(self.held.remove(0).key));
        }
    }

    fn go_on(&mut self, n_prefix: usize, key: Key, told: &mut Vec<Told>) {
        let n_held = self.held.len();
        let n_end = match &self.suffix {
            Some(suffix) => self.ends_with(suffix, n_prefix).then_some(suffix.len()),
            None => is_end(key).then_some(1),
        };
        if let Some(n_end) = n_end {
            self.finish(n_prefix, n_held - n_end, told);
        } else if n_held > CODE_CHARS_MAX {
            self.tell(Told::Unreadable, told);
        } else if !may_belong(key) {
            // A key that no scanner sends: somebody has typed the prefix.
            self.type_all(told);
        }
    }

    fn ends_with(&self, suffix: &[Key], n_prefix: usize) -> bool {
        let code = &self.held[n_prefix..];
        code.len() >= suffix.len()
            && code[code.len() - suffix.len()..]
                .iter()
                .map(|stroke| stroke.key)
                .eq(suffix.iter().copied())
    }

    /// The code stands between the prefix and `end`.
    fn finish(&mut self, n_prefix: usize, end: usize, told: &mut Vec<Told>) {
        let text = |strokes: &[Stroke]| -> String {
            strokes.iter().filter_map(|it| code_char(it.key)).collect()
        };
        let whole = text(&self.held[..end]);
        let code = text(&self.held[n_prefix..end]);
        let is_whole = code.chars().count() == end - n_prefix;
        if holds_bank_track(&whole) {
            self.tell(Told::BankCard, told);
        } else if code.is_empty() {
            // The prefix and Enter, typed.
            self.type_all(told);
        } else if !is_whole {
            self.tell(Told::Unreadable, told);
        } else if !code.is_ascii() {
            self.tell(Told::Garbled, told);
        } else {
            // A card's tracks end with a question mark.
            let is_card = whole.starts_with([';', '%']);
            let code = if is_card {
                code.trim_end_matches('?')
            } else {
                &code
            };
            let scan = scanned_code(code).map_or(Told::Unreadable, Told::Scan);
            self.tell(scan, told);
        }
    }

    fn tell(&mut self, what: Told, told: &mut Vec<Told>) {
        self.held.clear();
        self.n_prefix = None;
        told.push(what);
    }

    fn type_all(&mut self, told: &mut Vec<Told>) {
        self.n_prefix = None;
        told.extend(self.held.drain(..).map(|stroke| Told::Typed(stroke.key)));
    }
}

/// Scanners type characters, and some of the control codes with Ctrl.
fn may_belong(key: Key) -> bool {
    matches!(key.code, KeyCode::Char(_)) || is_end(key)
}

/// The keys that type a text.
fn keys_of(text: &str) -> Vec<Key> {
    text.chars()
        .map(|letter| match letter {
            '\r' => Key::plain(KeyCode::Enter),
            '\t' => Key::plain(KeyCode::Tab),
            '\u{1}'..='\u{1A}' => Key::ctrl(shifted(letter, 0x60)),
            '\u{1C}'..='\u{1F}' => Key::ctrl(shifted(letter, 0x40)),
            _ => Key::char(letter),
        })
        .collect()
}

/// The letter that makes this control character with Ctrl.
fn shifted(letter: char, by: u32) -> char {
    char::from_u32(u32::from(letter) | by).unwrap_or(letter)
}
