//! What people and scripts type, checked at the entrance: cleaned, bounded, and
//! refused by field.

use super::refusal::{Field, FieldProblem, Refusal};
use crate::domain::{money::Money, text, typed};

pub(super) use crate::domain::text::{
    ALERT_MAX, CODE_MAX, NAME_MAX, NOTE_MAX, PHONE_MAX, REASON_MAX, RECEIPT_LINE_MAX, SHORT_MAX,
};

pub(super) fn refuse(field: Field, problem: FieldProblem) -> Refusal {
    Refusal::Field { field, problem }
}

pub(super) fn missing(field: Field) -> Refusal {
    refuse(field, FieldProblem::Missing)
}

pub(super) fn not_understood(field: Field, typed: &str) -> Refusal {
    let typed = text::clean(typed, text::NAME_MAX);
    refuse(field, FieldProblem::NotUnderstood { typed })
}

/// Cleaned, and at most `limit` characters; may be empty.
pub(super) fn optional(field: Field, typed: &str, limit: usize) -> Result<String, Refusal> {
    let cleaned = text::clean(typed, usize::MAX);
    if cleaned.chars().count() > limit {
        return Err(refuse(field, FieldProblem::TooLong { limit }));
    }
    Ok(cleaned)
}

/// Cleaned, at most `limit` characters, and not empty.
pub(super) fn required(field: Field, typed: &str, limit: usize) -> Result<String, Refusal> {
    let cleaned = optional(field, typed, limit)?;
    if cleaned.is_empty() {
        return Err(missing(field));
    }
    Ok(cleaned)
}

/// At most `limit` entries.
pub(super) fn bounded<T>(field: Field, list: &[T], limit: usize) -> Result<(), Refusal> {
    if list.len() > limit {
        return Err(refuse(field, FieldProblem::TooMany { limit }));
    }
    Ok(())
}

/// `least..=most`, both in the words of the field.
pub(super) fn within<T: PartialOrd + ToString>(
    field: Field,
    value: &T,
    least: &T,
    most: &T,
) -> Result<(), Refusal> {
    if value < least || value > most {
        let (least, most) = (least.to_string(), most.to_string());
        return Err(refuse(field, FieldProblem::OutOfRange { least, most }));
    }
    Ok(())
}

/// Minor units from 0 to the limit of what may be entered.
pub(super) fn amount(field: Field, amount: Money) -> Result<(), Refusal> {
    within(field, &amount.minor(), &0, &Money::LIMIT.minor())
}

/// Empty, or an address that mail can be sent to.
pub(super) fn email(wish: &str) -> Result<String, Refusal> {
    let email = optional(Field::Email, wish, text::EMAIL_MAX)?;
    if email.is_empty() || typed::is_email(&email) {
        return Ok(email);
    }
    Err(not_understood(Field::Email, wish))
}
