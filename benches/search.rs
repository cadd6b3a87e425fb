//! The search as it is asked at the desk, in a spa where nearly nothing is free, beside
//! one plain pass over the records that it has to know of; and a crowded day, opened.

use std::{collections::HashMap, hint::black_box, sync::Arc};

use balm::{
    cli::demo::clock::DemoClock,
    domain::{
        booking::{Appointment, Ask, FreeTimes, How, Limits, Offer, Order, nearest_among},
        catalog::{Manner, SegmentPlan, Service},
        equipment::{Equipment, Need},
        ids::{EquipmentId, RawId, ServiceId, StaffId},
        money::{Money, Rate},
        staff::Staff,
        tax::TaxComponent,
        time::WallTime,
    },
    locale::Locale,
    ops::{
        query::{self, Query, TimeWish},
        request::{Booking, ClientDraft, Request, ServiceDraft, SetUp},
        shop::Shop,
    },
    store::{Durability, OpenOptions, Reads, record::Lookup},
};
use chrono::{Days, NaiveDate, TimeZone, Utc};
use fastrand::Rng;

use crate::{
    free::{Spa, service},
    row::{Finding, Row, Unit},
    spa::{self, Bench, DESK},
    timing::{Times, timed},
};

const N_TIMES: usize = 60;

pub(crate) fn rows(_: &Bench) -> Vec<Finding> {
    let mut rows = large_spa();
    rows.extend(chain());
    rows.extend(crowded_day());
    rows
}

/// 28 therapists, 20 rooms, 120 visits a day. The eight who are asked for are booked out
/// but for the last five of sixty days.
fn large_spa() -> Vec<Finding> {
    let mut spa = Spa::empty(28, 20, 60);
    let mut rng = Rng::with_seed(5);
    let anywhere = service(1..21);
    for date in Spa::day(0).iter_days().take(60) {
        let is_full = date < Spa::day(55);
        let asked = if is_full { 8 } else { 3 };
        for hour in 9..20 {
            for nth in 0..asked {
                spa.book(&anywhere, nth, WallTime::new(date, hour * 60));
            }
        }
        while spa.on(date).len() < 120 {
            let start = WallTime::new(date, 9 * 60 + rng.u16(..121) * 5);
            spa.book(&anywhere, rng.usize(8..28), start);
        }
    }
    let steamer = steamer();
    spa.equipment.push(steamer.clone());
    let asked = with_it(service(16..21), &steamer);
    let staff: Vec<StaffId> = spa.staff[..8].iter().map(|it| it.id).collect();
    let limits = |order, n_days| Limits {
        staff: &staff,
        n_days: Some(n_days),
        order,
        ..Limits::default()
    };
    let what = "60 min, any of 8, 5 rooms, one steamer, F2 spa full for 55 of 60 days";
    let mut rows = spa.beside_a_pass(what, &asked, limits(Order::First, 60), 1, [5.0, 35.0]);
    let open = Limits {
        order: Order::Best,
        n_days: Some(7),
        ..Limits::default()
    };
    let what = "the best 8 in a week with any of 28, F2 spa";
    rows.extend(spa.beside_a_pass(what, &asked, open, 8, [80.0, 80.0]));
    let open = Limits::default();
    let what = "the nearest 8 with any of 28, F2 spa";
    rows.extend(spa.beside_a_pass(what, &asked, open, 8, [20.0, 20.0]));
    rows
}

/// 100 therapists, 60 rooms: every room is taken until five days before the year's end.
fn chain() -> Vec<Finding> {
    let mut spa = Spa::empty(100, 60, 365);
    for date in Spa::day(0).iter_days().take(365) {
        let n = if date < Spa::day(360) { 60 } else { 50 };
        for hour in 9..20_u16 {
            for nth in 0..n {
                let staff = (nth + usize::from(hour) * 7) % 100;
                spa.put(staff, nth, WallTime::new(date, hour * 60));
            }
        }
    }
    let steamer = steamer();
    spa.equipment.push(steamer.clone());
    let asked = with_it(service(1..61), &steamer);
    let limits = Limits {
        n_days: Some(365),
        order: Order::First,
        ..Limits::default()
    };
    let what = "60 min, any of 100, 60 rooms full for 360 of 365 days";
    spa.beside_a_pass(what, &asked, limits, 1, [4.0, 20.0])
}

