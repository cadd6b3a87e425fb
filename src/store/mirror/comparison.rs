//! One segment of the journal, read in step with the mirror's: how far they are the
//! same, and whether what is behind may be overwritten.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use super::{
    disk::DiskFile,
    status::MirrorTrouble::{self, Diverged, JournalDamaged, Newer, OtherStore},
};
use crate::store::{
    error::{StoreError, hex},
    journal::{
        Entry,
        reader::segment_path,
        segment::{Frame, HEADER_LEN, Header, entry_in, frame_len, read_frame},
    },
};

/// Read of each of the two at once.
const CHUNK_LEN: usize = 256 * 1024;

/// Whole frames of a segment of ours, each proved, from some place on.
pub(super) struct Frames {
    file: File,
    /// Up to here there are acknowledged entries.
    end: u64,
    /// Where in the file `ahead` begins.
    at: u64,
    ahead: Vec<u8>,
    /// The last entry before `at`.
    seq: u64,
}

/// Some frames that stand behind one another.
pub(super) struct Run {
    pub(super) at: u64,
    pub(super) bytes: Vec<u8>,
    /// Where each frame ends, and its sequence number.
    ends: Vec<(usize, u64)>,
}

impl Run {
    /// The last end of a frame at or before `n` bytes, with what stands there.
    fn boundary(&self, n: usize) -> Option<(usize, u64)> {
        let before = self.ends.iter().take_while(|(end, _)| *end <= n);
        before.last().copied()
    }
}

impl Frames {
    /// Reads the header, which is given with it, and stands behind it.
    pub(super) fn open(
        journal: &Path,
        number: u32,
        end: u64,
    ) -> Result<(Self, Header, Vec<u8>), MirrorTrouble> {
        let damaged = |entry| JournalDamaged { entry };
        let mut file = File::open(segment_path(journal, number)).map_err(|_| damaged(0))?;
        let mut bytes = vec![0; HEADER_LEN];
        file.read_exact(&mut bytes).map_err(|_| damaged(0))?;
        let header = Header::read(&bytes, number).map_err(|_| damaged(0))?;
        let frames = Self {
            file,
            end,
            at: HEADER_LEN as u64,
            ahead: Vec::new(),
            seq: header.first_seq.saturating_sub(1),
        };
        Ok((frames, header, bytes))
    }

    /// Goes on at a place that is the end of a frame.
    pub(super) fn skip_to(&mut self, at: u64, seq: u64) -> Result<(), MirrorTrouble> {
        let damaged = |_| JournalDamaged { entry: seq + 1 };
        self.file.seek(SeekFrom::Start(at)).map_err(damaged)?;
        (self.at, self.seq) = (at, seq);
        self.ahead.clear();
        Ok(())
    }

    pub(super) fn position(&self) -> (u64, u64) {
        (self.at, self.seq)
    }

    /// The next frames, at least one; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Run>, MirrorTrouble> {
        if self.at >= self.end {
            return Ok(None);
        }
        self.fill(CHUNK_LEN)?;
        let first = frame_len(&self.ahead).ok_or(self.damaged())?;
        self.fill(first)?;
        let mut run = Run {
            at: self.at,
            bytes: Vec::new(),
            ends: Vec::new(),
        };
        let mut n = 0;
        while let Some(frame) = next_frame(&self.ahead, n) {
            let whole = read_frame(frame, self.at + n as u64);
            let Frame::Whole { n_entry, .. } = whole else {
                break;
            };
            let Ok(entry) = Entry::from_bytes(entry_in(frame, n_entry)) else {
                break;
            };
            n += frame.len();
            self.seq = entry.seq;
            run.ends.push((n, entry.seq));
        }
        if n == 0 {
            return Err(self.damaged());
        }
        run.bytes = self.ahead.drain(..n).collect();
        self.at += n as u64;
        Ok(Some(run))
    }

    fn damaged(&self) -> MirrorTrouble {
        JournalDamaged {
            entry: self.seq + 1,
        }
    }

    /// Has so many bytes ahead, or all there are.
    fn fill(&mut self, n: usize) -> Result<(), MirrorTrouble> {
        let left = self.end - self.at - self.ahead.len() as u64;
        let missing = n.saturating_sub(self.ahead.len()) as u64;
        let mut part = (&mut self.file).take(missing.min(left));
        let read = part.read_to_end(&mut self.ahead);
        read.map(drop).map_err(|_| self.damaged())
    }
}

/// The frame that begins at `at`, if all of its bytes are there.
fn next_frame(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let rest = bytes.get(at..)?;
    rest.get(..frame_len(rest)?)
}

/// How far a segment of the mirror is the journal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Equal {
    pub(super) len: u64,
    /// The last entry in it.
    pub(super) seq: u64,
    /// There is more behind, which is nothing whole.
    pub(super) is_torn: bool,
}

/// A comparison that goes on step by step.
pub(super) struct Comparison {
    frames: Frames,
    theirs: Box<dyn DiskFile>,
    theirs_len: u64,
    is_over: Option<Equal>,
}

