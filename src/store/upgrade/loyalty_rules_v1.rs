//! What was decided when gift cards were all that was paid ahead.

use serde::Deserialize;

use crate::domain::purse::LoyaltyRules;

#[derive(Deserialize)]
pub(super) struct LoyaltyRulesV1 {
    card_life_months: Option<u32>,
}

impl From<LoyaltyRulesV1> for LoyaltyRules {
    fn from(old: LoyaltyRulesV1) -> Self {
        Self {
            card_life_months: old.card_life_months,
            ..Self::default()
        }
    }
}
