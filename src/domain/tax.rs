//! Tax classes with several components, inside or on top of prices, rounded per
//! line or per document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::TaxClassId,
    money::{Money, Rate},
};

/// One line of a receipt's tax table: a VAT, or one of federal and state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct TaxComponent {
    /// As printed, for example "VAT" or "GST".
    pub name: String,
    pub rate: Rate,
}

/// What a service or product is taxed with. No components means exempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxClass {
    pub id: TaxClassId,
    pub name: String,
    pub components: Vec<TaxComponent>,
    pub active: bool,
}

/// Where tax is rounded. Changes results; fixed by the shop and kept in each sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    PerLine,
    PerDocument,
}

/// How a shop's prices relate to tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct TaxRules {
    pub prices_include_tax: bool,
    pub rounding: TaxRounding,
}

/// One row of the table on the receipt: `net + tax` of everything taxed by one
/// component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxRow {
    pub name: String,
    pub rate: Rate,
    pub net: Money,
    pub tax: Money,
}
