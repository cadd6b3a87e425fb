//! Amounts, currencies and rates: integers only, rounded half away from zero so
//! that a refund mirrors its sale.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub, SubAssign},
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount in the shop's currency, in minor units (cents).
///
/// There is no `From<f64>` and no `Mul<Money>`. Inputs are bounded by
/// [`Money::LIMIT`] at every entrance, so sums cannot come near `i64`; should
/// one overflow all the same, `+` stops the sale (overflow checks stay on in
/// release builds) and `Shop::run` reports a failure with nothing written.
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
pub struct Money(i64);

impl Money {
    pub const ZERO: Self = Self(0);
    /// The largest single amount that a person or a file may enter: ten
    /// thousand million minor units.
    pub const LIMIT: Self = Self(10_000_000_000);

    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    pub const fn minor(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// `self x quantity`, or `None` on overflow.
    pub fn times(self, quantity: i64) -> Option<Self> {
        self.0.checked_mul(quantity).map(Self)
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

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

    pub const fn from_milli_percent(milli_percent: u32) -> Self {
        Self(milli_percent)
    }

    pub const fn milli_percent(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Rate {
    /// `20`, `5.5`, `8.875`: no sign, no trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// An ISO 4217 code and how many decimals its minor unit has (0, 2 or 3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Currency {
    pub code: String,
    pub n_decimals: u8,
}

/// How the cash leg of a payment is rounded, where small coins are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CashRounding {
    /// The smallest coin in minor units: 1 means no rounding, 5 means 0.05.
    pub step_minor: u32,
}
