//! What is asked about promotions, coupons and whole price lists.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{ClientId, CouponId, PromotionId},
    money::Money,
    promotion::{Gives, Scope, Season, Who},
    repricing::Repricing,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PromotionDraft {
    /// `None` makes a new one.
    #[serde(default, rename = "promotion")]
    pub id: Option<PromotionId>,
    /// Stands on the line and on the receipt.
    pub name: String,
    pub gives: Gives,
    #[serde(default)]
    pub on: Scope,
    #[serde(default)]
    pub when: Season,
    #[serde(default)]
    pub who: Who,
    /// Only for who brings a coupon of it.
    #[serde(default)]
    pub by_coupon: bool,
    /// Only where what it is of costs this much together.
    #[serde(default)]
    pub least: Option<Money>,
    /// At most so much off one cart.
    #[serde(default)]
    pub most: Option<Money>,
    /// Where rules come one after the other: neither after another nor before one.
    #[serde(default)]
    pub alone: bool,
    /// The smaller comes first.
    #[serde(default)]
    pub rank: u16,
    #[serde(default = "super::yes")]
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CouponDraft {
    /// `None` makes a new one.
    #[serde(default, rename = "coupon")]
    pub id: Option<CouponId>,
    pub promotion: PromotionId,
    pub code: String,
    /// Sales that it is good for; 0: any number.
    #[serde(default = "super::one")]
    pub uses: u32,
    /// Both days included.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Nobody else's.
    #[serde(default)]
    pub client: Option<ClientId>,
    #[serde(default = "super::yes")]
    pub active: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RepriceWish {
    #[serde(flatten)]
    pub repricing: Repricing,
    /// The sum of the new prices that the preview showed. Refused if it has become
    /// another.
    #[serde(default)]
    pub told: Option<Money>,
}
