//! The store from outside: transactions, opening again, damage, a model.

mod samples;
mod samples_people;
mod samples_till;
pub(super) mod shop;

mod building;
mod checking;
mod checkpoints;
mod comparing;
mod failing;
mod golden;
mod lookups;
mod model;
mod recent;
mod reopening;
mod reserve;
mod transactions;
mod verifying;
