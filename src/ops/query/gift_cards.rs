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

/// The last of a number that this shop gives: the card's place, then the digits that tell
/// it from a guess.
const PLACE_DIGITS: usize = 5;
const PROOF_DIGITS: usize = 4;

/// The card of this number, which of the shop's own is also known without its hyphens.
///
/// # Errors
///
/// When the store cannot be read.
pub fn gift_card_of(reads: &impl Reads, number: &str) -> Result<Option<GiftCard>, StoreError> {
    let find = |number: String| reads.find_one::<GiftCard>(&Lookup::GiftCardByNumber(number));
    let found = find(number.to_owned())?;
    match with_hyphens(number).filter(|_| found.is_none()) {
        Some(printed) => find(printed),
        None => Ok(found),
    }
}

/// `G1-00012-4831` of `g1000124831`.
fn with_hyphens(typed: &str) -> Option<String> {
    let digits = typed.strip_prefix(['G', 'g'])?;
    let desk = digits.len().checked_sub(PLACE_DIGITS + PROOF_DIGITS)?;
    let is_whole = desk > 0 && digits.bytes().all(|it| it.is_ascii_digit());
    let (desk, rest) = is_whole.then(|| digits.split_at(desk))?;
    let (place, proof) = rest.split_at(PLACE_DIGITS);
    Some(format!("G{desk}-{place}-{proof}"))
}

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
    let Some(card) = gift_card_of(reads, number.trim())? else {
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
