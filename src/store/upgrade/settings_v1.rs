//! Settings before they said when receipts are printed and how high a grid row is:
//! receipts were always printed, rows were of 15 minutes.

use chrono_tz::Tz;
use serde::Deserialize;

use crate::domain::{
    ids::TaxClassId,
    money::{CashRounding, Currency},
    settings::{ReceiptPrinting, Settings},
    tax::TaxRules,
};

const GRID_MINUTES: u16 = 15;

#[derive(Deserialize)]
pub(super) struct SettingsV1 {
    shop_name: String,
    currency: Currency,
    denominations: Vec<i64>,
    cash_rounding: CashRounding,
    tax: TaxRules,
    default_tax_class: TaxClassId,
    time_zone: Tz,
    opens_minute: u16,
    closes_minute: u16,
    receipt_header: Vec<String>,
    receipt_footer: Vec<String>,
}

impl From<SettingsV1> for Settings {
    fn from(old: SettingsV1) -> Self {
        Self {
            shop_name: old.shop_name,
            currency: old.currency,
            denominations: old.denominations,
            cash_rounding: old.cash_rounding,
            tax: old.tax,
            default_tax_class: old.default_tax_class,
            time_zone: old.time_zone,
            opens_minute: old.opens_minute,
            closes_minute: old.closes_minute,
            receipt_header: old.receipt_header,
            receipt_footer: old.receipt_footer,
            receipt_printing: ReceiptPrinting::Always,
            grid_minutes: GRID_MINUTES,
            guide: None,
            label_patterns: Vec::new(),
            cutoff_hour: 0,
        }
    }
}
