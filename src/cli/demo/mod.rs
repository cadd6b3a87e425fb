//! A day spa that never was: its price lists, people and rooms, a past year and a
//! present day, made of the same requests that a desk makes.
//!
//! In reading order:

pub mod house;
mod people;

mod enlarge;
pub mod scale;

mod spa;

mod calendar;
mod story;

pub mod clock;
mod teller;

pub mod build;
mod keep;
pub(super) mod open;

#[cfg(test)]
mod tests;
