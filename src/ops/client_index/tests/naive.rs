//! Look-ups once more, by the plainest means: all clients one by one, each word
//! against each word, distances by their definition.

use std::{cmp::Reverse, collections::HashMap};

use super::{Client, ClientId, Seen};
use crate::domain::{client::phone_digits, matching::typo::sound, text::fold};

struct One {
    id: ClientId,
    active: bool,
    seen: Seen,
    folded: String,
    /// In Latin letters.
    words: Vec<String>,
    /// In other scripts, from each Han character on.
    natives: Vec<String>,
    digits: String,
    email: String,
    /// Letters and digits.
    card: String,
}

pub(super) struct Naive(Vec<One>);

fn is_han(it: char) -> bool {
    ('\u{4e00}'..'\u{a000}').contains(&it)
}

fn is_latin(word: &str) -> bool {
    word.chars().all(|it| it < '\u{250}')
}

fn pieces(name: &str) -> Vec<&str> {
    let pieces = name.split([' ', ',', '-', '(', ')', '+', '.']);
    pieces.filter(|it| !it.is_empty()).collect()
}

impl One {
    fn of(client: &Client, seen: Seen) -> Self {
        let (mut words, mut natives) = (Vec::new(), Vec::new());
        for piece in pieces(&client.name) {
            if !piece.chars().any(is_han) {
                words.push(fold(piece));
                natives.extend((!is_latin(piece)).then(|| piece.to_lowercase()));
                continue;
            }
            // The tails of the tests' names are not Han.
            let han: Vec<char> = piece.chars().filter(|it| is_han(*it)).collect();
            let rest: String = piece.chars().filter(|it| !is_han(*it)).collect();
            words.extend((!rest.is_empty()).then_some(rest));
            let syllables: Vec<String> = han.iter().map(|it| fold(&it.to_string())).collect();
            for from in 0..han.len() {
                words.push(syllables[from].clone());
                words.push(syllables[from..].concat());
                natives.push(han[from..].iter().collect());
            }
            words.push(syllables.iter().map(|it| &it[..1]).collect());
        }
        Self {
            id: client.id,
            active: client.active,
            seen,
            folded: fold(&client.name),
            words,
            natives,
            digits: phone_digits(&client.phone),
            email: client.email.to_lowercase(),
            card: client.card.to_lowercase().replace('-', ""),
        }
    }

    fn place(&self) -> (bool, Reverse<Seen>, String, ClientId) {
        let letters = self.folded.chars().take(8).collect();
        (!self.active, Reverse(self.seen), letters, self.id)
    }
}

type Rank = (
    u8,
    bool,
    bool,
    bool,
    bool,
    u8,
    Reverse<Seen>,
    String,
    ClientId,
);

impl Naive {
    pub(super) fn of(clients: &[(Client, Seen)]) -> Self {
        Self(
            clients
                .iter()
                .map(|(it, seen)| One::of(it, *seen))
                .collect(),
        )
    }

    pub(super) fn find(&self, typed: &str, limit: usize) -> (Vec<ClientId>, usize) {
        let has_letters = typed.chars().any(char::is_alphabetic);
        let folded = fold(typed);
        let (numbers, words): (Vec<&str>, Vec<&str>) = folded
            .split(' ')
            .filter(|it| !it.is_empty())
            .partition(|it| it.chars().all(|it| it.is_ascii_digit()));
        let mut digits = numbers.concat();
        if digits.len() < 2 {
            digits.clear();
        }
        if words.is_empty() && (has_letters || digits.is_empty()) {
            return (Vec::new(), 0);
        }
        let mut natives: Vec<String> = Vec::new();
        for piece in pieces(typed).iter().filter(|it| !is_latin(it)) {
            let han: String = piece.chars().filter(|it| is_han(*it)).collect();
            natives.push(if han.is_empty() {
                piece.to_lowercase()
            } else {
                han
            });
        }
        let mut ranks = self.exact(&words, &natives, &digits, |number| {
            number
                .contains(&digits)
                .then(|| number.ends_with(&digits) && digits.len() > 3)
        });
        if ranks.is_empty() && !digits.is_empty() {
            let starts: Vec<&str> = ["00", "0", "8"]
                .into_iter()
                .filter_map(|it| digits.strip_prefix(it))
                .filter(|it| it.len() > 1)
                .collect();
            ranks = self.exact(&words, &natives, &digits, |number| {
                let own = number.len() >= 7 && digits.ends_with(number);
                let found: Vec<&&str> = starts.iter().filter(|it| number.contains(**it)).collect();
                let at_end = found
                    .iter()
                    .any(|it| number.ends_with(**it) && it.len() > 3);
                (own || !found.is_empty()).then_some(own || at_end)
            });
        }
        if ranks.len() < 3 && !words.is_empty() {
            let (one, more): (Vec<Rank>, Vec<Rank>) = self
                .near(&words, &digits)
                .into_iter()
                .partition(|it| it.0 == 1);
            ranks.extend(one);
            if ranks.len() < 3 {
                ranks.extend(more);
            }
        }
        let n = ranks.len();
        ranks.sort();
        (ranks.into_iter().take(limit).map(|it| it.8).collect(), n)
    }

