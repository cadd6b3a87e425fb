//! Which letters of what is shown are those that were typed.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{
    typo::{n_forgiven, n_typos, sound},
    words::{Word, han_runs, initials, joined, words},
};

/// The bytes of `shown` that match the words of `typed`, in order, none
/// overlapping: beginnings of words in any script, of Han the characters whose
/// syllables or first letters were typed, else of words that are nearly those.
pub fn in_name(shown: &str, typed: &str) -> Vec<Range<usize>> {
    let there = words(shown);
    let mut marks = Vec::new();
    let typed: String = typed.nfc().collect();
    let wanted = words(&typed);
    let n_words = wanted.len();
    for wanted in wanted {
        let exact = exactly(&there, &wanted.folded);
        if exact.is_empty() {
            marks.extend(nearly(&there, &wanted.folded, n_words));
        } else {
            marks.extend(exact);
        }
    }
    merged(marks)
}

fn exactly(there: &[Word], wanted: &str) -> Vec<Range<usize>> {
    let begins = there.iter().filter(|it| it.folded.starts_with(wanted));
    let mut marks: Vec<_> = begins
        .filter_map(|it| it.first_letters(wanted.len()))
        .collect();
    for run in han_runs(there) {
        if wanted.len() > 1 && initials(run).starts_with(wanted) {
            marks.extend(whole(&run[..wanted.len()]));
        }
        for first in 0..run.len() {
            let rest = &run[first..];
            if !joined(rest, |it| &it.folded).starts_with(wanted) {
                continue;
            }
            let mut n_letters = 0;
            let covered = rest.iter().take_while(|it| {
                let is_covered = n_letters < wanted.len();
                n_letters += it.folded.len();
                is_covered
            });
            let n_covered = covered.count();
            marks.extend(whole(&rest[..n_covered]));
        }
    }
    marks
}

fn nearly(there: &[Word], wanted: &str, n_words: usize) -> Vec<Range<usize>> {
    let limit = n_forgiven(wanted, n_words);
    let near = there
        .iter()
        .filter(|it| limit > 0 && n_typos(wanted, &it.folded, limit).is_some());
    let marks: Vec<_> = near
        .filter_map(|it| it.first_letters(wanted.len()))
        .collect();
    if !marks.is_empty() {
        return marks;
    }
    let heard = sound(wanted);
    let alike = there
        .iter()
        .filter(|it| heard.len() > 1 && sound(&it.folded).starts_with(&heard));
    alike
        .filter_map(|it| it.first_letters(usize::MAX))
        .collect()
}

fn whole(words: &[Word]) -> Option<Range<usize>> {
    let first = words.first()?.first_letters(1)?;
    let last = words.last()?.first_letters(usize::MAX)?;
    Some(first.start..last.end)
}

/// The bytes of a shown number that are the digits typed, whatever stands between
/// them; empty if they are not in it.
pub fn in_number(shown: &str, typed: &str) -> Vec<Range<usize>> {
    let places: Vec<(usize, char)> = shown
        .char_indices()
        .filter(|(_, it)| it.is_ascii_digit())
        .collect();
    let there: String = places.iter().map(|(_, it)| *it).collect();
    let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
    let found = run_in(&there, &typed).filter(|it| !it.is_empty());
    let marks = found.and_then(|it| Some(places.get(it.start)?.0..places.get(it.end - 1)?.0 + 1));
    marks.into_iter().collect()
}

/// The bytes of a shown e-mail address that were typed.
pub fn in_address(shown: &str, typed: &str) -> Vec<Range<usize>> {
    let typed = typed.trim().to_ascii_lowercase();
    let found = shown.to_ascii_lowercase().find(&typed);
    found
        .map(|at| at..at + typed.len())
        .filter(|it| !it.is_empty())
        .into_iter()
        .collect()
}

/// Digits that a country's code or a trunk prefix is written with.
const NUMBER_STARTS: [&str; 3] = ["00", "0", "8"];
/// The fewest digits of a number that is stored without the country's code.
pub const OWN_DIGITS_MIN: usize = 7;

