//! The truth on disk. The only module that names `sled` or `bincode`.
//!
//! In reading order:

pub mod record;
