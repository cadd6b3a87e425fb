//! Dates, times and amounts as people read them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::Words;
use crate::domain::{
    money::{Currency, Money},
    time::{self, WallTime},
};

const WEEKDAYS: [&str; 7] = [
    "weekday-mon",
    "weekday-tue",
    "weekday-wed",
    "weekday-thu",
    "weekday-fri",
    "weekday-sat",
    "weekday-sun",
];

const MONTHS: [&str; 12] = [
    "month-jan",
    "month-feb",
    "month-mar",
    "month-apr",
    "month-may",
    "month-jun",
    "month-jul",
    "month-aug",
    "month-sep",
    "month-oct",
    "month-nov",
    "month-dec",
];

impl Words<'_> {
    /// `45.00`, without the currency's name.
    pub fn money(&self, amount: Money) -> String {
        self.currency.format(amount)
    }

    /// Of another currency, with its code; of the shop's own where that is empty.
    pub fn in_currency(&self, amount: Money, code: &str) -> String {
        match Currency::known(code) {
            Some(currency) => format!("{} {code}", currency.format(amount)),
            None => self.money(amount),
        }
    }

    /// Counted less expected: `correct`, `over 2.00` or `short 5.00`.
    pub fn difference(&self, amount: Money) -> String {
        self.difference_in(amount, "")
    }

    /// The same of another currency.
    pub fn difference_in(&self, amount: Money, code: &str) -> String {
        if amount.is_zero() {
            return self.text("z-correct");
        }
        let id = if amount.is_negative() {
            "z-short"
        } else {
            "z-over"
        };
        self.locale.fill(
            id,
            &[("amount", self.in_currency(amount.abs(), code).into())],
        )
    }

    /// `Sat 21 Nov 2026`.
    pub fn date(&self, date: NaiveDate) -> String {
        self.date_as("date-full", date)
    }

    /// `Sat 21 Nov`.
    pub fn short_date(&self, date: NaiveDate) -> String {
        self.date_as("date-short", date)
    }

    /// `Sat 21`, where the month is known.
    pub fn day_and_weekday(&self, date: NaiveDate) -> String {
        self.date_as("date-day", date)
    }

    fn date_as(&self, id: &str, date: NaiveDate) -> String {
        let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
        let month = MONTHS[date.month0() as usize];
        self.locale.fill(
            id,
            &[
                ("weekday", self.text(weekday).into()),
                ("day", date.day().into()),
                ("month", self.text(month).into()),
                ("year", date.year().to_string().into()),
            ],
        )
    }

    /// `14:05`, on the clock of the date that it then is; `03:05+2` where the clock
    /// is set back and shows that twice.
    pub fn time(&self, wall: WallTime) -> String {
        time::spelled(wall.plus(0), self.zone)
    }

    /// `Sat 21 Nov 14:05`.
    pub fn moment(&self, wall: WallTime) -> String {
        let wall = wall.plus(0);
        format!("{} {}", self.short_date(wall.date), self.time(wall))
    }

    /// An instant on the shop's clock.
    pub fn wall(&self, at: DateTime<Utc>) -> WallTime {
        time::wall(at, self.zone)
    }

    /// `Sat 21 Nov 2026 14:05` of an instant.
    pub fn instant(&self, at: DateTime<Utc>) -> String {
        let wall = self.wall(at).plus(0);
        format!("{} {}", self.date(wall.date), self.time(wall))
    }

    /// `14:05` of an instant.
    pub fn clock(&self, at: DateTime<Utc>) -> String {
        self.time(self.wall(at))
    }

    /// `a, b and c`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => self.locale.fill(
                "list-last",
                &[("most", most.join(", ").into()), ("last", last.into())],
            ),
        }
    }
}