/// Ways to look for a run of digits, in order: as it is, and without what some
/// write before a number.
pub fn spellings(digits: &str) -> impl Iterator<Item = &str> {
    let stripped = NUMBER_STARTS
        .into_iter()
        .filter_map(move |it| digits.strip_prefix(it));
    std::iter::once(digits).chain(stripped.filter(|it| it.len() > 1))
}

/// Where in a number's digits the typed ones are; the whole number if it was typed
/// with the country's code, and is stored without.
pub fn run_in(number: &str, typed: &str) -> Option<Range<usize>> {
    let found = spellings(typed).find_map(|it| Some((number.rfind(it)?, it.len())));
    found.map(|(at, n)| at..at + n).or_else(|| {
        (number.len() >= OWN_DIGITS_MIN && typed.ends_with(number)).then_some(0..number.len())
    })
}

fn merged(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_unstable_by_key(|it| (it.start, it.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, marks: &[Range<usize>]) -> String {
        let mut shown = text.to_owned();
        for mark in marks.iter().rev() {
            shown.insert(mark.end, ']');
            shown.insert(mark.start, '[');
        }
        shown
    }

    #[test]
    fn names_table() {
        #[rustfmt::skip]
        let cases = [
            ("Ozola, Līga",      "li oz",     "[Oz]ola, [Lī]ga"),
            ("Anna Andersone",   "an",        "[An]na [An]dersone"),
            ("Ozola",            "ozlo",      "[Ozol]a"),           // swapped
            ("Bērziņš Pēteris",  "berzisn",   "[Bērziņš] Pēteris"),
            ("Юрий Щукарь",      "shchu",     "Юрий [Щу]карь"),
            ("Юрий Щукарь",      "щук",       "Юрий [Щук]арь"),
            ("Iouri Petrov",     "yuri",      "[Iouri] Petrov"),
            ("王芳",             "wang",      "[王]芳"),
            ("王芳",             "fang",      "王[芳]"),
            ("王芳",             "wangf",     "[王芳]"),
            ("王芳",             "wf",        "[王芳]"),
            ("王芳",             "芳",        "王[芳]"),
            ("王小芳",           "xiaofang",  "王[小芳]"),
            ("Ozola",            "x",         "Ozola"),
            ("",                 "a",         ""),
        ];
        for (name, typed, want) in cases {
            assert_eq!(shown(name, &in_name(name, typed)), want, "{typed}");
        }
    }

    #[test]
    fn numbers_table() {
        #[rustfmt::skip]
        let cases = [
            ("+371 2612 3456", "2612 34",      "+371 [2612 34]56"),
            ("+371 2612 3456", "0037126",      "+[371 26]12 3456"),
            ("2612-3456",      "+371 26123456", "[2612-3456]"),
            ("020 7946 0958",  "+44 20 7946",  "020 7946 0958"),
            ("+44 20 79460958","020 7946",     "+44 [20 7946]0958"),
            ("2612",           "99",           "2612"),
            ("",               "1",            ""),
        ];
        for (number, typed, want) in cases {
            assert_eq!(shown(number, &in_number(number, typed)), want, "{typed}");
        }
    }

    #[test]
    fn addresses_table() {
        for (address, typed, want) in [
            ("Anna@Spa.lv", "anna@", "[Anna@]Spa.lv"),
            ("Anna@Spa.lv", "@spa", "Anna[@Spa].lv"),
            ("Anna@Spa.lv", "x@", "Anna@Spa.lv"),
            ("Anna@Spa.lv", " ", "Anna@Spa.lv"),
        ] {
            assert_eq!(shown(address, &in_address(address, typed)), want, "{typed}");
        }
    }

    proptest! {
        /// Whatever is shown and typed, the marks can be cut out of the text.
        #[test]
        fn marks_lie_between_letters(name in any::<String>(), typed in any::<String>()) {
            let mut end = 0;
            for mark in in_name(&name, &typed).into_iter().chain(in_number(&name, "12")) {
                prop_assert!(name.get(mark.clone()).is_some_and(|it| !it.is_empty()));
                end = mark.end.max(end);
            }
            prop_assert!(end <= name.len());
        }
    }
}
