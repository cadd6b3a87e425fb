//! In what order a room is: what the house says of it, beside what is booked there.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{RoomId, StaffId},
    time::{self, Span, WallTime},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoomOrder {
    #[default]
    Clean,
    ToClean,
    Cleaning,
    /// A guest stays in it.
    Overnight,
    /// Nothing is booked there.
    OutOfOrder,
}

impl RoomOrder {
    pub const ALL: [Self; 5] = [
        Self::Clean,
        Self::ToClean,
        Self::Cleaning,
        Self::Overnight,
        Self::OutOfOrder,
    ];

    /// Whether somebody who is brought there finds it ready.
    pub fn is_ready(self) -> bool {
        self == Self::Clean
    }
}

/// What was said last of a room; of one of which nothing was said, it is clean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoomState {
    pub room: RoomId,
    pub order: RoomOrder,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub since: DateTime<Utc>,
    /// Whoever had signed on.
    pub by: Option<StaffId>,
    pub note: String,
    /// Of one that is out of order: the last day of it, as far as is known.
    pub until: Option<NaiveDate>,
}

impl RoomState {
    /// The stretch in which nothing may be booked there. One without a known end lasts
    /// for good.
    pub fn shut(&self, zone: Tz) -> Option<Span> {
        let end = match self.until.and_then(|it| it.succ_opt()) {
            Some(next) => time::edge(WallTime::new(next, 0), zone, true),
            None => NaiveDateTime::MAX,
        };
        let start = self.since.naive_utc();
        (self.order == RoomOrder::OutOfOrder && start < end).then_some(Span { start, end })
    }

    /// What it is at a moment: what was out of order until some day is not for ever.
    pub fn order_at(&self, at: DateTime<Utc>, zone: Tz) -> RoomOrder {
        let is_over = |it: Span| it.end <= at.naive_utc();
        match self.order {
            RoomOrder::OutOfOrder if self.shut(zone).is_none_or(is_over) => RoomOrder::Clean,
            order => order,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    /// Riga is two hours ahead in winter: its midnight is 22:00 of UTC.
    #[test]
    fn out_of_order_lasts_to_the_end_of_its_last_day() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let state = |order, until: Option<&str>| RoomState {
            room: RoomId(RawId::new(1, 1).unwrap()),
            order,
            since: at("2026-11-21T10:00:00Z"),
            by: None,
            note: String::new(),
            until: until.map(|it| it.parse().unwrap()),
        };
        let zone = chrono_tz::Europe::Riga;
        let broken = state(RoomOrder::OutOfOrder, Some("2026-11-22"));
        #[rustfmt::skip]
        let cases = [
            ("2026-11-21T10:00:00Z", RoomOrder::OutOfOrder),
            ("2026-11-22T21:59:00Z", RoomOrder::OutOfOrder),
            ("2026-11-22T22:00:00Z", RoomOrder::Clean),
        ];
        for (moment, want) in cases {
            assert_eq!(broken.order_at(at(moment), zone), want, "{moment}");
        }
        let shut = broken.shut(zone).unwrap();
        assert_eq!(shut.end.and_utc(), at("2026-11-22T22:00:00Z"));
        let endless = state(RoomOrder::OutOfOrder, None);
        assert_eq!(
            endless.order_at(at("2036-11-22T22:00:00Z"), zone),
            RoomOrder::OutOfOrder
        );
        for order in RoomOrder::ALL {
            let is_shut = state(order, None).shut(zone).is_some();
            assert_eq!(is_shut, order == RoomOrder::OutOfOrder, "{order:?}");
        }
    }
}
