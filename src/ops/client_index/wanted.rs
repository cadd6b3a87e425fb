//! What is typed, as it is looked for.

use unicode_normalization::UnicodeNormalization;

use crate::domain::{
    card::card_key,
    client::phone_digits,
    matching::words::{han_runs, joined, words},
};

/// The shortest run of digits that is looked for.
pub(super) const DIGITS_MIN: usize = 2;
/// The shortest beginning of a card's number.
const CARD_MIN: usize = 3;
/// More words than any name has are not looked for.
const WORDS_MAX: usize = 8;
/// What a card's number begins with among the words, which no word does.
pub(super) const CARD_MARK: char = '#';

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Beginnings of words, in Latin letters.
    pub(super) words: Vec<String>,
    /// The same in the script that they were typed in, where that is no Latin one.
    pub(super) natives: Vec<String>,
    /// Empty, or at least [`DIGITS_MIN`].
    pub(super) digits: String,
    /// Lower case; empty, or with an `@`, and then nothing else is wanted.
    pub(super) email: String,
    /// As a card's token begins; empty if it cannot be one.
    pub(super) card: String,
}

impl Wanted {
    /// `None` where nothing is to be looked for. A text without letters is a
    /// number, however it is spelled.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text: String = text.trim().nfc().collect();
        if text.contains('@') {
            return Some(Self {
                email: text.to_lowercase(),
                ..Self::default()
            });
        }
        let card = card_token(&card_key(&text)).unwrap_or_default();
        if !text.chars().any(char::is_alphabetic) {
            let digits = phone_digits(&text);
            return (digits.len() >= DIGITS_MIN).then(|| Self {
                digits,
                card,
                ..Self::default()
            });
        }
        let all = words(&text);
        let foreign = all.iter().filter(|it| it.is_foreign() && !it.is_han);
        let mut natives: Vec<String> = foreign.map(|it| it.native.clone()).collect();
        natives.extend(han_runs(&all).map(|run| joined(run, |it| &it.native)));
        let (numbers, mut words): (Vec<_>, Vec<_>) = all
            .into_iter()
            .map(|it| it.folded)
            .partition(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        words.truncate(WORDS_MAX);
        natives.truncate(WORDS_MAX);
        let digits = Some(numbers.concat()).filter(|it| it.len() >= DIGITS_MIN);
        (!words.is_empty()).then(|| Self {
            words,
            natives,
            digits: digits.unwrap_or_default(),
            card,
            email: String::new(),
        })
    }
}

/// A card's number as a word among the others; `None` for what is none.
pub(super) fn card_token(code: &str) -> Option<String> {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    let mut token = String::from(CARD_MARK);
    token.extend(letters.map(|it| it.to_ascii_lowercase()));
    let is_number = token.len() > CARD_MIN && token.bytes().any(|it| it.is_ascii_digit());
    is_number.then_some(token)
}
