//! Who waits for a time: what, with whom, on which days and between which hours.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{AppointmentId, ClientId, ServiceId, StaffId, WaitingId},
    time::WallTime,
};

/// Bits from Monday on: every day of the week.
pub const EVERY_DAY: u8 = 0b111_1111;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitingState {
    Open,
    Booked(AppointmentId),
    /// Nobody waits any more, for this reason.
    Dropped(String),
}

/// A wish that could not be met when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waiting {
    pub id: WaitingId,
    pub client: ClientId,
    pub service: ServiceId,
    /// Any therapist who can, when open.
    pub staff: Option<StaffId>,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// A bit for each day of the week, Monday the lowest.
    pub days: u8,
    /// The start is at this minute of the day or later,
    pub from_minute: u16,
    /// and at this one or earlier.
    pub until_minute: u16,
    /// Goes before the others.
    pub urgent: bool,
    pub note: String,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub created_at: DateTime<Utc>,
    pub state: WaitingState,
}

impl Waiting {
    pub fn is_open(&self) -> bool {
        self.state == WaitingState::Open
    }

    pub fn is_on(&self, date: NaiveDate) -> bool {
        let bit = 1 << date.weekday().num_days_from_monday();
        self.first <= date && date <= self.last && self.days & bit != 0
    }

    /// Whether an appointment that begins then is what is waited for.
    pub fn wants(&self, start: WallTime) -> bool {
        self.is_on(start.date) && (self.from_minute..=self.until_minute).contains(&start.minute)
    }

    /// The urgent ones first, then by how long they wait.
    pub fn place(&self) -> (bool, DateTime<Utc>, WaitingId) {
        (!self.urgent, self.created_at, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    #[test]
    fn a_start_is_wanted_on_its_days_between_its_hours() {
        let id = RawId::new(1, 1).unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // Mondays and Saturdays of a fortnight, 14:00 to 18:00.
        let waiting = Waiting {
            id: id.into(),
            client: id.into(),
            service: id.into(),
            staff: None,
            first: day("2026-11-21"),
            last: day("2026-12-04"),
            days: 0b010_0001,
            from_minute: 840,
            until_minute: 1_080,
            urgent: false,
            note: String::new(),
            created_at: DateTime::UNIX_EPOCH,
            state: WaitingState::Open,
        };
        #[rustfmt::skip]
        let cases = [
            ("2026-11-21", 840,   true),   // Saturday
            ("2026-11-21", 1_080, true),
            ("2026-11-21", 1_085, false),
            ("2026-11-21", 835,   false),
            ("2026-11-22", 900,   false),  // Sunday
            ("2026-11-30", 900,   true),   // Monday
            ("2026-12-05", 900,   false),  // Saturday, too late
            ("2026-11-16", 900,   false),  // Monday, too early
        ];
        for (date, minute, want) in cases {
            let start = WallTime::new(day(date), minute);
            assert_eq!(waiting.wants(start), want, "{date} {minute}");
        }
    }
}
