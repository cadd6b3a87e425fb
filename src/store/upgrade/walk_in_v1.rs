//! Who waited when only somebody by name could be asked for.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::domain::{
    booking::{WalkIn, WalkInState},
    ids::{ClientId, ServiceId, StaffId, WalkInId},
};

#[derive(Deserialize)]
pub(super) struct WalkInV1 {
    id: WalkInId,
    client: Option<ClientId>,
    name: String,
    service: ServiceId,
    staff: Option<StaffId>,
    #[serde(with = "crate::domain::time::instant")]
    came_at: DateTime<Utc>,
    #[serde(with = "crate::domain::time::instant")]
    promised_at: DateTime<Utc>,
    state: WalkInState,
}

impl From<WalkInV1> for WalkIn {
    fn from(old: WalkInV1) -> Self {
        Self {
            id: old.id,
            client: old.client,
            name: old.name,
            service: old.service,
            staff: old.staff,
            sex: None,
            came_at: old.came_at,
            promised_at: old.promised_at,
            state: old.state,
        }
    }
}
