//! A day's minutes as they really pass, and what the clock on the wall shows then.
//! On most days both are the same; where the clock is changed, the grid goes by the
//! minutes that pass, so that no hour is missing, doubled or as long as another.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::domain::time::{self, Resolved, WallTime};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayClock {
    date: NaiveDate,
    zone: Tz,
    begins: DateTime<Utc>,
    goes_back: bool,
}

/// The last minute of a late evening: an edge of a shift.
const LAST_MINUTE: u16 = 30 * 60;

/// Clocks are changed at night: at noon that is over.
const NOON: u16 = 12 * 60;

impl DayClock {
    pub fn new(date: NaiveDate, zone: Tz) -> Self {
        let begins = time::at_or_after(WallTime::new(date, 0), zone);
        Self::beginning(begins, date, zone)
    }

    /// For a day beside others: its noon is 12 hours after its begin, whatever the clock
    /// does in the night before, so that the hours of work stand on the same rows.
    pub fn by_noon(date: NaiveDate, zone: Tz) -> Self {
        let noon = time::at_or_after(WallTime::new(date, NOON), zone);
        Self::beginning(noon - Duration::minutes(NOON.into()), date, zone)
    }

    fn beginning(begins: DateTime<Utc>, date: NaiveDate, zone: Tz) -> Self {
        let ends = time::at_or_after(WallTime::new(date, LAST_MINUTE), zone);
        Self {
            date,
            zone,
            begins,
            goes_back: ends - begins > Duration::minutes(LAST_MINUTE.into()),
        }
    }

    /// Whether the clock is set back on this day or in the small hours behind it.
    pub fn goes_back(&self) -> bool {
        self.goes_back
    }

    /// What the clock shows `minute` real minutes after the day began. After midnight
    /// it counts on: 24:30 is half past twelve of a late evening.
    pub fn wall(&self, minute: u16) -> WallTime {
        let at = time::wall(self.instant(minute), self.zone);
        let days = (at.date - self.date).num_days();
        let shown = days * 24 * 60 + i64::from(at.minute);
        u16::try_from(shown).map_or(at, |minute| WallTime {
            date: self.date,
            minute,
            again: at.again,
        })
    }

    /// Real minutes from the day's begin to a wall time, or to the first one after it
    /// that there is.
    pub fn minute(&self, wall: WallTime) -> i64 {
        self.minute_at(time::at_or_after(wall, self.zone))
    }

    /// As [`Self::minute`], but the second of two: where something ends.
    pub fn end_minute(&self, wall: WallTime) -> i64 {
        match time::resolve(wall, self.zone) {
            Resolved::Twice { second, .. } => self.minute_at(second),
            _ => self.minute(wall),
        }
    }

    pub fn minute_at(&self, at: DateTime<Utc>) -> i64 {
        (at - self.begins).num_minutes()
    }

