//! The cart: lines that are about to be sold. Prices, tax and names are fixed
//! when a line is added.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{AppointmentId, ClientId, ProductId, Register, ServiceId, StaffId, TicketId},
    money::{Money, Rate},
    tax::TaxComponent,
    tender::Tender,
};

/// The most of one line: anything above is a slip or a scan that went astray.
pub const QUANTITY_MAX: u32 = 9_999;
/// The most lines of one cart.
pub const LINES_MAX: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    Service(ServiceId),
    Product(ProductId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    Percent(Rate),
    /// Off the whole line.
    Amount(Money),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TicketLine {
    /// Never reused within a ticket.
    pub number: u32,
    pub item: Item,
    pub name: String,
    pub quantity: u32,
    /// As on the label: with tax where the shop's prices include it.
    pub unit_price: Money,
    pub unit_cost: Money,
    pub tax: Vec<TaxComponent>,
    pub discount: Option<Discount>,
    /// Who did the work or made the sale.
    pub staff: Option<StaffId>,
    pub appointment: Option<AppointmentId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// In front of the operator of its register; at most one per register.
    Open,
    /// Put aside.
    Parked,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ticket {
    pub id: TicketId,
    pub register: Register,
    pub state: TicketState,
    pub client: Option<ClientId>,
    pub lines: Vec<TicketLine>,
    pub next_line: u32,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub opened_at: DateTime<Utc>,
    pub opened_on: NaiveDate,
    #[serde(with = "crate::domain::time::instant::option")]
    #[schemars(with = "Option<DateTime<Utc>>")]
    pub parked_at: Option<DateTime<Utc>>,
    /// Brought back from being parked: the money keys then ask first.
    pub recalled: bool,
    /// Parts of a split payment that were taken before the one that covers the rest:
    /// facts, the card terminal knows of them.
    pub taken: Vec<Tender>,
}
