//! A printed page as data: laid out once, then rendered to printer bytes, to the
//! preview on the screen and to tests.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    #[default]
    Normal,
    /// Twice as wide and high: half as many columns.
    Double,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Row {
    /// At most as many terminal cells as the paper has columns (half of it when
    /// double), already aligned and padded by the layout.
    Text {
        text: String,
        bold: bool,
        size: Size,
    },
    /// A line across the paper.
    Rule,
    /// Code 128 with its text under it.
    Barcode(String),
    Blank,
}

/// One job's worth of paper; cut at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Characters in a line of normal size: 32, 42 or 48.
    pub n_columns: u16,
    pub rows: Vec<Row>,
}
