//! Whether it is time for a backup, and whether the last try went wrong.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};

use super::last::{LastBackup, last_backup};
use crate::store::{closing::journal_dir, error::StoreError, journal::reader};

/// Somebody else may make backups beside this program: the file is read again after
/// so long.
const READ_AGAIN: Duration = Duration::from_secs(30);

/// What is to be said of the shop's backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupState {
    pub last: Option<LastBackup>,
    /// Whole days since the last one, or since the shop's first entry.
    pub n_days: i64,
    /// It has been longer than it should be.
    pub is_overdue: bool,
    /// Why the last one that the program made by itself has failed.
    pub failure: Option<String>,
}

pub(in crate::store) struct Reminder {
    dir: PathBuf,
    /// 0 is never.
    after_days: u32,
    /// The time of the shop's first entry.
    began: Option<DateTime<Utc>>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    at: Option<Instant>,
    last: Option<LastBackup>,
    failure: Option<String>,
}

impl Reminder {
    pub(in crate::store) fn new(dir: &Path, after_days: u32) -> Self {
        Self {
            dir: dir.to_path_buf(),
            after_days,
            began: first_entry_at(dir),
            seen: Mutex::default(),
        }
    }

    pub(in crate::store) fn state(&self, now: DateTime<Utc>) -> BackupState {
        let mut seen = self.seen();
        if seen.at.is_none_or(|at| at.elapsed() >= READ_AGAIN) {
            seen.at = Some(Instant::now());
            seen.last = last_backup(&self.dir);
        }
        let since = seen.last.as_ref().map(|it| it.at).or(self.began);
        let n_days = since.map_or(0, |since| (now - since).num_days());
        BackupState {
            last: seen.last.clone(),
            n_days,
            is_overdue: self.after_days > 0 && n_days >= i64::from(self.after_days),
            failure: seen.failure.clone(),
        }
    }

    /// How a backup went that the program made by itself.
    pub(in crate::store) fn note(&self, failure: Option<String>) {
        let mut seen = self.seen();
        seen.failure = failure;
        seen.at = None;
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn first_entry_at(dir: &Path) -> Option<DateTime<Utc>> {
    let mut first = None;
    // Stopped by itself; what else is wrong is named elsewhere.
    let _ = reader::read_segments(&journal_dir(dir), 1, 1, &mut |entry, _, _| {
        first = Some(entry.meta.now);
        Err(StoreError::Stopped)
    });
    first
}
