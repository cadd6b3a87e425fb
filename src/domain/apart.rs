//! Clients and therapists who are to be kept apart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::{ClientId, StaffId};

/// Whom a client is never booked with, whichever of them does not want it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptApart {
    pub client: ClientId,
    pub staff: Vec<StaffId>,
}
