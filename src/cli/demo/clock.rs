//! The demo's clock: set while the past is made up, and running from the present
//! that was chosen once the screen opens.

use std::{
    sync::{Mutex, PoisonError},
    time::Instant,
};

use chrono::{DateTime, Duration, Utc};

use crate::ops::clock::Clock;

#[derive(Debug)]
pub struct DemoClock(Mutex<Hand>);

#[derive(Clone, Copy, Debug)]
struct Hand {
    at: DateTime<Utc>,
    running_since: Option<Instant>,
}

impl DemoClock {
    /// Stands still at `at`.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(Hand {
            at,
            running_since: None,
        }))
    }

    /// Stands still at `at` from now on.
    pub fn set(&self, at: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Hand {
            at,
            running_since: None,
        };
    }

    /// Runs on from where it stands.
    pub fn start(&self) {
        let mut hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hand.running_since = Some(Instant::now());
    }
}

impl Clock for DemoClock {
    fn now(&self) -> DateTime<Utc> {
        let hand = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = hand.running_since.map(|it| it.elapsed());
        let passed = since.and_then(|it| Duration::from_std(it).ok());
        hand.at + passed.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_until_it_is_started() {
        let at = DateTime::UNIX_EPOCH;
        let clock = DemoClock::new(at);
        assert_eq!(clock.now(), at);
        clock.set(at + Duration::days(1));
        assert_eq!(clock.now(), at + Duration::days(1));
        clock.start();
        let first = clock.now();
        assert!(first >= at + Duration::days(1));
        assert!(clock.now() >= first);
        clock.set(at);
        assert_eq!(clock.now(), at);
    }
}
