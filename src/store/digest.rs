//! The proof of the index: how many records and lookups it should have, and a
//! sum over their content that does not depend on the order they came in.

use sha2::{Digest, Sha256};

/// Kept in the index with every commit; a scan of the index must give the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    pub n_records: u64,
    pub n_lookups: u64,
    /// Wrapping sum of 128 bits of SHA-256 over each key and value.
    pub sum: u128,
}

/// Keys from here on are lookups; below are records.
pub(super) const LOOKUP_KEYS: u8 = 0x80;

impl Proof {
    pub(super) fn add(&mut self, key: &[u8], value: &[u8]) {
        let n = self.counter(key);
        *n = n.wrapping_add(1);
        self.sum = self.sum.wrapping_add(content(key, value));
    }

    pub(super) fn subtract(&mut self, key: &[u8], value: &[u8]) {
        let n = self.counter(key);
        *n = n.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(content(key, value));
    }

    /// Of what both stand for; they have nothing in common.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            n_records: self.n_records.wrapping_add(other.n_records),
            n_lookups: self.n_lookups.wrapping_add(other.n_lookups),
            sum: self.sum.wrapping_add(other.sum),
        }
    }

    /// Without what `other` stands for.
    pub(super) fn minus(self, other: Self) -> Self {
        Self {
            n_records: self.n_records.wrapping_sub(other.n_records),
            n_lookups: self.n_lookups.wrapping_sub(other.n_lookups),
            sum: self.sum.wrapping_sub(other.sum),
        }
    }

    fn counter(&mut self, key: &[u8]) -> &mut u64 {
        match key.first() {
            Some(first) if *first >= LOOKUP_KEYS => &mut self.n_lookups,
            _ => &mut self.n_records,
        }
    }
}

fn content(key: &[u8], value: &[u8]) -> u128 {
    let mut hasher = Sha256::new();
    hasher.update((key.len() as u64).to_be_bytes());
    hasher.update(key);
    hasher.update(value);
    let hash = <[u8; 32]>::from(hasher.finalize());
    hash.first_chunk::<16>()
        .map_or(0, |half| u128::from_be_bytes(*half))
}
