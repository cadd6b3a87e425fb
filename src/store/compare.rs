//! Holds every record and every lookup of an index against the journal, one by one,
//! and names the first that differs. Count and sum say only whether all is right,
//! and a scan finds what a read of one key may miss: here each is read both ways.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::{
    closing::journal_dir,
    digest::LOOKUP_KEYS,
    error::{StoreError, hex},
    index::{Index, POSITION_KEY, Position},
    journal::reader,
    open::Notice,
    pending::range_after,
    record::Kind,
    records::lookup_keys,
    store::Stage,
};

/// How a record or a lookup in the index is not what the journal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub how: How,
    /// Of the record; none for a lookup.
    pub kind: Option<Kind>,
    /// Hexadecimal, as it is in the index.
    pub key: String,
    /// The entry that the record should be from; 0 if from none.
    pub entry: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Missing,
    /// Another content than the journal's, an older one most likely.
    Other,
    /// The journal has no such record, or has removed it.
    TooMany,
    /// What leads to a record is missing.
    LookupMissing,
    /// It leads to a record that it does not belong to.
    LookupTooMany,
}

/// Compares the index with the journal as far as the index has come. `None` where
/// both hold the same.
///
/// # Errors
///
/// An index that cannot be read to its end, and damage in the journal.
pub(super) fn first_difference(
    dir: &Path,
    index: &Index,
    position: &Position,
    notice: &mut Notice,
) -> Result<Option<Difference>, StoreError> {
    let mut expected = Expected::read(dir, position.seq, notice)?;
    scan(dir, index, &mut expected, notice)
}

type Short = [u8; 16];

/// What the journal says of each record, by the beginnings of hashes.
struct Expected(HashMap<Short, Latest>);

#[derive(Clone, Copy)]
struct Latest {
    content: Short,
    entry: u64,
}

impl Expected {
    fn read(dir: &Path, end: u64, notice: &mut Notice) -> Result<Self, StoreError> {
        let mut latest = HashMap::new();
        reader::read(&journal_dir(dir), &mut |entry, _, done| {
            notice.step(Stage::ReadingJournal, entry.seq, done, 0)?;
            if entry.seq > end {
                return Ok(());
            }
            for change in &entry.changes {
                let key = short(change.key);
                match change.value {
                    None => drop(latest.remove(&key)),
                    Some(value) => {
                        let content = short(value);
                        let entry = entry.seq;
                        latest.insert(key, Latest { content, entry });
                    }
                }
            }
            Ok(())
        })?;
        Ok(Self(latest))
    }
}

fn scan(
    dir: &Path,
    index: &Index,
    expected: &mut Expected,
    notice: &mut Notice,
) -> Result<Option<Difference>, StoreError> {
    let mut found = Found::default();
    let mut n_records = 0;
    let mut lookups = HashSet::new();
    let n_expected = expected.0.len() as u64;
    every(index, &mut |key, value| {
        if key.first().is_some_and(|first| *first >= LOOKUP_KEYS) {
            if !lookups.remove(&short(key)) {
                found.note(How::LookupTooMany, key, 0);
            }
            return Ok(());
        }
        n_records += 1;
        notice.step(Stage::CheckingIndex, n_records, n_records, n_expected)?;
        match expected.0.remove(&short(key)) {
            None => found.note(How::TooMany, key, 0),
            Some(latest) if latest.content != short(value) => {
                found.note(How::Other, key, latest.entry);
            }
            // A point read goes another way than a scan.
            Some(latest) if index.get(key)?.as_deref() != Some(value) => {
                found.note(How::Other, key, latest.entry);
            }
            Some(_) => {
                let keys = lookup_keys(key, value)?;
                lookups.extend(keys.iter().map(|it| short(it)));
            }
        }
        Ok(())
    })?;
    if !expected.0.is_empty() {
        name_missing(dir, &expected.0, &mut found)?;
    }
    if !lookups.is_empty() {
        every(index, &mut |key, value| {
            if key.first().is_some_and(|first| *first < LOOKUP_KEYS) {
                let keys = lookup_keys(key, value).unwrap_or_default();
                for lookup in keys.iter().filter(|it| lookups.contains(&short(it))) {
                    found.note(How::LookupMissing, lookup, 0);
                }
            }
            Ok(())
        })?;
    }
    Ok(found.0)
}

type Look<'a> = dyn FnMut(&[u8], &[u8]) -> Result<(), StoreError> + 'a;

/// Calls `look` with every key but the position's own, records first.
fn every(index: &Index, look: &mut Look<'_>) -> Result<(), StoreError> {
    let mut looked = Ok(());
    let behind_position = range_after(&[], Some(POSITION_KEY));
    index.visit(behind_position, false, &mut |key, value| {
        looked = look(key, value);
        looked.is_ok()
    })?;
    looked
}

/// Only hashes are kept of what the index does not have: the journal has the keys.
fn name_missing(
    dir: &Path,
    missing: &HashMap<Short, Latest>,
    found: &mut Found,
) -> Result<(), StoreError> {
    reader::read(&journal_dir(dir), &mut |entry, _, _| {
        for change in &entry.changes {
            let latest = missing.get(&short(change.key));
            if latest.is_some_and(|it| it.entry == entry.seq) {
                found.note(How::Missing, change.key, entry.seq);
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// The first difference by its key, of those seen so far.
#[derive(Default)]
struct Found(Option<Difference>);

impl Found {
    fn note(&mut self, how: How, key: &[u8], entry: u64) {
        // Written out, keys have the order of their bytes.
        let found = Difference {
            how,
            kind: key.first().and_then(|byte| Kind::from_byte(*byte)),
            key: hex(key),
            entry,
        };
        if self.0.as_ref().is_none_or(|first| found.key < first.key) {
            self.0 = Some(found);
        }
    }
}

fn short(bytes: &[u8]) -> Short {
    let hash = <[u8; 32]>::from(Sha256::digest(bytes));
    hash.first_chunk().copied().unwrap_or_default()
}
