//! Goods that came from a supplier, at what they cost, and what is still owed for them:
//! the register behind the account `Payables`.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cash::PaidFrom,
    ids::{DeliveryId, ProductId, StaffId},
    money::Money,
    tender::TaxPaid,
};

/// Of one product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeliveredLine {
    pub product: ProductId,
    /// Pieces.
    pub quantity: u32,
    /// Of a piece, without the tax that is had back.
    pub unit_cost: Money,
}

impl DeliveredLine {
    pub fn value(&self) -> Money {
        self.unit_cost * i64::from(self.quantity)
    }
}

/// Money that a supplier has got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SupplierPayment {
    pub business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
    pub from: PaidFrom,
    pub amount: Money,
    pub reference: String,
}

/// Goods on credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Delivery {
    pub id: DeliveryId,
    pub business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
    pub supplier: String,
    /// Of the supplier's invoice or delivery note.
    pub reference: String,
    pub lines: Vec<DeliveredLine>,
    /// On top of what the goods cost, to be had back.
    pub tax: Vec<TaxPaid>,
    pub payments: Vec<SupplierPayment>,
}

impl Delivery {
    /// What the supplier asks for.
    pub fn total(&self) -> Money {
        let goods: Money = self.lines.iter().map(DeliveredLine::value).sum();
        goods + self.tax.iter().map(|it| it.amount).sum::<Money>()
    }

    /// Still owed.
    pub fn open(&self) -> Money {
        self.total() - self.payments.iter().map(|it| it.amount).sum::<Money>()
    }
}

/// What a piece costs from then on, when so many at one cost come to those on the shelf:
/// the average, rounded half up. What is on hand below zero counts for nothing.
pub fn average_cost(on_hand: i64, cost: Money, quantity: u32, unit_cost: Money) -> Money {
    let (old, new) = (i128::from(on_hand.max(0)), i128::from(quantity));
    let value = old * i128::from(cost.minor()) + new * i128::from(unit_cost.minor());
    match old + new {
        0 => cost,
        pieces => Money::ratio(value, pieces),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_cost_what_those_on_the_shelf_cost_together() {
        let eur = Money::from_minor;
        #[rustfmt::skip]
        let cases = [
            // on hand, cost, come, at, then
            (10,        600,  50,   600, 600),
            (10,        600,  10,   700, 650),
            (1,         600,   2,   601, 601),
            (1,         600,   1,   601, 601),
            (0,         100,   3,   250, 250),
            (-5,        100,   3,   250, 250),
            (4,         100,   0,   250, 100),
            (0,         100,   0,   250, 100),
        ];
        for (on_hand, cost, n, at, then) in cases {
            let got = average_cost(on_hand, eur(cost), n, eur(at));
            assert_eq!(got, eur(then), "{on_hand} at {cost}, {n} at {at}");
        }
    }
}
