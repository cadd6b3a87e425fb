//! What is asked about ways of paying.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{money::Money, tender_rules::TenderRule};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenderRulesDraft {
    /// Those left out are as usual.
    #[serde(default)]
    pub tenders: Vec<TenderRule>,
    #[serde(default)]
    pub foreign: Option<ForeignDraft>,
    /// The most that a client may owe; nothing where nobody may.
    #[serde(default)]
    pub tab_limit: Money,
}

/// A second currency that is taken in cash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ForeignDraft {
    /// ISO 4217, for example USD.
    pub currency: String,
    /// Millionths of the shop's currency for one of the other's.
    pub rate_millionths: u64,
    /// After so many days the rate is asked about before it is used; 0 for never.
    #[serde(default)]
    pub stale_days: u16,
    /// The rate was looked up today, even if it is as before.
    #[serde(default)]
    pub looked_up: bool,
}
