//! How well a client matches, and which of two is shown first.

use std::cmp::Reverse;

use crate::domain::ids::ClientId;

/// Days since the year 2000, 0 for never: when somebody was last here.
pub(super) type Seen = u16;

/// In the order of the fields: what comes first is shown first.
#[allow(
    clippy::struct_excessive_bools,
    reason = "compared one after the other"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) not_card: bool,
    pub(super) n_typos: u8,
    pub(super) inactive: bool,
    /// Spelled with other letters than typed: homophones fold together.
    pub(super) not_native: bool,
    /// Some word is only begun.
    pub(super) not_whole: bool,
    /// The digits are not the number's last ones.
    pub(super) not_end: bool,
    pub(super) distance: u8,
    pub(super) seen: Reverse<Seen>,
    /// Of the name's first letters.
    pub(super) name: u64,
    pub(super) client: ClientId,
}

/// The first letters of a folded name as a number that sorts as they do.
pub(super) fn name_order(folded: &str) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(folded.bytes()) {
        *to = from;
    }
    u64::from_be_bytes(bytes)
}
