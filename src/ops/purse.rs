//! Gift cards: money put on them, paid with them, moved to another number, and taken
//! over when their time is past. Their balances are what the books owe for them,
//! after every request.

use sha2::{Digest, Sha256};

use super::{
    context::Context,
    deposit,
    entry::{CODE_MAX, bounded, refuse, required, within},
    halt::{Halt, Step, need},
    item, ledger,
    outcome::Outcome,
    points, query,
    refusal::{Field, FieldProblem, Refusal},
    request::Request,
    ticket::{self, up_to},
};
use crate::{
    domain::{
        barcode,
        card::{card_spellings, may_be_bank_card},
        catalog::{Product, Service},
        checkout,
        client::Client,
        ids::GiftCardId,
        ledger::{Account, LedgerSource, Posting, breakage},
        money::Money,
        purse::{
            CardFault, GiftCard, GiftCardState, LoyaltyRules, Means, PurseMovement, PurseReason,
            drawn_from, last_day,
        },
        sale::Sale,
        tender::{Purse, Tender, TenderKind},
        ticket::{Item, Ticket},
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

/// Longer than any shop keeps its books.
const CARD_LIFE_MONTHS_MAX: u32 = 1_200;
const SOON_DAYS_MAX: u16 = 365;
/// What follows a card's own number, so that nobody guesses the next one.
const PROOFS: u32 = 10_000;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::AddGiftCard { number, amount } => add(tx, cx, number.as_deref(), *amount),
        Request::TransferGiftCard { card, to } => transfer(tx, cx, *card, to.as_deref()),
        Request::ExpireGiftCard { card } => expire(tx, cx, *card),
        Request::SaveLoyaltyRules { rules } => save_rules(tx, rules),
        other => Err(Halt::Bug(format!("{} is not about purses", other.name()))),
    }
}

fn save_rules(tx: &mut Tx, rules: &LoyaltyRules) -> Step<Outcome> {
    within(Field::SoonDays, &rules.soon_days, &0, &SOON_DAYS_MAX)?;
    bounded(Field::Order, &rules.order, Means::USUAL.len())?;
    if let Some(months) = rules.card_life_months {
        within(Field::CardLife, &months, &1, &CARD_LIFE_MONTHS_MAX)?;
    }
    tx.put(rules)?;
    Ok(Outcome::Saved)
}

/// As the shop has decided; for ever where it has not.
pub(super) fn rules(reads: &impl Reads) -> Step<LoyaltyRules> {
    Ok(reads.get::<LoyaltyRules>(&())?.unwrap_or_default())
}

fn add(tx: &mut Tx, cx: &Context, number: Option<&str>, amount: Money) -> Step<Outcome> {
    if amount <= Money::ZERO || amount > Money::LIMIT {
        return Err(up_to(Field::Amount, Money::LIMIT).into());
    }
    let card = known_or_new(tx, cx, number)?;
    refuse_closed(cx, &card)?;
    let mut ticket = ticket::open_or_new(tx, cx)?;
    let line = item::of_money(Item::GiftCard(card.id), card.number, amount);
    let number = ticket::append(&mut ticket, line)?;
    ticket::keep(tx, cx, &ticket, Some(number), None)
}

/// A card that was replaced, or that has money on it whose time is past, takes no more.
/// An empty one begins anew.
fn refuse_closed(cx: &Context, card: &GiftCard) -> Result<(), Refusal> {
    match card.fault(cx.today()) {
        Some(fault @ CardFault::Replaced) => Err(of_card(card, fault)),
        Some(fault @ CardFault::Lapsed { .. }) if !card.balance.is_zero() => {
            Err(of_card(card, fault))
        }
        _ => Ok(()),
    }
}

/// A number that nobody knows yet is that of a new card.
fn known_or_new(tx: &mut Tx, cx: &Context, number: Option<&str>) -> Step<GiftCard> {
    let Some(typed) = number else {
        let id: GiftCardId = tx.next_id(cx.register(), Kind::GiftCard)?.into();
        let card = GiftCard::blank(id, own_number(cx, id));
        tx.put(&card)?;
        return Ok(card);
    };
    let number = required(Field::Number, typed, CODE_MAX)?;
    if let Some(card) = query::gift_card_of(tx, &number)? {
        return Ok(card);
    }
    if may_be_bank_card(&number) {
        return Err(refuse(Field::Number, FieldProblem::BankCard).into());
    }
    refuse_taken(tx, &number)?;
    let id = tx.next_id(cx.register(), Kind::GiftCard)?.into();
    let card = GiftCard::blank(id, number);
    tx.put(&card)?;
    Ok(card)
}

