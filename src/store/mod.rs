//! The truth on disk. The only module that names `sled` or `bincode`.
//!
//! Every commit is one entry of the **journal**, synced before anyone hears of
//! it. The **index** holds the same records for reading, with the lookups that
//! are derived from them; it can be built again from the journal at any time. A
//! commit reaches it behind the answer, and nobody reads until it has.
//! What a record means is not known here.
//!
//! A store is a folder:
//!
//! ```text
//! journal/000001.balmlog ...   the truth: appended to, never rewritten
//! index/                       blocks of records, and sled's files; rebuildable
//! checkpoint-N/                a copy of the index from the close of a day
//! index.damaged-N/             the last index that was not trusted
//! clean                        there only after a clean stop
//! reserve                      room that is given up when the disk is full
//! mirror                       what the mirror's folder was when it was last there
//! last-backup                  when the last backup was made, and where it is
//! last-drill                   when one was last tried, and what came of it
//! lock                         who has the store open
//! ```
//!
//! # What a start takes on trust
//!
//! A start must be quick whatever the store's size, and lose nothing by it:
//!
//! * After a stop that was **not clean** nothing is taken on trust: the whole
//!   journal is read and proved, a torn end is cut off, and the index is proved by
//!   its count and sum before anything is read from it.
//! * An index that is lost, that sled will not open or that is not proved is set
//!   aside, and the **checkpoint** takes its place: a copy of its files made at
//!   the close of a day, while nothing was written. It is believed no more than any
//!   index: its files must have their own sums before sled sees them, then it is
//!   proved, and the entries after it are applied again. Without a good one the
//!   index is built from the whole journal, and so is one that an earlier program
//!   has laid out in another way.
//! * Count and sum follow the journal from the first entry on: each commit takes
//!   off what it read as the old value and adds what it writes, so that a value the
//!   index has forgotten, kept, or given back too late leaves the sum wrong for
//!   good. An index that has seen more than the journal has is not at fault: then
//!   the journal has lost acknowledged entries, and that is named as damage.
//! * A **clean stop** leaves the file `clean`: the journal's end, the shapes of
//!   records that the program knew, and name, length and time of change of every
//!   file. All of it was safe on the disk before the file was written, and the
//!   next start removes it before anything else is. Only where it matches all
//!   that is there now is the journal read from its last segment on; the index
//!   must be at exactly that end of the journal. A file that was touched, a copy
//!   that was put back, or another version of the program: all of it is read.
//! * The index is brought to the disk behind each commit, blocks before what leads to
//!   them: whatever stops the program, the index on the disk is what it was at the end
//!   of some commit, and the entries after that are applied again. Each block has a
//!   sum beside its place, so that one that is damaged, or an old one in its place, is
//!   an error wherever it is read and never another value.
//! * What is left to chance is a disk that changes bytes without a trace. It is
//!   found in the background after such a start, by the same proofs
//!   ([`Store::check_in_background`], [`Health`]). A rotten entry in the middle of
//!   the journal stops nobody from selling: the index has been proved by itself,
//!   new entries are tied to the last whole one, and the attention list says it
//!   until a backup is brought back. An index that is wrong is built again at the
//!   next start.
//!
//! # What is damaged, and what is forged
//!
//! [`verify()`] proves the journal and what its records must come to, [`verify_with`]
//! also the anchors of closings and the index. [`survey`] tells what is whole of a
//! damaged journal; [`repair()`] puts whole entries of it, of mirrors and of backups together in
//! a new store, where a segment that begins behind lost ones says so. The format is
//! written down in `docs/journal.md`, for those who prove it by other means.
//!
//! In reading order:

mod keys;
mod lookup;
pub mod record;

mod floor;
mod nouns;
mod records;

mod codec;
mod upgrade;

mod journal;
mod side_by_side;

mod digest;
mod index;
mod pending;
mod recent;
mod sums;

#[allow(
    clippy::module_inception,
    reason = "named after its type, like every file"
)]
mod store;
mod tx;

mod last_days;

mod checkpoint;

mod mirror;

mod applier;
mod bulk;
mod closing;
mod copier;
mod open;
mod reserve;
mod syncer;

mod check;

mod books;
mod compare;
mod day;
mod deep;
mod verify;
mod wrong;

mod as_of;
mod book;
mod export;
mod repair;
mod salvage;

pub mod backup;

mod error;
mod files;
mod lock;

pub use as_of::{AsOf, Moment, copy_as_of};
pub use book::{Book, BookEntry};
pub use check::Health;
pub use compare::{Difference, How};
pub use deep::IndexVerdict;
pub use digest::Proof;
pub use error::{CommitError, Damage, Doing, StoreError};
pub use export::export_journal;
pub use index::panic_is_caught;
pub use journal::EntryMeta;
pub use last_days::LastDays;
pub use mirror::{MirrorOptions, MirrorStatus, MirrorTrouble};
pub use open::{IndexOutcome, OpenReport, RebuildReason};
pub use repair::{RepairError, RepairFrom, RepairReport, SourceReport, repair};
pub use reserve::Space;
pub use salvage::{Survey, survey};
pub use store::{Change, Committed, Durability, OnProgress, OpenOptions, Progress, Stage, Store};
pub use tx::{Reader, Reads, Tx};
pub use verify::{
    Ahead, AnchorVerdict, VerifyOptions, VerifyReport, verify, verify_journal, verify_with,
};
pub use wrong::{Control, Figure, Lost, Problem, Wrong};

#[cfg(test)]
mod tests;
