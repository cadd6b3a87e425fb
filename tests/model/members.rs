//! The naive membership: its days are counted one by one.

use balm::{
    domain::{
        holding::Holding,
        membership::{Earned, Membership, Per},
        plan::{Life, PlanKind},
    },
    ops::request::PlanDraft,
};
use chrono::NaiveDate;

pub(super) struct Member {
    gives: Membership,
    /// Days of its life, and of a part of its fee.
    n_days: i64,
    n_days_of_part: i64,
    from: NaiveDate,
    rests: Vec<(NaiveDate, NaiveDate)>,
    rest_extends: bool,
    uses: Vec<(NaiveDate, i64)>,
    pub(super) entries: Vec<NaiveDate>,
}

impl Member {
    pub(super) fn of(draft: &PlanDraft, holding: &Holding) -> Option<Self> {
        let PlanKind::Membership(gives) = &draft.kind else {
            return None;
        };
        let (n_days, n_days_of_part) = match draft.life {
            Life::Days(n) => (i64::from(n), 1),
            Life::Weeks(n) => (7 * i64::from(n), 7),
            other => panic!("the model asks for no {other:?}"),
        };
        let last = holding.until.unwrap();
        let length = last.signed_duration_since(holding.from).num_days() + 1;
        assert_eq!(length, n_days, "{holding:?}");
        Some(Self {
            gives: gives.clone(),
            n_days,
            n_days_of_part,
            from: holding.from,
            rests: Vec::new(),
            rest_extends: draft.rest_extends,
            uses: Vec::new(),
            entries: Vec::new(),
        })
    }

    pub(super) fn runs(&mut self, holding: &Holding) {
        self.from = holding.from;
        let rests = holding.rests.iter();
        self.rests = rests.map(|it| (it.from, it.until)).collect();
    }

    pub(super) fn is_over_time(&self) -> bool {
        self.gives.earned == Earned::OverTime
    }

    /// How many days of its life were before that one.
    fn n_lived(&self, on: NaiveDate) -> i64 {
        let rests = |day: &NaiveDate| {
            let mut rests = self.rests.iter();
            self.rest_extends && rests.any(|(first, last)| first <= day && day <= last)
        };
        let days = self.from.iter_days().take_while(|day| *day <= on);
        let n = days.filter(|day| !rests(day)).count();
        i64::try_from(n).unwrap().max(1) - 1
    }

    fn period(&self, per: Per, on: NaiveDate) -> i64 {
        match per {
            Per::Term => 0,
            Per::Week => self.n_lived(on) / 7,
            Per::Day => self.n_lived(on),
            Per::Month => panic!("the model asks for no months"),
        }
    }

    pub(super) fn all_credits(&self) -> i64 {
        let n_periods = match self.gives.per {
            Per::Week => (self.n_days + 6) / 7,
            Per::Day => self.n_days,
            _ => 1,
        };
        i64::from(self.gives.credits) * n_periods
    }

    /// What of a fee is for time that has not begun: of parts that differ by a cent at
    /// most, the first are the larger.
    pub(super) fn to_come(&self, fee: i64, on: NaiveDate) -> i64 {
        let n_parts = self.n_days / self.n_days_of_part;
        let n_begun = if on < self.from {
            0
        } else {
            self.n_lived(on) / self.n_days_of_part + 1
        };
        (n_begun..n_parts)
            .map(|nth| fee / n_parts + i64::from(nth < fee % n_parts))
            .sum()
    }

    pub(super) fn use_up(&mut self, on: NaiveDate, units: i64) {
        self.uses.push((on, units));
        let now = self.period(self.gives.per, on);
        let of_period = |day: NaiveDate| self.period(self.gives.per, day) == now;
        let (n_periods, used): (i64, i64) = if self.gives.rolls_over {
            (now + 1, self.uses.iter().map(|it| it.1).sum())
        } else {
            let uses = self.uses.iter().filter(|it| of_period(it.0));
            (1, uses.map(|it| it.1).sum())
        };
        let most = i64::from(self.gives.credits) * n_periods;
        assert!(used <= most, "{used} of {most} used");
    }

    pub(super) fn give_back(&mut self, on: NaiveDate, units: i64) {
        let mut left = units;
        for (_, n) in self.uses.iter_mut().rev().filter(|it| it.0 == on) {
            let back = left.min(*n);
            (*n, left) = (*n - back, left - back);
        }
        assert_eq!(left, 0);
        self.uses.retain(|it| it.1 > 0);
    }

    /// How many more times it lets its client in.
    pub(super) fn enter(&mut self, on: NaiveDate) -> Option<u32> {
        self.entries.push(on);
        let limit = self.gives.entry.unwrap();
        let now = self.period(limit.per, on);
        let entries = self.entries.iter();
        let n = entries.filter(|day| self.period(limit.per, **day) == now);
        let n = u32::try_from(n.count()).unwrap();
        if limit.most == 0 {
            return None;
        }
        assert!(n <= limit.most, "came in {n} times of {}", limit.most);
        Some(limit.most - n)
    }

    pub(super) fn check(&self, holding: &Holding, label: &str) {
        let term = holding.term.as_ref().unwrap();
        assert_eq!(holding.from, self.from, "{label}");
        let entries: Vec<NaiveDate> = term.entries.iter().map(|it| it.on).collect();
        assert_eq!(entries, self.entries, "{label}");
        let n_used: i64 = self.uses.iter().map(|it| it.1).sum();
        let of_shop: u64 = term.uses.iter().map(|it| it.units).sum();
        assert_eq!(i64::try_from(of_shop).unwrap(), n_used, "{label}");
    }
}
