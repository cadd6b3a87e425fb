//! The truth: every change ever made, in order, each entry tied to the one
//! before by its hash. Append-only; nothing here knows what a record means.
//!
//! In reading order:

pub(super) mod entry;
pub(super) mod reader;
pub(super) mod segment;

pub(super) mod writer;

pub use entry::EntryMeta;
pub(super) use entry::{Entry, Hash, KeyChange};
pub(super) use reader::Tail;
pub(super) use segment::Header;
pub(super) use writer::{Journal, JournalOptions, settle};
