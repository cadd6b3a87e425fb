//! What clients owe: a sale that is paid on account opens a tab, a line of a later cart
//! settles it, and a refund makes it smaller.

use super::{
    context::Context,
    entry::{amount, missing},
    halt::{Halt, Step, need},
    item,
    outcome::Outcome,
    price,
    refusal::{Field, Refusal},
    request::TabSettling,
    tenders,
    ticket::{self, append, open_or_new, up_to},
};
use crate::{
    domain::{
        cash::TabLimit,
        client::Client,
        ids::{ClientId, SaleId},
        ledger::{Account, Posting},
        money::Money,
        sale::{Sale, SaleKind},
        tab::{Tab, oldest_first},
        tender::{Payment, TenderKind},
        ticket::{Item, Ticket},
    },
    store::{Reads, Tx, record::Lookup},
};

/// What a client still owes, by sale.
pub(super) fn open_of(reads: &impl Reads, client: ClientId) -> Step<Vec<Tab>> {
    Ok(reads.find::<Tab>(&Lookup::OpenTabOf(client))?)
}

/// Puts what is owed into the cart, the oldest first.
///
/// # Errors
///
/// Nothing is owed, or less than that; the cart is another client's.
pub(super) fn settle(tx: &mut Tx, cx: &Context, wish: &TabSettling) -> Step<Outcome> {
    let mut tabs = match (wish.sale, wish.client) {
        (Some(sale), _) => vec![need::<Tab>(tx, sale)?],
        (None, Some(client)) => open_of(tx, need::<Client>(tx, client)?.id)?,
        (None, None) => return Err(missing(Field::Client).into()),
    };
    let mut ticket = open_or_new(tx, cx)?;
    for tab in &mut tabs {
        tab.paid += in_cart(&ticket, tab.sale);
    }
    let left: Money = tabs.iter().map(Tab::open).sum();
    if left <= Money::ZERO {
        return Err(Refusal::NothingOwed.into());
    }
    let amount = wish.amount.unwrap_or(left);
    if amount <= Money::ZERO {
        return Err(up_to(Field::Amount, left).into());
    }
    if amount > left {
        return Err(Refusal::TabSmaller { left }.into());
    }
    let client = tabs.first().map(|it| it.client);
    if ticket.client.is_some() && ticket.client != client {
        return Err(of_other(tx, client)?);
    }
    let repriced = ticket::set_client(tx, &mut ticket, client)?;
    let mut number = None;
    for (sale, part) in oldest_first(&tabs, amount) {
        let receipt = need::<Sale>(tx, sale)?.receipt.to_string();
        let line = item::chosen(Item::Owed(sale), receipt, part);
        number = Some(append(&mut ticket, line)?);
    }
    let outcome = ticket::keep(tx, cx, &ticket, number, None)?;
    Ok(price::with(outcome, repriced))
}

/// What of a sale's debt is in the cart already.
fn in_cart(ticket: &Ticket, sale: SaleId) -> Money {
    let lines = ticket.lines.iter();
    let lines = lines.filter(|line| line.item == Item::Owed(sale));
    lines.map(|line| line.unit_price).sum()
}

fn of_other(tx: &Tx, client: Option<ClientId>) -> Step<Halt> {
    let name = match client {
        Some(id) => need::<Client>(tx, id)?.name,
        None => String::new(),
    };
    Ok(Refusal::TabOfOther { client: name }.into())
}

/// A cart that settles a tab stays with the client who owes it.
pub(super) fn check_client(tx: &Tx, ticket: &Ticket, client: Option<ClientId>) -> Step<()> {
    let settles = |it: &Item| matches!(it, Item::Owed(_));
    let on_account = |kind| kind == TenderKind::Account;
    let is_bound = ticket.lines.iter().any(|line| settles(&line.item))
        || ticket.taken.iter().any(|it| on_account(it.kind));
    if is_bound && ticket.client != client {
        return Err(of_other(tx, ticket.client)?);
    }
    Ok(())
}

/// Whether the client may owe so much more.
pub(super) fn check_limit(tx: &Tx, client: ClientId, more: Money) -> Step<()> {
    let limit = limit_of(tx, client)?;
    let owed: Money = open_of(tx, client)?.iter().map(Tab::open).sum();
    if owed + more > limit {
        return Err(Refusal::TabLimit { limit, owed }.into());
    }
    Ok(())
}

