//! What can be wrong with a file, with a row, or is worth saying about it.

use super::columns::Column;
use crate::ops::refusal::Refusal;

/// Why a file cannot be read at all. Nothing of it is imported.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error("line {line}, byte {column}: 0x{value:02X} is not UTF-8 text")]
    NotUtf8 { line: u64, column: u64, value: u8 },
    #[error("the file has no header line")]
    Empty,
    /// `found` are the headers that the file has.
    #[error("no column {} among {}", column.name(), found.join(", "))]
    MissingColumn { column: Column, found: Vec<String> },
    #[error("the record that begins in line {line} never ends")]
    RecordTooLong { line: u64 },
}

/// A row that is left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Where the row begins, from 1; the header is line 1.
    pub line: u64,
    pub what: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    Missing {
        column: Column,
    },
    /// More or fewer cells than the header has.
    CellCount {
        got: usize,
        want: usize,
    },
    /// A quotation mark opens a cell that the rest of the file is then part of.
    QuoteOpen,
    NotAnAmount {
        column: Column,
        text: String,
    },
    /// `1,234` may be one thousand or one and a bit.
    AmountUnclear {
        column: Column,
        text: String,
    },
    TooManyDecimals {
        column: Column,
        text: String,
        most: u8,
    },
    /// Below zero, or more than the program counts.
    AmountOutOfRange {
        column: Column,
        text: String,
    },
    NotAWholeNumber {
        column: Column,
        text: String,
    },
    OutOfRange {
        column: Column,
        text: String,
        least: i64,
        most: i64,
    },
    NotADate {
        column: Column,
        text: String,
    },
    NotYesOrNo {
        column: Column,
        text: String,
    },
    NotOneOf {
        column: Column,
        text: String,
        known: String,
    },
    NotAnEmail {
        text: String,
    },
    /// Has no digit in it.
    NotAPhone {
        text: String,
    },
    NotHours {
        text: String,
    },
    NotSteps {
        text: String,
    },
    /// Minutes that are not those of the steps.
    StepsTake {
        minutes: u16,
        of_steps: u32,
    },
    BadCheckDigit {
        code: String,
    },
    TooLong {
        column: Column,
        limit: usize,
    },
    /// Nothing in the shop has that name.
    Unknown {
        column: Column,
        name: String,
    },
    /// A row above has the same code, or is the same person.
    Duplicate {
        column: Column,
        text: String,
        first_line: u64,
    },
    /// Several in the shop could be meant.
    Ambiguous {
        text: String,
    },
    /// Several in the shop are called so, which has numbers of these.
    Several {
        text: String,
        numbers: String,
    },
    /// The shop turned the row's request down.
    Refused(Box<Refusal>),
}

/// Nothing wrong, but worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowNote {
    pub line: u64,
    pub what: Note,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Said once for the file.
    MinutesAssumed {
        minutes: u16,
    },
    /// Said once for the file: columns that mean nothing here.
    ColumnsUnused {
        headers: Vec<String>,
    },
    /// No price, or zero: it is asked for at each sale.
    PriceAsked {
        name: String,
    },
    /// Its cost had more decimals than the currency.
    CostRounded {
        name: String,
    },
    StockNegative {
        name: String,
        on_hand: i64,
    },
    /// The count in the file is not taken over: the shop has its own.
    StockKept {
        name: String,
        on_hand: i64,
        in_file: i64,
    },
    /// Another client of the file or the shop has this phone.
    PhoneShared {
        name: String,
    },
}
