//! Sorts more than memory can hold: what comes is gathered until there is enough of it,
//! sorted, and put aside as a run; in the end all runs are read side by side.
//!
//! ```text
//! item of a run: key length | value length + 1, or 0 where it is gone (varints)
//!                | key | value
//! ```

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::store::{
    error::{Doing, IoContext, StoreError},
    files,
    index::block::{put_varint, varint},
};

/// Read from the file at once, of each run.
const READ_LEN: usize = 32 * 1024;

/// What has been gathered of a run.
#[derive(Default)]
pub(super) struct Gathered {
    bytes: Vec<u8>,
    /// By the first byte of the key, as they came: what is of one kind comes mostly in
    /// order, and then there is little to sort.
    items: BTreeMap<Option<u8>, Vec<Item>>,
    n_items: usize,
}

struct Item {
    /// The first bytes of the key: short keys as a whole, and most others differ in them.
    prefix: u128,
    at: usize,
    key_len: u16,
    is_gone: bool,
    value_len: u32,
}

impl Item {
    /// The prefix is all of the key, with nothing but zeros behind it.
    fn is_whole(&self) -> bool {
        usize::from(self.key_len) <= size_of_val(&self.prefix)
    }

    fn key_end(&self) -> usize {
        self.at + usize::from(self.key_len)
    }

    fn end(&self) -> usize {
        self.key_end() + self.value_len as usize
    }
}

impl Gathered {
    /// # Errors
    ///
    /// A key or a value that is longer than any journal can have it.
    pub(super) fn push(&mut self, key: &[u8], value: Option<&[u8]>) -> Result<(), StoreError> {
        let too_long = |_| StoreError::record(key, &"it is too long");
        let value_len = value.map_or(0, <[u8]>::len);
        let item = Item {
            prefix: prefix(key),
            at: self.bytes.len(),
            key_len: key.len().try_into().map_err(too_long)?,
            is_gone: value.is_none(),
            value_len: value_len.try_into().map_err(too_long)?,
        };
        self.items
            .entry(key.first().copied())
            .or_default()
            .push(item);
        self.n_items += 1;
        self.bytes.extend(key);
        self.bytes.extend(value.unwrap_or_default());
        Ok(())
    }

    /// Bytes that it has in memory.
    pub(super) fn len(&self) -> usize {
        self.bytes.len() + self.n_items * size_of::<Item>()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.n_items == 0
    }

    fn key(&self, item: &Item) -> &[u8] {
        let bytes = self.bytes.get(item.at..item.key_end());
        bytes.unwrap_or_default()
    }

    /// In order of keys; of several with the same key the last that came.
    fn into_run(mut self) -> Vec<u8> {
        let mut run = Vec::with_capacity(self.bytes.len() + self.n_items * 4);
        for mut items in std::mem::take(&mut self.items).into_values() {
            // Those with the same key stay as they came.
            items.sort_by(|a, b| self.order(a, b));
            let next = items.iter().skip(1).map(Some).chain([None]);
            for (item, next) in items.iter().zip(next) {
                if next.is_none_or(|it| self.order(item, it).is_ne()) {
                    self.put(item, &mut run);
                }
            }
        }
        run
    }

    fn order(&self, a: &Item, b: &Item) -> Ordering {
        let behind = || {
            if a.is_whole() && b.is_whole() {
                a.key_len.cmp(&b.key_len)
            } else {
                self.key(a).cmp(self.key(b))
            }
        };
        a.prefix.cmp(&b.prefix).then_with(behind)
    }

    fn put(&self, item: &Item, run: &mut Vec<u8>) {
        let value = if item.is_gone {
            0
        } else {
            item.value_len as usize + 1
        };
        put_varint(run, usize::from(item.key_len));
        put_varint(run, value);
        run.extend(self.bytes.get(item.at..item.end()).unwrap_or_default());
    }
}

fn prefix(key: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(key) {
        *to = *from;
    }
    u128::from_be_bytes(bytes)
}

/// The runs, from whatever threads. What there is of a small store stays in memory.
pub(super) struct Runs {
    dir: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By their numbers: of the same key, the run with the highest counts.
    runs: BTreeMap<usize, Run>,
    /// Without a name: it is gone with the program, however that ends.
    file: Option<File>,
    file_len: u64,
    n_bytes: u64,
}

enum Run {
    Held(Vec<u8>),
    InFile { at: u64, len: u64 },
}

