//! What clients give for people who work here: never revenue, and owed to them until it
//! is paid out.

use super::{
    cash,
    context::Context,
    entry::within,
    halt::{Step, need, need_active},
    item,
    outcome::Outcome,
    refusal::{Field, Refusal},
    tabs::agree,
    ticket::{self, append, open_or_new},
};
use crate::{
    domain::{
        ids::StaffId,
        ledger::{Account, Posting},
        money::Money,
        sale::Sale,
        staff::Staff,
        tab::{TipShare, split_tip},
        ticket::Item,
    },
    store::{Reads, Tx},
};

/// Adds a tip to the cart: for one person, or for all who did services in it, by the
/// value of what each did.
///
/// # Errors
///
/// [`Refusal::TipForWhom`] where nobody is named and nobody did a service.
pub(super) fn add(
    tx: &mut Tx,
    cx: &Context,
    amount: Money,
    staff: Option<StaffId>,
) -> Step<Outcome> {
    within(Field::Amount, &amount.minor(), &1, &Money::LIMIT.minor())?;
    let mut ticket = open_or_new(tx, cx)?;
    let shares = match staff {
        Some(id) => vec![(need_active::<Staff>(tx, id)?.id, amount)],
        None if ticket.lines.is_empty() => Vec::new(),
        None => {
            let lines = ticket::totals(&ticket.lines, cx.settings.tax)?.lines;
            let services = lines
                .iter()
                .filter(|line| matches!(line.item, Item::Service(_)));
            let work: Vec<(StaffId, Money)> = services
                .filter_map(|line| Some((line.staff?, line.gross + line.discount_amount)))
                .collect();
            split_tip(amount, &work)
        }
    };
    if shares.is_empty() {
        return Err(Refusal::TipForWhom.into());
    }
    let mut number = None;
    for (staff, share) in shares {
        let name = need::<Staff>(tx, staff)?.name;
        let line = item::chosen(Item::Tip(staff), name, share);
        number = Some(append(&mut ticket, line)?);
    }
    ticket::keep(tx, cx, &ticket, number, None)
}

/// Gives a person cash of what is owed for tips.
///
/// # Errors
///
/// Less is owed, or less is in the drawer.
pub(super) fn pay_out(tx: &mut Tx, cx: &Context, staff: StaffId, amount: Money) -> Step<Outcome> {
    let person = need::<Staff>(tx, staff)?;
    within(Field::Amount, &amount.minor(), &1, &Money::LIMIT.minor())?;
    let left = owed(tx, staff)?;
    if amount > left {
        let name = person.name;
        return Err(Refusal::TipsSmaller { name, left }.into());
    }
    let outcome = cash::pay_tips(tx, cx, &person, amount)?;
    grow(tx, staff, -amount)?;
    Ok(outcome)
}

pub(super) fn owed(reads: &impl Reads, staff: StaffId) -> Step<Money> {
    let share = reads.get::<TipShare>(&staff)?;
    Ok(share.map_or(Money::ZERO, |it| it.owed))
}

/// Brings what is owed up to the tips of a sale or a refund.
pub(super) fn take_in(tx: &mut Tx, sale: &Sale, postings: &[Posting]) -> Step<()> {
    let mut grown = Money::ZERO;
    for line in &sale.lines {
        if let Item::Tip(staff) = line.item {
            grow(tx, staff, line.total)?;
            grown += line.total;
        }
    }
    agree(grown, &turned(postings), is_tips)
}

fn grow(tx: &mut Tx, staff: StaffId, by: Money) -> Step<()> {
    let owed = owed(tx, staff)? + by;
    tx.put(&TipShare { staff, owed })?;
    Ok(())
}

fn is_tips(account: &Account) -> bool {
    matches!(account, Account::Tips(_))
}

/// A debt of ours grows by what is credited.
fn turned(postings: &[Posting]) -> Vec<Posting> {
    let turned = |it: &Posting| Posting {
        amount: -it.amount,
        ..it.clone()
    };
    postings.iter().map(turned).collect()
}
