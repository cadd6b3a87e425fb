//! What is asked of the book.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    booking::{EVERY_DAY, How},
    ids::{AppointmentId, ClientId, EquipmentId, RoomId, ServiceId, StaffId, WaitingId},
    room_state::RoomOrder,
    time::WallTime,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Booking {
    /// `None`: a walk-in without a name.
    pub client: Option<ClientId>,
    pub service: ServiceId,
    /// The main therapist.
    pub staff: StaffId,
    /// Who has the roles after the first, the second first; whoever is free where it is
    /// open.
    #[serde(default)]
    pub team: Vec<Option<StaffId>>,
    /// `None`: one that is free and fits is chosen.
    pub room: Option<RoomId>,
    /// Where the service needs one of several and one of these is among them: this.
    #[serde(default)]
    pub equipment: Vec<EquipmentId>,
    pub start: WallTime,
    #[serde(default)]
    pub note: String,
    /// Books in spite of a clash, for this reason.
    #[serde(default)]
    pub override_reason: Option<String>,
    #[serde(default)]
    pub how: How,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Moving {
    pub appointment: AppointmentId,
    pub staff: Option<StaffId>,
    /// Who has the roles after the first from now on, the second first; where it is open
    /// whoever had it, if they are free.
    #[serde(default)]
    pub team: Vec<Option<StaffId>>,
    /// The room is kept if it is free, else another is chosen, unless named here.
    pub room: Option<RoomId>,
    pub start: Option<WallTime>,
    #[serde(default)]
    pub override_reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Resizing {
    pub appointment: AppointmentId,
    /// Of all of it, from its start to its end.
    pub minutes: u16,
    #[serde(default)]
    pub override_reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SegmentMoving {
    pub appointment: AppointmentId,
    /// Its place among the parts, from 0.
    pub segment: u16,
    pub staff: Option<StaffId>,
    /// Where several give this part, who is relieved; the first when left out.
    #[serde(default)]
    pub instead_of: Option<StaffId>,
    pub room: Option<RoomId>,
    #[serde(default)]
    pub override_reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Swapping {
    pub first: AppointmentId,
    pub second: AppointmentId,
    #[serde(default)]
    pub exchanged: Exchanged,
    #[serde(default)]
    pub override_reason: Option<String>,
}

/// What two appointments give each other beside their times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exchanged {
    /// Each keeps its room, if it is free then.
    #[default]
    Staff,
    /// Each keeps its therapist.
    Room,
}

/// A wish for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WaitingDraft {
    #[serde(default, rename = "waiting")]
    pub id: Option<WaitingId>,
    pub client: ClientId,
    pub service: ServiceId,
    /// Any therapist who can, when open.
    #[serde(default)]
    pub staff: Option<StaffId>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// A bit for each day of the week, Monday the lowest.
    #[serde(default = "every_day")]
    pub days: u8,
    #[serde(default)]
    pub from_minute: u16,
    #[serde(default = "midnight")]
    pub until_minute: u16,
    #[serde(default)]
    pub urgent: bool,
    #[serde(default)]
    pub note: String,
}

/// In what order a room is from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoomOrdering {
    pub room: RoomId,
    pub order: RoomOrder,
    /// Of one that is out of order: why.
    #[serde(default)]
    pub note: String,
    /// Of one that is out of order: the last day of it, where that is known.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

fn every_day() -> u8 {
    EVERY_DAY
}

fn midnight() -> u16 {
    24 * 60
}
