//! What the shop owes to those who work here, and to suppliers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Answered;
use crate::{
    domain::{
        delivery::Delivery,
        ids::StaffId,
        money::Money,
        pay_account::{PayAccount, PayMovement},
        staff::Staff,
        text,
    },
    store::{Reads, record::Lookup},
};

/// What a person's account stands at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PayRow {
    pub staff: StaffId,
    pub name: String,
    pub owed: Money,
    /// Had ahead and not yet set off.
    pub ahead: Money,
}

/// Of all who work here, and of those who did and with whom something is still open; by
/// name.
///
/// # Errors
///
/// When the store cannot be read.
pub fn pay_accounts(reads: &impl Reads) -> Answered<Vec<PayRow>> {
    let mut rows = Vec::new();
    for person in reads.all::<Staff>()? {
        let account = reads.get::<PayAccount>(&person.id)?;
        let account = account.unwrap_or_else(|| PayAccount::new(person.id));
        if person.active || !account.is_empty() {
            rows.push(PayRow {
                staff: person.id,
                name: person.name,
                owed: account.owed,
                ahead: account.ahead,
            });
        }
    }
    rows.sort_by_key(|it| text::fold(&it.name));
    Ok(rows)
}

/// How a person's account came to what it stands at, the latest first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn pay_movements(reads: &impl Reads, staff: StaffId) -> Answered<Vec<PayMovement>> {
    let mut movements = reads.find::<PayMovement>(&Lookup::PayMovementOf(staff))?;
    movements.sort_by_key(|it| std::cmp::Reverse(it.id));
    Ok(movements)
}

/// What is not yet paid of what came, the oldest first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn open_deliveries(reads: &impl Reads) -> Answered<Vec<Delivery>> {
    let mut open = reads.find::<Delivery>(&Lookup::OpenDeliveries)?;
    open.sort_by_key(|it| (it.business_date, it.id));
    Ok(open)
}
