//! Scans told by their speed: characters are held back for as long as a scanner
//! would take for the next one, and typed after all when none comes. What is held is
//! shown, and no field has it.

use std::time::{Duration, Instant};

use super::{
    Stroke, Told, code_char, is_end,
    judge::{is_number_so_far, judge, pause_most},
};
use crate::devices::wedge::WedgeSpeed;

/// No code is longer; a text that runs in this fast is a paste.
const HELD_MAX: usize = 512;

#[derive(Debug)]
pub(super) struct BySpeed {
    rule: WedgeSpeed,
    held: Vec<Stroke>,
    /// When the last key of a text without measure came: the rest of it is let
    /// through.
    flowing: Option<Instant>,
}

impl BySpeed {
    pub(super) fn new(rule: WedgeSpeed) -> Self {
        Self {
            rule,
            held: Vec::new(),
            flowing: None,
        }
    }

    /// The letters that are held back.
    pub(super) fn held(&self) -> String {
        let letters = self.held.iter().filter_map(|stroke| code_char(stroke.key));
        letters.filter(|letter| !letter.is_control()).collect()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.held.last().map(|last| last.at + self.patience())
    }

    pub(super) fn key(&mut self, stroke: Stroke, told: &mut Vec<Told>) {
        if self.flows_on(stroke) {
            told.push(Told::Typed(stroke.key));
            return;
        }
        match code_char(stroke.key) {
            // No code begins with a space.
            Some(letter) if letter != ' ' || !self.held.is_empty() => self.hold(stroke, told),
            _ if is_end(stroke.key) => {
                if !self.finish(true, told) {
                    told.push(Told::Typed(stroke.key));
                }
            }
            _ => {
                self.settle(told);
                told.push(Told::Typed(stroke.key));
            }
        }
    }

    /// What is held is over, without an end.
    pub(super) fn settle(&mut self, told: &mut Vec<Told>) {
        self.finish(false, told);
    }

    /// Tells what is held: as one scan, or as what was typed. Returns whether it was
    /// a scan.
    fn finish(&mut self, is_ended: bool, told: &mut Vec<Told>) -> bool {
        let held = std::mem::take(&mut self.held);
        if held.is_empty() {
            return false;
        }
        if let Some(scan) = judge(&held, is_ended, &self.rule) {
            told.push(scan);
            return true;
        }
        told.extend(held.iter().map(|stroke| Told::Typed(stroke.key)));
        false
    }

    /// How long another character may take.
    fn patience(&self) -> Duration {
        let usual = if is_number_so_far(&self.held) {
            self.rule.digits_gap.max(self.rule.gap)
        } else {
            self.rule.gap
        };
        if self.held.len() >= self.rule.n_chars_min && judge(&self.held, true, &self.rule).is_some()
        {
            usual.max(pause_most(&self.rule))
        } else {
            usual
        }
    }

    fn hold(&mut self, stroke: Stroke, told: &mut Vec<Told>) {
        self.held.push(stroke);
        if self.held.len() > HELD_MAX {
            self.flowing = Some(stroke.at);
            told.extend(self.held.drain(..).map(|stroke| Told::Typed(stroke.key)));
        }
    }

    fn flows_on(&mut self, stroke: Stroke) -> bool {
        self.flowing = self
            .flowing
            .filter(|at| stroke.at.duration_since(*at) <= self.rule.gap)
            .map(|_| stroke.at);
        self.flowing.is_some()
    }
}
