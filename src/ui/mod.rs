//! The screen: keys and scans in, requests out, cells drawn. Never writes the
//! store; only `app`, `front`, `run` and `term` know of a terminal.
//!
//! In reading order:

pub mod action;
pub mod key;
pub mod keymap;
pub mod sign;

pub mod event;

pub mod component;
pub mod theme;
pub mod view;
pub mod widgets;

pub mod dialogs;
pub mod first_start;
pub mod guide;
pub mod panes;

pub mod app;
mod customer_display;
pub mod desk_devices;
mod device_news;
mod drawn;
mod screen;
mod signing;

pub mod run;
pub mod term;

pub mod front;
