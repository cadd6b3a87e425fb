//! The index: one sled tree of records, lookups and the journal position that it
//! has reached. Can be thrown away and built again from the journal at any time.
//!
//! sled can panic on damaged files, so every call into it is guarded.

use std::{
    cell::Cell,
    collections::HashSet,
    fs::{self, OpenOptions},
    io,
    ops::Bound,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::{
    digest::Proof,
    error::{Doing, IoContext, StoreError},
    files,
    pending::{KeyRange, Writes},
};

/// The one key that is neither a record nor a lookup.
pub(super) const POSITION_KEY: &[u8] = &[0];
const POSITION_LEN: usize = 1 + 16 + 8 + 32 + 8 + 8 + 16;
const POSITION_FORMAT: u8 = 1;
/// sled's own pages; the journal is read without it.
const CACHE_BYTES: u64 = 16 * 1024 * 1024;
/// How often, and how far apart, sled is asked again while it is still letting
/// go of its file.
const N_OPEN_TRIES: u32 = 20;
const OPEN_PAUSE: Duration = Duration::from_millis(25);

/// So many records are proved between two looks at how far all of it is.
const STEP_RECORDS: u64 = 512;

/// How far the index has come in the journal, and what it must contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) store_id: [u8; 16],
    pub(super) seq: u64,
    /// The hash of that entry.
    pub(super) head: [u8; 32],
    pub(super) proof: Proof,
}

pub(super) struct Index {
    /// `None` once it is closed.
    db: Option<sled::Db>,
    dir: PathBuf,
    blobs_synced: Mutex<HashSet<PathBuf>>,
    /// Some call failed: the next opening must look at everything.
    suspect: Arc<AtomicBool>,
    disk_failed: AtomicBool,
    /// How often it has been written to since it was opened.
    n_applied: AtomicU64,
}

impl Index {
    /// Opens the index in `dir`, or makes an empty one.
    pub(super) fn open(dir: &Path) -> Result<Self, StoreError> {
        files::create_dir(dir)?;
        let config = sled::Config::new()
            .path(dir)
            .cache_capacity(CACHE_BYTES)
            .mode(sled::Mode::HighThroughput)
            .flush_every_ms(None);
        let mut n_tries = 0;
        let db = loop {
            n_tries += 1;
            match guarded(|| config.open().map_err(|err| with_path(err, dir))) {
                Err(StoreError::Index { what })
                    if what.contains("could not acquire lock") && n_tries < N_OPEN_TRIES =>
                {
                    thread::sleep(OPEN_PAUSE);
                }
                opened => break opened?,
            }
        };
        files::restrict_tree(dir)?;
        Ok(Self {
            db: Some(db),
            dir: dir.to_path_buf(),
            blobs_synced: Mutex::default(),
            suspect: Arc::default(),
            disk_failed: AtomicBool::new(false),
            n_applied: AtomicU64::new(0),
        })
    }