impl Runs {
    /// In a folder that has room for them.
    pub(super) fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_path_buf(),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, number: usize, gathered: Gathered) -> Result<(), StoreError> {
        let run = gathered.into_run();
        let len = run.len() as u64;
        let mut state = self.state();
        state.n_bytes += len;
        if state.runs.is_empty() {
            state.runs.insert(number, Run::Held(run));
            return Ok(());
        }
        let file = match &state.file {
            Some(file) => file.try_clone(),
            None => tempfile::tempfile_in(&self.dir),
        };
        let file = file.doing(Doing::Creating, &self.dir)?;
        let at = state.file_len;
        state.file_len += len;
        state.runs.insert(number, Run::InFile { at, len });
        let cloned = file.try_clone().doing(Doing::Creating, &self.dir)?;
        state.file.get_or_insert(cloned);
        drop(state);
        files::write_all_at(&file, &run, at).doing(Doing::Writing, &self.dir)
    }

    /// All of it side by side.
    pub(super) fn merge(self) -> Result<Merge, StoreError> {
        let Self { dir, state } = self;
        let state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut merge = Merge {
            dir,
            file: state.file,
            runs: Vec::new(),
            heap: Vec::new(),
            n_bytes: state.n_bytes,
            n_read: 0,
        };
        for run in state.runs.into_values() {
            let (bytes, at, left) = match run {
                Run::Held(bytes) => (bytes, 0, 0),
                Run::InFile { at, len } => (Vec::new(), at, len),
            };
            merge.runs.push(Reading {
                bytes,
                start: 0,
                at,
                left,
                item: None,
            });
        }
        for run in 0..merge.runs.len() {
            if merge.advance(run)? {
                merge.heap.push(run);
                merge.rise(merge.heap.len() - 1);
            }
        }
        Ok(merge)
    }
}

/// A run that is being read.
struct Reading {
    bytes: Vec<u8>,
    /// Behind the item.
    start: usize,
    /// In the file, behind `bytes`.
    at: u64,
    left: u64,
    item: Option<Item>,
}

impl Reading {
    fn key(&self) -> &[u8] {
        let item = self.item.as_ref();
        let key = item.and_then(|it| self.bytes.get(it.at..it.key_end()));
        key.unwrap_or_default()
    }

    fn value(&self) -> Option<&[u8]> {
        let item = self.item.as_ref().filter(|it| !it.is_gone)?;
        self.bytes.get(item.key_end()..item.end())
    }

    /// Goes to the next item in `bytes`; `false` if it is not there as a whole.
    fn step(&mut self) -> bool {
        let mut rest = self.bytes.get(self.start..).unwrap_or_default();
        let (Ok(key_len), Ok(value_len)) = (varint(&mut rest), varint(&mut rest)) else {
            return false;
        };
        let is_gone = value_len == 0;
        let value_len = value_len.saturating_sub(1);
        let (Some(key), true) = (rest.get(..key_len), rest.len() >= key_len + value_len) else {
            return false;
        };
        let item = Item {
            prefix: prefix(key),
            at: self.bytes.len() - rest.len(),
            key_len: u16::try_from(key_len).unwrap_or(u16::MAX),
            is_gone,
            value_len: u32::try_from(value_len).unwrap_or(u32::MAX),
        };
        self.start = item.end();
        self.item = Some(item);
        true
    }
}

/// Called with a key, its value, and how many bytes of runs were read.
pub(super) type Each<'a> = dyn FnMut(&[u8], &[u8], u64) -> Result<(), StoreError> + 'a;

/// All runs, read side by side.
pub(super) struct Merge {
    dir: PathBuf,
    file: Option<File>,
    runs: Vec<Reading>,
    /// The runs that are not at their end, the one with the lowest key first.
    heap: Vec<usize>,
    /// Of all runs.
    pub(super) n_bytes: u64,
    pub(super) n_read: u64,
}

impl Merge {
    /// Calls `each` with every key that is there in the end, in order, and its value.
    pub(super) fn read(&mut self, each: &mut Each<'_>) -> Result<(), StoreError> {
        let mut last: Option<Vec<u8>> = None;
        while let Some(&first) = self.heap.first() {
            let Some(run) = self.runs.get(first) else {
                break;
            };
            let key = run.key();
            // Of the same key the highest run comes first.
            if last.as_deref() != Some(key) {
                if let Some(value) = run.value() {
                    each(key, value, self.n_read)?;
                }
                let last = last.get_or_insert_default();
                last.clear();
                last.extend(key);
            }
            if !self.advance(first)? {
                self.heap.swap_remove(0);
            }
            self.sink(0);
        }
        Ok(())
    }

