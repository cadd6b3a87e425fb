//! One file of the journal: a header that ties it to the file before, then
//! entries in frames.
//!
//! ```text
//! header: "BALMLOG\n" | format 4 | store id 16 | segment 4 | first seq 8
//!         | previous hash 32 | program 24 (text, zero-filled) | hash 32
//! frame:  length 4 | length inverted 4 | entry bytes | hash 32
//! ```
//!
//! The second length tells a frame that was cut short from one whose length is
//! damaged: only the former may be cut off.
//!
//! The format is 1, or 2 where entries before the segment are lost for good: then
//! the first number and the previous hash are those that the segment's first entry
//! names, and the numbers between are the gap. Only a repair begins such a segment.

use sha2::{Digest, Sha256};

use super::entry::Hash;
use crate::store::error::{Damage, StoreError};

/// The newest format that is known here.
pub(crate) const FORMAT: u32 = FORMAT_AFTER_GAP;
const FORMAT_USUAL: u32 = 1;
const FORMAT_AFTER_GAP: u32 = 2;
pub(crate) const HEADER_LEN: usize = 8 + 4 + 16 + 4 + 8 + 32 + PROGRAM_LEN + HASH_LEN;
/// The most bytes of one entry, frame not counted.
pub(crate) const ENTRY_BYTES_MAX: usize = 64 * 1024 * 1024;

const MAGIC: [u8; 8] = *b"BALMLOG\n";
const PROGRAM_LEN: usize = 24;
const HASH_LEN: usize = 32;
const LEN_LEN: usize = 8;
/// What a frame has beside its entry.
pub(crate) const FRAME_LEN: usize = LEN_LEN + HASH_LEN;
/// The smallest piece that a disk writes.
const SECTOR_LEN: usize = 512;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) store_id: [u8; 16],
    pub(crate) segment: u32,
    pub(crate) first_seq: u64,
    /// The hash of the last entry before this segment; zeros in the first one.
    pub(crate) previous: Hash,
    /// Name and version of the program that began the segment, for people.
    pub(crate) program: String,
    /// Entries before this segment are lost, and a repair has said so.
    pub(crate) is_after_gap: bool,
}

impl Header {
    pub(crate) fn format(&self) -> u32 {
        if self.is_after_gap {
            FORMAT_AFTER_GAP
        } else {
            FORMAT_USUAL
        }
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.format().to_be_bytes());
        bytes.extend(self.store_id);
        bytes.extend(self.segment.to_be_bytes());
        bytes.extend(self.first_seq.to_be_bytes());
        bytes.extend(self.previous);
        let program = self.program.bytes().chain(std::iter::repeat(0));
        bytes.extend(program.take(PROGRAM_LEN));
        bytes.extend(hash(&bytes));
        bytes
    }

    /// Reads the header at the beginning of a segment file.
    ///
    /// # Errors
    ///
    /// `NewerStore` before anything else, since a newer header may look
    /// different; `JournalDamaged` otherwise.
    pub(crate) fn read(file: &[u8], segment: u32) -> Result<Self, StoreError> {
        let damaged = || StoreError::JournalDamaged {
            segment,
            entry: 0,
            what: Damage::Header,
            n_good: 0,
        };
        check_format(file)?;
        let (body, rest) = file
            .split_at_checked(HEADER_LEN - HASH_LEN)
            .ok_or_else(damaged)?;
        if !body.starts_with(&MAGIC) || !rest.starts_with(&hash(body)) {
            return Err(damaged());
        }
        Self::parse(body).ok_or_else(damaged)
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let (format, rest) = body.get(MAGIC.len()..)?.split_first_chunk()?;
        let is_after_gap = match u32::from_be_bytes(*format) {
            FORMAT_USUAL => false,
            FORMAT_AFTER_GAP => true,
            _ => return None,
        };
        let (store_id, rest) = rest.split_first_chunk()?;
        let (segment, rest) = rest.split_first_chunk()?;
        let (first_seq, rest) = rest.split_first_chunk()?;
        let (previous, program) = rest.split_first_chunk()?;
        let program = String::from_utf8_lossy(program);
        Some(Self {
            store_id: *store_id,
            segment: u32::from_be_bytes(*segment),
            first_seq: u64::from_be_bytes(*first_seq),
            previous: *previous,
            program: program.trim_end_matches('\0').to_string(),
            is_after_gap,
        })
    }
}

