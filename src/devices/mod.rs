//! Hardware of the desk: barcode scanner, receipt printer, cash drawer. The only
//! place that names `serialport`. Takes jobs and gives news; decides nothing, and
//! never keeps the desk waiting.
//!
//! In reading order:

pub mod config;
pub mod trouble;
pub mod uri;

pub mod codepage;
pub mod escpos;
