//! An appointment made longer or shorter as it would be: until when, and what would
//! stand in the way.

use chrono::Duration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::planned::Planner;
use crate::{
    domain::{
        booking::{self, Appointment, DayBook, House},
        catalog::Service,
        time::{self, WallTime},
    },
    ops::{
        book::taken_with,
        clash::guests,
        halt::{Step, need},
        refusal::ClashReport,
    },
    store::Reads,
};

/// An appointment of another length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedLength {
    /// Of all of it, from its start to its end.
    pub minutes: u16,
    pub until: WallTime,
    /// Why it cannot be without an override.
    pub clash: Option<ClashReport>,
}

/// Each of these lengths, held against the book; one that its parts do not allow is
/// left out.
pub(super) fn plan_lengths<R: Reads>(
    planner: &Planner<R>,
    visit: &Appointment,
    minutes: &[u16],
) -> Step<Vec<PlannedLength>> {
    let zone = planner.settings.time_zone;
    let service = need::<Service>(planner.reads, visit.service)?;
    let guests = guests(planner.reads, visit.client)?;
    let house = House {
        guests: &guests,
        ..planner.house()
    };
    let date = visit.start().date;
    let taken = taken_with(planner.reads, date, &[])?;
    let book = DayBook::new(house, date, &taken);
    let mut plans = Vec::with_capacity(minutes.len());
    for &minutes in minutes {
        let Ok(segments) = booking::resized(&visit.segments, minutes, zone) else {
            continue;
        };
        let service = booking::lasting(&service, &segments);
        let own = Some(visit.id);
        let found = booking::clashes(&service, &segments, visit.client, own, &book);
        let first = match found {
            Ok(found) => found.into_iter().next(),
            Err(clash) => Some(clash),
        };
        let clash = match first {
            Some(clash) => planner.premises.report(planner.reads, clash)?,
            None => None,
        };
        let end = visit.starts_at + Duration::minutes(minutes.into());
        plans.push(PlannedLength {
            minutes,
            until: time::wall(end, zone),
            clash,
        });
    }
    Ok(plans)
}
