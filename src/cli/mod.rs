//! One file or folder per subcommand; puts the threads together.
//!
//! In reading order:

pub mod demo;
pub mod import;
