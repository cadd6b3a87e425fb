//! What can go wrong with the store, with everything that is known about it.

use std::{io, path::PathBuf};

use thiserror::Error;

use super::record::Kind;

/// A failure of the store: disk, damage, a second process, a newer program.
///
/// The display texts are technical English for details and logs; people read
/// what `locale` makes of the variants.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    #[error("{doing} {}: {text}", path.display())]
    Io {
        doing: Doing,
        path: PathBuf,
        kind: io::ErrorKind,
        text: String,
    },
    /// Another process, or another place in this one, has the store open.
    #[error("the store is in use by {holder}")]
    InUse { holder: String },
    /// Written by a newer program. Nothing was changed.
    #[error("the journal has format {found}, this program knows up to {known}")]
    NewerStore { found: u32, known: u32 },
    /// A record was written by a newer program.
    #[error("a {kind:?} record has version {found}, this program knows up to {known}")]
    NewerRecord { kind: Kind, found: u8, known: u8 },
    /// A kind of record that this program does not know.
    #[error("records of kind {found} are unknown to this program")]
    UnknownKind { found: u8 },
    /// The folder has an index but no journal: the truth is gone, and a new
    /// journal would hide that.
    #[error("there is an index but no journal in {}", path.display())]
    JournalMissing { path: PathBuf },
    #[error(
        "journal segment {segment}, entry {entry}: {what} ({n_good} entries before it are whole)"
    )]
    JournalDamaged {
        segment: u32,
        /// Sequence number of the entry that does not verify; 0 for a header.
        entry: u64,
        what: Damage,
        n_good: u64,
    },
    /// A record's bytes do not read as what they should be.
    #[error("record {kind} with key {key} cannot be read: {what}")]
    RecordDamaged {
        kind: u8,
        /// Hexadecimal.
        key: String,
        what: String,
    },
    /// The index failed; the journal is not touched by that. The next opening
    /// checks the index and rebuilds it if need be.
    #[error("the index failed: {what}")]
    Index { what: String },
    /// The entry is in the journal for good, but the index did not take it.
    /// It is there after the next opening.
    #[error("entry {seq} is recorded, but the index did not take it: {what}")]
    RecordedNotIndexed { seq: u64, what: String },
    /// An earlier write failed. Nothing is written any more until the store has
    /// been opened again.
    #[error("the store takes no writes since an earlier failure: {cause}")]
    Poisoned { cause: Box<StoreError> },
    #[error("a {kind:?} record of {n_bytes} bytes is above the limit of {max}")]
    RecordTooLarge {
        kind: Kind,
        n_bytes: usize,
        max: usize,
    },
    #[error("an entry of {n_bytes} bytes is above the limit of {max}")]
    EntryTooLarge { n_bytes: usize, max: usize },
    #[error("register {register} has used up its numbers")]
    NumbersExhausted { register: u16 },
    /// Whoever was told of the progress asked to stop. Nothing is lost.
    #[error("stopped as asked")]
    Stopped,
    /// This thread still holds a [`super::Reader`]; the commit would wait for it
    /// for ever.
    #[error("a commit was asked for while the same thread holds a reader")]
    ReaderHeld,
}

/// What was being done when a file operation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Creating,
    Opening,
    Reading,
    Writing,
    Syncing,
    Truncating,
    Renaming,
    Removing,
    Locking,
}

impl std::fmt::Display for Doing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Creating => "creating",
            Self::Opening => "opening",
            Self::Reading => "reading",
            Self::Writing => "writing",
            Self::Syncing => "syncing",
            Self::Truncating => "truncating",
            Self::Renaming => "renaming",
            Self::Removing => "removing",
            Self::Locking => "locking",
        })
    }
}

/// How a journal does not verify.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Damage {
    #[error("the header does not verify")]
    Header,
    #[error("the segment is missing or out of order")]
    SegmentOrder,
    #[error("the segment does not continue the one before it")]
    SegmentChain,
    #[error("the hash does not match the content")]
    Hash,
    #[error("the previous hash is not that of the entry before")]
    Chain,
    #[error("the content cannot be read: {0}")]
    Content(String),
    #[error("the sequence number or the time does not follow the entry before")]
    Sequence,
    #[error("the file ends inside an entry")]
    CutShort,
    #[error("the entry is incomplete although it had been finished")]
    AcknowledgedCutShort,
    #[error("the journal ends here although the index has seen entry {last}")]
    AcknowledgedMissing { last: u64 },
}

/// Why a commit did not happen.
#[derive(Debug, PartialEq, Eq)]
pub enum CommitError<E> {
    /// The closure said no. Nothing was written.
    Refused(E),
    /// The store failed. Nothing was written, unless the error says so.
    Failed(StoreError),
}

impl<E> From<StoreError> for CommitError<E> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl StoreError {
    /// Something was not written for want of room. A sync that fails is more than
    /// that: what the disk has then is unknown.
    pub fn is_disk_full(&self) -> bool {
        matches!(
            self,
            Self::Io {
                doing: Doing::Creating | Doing::Opening | Doing::Writing,
                kind: io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded,
                ..
            }
        )
    }

    pub(super) fn is_failed_sync(&self) -> bool {
        matches!(
            self,
            Self::Io {
                doing: Doing::Syncing,
                ..
            }
        )
    }

    pub(super) fn index(what: &dyn std::fmt::Display) -> Self {
        Self::Index {
            what: what.to_string(),
        }
    }

    pub(super) fn record(key: &[u8], what: &dyn std::fmt::Display) -> Self {
        Self::RecordDamaged {
            kind: key.first().copied().unwrap_or(0),
            key: hex(key),
            what: what.to_string(),
        }
    }
}

/// Adds to an [`io::Error`] what was being done and where.
pub(super) trait IoContext<T> {
    fn doing(self, doing: Doing, path: &std::path::Path) -> Result<T, StoreError>;
}

impl<T> IoContext<T> for io::Result<T> {
    fn doing(self, doing: Doing, path: &std::path::Path) -> Result<T, StoreError> {
        self.map_err(|err| StoreError::Io {
            doing,
            path: path.to_path_buf(),
            kind: err.kind(),
            text: err.to_string(),
        })
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
