//! Times from the kept rows beside those of the plain search, while the book and the
//! house change.

use proptest::prelude::*;

use super::bench::{Bench, ENGLISH, at, day, massage, set_status};
use crate::{
    domain::{
        booking::{self, Appointment, Ask, House, Limits, Status},
        catalog::Service,
        ids::{AppointmentId, ServiceId, StaffId},
        room::Room,
        room_state::{RoomOrder, RoomState},
        rota::Rota,
        staff::{Shift, Staff, StaffRole},
        time::WallTime,
    },
    ops::{
        query::{Answer, Query, TimeWish},
        refusal::Refusal,
        request::{Booking, Moving, Request, RoomOrdering, ServiceDraft, StaffDraft},
        shop::Stop,
    },
    store::{Reads, record::Lookup},
};

/// What the desk does: a sort of change, whom it is about, where, how long.
type Step = (u8, usize, i64, u16, u16);

fn any_step() -> impl Strategy<Value = Step> {
    (0_u8..14, 0_usize..20, 0_i64..5, 100_u16..280, 1_u16..120)
}

struct Desk {
    bench: Bench,
    services: Vec<ServiceId>,
    visits: Vec<AppointmentId>,
}

impl Desk {
    fn new() -> Self {
        let bench = Bench::new();
        let of = |minutes: u16| {
            bench.service(ServiceDraft {
                code: String::new(),
                minutes,
                ..massage()
            })
        };
        let services = vec![of(30), of(55), of(240), of(540)];
        Self {
            bench,
            services,
            visits: Vec::new(),
        }
    }

    fn start(days: i64, cell: u16) -> WallTime {
        WallTime::new(
            day("2026-11-21") + chrono::Days::new(days.unsigned_abs()),
            cell * 5,
        )
    }

    /// May well be refused; then nothing changes.
    fn does(&mut self, (sort, nth, days, cell, minutes): Step) {
        let bench = &self.bench;
        let service = self.services[nth % self.services.len()];
        let visit = self.visits.get(nth % self.visits.len().max(1)).copied();
        let start = Self::start(days, cell);
        let request = match (sort, visit) {
            (6 | 7, Some(appointment)) => Request::Move(Moving {
                appointment,
                staff: Some(bench.staff(1 + nth % 2)),
                team: Vec::new(),
                room: None,
                start: Some(start),
                override_reason: None,
            }),
            (8, Some(visit)) => set_status(visit, Status::Cancelled),
            (9, Some(visit)) => set_status(visit, Status::Booked),
            (10, _) => Request::Undo,
            (12 | 13, _) => Request::SetRoomState(RoomOrdering {
                room: bench.room(1 + nth % 2),
                order: RoomOrder::ALL[usize::from(minutes) % 5],
                note: "The tap drips".into(),
                until: (sort == 12).then_some(start.date),
            }),
            (11, _) => Request::SaveStaff(StaffDraft {
                id: Some(bench.staff(1 + nth % 2)),
                name: "Marta Liepa".into(),
                short: String::new(),
                role: StaffRole::Therapist,
                week: std::array::from_fn(|_| {
                    vec![Shift {
                        start_minute: 480 + minutes,
                        end_minute: 1_080,
                    }]
                }),
                services: Vec::new(),
                active: true,
                group: String::new(),
                pattern: None,
                sex: None,
                treats: None,
                anyway: true,
            }),
            _ => Request::Book(Booking {
                start,
                override_reason: (sort == 0).then(|| "They asked for it".into()),
                ..Booking::new(service, bench.staff(1 + nth % 2), "10:00")
            }),
        };
        let n_before = bench.shop.read().all::<Appointment>().unwrap().len();
        let asked = bench.ask_as(&super::bench::DESK, &request);
        if let Err(Stop::Refused(Refusal::Clash { nearest, .. })) = asked
            && let Request::Book(wish) = &request
        {
            let plain = self.plain(wish.service, Some(wish.staff), wish.start, 3);
            let told: Vec<_> = nearest.iter().map(|it| (it.staff, it.start)).collect();
            assert_eq!(told, plain, "{request:?}");
        }
        let all = bench.shop.read().all::<Appointment>().unwrap();
        if all.len() != n_before {
            self.visits = all.iter().map(|it| it.id).collect();
        }
    }