    fn instant(&self, minute: u16) -> DateTime<Utc> {
        self.begins + Duration::minutes(i64::from(minute))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{time::hhmm, typed};

    fn clock(date: &str, zone: Tz) -> DayClock {
        DayClock::new(date.parse().unwrap(), zone)
    }

    fn minutes(clock: &DayClock, shown: &str) -> (i64, i64) {
        let wall = WallTime::new(clock.date, typed::time(shown).unwrap());
        (clock.minute(wall), clock.end_minute(wall))
    }

    /// Riga in 2026: forward on 29 March at 03:00, back on 25 October at 04:00 (IANA,
    /// file europe, rule EU).
    #[test]
    fn days_of_24_23_and_25_hours() {
        let zone = chrono_tz::Europe::Riga;
        #[rustfmt::skip]
        let cases = [
            // day         shown    minutes of the day, first and last
            ("2026-11-21", "00:00", (0, 0)),
            ("2026-11-21", "13:40", (820, 820)),
            ("2026-11-21", "25:30", (1_530, 1_530)),
            ("2026-03-29", "02:59", (179, 179)),
            ("2026-03-29", "03:00", (180, 180)),
            ("2026-03-29", "03:20", (180, 180)),
            ("2026-03-29", "04:00", (180, 180)),
            ("2026-03-29", "24:00", (1_380, 1_380)),
            ("2026-10-25", "02:59", (179, 179)),
            ("2026-10-25", "03:00", (180, 240)),
            ("2026-10-25", "03:30", (210, 270)),
            ("2026-10-25", "04:00", (300, 300)),
            ("2026-10-25", "24:00", (1_500, 1_500)),
            // The evening before: its late hours have the change.
            ("2026-10-24", "28:00", (1_740, 1_740)),
        ];
        for (date, shown, want) in cases {
            assert_eq!(minutes(&clock(date, zone), shown), want, "{date} {shown}");
        }
    }

    #[test]
    fn the_wall_shows_what_the_minutes_are() {
        let zone = chrono_tz::Europe::Riga;
        #[rustfmt::skip]
        let cases = [
            // day         minute  shown    for the second time
            ("2026-11-21", 0,      "00:00", false),
            ("2026-11-21", 1_530,  "25:30", false),
            ("2026-03-29", 179,    "02:59", false),
            ("2026-03-29", 180,    "04:00", false),
            ("2026-10-25", 239,    "03:59", false),
            ("2026-10-25", 240,    "03:00", true),
            ("2026-10-25", 299,    "03:59", true),
            ("2026-10-25", 300,    "04:00", false),
        ];
        for (date, minute, shown, second) in cases {
            let clock = clock(date, zone);
            assert_eq!(hhmm(clock.wall(minute).minute), shown, "{date} {minute}");
            assert_eq!(clock.wall(minute).again, second, "{date} {minute}");
        }
    }

    /// Both days of 2026 on which each of these places changes its clocks (IANA, files
    /// europe, africa, australasia and southamerica), in rows of a quarter of an hour.
    #[test]
    fn days_of_a_change_have_a_row_for_every_quarter_that_passes() {
        use chrono_tz::{Africa::Cairo, America::Santiago, Australia::Lord_Howe, Europe::Riga};
        #[rustfmt::skip]
        let cases = [
            (Riga,      "2026-03-29",  92,  0),
            (Riga,      "2026-10-25", 100,  4),
            (Cairo,     "2026-04-24",  92,  0),
            (Cairo,     "2026-10-29", 100,  4),
            (Lord_Howe, "2026-10-04",  94,  0),
            (Lord_Howe, "2026-04-05",  98,  2),
            (Santiago,  "2026-09-06",  92,  0),
            (Santiago,  "2026-04-04", 100,  4),
        ];
        for (zone, date, n_rows, n_twice) in cases {
            let clock = clock(date, zone);
            let (_, minutes) = minutes(&clock, "24:00");
            assert_eq!(minutes, n_rows * 15, "{zone} {date}");
            let rows = (0..n_rows).map(|row| u16::try_from(row * 15).unwrap());
            let shown: Vec<_> = rows
                .map(|minute| (clock.wall(minute), clock.wall(minute).again))
                .collect();
            let mut apart = shown.clone();
            apart.sort_unstable();
            apart.dedup();
            assert_eq!(
                apart.len(),
                shown.len(),
                "{zone} {date}: two rows are alike"
            );
            let twice = shown.iter().filter(|(_, is_second)| *is_second);
            assert_eq!(twice.count(), n_twice, "{zone} {date}");
            for (wall, _) in shown {
                let resolved = time::resolve(wall, zone);
                assert_ne!(resolved, Resolved::Never, "{zone} {wall:?} is in the gap");
            }
        }
    }

    /// Where the clock is set forward and where it is set back the hours of work stand
    /// beside those of the days around.
    #[test]
    fn days_side_by_side_have_their_hours_on_the_same_rows() {
        let zone = chrono_tz::Europe::Riga;
        for date in ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"] {
            let clock = DayClock::by_noon(date.parse().unwrap(), zone);
            for shown in ["09:00", "12:00", "20:15"] {
                let minute = typed::time(shown).unwrap();
                assert_eq!(
                    minutes(&clock, shown),
                    (minute.into(), minute.into()),
                    "{date}"
                );
                assert_eq!(hhmm(clock.wall(minute).minute), shown, "{date}");
            }
        }
    }

    /// Havana goes forward at midnight: 8 March 2026 begins at 01:00.
    #[test]
    fn a_day_may_begin_with_its_second_hour() {
        let clock = clock("2026-03-08", chrono_tz::America::Havana);
        assert_eq!(hhmm(clock.wall(0).minute), "01:00");
        assert_eq!(minutes(&clock, "09:00").0, 480);
    }
}
