//! Double entry: every posted event is a set of postings that adds up to zero.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CashMovementId, DrawerSessionId, LedgerEntryId, Register, SaleId, StockMovementId},
    money::Money,
};

/// Debit is positive: assets and expenses grow by it, income and debts shrink.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// In the drawer of a register.
    Cash(Register),
    /// Out of the drawers, in the safe.
    Safe,
    /// Owed by the card company.
    CardClearing,
    /// Goods at cost.
    Stock,
    /// Goods on hand when the books were opened, and corrections of the figure.
    StockAdjustment,
    ServiceRevenue,
    RetailRevenue,
    /// Owed to the state, by the component's name on the receipt.
    Tax(String),
    CostOfGoods,
    /// Cash that was counted more (income) or less (expense) than expected.
    OverShort,
    CashRounding,
    /// Taken from the drawer or put in, for the reason written with it.
    PettyCash,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Posting {
    pub account: Account,
    pub amount: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LedgerSource {
    Float(DrawerSessionId),
    Sale(SaleId),
    CashMovement(CashMovementId),
    StockMovement(StockMovementId),
    Close(DrawerSessionId),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LedgerEntry {
    pub id: LedgerEntryId,
    pub business_date: NaiveDate,
    pub at: DateTime<Utc>,
    pub source: LedgerSource,
    pub postings: Vec<Posting>,
}
