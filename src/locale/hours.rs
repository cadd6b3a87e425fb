//! Who works when, and who does not: sentences about hours.

use super::Words;
use crate::{
    domain::{staff::Shift, time::WallTime},
    ops::{
        query::Attention,
        refusal::{AwayReport, HitVisit},
    },
};

/// Nobody reads more of them in a sentence.
const NAMED_MAX: usize = 3;

impl Words<'_> {
    pub(super) fn staff_off(&self, staff: &str, shifts: &[Shift]) -> String {
        if shifts.is_empty() {
            return self
                .locale
                .fill("clash-staff-day-off", &[("staff", staff.into())]);
        }
        let hours = self.shifts(shifts);
        self.locale.fill(
            "clash-staff-off",
            &[("staff", staff.into()), ("hours", hours.into())],
        )
    }

    pub(super) fn house_shut(&self, hours: &[Shift]) -> String {
        if hours.is_empty() {
            return self.text("clash-house-not-open");
        }
        self.locale
            .fill("clash-house-shut", &[("hours", self.shifts(hours).into())])
    }

    pub(super) fn closed(&self, reason: &str, until: WallTime) -> String {
        let words = [
            ("reason", self.for_reason(reason).into()),
            ("until", self.until(until).into()),
        ];
        self.locale.fill("clash-house-closed", &words)
    }

    pub(super) fn staff_away(&self, away: &AwayReport) -> String {
        let words = [
            ("staff", away.staff.as_str().into()),
            ("reason", self.for_reason(&away.reason).into()),
            ("until", self.until(away.until).into()),
        ];
        self.locale.fill("clash-staff-away", &words)
    }

    /// `09:00 to 13:00 and 14:00 to 18:00`.
    pub fn shifts(&self, shifts: &[Shift]) -> String {
        let hours: Vec<String> = shifts.iter().map(|it| self.shift(*it)).collect();
        self.list(&hours)
    }

    /// Appointments that would be left outside of working hours, the first ones by name.
    pub(super) fn hits(&self, n: usize, visits: &[HitVisit]) -> String {
        let named = visits.iter().take(NAMED_MAX).map(|it| {
            let words = [
                ("client", self.client(&it.client).into()),
                ("start", self.moment(it.start).into()),
                ("staff", it.staff.as_str().into()),
            ];
            self.locale.fill("refused-hits-visit", &words)
        });
        let named: Vec<String> = named.collect();
        let mut visits = named.join("; ");
        if n > named.len() {
            visits.push_str("; …");
        }
        let words = [("n", n.into()), ("visits", visits.into())];
        self.locale.fill("refused-hits-visits", &words)
    }

    pub(super) fn hours_set(&self, n_hit: usize) -> String {
        match n_hit {
            0 => self.text("outcome-saved"),
            n => self.locale.fill("outcome-hours-set", &[("n", n.into())]),
        }
    }

    pub(super) fn stranded(&self, item: &Attention) -> String {
        let Attention::Stranded {
            n, client, start, ..
        } = item
        else {
            return String::new();
        };
        let words = [
            ("n", (*n).into()),
            ("client", self.client(client).into()),
            ("start", self.moment(*start).into()),
        ];
        self.locale.fill("attention-stranded", &words)
    }

    fn for_reason(&self, reason: &str) -> String {
        match reason {
            "" => String::new(),
            reason => self
                .locale
                .fill("clash-for-reason", &[("reason", reason.into())]),
        }
    }

    /// An edge between two days of work is told as the last day before it.
    fn until(&self, until: WallTime) -> String {
        if until.minute > 0 {
            let words = [
                ("time", until.hhmm().into()),
                ("date", self.date(until.date).into()),
            ];
            return self.locale.fill("clash-until-time", &words);
        }
        let last = until.date.pred_opt().unwrap_or(until.date);
        self.locale
            .fill("clash-through-day", &[("date", self.date(last).into())])
    }
}
