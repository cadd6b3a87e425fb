//! What is typed at desks, and what is meant.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::time::{Which, hhmm};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn times_are_read_as_people_type_them() {
    #[rustfmt::skip]
    let cases = [
        ("14", Some("14:00")), ("1430", Some("14:30")), ("14:30", Some("14:30")), ("14.30", Some("14:30")),
        ("9.15", Some("09:15")), ("930", Some("09:30")), ("9", Some("09:00")), ("9h15", Some("09:15")),
        ("9h", Some("09:00")), ("2pm", Some("14:00")), ("2:30 PM", Some("14:30")), ("12am", Some("00:00")),
        ("12pm", Some("12:00")), ("0", Some("00:00")), ("0000", Some("00:00")), ("24:30", Some("24:30")),
        ("2:30p", Some("14:30")), ("9a", Some("09:00")), ("230p", Some("14:30")), ("noon", Some("12:00")),
        ("2 p.m.", Some("14:00")), ("11:59 a.m.", Some("11:59")), ("12a", Some("00:00")), ("Noon", Some("12:00")),
        ("29:59", Some("29:59")), ("30", None), ("14:60", None), ("1460", None), ("14:5", None),
        ("13pm", None), ("0am", None), ("", None), ("x", None), ("14:30:00", None), ("-1", None),
        ("14300", None), ("пять", None), ("p", None), ("am", None), ("14p", None), ("9pa", None),
    ];
    for (text, want) in cases {
        assert_eq!(time(text).map(hhmm).as_deref(), want, "{text:?}");
    }
}

#[test]
fn which_of_two_times_is_typed_as_people_say_it() {
    use Which::{Ahead, First, Second, Unsaid};
    #[rustfmt::skip]
    let cases = [
        ("3:05", Some(("03:05", Unsaid))), ("3:05 first", Some(("03:05", First))), ("305 2nd", Some(("03:05", Second))),
        ("3.05 SECOND", Some(("03:05", Second))), ("3:05+3", Some(("03:05", Ahead(180)))), ("27:05 1st", Some(("27:05", First))),
        ("0305 +02:00", Some(("03:05", Ahead(120)))), ("23:30-4", Some(("23:30", Ahead(-240)))),
        ("1:40 +10:30", Some(("01:40", Ahead(630)))), ("1:40+1030", Some(("01:40", Ahead(630)))),
        ("1:40+11", Some(("01:40", Ahead(660)))), ("2p-3", Some(("14:00", Ahead(-180)))), ("14:00+0", Some(("14:00", Ahead(0)))),
        ("second", None), ("+3", None), ("-1", None), ("14-30", None), ("3:05+", None), ("3:05+3:60", None),
        ("3:05+3:5", None), ("3:05+x", None), ("3:05 third", None), ("3:05+15", None), ("3:05+пя", None),
    ];
    for (text, want) in cases {
        let got = time_of_two(text);
        let got = got.map(|(minute, which)| (hhmm(minute), which));
        assert_eq!(
            got,
            want.map(|(time, which)| (time.to_owned(), which)),
            "{text:?}"
        );
    }
}

