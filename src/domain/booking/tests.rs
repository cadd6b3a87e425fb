use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalog::{SegmentPlan, Service},
    ids::{AppointmentId, ClientId, RawId, RoomId, ServiceId, StaffId, TaxClassId},
    money::Money,
    room::Room,
    staff::{Shift, Staff, StaffRole},
    time::{self, WallTime},
};

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
    }
}

fn rooms(n: u64) -> Vec<Room> {
    let room = |counter| Room {
        id: room_id(counter),
        name: String::new(),
        short: String::new(),
        active: true,
    };
    (1..=n).map(room).collect()
}

fn part(minutes: u16, holds_staff: bool, holds_room: bool, holds_client: bool) -> SegmentPlan {
    SegmentPlan {
        minutes,
        holds_staff,
        holds_room,
        holds_client,
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
    taken: Vec<Appointment>,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Place {
    fn new() -> Self {
        let hours = [shift("9:00", "13:00"), shift("13:00", "20:00")];
        Self {
            staff: vec![therapist(anna(), &hours), therapist(marta(), &hours)],
            rooms: rooms(2),
            taken: Vec::new(),
            zone: RIGA,
            now: time_of(at("8:00"), RIGA),
        }
    }

    fn house(&self) -> House<'_> {
        House {
            staff: &self.staff,
            rooms: &self.rooms,
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
    Wish {
        service,
        staff,
        room: None,
        keep_room: None,
        start,
        client: None,
        ignore: None,
    }
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
        ((RIGA, spring),        ("1:00", 60),     ("3:30", 30),    "gap"),
        ((RIGA, spring),        ("1:00", 60),     ("3:00", 30),    "gap"),
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
            Err(Clash::InClockGap) => "gap".into(),
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
        Ok(_) => "".to_owned(),
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

fn ask_for(service: &Service, staff: Option<StaffId>, near: WallTime) -> Ask<'_> {
    Ask {
        service,
        staff,
        client: None,
        ignore: None,
        near,
    }
}

/// Offers as text: therapist, day of the month, time.
fn offered(place: &Place, ask: &Ask, n: usize, apart_min: u16) -> Vec<String> {
    let taken_on = |date| -> Result<Vec<Appointment>, ()> {
        let on = |it: &&Appointment| it.start().date == date;
        Ok(place.taken.iter().filter(on).cloned().collect())
    };
    let offers = nearest(ask, place.house(), n, apart_min, taken_on).unwrap();
    offers
        .iter()
        .map(|it| {
            let name = if it.staff == anna() { "Anna" } else { "Marta" };
            format!("{name} {} {}", it.start.date.format("%-d"), it.start.hhmm())
        })
        .collect()
}

#[test]
fn the_nearest_times_are_offered() {
    let mut place = Place::new();
    let hour = massage(60);
    place.take(&hour, wish(&hour, anna(), at("14:00")));
    let anna_at_two = ask_for(&hour, Some(anna()), at("14:00"));
    // Before and after, then who else is free at two.
    assert_eq!(
        offered(&place, &anna_at_two, 4, 15),
        [
            "Anna 25 13:00",
            "Anna 25 15:00",
            "Anna 25 12:45",
            "Marta 25 14:00"
        ]
    );
    // Anyone: Marta is booked less than Anna.
    assert_eq!(
        offered(&place, &ask_for(&hour, None, at("14:00")), 3, 30),
        ["Marta 25 14:00", "Marta 25 13:30", "Marta 25 14:30"]
    );
    // A free time comes first, and the rest of the grid around it.
    assert_eq!(
        offered(&place, &ask_for(&hour, Some(marta()), at("10:00")), 5, 5),
        [
            "Marta 25 10:00",
            "Marta 25 09:55",
            "Marta 25 10:05",
            "Marta 25 09:50",
            "Anna 25 10:00"
        ]
    );
}

#[test]
fn a_full_day_leads_to_the_next() {
    let mut place = Place::new();
    place.staff[1].active = false;
    let all_day = massage(11 * 60);
    let hour = massage(60);
    place.take(&all_day, wish(&all_day, anna(), at("9:00")));
    assert_eq!(
        offered(&place, &ask_for(&hour, Some(anna()), at("14:00")), 3, 60),
        ["Anna 26 09:00", "Anna 26 10:00", "Anna 26 11:00"]
    );
    place.staff[0].active = false;
    assert_eq!(
        offered(&place, &ask_for(&hour, None, at("14:00")), 3, 60),
        [""; 0]
    );
}

#[test]
fn times_gone_by_are_not_offered() {
    let mut place = Place::new();
    place.now = time_of(at("14:02"), RIGA);
    let hour = massage(60);
    let yesterday = WallTime::new(day().pred_opt().unwrap(), minute("14:00"));
    for near in [at("9:00"), yesterday] {
        let first = offered(&place, &ask_for(&hour, Some(anna()), near), 1, 5);
        assert_eq!(first, ["Anna 25 14:05"]);
    }
}

/// One random booking of the property below: staff, room, client, start cell,
/// length in cells, colour or massage, still holding its time.
type Scene = (bool, u64, Option<u64>, u16, u16, bool, bool);

fn any_scene() -> impl Strategy<Value = Vec<Scene>> {
    let one = (
        any::<bool>(),
        1_u64..=2,
        prop::option::of(1_u64..=3),
        0_u16..280,
        1_u16..30,
        any::<bool>(),
        prop::bool::weighted(0.9),
    );
    prop::collection::vec(one, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// What is offered can be booked, and whatever start of the grid is not
    /// offered is refused in every room.
    #[test]
    fn offered_is_bookable(
        scene in any_scene(),
        on_clock_change: bool,
        minutes in 1_u16..20,
        long: bool,
        client in prop::option::of(1_u64..=3),
        now_cell in 0_u16..288,
    ) {
        let mut place = Place::new();
        let date = if on_clock_change {
            NaiveDate::from_ymd_opt(2026, 10, 25).unwrap()
        } else {
            day()
        };
        place.staff = vec![
            therapist(anna(), &[shift("0:00", "13:00"), shift("14:00", "25:00")]),
            therapist(marta(), &[shift("2:10", "20:00")]),
        ];
        place.now = time_of(WallTime::new(date, now_cell * GRID_MIN), RIGA);
        for (is_anna, room, client, cell, cells, is_colour, holds) in scene {
            let taken = if is_colour { colour() } else { massage(cells * GRID_MIN) };
            let staff = if is_anna { anna() } else { marta() };
            place.take(&taken, Wish {
                room: Some(room_id(room)),
                client: client.map(|it| ClientId(raw(it))),
                ..wish(&taken, staff, WallTime::new(date, cell * GRID_MIN))
            });
            if !holds {
                place.taken.last_mut().unwrap().status = Status::Cancelled;
            }
        }
        let asked = if long { colour() } else { massage(minutes * GRID_MIN) };
        let client = client.map(|it| ClientId(raw(it)));
        let book = place.book(date);
        let holding = place.taken.iter().filter(|it| it.status != Status::Cancelled);
        let taken: HashSet<_> = holding
            .flat_map(|it| held(&it.segments, it.starts_at, it.client))
            .collect();
        for staff in [anna(), marta()] {
            let ask = Ask { client, ..ask_for(&asked, Some(staff), WallTime::new(date, 0)) };
            let offers = free_starts(&ask, &book);
            prop_assert!(offers.is_sorted_by(|one, next| one.start < next.start));
            for cell in 0..288 {
                let start = WallTime::new(date, cell * GRID_MIN);
                let admitted: Vec<RoomId> = [room_id(1), room_id(2)]
                    .into_iter()
                    .filter(|&room| {
                        let segments = plan(&asked, staff, Some(room), start, RIGA);
                        admit(&asked, &segments, client, None, &book)
                            .is_ok_and(|starts_at| starts_at >= place.now)
                    })
                    .collect();
                match offers.iter().find(|it| it.start == start) {
                    Some(offer) => {
                        let room = offer.room.unwrap();
                        prop_assert!(admitted.contains(&room), "{start:?}");
                        let segments = plan(&asked, staff, offer.room, start, RIGA);
                        let wanted = held(&segments, offer.starts_at, client);
                        prop_assert!(taken.is_disjoint(&wanted), "{start:?}");
                    }
                    None => prop_assert_eq!(&admitted, &[], "{:?}", start),
                }
            }
        }
    }
}

/// What an appointment holds, minute by minute: the overlap rule once more, by
/// looking for anybody or anything in two places at once.
fn held(
    segments: &[Segment],
    starts_at: DateTime<Utc>,
    client: Option<ClientId>,
) -> HashSet<(DateTime<Utc>, String)> {
    let mut held = HashSet::new();
    let mut at = starts_at;
    for segment in segments {
        for _ in 0..segment.minutes {
            held.extend(segment.staff.iter().map(|it| (at, format!("staff {it}"))));
            held.extend(segment.rooms.iter().map(|it| (at, format!("room {it}"))));
            let client = client.filter(|_| segment.holds_client);
            held.extend(client.map(|it| (at, format!("client {it}"))));
            at += Duration::minutes(1);
        }
    }
    held
}
