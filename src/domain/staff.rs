//! Who works here, and when.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::{ServiceId, StaffId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    Therapist,
    Desk,
    Manager,
}

/// Minutes of the day, half-open; the end may pass 1,440 on a late night.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shift {
    pub start_minute: u16,
    pub end_minute: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Staff {
    pub id: StaffId,
    pub name: String,
    /// What the grid's column is headed with.
    pub short: String,
    pub role: StaffRole,
    /// Monday to Sunday; a day off has no shift.
    pub week: [Vec<Shift>; 7],
    /// What this person can do; empty means everything.
    pub services: Vec<ServiceId>,
    pub active: bool,
}

impl Staff {
    pub fn shifts_on(&self, date: NaiveDate) -> &[Shift] {
        &self.week[date.weekday().num_days_from_monday() as usize]
    }

    pub fn can_do(&self, service: ServiceId) -> bool {
        self.role == StaffRole::Therapist
            && (self.services.is_empty() || self.services.contains(&service))
    }
}
