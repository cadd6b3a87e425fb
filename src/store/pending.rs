//! Writes that are not yet in the index, laid over it: what a transaction reads,
//! and what a replay of the journal gathers.

use std::{collections::BTreeMap, ops::Bound};

use super::{
    digest::{LOOKUP_KEYS, Proof},
    error::StoreError,
    index::Index,
    recent::{Kept, Recent},
    records::{has_lookups, lookup_keys, lookup_keys_of},
};

/// New values by key; `None` is gone. Records and lookups alike.
pub(super) type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

pub(super) struct Pending<'a> {
    index: &'a Index,
    /// `None` where nothing is asked for twice.
    recent: Option<&'a Recent>,
    writes: BTreeMap<Vec<u8>, Rewrite>,
    /// Keys of ids that were drawn just now: nothing was ever kept under them.
    drawn: Vec<Vec<u8>>,
}

/// A key's value in the index, and what it becomes. Kept from the first write on,
/// so that the index is asked once.
struct Rewrite {
    old: Option<Kept>,
    new: Option<Kept>,
}

impl<'a> Pending<'a> {
    pub(super) fn over(index: &'a Index) -> Self {
        Self {
            index,
            recent: None,
            writes: BTreeMap::new(),
            drawn: Vec::new(),
        }
    }

    pub(super) fn beside(index: &'a Index, recent: &'a Recent) -> Self {
        Self {
            recent: Some(recent),
            ..Self::over(index)
        }
    }

    pub(super) fn len(&self) -> usize {
        self.writes.len()
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Kept>, StoreError> {
        match self.writes.get(key) {
            Some(rewrite) => Ok(rewrite.new.clone()),
            None if self.drawn.iter().any(|it| it == key) => Ok(None),
            None => match self.recent {
                Some(recent) => recent.get(self.index, key),
                None => Ok(self.index.get(key)?.map(Kept::unproved)),
            },
        }
    }

    /// The index is not asked what it has under this key.
    pub(super) fn drawn(&mut self, key: Vec<u8>) {
        self.drawn.push(key);
    }

    /// Sets or removes a record and moves the lookups that lead to it.
    pub(super) fn write(&mut self, key: &[u8], value: Option<&[u8]>) -> Result<(), StoreError> {
        let lookups = match value {
            Some(value) => lookup_keys(key, value)?,
            None => Vec::new(),
        };
        self.write_with(key, value.map(Kept::unproved), &lookups)
    }

    /// [`Pending::write`] for a caller who knows the new lookups.
    pub(super) fn write_with(
        &mut self,
        key: &[u8],
        value: Option<Kept>,
        lookups: &[Vec<u8>],
    ) -> Result<(), StoreError> {
        let old = self.get(key)?;
        if is_same(old.as_ref(), value.as_ref()) {
            return Ok(());
        }
        let old_lookups = match old.as_ref().map(Kept::raw) {
            Some(old) if !old.is_proved || has_lookups(key)? => {
                lookup_keys_of(key, old).inspect_err(|err| self.distrust(err))?
            }
            _ => Vec::new(),
        };
        // A lookup has its record's key in it, so nothing else can have put it there:
        // it is in the index exactly if the record's bytes there lead to it.
        let led = Some(Kept::unproved(Vec::new()));
        for gone in old_lookups.iter().filter(|it| !lookups.contains(it)) {
            self.rewrite(gone, led.clone(), None);
        }
        for new in lookups.iter().filter(|it| !old_lookups.contains(it)) {
            self.rewrite(new, None, led.clone());
        }
        self.rewrite(key, old, value);
        Ok(())
    }

    /// `old` counts only where the key was not written before.
    fn rewrite(&mut self, key: &[u8], old: Option<Kept>, new: Option<Kept>) {
        if let Some(rewrite) = self.writes.get_mut(key) {
            rewrite.new = new;
        } else {
            self.writes.insert(key.to_vec(), Rewrite { old, new });
        }
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
        let mut theirs = |key: &[u8], value: &[u8]| {
            let before = |ours: &[u8]| if backwards { ours > key } else { ours < key };
            while let Some((our_key, ours_is)) = next.filter(|(it, _)| goes_on && before(it)) {
                goes_on = ours_is
                    .new
                    .as_ref()
                    .is_none_or(|value| visit(our_key, value.bytes()));
                next = ours.next();
            }
            let hidden = next.is_some_and(|(our_key, _)| our_key == key);
            goes_on = goes_on && (hidden || visit(key, value));
            goes_on
        };
        match self.recent {
            Some(recent) => recent.visit(self.index, range, backwards, &mut theirs)?,
            None => self.index.visit(range, backwards, &mut theirs)?,
        }
        while let Some((our_key, ours_is)) = next.filter(|_| goes_on) {
            goes_on = ours_is
                .new
                .as_ref()
                .is_none_or(|value| visit(our_key, value.bytes()));
            next = ours.next();
        }
        Ok(())
    }

    pub(super) fn distrust(&self, why: &StoreError) {
        self.index.distrust(why);
    }

    /// The writes that change anything, and `proof` after them.
    pub(super) fn into_writes(self, mut proof: Proof) -> (Writes, Proof) {
        let mut writes = Writes::new();
        for (key, Rewrite { old, new }) in self.writes {
            if is_same(old.as_ref(), new.as_ref()) {
                continue;
            }
            if let Some(old) = old {
                proof.subtract(&key, old.bytes());
            }
            if let Some(new) = &new {
                proof.add(&key, new.bytes());
            }
            writes.insert(key, new.map(|it| it.bytes().to_vec()));
        }
        (writes, proof)
    }
}

fn is_same(a: Option<&Kept>, b: Option<&Kept>) -> bool {
    a.map(Kept::bytes) == b.map(Kept::bytes)
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
