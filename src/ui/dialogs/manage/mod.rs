//! The shop's own lists: a picker of what is there, with a row for a new one, and a
//! form over it.

pub mod accounts;
pub mod book_rules;
pub mod devices;
pub mod drawers;
pub mod equipment;
pub mod floor_rules;
pub mod hours;
pub mod memberships;
pub mod menu;
pub mod plans;
pub mod points;
pub mod prepaid;
pub mod prices;
pub mod promotions;
pub mod repricing;
pub mod rights;
pub mod rooms;
pub mod rota;
pub mod services;
pub mod shop;
pub mod staff;
mod steps;
pub mod taxes;
pub mod tenders;

use crate::ui::{
    view::View,
    widgets::picker::{Filter, Row},
};

/// A row of a list: what is there, or the way to a new one.
fn with_new<T>(
    typed: &str,
    new: &str,
    rows: Vec<Row<Option<T>>>,
    view: &View,
) -> Vec<Row<Option<T>>> {
    let wanted = Filter::of(typed);
    let mut rows: Vec<_> = rows
        .into_iter()
        .filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
        .collect();
    rows.push(Row {
        left: view.text(new),
        right: String::new(),
        value: None,
    });
    rows
}

/// The name; marked where it can no longer be chosen.
fn named(name: &str, active: bool, view: &View) -> String {
    if active {
        name.to_owned()
    } else {
        format!("{name} ({})", view.text("manage-unused"))
    }
}
