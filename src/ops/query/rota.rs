//! Who works when, as it is known now.

use chrono::{Days, NaiveDate};

use crate::{
    domain::{
        ids::{RawId, StaffId},
        rota::{DayHours, HouseHours, Rota},
    },
    store::{Reads, StoreError, record::Lookup},
};

/// A shift that began so many days before may still go on.
const DAYS_BEFORE: Days = Days::new(3);

/// Who works when on `from`, the days around it and all days behind it: read once for a
/// whole search.
///
/// # Errors
///
/// When the store cannot be read.
pub fn rota(reads: &impl Reads, from: NaiveDate) -> Result<Rota, StoreError> {
    let first = from.checked_sub_days(DAYS_BEFORE).unwrap_or(from);
    let last_before = first.pred_opt().unwrap_or(first);
    let after = (last_before, StaffId(RawId::from_u64(u64::MAX)));
    Ok(Rota::new(
        reads.all()?,
        reads.page::<DayHours>(Some(&after), usize::MAX)?,
        reads.find_from(&Lookup::AbsenceUntil(first))?,
        reads.get::<HouseHours>(&())?.unwrap_or_default(),
    ))
}
