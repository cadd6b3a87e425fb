//! Settings before they said when a day of trade begins: it was at midnight.

use chrono_tz::Tz;
use serde::Deserialize;

use crate::domain::{
    ids::TaxClassId,
    money::{CashRounding, Currency},
    settings::{GuideStep, ReceiptPrinting, Settings},
    tax::TaxRules,
};

#[derive(Deserialize)]
pub(super) struct SettingsV2 {
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
    receipt_printing: ReceiptPrinting,
    grid_minutes: u16,
    guide: Option<GuideStep>,
    label_patterns: Vec<String>,
}

impl From<SettingsV2> for Settings {
    fn from(old: SettingsV2) -> Self {
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
            receipt_printing: old.receipt_printing,
            grid_minutes: old.grid_minutes,
            guide: old.guide,
            label_patterns: old.label_patterns,
            cutoff_hour: 0,
        }
    }
}
