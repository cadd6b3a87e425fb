//! Where the present moment comes from: the machine, or whoever makes a test or
//! a demo.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Asked once per request.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;

    /// Time that passes whatever the clock is set to, from any beginning. By default
    /// the clock itself is such a one.
    fn passed(&self) -> TimeDelta {
        self.now() - DateTime::UNIX_EPOCH
    }

    /// How long some work takes; `None` where no time passes by itself, and the work is
    /// not done.
    fn time(&self, _work: &mut dyn FnMut()) -> Option<Duration> {
        None
    }

    /// Not before this can the clock be right.
    fn program_made(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    /// Sleep of the machine included, where the system tells it.
    #[cfg(target_os = "linux")]
    fn passed(&self) -> TimeDelta {
        let since_boot = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        TimeDelta::seconds(since_boot.tv_sec)
    }

    #[cfg(not(target_os = "linux"))]
    fn passed(&self) -> TimeDelta {
        static START: std::sync::LazyLock<std::time::Instant> =
            std::sync::LazyLock::new(std::time::Instant::now);
        TimeDelta::from_std(START.elapsed()).unwrap_or_default()
    }

    fn time(&self, work: &mut dyn FnMut()) -> Option<Duration> {
        let begun = Instant::now();
        work();
        Some(begun.elapsed())
    }

    fn program_made(&self) -> DateTime<Utc> {
        let seconds = env!("BALM_MADE").parse().unwrap_or_default();
        DateTime::from_timestamp(seconds, 0).unwrap_or_default()
    }
}

/// Stands still until it is set.
#[derive(Debug)]
pub struct SettableClock(Mutex<Hand>);

#[derive(Clone, Copy, Debug)]
struct Hand {
    now: DateTime<Utc>,
    /// How much of that did not pass.
    jumped: TimeDelta,
}

impl SettableClock {
    pub fn new(now: DateTime<Utc>) -> Self {
        let jumped = TimeDelta::zero();
        Self(Mutex::new(Hand { now, jumped }))
    }

    pub fn set(&self, now: DateTime<Utc>) {
        self.hand().now = now;
    }

    /// Time passes.
    pub fn advance(&self, by: TimeDelta) {
        self.hand().now += by;
    }

    /// Somebody sets the clock: no time passes.
    pub fn jump(&self, by: TimeDelta) {
        let mut hand = self.hand();
        hand.now += by;
        hand.jumped += by;
    }

    fn hand(&self) -> MutexGuard<'_, Hand> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for SettableClock {
    fn now(&self) -> DateTime<Utc> {
        self.hand().now
    }

    fn passed(&self) -> TimeDelta {
        let hand = *self.hand();
        hand.now - DateTime::UNIX_EPOCH - hand.jumped
    }
}
