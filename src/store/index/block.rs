//! A block: a sorted run of keys with their values, each key without what it has in
//! common with the one before it.
//!
//! ```text
//! entry: shared | rest | value length (varints) | rest of the key | value
//! ```
//!
//! Whatever the bytes are, reading them ends with an error and not in a panic; that
//! they are the right bytes is for a checksum to say.

use std::borrow::Cow;

use crate::store::error::StoreError;

/// Bytes of one part of a block's entry that say how long something is, at the most.
const VARINT_LEN_MAX: usize = 5;

/// The entries of a block, in order.
pub(super) struct Entries<'a> {
    rest: &'a [u8],
    key: Vec<u8>,
    is_first: bool,
}

impl<'a> Entries<'a> {
    pub(super) fn of(block: &'a [u8]) -> Self {
        Self {
            rest: block,
            key: Vec::new(),
            is_first: true,
        }
    }

    /// Goes to the next entry and gives its value; its key is [`Entries::key`].
    pub(super) fn step(&mut self) -> Result<Option<&'a [u8]>, StoreError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let shared = varint(&mut self.rest)?;
        let n_rest = varint(&mut self.rest)?;
        let n_value = varint(&mut self.rest)?;
        let rest = part(&mut self.rest, n_rest)?;
        let value = part(&mut self.rest, n_value)?;
        let Some(old) = self.key.get(shared..) else {
            return Err(malformed("a key goes on from nothing"));
        };
        if !self.is_first && rest <= old {
            return Err(malformed("its keys are not in order"));
        }
        self.is_first = false;
        self.key.truncate(shared);
        self.key.extend(rest);
        Ok(Some(value))
    }

    /// Of the entry that was stepped to.
    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }

    pub(super) fn into_key(self) -> Vec<u8> {
        self.key
    }
}

/// The value of a key, if the block has it.
pub(super) fn find<'a>(block: &'a [u8], key: &[u8]) -> Result<Option<&'a [u8]>, StoreError> {
    let mut entries = Entries::of(block);
    while let Some(value) = entries.step()? {
        if entries.key() >= key {
            return Ok((entries.key() == key).then_some(value));
        }
    }
    Ok(None)
}

/// A key and its value.
type Pair<'a> = (Vec<u8>, &'a [u8]);

/// All entries, for those who read a block backwards.
pub(super) fn all(block: &[u8]) -> Result<Vec<Pair<'_>>, StoreError> {
    let mut entries = Entries::of(block);
    let mut found = Vec::new();
    while let Some(value) = entries.step()? {
        found.push((entries.key().to_vec(), value));
    }
    Ok(found)
}

/// Makes a block, entry by entry in order of keys.
#[derive(Default)]
pub(super) struct Builder {
    bytes: Vec<u8>,
    last: Vec<u8>,
}

impl Builder {
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Of the entry that was pushed last.
    pub(super) fn last_key(&self) -> &[u8] {
        &self.last
    }

    /// How many bytes an entry would take.
    pub(super) fn cost(&self, key: &[u8], value: &[u8]) -> usize {
        cost(&self.last, key, value)
    }

    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) {
        let shared = n_shared(&self.last, key);
        let rest = key.get(shared..).unwrap_or_default();
        for len in [shared, rest.len(), value.len()] {
            put_varint(&mut self.bytes, len);
        }
        self.bytes.extend(rest);
        self.bytes.extend(value);
        self.last.truncate(shared);
        self.last.extend(rest);
    }

    /// The block so far; the next entry begins a new one.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.last.clear();
        std::mem::take(&mut self.bytes)
    }
}

/// What a block becomes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// No key of it is below, and all of the part before it are. The first part begins
    /// where the block did.
    pub(super) start: Option<Vec<u8>>,
    pub(super) bytes: Vec<u8>,
}

/// A key and what it becomes; `None` is gone.
pub(super) type Write<'a> = (&'a [u8], Option<&'a [u8]>);

