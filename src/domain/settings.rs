//! What a shop decides once: name, currency, tax, receipts, the grid.

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
    #[serde(default)]
    pub receipt_printing: ReceiptPrinting,
    /// The height of a grid row until someone chooses another: one of [`GRID_MINUTES`].
    #[serde(default = "grid_minutes_usual")]
    pub grid_minutes: u16,
    /// Where the guided set-up stands; `None` once it was finished, or never begun.
    #[serde(default)]
    pub guide: Option<GuideStep>,
    /// How labels are built that the shop or its scale prints, in the spelling of
    /// [`super::barcode::in_store::Pattern`]; none unless the shop says so.
    #[serde(default)]
    pub label_patterns: Vec<String>,
}

/// The rows that a grid can have, in minutes.
pub const GRID_MINUTES: [u16; 4] = [5, 10, 15, 30];

fn grid_minutes_usual() -> u16 {
    15
}

/// Whether the receipt of a sale goes to paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptPrinting {
    #[default]
    Always,
    /// The desk asks at each sale.
    Asked,
    Never,
}

impl ReceiptPrinting {
    pub const ALL: [Self; 3] = [Self::Always, Self::Asked, Self::Never];
}

/// A page of the guided set-up, after the first, which makes the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GuideStep {
    Tax,
    Hours,
    People,
    Rooms,
    Services,
    Devices,
}

impl GuideStep {
    pub const ALL: [Self; 6] = [
        Self::Tax,
        Self::Hours,
        Self::People,
        Self::Rooms,
        Self::Services,
        Self::Devices,
    ];

    /// The page after this one; `None` after the last.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }
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
            receipt_printing: ReceiptPrinting::default(),
            grid_minutes: grid_minutes_usual(),
            guide: None,
            label_patterns: Vec::new(),
        }
    }
}