/// `G1-00012-4831`: the desk, its twelfth card, and digits that tell it from a guess.
fn own_number(cx: &Context, id: GiftCardId) -> String {
    let mut hash = Sha256::new();
    hash.update(id.0.to_u64().to_be_bytes());
    hash.update(cx.now.timestamp_micros().to_be_bytes());
    let digest = hash.finalize();
    let proof = digest.iter().take(4).fold(0, |sum: u32, byte| {
        sum.wrapping_mul(256).wrapping_add(u32::from(*byte))
    });
    let (desk, nth) = (id.0.register(), id.0.counter());
    format!("G{desk}-{nth:05}-{:04}", proof % PROOFS)
}

/// A code means one thing: goods, a client, or a gift card.
pub(super) fn refuse_taken(tx: &Tx, number: &str) -> Step<()> {
    let mut spellings = barcode::spellings(number);
    spellings.push(number.to_owned());
    for code in spellings {
        if let Some(product) = tx.find_one::<Product>(&Lookup::ProductByCode(code.clone()))? {
            let name = product.name;
            return Err(Refusal::CodeTaken { code, name }.into());
        }
        if let Some(service) = tx.find_one::<Service>(&Lookup::ServiceByCode(code.clone()))? {
            let name = service.name;
            return Err(Refusal::CodeTaken { code, name }.into());
        }
    }
    for spelling in card_spellings(number) {
        if let Some(client) = tx.find_one::<Client>(&Lookup::ClientByCard(spelling))? {
            let (client, name) = (client.id.to_string(), client.name);
            return Err(Refusal::CardTaken { client, name }.into());
        }
    }
    Ok(())
}

fn of_card(card: &GiftCard, fault: CardFault) -> Refusal {
    let number = card.number.clone();
    Refusal::GiftCard { number, fault }
}

/// A gift card that was scanned where goods are.
pub(super) fn nothing_to_sell(cx: &Context, card: GiftCard) -> Refusal {
    let left = card.balance;
    let fault = card.fault(cx.today()).unwrap_or(CardFault::Pays { left });
    let number = card.number;
    Refusal::GiftCard { number, fault }
}

/// What carts other than `own` have taken of a purse, with one of their desks.
pub(crate) fn held(
    reads: &impl Reads,
    purse: Purse,
    own: &Ticket,
) -> Result<(Money, crate::domain::ids::Register), crate::store::StoreError> {
    let mut held = (Money::ZERO, own.register);
    for other in reads.all::<Ticket>()? {
        let taken = drawn_from(purse, &other.taken);
        if other.id != own.id && !taken.is_zero() {
            held = (held.0 + taken, other.register);
        }
    }
    Ok(held)
}

/// What one tender can draw, and what is said where that is not enough.
pub(super) struct Free {
    pub(super) left: Money,
    pub(super) short: Refusal,
}

/// Checks what the tenders draw from balances, and fills in what those without an
/// amount draw: what is due, or all that is left.
///
/// # Errors
///
/// [`Refusal::GiftCard`], [`Refusal::Deposit`], [`Refusal::Points`]: it cannot pay, or not so much.
pub(super) fn draw(
    tx: &Tx,
    cx: &Context,
    ticket: &Ticket,
    tenders: &mut [Tender],
    total: Money,
) -> Step<()> {
    for nth in 0..tenders.len() {
        let (before, rest) = tenders.split_at_mut(nth);
        let Some(tender) = rest.first_mut() else {
            break;
        };
        let free = match tender.kind {
            TenderKind::GiftCard => free_on_card(tx, cx, ticket, tender, before)?,
            TenderKind::Deposit => deposit::free(tx, ticket, tender, before)?,
            TenderKind::Points => points::free(tx, cx, ticket, tender, before)?,
            _ => continue,
        };
        let due = checkout::due_after(total, before, cx.settings.cash_rounding);
        let due = due.map_or(Money::ZERO, |it| it.exact);
        let wanted = tender.amount.unwrap_or(due.min(free.left));
        if wanted > free.left || (free.left <= Money::ZERO && tender.amount.is_none()) {
            return Err(free.short.into());
        }
        let wanted = match tender.kind {
            TenderKind::Points => points::payable(tx, wanted)?,
            _ => wanted,
        };
        if wanted.is_zero() && !due.is_zero() {
            return Err(free.short.into());
        }
        if !due.is_zero() {
            tender.amount = Some(wanted);
        }
    }
    Ok(())
}

