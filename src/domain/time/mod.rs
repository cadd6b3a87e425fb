//! Wall time at the shop, instants, and the spans between them.

use chrono::{
    DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc,
};
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

/// The last hour that can be typed: late work belongs to the evening before.
const HOUR_MAX: u16 = 29;

/// The minute of the day that a typed time means: `14`, `930`, `1430`, `14:30`,
/// `9.15`, `9h15`, `2pm`, `2:30 pm`, and `24:30` for half past midnight of a late
/// day.
pub fn parse_time(text: &str) -> Option<u16> {
    let text = text.trim().to_ascii_lowercase();
    let half = ["am", "pm"].into_iter().find(|it| text.ends_with(it));
    let digits = half
        .map_or(text.as_str(), |half| text.trim_end_matches(half))
        .trim_end();
    let (hours, minutes) = match digits.split_once([':', '.', 'h', ' ']) {
        Some((hours, "")) => (hours, "00"),
        Some(parts) => parts,
        None if digits.len() > 2 && digits.is_ascii() => digits.split_at(digits.len() - 2),
        None => (digits, "00"),
    };
    let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) || minutes.len() != 2 || hours.len() > 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some("am") => hour % 12,
        Some(_) => hour % 12 + 12,
        None => hour,
    };
    (hour <= HOUR_MAX && minute < 60).then_some(hour * 60 + minute)
}

/// The date that a typed text means on the day `today`: `2026-11-21`,
/// `21.11.2026`, `21.11.26`; `21.11.` and `21`, the nearest such day to today, in
/// the past or to come; `fri`, the next one after today; `+2w`, `-3d`, `+1m`, `+1y`
/// and `+5` (days) from today; `t` for today.
///
/// The day comes before the month, whatever the mark; what would only be a date
/// the other way round is not taken for one.
pub fn parse_date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_ascii_lowercase();
    if text == "t" || text == "today" {
        return Some(today);
    }
    if text.starts_with(['+', '-']) {
        return parse_offset(&text, today);
    }
    if text.len() >= 2 && text.bytes().all(|it| it.is_ascii_alphabetic()) {
        return next_weekday(&text, today);
    }
    let parts: Vec<&str> = text.trim_end_matches('.').split(['.', '/', '-']).collect();
    let number = |idx: usize| {
        let part = parts[idx].trim();
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
        if is_number {
            part.parse::<u32>().ok()
        } else {
            None
        }
    };
    match parts.len() {
        1 => {
            let day = number(0)?;
            let months = (-1..=1).filter_map(|ahead| plus_months(today.with_day(1)?, ahead));
            nearest(months.filter_map(|month| month.with_day(day)), today)
        }
        2 => {
            let (day, month) = (number(0)?, number(1)?);
            let years = (-1..=1).map(|ahead| today.year() + ahead);
            nearest(
                years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)),
                today,
            )
        }
        3 if parts[0].len() == 4 => {
            NaiveDate::from_ymd_opt(number(0)?.try_into().ok()?, number(1)?, number(2)?)
        }
        3 => {
            let year = match parts[2].len() {
                2 => 2000 + number(2)?,
                4 => number(2)?,
                _ => return None,
            };
            NaiveDate::from_ymd_opt(year.try_into().ok()?, number(1)?, number(0)?)
        }
        _ => None,
    }
}

fn nearest(dates: impl Iterator<Item = NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    dates.min_by_key(|&date| (date - today).num_days().abs())
}

fn next_weekday(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let names = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let weekday = names.iter().position(|name| name.starts_with(text))?;
    let next = today.iter_days().skip(1).take(7);
    next.into_iter()
        .find(|it| it.weekday().num_days_from_monday() as usize == weekday)
}

fn parse_offset(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let unit =
        text.trim_start_matches(['+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let count: i32 = text.strip_suffix(unit)?.parse().ok()?;
    if count.abs() > 9_999 {
        return None;
    }
    match unit {
        "" | "d" => today.checked_add_signed(Duration::days(count.into())),
        "w" => today.checked_add_signed(Duration::weeks(count.into())),
        "m" => plus_months(today, count),
        "y" => plus_months(today, count * 12),
        _ => None,
    }
}

/// The same day of another month, or that month's last.
fn plus_months(date: NaiveDate, months: i32) -> Option<NaiveDate> {
    let months_ahead = Months::new(months.unsigned_abs());
    if months < 0 {
        date.checked_sub_months(months_ahead)
    } else {
        date.checked_add_months(months_ahead)
    }
}

#[cfg(test)]
mod tests;
