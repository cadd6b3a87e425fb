//! Reads the journal in order and proves what it reads: headers, hashes, the
//! chain, sequence numbers and times. Holds no more of it in memory than one entry
//! and what is read ahead.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    entry::{Entry, Hash, time_in},
    segment::{
        FRAME_LEN, Frame, HEADER_LEN, Header, check_format, entry_in, frame_len, read_frame,
    },
};
use crate::store::{
    error::{Damage, Doing, IoContext, StoreError},
    files,
};

pub(super) const SUFFIX: &str = "balmlog";
/// Read from the disk at once.
const CHUNK_LEN: u64 = 128 * 1024;

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

pub(crate) fn segment_path(dir: &Path, segment: u32) -> PathBuf {
    dir.join(format!("{segment:06}.{SUFFIX}"))
}

/// Refuses a newer format by the first bytes of each segment, before anything
/// is written.
pub(crate) fn check_formats(dir: &Path) -> Result<(), StoreError> {
    for (_, path) in segment_files(dir)? {
        let mut frames = Frames::open(&path)?;
        frames.fill(HEADER_LEN)?;
        check_format(frames.window())?;
    }
    Ok(())
}

/// Called with every whole entry, its hash and the bytes read so far.
pub(crate) type Visit<'a> = dyn FnMut(&Entry<'_>, &Hash, u64) -> Result<(), StoreError> + 'a;

/// Reads all of the journal. `None` if there is no segment at all.
pub(crate) fn read(dir: &Path, visit: &mut Visit<'_>) -> Result<Option<Tail>, StoreError> {
    read_segments(dir, 1, u32::MAX, visit)
}

/// Reads the segments from one number to another. What a later one continues is
/// taken from its header, unread.
///
/// `None` if there is none of them.
pub(crate) fn read_segments(
    dir: &Path,
    from: u32,
    to: u32,
    visit: &mut Visit<'_>,
) -> Result<Option<Tail>, StoreError> {
    let segments = segment_files(dir)?;
    let last = segments.last().map(|(number, _)| *number);
    let mut n_bytes_before = 0;
    let mut reader: Option<Tail> = None;
    for (number, path) in &segments {
        if *number < from {
            n_bytes_before += fs::metadata(path).doing(Doing::Reading, path)?.len();
            continue;
        }
        if *number > to {
            break;
        }
        let mut frames = Frames::open(path)?;
        frames.fill(HEADER_LEN)?;
        let n_good = reader.map_or(0, |it| it.seq);
        let header = Header::read(frames.window(), *number).map_err(|err| behind(n_good, err))?;
        let mut tail = match reader {
            None => next_tail(begin(&header, from, n_bytes_before), &header, *number)?,
            Some(tail) => next_tail(tail, &header, *number)?,
        };
        frames.skip(HEADER_LEN);
        read_segment(&mut frames, last == Some(*number), &mut tail, visit)?;
        reader = Some(tail);
    }
    Ok(reader)
}

/// Reads one segment by itself: what it continues is taken from its header, and is
/// for [`follow`] to check. The header is there even where an entry is damaged.
pub(crate) fn read_alone(
    (number, path): &(u32, PathBuf),
    is_last: bool,
    visit: &mut Visit<'_>,
) -> (Option<Header>, Result<Tail, StoreError>) {
    let opened = Frames::open(path).and_then(|mut frames| {
        frames.fill(HEADER_LEN)?;
        let header = Header::read(frames.window(), *number)?;
        frames.skip(HEADER_LEN);
        Ok((frames, header))
    });
    let (mut frames, header) = match opened {
        Ok(opened) => opened,
        Err(err) => return (None, Err(err)),
    };
    let mut tail = Tail {
        segment: *number,
        ..begin(&header, u32::MAX, 0)
    };
    let read = read_segment(&mut frames, is_last, &mut tail, visit);
    (Some(header), read.map(|()| tail))
}

/// Where the journal is before the first entry of a segment, if the segment
/// continues what ends at `before`, or begins the journal.
pub(crate) fn follow(
    before: Option<Tail>,
    header: &Header,
    number: u32,
) -> Result<Tail, StoreError> {
    let before = before.unwrap_or_else(|| begin(header, 1, 0));
    next_tail(before, header, number)
}

/// [`follow`], with what [`read_alone`] gives; without a header that says why.
pub(crate) fn follow_alone(
    before: Option<Tail>,
    (header, read): (Option<&Header>, &Result<Tail, StoreError>),
    number: u32,
) -> Result<Tail, StoreError> {
    let Some(header) = header else {
        let n_good = before.map_or(0, |it| it.seq);
        let why = read.as_ref().err().cloned();
        return Err(behind(n_good, why.unwrap_or(StoreError::Stopped)));
    };
    follow(before, header, number)
}

