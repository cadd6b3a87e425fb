//! Clients packed for looking up. Never changed but for the mark that a client has
//! changed since.
//!
//! A slot is a client's place; slots are in the order in which clients are shown,
//! so the first found are the ones wanted. All words lie in one sorted list: those
//! with the same beginning stand together, and so do the slots they lead to.

use std::cmp::Reverse;

use memchr::memmem;

use super::{
    COUNTED_MAX,
    builder::{GRAM, N_GRAMS, grams_of},
    fresh::{Reach, SOUND_MIN, is_own_number},
    hit::{Hit, Seen},
    near::{Near, near},
    packed::{Lists, Places, Texts},
    wanted::Wanted,
};
use crate::domain::{
    ids::ClientId,
    matching::{
        marks::spellings,
        typo::{heard_distance, n_forgiven, sound},
    },
};

/// More than so many that are nearly it are not compared: what is typed next tells
/// them apart.
const NEAR_MAX: usize = 2_000;

#[derive(Debug, Default)]
pub(super) struct Segment {
    pub(super) clients: Vec<ClientId>,
    pub(super) seen: Vec<Seen>,
    pub(super) names: Vec<u64>,
    /// They are the first slots.
    pub(super) n_active: u32,
    /// Slots by the client's id.
    pub(super) by_client: Vec<u32>,
    pub(super) dictionary: Texts,
    /// Words by how they sound.
    pub(super) by_sound: Vec<u32>,
    /// The slots of each word.
    pub(super) postings: Lists,
    /// The words of each slot.
    pub(super) of: Lists,
    pub(super) phones: Texts,
    /// The slots of each run of three digits.
    pub(super) grams: Lists,
    pub(super) emails: Texts,
    /// Changed since, and kept elsewhere.
    pub(super) gone: Places,
    pub(super) n_gone: usize,
}

/// What a segment has found: the best ones, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    pub(super) n: usize,
}

/// Sets of slots that a hit is better for being in.
struct Better {
    native: Option<Places>,
    whole: Option<Places>,
    end: Option<Places>,
}

impl Segment {
    pub(super) fn len(&self) -> usize {
        self.clients.len() - self.n_gone
    }

    pub(super) fn live(&self) -> impl Iterator<Item = u32> {
        (0_u32..)
            .take(self.clients.len())
            .filter(|slot| !self.gone.has(*slot))
    }

    pub(super) fn slot_of(&self, client: ClientId) -> Option<u32> {
        let found = self
            .by_client
            .binary_search_by_key(&client, |it| self.clients[*it as usize]);
        let slot = self.by_client[found.ok()?];
        (!self.gone.has(slot)).then_some(slot)
    }

    pub(super) fn forget(&mut self, slot: u32) {
        if !self.gone.has(slot) {
            self.gone.mark(slot);
            self.n_gone += 1;
        }
    }

    pub(super) fn tokens_of(&self, slot: u32) -> impl Iterator<Item = &str> {
        self.of.get(slot).iter().map(|it| self.dictionary.get(*it))
    }

    /// A hit that is no better than any other.
    pub(super) fn row(&self, slot: u32) -> Hit {
        let nth = slot as usize;
        Hit {
            not_card: true,
            n_typos: 0,
            inactive: slot >= self.n_active,
            not_native: true,
            not_whole: true,
            not_end: true,
            distance: 0,
            seen: Reverse(self.seen[nth]),
            name: self.names[nth],
            client: self.clients[nth],
        }
    }

    pub(super) fn find(&self, wanted: &Wanted, reach: Reach, limit: usize) -> Found {
        match reach {
            _ if reach.is_near() => self.near(wanted, reach, limit),
            _ if !wanted.email.is_empty() => self.with_email(&wanted.email, reach, limit),
            _ => self.exact(wanted, reach, limit),
        }
    }

