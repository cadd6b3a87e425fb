//! The marker of a clean stop. With it, the next opening can trust the journal and
//! the index without reading all of them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use super::{
    error::{Doing, IoContext, StoreError, hex},
    files,
    journal::Hash,
    lock::Lock,
    records::shapes,
};
use crate::domain::anchor::AnchorMark;

const MARKER: &str = "clean";

/// Outlives the index, whose files change until sled has closed them: what is
/// left to do then is the marker, and to let go of the lock.
pub(super) struct Closing {
    dir: PathBuf,
    is_shut: bool,
    clean_at: Option<Clean>,
    _lock: Lock,
}

/// What the marker is to say.
struct Clean {
    seq: u64,
    head: Hash,
    /// What has gone wrong with the index, which may be closed by now.
    doubts: Arc<OnceLock<StoreError>>,
}

impl Closing {
    pub(super) fn new(dir: &Path, lock: Lock) -> Self {
        Self {
            dir: dir.to_path_buf(),
            is_shut: false,
            clean_at: None,
            _lock: lock,
        }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn is_shut(&self) -> bool {
        self.is_shut
    }

    pub(super) fn shut(&mut self) {
        self.is_shut = true;
    }

    /// Lets the marker be written when sled has closed its files.
    pub(super) fn mark_clean(&mut self, seq: u64, head: Hash, doubts: Arc<OnceLock<StoreError>>) {
        self.clean_at = Some(Clean { seq, head, doubts });
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        let clean = self.clean_at.take();
        if let Some(clean) = clean.filter(|it| it.doubts.get().is_none()) {
            // Without the marker the next opening reads more, and that is all.
            let _ = files::sync_tree(&index_dir(&self.dir))
                .and_then(|()| marker(&self.dir, clean.seq, &clean.head))
                .and_then(|text| files::replace(&self.dir.join(MARKER), text.as_bytes(), true));
        }
    }
}

pub(super) fn index_dir(dir: &Path) -> PathBuf {
    dir.join("index")
}

pub(super) fn journal_dir(dir: &Path) -> PathBuf {
    dir.join("journal")
}

/// The journal's end, the shapes of records that its writer knew, and the look of
/// all files: a marker for another journal, of another program, or for files that
/// anyone has touched since, is worth nothing.
fn marker(dir: &Path, seq: u64, head: &Hash) -> Result<String, StoreError> {
    let shapes = shapes();
    let index = files::fingerprint(&index_dir(dir))?;
    let journal = files::fingerprint(&journal_dir(dir))?;
    let head = hex(head);
    Ok(format!(
        "entry {seq} {head}\nrecords {shapes}\nindex\n{index}journal\n{journal}"
    ))
}

/// Whether the last stop was clean, at this end of the journal, and nothing has
/// been touched since.
pub(super) fn was_clean(dir: &Path, seq: u64, head: &Hash) -> bool {
    let found = fs::read_to_string(dir.join(MARKER));
    let expected = marker(dir, seq, head);
    matches!((found, expected), (Ok(found), Ok(expected)) if found == expected)
}

/// Number and hash of the last entry as of the last clean stop, if nothing was done
/// since.
pub(super) fn last_clean(dir: &Path) -> Option<(u64, Hash)> {
    let text = fs::read_to_string(dir.join(MARKER)).ok()?;
    let (seq, head) = text
        .lines()
        .next()?
        .strip_prefix("entry ")?
        .split_once(' ')?;
    let AnchorMark::Head(head) = head.parse().ok()? else {
        return None;
    };
    Some((seq.parse().ok()?, head))
}

/// Takes the marker away before anything is written.
pub(super) fn unmark(dir: &Path) -> Result<(), StoreError> {
    let path = dir.join(MARKER);
    if path.exists() {
        fs::remove_file(&path).doing(Doing::Removing, &path)?;
        files::sync_dir(dir)?;
    }
    Ok(())
}
