//! The overlap rule at its boundary minutes, and against a naive model.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use proptest::test_runner::Config as ProptestConfig;

use super::*;
use crate::domain::{
    catalog::{Manner, SegmentPlan, Service, Stage},
    equipment::Equipment,
    ids::{AppointmentId, ClientId, RawId, RoomId, ServiceId, StaffId, TaxClassId},
    money::Money,
    room::Room,
    room_state::{RoomOrder, RoomState},
    rota::Rota,
    staff::{Shift, Staff, StaffRole},
    time::{self, WallTime},
};

mod hours;
mod means;
mod search;
mod together;
mod wanted;

/// As many cases of a property as `BALM_CASES` says; `usual` where it says nothing.
fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("BALM_CASES").ok();
    let cases = cases.and_then(|it| it.parse().ok()).unwrap_or(usual);
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

const RIGA: Tz = chrono_tz::Europe::Riga;

fn raw(counter: u64) -> RawId {
    RawId::new(1, counter).unwrap()
}

fn anna() -> StaffId {
    StaffId(raw(1))
}

fn marta() -> StaffId {
    StaffId(raw(2))
}

fn room_id(counter: u64) -> RoomId {
    RoomId(raw(counter))
}

fn liga() -> ClientId {
    ClientId(raw(1))
}

/// A Wednesday.
fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

fn shift(start: &str, end: &str) -> Shift {
    Shift {
        start_minute: minute(start),
        end_minute: minute(end),
    }
}

fn minute(text: &str) -> u16 {
    let (hours, minutes) = text.split_once(':').unwrap();
    hours.parse::<u16>().unwrap() * 60 + minutes.parse::<u16>().unwrap()
}

fn at(text: &str) -> WallTime {
    WallTime::new(day(), minute(text))
}

fn therapist(id: StaffId, shifts: &[Shift]) -> Staff {
    Staff {
        id,
        name: String::new(),
        short: String::new(),
        role: StaffRole::Therapist,
        week: std::array::from_fn(|_| shifts.to_vec()),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
    }
}

fn rooms(n: u64) -> Vec<Room> {
    let room = |counter| Room {
        id: room_id(counter),
        name: String::new(),
        short: String::new(),
        active: true,
        places: 1,
    };
    (1..=n).map(room).collect()
}

fn part(minutes: u16, holds_staff: bool, holds_room: bool, holds_client: bool) -> SegmentPlan {
    SegmentPlan {
        stage: Stage::Service,
        minutes,
        roles: holds_staff.then_some(0).into_iter().collect(),
        holds_room,
        holds_client,
        needs: Vec::new(),
    }
}

fn service(segments: Vec<SegmentPlan>) -> Service {
    Service {
        id: ServiceId(raw(1)),
        code: String::new(),
        name: String::new(),
        category: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: TaxClassId::default(),
        segments,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        manner: Manner::default(),
    }
}

fn massage(minutes: u16) -> Service {
    service(vec![part(minutes, true, true, true)])
}

/// Twenty minutes of colour, thirty of waiting, twenty of finishing.
fn colour() -> Service {
    service(vec![
        part(20, true, true, true),
        part(30, false, true, true),
        part(20, true, true, true),
    ])
}

/// The test shop: Anna and Marta, rooms 1 and 2, early on a Wednesday in Riga.
struct Place {
    staff: Vec<Staff>,
    rooms: Vec<Room>,
    room_states: Vec<RoomState>,
    taken: Vec<Appointment>,
    rota: Rota,
    equipment: Vec<Equipment>,
    guests: Vec<Guest>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Place {
    fn new() -> Self {
        let hours = [shift("9:00", "13:00"), shift("13:00", "20:00")];
        Self {
            staff: vec![therapist(anna(), &hours), therapist(marta(), &hours)],
            rooms: rooms(2),
            room_states: Vec::new(),
            taken: Vec::new(),
            rota: Rota::nothing().clone(),
            equipment: Vec::new(),
            guests: Vec::new(),
            zone: RIGA,
            now: time_of(at("8:00"), RIGA),
        }
    }

    fn house(&self) -> House<'_> {
        House {
            staff: &self.staff,
            rooms: &self.rooms,
            room_states: &self.room_states,
            rota: &self.rota,
            equipment: &self.equipment,
            guests: &self.guests,
            zone: self.zone,
            now: self.now,
        }
    }

