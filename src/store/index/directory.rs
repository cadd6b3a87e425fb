//! Where each block is: its lowest key, and its place in the file. Held in memory, and
//! kept in sled in groups of some blocks, each group a block itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use super::{
    block::{self, Entries, malformed, put_varint, rewritten, varint},
    slots::{SLOT_LEN, Slots},
};
use crate::store::error::StoreError;

/// Some twenty blocks: a group is written anew when one of them is.
pub(super) const GROUP_LEN_MAX: usize = 512;

/// The place of a block in the file, and what its bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) slot: u32,
    /// 0 is an empty block, which has no slot.
    pub(super) len: u32,
    pub(super) sum: u32,
}

impl Place {
    pub(super) fn of(slot: u32, bytes: &[u8]) -> Self {
        Self {
            slot,
            len: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            sum: crc32fast::hash(bytes),
        }
    }

    pub(super) fn n_slots(self) -> u32 {
        Slots::needed(self.len as usize)
    }

    pub(super) fn offset(self) -> u64 {
        u64::from(self.slot) * SLOT_LEN as u64
    }

    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(12);
        put_varint(&mut bytes, self.slot as usize);
        put_varint(&mut bytes, self.len as usize);
        bytes.extend(self.sum.to_be_bytes());
        bytes
    }

    fn from_bytes(mut bytes: &[u8]) -> Result<Self, StoreError> {
        let number = |bytes: &mut &[u8]| {
            u32::try_from(varint(bytes)?).map_err(|err| StoreError::index(&err))
        };
        let slot = number(&mut bytes)?;
        let len = number(&mut bytes)?;
        let sum = <[u8; 4]>::try_from(bytes).map_err(|_| malformed("a place has another length"));
        Ok(Self {
            slot,
            len,
            sum: u32::from_be_bytes(sum?),
        })
    }
}

/// A block that was asked for.
pub(super) struct Found {
    /// No key of it is below, and every key from here on up to `end` is in it.
    pub(super) start: Vec<u8>,
    pub(super) end: Option<Vec<u8>>,
    pub(super) place: Place,
}

/// Called with a block's lowest key and its place.
pub(super) type Each<'a> = dyn FnMut(&[u8], Place) -> Result<(), StoreError> + 'a;

#[derive(Default)]
pub(super) struct Directory {
    /// By the lowest key that each may have. The first begins at the empty key and is
    /// always there; none but it is empty.
    groups: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Groups that sled does not have as they are here.
    changed: BTreeSet<Vec<u8>>,
}

impl Directory {
    /// As sled has it.
    pub(super) fn load(groups: BTreeMap<Vec<u8>, Vec<u8>>) -> Self {
        Self {
            groups,
            changed: BTreeSet::new(),
        }
    }

    /// Calls `each` with every block's lowest key and place, in order.
    pub(super) fn each(&self, each: &mut Each<'_>) -> Result<(), StoreError> {
        for group in self.groups.values() {
            let mut entries = Entries::of(group);
            while let Some(place) = entries.step()? {
                each(entries.key(), Place::from_bytes(place)?)?;
            }
        }
        Ok(())
    }

    /// The block that has the key, if any has.
    pub(super) fn at(&self, key: &[u8]) -> Result<Option<Found>, StoreError> {
        self.last_where(Bound::Included(key), &|start| start <= key)
    }

    /// The last block with keys below this one; below all if there is none.
    pub(super) fn below(&self, key: Option<&[u8]>) -> Result<Option<Found>, StoreError> {
        match key {
            None => self.last_where(Bound::Unbounded, &|_| true),
            Some(key) => self.last_where(Bound::Excluded(key), &|start| start < key),
        }
    }

    fn last_where(
        &self,
        to: Bound<&[u8]>,
        is_low: &dyn Fn(&[u8]) -> bool,
    ) -> Result<Option<Found>, StoreError> {
        for (name, group) in self.groups.range::<[u8], _>((Bound::Unbounded, to)).rev() {
            let mut entries = Entries::of(group);
            let mut found: Option<(Vec<u8>, &[u8])> = None;
            let mut end = None;
            while let Some(place) = entries.step()? {
                if !is_low(entries.key()) {
                    end = Some(entries.key().to_vec());
                    break;
                }
                match &mut found {
                    None => found = Some((entries.key().to_vec(), place)),
                    Some((start, at)) => {
                        start.clear();
                        start.extend(entries.key());
                        *at = place;
                    }
                }
            }
            if let Some((start, place)) = found {
                let end = match end {
                    None => self.first_behind(name)?,
                    end => end,
                };
                let place = Place::from_bytes(place)?;
                return Ok(Some(Found { start, end, place }));
            }
        }
        Ok(None)
    }

    /// Where the first block behind a group begins.
    fn first_behind(&self, name: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let behind = (Bound::Excluded(name), Bound::Unbounded);
        let Some((_, group)) = self.groups.range::<[u8], _>(behind).next() else {
            return Ok(None);
        };
        let mut entries = Entries::of(group);
        entries.step()?;
        Ok(Some(entries.into_key()))
    }

    /// Notes new places of blocks, and that some are gone. They are in order of keys.
    pub(super) fn set(&mut self, places: &[(Vec<u8>, Option<Place>)]) -> Result<(), StoreError> {
        let encoded: Vec<(&[u8], Option<Vec<u8>>)> = places
            .iter()
            .map(|(start, place)| (start.as_slice(), place.map(Place::to_bytes)))
            .collect();
        let mut left = encoded.as_slice();
        while let Some((first, _)) = left.first() {
            let behind = (Bound::Excluded(*first), Bound::Unbounded);
            let end = self.groups.range::<[u8], _>(behind).next();
            let n_here = match end {
                None => left.len(),
                Some((end, _)) => left.partition_point(|(key, _)| *key < end.as_slice()),
            };
            let (here, behind) = left.split_at_checked(n_here).unwrap_or((left, &[]));
            self.set_in_group(here)?;
            left = behind;
        }
        Ok(())
    }

    /// All of them belong to one group.
    fn set_in_group(&mut self, places: &[(&[u8], Option<Vec<u8>>)]) -> Result<(), StoreError> {
        let Some((first, _)) = places.first() else {
            return Ok(());
        };
        let upto = (Bound::Unbounded, Bound::Included(*first));
        let group = self.groups.range::<[u8], _>(upto).next_back();
        let (name, old) = group.map_or((Vec::new(), &[][..]), |(name, old)| {
            (name.clone(), old.as_slice())
        });
        let writes: Vec<block::Write<'_>> = places
            .iter()
            .map(|(key, place)| (*key, place.as_deref()))
            .collect();
        let parts = rewritten(old, &writes, GROUP_LEN_MAX)?;
        if parts.is_empty() {
            self.groups.remove(&name);
            self.changed.insert(name);
            return Ok(());
        }
        for part in parts {
            let name = part.start.unwrap_or_else(|| name.clone());
            self.groups.insert(name.clone(), part.bytes);
            self.changed.insert(name);
        }
        Ok(())
    }

    /// The groups that have changed since this was last asked, each with what it is
    /// now; `None` is gone.
    pub(super) fn take_changed(&mut self) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
        let changed = std::mem::take(&mut self.changed);
        let now = |name: Vec<u8>| {
            let group = self.groups.get(&name).cloned();
            (name, group)
        };
        changed.into_iter().map(now).collect()
    }

    /// They could not be written.
    pub(super) fn put_back(&mut self, names: impl Iterator<Item = Vec<u8>>) {
        self.changed.extend(names);
    }
}