fn free_on_card(
    tx: &Tx,
    cx: &Context,
    ticket: &Ticket,
    tender: &Tender,
    before: &[Tender],
) -> Step<Free> {
    let Some(purse @ Purse::GiftCard(id)) = tender.purse else {
        return Err(super::entry::missing(Field::Number).into());
    };
    let card = need::<GiftCard>(tx, id)?;
    if let Some(fault) = card.fault(cx.today()) {
        return Err(of_card(&card, fault).into());
    }
    let (held, register) = held(tx, purse, ticket)?;
    let left = card.balance - held - drawn_from(purse, before);
    let said = left.max(Money::ZERO);
    let fault = if held.is_zero() {
        CardFault::Short { left: said }
    } else {
        CardFault::Held {
            left: said,
            held,
            register,
        }
    };
    let short = of_card(&card, fault);
    Ok(Free { left, short })
}

/// Puts on gift cards what a sale sold of them and takes what it was paid with; a
/// refund does both the other way round.
///
/// # Errors
///
/// [`Refusal::GiftCard`]: more is to be given back than is left on it.
pub(super) fn follow(tx: &mut Tx, cx: &Context, sale: &Sale, postings: &[Posting]) -> Step<()> {
    let mut moved = Money::ZERO;
    for payment in &sale.payments {
        let (kind, purse) = (payment.kind, payment.purse);
        if let (TenderKind::GiftCard, Some(Purse::GiftCard(id))) = (kind, purse) {
            moved -= payment.kept();
            let mut card = successor(tx, id)?;
            if payment.kept().is_negative() {
                revive(&mut card);
            }
            change(tx, cx, card, -payment.kept(), PurseReason::Sale(sale.id))?;
        }
    }
    for line in &sale.lines {
        if let Item::GiftCard(id) = line.item {
            moved += line.total;
            let mut card = successor(tx, id)?;
            if !line.total.is_negative() {
                card.face += line.total;
                activate(tx, &mut card, sale)?;
            }
            change(tx, cx, card, line.total, PurseReason::Sale(sale.id))?;
        }
    }
    agree(postings, &Account::GiftCards, moved)
}

/// The card that has the money now.
fn successor(tx: &Tx, id: GiftCardId) -> Step<GiftCard> {
    let mut card = need::<GiftCard>(tx, id)?;
    while let Some(next) = card.successor {
        card = need::<GiftCard>(tx, next)?;
    }
    Ok(card)
}

/// From its sale on it is good, for as long as the shop has decided then. More money
/// on a card that has some leaves it its time.
fn activate(tx: &Tx, card: &mut GiftCard, sale: &Sale) -> Step<()> {
    if card.sold_in.is_none() || card.balance.is_zero() {
        card.sold_in = Some(sale.id);
        card.sold_on = Some(sale.business_date);
        let life = rules(tx)?.card_life_months;
        card.expires = life.map(|months| last_day(sale.business_date, months));
    }
    Ok(())
}

/// What is given back to a card can be used again, whatever its time was.
fn revive(card: &mut GiftCard) {
    if card.state == GiftCardState::Expired {
        card.expires = None;
    }
}

