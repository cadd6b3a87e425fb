//! When the last backup was made, and when one was last tried: two small files in the
//! shop's folder, written by whoever did it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{archive::prefix, error::BackupError, restore::Restored};
use crate::store::{
    closing::journal_dir,
    error::{StoreError, hex},
    files,
    journal::reader,
};

const NAME: &str = "last-backup";
const DRILL_NAME: &str = "last-drill";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    pub at: DateTime<Utc>,
    pub file: PathBuf,
    pub n_entries: u64,
    /// Hexadecimal.
    pub head: String,
}

/// The last backup that was made of a shop; `None` if there was none, or nothing is
/// known of it any more.
pub fn last_backup(dir: &Path) -> Option<LastBackup> {
    let text = fs::read(dir.join(NAME)).ok()?;
    serde_json::from_slice(&text).ok()
}

pub(super) fn note(dir: &Path, last: &LastBackup) -> Result<(), StoreError> {
    let text = serde_json::to_vec(last).unwrap_or_default();
    files::replace(&dir.join(NAME), &text, true)
}

/// The trial of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDrill {
    pub at: DateTime<Utc>,
    pub file: PathBuf,
    /// What was wrong with it, in words; `None` is well.
    pub failure: Option<String>,
}

/// The last trial of one of a shop's backups, as far as it is known there.
pub fn last_drill(dir: &Path) -> Option<LastDrill> {
    let text = fs::read(dir.join(DRILL_NAME)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Lets the shop in `dir` know how the trial of an archive went, if the archive is that
/// shop's. One that was never opened, for want of its key, says nothing of it.
///
/// # Errors
///
/// The shop's folder cannot be written.
pub fn note_drill(
    dir: &Path,
    drilled: &Result<Restored, BackupError>,
    last: &LastDrill,
) -> Result<(), StoreError> {
    let Some(tail) = reader::read_end(&journal_dir(dir))? else {
        return Ok(());
    };
    let is_ours = match drilled {
        Ok(held) => held.store_id == hex(&tail.store_id),
        Err(
            BackupError::NotAnArchive
            | BackupError::Damaged { .. }
            | BackupError::Foreign { .. }
            | BackupError::Unsound { .. },
        ) => is_named_as_ours(dir, &tail.store_id, &last.file),
        Err(_) => false,
    };
    if !is_ours {
        return Ok(());
    }
    let text = serde_json::to_vec(last).unwrap_or_default();
    files::replace(&dir.join(DRILL_NAME), &text, true)
}

/// What is in a damaged archive nobody knows any more.
fn is_named_as_ours(dir: &Path, store_id: &[u8; 16], file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(&prefix(store_id)) || last_backup(dir).is_some_and(|it| it.file == file)
}
