//! The blocks, in a file of their own: read from it one by one, and written to it some
//! at a time.
//!
//! A block is never changed where it is. What is applied makes new blocks, held in
//! memory until [`Blocks::write`] has brought them into slots that nothing on the disk
//! leads to; then sled is told where they are, all at once; and only when that is safe
//! are the slots of the old ones given back. Whenever the power goes, what sled has
//! leads to whole blocks.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use super::{
    block::{self, Part, Write, malformed, rewritten},
    directory::{Directory, Place},
    slots::{SLOT_LEN, Slots},
};
use crate::store::{
    error::{Doing, IoContext, StoreError},
    files,
    pending::Writes,
};

/// A block fills one slot.
pub(super) const BLOCK_LEN_MAX: usize = SLOT_LEN;
/// So many blocks that were read are kept: a commit reads what it then changes.
const N_RECENT: usize = 128;
/// Neighbours are written together up to so many bytes.
const WRITE_LEN: usize = 512 * 1024;

pub(super) struct Blocks {
    file: File,
    path: PathBuf,
    state: RwLock<State>,
    /// Blocks that were read last, each where its slot's number puts it.
    recent: [Mutex<Recent>; N_RECENT],
}

type Recent = Option<(Place, Arc<Vec<u8>>)>;

#[derive(Default)]
struct State {
    directory: Directory,
    slots: Slots,
    /// By their slots, what the file does not have yet.
    unwritten: HashMap<u32, Arc<Vec<u8>>>,
    /// What is on its way there.
    being_written: HashMap<u32, Arc<Vec<u8>>>,
    n_unwritten_bytes: usize,
    /// Slots that the disk may still lead to, with how many they are.
    freed: Vec<(u32, u32)>,
    position: Option<Vec<u8>>,
}

/// A block, read.
pub(super) struct Loaded {
    pub(super) start: Vec<u8>,
    /// Every key from `start` up to here is in the block, if anywhere.
    pub(super) end: Option<Vec<u8>>,
    pub(super) bytes: Arc<Vec<u8>>,
}

/// What is to be brought to the disk together.
pub(super) struct Draft {
    blocks: BTreeMap<u32, Arc<Vec<u8>>>,
    pub(super) groups: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    pub(super) position: Option<Vec<u8>>,
    freed: Vec<(u32, u32)>,
}

impl Draft {
    pub(super) fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.groups.is_empty()
    }
}

/// A block that is to be replaced by others.
struct Rewrite {
    start: Vec<u8>,
    old: Option<Place>,
    parts: Vec<Part>,
}

impl Blocks {
    /// With the groups and the position that sled has.
    pub(super) fn open(
        path: &Path,
        groups: BTreeMap<Vec<u8>, Vec<u8>>,
        position: Option<Vec<u8>>,
    ) -> Result<Self, StoreError> {
        let file = files::private()
            .create(true)
            .truncate(false)
            .open(path)
            .doing(Doing::Opening, path)?;
        let directory = Directory::load(groups);
        let mut slots = Slots::default();
        let len = file.metadata().doing(Doing::Reading, path)?.len();
        let mut last: Option<Vec<u8>> = None;
        directory.each(&mut |start, place| {
            let is_in_order = last.as_deref().map_or(start.is_empty(), |it| it < start);
            if !is_in_order {
                return Err(malformed("the places are not in order"));
            }
            last = Some(start.to_vec());
            if place.offset() + u64::from(place.len) > len {
                return Err(malformed("it is behind the end of the file"));
            }
            if !slots.mark(place.slot, place.n_slots()) {
                return Err(malformed("it is where another one is"));
            }
            Ok(())
        })?;
        let state = State {
            directory,
            slots,
            position,
            ..State::default()
        };
        Ok(Self {
            file,
            path: path.to_path_buf(),
            state: RwLock::new(state),
            recent: [const { Mutex::new(None) }; N_RECENT],
        })
    }

