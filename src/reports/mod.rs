//! Pages and figures made from records: pure functions, and readers of the store.
//! Nothing here writes, and nothing decides what a figure is; that is `domain`'s.
//!
//! In reading order:

pub mod calendar;
mod day_sheet;
pub mod ledger_text;
pub mod receipt;
pub mod z;

mod documents;
mod page;
mod tax_table;

#[cfg(test)]
pub(crate) use documents::facts as document_facts;
pub use page::{Wording, discreet_day_sheet, page};

#[cfg(test)]
mod tests;