/// Refuses a journal of a newer format, going by its first bytes alone.
pub(super) fn check_format(file: &[u8]) -> Result<(), StoreError> {
    if let Some(rest) = file.strip_prefix(&MAGIC)
        && let Some(found) = rest.first_chunk()
    {
        let found = u32::from_be_bytes(*found);
        if found > FORMAT {
            return Err(StoreError::NewerStore {
                found,
                known: FORMAT,
            });
        }
    }
    Ok(())
}

pub(super) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Puts an entry's bytes in a frame; also gives their hash.
pub(super) fn frame(entry: &[u8]) -> Result<(Vec<u8>, Hash), StoreError> {
    let too_large = || StoreError::EntryTooLarge {
        n_bytes: entry.len(),
        max: ENTRY_BYTES_MAX,
    };
    if entry.len() > ENTRY_BYTES_MAX {
        return Err(too_large());
    }
    let len = u32::try_from(entry.len()).map_err(|_| too_large())?;
    let hash = hash(entry);
    let mut frame = Vec::with_capacity(LEN_LEN + entry.len() + HASH_LEN);
    frame.extend(len.to_be_bytes());
    frame.extend((!len).to_be_bytes());
    frame.extend(entry);
    frame.extend(hash);
    Ok((frame, hash))
}

/// What stands at some place in a segment behind the header.
#[derive(Debug)]
pub(crate) enum Frame {
    Whole {
        /// So many bytes of entry, behind the length.
        n_entry: usize,
        hash: Hash,
    },
    /// Exactly the end of the file.
    End,
    /// The file ends inside the frame, or its tail was never written: what a
    /// crash leaves of an entry that was not yet acknowledged.
    Torn,
    Damaged(Damage),
}

/// How many bytes the frame at the beginning of `rest` has, if its length is
/// beyond doubt.
pub(crate) fn frame_len(rest: &[u8]) -> Option<usize> {
    let [a, b, c, d, inverted @ ..] = *rest.first_chunk::<LEN_LEN>()?;
    let len = u32::from_be_bytes([a, b, c, d]);
    let is_certain = len == !u32::from_be_bytes(inverted);
    let len = len as usize;
    let is_possible = is_certain && len > 0 && len <= ENTRY_BYTES_MAX;
    is_possible.then_some(FRAME_LEN + len)
}

/// The entry's bytes in a whole frame.
pub(crate) fn entry_in(frame: &[u8], n_entry: usize) -> &[u8] {
    frame.get(LEN_LEN..LEN_LEN + n_entry).unwrap_or_default()
}

/// The entry's bytes and their hash, if a whole frame begins at the beginning of
/// `rest`; and the frame's length.
pub(crate) fn whole_frame(rest: &[u8]) -> Option<(&[u8], Hash, usize)> {
    let n_frame = frame_len(rest)?;
    let (_, body) = rest.split_first_chunk::<LEN_LEN>()?;
    let (entry, behind) = body.split_at_checked(n_frame - FRAME_LEN)?;
    let expected = behind.first_chunk::<HASH_LEN>()?;
    (hash(entry) == *expected).then_some((entry, *expected, n_frame))
}

/// Looks at the frame that begins at byte `at` of a segment. `rest` is what
/// stands from there on: all of it up to the end of the file, unless the frame
/// in it is whole.
pub(crate) fn read_frame(rest: &[u8], at: u64) -> Frame {
    if rest.is_empty() {
        return Frame::End;
    }
    let Some((_, body)) = rest.split_first_chunk::<LEN_LEN>() else {
        return Frame::Torn;
    };
    let Some(n_frame) = frame_len(rest) else {
        // The length itself may not have been written; then nothing whole is behind it.
        let is_unwritten = has_unwritten_sector(rest, at) || begins_unwritten(rest, at);
        return if is_unwritten && !has_whole_frame(rest) {
            Frame::Torn
        } else {
            Frame::Damaged(Damage::Content("an impossible length".into()))
        };
    };
    let n_entry = n_frame - FRAME_LEN;
    let Some((entry, behind)) = body.split_at_checked(n_entry) else {
        return Frame::Torn;
    };
    let Some((expected, behind)) = behind.split_first_chunk::<HASH_LEN>() else {
        return Frame::Torn;
    };
    if hash(entry) != *expected {
        // A file can grow before its content is written: then its tail is zero,
        // or in the last frame a whole sector is.
        let tail_unwritten = is_zero(expected) && is_zero(behind);
        let sector_unwritten = behind.is_empty() && has_unwritten_sector(rest, at);
        return if tail_unwritten || sector_unwritten {
            Frame::Torn
        } else {
            Frame::Damaged(Damage::Hash)
        };
    }
    Frame::Whole {
        n_entry,
        hash: *expected,
    }
}

