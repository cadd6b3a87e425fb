//! The rule and the search by the hours of people and of the house.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    ids::RawId,
    rota::{Absence, DayHours, HouseHours, ShiftPattern},
    staff::parse_week,
};

fn absence(staff: Option<StaffId>, from: WallTime, until: WallTime) -> Absence {
    Absence {
        id: RawId::new(1, 1).unwrap().into(),
        staff,
        from,
        until,
        reason: "Inventory".into(),
    }
}

fn days_from(days: i64, minute: u16) -> WallTime {
    WallTime::new(day() + Duration::days(days), minute)
}

/// A Wednesday on which Anna is at a funeral from 12:00 to 14:30, the house closes from
/// 16:00 to 17:00, and is open from 10:00 on; Thursday is a holiday.
fn place() -> Place {
    let mut place = Place::new();
    place.rota = Rota::new(
        Vec::new(),
        Vec::new(),
        vec![
            absence(Some(anna()), at("12:00"), at("14:30")),
            absence(None, at("16:00"), at("17:00")),
            absence(None, days_from(1, 0), days_from(2, 0)),
        ],
        HouseHours {
            week: parse_week("mon-sun 10:00-19:30").unwrap(),
        },
    );
    place
}

/// Half-open on every edge.
#[test]
fn each_refusal_names_its_reason() {
    let place = place();
    #[rustfmt::skip]
    let cases = [
        // start  minutes  refused
        ("9:55",  5,  "shut 10:00-16:00 17:00-19:30"),
        ("10:00", 60, ""),
        ("11:00", 60, ""),
        ("11:00", 61, "away until 14:30"),
        ("12:00",  5, "away until 14:30"),
        ("14:29",  5, "away until 14:30"),
        ("14:30", 90, ""),
        ("14:30", 91, "closed until 17:00"),
        ("16:59",  5, "closed until 17:00"),
        ("17:00", 150, ""),
        ("17:00", 151, "shut 10:00-16:00 17:00-19:30"),
        ("20:00",  5, "shut 10:00-16:00 17:00-19:30"),
    ];
    for (start, minutes, want) in cases {
        let asked = massage(minutes);
        let got = match place.ask(wish(&asked, anna(), at(start))) {
            Ok(_) => String::new(),
            Err(clash) => {
                assert!(clash.may_be_overridden());
                match clash {
                    Clash::StaffAway { staff, until, .. } if staff == anna() => {
                        format!("away until {}", until.hhmm())
                    }
                    Clash::HouseClosed { until, .. } => format!("closed until {}", until.hhmm()),
                    Clash::HouseShut { hours } => {
                        let hours: Vec<_> = hours
                            .iter()
                            .map(crate::domain::staff::write_shift)
                            .collect();
                        format!("shut {}", hours.join(" "))
                    }
                    other => format!("{other:?}"),
                }
            }
        };
        assert_eq!(got, want, "{start} for {minutes} min");
    }
    let hour = massage(60);
    let thursday = place.ask(wish(&hour, marta(), days_from(1, 720)));
    let until = days_from(2, 0);
    let reason = "Inventory".to_owned();
    assert_eq!(thursday, Err(Clash::HouseClosed { reason, until }));
}

/// While the colour works only the client is held, and must not sit in a closed house.
#[test]
fn a_client_is_not_left_in_a_closed_house() {
    let place = place();
    let colour = service(vec![
        part(20, true, true, true),
        part(30, false, true, true),
    ]);
    let asked = |start| place.ask(wish(&colour, marta(), at(start)));
    assert!(asked("18:40").is_ok());
    assert!(matches!(asked("18:45"), Err(Clash::HouseShut { .. })));
    assert!(asked("15:10").is_ok());
    assert!(matches!(asked("15:15"), Err(Clash::HouseClosed { .. })));
    // What only keeps a room may go on.
    let airing = service(vec![
        part(20, true, true, true),
        part(30, false, true, false),
    ]);
    assert!(place.ask(wish(&airing, marta(), at("19:10"))).is_ok());
    assert!(place.ask(wish(&airing, marta(), at("15:40"))).is_ok());
}

/// In days and cells.
type Edge = (i64, u16);

/// A random rota: hours of the house or none, a pattern or none, days of their own,
/// absences.
#[derive(Debug)]
struct Scene {
    house: Option<(u16, u16)>,
    pattern: Option<(u16, u16)>,
    days: Vec<(i64, u16, u16)>,
    /// Of the house or of Anna; from and to.
    absences: Vec<(bool, Edge, Edge)>,
}

fn any_scene() -> impl Strategy<Value = Scene> {
    let hours = || (0_u16..200, 1_u16..160).prop_map(|(from, cells)| (from, from + cells));
    let edge = || (-2_i64..3, prop_oneof![Just(0_u16), 0_u16..350]);
    let day = (-1_i64..3, 0_u16..200, 1_u16..160);
    (
        prop::option::of(hours()),
        prop::option::of(hours()),
        prop::collection::vec(day, 0..3),
        prop::collection::vec((any::<bool>(), edge(), edge()), 0..4),
    )
        .prop_map(|(house, pattern, days, absences)| Scene {
            house,
            pattern,
            days,
            absences,
        })
}

