//! Writes that are not yet in the index, laid over it: what a transaction reads,
//! and what a replay of the journal gathers.

use std::{collections::BTreeMap, ops::Bound};

use super::{
    digest::{LOOKUP_KEYS, Proof},
    error::StoreError,
    index::Index,
    records::lookup_keys,
};

/// New values by key; `None` is gone. Records and lookups alike.
pub(super) type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

pub(super) struct Pending<'a> {
    /// `None` is an empty index.
    index: Option<&'a Index>,
    writes: Writes,
}

impl<'a> Pending<'a> {
    pub(super) fn over(index: Option<&'a Index>) -> Self {
        Self {
            index,
            writes: Writes::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.writes.len()
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.writes.get(key) {
            Some(value) => Ok(value.clone()),
            None => self.stored(key),
        }
    }

    fn stored(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.index {
            Some(index) => Ok(index.get(key)?.map(|value| value.to_vec())),
            None => Ok(None),
        }
    }

    /// Sets or removes a record and moves the lookups that lead to it.
    pub(super) fn write(&mut self, key: &[u8], value: Option<&[u8]>) -> Result<(), StoreError> {
        let lookups = match value {
            Some(value) => lookup_keys(key, value)?,
            None => Vec::new(),
        };
        self.write_with(key, value, &lookups)
    }

    /// [`Pending::write`] for a caller who knows the new lookups.
    pub(super) fn write_with(
        &mut self,
        key: &[u8],
        value: Option<&[u8]>,
        lookups: &[Vec<u8>],
    ) -> Result<(), StoreError> {
        let old = self.get(key)?;
        if old.as_deref() == value {
            return Ok(());
        }
        let old_lookups = match old {
            Some(old) => lookup_keys(key, &old).inspect_err(|_| self.distrust())?,
            None => Vec::new(),
        };
        for gone in old_lookups.iter().filter(|it| !lookups.contains(it)) {
            self.writes.insert(gone.clone(), None);
        }
        for new in lookups.iter().filter(|it| !old_lookups.contains(it)) {
            self.writes.insert(new.clone(), Some(Vec::new()));
        }
        self.writes.insert(key.to_vec(), value.map(<[u8]>::to_vec));
        Ok(())
    }

    /// Calls `visit` for each key and value in the range, in order of keys, until
    /// it says `false`.
    pub(super) fn visit(
        &self,
        range: KeyRange,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        let mut ours: Box<dyn Iterator<Item = _>> = if backwards {
            Box::new(self.writes.range::<Vec<u8>, _>(range.clone()).rev())
        } else {
            Box::new(self.writes.range::<Vec<u8>, _>(range.clone()))
        };
        let mut next = ours.next();
        let mut goes_on = true;
        if let Some(index) = self.index {
            index.visit(range, backwards, &mut |key, value| {
                let before = |ours: &[u8]| if backwards { ours > key } else { ours < key };
                while let Some((our_key, our_value)) = next.filter(|(it, _)| goes_on && before(it))
                {
                    goes_on = our_value.as_ref().is_none_or(|value| visit(our_key, value));
                    next = ours.next();
                }
                let hidden = next.is_some_and(|(our_key, _)| our_key == key);
                goes_on = goes_on && (hidden || visit(key, value));
                goes_on
            })?;
        }
        while let Some((our_key, our_value)) = next.filter(|_| goes_on) {
            goes_on = our_value.as_ref().is_none_or(|value| visit(our_key, value));
            next = ours.next();
        }
        Ok(())
    }

    pub(super) fn distrust(&self) {
        if let Some(index) = self.index {
            index.distrust();
        }
    }

    /// The proof of the writes alone: of everything, over an empty index.
    pub(super) fn proof(&self) -> Proof {
        let mut proof = Proof::default();
        for (key, value) in &self.writes {
            if let Some(value) = value {
                proof.add(key, value);
            }
        }
        proof
    }

    /// The writes that change anything, and `proof` after them.
    pub(super) fn into_writes(self, mut proof: Proof) -> Result<(Writes, Proof), StoreError> {
        let Self { index, mut writes } = self;
        let mut failed = None;
        writes.retain(|key, value| {
            let old = index.map_or(Ok(None), |index| index.get(key));
            let old = match old {
                Ok(old) => old,
                Err(err) => {
                    failed = Some(err);
                    return false;
                }
            };
            if old.as_deref() == value.as_deref() {
                return false;
            }
            if let Some(old) = old {
                proof.subtract(key, &old);
            }
            if let Some(value) = value {
                proof.add(key, value);
            }
            true
        });
        failed.map_or(Ok((writes, proof)), Err)
    }
}

/// Whether a key is a record's and not a lookup's.
pub(super) fn is_record(key: &[u8]) -> bool {
    key.first().is_some_and(|first| *first < LOOKUP_KEYS)
}

/// From where to where keys are visited.
pub(super) type KeyRange = (Bound<Vec<u8>>, Bound<Vec<u8>>);

/// All keys that begin with `prefix`, or those of them behind `after`.
pub(super) fn range_after(prefix: &[u8], after: Option<&[u8]>) -> KeyRange {
    let (start, end) = prefix_range(prefix);
    let after = after.map(|it| Bound::Excluded(it.to_vec()));
    (after.unwrap_or(start), end)
}

/// All keys that begin with `prefix`.
pub(super) fn prefix_range(prefix: &[u8]) -> KeyRange {
    let start = Bound::Included(prefix.to_vec());
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return (start, Bound::Excluded(end));
        }
    }
    (start, Bound::Unbounded)
}
