//! One entry of the journal and its canonical bytes.
//!
//! ```text
//! format 1 | previous hash 32 | seq 8 | at 8 (ms since 1970) | business date 4
//! (days since the common era) | register 2 | operator 1 [+ 8] | request id 2 + n
//! | request name 2 + n | n changes 4 | changes
//! change: key 2 + n | 0 (gone) or 1, value 4 + n
//! ```
//!
//! All numbers are big-endian. The hash of an entry is SHA-256 over these bytes.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::segment::ENTRY_BYTES_MAX;
use crate::{
    domain::ids::{RawId, Register, StaffId},
    store::error::StoreError,
};

pub(crate) type Hash = [u8; 32];

const ENTRY_FORMAT: u8 = 1;
/// A sale of some lines.
const ENTRY_BYTES_USUAL: usize = 2 * 1024;
const CHANGES_USUAL: u32 = 16;

/// Who asks for a commit, when and why; all of it is in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryMeta {
    /// The clock's time. The entry's own time is never before the last entry's.
    pub now: DateTime<Utc>,
    pub business_date: NaiveDate,
    pub register: Register,
    pub operator: Option<StaffId>,
    /// Made by the client; the same request has the same id.
    pub request_id: String,
    /// The request's name, without anything personal.
    pub request_name: String,
}

/// A record's new bytes, or `None` where it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyChange<'a> {
    pub(crate) key: &'a [u8],
    pub(crate) value: Option<&'a [u8]>,
}

/// What an entry says of itself, as [`EntryMeta`] does, in the entry's own bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    /// The entry's own time, in whole milliseconds.
    pub(crate) now: DateTime<Utc>,
    pub(crate) business_date: NaiveDate,
    pub(crate) register: Register,
    pub(crate) operator: Option<StaffId>,
    pub(crate) request_id: &'a str,
    pub(crate) request_name: &'a str,
}

impl EntryMeta {
    pub(crate) fn head(&self) -> Head<'_> {
        Head {
            now: self.now,
            business_date: self.business_date,
            register: self.register,
            operator: self.operator,
            request_id: &self.request_id,
            request_name: &self.request_name,
        }
    }
}

/// All text, keys and values are borrowed: a journal of a gigabyte is read without a
/// copy of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) previous: Hash,
    pub(crate) seq: u64,
    pub(crate) meta: Head<'a>,
    pub(crate) changes: Vec<KeyChange<'a>>,
}

impl<'a> Entry<'a> {
    /// # Errors
    ///
    /// `EntryTooLarge` when a key or a name is too long for its length field.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let meta = &self.meta;
        let mut bytes = Vec::with_capacity(ENTRY_BYTES_USUAL);
        bytes.push(ENTRY_FORMAT);
        bytes.extend(self.previous);
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(meta.now.timestamp_millis().to_be_bytes());
        bytes.extend(meta.business_date.num_days_from_ce().to_be_bytes());
        bytes.extend(meta.register.to_be_bytes());
        match meta.operator {
            None => bytes.push(0),
            Some(staff) => {
                bytes.push(1);
                bytes.extend(staff.0.to_u64().to_be_bytes());
            }
        }
        put_short(&mut bytes, meta.request_id.as_bytes())?;
        put_short(&mut bytes, meta.request_name.as_bytes())?;
        put_len(&mut bytes, self.changes.len())?;
        for change in &self.changes {
            put_short(&mut bytes, change.key)?;
            match change.value {
                None => bytes.push(0),
                Some(value) => {
                    bytes.push(1);
                    put_len(&mut bytes, value.len())?;
                    bytes.extend(value);
                }
            }
        }
        Ok(bytes)
    }

    /// Reads canonical bytes, all of them.
    pub(crate) fn from_bytes(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let mut rest = Rest(bytes);
        let [format] = rest.array()?;
        if format != ENTRY_FORMAT {
            return Err("unknown entry format");
        }
        let previous = rest.array()?;
        let seq = u64::from_be_bytes(rest.array()?);
        let millis = i64::from_be_bytes(rest.array()?);
        let days = i32::from_be_bytes(rest.array()?);
        let meta = Head {
            now: DateTime::from_timestamp_millis(millis).ok_or("time out of range")?,
            business_date: NaiveDate::from_num_days_from_ce_opt(days).ok_or("date out of range")?,
            register: Register::from_be_bytes(rest.array()?),
            operator: rest.operator()?,
            request_id: rest.short_text()?,
            request_name: rest.short_text()?,
        };
        let n_changes = u32::from_be_bytes(rest.array()?);
        // Hostile numbers take no memory.
        let mut changes = Vec::with_capacity(n_changes.min(CHANGES_USUAL) as usize);
        for _ in 0..n_changes {
            changes.push(rest.change()?);
        }
        if !rest.0.is_empty() {
            return Err("bytes after the last change");
        }
        Ok(Self {
            previous,
            seq,
            meta,
            changes,
        })
    }
}

