use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

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
