//! Cash that moves without a sale: what for, under which category, from whom to whom;
//! what a shop decides about its drawers; and money that arrives at the bank.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    drawer::CashMovement,
    ids::{
        CashCategoryId, ClientId, DeliveryId, DrawerSessionId, HandoverId, PayMovementId, PayoutId,
        Register, SaleId, StaffId, TaxClassId,
    },
    money::Money,
    tender::TenderKind,
};

/// Why cash moved without a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CashCause {
    /// For the reason written with it, and under no category.
    Petty,
    Category(CashCategoryId),
    /// Into the safe, or out of it.
    Safe,
    Bank,
    /// Tips that a person was paid.
    Tips(StaffId),
    /// Counted more or less than expected, when the drawer changed hands.
    Difference(HandoverId),
    /// Taken by card beyond what was due, and given back.
    Overpaid(SaleId),
    /// Nothing moved: the drawer was opened.
    Opened,
    /// What a person has earned, or had ahead.
    Pay(PayMovementId),
    /// Goods of a supplier.
    Delivery(DeliveryId),
}

/// Where the money comes from that people and suppliers are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaidFrom {
    Drawer,
    Safe,
    Bank,
}

impl PaidFrom {
    pub const ALL: [Self; 3] = [Self::Drawer, Self::Safe, Self::Bank];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CashFlow {
    Income,
    Expense,
}

/// What money comes in or goes out for, besides sales.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CashCategory {
    pub id: CashCategoryId,
    pub name: String,
    pub flow: CashFlow,
    /// What is usually in an amount; `None` where it is not told apart.
    pub tax_class: Option<TaxClassId>,
    pub active: bool,
}

/// One drawer, given from one person to another in the middle of its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Handover {
    pub id: HandoverId,
    pub session: DrawerSessionId,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub from: StaffId,
    pub to: StaffId,
    pub expected: Money,
    pub counted: Money,
}

/// What a shop decides about its drawers. One per shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DrawerRules {
    /// What is expected is told only after the count.
    pub blind_count: bool,
    /// Desks that take no cash.
    pub without_drawer: Vec<Register>,
}

impl Default for DrawerRules {
    fn default() -> Self {
        Self {
            blind_count: true,
            without_drawer: Vec::new(),
        }
    }
}

/// How much one client may owe, where that is not as for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TabLimit {
    pub client: ClientId,
    pub limit: Option<Money>,
}

/// Cash of another currency that a register took and that has not been banked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ForeignHeld {
    pub register: Register,
    pub currency: String,
    /// In its own minor units.
    pub units: Money,
    /// What it was worth when it was taken, in the shop's currency.
    pub cost: Money,
}

/// Money of a way of paying that has arrived at the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Payout {
    pub id: PayoutId,
    pub register: Register,
    pub business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
    /// Cash is that of the safe.
    pub kind: TenderKind,
    /// What it stood for in the books.
    pub gross: Money,
    pub fee: Money,
    pub arrived: Money,
    /// Of another currency: which, and how much of it.
    pub currency: String,
    pub units: Money,
    /// The bank's number for it.
    pub reference: String,
}

impl Payout {
    /// What a rate has lost since the money was taken; gained, if negative.
    pub fn rate_loss(&self) -> Money {
        self.gross - self.fee - self.arrived
    }
}

impl ForeignHeld {
    /// What so much of it was worth when it was taken: its share of what there is, and
    /// all of that for all of it.
    pub fn cost_of(&self, units: Money) -> Money {
        if self.units.is_zero() {
            return Money::ZERO;
        }
        let top = i128::from(self.cost.minor()) * i128::from(units.minor());
        Money::ratio(top, self.units.minor().into())
    }
}

/// What moved for one cause, as a closing keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MovedSum {
    pub what: MovedFor,
    /// Of the category, as it was called then.
    pub name: String,
    pub amount: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MovedFor {
    Petty,
    Category,
    Safe,
    Bank,
    Tips,
    Overpaid,
    Pay,
    Deliveries,
}

impl CashCause {
    /// Under which heading it is summed up; `None` for what is no movement of money or
    /// is shown by itself.
    pub fn heading(self) -> Option<MovedFor> {
        Some(match self {
            Self::Petty => MovedFor::Petty,
            Self::Category(_) => MovedFor::Category,
            Self::Safe => MovedFor::Safe,
            Self::Bank => MovedFor::Bank,
            Self::Tips(_) => MovedFor::Tips,
            Self::Overpaid(_) => MovedFor::Overpaid,
            Self::Pay(_) => MovedFor::Pay,
            Self::Delivery(_) => MovedFor::Deliveries,
            Self::Difference(_) | Self::Opened => return None,
        })
    }
}

/// Sums by heading, and by name within the categories, in the order of the first.
pub fn moved(movements: &[CashMovement], categories: &[CashCategory]) -> Vec<MovedSum> {
    let mut sums: Vec<MovedSum> = Vec::new();
    for movement in movements {
        let Some(what) = movement.cause.heading() else {
            continue;
        };
        let name = match movement.cause {
            CashCause::Category(id) => {
                let named = categories.iter().find(|it| it.id == id);
                named.map_or_else(|| id.to_string(), |it| it.name.clone())
            }
            _ => String::new(),
        };
        match sums
            .iter_mut()
            .find(|it| it.what == what && it.name == name)
        {
            Some(sum) => sum.amount += movement.amount,
            None => sums.push(MovedSum {
                what,
                name,
                amount: movement.amount,
            }),
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn movement(minor: i64, cause: CashCause) -> CashMovement {
        CashMovement {
            id: crate::domain::ids::CashMovementId::default(),
            session: DrawerSessionId::default(),
            at: DateTime::default(),
            by: None,
            amount: eur(minor),
            reason: String::new(),
            cause,
            tax: Vec::new(),
        }
    }

    #[test]
    fn what_moved_is_summed_up_by_what_it_was_for() {
        let id = |n| CashCategoryId(RawId::new(1, n).unwrap());
        let flowers = CashCategory {
            id: id(1),
            name: "Flowers".into(),
            flow: CashFlow::Expense,
            tax_class: None,
            active: true,
        };
        let movements = [
            movement(-500, CashCause::Category(id(1))),
            movement(0, CashCause::Opened),
            movement(-2_000, CashCause::Safe),
            movement(-150, CashCause::Difference(HandoverId::default())),
            movement(-700, CashCause::Category(id(1))),
            movement(1_000, CashCause::Petty),
        ];
        let sums = moved(&movements, &[flowers]);
        let sums: Vec<_> = sums
            .iter()
            .map(|it| (it.what, it.name.as_str(), it.amount.minor()))
            .collect();
        let want = [
            (MovedFor::Category, "Flowers", -1_200),
            (MovedFor::Safe, "", -2_000),
            (MovedFor::Petty, "", 1_000),
        ];
        assert_eq!(sums, want);
    }

    /// A part of it costs its share, and all of it what is left.
    #[test]
    fn foreign_cash_costs_what_it_was_worth() {
        let mut held = ForeignHeld {
            register: 1,
            currency: "USD".into(),
            units: eur(12_000),
            cost: eur(10_801),
        };
        let part = held.cost_of(eur(5_000));
        assert_eq!(part, eur(4_500));
        held.units -= eur(5_000);
        held.cost -= part;
        assert_eq!(held.cost_of(held.units), held.cost);
        held.units = Money::ZERO;
        assert_eq!(held.cost_of(eur(5)), Money::ZERO);
    }
}
