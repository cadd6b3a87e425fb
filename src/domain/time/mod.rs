//! Wall time at the shop, instants, and the spans between them.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub mod instant;

/// A moment on the shop's own clock: a date and a minute of that day.
///
/// Minutes may pass 1,440 for work after midnight that belongs to the evening.
/// Its order is that of what the clock shows; where the clock is set back, only
/// instants tell what comes first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct WallTime {
    pub date: NaiveDate,
    /// Minutes since local midnight.
    pub minute: u16,
    /// The clock was set back, and shows this for the second time.
    #[serde(default)]
    pub again: bool,
}

impl WallTime {
    /// A time that comes once, or the first of two.
    pub const fn new(date: NaiveDate, minute: u16) -> Self {
        Self {
            date,
            minute,
            again: false,
        }
    }

    pub fn of(at: NaiveDateTime) -> Self {
        use chrono::Timelike;
        let minute = at.hour() * 60 + at.minute();
        Self::new(at.date(), u16::try_from(minute).unwrap_or(0))
    }

    /// What the clock on the wall shows.
    pub fn naive(self) -> NaiveDateTime {
        self.date.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(self.minute))
    }

    /// What the clock shows `minutes` later where it is not changed meanwhile, on the
    /// date that it then is.
    #[must_use]
    pub fn plus(self, minutes: i64) -> Self {
        Self {
            again: self.again && minutes == 0,
            ..Self::of(self.naive() + Duration::minutes(minutes))
        }
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

/// Both readings of a wall time, whichever of them it says.
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

/// The instant that a wall time says. `None` for one that the clock jumps over, and
/// for the second of a time that comes once.
pub fn instant_of(wall: WallTime, zone: Tz) -> Option<DateTime<Utc>> {
    match (resolve(wall, zone), wall.again) {
        (Resolved::Once(at) | Resolved::Twice { first: at, .. }, false)
        | (Resolved::Twice { second: at, .. }, true) => Some(at),
        _ => None,
    }
}

/// The instant of a wall time, or of the first one after it that there is: where the
/// clock jumps, the moment of the jump.
pub fn at_or_after(wall: WallTime, zone: Tz) -> DateTime<Utc> {
    let there_is = |wall: WallTime| match resolve(wall, zone) {
        Resolved::Once(at) | Resolved::Twice { first: at, .. } => Some(at),
        Resolved::Never => None,
    };
    instant_of(wall, zone)
        .or_else(|| (0..=GAP_MIN_MAX).find_map(|later| there_is(wall.plus(later))))
        .unwrap_or_else(|| wall.naive().and_utc())
}

/// The instant of an edge of working hours. One that the clock shows twice begins them
/// the first time and ends them the second time; one that the clock jumps over is the
/// moment of the jump.
pub fn edge(wall: WallTime, zone: Tz, is_end: bool) -> NaiveDateTime {
    let at = match resolve(wall, zone) {
        Resolved::Twice { second, .. } if is_end => second,
        _ => at_or_after(wall, zone),
    };
    at.naive_utc()
}

/// No clock jumps farther, in minutes.
const GAP_MIN_MAX: i64 = 24 * 60;

/// From where to where the clock jumps, over a time that there is not.
pub fn gap_around(wall: WallTime, zone: Tz) -> Option<(WallTime, WallTime)> {
    let is_skipped = |wall| resolve(wall, zone) == Resolved::Never;
    if !is_skipped(wall) {
        return None;
    }
    let before = (1..=GAP_MIN_MAX).find(|minutes| !is_skipped(wall.plus(-minutes)))?;
    let after = (1..=GAP_MIN_MAX).find(|minutes| !is_skipped(wall.plus(*minutes)))?;
    Some((wall.plus(1 - before), wall.plus(after)))
}

/// What the clock shows at an instant.
pub fn wall(at: DateTime<Utc>, zone: Tz) -> WallTime {
    let wall = WallTime::of(at.with_timezone(&zone).naive_local());
    let again = matches!(resolve(wall, zone), Resolved::Twice { second, .. } if second <= at);
    WallTime { again, ..wall }
}

/// `14:05`; where the clock shows that twice, with what it is ahead of UTC then:
/// `03:05+3` and `03:05+2`, or `01:40+10:30`.
pub fn spelled(wall: WallTime, zone: Tz) -> String {
    let offset = match resolve(wall, zone) {
        Resolved::Twice { first, .. } if !wall.again => offset_min(wall, first),
        Resolved::Twice { second, .. } => offset_min(wall, second),
        _ => return wall.hhmm(),
    };
    format!("{}{}", wall.hhmm(), offset_text(offset))
}

/// Minutes that a clock which shows `wall` at an instant is ahead of UTC.
fn offset_min(wall: WallTime, at: DateTime<Utc>) -> i64 {
    (wall.naive() - at.naive_utc()).num_minutes()
}

/// `+3`, `-4`, `+10:30`.
fn offset_text(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (hours, 0) => format!("{sign}{hours}"),
        (hours, rest) => format!("{sign}{hours}:{rest:02}"),
    }
}

/// Which of two equal times is meant, as somebody says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The only one, it is hoped.
    Unsaid,
    First,
    Second,
    /// The one at which the clock is so many minutes ahead of UTC.
    Ahead(i64),
}

/// What it would have to say instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichProblem {
    Twice {
        first: String,
        second: String,
    },
    /// There is none such on that day.
    NoSuch,
}

/// The wall time that somebody means. One that the clock jumps over is left for the
/// rule to refuse.
///
/// # Errors
///
/// Where it is not said which of two is meant, or one that there is not.
pub fn meant(wall: WallTime, which: Which, zone: Tz) -> Result<WallTime, WhichProblem> {
    let first = WallTime {
        again: false,
        ..wall
    };
    let second = WallTime {
        again: true,
        ..wall
    };
    let is_ahead = |at, minutes| offset_min(wall, at) == minutes;
    match (resolve(wall, zone), which) {
        (Resolved::Never, _)
        | (Resolved::Once(_), Which::Unsaid | Which::First)
        | (Resolved::Twice { .. }, Which::First) => Ok(first),
        (Resolved::Twice { .. }, Which::Second) => Ok(second),
        (Resolved::Once(at) | Resolved::Twice { first: at, .. }, Which::Ahead(minutes))
            if is_ahead(at, minutes) =>
        {
            Ok(first)
        }
        (Resolved::Twice { second: at, .. }, Which::Ahead(minutes)) if is_ahead(at, minutes) => {
            Ok(second)
        }
        (Resolved::Twice { .. }, Which::Unsaid) => Err(WhichProblem::Twice {
            first: spelled(first, zone),
            second: spelled(second, zone),
        }),
        (_, Which::Second | Which::Ahead(_)) => Err(WhichProblem::NoSuch),
    }
}

#[cfg(test)]
mod tests;