    fn book(&self, date: NaiveDate) -> DayBook<'_> {
        DayBook::new(self.house(), date, &self.taken)
    }

    /// Enters an appointment without asking whether it fits.
    fn take(&mut self, service: &Service, wish: Wish) -> AppointmentId {
        let id = AppointmentId(raw(self.taken.len() as u64 + 1));
        let zone = self.zone;
        self.taken.push(Appointment {
            id,
            client: wish.client,
            service: service.id,
            status: Status::Booked,
            segments: plan(service, wish.staff, wish.room, wish.start, zone),
            starts_at: time_of(wish.start, zone),
            note: String::new(),
            reason: String::new(),
            overridden: None,
            created_at: DateTime::default(),
            ticket: None,
            sale: None,
            arrived_at: None,
            started_at: None,
            finished_at: None,
            visit: None,
            series: None,
            held_until: None,
            origin: Origin::Desk,
            asked_for: false,
            revision: 0,
        });
        id
    }

    fn ask(&self, wish: Wish) -> Result<Fit, Clash> {
        fit(&wish, &self.book(wish.start.date))
    }
}

fn time_of(wall: WallTime, zone: Tz) -> DateTime<Utc> {
    match time::resolve(wall, zone) {
        time::Resolved::Once(at) | time::Resolved::Twice { first: at, .. } => at,
        time::Resolved::Never => panic!("{wall:?} is in a gap"),
    }
}

fn wish(service: &Service, staff: StaffId, start: WallTime) -> Wish<'_> {
    Wish::new(service, staff, start)
}

/// The boundary minutes are the point: Anna is booked 10:00 to 11:00.
#[test]
fn a_therapist_is_free_up_to_the_minute_and_from_the_minute() {
    let mut place = Place::new();
    let hour = massage(60);
    place.take(&hour, wish(&hour, anna(), at("10:00")));
    #[rustfmt::skip]
    let cases = [
        // start  minutes  refused
        ("9:00",   60, ""),
        ("9:00",   61, "busy until 11:00"),
        ("9:55",    5, ""),
        ("9:55",   10, "busy until 11:00"),
        ("10:15",  15, "busy until 11:00"),
        ("10:59",   5, "busy until 11:00"),
        ("11:00",  60, ""),
        ("12:30",  60, ""), // one shift begins where another ends
        ("19:00",  60, ""),
        ("19:00",  61, "off"),
        ("8:55",   60, "off"),
        ("20:00",   5, "off"),
        ("12:00",   0, "empty"),
        ("7:00",   60, "past"),
        ("7:00",   61, "off"), // not over yet, but before the shift
    ];
    for (start, minutes, want) in cases {
        let asked = massage(minutes);
        let got = match place.ask(wish(&asked, anna(), at(start))) {
            Ok(_) => String::new(),
            Err(Clash::StaffBusy { staff, until, .. }) if staff == anna() => {
                format!("busy until {}", until.hhmm())
            }
            Err(Clash::StaffOff { shifts, .. }) if shifts.len() == 2 => "off".into(),
            Err(Clash::InThePast { .. }) => "past".into(),
            Err(Clash::Empty) => "empty".into(),
            Err(other) => format!("{other:?}"),
        };
        assert_eq!(got, want, "{start} for {minutes} min");
    }
}

/// The therapist is free while the colour works; the room and the client are not.
#[test]
fn an_appointment_holds_each_resource_only_for_its_segments() {
    let mut place = Place::new();
    let colour = colour();
    place.take(
        &colour,
        Wish {
            room: Some(room_id(1)),
            client: Some(liga()),
            ..wish(&colour, anna(), at("10:00"))
        },
    );
    let half = massage(30);
    let asked = |start, room, client| {
        place.ask(Wish {
            room: Some(room_id(room)),
            client,
            ..wish(&half, anna(), at(start))
        })
    };
    assert!(asked("10:20", 2, None).is_ok());
    assert!(
        matches!(asked("10:15", 2, None), Err(Clash::StaffBusy { until, .. }) if until == at("10:20"))
    );
    assert!(
        matches!(asked("10:25", 2, None), Err(Clash::StaffBusy { until, .. }) if until == at("11:10"))
    );
    assert!(matches!(
        asked("10:20", 1, None),
        Err(Clash::RoomBusy { .. })
    ));
    assert!(matches!(
        asked("10:20", 2, Some(liga())),
        Err(Clash::ClientBusy { .. })
    ));
    assert!(asked("11:10", 1, Some(liga())).is_ok());
}

