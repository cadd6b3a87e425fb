//! Brings what the journal has into the index, behind the answer: a commit is answered
//! when it is safe in the journal. Whoever needs the index next does it, or the thread
//! that syncs it, whoever comes first; until it is done nobody reads.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, RwLock,
    atomic::{AtomicBool, Ordering},
};

use super::{
    check::Audit,
    error::StoreError,
    index::{Index, Position},
    pending::Writes,
    recent::Recent,
};

pub(super) struct Applier {
    index: Arc<Index>,
    /// Held for reading by readers, for writing while a commit is applied.
    pub(super) gate: Arc<RwLock<()>>,
    pub(super) audit: Arc<Audit>,
    pub(super) recent: Recent,
    /// Whether there is anything behind, asked before each read.
    is_behind: AtomicBool,
    /// At most one commit: the next begins when it is applied.
    behind: Mutex<Option<(Writes, Position)>>,
    /// By itself: who holds a reader may ask for it while somebody waits for the gate.
    failure: Mutex<Option<StoreError>>,
}

impl Applier {
    pub(super) fn new(index: Arc<Index>) -> Self {
        Self {
            index,
            gate: Arc::default(),
            audit: Arc::default(),
            recent: Recent::default(),
            is_behind: AtomicBool::new(false),
            behind: Mutex::default(),
            failure: Mutex::default(),
        }
    }

    /// Leaves a commit for whoever comes first. The one before it is applied.
    pub(super) fn leave(&self, writes: Writes, position: Position) {
        *lock(&self.behind) = Some((writes, position));
        self.is_behind.store(true, Ordering::Release);
    }

    /// Waits until all that was committed is in the index, or does it. Not for a thread
    /// that holds a reader.
    ///
    /// # Errors
    ///
    /// When the index failed; then it is behind for good, and so for everybody.
    pub(super) fn catch_up(&self) -> Result<(), StoreError> {
        if !self.is_behind.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut behind = lock(&self.behind);
        let Some((writes, position)) = behind.take() else {
            return self.failure().map_or(Ok(()), Err);
        };
        let gate = self.gate.write().unwrap_or_else(PoisonError::into_inner);
        let noted = self.audit.note(&writes, &self.index);
        let applied = noted.and_then(|()| self.index.apply(&writes, &position));
        match &applied {
            Ok(()) => self.recent.apply(&writes),
            Err(_) => self.recent.forget(),
        }
        drop(gate);
        applied.map_err(|err| {
            let (seq, what) = (position.seq, err.to_string());
            let cause = StoreError::RecordedNotIndexed { seq, what };
            lock(&self.failure).get_or_insert(cause).clone()
        })?;
        self.is_behind.store(false, Ordering::Release);
        Ok(())
    }

    pub(super) fn failure(&self) -> Option<StoreError> {
        lock(&self.failure).clone()
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
