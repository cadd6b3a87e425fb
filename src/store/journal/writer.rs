//! Appends entries, and begins a new segment when one is full.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    entry::{Entry, EntryMeta, Hash, KeyChange},
    reader::{Tail, segment_files, segment_path},
    segment::{HEADER_LEN, Header, frame},
};
use crate::store::{
    error::{Doing, IoContext, StoreError},
    files,
};

/// More than any entry that a shop makes.
const SETTLED_BYTES: u64 = 1024 * 1024;

#[derive(Clone, Debug)]
pub(crate) struct JournalOptions {
    /// A segment that is larger than this is followed by a new one.
    pub(crate) segment_bytes_max: u64,
    pub(crate) program: String,
    /// Whether each entry is synced before [`Journal::append`] returns.
    pub(crate) synced: bool,
}

/// What the journal asks of a file, so that a test can let it fail.
pub(crate) trait LogFile: Write + Seek + Send {
    fn sync_data(&self) -> io::Result<()>;
    fn set_len(&self, len: u64) -> io::Result<()>;
}

impl LogFile for File {
    fn sync_data(&self) -> io::Result<()> {
        Self::sync_data(self)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        Self::set_len(self, len)
    }
}

pub(crate) struct Journal {
    dir: PathBuf,
    options: JournalOptions,
    tail: Tail,
    file: Box<dyn LogFile>,
    path: PathBuf,
    /// What the disk has is known.
    is_intact: bool,
}

