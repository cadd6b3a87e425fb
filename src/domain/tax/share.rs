//! Exact shares of a price: a tax on a tax is no round number of percents.

use crate::domain::money::{Money, Rate};

/// A fraction in lowest terms; its parts may be as large as an `i128` can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    num: i128,
    /// Positive.
    den: i128,
}

impl Share {
    pub(super) const WHOLE: Self = Self { num: 1, den: 1 };

    pub(super) fn of_rate(rate: Rate) -> Self {
        Self::lowest(
            rate.milli_percent().into(),
            Rate::WHOLE.milli_percent().into(),
        )
    }

    fn lowest(num: i128, den: i128) -> Self {
        let mut pair = (num.abs(), den);
        while pair.1 != 0 {
            pair = (pair.1, pair.0 % pair.1);
        }
        // The first part is never 0, since `den` is not.
        let common = pair.0.max(1);
        Self {
            num: num / common,
            den: den / common,
        }
    }

    /// `None` where the fraction grows out of all bounds.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let left = self.num.checked_mul(other.den)?;
        let right = other.num.checked_mul(self.den)?;
        let den = self.den.checked_mul(other.den)?;
        Some(Self::lowest(left.checked_add(right)?, den))
    }

    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self {
            num: -other.num,
            ..other
        })
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let num = self.num.checked_mul(other.num)?;
        Some(Self::lowest(num, self.den.checked_mul(other.den)?))
    }

    /// `None` where `other` is nothing or less.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.num <= 0 {
            return None;
        }
        self.times(Self {
            num: other.den,
            den: other.num,
        })
    }

    /// Of an amount, half away from zero.
    pub(super) fn of(self, amount: Money) -> Option<Money> {
        let num = i128::from(amount.minor()).checked_mul(self.num)?;
        Some(Money::ratio(num, self.den))
    }
}