/// The client is gone while the room is put in order; therapist and room are not.
#[test]
fn a_client_is_held_only_while_being_served() {
    let with_turnover = service(vec![
        part(60, true, true, true),
        part(10, true, true, false),
    ]);
    let for_liga = |staff, start| Wish {
        client: Some(liga()),
        ..wish(&with_turnover, staff, at(start))
    };
    let mut place = Place::new();
    place.take(&with_turnover, for_liga(anna(), "10:00"));
    assert!(place.ask(for_liga(marta(), "11:00")).is_ok());
    assert!(place.ask(for_liga(marta(), "9:00")).is_ok());
    for start in ["10:55", "9:05"] {
        let got = place.ask(for_liga(marta(), start));
        assert!(
            matches!(got, Err(Clash::ClientBusy { .. })),
            "{start}: {got:?}"
        );
    }
    assert!(matches!(
        place.ask(for_liga(anna(), "11:00")),
        Err(Clash::StaffBusy { .. })
    ));
}

/// A shift's edge that the clock shows twice or not at all.
#[test]
fn shifts_follow_the_wall_across_a_clock_change() {
    let autumn = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
    let spring = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
    #[rustfmt::skip]
    let cases = [
        // Both of the hours from 3:00 to 4:00 are worked.
        (autumn, ("3:00", "12:00"), ("3:00", 60),  true),
        (autumn, ("0:00", "3:30"),  ("3:00", 90),  true),
        (autumn, ("0:00", "3:30"),  ("3:00", 91),  false),
        // 3:30 is when the clock jumps, from 3:00 to 4:00.
        (spring, ("3:30", "12:00"), ("4:00", 30),  true),
        (spring, ("3:30", "12:00"), ("2:55", 30),  false),
        (spring, ("0:00", "3:30"),  ("2:00", 60),  true),
        (spring, ("0:00", "3:30"),  ("2:00", 61),  false),
    ];
    for (date, (from, to), (start, minutes), want) in cases {
        let mut place = Place::new();
        place.now = time_of(WallTime::new(date, 0), RIGA);
        place.staff = vec![therapist(anna(), &[shift(from, to)])];
        let asked = massage(minutes);
        let got = place.ask(wish(&asked, anna(), WallTime::new(date, minute(start))));
        assert_eq!(
            got.is_ok(),
            want,
            "{date} {from}-{to}, {start} for {minutes}: {got:?}"
        );
    }
}

#[test]
fn only_those_who_come_hold_their_time() {
    use Status::{Arrived, Booked, Cancelled, Confirmed, Done, InService, NoShow};
    let hour = massage(60);
    for status in [
        Booked, Confirmed, Arrived, InService, Done, NoShow, Cancelled,
    ] {
        let mut place = Place::new();
        place.take(&hour, wish(&hour, anna(), at("10:00")));
        place.taken[0].status = status;
        let is_free = place.ask(wish(&hour, anna(), at("10:00"))).is_ok();
        assert_eq!(is_free, matches!(status, NoShow | Cancelled), "{status:?}");
    }
}

#[test]
fn an_appointment_does_not_stand_in_its_own_way() {
    let mut place = Place::new();
    let hour = massage(60);
    let own = wish(&hour, anna(), at("10:00"));
    let id = place.take(
        &hour,
        Wish {
            room: Some(room_id(2)),
            client: Some(liga()),
            ..own
        },
    );
    let moved = Wish {
        start: at("10:30"),
        keep_room: Some(room_id(2)),
        client: Some(liga()),
        ignore: Some(id),
        ..own
    };
    assert_eq!(place.ask(moved).unwrap().room, Some(room_id(2)));
    assert!(
        place
            .ask(Wish {
                ignore: None,
                ..moved
            })
            .is_err()
    );
}

#[test]
fn who_cannot_and_what_does_not_suit_is_named() {
    let mut place = Place::new();
    let mut asked = massage(60);
    asked.rooms = vec![room_id(2)];
    let wished = |asked| wish(asked, anna(), at("10:00"));
    let in_one = Wish {
        room: Some(room_id(1)),
        ..wished(&asked)
    };
    let unsuitable = Clash::RoomUnsuitable {
        room: room_id(1),
        service: asked.id,
    };
    assert_eq!(place.ask(in_one), Err(unsuitable));
    assert_eq!(place.ask(wished(&asked)).unwrap().room, Some(room_id(2)));
    place.rooms[1].active = false;
    assert_eq!(
        place.ask(wished(&asked)),
        Err(Clash::NoRoomFree { until: None })
    );

    let cannot = Err(Clash::NotQualified {
        staff: anna(),
        service: asked.id,
    });
    place.staff[0].services = vec![ServiceId(raw(9))];
    assert_eq!(place.ask(wished(&asked)), cannot);
    place.staff[0].services = Vec::new();
    place.staff[0].role = StaffRole::Desk;
    assert_eq!(place.ask(wished(&asked)), cannot);
    place.staff[0].role = StaffRole::Therapist;
    place.staff[0].active = false;
    assert_eq!(place.ask(wished(&asked)), cannot);
    let nobody = StaffId(raw(77));
    let unknown = Clash::NotQualified {
        staff: nobody,
        service: asked.id,
    };
    assert_eq!(place.ask(wish(&asked, nobody, at("10:00"))), Err(unknown));
}

