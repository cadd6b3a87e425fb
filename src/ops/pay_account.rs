//! The accounts of those who work here: what they earned, had ahead, were held back and
//! were paid. What a commission or a wage comes to is worked out elsewhere.

use super::{
    cash,
    context::Context,
    entry::{REASON_MAX, required, within},
    halt::{Step, need},
    ledger,
    outcome::Outcome,
    refusal::Field,
    request::PayDraft,
    tabs::agree,
    ticket::up_to,
};
use crate::{
    domain::{
        cash::{CashCause, PaidFrom},
        ids::StaffId,
        ledger::{Account, LedgerSource, Posting, pay},
        money::Money,
        pay_account::{PayAccount, PayCause, PayMovement},
        staff::Staff,
    },
    store::{Reads, Tx, record::Kind},
};

/// # Errors
///
/// More would be paid out than is owed, more of an advance come back than was had, or
/// less is in the drawer.
pub(super) fn record(tx: &mut Tx, cx: &Context, draft: &PayDraft) -> Step<Outcome> {
    let person = need::<Staff>(tx, draft.staff)?;
    let reason = match draft.cause {
        PayCause::Commission | PayCause::Fine => required(Field::Reason, &draft.reason, REASON_MAX),
        PayCause::Advance | PayCause::Payout => {
            super::entry::optional(Field::Reason, &draft.reason, REASON_MAX)
        }
    }?;
    let before = account(tx, person.id)?;
    check_amount(&before, draft)?;
    let movement = PayMovement {
        id: tx.next_id(cx.register(), Kind::PayMovement)?.into(),
        staff: person.id,
        business_date: cx.business_date(tx)?,
        at: cx.now,
        by: cx.operator(),
        cause: draft.cause,
        amount: draft.amount,
        set_off: match draft.cause {
            PayCause::Payout => before.set_off(draft.amount),
            _ => Money::ZERO,
        },
        from: draft.cause.is_paid().then_some(draft.from),
        reason,
    };
    tx.put(&movement)?;
    let after = PayAccount {
        owed: before.owed + movement.owed(),
        ahead: before.ahead + movement.ahead(),
        ..before
    };
    tx.put(&after)?;
    let cash = match movement.from {
        Some(PaidFrom::Drawer) => movement.handed_out(),
        _ => Money::ZERO,
    };
    if !cash.is_zero() {
        cash::hand_out(tx, cx, cash, person.name, CashCause::Pay(movement.id))?;
    }
    let postings = pay(cx.register(), &movement);
    agree(-movement.owed(), &postings, |it| {
        matches!(it, Account::PayOwed(_))
    })?;
    agree(movement.ahead(), &postings, |it| {
        matches!(it, Account::PayAdvance(_))
    })?;
    post(tx, cx, &movement, postings)?;
    Ok(Outcome::PayRecorded {
        movement: movement.id,
        owed: after.owed,
        ahead: after.ahead,
        handed_out: movement.handed_out(),
        drawer_opens: !cash.is_zero(),
    })
}

fn post(tx: &mut Tx, cx: &Context, movement: &PayMovement, postings: Vec<Posting>) -> Step<()> {
    let source = LedgerSource::Pay(movement.id);
    ledger::post(tx, cx, movement.business_date, source, postings)
}

fn check_amount(before: &PayAccount, draft: &PayDraft) -> Step<()> {
    let amount = draft.amount;
    within(
        Field::Amount,
        &amount.abs().minor(),
        &1,
        &Money::LIMIT.minor(),
    )?;
    let most = match draft.cause {
        PayCause::Payout => before.owed.max(Money::ZERO),
        _ => Money::LIMIT,
    };
    let least = match draft.cause {
        PayCause::Payout => Money::from_minor(1),
        PayCause::Advance => -before.ahead,
        PayCause::Commission | PayCause::Fine => -Money::LIMIT,
    };
    if amount > most {
        return Err(up_to(Field::Amount, most).into());
    }
    within(
        Field::Amount,
        &amount.minor(),
        &least.minor(),
        &most.minor(),
    )?;
    Ok(())
}

pub(super) fn account(reads: &impl Reads, staff: StaffId) -> Step<PayAccount> {
    let account = reads.get::<PayAccount>(&staff)?;
    Ok(account.unwrap_or_else(|| PayAccount::new(staff)))
}