    fn plain(
        &self,
        service: ServiceId,
        staff: Option<StaffId>,
        near: WallTime,
        n: usize,
    ) -> Vec<(StaffId, WallTime)> {
        let shop = &self.bench.shop;
        let reads = shop.read();
        let people = reads.all::<Staff>().unwrap();
        let rooms = reads.all::<Room>().unwrap();
        let states = reads.all::<RoomState>().unwrap();
        let house = House {
            staff: &people,
            rooms: &rooms,
            room_states: &states,
            rota: Rota::nothing(),
            equipment: &[],
            guests: &[],
            zone: shop.settings().unwrap().time_zone,
            now: shop.now(),
        };
        let service = reads.get::<Service>(&service).unwrap().unwrap();
        let ask = Ask {
            service: &service,
            staff,
            client: None,
            ignore: None,
            near,
            limits: Limits::default(),
        };
        let taken_on = |date| reads.find::<Appointment>(&Lookup::AppointmentOn(date));
        let found = booking::nearest(&ask, house, n, 15, taken_on).unwrap();
        found.iter().map(|it| (it.staff, it.start)).collect()
    }

    fn offered(
        &self,
        service: ServiceId,
        staff: Option<StaffId>,
        near: WallTime,
    ) -> Vec<(StaffId, WallTime)> {
        let query = Query::Offers(Box::new(TimeWish {
            staff,
            ..TimeWish::new(service, near)
        }));
        match self
            .bench
            .shop
            .ask(&super::bench::DESK, &ENGLISH, &query)
            .unwrap()
        {
            // What there is with others is found by another search.
            Answer::Offers(sheet) if sheet.without.is_some() => Vec::new(),
            Answer::Offers(sheet) => sheet.offers.iter().map(|it| (it.staff, it.start)).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn is_told_as_by_the_plain_search(&self, days: i64, cell: u16) {
        for service in &self.services {
            for staff in [None, Some(self.bench.staff(1))] {
                let near = Self::start(days, cell);
                let plain = self.plain(*service, staff, near, 8);
                assert_eq!(self.offered(*service, staff, near), plain, "{near:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    /// The desk books, overrides, moves, cancels, takes back, changes shifts and shuts
    /// rooms, and
    /// asks for times in between, so that the rows are always warm.
    #[test]
    fn the_kept_rows_change_no_offer(steps in prop::collection::vec(any_step(), 1..25)) {
        let mut desk = Desk::new();
        for step in steps {
            let (.., days, cell, _) = step;
            desk.is_told_as_by_the_plain_search(days, cell);
            // An entry's time is the clock's only if it is later than the one before.
            desk.bench.pass(1);
            desk.does(step);
        }
        desk.is_told_as_by_the_plain_search(0, 120);
    }
}

/// The very next question after a cancellation finds the time that it freed, on a day
/// that was passed over before.
#[test]
fn a_day_that_was_full_is_found_again() {
    let mut desk = Desk::new();
    let whole_day = desk.services[3];
    for staff in [1, 2] {
        desk.visits.push(desk.bench.book(Booking {
            start: Desk::start(2, 108),
            ..Booking::new(whole_day, desk.bench.staff(staff), "9:00")
        }));
    }
    let first = |desk: &Desk| desk.offered(whole_day, None, at("12:00"))[0].1.date;
    assert_eq!(first(&desk), day("2026-11-24"));
    assert_eq!(first(&desk), day("2026-11-24"));
    desk.bench
        .done(set_status(desk.visits[0], Status::Cancelled));
    assert_eq!(first(&desk), day("2026-11-23"));
    desk.bench.done(set_status(desk.visits[0], Status::Booked));
    assert_eq!(first(&desk), day("2026-11-24"));
    desk.bench.done(Request::Move(Moving {
        appointment: desk.visits[1],
        staff: None,
        team: Vec::new(),
        room: None,
        start: Some(Desk::start(4, 108)),
        override_reason: None,
    }));
    assert_eq!(first(&desk), day("2026-11-23"));
}
