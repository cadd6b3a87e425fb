//! What is asked about papers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::ids::ClientId;

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
