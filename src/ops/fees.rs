//! What a time costs that was kept for nothing, and what is paid ahead for one.

use super::{
    context::Context,
    entry::{refuse, within},
    halt::{Step, need},
    holds, item,
    outcome::Outcome,
    refusal::{Field, FieldProblem, Refusal},
    ticket::up_to,
};
use crate::{
    domain::{
        booking::{Appointment, BookRules, Fee, HOLD_MIN_MAX, LATE_HOURS_MAX, Status},
        catalog::Service,
        client::Client,
        money::{Money, Rate},
        price::{self, Buying, PriceRules},
        ticket::{PriceReason, TicketLine},
    },
    store::{Reads, StoreError, Tx, record::Lookup},
};

/// The longest that a time is held for its deposit: two weeks.
const DEPOSIT_HOURS_MAX: u16 = 14 * 24;

/// # Errors
///
/// The first field that is refused; the rules stay as they were.
pub(super) fn save_rules(tx: &mut Tx, rules: &BookRules) -> Step<Outcome> {
    within(Field::HoldMinutes, &rules.hold_min, &1, &HOLD_MIN_MAX)?;
    within(Field::LateHours, &rules.late_hours, &0, &LATE_HOURS_MAX)?;
    check_fee(Field::NoShowFee, rules.no_show_fee)?;
    check_fee(Field::LateFee, rules.late_fee)?;
    check_rate(Field::DepositRate, rules.deposit.rate)?;
    check_amount(Field::DepositFrom, rules.deposit.from_price)?;
    let hours = rules.deposit.hold_hours;
    within(Field::DepositHours, &hours, &0, &DEPOSIT_HOURS_MAX)?;
    tx.put(rules)?;
    Ok(Outcome::Saved)
}

fn check_fee(field: Field, fee: Fee) -> Result<(), Refusal> {
    match fee {
        Fee::Nothing => Ok(()),
        Fee::Amount(amount) => check_amount(field, amount),
        Fee::Share(rate) => check_rate(field, rate),
    }
}

fn check_amount(field: Field, amount: Money) -> Result<(), Refusal> {
    if amount < Money::ZERO || amount > Money::LIMIT {
        return Err(up_to(field, Money::LIMIT));
    }
    Ok(())
}

fn check_rate(field: Field, rate: Rate) -> Result<(), Refusal> {
    if rate > Rate::WHOLE {
        let (least, most) = ("0 %".to_owned(), "100 %".to_owned());
        return Err(refuse(field, FieldProblem::OutOfRange { least, most }));
    }
    Ok(())
}

/// What the service of a visit costs its client; `None` where that is asked for.
pub(super) fn price_of(
    reads: &impl Reads,
    visit: &Appointment,
) -> Result<Option<Money>, StoreError> {
    let Some(service) = reads.get::<Service>(&visit.service)? else {
        return Ok(None);
    };
    let client = match visit.client {
        Some(id) => reads.get::<Client>(&id)?,
        None => None,
    };
    let level = match client.and_then(|it| it.price_level) {
        Some(level) => {
            let rules = reads.get::<PriceRules>(&())?.unwrap_or_default();
            rules.level(level).cloned()
        }
        None => None,
    };
    let buying = Buying {
        level: level.as_ref(),
        staff: visit.staff(),
        minutes: Some(visit.minutes()),
    };
    Ok(price::of_service(&service, &buying).map(|it| it.unit))
}

/// What a client is to pay for having kept a time for nothing, and has not; `None`
/// where nothing is asked or there is nobody to ask.
pub(super) fn fee_due(
    reads: &impl Reads,
    visit: &Appointment,
) -> Result<Option<Money>, StoreError> {
    let is_open = visit.sale.is_none() && visit.client.is_some();
    if !is_open || !matches!(visit.status, Status::NoShow | Status::LateCancel) {
        return Ok(None);
    }
    let rules = holds::rules(reads)?;
    let price = price_of(reads, visit)?.unwrap_or(Money::ZERO);
    Ok(rules.fee(visit.status, price))
}

/// The line that charges it: as the service itself, so taxed as that is.
pub(super) fn line(tx: &Tx, cx: &Context, visit: &Appointment, fee: Money) -> Step<TicketLine> {
    // A price is said only where the list has none.
    let said = price_of(tx, visit)?.is_none().then_some(fee);
    let line = item::visit_line(tx, cx, visit, said, None)?;
    Ok(TicketLine {
        list_price: fee,
        unit_price: fee,
        unit_cost: Money::ZERO,
        minutes: None,
        price_reason: if visit.status == Status::NoShow {
            PriceReason::NoShow
        } else {
            PriceReason::LateCancel
        },
        ..line
    })
}

/// What of the deposit that the shop asks for a visit was not paid yet.
pub(super) fn deposit_due(
    reads: &impl Reads,
    rules: &BookRules,
    visit: &Appointment,
) -> Result<Option<Money>, StoreError> {
    let Some(client) = visit.client else {
        return Ok(None);
    };
    if rules.deposit.rate.is_zero() || visit.sale.is_some() {
        return Ok(None);
    }
    let price = price_of(reads, visit)?.unwrap_or(Money::ZERO);
    let mut missed = 0;
    if rules.deposit.no_shows > 0 {
        let visits = reads.find::<Appointment>(&Lookup::AppointmentOfClient(client))?;
        let n = visits
            .iter()
            .filter(|it| it.status == Status::NoShow)
            .count();
        missed = u32::try_from(n).unwrap_or(u32::MAX);
    }
    let Some(due) = rules.deposit.due(price, missed) else {
        return Ok(None);
    };
    let open = due - holds::paid_for(reads, visit)?;
    Ok((open > Money::ZERO).then_some(open))
}

/// The fee of a visit that was kept for nothing is charged; anything else of one that
/// holds no time is refused.
pub(super) fn of_missed(tx: &Tx, cx: &Context, visit: &Appointment) -> Step<TicketLine> {
    let fee = fee_due(tx, visit)?.ok_or(Refusal::StatusNotPossible {
        from: visit.status,
        to: Status::Done,
    })?;
    need::<Service>(tx, visit.service)?;
    line(tx, cx, visit, fee)
}
