//! Something broke: what was being tried, what is safe, what to do next. Put into
//! words by `locale`; the detail is technical English for whoever helps.

use std::io::ErrorKind;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::store::StoreError;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Failure {
    pub tried: Tried,
    pub safe: Safe,
    pub next: Next,
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tried {
    OpenShop,
    CloseShop,
    Read,
    /// To do a request, by its name.
    Do {
        request: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Safe {
    /// All that was acknowledged; of this request nothing was written.
    AllBefore,
    /// All that was acknowledged, and this request too: it is recorded.
    ThisToo,
    /// All that was acknowledged. Whether this request was recorded is seen at
    /// the next start; asking again with the same request id cannot do it twice.
    PerhapsThis,
    /// The journal's entries up to the damaged one.
    UpToTheDamage,
    /// Nothing was read or changed.
    Untouched,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    TryAgain,
    Restart,
    CloseOtherProgram,
    /// The shop's folder is not there, or not this user's.
    CheckFolder,
    MakeRoomOnDisk,
    CheckDisk,
    UpdateProgram,
    /// Bring a backup back, or have the journal looked at.
    RestoreBackup,
    /// A mistake of the program: do without this step and report it.
    Report,
}

impl Failure {
    pub(super) fn of(tried: Tried, error: &StoreError) -> Self {
        let (safe, next) = judge(&tried, error);
        Self {
            tried,
            safe,
            next,
            detail: error.to_string(),
        }
    }

    /// The program caught itself in a mistake; nothing was written.
    pub(super) fn bug(tried: Tried, detail: String) -> Self {
        Self {
            tried,
            safe: Safe::AllBefore,
            next: Next::Report,
            detail,
        }
    }
}

/// Whether a folder was named wrongly, rather than a disk broken.
fn is_about_place(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound
            | ErrorKind::PermissionDenied
            | ErrorKind::AlreadyExists
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::ReadOnlyFilesystem
    )
}

fn judge(tried: &Tried, error: &StoreError) -> (Safe, Next) {
    let writing = matches!(tried, Tried::Do { .. });
    let before = if writing {
        Safe::AllBefore
    } else {
        Safe::Untouched
    };
    match error {
        StoreError::Io { kind, .. } if *kind == ErrorKind::StorageFull => {
            (before, Next::MakeRoomOnDisk)
        }
        StoreError::Io { kind, .. } if *tried == Tried::OpenShop && is_about_place(*kind) => {
            (before, Next::CheckFolder)
        }
        StoreError::Io { .. } if writing => (Safe::PerhapsThis, Next::Restart),
        StoreError::Io { .. } | StoreError::RecordDamaged { .. } => (before, Next::CheckDisk),
        StoreError::InUse { .. } => (before, Next::CloseOtherProgram),
        StoreError::Stopped => (before, Next::TryAgain),
        StoreError::NewerStore { .. }
        | StoreError::NewerRecord { .. }
        | StoreError::UnknownKind { .. } => (before, Next::UpdateProgram),
        StoreError::JournalMissing { .. } => (before, Next::RestoreBackup),
        StoreError::JournalDamaged { .. } => (Safe::UpToTheDamage, Next::RestoreBackup),
        StoreError::RecordedNotIndexed { .. } => (Safe::ThisToo, Next::Restart),
        StoreError::Poisoned { .. } | StoreError::Index { .. } => (before, Next::Restart),
        StoreError::RecordTooLarge { .. }
        | StoreError::EntryTooLarge { .. }
        | StoreError::NumbersExhausted { .. }
        | StoreError::ReaderHeld => (before, Next::Report),
    }
}
