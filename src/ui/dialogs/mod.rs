//! What opens over the panes. Most are a [`Form`] or a [`Picker`] with a few
//! closures; each file says for which job.
//!
//! [`Form`]: super::widgets::form::Form
//! [`Picker`]: super::widgets::picker::Picker

// Of the program itself.
pub mod clock;
pub mod confirm;
pub mod fields;
pub mod help;
pub mod palette;
pub mod paper;
pub mod reason;

// Of the book.
pub mod again;
pub mod appointment;
pub mod board;
pub mod booking;
pub mod extend;
pub mod go_to;
pub mod hits;
pub mod next_free;
pub mod not_ready;
pub mod plan_list;
pub mod series;
pub mod together;
pub mod visit;

// Of the counter.
pub mod deposit;
pub mod discount;
pub mod documents;
pub mod drawer;
pub mod gift_card;
pub mod holdings;
mod movements;
pub mod offers;
pub mod parked;
pub mod payment;
pub mod points;
pub mod price;
pub mod tabs;
pub mod therapist;

// Of the files: clients, products, receipts.
pub mod attention;
pub mod client_form;
pub mod find;
pub mod goods;
pub mod history;
pub mod product_form;
pub mod queue;
pub mod receipts;
pub mod refund;
pub mod send;
pub mod turns;
pub mod waitlist;
pub mod without_receipt;

// Of the shop itself.
pub mod audit;
pub mod manage;
pub mod operator;
pub mod proving;

use super::{
    action::Action,
    component::{Cmd, Component},
    view::View,
};

/// What an action of the whole desk opens.
pub(super) fn open(action: Action, view: &View) -> Vec<Cmd> {
    if let (Action::SalePrint | Action::SaleSend, Some(sale)) = (action, view.last_sale) {
        return send::last(action, sale, view);
    }
    if action == Action::CloseDay
        && let Some(why) = drawer::not_countable(view)
    {
        return vec![why];
    }
    let dialog: Box<dyn Component> = match action {
        Action::Palette => palette::palette(view),
        Action::Find => find::find(view),
        // Nothing was sold here since the start: the list has the earlier ones.
        Action::Receipts | Action::SalePrint | Action::SaleSend => receipts::receipts(view),
        Action::Recall => parked::parked(view),
        Action::DrawerMenu => drawer::menu(view),
        Action::CloseDay => drawer::close_day(view),
        Action::NewClient => client_form::new(view, "", ""),
        Action::Attention => attention::attention(view),
        Action::Operator => operator::operator(view),
        Action::ManageStaff => manage::staff::list(view),
        Action::ManageServices => manage::services::list(view),
        Action::ManageRooms => manage::rooms::list(view),
        Action::ManageEquipment => manage::equipment::list(view),
        Action::ManageTaxes => manage::taxes::list(view),
        Action::ManageShop => manage::shop::house(view),
        Action::Settings => manage::menu::menu(view),
        Action::Quit => confirm::Confirm::boxed(
            view.text("app-quit-title"),
            view.text("app-quit"),
            "help-quit",
            |_| vec![Cmd::Quit],
        ),
        _ => return Vec::new(),
    };
    vec![Cmd::Push(dialog)]
}
