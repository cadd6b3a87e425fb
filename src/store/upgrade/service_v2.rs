//! Services with one therapist and nothing besides a room.

use serde::Deserialize;

use crate::domain::{
    catalog::{Manner, SegmentPlan, Service, Stage},
    ids::{RoomId, ServiceId, TaxClassId},
    money::Money,
    price::{LevelPrice, StaffPrice, Timed},
};

#[derive(Deserialize)]
pub(super) struct SegmentPlanV2 {
    minutes: u16,
    holds_staff: bool,
    holds_room: bool,
    holds_client: bool,
}

#[derive(Deserialize)]
pub(super) struct ServiceV2 {
    pub(super) id: ServiceId,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) category: String,
    pub(super) price: Option<Money>,
    pub(super) cost: Money,
    pub(super) tax_class: TaxClassId,
    pub(super) segments: Vec<SegmentPlanV2>,
    pub(super) rooms: Vec<RoomId>,
    pub(super) active: bool,
    pub(super) prices: Vec<LevelPrice>,
    pub(super) by_staff: Vec<StaffPrice>,
    pub(super) timed: Option<Timed>,
}

impl From<SegmentPlanV2> for SegmentPlan {
    fn from(old: SegmentPlanV2) -> Self {
        Self {
            stage: if old.holds_staff {
                Stage::Service
            } else {
                Stage::Processing
            },
            minutes: old.minutes,
            roles: old.holds_staff.then_some(0).into_iter().collect(),
            holds_room: old.holds_room,
            holds_client: old.holds_client,
            needs: Vec::new(),
        }
    }
}

impl From<ServiceV2> for Service {
    fn from(old: ServiceV2) -> Self {
        Self {
            id: old.id,
            code: old.code,
            name: old.name,
            category: old.category,
            price: old.price,
            cost: old.cost,
            tax_class: old.tax_class,
            segments: old.segments.into_iter().map(SegmentPlan::from).collect(),
            rooms: old.rooms,
            active: old.active,
            prices: old.prices,
            by_staff: old.by_staff,
            timed: old.timed,
            manner: Manner::default(),
        }
    }
}
