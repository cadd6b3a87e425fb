//! The cart: lines that are about to be sold. Prices, tax and names are fixed
//! when a line is added.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{
        AppointmentId, ClientId, CouponId, GiftCardId, HoldingId, PlanId, ProductId, PromotionId,
        Register, SaleId, ServiceId, StaffId, TicketId,
    },
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
    /// Money put on a gift card: its sale, or more on it later. A debt, no revenue.
    GiftCard(GiftCardId),
    /// A package, series or membership for the cart's client.
    Plan(PlanId),
    /// Money of the cart's client kept for a visit.
    Deposit,
    /// For one person, and never revenue.
    Tip(StaffId),
    /// What is still owed of an earlier sale.
    Owed(SaleId),
}

impl Item {
    /// Whether it is on the price list: what is sold, and not money that changes its
    /// form. Discounts touch nothing else.
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Service(_) | Self::Product(_))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Discount {
    Percent(Rate),
    /// Off the whole line.
    Amount(Money),
}

/// Why a line costs what it costs; said on the screen and on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceReason {
    /// The price list's own.
    #[default]
    Listed,
    /// Another column of the price list, by its name: staff, write-off, members.
    Level(String),
    /// What this person takes for it.
    Person,
    /// So much a minute; see [`TicketLine::minutes`].
    Timed,
    /// The list has none: it was asked for.
    Asked,
    /// On the label that was scanned.
    Label,
    /// Changed by hand, for this reason.
    Changed(String),
    /// Put on, paid ahead, given or owed: the amount is the payer's.
    Chosen,
    /// For a time that was kept for nothing: the client did not come.
    NoShow,
    /// The same, cancelled too late.
    LateCancel,
}

/// Where a reduction comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferKind {
    /// This line's share of what was taken off the whole order.
    Order,
    Promotion(PromotionId),
    Coupon(CouponId),
    /// The client's discount card.
    Card,
    Membership(HoldingId),
    /// Points of the client, so many.
    Points(u32),
    /// All of the line, had for so many points of the client for each piece.
    ForPoints(u32),
}

/// Something taken off a line besides its own discount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Offer {
    pub kind: OfferKind,
    /// The rule's name as it was then.
    pub name: String,
    /// Taken off the whole line; positive.
    pub off: Money,
}

/// Who took something off by hand, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Given {
    pub reason: String,
    pub by: Option<StaffId>,
    /// The second person, where the first had no right to it.
    pub approved_by: Option<StaffId>,
}

/// Taken off the whole order, and spread over its lines as [`OfferKind::Order`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderDiscount {
    pub discount: Discount,
    pub given: Given,
}

/// A line that a client's package or membership pays: nothing is due for it, and
/// what was paid ahead becomes revenue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Drawn {
    pub holding: HoldingId,
    /// As on the price list of plans, for the line and the receipt.
    pub name: String,
    /// Visits, or minutes where the plan counts in minutes.
    pub units: u32,
    /// Revenue that becomes ours, without the tax that was paid with the plan.
    pub net: Money,
}

/// Units of an earlier sale's line that come back with this cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReturnOf {
    pub sale: SaleId,
    /// The number of its line.
    pub line: u32,
    pub restock: bool,
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
    /// What the price list says, whatever is charged.
    pub list_price: Money,
    pub price_reason: PriceReason,
    /// Of a service that is charged by the minute.
    pub minutes: Option<u16>,
    /// Of `discount`.
    pub given: Option<Given>,
    /// Taken off after `discount`, in this order.
    pub offers: Vec<Offer>,
    pub drawn: Option<Drawn>,
    pub note: String,
}

impl TicketLine {
    /// Whether it charges a time that was kept for nothing, and nothing that was had.
    pub fn is_fee(&self) -> bool {
        matches!(
            self.price_reason,
            PriceReason::NoShow | PriceReason::LateCancel
        )
    }

    /// The visit that it charges. A deposit is for one, and charges none.
    pub fn charges(&self) -> Option<AppointmentId> {
        self.appointment.filter(|_| self.item != Item::Deposit)
    }
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
    pub order_discount: Option<OrderDiscount>,
    pub coupons: Vec<CouponId>,
    /// Offers that were taken off by hand and do not come back by themselves.
    pub declined: Vec<OfferKind>,
    /// What comes back of earlier sales, paid out or set against the lines.
    pub returns: Vec<TicketReturn>,
    /// Whose cart it is.
    pub operator: Option<StaffId>,
    pub note: String,
}

impl Ticket {
    /// Whether nothing is sold with it and nothing comes back.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.returns.is_empty()
    }
}

/// Units of one line of an earlier sale that this cart takes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TicketReturn {
    pub of: ReturnOf,
    pub quantity: u32,
    pub reason: String,
}
