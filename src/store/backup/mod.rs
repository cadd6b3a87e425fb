//! One encrypted file that a shop can be brought back from on an empty machine.
//!
//! ```text
//! age ( tar ( backup.json                what is in it, in figures
//!             journal/000001.balmlog ... up to one entry
//!             balm.toml ...              settings, keys, attachments, copies ) )
//! ```
//!
//! Both formats are the public ones, so that `age -d FILE | tar -x` gives the shop's
//! folder without this program. The names in it are those below the shop's folder;
//! what was elsewhere is in `elsewhere/`.
//!
//! An archive is made from the journal's files alone, up to the last acknowledged
//! entry, while the shop goes on; it gets its name when all of it is on the disk. It
//! is brought back into an empty place only: unpacked beside it, proved, and put
//! there by one renaming.
//!
//! In reading order:

mod error;
mod manifest;

mod closings;

mod age;
mod seal;

mod archive;
mod last;
mod reminder;

mod unpack;

mod proof;
mod restore;

pub use age::{Opening, Sealing};
pub use archive::{Archived, BackupPoint, BackupWish, Extra, back_up};
pub use error::{BackupError, Fault};
pub use last::{LastBackup, LastDrill, last_backup, last_drill, note_drill};
pub use manifest::{ClosingFigures, Manifest};
pub use reminder::{BackupDays, BackupState};
pub use restore::{Restored, drill, restore};
pub use seal::{Key, KeyPair, Lock, needs_passphrase};

pub(super) use reminder::Reminder;
pub(super) use restore::unpack_what_is_whole;
