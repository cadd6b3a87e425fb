//! Proves in the background what a fast opening has taken on trust: the journal
//! from its beginning, and every record and lookup of the index, while the shop
//! goes on working.
//!
//! A commit during the scan changes what was read already or what is yet to come.
//! The scan therefore has a cursor, and each commit notes what it changes behind
//! it; in the end what was read and what was noted must add up to the index's
//! proof. Readers and writers wait for no more than a few keys at a time, and most
//! of the time the thread sleeps.

use std::{
    ops::Bound,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    closing::journal_dir, digest::Proof, error::StoreError, index::Index, journal::reader,
    pending::Writes, records::check_known,
};

/// Keys that are read while no commit can be applied.
const KEYS_AT_ONCE: u32 = 128;
/// Bytes of the journal between two rests.
const BYTES_AT_ONCE: u64 = 256 * 1024;
/// Each rest is so many times as long as the work before it.
const REST_TIMES: u32 = 4;
const REST_MIN: Duration = Duration::from_millis(1);
/// The start of the program is not held up.
pub(super) const BEGINS_AFTER: Duration = Duration::from_secs(2);

/// What is known of the store's files as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// All was read. Until then nothing wrong has been found as far as it went.
    pub is_known: bool,
    /// An entry that does not verify. The shop works on: what is in the index has
    /// been proved by itself, and new entries are tied to the last whole one.
    pub journal: Option<StoreError>,
    /// The index is not what it should be. The next start builds it again.
    pub index: Option<StoreError>,
}

/// What an opening has not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unproved {
    /// The segments before this one; 0 and 1 are none.
    pub(super) before_segment: u32,
    pub(super) index: bool,
}

impl Unproved {
    fn is_none(self) -> bool {
        self.before_segment <= 1 && !self.index
    }
}

/// How far a scan of the index has come, and what commits have changed behind it.
#[derive(Default)]
pub(super) struct Audit(Mutex<Option<Scan>>);

#[derive(Default)]
struct Scan {
    /// The last key read.
    cursor: Vec<u8>,
    found: Proof,
}

impl Audit {
    /// Called before a commit is applied, with readers held off.
    pub(super) fn note(&self, writes: &Writes, index: &Index) -> Result<(), StoreError> {
        if let Some(scan) = lock(&self.0).as_mut() {
            for (key, value) in writes.iter().filter(|(key, _)| **key <= scan.cursor) {
                if let Some(old) = index.get(key)? {
                    scan.found.subtract(key, &old);
                }
                if let Some(value) = value {
                    scan.found.add(key, value);
                }
            }
        }
        Ok(())
    }
}

/// The thread and what it has found.
pub(super) struct Checker {
    health: Arc<Mutex<Health>>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the thread looks at.
pub(super) struct Checked {
    pub(super) dir: PathBuf,
    pub(super) unproved: Unproved,
    pub(super) index: Arc<Index>,
    pub(super) gate: Arc<RwLock<()>>,
    pub(super) audit: Arc<Audit>,
}

impl Checker {
    /// Nothing to look at yet, or nothing at all.
    pub(super) fn idle(unproved: Unproved) -> Self {
        let health = Health {
            is_known: unproved.is_none(),
            ..Health::default()
        };
        Self {
            health: Arc::new(Mutex::new(health)),
            stop: None,
            thread: None,
        }
    }

    pub(super) fn health(&self) -> Health {
        lock(&self.health).clone()
    }

    pub(super) fn start(
        &mut self,
        checked: Checked,
        begins_after: Duration,
    ) -> Result<(), StoreError> {
        if self.thread.is_some() || checked.unproved.is_none() {
            return Ok(());
        }
        let (stop, stopped) = channel();
        let pace = Pace {
            stopped,
            worked_since: Instant::now(),
        };
        let health = Arc::clone(&self.health);
        let thread = thread::Builder::new()
            .name("store-check".into())
            .spawn(move || check(&checked, pace, begins_after, &health))
            .map_err(|err| StoreError::index(&err))?;
        self.stop = Some(stop);
        self.thread = Some(thread);
        Ok(())
    }

