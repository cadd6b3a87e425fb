//! Numbers that are drawn one by one.

/// A run of numbers that must have no gaps.
#[derive(Default)]
pub(super) struct Run {
    pub(super) last: u64,
    seen_at: u64,
}

pub(super) enum Step {
    Next,
    Missing,
    Twice,
    /// Missing, with the entries that were lost.
    Lost,
}

impl Run {
    pub(super) fn next(&mut self, number: u64, entry: u64, gap_before: u64) -> Step {
        let (last, seen_at) = (self.last, self.seen_at);
        self.last = number.max(last);
        self.seen_at = entry;
        match number.checked_sub(1) {
            Some(before) if before == last => Step::Next,
            Some(before) if before > last && seen_at < gap_before => Step::Lost,
            Some(before) if before > last => Step::Missing,
            _ => Step::Twice,
        }
    }
}
