//! What is asked of the walk-in queue.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    client::Sex,
    ids::{ClientId, RoomId, ServiceId, StaffId, WalkInId},
    time::WallTime,
};

/// Somebody who came without an appointment, or what is now known of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WalkInDraft {
    #[serde(default, rename = "walk_in")]
    pub id: Option<WalkInId>,
    #[serde(default)]
    pub client: Option<ClientId>,
    /// What they are called by, where they are not in the client file.
    #[serde(default)]
    pub name: String,
    pub service: ServiceId,
    /// Who is asked for; any therapist who can, when open.
    #[serde(default)]
    pub staff: Option<StaffId>,
    /// Any woman, or any man; of no account where somebody is named.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Begins then, the client is told. `None`: as was promised before, or as soon as
    /// somebody can.
    #[serde(default)]
    pub promised: Option<WallTime>,
}

/// Whoever waits is served from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WalkInStart {
    pub walk_in: WalkInId,
    /// `None`: who was asked for, else who is proposed.
    #[serde(default)]
    pub staff: Option<StaffId>,
    /// `None`: one that is free and fits is chosen.
    #[serde(default)]
    pub room: Option<RoomId>,
    /// Begins in spite of a clash, for this reason.
    #[serde(default)]
    pub override_reason: Option<String>,
}
