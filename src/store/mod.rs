//! The truth on disk. The only module that names `sled` or `bincode`.
//!
//! Every commit is one entry of the **journal**, synced before anyone hears of
//! it. The **index** holds the same records for reading, with the lookups that
//! are derived from them; it can be built again from the journal at any time.
//! What a record means is not known here.
//!
//! A store is a folder:
//!
//! ```text
//! journal/000001.balmlog ...   the truth: appended to, never rewritten
//! index/                       sled's files, rebuildable
//! index.damaged-N/             the last index that was not trusted
//! clean                        there only after a clean stop
//! lock                         who has the store open
//! ```
//!
//! In reading order:

mod lookup;
pub mod record;
mod records;

mod codec;
mod upgrade;

mod journal;

mod digest;
mod index;
mod pending;

#[allow(
    clippy::module_inception,
    reason = "named after its type, like every file"
)]
mod store;
mod tx;

mod closing;
mod open;
mod syncer;
mod verify;

mod error;
mod files;
mod lock;

pub use digest::Proof;
pub use error::{CommitError, Damage, Doing, StoreError};
pub use journal::EntryMeta;
pub use open::{IndexOutcome, OpenReport, RebuildReason};
pub use store::{Change, Committed, Durability, OnProgress, OpenOptions, Progress, Stage, Store};
pub use tx::{Reader, Reads, Tx};
pub use verify::{IndexVerdict, Problem, VerifyReport, verify};

#[cfg(test)]
mod tests;
