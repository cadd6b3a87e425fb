//! Rooms for one appointment at a time.

use serde::Deserialize;

use crate::domain::{ids::RoomId, room::Room};

#[derive(Deserialize)]
pub(super) struct RoomV1 {
    id: RoomId,
    name: String,
    short: String,
    active: bool,
}

impl From<RoomV1> for Room {
    fn from(old: RoomV1) -> Self {
        Self {
            id: old.id,
            name: old.name,
            short: old.short,
            active: old.active,
            places: 1,
        }
    }
}
