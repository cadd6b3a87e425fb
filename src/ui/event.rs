//! What happens to the program from outside: one closed set, one channel.

use std::time::Instant;

use super::key::Key;
use crate::devices::DeviceNews;

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Key(Key),
    /// What was read at once, so that it is drawn at once. Holds no answers.
    Together(Vec<Event>),
    /// Letters that are typed, or a scan that has just begun: to be seen at once where
    /// they are typed, and forgotten with the next key or scan. Not keys yet.
    Ahead(String),
    Paste(String),
    Resize,
    /// The terminal's answer to `CSI 5 n` or `CSI 6 n`, and when it was read: all that
    /// was sent before the question has been shown.
    TerminalAnswer {
        at: Instant,
    },
    Device(DeviceNews),
    /// No key has come for [`super::run::QUIET`], and nothing waits.
    Quiet,
    /// The disk has failed while nobody asked it for anything.
    DiskFailed,
    /// The mirror, or a backup, is not as it was.
    Upkeep,
    /// A minute of the clock has passed.
    Minute,
    /// SIGTERM or SIGHUP: leave in order.
    Terminate,
    /// The terminal is gone.
    InputLost,
}
