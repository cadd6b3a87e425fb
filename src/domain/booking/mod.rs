//! Appointments: what they hold and for how long, whether one may join the
//! others, and the nearest times when it may not. In reading order:

mod appointment;
mod change;
mod plan;
mod rules;
mod waiting;
mod walk_in;

mod book;

mod peak;
mod presence;

mod admit;
mod choose;
mod rearrange;

mod best;
mod free;
mod search;
mod together;
mod why;

pub use admit::{Clash, Fit, Wish, admit, clashes, fit, force};
pub use appointment::{Appointment, How, MadeAs, Origin, Override, Segment, Status};
pub use best::{Rank, unsellable_min};
pub use book::{DayBook, Guest, House};
pub use change::{Changed, VisitChange, changes};
pub use free::{FreeTimes, Sought, Starts, WhereFree};
pub use plan::{Cast, lay_out, plan, team_of};
pub use presence::stranded;
pub use rearrange::{
    PART_MIN, cast, is_by_its_service, is_of_one, lasting, lasting_with, resized, retimed,
};
pub use rules::{BookRules, DepositRule, Fee, HOLD_MIN_MAX, LATE_HOURS_MAX, is_over};
pub use search::{
    Ask, DAYS_MAX, GRID_MIN, Limits, Offer, Order, first_free, free_starts, nearest, nearest_among,
};
pub use together::{
    AskTogether, Found, PARTS_MAX, Part, Together, WAIT_MAX_MIN, nearest_together, part_of,
    why_not_together,
};
pub use waiting::{EVERY_DAY, Waiting, WaitingState};
pub use walk_in::{WalkIn, WalkInState};
pub use why::{WhyNot, why_not};

#[cfg(test)]
use search::asked_of_the_rule;

#[cfg(test)]
mod tests;