/// `rest`, which stands from byte `at` of the file on, up to the next sector, and what
/// is behind that.
fn at_sector(rest: &[u8], at: u64) -> (&[u8], &[u8]) {
    let sector = SECTOR_LEN as u64;
    let n_before = usize::try_from(at.next_multiple_of(sector) - at).unwrap_or(0);
    rest.split_at(n_before.min(rest.len()))
}

/// Whether a sector of `rest` is zero, the last one as far as the file goes. Entries
/// have no such runs of zeros of their own.
fn has_unwritten_sector(rest: &[u8], at: u64) -> bool {
    let (_, sectors) = at_sector(rest, at);
    sectors.chunks(SECTOR_LEN).any(is_zero)
}

/// The same where the length is unreadable: it may be in what was not written.
fn begins_unwritten(rest: &[u8], at: u64) -> bool {
    let (first, _) = at_sector(rest, at);
    !first.is_empty() && is_zero(first)
}

/// Whether an entry begins and ends somewhere in `rest`: then what is before it was
/// acknowledged and is damaged, not torn.
fn has_whole_frame(rest: &[u8]) -> bool {
    (1..rest.len()).any(|from| {
        let rest = rest.get(from..).unwrap_or_default();
        let frame = frame_len(rest).and_then(|n| rest.get(..n));
        let Some((entry, expected)) = frame
            .and_then(|it| it.get(LEN_LEN..))
            .and_then(|it| it.split_last_chunk::<HASH_LEN>())
        else {
            return false;
        };
        hash(entry) == *expected
    })
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From where to where the sectors of a file go in `n_bytes` that stand at `at`.
    fn pieces(at: u64, n_bytes: usize) -> Vec<std::ops::Range<usize>> {
        let first = at_sector(&vec![0; n_bytes], at).0.len();
        let mut ends = vec![first];
        ends.extend((first + SECTOR_LEN..n_bytes).step_by(SECTOR_LEN));
        ends.push(n_bytes);
        let starts = std::iter::once(0).chain(ends.clone());
        let pieces = starts.zip(ends).map(|(from, to)| from..to);
        pieces.filter(|it| !it.is_empty()).collect()
    }

    fn written(n_entry: usize) -> Vec<u8> {
        let entry: Vec<u8> = (0..n_entry)
            .map(|n| 1 + u8::try_from(n % 251).unwrap())
            .collect();
        frame(&entry).unwrap().0
    }

    #[test]
    fn a_last_entry_is_torn_whichever_sectors_are_unwritten() {
        let whole = written(1_700);
        for at in (500..=520).chain([0, 100]) {
            let pieces = pieces(at, whole.len());
            for mask in 0_u32..1 << pieces.len() {
                let mut bytes = whole.clone();
                for (n, piece) in pieces.iter().enumerate() {
                    if mask & (1 << n) != 0 {
                        bytes[piece.clone()].fill(0);
                    }
                }
                let found = read_frame(&bytes, at);
                if bytes == whole {
                    assert!(
                        matches!(found, Frame::Whole { .. }),
                        "{at} {mask:b}: {found:?}"
                    );
                } else {
                    assert!(matches!(found, Frame::Torn), "{at} {mask:b}: {found:?}");
                }
            }
        }
    }

    #[test]
    fn an_entry_with_an_unwritten_sector_before_a_whole_one_is_damaged() {
        let (first, second) = (written(1_700), written(90));
        for at in [0, 100, 508] {
            for piece in pieces(at, first.len()) {
                let mut bytes = [&first[..], &second].concat();
                bytes[piece.clone()].fill(0);
                let found = read_frame(&bytes, at);
                let is_same = bytes[..first.len()] == first[..];
                assert!(
                    is_same || matches!(found, Frame::Damaged(_)),
                    "{at} {piece:?}: {found:?}"
                );
            }
        }
    }
}
