//! The words of a dictionary that are nearly the one that is typed.

use super::packed::Texts;
use crate::domain::matching::typo::Table;

/// A word of the dictionary that begins almost like the one that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) token: u32,
    pub(super) n_typos: u8,
    /// Errors, and letters that are yet to be typed.
    pub(super) distance: u8,
}

/// All words of the sorted dictionary from `first` up to `end` that begin with
/// `word`, give or take `limit` errors. Walked like a tree: words that begin
/// alike share their rows, and a beginning too far off is passed over with all
/// its words.
pub(super) fn near(dictionary: &Texts, first: u32, end: u32, word: &str, limit: u8) -> Vec<Near> {
    let mut table = Table::new(word, limit);
    let mut found = Vec::new();
    let mut token = first;
    while token < end {
        let text = dictionary.get(token);
        let shared = table.other.iter().zip(text.as_bytes());
        table.cut(shared.take_while(|(one, other)| one == other).count());
        while table.other.len() < text.len() && !table.is_beyond() {
            table.push(text.as_bytes()[table.other.len()]);
        }
        let n_typos = table.least();
        if table.other.len() == text.len() {
            if n_typos <= limit {
                found.push(one(token, text, &table));
            }
            token += 1;
            continue;
        }
        let beginning = &text.as_bytes()[..table.other.len()];
        let after = dictionary
            .first_not_far(token + 1, |it| it.as_bytes().starts_with(beginning))
            .min(end);
        if n_typos <= limit {
            found.extend((token..after).map(|it| one(it, dictionary.get(it), &table)));
        }
        token = after;
    }
    found
}

fn one(token: u32, text: &str, table: &Table) -> Near {
    Near {
        token,
        n_typos: table.least(),
        distance: table.distance(text.len()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Walking the dictionary as a tree finds what comparing each word finds.
        #[test]
        fn the_walk_misses_none(
            mut words in prop::collection::vec("[a-d]{1,9}", 0..60),
            typed in "[a-d]{1,9}",
            limit in 0_u8..3,
        ) {
            words.sort_unstable();
            words.dedup();
            let mut dictionary = Texts::default();
            for word in &words {
                dictionary.push(word);
            }
            let found: Vec<(u32, u8)> = near(&dictionary, 0, dictionary.len(), &typed, limit)
                .iter()
                .map(|it| (it.token, it.n_typos))
                .collect();
            let want: Vec<(u32, u8)> = (0..)
                .zip(&words)
                .filter_map(|(token, word)| Some((token, plain(&typed, word, limit)?)))
                .collect();
            prop_assert_eq!(found, want);
        }
    }

    /// The distance by its definition, to each beginning.
    fn plain(word: &str, other: &str, limit: u8) -> Option<u8> {
        let (a, b) = (word.as_bytes(), other.as_bytes());
        let mut d = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let same = usize::from(a[i - 1] != b[j - 1]);
                    let mut least = (d[i - 1][j - 1] + same)
                        .min(d[i - 1][j] + 1)
                        .min(d[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(d[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        let least = *d[a.len()].iter().min().unwrap();
        (least <= usize::from(limit)).then(|| u8::try_from(least).unwrap())
    }
}
