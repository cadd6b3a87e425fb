//! How far the index has come in the journal, and what it must contain.

use sha2::{Digest, Sha256};

use crate::store::{digest::Proof, error::StoreError};

const POSITION_LEN: usize = 1 + 16 + 8 + 32 + 8 + 8 + 16;
const POSITION_FORMAT: u8 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Position {
    pub(in crate::store) store_id: [u8; 16],
    pub(in crate::store) seq: u64,
    /// The hash of that entry.
    pub(in crate::store) head: [u8; 32],
    pub(in crate::store) proof: Proof,
}

impl Position {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(POSITION_LEN + 4);
        bytes.push(POSITION_FORMAT);
        bytes.extend(self.store_id);
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.head);
        bytes.extend(self.proof.n_records.to_be_bytes());
        bytes.extend(self.proof.n_lookups.to_be_bytes());
        bytes.extend(self.proof.sum.to_be_bytes());
        bytes.extend(checksum(&bytes));
        bytes
    }

    pub(in crate::store) fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let wrong = |what: &str| StoreError::index(&format!("its position {what}"));
        let (body, sum) = bytes
            .split_last_chunk::<4>()
            .ok_or_else(|| wrong("is too short"))?;
        if *sum != checksum(body) {
            return Err(wrong("does not match its checksum"));
        }
        if body.len() != POSITION_LEN || body.first() != Some(&POSITION_FORMAT) {
            return Err(wrong("has another format"));
        }
        let mut at = 1;
        Ok(Self {
            store_id: take(body, &mut at),
            seq: u64::from_be_bytes(take(body, &mut at)),
            head: take(body, &mut at),
            proof: Proof {
                n_records: u64::from_be_bytes(take(body, &mut at)),
                n_lookups: u64::from_be_bytes(take(body, &mut at)),
                sum: u128::from_be_bytes(take(body, &mut at)),
            },
        })
    }
}

/// The next `N` bytes; the length has been checked by the caller.
fn take<const N: usize>(bytes: &[u8], at: &mut usize) -> [u8; N] {
    let mut part = [0; N];
    for (to, from) in part.iter_mut().zip(bytes.iter().skip(*at)) {
        *to = *from;
    }
    *at += N;
    part
}

fn checksum(bytes: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(bytes));
    [a, b, c, d]
}
