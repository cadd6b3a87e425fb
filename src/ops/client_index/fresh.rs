//! One client as it is searched by. A few that changed lately are looked through
//! one by one; so are all of them while the index is not there yet.

use std::cmp::Reverse;

use super::{
    builder::GRAM,
    hit::{Hit, Seen, name_order},
    segment::Segment,
    wanted::{Wanted, card_token},
};
use crate::domain::{
    card::card_spellings,
    client::{Client, phone_digits},
    ids::ClientId,
    matching::{
        marks::{OWN_DIGITS_MIN, spellings},
        typo::{heard_distance, n_forgiven, nearness, sound},
        words::tokens,
    },
    text::fold,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fresh {
    pub(super) client: ClientId,
    pub(super) active: bool,
    pub(super) seen: Seen,
    pub(super) name: u64,
    /// In order.
    pub(super) tokens: Vec<String>,
    pub(super) digits: String,
    pub(super) email: String,
}

/// How far a look-up goes for what is not there as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Beginnings of words, runs of digits.
    Exact,
    /// Numbers without what some write before them.
    OtherSpelling,
    /// One word with one typing error, or one that sounds alike.
    OneError,
    /// More errors than one.
    MoreErrors,
}

impl Reach {
    pub(super) fn is_near(self) -> bool {
        matches!(self, Self::OneError | Self::MoreErrors)
    }

    /// Whether so many errors are what this reach is for.
    pub(super) fn has(self, n_typos: u8) -> bool {
        match self {
            Self::Exact | Self::OtherSpelling => n_typos == 0,
            Self::OneError => n_typos == 1,
            Self::MoreErrors => n_typos > 1,
        }
    }
}

impl Fresh {
    pub(super) fn of(client: &Client, seen: Seen) -> Self {
        let mut tokens = tokens(&client.name);
        let cards = card_spellings(&client.card);
        tokens.extend(cards.iter().filter_map(|it| card_token(it)));
        tokens.sort_unstable();
        tokens.dedup();
        Self {
            client: client.id,
            active: client.active,
            seen,
            name: name_order(&fold(&client.name)),
            tokens,
            digits: phone_digits(&client.phone),
            email: client.email.to_lowercase(),
        }
    }

    pub(super) fn from_slot(segment: &Segment, slot: u32) -> Self {
        let row = segment.row(slot);
        Self {
            client: row.client,
            active: !row.inactive,
            seen: row.seen.0,
            name: row.name,
            tokens: segment.tokens_of(slot).map(str::to_owned).collect(),
            digits: segment.phones.get(slot).to_owned(),
            email: segment.emails.get(slot).to_owned(),
        }
    }

    fn begins(&self, with: &str) -> bool {
        self.tokens.iter().any(|it| it.starts_with(with))
    }

    fn has(&self, word: &str) -> bool {
        self.tokens.iter().any(|it| it == word)
    }

    pub(super) fn hit(&self, wanted: &Wanted, reach: Reach) -> Option<Hit> {
        let mut hit = self.blank();
        if !wanted.card.is_empty() && reach == Reach::Exact && self.begins(&wanted.card) {
            hit.not_card = false;
            return Some(hit);
        }
        let found = if wanted.email.is_empty() {
            self.has_words(wanted, reach, &mut hit) && self.has_digits(wanted, reach, &mut hit)
        } else {
            reach == Reach::Exact && self.email.contains(&wanted.email)
        };
        found.then_some(hit)
    }

    fn blank(&self) -> Hit {
        Hit {
            not_card: true,
            n_typos: 0,
            inactive: !self.active,
            not_native: true,
            not_whole: true,
            not_end: true,
            distance: 0,
            seen: Reverse(self.seen),
            name: self.name,
            client: self.client,
        }
    }

    fn has_words(&self, wanted: &Wanted, reach: Reach, hit: &mut Hit) -> bool {
        if reach.is_near() {
            return wanted.words.iter().all(|word| {
                let near = self.near(word, wanted.words.len());
                let (n_typos, far) = near.unwrap_or_default();
                hit.n_typos += n_typos;
                hit.distance = hit.distance.saturating_add(far);
                near.is_some()
            }) && reach.has(hit.n_typos);
        }
        hit.not_whole = wanted.words.is_empty() || !wanted.words.iter().all(|it| self.has(it));
        hit.not_native =
            wanted.natives.is_empty() || !wanted.natives.iter().all(|it| self.begins(it));
        wanted.words.iter().all(|it| self.begins(it))
    }

    /// The fewest errors to one of the words, and the least distance with them.
    fn near(&self, word: &str, n_words: usize) -> Option<(u8, u8)> {
        let limit = n_forgiven(word, n_words);
        let near = self.tokens.iter().filter_map(|token| {
            let is_plain = token.bytes().next()?.is_ascii_alphanumeric();
            let mistyped = nearness(word, token, limit);
            let heard = sounds_like(word, token).then(|| heard_distance(word, token));
            let near = [mistyped, heard].into_iter().flatten().min();
            near.filter(|_| is_plain)
        });
        near.min()
    }

    fn has_digits(&self, wanted: &Wanted, reach: Reach, hit: &mut Hit) -> bool {
        if wanted.digits.is_empty() {
            return true;
        }
        let mut spelled = |it: &str| {
            hit.not_end &= it.len() <= GRAM || !self.digits.ends_with(it);
            self.digits.len() >= GRAM && self.digits.contains(it)
        };
        if reach != Reach::OtherSpelling {
            return spelled(&wanted.digits);
        }
        let n_found = spellings(&wanted.digits)
            .skip(1)
            .filter(|it| spelled(it))
            .count();
        let is_own = is_own_number(&self.digits, &wanted.digits);
        hit.not_end &= !is_own;
        n_found > 0 || is_own
    }
}

/// Whether `digits` are a stored number with the country's code before it.
pub(super) fn is_own_number(stored: &str, digits: &str) -> bool {
    stored.len() >= OWN_DIGITS_MIN && digits.ends_with(stored)
}

/// The fewest letters that sound like anything.
pub(super) const SOUND_MIN: usize = 3;

pub(super) fn sounds_like(word: &str, token: &str) -> bool {
    let heard = sound(word);
    heard.len() >= SOUND_MIN && sound(token).starts_with(&heard)
}
