//! Ways of paying.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::money::Money;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TenderKind {
    Cash,
    Card,
}

impl TenderKind {
    pub const ALL: [Self; 2] = [Self::Cash, Self::Card];

    /// Whether taking or giving it moves cash, so that the drawer must open.
    pub fn opens_drawer(self) -> bool {
        matches!(self, Self::Cash)
    }
}

/// What the payer hands over. Cash may be more than is due and gives change; a
/// card amount is a fact and never gives change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tender {
    pub kind: TenderKind,
    /// `None`: exactly what is still due.
    pub amount: Option<Money>,
}

/// What a sale keeps of one tender. All negative on a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Payment {
    pub kind: TenderKind,
    /// Handed over.
    pub tendered: Money,
    /// Given back; only cash.
    pub change: Money,
    /// Cash rounding: how much more (+) or less (-) than its part of the total
    /// was kept. `kept() - rounding` is what it paid of the total.
    pub rounding: Money,
}

impl Payment {
    /// What stays in the drawer or comes from the card company.
    pub fn kept(&self) -> Money {
        self.tendered - self.change
    }
}

/// What was handed over in each way of paying, in the order in which the ways were
/// first used: two parts in cash are one sum.
pub fn handed_over(payments: &[Payment]) -> Vec<(TenderKind, Money)> {
    let mut sums: Vec<(TenderKind, Money)> = Vec::new();
    for payment in payments {
        match sums.iter_mut().find(|(kind, _)| *kind == payment.kind) {
            Some((_, sum)) => *sum += payment.tendered,
            None => sums.push((payment.kind, payment.tendered)),
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_one_way_are_one_sum() {
        let part = |kind, minor| Payment {
            kind,
            tendered: Money::from_minor(minor),
            change: Money::ZERO,
            rounding: Money::ZERO,
        };
        let (cash, card) = (TenderKind::Cash, TenderKind::Card);
        let parts = [part(cash, 2_000), part(card, 500), part(cash, 700)];
        let want = [
            (cash, Money::from_minor(2_700)),
            (card, Money::from_minor(500)),
        ];
        assert_eq!(handed_over(&parts), want);
        assert_eq!(handed_over(&[]), []);
    }
}
