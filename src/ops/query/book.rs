//! What the book says beside its pages: what became of an appointment, what is due for
//! it, and what is held too long.

use chrono::{DateTime, Utc};

use super::Answered;
use crate::{
    domain::{
        booking::{Appointment, BookRules, VisitChange, is_over},
        ids::AppointmentId,
        money::Money,
    },
    ops::fees,
    store::{Reads, record::Lookup},
};

/// What the shop has decided about appointments.
///
/// # Errors
///
/// When the store cannot be read.
pub fn book_rules(reads: &impl Reads) -> Answered<BookRules> {
    Ok(reads.get::<BookRules>(&())?.unwrap_or_default())
}

/// What became of an appointment, the first change first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn visit_changes(reads: &impl Reads, id: AppointmentId) -> Answered<Vec<VisitChange>> {
    let mut changes = reads.find::<VisitChange>(&Lookup::ChangeOf(id))?;
    changes.sort_by_key(|it| (it.at, it.id));
    Ok(changes)
}

/// What its client is to pay for a time that was kept for nothing.
///
/// # Errors
///
/// When the store cannot be read.
pub fn fee_due(reads: &impl Reads, visit: &Appointment) -> Answered<Option<Money>> {
    Ok(fees::fee_due(reads, visit)?)
}

/// What is still to be paid ahead for it by the shop's rule.
///
/// # Errors
///
/// When the store cannot be read.
pub fn deposit_due(reads: &impl Reads, visit: &Appointment) -> Answered<Option<Money>> {
    if !visit.status.holds_time() || visit.status.is_final() {
        return Ok(None);
    }
    Ok(fees::deposit_due(reads, &book_rules(reads)?, visit)?)
}

/// Whether something is held beyond its moment.
///
/// # Errors
///
/// When the store cannot be read.
pub fn holds_over(reads: &impl Reads, now: DateTime<Utc>) -> Answered<bool> {
    let held = reads.find::<Appointment>(&Lookup::HeldAppointments)?;
    Ok(held.iter().any(|it| is_over(it, now)))
}
