//! What all records of a journal must add up to in an index, with a fingerprint of
//! each record instead of the record: some forty bytes, however long it is.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{digest::Proof, error::StoreError, records::lookup_keys};

/// A short key as it is behind its length, or the beginning of a long one's hash.
type ShortKey = [u8; 16];
/// No key that is kept as it is has this length.
const HASHED: u8 = u8::MAX;

#[derive(Default)]
pub(super) struct Sums {
    kept: HashMap<ShortKey, Fingerprint>,
    total: Proof,
}

/// A record and the lookups that lead to it.
#[derive(Clone, Copy)]
struct Fingerprint {
    sum: [u8; 16],
    n_lookups: u16,
}

impl Sums {
    /// Takes a record in, in place of the one with the same key, or out.
    pub(super) fn set(&mut self, key: &[u8], value: Option<&[u8]>) -> Result<(), StoreError> {
        let short = short(key);
        if let Some(old) = self.kept.remove(&short) {
            self.total = self.total.minus(old.proof());
        }
        if let Some(value) = value {
            let mut proof = Proof::default();
            proof.add(key, value);
            for lookup in lookup_keys(key, value)? {
                proof.add(&lookup, &[]);
            }
            let new = Fingerprint {
                sum: proof.sum.to_be_bytes(),
                n_lookups: u16::try_from(proof.n_lookups).unwrap_or(u16::MAX),
            };
            self.kept.insert(short, new);
            self.total = self.total.plus(proof);
        }
        Ok(())
    }

    /// Of all that is there now.
    pub(super) fn total(&self) -> Proof {
        self.total
    }
}

impl Fingerprint {
    fn proof(self) -> Proof {
        Proof {
            n_records: 1,
            n_lookups: self.n_lookups.into(),
            sum: u128::from_be_bytes(self.sum),
        }
    }
}

fn short(key: &[u8]) -> ShortKey {
    let mut short = ShortKey::default();
    let hash;
    let (len, bytes) = match u8::try_from(key.len()) {
        Ok(len) if key.len() < short.len() => (len, key),
        _ => {
            hash = <[u8; 32]>::from(Sha256::digest(key));
            (HASHED, hash.as_slice())
        }
    };
    let all = std::iter::once(&len).chain(bytes);
    for (to, from) in short.iter_mut().zip(all) {
        *to = *from;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_keys_are_themselves_and_long_ones_differ() {
        assert_ne!(short(&[3]), short(&[3, 0]));
        assert_eq!(short(&[3, 7])[..3], [2, 3, 7]);
        let long = |last: u8| [&[3; 40][..], &[last]].concat();
        assert_ne!(short(&long(1)), short(&long(2)));
        assert_eq!(short(&long(1)), short(&long(1)));
        assert_eq!(short(&long(1))[0], HASHED);
        assert_eq!(short(&[3; 15])[0], 15);
        assert_eq!(short(&[3; 16])[0], HASHED);
    }
}
