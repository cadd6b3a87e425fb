//! What clients hold: packages, series, credits and memberships that were paid ahead, how
//! long each lasts, and what each use of it is worth.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ClientId, HoldingId, PlanId, Register, SaleId, ServiceId, StaffId, TicketId},
    membership::{Earned, Term, Use},
    money::Money,
    plan::PlanKind,
    purse::Means,
};

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
    /// The sale that it was bought with, and the number of its line there.
    pub sold_in: SaleId,
    pub line: u32,
    /// How many days in all it may rest.
    pub rest_days: u16,
    pub rest_extends: bool,
    pub can_move: bool,
    pub rests: Vec<Rest>,
    /// It pays nothing any more.
    pub closed: Option<HoldingEnd>,
    pub changes: Vec<HoldingChange>,
    /// Of a membership.
    pub term: Option<Term>,
}

/// What was decided about a holding, by whom, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HoldingChange {
    pub on: NaiveDate,
    pub by: Option<StaffId>,
    pub what: HoldingChanged,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldingChanged {
    /// Its last day was this before.
    Extended {
        was: NaiveDate,
        reason: String,
    },
    Rested(Rest),
    GivenBy(ClientId),
    /// What was left of this rest was not rested.
    Woken(Rest),
    /// With nothing paid back.
    Cancelled {
        reason: String,
    },
    /// What it waits for ends so many days later, or earlier.
    Moved {
        days: i64,
    },
}

