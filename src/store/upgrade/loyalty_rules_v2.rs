//! What was decided when there were no deposits yet.

use serde::Deserialize;

use crate::domain::purse::{LoyaltyRules, Means};

#[derive(Deserialize)]
pub(super) struct LoyaltyRulesV2 {
    card_life_months: Option<u32>,
    order: Vec<Means>,
    soon_days: u16,
}

impl From<LoyaltyRulesV2> for LoyaltyRules {
    fn from(old: LoyaltyRulesV2) -> Self {
        Self {
            card_life_months: old.card_life_months,
            order: old.order,
            soon_days: old.soon_days,
            ..Self::default()
        }
    }
}
