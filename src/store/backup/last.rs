//! When the last backup was made: a small file in the shop's folder, written by
//! whoever made it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::store::{error::StoreError, files};

const NAME: &str = "last-backup";

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