    fn db(&self) -> Result<&sled::Db, StoreError> {
        let db = self.db.as_ref();
        db.ok_or_else(|| StoreError::index(&"it is closed"))
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The same number before and after: nothing was written between.
    pub(super) fn n_applied(&self) -> u64 {
        self.n_applied.load(Ordering::SeqCst)
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<sled::IVec>, StoreError> {
        let db = self.db()?;
        self.watched(guarded(|| self.noticed(db.get(key))))
    }

    /// Calls `visit` for each key and value in the range until it says `false`.
    pub(super) fn visit(
        &self,
        range: KeyRange,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        let mut pairs = self.db()?.range(range);
        loop {
            let next = guarded(|| {
                let pair = if backwards {
                    pairs.next_back()
                } else {
                    pairs.next()
                };
                self.noticed(pair.transpose())
            });
            match self.watched(next)? {
                Some((key, value)) if visit(&key, &value) => (),
                _ => return Ok(()),
            }
        }
    }

    /// Writes all of it and the position, or nothing.
    pub(super) fn apply(&self, writes: &Writes, position: &Position) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (key, value) in writes {
            match value {
                Some(value) => batch.insert(key.as_slice(), value.as_slice()),
                None => batch.remove(key.as_slice()),
            }
        }
        batch.insert(POSITION_KEY, position.to_bytes());
        let db = self.db()?;
        self.n_applied.fetch_add(1, Ordering::SeqCst);
        self.watched(guarded(|| self.noticed(db.apply_batch(batch))))
    }

    /// `None` in an index that has never been written to.
    pub(super) fn position(&self) -> Result<Option<Position>, StoreError> {
        let bytes = self.get(POSITION_KEY)?;
        bytes.map(|bytes| Position::from_bytes(&bytes)).transpose()
    }

    /// Reads everything and gives what a [`Position`] should say of it. Two threads
    /// share the work, key by first byte; `step` hears from this one how many
    /// records both have read.
    ///
    /// # Errors
    ///
    /// What `step` says, and an index that cannot be read or whose keys are not in
    /// order: then a key that is there may not be found.
    pub(super) fn prove(
        &self,
        mut step: impl FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<Proof, StoreError> {
        let parts = Parts::default();
        thread::scope(|scope| {
            let other = thread::Builder::new()
                .name("index-proof".into())
                .spawn_scoped(scope, || self.prove_parts(&parts, &mut |_| Ok(())));
            let ours = self.prove_parts(&parts, &mut step);
            if ours.is_err() {
                parts.next.store(Parts::N, Ordering::Relaxed);
                parts.stopped.store(true, Ordering::Relaxed);
            }
            let theirs = match other {
                Ok(thread) => thread
                    .join()
                    .unwrap_or_else(|_| Err(StoreError::index(&"its proof stopped"))),
                // All of the work was ours.
                Err(_) => Ok(Proof::default()),
            };
            Ok(ours?.plus(theirs?))
        })
    }

    fn prove_parts(
        &self,
        parts: &Parts,
        step: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<Proof, StoreError> {
        let mut proof = Proof::default();
        while let Some(range) = parts.take() {
            let mut last: Vec<u8> = Vec::new();
            let mut n_told = proof.n_records;
            let mut state = Ok(());
            self.visit(range, false, &mut |key, value| {
                if key <= last.as_slice() {
                    state = Err(StoreError::index(&"its keys are not in order"));
                    return false;
                }
                last.clear();
                last.extend(key);
                proof.add(key, value);
                if proof.n_records - n_told == STEP_RECORDS {
                    n_told = proof.n_records;
                    let n_all = parts.n_records.fetch_add(STEP_RECORDS, Ordering::Relaxed);
                    state = step(n_all + 1);
                    if parts.stopped.load(Ordering::Relaxed) {
                        state = Err(StoreError::Stopped);
                    }
                }
                state.is_ok()
            })?;
            state?;
        }
        Ok(proof)
    }

    /// Brings everything applied so far safely to the disk. sled's own flush
    /// does not survive a power cut; the sync of its files behind it does.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        let db = self.db()?;
        self.watched(guarded(|| self.noticed(db.flush())))?;
        let result = self
            .sync_blobs()
            .and_then(|()| sync_data(&self.dir.join("db")));
        self.watched(result)
    }

    /// Like [`Index::sync`], and the names of all files too.
    pub(super) fn sync_all(&self) -> Result<(), StoreError> {
        self.sync()?;
        let result = files::sync_tree(&self.dir);
        self.watched(result)
    }

    /// Lets the next opening prove all of the index.
    pub(super) fn distrust(&self) {
        self.suspect.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_suspect(&self) -> bool {
        self.suspect.load(Ordering::Relaxed)
    }

    /// Tells even when the index is closed, which may fail too.
    pub(super) fn suspicion(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.suspect)
    }

    /// sled keeps large values in files of their own and never syncs them.
    fn sync_blobs(&self) -> Result<(), StoreError> {
        let dir = self.dir.join("blobs");
        let mut synced = self
            .blobs_synced
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut n_new = 0;
        for path in files::list(&dir)? {
            if synced.contains(&path) {
                continue;
            }
            match sync_data(&path) {
                // sled takes a blob away when its page is written anew.
                Err(StoreError::Io {
                    kind: io::ErrorKind::NotFound,
                    ..
                }) => (),
                other => other?,
            }
            n_new += 1;
            synced.insert(path);
        }
        if n_new > 0 {
            files::sync_dir(&dir)?;
        }
        Ok(())
    }

    /// Remembers that the disk has failed, not only what is on it. sled goes on after
    /// that as if some of its calls had been done.
    fn noticed<T>(&self, result: sled::Result<T>) -> sled::Result<T> {
        if let Err(sled::Error::Io(err)) = &result
            && err.kind() != io::ErrorKind::UnexpectedEof
        {
            self.disk_failed.store(true, Ordering::Relaxed);
        }
        result
    }

    pub(super) fn disk_failure(&self) -> Option<StoreError> {
        let failed = self.disk_failed.load(Ordering::Relaxed);
        failed.then(|| StoreError::index(&"the disk has failed under it"))
    }

    fn watched<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if result.is_err() {
            self.distrust();
        }
        result
    }
}

impl Drop for Index {
    /// sled writes and syncs once more, and panics if it cannot.
    fn drop(&mut self) {
        let db = self.db.take();
        let closed = guarded(|| {
            drop(db);
            Ok::<_, StoreError>(())
        });
        if closed.is_err() {
            self.distrust();
        }
    }
}

/// What is still to be proved: the keys of each first byte are a part.
#[derive(Default)]
struct Parts {
    next: AtomicUsize,
    n_records: AtomicU64,
    stopped: AtomicBool,
}

impl Parts {
    const N: usize = 256;