fn steamer() -> Equipment {
    Equipment {
        id: EquipmentId(RawId::from_u64(1)),
        name: String::new(),
        short: String::new(),
        pieces: 1,
        rooms: Vec::new(),
        active: true,
    }
}

fn with_it(service: Service, it: &Equipment) -> Service {
    let needs = vec![Need {
        n: 1,
        of: vec![it.id],
    }];
    let segments = service.segments.into_iter();
    Service {
        segments: segments
            .map(|part| SegmentPlan {
                needs: needs.clone(),
                ..part
            })
            .collect(),
        ..service
    }
}

impl Spa {
    fn on(&self, date: NaiveDate) -> &[Appointment] {
        self.taken.get(&date).map_or(&[], Vec::as_slice)
    }

    /// In any room that is free then, if the therapist is.
    fn book(&mut self, service: &Service, nth: usize, start: WallTime) {
        let staff = self.staff[nth].id;
        if let Some(room) = self.room_at(service, staff, start) {
            self.take(service, staff, room, start);
        }
    }

    /// Whatever else is there.
    fn put(&mut self, nth: usize, room: usize, start: WallTime) {
        let (staff, room) = (self.staff[nth].id, self.rooms[room].id);
        self.take(&service(1..2), staff, room, start);
    }

    fn search(&self, ask: &Ask, free: &mut FreeTimes, n: usize) -> (Vec<Offer>, usize) {
        let mut n_read = 0;
        let taken_on = |date| -> Result<Vec<Appointment>, ()> {
            n_read += 1;
            Ok(self.on(date).to_vec())
        };
        let found = nearest_among(ask, self.house(), n, 15, Some(free), taken_on);
        (found.unwrap(), n_read)
    }

    /// With days that were looked at before, and with none: each beside a pass over all
    /// records.
    fn beside_a_pass(
        &self,
        what: &str,
        asked: &Service,
        limits: Limits,
        n: usize,
        [warm_times, cold_times]: [f64; 2],
    ) -> Vec<Finding> {
        let ask = Ask {
            service: asked,
            staff: None,
            client: None,
            ignore: None,
            near: WallTime::new(Spa::day(0), 10 * 60),
            limits,
        };
        let n_days = limits.n_days().max(60);
        let new = || FreeTimes::new(self.house(), Spa::day(0), n_days);
        let mut kept = new();
        let (first, n_read) = self.search(&ask, &mut kept, n);
        assert_eq!(first.len(), n, "{what}");
        let (mut warm, mut cold, mut pass) = (Times::default(), Times::default(), Times::default());
        let mut n_read_warm = 0;
        for _ in 0..N_TIMES {
            let (seconds, (found, n_read)) = timed(|| self.search(&ask, &mut kept, n));
            assert_eq!(found, first, "{what}");
            n_read_warm = n_read;
            warm.push(seconds);
            let (seconds, found) = timed(|| self.search(&ask, &mut new(), n));
            black_box(found);
            cold.push(seconds);
            let (seconds, minutes) = timed(|| self.pass());
            black_box(minutes);
            pass.push(seconds);
        }
        let n_records: usize = self.taken.values().map(Vec::len).sum();
        let peer = format!("one pass over {n_records} records");
        let limit = || (peer.as_str(), pass.percentile(50));
        let row = |kind: &str, times: &Times, n_read: usize, most: f64| {
            let what = format!("{what}, {kind}, {n_read} days read");
            Row::times(what, (Unit::Seconds, times.percentile(50)), limit(), most)
        };
        vec![
            row("known", &warm, n_read_warm, warm_times),
            row("not known", &cold, n_read, cold_times),
        ]
    }

    /// Minutes held by each therapist: every record is looked at once, and nothing else
    /// is done.
    fn pass(&self) -> HashMap<StaffId, u32> {
        let mut minutes = HashMap::new();
        let held = self.taken.values().flatten();
        for it in held.filter(|it| it.status.holds_time()) {
            for part in &it.segments {
                for staff in &part.staff {
                    *minutes.entry(*staff).or_default() += u32::from(part.minutes);
                }
            }
        }
        minutes
    }
}

