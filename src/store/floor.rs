//! The records of the floor: who came without an appointment, and whose turn it is.

use chrono::NaiveDate;

use super::record::{Kind, Lookup, Record};
use crate::domain::{
    booking::WalkIn,
    ids::WalkInId,
    turns::{FloorRules, TurnList},
};

impl Record for WalkIn {
    const KIND: Kind = Kind::WalkIn;
    const VERSION: u8 = 2;
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

impl Record for TurnList {
    const KIND: Kind = Kind::TurnList;
    const VERSION: u8 = 1;
    type Key = NaiveDate;

    fn key(&self) -> Self::Key {
        self.date
    }
}

impl Record for FloorRules {
    const KIND: Kind = Kind::FloorRules;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}
