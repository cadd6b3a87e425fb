//! What is asked about papers, and about what no paper is at hand of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Wanted;
use crate::domain::{ids::ClientId, money::Money, tender::TenderKind};

/// What is empty is as in the client file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AddresseeDraft {
    pub client: ClientId,
    /// Such as `lv`; empty for what is usual.
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub reg_no: String,
    #[serde(default)]
    pub tax_no: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnreceiptedLine {
    pub what: Wanted,
    #[serde(default = "super::one")]
    pub quantity: u32,
    /// For one piece; `None`: what the price list says.
    #[serde(default)]
    pub price: Option<Money>,
    /// Back on the shelf, to be sold again.
    #[serde(default)]
    pub restock: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnreceiptedWish {
    pub lines: Vec<UnreceiptedLine>,
    /// In cash, by card or by transfer; `None`: in cash.
    #[serde(default)]
    pub tender: Option<TenderKind>,
    #[serde(default)]
    pub client: Option<ClientId>,
    pub reason: String,
}
