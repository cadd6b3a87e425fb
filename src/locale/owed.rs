//! Words about what is owed to people and suppliers, and about goods that are not sold.

use super::Words;
use crate::domain::{cash::PaidFrom, pay_account::PayCause, stock::TakenFor};

impl Words<'_> {
    pub fn paid_from(&self, from: PaidFrom) -> String {
        self.locale.text(match from {
            PaidFrom::Drawer => "paid-from-drawer",
            PaidFrom::Safe => "paid-from-safe",
            PaidFrom::Bank => "paid-from-bank",
        })
    }

    pub fn pay_cause(&self, cause: PayCause) -> String {
        self.locale.text(match cause {
            PayCause::Commission => "earned-commission",
            PayCause::Advance => "earned-advance",
            PayCause::Fine => "earned-fine",
            PayCause::Payout => "earned-payout",
        })
    }

    pub fn taken_for(&self, reason: TakenFor) -> String {
        self.locale.text(match reason {
            TakenFor::Used => "taken-used",
            TakenFor::Expired => "taken-expired",
            TakenFor::Broken => "taken-broken",
            TakenFor::GivenAway => "taken-given-away",
        })
    }
}
