//! What a mirror is to be, and how it is.

use std::{path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

/// Behind for less than this is on its way.
const ON_ITS_WAY: Duration = Duration::from_secs(2);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorOptions {
    /// It must be there: one that is made by itself would lie under a stick that is
    /// plugged in later.
    pub folder: PathBuf,
    /// How long the mirror may lack something, or be away, before a person is told.
    pub alarm_after: Duration,
}

/// How a mirror is at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorStatus {
    /// Entries that are in the journal and not yet in the mirror; `None` as long as
    /// what the mirror has is not known.
    pub n_behind: Option<u64>,
    /// Since when it has lacked something, or has been away.
    pub behind: Duration,
    pub trouble: Option<MirrorTrouble>,
    /// A person should know.
    pub is_alarm: bool,
    /// It is no second disk: what breaks the one breaks the other.
    pub is_on_same_disk: bool,
}

impl MirrorStatus {
    /// Whether all is in the mirror, or will be in a moment.
    pub fn is_well(&self) -> bool {
        self.trouble.is_none() && self.behind < ON_ITS_WAY
    }
}

/// Why a mirror does not follow. All but the last four pass by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MirrorTrouble {
    /// The folder is not there, or what is usually plugged in there is not.
    Away,
    Full,
    ReadOnly,
    /// It has been asked and does not answer.
    Silent,
    Io {
        /// In the words of the system.
        text: String,
    },
    /// It is the mirror of another store.
    OtherStore {
        /// Hexadecimal.
        store_id: String,
    },
    /// A newer program has written it.
    Newer,
    /// It has another entry than the journal, or entries that the journal lacks,
    /// from this one on: one of the two was put back from an older copy.
    Diverged {
        entry: u64,
    },
    /// The journal itself is damaged at this entry, which is not copied.
    JournalDamaged {
        entry: u64,
    },
}

impl MirrorTrouble {
    /// Whether nothing may be written there.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::OtherStore { .. } | Self::Newer | Self::Diverged { .. }
        )
    }
}
