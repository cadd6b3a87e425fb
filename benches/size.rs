//! How big the program is.

use crate::{
    row::{Finding, Row, Unit},
    spa::Bench,
};

const BINARY_BYTES_MAX: f64 = 12e6;

pub(crate) fn rows(_: &Bench) -> Vec<Finding> {
    let about = std::fs::metadata(env!("CARGO_BIN_EXE_balm")).unwrap();
    #[allow(clippy::cast_precision_loss, reason = "some megabytes")]
    let n_bytes = about.len() as f64;
    vec![Row::at_most(
        "binary",
        (Unit::Bytes, n_bytes),
        BINARY_BYTES_MAX,
    )]
}
