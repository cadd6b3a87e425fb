//! What a shop decides once: name, currency, tax, receipts, the grid.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::TaxClassId,
    money::{CashRounding, Currency},
    tax::{TaxRounding, TaxRules},
    time,
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
    /// A day of trade that is begun before this hour is that of the evening before; 0
    /// is the calendar's midnight, at most [`CUTOFF_HOUR_MAX`].
    #[serde(default)]
    pub cutoff_hour: u8,
}

/// Later than this nobody is still at yesterday's work.
pub const CUTOFF_HOUR_MAX: u8 = 12;
/// Of a shop that has not said otherwise.
const CUTOFF_HOUR_USUAL: u8 = 4;

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
            cutoff_hour: CUTOFF_HOUR_USUAL,
        }
    }

    /// The day of trade that is proposed for an instant, by what the clock shows then.
    /// What an open drawer says goes before it.
    pub fn business_date(&self, at: DateTime<Utc>) -> NaiveDate {
        let wall = time::wall(at, self.time_zone);
        if wall.minute < u16::from(self.cutoff_hour) * 60 {
            wall.date.pred_opt().unwrap_or(wall.date)
        } else {
            wall.date
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Instants of the wall times by IANA's rules for Riga in 2026: UTC+3 until 25
    /// October at 01:00 UTC, then UTC+2.
    #[test]
    fn a_day_of_trade_begins_at_its_hour_on_days_of_a_change_too() {
        #[rustfmt::skip]
        let cases = [
            // instant            shown          cutoff, day of trade
            ("2026-11-21T21:59", "23:59",        4, "2026-11-21"),
            ("2026-11-21T22:30", "00:30",        4, "2026-11-21"),
            ("2026-11-22T01:59", "03:59",        4, "2026-11-21"),
            ("2026-11-22T02:00", "04:00",        4, "2026-11-22"),
            ("2026-11-21T22:30", "00:30",        0, "2026-11-22"),
            ("2026-11-22T09:59", "11:59",       12, "2026-11-21"),
            ("2026-11-22T10:00", "12:00",       12, "2026-11-22"),
            // 03:59 twice, and the day begins after the second.
            ("2026-10-25T00:59", "03:59+3",      4, "2026-10-24"),
            ("2026-10-25T01:59", "03:59+2",      4, "2026-10-24"),
            ("2026-10-25T02:00", "04:00",        4, "2026-10-25"),
            // 03:00 to 04:00 is jumped over.
            ("2026-03-29T00:59", "02:59",        3, "2026-03-28"),
            ("2026-03-29T01:00", "04:00",        3, "2026-03-29"),
            ("2026-03-29T00:59", "02:59",        4, "2026-03-28"),
        ];
        for (at, shown, cutoff_hour, want) in cases {
            let settings = Settings {
                time_zone: chrono_tz::Europe::Riga,
                cutoff_hour,
                ..Settings::provisional()
            };
            let at: DateTime<Utc> = format!("{at}:00Z").parse().unwrap();
            let wall = time::wall(at, settings.time_zone);
            assert_eq!(time::spelled(wall, settings.time_zone), shown, "{at}");
            assert_eq!(
                settings.business_date(at).to_string(),
                want,
                "{at} {cutoff_hour}"
            );
        }
    }
}