/// Days, both included, on which it pays nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rest {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Rest {
    pub(super) fn n_days(self) -> i64 {
        self.until.signed_duration_since(self.from).num_days() + 1
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldingEnd {
    /// What was not used was paid back.
    GivenBack,
    /// What was left when its time was over became the shop's.
    TakenOver,
    /// It was given up, and nothing was paid back.
    Cancelled,
}

/// Why a holding does not do what is wanted of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum HoldingFault {
    /// It was paid back, or taken over.
    Closed,
    NotYet {
        from: NaiveDate,
    },
    Lapsed {
        on: NaiveDate,
    },
    Resting {
        until: NaiveDate,
    },
    /// It is for other services, or for none.
    OtherService,
    Short {
        units_left: u64,
        needed: u64,
    },
    /// What is left is taken for another cart.
    Held {
        ticket: TicketId,
        register: Register,
        units_left: u64,
        needed: u64,
    },
    /// It is another client's.
    NotTheirs,
    /// Its plan is not given from one client to another.
    NotMovable,
    /// So many days of rest are left to it.
    NoRest {
        days_left: u16,
    },
    /// It can still be used.
    NotLapsed {
        until: Option<NaiveDate>,
    },
    /// Some of it was used, so that its sale cannot be taken back as a whole.
    Used,
    /// All of this period is used; the next has as much again.
    UsedUp {
        next: NaiveDate,
    },
    /// It lets nobody in.
    NoEntry,
    /// So many visits were all of this period.
    EntriesUsed {
        most: u32,
        next: Option<NaiveDate>,
    },
    /// No visit of today is there to be taken back.
    NotEntered,
    /// No rest is there to be ended.
    NotResting,
    /// Nothing of such a plan is paid back once it has begun.
    NotGivenBack,
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
    /// What keeps it from paying anything that day.
    pub fn fault(&self, today: NaiveDate) -> Option<HoldingFault> {
        if self.closed.is_some() {
            return Some(HoldingFault::Closed);
        }
        if today < self.from {
            return Some(HoldingFault::NotYet { from: self.from });
        }
        if let Some(on) = self.until.filter(|last| *last < today) {
            return Some(HoldingFault::Lapsed { on });
        }
        let mut rests = self.rests.iter();
        let now = rests.find(|it| it.from <= today && today <= it.until);
        now.map(|it| HoldingFault::Resting { until: it.until })
    }

    /// How many units a treatment uses.
    ///
    /// # Errors
    ///
    /// The first fault found, in the order of [`HoldingFault`]'s variants.
    pub fn needed(&self, treatment: Treatment, today: NaiveDate) -> Result<u64, HoldingFault> {
        if let Some(fault) = self.fault(today) {
            return Err(fault);
        }
        let needed = self.units_of(treatment).ok_or(HoldingFault::OtherService)?;
        if needed > self.left_on(today) {
            return Err(self.short(needed, today));
        }
        Ok(needed)
    }

    fn units_of(&self, treatment: Treatment) -> Option<u64> {
        let quantity = u64::from(treatment.quantity);
        match &self.kind {
            PlanKind::Visits { services, .. } => {
                services.contains(&treatment.service).then_some(quantity)
            }
            PlanKind::Membership(gives) => {
                let is_meant = gives.services.contains(&treatment.service);
                is_meant.then_some(quantity)
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
        }
    }

    /// What becomes revenue when `units` are used: their share of what was paid, and
    /// with the last of them all that is left.
    pub fn share(&self, units: u64) -> Money {
        if self.is_earned_over_time() {
            return Money::ZERO;
        }
        if units >= self.units_left {
            return self.value_left;
        }
        let numerator = i128::from(self.value.minor()) * i128::from(units);
        Money::ratio(numerator, i128::from(self.units.max(1))).min(self.value_left)
    }

    fn is_earned_over_time(&self) -> bool {
        matches!(&self.kind, PlanKind::Membership(gives) if gives.earned == Earned::OverTime)
    }

    /// The same with so many units used on a day.
    #[must_use]
    pub fn used(&self, units: u64, on: NaiveDate) -> Self {
        let mut after = Self {
            units_left: self.units_left.saturating_sub(units),
            value_left: self.value_left - self.share(units),
            ..self.clone()
        };
        if let Some(term) = &mut after.term {
            term.uses.push(Use { on, units });
        }
        after
    }

    /// The same with units and their worth back on it, as far as it ever had them, as if
    /// they had not been used on that day.
    #[must_use]
    pub fn given_back(&self, units: u64, worth: Money, on: NaiveDate) -> Self {
        if self.closed.is_some() && self.is_earned_over_time() {
            return self.clone();
        }
        let mut after = Self {
            units_left: self.units_left.saturating_add(units).min(self.units),
            value_left: self.value_left + worth,
            closed: None,
            ..self.clone()
        };
        if let Some(term) = &mut after.term {
            let mut left = units;
            for it in term.uses.iter_mut().rev().filter(|it| it.on == on) {
                let n = it.units.min(left);
                (it.units, left) = (it.units - n, left - n);
            }
            term.uses.retain(|it| it.units > 0);
        }
        after
    }

    /// Nothing of it is left.
    #[must_use]
    pub fn ended(&self, end: HoldingEnd) -> Self {
        Self {
            units_left: 0,
            value_left: Money::ZERO,
            closed: Some(end),
            ..self.clone()
        }
    }

    /// Days of rest that are left to it.
    pub fn rest_left(&self) -> u16 {
        let rested: i64 = self.rests.iter().map(|it| it.n_days()).sum();
        u16::try_from(i64::from(self.rest_days) - rested).unwrap_or(0)
    }

    /// After a rest of so many days from `first` on; its end moves with it where its
    /// plan has it so.
    ///
    /// # Errors
    ///
    /// [`HoldingFault::NoRest`]: it may not rest so long. Another fault, if it has one.
    pub fn rested(&self, first: NaiveDate, n_days: u16) -> Result<Self, HoldingFault> {
        let days_left = self.rest_left();
        let last = first.checked_add_days(Days::new(u64::from(n_days).saturating_sub(1)));
        let last = last.filter(|_| n_days > 0 && n_days <= days_left);
        let until = last.ok_or(HoldingFault::NoRest { days_left })?;
        if first < self.from {
            return Err(HoldingFault::NotYet { from: self.from });
        }
        let mut rests = self.rests.iter();
        if let Some(other) = rests.find(|it| it.from <= until && first <= it.until) {
            return Err(HoldingFault::Resting { until: other.until });
        }
        let n_more = if self.rest_extends { n_days } else { 0 };
        let later = |end: NaiveDate| end.checked_add_days(Days::new(n_more.into()));
        let mut rested = self.clone();
        rested.until = self.until.and_then(later).or(self.until);
        rested.rests.push(Rest { from: first, until });
        Ok(rested)
    }

    fn means(&self) -> Means {
        match &self.kind {
            PlanKind::Visits { services, .. } if services.len() == 1 => Means::Exact,
            PlanKind::Membership(gives) if gives.services.len() == 1 => Means::Exact,
            PlanKind::Visits { .. } | PlanKind::Membership(_) => Means::Visits,
            PlanKind::Minutes { .. } => Means::Minutes,
            PlanKind::Credit { .. } => Means::Credit,
        }
    }
}

/// What of a client's holdings pays a treatment, the best first: in the order that the
/// shop has set, and within a kind the one that ends first, then the oldest.
pub fn suggested<'a>(
    holdings: &'a [Holding],
    treatment: Treatment,
    today: NaiveDate,
    order: &[Means],
) -> Vec<&'a Holding> {
    let pays = |it: &&Holding| it.needed(treatment, today).is_ok();
    let mut found: Vec<&Holding> = holdings.iter().filter(pays).collect();
    found.sort_by_key(|it| {
        let until = it.usable_until(today).unwrap_or(NaiveDate::MAX);
        (it.means().rank(order), until, it.from, it.id)
    });
    found
}

#[cfg(test)]
mod tests;
