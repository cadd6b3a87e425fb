//! Times that are held for a while or asked for from outside, and letting go of them.

use chrono::{DateTime, Duration, Utc};

use super::{
    book::keep_visit,
    context::Context,
    entry::within,
    fees,
    halt::Step,
    outcome::Outcome,
    refusal::{Field, Refusal},
};
use crate::{
    domain::{
        booking::{Appointment, BookRules, HOLD_MIN_MAX, MadeAs, Status, is_over},
        deposit::Deposit,
        ids::AppointmentId,
        money::Money,
    },
    store::{Reads, StoreError, Tx, record::Lookup},
};

pub(super) fn rules(reads: &impl Reads) -> Result<BookRules, StoreError> {
    Ok(reads.get::<BookRules>(&())?.unwrap_or_default())
}

/// As what a new appointment stands in the book, and until when if it is held.
///
/// What is booked without the deposit that is due for it is held where the shop wants
/// it so.
pub(super) fn begin(tx: &Tx, cx: &Context, visit: &mut Appointment, made_as: MadeAs) -> Step<()> {
    let rules = rules(tx)?;
    match made_as {
        MadeAs::Requested => visit.status = Status::Requested,
        MadeAs::Held { minutes } => {
            let minutes = minutes.unwrap_or(rules.hold_min);
            within(Field::HoldMinutes, &minutes, &1, &HOLD_MIN_MAX)?;
            hold(visit, cx.believed + Duration::minutes(minutes.into()));
        }
        MadeAs::Booked if rules.deposit.hold_hours > 0 => {
            if fees::deposit_due(tx, &rules, visit)?.is_some() {
                let hours = rules.deposit.hold_hours;
                hold(visit, cx.believed + Duration::hours(hours.into()));
            }
        }
        MadeAs::Booked => (),
    }
    Ok(())
}

pub(super) fn hold(visit: &mut Appointment, until: DateTime<Utc>) {
    visit.status = Status::Held;
    visit.held_until = Some(until);
}

/// Lets go of all that were held until now or earlier. Their times are free again
/// before anything else is looked for.
pub(super) fn let_go(tx: &mut Tx, cx: &Context) -> Step<Vec<AppointmentId>> {
    let mut over = tx.find::<Appointment>(&Lookup::HeldAppointments)?;
    over.retain(|it| is_over(it, cx.believed));
    for visit in &mut over {
        // The moment stays: it says why.
        visit.status = Status::Cancelled;
        keep_visit(tx, cx, visit)?;
    }
    Ok(over.into_iter().map(|it| it.id).collect())
}

pub(super) fn let_go_now(tx: &mut Tx, cx: &Context) -> Step<Outcome> {
    let appointments = let_go(tx, cx)?;
    Ok(Outcome::LetGo { appointments })
}

/// A deposit was taken for a visit: one that is held for want of it is booked.
pub(super) fn paid_ahead(tx: &mut Tx, cx: &Context, id: AppointmentId) -> Step<()> {
    let Some(mut visit) = tx.get::<Appointment>(&id)? else {
        return Ok(());
    };
    if visit.status != Status::Held {
        return Ok(());
    }
    let rules = rules(tx)?;
    if fees::deposit_due(tx, &rules, &visit)?.is_none() {
        visit.status = Status::Booked;
        visit.held_until = None;
        keep_visit(tx, cx, &mut visit)?;
    }
    Ok(())
}

/// What was paid ahead for a visit and was not given back.
pub(super) fn paid_for(reads: &impl Reads, visit: &Appointment) -> Result<Money, StoreError> {
    let Some(client) = visit.client else {
        return Ok(Money::ZERO);
    };
    let deposits = reads.find::<Deposit>(&Lookup::DepositOfClient(client))?;
    let own = deposits
        .iter()
        .filter(|it| it.appointment == Some(visit.id));
    Ok(own.filter(|it| it.closed.is_none()).map(|it| it.paid).sum())
}

/// # Errors
///
/// What comes from outside is asked for once: nothing becomes a request later.
pub(super) fn refuse_request(from: Status, to: Status) -> Result<(), Refusal> {
    if to == Status::Requested {
        return Err(Refusal::StatusNotPossible { from, to });
    }
    Ok(())
}
