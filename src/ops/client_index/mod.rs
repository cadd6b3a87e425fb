//! Finding a client while a name or number is being typed: any words of the name
//! in any order, each from its beginning and in any script, digits of the phone,
//! a card's number, an e-mail address. One typing error is forgiven where little
//! is found. Kept in memory beside the store, and built behind the first screen.
//!
//! In reading order:
//!
//! * `wanted`: what is typed, as it is looked for;
//! * `hit`: how well a client matches;
//! * `fresh`: one client, matched by looking at it: the rule by its definition;
//! * `packed`, `near`, `builder`, `segment`: many clients packed, matched fast;
//! * here: packed clients, and over them those that changed since;
//! * `reading`: all of it built in the background while the desk works.

mod builder;
mod fresh;
mod hit;
mod near;
mod packed;
mod reading;
mod segment;
mod wanted;

pub use reading::{Clients, Reading};

use std::borrow::Borrow;

use builder::Builder;
use fresh::{Fresh, Reach};
use hit::Seen;
use segment::{Found, Segment};
use wanted::Wanted;

use crate::domain::{client::Client, ids::ClientId, matching::typo::n_forgiven};

/// The fewest digits that two spellings of one number share at the end: with and
/// without the country's code.
pub(super) const SAME_NUMBER_DIGITS_MIN: usize = 8;
/// So many changed clients are looked through one by one.
const FRESH_MAX: usize = 512;
/// A segment is at least so many times as large as the next.
const GROWTH: usize = 4;
/// With fewer hits, those with more errors are looked for too.
const ENOUGH: usize = 3;
/// More hits than this are not counted for people.
pub const COUNTED_MAX: usize = 1_000;

/// Who was found, the best first, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    pub clients: Vec<ClientId>,
    pub n: usize,
}

#[derive(Debug, Default)]
pub struct ClientIndex {
    /// Each much larger than the next. A client is in one of them, or in `fresh`.
    segments: Vec<Segment>,
    fresh: Vec<Fresh>,
}

impl ClientIndex {
    /// With the day that each was last here.
    pub fn of(clients: impl IntoIterator<Item = (impl Borrow<Client>, Seen)>) -> Self {
        let mut builder = Builder::default();
        for (client, seen) in clients {
            builder.add(&Fresh::of(client.borrow(), seen));
        }
        let mut index = Self::default();
        index.take(builder);
        index
    }

    fn take(&mut self, builder: Builder) {
        if builder.len() > 0 {
            self.segments.push(builder.finish());
        }
    }

    /// Takes a new or changed client in.
    pub fn insert(&mut self, client: &Client) {
        let seen = self.seen(client.id);
        self.put(Fresh::of(client, seen));
    }

    /// Somebody was here on that day, or is about to be.
    pub fn saw(&mut self, client: ClientId, day: Seen) {
        if let Some(before) = self.fresh_one(client)
            && before.seen < day
        {
            self.put(Fresh {
                seen: day,
                ..before
            });
        }
    }

    /// Puts another index over this one: its clients are as they are there.
    fn overlay(&mut self, newer: Self) {
        for segment in &newer.segments {
            for slot in segment.live() {
                self.put_newer(Fresh::from_slot(segment, slot));
            }
        }
        newer.fresh.into_iter().for_each(|it| self.put_newer(it));
    }

    fn put_newer(&mut self, client: Fresh) {
        let seen = self.seen(client.client).max(client.seen);
        self.put(Fresh { seen, ..client });
    }

    fn put(&mut self, client: Fresh) {
        self.fresh.retain(|it| it.client != client.client);
        for segment in &mut self.segments {
            if let Some(slot) = segment.slot_of(client.client) {
                segment.forget(slot);
            }
        }
        self.fresh.push(client);
        if self.fresh.len() > FRESH_MAX {
            self.pack();
        }
    }

