//! What people who work here have earned, have had ahead and are owed: the register behind
//! the accounts `PayOwed` and `PayAdvance`.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cash::PaidFrom,
    ids::{PayMovementId, StaffId},
    money::Money,
};

/// What a movement of a person's account is. New ones go to the end: they are kept by
/// their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayCause {
    /// Earned with what was done or sold.
    Commission,
    /// Had before it was earned.
    Advance,
    /// Held back of what is owed.
    Fine,
    /// What is owed is paid, less what was had ahead.
    Payout,
}

impl PayCause {
    pub const ALL: [Self; 4] = [Self::Commission, Self::Advance, Self::Fine, Self::Payout];

    /// Whether money is handed out with it.
    pub fn is_paid(self) -> bool {
        matches!(self, Self::Advance | Self::Payout)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PayMovement {
    pub id: PayMovementId,
    pub staff: StaffId,
    pub business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
    pub cause: PayCause,
    /// Earned, had ahead, held back, or settled of what was owed. Below zero it takes
    /// back what an earlier one said.
    pub amount: Money,
    /// Of a payout: what was had ahead, and is not handed out again.
    pub set_off: Money,
    /// Where the money comes from, of those with which some is handed out.
    pub from: Option<PaidFrom>,
    pub reason: String,
}

impl PayMovement {
    pub fn handed_out(&self) -> Money {
        match self.cause {
            PayCause::Advance | PayCause::Payout => self.amount - self.set_off,
            PayCause::Commission | PayCause::Fine => Money::ZERO,
        }
    }

    /// So much more is owed after it.
    pub fn owed(&self) -> Money {
        match self.cause {
            PayCause::Commission => self.amount,
            PayCause::Fine | PayCause::Payout => -self.amount,
            PayCause::Advance => Money::ZERO,
        }
    }

    /// So much more has been had ahead after it.
    pub fn ahead(&self) -> Money {
        match self.cause {
            PayCause::Advance => self.amount,
            PayCause::Commission | PayCause::Fine | PayCause::Payout => -self.set_off,
        }
    }
}

/// What a person's movements come to. Less than nothing is owed to whom was held back more
/// than was earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PayAccount {
    pub staff: StaffId,
    pub owed: Money,
    /// Had ahead and not yet set off.
    pub ahead: Money,
}

impl PayAccount {
    pub fn new(staff: StaffId) -> Self {
        Self {
            staff,
            owed: Money::ZERO,
            ahead: Money::ZERO,
        }
    }

    /// Of a payout of so much, what need not be handed out.
    pub fn set_off(&self, amount: Money) -> Money {
        self.ahead.min(amount)
    }

    pub fn is_empty(&self) -> bool {
        self.owed.is_zero() && self.ahead.is_zero()
    }
}
