//! Taking times, and what of many times counts.

use std::time::{Duration, Instant};

/// How long it took, in seconds, and what it gave.
pub(crate) fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let began = Instant::now();
    let given = act();
    (began.elapsed().as_secs_f64(), given)
}

/// Times of the same thing done many times, in seconds.
#[derive(Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn push(&mut self, seconds: f64) {
        self.0.push(seconds);
    }

    /// So many of a hundred were no slower.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted[place]
    }

    pub(crate) fn least(&self) -> f64 {
        self.percentile(0)
    }
}

/// A desk rests between two sales: what goes on in the background is done.
pub(crate) fn rest() {
    std::thread::sleep(Duration::from_millis(20));
}
