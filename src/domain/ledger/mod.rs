//! Double entry: every posted event is a set of postings that adds up to zero.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CashMovementId, DrawerSessionId, LedgerEntryId, Register, SaleId, StockMovementId},
    money::Money,
    sale::Sale,
    stock::{StockMovement, StockReason},
    tender::TenderKind,
    ticket::Item,
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
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub source: LedgerSource,
    pub postings: Vec<Posting>,
}

/// A set of postings that does not add up: a bug that stops what made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("postings add up to {} minor units instead of zero", sum.minor())]
pub struct Unbalanced {
    pub sum: Money,
}

/// Checks in every build that `postings` add up to zero.
///
/// # Errors
///
/// What they add up to instead.
pub fn assert_balanced(postings: &[Posting]) -> Result<(), Unbalanced> {
    let sum: Money = postings.iter().map(|posting| posting.amount).sum();
    if sum.is_zero() {
        Ok(())
    } else {
        Err(Unbalanced { sum })
    }
}

/// Collects amounts by account; what comes to nothing is left out.
#[derive(Default)]
struct Sheet(BTreeMap<Account, Money>);

impl Sheet {
    fn debit(&mut self, account: Account, amount: Money) {
        *self.0.entry(account).or_default() += amount;
    }

    fn credit(&mut self, account: Account, amount: Money) {
        self.debit(account, -amount);
    }

    fn postings(self) -> Vec<Posting> {
        self.0
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(account, amount)| Posting { account, amount })
            .collect()
    }
}

/// A sale or a refund: money kept against revenue and tax, goods against their
/// cost. Refunded goods that do not go back on the shelf stay an expense.
pub fn sale(sale: &Sale) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    for payment in &sale.payments {
        let account = match payment.kind {
            TenderKind::Cash => Account::Cash(sale.receipt.register),
            TenderKind::Card => Account::CardClearing,
        };
        sheet.debit(account, payment.kept());
        sheet.credit(Account::CashRounding, payment.rounding);
    }
    for line in &sale.lines {
        let revenue = match line.item {
            Item::Service(_) => Account::ServiceRevenue,
            Item::Product(_) => Account::RetailRevenue,
        };
        sheet.credit(revenue, line.net);
        for (component, &amount) in line.tax.iter().zip(&line.tax_amounts) {
            sheet.credit(Account::Tax(component.name.clone()), amount);
        }
        let n_goods = line.goods_moved();
        sheet.debit(Account::CostOfGoods, line.unit_cost * n_goods);
        sheet.credit(Account::Stock, line.unit_cost * n_goods);
    }
    sheet.postings()
}

/// Change money from the safe, when a drawer is opened.
pub fn float(register: Register, float: Money) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    sheet.debit(Account::Cash(register), float);
    sheet.credit(Account::Safe, float);
    sheet.postings()
}

/// Cash put in (positive) or taken out without a sale.
pub fn cash_movement(register: Register, amount: Money) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    sheet.debit(Account::Cash(register), amount);
    sheet.credit(Account::PettyCash, amount);
    sheet.postings()
}

/// Goods found on the shelf or set right by hand. Goods sold and returned are part
/// of their sale's entry, so they need none of their own.
pub fn stock_movement(movement: &StockMovement) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    if let StockReason::Opening | StockReason::Correction = movement.reason {
        let value = movement.unit_cost * movement.quantity;
        sheet.debit(Account::Stock, value);
        sheet.credit(Account::StockAdjustment, value);
    }
    sheet.postings()
}

/// The drawer at the end of the day: what is missing or over, then all that was
/// counted into the safe.
pub fn close(register: Register, expected: Money, counted: Money) -> Vec<Posting> {
    let over = counted - expected;
    let mut sheet = Sheet::default();
    sheet.credit(Account::OverShort, over);
    sheet.debit(Account::Cash(register), over);
    sheet.credit(Account::Cash(register), counted);
    sheet.debit(Account::Safe, counted);
    sheet.postings()
}

#[cfg(test)]
mod tests;
