//! Each area's behaviour and refusals, through [`super::Shop`] on a real store.

mod bench;

mod catalog;
mod clients;
mod setup;
mod shop;