/// Weeks, months, years and days ahead as GNU date 9.4 gives them (`date -d
/// '2026-11-21 +2 weeks'`), where the month is long enough; weekdays by the calendar
/// of 2026.
#[test]
fn dates_are_read_as_people_type_them() {
    // A Saturday.
    let today = day(2026, 11, 21);
    #[rustfmt::skip]
    let cases = [
        ("t", Some("2026-11-21")), ("today", Some("2026-11-21")), ("tomorrow", Some("2026-11-22")),
        ("yesterday", Some("2026-11-20")), ("2026-11-21", Some("2026-11-21")), ("21.11.2026", Some("2026-11-21")),
        ("21.11.26", Some("2026-11-21")), ("3/12/2026", Some("2026-12-03")), ("21.11.", Some("2026-11-21")),
        ("21/11", Some("2026-11-21")), ("14.3", Some("2027-03-14")), ("14", Some("2026-11-14")),
        ("5.1.", Some("2027-01-05")), ("5.1", Some("2027-01-05")), ("20.11", Some("2026-11-20")),
        ("1", Some("2026-12-01")), ("20", Some("2026-11-20")), ("31", Some("2026-10-31")),
        ("fri", Some("2026-11-27")), ("sat", Some("2026-11-28")), ("su", Some("2026-11-22")),
        ("monday", Some("2026-11-23")), ("next fri", Some("2026-11-27")), ("next sunday", Some("2026-11-29")),
        ("+2w", Some("2026-12-05")), ("-3d", Some("2026-11-18")), ("+5", Some("2026-11-26")),
        ("+3", Some("2026-11-24")), ("+90d", Some("2027-02-19")), ("+1m", Some("2026-12-21")),
        ("+3m", Some("2027-02-21")), ("+1y", Some("2027-11-21")), ("-1m", Some("2026-10-21")),
        ("1 dec", Some("2026-12-01")), ("1 Dec 2027", Some("2027-12-01")), ("dec 1", Some("2026-12-01")),
        ("1. december", Some("2026-12-01")), ("21-nov-2026", Some("2026-11-21")), ("21 11", Some("2026-11-21")),
        ("29.2.2028", Some("2028-02-29")), ("29.2.2027", None), ("31.11.", None), ("11/21", None),
        ("32", None), ("+99999d", None), ("+w", None), ("x", None), ("", None), ("1.2.3.4", None),
        ("21.11.026", None), ("99999999999", None), ("+1x", None), ("m", None), ("next", None),
        ("next x", None), ("1 de", None), ("..", None), ("21..11", None),
        ("2026", None), ("2026-11", None), ("0.1.2026", None), (".", None), ("21.11.2026 x", None),
    ];
    for (text, want) in cases {
        let got = date(text, today).map(|it| it.to_string());
        assert_eq!(got.as_deref(), want, "{text:?}");
    }
    let end_of_month = day(2027, 1, 31);
    assert_eq!(date("+1m", end_of_month), Some(day(2027, 2, 28)));
    // Monday: this week's Friday, and next week's.
    let monday = day(2026, 11, 23);
    assert_eq!(date("fri", monday), Some(day(2026, 11, 27)));
    assert_eq!(date("next fri", monday), Some(day(2026, 12, 4)));
    assert_eq!(date("mon", monday), Some(day(2026, 11, 30)));
}

#[test]
fn what_is_to_come_is_never_a_day_that_is_past() {
    let today = day(2026, 11, 23);
    #[rustfmt::skip]
    let cases = [
        ("14",       day(2026, 12, 14)),
        ("23",       day(2026, 11, 23)),
        ("30",       day(2026, 11, 30)),
        ("31",       day(2026, 12, 31)),
        ("21.11.",   day(2027, 11, 21)),
        ("1 dec",    day(2026, 12, 1)),
        ("29.2.",    day(2028, 2, 29)),
        ("1.1.2026", day(2026, 1, 1)),
        ("fri",      day(2026, 11, 27)),
    ];
    for (text, want) in cases {
        assert_eq!(date_ahead(text, today), Some(want), "{text}");
    }
    assert_eq!(date_ahead("30", day(2027, 1, 31)), Some(day(2027, 3, 30)));
    assert_eq!(date_ahead("31.2.", today), None);
}

#[test]
fn a_date_of_birth_is_never_to_come() {
    let today = day(2026, 11, 21);
    #[rustfmt::skip]
    let cases = [
        ("29.2.1984", Some("1984-02-29")), ("1.2.84", Some("1984-02-01")), ("21.11.26", Some("2026-11-21")),
        ("22.11.26", Some("1926-11-22")), ("1984-02-29", Some("1984-02-29")), ("29 feb 84", Some("1984-02-29")),
        ("29.2.83", None), ("1.2.", None), ("5", None), ("fri", None), ("+1d", None), ("today", None), ("", None),
    ];
    for (text, want) in cases {
        let got = birth_date(text, today).map(|it| it.to_string());
        assert_eq!(got.as_deref(), want, "{text:?}");
    }
}

#[test]
fn lengths_are_read_as_people_type_them() {
    #[rustfmt::skip]
    let cases = [
        ("60", Some(60)), ("1h", Some(60)), ("1:30", Some(90)), ("90m", Some(90)), ("90 min", Some(90)),
        ("1h30", Some(90)), ("1h 30m", Some(90)), ("1.5h", Some(90)), ("0,25h", Some(15)), ("2H", Some(120)),
        ("0:45", Some(45)), ("5", Some(5)), ("24h", Some(1440)), ("1 h 5", Some(65)), ("90 minutes", Some(90)),
        ("0", None), ("", None), ("h", None), ("m", None), ("1:3", None), ("1:60", None), ("1h60", None),
        ("1.33h", None), ("1.5", None), ("25h", None), ("1441", None), ("-5", None), ("1.5:30", None),
        ("one", None), ("999999999999", None), ("1h30x", None), ("１", None), ("60 x", None), (":30", None),
    ];
    for (text, want) in cases {
        assert_eq!(minutes(text), want, "{text:?}");
    }
}

