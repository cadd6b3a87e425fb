//! Wall time at the shop, instants, and the spans between them.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub mod instant;

/// A moment on the shop's own clock: a date and a minute of that day.
///
/// Minutes may pass 1,440 for work after midnight that belongs to the evening.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct WallTime {
    pub date: NaiveDate,
    /// Minutes since local midnight.
    pub minute: u16,
}

impl WallTime {
    pub const fn new(date: NaiveDate, minute: u16) -> Self {
        Self { date, minute }
    }

    pub fn of(at: NaiveDateTime) -> Self {
        use chrono::Timelike;
        let minute = at.hour() * 60 + at.minute();
        Self {
            date: at.date(),
            minute: u16::try_from(minute).unwrap_or(0),
        }
    }

    /// What the clock on the wall shows.
    pub fn naive(self) -> NaiveDateTime {
        self.date.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(self.minute))
    }

    /// The wall time `minutes` later, on the date that it then is.
    #[must_use]
    pub fn plus(self, minutes: i64) -> Self {
        Self::of(self.naive() + Duration::minutes(minutes))
    }

    pub fn hhmm(self) -> String {
        hhmm(self.minute)
    }
}

/// `HH:MM` of a minute of the day; 24:30 for half past midnight of a late day.
pub fn hhmm(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Half-open: a span that ends at 11:00 and one that begins at 11:00 do not
/// overlap. The one overlap rule of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
}

impl Span {
    pub fn new(start: WallTime, minutes: u16) -> Self {
        let start = start.naive();
        Self {
            start,
            end: start + Duration::minutes(i64::from(minutes)),
        }
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// What a wall time means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    Once(DateTime<Utc>),
    /// The clock shows it twice; the first is taken unless told otherwise.
    Twice {
        first: DateTime<Utc>,
        second: DateTime<Utc>,
    },
    /// The clock jumps over it.
    Never,
}

pub fn resolve(wall: WallTime, zone: Tz) -> Resolved {
    use chrono::offset::LocalResult;
    match zone.from_local_datetime(&wall.naive()) {
        LocalResult::Single(at) => Resolved::Once(at.to_utc()),
        LocalResult::Ambiguous(first, second) => Resolved::Twice {
            first: first.to_utc(),
            second: second.to_utc(),
        },
        LocalResult::None => Resolved::Never,
    }
}

pub fn wall(at: DateTime<Utc>, zone: Tz) -> WallTime {
    WallTime::of(at.with_timezone(&zone).naive_local())
}

#[cfg(test)]
mod tests;
