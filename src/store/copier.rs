//! Makes a checkpoint of the index in the background, when nothing is being
//! written: a commit that comes between ends the copying at once, and it is tried
//! again when the desk has been quiet for longer.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{checkpoint, error::StoreError, index::Index};

/// So long nothing must have been written before the copying begins; twice as long
/// after each time that it was disturbed.
pub(super) const QUIET: Duration = Duration::from_secs(1);
const QUIET_MAX: Duration = Duration::from_secs(64);
/// Each rest is so many times as long as the work before it.
const REST_TIMES: u32 = 2;

/// What is copied, and when.
pub(super) struct Copied {
    pub(super) dir: PathBuf,
    pub(super) index: Arc<Index>,
    pub(super) gate: Arc<RwLock<()>>,
    pub(super) quiet: Duration,
}

/// The thread, once it has been asked for anything.
#[derive(Default)]
pub(super) struct Copier {
    wishes: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    n_wanted: u64,
    n_made: u64,
    failure: Option<StoreError>,
}

impl Copier {
    /// Asks for a copy of what the index holds now or later. Does not wait.
    pub(super) fn ask(&mut self, copied: impl FnOnce() -> Copied) -> Result<(), StoreError> {
        lock(&self.state).n_wanted += 1;
        if let Some(wishes) = &self.wishes {
            let _ = wishes.send(());
            return Ok(());
        }
        let (sender, wished) = channel();
        let copied = copied();
        let state = Arc::clone(&self.state);
        let thread = thread::Builder::new()
            .name("checkpoint".into())
            .spawn(move || run(&copied, &wished, &state))
            .map_err(|err| StoreError::index(&err))?;
        let _ = sender.send(());
        self.wishes = Some(sender);
        self.thread = Some(thread);
        Ok(())
    }

    /// Why the last copy could not be made, if so: a full disk, most likely.
    pub(super) fn failure(&self) -> Option<StoreError> {
        lock(&self.state).failure.clone()
    }

    /// Ends the thread, wherever it is.
    pub(super) fn stop(&mut self) {
        self.wishes = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    /// Whether everything that was asked for has been made.
    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        let state = lock(&self.state);
        state.n_made >= state.n_wanted
    }
}

impl Drop for Copier {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(copied: &Copied, wished: &Receiver<()>, state: &Mutex<State>) {
    while wished.recv().is_ok() {
        let mut quiet = copied.quiet;
        let n_wanted = lock(state).n_wanted;
        let failure = loop {
            match attempt(copied, wished, quiet) {
                Ok(true) => break None,
                Ok(false) if sleep(wished, Duration::ZERO) => quiet = (quiet * 2).min(QUIET_MAX),
                Ok(false) => return,
                Err(err) => break Some(err),
            }
        };
        let mut state = lock(state);
        state.n_made = n_wanted;
        state.failure = failure;
    }
}

/// `false` if a commit came between, or it is time to stop.
fn attempt(copied: &Copied, wished: &Receiver<()>, quiet: Duration) -> Result<bool, StoreError> {
    let index = &copied.index;
    let before = index.n_applied();
    if !sleep(wished, quiet) {
        return Ok(false);
    }
    let reading = copied.gate.read().unwrap_or_else(PoisonError::into_inner);
    let n_applied = index.n_applied();
    let position = index.position()?;
    drop(reading);
    let Some(position) = position.filter(|_| before == n_applied) else {
        return Ok(false);
    };
    index.sync()?;
    if index.doubt().is_some() {
        return Err(StoreError::index(&"it is not copied while it is in doubt"));
    }
    let mut worked_since = Instant::now();
    let mut go_on = || {
        let rest = worked_since.elapsed() * REST_TIMES;
        let goes_on = sleep(wished, rest) && index.n_applied() == n_applied;
        worked_since = Instant::now();
        goes_on
    };
    let dir: &Path = &copied.dir;
    checkpoint::make(dir, index, &position, &mut go_on)
}

/// `false` when it is time to stop. What is asked for meanwhile is part of the copy
/// that comes next anyway.
fn sleep(wished: &Receiver<()>, time: Duration) -> bool {
    let until = Instant::now() + time;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let heard = if left.is_zero() {
            wished.try_recv().map_err(|err| match err {
                TryRecvError::Empty => RecvTimeoutError::Timeout,
                TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
            })
        } else {
            wished.recv_timeout(left)
        };
        match heard {
            Ok(()) => (),
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
