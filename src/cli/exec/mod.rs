//! `balm exec`: one JSON request or question per line in, one JSON answer per line
//! out, through the same `shop.run` and `shop.ask` as the screen.
//!
//! An answer is written after the commit and flushed before the next line is
//! read. In reading order:

mod envelope;
mod lines;
mod printing;
mod run;
mod schema;

pub(super) use envelope::plain;
pub use run::answer_all;
pub(super) use run::{ExecArgs, run, serve};