/// Two parts of one visit that is not stored yet keep out of each other's way.
#[test]
fn what_is_not_stored_yet_stands_in_the_way_too() {
    let hour = massage(60);
    let mut place = Place::new();
    let mut book = place.book(day());
    let wished = |staff| Wish {
        client: Some(liga()),
        ..wish(&hour, staff, at("10:00"))
    };
    let first = fit(&wished(anna()), &book).unwrap();
    let id = AppointmentId(raw(70));
    book.enter_fit(id, Some(liga()), &first);
    let busy = |got: Result<Fit, Clash>| match got {
        Err(Clash::StaffBusy { with, .. } | Clash::ClientBusy { with, .. }) => Some(with),
        _ => None,
    };
    assert_eq!(busy(fit(&wished(anna()), &book)), Some(id));
    assert_eq!(busy(fit(&wished(marta()), &book)), Some(id));
    let other = Wish {
        client: None,
        ..wished(marta())
    };
    let beside = fit(&other, &book).unwrap();
    assert_ne!(beside.room, first.room);
    // A whole appointment; one that is called off holds nothing.
    place.take(
        &hour,
        Wish {
            client: Some(liga()),
            ..wish(&hour, anna(), at("10:00"))
        },
    );
    let taken = place.taken.pop().unwrap();
    let cancelled = Appointment {
        status: Status::Cancelled,
        ..taken.clone()
    };
    assert!(fit(&wished(anna()), &place.book(day()).with(&cancelled)).is_ok());
    let book = place.book(day()).with(&taken).with(&taken);
    assert_eq!(busy(fit(&wished(anna()), &book)), Some(taken.id));
}

#[test]
fn rooms_are_chosen_by_fit() {
    let hour = massage(60);
    let mut place = Place::new();
    // Used least: room 1 has two hours already.
    for start in ["9:00", "15:00"] {
        place.take(
            &hour,
            Wish {
                room: Some(room_id(1)),
                ..wish(&hour, marta(), at(start))
            },
        );
    }
    let room = |place: &Place, asked: &Service, start| {
        place
            .ask(wish(asked, anna(), at(start)))
            .map(|fit| fit.room)
    };
    assert_eq!(room(&place, &hour, "11:00"), Ok(Some(room_id(2))));
    // The service's own order comes first, its second when that is taken.
    let mut picky = massage(60);
    picky.rooms = vec![room_id(1), room_id(2)];
    assert_eq!(room(&place, &picky, "11:00"), Ok(Some(room_id(1))));
    assert_eq!(room(&place, &picky, "9:30"), Ok(Some(room_id(2))));
    // Both taken: the first that is free again is named.
    place.take(
        &hour,
        Wish {
            room: Some(room_id(2)),
            ..wish(&hour, marta(), at("9:15"))
        },
    );
    let until = Some(at("10:00"));
    assert_eq!(
        room(&place, &hour, "9:30"),
        Err(Clash::NoRoomFree { until })
    );
    // A service that needs none, and a shop that has none.
    let outside = service(vec![part(60, true, false, true)]);
    assert_eq!(room(&place, &outside, "9:30"), Ok(None));
    place.rooms.clear();
    assert_eq!(room(&place, &hour, "11:00"), Ok(None));
}

#[test]
fn whoever_may_books_in_spite_of_a_clash() {
    let mut place = Place::new();
    let hour = massage(60);
    let taken = Wish {
        client: Some(liga()),
        ..wish(&hour, anna(), at("10:00"))
    };
    for room in [1, 2] {
        place.take(
            &hour,
            Wish {
                room: Some(room_id(room)),
                ..taken
            },
        );
    }
    let book = place.book(day());
    let (fit, clashes) = force(&taken, &book).unwrap();
    assert!(matches!(
        clashes[..],
        [
            Clash::StaffBusy { .. },
            Clash::NoRoomFree { .. },
            Clash::ClientBusy { .. }
        ]
    ));
    assert!(clashes.iter().all(Clash::may_be_overridden));
    assert_eq!(
        (fit.starts_at, fit.room),
        (time_of(at("10:00"), RIGA), None)
    );
    let (fit, clashes) = force(&wish(&hour, anna(), at("12:00")), &book).unwrap();
    assert_eq!((fit.room, clashes), (Some(room_id(1)), vec![]));
    let nothing = massage(0);
    let nothing = wish(&nothing, anna(), at("12:00"));
    assert_eq!(force(&nothing, &book), Err(Clash::Empty));
}

