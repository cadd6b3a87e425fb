//! What a shop decides once: name, currency, tax, receipt texts.

use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::TaxClassId,
    money::{CashRounding, Currency},
    tax::{TaxRounding, TaxRules},
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

impl Settings {
    /// Until a shop says otherwise: what its first form is shown with. Never stored.
    pub fn provisional() -> Self {
        Self {
            shop_name: String::new(),
            currency: Currency {
                code: "EUR".to_owned(),
                n_decimals: 2,
            },
            denominations: Vec::new(),
            cash_rounding: CashRounding { step_minor: 1 },
            tax: TaxRules {
                prices_include_tax: true,
                rounding: TaxRounding::PerLine,
            },
            default_tax_class: TaxClassId::default(),
            time_zone: Tz::UTC,
            opens_minute: 9 * 60,
            closes_minute: 20 * 60,
            receipt_header: Vec::new(),
            receipt_footer: Vec::new(),
        }
    }
}
