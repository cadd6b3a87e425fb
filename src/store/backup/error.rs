//! What can go wrong with a backup, and what a proof can find wrong in one.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::{domain::ids::Register, store::error::StoreError};

/// The display texts are technical English; people read what `cli` makes of them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BackupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is nothing to lock the archive with.
    #[error("no recipient and no passphrase")]
    NoLock,
    /// A recipient that is none.
    #[error("{text:?} is no age recipient (age1...)")]
    BadRecipient { text: String },
    /// A file of keys without one.
    #[error("there is no age key (AGE-SECRET-KEY-1...) in the file")]
    NoKeyInFile,
    /// Where archives go by the settings there is no folder now.
    #[error("{}", path.display())]
    NoFolder { path: PathBuf, is_file: bool },
    #[error("an archive of that name is there already")]
    AlreadyThere { path: PathBuf },
    /// Restoring goes into an empty place only.
    #[error("the folder is not empty")]
    NotEmpty { path: PathBuf },
    #[error("it is no age file")]
    NotAnArchive,
    /// A passphrase was given for a file that is locked to keys, or keys for one
    /// that has a passphrase.
    #[error("it is locked with {}", if *.by_passphrase { "a passphrase" } else { "a key" })]
    OtherLock { by_passphrase: bool },
    /// Not this passphrase or key, or the head of the file is damaged.
    #[error("it cannot be unlocked")]
    WrongKey,
    #[error("it was changed, cut off, or cannot be read: {what}")]
    Damaged { what: String },
    #[error("it has format {found}, this program knows up to {known}")]
    Newer { found: u32, known: u32 },
    /// Unlocked and whole, but not what this program makes.
    #[error("it holds {what}")]
    Foreign { what: String },
    /// All of it can be read; what it says does not fit together.
    #[error("{} things do not fit together", .faults.len())]
    Unsound { faults: Vec<Fault> },
}

/// What does not fit together in an archive that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A file of the list is not there, or not as long.
    File { name: String },
    /// The journal does not verify.
    Journal { what: String },
    /// Receipts, Zs or postings of the journal do not add up.
    Records { what: String },
    /// The journal has other entries than the archive says.
    Entries { said: String, found: String },
    /// A closing is not what the archive says of it.
    Closing { register: Register, z_number: u64 },
}

impl BackupError {
    /// A failure to read an archive is damage, wherever it came from.
    pub(super) fn reading(err: &io::Error) -> Self {
        Self::Damaged {
            what: err.to_string(),
        }
    }
}