/// Real minutes and real instants: the night of a clock change, staff on all night.
#[test]
fn clock_changes_neither_hide_nor_invent_a_clash() {
    let spring = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
    let autumn = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
    let lord_howe = (
        chrono_tz::Australia::Lord_Howe,
        NaiveDate::from_ymd_opt(2026, 4, 5).unwrap(),
    );
    #[rustfmt::skip]
    let cases = [
        // zone, date           taken             wanted           clash
        ((RIGA, spring),        ("2:00", 60),     ("4:00", 60),    ""),
        ((RIGA, spring),        ("2:00", 61),     ("4:00", 60),    "busy until 04:01"),
        ((RIGA, spring),        ("1:00", 60),     ("3:30", 30),    "gap from 03:00 to 04:00"),
        ((RIGA, spring),        ("1:00", 60),     ("3:00", 30),    "gap from 03:00 to 04:00"),
        // 3:00 to 4:00 comes twice: 2:30 and 90 minutes is the second 3:00.
        ((RIGA, autumn),        ("2:30", 90),     ("4:00", 60),    ""),
        ((RIGA, autumn),        ("3:00", 60),     ("4:00", 60),    ""),
        ((RIGA, autumn),        ("3:00", 121),    ("4:00", 60),    "busy until 04:01"),
        ((RIGA, autumn),        ("2:30", 60),     ("3:00", 15),    "busy until 03:30"),
        // 1:30 to 2:00 comes twice.
        (lord_howe,             ("1:00", 60),     ("2:00", 30),    ""),
        (lord_howe,             ("1:00", 91),     ("2:00", 30),    "busy until 02:01"),
    ];
    for ((zone, date), (taken, taken_min), (wanted, wanted_min), want) in cases {
        let mut place = Place::new();
        place.zone = zone;
        place.now = time_of(WallTime::new(date, 0), zone) - Duration::days(1);
        place.staff = vec![therapist(anna(), &[shift("0:00", "24:00")])];
        let (first, second) = (massage(taken_min), massage(wanted_min));
        place.take(
            &first,
            wish(&first, anna(), WallTime::new(date, minute(taken))),
        );
        let got = match place.ask(wish(&second, anna(), WallTime::new(date, minute(wanted)))) {
            Ok(_) => String::new(),
            Err(Clash::StaffBusy { until, .. }) => format!("busy until {}", until.hhmm()),
            Err(Clash::InClockGap { from, until }) => {
                format!("gap from {} to {}", from.hhmm(), until.hhmm())
            }
            Err(other) => format!("{other:?}"),
        };
        assert_eq!(got, want, "{zone} {date}: {taken} then {wanted}");
    }
}

/// A shift that ends at 2:00 the next morning, and appointments over midnight.
#[test]
fn a_late_shift_goes_on_after_midnight() {
    let mut place = Place::new();
    place.staff = vec![therapist(anna(), &[])];
    place.staff[0].week[2] = vec![shift("18:00", "26:00")];
    let hour = massage(60);
    let tomorrow = day().succ_opt().unwrap();
    place.take(&hour, wish(&hour, anna(), at("23:30")));
    let ask = |start| match place.ask(wish(&hour, anna(), start)) {
        Ok(_) => String::new(),
        Err(Clash::StaffBusy { until, .. }) => format!("busy until {}", until.hhmm()),
        Err(Clash::StaffOff { .. }) => "off".into(),
        Err(other) => format!("{other:?}"),
    };
    // The same moment by either name.
    assert_eq!(ask(at("24:15")), "busy until 00:30");
    assert_eq!(ask(WallTime::new(tomorrow, 15)), "busy until 00:30");
    assert_eq!(ask(at("24:30")), "");
    assert_eq!(ask(WallTime::new(tomorrow, 30)), "");
    assert_eq!(ask(WallTime::new(tomorrow, 60)), "");
    assert_eq!(ask(WallTime::new(tomorrow, 65)), "off");
    assert_eq!(ask(at("25:05")), "off");
}

#[test]
fn segments_keep_to_the_wall_across_a_clock_change() {
    let spring = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
    let start = WallTime::new(spring, minute("2:50"));
    let starts: Vec<_> = plan(&colour(), anna(), None, start, RIGA)
        .iter()
        .map(|it| it.start.hhmm())
        .collect();
    assert_eq!(starts, ["02:50", "04:10", "04:40"]);
}