/// The block with these writes, which are in order of keys, as one or several blocks of
/// up to so many bytes; none if nothing is left of it. An entry that is larger has a
/// block to itself.
pub(super) fn rewritten(
    block: &[u8],
    writes: &[Write<'_>],
    len_max: usize,
) -> Result<Vec<Part>, StoreError> {
    let merged = merged(block, writes)?;
    let mut total = 0;
    let mut last: &[u8] = &[];
    for (key, value) in &merged.entries {
        total += cost(last, key, value);
        last = key;
    }
    let aim = if merged.is_at_end || merged.cut.is_some() || total <= len_max {
        len_max
    } else {
        total.div_ceil(total.div_ceil(len_max))
    };
    let mut parts = Vec::new();
    let mut builder = Builder::default();
    let mut start = None;
    for (idx, (key, value)) in merged.entries.iter().enumerate() {
        let len = builder.len();
        let is_over = len + builder.cost(key, value) > len_max || len >= aim;
        let is_cut = total > len_max && merged.cut == Some(idx);
        if !builder.is_empty() && (is_over || is_cut) {
            let next = separator(builder.last_key(), key);
            let bytes = builder.take();
            let start = start.replace(next);
            parts.push(Part { start, bytes });
        }
        builder.push(key, value);
    }
    if !builder.is_empty() {
        let bytes = builder.take();
        parts.push(Part { start, bytes });
    }
    Ok(parts)
}

struct Merged<'a> {
    entries: Vec<(Cow<'a, [u8]>, &'a [u8])>,
    /// All that is new is behind what was there: numbers that are drawn one by one.
    is_at_end: bool,
    /// Where to cut, if at all: behind what is new, if it goes on counting where
    /// numbers that were there end. More of them will come there.
    cut: Option<usize>,
}

fn merged<'a>(block: &'a [u8], writes: &[Write<'a>]) -> Result<Merged<'a>, StoreError> {
    let mut entries: Vec<(Cow<'a, [u8]>, &'a [u8])> = Vec::new();
    let mut old = Entries::of(block);
    let mut value = old.step()?;
    let (mut is_at_end, mut counts_on, mut cut) = (true, true, None);
    for (key, new) in writes {
        let mut was_there = false;
        while let Some(old_value) = value.filter(|_| old.key() <= *key) {
            was_there = old.key() == *key;
            if !was_there {
                entries.push((Cow::Owned(old.key().to_vec()), old_value));
            }
            value = old.step()?;
        }
        let Some(new) = new else {
            continue;
        };
        if !was_there {
            is_at_end &= value.is_none();
            counts_on &= entries.last().is_some_and(|(it, _)| is_next(it, key));
            cut = Some(entries.len() + 1).filter(|_| counts_on);
        }
        entries.push((Cow::Borrowed(*key), *new));
    }
    while let Some(old_value) = value {
        entries.push((Cow::Owned(old.key().to_vec()), old_value));
        value = old.step()?;
    }
    Ok(Merged {
        entries,
        is_at_end,
        cut,
    })
}

/// Whether one key is the other plus one, as a number.
fn is_next(key: &[u8], next: &[u8]) -> bool {
    let mut plus_one = key.to_vec();
    for byte in plus_one.iter_mut().rev() {
        let (sum, is_full) = byte.overflowing_add(1);
        *byte = sum;
        if !is_full {
            break;
        }
    }
    plus_one == next
}

/// The shortest key that is above `below` and not above `key`.
pub(super) fn separator(below: &[u8], key: &[u8]) -> Vec<u8> {
    let n = n_shared(below, key) + 1;
    key.get(..n).unwrap_or(key).to_vec()
}

fn n_shared(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

fn cost(last: &[u8], key: &[u8], value: &[u8]) -> usize {
    let shared = n_shared(last, key);
    let rest = key.len() - shared;
    let lens: usize = [shared, rest, value.len()].map(varint_len).iter().sum();
    lens + rest + value.len()
}

/// Numbers above `u32::MAX` are cut off; no entry is so long.
pub(in crate::store) fn put_varint(bytes: &mut Vec<u8>, number: usize) {
    let mut left = u32::try_from(number).unwrap_or(u32::MAX);
    while left >= 0x80 {
        bytes.push(left.to_le_bytes()[0] | 0x80);
        left >>= 7;
    }
    bytes.push(left.to_le_bytes()[0]);
}

pub(in crate::store) fn varint(bytes: &mut &[u8]) -> Result<usize, StoreError> {
    let mut number = 0_u64;
    for idx in 0..VARINT_LEN_MAX {
        let Some((byte, rest)) = bytes.split_first() else {
            break;
        };
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (7 * idx);
        if byte & 0x80 == 0 {
            return usize::try_from(number).map_err(|err| StoreError::index(&err));
        }
    }
    Err(malformed("a number in it does not end"))
}

fn varint_len(number: usize) -> usize {
    let n_bits = usize::BITS - number.leading_zeros();
    n_bits.div_ceil(7).max(1) as usize
}

fn part<'a>(bytes: &mut &'a [u8], len: usize) -> Result<&'a [u8], StoreError> {
    let split = bytes.split_at_checked(len);
    let (part, rest) = split.ok_or_else(|| malformed("it ends too early"))?;
    *bytes = rest;
    Ok(part)
}

pub(super) fn malformed(what: &str) -> StoreError {
    StoreError::index(&format!("a block cannot be read: {what}"))
}
