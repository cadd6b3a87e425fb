//! What comes off a cart's lines by itself.

use super::{halt::Step, ticket::refusal_of};
use crate::{
    domain::{checkout, client::Client, ticket::Ticket},
    store::{Reads, Tx},
};

/// The discount card of the cart's client.
pub(super) fn card(tx: &Tx, ticket: &mut Ticket) -> Step<()> {
    let client = match ticket.client {
        Some(id) => tx.get::<Client>(&id)?,
        None => None,
    };
    let rate = client.and_then(|it| it.card_rate);
    Ok(checkout::take_card_off(&mut ticket.lines, rate).map_err(refusal_of)?)
}
