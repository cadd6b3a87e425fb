//! Appointments: what they hold and for how long, whether one may join the
//! others, and the nearest times when it may not. In reading order:

mod appointment;
mod change;
mod plan;
mod rules;
mod waiting;

mod book;

mod presence;

mod admit;
mod rearrange;

mod free;
mod search;

pub use admit::{Clash, Fit, Wish, admit, choose_room, clashes, fit, force};
pub use appointment::{Appointment, How, MadeAs, Origin, Override, Segment, Status};
pub use book::{DayBook, House};
pub use change::{Changed, VisitChange, changes};
pub use free::{FreeTimes, Starts, WhereFree};
pub use plan::plan;
pub use presence::off_hours;
pub use rearrange::{PART_MIN, is_of_one, lasting, resized, retimed};
pub use rules::{BookRules, DepositRule, Fee, HOLD_MIN_MAX, LATE_HOURS_MAX, is_over};
pub use search::{Ask, DAYS_MAX, GRID_MIN, Offer, first_free, free_starts, nearest, nearest_among};
pub use waiting::{EVERY_DAY, Waiting, WaitingState};

#[cfg(test)]
mod tests;
