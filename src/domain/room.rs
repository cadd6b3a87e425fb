//! Where services are given.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::RoomId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Room {
    pub id: RoomId,
    pub name: String,
    /// Two or three letters for the grid.
    pub short: String,
    pub active: bool,
    /// So many appointments may be in it at once; at least one.
    pub places: u16,
}
