//! Amounts: integers only, rounded half away from zero so that a refund mirrors
//! its sale.

use std::{
    iter::Sum,
    ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign},
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

    /// `numerator / denominator` minor units, half away from zero.
    pub fn ratio(numerator: i128, denominator: i128) -> Self {
        Self::narrow(div_half_away(numerator, denominator))
    }

    /// Shares `self` out in proportion to `weights`, to the last minor unit:
    /// each share is within one unit of the exact value, a weight of zero gets
    /// nothing, and shares of `-t` are those of `t` with the sign turned.
    ///
    /// What rounding leaves over goes to the largest remainders, the earlier of
    /// equal ones first. Returns `None` for no weights, a negative weight, or
    /// weights that are all zero.
    pub fn alloc(self, weights: &[i128]) -> Option<Vec<Self>> {
        if weights.iter().any(|&weight| weight < 0) {
            return None;
        }
        let sum: i128 = weights.iter().sum();
        if sum == 0 {
            return None;
        }
        let total = i128::from(self.0).abs();
        let mut shares: Vec<i128> = weights.iter().map(|weight| total * weight / sum).collect();
        let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
        by_remainder.sort_by_key(|&idx| std::cmp::Reverse(total * weights[idx] % sum));
        let left = total - shares.iter().sum::<i128>();
        for idx in by_remainder.into_iter().take(usize::try_from(left).ok()?) {
            shares[idx] += 1;
        }
        let sign = i128::from(self.0.signum());
        Some(
            shares
                .into_iter()
                .map(|it| Self::narrow(it * sign))
                .collect(),
        )
    }

    /// `n_parts` that differ by at most one minor unit and add up to `self`; the
    /// first take the remainder. Returns `None` for zero parts.
    pub fn split(self, n_parts: u16) -> Option<Vec<Self>> {
        self.alloc(&vec![1; usize::from(n_parts)])
    }

    /// Stops the sale, as an overflowing `+` does, should the amount not fit.
    fn narrow(wide: i128) -> Self {
        let minor = i64::try_from(wide);
        assert!(minor.is_ok(), "an amount of money overflowed");
        Self(minor.unwrap_or_default())
    }
}

/// `num / den` to the nearest integer, halves away from zero: 2.5 is 3, -2.5 is
/// -3. `den` is positive.
pub fn div_half_away(num: i128, den: i128) -> i128 {
    let twice = num.abs() * 2 + den;
    twice / (den * 2) * num.signum()
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

impl Mul<i64> for Money {
    type Output = Self;

    fn mul(self, quantity: i64) -> Self {
        Self(self.0 * quantity)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}