/// `alone`, as [`read_alone`] gives it, behind what [`follow`] gives.
pub(crate) fn joined(before: Tail, alone: Tail) -> Result<Tail, StoreError> {
    if let (Some(last), Some(first)) = (before.last_at, alone.first_at)
        && last >= first
    {
        return Err(damaged(&before, Damage::Sequence));
    }
    Ok(Tail {
        first_at: before.first_at.or(alone.first_at),
        last_at: alone.last_at.or(before.last_at),
        n_bytes: before.n_bytes + alone.n_bytes,
        ..alone
    })
}

/// The entry of exactly this time. Of all others no more is read than is needed to
/// go past them; it alone is proved.
pub(crate) fn entry_at(dir: &Path, at: DateTime<Utc>) -> Result<Option<(u64, Hash)>, StoreError> {
    let wanted = at.timestamp_millis();
    for (number, path) in segment_files(dir)?.into_iter().rev() {
        let mut frames = Frames::open(&path)?;
        frames.fill(HEADER_LEN)?;
        Header::read(frames.window(), number)?;
        frames.skip(HEADER_LEN);
        let mut is_first = true;
        while let Some((n_frame, millis)) = frames.peek()? {
            if millis > wanted {
                break;
            }
            if millis == wanted {
                return frames.proved(n_frame);
            }
            is_first = false;
            frames.skip(n_frame);
        }
        if !is_first {
            break;
        }
    }
    Ok(None)
}

/// The number of the first entry that was written later than this, by the times in the
/// journal, which never go back. No more is read than is needed to go past the entries.
pub(crate) fn first_after(dir: &Path, at: DateTime<Utc>) -> Result<Option<u64>, StoreError> {
    let at = at.timestamp_millis();
    let mut found = None;
    for (number, path) in segment_files(dir)?.into_iter().rev() {
        let mut frames = Frames::open(&path)?;
        frames.fill(HEADER_LEN)?;
        let mut seq = Header::read(frames.window(), number)?.first_seq;
        frames.skip(HEADER_LEN);
        let mut is_before = false;
        while let Some((n_frame, millis)) = frames.peek()? {
            if millis > at {
                found = Some(seq);
                break;
            }
            is_before = true;
            seq += 1;
            frames.skip(n_frame);
        }
        if is_before {
            break;
        }
    }
    Ok(found)
}

/// The journal's end and the last entry before it, without what comes earlier.
pub(crate) fn read_end(dir: &Path) -> Result<Option<Tail>, StoreError> {
    let segments = segment_files(dir)?;
    let mut end = None;
    // A segment that was just begun has no entry yet.
    for (number, _) in segments.iter().rev().take(2) {
        end = read_segments(dir, *number, u32::MAX, &mut |_, _, _| Ok(()))?;
        if end.is_some_and(|it| it.last_at.is_some()) {
            break;
        }
    }
    Ok(end)
}

/// The number of the segment that has the entry of this sequence number, if the
/// journal goes so far.
pub(crate) fn segment_of(dir: &Path, seq: u64) -> Result<u32, StoreError> {
    let mut found = 1;
    for (number, path) in segment_files(dir)? {
        let header = header(&path, number)?;
        if header.first_seq <= seq {
            found = number;
        }
    }
    Ok(found)
}

/// Whether what was read up to `tail` is what the segment after it continues.
pub(crate) fn check_continued(dir: &Path, tail: Tail) -> Result<(), StoreError> {
    let number = tail.segment + 1;
    let path = segment_path(dir, number);
    next_tail(tail, &header(&path, number)?, number)?;
    Ok(())
}

pub(crate) fn header(path: &Path, number: u32) -> Result<Header, StoreError> {
    let mut frames = Frames::open(path)?;
    frames.fill(HEADER_LEN)?;
    Header::read(frames.window(), number)
}

/// Before the first segment that is read.
fn begin(header: &Header, from: u32, n_bytes: u64) -> Tail {
    let is_first = from <= 1;
    Tail {
        store_id: header.store_id,
        segment: from.saturating_sub(1),
        segment_len: 0,
        n_torn: 0,
        seq: if is_first {
            0
        } else {
            header.first_seq.saturating_sub(1)
        },
        head: if is_first { [0; 32] } else { header.previous },
        first_at: None,
        last_at: None,
        n_bytes,
    }
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
    let continues = header.first_seq == tail.seq + 1 && header.previous == tail.head;
    let leaves_out = header.is_after_gap && header.first_seq > tail.seq + 1;
    if header.store_id != tail.store_id || !(continues || leaves_out) {
        return damaged(Damage::SegmentChain);
    }
    Ok(Tail {
        segment: number,
        segment_len: 0,
        seq: header.first_seq - 1,
        head: header.previous,
        ..tail
    })
}

