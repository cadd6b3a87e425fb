//! Sales before they knew why a line cost what it cost: prices were the list's,
//! every discount was a line's own, and everything was paid in cash or by card.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::tax_class_v1::TaxComponentV1;
use crate::domain::{
    ids::{AppointmentId, ClientId, DrawerSessionId, SaleId, StaffId},
    money::Money,
    sale::{ReceiptNumber, Sale, SaleKind, SaleLine},
    tax::{TaxRow, TaxRules},
    tender::{Payment, TenderKind},
    ticket::{Discount, Item, PriceReason},
};

#[derive(Deserialize)]
struct SaleLineV1 {
    number: u32,
    item: Item,
    name: String,
    quantity: i64,
    unit_price: Money,
    unit_cost: Money,
    tax: Vec<TaxComponentV1>,
    discount: Option<Discount>,
    gross: Money,
    discount_amount: Money,
    net: Money,
    tax_amounts: Vec<Money>,
    total: Money,
    staff: Option<StaffId>,
    appointment: Option<AppointmentId>,
    restocked: bool,
}

#[derive(Deserialize)]
struct PaymentV1 {
    kind: TenderKind,
    tendered: Money,
    change: Money,
    rounding: Money,
}

#[derive(Deserialize)]
pub(super) struct SaleV1 {
    id: SaleId,
    kind: SaleKind,
    receipt: ReceiptNumber,
    session: DrawerSessionId,
    business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    at: DateTime<Utc>,
    operator: Option<StaffId>,
    client: Option<ClientId>,
    tax_rules: TaxRules,
    lines: Vec<SaleLineV1>,
    tax_table: Vec<TaxRow>,
    total: Money,
    payments: Vec<PaymentV1>,
    reason: String,
}

impl From<SaleLineV1> for SaleLine {
    fn from(old: SaleLineV1) -> Self {
        Self {
            number: old.number,
            item: old.item,
            name: old.name,
            quantity: old.quantity,
            unit_price: old.unit_price,
            unit_cost: old.unit_cost,
            tax: old.tax.into_iter().map(Into::into).collect(),
            discount: old.discount,
            gross: old.gross,
            discount_amount: old.discount_amount,
            net: old.net,
            tax_amounts: old.tax_amounts,
            total: old.total,
            staff: old.staff,
            appointment: old.appointment,
            restocked: old.restocked,
            list_price: old.unit_price,
            price_reason: PriceReason::Listed,
            minutes: None,
            given: None,
            offers: Vec::new(),
            drawn: None,
            returned: None,
            note: String::new(),
        }
    }
}

impl From<PaymentV1> for Payment {
    fn from(old: PaymentV1) -> Self {
        Self {
            change: old.change,
            rounding: old.rounding,
            ..Self::of(old.kind, old.tendered)
        }
    }
}

impl From<SaleV1> for Sale {
    fn from(old: SaleV1) -> Self {
        Self {
            id: old.id,
            kind: old.kind,
            receipt: old.receipt,
            session: old.session,
            business_date: old.business_date,
            at: old.at,
            operator: old.operator,
            client: old.client,
            tax_rules: old.tax_rules,
            lines: old.lines.into_iter().map(Into::into).collect(),
            tax_table: old.tax_table,
            total: old.total,
            payments: old.payments.into_iter().map(Into::into).collect(),
            reason: old.reason,
            approved_by: None,
            note: String::new(),
        }
    }
}
