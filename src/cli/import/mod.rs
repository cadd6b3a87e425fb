//! Price lists, people and clients from CSV files, in our own format or as other
//! programs export them. Nothing is written before the whole file was read once.
//!
//! In reading order:

pub mod problem;

mod gate;
mod sheet;

pub mod columns;

mod cell;

pub mod rows;

pub mod reader;

mod known;
mod plan;
pub mod run;

mod words;

pub(super) mod command;

#[cfg(test)]
mod shop_tests;
#[cfg(test)]
mod tests;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Rooms,
    Staff,
    Services,
    Products,
    Clients,
}
