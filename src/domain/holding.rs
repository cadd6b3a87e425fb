//! Packages, series and memberships: what a client has paid ahead in visits, minutes
//! or credit, how long it lasts, and what each use of it is worth.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ClientId, HoldingId, PlanId, ServiceId},
    money::{Money, Rate},
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
    /// Something off every service.
    Discount { rate: Rate },
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

/// A plan that a client has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Holding {
    pub id: HoldingId,
    pub client: ClientId,
    pub plan: PlanId,
    /// As the plan was when it was sold.
    pub name: String,
    pub kind: PlanKind,
    /// Visits, credits, or minor units of credit.
    pub units: u64,
    pub units_left: u64,
    /// What was paid for it, without tax.
    pub value: Money,
    /// What of that is still owed in treatments.
    pub value_left: Money,
    pub from: NaiveDate,
    /// The last day.
    pub until: Option<NaiveDate>,
}

/// Why a holding does not pay a treatment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum HoldingFault {
    NotYet {
        from: NaiveDate,
    },
    Lapsed {
        on: NaiveDate,
    },
    /// It is for other services, or for none.
    OtherService,
    Short {
        units_left: u64,
        needed: u64,
    },
}

/// A treatment to be paid by what was paid ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Treatment {
    pub service: ServiceId,
    pub minutes: u16,
    pub price: Money,
    pub quantity: u32,
}

impl Holding {
    /// How many units a treatment uses.
    ///
    /// # Errors
    ///
    /// The first fault found, in the order of [`HoldingFault`]'s variants.
    pub fn needed(&self, treatment: Treatment, today: NaiveDate) -> Result<u64, HoldingFault> {
        if today < self.from {
            return Err(HoldingFault::NotYet { from: self.from });
        }
        if let Some(on) = self.until.filter(|last| *last < today) {
            return Err(HoldingFault::Lapsed { on });
        }
        let needed = self.units_of(treatment).ok_or(HoldingFault::OtherService)?;
        if needed > self.units_left {
            let units_left = self.units_left;
            return Err(HoldingFault::Short { units_left, needed });
        }
        Ok(needed)
    }

    fn units_of(&self, treatment: Treatment) -> Option<u64> {
        let quantity = u64::from(treatment.quantity);
        match &self.kind {
            PlanKind::Visits { services, .. } => {
                services.contains(&treatment.service).then_some(quantity)
            }
            PlanKind::Minutes {
                minutes_each,
                services,
                ..
            } => {
                let each = treatment.minutes.div_ceil((*minutes_each).max(1));
                let is_meant = services.contains(&treatment.service);
                is_meant.then_some(quantity * u64::from(each))
            }
            PlanKind::Credit { .. } => {
                let price = treatment.price.times(i64::from(treatment.quantity))?;
                u64::try_from(price.minor()).ok()
            }
            PlanKind::Discount { .. } => None,
        }
    }

    /// What becomes revenue when `units` are used: their share of what was paid, and
    /// with the last of them all that is left.
    pub fn share(&self, units: u64) -> Money {
        if units >= self.units_left {
            return self.value_left;
        }
        let numerator = i128::from(self.value.minor()) * i128::from(units);
        Money::ratio(numerator, i128::from(self.units.max(1))).min(self.value_left)
    }

    /// The same with so many units used.
    #[must_use]
    pub fn used(&self, units: u64) -> Self {
        Self {
            units_left: self.units_left.saturating_sub(units),
            value_left: self.value_left - self.share(units),
            ..self.clone()
        }
    }

    /// After a rest of so many days; its end moves with it where the shop has it so.
    #[must_use]
    pub fn rested(&self, n_days: u16, extends: bool) -> Self {
        let n_days = if extends { u64::from(n_days) } else { 0 };
        let later = |until: NaiveDate| until.checked_add_days(Days::new(n_days));
        Self {
            until: self.until.and_then(later).or(self.until),
            ..self.clone()
        }
    }

    /// A visit of exactly this service goes before credits of minutes, and those before
    /// money.
    fn rank(&self) -> u8 {
        match &self.kind {
            PlanKind::Visits { services, .. } if services.len() == 1 => 0,
            PlanKind::Minutes { .. } => 1,
            PlanKind::Visits { .. } => 2,
            PlanKind::Credit { .. } => 3,
            PlanKind::Discount { .. } => 4,
        }
    }
}

/// What of a client's holdings pays a treatment, the best first: within a kind the one
/// that ends first, then the oldest.
pub fn suggested(holdings: &[Holding], treatment: Treatment, today: NaiveDate) -> Vec<&Holding> {
    let pays = |it: &&Holding| it.needed(treatment, today).is_ok();
    let mut found: Vec<&Holding> = holdings.iter().filter(pays).collect();
    found.sort_by_key(|it| {
        let until = it.until.unwrap_or(NaiveDate::MAX);
        (it.rank(), until, it.from, it.id)
    });
    found
}

#[cfg(test)]
mod tests;
