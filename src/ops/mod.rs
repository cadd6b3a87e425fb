//! The use cases: a request in, one transaction, an outcome or a refusal out.
//! The only writer of the store. Reading for screens and scripts is in `query`.
//!
//! In reading order:

pub mod failure;
pub mod outcome;
pub mod refusal;
pub mod request;

mod first_day;
mod proofs;

pub mod clock;
pub mod clock_watch;
pub mod shop;

mod context;
mod dispatch;
mod entry;
mod halt;
mod names;
mod rights;
mod room;

mod catalog;
mod clients;
mod equipment;
mod guide;
mod setup;
mod steps;

mod book;
mod clash;
mod fees;
mod free_days;
mod holds;
mod hours;
mod rearrange;
mod turns;
pub mod undo;
mod visits;
mod waitlist;

mod housekeeping;

mod item;
mod ticket;

mod cash;
mod coupons;
mod delivery;
mod deposit;
pub mod drawer;
mod exchange;
mod holding;
mod ledger;
mod membership;
mod offers;
mod pay;
mod pay_account;
mod payouts;
mod plan;
mod points;
mod price;
mod print;
mod promotions;
mod purse;
mod queue;
mod refund;
mod repricing;
mod stock;
mod tabs;
mod tenders;
mod tips;
mod without_receipt;

pub mod client_index;
pub mod query;

pub use failure::Failure;
pub use shop::{Shop, Stop};

#[cfg(test)]
mod tests;
