//! What a treatment needs besides people and a room: machines, basins, tubs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::{EquipmentId, RoomId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Equipment {
    pub id: EquipmentId,
    pub name: String,
    /// Two or three letters for the grid.
    pub short: String,
    /// How many there are: so many may be in use at once.
    pub pieces: u16,
    /// Where it stands, and is used nowhere else; empty means that it moves freely.
    pub rooms: Vec<RoomId>,
    pub active: bool,
}

impl Equipment {
    /// Whether it can be used where these rooms are held. Who holds no room takes it
    /// where it stands.
    pub fn reaches(&self, rooms: &[RoomId]) -> bool {
        self.rooms.is_empty()
            || rooms.is_empty()
            || rooms.iter().any(|room| self.rooms.contains(room))
    }
}

/// So many pieces, each of any of these.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Need {
    pub n: u8,
    /// In order of preference.
    pub of: Vec<EquipmentId>,
}
