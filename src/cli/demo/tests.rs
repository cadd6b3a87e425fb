//! The whole spa, over a past of a fortnight.

use std::{collections::HashSet, ops::ControlFlow, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use sha2::{Digest, Sha256};

use super::{
    build::{Plan, build},
    clock::DemoClock,
    house,
};
use crate::{
    domain::{
        barcode::{self, CodeCheck},
        booking::{Appointment, Status},
        catalog::{Product, Service},
        client::Client,
        drawer::DrawerSession,
        room::Room,
        sale::Sale,
        staff::{Staff, StaffRole},
        stock::StockLevel,
        tender::TenderKind,
        ticket::Item,
    },
    ops::shop::Shop,
    store::{
        Durability, OpenOptions, Reads,
        record::{Lookup, Record},
        verify,
    },
};

/// A Saturday in Riga, with the clock changes of spring in the fortnight before.
fn afternoon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 4, 11, 7, 0).unwrap()
}

struct Demo {
    shop: Shop,
    dir: tempfile::TempDir,
}

impl Demo {
    #[expect(clippy::needless_pass_by_value, reason = "shorter at every call")]
    fn new(plan: Plan) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(DemoClock::new(plan.now));
        let options = OpenOptions {
            durability: Durability::Relaxed,
            store_id: Some([7; 16]),
            ..OpenOptions::default()
        };
        let (shop, _) = Shop::open(dir.path(), clock.clone(), options).unwrap();
        build(&shop, &clock, &plan, &mut |_, _| ControlFlow::Continue(())).unwrap();
        assert_eq!(shop.now(), plan.now);
        Self { shop, dir }
    }

    fn all<R: Record>(&self) -> Vec<R> {
        self.shop.read().all().unwrap()
    }

    fn visits_on(&self, date: NaiveDate) -> Vec<Appointment> {
        let lookup = Lookup::AppointmentOn(date);
        self.shop.read().find(&lookup).unwrap()
    }
}

fn few_days(now: DateTime<Utc>) -> Plan {
    Plan {
        n_days: 4,
        n_clients: 150,
        ..Plan::new(now)
    }
}

#[test]
fn the_spa_is_complete() {
    let demo = Demo::new(Plan {
        n_days: 10,
        ..Plan::new(afternoon())
    });
    let staff = demo.all::<Staff>();
    let therapists = staff.iter().filter(|it| it.role == StaffRole::Therapist);
    assert_eq!(therapists.count(), 8);
    assert_eq!(demo.all::<Room>().len(), 5);
    let services = demo.all::<Service>();
    assert_eq!(services.len(), 42);
    let of = |code: &str| services.iter().find(|it| it.code == code).unwrap();
    assert_eq!(of("FH70").n_roles(), 2, "four hands");
    let needs = of("MW75").segments.iter().map(|it| it.needs.len());
    assert_eq!(needs.collect::<Vec<_>>(), [1, 1, 0, 0], "a mud wrap");
    assert_eq!(demo.all::<Client>().len(), 2_500);
    let products = demo.all::<Product>();
    assert_eq!(products.len(), 120);
    let checked = |it: &Product| barcode::check(&it.barcodes[0].code) == CodeCheck::Gtin14;
    assert!(products.iter().all(checked));

    let levels = demo.all::<StockLevel>();
    assert_eq!(levels.len(), 120);
    let is_low = |it: &&StockLevel| {
        let product = products.iter().find(|product| product.id == it.product);
        it.on_hand < i64::from(product.unwrap().par_level)
    };
    assert_eq!(levels.iter().filter(is_low).count(), 2);

    the_past_is_settled(&demo);
    today_has_everything(&demo);
}

fn the_past_is_settled(demo: &Demo) {
    let sessions = demo.all::<DrawerSession>();
    assert_eq!(sessions.len(), 10, "one a day, and none of today");
    assert!(sessions.iter().all(|it| it.closing.is_some()));
    let today = afternoon().date_naive();
    let mut visits = demo.all::<Appointment>();
    visits.retain(|it| it.start().date < today);
    assert!((100..=140).contains(&visits.len()), "{}", visits.len());
    let n_of = |status| visits.iter().filter(|it| it.status == status).count();
    assert_eq!(
        n_of(Status::Done) + n_of(Status::Cancelled) + n_of(Status::NoShow),
        visits.len()
    );
    assert!(n_of(Status::Cancelled) > 0);
    let n_paid = visits.iter().filter(|it| it.sale.is_some()).count();
    assert_eq!(n_paid, n_of(Status::Done));

    let sales = demo.all::<Sale>();
    assert!(sales.len() >= n_paid);
    let pays = |it: &Sale, kind| it.payments.iter().any(|payment| payment.kind == kind);
    assert!(
        sales
            .iter()
            .any(|it| pays(it, TenderKind::Cash) && pays(it, TenderKind::Card))
    );
    assert!(
        sales
            .iter()
            .any(|it| it.lines.iter().any(|line| line.discount.is_some()))
    );
    assert!(sales.iter().any(|it| {
        it.lines
            .iter()
            .any(|line| matches!(line.item, Item::Product(_)))
    }));
    let waiting = Lookup::UnsettledPrintJob(1);
    assert_eq!(demo.shop.read().count(&waiting).unwrap(), 0);
}

fn today_has_everything(demo: &Demo) {
    let today = afternoon().date_naive();
    let visits = demo.visits_on(today);
    let statuses: HashSet<Status> = visits.iter().map(|it| it.status).collect();
    assert_eq!((visits.len(), statuses.len()), (30, 7), "{statuses:?}");
    let off_quarter = visits.iter().filter(|it| it.start().minute % 15 != 0);
    assert!((4..=20).contains(&off_quarter.count()));
    assert!((1..=14).all(|days| !demo.visits_on(today + Days::new(days)).is_empty()));
}

/// Before the doors open, at midnight, at the end of the day. Only while hardly a
/// visit has begun nobody need have been missed.
#[test]
fn any_hour_of_the_day_has_all_statuses() {
    for (n_days, hour, minute) in [(1, 3, 0), (0, 4, 10), (1, 6, 30), (0, 20, 59), (1, 21, 1)] {
        let now = Utc.with_ymd_and_hms(2026, 3, 29, hour, minute, 0).unwrap();
        let demo = Demo::new(Plan {
            n_days,
            ..few_days(now)
        });
        let visits = demo.visits_on(now.with_timezone(&house::ZONE).date_naive());
        let statuses: HashSet<Status> = visits.iter().map(|it| it.status).collect();
        let n_begun = visits.iter().filter(|it| it.starts_at <= now).count();
        let least = if n_begun < 6 { 6 } else { 7 };
        assert_eq!(visits.len(), 30, "{now}");
        assert!(
            statuses.len() >= least,
            "{now}: {n_begun} begun, {statuses:?}"
        );
    }
}

#[test]
fn the_same_seed_makes_the_same_journal() {
    let journal = |seed| {
        let demo = Demo::new(Plan {
            seed,
            ..few_days(afternoon())
        });
        demo.shop.close().unwrap();
        let report = verify(demo.dir.path(), None).unwrap();
        assert!(report.is_sound(), "{report:?}");
        let mut files: Vec<_> = std::fs::read_dir(demo.dir.path().join("journal"))
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        files.sort();
        let bytes = files.iter().flat_map(|it| std::fs::read(it).unwrap());
        <[u8; 32]>::from(Sha256::digest(bytes.collect::<Vec<u8>>()))
    };
    assert_eq!(journal(1), journal(1));
    assert_ne!(journal(1), journal(2));
}
