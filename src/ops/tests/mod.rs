//! Each area's behaviour and refusals, through [`super::Shop`] on a real store.

mod bench;

mod book;
mod catalog;
mod clients;
mod clock;
mod codes;
mod deposit;
mod documents;
mod drawer;
mod exchange;
mod figures;
mod free_days;
mod holding;
mod hours;
mod ledger;
mod membership;
mod money;
mod offers;
mod owed;
mod points;
mod price;
mod promotions;
mod purse;
mod query;
mod rearrange;
mod rights;
mod room;
mod setup;
mod shop;
mod statuses;
mod ticket;
mod till;
mod undo;
mod waitlist;
mod without_receipt;
