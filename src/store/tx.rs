//! Reading and writing records: [`Reader`] for a consistent look, [`Tx`] for a
//! transaction that reads its own writes.

use std::{cell::RefCell, collections::BTreeSet, ops::Bound, path::Path, sync::RwLockReadGuard};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    closing::journal_dir,
    codec::{Raw, decode_raw, encode, record_key},
    error::StoreError,
    index::{Index, POSITION_KEY, Position},
    journal::{EntryMeta, reader},
    pending::{KeyRange, Pending, prefix_range, range_after},
    recent::{Kept, Recent},
    record::{Counter, Key, Kind, Lookup, Numbered, Record},
    records::index_keys,
    reserve::Space,
};
use crate::domain::{
    anchor::Anchor,
    ids::{RawId, Register},
};

mod sealed {
    use super::{Kept, KeyRange, StoreError};

    /// Bytes by key: what [`super::Reads`] stands on.
    pub trait Bytes {
        fn bytes(&self, key: &[u8]) -> Result<Option<Kept>, StoreError>;

        /// Calls `visit` for each key and value in the range, in order of keys,
        /// until it says `false`.
        fn visit(
            &self,
            range: KeyRange,
            backwards: bool,
            visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
        ) -> Result<(), StoreError>;

        /// The index holds something that it must not: the next opening is to
        /// prove all of it.
        fn distrust(&self, why: &StoreError);
    }
}

/// Reading records, from a [`Reader`] or inside a [`Tx`].
///
/// # Errors
///
/// Every method fails when the index does, or when a record's bytes are damaged
/// or of a newer program.
#[allow(
    clippy::missing_errors_doc,
    reason = "the section above is for all of them"
)]
pub trait Reads: sealed::Bytes {
    /// The number of the entry that was written last; 0 in a new store.
    fn last_entry(&self) -> Result<u64, StoreError> {
        let position = self.bytes(POSITION_KEY)?;
        let position = position.map(|it| Position::from_bytes(it.bytes()));
        Ok(position.transpose()?.map_or(0, |it| it.seq))
    }

    fn get<R: Record>(&self, key: &R::Key) -> Result<Option<R>, StoreError> {
        let key = record_key::<R>(key);
        let bytes = self.bytes(&key)?;
        bytes.map(|it| read(self, &key, it.raw())).transpose()
    }

    /// All records whose key, behind the kind, begins with `prefix`, in order of
    /// keys.
    fn scan<R: Record>(&self, prefix: &[u8]) -> Result<Vec<R>, StoreError> {
        scan(self, prefix, None, false, usize::MAX)
    }

    /// The first `n_max` records of a kind, or those that follow the one with the
    /// key `after`, in order of keys: for reading all of them bit by bit, with
    /// commits between.
    fn page<R: Record>(&self, after: Option<&R::Key>, n_max: usize) -> Result<Vec<R>, StoreError> {
        let after = after.map(record_key::<R>);
        scan(self, &[], after.as_deref(), false, n_max)
    }

    /// All records of a kind, in order of keys.
    fn all<R: Record>(&self) -> Result<Vec<R>, StoreError> {
        self.scan(&[])
    }

    /// The `n_max` records of a kind with the highest keys, highest first.
    fn newest<R: Record>(&self, n_max: usize) -> Result<Vec<R>, StoreError> {
        scan(self, &[], None, true, n_max)
    }

    /// The records that a lookup leads to, in order of keys. None if the lookup
    /// leads to another kind of record.
    fn find<R: Record>(&self, lookup: &Lookup) -> Result<Vec<R>, StoreError> {
        find(self, lookup, false, usize::MAX)
    }

    /// The first record that a lookup leads to, by order of keys.
    fn find_one<R: Record>(&self, lookup: &Lookup) -> Result<Option<R>, StoreError> {
        Ok(find(self, lookup, false, 1)?.pop())
    }

    /// The `n_max` records with the highest keys that a lookup leads to, highest
    /// (newest) first.
    fn latest<R: Record>(&self, lookup: &Lookup, n_max: usize) -> Result<Vec<R>, StoreError> {
        find(self, lookup, true, n_max)
    }

    /// The records that a lookup by date leads to, and those that the same lookup of any
    /// later date does, each once, in order of dates.
    fn find_from<R: Record>(&self, lookup: &Lookup) -> Result<Vec<R>, StoreError> {
        if lookup.finds() != R::KIND {
            return Ok(Vec::new());
        }
        let first = lookup.prefix();
        let (_, end) = prefix_range(&first[..1]);
        let mut keys: Vec<Vec<u8>> = Vec::new();
        let mut known = BTreeSet::new();
        let range = (Bound::Included(first.clone()), end);
        self.visit(range, false, &mut |key, _| {
            let key = key.get(first.len()..).map(<[u8]>::to_vec);
            keys.extend(key.filter(|it| known.insert(it.clone())));
            true
        })?;
        records(self, keys)
    }

