//! Whole-program tests.
// The lints' own exception covers test functions only, not what they share.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// What others stand on: a desk with a terminal in memory, and a shop to put on it.
mod desk;
mod small_spa;

// The whole day, by script and by keys.
mod day_exec;
mod day_keys;
mod every_screen;
mod exec_printing;
mod keys;
mod keys_in_texts;

// Parts of the screen.
mod drawn;
mod scans;
mod screens_board;
mod screens_counter;
mod screens_day;
mod screens_discount;
mod screens_drawer;
mod screens_exchange;
mod screens_files;
mod screens_forms;
mod screens_grid;
mod screens_grid_carry;
mod screens_grid_days;
mod screens_grid_seek;
mod screens_grid_views;
mod screens_hours;
mod screens_members;
mod screens_offers;
mod screens_owed;
mod screens_queue;
mod screens_team;
mod screens_till;
mod screens_visits;
mod signing;
mod thin_line;

// Devices, damage, and the real binary.
mod backup;
mod bad_input;
mod calendar;
mod clock;
mod clock_changes;
mod clock_years;
mod crash;
mod damage;
mod devices;
mod fuzzing;
mod journal;
mod keyboard;
mod lessons;
mod long_work;
mod model;
mod power;
mod private;
mod promotions_exec;
mod scripts;
mod terminal;
mod terminals;
mod upgrades;
mod year;

// The house rules.
mod tidy;
