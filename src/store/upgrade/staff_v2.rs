//! People before anything was told of whom clients ask for, and of whom they treat.

use serde::Deserialize;

use crate::domain::{
    ids::{ServiceId, ShiftPatternId, StaffId},
    staff::{Staff, StaffRole, Week},
};

#[derive(Deserialize)]
pub(super) struct StaffV2 {
    id: StaffId,
    name: String,
    short: String,
    role: StaffRole,
    week: Week,
    services: Vec<ServiceId>,
    active: bool,
    group: String,
    pattern: Option<ShiftPatternId>,
}

impl From<StaffV2> for Staff {
    fn from(old: StaffV2) -> Self {
        Self {
            id: old.id,
            name: old.name,
            short: old.short,
            role: old.role,
            week: old.week,
            services: old.services,
            active: old.active,
            group: old.group,
            pattern: old.pattern,
            sex: None,
            treats: None,
        }
    }
}
