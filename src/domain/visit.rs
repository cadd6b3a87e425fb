//! Appointments that belong together: a visit has several at once, a series the same
//! one again and again.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::{ClientId, SeriesId, VisitId};

/// Who pays for a visit of several clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bill {
    /// The host, for all.
    #[default]
    One,
    /// Each for themselves.
    Many,
}

/// Several appointments of one client or of a party, which come and pay together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Visit {
    pub id: VisitId,
    /// Who has invited, or asked for it.
    pub host: Option<ClientId>,
    /// For all of them; shown when they come and when they pay.
    pub note: String,
    pub bill: Bill,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub created_at: DateTime<Utc>,
}

/// An appointment that comes again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    pub id: SeriesId,
    pub rule: Recurrence,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    Days,
    Weeks,
}

/// When a series is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeriesEnd {
    /// So many in all, the first among them.
    Times(u16),
    /// The last day on which there may be one.
    Until(NaiveDate),
}

/// How a series goes on: by the days of the calendar, so that the hour stays what it
/// is when the clock is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recurrence {
    /// Every so many days or weeks; at least one.
    pub every: u16,
    pub unit: Interval,
    /// Of weeks: on these, Monday is 0; none: on the weekday of the first.
    #[serde(default)]
    pub weekdays: Vec<u8>,
    pub end: SeriesEnd,
}

impl Recurrence {
    /// The most of one series.
    pub const TIMES_MAX: u16 = 104;
    /// Two years: nobody can say what is later.
    pub const DAYS_MAX: u64 = 731;

    /// The days of all of them, in order. The first is one, whatever its weekday.
    pub fn days(&self, first: NaiveDate) -> Vec<NaiveDate> {
        let most = match self.end {
            SeriesEnd::Times(n) => n.min(Self::TIMES_MAX),
            SeriesEnd::Until(_) => Self::TIMES_MAX,
        };
        let farthest = first.checked_add_days(Days::new(Self::DAYS_MAX));
        let last = match self.end {
            SeriesEnd::Times(_) => farthest,
            SeriesEnd::Until(day) => farthest.map(|it| it.min(day)),
        };
        let last = last.unwrap_or(first);
        let after = first.iter_days().skip(1).take_while(|day| *day <= last);
        let after = after.filter(|day| self.has(first, *day));
        let days = std::iter::once(first).chain(after);
        days.take(most.into()).collect()
    }

    fn has(&self, first: NaiveDate, day: NaiveDate) -> bool {
        let every = i64::from(self.every.max(1));
        match self.unit {
            Interval::Days => (day - first).num_days() % every == 0,
            Interval::Weeks => {
                let weeks = (monday(day) - monday(first)).num_days() / 7;
                weeks % every == 0 && self.has_weekday(first, day)
            }
        }
    }

    fn has_weekday(&self, first: NaiveDate, day: NaiveDate) -> bool {
        if self.weekdays.is_empty() {
            return day.weekday() == first.weekday();
        }
        let weekday = day.weekday().num_days_from_monday();
        self.weekdays.iter().any(|it| u32::from(*it) == weekday)
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.week(chrono::Weekday::Mon).first_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_table() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let times = SeriesEnd::Times;
        let until = |text| SeriesEnd::Until(day(text));
        // Saturday, 21 November 2026.
        #[rustfmt::skip]
        let cases = [
            (1, Interval::Weeks, vec![], times(3), vec!["11-21", "11-28", "12-05"]),
            (2, Interval::Weeks, vec![], times(3), vec!["11-21", "12-05", "12-19"]),
            (1, Interval::Weeks, vec![], until("2026-12-05"), vec!["11-21", "11-28", "12-05"]),
            (1, Interval::Weeks, vec![], until("2026-12-04"), vec!["11-21", "11-28"]),
            // The week that the first is in counts, whatever its weekday.
            (1, Interval::Weeks, vec![0, 3], times(4), vec!["11-21", "11-23", "11-26", "11-30"]),
            (2, Interval::Weeks, vec![0, 3], times(4), vec!["11-21", "11-30", "12-03", "12-14"]),
            (2, Interval::Weeks, vec![5, 6], times(4), vec!["11-21", "11-22", "12-05", "12-06"]),
            (10, Interval::Days, vec![], times(3), vec!["11-21", "12-01", "12-11"]),
            (1, Interval::Days, vec![], until("2026-11-21"), vec!["11-21"]),
            (1, Interval::Weeks, vec![], times(1), vec!["11-21"]),
            (1, Interval::Weeks, vec![], until("2026-11-01"), vec!["11-21"]),
        ];
        for (every, unit, weekdays, end, want) in cases {
            let rule = Recurrence {
                every,
                unit,
                weekdays,
                end,
            };
            let days = rule.days(day("2026-11-21"));
            let days: Vec<String> = days
                .iter()
                .map(|it| it.format("%m-%d").to_string())
                .collect();
            assert_eq!(days, want, "{rule:?}");
        }
    }

    #[test]
    fn none_has_more_than_the_most() {
        let rule = Recurrence {
            every: 1,
            unit: Interval::Days,
            weekdays: Vec::new(),
            end: SeriesEnd::Times(u16::MAX),
        };
        let first = "2026-11-21".parse().unwrap();
        assert_eq!(rule.days(first).len(), usize::from(Recurrence::TIMES_MAX));
    }
}