/// The client's own limit, or the one for all.
pub(super) fn limit_of(reads: &impl Reads, client: ClientId) -> Step<Money> {
    let own = reads.get::<TabLimit>(&client)?.and_then(|it| it.limit);
    Ok(match own {
        Some(limit) => limit,
        None => tenders::rules(reads)?.tab_limit,
    })
}

pub(super) fn set_limit(tx: &mut Tx, client: ClientId, limit: Option<Money>) -> Step<Outcome> {
    let client = need::<Client>(tx, client)?.id;
    if let Some(limit) = limit {
        amount(Field::Amount, limit)?;
    }
    tx.put(&TabLimit { client, limit })?;
    Ok(Outcome::Saved)
}

/// The sale as what was paid for it goes back: in the shop's own cash where it was taken
/// in another's, or was owed and has been settled since.
pub(super) fn as_refunded(tx: &Tx, sold: &Sale) -> Step<Sale> {
    let mut sold = sold.clone();
    let settled = tx.get::<Tab>(&sold.id)?.map_or(Money::ZERO, |it| it.paid);
    let mut left = settled;
    for payment in &mut sold.payments {
        match payment.kind {
            TenderKind::Foreign => {
                payment.kind = TenderKind::Cash;
                payment.foreign = None;
            }
            TenderKind::Account => {
                let part = payment.tendered.min(left);
                payment.tendered -= part;
                left -= part;
            }
            _ => (),
        }
    }
    if settled > Money::ZERO {
        sold.payments.push(Payment::of(TenderKind::Cash, settled));
    }
    Ok(sold)
}

/// Brings the tabs up to what a sale, a refund or a void did to them.
///
/// # Errors
///
/// More would be owed than the shop allows, or less than nothing.
pub(super) fn take_in(tx: &mut Tx, sale: &Sale, postings: &[Posting]) -> Step<()> {
    let mut owed = settled(tx, sale)?;
    let on_account = sale.payments.iter();
    let on_account = on_account.filter(|it| it.kind == TenderKind::Account);
    let lent: Money = on_account.map(Payment::kept).sum();
    if lent > Money::ZERO {
        let client = sale.client.ok_or(Refusal::TabNeedsClient)?;
        check_limit(tx, client, lent)?;
        tx.put(&Tab {
            sale: sale.id,
            client,
            receipt: sale.receipt,
            since: sale.business_date,
            amount: lent,
            paid: Money::ZERO,
        })?;
    } else if let (true, SaleKind::RefundOf(of) | SaleKind::VoidOf(of)) =
        (lent.is_negative(), sale.kind)
    {
        let mut tab = need::<Tab>(tx, of)?;
        let before = tab.open();
        tab.amount += lent;
        if tab.open().is_negative() {
            return Err(Refusal::TabSmaller { left: before }.into());
        }
        tx.put(&tab)?;
    }
    owed += lent;
    let of_clients = |account: &Account| matches!(account, Account::Receivable(_));
    agree(owed, postings, of_clients)
}

/// What the sale's lines pay of earlier sales, as less owed.
fn settled(tx: &mut Tx, sale: &Sale) -> Step<Money> {
    let mut owed = Money::ZERO;
    for line in &sale.lines {
        let Item::Owed(of) = line.item else {
            continue;
        };
        let mut tab = need::<Tab>(tx, of)?;
        if sale.client != Some(tab.client) {
            return Err(of_other(tx, Some(tab.client))?);
        }
        // Given back, it would be owed of what the client has given back, too.
        if line.total.is_negative() && tx.count(&Lookup::RefundOf(of))? > 0 {
            return Err(Refusal::NotRefundable.into());
        }
        let left = tab.open();
        tab.paid += line.total;
        if tab.open().is_negative() || tab.paid.is_negative() {
            return Err(Refusal::TabSmaller { left }.into());
        }
        owed -= line.total;
        tx.put(&tab)?;
    }
    Ok(owed)
}

/// What a register has grown by is what was posted to its accounts; anything else is a
/// mistake that stops the request.
pub(super) fn agree(
    grown: Money,
    postings: &[Posting],
    is_of: impl Fn(&Account) -> bool,
) -> Step<()> {
    let posted = postings.iter().filter(|it| is_of(&it.account));
    let posted: Money = posted.map(|it| it.amount).sum();
    if posted != grown {
        let (posted, grown) = (posted.minor(), grown.minor());
        return Err(Halt::Bug(format!(
            "{posted} posted to accounts whose register grew by {grown}"
        )));
    }
    Ok(())
}
