//! Waiting: between attempts, and only until the program ends.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

const PAUSE_MIN: Duration = Duration::from_millis(20);
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// Pauses between attempts: 20 ms, doubling to 5 s.
#[derive(Debug)]
pub(super) struct Backoff {
    pause: Duration,
}

impl Backoff {
    pub(super) fn new() -> Self {
        Self { pause: PAUSE_MIN }
    }

    pub(super) fn reset(&mut self) {
        self.pause = PAUSE_MIN;
    }

    pub(super) fn next_pause(&mut self) -> Duration {
        let pause = self.pause;
        self.pause = (pause * 2).min(PAUSE_MAX);
        pause
    }
}

/// Raised once, when the program ends; device threads look at it.
#[derive(Clone, Debug, Default)]
pub(super) struct StopSign {
    raised: Arc<(Mutex<Option<Instant>>, Condvar)>,
}

impl StopSign {
    pub(super) fn raise(&self) {
        let (raised, changed) = &*self.raised;
        raised
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert_with(Instant::now);
        changed.notify_all();
    }

    pub(super) fn is_raised(&self) -> bool {
        self.raised_for().is_some()
    }

    /// How long ago it was raised.
    pub(super) fn raised_for(&self) -> Option<Duration> {
        let raised = self.raised.0.lock().unwrap_or_else(PoisonError::into_inner);
        raised.map(|since| since.elapsed())
    }

    /// Waits for `pause`, or until the sign is raised; tells whether it is.
    pub(super) fn wait(&self, pause: Duration) -> bool {
        let (raised, changed) = &*self.raised;
        let guard = raised.lock().unwrap_or_else(PoisonError::into_inner);
        let (guard, _) = changed
            .wait_timeout_while(guard, pause, |raised| raised.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        guard.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_seconds() {
        let mut backoff = Backoff::new();
        let pauses: Vec<u128> = (0..11).map(|_| backoff.next_pause().as_millis()).collect();
        assert_eq!(
            pauses,
            [20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_000, 5_000, 5_000]
        );
        backoff.reset();
        assert_eq!(backoff.next_pause().as_millis(), 20);
    }

    #[test]
    fn a_raised_sign_ends_any_wait() {
        let stop = StopSign::default();
        assert!(!stop.wait(Duration::from_millis(1)));
        let other = stop.clone();
        let waiter = std::thread::spawn(move || other.wait(Duration::from_secs(3_600)));
        stop.raise();
        assert!(waiter.join().unwrap());
        assert!(stop.is_raised());
    }
}
