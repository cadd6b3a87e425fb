//! The next free time, found in rows of cells, beside plain loops over what is taken.

use std::{collections::HashMap, hint::black_box};

use balm::domain::{
    booking::{
        Appointment, Ask, FreeTimes, House, Limits, Offer, Origin, Sought, Status, first_free, plan,
    },
    catalog::{Manner, SegmentPlan, Service},
    equipment::Equipment,
    ids::{AppointmentId, RawId, RoomId, ServiceId, StaffId, TaxClassId},
    money::Money,
    room::Room,
    rota::Rota,
    staff::{Shift, Staff, StaffRole},
    time::WallTime,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use fastrand::Rng;

use crate::{
    row::{Finding, Row, Unit},
    spa::Bench,
    timing::{Times, timed},
};

const N_ASKS: usize = 400;
const HOURS: (u16, u16) = (9 * 60, 20 * 60);
const VISIT_MIN: u16 = 60;
/// 10 µs, where such loops took 0.87 ms.
const SHARE_OF_LOOPS: f64 = 0.0115;

pub(crate) fn rows(_: &Bench) -> Vec<Finding> {
    let mut rows = next();
    rows.push(sweep());
    rows
}

/// The machine stands in a room of its own, where half of what is asked for is bound.
fn next() -> Vec<Finding> {
    let spa = Spa::new(8, 6, 60, 93);
    let free = spa.free();
    let mut rng = Rng::with_seed(7);
    let (mut in_rows, mut in_loops) = (Times::default(), Times::default());
    for nth in 0..N_ASKS {
        let service = service(if nth % 2 == 0 { 1..6 } else { 6..7 });
        let ahead = rng.usize(..50);
        let near = WallTime::new(Spa::day(ahead as u64), rng.u16(108..240) * 5);
        let ask = Ask {
            service: &service,
            staff: None,
            client: None,
            ignore: None,
            near,
            limits: Limits::default(),
        };
        let in_rows_once = || {
            let admitted = |staff, start| -> Result<Option<Offer>, ()> {
                let room = spa.room_at(&service, staff, start);
                Ok(room.map(|room| Offer {
                    staff,
                    room: Some(room),
                    start,
                    starts_at: start.naive().and_utc(),
                }))
            };
            first_free(&ask, &spa.house(), &free, spa.n_days - ahead, admitted).unwrap()
        };
        // Both are warm: what they read was read just before.
        black_box(in_rows_once());
        let (seconds, found) = timed(in_rows_once);
        in_rows.push(seconds);
        black_box(spa.first_by_loops(&service, near));
        let (seconds, looped) = timed(|| spa.first_by_loops(&service, near));
        in_loops.push(seconds);
        assert_eq!(found.map(|it| it.start), looped);
    }
    vec![Row::times(
        "next free time, 8 therapists, 5 rooms, a machine, 60 days, warm",
        (Unit::Seconds, in_rows.percentile(50)),
        ("loops", in_loops.percentile(50)),
        SHARE_OF_LOOPS,
    )]
}

fn sweep() -> Finding {
    let spa = Spa::new(100, 60, 365, 70);
    let free = spa.free();
    let staff: Vec<StaffId> = spa.staff.iter().map(|it| it.id).collect();
    let service = service(1..61);
    let mut times = Times::default();
    for _ in 0..20 {
        let (seconds, n) = timed(|| {
            let looked = free.look_for(&Sought {
                service: &service,
                staff: &staff,
                others: &[],
                rooms: Some(&service.rooms),
            });
            looked.over(Spa::day(0), 365).map_or(0, |it| it.n())
        });
        black_box(n);
        times.push(seconds);
    }
    let figure = (Unit::Seconds, times.percentile(50));
    Row::at_most(
        "all free times, 100 staff, 60 rooms, 365 days",
        figure,
        2e-3,
    )
}

/// Everybody works from 9 to 20, in UTC.
pub(crate) struct Spa {
    pub(crate) staff: Vec<Staff>,
    pub(crate) rooms: Vec<Room>,
    pub(crate) equipment: Vec<Equipment>,
    pub(crate) n_days: usize,
    pub(crate) taken: HashMap<NaiveDate, Vec<Appointment>>,
}

impl Spa {
    pub(crate) fn empty(n_staff: u64, n_rooms: u64, n_days: usize) -> Self {
        Self {
            staff: (1..=n_staff).map(therapist).collect(),
            rooms: (1..=n_rooms).map(room).collect(),
            equipment: Vec::new(),
            n_days,
            taken: HashMap::new(),
        }
    }

    /// Booked at random.
    fn new(n_staff: u64, n_rooms: u64, n_days: usize, load_percent: u16) -> Self {
        let mut spa = Self::empty(n_staff, n_rooms, n_days);
        let mut rng = Rng::with_seed(11);
        let service = service(1..n_rooms + 1);
        for date in Spa::day(0).iter_days().take(n_days) {
            for nth in 0..spa.staff.len() {
                let staff = spa.staff[nth].id;
                let mut minute = HOURS.0;
                while minute + VISIT_MIN <= HOURS.1 {
                    let start = WallTime::new(date, minute);
                    let room = spa.room_at(&service, staff, start);
                    if let Some(room) = room.filter(|_| rng.u16(..100) < load_percent) {
                        spa.take(&service, staff, room, start);
                    }
                    minute += VISIT_MIN;
                }
            }
        }
        spa
    }

    pub(crate) fn day(ahead: u64) -> NaiveDate {
        DateTime::<Utc>::UNIX_EPOCH.date_naive() + Days::new(20_000 + ahead)
    }

    pub(crate) fn take(
        &mut self,
        service: &Service,
        staff: StaffId,
        room: RoomId,
        start: WallTime,
    ) {
        let on = self.taken.entry(start.date).or_default();
        on.push(Appointment {
            id: AppointmentId(RawId::from_u64(1)),
            client: None,
            service: service.id,
            status: Status::Booked,
            segments: plan(service, staff, Some(room), start, chrono_tz::UTC),
            starts_at: start.naive().and_utc(),
            note: String::new(),
            reason: String::new(),
            overridden: None,
            created_at: DateTime::UNIX_EPOCH,
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
    }

    pub(crate) fn house(&self) -> House<'_> {
        House {
            staff: &self.staff,
            rooms: &self.rooms,
            room_states: &[],
            rota: Rota::nothing(),
            equipment: &self.equipment,
            guests: &[],
            zone: chrono_tz::UTC,
            now: Self::day(0).and_time(chrono::NaiveTime::MIN).and_utc(),
        }
    }

    fn free(&self) -> FreeTimes {
        let mut free = FreeTimes::new(self.house(), Self::day(0), self.n_days);
        for date in free.dates().collect::<Vec<_>>() {
            let taken = self.taken.get(&date).map_or(&[][..], Vec::as_slice);
            free.set_day(&self.house(), date, taken);
        }
        free
    }

    /// The room where this can be, by looking at everything that is taken that day.
    pub(crate) fn room_at(
        &self,
        service: &Service,
        staff: StaffId,
        start: WallTime,
    ) -> Option<RoomId> {
        let end = start.minute + VISIT_MIN;
        let taken = self.taken.get(&start.date).map_or(&[][..], Vec::as_slice);
        let busy = |it: &&Appointment| {
            let at = it.segments[0].start.minute;
            at < end && start.minute < at + it.segments[0].minutes
        };
        if start.minute < HOURS.0 || end > HOURS.1 {
            return None;
        }
        let mut rooms = service.rooms.clone();
        for segment in taken.iter().filter(busy).map(|it| &it.segments[0]) {
            if segment.staff.contains(&staff) {
                return None;
            }
            rooms.retain(|it| !segment.rooms.contains(it));
        }
        rooms.first().copied()
    }

    fn first_by_loops(&self, service: &Service, near: WallTime) -> Option<WallTime> {
        let last = Self::day(self.n_days as u64);
        let days = near.date.iter_days().take_while(|it| *it < last);
        days.flat_map(|date| {
            (0..24 * 60)
                .step_by(5)
                .map(move |it| WallTime::new(date, it))
        })
        .filter(|start| *start >= near)
        .find(|start| {
            let mut staff = self.staff.iter();
            staff.any(|it| self.room_at(service, it.id, *start).is_some())
        })
    }
}

fn therapist(number: u64) -> Staff {
    let shift = Shift {
        start_minute: HOURS.0,
        end_minute: HOURS.1,
    };
    Staff {
        id: StaffId(RawId::from_u64(number)),
        name: String::new(),
        short: String::new(),
        role: StaffRole::Therapist,
        week: std::array::from_fn(|_| vec![shift]),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
    }
}

fn room(number: u64) -> Room {
    Room {
        id: RoomId(RawId::from_u64(number)),
        name: String::new(),
        short: String::new(),
        active: true,
        places: 1,
    }
}

pub(crate) fn service(rooms: std::ops::Range<u64>) -> Service {
    Service {
        id: ServiceId(RawId::from_u64(1)),
        code: String::new(),
        name: String::new(),
        category: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: TaxClassId::default(),
        segments: vec![SegmentPlan::whole(VISIT_MIN)],
        rooms: rooms.map(|it| RoomId(RawId::from_u64(it))).collect(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        manner: Manner::default(),
    }
}
