//! What people type, and what they mean by it: dates, times, lengths of time,
//! e-mail addresses, phone numbers. Pure, and the same in every form.
//!
//! Amounts are read by [`Currency::parse`], shares by [`Rate`]'s `FromStr`, a
//! week's hours by [`parse_week`]: each beside the type that it makes. What could
//! mean two things is refused; what was understood is shown beside the field.
//!
//! [`Currency::parse`]: super::money::Currency::parse
//! [`Rate`]: super::money::Rate
//! [`parse_week`]: super::staff::parse_week

mod contact;
mod date;
mod hour;
mod minutes;

pub use contact::{is_email, is_phone};
pub use date::{birth_date, date, date_ahead};
pub use hour::{time, time_of_two};
pub use minutes::minutes;

#[cfg(test)]
mod tests;