    fn reading(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn position(&self) -> Option<Vec<u8>> {
        self.reading().position.clone()
    }

    /// Bytes that only memory has.
    pub(super) fn n_unwritten_bytes(&self) -> usize {
        self.reading().n_unwritten_bytes
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(loaded) = self.at(key)? else {
            return Ok(None);
        };
        Ok(block::find(&loaded.bytes, key)?.map(<[u8]>::to_vec))
    }

    /// The block that has the key, if any has.
    pub(super) fn at(&self, key: &[u8]) -> Result<Option<Loaded>, StoreError> {
        let state = self.reading();
        let found = state.directory.at(key)?;
        found.map(|it| self.loaded(&state, it)).transpose()
    }

    /// The last block with keys below this one; below all if there is none.
    pub(super) fn below(&self, key: Option<&[u8]>) -> Result<Option<Loaded>, StoreError> {
        let state = self.reading();
        let found = state.directory.below(key)?;
        found.map(|it| self.loaded(&state, it)).transpose()
    }

    fn loaded(&self, state: &State, found: super::directory::Found) -> Result<Loaded, StoreError> {
        Ok(Loaded {
            start: found.start,
            end: found.end,
            bytes: self.load(state, found.place)?,
        })
    }

    fn load(&self, state: &State, place: Place) -> Result<Arc<Vec<u8>>, StoreError> {
        let held = state.unwritten.get(&place.slot);
        let held = held.or_else(|| state.being_written.get(&place.slot));
        if let Some(held) = held.filter(|_| place.len > 0) {
            return Ok(Arc::clone(held));
        }
        let recent = self.recent.get(place.slot as usize % N_RECENT);
        let mut recent = recent.map(|it| it.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(Some((kept, bytes))) = recent.as_deref()
            && *kept == place
        {
            return Ok(Arc::clone(bytes));
        }
        let mut bytes = vec![0; place.len as usize];
        files::read_exact_at(&self.file, &mut bytes, place.offset())
            .map_err(|err| StoreError::index(&format!("a block cannot be read: {err}")))?;
        if crc32fast::hash(&bytes) != place.sum {
            return Err(malformed("it is not what was written there"));
        }
        let bytes = Arc::new(bytes);
        if let Some(recent) = recent.as_deref_mut()
            && bytes.len() <= SLOT_LEN
        {
            *recent = Some((place, Arc::clone(&bytes)));
        }
        Ok(bytes)
    }

    /// Applies all of it, or nothing. The file is not touched.
    pub(super) fn apply(&self, writes: &Writes, position: Vec<u8>) -> Result<(), StoreError> {
        let writes: Vec<Write<'_>> = writes
            .iter()
            .map(|(key, value)| (key.as_slice(), value.as_deref()))
            .collect();
        let mut state = self.writing();
        let rewrites = self.rewrites(&state, &writes)?;
        state.install(rewrites)?;
        state.position = Some(position);
        Ok(())
    }

    fn rewrites(&self, state: &State, writes: &[Write<'_>]) -> Result<Vec<Rewrite>, StoreError> {
        let mut rewrites = Vec::new();
        let mut left = writes;
        while let Some((first, _)) = left.first() {
            let found = state.directory.at(first)?;
            let (start, end, old) = match found {
                Some(found) => (found.start, found.end, Some(found.place)),
                None => (Vec::new(), None, None),
            };
            let n_here = match &end {
                None => left.len(),
                Some(end) => left.partition_point(|(key, _)| *key < end.as_slice()),
            };
            let (here, behind) = left.split_at_checked(n_here).unwrap_or((left, &[]));
            left = behind;
            let bytes = match old {
                Some(old) => self.load(state, old)?,
                None => Arc::default(),
            };
            let parts = rewritten(&bytes, here, BLOCK_LEN_MAX)?;
            let is_same = matches!(parts.as_slice(), [part] if part.bytes == *bytes);
            if !is_same {
                rewrites.push(Rewrite { start, old, parts });
            }
        }
        Ok(rewrites)
    }

    /// All that the disk does not have.
    pub(super) fn begin(&self) -> Draft {
        let mut state = self.writing();
        let state = &mut *state;
        state.being_written.extend(state.unwritten.drain());
        state.n_unwritten_bytes = 0;
        let blocks = state.being_written.iter();
        Draft {
            blocks: blocks
                .map(|(slot, bytes)| (*slot, Arc::clone(bytes)))
                .collect(),
            groups: state.directory.take_changed(),
            position: state.position.clone(),
            freed: std::mem::take(&mut state.freed),
        }
    }

    /// Writes the blocks and syncs them.
    pub(super) fn write(&self, draft: &Draft) -> Result<(), StoreError> {
        if draft.blocks.is_empty() {
            return Ok(());
        }
        let mut together = Together {
            blocks: self,
            slot: 0,
            bytes: Vec::new(),
        };
        for (slot, bytes) in &draft.blocks {
            together.add(*slot, bytes)?;
        }
        together.write()?;
        self.file.sync_data().doing(Doing::Syncing, &self.path)
    }

    /// sled has all of it.
    pub(super) fn finish(&self, draft: Draft) {
        let mut state = self.writing();
        for slot in draft.blocks.keys() {
            state.being_written.remove(slot);
        }
        for (slot, n) in draft.freed {
            state.slots.give_back(slot, n);
        }
    }

    /// It could not be written; all of it is part of the next draft.
    pub(super) fn give_up(&self, draft: Draft) {
        let mut state = self.writing();
        let names = draft.groups.into_iter().map(|(name, _)| name);
        state.directory.put_back(names);
        state.freed.extend(draft.freed);
    }

    /// Writes blocks that nothing leads to yet into free slots.
    pub(super) fn put(&self, blocks: &[Vec<u8>]) -> Result<Vec<Place>, StoreError> {
        let mut together = Together {
            blocks: self,
            slot: 0,
            bytes: Vec::new(),
        };
        let mut places = Vec::with_capacity(blocks.len());
        {
            let mut state = self.writing();
            for bytes in blocks {
                let slot = state.slots.take(Slots::needed(bytes.len()));
                places.push(Place::of(slot, bytes));
            }
        }
        for (place, bytes) in places.iter().zip(blocks) {
            together.add(place.slot, bytes)?;
        }
        together.write()?;
        Ok(places)
    }

    /// Leads to blocks that were put. They are in order of keys.
    pub(super) fn lead_to(
        &self,
        places: &[(Vec<u8>, Option<Place>)],
        position: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.file.sync_data().doing(Doing::Syncing, &self.path)?;
        let mut state = self.writing();
        state.directory.set(places)?;
        state.position = Some(position);
        Ok(())
    }
}

impl State {
    fn install(&mut self, rewrites: Vec<Rewrite>) -> Result<(), StoreError> {
        let mut places = Vec::new();
        for Rewrite { start, old, parts } in rewrites {
            if let Some(old) = old.filter(|it| it.len > 0) {
                self.free(old);
            }
            if parts.is_empty() {
                // Whatever key comes, some block has it: the first one is always there.
                let empty = start.is_empty().then(|| Place::of(0, &[]));
                places.push((start, empty));
                continue;
            }
            let mut first = Some(start);
            for part in parts {
                let start = first.take().or(part.start).unwrap_or_default();
                let slot = self.slots.take(Slots::needed(part.bytes.len()));
                places.push((start, Some(Place::of(slot, &part.bytes))));
                self.n_unwritten_bytes += part.bytes.len();
                self.unwritten.insert(slot, Arc::new(part.bytes));
            }
        }
        self.directory.set(&places)
    }

    fn free(&mut self, place: Place) {
        match self.unwritten.remove(&place.slot) {
            Some(bytes) => {
                self.n_unwritten_bytes = self.n_unwritten_bytes.saturating_sub(bytes.len());
                self.slots.give_back(place.slot, place.n_slots());
            }
            None => self.freed.push((place.slot, place.n_slots())),
        }
    }
}

/// Blocks in slots that follow one another, written at once.
struct Together<'a> {
    blocks: &'a Blocks,
    slot: u32,
    bytes: Vec<u8>,
}

impl Together<'_> {
    fn add(&mut self, slot: u32, bytes: &[u8]) -> Result<(), StoreError> {
        let next = self.slot + Slots::needed(self.bytes.len());
        if slot != next || self.bytes.len() + bytes.len() > WRITE_LEN {
            self.write()?;
            self.slot = slot;
        }
        self.bytes.extend(bytes);
        // Whole slots, so that nothing has to be read for it.
        let len = self.bytes.len().next_multiple_of(SLOT_LEN);
        self.bytes.resize(len, 0);
        Ok(())
    }

    fn write(&mut self) -> Result<(), StoreError> {
        if !self.bytes.is_empty() {
            let Blocks { file, path, .. } = self.blocks;
            let at = Place::of(self.slot, &[]).offset();
            files::write_all_at(file, &self.bytes, at).doing(Doing::Writing, path)?;
            self.bytes.clear();
        }
        Ok(())
    }
}
