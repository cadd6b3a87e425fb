//! How well a text fits what is typed: for lists in which things of several kinds
//! stand in one order.

use super::{
    typo::{n_forgiven, n_typos},
    words::{tokens, words},
};

/// The best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// A whole number or code.
    Exact,
    /// Every word that was typed is one of the text.
    Whole,
    /// Every word that was typed begins one of the text.
    Begun,
    /// So but for typing errors.
    Near,
}

/// What is typed, as words in Latin letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    words: Vec<String>,
}

impl Wanted {
    pub fn of(typed: &str) -> Self {
        Self {
            words: words(typed).into_iter().map(|it| it.folded).collect(),
        }
    }

    /// Only the words that are no numbers.
    #[must_use]
    pub fn without_numbers(mut self) -> Self {
        self.words.retain(|it| !is_number(it));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// As well as the word that fits worst; `None` if one of them does not fit at
    /// all, or nothing is wanted.
    pub fn grade(&self, text: &str) -> Option<Grade> {
        let there = tokens(text);
        let mut worst = None;
        for word in &self.words {
            worst = worst.max(Some(self.grade_of(word, &there)?));
        }
        worst
    }

    /// Whether any of the words fits the text.
    pub fn has_one_in(&self, text: &str) -> bool {
        let there = tokens(text);
        let mut words = self.words.iter();
        words.any(|word| self.grade_of(word, &there).is_some())
    }

    fn grade_of(&self, word: &str, there: &[String]) -> Option<Grade> {
        if there.iter().any(|it| it == word) {
            return Some(Grade::Whole);
        }
        if there.iter().any(|it| it.starts_with(word)) {
            return Some(Grade::Begun);
        }
        let limit = n_forgiven(word, self.words.len());
        // One digit wrong is another number.
        let is_forgiven = limit > 0 && !is_number(word);
        let is_near = |it: &String| {
            it.bytes().all(|byte| byte.is_ascii()) && n_typos(word, it, limit).is_some()
        };
        (is_forgiven && there.iter().any(is_near)).then_some(Grade::Near)
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_table() {
        use Grade::{Begun, Near, Whole};
        #[rustfmt::skip]
        let cases = [
            ("Swedish 60",       "swedish",    Some(Whole)),
            ("Swedish 60",       "60 swedish", Some(Whole)),
            ("Swedish 60",       "swed",       Some(Begun)),
            ("Swedish 60",       "swedish 6",  Some(Begun)),
            ("Swedish 60",       "swedihs",    Some(Near)),
            ("Swedish 60",       "swedihs 6",  Some(Near)),
            ("Swedish 60",       "facial",     None),
            ("Swedish 60",       "swedish 90", None),
            ("Swedish 1060",     "1061",       None),          // no letter, no error
            ("Swedish 60",       "wed",        None),
            ("Тайский массаж",   "tayskiy",    Some(Whole)),
            ("Тайский массаж",   "тайс",       Some(Begun)),
            ("推拿",             "tuina",      Some(Whole)),
            ("推拿",             "tn",         Some(Whole)),
            ("推拿",             "推",         Some(Whole)),
            ("Swedish 60",       "",           None),
        ];
        for (text, typed, want) in cases {
            assert_eq!(Wanted::of(typed).grade(text), want, "{text}: {typed}");
        }
    }

    #[test]
    fn one_word_is_enough_to_be_meant() {
        let wanted = Wanted::of("ozola swed");
        assert!(wanted.has_one_in("Swedish 60") && wanted.has_one_in("Līga Ozola"));
        assert!(!wanted.has_one_in("Facial 45") && !Wanted::of("").has_one_in("Facial 45"));
    }

    #[test]
    fn numbers_can_be_left_to_others() {
        let wanted = Wanted::of("ozola 26 12").without_numbers();
        assert_eq!(wanted.grade("Līga Ozola"), Some(Grade::Whole));
        assert!(Wanted::of("26 12").without_numbers().is_empty());
    }
}