/// Writes the card with its new balance, and what changed it.
fn change(
    tx: &mut Tx,
    cx: &Context,
    mut card: GiftCard,
    amount: Money,
    reason: PurseReason,
) -> Step<GiftCard> {
    let left = card.balance;
    card.balance += amount;
    if card.balance.is_negative() {
        return Err(of_card(&card, CardFault::Short { left }).into());
    }
    card.state = match reason {
        PurseReason::Expired => GiftCardState::Expired,
        PurseReason::MovedTo(_) => GiftCardState::Replaced,
        _ if card.balance.is_zero() => GiftCardState::Used,
        _ => GiftCardState::Active,
    };
    tx.put(&card)?;
    if !amount.is_zero() {
        let id = tx.next_id(cx.register(), Kind::PurseMovement)?.into();
        tx.put(&PurseMovement {
            id,
            purse: Purse::GiftCard(card.id),
            at: cx.now,
            by: cx.operator(),
            amount,
            balance: card.balance,
            units: 0,
            reason,
        })?;
    }
    Ok(card)
}

/// The books owe what the purses have: what was posted and what was moved come to the
/// same, in every build.
pub(super) fn agree(postings: &[Posting], account: &Account, moved: Money) -> Step<()> {
    let of_purses = postings.iter().filter(|it| it.account == *account);
    let posted: Money = of_purses.map(|it| it.amount).sum();
    if posted + moved != Money::ZERO {
        let (posted, moved) = (posted.minor(), moved.minor());
        return Err(Halt::Bug(format!(
            "{account:?} moved by {moved}, and {posted} was posted"
        )));
    }
    Ok(())
}

fn transfer(tx: &mut Tx, cx: &Context, id: GiftCardId, to: Option<&str>) -> Step<Outcome> {
    let mut from = need::<GiftCard>(tx, id)?;
    if let Some(fault) = from.fault(cx.today()) {
        return Err(of_card(&from, fault).into());
    }
    refuse_held(tx, &from)?;
    let mut to = known_or_new(tx, cx, to)?;
    if to.id == from.id {
        return Err(refuse(Field::Number, FieldProblem::InUse).into());
    }
    refuse_closed(cx, &to)?;
    if to.sold_in.is_none() || to.balance.is_zero() {
        to.sold_in = from.sold_in;
        to.sold_on = from.sold_on;
        to.expires = from.expires;
    }
    let left = from.balance;
    let (old, new) = (Purse::GiftCard(from.id), Purse::GiftCard(to.id));
    to.face += left;
    let to = change(tx, cx, to, left, PurseReason::MovedFrom(old))?;
    from.successor = Some(to.id);
    change(tx, cx, from, -left, PurseReason::MovedTo(new))?;
    Ok(changed(to))
}

fn changed(card: GiftCard) -> Outcome {
    Outcome::GiftCardChanged {
        card: card.id,
        number: card.number,
        left: card.balance,
    }
}

/// An open cart that has taken a part of it is paid or dropped first.
fn refuse_held(tx: &Tx, card: &GiftCard) -> Step<()> {
    let purse = Purse::GiftCard(card.id);
    for ticket in tx.all::<Ticket>()? {
        let held = drawn_from(purse, &ticket.taken);
        if !held.is_zero() {
            let fault = CardFault::Held {
                left: card.balance - held,
                held,
                register: ticket.register,
            };
            return Err(of_card(card, fault).into());
        }
    }
    Ok(())
}

fn expire(tx: &mut Tx, cx: &Context, id: GiftCardId) -> Step<Outcome> {
    let card = need::<GiftCard>(tx, id)?;
    if !card.has_lapsed(cx.today()) {
        let until = card.expires;
        return Err(of_card(&card, CardFault::NotLapsed { until }).into());
    }
    if card.balance.is_zero() {
        return Err(of_card(&card, CardFault::Short { left: Money::ZERO }).into());
    }
    refuse_held(tx, &card)?;
    let left = card.balance;
    let postings = breakage(Account::GiftCards, left);
    agree(&postings, &Account::GiftCards, -left)?;
    let card = change(tx, cx, card, -left, PurseReason::Expired)?;
    let moved =
        tx.latest::<PurseMovement>(&Lookup::PurseMovementOf(Purse::GiftCard(card.id)), 1)?;
    let source = moved.first().map(|it| LedgerSource::Purse(it.id));
    let source = source.ok_or_else(|| Halt::Bug("a balance that went nowhere".into()))?;
    let business_date = cx.business_date(tx)?;
    ledger::post(tx, cx, business_date, source, postings)?;
    Ok(changed(card))
}
