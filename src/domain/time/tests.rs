//! Spans, late work, and the days when clocks change.

use proptest::prelude::*;

use super::*;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn spans_are_half_open() {
    let at = |minute| WallTime::new(date(2026, 11, 21), minute);
    let ten = Span::new(at(600), 60);
    assert!(!ten.overlaps(Span::new(at(660), 30)));
    assert!(!ten.overlaps(Span::new(at(540), 60)));
    assert!(ten.overlaps(Span::new(at(659), 30)));
    assert!(ten.overlaps(Span::new(at(540), 61)));
    assert!(ten.overlaps(Span::new(at(610), 10)));
    assert!(Span::new(at(610), 10).overlaps(ten));
}

#[test]
fn late_work_belongs_to_the_evening_before() {
    let late = WallTime::new(date(2026, 12, 31), 24 * 60 + 30);
    assert_eq!(late.hhmm(), "24:30");
    assert_eq!(
        late.naive(),
        date(2027, 1, 1).and_hms_opt(0, 30, 0).unwrap()
    );
    assert_eq!(late.plus(0), WallTime::new(date(2027, 1, 1), 30));
    assert_eq!(
        late.plus(-60),
        WallTime::new(date(2026, 12, 31), 23 * 60 + 30)
    );
}

/// Clock changes from the IANA time zone database: what 2026 has, and Lord Howe's
/// half hour.
#[test]
fn clock_changes_are_known() {
    use chrono_tz::{America::New_York, Asia::Tokyo, Australia::Lord_Howe, Europe::Riga};
    #[rustfmt::skip]
    let cases = [
        // zone      date                minute    what
        (Riga,      date(2026, 3, 29),  2 * 60 + 59, "once 00:59"),
        (Riga,      date(2026, 3, 29),  3 * 60,      "never"),
        (Riga,      date(2026, 3, 29),  3 * 60 + 55, "never"),
        (Riga,      date(2026, 3, 29),  4 * 60,      "once 01:00"),
        (Riga,      date(2026, 10, 25), 2 * 60 + 55, "once 23:55"),
        (Riga,      date(2026, 10, 25), 3 * 60,      "00:00 and 01:00"),
        (Riga,      date(2026, 10, 25), 3 * 60 + 55, "00:55 and 01:55"),
        (Riga,      date(2026, 10, 25), 4 * 60,      "once 02:00"),
        (New_York,  date(2026, 3, 8),   2 * 60 + 30, "never"),
        (New_York,  date(2026, 11, 1),  60 + 30,     "05:30 and 06:30"),
        (Lord_Howe, date(2026, 4, 5),   60 + 30,     "14:30 and 15:00"),
        (Lord_Howe, date(2026, 4, 5),   2 * 60,      "once 15:30"),
        (Lord_Howe, date(2026, 10, 4),  2 * 60,      "never"),
        (Lord_Howe, date(2026, 10, 4),  2 * 60 + 30, "once 15:30"),
        (Tokyo,     date(2026, 3, 29),  2 * 60,      "once 17:00"),
    ];
    for (zone, date, minute, want) in cases {
        let got = match resolve(WallTime::new(date, minute), zone) {
            Resolved::Once(at) => at.format("once %H:%M").to_string(),
            Resolved::Twice { first, second } => {
                format!("{} and {}", first.format("%H:%M"), second.format("%H:%M"))
            }
            Resolved::Never => "never".into(),
        };
        assert_eq!(got, want, "{zone} {date} {}", hhmm(minute));
    }
}

proptest! {
    /// An instant's wall time leads back to it, directly or as one of two.
    #[test]
    fn wall_times_lead_back_to_their_instant(minutes in 0_i64..2 * 365 * 24 * 60) {
        for zone in [chrono_tz::Europe::Riga, chrono_tz::Australia::Lord_Howe] {
            let at = date(2026, 1, 1).and_time(NaiveTime::MIN).and_utc() + Duration::minutes(minutes);
            let back = match resolve(wall(at, zone), zone) {
                Resolved::Once(once) => vec![once],
                Resolved::Twice { first, second } => vec![first, second],
                Resolved::Never => vec![],
            };
            prop_assert!(back.contains(&at), "{}", at);
        }
    }
}
