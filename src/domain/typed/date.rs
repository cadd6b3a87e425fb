//! Dates.

use chrono::{Datelike, Duration, Months, NaiveDate};

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Two letters say which day, three which month.
const WEEKDAY_CHARS_MIN: usize = 2;
const MONTH_CHARS_MIN: usize = 3;

/// The date that a typed text means on the day `today`: `2026-11-21`,
/// `21.11.2026`, `21/11/26`, `1 dec 2026`; `21.11.`, `1 dec` and `21`, the nearest
/// such day to today, in the past or to come; `fri`, the next one after today;
/// `next fri`, the one of the next week; `+2w`, `-3d`, `+1m`, `+1y` and `+5` (days)
/// from today; `today`, `tomorrow`, `yesterday`.
///
/// The day comes before the month, whatever the mark; what would only be a date
/// the other way round is not taken for one.
pub fn date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    meant(text, today, nearest)
}

/// As [`date`], for what is still to come: `21.11.`, `1 dec` and `21` are the next such
/// day, which may be today.
pub fn date_ahead(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    meant(text, today, next)
}

/// Months and years that are looked through for a day which not each of them has: a
/// 29 February can be eight years away.
const MONTHS_AHEAD: i32 = 2;
const YEARS_AHEAD: i32 = 8;

/// `which` chooses among the days that a text without a month or a year can mean.
fn meant(
    text: &str,
    today: NaiveDate,
    which: fn(&mut dyn Iterator<Item = NaiveDate>, NaiveDate) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let text = text.trim().to_ascii_lowercase();
    match text.as_str() {
        "t" | "today" => return Some(today),
        "tom" | "tomorrow" => return today.succ_opt(),
        "yesterday" => return today.pred_opt(),
        _ => (),
    }
    if text.starts_with(['+', '-']) {
        return offset(&text, today);
    }
    if let Some(weekday) = text.strip_prefix("next ") {
        let monday = today - Duration::days(today.weekday().num_days_from_monday().into());
        return monday.checked_add_signed(Duration::days(7 + weekday_named(weekday.trim())?));
    }
    if text.bytes().all(|it| it.is_ascii_alphabetic()) {
        let wanted = weekday_named(&text)?;
        let from_today = i64::from(today.weekday().num_days_from_monday());
        let ahead = (wanted - from_today).rem_euclid(7);
        return today.checked_add_signed(Duration::days(if ahead == 0 { 7 } else { ahead }));
    }
    let (day, month, year) = parts(&text)?;
    match (day, month, year) {
        (day, Some(month), Some(year)) => {
            let year = if year < 100 { year + 2000 } else { year };
            NaiveDate::from_ymd_opt(year, month, day)
        }
        (day, Some(month), None) => {
            let years = (-1..=YEARS_AHEAD).map(|ahead| today.year() + ahead);
            let mut dates = years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
            which(&mut dates, today)
        }
        (day, None, _) => {
            let months = -1..=MONTHS_AHEAD;
            let months = months.filter_map(|ahead| plus_months(today.with_day(1)?, ahead));
            which(&mut months.filter_map(|month| month.with_day(day)), today)
        }
    }
}

/// A date of birth: day, month and year, which of two digits is the latest that is
/// not to come: on a day of 2026 `1.2.84` is 1984 and `1.2.26` is 2026.
pub fn birth_date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (day, month, year) = parts(&text.trim().to_ascii_lowercase())?;
    let (month, year) = (month?, year?);
    if year >= 100 {
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    let centuries = [2000, 1900].into_iter();
    centuries
        .filter_map(|century| NaiveDate::from_ymd_opt(century + year, month, day))
        .find(|date| *date <= today)
}

/// Day, month and year, as far as they are there.
fn parts(text: &str) -> Option<(u32, Option<u32>, Option<i32>)> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let parts: Vec<&str> = text
        .split(['.', '/', '-', ' ', ','])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    // `21..11` is a slip.
    let n_marks = text.matches(['.', '/', '-', ',']).count();
    if n_marks >= parts.len() {
        return None;
    }
    match parts[..] {
        [day] => Some((number(day, 2)?, None, None)),
        [month, day] if month.len() >= MONTH_CHARS_MIN && month_named(month).is_some() => {
            Some((number(day, 2)?, month_named(month), None))
        }
        [day, month] => Some((number(day, 2)?, Some(month_of(month)?), None)),
        [year, month, day] if year.len() == 4 => {
            let year = number(year, 4)?.try_into().ok()?;
            Some((number(day, 2)?, Some(month_of(month)?), Some(year)))
        }
        [day, month, year] if matches!(year.len(), 2 | 4) => {
            let year = number(year, 4)?.try_into().ok()?;
            Some((number(day, 2)?, Some(month_of(month)?), Some(year)))
        }
        _ => None,
    }
}

fn month_of(text: &str) -> Option<u32> {
    number(text, 2).or_else(|| month_named(text))
}

fn month_named(text: &str) -> Option<u32> {
    let idx = named(&MONTHS, text, MONTH_CHARS_MIN)?;
    u32::try_from(idx).ok().map(|idx| idx + 1)
}

/// Days from Monday.
fn weekday_named(text: &str) -> Option<i64> {
    let idx = named(&WEEKDAYS, text, WEEKDAY_CHARS_MIN)?;
    i64::try_from(idx).ok()
}

fn named(names: &[&str], text: &str, chars_min: usize) -> Option<usize> {
    let is_enough = text.len() >= chars_min;
    let found = names.iter().position(|name| name.starts_with(text));
    found.filter(|_| is_enough)
}

fn number(text: &str, digits_max: usize) -> Option<u32> {
    let is_number =
        (1..=digits_max).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn nearest(dates: &mut dyn Iterator<Item = NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    dates.min_by_key(|&date| (date - today).num_days().abs())
}

fn next(dates: &mut dyn Iterator<Item = NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    dates.filter(|date| *date >= today).min()
}

fn offset(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let unit =
        text.trim_start_matches(['+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let count: i32 = text.strip_suffix(unit)?.parse().ok()?;
    if count.abs() > 9_999 {
        return None;
    }
    match unit.trim() {
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
