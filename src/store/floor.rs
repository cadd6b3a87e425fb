//! The records of the floor: who came without an appointment.

use super::record::{Kind, Lookup, Record};
use crate::domain::{booking::WalkIn, ids::WalkInId};

impl Record for WalkIn {
    const KIND: Kind = Kind::WalkIn;
    const VERSION: u8 = 1;
    type Key = WalkInId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        self.is_waiting()
            .then_some(Lookup::OpenWalkIn)
            .into_iter()
            .collect()
    }
}
