//! The four panes that are always there, in the order of [`Pane::ALL`].
//!
//! [`Pane::ALL`]: super::component::Pane::ALL

pub mod cart;
pub mod client;
pub mod day;
pub mod stock;

use super::{component::Component, view::View};

pub(super) fn all(view: &View) -> [Box<dyn Component>; 4] {
    [
        Box::new(day::DayPane::new(view)),
        Box::new(client::ClientPane::new(view)),
        Box::new(cart::CartPane::new(view)),
        Box::new(stock::StockPane::new(view)),
    ]
}
