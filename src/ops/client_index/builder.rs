//! Takes clients in one by one, and packs them: words sorted, clients in the order
//! in which they are shown.

use std::{cmp::Reverse, collections::HashMap};

use super::{
    fresh::Fresh,
    hit::Seen,
    packed::{Lists, Places, Texts, small},
    segment::Segment,
};
use crate::domain::{ids::ClientId, matching::typo::sound};

#[derive(Default)]
pub(super) struct Builder {
    rows: Vec<Row>,
    /// Each word once, numbered as it came.
    numbers: HashMap<Box<str>, u32>,
    /// The words of each row.
    of: Lists,
    phones: Texts,
    emails: Texts,
}

struct Row {
    client: ClientId,
    active: bool,
    seen: Seen,
    name: u64,
}

impl Builder {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn add(&mut self, client: &Fresh) {
        let tokens = client.tokens.iter().map(String::as_str);
        self.add_row(
            Row {
                client: client.client,
                active: client.active,
                seen: client.seen,
                name: client.name,
            },
            tokens,
            &client.digits,
            &client.email,
        );
    }

    /// All of a segment that is still true.
    pub(super) fn add_all(&mut self, segment: &Segment) {
        for slot in segment.live() {
            let hit = segment.row(slot);
            let row = Row {
                client: hit.client,
                active: !hit.inactive,
                seen: hit.seen.0,
                name: hit.name,
            };
            let (phone, email) = (segment.phones.get(slot), segment.emails.get(slot));
            self.add_row(row, segment.tokens_of(slot), phone, email);
        }
    }

    fn add_row<'a>(
        &mut self,
        row: Row,
        tokens: impl Iterator<Item = &'a str>,
        phone: &str,
        email: &str,
    ) {
        self.rows.push(row);
        let numbers = &mut self.numbers;
        self.of.push(tokens.map(|token| {
            if let Some(number) = numbers.get(token) {
                return *number;
            }
            let number = small(numbers.len());
            numbers.insert(token.into(), number);
            number
        }));
        self.phones.push(phone);
        self.emails.push(email);
    }

    pub(super) fn finish(self) -> Segment {
        let (dictionary, place_of) = sorted(self.numbers);
        let order = by_rank(&self.rows);
        let mut of = Lists::default();
        let (mut phones, mut emails) = (Texts::default(), Texts::default());
        for row in &order {
            let mut tokens: Vec<u32> = self.of.get(*row).to_vec();
            for token in &mut tokens {
                *token = place_of[*token as usize];
            }
            tokens.sort_unstable();
            of.push(tokens);
            phones.push(self.phones.get(*row));
            emails.push(self.emails.get(*row));
        }
        of.shrink();
        phones.shrink();
        emails.shrink();
        let rows = || order.iter().map(|it| &self.rows[*it as usize]);
        let clients: Vec<ClientId> = rows().map(|it| it.client).collect();
        let mut by_client: Vec<u32> = (0..small(clients.len())).collect();
        by_client.sort_unstable_by_key(|it| clients[*it as usize]);
        let mut by_sound: Vec<u32> = (0..dictionary.len()).collect();
        by_sound.sort_by_cached_key(|it| sound(dictionary.get(*it)));
        Segment {
            n_active: small(rows().filter(|it| it.active).count()),
            seen: rows().map(|it| it.seen).collect(),
            names: rows().map(|it| it.name).collect(),
            postings: of.turned(dictionary.len()),
            grams: grams(&phones),
            gone: Places::none(clients.len()),
            n_gone: 0,
            by_client,
            by_sound,
            dictionary,
            clients,
            of,
            phones,
            emails,
        }
    }
}

/// The words in order, and for each number the place in it.
fn sorted(numbers: HashMap<Box<str>, u32>) -> (Texts, Vec<u32>) {
    let mut words: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
    words.sort_unstable();
    let mut dictionary = Texts::default();
    let mut place_of = vec![0; words.len()];
    for (word, number) in words {
        place_of[number as usize] = dictionary.len();
        dictionary.push(&word);
    }
    dictionary.shrink();
    (dictionary, place_of)
}

/// Who is shown first is first: those who left last, else who was here last.
fn by_rank(rows: &[Row]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..small(rows.len())).collect();
    order.sort_unstable_by_key(|it| {
        let row = &rows[*it as usize];
        (!row.active, Reverse(row.seen), row.name, row.client)
    });
    order
}

/// Runs of three digits.
pub(super) const GRAM: usize = 3;
pub(super) const N_GRAMS: u32 = 1_000;

/// The number of each run of three digits in a text of digits, in its order.
pub(super) fn grams_of(digits: &str) -> impl Iterator<Item = u32> {
    digits.as_bytes().windows(GRAM).map(|run| {
        run.iter().fold(0, |sum, digit| {
            sum * 10 + u32::from(digit.wrapping_sub(b'0')) % 10
        })
    })
}

/// The slots of each run of three digits.
fn grams(phones: &Texts) -> Lists {
    Lists::turned_of(phones.len(), N_GRAMS, |slot, runs| {
        runs.extend(grams_of(phones.get(slot)));
        runs.sort_unstable();
        runs.dedup();
    })
}