    fn exact(&self, wanted: &Wanted, reach: Reach, limit: usize) -> Found {
        let mut better = Better {
            native: None,
            whole: None,
            end: None,
        };
        let mut all = None;
        if !wanted.words.is_empty() {
            all = Some(self.with_words(&wanted.words, |it| self.beginning(it)));
            better.whole = Some(self.with_words(&wanted.words, |it| self.exactly(it)));
            if !wanted.natives.is_empty() {
                better.native = Some(self.with_words(&wanted.natives, |it| self.beginning(it)));
            }
        }
        if !wanted.digits.is_empty() {
            let (found, at_end) = self.with_digits(&wanted.digits, reach, all.as_ref());
            all = Some(found);
            better.end = Some(at_end);
        }
        let mut all = all.unwrap_or_default();
        all.drop_all(&self.gone);
        let mut found = Found::default();
        if reach == Reach::Exact && !wanted.card.is_empty() {
            self.take_cards(&wanted.card, &mut all, &mut found);
        }
        found.n += all.count();
        self.take_best(all, &better, limit, &mut found.hits);
        found
    }

    fn take_cards(&self, card: &str, all: &mut Places, found: &mut Found) {
        let (first, end) = self.beginning(card);
        let mut cards = Places::of(self.clients.len(), self.postings.of_all(first, end));
        cards.drop_all(&self.gone);
        all.drop_all(&cards);
        found.n = cards.count();
        found.hits.extend(cards.iter().map(|slot| Hit {
            not_card: false,
            ..self.row(slot)
        }));
    }

    /// The first `limit` of each sort: the best of all are among them.
    fn take_best(&self, mut all: Places, better: &Better, limit: usize, hits: &mut Vec<Hit>) {
        let sets = [&better.native, &better.whole, &better.end];
        // The best sort first: each takes its own out of what is left.
        for sort in 0..8 {
            let lacks = [4, 2, 1].map(|bit| sort & bit != 0);
            let has = sets.iter().zip(lacks).filter(|(_, lacks)| !lacks);
            let has: Option<Vec<&Places>> = has.map(|(set, _)| set.as_ref()).collect();
            let Some(has) = has else {
                continue;
            };
            let mut these = all.clone();
            for set in has {
                these.keep(set);
            }
            hits.extend(these.iter().take(limit).map(|slot| Hit {
                not_native: lacks[0],
                not_whole: lacks[1],
                not_end: lacks[2],
                ..self.row(slot)
            }));
            all.drop_all(&these);
        }
    }

    /// The words that begin so: from the first up to the end.
    fn beginning(&self, with: &str) -> (u32, u32) {
        let first = self.dictionary.first_not(0, |it| it < with);
        let end = self.dictionary.first_not(first, |it| it.starts_with(with));
        (first, end)
    }

    fn exactly(&self, word: &str) -> (u32, u32) {
        let first = self.dictionary.first_not(0, |it| it < word);
        let is_there = self.dictionary.get(first) == word;
        (first, first + u32::from(is_there))
    }

    /// Slots that have one of the words of each range.
    fn with_words(&self, words: &[String], range: impl Fn(&str) -> (u32, u32)) -> Places {
        let mut ranges: Vec<(u32, u32)> = words.iter().map(|it| range(it)).collect();
        ranges.sort_by_key(|it| self.postings.of_all(it.0, it.1).len());
        let mut ranges = ranges.into_iter();
        let Some((first, end)) = ranges.next() else {
            return Places::none(self.clients.len());
        };
        let rarest = self.postings.of_all(first, end);
        let rest: Vec<(u32, u32)> = ranges.collect();
        let is_common = |it: &(u32, u32)| {
            let n = self.postings.of_all(it.0, it.1).len();
            n > rarest.len().saturating_mul(4)
        };
        let mut found = Places::none(self.clients.len());
        let (common, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_common);
        for slot in rarest {
            let has = |(first, end): &(u32, u32)| {
                let tokens = self.of.get(*slot).iter();
                tokens.into_iter().any(|it| first <= it && it < end)
            };
            if common.iter().all(has) {
                found.mark(*slot);
            }
        }
        for (first, end) in others {
            found.keep(&Places::of(
                self.clients.len(),
                self.postings.of_all(first, end),
            ));
        }
        found
    }

    /// Slots of `among` with the digits in the number, and those where they are its
    /// last.
    fn with_digits(&self, digits: &str, reach: Reach, among: Option<&Places>) -> (Places, Places) {
        let none = || Places::none(self.clients.len());
        let (mut found, mut at_end) = (none(), none());
        if reach == Reach::OtherSpelling {
            for run in spellings(digits).skip(1) {
                self.mark_run(run, among, &mut found, &mut at_end);
            }
            self.mark_own_numbers(digits, &mut found, &mut at_end);
        } else {
            self.mark_run(digits, among, &mut found, &mut at_end);
        }
        if let Some(among) = among {
            found.keep(among);
        }
        (found, at_end)
    }

