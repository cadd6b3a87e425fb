//! A second copy of the journal in another folder: a stick, or a folder of another
//! machine. It gets the same bytes as they are acknowledged.
//!
//! A commit never waits for it: the commit tells a thread how far the journal has
//! come, and the thread reads the journal's own files from where the mirror ends.
//! Only what was acknowledged is copied, and only entries whose hash is right.
//!
//! ```text
//! MIRROR/balm-mirror              whose mirror it is
//! MIRROR/journal/000001.balmlog   the journal's files, byte for byte
//! ```
//!
//! What is there is compared with the journal before anything is added, every time
//! that the folder comes back. A tail that was cut off is completed. The mirror of
//! another store, or one that has gone another way, is left as it is, and said so.
//!
//! In reading order:

mod status;

mod disk;

mod comparison;
mod copier;

mod follower;

pub use status::{MirrorOptions, MirrorStatus, MirrorTrouble};

pub(super) use follower::Mirror;

#[cfg(test)]
mod tests;
