//! A day spa that never was: its price lists, people and rooms, a past year and a
//! present day, made of the same requests that a desk makes.
//!
//! In reading order:

pub mod house;