    /// Ends the thread, wherever it is.
    pub(super) fn stop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    /// Waits until the thread has looked at everything.
    #[cfg(test)]
    pub(super) fn wait(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Checker {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Rests after work, and knows when to stop.
struct Pace {
    stopped: Receiver<()>,
    worked_since: Instant,
}

impl Pace {
    /// `false` when it is time to stop.
    fn rest(&mut self) -> bool {
        let worked = self.worked_since.elapsed();
        let goes_on = self.sleep((worked * REST_TIMES).max(REST_MIN));
        self.worked_since = Instant::now();
        goes_on
    }

    fn sleep(&self, time: Duration) -> bool {
        self.stopped.recv_timeout(time) == Err(RecvTimeoutError::Timeout)
    }
}

fn check(checked: &Checked, mut pace: Pace, begins_after: Duration, health: &Mutex<Health>) {
    if !pace.sleep(begins_after) {
        return;
    }
    pace.worked_since = Instant::now();
    match check_journal(checked, &mut pace) {
        Ok(true) => (),
        Ok(false) => return,
        Err(err) => lock(health).journal = Some(err),
    }
    if checked.unproved.index {
        match check_index(checked, &mut pace) {
            Ok(true) => (),
            Ok(false) => return,
            Err(err) => {
                checked.index.distrust(&err);
                lock(health).index = Some(err);
            }
        }
    }
    lock(health).is_known = true;
}

/// `false` if it was stopped before the end.
fn check_journal(checked: &Checked, pace: &mut Pace) -> Result<bool, StoreError> {
    let last = checked.unproved.before_segment.saturating_sub(1);
    if last == 0 {
        return Ok(true);
    }
    let dir = journal_dir(&checked.dir);
    let mut next_rest = BYTES_AT_ONCE;
    let mut stopped = false;
    let read = reader::read_segments(&dir, 1, last, &mut |entry, _, n_bytes| {
        for change in &entry.changes {
            if let Some(value) = change.value {
                check_known(change.key, value)?;
            }
        }
        if n_bytes >= next_rest {
            next_rest = n_bytes + BYTES_AT_ONCE;
            stopped = !pace.rest();
        }
        if stopped {
            Err(StoreError::Stopped)
        } else {
            Ok(())
        }
    });
    match read {
        Err(StoreError::Stopped) => Ok(false),
        Err(err) => Err(err),
        Ok(None) => Err(StoreError::JournalMissing { path: dir }),
        Ok(Some(tail)) => reader::check_continued(&dir, tail).map(|()| true),
    }
}

/// `false` if it was stopped before the end.
fn check_index(checked: &Checked, pace: &mut Pace) -> Result<bool, StoreError> {
    let Checked {
        index, gate, audit, ..
    } = checked;
    // The position's own key is before all others and no part of the proof.
    *lock(&audit.0) = Some(Scan {
        cursor: vec![0],
        found: Proof::default(),
    });
    let verdict = loop {
        let reading = gate.read().unwrap_or_else(PoisonError::into_inner);
        match scan_on(index, audit) {
            Ok(false) => drop(reading),
            Ok(true) => break judge(index, audit),
            Err(err) => break Err(err),
        }
        if !pace.rest() {
            *lock(&audit.0) = None;
            return Ok(false);
        }
    };
    *lock(&audit.0) = None;
    verdict.map(|()| true)
}

/// Reads some more keys; `true` when there are no more.
fn scan_on(index: &Index, audit: &Audit) -> Result<bool, StoreError> {
    let mut scan = lock(&audit.0);
    let Some(scan) = scan.as_mut() else {
        return Ok(true);
    };
    let mut n_keys = 0;
    let mut last = None;
    let range = (Bound::Excluded(scan.cursor.clone()), Bound::Unbounded);
    index.visit(range, false, &mut |key, value| {
        scan.found.add(key, value);
        n_keys += 1;
        last = Some(key.to_vec());
        n_keys < KEYS_AT_ONCE
    })?;
    if let Some(key) = last {
        scan.cursor = key;
    }
    Ok(n_keys < KEYS_AT_ONCE)
}

fn judge(index: &Index, audit: &Audit) -> Result<(), StoreError> {
    let position = index.position()?;
    let expected = position.ok_or_else(|| StoreError::index(&"it has lost its position"))?;
    let found = lock(&audit.0).as_ref().map(|it| it.found);
    if found == Some(expected.proof) {
        return Ok(());
    }
    let what = format!("expected {:?}, found {found:?}", expected.proof);
    Err(StoreError::index(&what))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
