//! Memberships: what one gives for as long as it runs, the periods in which that is
//! counted, the visits that it lets in, and how its fee becomes revenue.

use chrono::{DateTime, Days, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    holding::{Holding, HoldingFault, Rest},
    ids::{ServiceId, StaffId},
    money::{Money, Rate},
    plan::{Life, PlanKind},
    promotion::Scope,
    purse::last_day,
};

/// More months than any life has.
const MONTHS_MAX: u32 = 1_300;

/// What a plan gives to its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Membership {
    /// Treatments that it pays in each period; 0: none.
    #[serde(default)]
    pub credits: u32,
    #[serde(default)]
    pub per: Per,
    /// Which treatments.
    #[serde(default)]
    pub services: Vec<ServiceId>,
    /// What is not used of one period is there in the next.
    #[serde(default)]
    pub rolls_over: bool,
    /// Comes off what its client buys; 0: nothing does.
    #[serde(default)]
    pub off: Rate,
    /// Off what of it.
    #[serde(default)]
    pub on: Scope,
    /// Whether it lets its client in, and how often.
    #[serde(default)]
    pub entry: Option<EntryLimit>,
    #[serde(default)]
    pub earned: Earned,
    /// Whether what has not begun, or was not used, is paid back when it is given up.
    #[serde(default)]
    pub gives_back: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntryLimit {
    /// 0: as often as its client likes.
    pub most: u32,
    #[serde(default)]
    pub per: Per,
}

/// In what credits and visits are counted anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// As long as it lasts.
    #[default]
    Term,
    /// From its first day on, and not those of the calendar.
    Month,
    Week,
    Day,
}

/// When the fee becomes revenue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Earned {
    /// An equal part with each month, week or day that begins, as its life is counted.
    #[default]
    OverTime,
    /// A part with each credit that is used.
    AtUse,
}

/// How far a client's membership has run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    pub life: Life,
    /// Months are counted from this day, so that one renewed from the last of January on
    /// ends on the last of each month.
    pub counted_from: NaiveDate,
    /// Months of those that it continues.
    pub months_before: u16,
    /// The oldest first.
    pub uses: Vec<Use>,
    /// The oldest first.
    pub entries: Vec<Entry>,
}

/// Credits that were used on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Use {
    pub on: NaiveDate,
    pub units: u64,
}

/// A visit of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    pub on: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
}

/// From when on a membership runs, and its last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub term: Term,
}

impl Run {
    /// One that is sold on a day: behind the one that runs, if there is such.
    pub fn of(life: Life, sold_on: NaiveDate, running: Option<&Holding>) -> Self {
        let term = |counted_from, months_before| Term {
            life,
            counted_from,
            months_before,
            uses: Vec::new(),
            entries: Vec::new(),
        };
        let before = running.and_then(|it| Some((it, it.term.as_ref()?, it.until?)));
        let (from, term) = match before {
            None => (sold_on, term(sold_on, 0)),
            Some((it, old, until)) => {
                let from = until.succ_opt().unwrap_or(until);
                let is_as_planned = it.life_end() == Some(until);
                match (life, old.life) {
                    (Life::Months(_), Life::Months(n)) if is_as_planned => {
                        let before = old.months_before.saturating_add(n);
                        (from, term(old.counted_from, before))
                    }
                    (Life::Months(_), _) => (from, term(until, 0)),
                    _ => (from, term(from, 0)),
                }
            }
        };
        let until = end_of(&term, from);
        Self { from, until, term }
    }
}

/// The last day of a term that never rested.
fn end_of(term: &Term, from: NaiveDate) -> Option<NaiveDate> {
    match term.life {
        Life::Months(n) => {
            let n = u32::from(term.months_before) + u32::from(n);
            Some(last_day(term.counted_from, n))
        }
        life => life.last_day(from),
    }
}

impl Holding {
    /// What it gives, and how far it has run, where it is a membership.
    pub fn membership(&self) -> Option<(&Membership, &Term)> {
        match (&self.kind, &self.term) {
            (PlanKind::Membership(gives), Some(term)) => Some((gives, term)),
            _ => None,
        }
    }

    fn life_end(&self) -> Option<NaiveDate> {
        end_of(self.term.as_ref()?, self.from)
    }

    /// The day that it would be for it, had it never rested.
    fn lived(&self, day: NaiveDate) -> NaiveDate {
        if !self.rest_extends {
            return day;
        }
        let rested = |rest: &Rest| {
            let days = rest.until.min(day).signed_duration_since(rest.from);
            u64::try_from(days.num_days() + 1).unwrap_or(0)
        };
        let rested = self.rests.iter().map(rested).sum();
        day.checked_sub_days(Days::new(rested)).unwrap_or(day)
    }

