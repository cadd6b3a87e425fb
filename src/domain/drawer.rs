//! The cash drawer: float, cash in and out, blind count, close.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CashMovementId, DrawerSessionId, Register, StaffId},
    money::Money,
    tax::TaxRow,
    tender::TenderKind,
};

/// So many of one coin or note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pieces {
    /// The coin's or note's value in minor units.
    pub value_minor: i64,
    pub n: u32,
}

/// Counted money: coins and notes, and what other tenders' slips add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    pub cash: Vec<Pieces>,
    /// What the card terminal's own day total says; `None` if not looked at.
    pub card: Option<Money>,
}

/// Expected, counted and difference of one tender, as a closing keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenderClosing {
    pub kind: TenderKind,
    pub expected: Money,
    /// `None` where nothing was counted.
    pub counted: Option<Money>,
}

/// The figures of a day: what the Z prints. Written once, never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Closing {
    /// Z number, per register, from 1, without gaps.
    pub z_number: u64,
    pub closed_at: DateTime<Utc>,
    pub closed_by: Option<StaffId>,
    pub float: Money,
    pub cash_in: Money,
    pub cash_out: Money,
    pub tenders: Vec<TenderClosing>,
    pub n_sales: u32,
    pub n_refunds: u32,
    pub first_receipt: Option<u64>,
    pub last_receipt: Option<u64>,
    pub sales_total: Money,
    /// Negative or zero.
    pub refunds_total: Money,
    pub discounts_total: Money,
    pub rounding_total: Money,
    pub services_net: Money,
    pub products_net: Money,
    pub tax_table: Vec<TaxRow>,
    /// Carts and visits that were still open and went over to the next day.
    pub n_tickets_carried: u32,
    pub n_appointments_carried: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DrawerSession {
    pub id: DrawerSessionId,
    pub register: Register,
    pub business_date: NaiveDate,
    pub opened_at: DateTime<Utc>,
    pub opened_by: Option<StaffId>,
    pub float: Count,
    /// The latest blind count, with the number of sales and movements it saw.
    pub count: Option<(Count, u32)>,
    /// Sales, refunds and cash movements so far.
    pub n_events: u32,
    pub closing: Option<Closing>,
}

/// Cash put in (positive) or taken out (negative) without a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CashMovement {
    pub id: CashMovementId,
    pub session: DrawerSessionId,
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
    pub amount: Money,
    pub reason: String,
}
