//! What was read or written last, as the index has it: the same few records are asked
//! for with every request. Nothing is here that the index does not have, so nothing is
//! lost with it.
//!
//! Filled by whoever reads, with the gate held; changed while a commit is applied,
//! with all readers held off.

use std::{
    collections::HashMap,
    mem,
    ops::RangeBounds,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    codec::{Raw, is_sound},
    error::StoreError,
    index::{Index, POSITION_KEY},
    pending::{KeyRange, Writes, is_record},
};

/// Of keys and values in a generation; there are two.
const BYTES_MAX: usize = 512 * 1024;
/// What is larger is read when it is wanted.
const VALUE_BYTES_MAX: usize = 16 * 1024;
/// Lookups that lead to more records are followed in the index.
const LED_TO_MAX: usize = 16;
const RANGES_MAX: usize = 256;

/// All that are held are proved.
type Value = Option<Arc<[u8]>>;
/// Keys of lookups, in order.
type Keys = Arc<[Vec<u8>]>;

/// What is kept under a key.
#[derive(Clone, Debug)]
pub struct Kept {
    bytes: Arc<[u8]>,
    is_proved: bool,
}

impl Kept {
    pub(super) fn proved(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self {
            bytes: bytes.into(),
            is_proved: true,
        }
    }

    pub(super) fn unproved(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self {
            bytes: bytes.into(),
            is_proved: false,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn raw(&self) -> Raw<'_> {
        Raw {
            bytes: &self.bytes,
            is_proved: self.is_proved,
        }
    }
}

#[derive(Default)]
pub(super) struct Recent(Mutex<Held>);

#[derive(Default)]
struct Held {
    /// What was asked for since the generation before it was full.
    young: HashMap<Vec<u8>, Value>,
    n_young_bytes: usize,
    old: HashMap<Vec<u8>, Value>,
    /// All keys of a range of lookups; `None` if they are many.
    ranges: HashMap<KeyRange, Option<Keys>>,
}

impl Recent {
    pub(super) fn get(&self, index: &Index, key: &[u8]) -> Result<Option<Kept>, StoreError> {
        // It changes with every commit, and is no part of any.
        if key == POSITION_KEY {
            return Ok(index.get(key)?.map(Kept::unproved));
        }
        if let Some(held) = self.held().value(key) {
            return Ok(held.map(Kept::proved));
        }
        let value = index.get(key)?;
        // Whoever reads a damaged one is told each time.
        if value.as_deref().is_some_and(|it| !is_sound(key, it)) {
            return Ok(value.map(Kept::unproved));
        }
        let value: Value = value.map(Arc::from);
        self.held().hold(key, value.clone());
        Ok(value.map(Kept::proved))
    }

    /// As [`Index::visit`].
    pub(super) fn visit(
        &self,
        index: &Index,
        range: KeyRange,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        let Some(keys) = self.few(index, &range)? else {
            return index.visit(range, backwards, visit);
        };
        // A lookup has nothing but its key.
        let mut visit = |key: &Vec<u8>| visit(key, &[]);
        if backwards {
            keys.iter().rev().all(&mut visit);
        } else {
            keys.iter().all(&mut visit);
        }
        Ok(())
    }

    /// The keys of a range of lookups, if they are few.
    fn few(&self, index: &Index, range: &KeyRange) -> Result<Option<Keys>, StoreError> {
        if !is_of_lookups(range) {
            return Ok(None);
        }
        if let Some(known) = self.held().ranges.get(range) {
            return Ok(known.clone());
        }
        let mut keys = Vec::new();
        index.visit(range.clone(), false, &mut |key, _| {
            keys.push(key.to_vec());
            keys.len() <= LED_TO_MAX
        })?;
        let few = (keys.len() <= LED_TO_MAX).then(|| Keys::from(keys));
        let mut held = self.held();
        if held.ranges.len() >= RANGES_MAX {
            held.ranges.clear();
        }
        held.ranges.insert(range.clone(), few.clone());
        Ok(few)
    }

    /// The index has these now.
    pub(super) fn apply(&self, writes: &Writes) {
        let mut held = self.held();
        for (key, value) in writes {
            if is_record(key) {
                held.hold(key, value.as_deref().map(Arc::from));
            } else {
                held.ranges.retain(|range, _| !range.contains(key));
            }
        }
    }

    /// Nobody knows what the index has.
    pub(super) fn forget(&self) {
        *self.held() = Held::default();
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn value(&mut self, key: &[u8]) -> Option<Value> {
        if let Some(value) = self.young.get(key) {
            return Some(value.clone());
        }
        let (key, value) = self.old.remove_entry(key)?;
        self.put(key, value.clone());
        Some(value)
    }

    fn hold(&mut self, key: &[u8], value: Value) {
        self.old.remove(key);
        if value.as_ref().is_some_and(|it| it.len() > VALUE_BYTES_MAX) {
            self.young.remove(key);
        } else {
            self.put(key.to_vec(), value);
        }
    }

    fn put(&mut self, key: Vec<u8>, value: Value) {
        // What is put in another's place is counted twice: a generation is only shorter.
        self.n_young_bytes += key.len() + value.as_ref().map_or(0, |it| it.len());
        self.young.insert(key, value);
        if self.n_young_bytes > BYTES_MAX {
            self.old = mem::take(&mut self.young);
            self.n_young_bytes = 0;
        }
    }
}

fn is_of_lookups((start, _): &KeyRange) -> bool {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    match start {
        Included(key) | Excluded(key) => !key.is_empty() && !is_record(key),
        Unbounded => false,
    }
}
