//! Goods on hand and every movement that made the figure.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{DeliveryId, ProductId, SaleId, StaffId, StockMovementId},
    money::Money,
};

/// Pieces on one shelf, either way.
pub const ON_HAND_MAX: i64 = 1_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StockReason {
    /// Found on the shelf when the product was first entered.
    Opening,
    Sold(SaleId),
    Returned(SaleId),
    /// Set right by hand.
    Correction,
    Delivered(DeliveryId),
    /// Used up in treatments.
    Used,
    Expired,
    Broken,
    /// To a client, as a sample or a present.
    GivenAway,
}

/// Why goods leave the shelf without being sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TakenFor {
    Used,
    Expired,
    Broken,
    GivenAway,
}

impl TakenFor {
    pub const ALL: [Self; 4] = [Self::Used, Self::Expired, Self::Broken, Self::GivenAway];
}

impl From<TakenFor> for StockReason {
    fn from(it: TakenFor) -> Self {
        match it {
            TakenFor::Used => Self::Used,
            TakenFor::Expired => Self::Expired,
            TakenFor::Broken => Self::Broken,
            TakenFor::GivenAway => Self::GivenAway,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockMovement {
    pub id: StockMovementId,
    pub product: ProductId,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
    /// Pieces: positive in, negative out.
    pub quantity: i64,
    pub unit_cost: Money,
    pub reason: StockReason,
}

/// The sum of a product's movements, kept with each of them in one transaction.
/// May be negative: the shelf is right, the figure is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockLevel {
    pub product: ProductId,
    pub on_hand: i64,
}