    /// The day that has so much life before it.
    fn calendar(&self, lived: NaiveDate) -> NaiveDate {
        let mut rests = self.rests.clone();
        rests.sort_by_key(|it| it.from);
        let rests = rests.iter().filter(|_| self.rest_extends);
        rests.fold(lived, |day, rest| {
            let n = if rest.from <= day { rest.n_days() } else { 0 };
            let n = Days::new(u64::try_from(n).unwrap_or(0));
            day.checked_add_days(n).unwrap_or(day)
        })
    }

    /// The last day, lived, of its nth period.
    fn last_of(&self, term: &Term, per: Per, nth: u32) -> Option<NaiveDate> {
        let add = |days: u64| self.from.checked_add_days(Days::new(days));
        match per {
            Per::Term => None,
            Per::Month => {
                let n = u32::from(term.months_before).saturating_add(nth);
                Some(last_day(term.counted_from, n.saturating_add(1)))
            }
            Per::Week => add(u64::from(nth) * 7 + 6),
            Per::Day => add(nth.into()),
        }
    }

    /// Which of its periods a day of its life is in; the first is 0.
    fn period(&self, term: &Term, per: Per, lived: NaiveDate) -> u32 {
        let days = lived.signed_duration_since(self.from).num_days();
        let days = u32::try_from(days).unwrap_or(0);
        match per {
            Per::Term => 0,
            Per::Month => {
                let has = |nth: &u32| self.last_of(term, per, *nth) >= Some(lived);
                (0..MONTHS_MAX).find(has).unwrap_or(MONTHS_MAX)
            }
            Per::Week => days / 7,
            Per::Day => days,
        }
    }

    /// How many periods there are in all of its life.
    fn n_periods(&self, term: &Term, per: Per) -> u32 {
        let end = end_of(term, self.from);
        end.map_or(1, |end| self.period(term, per, end) + 1)
    }

    /// Of a membership that has just begun: the credits of all its periods.
    pub fn all_credits(&self) -> u64 {
        self.membership().map_or(0, |(gives, term)| {
            u64::from(gives.credits) * u64::from(self.n_periods(term, gives.per))
        })
    }

    /// Units that can be used on a day: of a membership, those of its period.
    pub fn left_on(&self, day: NaiveDate) -> u64 {
        let Some((gives, term)) = self.membership() else {
            return self.units_left;
        };
        let nth = |day| self.period(term, gives.per, self.lived(day));
        let now = nth(day);
        let uses = term.uses.iter();
        let (n_periods, n_used) = if gives.rolls_over {
            (u64::from(now) + 1, uses.map(|it| it.units).sum())
        } else {
            let uses = uses.filter(|it| nth(it.on) == now);
            (1, uses.map(|it| it.units).sum::<u64>())
        };
        let left = (u64::from(gives.credits) * n_periods).saturating_sub(n_used);
        left.min(self.units_left)
    }

    /// The first day of the period after that of a day, while it lasts.
    fn next_period(&self, term: &Term, per: Per, day: NaiveDate) -> Option<NaiveDate> {
        let now = self.period(term, per, self.lived(day));
        let next = self.last_of(term, per, now)?.succ_opt()?;
        let next = self.calendar(next);
        self.until.is_none_or(|last| next <= last).then_some(next)
    }

    /// By when what can be used now is gone, if it is not.
    pub fn usable_until(&self, day: NaiveDate) -> Option<NaiveDate> {
        let Some((gives, term)) = self.membership().filter(|it| !it.0.rolls_over) else {
            return self.until;
        };
        let next = self.next_period(term, gives.per, day);
        next.and_then(|it| it.pred_opt()).or(self.until)
    }

    /// Why fewer than `needed` can be used on a day.
    pub(super) fn short(&self, needed: u64, day: NaiveDate) -> HoldingFault {
        let units_left = self.left_on(day);
        let next = self.membership().and_then(|(gives, term)| {
            let has_more = self.units_left >= needed;
            let next = self.next_period(term, gives.per, day);
            next.filter(|_| has_more && units_left == 0)
        });
        match next {
            Some(next) => HoldingFault::UsedUp { next },
            None => HoldingFault::Short { units_left, needed },
        }
    }

    /// What its fee has earned by the end of a day and is not revenue yet: the parts that
    /// have begun, since what has begun is not paid back.
    pub fn earned_by(&self, day: NaiveDate) -> Money {
        let Some((gives, term)) = self.membership() else {
            return Money::ZERO;
        };
        if gives.earned == Earned::AtUse || self.closed.is_some() {
            return Money::ZERO;
        }
        let (per, n_parts) = match term.life {
            Life::ForEver => (Per::Term, 1),
            Life::Days(n) => (Per::Day, n),
            Life::Weeks(n) => (Per::Week, n),
            Life::Months(n) => (Per::Month, n),
        };
        let n_begun = if day < self.from {
            0
        } else {
            self.period(term, per, self.lived(day)) + 1
        };
        let parts = self.value.split(n_parts.max(1)).unwrap_or_default();
        let n_begun = usize::try_from(n_begun).unwrap_or(usize::MAX);
        let to_come: Money = parts.into_iter().skip(n_begun).sum();
        (self.value_left - to_come).max(Money::ZERO)
    }

