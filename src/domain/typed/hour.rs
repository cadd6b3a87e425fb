//! Times of the day.

use crate::domain::time::Which;

/// The last hour that can be typed: late work belongs to the evening before.
const HOUR_MAX: u16 = 29;
/// How the halves of the day are spelled, longer ones first.
const HALVES: [(&str, bool); 6] = [
    ("a.m.", false),
    ("p.m.", true),
    ("am", false),
    ("pm", true),
    ("a", false),
    ("p", true),
];

/// The minute of the day that a typed time means: `14`, `930`, `1430`, `14:30`,
/// `9.15`, `9h15`, `2pm`, `2:30p`, `9a`, `noon`, and `24:30` for half past midnight
/// of a late day.
pub fn time(text: &str) -> Option<u16> {
    let text = text.trim().to_ascii_lowercase();
    if text == "noon" {
        return Some(12 * 60);
    }
    let half = HALVES.into_iter().find(|(it, _)| text.ends_with(it));
    let digits = half
        .and_then(|(it, _)| text.strip_suffix(it))
        .unwrap_or(&text)
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
        Some((_, false)) => hour % 12,
        Some((_, true)) => hour % 12 + 12,
        None => hour,
    };
    (hour <= HOUR_MAX && minute < 60).then_some(hour * 60 + minute)
}

/// No clock is farther from UTC.
const AHEAD_HOURS_MAX: i64 = 14;
/// How people say which of two they mean.
const WHICH: [(&str, Which); 4] = [
    ("first", Which::First),
    ("1st", Which::First),
    ("second", Which::Second),
    ("2nd", Which::Second),
];

/// As [`time`], and which of two it is where the clock is set back: `3:05 first`,
/// `3:05 2nd`, or by what the clock is ahead of UTC, `3:05+3`, `1:40 +10:30`.
pub fn time_of_two(text: &str) -> Option<(u16, Which)> {
    let text = text.trim().to_ascii_lowercase();
    let word = |(word, which)| Some((text.strip_suffix(word)?, which));
    if let Some((rest, which)) = WHICH.into_iter().find_map(word) {
        return Some((time(rest)?, which));
    }
    match text.rfind(['+', '-']) {
        Some(sign) => {
            let (rest, offset) = text.split_at(sign);
            Some((time(rest)?, Which::Ahead(ahead_min(offset)?)))
        }
        None => Some((time(&text)?, Which::Unsaid)),
    }
}

/// Minutes of `+3`, `-03`, `+10:30`, `+1030`.
fn ahead_min(text: &str) -> Option<i64> {
    let digits = text.get(1..)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "00"),
    };
    let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) || minutes.len() != 2 || hours.len() > 2 {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let ahead = hours * 60 + minutes;
    let ahead = if text.starts_with('-') { -ahead } else { ahead };
    (hours <= AHEAD_HOURS_MAX && minutes < 60).then_some(ahead)
}
