//! A gift card by its number.

use chrono::NaiveDate;

use super::GiftCardSheet;
use crate::{
    domain::{
        ids::Register,
        money::Money,
        purse::{GiftCard, drawn_from},
        tender::Purse,
        ticket::{Ticket, TicketState},
    },
    store::{Reads, StoreError, record::Lookup},
};

const MOVEMENTS_MAX: usize = 50;

/// What the open cart of `register` has taken of it is free for that cart alone.
///
/// # Errors
///
/// When the store cannot be read.
pub fn gift_card(
    reads: &impl Reads,
    today: NaiveDate,
    register: Register,
    number: &str,
) -> Result<Option<GiftCardSheet>, StoreError> {
    let number = number.trim().to_owned();
    let Some(card) = reads.find_one::<GiftCard>(&Lookup::GiftCardByNumber(number))? else {
        return Ok(None);
    };
    let purse = Purse::GiftCard(card.id);
    let tickets = reads.all::<Ticket>()?.into_iter();
    let others = tickets.filter(|it| it.register != register || it.state == TicketState::Parked);
    let held: Money = others.map(|it| drawn_from(purse, &it.taken)).sum();
    Ok(Some(GiftCardSheet {
        free: (card.balance - held).max(Money::ZERO),
        fault: card.fault(today),
        movements: reads.latest(&Lookup::PurseMovementOf(purse), MOVEMENTS_MAX)?,
        card,
    }))
}