    pub(super) fn with_address(&self, typed: &str, limit: usize) -> (Vec<ClientId>, usize) {
        let typed = typed.to_lowercase();
        self.all(limit, |it| it.email.contains(&typed))
    }

    pub(super) fn with_card(&self, typed: &str, limit: usize) -> (Vec<ClientId>, usize) {
        let typed = typed.to_lowercase().replace('-', "");
        self.all(limit, |it| it.card.starts_with(&typed))
    }

    fn all(&self, limit: usize, fits: impl Fn(&One) -> bool) -> (Vec<ClientId>, usize) {
        let mut places: Vec<_> = self
            .0
            .iter()
            .filter(|it| fits(it))
            .map(One::place)
            .collect();
        places.sort();
        let n = places.len();
        (places.into_iter().take(limit).map(|it| it.3).collect(), n)
    }

    fn exact(
        &self,
        words: &[&str],
        natives: &[String],
        digits: &str,
        number: impl Fn(&str) -> Option<bool>,
    ) -> Vec<Rank> {
        let mut ranks = Vec::new();
        for one in &self.0 {
            let begins = |of: &[String], with: &str| of.iter().any(|it| it.starts_with(with));
            let at_end = if digits.is_empty() {
                Some(false)
            } else {
                number(&one.digits)
            };
            let Some(at_end) = at_end.filter(|_| words.iter().all(|it| begins(&one.words, it)))
            else {
                continue;
            };
            let native = !natives.is_empty() && natives.iter().all(|it| begins(&one.natives, it));
            let whole = !words.is_empty()
                && words
                    .iter()
                    .all(|it| one.words.iter().any(|word| word == it));
            let (inactive, seen, name, id) = one.place();
            ranks.push((0, inactive, !native, !whole, !at_end, 0, seen, name, id));
        }
        ranks
    }

    fn near(&self, words: &[&str], digits: &str) -> Vec<Rank> {
        let mut ranks = Vec::new();
        // Many have the same words.
        let mut known: HashMap<(&str, &str), Option<(u8, u8)>> = HashMap::new();
        for one in self.0.iter().filter(|it| it.digits.contains(digits)) {
            let near: Option<Vec<(u8, u8)>> = words
                .iter()
                .map(|typed| {
                    let near = one.words.iter().filter_map(|word| {
                        *known
                            .entry((*typed, word.as_str()))
                            .or_insert_with(|| nearness(typed, word, words.len()))
                    });
                    near.min()
                })
                .collect();
            let Some(near) = near else { continue };
            let n_typos = near.iter().map(|it| it.0).sum();
            let far = near.iter().map(|it| it.1).sum();
            let (inactive, seen, name, id) = one.place();
            if n_typos > 0 {
                ranks.push((n_typos, inactive, true, true, true, far, seen, name, id));
            }
        }
        ranks
    }
}

/// Errors, and with the letters yet to be typed; `None` if too many.
fn nearness(typed: &str, word: &str, n_words: usize) -> Option<(u8, u8)> {
    let forgiven = match typed.len() {
        3 if n_words > 1 => 1,
        0..4 => 0,
        4..9 => 1,
        _ => 2,
    };
    let mistyped = Some(errors(typed, word)).filter(|it| it.0 <= forgiven);
    let heard = sound(typed);
    let is_heard = heard.len() > 2 && sound(word).starts_with(&heard);
    let to_come = u8::try_from(word.len().saturating_sub(typed.len())).unwrap();
    let heard = is_heard.then_some((1, 1 + to_come));
    [mistyped, heard].into_iter().flatten().min()
}

/// Between what is typed and the longest beginning of the word that is most like it,
/// and with the letters after that.
fn errors(typed: &str, word: &str) -> (u8, u8) {
    let (a, b) = (typed.as_bytes(), word.as_bytes());
    let mut table = [[0_u8; 64]; 64];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                u8::try_from(i + j).unwrap()
            } else {
                let changed = table[i - 1][j - 1] + u8::from(a[i - 1] != b[j - 1]);
                let mut least = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    let last = &table[a.len()][..=b.len()];
    let fewest = *last.iter().min().unwrap();
    let n_typed = last.iter().rposition(|it| *it == fewest).unwrap();
    (fewest, fewest + u8::try_from(b.len() - n_typed).unwrap())
}
