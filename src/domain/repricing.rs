//! A whole price list changed at once: by a percent or by an exchange rate, and rounded
//! to prices that people write on labels.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::StaffId,
    money::{Money, Rate, div_half_away},
    price::LevelId,
    promotion::Scope,
    ticket::Item,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repricing {
    /// Of what is in use.
    #[serde(default)]
    pub of: Scope,
    #[serde(default)]
    pub columns: Columns,
    pub change: Change,
    pub to: RoundTo,
}

/// Which prices of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Columns {
    /// The usual ones, those of all levels, and those of therapists.
    #[default]
    All,
    Usual,
    Level(LevelId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Raise(Rate),
    Lower(Rate),
    /// What cost `was` costs `now`: two rates of another currency, or any two numbers.
    Exchange {
        was: u64,
        now: u64,
    },
}

/// Steps that end so much below a round amount: 1.00 less 0.10 is 0.90, 1.90, 2.90.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoundTo {
    pub step: Money,
    #[serde(default)]
    pub less: Money,
}

/// One price of the list, and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceMove {
    pub item: Item,
    pub name: String,
    pub column: Column,
    pub was: Money,
    pub now: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Usual,
    Level(LevelId),
    Staff(StaffId),
}

impl Columns {
    pub fn has(self, column: Column) -> bool {
        match self {
            Self::All => true,
            Self::Usual => column == Column::Usual,
            Self::Level(level) => column == Column::Level(level),
        }
    }
}

impl Change {
    /// New by old, in whole numbers; `None` where that is no change of a price.
    fn ratio(self) -> Option<(i128, i128)> {
        let whole = i128::from(Rate::WHOLE.milli_percent());
        let (now, was) = match self {
            Self::Raise(rate) => (whole + i128::from(rate.milli_percent()), whole),
            Self::Lower(rate) => (whole - i128::from(rate.milli_percent()), whole),
            Self::Exchange { was, now } => (now.into(), was.into()),
        };
        (now > 0 && was > 0).then_some((now, was))
    }
}

impl Repricing {
    /// What a price becomes, half away from zero; what is free stays so, and nothing
    /// becomes free. `None` where the change or the steps are none.
    pub fn price(&self, was: Money) -> Option<Money> {
        let (now, by) = self.change.ratio()?;
        let (step, less) = (self.to.step.minor(), self.to.less.minor());
        if step < 1 || !(0..step).contains(&less) {
            return None;
        }
        if was <= Money::ZERO {
            return Some(was);
        }
        let (step, less) = (i128::from(step), i128::from(less));
        // What is above the step by less than that is nearer to the step before.
        let exact = i128::from(was.minor()) * now + less * by;
        let steps = div_half_away(exact, by * step).max(1);
        i64::try_from(steps * step - less)
            .ok()
            .map(Money::from_minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn prices_become_what_is_written_on_labels() {
        let raise = |percent: u32| Change::Raise(Rate::from_milli_percent(percent * 1_000));
        let lower = |percent: u32| Change::Lower(Rate::from_milli_percent(percent * 1_000));
        // Lev to euro at its fixed rate, 1.95583.
        let to_euro = Change::Exchange {
            was: 195_583,
            now: 100_000,
        };
        #[rustfmt::skip]
        let cases = [
            // change       step  less  was     now
            (raise(5),      1,    0,    4_500,  4_725),
            (raise(5),      10,   0,    1_890,  1_980),
            (raise(5),      50,   0,    4_500,  4_750),
            (raise(5),      100,  0,    4_500,  4_700),
            (raise(5),      100,  10,   4_500,  4_690),
            (raise(5),      100,  10,   1_890,  1_990),
            (raise(5),      100,  1,    333,    399),
            (lower(10),     5,    0,    333,    300),
            (lower(10),     1,    0,    5,      5),
            (lower(99),     100,  10,   300,    90),
            (raise(0),      100,  10,   1_990,  1_990),
            (to_euro,       1,    0,    10_000, 5_113),
            (to_euro,       1,    0,    195_583, 100_000),
            (raise(100),    1,    0,    0,      0),
        ];
        for (change, step, less, was, now) in cases {
            let to = RoundTo {
                step: eur(step),
                less: eur(less),
            };
            let repricing = Repricing {
                of: Scope::default(),
                columns: Columns::All,
                change,
                to,
            };
            assert_eq!(
                repricing.price(eur(was)),
                Some(eur(now)),
                "{change:?} {was}"
            );
        }
    }

    #[test]
    fn what_is_no_change_is_refused() {
        let repricing = |change, step, less| Repricing {
            of: Scope::default(),
            columns: Columns::All,
            change,
            to: RoundTo {
                step: eur(step),
                less: eur(less),
            },
        };
        let five = Change::Raise(Rate::from_milli_percent(5_000));
        let none = Change::Exchange { was: 0, now: 1 };
        for wrong in [
            repricing(Change::Lower(Rate::WHOLE), 1, 0),
            repricing(none, 1, 0),
            repricing(five, 0, 0),
            repricing(five, 100, 100),
            repricing(five, 100, -1),
        ] {
            assert_eq!(wrong.price(eur(100)), None, "{wrong:?}");
        }
    }
}
