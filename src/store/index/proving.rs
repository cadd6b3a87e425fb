//! Reads all of the index and adds up what is there.

use std::{
    ops::Bound,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    thread,
};

use super::{Index, POSITION_KEY};
use crate::store::{digest::Proof, error::StoreError, pending::KeyRange};

/// So many records are proved between two looks at how far all of it is.
const STEP_RECORDS: u64 = 512;

impl Index {
    /// Reads everything and gives what a [`super::Position`] should say of it. Two threads
    /// share the work, key by first byte; `step` hears from this one how many
    /// records both have read.
    ///
    /// # Errors
    ///
    /// What `step` says, and an index that cannot be read or whose keys are not in
    /// order: then a key that is there may not be found.
    pub(in crate::store) fn prove(
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
