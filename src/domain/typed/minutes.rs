//! Lengths of time.

/// Nothing at the desk lasts longer.
const MINUTES_MAX: u16 = 24 * 60;

/// The minutes that a typed length means: `60`, `90m`, `90 min`, `1h`, `1:30`,
/// `1h30`, `1h 30m`, `1.5h`. `None` for none at all, more than a day, and what is no
/// whole minute.
pub fn minutes(text: &str) -> Option<u16> {
    let text: String = text.to_ascii_lowercase().split_ascii_whitespace().collect();
    let (hours, rest) = match text.split_once([':', 'h']) {
        Some((hours, rest)) => {
            let is_clock = text.contains(':');
            // `1:3` could be three or thirty.
            if hours.is_empty() || (is_clock && rest.len() != 2) {
                return None;
            }
            (hours_in_minutes(hours, is_clock)?, rest)
        }
        None if text.is_empty() => return None,
        None => (0, text.as_str()),
    };
    let rest = ["minutes", "mins", "min", "m"]
        .into_iter()
        .find_map(|unit| rest.strip_suffix(unit).filter(|it| !it.is_empty()))
        .unwrap_or(rest);
    let more = if rest.is_empty() { 0 } else { number(rest)? };
    if hours > 0 && more >= 60 {
        return None;
    }
    let sum = hours.checked_add(more)?;
    (1..=MINUTES_MAX).contains(&sum).then_some(sum)
}

/// `1`, and before `h` also `1.5` and `0,25`.
fn hours_in_minutes(text: &str, is_clock: bool) -> Option<u16> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if (is_clock && !part.is_empty()) || part.len() > 2 {
        return None;
    }
    let hundredths = if part.is_empty() {
        0
    } else {
        number(&format!("{part:0<2}"))?
    };
    let minutes = hundredths * 60;
    if minutes % 100 != 0 {
        return None;
    }
    number(whole)?.checked_mul(60)?.checked_add(minutes / 100)
}

fn number(text: &str) -> Option<u16> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}
