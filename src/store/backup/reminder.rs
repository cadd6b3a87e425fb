//! Whether it is time for a backup, or for the trial of one, and whether the last went
//! wrong.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};

use super::last::{LastBackup, LastDrill, last_backup, last_drill};
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
    pub last_drill: Option<LastDrill>,
    /// Whole days since one was last tried, or since the shop's first entry.
    pub n_days_untried: i64,
    /// There are backups, and it has been longer than it should be since one was tried.
    pub is_drill_overdue: bool,
}

/// After how many days each of the two is due; 0 is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupDays {
    pub backup: u32,
    pub drill: u32,
}

pub(in crate::store) struct Reminder {
    dir: PathBuf,
    due: BackupDays,
    /// The time of the shop's first entry.
    began: Option<DateTime<Utc>>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    at: Option<Instant>,
    last: Option<LastBackup>,
    last_drill: Option<LastDrill>,
    failure: Option<String>,
}

impl Reminder {
    pub(in crate::store) fn new(dir: &Path, due: BackupDays) -> Self {
        Self {
            dir: dir.to_path_buf(),
            due,
            began: first_entry_at(dir),
            seen: Mutex::default(),
        }
    }

    pub(in crate::store) fn state(&self, now: DateTime<Utc>) -> BackupState {
        let mut seen = self.seen();
        if seen.at.is_none_or(|at| at.elapsed() >= READ_AGAIN) {
            seen.at = Some(Instant::now());
            seen.last = last_backup(&self.dir);
            seen.last_drill = last_drill(&self.dir);
        }
        let days_since = |at: Option<DateTime<Utc>>| {
            let since = at.or(self.began);
            since.map_or(0, |since| (now - since).num_days())
        };
        let n_days = days_since(seen.last.as_ref().map(|it| it.at));
        let n_days_untried = days_since(seen.last_drill.as_ref().map(|it| it.at));
        let is_due = |n_days: i64, after: u32| after > 0 && n_days >= i64::from(after);
        BackupState {
            n_days,
            is_overdue: is_due(n_days, self.due.backup),
            n_days_untried,
            is_drill_overdue: seen.last.is_some() && is_due(n_days_untried, self.due.drill),
            last: seen.last.clone(),
            last_drill: seen.last_drill.clone(),
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
