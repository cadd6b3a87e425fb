//! What a shop decides once: name, currency, tax, receipt texts.

use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::TaxClassId,
    money::{CashRounding, Currency},
    tax::TaxRules,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    pub shop_name: String,
    pub currency: Currency,
    /// Coins and notes, largest first, in minor units; what a count asks for.
    pub denominations: Vec<i64>,
    pub cash_rounding: CashRounding,
    pub tax: TaxRules,
    /// For services and products that name none.
    pub default_tax_class: TaxClassId,
    /// IANA name, for example `Europe/Riga`.
    #[schemars(with = "String")]
    pub time_zone: Tz,
    /// The first and last minute that the grid shows when nothing else is booked.
    pub opens_minute: u16,
    pub closes_minute: u16,
    pub receipt_header: Vec<String>,
    pub receipt_footer: Vec<String>,
}