    fn take(&self) -> Option<KeyRange> {
        // Fetched once more than there are parts by each thread, and no more.
        let part = self.next.fetch_add(1, Ordering::Relaxed);
        let first = u8::try_from(part).ok()?;
        let end = first.checked_add(1);
        let end = end.map_or(Bound::Unbounded, |end| Bound::Excluded(vec![end]));
        let start = if first == 0 {
            // The position's own key is no part of the proof.
            Bound::Excluded(POSITION_KEY.to_vec())
        } else {
            Bound::Included(vec![first])
        };
        Some((start, end))
    }
}

impl Position {
    fn to_bytes(self) -> Vec<u8> {
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

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
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

fn sync_data(path: &Path) -> Result<(), StoreError> {
    let file = OpenOptions::new()
        .write(true)
        .open(path)
        .doing(Doing::Opening, path)?;
    file.sync_data().doing(Doing::Syncing, path)
}

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> Self {
        Self::index(&error)
    }
}

/// Tells a disk that is full or must not be written from an index that is
/// damaged: the former is no reason to give the index up.
fn with_path(error: sled::Error, dir: &Path) -> StoreError {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match error {
        sled::Error::Io(err)
            if matches!(
                err.kind(),
                PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull
            ) =>
        {
            StoreError::Io {
                doing: Doing::Opening,
                path: dir.to_path_buf(),
                kind: err.kind(),
                text: err.to_string(),
            }
        }
        other => other.into(),
    }
}

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread, here and now, is one of sled's that is caught and
/// becomes an error: nobody needs to read of it.
pub fn panic_is_caught() -> bool {
    let thread = thread::current();
    let is_sleds = thread.name().is_some_and(|it| it.starts_with("sled-io"));
    is_sleds || IS_GUARDED.get()
}

/// Turns sled's errors and panics into ours.
fn guarded<T, E: Into<StoreError>>(call: impl FnOnce() -> Result<T, E>) -> Result<T, StoreError> {
    let before = IS_GUARDED.replace(true);
    let called = catch_unwind(AssertUnwindSafe(call));
    IS_GUARDED.set(before);
    match called {
        Ok(result) => result.map_err(Into::into),
        Err(panic) => {
            let what = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no reason given");
            Err(StoreError::index(&format!("sled stopped: {what}")))
        }
    }
}

/// Moves a damaged index out of the way and keeps it for a later look, but only
/// the latest one.
pub(super) fn set_aside(dir: &Path) -> Result<Option<PathBuf>, StoreError> {
    if fs::symlink_metadata(dir).is_err() {
        return Ok(None);
    }
    let parent = dir.parent().unwrap_or(Path::new("."));
    let mut n_last = 0_u32;
    for old in files::list(parent)? {
        let name = old
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if let Some(number) = name.strip_prefix("index.damaged-") {
            n_last = n_last.max(number.parse().unwrap_or(0));
            fs::remove_dir_all(&old).doing(Doing::Removing, &old)?;
        }
    }
    let aside = parent.join(format!("index.damaged-{}", n_last.saturating_add(1)));
    fs::rename(dir, &aside).doing(Doing::Renaming, dir)?;
    files::sync_dir(parent)?;
    Ok(Some(aside))
}
