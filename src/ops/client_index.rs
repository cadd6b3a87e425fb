//! Finding a client while a name or number is being typed: any words of the name
//! in any order, each from its beginning, or any digits of the phone.
//!
//! Kept in memory beside the store. All beginnings of words and all endings of
//! numbers lie in one sorted list; what changed since it was sorted is few, and
//! is looked through one by one.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use crate::domain::{
    client::{Client, phone_digits},
    ids::ClientId,
    text::fold,
};

/// The shortest run of digits that is looked for.
const DIGITS_MIN: usize = 2;
/// The fewest digits that two spellings of one number share at the end: with and
/// without the country's code.
pub(super) const SAME_NUMBER_DIGITS_MIN: usize = 8;
/// So many unsorted entries are looked through without sorting anew.
const UNSORTED_MIN: usize = 512;

#[derive(Debug, Default)]
pub struct ClientIndex {
    /// Never changed; a client that changes gets a new one.
    slots: Vec<Slot>,
    /// Where each client's valid slot is.
    places: HashMap<ClientId, u32>,
    /// By the text that begins there, of the first `n_sorted` slots.
    spots: Vec<Spot>,
    n_sorted: usize,
}

#[derive(Debug)]
struct Slot {
    client: ClientId,
    active: bool,
    /// Folded words of the name, a space between them, then a tab and the digits.
    text: Box<str>,
}

/// The beginning of a word, or of an ending of the digits.
#[derive(Clone, Copy, Debug)]
struct Spot {
    slot: u32,
    at: u32,
}

impl Slot {
    fn of(client: &Client) -> Self {
        let name = words(&client.name).collect::<Vec<_>>().join(" ");
        let text = format!("{name}\t{}", phone_digits(&client.phone));
        Self {
            client: client.id,
            active: client.active,
            text: text.into(),
        }
    }

    fn name(&self) -> &str {
        self.text.split_once('\t').map_or("", |(name, _)| name)
    }

    fn digits(&self) -> &str {
        self.text.split_once('\t').map_or("", |(_, digits)| digits)
    }

    fn answers(&self, wanted: &Wanted) -> bool {
        let has = |begin: &String| self.name().split(' ').any(|word| word.starts_with(begin));
        wanted.words.iter().all(has) && self.digits().contains(&wanted.digits)
    }
}

/// What is looked for.
struct Wanted {
    words: Vec<String>,
    /// Empty, or at least [`DIGITS_MIN`].
    digits: String,
}