    /// `false` at the run's end.
    fn advance(&mut self, run: usize) -> Result<bool, StoreError> {
        let Some(reading) = self.runs.get_mut(run) else {
            return Ok(false);
        };
        let before = reading.start;
        while !reading.step() {
            if reading.left == 0 {
                return Ok(false);
            }
            reading.bytes.drain(..reading.start);
            reading.start = 0;
            let n = usize::try_from(reading.left)
                .unwrap_or(READ_LEN)
                .min(READ_LEN);
            let from = reading.bytes.len();
            reading.bytes.resize(from + n, 0);
            let to = reading.bytes.get_mut(from..).unwrap_or_default();
            if let Some(file) = &self.file {
                files::read_exact_at(file, to, reading.at).doing(Doing::Reading, &self.dir)?;
            }
            reading.at += n as u64;
            reading.left -= n as u64;
        }
        self.n_read += reading.start.saturating_sub(before) as u64;
        Ok(true)
    }

    /// Which run is to be read first, of two in the heap.
    fn order(&self, a: usize, b: usize) -> Ordering {
        let run = |place: usize| {
            let number = self.heap.get(place).copied().unwrap_or(0);
            (number, self.runs.get(number))
        };
        let ((a, Some(first)), (b, Some(second))) = (run(a), run(b)) else {
            return Ordering::Equal;
        };
        let prefix = |it: &Reading| it.item.as_ref().map(|it| it.prefix);
        let by_key = prefix(first).cmp(&prefix(second));
        let by_key = by_key.then_with(|| first.key().cmp(second.key()));
        by_key.then(b.cmp(&a))
    }

    fn rise(&mut self, mut place: usize) {
        while place > 0 {
            let above = (place - 1) / 2;
            if self.order(place, above).is_ge() {
                break;
            }
            self.heap.swap(place, above);
            place = above;
        }
    }

    fn sink(&mut self, mut place: usize) {
        loop {
            let mut lowest = place;
            for below in [place * 2 + 1, place * 2 + 2] {
                if below < self.heap.len() && self.order(below, lowest).is_lt() {
                    lowest = below;
                }
            }
            if lowest == place {
                break;
            }
            self.heap.swap(place, lowest);
            place = lowest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_merge_to_what_came_last() {
        for seed in 0..20 {
            let mut rng = fastrand::Rng::with_seed(seed);
            let dir = tempfile::tempdir().unwrap();
            let runs = Runs::new(dir.path());
            let mut expected: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
            let n_runs = rng.usize(0..12);
            let mut gathered: Vec<Gathered> = Vec::new();
            for _ in 0..n_runs {
                let mut run = Gathered::default();
                for _ in 0..rng.usize(1..2_000) {
                    let mut key = vec![0; rng.usize(..30)];
                    key.push(rng.u8(..4));
                    key.extend(rng.u16(..600).to_be_bytes());
                    if rng.u8(..5) == 0 {
                        run.push(&key, None).unwrap();
                        expected.remove(&key);
                    } else {
                        let len = if rng.u8(..200) == 0 {
                            90_000
                        } else {
                            rng.usize(..40)
                        };
                        let value = vec![rng.u8(..); len];
                        run.push(&key, Some(&value)).unwrap();
                        expected.insert(key, value);
                    }
                }
                gathered.push(run);
            }
            // Threads put them aside in any order.
            let mut numbered: Vec<_> = gathered.into_iter().enumerate().collect();
            rng.shuffle(&mut numbered);
            for (number, run) in numbered {
                runs.add(number, run).unwrap();
            }
            let mut found = BTreeMap::new();
            let mut last: Option<Vec<u8>> = None;
            let mut merge = runs.merge().unwrap();
            merge
                .read(&mut |key, value, _| {
                    assert!(
                        last.replace(key.to_vec())
                            .is_none_or(|it| it.as_slice() < key)
                    );
                    found.insert(key.to_vec(), value.to_vec());
                    Ok(())
                })
                .unwrap();
            assert!(found == expected, "{seed}");
            assert!(merge.n_read <= merge.n_bytes);
            let left = std::fs::read_dir(dir.path()).unwrap().count();
            assert_eq!(left, 0, "nothing has a name");
        }
    }
}
