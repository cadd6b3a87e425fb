//! Drawer sessions when only cash and the card terminal's total were counted, and only
//! the difference of the cash was booked.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::domain::{
    drawer::{Closing, Count, DrawerSession, Perpetual, TenderClosing},
    ids::{DrawerSessionId, Register, StaffId},
    money::Money,
    tax::TaxRow,
    tender::TenderKind,
};

#[derive(Deserialize)]
struct TenderClosingV1 {
    kind: TenderKind,
    expected: Money,
    counted: Option<Money>,
}

#[derive(Deserialize)]
struct ClosingV1 {
    z_number: u64,
    #[serde(with = "crate::domain::time::instant")]
    closed_at: DateTime<Utc>,
    closed_by: Option<StaffId>,
    float: Money,
    cash_in: Money,
    cash_out: Money,
    tenders: Vec<TenderClosingV1>,
    n_sales: u32,
    n_refunds: u32,
    first_receipt: Option<u64>,
    last_receipt: Option<u64>,
    sales_total: Money,
    refunds_total: Money,
    discounts_total: Money,
    rounding_total: Money,
    services_net: Money,
    products_net: Money,
    tax_table: Vec<TaxRow>,
    n_tickets_carried: u32,
    n_appointments_carried: u32,
}

#[derive(Deserialize)]
pub(super) struct DrawerSessionV1 {
    id: DrawerSessionId,
    register: Register,
    business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    opened_at: DateTime<Utc>,
    opened_by: Option<StaffId>,
    float: Count,
    count: Option<(Count, u32)>,
    n_events: u32,
    closing: Option<ClosingV1>,
}

impl From<TenderClosingV1> for TenderClosing {
    fn from(old: TenderClosingV1) -> Self {
        let difference = old.counted.map(|it| it - old.expected);
        Self {
            kind: old.kind,
            expected: old.expected,
            counted: old.counted,
            name: String::new(),
            currency: String::new(),
            booked: difference
                .filter(|_| old.kind == TenderKind::Cash)
                .unwrap_or_default(),
        }
    }
}

impl From<ClosingV1> for Closing {
    fn from(old: ClosingV1) -> Self {
        Self {
            z_number: old.z_number,
            closed_at: old.closed_at,
            closed_by: old.closed_by,
            float: old.float,
            cash_in: old.cash_in,
            cash_out: old.cash_out,
            tenders: old.tenders.into_iter().map(TenderClosing::from).collect(),
            n_sales: old.n_sales,
            n_refunds: old.n_refunds,
            first_receipt: old.first_receipt,
            last_receipt: old.last_receipt,
            sales_total: old.sales_total,
            refunds_total: old.refunds_total,
            discounts_total: old.discounts_total,
            rounding_total: old.rounding_total,
            services_net: old.services_net,
            products_net: old.products_net,
            tax_table: old.tax_table,
            n_tickets_carried: old.n_tickets_carried,
            n_appointments_carried: old.n_appointments_carried,
            shift: 0,
            tips_total: Money::ZERO,
            prepaid_total: Money::ZERO,
            settled_total: Money::ZERO,
            differences: Money::ZERO,
            moved: Vec::new(),
            perpetual: Perpetual::default(),
        }
    }
}

impl From<DrawerSessionV1> for DrawerSession {
    fn from(old: DrawerSessionV1) -> Self {
        Self {
            id: old.id,
            register: old.register,
            business_date: old.business_date,
            opened_at: old.opened_at,
            opened_by: old.opened_by,
            float: old.float,
            count: old.count,
            n_events: old.n_events,
            closing: old.closing.map(Closing::from),
            others: Vec::new(),
            holder: old.opened_by,
        }
    }
}
