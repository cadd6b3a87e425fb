//! The store from outside: transactions, opening again, damage, a model.

mod shop;

mod transactions;