    fn mark_run(&self, run: &str, among: Option<&Places>, found: &mut Places, at_end: &mut Places) {
        if run.len() <= GRAM {
            let is_wanted =
                |it: &&u32| !self.gone.has(**it) && among.is_none_or(|all| all.has(**it));
            for slots in self.grams_with(run) {
                for slot in slots.iter().filter(is_wanted).take(COUNTED_MAX + 1) {
                    found.mark(*slot);
                }
            }
            return;
        }
        // Slots are in the order in which they are shown: with so many the rest is
        // neither counted nor seen.
        let mut n_found = 0;
        let mut is_enough = |slot: u32| {
            let phone = self.phones.get(slot);
            if !self.gone.has(slot) && phone.contains(run) {
                found.mark(slot);
                if phone.ends_with(run) {
                    at_end.mark(slot);
                }
                n_found += 1;
            }
            n_found > COUNTED_MAX
        };
        let slots = self.rarest_gram(run).unwrap_or_default();
        match among {
            Some(among) if among.count() < slots.len() => among.iter().any(is_enough),
            Some(among) => slots.iter().any(|it| among.has(*it) && is_enough(*it)),
            None => slots.iter().any(|it| is_enough(*it)),
        };
    }

    /// The slots of each run of three digits that has these two or three in it.
    fn grams_with(&self, run: &str) -> impl Iterator<Item = &[u32]> {
        let number: u32 = run.parse().unwrap_or(u32::MAX);
        let n_digits = run.len();
        let has = move |gram: &u32| match n_digits {
            GRAM => *gram == number,
            _ => gram / 10 == number || gram % 100 == number,
        };
        (0..N_GRAMS).filter(has).map(|it| self.grams.get(it))
    }

    /// The slots of the rarest run of three of these digits; `None` for fewer.
    fn rarest_gram(&self, digits: &str) -> Option<&[u32]> {
        let lists = grams_of(digits).map(|gram| self.grams.get(gram));
        lists.min_by_key(|it| it.len())
    }

    fn mark_own_numbers(&self, digits: &str, found: &mut Places, at_end: &mut Places) {
        let last = digits.len().saturating_sub(GRAM);
        let Some(ends) = digits.get(last..).filter(|it| it.len() == GRAM) else {
            return;
        };
        for slot in self.rarest_gram(ends).unwrap_or_default() {
            if is_own_number(self.phones.get(*slot), digits) {
                found.mark(*slot);
                at_end.mark(*slot);
            }
        }
    }

    fn with_email(&self, email: &str, reach: Reach, limit: usize) -> Found {
        let mut all = Places::none(self.clients.len());
        if reach == Reach::Exact {
            for byte in memmem::find_iter(self.emails.all().as_bytes(), email) {
                let slot = self.emails.at(byte);
                if self.emails.get(slot).contains(email) {
                    all.mark(slot);
                }
            }
        }
        all.drop_all(&self.gone);
        let hits = all.iter().take(limit).map(|slot| self.row(slot)).collect();
        let n = all.count();
        Found { hits, n }
    }

    /// Slots whose words are those but for as many errors as the reach is for.
    fn near(&self, wanted: &Wanted, reach: Reach, limit: usize) -> Found {
        if wanted.words.is_empty() {
            return Found::default();
        }
        let words: Vec<Vec<Near>> = wanted
            .words
            .iter()
            .map(|it| self.near_words(it, wanted.words.len(), reach))
            .collect();
        let mut all = match reach {
            Reach::OneError => self.with_one_error(&wanted.words, &words),
            _ => self.with_all_nearly(&words),
        };
        all.drop_all(&self.gone);
        if !wanted.digits.is_empty() {
            all = self.with_digits(&wanted.digits, Reach::Exact, Some(&all)).0;
        }
        let near = all.iter().take(NEAR_MAX);
        let near = near.filter_map(|slot| self.nearness(slot, &words));
        let mut hits: Vec<Hit> = near.filter(|it| reach.has(it.n_typos)).collect();
        let n = hits.len();
        hits.sort_unstable();
        hits.truncate(limit);
        Found { hits, n }
    }

