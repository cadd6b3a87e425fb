//! What is asked about what the shop sells and does.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    catalog::{Barcode, Manner, SegmentPlan},
    ids::{EquipmentId, PlanId, ProductId, RoomId, ServiceId, TaxClassId},
    money::Money,
    plan::{Life, PlanKind},
    price::{LevelPrice, StaffPrice, Timed},
    tax::TaxComponent,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxClassDraft {
    /// `None` makes a new one.
    #[serde(default, rename = "tax_class")]
    pub id: Option<TaxClassId>,
    pub name: String,
    pub components: Vec<TaxComponent>,
    /// The day of trade from which the components count, those before it staying as
    /// they are; `None`: they are all there is, from the next line on.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    #[serde(default = "super::yes")]
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanDraft {
    /// `None` makes a new one.
    #[serde(default, rename = "plan")]
    pub id: Option<PlanId>,
    #[serde(default)]
    pub code: String,
    pub name: String,
    pub price: Money,
    /// `None`: the shop's usual one.
    #[serde(default)]
    pub tax_class: Option<TaxClassId>,
    pub kind: PlanKind,
    pub life: Life,
    /// How many days in all it may rest.
    #[serde(default)]
    pub rest_days: u16,
    #[serde(default = "super::yes")]
    pub rest_extends: bool,
    #[serde(default)]
    pub can_move: bool,
    #[serde(default = "super::yes")]
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceDraft {
    #[serde(default, rename = "service")]
    pub id: Option<ServiceId>,
    #[serde(default)]
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub category: String,
    /// `None`: asked for at each sale.
    pub price: Option<Money>,
    #[serde(default)]
    pub cost: Money,
    /// `None`: the shop's usual one.
    pub tax_class: Option<TaxClassId>,
    /// Of a service that is the same from its beginning to its end; passed over where
    /// it has segments.
    #[serde(default)]
    pub minutes: u16,
    #[serde(default)]
    pub rooms: Vec<RoomId>,
    #[serde(default = "super::yes")]
    pub active: bool,
    #[serde(default)]
    pub prices: Vec<LevelPrice>,
    #[serde(default)]
    pub by_staff: Vec<StaffPrice>,
    #[serde(default)]
    pub timed: Option<Timed>,
    /// In order of time. None: one that holds a therapist, a room and the client.
    #[serde(default)]
    pub segments: Vec<SegmentPlan>,
    #[serde(default)]
    pub manner: Manner,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EquipmentDraft {
    #[serde(default, rename = "equipment")]
    pub id: Option<EquipmentId>,
    pub name: String,
    #[serde(default)]
    pub short: String,
    #[serde(default = "super::one_place")]
    pub pieces: u16,
    /// Where it stands; empty: it moves freely.
    #[serde(default)]
    pub rooms: Vec<RoomId>,
    #[serde(default = "super::yes")]
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProductDraft {
    #[serde(default, rename = "product")]
    pub id: Option<ProductId>,
    #[serde(default)]
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub category: String,
    #[serde(default)]
    pub supplier: String,
    #[serde(default)]
    pub brand: String,
    pub price: Option<Money>,
    #[serde(default)]
    pub cost: Money,
    pub tax_class: Option<TaxClassId>,
    #[serde(default)]
    pub barcodes: Vec<Barcode>,
    #[serde(default)]
    pub par_level: u32,
    #[serde(default)]
    pub stock_max: u32,
    #[serde(default = "super::yes")]
    pub active: bool,
    #[serde(default)]
    pub prices: Vec<LevelPrice>,
}