    /// Packs what changed, together with segments that are not much larger: each
    /// client is packed again only a few times in all.
    fn pack(&mut self) {
        let mut builder = Builder::default();
        self.fresh.drain(..).for_each(|it| builder.add(&it));
        while let Some(last) = self.segments.pop_if(|it| it.len() < builder.len() * GROWTH) {
            builder.add_all(&last);
        }
        self.take(builder);
    }

    fn fresh_one(&self, client: ClientId) -> Option<Fresh> {
        if let Some(found) = self.fresh.iter().find(|it| it.client == client) {
            return Some(found.clone());
        }
        self.segments.iter().find_map(|segment| {
            let slot = segment.slot_of(client)?;
            Some(Fresh::from_slot(segment, slot))
        })
    }

    fn seen(&self, client: ClientId) -> Seen {
        let fresh = self.fresh.iter().find(|it| it.client == client);
        let packed = || {
            let mut found = self
                .segments
                .iter()
                .filter_map(|it| Some(it.row(it.slot_of(client)?).seen.0));
            found.next()
        };
        fresh.map(|it| it.seen).or_else(packed).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.fresh.len() + self.segments.iter().map(Segment::len).sum::<usize>()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The best `limit` of those who match. Whole words before beginnings, the
    /// script that was typed before what sounds the same, numbers that end so
    /// before others; then who was here last, then by name. Those who left come
    /// last.
    pub fn find(&self, text: &str, limit: usize) -> Finding {
        let Some(wanted) = Wanted::of(text) else {
            return Finding::default();
        };
        let mut found = Found::default();
        for reach in reaches(&wanted) {
            let is_enough = match reach {
                Reach::Exact => false,
                Reach::OtherSpelling => found.n > 0,
                Reach::OneError | Reach::MoreErrors => found.n >= ENOUGH,
            };
            if !is_enough {
                self.reach(&wanted, reach, limit, &mut found);
            }
        }
        found.hits.sort_unstable();
        found.hits.truncate(limit);
        Finding {
            clients: found.hits.into_iter().map(|it| it.client).collect(),
            n: found.n,
        }
    }

    fn reach(&self, wanted: &Wanted, reach: Reach, limit: usize, found: &mut Found) {
        for segment in &self.segments {
            let more = segment.find(wanted, reach, limit);
            found.hits.extend(more.hits);
            found.n += more.n;
        }
        for hit in self.fresh.iter().filter_map(|it| it.hit(wanted, reach)) {
            found.hits.push(hit);
            found.n += 1;
        }
    }

    /// Clients, active or not, with this number, whether or not one of the two is
    /// written with the country's code.
    pub(super) fn with_number(&self, digits: &str) -> Vec<ClientId> {
        let mut found = Vec::new();
        let mut check = |client: ClientId, other: &str| {
            if is_same_number(other, digits) {
                found.push(client);
            }
        };
        let tail = digits.len().saturating_sub(SAME_NUMBER_DIGITS_MIN);
        let tail = digits.get(tail..).unwrap_or(digits);
        for segment in &self.segments {
            segment.with_tail(tail, &mut check);
        }
        self.fresh
            .iter()
            .for_each(|it| check(it.client, &it.digits));
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What a look-up tries, one after the other.
fn reaches(wanted: &Wanted) -> impl Iterator<Item = Reach> {
    let n_words = wanted.words.len();
    let is_name = wanted
        .words
        .iter()
        .any(|it| n_forgiven(it, n_words) > 0 || it.len() >= fresh::SOUND_MIN);
    [
        Some(Reach::Exact),
        (!wanted.digits.is_empty()).then_some(Reach::OtherSpelling),
        is_name.then_some(Reach::OneError),
        is_name.then_some(Reach::MoreErrors),
    ]
    .into_iter()
    .flatten()
}

fn is_same_number(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    !short.is_empty()
        && (short == long || (short.len() >= SAME_NUMBER_DIGITS_MIN && long.ends_with(short)))
}

#[cfg(test)]
mod tests;
