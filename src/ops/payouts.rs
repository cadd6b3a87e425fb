//! Money of the ways of paying that has arrived at the bank: less a fee, and at the rate
//! of its day where it was another currency.

use super::{
    context::Context,
    entry::{not_understood, optional, refuse},
    halt::Step,
    ledger,
    outcome::Outcome,
    refusal::{Field, FieldProblem, Refusal},
    request::PayoutDraft,
    tenders::{self, REFERENCE_MAX},
    ticket::up_to,
};
use crate::{
    domain::{
        card::may_be_bank_card,
        cash::{ForeignHeld, Payout},
        drawer::TenderClosing,
        ids::Register,
        ledger::{LedgerSource, payout},
        money::Money,
        sale::Sale,
        tender::TenderKind,
    },
    store::{Reads, Tx, record::Kind},
};

/// # Errors
///
/// Nothing of it is ever paid out, more arrived than there was, or there is not so much
/// of that currency.
pub(super) fn record(tx: &mut Tx, cx: &Context, draft: &PayoutDraft) -> Step<Outcome> {
    let (kind, amount) = (draft.kind, draft.amount);
    if kind.is_balance() {
        return Err(Refusal::TenderNotTaken { kind }.into());
    }
    if amount <= Money::ZERO || amount > Money::LIMIT {
        return Err(up_to(Field::Amount, Money::LIMIT).into());
    }
    let reference = optional(Field::Reference, &draft.reference, REFERENCE_MAX)?;
    if may_be_bank_card(&reference) {
        return Err(refuse(Field::Reference, FieldProblem::BankCard).into());
    }
    let is_foreign = kind == TenderKind::Foreign;
    let (gross, arrived, fee) = if is_foreign {
        let gross = give_up(tx, cx.register(), &draft.currency, amount)?;
        let Some(arrived) = draft.arrived else {
            return Err(super::entry::missing(Field::Arrived).into());
        };
        (gross, arrived, Money::ZERO)
    } else {
        let fee = tenders::rules(tx)?.of(kind).fee.of(amount);
        let arrived = draft.arrived.unwrap_or(amount - fee);
        (amount, arrived, amount - arrived)
    };
    let most = if is_foreign { Money::LIMIT } else { gross };
    if arrived.is_negative() || arrived > most {
        return Err(up_to(Field::Arrived, most).into());
    }
    let of_bank = Payout {
        id: tx.next_id(cx.register(), Kind::Payout)?.into(),
        register: cx.register(),
        business_date: cx.business_date(tx)?,
        at: cx.now,
        by: cx.operator(),
        kind,
        gross,
        fee,
        arrived,
        currency: if is_foreign {
            draft.currency.clone()
        } else {
            String::new()
        },
        units: if is_foreign { amount } else { Money::ZERO },
        reference,
    };
    tx.put(&of_bank)?;
    let source = LedgerSource::Payout(of_bank.id);
    ledger::post(tx, cx, of_bank.business_date, source, payout(&of_bank))?;
    Ok(Outcome::PaidOut {
        payout: of_bank.id,
        arrived,
        fee,
    })
}

/// Takes so much off what the register has of a currency, and says what it was worth.
fn give_up(tx: &mut Tx, register: Register, currency: &str, units: Money) -> Step<Money> {
    let held = held(tx, register, currency)?;
    if currency.is_empty() {
        return Err(not_understood(Field::Currency, currency).into());
    }
    if units > held.units {
        let (currency, left) = (held.currency, held.units);
        return Err(Refusal::ForeignShort { currency, left }.into());
    }
    let cost = held.cost_of(units);
    tx.put(&ForeignHeld {
        units: held.units - units,
        cost: held.cost - cost,
        ..held
    })?;
    Ok(cost)
}

pub(super) fn held(reads: &impl Reads, register: Register, currency: &str) -> Step<ForeignHeld> {
    let key = (register, currency.to_owned());
    let held = reads.get::<ForeignHeld>(&key)?;
    Ok(held.unwrap_or_else(|| ForeignHeld {
        register,
        currency: currency.to_owned(),
        units: Money::ZERO,
        cost: Money::ZERO,
    }))
}

/// Brings what a register has of other currencies up to what a sale took or gave back.
pub(super) fn take_in(tx: &mut Tx, sale: &Sale) -> Step<()> {
    for payment in &sale.payments {
        let Some(cash) = &payment.foreign else {
            continue;
        };
        let held = held(tx, sale.receipt.register, &cash.currency.code)?;
        tx.put(&ForeignHeld {
            units: held.units + cash.amount,
            cost: held.cost + payment.tendered,
            ..held
        })?;
    }
    Ok(())
}

/// The same, of a count that found more or less.
pub(super) fn count(tx: &mut Tx, register: Register, closing: &TenderClosing) -> Step<()> {
    let (TenderKind::Foreign, Some(over)) = (closing.kind, closing.difference()) else {
        return Ok(());
    };
    let held = held(tx, register, &closing.currency)?;
    tx.put(&ForeignHeld {
        units: held.units + over,
        cost: held.cost + closing.booked,
        ..held
    })?;
    Ok(())
}
