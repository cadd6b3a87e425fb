//! Who came without an appointment and waits to be served, in the order of what they
//! were promised.

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    client::Sex,
    ids::{AppointmentId, ClientId, ServiceId, StaffId, WalkInId},
};

/// Who came longer ago than this does not wait any more, whatever the list says.
const WAIT_HOURS_MAX: i64 = 12;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WalkInState {
    Waiting,
    /// Is served: this appointment was made for it.
    Started(AppointmentId),
    /// Went away, for this reason.
    Left(String),
}

/// Somebody who waits for a service today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WalkIn {
    pub id: WalkInId,
    pub client: Option<ClientId>,
    /// What they are called by, where they are not in the client file; empty once they
    /// wait no more.
    pub name: String,
    pub service: ServiceId,
    /// Who was asked for; any therapist who can, when open.
    pub staff: Option<StaffId>,
    /// Any woman, or any man, was asked for, and nobody by name.
    pub sex: Option<Sex>,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub came_at: DateTime<Utc>,
    /// Begins then, the client was told.
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub promised_at: DateTime<Utc>,
    pub state: WalkInState,
}

impl WalkIn {
    pub fn is_waiting(&self) -> bool {
        self.state == WalkInState::Waiting
    }

    /// Since so long that nobody stands there any more.
    pub fn is_forgotten(&self, now: DateTime<Utc>) -> bool {
        now - self.came_at >= Duration::hours(WAIT_HOURS_MAX)
    }

    /// The minute that was promised is over.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.is_waiting() && self.promised_at + Duration::minutes(1) <= now
    }

    /// By what was promised, then by who came first.
    pub fn place(&self) -> (DateTime<Utc>, DateTime<Utc>, WalkInId) {
        (self.promised_at, self.came_at, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    fn walk_in(number: u64, came_min: i64, promised_min: i64) -> WalkIn {
        let id = RawId::new(1, number).unwrap();
        WalkIn {
            id: id.into(),
            client: None,
            name: String::new(),
            service: id.into(),
            staff: None,
            sex: None,
            came_at: DateTime::UNIX_EPOCH + Duration::minutes(came_min),
            promised_at: DateTime::UNIX_EPOCH + Duration::minutes(promised_min),
            state: WalkInState::Waiting,
        }
    }

    #[test]
    fn the_promise_says_whose_turn_it_is_and_of_two_equal_ones_the_arrival() {
        let mut queue = [
            walk_in(1, 0, 30),
            walk_in(2, 5, 20),
            walk_in(4, 9, 30),
            walk_in(3, 7, 30),
        ];
        queue.sort_by_key(WalkIn::place);
        let order = queue.map(|it| it.id.0.counter());
        assert_eq!(order, [2, 1, 3, 4]);
    }

    #[test]
    fn a_promise_is_late_once_it_is_past_and_nobody_waits_for_half_a_day() {
        let at = |min| DateTime::UNIX_EPOCH + Duration::minutes(min);
        let waiting = walk_in(1, 0, 30);
        assert!(!waiting.is_late(at(30)) && waiting.is_late(at(31)));
        let left = WalkIn {
            state: WalkInState::Left("Too long".into()),
            ..waiting.clone()
        };
        assert!(!left.is_late(at(31)));
        assert!(!waiting.is_forgotten(at(719)) && waiting.is_forgotten(at(720)));
    }
}
