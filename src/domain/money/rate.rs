//! Shares: tax rates and discounts, in 1/1000 of a percent.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Money;

/// A share in 1/1000 of a percent: 21 % is 21,000, and 8.875 % is 8,875.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct Rate(u32);

impl Rate {
    pub const ZERO: Self = Self(0);
    /// 100 %.
    pub const WHOLE: Self = Self(100_000);

    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    pub const fn from_milli_percent(milli_percent: u32) -> Self {
        Self(milli_percent)
    }

    pub const fn milli_percent(self) -> u32 {
        self.0
    }

    /// This share of an amount, half away from zero.
    pub fn of(self, amount: Money) -> Money {
        Money::ratio(
            i128::from(amount.minor()) * i128::from(self.0),
            i128::from(Self::WHOLE.0),
        )
    }
}

impl FromStr for Rate {
    type Err = RateParseError;

    /// Reads `20`, `5.5`, `5,5 %`: at most three decimals, at most 100 %.
    fn from_str(text: &str) -> Result<Self, RateParseError> {
        let text = text.trim();
        let digits = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        if part.len() > 3 && part.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(RateParseError::TooManyDecimals);
        }
        let is_number = !(whole.is_empty() && part.is_empty())
            && whole
                .bytes()
                .chain(part.bytes())
                .all(|byte| byte.is_ascii_digit());
        if !is_number {
            return Err(RateParseError::NotARate);
        }
        let milli_percent: u32 = format!("{whole}{part:0<3}")
            .parse()
            .map_err(|_| RateParseError::TooLarge)?;
        if milli_percent > Self::WHOLE.0 {
            return Err(RateParseError::TooLarge);
        }
        Ok(Self(milli_percent))
    }
}

/// Why a text is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateParseError {
    #[error("not a percentage")]
    NotARate,
    #[error("more than three decimals")]
    TooManyDecimals,
    #[error("more than 100 %")]
    TooLarge,
}

impl fmt::Display for Rate {
    /// `20`, `5.5`, `8.875`: no sign, no trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}
