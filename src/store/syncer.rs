//! Syncs the index in the background after each commit. The journal is safe
//! already; this keeps what must be applied again after a power cut short, and
//! sled's files usable.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use super::{error::StoreError, index::Index};

#[derive(Default)]
struct State {
    wanted: bool,
    stopping: bool,
    failure: Option<StoreError>,
}

/// Called by the thread in which a sync has failed.
pub(super) type OnFailure = Box<dyn Fn() + Send>;

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    on_failure: Mutex<Option<OnFailure>>,
}

pub(super) struct Syncer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Syncer {
    pub(super) fn start(index: Arc<Index>) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("index-sync".into())
            .spawn(move || run(&theirs, &index))
            .map_err(|err| StoreError::index(&err))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Asks for a sync of all that has been applied so far. Does not wait.
    pub(super) fn request(&self) {
        lock(&self.shared.state).wanted = true;
        self.shared.changed.notify_one();
    }

    /// The first sync that failed, if any did.
    pub(super) fn failure(&self) -> Option<StoreError> {
        lock(&self.shared.state).failure.clone()
    }

    pub(super) fn set_on_failure(&self, tell: OnFailure) {
        *lock(&self.shared.on_failure) = Some(tell);
    }

    /// Finishes what was asked for and ends the thread.
    pub(super) fn stop(&mut self) {
        lock(&self.shared.state).stopping = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Syncer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run(shared: &Shared, index: &Index) {
    loop {
        let mut state = lock(&shared.state);
        while !state.wanted && !state.stopping {
            state = shared
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if !state.wanted {
            return;
        }
        state.wanted = false;
        drop(state);
        if let Err(err) = index.sync() {
            lock(&shared.state).failure.get_or_insert(err);
            if let Some(tell) = lock(&shared.on_failure).as_ref() {
                tell();
            }
        }
    }
}
