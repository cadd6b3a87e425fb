//! Room that is kept back on the disk: a file that is given up when the disk is full,
//! so that the shop can still be opened, the sale under way finished and the day
//! closed. It is made again as soon as there is room for it twice.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    error::{Doing, IoContext, StoreError},
    files,
};

const NAME: &str = "reserve";
/// The disk is taken for full when less than this part of the reserve is free beside
/// it.
const FLOOR_PART: u64 = 4;
const CHUNK_LEN: usize = 256 * 1024;
/// After a write that found no room where the disk had told of some, the reserve is
/// not made again before this time: a quota tells nothing.
const RETRY_PAUSE: Duration = Duration::from_secs(60);

/// How much room there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Space {
    #[default]
    Enough,
    /// What is under way is to be finished; nothing new is to be begun until as much
    /// is free as is needed.
    Short { free_bytes: u64, needed_bytes: u64 },
}

#[derive(Default)]
struct State {
    space: Space,
    /// Until then nothing is free, whatever the disk says.
    full_until: Option<Instant>,
    maker: Option<JoinHandle<()>>,
    /// A sync that has failed.
    failure: Option<StoreError>,
}

struct Shared {
    dir: PathBuf,
    n_bytes: u64,
    state: Mutex<State>,
    stopping: AtomicBool,
}

impl Shared {
    /// The reserve, and as much again.
    fn needed_bytes(&self) -> u64 {
        self.n_bytes.saturating_mul(2)
    }

    fn short(&self, free_bytes: u64) -> Space {
        Space::Short {
            free_bytes,
            needed_bytes: self.needed_bytes(),
        }
    }

    fn found_full(&self) {
        let mut state = lock(&self.state);
        state.space = self.short(0);
        state.full_until = Instant::now().checked_add(RETRY_PAUSE);
    }
}

pub(super) struct Reserve {
    shared: Arc<Shared>,
}

impl Reserve {
    /// With 0 bytes nothing is kept back, and nobody looks how full the disk is.
    pub(super) fn of(dir: &Path, n_bytes: u64) -> Self {
        let shared = Shared {
            dir: dir.to_path_buf(),
            n_bytes,
            state: Mutex::default(),
            stopping: AtomicBool::new(false),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Looks how much room there is: gives the reserve up when there is too little, and
    /// has it made again when there is enough. Does not wait for that.
    pub(super) fn look(&self) -> Space {
        let shared = &self.shared;
        let Shared { dir, n_bytes, .. } = &**shared;
        if *n_bytes == 0 {
            return Space::Enough;
        }
        // Where nobody can say how much room there is, a write that fails does.
        let Some(free) = free_bytes(dir) else {
            return lock(&shared.state).space;
        };
        let is_there = dir.join(NAME).exists();
        let mut state = lock(&self.shared.state);
        if free < n_bytes / FLOOR_PART {
            state.space = shared.short(free);
            release(dir);
        } else if state.full_until.is_some_and(|until| Instant::now() < until) {
            state.space = shared.short(0);
        } else if is_there {
            state.space = Space::Enough;
        } else if free >= shared.needed_bytes() {
            state.space = Space::Enough;
            let is_busy = state.maker.as_ref().is_some_and(|it| !it.is_finished());
            if !is_busy && state.failure.is_none() {
                let shared = Arc::clone(shared);
                let thread = thread::Builder::new().name("reserve".into());
                // Without a thread it is tried again.
                state.maker = thread.spawn(move || make(&shared)).ok();
            }
        } else {
            state.space = shared.short(free);
        }
        state.space
    }

    /// A write has found no room. Whether some has been made.
    pub(super) fn release(&self) -> bool {
        if self.shared.n_bytes == 0 {
            return false;
        }
        self.shared.found_full();
        release(&self.shared.dir)
    }

    pub(super) fn failure(&self) -> Option<StoreError> {
        lock(&self.shared.state).failure.clone()
    }

    pub(super) fn stop(&self) {
        self.shared.stopping.store(true, Ordering::Relaxed);
        let maker = lock(&self.shared.state).maker.take();
        if let Some(maker) = maker {
            let _ = maker.join();
        }
    }
}

impl Drop for Reserve {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Gives the reserve in this folder up, and one that was not finished; `false` if
/// there is none.
pub(super) fn release(dir: &Path) -> bool {
    let path = dir.join(NAME);
    let draft = fs::remove_file(path.with_extension("new")).is_ok();
    let released = fs::remove_file(path).is_ok() || draft;
    // The room is there without it; a power cut only brings the file back.
    let _ = files::sync_dir(dir);
    released
}

/// `None` on a disk that does not tell; some say that they have no size at all.
fn free_bytes(dir: &Path) -> Option<u64> {
    let about = fs2::statvfs(dir).ok()?;
    (about.total_space() > 0).then_some(about.available_space())
}

/// Before a store is opened: makes room if there is too little to do it.
pub(super) fn release_if_full(dir: &Path, n_bytes: u64) {
    if free_bytes(dir).is_some_and(|free| free < n_bytes / FLOOR_PART) {
        release(dir);
    }
}

fn make(shared: &Shared) {
    let draft = shared.dir.join(NAME).with_extension("new");
    let failed = match fill(&draft, shared) {
        Ok(true) => return,
        Ok(false) => None,
        Err(err) => Some(err),
    };
    match failed {
        Some(err) if err.is_disk_full() => shared.found_full(),
        Some(err) if err.is_failed_sync() => {
            lock(&shared.state).failure.get_or_insert(err);
        }
        // Tried again at the next look.
        _ => (),
    }
    let _ = fs::remove_file(draft);
}

/// `false` if it was stopped.
fn fill(draft: &Path, shared: &Shared) -> Result<bool, StoreError> {
    let mut file = files::private()
        .create(true)
        .truncate(true)
        .open(draft)
        .doing(Doing::Creating, draft)?;
    // Some disks pack what they can, and zeros into nothing.
    let mut noise = fastrand::Rng::new();
    let mut chunk = vec![0; CHUNK_LEN];
    let mut left = shared.n_bytes;
    while left > 0 {
        if shared.stopping.load(Ordering::Relaxed) {
            return Ok(false);
        }
        noise.fill(&mut chunk);
        let n = usize::try_from(left).unwrap_or(CHUNK_LEN).min(CHUNK_LEN);
        let part = chunk.get(..n).unwrap_or_default();
        file.write_all(part).doing(Doing::Writing, draft)?;
        left = left.saturating_sub(n as u64);
    }
    file.sync_all().doing(Doing::Syncing, draft)?;
    let path = shared.dir.join(NAME);
    fs::rename(draft, &path).doing(Doing::Renaming, draft)?;
    files::sync_dir(&shared.dir)?;
    Ok(true)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
