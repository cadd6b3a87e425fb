//! What is sold: services with their segments, products with their barcodes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ProductId, RoomId, ServiceId, TaxClassId},
    money::Money,
    price::{LevelPrice, StaffPrice, Timed},
};

/// One stretch of a service and what it holds meanwhile. A plain massage has one;
/// a colour has application, processing (therapist free) and finishing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SegmentPlan {
    pub minutes: u16,
    pub holds_staff: bool,
    pub holds_room: bool,
    pub holds_client: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    pub id: ServiceId,
    /// The shop's own short code; empty when it has none.
    pub code: String,
    pub name: String,
    pub category: String,
    /// `None` means that the price is asked for at the sale.
    pub price: Option<Money>,
    /// Cost of goods used up by one treatment.
    pub cost: Money,
    pub tax_class: TaxClassId,
    pub segments: Vec<SegmentPlan>,
    /// Rooms that will do; empty means any.
    pub rooms: Vec<RoomId>,
    pub active: bool,
    /// At levels other than the usual one; at most one of each.
    pub prices: Vec<LevelPrice>,
    /// Of therapists who take another price; at most one of each.
    pub by_staff: Vec<StaffPrice>,
    pub timed: Option<Timed>,
}

impl Service {
    /// From the first minute of the first segment to the last of the last.
    pub fn minutes(&self) -> u16 {
        self.segments.iter().map(|segment| segment.minutes).sum()
    }
}

/// A code on a package, and how many pieces that package holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Barcode {
    /// Normalised by [`super::barcode::normalise`].
    pub code: String,
    pub pack_quantity: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Product {
    pub id: ProductId,
    /// The shop's own article number; empty when it has none.
    pub code: String,
    pub name: String,
    pub category: String,
    pub supplier: String,
    pub brand: String,
    pub price: Option<Money>,
    /// Cost of goods of one piece, without recoverable tax.
    pub cost: Money,
    pub tax_class: TaxClassId,
    pub barcodes: Vec<Barcode>,
    /// Reorder when fewer than this are on hand.
    pub par_level: u32,
    /// Order up to this many.
    pub stock_max: u32,
    pub active: bool,
    /// At levels other than the usual one; at most one of each.
    pub prices: Vec<LevelPrice>,
}
