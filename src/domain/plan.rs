//! Plans: packages, series, credits and memberships as the shop sells them, and how long
//! each lasts.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{PlanId, ServiceId, TaxClassId},
    membership::Membership,
    money::Money,
    purse::last_day,
};

/// What a plan gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// So many visits of any of these services.
    Visits { n: u32, services: Vec<ServiceId> },
    /// Credits of so many minutes each, for any of these services: a longer treatment
    /// uses several.
    Minutes {
        n: u32,
        minutes_each: u16,
        services: Vec<ServiceId>,
    },
    /// Money for any service, more of it than was paid.
    Credit { worth: Money },
    /// Treatments in each period, a discount, a way in.
    Membership(Membership),
}

impl PlanKind {
    /// Visits, credits, or minor units of credit; of a membership, in each period.
    pub fn units(&self) -> u64 {
        match self {
            Self::Visits { n, .. } | Self::Minutes { n, .. } => u64::from(*n),
            Self::Credit { worth } => u64::try_from(worth.minor()).unwrap_or(0),
            Self::Membership(gives) => gives.credits.into(),
        }
    }

    /// What it is for; `None` where that is any service.
    pub fn services(&self) -> Option<&[ServiceId]> {
        match self {
            Self::Visits { services, .. } | Self::Minutes { services, .. } => Some(services),
            Self::Membership(gives) => Some(&gives.services),
            Self::Credit { .. } => None,
        }
    }
}

/// How long a plan lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Life {
    ForEver,
    Days(u16),
    Weeks(u16),
    Months(u16),
}

impl Life {
    /// The last day, which counts, of a life that begins on `first`. Days and weeks
    /// count their first day; a month ends on the day of the month that it began on,
    /// or on the last that the month has.
    pub fn last_day(self, first: NaiveDate) -> Option<NaiveDate> {
        let days = |n: u64| first.checked_add_days(Days::new(n.saturating_sub(1)));
        match self {
            Self::ForEver => None,
            Self::Days(n) => days(n.into()),
            Self::Weeks(n) => days(u64::from(n) * 7),
            Self::Months(n) => Some(last_day(first, n.into())),
        }
    }
}

/// A package, series or credit on the price list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    pub id: PlanId,
    /// The shop's own short code; empty when it has none.
    pub code: String,
    pub name: String,
    pub price: Money,
    /// Of its sale; what it pays later is not taxed again.
    pub tax_class: TaxClassId,
    pub kind: PlanKind,
    pub life: Life,
    /// How many days in all it may rest; 0: it may not.
    pub rest_days: u16,
    /// Whether its end moves by the days that it rests.
    pub rest_extends: bool,
    /// Whether its client may give it to another.
    pub can_move: bool,
    pub active: bool,
}
