//! Balm.
pub mod cli;
pub mod devices;
pub mod domain;
pub mod locale;
pub mod ops;
pub mod reports;
pub mod store;
pub mod ui;
