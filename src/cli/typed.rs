//! What is typed on the command line, and what is wanted where it is none.

use std::{fmt::Display, str::FromStr};

use chrono::{Datelike, NaiveDate};

/// # Errors
///
/// How a day is written.
pub(super) fn day(typed: &str) -> Result<NaiveDate, String> {
    let read = NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok();
    // A year of five digits is a slip.
    let read = read.filter(|it| (1..=9_999).contains(&it.year()));
    read.ok_or_else(|| "a day is written 2026-05-03".to_owned())
}

/// # Errors
///
/// Which numbers there are.
pub(super) fn whole<N: FromStr + PartialOrd + Display>(
    typed: &str,
    least: &N,
    most: &N,
) -> Result<N, String> {
    let read = typed.parse().ok();
    read.filter(|it| it >= least && it <= most)
        .ok_or_else(|| format!("a whole number from {least} to {most} is wanted"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_is_said() {
        assert_eq!(day("2026-11-21"), Ok("2026-11-21".parse().unwrap()));
        for typed in ["fri", "", "2026-13-01", "21.11.2026", "+262142-12-31"] {
            let said = day(typed).unwrap_err();
            assert_eq!(said, "a day is written 2026-05-03", "{typed}");
        }
        assert_eq!(whole("7", &1, &9), Ok(7_u16));
        for typed in ["abc", "0", "10", "-1", "1.5", ""] {
            let said = whole(typed, &1_u16, &9).unwrap_err();
            assert_eq!(said, "a whole number from 1 to 9 is wanted", "{typed}");
        }
    }
}
