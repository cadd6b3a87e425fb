//! One cell's text as an amount, a number, a date, a yes or no, or working hours.
//! Each says what is wrong instead of guessing.

use chrono::{Datelike, NaiveDate};

use super::{columns::Column, problem::Problem};
use crate::domain::{
    money::Money,
    staff::{Week, parse_week},
    text::{EMAIL_MAX, clean},
    typed,
};

/// The longest single service, in minutes.
pub(super) const MINUTES_MAX: i64 = 720;
/// The most pieces that a count may name.
pub(super) const PIECES_MAX: i64 = 1_000_000;
const BIRTH_YEAR_MIN: i32 = 1880;

/// How a file writes its amounts.
#[derive(Clone, Copy, Debug)]
pub(super) struct AmountFormat {
    /// Of the shop's currency.
    pub(super) n_decimals: u8,
    /// Cells are parted by commas, so that a point can only be the decimal mark.
    pub(super) point_is_decimal: bool,
}

/// An amount, and whether it had more decimals than the currency and was rounded
/// half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) money: Money,
    pub(super) rounded: bool,
}

/// Reads `45`, `45.00`, `45,50`, `1,234.50`, `1.234,50` and `€ 45`.
///
/// What separates exactly three digits and stands alone is refused where nobody
/// can know whether `1,234` is a thousand or a bit more than one.
///
/// # Errors
///
/// The problem names the column and the text.
pub(super) fn amount(column: Column, text: &str, format: AmountFormat) -> Result<Amount, Problem> {
    let not_an_amount = || Problem::NotAnAmount {
        column,
        text: text.to_owned(),
    };
    let plain = without_currency(text);
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.as_str()),
    };
    let allowed = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '\'');
    if !digits.contains(|it: char| it.is_ascii_digit()) || !digits.chars().all(allowed) {
        return Err(not_an_amount());
    }
    let (whole, fraction) = split_decimals(digits, format).ok_or_else(not_an_amount)?;
    if fraction.is_none() && digits.len() != whole.len() && is_unclear(digits) {
        return Err(Problem::AmountUnclear {
            column,
            text: text.to_owned(),
        });
    }
    let fraction = fraction.unwrap_or_default().trim_end_matches('0');
    let n_decimals = usize::from(format.n_decimals);
    let (kept, cut) = fraction.split_at(fraction.len().min(n_decimals));
    let minor = format!("{whole}{kept:0<n_decimals$}");
    let minor: i64 = minor.parse().map_err(|_| not_an_amount())?;
    if minor > Money::LIMIT.minor() || (negative && minor != 0) {
        return Err(Problem::AmountOutOfRange {
            column,
            text: text.to_owned(),
        });
    }
    let up = i64::from(cut.starts_with(|it| it >= '5'));
    Ok(Amount {
        money: Money::from_minor(minor + up),
        rounded: !cut.is_empty(),
    })
}

/// Takes off spaces and a currency's sign or letters at either end.
fn without_currency(text: &str) -> String {
    let spaceless: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    let currency = |it: char| !it.is_ascii_digit() && !matches!(it, '.' | ',' | '-' | '\'');
    let bare = spaceless.trim_matches(currency);
    let letters = spaceless.chars().filter(|it| currency(*it)).count();
    // More than a currency code is words, which `amount` then refuses.
    if letters > 3 {
        spaceless
    } else {
        bare.to_owned()
    }
}

/// The digits before and after the decimal mark, thousands marks taken out.
fn split_decimals(digits: &str, format: AmountFormat) -> Option<(String, Option<&str>)> {
    let Some(at) = digits.rfind(['.', ',']) else {
        return Some((grouped(digits, '\'')?, None));
    };
    let mark = if digits[at..].starts_with('.') {
        '.'
    } else {
        ','
    };
    let (head, tail) = (&digits[..at], &digits[at + 1..]);
    let is_only_mark = !head.contains(['.', ',', '\'']);
    let surely_decimal = mark == '.' && (format.point_is_decimal || format.n_decimals == 3);
    let may_be_thousands = tail.len() == 3 && head != "0" && !surely_decimal;
    if head.contains(mark) || (is_only_mark && may_be_thousands) {
        return Some((grouped(digits, mark)?, None));
    }
    let thousands = match (head.contains('\''), mark) {
        (true, _) => '\'',
        (false, '.') => ',',
        (false, _) => '.',
    };
    let well_formed = tail.bytes().all(|it| it.is_ascii_digit());
    well_formed.then_some((grouped(head, thousands)?, Some(tail)))
}

/// Digits in groups of three, or without groups.
fn grouped(digits: &str, mark: char) -> Option<String> {
    let groups: Vec<&str> = digits.split(mark).collect();
    let all_digits = groups
        .iter()
        .all(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    let (first, rest) = groups.split_first()?;
    let sized =
        rest.iter().all(|it| it.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    (all_digits && sized).then(|| groups.concat())
}

/// One mark and three digits after it.
fn is_unclear(digits: &str) -> bool {
    digits.matches(['.', ',']).count() == 1
}

/// A whole number; `2.0` is one, `2.5` is not.
pub(super) fn whole(column: Column, text: &str, least: i64, most: i64) -> Result<i64, Problem> {
    let bare = text.trim();
    let bare = match bare.split_once(['.', ',']) {
        Some((head, tail)) if tail.bytes().all(|it| it == b'0') => head,
        _ => bare,
    };
    let number: i64 = bare.parse().map_err(|_| Problem::NotAWholeNumber {
        column,
        text: text.to_owned(),
    })?;
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(Problem::OutOfRange {
        column,
        text: text.to_owned(),
        least,
        most,
    })
}

/// Reads `1987-05-04` and `04.05.1987`. A date with slashes is refused, since day
/// and month change places between countries.
pub(super) fn date(column: Column, text: &str) -> Result<NaiveDate, Problem> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    ["%Y-%m-%d", "%d.%m.%Y", "%Y.%m.%d", "%Y/%m/%d"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(day, format).ok())
        .filter(|date| (BIRTH_YEAR_MIN..=9999).contains(&date.year()))
        .ok_or_else(|| Problem::NotADate {
            column,
            text: text.to_owned(),
        })
}

pub(super) fn yes_or_no(column: Column, text: &str) -> Result<bool, Problem> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "x" | "active" => Ok(true),
        "false" | "no" | "n" | "0" | "inactive" => Ok(false),
        _ => Err(Problem::NotYesOrNo {
            column,
            text: text.to_owned(),
        }),
    }
}

