//! People when each had hours of their own only.

use serde::Deserialize;

use crate::domain::{
    ids::{ServiceId, StaffId},
    staff::{Staff, StaffRole, Week},
};

#[derive(Deserialize)]
pub(super) struct StaffV1 {
    id: StaffId,
    name: String,
    short: String,
    role: StaffRole,
    week: Week,
    services: Vec<ServiceId>,
    active: bool,
}

impl From<StaffV1> for Staff {
    fn from(old: StaffV1) -> Self {
        Self {
            id: old.id,
            name: old.name,
            short: old.short,
            role: old.role,
            week: old.week,
            services: old.services,
            active: old.active,
            group: String::new(),
            pattern: None,
            sex: None,
            treats: None,
        }
    }
}
