//! The terminal's input end: bytes to keys, in a thread of its own. Decides by
//! what is read and when, never by how the line has cut it up.
//!
//! In reading order:

mod sequence;

mod decoder;

mod wedge;

mod hearing;

mod reader;

mod echo;

pub use echo::{Burst, echo};
pub use hearing::Listening;
pub use reader::watch;

/// Written at the start: the keypad sends digits. Decoded is what it sends otherwise,
/// too.
pub const NUMERIC_KEYPAD: &str = "\x1b>";