/// The time of an entry, in milliseconds since 1970, without reading the rest of it.
pub(super) fn time_in(bytes: &[u8]) -> Option<i64> {
    let millis = bytes.get(1 + 32 + 8..)?.first_chunk()?;
    Some(i64::from_be_bytes(*millis))
}

fn put_short(bytes: &mut Vec<u8>, short: &[u8]) -> Result<(), StoreError> {
    let len = u16::try_from(short.len()).map_err(|_| StoreError::EntryTooLarge {
        n_bytes: short.len(),
        max: usize::from(u16::MAX),
    })?;
    bytes.extend(len.to_be_bytes());
    bytes.extend(short);
    Ok(())
}

fn put_len(bytes: &mut Vec<u8>, len: usize) -> Result<(), StoreError> {
    let len = u32::try_from(len).map_err(|_| StoreError::EntryTooLarge {
        n_bytes: len,
        max: ENTRY_BYTES_MAX,
    })?;
    bytes.extend(len.to_be_bytes());
    Ok(())
}

/// What is left to read of an entry.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], &'static str> {
        let (part, rest) = self.0.split_first_chunk().ok_or("it ends too early")?;
        self.0 = rest;
        Ok(*part)
    }

    fn slice(&mut self, len: usize) -> Result<&'a [u8], &'static str> {
        let (part, rest) = self.0.split_at_checked(len).ok_or("it ends too early")?;
        self.0 = rest;
        Ok(part)
    }

    fn short(&mut self) -> Result<&'a [u8], &'static str> {
        let len = u16::from_be_bytes(self.array()?);
        self.slice(usize::from(len))
    }

    fn short_text(&mut self) -> Result<&'a str, &'static str> {
        str::from_utf8(self.short()?).map_err(|_| "text that is not UTF-8")
    }

    fn operator(&mut self) -> Result<Option<StaffId>, &'static str> {
        match self.array()? {
            [0] => Ok(None),
            [1] => {
                let id = u64::from_be_bytes(self.array()?);
                Ok(Some(StaffId(RawId::from_u64(id))))
            }
            _ => Err("an operator flag that is neither 0 nor 1"),
        }
    }

    fn change(&mut self) -> Result<KeyChange<'a>, &'static str> {
        let key = self.short()?;
        let value = match self.array()? {
            [0] => None,
            [1] => {
                let len = u32::from_be_bytes(self.array()?);
                let len = usize::try_from(len).map_err(|_| "a value too long")?;
                Some(self.slice(len)?)
            }
            _ => return Err("a change that is neither gone nor set"),
        };
        Ok(KeyChange { key, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::error::hex;

    fn sample() -> Entry<'static> {
        Entry {
            previous: [7; 32],
            seq: 3,
            meta: Head {
                now: DateTime::from_timestamp_millis(1_795_000_000_123).unwrap(),
                business_date: "2026-11-21".parse().unwrap(),
                register: 2,
                operator: Some(StaffId(RawId::new(1, 9).unwrap())),
                request_id: "r-1",
                request_name: "sale.post",
            },
            changes: vec![
                KeyChange {
                    key: &[15, 0, 1],
                    value: Some(&[1, 2, 3]),
                },
                KeyChange {
                    key: &[30, 9],
                    value: None,
                },
            ],
        }
    }

    /// The journal of every store ever written depends on these bytes.
    #[test]
    fn an_entry_has_these_bytes() {
        let expected = [
            "01",
            &"07".repeat(32),
            "0000000000000003",
            "000001a1ee565e7b",
            "000b4a65",
            "0002",
            "01",
            "0000010000000009",
            "0003",
            "722d31",
            "0009",
            "73616c652e706f7374",
            "00000002",
            "0003",
            "0f0001",
            "01",
            "00000003",
            "010203",
            "0002",
            "1e09",
            "00",
        ]
        .concat();
        assert_eq!(hex(&sample().to_bytes().unwrap()), expected);
    }

    #[test]
    fn an_entry_reads_as_it_was_written() {
        let mut entry = sample();
        assert_eq!(
            Entry::from_bytes(&entry.to_bytes().unwrap()),
            Ok(entry.clone())
        );
        entry.meta.operator = None;
        entry.changes.clear();
        assert_eq!(Entry::from_bytes(&entry.to_bytes().unwrap()), Ok(entry));
    }

    #[test]
    fn no_beginning_of_an_entry_is_an_entry() {
        let bytes = sample().to_bytes().unwrap();
        for len in 0..bytes.len() {
            assert!(Entry::from_bytes(&bytes[..len]).is_err(), "{len}");
        }
        let longer = [bytes, vec![0]].concat();
        assert!(Entry::from_bytes(&longer).is_err());
    }
}
