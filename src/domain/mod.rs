//! Pure rules and nouns of the trade. No IO, no clock, no randomness, no
//! floats: the present moment and new ids are arguments.
//!
//! In reading order:

pub mod ids;
pub mod matching;
pub mod panics;
pub mod price;
pub mod promotion;
pub mod repricing;
pub mod text;

pub mod clock;
pub mod money;
pub mod tab;
pub mod tax;
pub mod time;
pub mod typed;

pub mod apart;
pub mod barcode;
pub mod card;
pub mod catalog;
pub mod client;
pub mod equipment;
pub mod room;
pub mod room_state;
pub mod rota;
pub mod settings;
pub mod staff;
pub mod steps;

pub mod audit;
pub mod pin;
pub mod rights;

pub mod booking;
pub mod turns;
pub mod visit;

pub mod anchor;
pub mod cash;
pub mod checkout;
pub mod delivery;
pub mod deposit;
pub mod drawer;
pub mod holding;
pub mod ledger;
pub mod membership;
pub mod pay_account;
pub mod plan;
pub mod points;
pub mod purse;
pub mod sale;
pub mod stock;
pub mod tender;
pub mod tender_rules;
pub mod ticket;

pub mod document;
pub mod paper;
pub mod print_job;
