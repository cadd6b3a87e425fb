//! Applies each commit to the index and syncs it, in the background. The journal is
//! safe already; this keeps what must be applied again after a power cut short, and
//! sled's files usable.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use super::{applier::Applier, error::StoreError, index::Index};

/// A sync that takes longer at the end will not end: sled does not wake whoever waits
/// for a write that has failed.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Working,
    Stopping,
    /// The thread has nothing more to do, or did not end in time.
    Over,
}

#[derive(Default)]
struct State {
    wanted: bool,
    stage: Stage,
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
    patience: Duration,
}

impl Syncer {
    pub(super) fn start(applier: Arc<Applier>, index: Arc<Index>) -> Result<Self, StoreError> {
        let sync = move || {
            applier.catch_up()?;
            index.sync()
        };
        Self::of(sync, PATIENCE)
    }

    fn of(
        sync: impl Fn() -> Result<(), StoreError> + Send + 'static,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        thread::Builder::new()
            .name("index-sync".into())
            .spawn(move || {
                run(&theirs, &sync);
                // The index is let go of before anybody hears of the end.
                drop(sync);
                lock(&theirs.state).stage = Stage::Over;
                theirs.changed.notify_all();
            })
            .map_err(|err| StoreError::index(&err))?;
        Ok(Self { shared, patience })
    }

    /// Asks for a sync of all that was committed so far. Does not wait.
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

    /// Finishes what was asked for and ends the thread. One that does not end is left to
    /// itself, and that is a failure.
    pub(super) fn stop(&mut self) {
        let mut state = lock(&self.shared.state);
        if state.stage == Stage::Working {
            state.stage = Stage::Stopping;
        }
        self.shared.changed.notify_all();
        let (mut state, waited) = self
            .shared
            .changed
            .wait_timeout_while(state, self.patience, |it| it.stage != Stage::Over)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            let hangs = StoreError::index(&"a sync does not end");
            state.failure.get_or_insert(hangs);
            state.stage = Stage::Over;
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

fn run(shared: &Shared, sync: &impl Fn() -> Result<(), StoreError>) {
    loop {
        let mut state = lock(&shared.state);
        while !state.wanted && state.stage == Stage::Working {
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
        if let Err(err) = sync() {
            lock(&shared.state).failure.get_or_insert(err);
            if let Some(tell) = lock(&shared.on_failure).as_ref() {
                tell();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_sync_that_hangs_holds_nobody_for_ever() {
        let (let_go, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        let hangs = move || {
            // Ends when the test does.
            let _ = lock(&held).recv();
            Ok(())
        };
        let mut syncer = Syncer::of(hangs, Duration::from_millis(20)).unwrap();
        syncer.stop();
        assert!(syncer.failure().is_none(), "nothing was asked for");

        let (_let_go_too, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        let hangs = move || {
            let _ = lock(&held).recv();
            Ok(())
        };
        let mut syncer = Syncer::of(hangs, Duration::from_millis(20)).unwrap();
        syncer.request();
        syncer.stop();
        assert!(syncer.failure().is_some());
        drop(let_go);
    }
}
