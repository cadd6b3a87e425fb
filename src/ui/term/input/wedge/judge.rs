//! Whether keys that came fast are a scan: by what no person can type.

use std::time::Duration;

use super::{Stroke, Told, code_char};
use crate::{
    devices::{card::holds_bank_track, scanned_code, wedge::WedgeSpeed, without_identifier},
    domain::barcode::{self, CodeCheck},
};

/// From this many characters on, fingers that happen to roll over keys are ruled
/// out: the longest gap alone tells, or the mean one.
const N_CHARS_CLEAR: usize = 10;
/// Digits that come slower than other codes must come as evenly as a machine sends
/// them: a check digit fits by chance one time in ten.
const EVEN: Duration = Duration::from_millis(30);

/// What these keys are, which nothing followed in time but an Enter or a Tab if
/// they are ended. `None` if they are typing.
pub(super) fn judge(keys: &[Stroke], is_ended: bool, rule: &WedgeSpeed) -> Option<Told> {
    let text = text(keys);
    if holds_bank_track(&text) {
        return Some(Told::BankCard);
    }
    if keys.len() < rule.n_chars_min || is_repeat(&text) {
        return None;
    }
    let is_clear = is_ended || keys.len() >= N_CHARS_CLEAR;
    let is_fast = is_clear && is_fast(keys, rule);
    if is_fast && is_garbled(&text) {
        return Some(Told::Garbled);
    }
    if !is_fast && !is_number(&text, keys, rule) {
        return None;
    }
    scanned_code(&text).map(Told::Scan)
}

/// Whether these may be the beginning of a number, which is given more time: the
/// check digit tells in the end.
pub(super) fn is_number_so_far(keys: &[Stroke]) -> bool {
    let text = text(keys);
    // The tracks of a card begin with a mark of their own.
    let is_digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    text.starts_with([';', '%'])
        || is_digits(without_identifier(&text))
        || (text.starts_with(']') && text.len() < 3)
}

fn text(keys: &[Stroke]) -> String {
    keys.iter()
        .filter_map(|stroke| code_char(stroke.key))
        .collect()
}

/// Faster than anybody types, as far as the times are to be trusted.
fn is_fast(keys: &[Stroke], rule: &WedgeSpeed) -> bool {
    let gaps = gaps(keys);
    let n_timed = keys.iter().filter(|stroke| stroke.is_timed).count();
    let (Some(longest), Ok(n)) = (gaps.iter().max(), u32::try_from(gaps.len())) else {
        return false;
    };
    if n_timed * 2 < keys.len() {
        return false;
    }
    let mean = gaps.iter().sum::<Duration>() / n;
    let (is_quick, is_steady) = (mean <= rule.mean_gap, *longest <= rule.gap);
    if keys.len() < N_CHARS_CLEAR {
        is_quick && is_steady
    } else {
        is_steady || (is_quick && *longest <= pause_most(rule))
    }
}

/// The longest gap in a long code that is quick on the whole.
pub(super) fn pause_most(rule: &WedgeSpeed) -> Duration {
    rule.quiet.max(rule.gap)
}

/// Digits whose check digit fits.
fn is_number(text: &str, keys: &[Stroke], rule: &WedgeSpeed) -> bool {
    let Some(code) = scanned_code(text) else {
        return false;
    };
    if matches!(
        barcode::check(without_identifier(&code)),
        CodeCheck::BadCheckDigit | CodeCheck::Other
    ) {
        return false;
    }
    let gaps = gaps(keys);
    let longest = gaps.iter().max().copied().unwrap_or_default();
    let shortest = gaps.iter().min().copied().unwrap_or_default();
    let is_even = longest.saturating_sub(shortest) <= EVEN;
    longest <= rule.gap || (longest <= rule.digits_gap && is_even)
}

/// The times between keys, as far as they are known.
fn gaps(keys: &[Stroke]) -> Vec<Duration> {
    keys.windows(2)
        .filter(|pair| pair[1].is_timed)
        .map(|pair| pair[1].at.duration_since(pair[0].at))
        .collect()
}

/// A key that is held down: more than half of all is one character.
fn is_repeat(text: &str) -> bool {
    let mut longest = 0;
    let mut run = 0;
    let mut last = None;
    for letter in text.chars() {
        run = if last == Some(letter) { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(letter);
    }
    longest * 2 > text.chars().count()
}

/// Codes are plain letters and digits. Where the layout is not the scanner's, other
/// scripts come out, or the signs that some layouts have in the digits' place.
fn is_garbled(text: &str) -> bool {
    !text.is_ascii() || !text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}
