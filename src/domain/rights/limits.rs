//! How much may be taken off by hand without a second person.
//!
//! What counts is what the whole cart comes to, not the step that led there: a line
//! that goes away makes the order's discount a larger share of the rest.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    money::{Money, Rate},
    ticket::Discount,
};

/// `None` is without a limit. Both hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// Of any line, and of the whole order.
    pub percent: Option<Rate>,
    /// Of a whole cart.
    pub amount: Option<Money>,
}

/// What is taken off a line by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffLine {
    /// Before anything comes off.
    pub gross: Money,
    pub discount: Option<Discount>,
    /// What `discount` comes to.
    pub off: Money,
    /// The line's share of what comes off the whole order.
    pub off_order: Money,
}

/// What is taken off a cart by hand and nobody has approved of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffByHand {
    pub lines: Vec<OffLine>,
    pub order: Option<Discount>,
}

impl Limits {
    pub const NONE: Self = Self {
        percent: None,
        amount: None,
    };
    pub const NOTHING: Self = Self {
        percent: Some(Rate::ZERO),
        amount: Some(Money::ZERO),
    };

    /// Ten percent, for who has not decided.
    pub const fn usual() -> Self {
        Self {
            percent: Some(Rate::from_milli_percent(10_000)),
            amount: None,
        }
    }

    /// Whether all of it is within the limits. At a limit is within.
    pub fn admit(&self, off: &OffByHand) -> bool {
        let total: Money = off.lines.iter().map(|it| it.off + it.off_order).sum();
        let is_little = self.amount.is_none_or(|most| total <= most);
        is_little && self.percent.is_none_or(|most| within(most, off))
    }
}

fn within(most: Rate, off: &OffByHand) -> bool {
    let order_off: Money = off.lines.iter().map(|it| it.off_order).sum();
    let touched = off.lines.iter().filter(|it| !it.off_order.is_zero());
    let order_gross: Money = touched.map(|it| it.gross - it.off).sum();
    let order_is_within = match off.order {
        None => true,
        // What cents make of a share is nobody's doing.
        Some(Discount::Percent(rate)) => rate <= most,
        Some(Discount::Amount(_)) => is_share(order_off, order_gross, most, 0),
    };
    order_is_within
        && off.lines.iter().all(|line| {
            let own = match line.discount {
                None => true,
                Some(Discount::Percent(rate)) => rate <= most,
                Some(Discount::Amount(_)) => is_share(line.off, line.gross, most, 0),
            };
            // Where both come off, a cent for each rounding.
            let both = line.off.is_zero()
                || line.off_order.is_zero()
                || is_share(line.off + line.off_order, line.gross, most, 2);
            own && both
        })
}

/// Whether `off` is at most that share of `gross`, and so many minor units.
fn is_share(off: Money, gross: Money, most: Rate, slack: i64) -> bool {
    let whole = i128::from(Rate::WHOLE.milli_percent());
    i128::from(off.minor() - slack) * whole
        <= i128::from(gross.minor()) * i128::from(most.milli_percent())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn percent(milli: u32) -> Rate {
        Rate::from_milli_percent(milli)
    }

    fn line(gross: i64, discount: Discount) -> OffByHand {
        let off = match discount {
            Discount::Percent(rate) => rate.of(cents(gross)),
            Discount::Amount(off) => off,
        };
        OffByHand {
            lines: vec![OffLine {
                gross: cents(gross),
                discount: Some(discount),
                off,
                off_order: Money::ZERO,
            }],
            order: None,
        }
    }

    fn limits(percent: Option<u32>, amount: Option<i64>) -> Limits {
        Limits {
            percent: percent.map(Rate::from_milli_percent),
            amount: amount.map(cents),
        }
    }

    #[test]
    fn at_the_limit_and_one_to_each_side() {
        let ten = limits(Some(10_000), None);
        #[rustfmt::skip]
        let cases = [
            (4_500, Discount::Percent(percent(9_999)),  true),
            (4_500, Discount::Percent(percent(10_000)), true),
            (4_500, Discount::Percent(percent(10_001)), false),
            (4_500, Discount::Amount(cents(449)),       true),
            (4_500, Discount::Amount(cents(450)),       true),
            (4_500, Discount::Amount(cents(451)),       false),
            // Ten percent of 0.99 are 0.10, which are more than ten percent.
            (99,    Discount::Percent(percent(10_000)), true),
            (99,    Discount::Amount(cents(9)),         true),
            (99,    Discount::Amount(cents(10)),        false),
        ];
        for (gross, discount, want) in cases {
            let off = line(gross, discount);
            assert_eq!(ten.admit(&off), want, "{gross} {discount:?}");
            assert!(Limits::NONE.admit(&off), "{gross} {discount:?}");
            assert!(!Limits::NOTHING.admit(&off), "{gross} {discount:?}");
        }
        let five = limits(None, Some(500));
        for (off, want) in [(499, true), (500, true), (501, false)] {
            let off = line(100_000, Discount::Amount(cents(off)));
            assert_eq!(five.admit(&off), want, "{off:?}");
        }
    }

    #[test]
    fn nothing_off_is_within_every_limit() {
        assert!(Limits::NOTHING.admit(&OffByHand::default()));
        let undone = line(4_500, Discount::Percent(Rate::ZERO));
        assert!(Limits::NOTHING.admit(&undone));
    }

    #[test]
    fn lines_and_order_count_together() {
        let off = |line: i64, order: i64| OffByHand {
            lines: vec![OffLine {
                gross: cents(10_000),
                discount: (line > 0).then_some(Discount::Amount(cents(line))),
                off: cents(line),
                off_order: cents(order),
            }],
            order: (order > 0).then_some(Discount::Amount(cents(order))),
        };
        let ten = limits(Some(10_000), None);
        assert!(ten.admit(&off(500, 500)));
        assert!(!ten.admit(&off(900, 900)), "ten percent twice is nineteen");
        let amount = limits(None, Some(1_000));
        for (order, want) in [(499, true), (500, true), (501, false)] {
            assert_eq!(amount.admit(&off(500, order)), want, "{order}");
        }
    }

    #[test]
    fn an_amount_off_the_order_is_a_share_of_what_is_left_of_it() {
        let off = |gross: i64| OffByHand {
            lines: vec![OffLine {
                gross: cents(gross),
                discount: None,
                off: Money::ZERO,
                off_order: cents(500),
            }],
            order: Some(Discount::Amount(cents(500))),
        };
        let ten = limits(Some(10_000), None);
        for (gross, want) in [(5_001, true), (5_000, true), (4_999, false)] {
            assert_eq!(ten.admit(&off(gross)), want, "{gross}");
        }
    }
}
