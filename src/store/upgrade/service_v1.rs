//! Services when each had one price.

use serde::Deserialize;

use super::service_v2::{SegmentPlanV2, ServiceV2};
use crate::domain::{
    catalog::Service,
    ids::{RoomId, ServiceId, TaxClassId},
    money::Money,
};

#[derive(Deserialize)]
pub(super) struct ServiceV1 {
    id: ServiceId,
    code: String,
    name: String,
    category: String,
    price: Option<Money>,
    cost: Money,
    tax_class: TaxClassId,
    segments: Vec<SegmentPlanV2>,
    rooms: Vec<RoomId>,
    active: bool,
}

impl From<ServiceV1> for Service {
    fn from(old: ServiceV1) -> Self {
        Self::from(ServiceV2 {
            id: old.id,
            code: old.code,
            name: old.name,
            category: old.category,
            price: old.price,
            cost: old.cost,
            tax_class: old.tax_class,
            segments: old.segments,
            rooms: old.rooms,
            active: old.active,
            prices: Vec::new(),
            by_staff: Vec::new(),
            timed: None,
        })
    }
}