    /// How many more visits there are in the period of a day; `None`: any number.
    ///
    /// # Errors
    ///
    /// What keeps its client from coming in with it.
    pub fn entries_left(&self, day: NaiveDate) -> Result<Option<u32>, HoldingFault> {
        if let Some(fault) = self.fault(day) {
            return Err(fault);
        }
        let limit = self
            .membership()
            .and_then(|(gives, term)| Some((gives.entry?, term)));
        let (limit, term) = limit.ok_or(HoldingFault::NoEntry)?;
        if limit.most == 0 {
            return Ok(None);
        }
        let nth = |day| self.period(term, limit.per, self.lived(day));
        let entries = term.entries.iter().filter(|it| nth(it.on) == nth(day));
        let n = u32::try_from(entries.count()).unwrap_or(u32::MAX);
        if n >= limit.most {
            let next = self.next_period(term, limit.per, day);
            let most = limit.most;
            return Err(HoldingFault::EntriesUsed { most, next });
        }
        Ok(Some(limit.most - n))
    }

    /// With a visit more.
    ///
    /// # Errors
    ///
    /// As [`Self::entries_left`].
    pub fn entered(&self, entry: Entry) -> Result<Self, HoldingFault> {
        self.entries_left(entry.on)?;
        let mut entered = self.clone();
        entered
            .term
            .iter_mut()
            .for_each(|it| it.entries.push(entry));
        Ok(entered)
    }

    /// Without the last visit of a day, which was none.
    ///
    /// # Errors
    ///
    /// [`HoldingFault::NotEntered`].
    pub fn not_entered(&self, day: NaiveDate) -> Result<Self, HoldingFault> {
        let mut after = self.clone();
        let entries = after.term.as_mut().map(|it| &mut it.entries);
        let last = entries.and_then(|it| it.pop_if(|entry| entry.on == day));
        last.map(|_| after).ok_or(HoldingFault::NotEntered)
    }

    /// Whether anything of it was used, or became revenue.
    pub fn is_touched(&self) -> bool {
        let (units, value) = (self.units, self.value);
        let is_entered = self.term.as_ref().is_some_and(|it| !it.entries.is_empty());
        self.units_left != units || self.value_left != value || is_entered
    }

    /// Whether `other` waits for this one to end, and moves with its end.
    pub fn is_before(&self, other: &Self, today: NaiveDate) -> bool {
        let is_next = self.until.is_some_and(|last| last < other.from);
        is_next
            && today < other.from
            && other.closed.is_none()
            && other.term.is_some()
            && (self.client, self.plan) == (other.client, other.plan)
    }

    /// The same some days later, or earlier.
    #[must_use]
    pub fn moved_by(&self, days: i64) -> Self {
        let by = Days::new(days.unsigned_abs());
        let moved = |day: NaiveDate| {
            let moved = if days < 0 {
                day.checked_sub_days(by)
            } else {
                day.checked_add_days(by)
            };
            moved.unwrap_or(day)
        };
        let mut after = self.clone();
        after.from = moved(self.from);
        after.until = self.until.map(moved);
        for rest in &mut after.rests {
            (rest.from, rest.until) = (moved(rest.from), moved(rest.until));
        }
        if let Some(term) = &mut after.term {
            term.counted_from = moved(term.counted_from);
        }
        after
    }

    /// After its rest is over, which then ended the day before; a rest that has not begun
    /// is none. Its end moves back by the days that are not rested.
    ///
    /// # Errors
    ///
    /// [`HoldingFault::NotResting`].
    pub fn woken(&self, today: NaiveDate) -> Result<(Self, Rest), HoldingFault> {
        let to_come = self.rests.iter().enumerate();
        let to_come = to_come.filter(|(_, rest)| today <= rest.until);
        let next = to_come.min_by_key(|(_, rest)| rest.from);
        let (place, was) = next
            .map(|(place, rest)| (place, *rest))
            .ok_or(HoldingFault::NotResting)?;
        let mut woken = self.clone();
        let rested = today.pred_opt().filter(|last| was.from <= *last);
        let is_left = rested.map(|until| Rest { until, ..was });
        woken.rests.splice(place..=place, is_left);
        let n_less = was.n_days() - is_left.map_or(0, Rest::n_days);
        if self.rest_extends {
            let by = Days::new(u64::try_from(n_less).unwrap_or(0));
            let earlier = |last: NaiveDate| last.checked_sub_days(by);
            woken.until = self.until.and_then(earlier).or(self.until);
        }
        Ok((woken, was))
    }
}

#[cfg(test)]
mod tests;
