//! The entry line's grammar: one line without modes for codes, words, quantities,
//! amounts and percents. What is typed is only read here; the key that follows it
//! says what it is for.

use crate::{domain::ticket::QUANTITY_MAX, ui::keymap::places::Typing};

/// What stands in the entry line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    Nothing,
    /// `3*`: so many of what comes next, or of the marked line.
    Times(u32),
    /// Digits and decimal marks: an amount before F9 or F8, a percent before `%`, a
    /// quantity before `=`, what goes on a gift card before `$`, a code before Enter.
    Number(&'a str),
    /// Words or a code to look for, and how many to add.
    Wanted {
        quantity: u32,
        what: &'a str,
    },
}

/// `0*`, or more of one thing than a cart takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct QuantityOutOfRange;

/// Reads the entry line.
///
/// # Errors
///
/// When the quantity before a `*` cannot be sold.
pub(super) fn read(typed: &str) -> Result<Meaning<'_>, QuantityOutOfRange> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Meaning::Nothing);
    }
    if let Some((before, after)) = typed.split_once('*')
        && is_digits(before.trim())
    {
        let quantity = quantity(before.trim())?;
        let what = after.trim();
        return Ok(if what.is_empty() {
            Meaning::Times(quantity)
        } else {
            Meaning::Wanted { quantity, what }
        });
    }
    Ok(if is_number(typed) {
        Meaning::Number(typed)
    } else {
        Meaning::Wanted {
            quantity: 1,
            what: typed,
        }
    })
}

/// A whole number of pieces that a line can have.
///
/// # Errors
///
/// When it is no such number.
pub(super) fn quantity(digits: &str) -> Result<u32, QuantityOutOfRange> {
    let parsed = digits.parse().map_err(|_| QuantityOutOfRange)?;
    if (1..=QUANTITY_MAX).contains(&parsed) {
        Ok(parsed)
    } else {
        Err(QuantityOutOfRange)
    }
}

/// Whether this character is text after what is typed; else it is a key.
///
/// On an empty line the marks of the desk and of the marked line are keys. After a
/// number `%`, `=` and `$` are: no name of anything is a number followed by them.
pub(super) fn takes(typed: &str, letter: char) -> bool {
    let typing = match read(typed) {
        Ok(Meaning::Nothing) => Typing::Entry,
        Ok(Meaning::Number(_)) => Typing::AfterNumber,
        _ => Typing::All,
    };
    typing.takes(letter)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_line_is_read_without_modes() {
        let wanted = |quantity, what| Ok(Meaning::Wanted { quantity, what });
        #[rustfmt::skip]
        let cases = [
            ("",                 Ok(Meaning::Nothing)),
            ("   ",              Ok(Meaning::Nothing)),
            ("50",               Ok(Meaning::Number("50"))),
            (" 50 ",             Ok(Meaning::Number("50"))),
            ("12.5",             Ok(Meaning::Number("12.5"))),
            (",50",              Ok(Meaning::Number(",50"))),
            ("1,234.50",         Ok(Meaning::Number("1,234.50"))),
            ("4006381333931",    Ok(Meaning::Number("4006381333931"))),
            ("oil",              wanted(1, "oil")),
            ("argan oil 100",    wanted(1, "argan oil 100")),
            ("1-000123",         wanted(1, "1-000123")),
            (".",                wanted(1, ".")),
            ("50 ml",            wanted(1, "50 ml")),
            ("3*",               Ok(Meaning::Times(3))),
            ("3 * ",             Ok(Meaning::Times(3))),
            ("9999*",            Ok(Meaning::Times(9999))),
            ("3*oil",            wanted(3, "oil")),
            ("3 * argan oil",    wanted(3, "argan oil")),
            ("3*4006381333931",  wanted(3, "4006381333931")),
            ("3*5*",             wanted(3, "5*")),
            ("oil*3",            wanted(1, "oil*3")),
            ("*",                wanted(1, "*")),
            ("1.5*oil",          wanted(1, "1.5*oil")),
            ("0*",               Err(QuantityOutOfRange)),
            ("0*oil",            Err(QuantityOutOfRange)),
            ("10000*",           Err(QuantityOutOfRange)),
            ("99999999999999999999*", Err(QuantityOutOfRange)),
            ("王芳*2",           wanted(1, "王芳*2")),
        ];
        for (typed, want) in cases {
            assert_eq!(read(typed), want, "{typed:?}");
        }
    }

    #[test]
    fn marks_are_keys_only_where_they_can_be_no_text() {
        #[rustfmt::skip]
        let cases = [
            // typed    letters that are keys   letters that are text
            ("",        "+-%=$*/?:! ",          "a3.,é王"),
            ("10",      "%=$;_",                "+-*/?:! .5a"),
            ("12.5",    "%=$;_",                "+-*/?:! 5"),
            ("3*",      "",                     "+-%=$*/?:! a5"),
            ("3*oil",   "",                     "+-%=$*/?:! a5"),
            ("cut",     "",                     "+-%=$*/?:! a5"),
            ("0*",      "",                     "+-%=$*/?:! a5"),
        ];
        for (typed, keys, text) in cases {
            for letter in keys.chars() {
                assert!(!takes(typed, letter), "{typed:?} {letter:?} is a key");
            }
            for letter in text.chars() {
                assert!(takes(typed, letter), "{typed:?} {letter:?} is text");
            }
        }
    }

    #[test]
    fn a_lines_quantity_has_limits() {
        for (digits, want) in [
            ("1", Ok(1)),
            ("9999", Ok(9999)),
            ("0", Err(QuantityOutOfRange)),
            ("10000", Err(QuantityOutOfRange)),
            ("1.5", Err(QuantityOutOfRange)),
        ] {
            assert_eq!(quantity(digits), want, "{digits}");
        }
    }
}