impl Comparison {
    /// Compares the headers. `end` is where the journal's segment ends.
    ///
    /// # Errors
    ///
    /// A mirror that is not of this journal, or disks that cannot be read.
    pub(super) fn begin(
        (journal, number, end): (&Path, u32, u64),
        store_id: &[u8; 16],
        mut theirs: Box<dyn DiskFile>,
    ) -> Result<Self, MirrorTrouble> {
        let (frames, header, ours) = Frames::open(journal, number, end)?;
        let theirs_len = theirs.length()?;
        let mut found = Vec::new();
        (&mut theirs)
            .take(HEADER_LEN as u64)
            .read_to_end(&mut found)?;
        let mut comparison = Self {
            frames,
            theirs,
            theirs_len,
            is_over: None,
        };
        if found != ours {
            judge_header(&found, number, store_id, header.first_seq)?;
            comparison.is_over =
                Some(comparison.judge_rest(0, header.first_seq.saturating_sub(1))?);
        }
        Ok(comparison)
    }

    /// Whether the mirror's segment has as many bytes as the journal's.
    pub(super) fn is_as_long(&self) -> bool {
        self.is_over.is_none() && self.theirs_len == self.frames.end
    }

    /// Goes some way; gives the result when it is over.
    ///
    /// # Errors
    ///
    /// As for [`Comparison::begin`].
    pub(super) fn step(&mut self) -> Result<Option<Equal>, MirrorTrouble> {
        if self.is_over.is_some() {
            return Ok(self.is_over);
        }
        let before = self.frames.position();
        self.is_over = match self.frames.next()? {
            None => Some(self.at_the_end()?),
            Some(run) => {
                let mut found = vec![0; run.bytes.len()];
                let n_read = read_all(self.theirs.as_mut(), &mut found)?;
                let same = same_len(&run.bytes, found.get(..n_read).unwrap_or_default());
                if same == run.bytes.len() {
                    None
                } else {
                    let (at, seq) = match run.boundary(same) {
                        Some((n, seq)) => (run.at + n as u64, seq),
                        None => before,
                    };
                    Some(self.judge_rest(at, seq)?)
                }
            }
        };
        Ok(self.is_over)
    }

    /// What is the same is safe there, when this returns.
    pub(super) fn finish(&mut self) -> Result<Equal, MirrorTrouble> {
        loop {
            if let Some(equal) = self.step()? {
                self.theirs.sync()?;
                return Ok(equal);
            }
        }
    }

    fn at_the_end(&self) -> Result<Equal, MirrorTrouble> {
        let (len, seq) = self.frames.position();
        if self.theirs_len > len {
            return Err(Diverged { entry: seq + 1 });
        }
        Ok(Equal {
            len,
            seq,
            is_torn: false,
        })
    }

    /// What is behind `at` is not the journal's: cut off or damaged, and may be
    /// written again, unless there are entries in it that the journal does not have.
    fn judge_rest(&mut self, at: u64, seq: u64) -> Result<Equal, MirrorTrouble> {
        if self.theirs_len > self.frames.end {
            return Err(Diverged { entry: seq + 1 });
        }
        let mut theirs = Vec::new();
        self.theirs.seek(SeekFrom::Start(at))?;
        let left = self.theirs_len.saturating_sub(at);
        (&mut self.theirs).take(left).read_to_end(&mut theirs)?;
        let mut ours = Vec::new();
        let damaged = |_| JournalDamaged { entry: seq + 1 };
        let file = &mut self.frames.file;
        file.seek(SeekFrom::Start(at)).map_err(damaged)?;
        let left = self.frames.end.saturating_sub(at);
        file.take(left).read_to_end(&mut ours).map_err(damaged)?;
        if holds_other_entries(&theirs, &ours) {
            return Err(Diverged { entry: seq + 1 });
        }
        Ok(Equal {
            len: at,
            seq,
            is_torn: !theirs.is_empty(),
        })
    }
}

/// Refuses a header that is whole and another one.
pub(super) fn judge_header(
    found: &[u8],
    number: u32,
    store_id: &[u8; 16],
    first_seq: u64,
) -> Result<(), MirrorTrouble> {
    match Header::read(found, number) {
        Ok(header) if header.store_id != *store_id => Err(OtherStore {
            store_id: hex(&header.store_id),
        }),
        Ok(_) => Err(Diverged { entry: first_seq }),
        Err(StoreError::NewerStore { .. }) => Err(Newer),
        Err(_) => Ok(()),
    }
}

/// Whether some whole entry stands in `theirs` that `ours` does not have in its
/// place.
fn holds_other_entries(theirs: &[u8], ours: &[u8]) -> bool {
    let mut at = 0;
    while at < theirs.len() {
        let frame = next_frame(theirs, at);
        let whole = frame.filter(|it| matches!(read_frame(it, 0), Frame::Whole { .. }));
        let Some(frame) = whole else {
            at += 1;
            continue;
        };
        if ours.get(at..at + frame.len()) != Some(frame) {
            return true;
        }
        at += frame.len();
    }
    false
}

fn same_len(ours: &[u8], theirs: &[u8]) -> usize {
    let pairs = ours.iter().zip(theirs);
    pairs.take_while(|(one, other)| one == other).count()
}

/// As much as there is.
fn read_all(file: &mut dyn DiskFile, bytes: &mut [u8]) -> io::Result<usize> {
    let mut n_read = 0;
    while let Some(rest) = bytes.get_mut(n_read..).filter(|it| !it.is_empty()) {
        match file.read(rest)? {
            0 => break,
            n => n_read += n,
        }
    }
    Ok(n_read)
}