impl Wanted {
    /// A text without letters is a number, however it is spelled.
    fn of(text: &str) -> Option<Self> {
        let digits = phone_digits(text);
        if !text.chars().any(char::is_alphabetic) && digits.len() >= DIGITS_MIN {
            let words = Vec::new();
            return Some(Self { words, digits });
        }
        let (numbers, words): (Vec<_>, Vec<_>) =
            words(text).partition(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        let digits = numbers.concat();
        let digits = if digits.len() < DIGITS_MIN {
            String::new()
        } else {
            digits
        };
        (!words.is_empty()).then_some(Self { words, digits })
    }
}

fn words(name: &str) -> impl Iterator<Item = String> {
    let folded = fold(name);
    let words: Vec<String> = folded
        .split(|it: char| !it.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

impl ClientIndex {
    pub fn of(clients: &[Client]) -> Self {
        let mut index = Self::default();
        for client in clients {
            index.add(client);
        }
        index.sort();
        index
    }

    /// Takes a new or changed client in.
    pub fn insert(&mut self, client: &Client) {
        self.add(client);
        let n_unsorted = self.slots.len() - self.n_sorted;
        if n_unsorted > UNSORTED_MIN.max(self.n_sorted / 8) {
            self.sort();
        }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Clients whose names have words beginning with all words of `text`, or
    /// whose phone has its digits; numbers that end with them first, inactive
    /// clients last, else by name.
    pub fn find(&self, text: &str, limit: usize) -> Vec<ClientId> {
        let Some(wanted) = Wanted::of(text) else {
            return Vec::new();
        };
        let mut seen = HashSet::new();
        let mut active = Vec::new();
        let mut inactive = Vec::new();
        for place in self.candidates(&wanted) {
            let Some(slot) = self.slots.get(place as usize) else {
                continue;
            };
            let valid = self.places.get(&slot.client) == Some(&place);
            if !valid || !slot.answers(&wanted) || !seen.insert(place) {
                continue;
            }
            if slot.active {
                active.push(slot);
            } else if inactive.len() < limit {
                inactive.push(slot);
            }
            if active.len() == limit {
                break;
            }
        }
        let order = |slot: &&Slot| {
            let ends = !wanted.digits.is_empty() && slot.digits().ends_with(&wanted.digits);
            (!ends, slot.name().to_owned(), slot.client)
        };
        active.sort_by_cached_key(order);
        inactive.sort_by_cached_key(order);
        let found = active.into_iter().chain(inactive);
        found.take(limit).map(|slot| slot.client).collect()
    }

    /// Clients, active or not, with this number, whether or not one of the two is
    /// written with the country's code.
    pub(super) fn with_number(&self, digits: &str) -> Vec<ClientId> {
        let tail = digits.len().saturating_sub(SAME_NUMBER_DIGITS_MIN);
        let wanted = Wanted {
            words: Vec::new(),
            digits: digits.get(tail..).unwrap_or(digits).to_owned(),
        };
        let same = |slot: &&Slot| {
            let (short, long) = if slot.digits().len() < digits.len() {
                (slot.digits(), digits)
            } else {
                (digits, slot.digits())
            };
            short == long || (short.len() >= SAME_NUMBER_DIGITS_MIN && long.ends_with(short))
        };
        let mut found: Vec<ClientId> = self
            .candidates(&wanted)
            .filter(|place| {
                let slot = self.slots.get(*place as usize);
                slot.is_some_and(|it| self.places.get(&it.client) == Some(place))
            })
            .filter_map(|place| self.slots.get(place as usize))
            .filter(same)
            .map(|slot| slot.client)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn add(&mut self, client: &Client) {
        // 2^32 clients are out of reach: ids of one register end at 2^40, memory before.
        let place = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.places.insert(client.id, place);
        self.slots.push(Slot::of(client));
    }

    /// The fewest places that can answer: those of the rarest word, or of the
    /// digits, then all unsorted ones.
    fn candidates(&self, wanted: &Wanted) -> impl Iterator<Item = u32> {
        let words = wanted.words.iter().map(String::as_str);
        let digits = Some(wanted.digits.as_str()).filter(|it| !it.is_empty());
        let rarest = words
            .chain(digits)
            .map(|begin| self.beginning_with(begin))
            .min_by_key(|spots| spots.len())
            .unwrap_or_default();
        let unsorted = self.n_sorted..self.slots.len();
        rarest
            .iter()
            .map(|spot| spot.slot)
            .chain(unsorted.filter_map(|place| u32::try_from(place).ok()))
    }

    fn beginning_with(&self, begin: &str) -> &[Spot] {
        let compare = |spot: &Spot| {
            let text = self.text_at(*spot);
            if text.starts_with(begin) {
                Ordering::Equal
            } else {
                text.cmp(begin)
            }
        };
        let first = self.spots.partition_point(|it| compare(it).is_lt());
        let end = self.spots.partition_point(|it| compare(it).is_le());
        self.spots.get(first..end).unwrap_or_default()
    }

    fn text_at(&self, spot: Spot) -> &str {
        let found = self.slots.get(spot.slot as usize);
        found
            .and_then(|it| it.text.get(spot.at as usize..))
            .unwrap_or("")
    }

    /// Drops slots that are no longer valid and sorts all the others in.
    fn sort(&mut self) {
        let places = std::mem::take(&mut self.places);
        let mut valid: Vec<(u32, Slot)> = std::mem::take(&mut self.slots)
            .into_iter()
            .zip(0..)
            .map(|(slot, place)| (place, slot))
            .filter(|(place, slot)| places.get(&slot.client) == Some(place))
            .collect();
        self.slots = valid.drain(..).map(|(_, slot)| slot).collect();
        self.places = self.slots.iter().map(|it| it.client).zip(0..).collect();
        self.n_sorted = self.slots.len();
        let mut spots: Vec<Spot> = self.slots.iter().zip(0..).flat_map(spots).collect();
        spots.sort_unstable_by(|one, other| self.text_at(*one).cmp(self.text_at(*other)));
        self.spots = spots;
    }
}

/// Every beginning of a word, and every ending of the digits that is long enough.
fn spots((slot, place): (&Slot, u32)) -> Vec<Spot> {
    let text = &slot.text;
    let n_name = slot.name().len();
    let is_start = |at: usize| {
        if at < n_name {
            at == 0 || text.as_bytes().get(at - 1) == Some(&b' ')
        } else {
            at > n_name && at + DIGITS_MIN <= text.len()
        }
    };
    (0..text.len())
        .filter(|at| is_start(*at))
        .filter_map(|at| u32::try_from(at).ok())
        .map(|at| Spot { slot: place, at })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    fn client(number: u64, name: &str, phone: &str) -> Client {
        Client {
            id: ClientId(RawId::new(1, number).unwrap()),
            name: name.to_owned(),
            phone: phone.to_owned(),
            email: String::new(),
            birth_date: None,
            sex: None,
            alert: String::new(),
            notes: String::new(),
            usual_staff: None,
            created_at: chrono::DateTime::UNIX_EPOCH,
            active: true,
        }
    }

    fn people() -> Vec<Client> {
        vec![
            client(1, "Ozola, Līga", "+371 2612 3456"),
            client(2, "Bērziņš Pēteris", "2999 2612"),
            client(3, "Anna-Maria Ozola", "+371 20000001"),
            client(4, "Li Wei", ""),
        ]
    }

    fn found(index: &ClientIndex, text: &str) -> Vec<u64> {
        let found = index.find(text, 8);
        found.into_iter().map(|it| it.0.counter()).collect()
    }

    #[test]
    fn find_table() {
        let sorted = ClientIndex::of(&people());
        let mut unsorted = ClientIndex::default();
        for client in &people() {
            unsorted.insert(client);
        }
        #[rustfmt::skip]
        let cases: [(&str, &[u64]); 13] = [
            ("oz",        &[3, 1]),
            ("oz li",     &[1]),
            ("LIGA ozo",  &[1]),
            ("maria",     &[3]),
            ("zola",      &[]),
            ("li",        &[4, 1]),
            ("2612",      &[2, 1]),
            ("26-12 3",   &[1]),
            ("01",        &[3]),
            ("ozola 26",  &[1]),
            ("ozola 2",   &[3, 1]),
            ("1",         &[]),
            ("  ",        &[]),
        ];
        for (text, want) in cases {
            assert_eq!(found(&sorted, text), want, "{text}, sorted");
            assert_eq!(found(&unsorted, text), want, "{text}, unsorted");
        }
    }

    #[test]
    fn a_changed_client_is_found_as_it_is_now_and_inactive_ones_come_last() {
        let mut index = ClientIndex::of(&people());
        index.insert(&client(1, "Kalniņa Līga", "555000"));
        assert_eq!(found(&index, "ozola"), [3]);
        assert_eq!(found(&index, "kalnina"), [1]);
        assert_eq!(found(&index, "2612"), [2]);

        let mut left = client(2, "Aaron Li", "");
        left.active = false;
        index.insert(&left);
        assert_eq!(found(&index, "li"), [1, 4, 2]);
        index.sort();
        assert_eq!(found(&index, "li"), [1, 4, 2]);
        assert_eq!(index.len(), 4);
    }

    #[test]
    fn numbers_are_the_same_with_and_without_country_code() {
        let index = ClientIndex::of(&people());
        let with = |digits| {
            let found = index.with_number(digits);
            found
                .into_iter()
                .map(|it| it.0.counter())
                .collect::<Vec<_>>()
        };
        assert_eq!(with("26123456"), [1]);
        assert_eq!(with("0037126123456"), [1]);
        assert_eq!(with("6123456"), [] as [u64; 0]);
        assert_eq!(with("29992612"), [2]);
        assert_eq!(with("37129992612"), [2]);
        assert_eq!(with("29992613"), [] as [u64; 0]);
    }

    #[test]
    fn the_list_is_sorted_anew_as_it_grows() {
        let mut index = ClientIndex::default();
        for number in 1..=2_000 {
            index.insert(&client(number, &format!("Guest{number:04}"), ""));
        }
        assert!(index.n_sorted > 1_000);
        assert_eq!(found(&index, "guest0007"), [7]);
        assert_eq!(found(&index, "guest2000"), [2_000]);
        assert_eq!(index.find("guest", 8).len(), 8);
    }
}
