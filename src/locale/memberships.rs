//! What memberships give and have left, in words.

use chrono::NaiveDate;

use super::Words;
use crate::domain::{
    holding::Holding,
    membership::{Membership, Per},
    plan::PlanKind,
};

/// What can still be had of a membership.
struct Left {
    credits: u64,
    /// `None`: it lets nobody in; 0: any number.
    entries: Option<u32>,
}

impl Words<'_> {
    /// What a plan gives, as the price list says it.
    pub fn gives(&self, kind: &PlanKind) -> String {
        match kind {
            PlanKind::Membership(gives) => {
                let left = Left {
                    credits: gives.credits.into(),
                    entries: gives.entry.map(|it| it.most),
                };
                self.member(gives, &left)
            }
            other => self.units(other, other.units()),
        }
    }

    /// What is left of something paid ahead on a day.
    pub fn left(&self, holding: &Holding, today: NaiveDate) -> String {
        match &holding.kind {
            PlanKind::Membership(gives) => {
                let entries = gives.entry.map(|limit| match limit.most {
                    0 => Some(0),
                    _ => holding.entries_left(today).ok().flatten(),
                });
                let left = Left {
                    credits: holding.left_on(today),
                    entries: entries.flatten(),
                };
                self.member(gives, &left)
            }
            kind => self.units(kind, holding.units_left),
        }
    }

    fn member(&self, gives: &Membership, left: &Left) -> String {
        let mut parts = Vec::new();
        if gives.credits > 0 {
            let credits = [("n", left.credits.into())];
            let credits = self.locale.fill("units-visits", &credits);
            parts.push(self.in_each(credits, gives.per));
        }
        if !gives.off.is_zero() {
            let off = [("rate", gives.off.to_string().into())];
            parts.push(self.locale.fill("member-off", &off));
        }
        if let (Some(limit), Some(entries)) = (gives.entry, left.entries) {
            parts.push(match entries {
                0 => self.text("member-entry"),
                n => {
                    let n = self.locale.fill("member-entries", &[("n", n.into())]);
                    self.in_each(n, limit.per)
                }
            });
        }
        parts.join(", ")
    }

    fn in_each(&self, what: String, per: Per) -> String {
        let id = match per {
            Per::Term => return what,
            Per::Month => "member-a-month",
            Per::Week => "member-a-week",
            Per::Day => "member-a-day",
        };
        self.locale.fill(id, &[("what", what.into())])
    }

    /// Who came in, and what is left.
    pub(super) fn entered(
        &self,
        (client, name): (&str, &str),
        left: Option<u32>,
        until: Option<NaiveDate>,
    ) -> String {
        let until = until.map_or_else(String::new, |it| self.date(it));
        let mut args = vec![
            ("client", client.into()),
            ("name", name.into()),
            ("until", until.into()),
        ];
        match left {
            Some(n) => {
                args.push(("n", n.into()));
                self.locale.fill("outcome-member-entered-left", &args)
            }
            None => self.locale.fill("outcome-member-entered", &args),
        }
    }
}