/// 60 therapists, 40 rooms, 600 visits, written by the program and read from its store.
fn crowded_day() -> Vec<Finding> {
    let dir = spa::scratch();
    let now = Utc.with_ymd_and_hms(2026, 11, 25, 6, 0, 0).unwrap();
    let clock = Arc::new(DemoClock::new(now));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    let opened = Shop::open(dir.path(), Arc::<DemoClock>::clone(&clock), options);
    let (shop, _) = opened.unwrap_or_else(|failure| panic!("{failure:?}"));
    let date = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let service = furnish(&shop, date);
    let settings = shop.settings().unwrap();
    let (mut days, mut finds) = (Times::default(), Times::default());
    let (mut searches, mut colds) = (Times::default(), Times::default());
    let english = Locale::english();
    let wish = |days: u64| {
        let near = WallTime::new(date + Days::new(days), 14 * 60);
        Query::Offers(Box::new(TimeWish::new(service, near)))
    };
    for nth in 0..N_TIMES {
        let (seconds, sheet) = timed(|| query::day(&shop.read(), &settings, date).unwrap());
        assert_eq!(sheet.blocks.len(), 600);
        days.push(seconds);
        let (seconds, found) = timed(|| {
            shop.read()
                .find::<Appointment>(&Lookup::AppointmentOn(date))
        });
        assert_eq!(found.unwrap().len(), 600);
        finds.push(seconds);
        let (seconds, answer) = timed(|| shop.ask(&DESK, &english, &wish(0)));
        black_box(answer.unwrap_or_else(|stop| panic!("{stop:?}")));
        searches.push(seconds);
        // A new therapist's hours make all that is known of free times void.
        let person = shop.read().all::<Staff>().unwrap().remove(0);
        let again = Request::SetHours {
            change: balm::ops::request::HoursChange::Day {
                staff: person.id,
                date: date + Days::new(30),
                shifts: None,
                reason: String::new(),
            },
            anyway: true,
        };
        spa::done(&shop, &format!("again-{nth}"), &again);
        let (seconds, answer) = timed(|| shop.ask(&DESK, &english, &wish(0)));
        black_box(answer.unwrap_or_else(|stop| panic!("{stop:?}")));
        colds.push(seconds);
    }
    let peer = "reading the day's 600 records";
    let row = |what: &str, times: &Times, most: f64| {
        let figure = (Unit::Seconds, times.percentile(50));
        Row::times(what, figure, (peer, finds.percentile(50)), most)
    };
    vec![
        row("a day of 600 visits, opened, p50", &days, 4.0),
        row("the nearest 8 on that day, known, p50", &searches, 8.0),
        row("the nearest 8 on that day, not known, p50", &colds, 12.0),
    ]
}

/// People, rooms, and six hundred visits of half an hour between 9 and 18.
fn furnish(shop: &Shop, date: NaiveDate) -> ServiceId {
    let set_up = SetUp {
        shop_name: "Bench".into(),
        currency: "EUR".into(),
        time_zone: "UTC".into(),
        prices_include_tax: true,
        tax: vec![TaxComponent::plain("VAT", Rate::from_milli_percent(21_000))],
        therapists: (1..=60).map(|it| format!("Therapist {it}")).collect(),
        rooms: (1..=40).map(|it| format!("Room {it}")).collect(),
        cash_step_minor: 1,
        guided: false,
    };
    spa::done(shop, "set-up", &Request::SetUpShop(set_up));
    let draft = ServiceDraft {
        id: None,
        code: "HALF".into(),
        name: "Half an hour".into(),
        category: String::new(),
        price: Some(Money::from_minor(3_000)),
        cost: Money::ZERO,
        tax_class: None,
        minutes: 30,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: Manner::default(),
    };
    spa::done(shop, "service", &Request::SaveService(draft));
    for nth in 0..300 {
        let draft = ClientDraft {
            name: format!("Client {nth}"),
            active: true,
            ..ClientDraft::default()
        };
        spa::done(shop, &format!("client-{nth}"), &Request::SaveClient(draft));
    }
    let reads = shop.read();
    let service = reads.all::<Service>().unwrap()[0].id;
    let staff = reads.all::<Staff>().unwrap();
    let clients = reads.all::<balm::domain::client::Client>().unwrap();
    drop(reads);
    for nth in 0..600_usize {
        let slot = u16::try_from(nth % 18).unwrap();
        let booking = Booking {
            client: Some(clients[nth % clients.len()].id),
            service,
            staff: staff[(nth / 18 + 2 * usize::from(slot)) % staff.len()].id,
            team: Vec::new(),
            room: None,
            equipment: Vec::new(),
            start: WallTime::new(date, 9 * 60 + slot * 30),
            note: String::new(),
            override_reason: None,
            how: How::default(),
        };
        spa::done(shop, &format!("book-{nth}"), &Request::Book(booking));
    }
    service
}
