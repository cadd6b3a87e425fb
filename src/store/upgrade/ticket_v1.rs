//! Carts before they knew why a line costs what it costs: prices were the list's,
//! every discount was a line's own, and nothing was paid ahead.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::tax_class_v1::TaxComponentV1;
use crate::domain::{
    ids::{AppointmentId, ClientId, Register, StaffId, TicketId},
    money::Money,
    tender::{Tender, TenderKind},
    ticket::{Discount, Item, PriceReason, Ticket, TicketLine, TicketState},
};

#[derive(Deserialize)]
struct TicketLineV1 {
    number: u32,
    item: Item,
    name: String,
    quantity: u32,
    unit_price: Money,
    unit_cost: Money,
    tax: Vec<TaxComponentV1>,
    discount: Option<Discount>,
    staff: Option<StaffId>,
    appointment: Option<AppointmentId>,
}

#[derive(Deserialize)]
struct TenderV1 {
    kind: TenderKind,
    amount: Option<Money>,
}

#[derive(Deserialize)]
pub(super) struct TicketV1 {
    id: TicketId,
    register: Register,
    state: TicketState,
    client: Option<ClientId>,
    lines: Vec<TicketLineV1>,
    next_line: u32,
    #[serde(with = "crate::domain::time::instant")]
    opened_at: DateTime<Utc>,
    opened_on: NaiveDate,
    #[serde(with = "crate::domain::time::instant::option")]
    parked_at: Option<DateTime<Utc>>,
    recalled: bool,
    taken: Vec<TenderV1>,
}

impl From<TicketLineV1> for TicketLine {
    fn from(old: TicketLineV1) -> Self {
        Self {
            number: old.number,
            item: old.item,
            name: old.name,
            quantity: old.quantity,
            unit_price: old.unit_price,
            unit_cost: old.unit_cost,
            tax: old.tax.into_iter().map(Into::into).collect(),
            discount: old.discount,
            staff: old.staff,
            appointment: old.appointment,
            list_price: old.unit_price,
            price_reason: PriceReason::Listed,
            minutes: None,
            given: None,
            offers: Vec::new(),
            drawn: None,
            note: String::new(),
        }
    }
}

impl From<TicketV1> for Ticket {
    fn from(old: TicketV1) -> Self {
        let taken = |it: TenderV1| Tender::of(it.kind, it.amount);
        Self {
            id: old.id,
            register: old.register,
            state: old.state,
            client: old.client,
            lines: old.lines.into_iter().map(Into::into).collect(),
            next_line: old.next_line,
            opened_at: old.opened_at,
            opened_on: old.opened_on,
            parked_at: old.parked_at,
            recalled: old.recalled,
            taken: old.taken.into_iter().map(taken).collect(),
            order_discount: None,
            coupons: Vec::new(),
            declined: Vec::new(),
            returns: Vec::new(),
            operator: None,
            note: String::new(),
        }
    }
}
