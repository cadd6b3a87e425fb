//! Hours of people and of the house, day by day.

use chrono_tz::{Europe::Riga, UTC};

use super::*;
use crate::domain::{
    ids::RawId,
    staff::{StaffRole, parse_shift, parse_week},
};

fn raw(counter: u64) -> RawId {
    RawId::new(1, counter).unwrap()
}

fn anna() -> StaffId {
    raw(1).into()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn week(text: &str) -> Week {
    parse_week(text).unwrap()
}

fn shifts(text: &str) -> Vec<Shift> {
    let parts = text.split(", ").filter(|it| !it.is_empty());
    parts.map(|it| parse_shift(it).unwrap()).collect()
}

fn person(hours: &str) -> Staff {
    Staff {
        id: anna(),
        name: "Anna".into(),
        short: "Anna".into(),
        role: StaffRole::Therapist,
        week: week(hours),
        services: Vec::new(),
        active: true,
        group: "Massage".into(),
        pattern: None,
        sex: None,
        treats: None,
    }
}

fn pattern(number: u64, group: &str, weeks: &[&str]) -> ShiftPattern {
    ShiftPattern {
        id: raw(number).into(),
        name: "Early and late".into(),
        group: group.into(),
        // A Wednesday.
        anchor: date("2026-11-18"),
        weeks: weeks.iter().map(|it| week(it)).collect(),
        active: true,
    }
}

/// `2026-11-20 14:00`; an hour past 23 is of a late evening.
fn at(text: &str) -> WallTime {
    let (day, time) = text.split_once(' ').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    let minute = hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap();
    WallTime::new(date(day), minute)
}

fn absence(staff: Option<StaffId>, from: &str, until: &str) -> Absence {
    Absence {
        id: raw(1).into(),
        staff,
        from: at(from),
        until: at(until),
        reason: "Away".into(),
    }
}

/// What is worked of the shifts of a day, as the clock shows it.
fn works(rota: &Rota, staff: &Staff, day: &str, zone: Tz) -> String {
    let worked = rota.day(date(day), zone).shifts(staff);
    let words: Vec<_> = worked
        .iter()
        .map(crate::domain::staff::write_shift)
        .collect();
    words.join(", ")
}

#[test]
fn the_nearest_word_about_a_date_counts() {
    let mut anna = person("mon-sun 09:00-17:00");
    let mut rota = Rota::nothing().clone();
    let monday = "2026-11-23";
    assert_eq!(works(&rota, &anna, monday, UTC), "09:00-17:00");
    rota.set_pattern(pattern(1, "Massage", &["mon-sun 10:00-18:00"]));
    assert_eq!(works(&rota, &anna, monday, UTC), "10:00-18:00");
    rota.set_pattern(pattern(2, "", &["mon-sun 12:00-20:00"]));
    assert_eq!(works(&rota, &anna, monday, UTC), "10:00-18:00");
    anna.pattern = Some(raw(2).into());
    assert_eq!(works(&rota, &anna, monday, UTC), "12:00-20:00");
    let own = |text| DayHours {
        staff: anna.id,
        date: date(monday),
        shifts: shifts(text),
        reason: String::new(),
    };
    rota.set_day(anna.id, date(monday), Some(own("13:00-14:00, 15:00-16:00")));
    assert_eq!(works(&rota, &anna, monday, UTC), "13:00-14:00, 15:00-16:00");
    assert_eq!(works(&rota, &anna, "2026-11-24", UTC), "12:00-20:00");
    rota.set_day(anna.id, date(monday), Some(own("")));
    assert_eq!(works(&rota, &anna, monday, UTC), "");
    rota.set_day(anna.id, date(monday), None);
    assert_eq!(works(&rota, &anna, monday, UTC), "12:00-20:00");
    // A pattern that is no longer in use is as if it were not there.
    let gone = ShiftPattern {
        active: false,
        ..pattern(2, "", &["mon-sun 12:00-20:00"])
    };
    rota.set_pattern(gone);
    assert_eq!(works(&rota, &anna, monday, UTC), "10:00-18:00");
}

/// Three weeks that take turns, of which the first has 18 November 2026, a Wednesday.
#[test]
fn a_pattern_goes_round_in_weeks_from_monday_to_sunday() {
    let rota = Rota::new(
        vec![pattern(
            1,
            "Massage",
            &["mon-sun 6-14", "mon-sun 14-22", "wed 9-12"],
        )],
        Vec::new(),
        Vec::new(),
        HouseHours::default(),
    );
    let anna = person("");
    #[rustfmt::skip]
    let cases = [
        ("2026-11-15", ""),            // the Sunday before: the third week
        ("2026-11-11", "09:00-12:00"), // its Wednesday
        ("2026-11-16", "06:00-14:00"),
        ("2026-11-22", "06:00-14:00"),
        ("2026-11-23", "14:00-22:00"),
        ("2026-11-29", "14:00-22:00"),
        ("2026-11-30", ""),
        ("2026-12-02", "09:00-12:00"),
        ("2026-12-07", "06:00-14:00"),
        ("2031-11-17", "06:00-14:00"), // 261 weeks later, which is three times 87
        ("2021-11-15", "06:00-14:00"), // as many before
    ];
    for (day, want) in cases {
        assert_eq!(works(&rota, &anna, day, UTC), want, "{day}");
    }
}

#[test]
fn an_absence_takes_exactly_what_it_says() {
    let anna = person("mon-sun 09:00-13:00, 14:00-26:00");
    #[rustfmt::skip]
    let cases = [
        // from                until                what is left of the 20th
        ("2026-11-20 00:00", "2026-11-21 00:00", ""),
        ("2026-11-20 00:00", "2026-12-21 00:00", ""),
        ("2026-11-19 00:00", "2026-11-20 00:00", "09:00-13:00, 14:00-26:00"),
        // The evening of the 20th ends on the 21st and is none of its.
        ("2026-11-21 00:00", "2026-11-22 00:00", "09:00-13:00, 14:00-26:00"),
        ("2026-11-21 00:30", "2026-11-21 01:00", "09:00-13:00, 14:00-24:30, 25:00-26:00"),
        ("2026-11-20 24:30", "2026-11-20 25:00", "09:00-13:00, 14:00-24:30, 25:00-26:00"),
        ("2026-11-20 24:00", "2026-11-22 00:00", "09:00-13:00, 14:00-24:00"),
        ("2026-11-20 12:00", "2026-11-20 14:30", "09:00-12:00, 14:30-26:00"),
        ("2026-11-20 13:00", "2026-11-20 14:00", "09:00-13:00, 14:00-26:00"),
        ("2026-11-20 08:00", "2026-11-20 09:00", "09:00-13:00, 14:00-26:00"),
        ("2026-11-20 26:00", "2026-11-21 09:00", "09:00-13:00, 14:00-26:00"),
        ("2026-11-20 16:00", "2026-11-23 00:00", "09:00-13:00, 14:00-16:00"),
        ("2026-11-18 16:00", "2026-11-20 10:00", "10:00-13:00, 14:00-26:00"),
        ("2026-11-20 10:00", "2026-11-20 10:00", "09:00-13:00, 14:00-26:00"),
        ("2026-11-20 11:00", "2026-11-20 10:00", "09:00-13:00, 14:00-26:00"),
    ];
    for (from, until, want) in cases {
        for staff in [None, Some(anna.id)] {
            let mut rota = Rota::nothing().clone();
            rota.add_absence(absence(staff, from, until));
            let got = works(&rota, &anna, "2026-11-20", Riga);
            assert_eq!(got, want, "{from} until {until} of {staff:?}");
        }
        let mut rota = Rota::nothing().clone();
        rota.add_absence(absence(Some(raw(2).into()), from, until));
        let got = works(&rota, &anna, "2026-11-20", Riga);
        assert_eq!(got, "09:00-13:00, 14:00-26:00", "of somebody else");
    }
}

/// A Saturday evening of the house goes on until two on Sunday, whoever's shift it is.
#[test]
fn nobody_works_beyond_the_hours_of_the_house() {
    let mut rota = Rota::nothing().clone();
    rota.set_hours(HouseHours {
        week: week("fri 10-20; sat 10:00-14:00, 16:00-26:00; mon 9-18"),
    });
    #[rustfmt::skip]
    let cases = [
        // the person              Friday         Saturday                    Sunday         Tuesday
        ("mon-sun 09:00-30:00", ["10:00-20:00", "10:00-14:00, 16:00-26:00", "", ""]),
        ("mon-sun 00:00-24:00", ["10:00-20:00", "10:00-14:00, 16:00-24:00", "00:00-02:00", ""]),
        ("mon-sun 12:00-19:00", ["12:00-19:00", "12:00-14:00, 16:00-19:00", "", ""]),
        ("mon-sun 20:00-23:00", ["",            "20:00-23:00",              "", ""]),
    ];
    for (hours, want) in cases {
        let anna = person(hours);
        let days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-24"];
        let got = days.map(|day| works(&rota, &anna, day, Riga));
        assert_eq!(got, want, "{hours}");
    }
    // Closed on Saturday: its small hours too.
    rota.add_absence(absence(None, "2026-11-21 00:00", "2026-11-22 00:00"));
    let anna = person("mon-sun 00:00-24:00");
    for day in ["2026-11-21", "2026-11-22"] {
        assert_eq!(works(&rota, &anna, day, Riga), "", "{day}");
    }
}

/// Riga sets its clocks back on 25 October 2026 at 04:00 (IANA, file europe, rule EU):
/// 03:00 to 04:00 comes twice, at UTC+3 and at UTC+2.
#[test]
fn an_edge_in_the_hour_that_comes_twice_is_the_one_it_says() {
    let anna = person("mon-sun 02:00-06:00");
    let until = |again| WallTime {
        again,
        ..at("2026-10-25 03:30")
    };
    // The shift has five hours, from 23:00 UTC on.
    for (again, want) in [(false, "00:30"), (true, "01:30")] {
        let mut rota = Rota::nothing().clone();
        rota.add_absence(Absence {
            until: until(again),
            ..absence(Some(anna.id), "2026-10-25 02:00", "2026-10-25 04:00")
        });
        let works = rota.day(date("2026-10-25"), Riga).works(&anna);
        let span = |it: &Span| [it.start, it.end].map(|it| it.format("%H:%M").to_string());
        let spans: Vec<_> = works.iter().map(span).collect();
        assert_eq!(spans, [[want.to_owned(), "04:00".to_owned()]], "{again}");
    }
}

#[test]
fn who_does_not_work_is_told_why() {
    let anna = person("mon-sun 09:00-17:00");
    let closing = absence(None, "2026-11-20 16:00", "2026-11-20 18:00");
    let away = absence(Some(anna.id), "2026-11-20 12:00", "2026-11-20 17:00");
    let rota = Rota::new(
        Vec::new(),
        Vec::new(),
        vec![closing.clone(), away.clone()],
        HouseHours {
            week: week("mon-sun 10:00-20:00"),
        },
    );
    let day = rota.day(date("2026-11-20"), UTC);
    #[rustfmt::skip]
    let cases = [
        ("09:30", Why::Shut),
        ("12:00", Why::Away(&away)),
        ("15:59", Why::Away(&away)),
        ("16:00", Why::Closed(&closing)),
        ("17:30", Why::Closed(&closing)),
        ("18:00", Why::Off),
        ("20:00", Why::Shut),
    ];
    for (time, want) in cases {
        let moment = at(&format!("2026-11-20 {time}")).naive();
        assert_eq!(day.why(&anna, moment), want, "{time}");
    }
    assert_eq!(works(&rota, &anna, "2026-11-20", UTC), "10:00-12:00");
    assert!(day.is_planned(&anna, at("2026-11-20 09:30").naive()));
    assert!(!day.is_planned(&anna, at("2026-11-20 17:00").naive()));
}
