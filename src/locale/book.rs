//! Words about the rules of the appointment book.

use crate::ops::refusal::Field;

pub(super) fn field(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::FirstDay => "field-first-day",
        Field::LastDay => "field-last-day",
        Field::FromTime => "field-from-time",
        Field::UntilTime => "field-until-time",
        Field::FirstOrder => "field-first-order",
        Field::ByCategory => "field-by-category",
        Field::Skipped => "field-skipped",
        Field::HalfBelow => "field-half-below",
        Field::AskedFor => "field-asked-for",
        Field::ExtensionFrom => "field-extension-from",
        Field::Extension => "field-extension",
        Field::Promised => "field-promised",
        Field::Urgent => "field-urgent",
        Field::MadeAs => "field-made-as",
        Field::HoldMinutes => "field-hold-minutes",
        Field::LateHours => "field-late-hours",
        Field::NoShowFee => "field-no-show-fee",
        Field::LateFee => "field-late-fee",
        Field::DepositRate => "field-deposit-rate",
        Field::DepositFrom => "field-deposit-from",
        Field::DepositNoShows => "field-deposit-no-shows",
        Field::DepositHours => "field-deposit-hours",
        _ => return None,
    })
}
