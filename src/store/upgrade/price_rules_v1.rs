//! Price rules before anything came off by itself but the client's own card.

use serde::Deserialize;

use crate::domain::price::{OfferRules, PriceLevel, PriceRules};

#[derive(Deserialize)]
pub(super) struct PriceRulesV1 {
    levels: Vec<PriceLevel>,
}

impl From<PriceRulesV1> for PriceRules {
    fn from(old: PriceRulesV1) -> Self {
        Self {
            levels: old.levels,
            offers: OfferRules::default(),
        }
    }
}
