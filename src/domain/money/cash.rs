//! Coins and notes: what a drawer holds, and rounding where small coins are gone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Currency, Money};

/// How the cash leg of a payment is rounded, where small coins are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CashRounding {
    /// The smallest coin in minor units: 1 means no rounding, 5 means 0.05.
    pub step_minor: u32,
}

impl CashRounding {
    pub const NONE: Self = Self { step_minor: 1 };

    /// To the nearest multiple of the step, halves away from zero, so that what is
    /// given back rounds as what was taken. 0.05 sends endings 1, 2, 6, 7 down and
    /// 3, 4, 8, 9 up (Eesti Pank's rule).
    pub fn round(self, amount: Money) -> Money {
        let step = i64::from(self.step_minor.max(1));
        Money::ratio(i128::from(amount.minor()), i128::from(step)) * step
    }
}

impl Currency {
    /// Coins and notes in use, largest first, in minor units. A shop may change
    /// the list; unlisted currencies get the usual 1-2-5 series.
    pub fn denominations(&self) -> Vec<i64> {
        let listed: &[i64] = match self.code.as_str() {
            "EUR" | "PLN" => &[
                50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
            ],
            "USD" => &[10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1],
            "GBP" => &[5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
            "CHF" => &[
                100_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5,
            ],
            "SEK" => &[
                100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100,
            ],
            "NOK" => &[
                100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 100,
            ],
            "DKK" => &[
                100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50,
            ],
            "CZK" => &[
                500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200,
                100,
            ],
            "HUF" => &[
                2_000_000, 1_000_000, 500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000,
                2_000, 1_000, 500,
            ],
            "CAD" => &[10_000, 5_000, 2_000, 1_000, 500, 200, 100, 25, 10, 5],
            "AUD" => &[10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5],
            "NZD" => &[10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10],
            "CNY" => &[10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10],
            "JPY" => &[10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1],
            "KRW" => &[50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10],
            _ => match self.n_decimals {
                0 => &[
                    100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20,
                    10, 5, 1,
                ],
                3 => &[
                    50_000, 20_000, 10_000, 5_000, 1_000, 500, 250, 100, 50, 25, 10, 5,
                ],
                _ => &[
                    100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20,
                    10, 5, 2, 1,
                ],
            },
        };
        listed.to_vec()
    }

    /// The rounding that cash in this currency has everywhere it is used. Euro
    /// countries differ, so the euro has none unless the shop says so.
    pub fn cash_rounding(&self) -> CashRounding {
        let step_minor = match self.code.as_str() {
            "CHF" | "CAD" | "AUD" => 5,
            "NZD" => 10,
            "DKK" => 50,
            "SEK" | "NOK" | "CZK" => 100,
            "HUF" => 500,
            _ => 1,
        };
        CashRounding { step_minor }
    }
}