fn read_segment(
    frames: &mut Frames,
    is_last: bool,
    tail: &mut Tail,
    visit: &mut Visit<'_>,
) -> Result<(), StoreError> {
    let n_bytes_before = tail.n_bytes;
    loop {
        match frames.next()? {
            Frame::Whole { n_entry, hash } => {
                let entry = Entry::from_bytes(entry_in(frames.window(), n_entry))
                    .map_err(|what| damaged(tail, Damage::Content(what.into())))?;
                check_order(tail, &entry).map_err(|what| damaged(tail, what))?;
                let n_frame = FRAME_LEN + n_entry;
                tail.n_bytes = n_bytes_before + frames.at + n_frame as u64;
                visit(&entry, &hash, tail.n_bytes)?;
                tail.seq = entry.seq;
                tail.head = hash;
                tail.first_at = tail.first_at.or(Some(entry.meta.now));
                tail.last_at = Some(entry.meta.now);
                frames.skip(n_frame);
            }
            Frame::End => break,
            Frame::Torn if is_last => {
                tail.n_torn = frames.window().len() as u64;
                break;
            }
            Frame::Torn => return Err(damaged(tail, Damage::CutShort)),
            Frame::Damaged(what) => return Err(damaged(tail, what)),
        }
    }
    tail.n_bytes = n_bytes_before + frames.at;
    tail.segment_len = frames.at;
    Ok(())
}

/// A header alone does not know how many entries are whole before it.
pub(crate) fn behind(n_good: u64, err: StoreError) -> StoreError {
    match err {
        StoreError::JournalDamaged {
            segment,
            entry: 0,
            what,
            n_good: 0,
        } => StoreError::JournalDamaged {
            segment,
            entry: 0,
            what,
            n_good,
        },
        other => other,
    }
}

fn damaged(tail: &Tail, what: Damage) -> StoreError {
    StoreError::JournalDamaged {
        segment: tail.segment,
        entry: tail.seq + 1,
        what,
        n_good: tail.seq,
    }
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

/// A segment's bytes from the frame that is looked at, read ahead as needed.
struct Frames {
    file: fs::File,
    path: PathBuf,
    /// What has been read ahead, and some of what is behind.
    buffer: Vec<u8>,
    start: usize,
    /// Where in the file `start` is.
    at: u64,
    is_at_end: bool,
}

impl Frames {
    fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            file: fs::File::open(path).doing(Doing::Opening, path)?,
            path: path.to_path_buf(),
            buffer: Vec::new(),
            start: 0,
            at: 0,
            is_at_end: false,
        })
    }

    fn window(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Has so many bytes in the window, or all there are.
    fn fill(&mut self, n: usize) -> Result<(), StoreError> {
        while self.window().len() < n && !self.is_at_end {
            self.buffer.drain(..self.start);
            self.start = 0;
            let mut chunk = (&mut self.file).take(CHUNK_LEN);
            let n_read = chunk.read_to_end(&mut self.buffer);
            self.is_at_end = n_read.doing(Doing::Reading, &self.path)? == 0;
        }
        Ok(())
    }

    fn skip(&mut self, n: usize) {
        self.start += n;
        self.at += n as u64;
    }

    /// Length and time of the entry in the window, unproved; `None` at the end, or
    /// where no entry can be told.
    fn peek(&mut self) -> Result<Option<(usize, i64)>, StoreError> {
        self.fill(FRAME_LEN)?;
        let Some(n_frame) = frame_len(self.window()) else {
            return Ok(None);
        };
        self.fill(n_frame)?;
        let entry = entry_in(self.window(), n_frame - FRAME_LEN);
        Ok(time_in(entry).map(|millis| (n_frame, millis)))
    }

    /// Number and hash of the entry in the window, if it is whole.
    fn proved(&mut self, n_frame: usize) -> Result<Option<(u64, Hash)>, StoreError> {
        self.fill(n_frame)?;
        let Frame::Whole { n_entry, hash } = read_frame(self.window(), self.at) else {
            return Ok(None);
        };
        let entry = Entry::from_bytes(entry_in(self.window(), n_entry));
        Ok(entry.ok().map(|entry| (entry.seq, hash)))
    }

    /// Looks at the frame in the window; it is there as a whole if it is whole.
    fn next(&mut self) -> Result<Frame, StoreError> {
        self.fill(FRAME_LEN)?;
        self.fill(frame_len(self.window()).unwrap_or(0))?;
        let whole = read_frame(self.window(), self.at);
        if matches!(whole, Frame::Whole { .. }) {
            return Ok(whole);
        }
        // What is wrong depends on all that follows.
        self.fill(usize::MAX)?;
        Ok(read_frame(self.window(), self.at))
    }
}
