//! The words of a text in plain Latin letters, each with the place in the text
//! that it comes from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::domain::text;

/// One word, or one Han character, which is a syllable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As [`text::fold`] spells it.
    pub folded: String,
    /// As written, lower case.
    pub native: String,
    pub is_han: bool,
    /// The word before it ends where this one begins, as Han does.
    pub is_joined: bool,
    /// For each letter of `folded` the bytes of the text it comes from.
    from: Vec<Range<usize>>,
}

impl Word {
    fn new(is_han: bool, is_joined: bool) -> Self {
        Self {
            folded: String::new(),
            native: String::new(),
            is_han,
            is_joined,
            from: Vec::new(),
        }
    }

    /// The bytes of the text that the first letters come from.
    pub fn first_letters(&self, n_letters: usize) -> Option<Range<usize>> {
        let n_letters = n_letters.min(self.from.len());
        let last = self.from.get(n_letters.checked_sub(1)?)?;
        Some(self.from.first()?.start..last.end)
    }

    /// Whether it is written in other letters than Latin ones.
    pub fn is_foreign(&self) -> bool {
        self.native.chars().any(is_foreign)
    }
}

/// A letter of another script than Latin.
fn is_foreign(letter: char) -> bool {
    letter.is_alphabetic()
        && letter > '\u{24f}'
        && !matches!(letter, '\u{250}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ff21}'..='\u{ff5a}')
}

/// The words of a text in its order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut after_han = false;
    for (at, letter) in text.char_indices() {
        let range = at..at + letter.len_utf8();
        for part in letter.nfkc() {
            let (latin, is_han) = text::latin(part);
            if is_han {
                let mut word = Word::new(true, after_han);
                word.from = vec![range.clone(); latin.len()];
                word.folded = latin;
                word.native.push(letter);
                words.push(word);
                (open, after_han) = (false, true);
                continue;
            }
            after_han = false;
            if let Some(word) = words.last_mut().filter(|_| open && latin.is_empty()) {
                // Written, not spoken: a soft sign.
                word.native
                    .extend(part.to_lowercase().filter(|it| it.is_alphanumeric()));
            }
            let mut is_written = false;
            for letter in latin.chars() {
                if letter == ' ' {
                    open = false;
                    continue;
                }
                if !open {
                    words.push(Word::new(false, false));
                    (open, is_written) = (true, false);
                }
                if let Some(word) = words.last_mut() {
                    word.folded.push(letter);
                    word.from.push(range.clone());
                    if !is_written {
                        word.native.extend(part.to_lowercase());
                    }
                    is_written = true;
                }
            }
        }
    }
    words
}

/// The most Han characters of one name that are joined: no name has more.
const HAN_MAX: usize = 8;

/// All that a name is found by the beginning of: each word in Latin letters and as
/// it is written; of Han also its syllables joined, from each of them on, and
/// their first letters (`wang`, `fang`, `wangfang`, `wf`, 王芳, 芳). In order, none
/// twice.
pub fn tokens(name: &str) -> Vec<String> {
    let words = words(name);
    let mut tokens = Vec::with_capacity(words.len());
    for word in &words {
        tokens.push(word.folded.clone());
        if word.is_foreign() && !word.is_han {
            tokens.push(word.native.clone());
        }
    }
    for run in han_runs(&words) {
        for first in 0..run.len() {
            let rest = &run[first..];
            tokens.push(joined(rest, |it| &it.native));
            tokens.push(joined(rest, |it| &it.folded));
        }
        tokens.push(initials(run));
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// Han characters that stand together, at most `HAN_MAX` at a time.
pub fn han_runs(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    let runs = words.chunk_by(|one, next| one.is_han && next.is_joined);
    runs.filter(|run| run[0].is_han)
        .flat_map(|run| run.chunks(HAN_MAX))
}

pub fn joined(words: &[Word], part: impl Fn(&Word) -> &String) -> String {
    words.iter().map(|it| part(it).as_str()).collect()
}

pub fn initials(words: &[Word]) -> String {
    words
        .iter()
        .filter_map(|it| it.folded.chars().next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_table() {
        #[rustfmt::skip]
        let cases = [
            ("Līga Ozoliņa-Kalna", "kalna liga ozolina"),
            ("O'Brien",            "obrien"),
            ("Щукарь",             "shchukar щукарь"),
            ("Հովհաննիսյան",       "hovhannisyan հովհաննիսյան"),
            ("王芳",               "fang wang wangfang wf 王芳 芳"),
            ("王小芳",             "fang wang wangxiaofang wxf xiao xiaofang 小芳 王小芳 芳"),
            ("Weiß",               "weiss"),
            ("吕布 Lu",            "bu lb lu lubu 吕布 布"),
            ("...",                ""),
        ];
        for (name, want) in cases {
            assert_eq!(tokens(name).join(" "), want, "{name}");
        }
    }

    #[test]
    fn words_are_those_of_folding() {
        for name in [
            "Līga Ozoliņa",
            "O’Brien-Smith",
            "Юрий Щукарь",
            "王芳 Anna",
            "ﬁne ½",
            "Ａｎｎａ",
            "Nguyễn Đức",
            "한국",
            "  ",
            "a@b.lv",
        ] {
            let folded: Vec<String> = words(name).into_iter().map(|it| it.folded).collect();
            assert_eq!(folded.join(" "), text::fold(name), "{name}");
        }
    }

    #[test]
    fn letters_know_where_they_come_from() {
        let name = "Ži Щука";
        let words = words(name);
        let part = |word: usize, n| &name[words[word].first_letters(n).unwrap()];
        assert_eq!((part(0, 1), part(0, 9)), ("Ž", "Ži"));
        assert_eq!((part(1, 1), part(1, 5)), ("Щ", "Щу"));
        assert!(words[1].is_foreign() && !words[0].is_foreign());
    }
}
