//! The index: records, lookups and the journal position that it has reached. Can be
//! thrown away and built again from the journal at any time.
//!
//! ```text
//! blocks             runs of keys and values of some 4 KB, each in a slot of its own
//! db, conf, snap.*   sled's: where each block is, its sum, and the position
//! ```
//!
//! A leaf of sled's tree has no more than 16 items whatever their size, costs about a
//! kilobyte of memory for as long as the index is open, and is read and kept as a whole:
//! with an item for each record it is that which would fill the memory. So sled has one
//! item for some twenty blocks, and all of those are held in memory as they are; a look
//! for a key then reads one block, and the system's own cache does the rest.
//!
//! What is applied is in memory until it is synced, a moment later and in the
//! background: blocks first, into free slots, then what leads to them, in one batch of
//! sled's with the position. After a power cut the index is what it was at some sync,
//! and the journal has what came after.
//!
//! In reading order:

pub(super) mod block;
mod slots;

mod directory;

mod blocks;

mod filling;

mod guard;
mod position;
mod proving;

use std::{
    collections::{BTreeMap, HashSet},
    fs::{self, OpenOptions},
    io,
    ops::Bound,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

pub use self::guard::panic_is_caught;
use self::{
    block::Entries,
    blocks::{Blocks, Draft, Loaded},
    guard::{guarded, patient, with_path},
};
pub(super) use self::{filling::Filling, position::Position};
use super::{
    error::{Doing, IoContext, StoreError},
    files,
    pending::{KeyRange, Writes},
};

/// The one key that is neither a record nor a lookup.
pub(super) const POSITION_KEY: &[u8] = &[0];
/// The file with the blocks.
const BLOCKS: &str = "blocks";
/// Its name changes when the layout does, so that no program takes one for another.
const TREE: &[u8] = b"blocks 1";
/// What a group's key begins with in sled; the position's own key comes before them.
const GROUP: u8 = 1;
/// sled's own pages: a few hundred that are seldom read.
const CACHE_BYTES: u64 = 1024 * 1024;
/// More than that is not left to memory alone.
const UNWRITTEN_MAX: usize = 8 * 1024 * 1024;
/// So many times as much is, while somebody else is writing.
const UNWRITTEN_TIMES_MAX: usize = 3;
/// How often, and how far apart, sled is asked again while it is still letting
/// go of its file.
const N_OPEN_TRIES: u32 = 20;
const OPEN_PAUSE: Duration = Duration::from_millis(25);

pub(super) struct Index {
    /// `None` once it is closed.
    sled: Option<Sled>,
    blocks: Blocks,
    dir: PathBuf,
    /// Held by whoever brings it to the disk.
    written: Mutex<Written>,
    /// The first thing that went wrong: the next opening must look at everything.
    doubt: Arc<OnceLock<StoreError>>,
    disk_failed: AtomicBool,
    /// How often it has been written to since it was opened.
    n_applied: AtomicU64,
}

struct Sled {
    db: sled::Db,
    tree: sled::Tree,
}

/// What is known to be safe on the disk.
struct Written {
    position: Option<Vec<u8>>,
    blobs: HashSet<PathBuf>,
}

/// Whether an index has been written by a program that kept each record in sled.
pub(super) fn is_of_earlier_layout(dir: &Path) -> bool {
    dir.join("db").exists() && !dir.join(BLOCKS).exists()
}

impl Index {
    /// Opens the index in `dir`, or makes an empty one.
    pub(super) fn open(dir: &Path) -> Result<Self, StoreError> {
        files::create_dir(dir)?;
        if is_of_earlier_layout(dir) {
            return Err(StoreError::index(&"it is of an earlier layout"));
        }
        let path = dir.join(BLOCKS);
        let made = files::private().create(true).truncate(false).open(&path);
        drop(made.doing(Doing::Creating, &path)?);
        let sled = open_sled(dir)?;
        files::restrict_tree(dir)?;
        let mut groups = BTreeMap::new();
        let mut position = None;
        let mut pairs = sled.tree.iter();
        while let Some((key, value)) = guarded(|| pairs.next().transpose())? {
            match key.split_first() {
                Some((&GROUP, name)) => drop(groups.insert(name.to_vec(), value.to_vec())),
                _ if *key == *POSITION_KEY => position = Some(value.to_vec()),
                _ => return Err(StoreError::index(&"it has a key that it must not have")),
            }
        }
        let written = Written {
            position: position.clone(),
            blobs: HashSet::new(),
        };
        Ok(Self {
            blocks: Blocks::open(&path, groups, position)?,
            sled: Some(sled),
            dir: dir.to_path_buf(),
            written: Mutex::new(written),
            doubt: Arc::default(),
            disk_failed: AtomicBool::new(false),
            n_applied: AtomicU64::new(0),
        })
    }

    fn sled(&self) -> Result<&Sled, StoreError> {
        let sled = self.sled.as_ref();
        sled.ok_or_else(|| StoreError::index(&"it is closed"))
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The same number before and after: nothing was written between.
    pub(super) fn n_applied(&self) -> u64 {
        self.n_applied.load(Ordering::SeqCst)
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if key == POSITION_KEY {
            return Ok(self.blocks.position());
        }
        self.watched(self.blocks.get(key))
    }

    /// Calls `visit` for each key and value in the range until it says `false`. What
    /// is applied meanwhile is seen or not; every other key is seen once.
    pub(super) fn visit(
        &self,
        (low, high): KeyRange,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        let visited = if backwards {
            self.visit_backwards(&low, high, visit)
        } else {
            self.visit_forwards(low, &high, visit)
        };
        self.watched(visited)
    }

    /// Goes from block to block by the keys that they end with, so that it does not
    /// matter when one is split, or gone, meanwhile.
    fn visit_forwards(
        &self,
        mut low: Bound<Vec<u8>>,
        high: &Bound<Vec<u8>>,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        loop {
            let from = match &low {
                Bound::Included(key) | Bound::Excluded(key) => key.as_slice(),
                Bound::Unbounded => &[],
            };
            let Some(Loaded { end, bytes, .. }) = self.blocks.at(from)? else {
                return Ok(());
            };
            let mut entries = Entries::of(&bytes);
            while let Some(value) = entries.step()? {
                let key = entries.key();
                if is_above(key, high) || (!is_below(key, &low) && !visit(key, value)) {
                    return Ok(());
                }
            }
            match end {
                Some(end) if !is_above(&end, high) => low = Bound::Included(end),
                _ => return Ok(()),
            }
        }
    }

    fn visit_backwards(
        &self,
        low: &Bound<Vec<u8>>,
        mut high: Bound<Vec<u8>>,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        loop {
            let loaded = match &high {
                Bound::Included(key) => self.blocks.at(key)?,
                Bound::Excluded(key) => self.blocks.below(Some(key))?,
                Bound::Unbounded => self.blocks.below(None)?,
            };
            let Some(Loaded { start, bytes, .. }) = loaded else {
                return Ok(());
            };
            for (key, value) in block::all(&bytes)?.into_iter().rev() {
                if is_below(&key, low) || (!is_above(&key, &high) && !visit(&key, value)) {
                    return Ok(());
                }
            }
            match low {
                Bound::Included(low) | Bound::Excluded(low) if start <= *low => return Ok(()),
                _ => high = Bound::Excluded(start),
            }
        }
    }

    /// Applies all of it and the position, or nothing.
    pub(super) fn apply(&self, writes: &Writes, position: &Position) -> Result<(), StoreError> {
        self.n_applied.fetch_add(1, Ordering::SeqCst);
        let applied = self.blocks.apply(writes, position.to_bytes());
        self.watched(applied)?;
        let n_unwritten = self.blocks.n_unwritten_bytes();
        let is_due = n_unwritten > UNWRITTEN_MAX && self.written.try_lock().is_ok();
        if is_due || n_unwritten > UNWRITTEN_MAX * UNWRITTEN_TIMES_MAX {
            self.sync()?;
        }
        Ok(())
    }

    /// `None` in an index that has never been written to.
    pub(super) fn position(&self) -> Result<Option<Position>, StoreError> {
        let bytes = self.blocks.position();
        bytes.map(|bytes| Position::from_bytes(&bytes)).transpose()
    }

    /// Brings everything applied so far safely to the disk.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        let mut written = self.written();
        let draft = self.blocks.begin();
        if draft.is_empty() && draft.position == written.position {
            self.blocks.finish(draft);
            return Ok(());
        }
        match self.write(&draft, &mut written.blobs) {
            Ok(()) => {
                written.position.clone_from(&draft.position);
                self.blocks.finish(draft);
                Ok(())
            }
            Err(err) => {
                if let StoreError::Io { .. } = err {
                    self.disk_failed.store(true, Ordering::Relaxed);
                }
                self.blocks.give_up(draft);
                self.watched(Err(err))
            }
        }
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing that sled has leads to a block that is not safe yet. sled's own flush
    /// does not survive a power cut; the sync of its files behind it does.
    fn write(&self, draft: &Draft, blobs: &mut HashSet<PathBuf>) -> Result<(), StoreError> {
        self.blocks.write(draft)?;
        let mut batch = sled::Batch::default();
        for (name, group) in &draft.groups {
            let key = [&[GROUP], name.as_slice()].concat();
            match group {
                Some(group) => batch.insert(key, group.as_slice()),
                None => batch.remove(key),
            }
        }
        if let Some(position) = &draft.position {
            batch.insert(POSITION_KEY, position.as_slice());
        }
        let Sled { db, tree } = self.sled()?;
        let (db, tree) = (db.clone(), tree.clone());
        let flushed = patient(move || tree.apply_batch(batch).and_then(|()| db.flush()))?;
        let Some(flushed) = flushed else {
            self.disk_failed.store(true, Ordering::Relaxed);
            return Err(StoreError::index(&"a sync does not end"));
        };
        guarded(|| self.noticed(flushed))?;
        self.sync_blobs(blobs)?;
        sync_data(&self.dir.join("db"))
    }

    /// Like [`Index::sync`], and the names of all files too.
    pub(super) fn sync_all(&self) -> Result<(), StoreError> {
        self.sync()?;
        let result = files::sync_tree(&self.dir);
        self.watched(result)
    }

    /// Lets the next opening prove all of the index.
    pub(super) fn distrust(&self, why: &StoreError) {
        self.doubt.get_or_init(|| why.clone());
    }

    /// Why the next opening proves all of the index, if it does.
    pub(super) fn doubt(&self) -> Option<StoreError> {
        self.doubt.get().cloned()
    }

    /// Tells even when the index is closed, which may fail too.
    pub(super) fn doubts(&self) -> Arc<OnceLock<StoreError>> {
        Arc::clone(&self.doubt)
    }

    /// sled keeps large values in files of their own and never syncs them. There are
    /// some only where keys are very long.
    fn sync_blobs(&self, synced: &mut HashSet<PathBuf>) -> Result<(), StoreError> {
        let dir = self.dir.join("blobs");
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
        result.inspect_err(|err| self.distrust(err))
    }
}

impl Drop for Index {
    /// sled writes and syncs once more, and panics if it cannot.
    fn drop(&mut self) {
        // Whoever asks sled to write again after a failure may wait for ever.
        if !self.disk_failed.load(Ordering::Relaxed) {
            // What is not written is in the journal.
            let _ = self.sync();
        }
        let sled = self.sled.take();
        let closed = guarded(|| {
            drop(sled);
            Ok::<_, StoreError>(())
        });
        if let Err(err) = closed {
            self.distrust(&err);
        }
    }
}

fn open_sled(dir: &Path) -> Result<Sled, StoreError> {
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
    let tree = guarded(|| db.open_tree(TREE).map_err(|err| with_path(err, dir)))?;
    Ok(Sled { db, tree })
}

fn is_below(key: &[u8], low: &Bound<Vec<u8>>) -> bool {
    match low {
        Bound::Included(low) => key < low.as_slice(),
        Bound::Excluded(low) => key <= low.as_slice(),
        Bound::Unbounded => false,
    }
}

fn is_above(key: &[u8], high: &Bound<Vec<u8>>) -> bool {
    match high {
        Bound::Included(high) => key > high.as_slice(),
        Bound::Excluded(high) => key >= high.as_slice(),
        Bound::Unbounded => false,
    }
}

fn sync_data(path: &Path) -> Result<(), StoreError> {
    let file = OpenOptions::new()
        .write(true)
        .open(path)
        .doing(Doing::Opening, path)?;
    file.sync_data().doing(Doing::Syncing, path)
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

#[cfg(test)]
mod tests;
