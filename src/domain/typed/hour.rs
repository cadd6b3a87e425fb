//! Times of the day.

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