impl Journal {
    /// Begins the journal of a new store.
    pub(crate) fn create(
        dir: &Path,
        store_id: [u8; 16],
        options: JournalOptions,
    ) -> Result<Self, StoreError> {
        files::create_dir(dir)?;
        let tail = Tail {
            store_id,
            segment: 0,
            segment_len: 0,
            n_torn: 0,
            seq: 0,
            head: [0; 32],
            first_at: None,
            last_at: None,
            n_bytes: 0,
        };
        let (file, path, tail) = begin_segment(dir, tail, &options)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            options,
            tail,
            file,
            path,
            is_intact: true,
        })
    }

    /// Goes on where `tail` ends; cuts off what is torn behind it.
    pub(crate) fn resume(
        dir: &Path,
        tail: Tail,
        options: JournalOptions,
    ) -> Result<Self, StoreError> {
        remove_drafts(dir)?;
        let path = segment_path(dir, tail.segment);
        let mut file = files::private().open(&path).doing(Doing::Opening, &path)?;
        if tail.n_torn > 0 {
            file.set_len(tail.segment_len)
                .and_then(|()| file.sync_all())
                .doing(Doing::Truncating, &path)?;
        }
        file.seek(SeekFrom::Start(tail.segment_len))
            .doing(Doing::Reading, &path)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            options,
            tail: Tail { n_torn: 0, ..tail },
            file: Box::new(file),
            path,
            is_intact: true,
        })
    }

    pub(crate) fn tail(&self) -> &Tail {
        &self.tail
    }

    /// The time that an entry written now gets: whole milliseconds, and never
    /// before or at the last entry's.
    pub(crate) fn time_for(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let now = DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now);
        let after_last = self
            .tail
            .last_at
            .and_then(|last| last.checked_add_signed(TimeDelta::milliseconds(1)));
        after_last.map_or(now, |after| after.max(now))
    }

    /// Writes one entry and, unless told otherwise, waits until it is safe.
    ///
    /// After an error the journal must not be used any more unless it says that it
    /// [is intact](Self::is_intact). What was written of the entry is taken back as
    /// far as the disk allows, since nobody was told of it.
    pub(crate) fn append(
        &mut self,
        meta: &EntryMeta,
        changes: Vec<KeyChange<'_>>,
    ) -> Result<(u64, Hash), StoreError> {
        let entry = Entry {
            previous: self.tail.head,
            seq: self.tail.seq + 1,
            meta: meta.head(),
            changes,
        };
        let (frame, hash) = frame(&entry.to_bytes()?)?;
        if self.is_full()
            && let Err(err) = self.rotate()
        {
            self.is_intact = err.is_disk_full() && remove_drafts(&self.dir).is_ok();
            return Err(err);
        }
        if let Err(err) = self.write(&frame) {
            self.is_intact = self.take_back() && err.is_disk_full();
            return Err(err);
        }
        self.tail.segment_len += frame.len() as u64;
        self.tail.n_bytes += frame.len() as u64;
        self.tail.seq = entry.seq;
        self.tail.head = hash;
        self.tail.first_at = self.tail.first_at.or(Some(entry.meta.now));
        self.tail.last_at = Some(entry.meta.now);
        Ok((entry.seq, hash))
    }

    /// Whether more may be appended. So it is after a write for which the disk had no
    /// room: what was written of it is cut off, and synced so.
    pub(crate) fn is_intact(&self) -> bool {
        self.is_intact
    }

    /// Cuts off what is behind the last whole entry.
    fn take_back(&mut self) -> bool {
        let len = self.tail.segment_len;
        let done = self
            .file
            .set_len(len)
            .and_then(|()| self.file.sync_data())
            .and_then(|()| self.file.seek(SeekFrom::Start(len)));
        done.is_ok()
    }

    /// From now on every entry is synced, and so is everything before.
    pub(crate) fn set_synced(&mut self, synced: bool) -> Result<(), StoreError> {
        if synced && !self.options.synced {
            for (_, path) in segment_files(&self.dir)? {
                let file = File::open(&path).doing(Doing::Opening, &path)?;
                file.sync_all().doing(Doing::Syncing, &path)?;
            }
            files::sync_dir(&self.dir)?;
        }
        self.options.synced = synced;
        Ok(())
    }

    fn write(&mut self, frame: &[u8]) -> Result<(), StoreError> {
        self.file
            .write_all(frame)
            .doing(Doing::Writing, &self.path)?;
        if self.options.synced {
            self.file.sync_data().doing(Doing::Syncing, &self.path)?;
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.tail.segment_len > self.options.segment_bytes_max.max(HEADER_LEN as u64)
    }

    fn rotate(&mut self) -> Result<(), StoreError> {
        let (file, path, tail) = begin_segment(&self.dir, self.tail, &self.options)?;
        self.file = file;
        self.path = path;
        self.tail = tail;
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn replace_file(&mut self, file: Box<dyn LogFile>) {
        self.file = file;
    }
}

/// After a stop that was not clean: brings to the disk what was read, since it may have
/// come from the system's memory. A segment's name may not be safe yet, and of an entry
/// whose sync has failed the system says that it is written. Only the last entry can be
/// such a one; it is written again as it is. What is torn behind it stays.
///
/// Before the index is brought up to it: an index that has seen more than the journal
/// has would mean that the journal had lost something.
pub(crate) fn settle(dir: &Path, tail: &Tail) -> Result<(), StoreError> {
    let path = segment_path(dir, tail.segment);
    let n_again = tail.segment_len.min(SETTLED_BYTES);
    let from = tail.segment_len - n_again;
    let mut file = files::private().open(&path).doing(Doing::Opening, &path)?;
    let mut again = Vec::new();
    file.seek(SeekFrom::Start(from))
        .and_then(|_| (&file).take(n_again).read_to_end(&mut again))
        .and_then(|_| file.seek(SeekFrom::Start(from)))
        .doing(Doing::Reading, &path)?;
    file.write_all(&again).doing(Doing::Writing, &path)?;
    file.sync_all().doing(Doing::Syncing, &path)?;
    files::sync_dir(dir)
}

/// Writes the header of the segment after `tail`. The file gets its name only
/// when the header is safe, so that no segment is ever without one.
fn begin_segment(
    dir: &Path,
    tail: Tail,
    options: &JournalOptions,
) -> Result<(Box<dyn LogFile>, PathBuf, Tail), StoreError> {
    let segment = tail.segment + 1;
    let header = Header {
        store_id: tail.store_id,
        segment,
        first_seq: tail.seq + 1,
        previous: tail.head,
        program: options.program.clone(),
        is_after_gap: false,
    };
    let path = segment_path(dir, segment);
    files::replace(&path, &header.to_bytes(), options.synced)?;
    let mut file = files::private().open(&path).doing(Doing::Opening, &path)?;
    file.seek(SeekFrom::End(0)).doing(Doing::Reading, &path)?;
    let tail = Tail {
        segment,
        segment_len: HEADER_LEN as u64,
        n_bytes: tail.n_bytes + HEADER_LEN as u64,
        ..tail
    };
    Ok((Box::new(file), path, tail))
}

/// A crash while a segment was begun leaves a draft that nothing depends on.
fn remove_drafts(dir: &Path) -> Result<(), StoreError> {
    for path in files::list(dir)? {
        if path.extension().is_some_and(|it| it == "new") {
            fs::remove_file(&path).doing(Doing::Removing, &path)?;
        }
    }
    Ok(())
}
