//! Posted sales and refunds. Never changed; a correction is a new one that names
//! the old.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{AppointmentId, ClientId, DrawerSessionId, Register, SaleId, StaffId},
    money::Money,
    tax::{TaxComponent, TaxRow, TaxRules},
    tender::Payment,
    ticket::{Discount, Drawn, Given, Item, Offer, PriceReason, ReturnOf},
};

/// Per register, from 1, without gaps. `1-000123` on paper and in its barcode.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct ReceiptNumber {
    pub register: Register,
    pub number: u64,
}

impl std::fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:06}", self.register, self.number)
    }
}

impl std::str::FromStr for ReceiptNumber {
    type Err = ();

    /// Reads `1-000123` and `1-123`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (register, number) = text.trim().split_once('-').ok_or(())?;
        Ok(Self {
            register: register.parse().map_err(drop)?,
            number: number.parse().map_err(drop)?,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SaleKind {
    Sale,
    /// Gives back lines of the sale named; all its amounts are negative.
    RefundOf(SaleId),
    /// Takes all of a sale back on its own business day, as if it had not been.
    VoidOf(SaleId),
    /// Gives back what was bought on a receipt that is not at hand; all its amounts are
    /// negative.
    WithoutReceipt,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SaleLine {
    /// The ticket line's number; on a refund, the original line's.
    pub number: u32,
    pub item: Item,
    pub name: String,
    /// Negative on a refund.
    pub quantity: i64,
    pub unit_price: Money,
    pub unit_cost: Money,
    pub tax: Vec<TaxComponent>,
    pub discount: Option<Discount>,
    /// Quantity x unit price, before discount.
    pub gross: Money,
    /// What the discount and all offers took off: 0 or of the sign opposite to `gross`.
    pub discount_amount: Money,
    /// Revenue without tax.
    pub net: Money,
    /// One per component of `tax`, same order.
    pub tax_amounts: Vec<Money>,
    /// What the client pays for the line: `net` + all of `tax_amounts`; nothing where
    /// a package or membership pays it.
    pub total: Money,
    pub staff: Option<StaffId>,
    pub appointment: Option<AppointmentId>,
    /// On a refund of a product: whether it went back on the shelf.
    pub restocked: bool,
    /// Of one piece, by the price list.
    pub list_price: Money,
    pub price_reason: PriceReason,
    pub minutes: Option<u16>,
    /// Of `discount`.
    pub given: Option<Given>,
    /// Their amounts are in `discount_amount`; on a refund still positive, each the
    /// part of it that comes back.
    pub offers: Vec<Offer>,
    pub drawn: Option<Drawn>,
    /// Of a line that comes back in a cart of other things.
    pub returned: Option<ReturnOf>,
    pub note: String,
}

impl SaleLine {
    /// What was taken off by hand: `discount_amount` without the offers, same sign.
    pub fn own_discount(&self) -> Money {
        let offers: Money = self.offers.iter().map(|it| it.off).sum();
        if self.quantity < 0 {
            self.discount_amount - offers
        } else {
            self.discount_amount + offers
        }
    }

    /// The visit that it charged. A deposit is for one, and charges none.
    pub fn charged(&self) -> Option<AppointmentId> {
        self.appointment.filter(|_| self.item != Item::Deposit)
    }

    /// Pieces that left the shelf; negative when they went back on it. A service
    /// moves none, and neither does a product that was refunded but not restocked.
    pub fn goods_moved(&self) -> i64 {
        match self.item {
            Item::Product(_) if self.quantity < 0 && !self.restocked => 0,
            Item::Product(_) => self.quantity,
            _ => 0,
        }
    }
}

impl Sale {
    /// What was given back of earlier sales, zero or less: all of a refund, and what came
    /// back in a cart of other things.
    pub fn given_back(&self) -> Money {
        let is_back = |line: &&SaleLine| self.kind != SaleKind::Sale || line.returned.is_some();
        self.lines.iter().filter(is_back).map(|it| it.total).sum()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sale {
    pub id: SaleId,
    pub kind: SaleKind,
    pub receipt: ReceiptNumber,
    pub session: DrawerSessionId,
    /// The day of trade it belongs to, fixed when the drawer was opened.
    pub business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub operator: Option<StaffId>,
    pub client: Option<ClientId>,
    pub tax_rules: TaxRules,
    pub lines: Vec<SaleLine>,
    pub tax_table: Vec<TaxRow>,
    /// The sum of the lines' totals; cash rounding is in the payments.
    pub total: Money,
    pub payments: Vec<Payment>,
    /// Why; on refunds.
    pub reason: String,
    /// The second person, where the operator had no right to it.
    pub approved_by: Option<StaffId>,
    /// On the receipt, below the lines.
    pub note: String,
}
