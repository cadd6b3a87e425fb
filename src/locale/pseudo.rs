//! A language that nobody speaks: English with other letters, longer, and partly in
//! letters two cells wide. A screen that reads well in it will read well in any
//! translation; what stays plain English on it is not translated at all.

use std::borrow::Cow;

use super::{ENGLISH, Locale};

impl Locale {
    /// English as a translator's worst case. Words keep their length and are found by
    /// their plain letters; texts grow by a third.
    pub fn pseudo() -> Self {
        let mut locale = Self::of("en", ENGLISH);
        locale.bundle.set_transform(Some(pseudo));
        locale
    }
}

fn pseudo(text: &str) -> Cow<'_, str> {
    let n_letters = text.chars().filter(|it| it.is_alphabetic()).count();
    let mut longer: String = text.trim_end().chars().map(accented).collect();
    // Single words such as the days' names stand in columns of their own.
    if n_letters > 4 {
        longer.extend(std::iter::repeat_n('加', n_letters.div_ceil(6)));
    }
    longer.push_str(&text[text.trim_end().len()..]);
    Cow::Owned(longer)
}

/// The same letter with a mark, which searching ignores.
fn accented(letter: char) -> char {
    match letter {
        'a' => 'ä',
        'e' => 'ē',
        'i' => 'ï',
        'o' => 'ö',
        'u' => 'ū',
        'y' => 'ÿ',
        'c' => 'č',
        'n' => 'ņ',
        's' => 'š',
        'A' => 'Å',
        'E' => 'Ē',
        'I' => 'Ī',
        'O' => 'Ö',
        'U' => 'Ū',
        'C' => 'Č',
        'N' => 'Ņ',
        'S' => 'Š',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::text::fold, locale::Arg};

    #[test]
    fn it_is_longer_and_found_by_plain_letters() {
        let (pseudo, english) = (Locale::pseudo(), Locale::english());
        let plain = english.text("outcome-drawer-opened");
        let other = pseudo.text("outcome-drawer-opened");
        assert!(other.chars().count() > plain.chars().count(), "{other}");
        assert!(
            fold(&other).starts_with(fold(&plain).trim_end_matches('.')),
            "{other}"
        );
    }

    #[test]
    fn what_fills_a_place_is_left_alone() {
        let args = [("code", Arg::from("ABC-1"))];
        assert!(
            Locale::pseudo()
                .fill("product-unknown", &args)
                .contains("ABC-1")
        );
    }
}
