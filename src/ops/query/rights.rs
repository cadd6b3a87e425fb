//! Who did what about rights, and who may do what.

use chrono::NaiveDate;

use super::{AuditLine, PersonRow, RightsSheet};
use crate::{
    domain::{
        audit::AuditEntry,
        rights::{RightsRules, RoleKind},
        settings::Settings,
        staff::Staff,
        time,
    },
    locale::{Locale, Words},
    store::{Reads, StoreError, record::Lookup},
};

/// The most that is read at once; a day of trade has fewer.
pub const LINES_MAX: usize = 2_000;

/// The lines of a day of trade, the latest first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn audit(
    reads: &impl Reads,
    settings: &Settings,
    locale: &Locale,
    date: NaiveDate,
) -> Result<Vec<AuditLine>, StoreError> {
    let entries = reads.latest::<AuditEntry>(&Lookup::AuditOn(date), LINES_MAX)?;
    lines(reads, settings, locale, entries)
}

fn lines(
    reads: &impl Reads,
    settings: &Settings,
    locale: &Locale,
    mut entries: Vec<AuditEntry>,
) -> Result<Vec<AuditLine>, StoreError> {
    let words = Words::new(locale, Some(settings));
    let people = reads.all::<Staff>()?;
    let named = |id| {
        let staff = people.iter().find(|it| it.id == id);
        staff.map(|it| it.name.clone()).unwrap_or_default()
    };
    entries.sort_by_key(|it| std::cmp::Reverse((it.at, it.id)));
    let line = |entry: AuditEntry| AuditLine {
        at: time::wall(entry.at, settings.time_zone),
        who: entry.operator.map(named).unwrap_or_default(),
        text: words.audit(&entry.event, &named),
        entry,
    };
    Ok(entries.into_iter().map(line).collect())
}

/// The latest lines of all days.
///
/// # Errors
///
/// When the store cannot be read.
pub fn latest_audit(
    reads: &impl Reads,
    settings: &Settings,
    locale: &Locale,
) -> Result<Vec<AuditLine>, StoreError> {
    let entries = reads.newest::<AuditEntry>(LINES_MAX)?;
    lines(reads, settings, locale, entries)
}

/// # Errors
///
/// When the store cannot be read.
pub fn rights(reads: &impl Reads) -> Result<RightsSheet, StoreError> {
    let rules = reads.get::<RightsRules>(&())?.unwrap_or_default();
    let people = reads.all::<Staff>()?.into_iter().filter(|it| it.active);
    let row = |staff: Staff| {
        let person = rules.person(staff.id);
        PersonRow {
            staff: staff.id,
            name: staff.name,
            role: person.map(|it| it.role),
            has_pin: person.is_some_and(|it| it.pin.is_some()),
            has_card: person.is_some_and(|it| it.card.is_some()),
        }
    };
    Ok(RightsSheet {
        on: rules.on,
        idle_minutes: rules.idle_minutes,
        roles: RoleKind::ALL.iter().map(|it| rules.role(*it)).collect(),
        people: people.map(row).collect(),
    })
}
