//! How much of something is in use at once: a sweep over the moments at which it
//! changes, so that two who follow each other count as one.

use chrono::NaiveDateTime;

use super::book::Busy;
use crate::domain::{ids::AppointmentId, time::Span};

/// Those that hold it, leaving out one appointment.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    pub(super) busy: Option<&'a Vec<Busy>>,
    pub(super) ignore: Option<AppointmentId>,
}

impl<'a> Held<'a> {
    fn others(self) -> impl Iterator<Item = &'a Busy> {
        let others = self.busy.into_iter().flatten();
        others.filter(move |it| Some(it.with) != self.ignore)
    }

    /// The first of them that is there at some moment of `span`.
    pub(super) fn first(self, span: Span) -> Option<&'a Busy> {
        self.others().find(|it| it.span.overlaps(span))
    }

    /// The most that are there at one moment of `span`.
    pub(super) fn peak(self, span: Span) -> usize {
        let here: Vec<Span> = (self.others().map(|it| it.span))
            .filter(|it| it.overlaps(span))
            .collect();
        // It is highest where somebody begins, or at the start.
        let at = |moment| here.iter().filter(|it| has(**it, moment)).count();
        let begins = here.iter().map(|it| it.start.max(span.start));
        begins.map(at).max().unwrap_or(0)
    }

    /// Where there are more than `most` at some moment of `span`: until when that is
    /// so, from the first such moment on.
    pub(super) fn full_until(self, span: Span, most: usize) -> Option<NaiveDateTime> {
        let n_at = |moment| self.others().filter(|it| has(it.span, moment)).count();
        let begins = (self.others().filter(|it| it.span.overlaps(span)))
            .map(|it| it.span.start.max(span.start));
        let first = begins.filter(|it| n_at(*it) > most).min()?;
        let ends = self.others().map(|it| it.span.end);
        ends.filter(|it| *it > first && n_at(*it) <= most).min()
    }
}

fn has(span: Span, moment: NaiveDateTime) -> bool {
    span.start <= moment && moment < span.end
}