/// The examples of Wikipedia's article "Email address" that can be written without
/// quotes and go to a name of the public system, and ones refused by the pattern of
/// the HTML standard's e-mail field.
#[test]
fn addresses_are_told_from_what_is_none() {
    let long_user = format!("{}@example.com", "a".repeat(64));
    let too_long_user = format!("{}@example.com", "a".repeat(65));
    let long_label = format!("a@{}.com", "b".repeat(63));
    let too_long_label = format!("a@{}.com", "b".repeat(64));
    #[rustfmt::skip]
    let cases = [
        ("simple@example.com", true), ("very.common@example.com", true),
        ("FirstName.LastName@EasierReading.org", true), ("x@example.com", true),
        ("long.email-address-with-hyphens@and.subdomains.example.com", true),
        ("user.name+tag+sorting@example.com", true), ("name/surname@example.com", true),
        ("example@s.example", true), ("mailhost!username@example.org", true),
        ("user%example.com@example.org", true), ("user-@example.org", true),
        ("Pelé@example.com", true), ("δοκιμή@παράδειγμα.δοκιμή", true), ("我買@屋企.香港", true),
        ("медведь@с-балалайкой.рф", true), ("_______@example.com", true), ("a@b.lv", true),
        (&long_user, true), (&long_label, true),
        ("abc.example.com", false), ("a@b@c@example.com", false), ("a\"b(c)d,e:f;g<h>i[j\\k]l@example.com", false),
        ("just\"not\"right@example.com", false), ("this is\"not\\allowed@example.com", false),
        ("i.like.underscores@but_they_are_not_allowed_in_this_part", false),
        (&too_long_user, false), (&too_long_label, false),
        ("@example.com", false), ("user@", false), ("user@example", false), ("user@.com", false),
        ("user@example..com", false), ("user@example.com.", false), (".user@example.com", false),
        ("user.@example.com", false), ("us..er@example.com", false), ("user@-example.com", false),
        ("user@example-.com", false), ("user@exam ple.com", false), ("user @example.com", false),
        ("user@example.c", false), ("user@192.168.1.1", false), ("user@[192.168.1.1]", false), ("", false), ("@", false),
        ("liga,example@com.lv", false), ("liga@example,com", false),
    ];
    for (text, want) in cases {
        assert_eq!(is_email(text), want, "{text:?}");
    }
}

#[test]
fn a_phone_has_digits() {
    #[rustfmt::skip]
    let cases = [
        ("+371 2612 3456", true), ("(0)2/612-34", true), ("112", true), ("+371 26123456 (mother)", true),
        ("mother +371 26123456", true), ("tel.26123456", true), ("Bērziņa0161", false),
        ("", false), ("none", false), ("+", false), ("4006381333931400638133393", false),
    ];
    for (text, want) in cases {
        assert_eq!(is_phone(text), want, "{text:?}");
    }
}

proptest! {
    #[test]
    fn nothing_typed_stops_the_program(text in any::<String>(), short in "[-+0-9a-z:./ ]{0,12}") {
        let today = day(2026, 11, 21);
        for text in [&text, &short] {
            time(text);
            date(text, today);
            birth_date(text, today);
            minutes(text);
            is_email(text);
            is_phone(text);
        }
    }

    #[test]
    fn written_times_are_read_back(minute in 0_u16..30 * 60) {
        prop_assert_eq!(time(&hhmm(minute)), Some(minute));
        prop_assert_eq!(time(&hhmm(minute).replace(':', "")), Some(minute));
    }

    #[test]
    fn written_dates_are_read_back(days in 0_i64..40_000, ahead in 0_i64..4_000) {
        let today = day(1970, 1, 1) + chrono::Duration::days(days);
        let date_then = today + chrono::Duration::days(ahead);
        for format in ["%Y-%m-%d", "%d.%m.%Y", "%-d %b %Y", "%d/%m/%Y"] {
            prop_assert_eq!(date(&date_then.format(format).to_string(), today), Some(date_then));
        }
    }

    #[test]
    fn written_lengths_are_read_back(n in 1_u16..=24 * 60) {
        prop_assert_eq!(minutes(&n.to_string()), Some(n));
        prop_assert_eq!(minutes(&format!("{}h{:02}", n / 60, n % 60)), Some(n));
        prop_assert_eq!(minutes(&format!("{}:{:02}", n / 60, n % 60)), Some(n));
    }
}
