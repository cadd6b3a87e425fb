//! Balm.
pub mod domain;
pub mod locale;
pub mod ops;
pub mod store;
