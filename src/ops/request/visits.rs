//! Requests about several appointments at once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Booking, Moving};
use crate::domain::{
    booking::Status,
    ids::{AppointmentId, ClientId, VisitId},
    visit::{Bill, Recurrence},
};

/// Several appointments that belong together: of one client, or of a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VisitDraft {
    /// In the order in which they are booked: those before are in the book for those
    /// behind.
    pub parts: Vec<Booking>,
    #[serde(default)]
    pub host: Option<ClientId>,
    /// For all of them.
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub bill: Bill,
}

/// Of a visit that is booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VisitChange {
    pub visit: VisitId,
    #[serde(default)]
    pub host: Option<ClientId>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub bill: Bill,
}

/// An appointment that comes again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeriesDraft {
    pub rule: Recurrence,
    /// The first one, where it is booked already.
    #[serde(default)]
    pub first: Option<AppointmentId>,
    /// Those that are to be booked.
    pub parts: Vec<Booking>,
}

/// Appointments that move at once: each is held against where the others will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MovingAll {
    pub moves: Vec<Moving>,
}

/// The same for all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusOfAll {
    pub appointments: Vec<AppointmentId>,
    pub status: Status,
    #[serde(default)]
    pub reason: String,
}
