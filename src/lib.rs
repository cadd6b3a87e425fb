//! Balm.
pub mod domain;
pub mod store;
