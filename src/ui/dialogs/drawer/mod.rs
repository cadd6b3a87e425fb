//! The drawer's day: its menu, the float, cash in and out, the blind count and the
//! close.
//!
//! In reading order:

mod menu;

mod bills;
mod cash;
mod count;
mod figures;
mod handover;
mod journal;
mod pay_account;
mod payout;
mod result;
mod tips;

pub use menu::menu;

use super::super::{
    component::{Cmd, Component, Tone},
    view::View,
};
use crate::ops::refusal::Refusal;

/// Counting and closing the day, from wherever: the count form, or its result when
/// no money moved since the last count. With no open drawer, the menu says so.
pub fn close_day(view: &View) -> Box<dyn Component> {
    match &view.drawer {
        None => menu(view),
        Some(session) => match &session.count {
            Some((_, n_seen)) if *n_seen == session.n_events => result::result(view),
            _ => count::close(view),
        },
    }
}

/// Why nothing can be counted now, said before the pieces are: a cart is paid in part.
pub fn not_countable(view: &View) -> Option<Cmd> {
    let taken = view.ticket.as_ref().map(|it| &it.ticket.taken)?;
    let sum = || taken.iter().filter_map(|it| it.amount).sum();
    let refusal = (!taken.is_empty()).then(|| Refusal::PartsTaken { taken: sum() })?;
    let cmd = Cmd::Say(Tone::Refused, view.refusal(&refusal));
    view.drawer.is_some().then_some(cmd)
}

/// Opens `dialog` in place of the one that answers.
fn instead(dialog: Box<dyn Component>) -> Vec<Cmd> {
    vec![Cmd::Pop, Cmd::Push(dialog)]
}
