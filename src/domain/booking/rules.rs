//! What a shop decides about its appointments: how long a time is held, when a
//! cancellation is late, what is asked of who does not come, and of whom a deposit.

use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Appointment, Status};
use crate::domain::money::{Money, Rate};

/// The longest that a time is held: two weeks.
pub const HOLD_MIN_MAX: u16 = 14 * 24 * 60;
/// The longest before its start that a cancellation is late: four weeks.
pub const LATE_HOURS_MAX: u16 = 28 * 24;

/// What is asked for a time that was kept for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fee {
    #[default]
    Nothing,
    Amount(Money),
    /// Of what the service costs.
    Share(Rate),
}

impl Fee {
    /// Of a service at this price; `None` where nothing is asked.
    pub fn of(self, price: Money) -> Option<Money> {
        let fee = match self {
            Self::Nothing => return None,
            Self::Amount(amount) => amount,
            Self::Share(rate) => rate.of(price),
        };
        (fee > Money::ZERO).then_some(fee)
    }
}

/// For which appointments money is asked ahead, and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DepositRule {
    /// Of what the service costs; nothing is asked where it is zero.
    pub rate: Rate,
    /// Of services that cost at least so much; zero: the price does not matter.
    pub from_price: Money,
    /// Of clients who have not come so often; 0: it does not matter.
    pub no_shows: u16,
    /// An appointment without its deposit is held for so long and then let go; 0: it is
    /// booked at once, and the desk is told what is due.
    pub hold_hours: u16,
}

impl DepositRule {
    /// What is due of a client who has not come `n_no_shows` times, for a service at
    /// this price. With both conditions, either will do; with neither, all pay.
    pub fn due(&self, price: Money, n_no_shows: u32) -> Option<Money> {
        let by_price = self.from_price > Money::ZERO;
        let by_past = self.no_shows > 0;
        let is_asked = (!by_price && !by_past)
            || (by_price && price >= self.from_price)
            || (by_past && n_no_shows >= u32::from(self.no_shows));
        let due = self.rate.of(price);
        (is_asked && due > Money::ZERO).then_some(due)
    }
}

/// One per shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BookRules {
    /// A time that is held without a word on how long is held so many minutes.
    pub hold_min: u16,
    /// Less than so many hours before the start a cancellation is late; 0: never.
    pub late_hours: u16,
    pub no_show_fee: Fee,
    pub late_fee: Fee,
    pub deposit: DepositRule,
}

impl Default for BookRules {
    fn default() -> Self {
        Self {
            hold_min: 60,
            late_hours: 0,
            no_show_fee: Fee::Nothing,
            late_fee: Fee::Nothing,
            deposit: DepositRule::default(),
        }
    }
}

impl BookRules {
    /// Whether it is too late at `now` to cancel for nothing what begins at `starts_at`.
    /// The very hour is not late yet.
    pub fn is_late(&self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.late_hours > 0 && starts_at - now < Duration::hours(self.late_hours.into())
    }

    /// What is asked for an appointment as it stands, of a service at this price.
    pub fn fee(&self, status: Status, price: Money) -> Option<Money> {
        match status {
            Status::NoShow => self.no_show_fee.of(price),
            Status::LateCancel => self.late_fee.of(price),
            _ => None,
        }
    }
}

/// Whether a hold has come to its end.
pub fn is_over(visit: &Appointment, now: DateTime<Utc>) -> bool {
    visit.status == Status::Held && visit.held_until.is_some_and(|until| until <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn fees_are_an_amount_or_a_share_and_nothing_is_no_fee() {
        let half = Rate::from_milli_percent(50_000);
        #[rustfmt::skip]
        let cases = [
            // rule                    price  fee
            (Fee::Nothing,             4_500, None),
            (Fee::Amount(eur(1_000)),  4_500, Some(eur(1_000))),
            (Fee::Amount(Money::ZERO), 4_500, None),
            (Fee::Share(half),         4_500, Some(eur(2_250))),
            (Fee::Share(half),         3,     Some(eur(2))), // half a cent away from zero
            (Fee::Share(half),         0,     None),
        ];
        for (fee, price, want) in cases {
            assert_eq!(fee.of(eur(price)), want, "{fee:?} of {price}");
        }
    }

    #[test]
    fn a_cancellation_is_late_from_the_minute_after_the_last_hour() {
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        let rules = BookRules {
            late_hours: 24,
            ..BookRules::default()
        };
        let starts = at("2026-11-21T12:00:00Z");
        #[rustfmt::skip]
        let cases = [
            // cancelled at           late
            ("2026-11-20T11:59:59Z",  false),
            ("2026-11-20T12:00:00Z",  false),
            ("2026-11-20T12:00:01Z",  true),
            ("2026-11-21T12:30:00Z",  true),
        ];
        for (now, want) in cases {
            assert_eq!(rules.is_late(starts, at(now)), want, "{now}");
        }
        assert!(!BookRules::default().is_late(starts, starts));
    }

    #[test]
    fn a_deposit_is_asked_by_price_or_by_what_was_before() {
        let rule = |from_price, no_shows| DepositRule {
            rate: Rate::from_milli_percent(20_000),
            from_price: eur(from_price),
            no_shows,
            hold_hours: 0,
        };
        #[rustfmt::skip]
        let cases = [
            // from    no-shows  price   not come  due
            (0,        0,        5_000,  0,        Some(1_000)),
            (10_000,   0,        9_999,  9,        None),
            (10_000,   0,        10_000, 0,        Some(2_000)),
            (0,        2,        5_000,  1,        None),
            (0,        2,        5_000,  2,        Some(1_000)),
            (10_000,   2,        5_000,  2,        Some(1_000)),
            (10_000,   2,        12_000, 0,        Some(2_400)),
            (0,        0,        0,      0,        None),
        ];
        for (from_price, no_shows, price, missed, want) in cases {
            let due = rule(from_price, no_shows).due(eur(price), missed);
            assert_eq!(
                due,
                want.map(eur),
                "{from_price} {no_shows} {price} {missed}"
            );
        }
        assert_eq!(DepositRule::default().due(eur(5_000), 9), None);
    }
}
