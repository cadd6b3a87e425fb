//! What is asked about who works when.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    client::Sex,
    ids::{AbsenceId, ServiceId, ShiftPatternId, StaffId},
    staff::{Shift, StaffRole, Week},
    time::WallTime,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StaffDraft {
    /// `None` makes a new one.
    #[serde(default, rename = "staff")]
    pub id: Option<StaffId>,
    pub name: String,
    pub short: String,
    pub role: StaffRole,
    /// Monday to Sunday, of who works by no pattern.
    pub week: Week,
    #[serde(default)]
    pub services: Vec<ServiceId>,
    #[serde(default = "super::yes")]
    pub active: bool,
    /// Of whom the person is one; empty for none.
    #[serde(default)]
    pub group: String,
    #[serde(default)]
    pub pattern: Option<ShiftPatternId>,
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Whom the person treats; everybody where nothing is said.
    #[serde(default)]
    pub treats: Option<Sex>,
    /// Even if it leaves appointments outside the person's hours.
    #[serde(default)]
    pub anyway: bool,
}

/// A change of who works when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "set", rename_all = "snake_case")]
pub enum HoursChange {
    /// The hours of the house; a week without any shift sets none.
    House {
        week: Week,
    },
    Pattern(PatternDraft),
    /// One date of one person: a list without a shift is a day off, no list is a day
    /// as any other.
    Day {
        staff: StaffId,
        date: NaiveDate,
        #[serde(default)]
        shifts: Option<Vec<Shift>>,
        #[serde(default)]
        reason: String,
    },
    Absence(AbsenceDraft),
    /// Takes an absence or a closing away.
    NoAbsence {
        absence: AbsenceId,
    },
    /// The shifts of one week once more in another one, of one person or of all.
    CopyWeek {
        from: NaiveDate,
        to: NaiveDate,
        #[serde(default)]
        staff: Option<StaffId>,
    },
}

/// Hours that come again after as many weeks as there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PatternDraft {
    /// `None` makes a new one.
    #[serde(default, rename = "pattern")]
    pub id: Option<ShiftPatternId>,
    pub name: String,
    /// Holds for all of this group who have no pattern of their own.
    #[serde(default)]
    pub group: String,
    /// A day in the first of the weeks.
    pub anchor: NaiveDate,
    pub weeks: Vec<Week>,
    #[serde(default = "super::yes")]
    pub active: bool,
}

/// From one moment until another. An edge at minute 0 lies between two days of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AbsenceDraft {
    /// `None` makes a new one.
    #[serde(default, rename = "absence")]
    pub id: Option<AbsenceId>,
    /// `None` closes the house.
    #[serde(default)]
    pub staff: Option<StaffId>,
    pub from: WallTime,
    pub until: WallTime,
    #[serde(default)]
    pub reason: String,
}