    /// How many records a lookup leads to.
    fn count(&self, lookup: &Lookup) -> Result<usize, StoreError> {
        let mut n = 0;
        self.visit(prefix_range(&lookup.prefix()), false, &mut |_, _| {
            n += 1;
            true
        })?;
        Ok(n)
    }
}

fn read<R: Record>(
    reads: &(impl Reads + ?Sized),
    key: &[u8],
    raw: Raw<'_>,
) -> Result<R, StoreError> {
    decode_raw(key, raw).inspect_err(|err| reads.distrust(err))
}

fn scan<R: Record>(
    reads: &(impl Reads + ?Sized),
    prefix: &[u8],
    after: Option<&[u8]>,
    backwards: bool,
    n_max: usize,
) -> Result<Vec<R>, StoreError> {
    let mut whole_prefix = vec![R::KIND as u8];
    whole_prefix.extend(prefix);
    let mut records = Vec::new();
    let mut failed = None;
    if n_max > 0 {
        reads.visit(
            range_after(&whole_prefix, after),
            backwards,
            &mut |key, value| {
                match read(reads, key, Raw::unproved(value)) {
                    Ok(record) => records.push(record),
                    Err(err) => failed = Some(err),
                }
                failed.is_none() && records.len() < n_max
            },
        )?;
    }
    failed.map_or(Ok(records), Err)
}

fn find<R: Record>(
    reads: &(impl Reads + ?Sized),
    lookup: &Lookup,
    backwards: bool,
    n_max: usize,
) -> Result<Vec<R>, StoreError> {
    if lookup.finds() != R::KIND || n_max == 0 {
        return Ok(Vec::new());
    }
    let prefix = lookup.prefix();
    let mut keys = Vec::new();
    reads.visit(prefix_range(&prefix), backwards, &mut |key, _| {
        keys.extend(key.get(prefix.len()..).map(<[u8]>::to_vec));
        keys.len() < n_max
    })?;
    records(reads, keys)
}

/// What lookups lead to.
fn records<R: Record>(
    reads: &(impl Reads + ?Sized),
    keys: Vec<Vec<u8>>,
) -> Result<Vec<R>, StoreError> {
    let mut records = Vec::with_capacity(keys.len());
    for key in keys {
        let bytes = reads.bytes(&key)?;
        let bytes = bytes.ok_or_else(|| {
            let err = StoreError::record(&key, &"a lookup leads to nothing");
            reads.distrust(&err);
            err
        })?;
        records.push(read(reads, &key, bytes.raw())?);
    }
    Ok(records)
}

/// A consistent view: no commit shows while it lives. Short-lived; a thread that
/// holds one cannot commit.
pub struct Reader<'a> {
    index: &'a Index,
    recent: &'a Recent,
    /// The store's folder.
    dir: &'a Path,
    store: usize,
    /// `None` under another reader of the same thread.
    _gate: Option<RwLockReadGuard<'a, ()>>,
}

thread_local! {
    /// The stores that this thread reads from at the moment, once per reader.
    static READING: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        (index, recent): (&'a Index, &'a Recent),
        dir: &'a Path,
        store: usize,
        gate: Option<RwLockReadGuard<'a, ()>>,
    ) -> Self {
        READING.with_borrow_mut(|reading| reading.push(store));
        Self {
            index,
            recent,
            dir,
            store,
            _gate: gate,
        }
    }

    /// The journal as of the entry that was written at exactly this time, from the
    /// journal itself: a reprint in ten years gives the same. `None` if there is no
    /// such entry, or it is not whole.
    ///
    /// # Errors
    ///
    /// When the journal cannot be read.
    pub fn anchor(&self, at: DateTime<Utc>) -> Result<Option<Anchor>, StoreError> {
        let entry = reader::entry_at(&journal_dir(self.dir), at)?;
        Ok(entry.map(|(n_entries, head)| Anchor { n_entries, head }))
    }

    /// Whether this thread holds a reader of the store: a commit would wait for
    /// it for ever.
    pub(super) fn held_here(store: usize) -> bool {
        READING.with_borrow(|reading| reading.contains(&store))
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        READING.with_borrow_mut(|reading| {
            if let Some(at) = reading.iter().position(|it| *it == self.store) {
                reading.swap_remove(at);
            }
        });
    }
}

