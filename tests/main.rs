//! Whole-program tests.
// The lints' own exception covers test functions only, not what they share.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// What others stand on: a desk with a terminal in memory, and a shop to put on it.
mod desk;
mod small_spa;

mod day_exec;
mod devices;
mod model;
mod screens_counter;
mod screens_day;
mod screens_drawer;
mod screens_files;
mod screens_grid;
