//! The store from outside: transactions, opening again, damage, a model.

mod samples;
mod shop;

mod golden;
mod lookups;
mod transactions;
