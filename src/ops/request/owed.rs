//! What is asked of goods that come and go without being sold, and of what people here
//! have earned.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    cash::PaidFrom,
    delivery::DeliveredLine,
    ids::{DeliveryId, StaffId, TaxClassId},
    money::Money,
    pay_account::PayCause,
};

/// Goods that came, to be paid for later. More of an invoice that is known and of which
/// nothing is paid, by supplier and reference, comes to that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeliveryDraft {
    pub supplier: String,
    /// Of the invoice or the delivery note.
    #[serde(default)]
    pub reference: String,
    /// At what they cost without the tax.
    pub lines: Vec<DeliveredLine>,
    /// The tax on top of that; `None`: nothing that is had back.
    #[serde(default)]
    pub tax_class: Option<TaxClassId>,
}

/// A supplier gets money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SupplierPaying {
    pub delivery: DeliveryId,
    /// `None`: all that is owed for it.
    #[serde(default)]
    pub amount: Option<Money>,
    #[serde(default = "bank")]
    pub from: PaidFrom,
    /// Of the transfer.
    #[serde(default)]
    pub reference: String,
}

/// What somebody has earned, had ahead, is held back or is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PayDraft {
    pub staff: StaffId,
    pub cause: PayCause,
    /// Of a payout: how much of what is owed it settles; what was had ahead is taken off
    /// what is handed out. Below zero, of all others: so much less than was said.
    pub amount: Money,
    pub reason: String,
    /// Where the money comes from, of an advance and a payout.
    #[serde(default = "drawer")]
    pub from: PaidFrom,
}

fn bank() -> PaidFrom {
    PaidFrom::Bank
}

fn drawer() -> PaidFrom {
    PaidFrom::Drawer
}
