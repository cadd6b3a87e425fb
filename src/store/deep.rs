//! The index against the journal, record by record, without changing a byte of it.

use std::{fs, path::Path};

use super::{
    closing::{index_dir, journal_dir},
    compare::{Difference, first_difference},
    digest::Proof,
    error::{Doing, IoContext, StoreError},
    files,
    index::{Index, Position},
    journal::{Tail, reader},
    open::Notice,
    store::Stage,
    sums::Sums,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexVerdict {
    /// Only the journal was asked for.
    NotCompared,
    Same,
    Missing,
    /// Right as far as it goes; the next opening applies the rest.
    Behind {
        n_entries: u64,
    },
    /// It has seen entries, up to this one, which the journal does not have: the journal
    /// is to blame.
    Ahead {
        last: u64,
    },
    /// The next opening builds it again.
    Different {
        expected: Proof,
        found: Proof,
        first: Option<Difference>,
    },
    Unusable {
        what: String,
    },
}

/// Proves the index on a copy, since sled writes to its files when they are opened.
/// The journal has been proved before.
pub(super) fn compare(dir: &Path, notice: &mut Notice) -> Result<IndexVerdict, StoreError> {
    let copy = copy_index(dir);
    let index = match &copy {
        Ok(copy) => opened(copy.as_ref()),
        Err(err) => Err(err.clone()),
    };
    let (index, position) = match index {
        Ok(Some(opened)) => opened,
        Ok(None) => return Ok(IndexVerdict::Missing),
        Err(err) => {
            return Ok(IndexVerdict::Unusable {
                what: err.to_string(),
            });
        }
    };
    let mut sums = Sums::default();
    let mut at_index = (position.seq == 0).then(Proof::default);
    let mut index_head = [0; 32];
    let total = journal_len(dir)?;
    let tail = reader::read(&journal_dir(dir), &mut |entry, hash, done| {
        notice.step(Stage::ReadingJournal, entry.seq, done, total)?;
        for change in &entry.changes {
            sums.set(change.key, change.value)?;
        }
        if position.seq == entry.seq {
            at_index = Some(sums.total());
            index_head = *hash;
        }
        Ok(())
    })?;
    let tail = tail.ok_or_else(|| StoreError::JournalMissing {
        path: dir.to_path_buf(),
    })?;
    drop(sums);
    if position.store_id == tail.store_id && position.seq > tail.seq {
        return Ok(IndexVerdict::Ahead { last: position.seq });
    }
    let same_history = position.store_id == tail.store_id && position.head == index_head;
    let expected = at_index.filter(|_| same_history);
    let verdict = judge(&index, &position, expected, &tail, notice)?;
    name_first(dir, (&index, &position), verdict, notice)
}

/// The verdict with the first record that differs; and whatever the sums say, every
/// record is compared.
fn name_first(
    dir: &Path,
    (index, position): (&Index, &Position),
    verdict: IndexVerdict,
    notice: &mut Notice,
) -> Result<IndexVerdict, StoreError> {
    let (expected, found) = match verdict {
        IndexVerdict::Different {
            expected, found, ..
        } => (expected, found),
        IndexVerdict::Same | IndexVerdict::Behind { .. } => (position.proof, position.proof),
        other => return Ok(other),
    };
    match first_difference(dir, index, position, notice) {
        Ok(None) => Ok(verdict),
        Ok(first) => Ok(IndexVerdict::Different {
            expected,
            found,
            first,
        }),
        Err(StoreError::Index { what }) => Ok(IndexVerdict::Unusable { what }),
        Err(err) => Err(err),
    }
}

fn journal_len(dir: &Path) -> Result<u64, StoreError> {
    let mut total = 0;
    for (_, path) in reader::segment_files(&journal_dir(dir))? {
        total += fs::metadata(&path).doing(Doing::Reading, &path)?.len();
    }
    Ok(total)
}

/// The last entry that the index has seen, if it can tell and is of this store.
pub(super) fn last_seen(dir: &Path, store_id: [u8; 16]) -> Option<u64> {
    let copy = copy_index(dir).ok()?;
    let (_, position) = opened(copy.as_ref()).ok()??;
    (position.store_id == store_id).then_some(position.seq)
}

/// A copy of the index in a folder that goes away again; `None` without index.
fn copy_index(dir: &Path) -> Result<Option<tempfile::TempDir>, StoreError> {
    let from = index_dir(dir);
    if !from.exists() {
        return Ok(None);
    }
    let to = tempfile::tempdir().doing(Doing::Creating, &std::env::temp_dir())?;
    files::copy_tree(&from, to.path())?;
    Ok(Some(to))
}

fn opened(copy: Option<&tempfile::TempDir>) -> Result<Option<(Index, Position)>, StoreError> {
    let Some(copy) = copy else {
        return Ok(None);
    };
    let index = Index::open(copy.path())?;
    match index.position()? {
        Some(position) => Ok(Some((index, position))),
        None => Err(StoreError::index(&"it does not say how far it has come")),
    }
}

fn judge(
    index: &Index,
    position: &Position,
    expected: Option<Proof>,
    tail: &Tail,
    notice: &mut Notice,
) -> Result<IndexVerdict, StoreError> {
    let total = position.proof.n_records;
    let found = match index.prove(|n| notice.step(Stage::CheckingIndex, n, n, total)) {
        Ok(found) => found,
        Err(StoreError::Stopped) => return Err(StoreError::Stopped),
        Err(err) => {
            return Ok(IndexVerdict::Unusable {
                what: err.to_string(),
            });
        }
    };
    Ok(match expected {
        None => IndexVerdict::Unusable {
            what: "it belongs to another journal than this".into(),
        },
        Some(expected) if expected != found => IndexVerdict::Different {
            expected,
            found,
            first: None,
        },
        Some(_) if position.seq < tail.seq => IndexVerdict::Behind {
            n_entries: tail.seq - position.seq,
        },
        Some(_) => IndexVerdict::Same,
    })
}