/// Working hours as [`parse_week`] reads them.
pub(super) fn hours(text: &str) -> Result<Week, Problem> {
    parse_week(text).ok_or_else(|| Problem::NotHours {
        text: text.to_owned(),
    })
}

/// Text as the shop keeps it, at most `limit` characters.
pub(super) fn text(column: Column, text: &str, limit: usize) -> Result<String, Problem> {
    let cleaned = clean(text, usize::MAX);
    if cleaned.chars().count() > limit {
        return Err(Problem::TooLong { column, limit });
    }
    Ok(cleaned)
}

/// As every form takes it.
pub(super) fn email(column: Column, typed: &str) -> Result<String, Problem> {
    let email = text(column, typed, EMAIL_MAX)?;
    if typed::is_email(&email) {
        return Ok(email);
    }
    Err(Problem::NotAnEmail { text: email })
}

/// The parts of `a; b;c`.
pub(super) fn list(text: &str) -> Vec<String> {
    let parts = text.split(';').map(str::trim);
    parts
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str, n_decimals: u8, point_is_decimal: bool) -> Result<i64, &'static str> {
        let format = AmountFormat {
            n_decimals,
            point_is_decimal,
        };
        match amount(Column::Price, text, format) {
            Ok(amount) if amount.rounded => Err("rounded"),
            Ok(amount) => Ok(amount.money.minor()),
            Err(Problem::NotAnAmount { .. }) => Err("not an amount"),
            Err(Problem::AmountUnclear { .. }) => Err("unclear"),
            Err(Problem::AmountOutOfRange { .. }) => Err("range"),
            Err(_) => Err("other"),
        }
    }

    #[test]
    fn amounts() {
        #[rustfmt::skip]
        let cases = [
            ("45", 2, Ok(4_500)),
            ("45.5", 2, Ok(4_550)),
            ("45,50", 2, Ok(4_550)),
            (" 45.50 ", 2, Ok(4_550)),
            ("€45.50", 2, Ok(4_550)),
            ("45.50 EUR", 2, Ok(4_550)),
            ("kr 45", 2, Ok(4_500)),
            (".50", 2, Ok(50)),
            ("0.500", 2, Ok(50)),
            ("1,234.50", 2, Ok(123_450)),
            ("1.234,50", 2, Ok(123_450)),
            ("1 234,50", 2, Ok(123_450)),
            ("1'234.50", 2, Ok(123_450)),
            ("1,234,567", 2, Ok(123_456_700)),
            ("12.5000", 2, Ok(1_250)),
            ("0", 2, Ok(0)),
            ("-0.00", 2, Ok(0)),
            ("1500", 0, Ok(1_500)),
            ("1500.0", 0, Ok(1_500)),
            ("1.234", 3, Ok(1_234)),
            ("100000000", 2, Ok(10_000_000_000)),
            ("100000000.01", 2, Err("range")),
            ("-1", 2, Err("range")),
            ("1,234", 2, Err("unclear")),
            ("1.234", 2, Err("unclear")),
            ("1.2345", 2, Err("rounded")),
            ("1.5", 0, Err("rounded")),
            ("12,34,567", 2, Err("not an amount")),
            ("1.2.3", 2, Err("not an amount")),
            ("abc", 2, Err("not an amount")),
            ("from 45", 2, Err("not an amount")),
            ("1e3", 2, Err("not an amount")),
            ("99999999999999999999", 2, Err("not an amount")),
            ("-", 2, Err("not an amount")),
        ];
        for (text, n_decimals, want) in cases {
            assert_eq!(
                price(text, n_decimals, false),
                want,
                "{text:?} with {n_decimals}"
            );
        }
    }

    #[test]
    fn a_point_among_commas_is_decimal() {
        assert_eq!(price("9.325", 2, true), Err("rounded"));
        assert_eq!(price("9.320", 2, true), Ok(932));
        assert_eq!(price("9,325", 2, true), Err("unclear"));
        let format = AmountFormat {
            n_decimals: 2,
            point_is_decimal: true,
        };
        for (text, want) in [
            ("9.325", 933),
            ("9.3249", 932),
            ("0.005", 1),
            ("0.999", 100),
        ] {
            let amount = amount(Column::Cost, text, format).unwrap();
            assert_eq!(amount.money.minor(), want, "{text}");
        }
    }

    #[test]
    fn whole_numbers() {
        let read = |text| whole(Column::OnHand, text, -10, 10).ok();
        #[rustfmt::skip]
        let cases = [
            ("3", Some(3)), ("-3", Some(-3)), ("3.0", Some(3)), ("10", Some(10)),
            ("11", None), ("2.5", None), ("", None), ("two", None),
        ];
        for (text, want) in cases {
            assert_eq!(read(text), want, "{text:?}");
        }
    }
}