impl sealed::Bytes for Reader<'_> {
    fn bytes(&self, key: &[u8]) -> Result<Option<Kept>, StoreError> {
        self.recent.get(self.index, key)
    }

    fn visit(
        &self,
        range: KeyRange,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        self.recent.visit(self.index, range, backwards, visit)
    }

    fn distrust(&self, why: &StoreError) {
        self.index.distrust(why);
    }
}

impl Reads for Reader<'_> {}

impl<B: sealed::Bytes> sealed::Bytes for &B {
    fn bytes(&self, key: &[u8]) -> Result<Option<Kept>, StoreError> {
        (**self).bytes(key)
    }

    fn visit(
        &self,
        range: KeyRange,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        (**self).visit(range, backwards, visit)
    }

    fn distrust(&self, why: &StoreError) {
        (**self).distrust(why);
    }
}

impl<R: Reads> Reads for &R {}

/// What a commit's closure reads and writes through.
pub struct Tx<'a> {
    pending: Pending<'a>,
    meta: &'a EntryMeta,
    at: DateTime<Utc>,
    space: Space,
}

impl<'a> Tx<'a> {
    pub(super) fn new(
        (index, recent): (&'a Index, &'a Recent),
        meta: &'a EntryMeta,
        at: DateTime<Utc>,
        space: Space,
    ) -> Self {
        Self {
            pending: Pending::beside(index, recent),
            meta,
            at,
            space,
        }
    }

    /// The time of the entry: the clock's, or just after the entry before if the
    /// clock went back. Whole milliseconds.
    pub fn now(&self) -> DateTime<Utc> {
        self.at
    }

    /// How much room the disk had when the commit began.
    pub fn space(&self) -> Space {
        self.space
    }

    pub fn business_date(&self) -> NaiveDate {
        self.meta.business_date
    }

    pub fn meta(&self) -> &EntryMeta {
        self.meta
    }

    /// Keeps a record, in place of the one with the same key if there is one.
    ///
    /// # Errors
    ///
    /// `RecordTooLarge`, or when the index fails.
    pub fn put<R: Record>(&mut self, record: &R) -> Result<(), StoreError> {
        let key = record_key::<R>(&record.key());
        let bytes = encode(&key, record)?;
        let lookups = index_keys(&key, record);
        let kept = Kept::proved(bytes);
        self.pending.write_with(&key, Some(kept), &lookups)
    }

    /// Removes a record; nothing happens if there is none.
    ///
    /// # Errors
    ///
    /// When the index fails.
    pub fn remove<R: Record>(&mut self, key: &R::Key) -> Result<(), StoreError> {
        self.pending.write_with(&record_key::<R>(key), None, &[])
    }

    /// Draws the next id for a kind of record on a register.
    ///
    /// # Errors
    ///
    /// `NumbersExhausted`, or when the index fails.
    pub fn next_id(&mut self, register: Register, kind: Kind) -> Result<RawId, StoreError> {
        let number = self.next_number(register, Numbered::Ids(kind as u8))?;
        let id = RawId::new(register, number).ok_or(StoreError::NumbersExhausted { register })?;
        let mut key = vec![kind as u8];
        id.write(&mut key);
        self.pending.drawn(key);
        Ok(id)
    }

    /// Draws the next number, from 1 and without gaps: a transaction that is
    /// refused gives its numbers back.
    ///
    /// # Errors
    ///
    /// `NumbersExhausted`, or when the index fails.
    pub fn next_number(&mut self, register: Register, what: Numbered) -> Result<u64, StoreError> {
        let counter = self.get::<Counter>(&(register, what))?;
        let last = counter
            .map_or(0, |it| it.last)
            .checked_add(1)
            .ok_or(StoreError::NumbersExhausted { register })?;
        self.put(&Counter {
            register,
            what,
            last,
        })?;
        Ok(last)
    }

    pub(super) fn into_pending(self) -> Pending<'a> {
        self.pending
    }
}

impl sealed::Bytes for Tx<'_> {
    fn bytes(&self, key: &[u8]) -> Result<Option<Kept>, StoreError> {
        self.pending.get(key)
    }

    fn visit(
        &self,
        range: KeyRange,
        backwards: bool,
        visit: &mut dyn FnMut(&[u8], &[u8]) -> bool,
    ) -> Result<(), StoreError> {
        self.pending.visit(range, backwards, visit)
    }

    fn distrust(&self, why: &StoreError) {
        self.pending.distrust(why);
    }
}

impl Reads for Tx<'_> {}
