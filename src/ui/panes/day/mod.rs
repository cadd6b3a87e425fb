//! The appointment book on the screen: a day as a grid, a column per therapist or
//! per room.
//!
//! In reading order: where everything stands, in numbers; which part of it is
//! shown; what a key does to an appointment; the pane itself; and how it is drawn
//! and put into words. Booking and looking at one appointment are dialogs.

pub mod clock;
pub mod columns;
pub mod grid;
pub mod window;

pub mod jobs;
pub mod undo;

mod blocks;
mod carry;
mod detail;
mod paint;
mod pane;
mod seek;
mod steer;

pub use pane::DayPane;