    /// Slots with one word that is nearly one of those, and all others as typed.
    fn with_one_error(&self, typed: &[String], words: &[Vec<Near>]) -> Places {
        let mut all = Places::none(self.clients.len());
        for (nth, near) in words.iter().enumerate() {
            let mut others = typed.to_vec();
            others.remove(nth);
            let others = match others.as_slice() {
                [] => None,
                others => Some(self.with_words(others, |it| self.beginning(it))),
            };
            let errors = near.iter().filter(|it| it.n_typos > 0);
            let mut lists: Vec<(u8, &[u32])> = errors
                .map(|it| (it.distance, self.postings.get(it.token)))
                .collect();
            // Whole words first: there may be more of the rest than are looked at.
            lists.sort_unstable_by_key(|it| it.0);
            let mut n_found = 0;
            for (_, slots) in lists {
                let with_others = |it: &&u32| others.as_ref().is_none_or(|all| all.has(**it));
                for slot in slots.iter().filter(with_others) {
                    all.mark(*slot);
                    n_found += 1;
                }
                if n_found > NEAR_MAX {
                    break;
                }
            }
        }
        all
    }

    /// Slots that have something nearly like each of the words.
    fn with_all_nearly(&self, words: &[Vec<Near>]) -> Places {
        let slots_of = |near: &Vec<Near>| {
            let mut slots = Places::none(self.clients.len());
            for token in near {
                for slot in self.postings.get(token.token) {
                    slots.mark(*slot);
                }
            }
            slots
        };
        let all = words.iter().map(slots_of).reduce(|mut all, slots| {
            all.keep(&slots);
            all
        });
        all.unwrap_or_default()
    }

    /// In order of the dictionary.
    fn near_words(&self, word: &str, n_words: usize, reach: Reach) -> Vec<Near> {
        let letters = self.dictionary.first_not(0, |it| it < "0");
        let end = self.dictionary.first_not(letters, is_latin);
        let limit = n_forgiven(word, n_words);
        let limit = if reach == Reach::OneError {
            limit.min(1)
        } else {
            limit
        };
        let mut words = near(&self.dictionary, letters, end, word, limit);
        let heard = sound(word);
        if heard.len() >= SOUND_MIN {
            let place = |is_before: &dyn Fn(&str) -> bool| {
                self.by_sound
                    .partition_point(|it| is_before(&sound(self.dictionary.get(*it))))
            };
            let from = place(&|it| it < heard.as_str());
            let to = place(&|it| it < heard.as_str() || it.starts_with(&heard));
            let alike = self.by_sound[from..to].iter();
            let alike = alike.filter(|it| (letters..end).contains(*it));
            words.extend(alike.map(|it| {
                let (n_typos, distance) = heard_distance(word, self.dictionary.get(*it));
                Near {
                    token: *it,
                    n_typos,
                    distance,
                }
            }));
        }
        words.sort_unstable_by_key(|it| (it.token, it.n_typos, it.distance));
        words.dedup_by_key(|it| it.token);
        words
    }

    fn nearness(&self, slot: u32, words: &[Vec<Near>]) -> Option<Hit> {
        let mut hit = self.row(slot);
        for near in words {
            let tokens = self.of.get(slot).iter();
            let found = tokens.filter_map(|token| {
                let at = near.binary_search_by_key(token, |it| it.token).ok()?;
                Some((near[at].n_typos, near[at].distance))
            });
            let (n_typos, far) = found.min()?;
            hit.n_typos += n_typos;
            hit.distance = hit.distance.saturating_add(far);
        }
        Some(hit)
    }

    /// Clients whose number has `tail` at its end or `digits` after its own.
    pub(super) fn with_tail(&self, tail: &str, mut check: impl FnMut(ClientId, &str)) {
        let all: Vec<u32>;
        let slots = if let Some(slots) = self.rarest_gram(tail) {
            slots
        } else {
            all = (0_u32..).take(self.clients.len()).collect();
            &all
        };
        for slot in slots.iter().filter(|it| !self.gone.has(**it)) {
            check(self.clients[*slot as usize], self.phones.get(*slot));
        }
    }
}

/// Whether a word of the dictionary begins with a plain letter or a digit.
fn is_latin(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii)
}
