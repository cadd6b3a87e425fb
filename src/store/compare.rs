//! Holds every record and every lookup of the index against the journal, one by
//! one, and names the first that differs. The count and sum that the index carries
//! say only whether all of it is right.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::Path,
};

use sha2::{Digest, Sha256};

use super::{
    closing::{index_dir, journal_dir},
    digest::LOOKUP_KEYS,
    error::{Doing, IoContext, StoreError, hex},
    files,
    index::Index,
    journal::{Tail, reader},
    lock::Lock,
    open::{CatchUp, Notice, catch_up},
    pending::range_after,
    record::Kind,
    records::lookup_keys,
    store::{OnProgress, Stage},
};

/// What [`compare_index`] has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// There is no index, or none that can be read: the next opening builds it.
    NoIndex { what: String },
    Compared {
        n_records: u64,
        n_lookups: u64,
        n_different: u64,
        /// The first by its key, records before lookups.
        first: Option<Difference>,
    },
}

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Compares the index with the journal, record by record, and changes nothing: the
/// index is opened on a copy and brought to the journal's end there.
///
/// # Errors
///
/// `InUse`, `NewerStore`, files that cannot be read, and damage in the journal.
pub fn compare_index(
    dir: &Path,
    on_progress: Option<OnProgress>,
) -> Result<Comparison, StoreError> {
    fs::metadata(dir).doing(Doing::Reading, dir)?;
    reader::check_formats(&journal_dir(dir))?;
    let _lock = Lock::take_unchanged(&dir.join("lock"))?;
    let mut notice = Notice::new(on_progress);
    let (mut expected, tail) = Expected::read(dir, &mut notice)?;
    let none = |what: &dyn std::fmt::Display| {
        let what = what.to_string();
        Ok(Comparison::NoIndex { what })
    };
    if !index_dir(dir).exists() {
        return none(&"it is missing");
    }
    let copy = tempfile::tempdir().doing(Doing::Creating, &std::env::temp_dir())?;
    files::copy_tree(&index_dir(dir), copy.path())?;
    let index = match brought_up(dir, copy.path(), &tail, &mut notice) {
        Ok(index) => index,
        Err(CatchUp::Distrust(reason)) => return none(&format!("{reason:?}")),
        Err(CatchUp::Failed(err)) => return Err(err),
    };
    match scan(dir, &index, &mut expected, &mut notice) {
        Err(StoreError::Index { what }) => none(&what),
        compared => compared,
    }
}

/// The copied index, caught up to the journal's end.
fn brought_up(dir: &Path, copy: &Path, tail: &Tail, notice: &mut Notice) -> Result<Index, CatchUp> {
    let index = Index::open(copy)?;
    let position = index.position()?;
    let position = position.ok_or_else(|| StoreError::index(&"it has no position"))?;
    if position.store_id != tail.store_id || position.seq > tail.seq {
        return Err(StoreError::index(&"it belongs to another journal than this").into());
    }
    catch_up(dir, &index, position, tail.seq, notice)?;
    Ok(index)
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
    fn read(dir: &Path, notice: &mut Notice) -> Result<(Self, Tail), StoreError> {
        let mut latest = HashMap::new();
        let tail = reader::read(&journal_dir(dir), &mut |entry, _, done| {
            notice.step(Stage::ReadingJournal, entry.seq, done, 0)?;
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
        let tail = tail.ok_or_else(|| StoreError::JournalMissing {
            path: dir.to_path_buf(),
        })?;
        Ok((Self(latest), tail))
    }
}

fn scan(
    dir: &Path,
    index: &Index,
    expected: &mut Expected,
    notice: &mut Notice,
) -> Result<Comparison, StoreError> {
    let mut found = Found::default();
    let mut lookups = HashSet::new();
    let n_expected = expected.0.len() as u64;
    every(index, &mut |key, value| {
        if key.first().is_some_and(|first| *first >= LOOKUP_KEYS) {
            found.n_lookups += 1;
            if !lookups.remove(&short(key)) {
                found.note(How::LookupTooMany, key, 0);
            }
            return Ok(());
        }
        found.n_records += 1;
        notice.step(
            Stage::CheckingIndex,
            found.n_records,
            found.n_records,
            n_expected,
        )?;
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
    Ok(found.into_comparison())
}

type Look<'a> = dyn FnMut(&[u8], &[u8]) -> Result<(), StoreError> + 'a;

/// Calls `look` with every key but the position's own, records first.
fn every(index: &Index, look: &mut Look<'_>) -> Result<(), StoreError> {
    let mut looked = Ok(());
    let behind_position = range_after(&[], Some(super::index::POSITION_KEY));
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

#[derive(Default)]
struct Found {
    n_records: u64,
    n_lookups: u64,
    n_different: u64,
    first: Option<(Vec<u8>, How, u64)>,
}

impl Found {
    fn note(&mut self, how: How, key: &[u8], entry: u64) {
        self.n_different += 1;
        if self
            .first
            .as_ref()
            .is_none_or(|(first, _, _)| key < first.as_slice())
        {
            self.first = Some((key.to_vec(), how, entry));
        }
    }

    fn into_comparison(self) -> Comparison {
        let first = self.first.map(|(key, how, entry)| Difference {
            how,
            kind: key.first().and_then(|byte| Kind::from_byte(*byte)),
            key: hex(&key),
            entry,
        });
        Comparison::Compared {
            n_records: self.n_records,
            n_lookups: self.n_lookups,
            n_different: self.n_different,
            first,
        }
    }
}

fn short(bytes: &[u8]) -> Short {
    let hash = <[u8; 32]>::from(Sha256::digest(bytes));
    hash.first_chunk().copied().unwrap_or_default()
}