fn cells((from, to): (u16, u16)) -> Shift {
    Shift {
        start_minute: from * 5,
        end_minute: (to * 5).min(1_800),
    }
}

impl Scene {
    fn rota(&self) -> Rota {
        let all_week = |it| std::array::from_fn(|_| vec![cells(it)]);
        let pattern = self.pattern.map(|it| ShiftPattern {
            id: RawId::new(1, 1).unwrap().into(),
            name: String::new(),
            group: "Massage".into(),
            anchor: day(),
            weeks: vec![all_week(it), Default::default()],
            active: true,
        });
        let days = self.days.iter().map(|(days, from, n)| DayHours {
            staff: anna(),
            date: day() + Duration::days(*days),
            shifts: vec![cells((*from, from + n))],
            reason: String::new(),
        });
        let absences = self.absences.iter().map(|(is_house, from, until)| {
            let edge = |(days, cell): &(i64, u16)| days_from(*days, cell * 5);
            absence((!is_house).then(anna), edge(from), edge(until))
        });
        let house = self.house.map(all_week).unwrap_or_default();
        Rota::new(
            pattern.into_iter().collect(),
            days.collect(),
            absences.collect(),
            HouseHours { week: house },
        )
    }

    /// Whether Anna works at a minute of a day, told by the minute alone: without spans,
    /// in UTC.
    fn works(&self, at_day: i64, at_minute: i64) -> bool {
        let at = at_day * 1_440 + at_minute;
        let shift_days = [at_day - 1, at_day];
        shift_days.iter().any(|&shift_day| {
            let own = self.days.iter().rfind(|it| it.0 == shift_day);
            let hours = match (own, self.pattern) {
                (Some((_, from, n)), _) => Some((*from, from + n)),
                // The anchor is a Wednesday: its week begins two days before.
                (None, Some(hours)) => ((shift_day + 2).rem_euclid(14) < 7).then_some(hours),
                (None, None) => Some((9 * 12, 20 * 12)),
            };
            let is_in = |hours: Option<(u16, u16)>, day: i64| {
                hours.map(cells).is_some_and(|it| {
                    let of_day = at - day * 1_440;
                    i64::from(it.start_minute) <= of_day && of_day < i64::from(it.end_minute)
                })
            };
            let is_cut = |is_house: bool, day: i64| {
                let own = self.absences.iter().filter(|it| it.0 == is_house);
                own.clone().any(|(_, from, until)| {
                    let edge = |(days, cell): &(i64, u16)| days * 1_440 + i64::from(cell * 5);
                    let begun = match from.1 {
                        0 => from.0 <= day,
                        _ => edge(from) <= at,
                    };
                    let ended = match until.1 {
                        0 => until.0 <= day,
                        _ => edge(until) <= at,
                    };
                    let both = from.1 != 0 && until.1 != 0;
                    begun && !ended && !(both && edge(until) <= edge(from))
                })
            };
            let house_days = [at_day - 1, at_day];
            let is_open = self.house.is_none()
                || house_days
                    .iter()
                    .any(|&day| is_in(self.house, day) && !is_cut(true, day));
            is_in(hours, shift_day)
                && !is_cut(true, shift_day)
                && !is_cut(false, shift_day)
                && is_open
        })
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// The rule takes five minutes exactly where somebody who looks minute by minute
    /// finds Anna at work; the search finds the same, with rows and without.
    #[test]
    fn the_hours_are_those_of_a_look_at_every_minute(scene in any_scene()) {
        let mut place = Place::new();
        place.zone = chrono_tz::UTC;
        place.now = days_from(-1, 0).naive().and_utc();
        place.staff.truncate(1);
        place.staff[0].group = "Massage".into();
        place.staff[0].week = std::array::from_fn(|_| vec![shift("9:00", "20:00")]);
        place.rota = scene.rota();
        let five = massage(5);
        let book = place.book(day());
        for cell in 0..288_u16 {
            let start = WallTime::new(day(), cell * 5);
            let is_free = fit(&wish(&five, anna(), start), &book).is_ok();
            let works = (0..5).all(|it| scene.works(0, i64::from(cell * 5 + it)));
            prop_assert_eq!(is_free, works, "{}", start.hhmm());
        }
        let hour = massage(60);
        let ask = Ask {
            service: &hour,
            staff: None,
            client: None,
            ignore: None,
            near: at("12:00"),
            limits: Limits::default(),
        };
        let none = |_| -> Result<Vec<Appointment>, ()> { Ok(Vec::new()) };
        let plain = nearest(&ask, place.house(), 8, 15, none).unwrap();
        let mut free = FreeTimes::new(place.house(), day(), DAYS_MAX);
        let fast = nearest_among(&ask, place.house(), 8, 15, Some(&mut free), none).unwrap();
        prop_assert_eq!(&fast, &plain);
        for offer in plain {
            let days = (offer.start.date - day()).num_days();
            let minutes = (0..60).map(|it| i64::from(offer.start.minute) + it);
            prop_assert!(minutes.into_iter().all(|it| scene.works(days, it)), "{:?}", offer);
        }
    }
}
