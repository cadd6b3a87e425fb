//! From the terminal's bytes to events: decoder first, then the scanner that
//! types. Knows no clock.

use std::time::{Duration, Instant};

use super::{
    decoder::{Decoder, Heard},
    wedge::{Stroke, Told, Wedge},
};
use crate::{
    devices::{DeviceNews, Repeats, wedge::WedgeConfig},
    ui::{
        event::Event,
        key::{Key, KeyCode},
    },
};

/// Letters that nothing follows for this long are shown before it is clear that they
/// are typed. Most scanners are faster, and nothing of their scans is ever seen.
const AHEAD_AFTER: Duration = Duration::from_millis(12);

/// A line feed this soon after an Enter or a scan is its other half, sent by terminals and
/// scanners that end with both; alone it is the keypad's Enter of some terminals.
const LINE_FEED_AFTER: Duration = Duration::from_millis(300);

/// What of the settings the keyboard's reader needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listening {
    /// How a scanner that types is told from a typist.
    pub wedge: WedgeConfig,
    /// The same code within this is one read.
    pub double_read: Duration,
}

#[derive(Debug)]
pub(super) struct Hearing {
    decoder: Decoder,
    wedge: Wedge,
    repeats: Repeats,
    /// When an Enter or a scan was told, if nothing was since.
    ended_at: Option<Instant>,
    /// What was shown of the letters that are held back.
    ahead: String,
    /// When they last became more, if that is not shown yet.
    ahead_since: Option<Instant>,
}

impl Hearing {
    pub(super) fn new(listening: &Listening) -> Self {
        Self {
            decoder: Decoder::new(),
            wedge: Wedge::new(&listening.wedge),
            repeats: Repeats::new(listening.double_read),
            ended_at: None,
            ahead: String::new(),
            ahead_since: None,
        }
    }

    /// Until when what has come may go on: who looks later knows nothing of times.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let both = [self.decoder.deadline(), self.wedge.deadline()];
        both.into_iter().flatten().min()
    }

    /// When to call [`Hearing::tick`], should nothing come before.
    pub(super) fn wakes_at(&self) -> Option<Instant> {
        let ahead = self.ahead_since.map(|at| at + AHEAD_AFTER);
        [self.deadline(), ahead].into_iter().flatten().min()
    }

    /// Nothing has come up to now.
    pub(super) fn tick(&mut self, now: Instant) -> Vec<Event> {
        let mut events = Vec::new();
        if let Some(heard) = self.decoder.tick(now) {
            self.hear(heard, now, true, &mut events);
        }
        let mut told = Vec::new();
        self.wedge.tick(now, &mut told);
        self.tell(told, now, &mut events);
        if self.ahead_since.is_some_and(|at| at + AHEAD_AFTER <= now) {
            self.ahead_since = None;
            self.ahead = self.wedge.held();
            events.push(Event::Ahead(self.ahead.clone()));
        }
        events
    }

    /// What came in one read, at `at`. `after_stall` if the reader had stood still
    /// before it, so that nobody knows when the keys were pressed.
    pub(super) fn push(&mut self, bytes: &[u8], at: Instant, after_stall: bool) -> Vec<Event> {
        let mut events = Vec::new();
        let mut heard = Vec::new();
        let mut is_timed = !after_stall;
        for byte in bytes {
            self.decoder.push(*byte, at, &mut heard);
            for heard in heard.drain(..) {
                self.hear(heard, at, is_timed, &mut events);
                is_timed = false;
            }
        }
        self.ahead_since = (self.wedge.held() != self.ahead).then_some(at);
        events
    }

    fn hear(&mut self, heard: Heard, at: Instant, is_timed: bool, events: &mut Vec<Event>) {
        let mut told = Vec::new();
        match heard {
            Heard::Key(key) => self.wedge.key(Stroke { key, at, is_timed }, &mut told),
            Heard::Answer => events.push(Event::TerminalAnswer { at }),
            Heard::Paste(text) => {
                self.wedge.settle(at, &mut told);
                self.tell(std::mem::take(&mut told), at, events);
                events.push(Event::Paste(text));
            }
        }
        self.tell(told, at, events);
    }

    fn tell(&mut self, told: Vec<Told>, at: Instant, events: &mut Vec<Event>) {
        if !told.is_empty() {
            // With the next key or scan it is forgotten there too.
            (self.ahead, self.ahead_since) = (String::new(), None);
        }
        events.extend(told.into_iter().filter_map(|told| self.event(told, at)));
    }

    fn event(&mut self, told: Told, at: Instant) -> Option<Event> {
        let ended_at = self.ended_at.take();
        let enter = Key::plain(KeyCode::Enter);
        let news = match told {
            Told::Typed(key) if key == Key::ctrl('j') => {
                let is_half = ended_at.is_some_and(|it| at.duration_since(it) < LINE_FEED_AFTER);
                return (!is_half).then_some(Event::Key(enter));
            }
            Told::Typed(key) => {
                self.ended_at = (key == enter).then_some(at);
                return Some(Event::Key(key));
            }
            Told::Scan(code) if self.repeats.is_repeat(&code, at) => DeviceNews::DoubleRead(code),
            Told::Scan(code) => DeviceNews::Scan(code),
            Told::BankCard => DeviceNews::BankCard,
            Told::Garbled => DeviceNews::GarbledScan,
            Told::Unreadable => DeviceNews::Unreadable,
        };
        self.ended_at = Some(at);
        Some(Event::Device(news))
    }
}

#[cfg(test)]
mod tests;
