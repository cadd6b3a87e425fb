//! Reads the whole journal in order and proves it: headers, hashes, the chain,
//! sequence numbers and times.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    entry::{Entry, Hash},
    segment::{Frame, HEADER_LEN, Header, check_format, read_frame},
};
use crate::store::{
    error::{Damage, Doing, IoContext, StoreError},
    files,
};

pub(super) const SUFFIX: &str = "balmlog";

/// Where the journal ends, and what was learnt on the way there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tail {
    pub(crate) store_id: [u8; 16],
    /// The last segment's number.
    pub(crate) segment: u32,
    /// Bytes of the last segment up to the end of its last whole entry.
    pub(crate) segment_len: u64,
    /// Bytes behind that, of an entry that was never acknowledged.
    pub(crate) n_torn: u64,
    /// Sequence number of the last entry; 0 if there is none.
    pub(crate) seq: u64,
    pub(crate) head: Hash,
    pub(crate) first_at: Option<DateTime<Utc>>,
    pub(crate) last_at: Option<DateTime<Utc>>,
    pub(crate) n_bytes: u64,
}

/// The segment files in order of their numbers.
pub(crate) fn segment_files(dir: &Path) -> Result<Vec<(u32, PathBuf)>, StoreError> {
    let mut segments = Vec::new();
    for path in files::list(dir)? {
        let is_segment = path.extension().is_some_and(|it| it == SUFFIX);
        let number = path
            .file_stem()
            .and_then(|stem| stem.to_str()?.parse().ok());
        if let Some(number) = number.filter(|_| is_segment) {
            segments.push((number, path));
        }
    }
    segments.sort();
    Ok(segments)
}

pub(super) fn segment_path(dir: &Path, segment: u32) -> PathBuf {
    dir.join(format!("{segment:06}.{SUFFIX}"))
}

/// Refuses a newer format by the first bytes of each segment, before anything
/// is written.
pub(crate) fn check_formats(dir: &Path) -> Result<(), StoreError> {
    for (_, path) in segment_files(dir)? {
        let mut start = Vec::new();
        let file = fs::File::open(&path).doing(Doing::Opening, &path)?;
        file.take(HEADER_LEN as u64)
            .read_to_end(&mut start)
            .doing(Doing::Reading, &path)?;
        check_format(&start)?;
    }
    Ok(())
}

/// Calls `visit` with every whole entry, its hash and the bytes read so far.
///
/// `None` if there is no segment at all.
pub(crate) fn read(
    dir: &Path,
    visit: &mut dyn FnMut(&Entry, &Hash, u64) -> Result<(), StoreError>,
) -> Result<Option<Tail>, StoreError> {
    let segments = segment_files(dir)?;
    let mut reader: Option<Tail> = None;
    for (idx, (number, path)) in segments.iter().enumerate() {
        let file = fs::read(path).doing(Doing::Reading, path)?;
        let header = Header::read(&file, *number)?;
        let mut tail = match reader {
            None => first_tail(&header, *number)?,
            Some(tail) => next_tail(tail, &header, *number)?,
        };
        let is_last = idx + 1 == segments.len();
        read_segment(&file, is_last, &mut tail, visit)?;
        reader = Some(tail);
    }
    Ok(reader)
}

fn first_tail(header: &Header, number: u32) -> Result<Tail, StoreError> {
    let tail = Tail {
        store_id: header.store_id,
        segment: 0,
        segment_len: 0,
        n_torn: 0,
        seq: 0,
        head: [0; 32],
        first_at: None,
        last_at: None,
        n_bytes: 0,
    };
    next_tail(tail, header, number)
}

/// Goes on to the next segment if it continues the last one.
fn next_tail(tail: Tail, header: &Header, number: u32) -> Result<Tail, StoreError> {
    let damaged = |what| {
        Err(StoreError::JournalDamaged {
            segment: number,
            entry: 0,
            what,
            n_good: tail.seq,
        })
    };
    if number != tail.segment + 1 || header.segment != number {
        return damaged(Damage::SegmentOrder);
    }
    let continues = header.store_id == tail.store_id
        && header.first_seq == tail.seq + 1
        && header.previous == tail.head;
    if !continues {
        return damaged(Damage::SegmentChain);
    }
    Ok(Tail {
        segment: number,
        segment_len: 0,
        ..tail
    })
}

fn read_segment(
    file: &[u8],
    is_last: bool,
    tail: &mut Tail,
    visit: &mut dyn FnMut(&Entry, &Hash, u64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut at = HEADER_LEN;
    let n_bytes_before = tail.n_bytes;
    loop {
        let damaged = |what| StoreError::JournalDamaged {
            segment: tail.segment,
            entry: tail.seq + 1,
            what,
            n_good: tail.seq,
        };
        match read_frame(file, at) {
            Frame::Whole { entry, hash, end } => {
                check_order(tail, &entry).map_err(damaged)?;
                tail.n_bytes = n_bytes_before + end as u64;
                visit(&entry, &hash, tail.n_bytes)?;
                tail.seq = entry.seq;
                tail.head = hash;
                tail.first_at = tail.first_at.or(Some(entry.meta.now));
                tail.last_at = Some(entry.meta.now);
                at = end;
            }
            Frame::End => break,
            Frame::Torn if is_last => {
                tail.n_torn = (file.len() - at) as u64;
                break;
            }
            Frame::Torn => return Err(damaged(Damage::CutShort)),
            Frame::Damaged(what) => return Err(damaged(what)),
        }
    }
    tail.n_bytes = n_bytes_before + at as u64;
    tail.segment_len = at as u64;
    Ok(())
}

fn check_order(tail: &Tail, entry: &Entry) -> Result<(), Damage> {
    if entry.previous != tail.head {
        return Err(Damage::Chain);
    }
    let later = tail.last_at.is_none_or(|last| last < entry.meta.now);
    if entry.seq != tail.seq + 1 || !later {
        return Err(Damage::Sequence);
    }
    Ok(())
}
