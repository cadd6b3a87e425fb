//! Whole-program tests.
// The lints' own exception covers test functions only, not what they share.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod day_exec;
mod devices;
mod model;
