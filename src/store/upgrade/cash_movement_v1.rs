//! Cash movements before it was kept what they were for: each had its reason in words,
//! and one of nothing was the drawer opened without a sale.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::domain::{
    cash::CashCause,
    drawer::CashMovement,
    ids::{CashMovementId, DrawerSessionId, StaffId},
    money::Money,
};

#[derive(Deserialize)]
pub(super) struct CashMovementV1 {
    id: CashMovementId,
    session: DrawerSessionId,
    #[serde(with = "crate::domain::time::instant")]
    at: DateTime<Utc>,
    by: Option<StaffId>,
    amount: Money,
    reason: String,
}

impl From<CashMovementV1> for CashMovement {
    fn from(old: CashMovementV1) -> Self {
        let cause = if old.amount.is_zero() {
            CashCause::Opened
        } else {
            CashCause::Petty
        };
        Self {
            id: old.id,
            session: old.session,
            at: old.at,
            by: old.by,
            amount: old.amount,
            reason: old.reason,
            cause,
            tax: Vec::new(),
        }
    }
}
