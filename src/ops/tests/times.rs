//! Times as they are asked for: whom, where and when, in which order, why not, and what
//! there is instead.

use super::bench::{Bench, DESK, ENGLISH, at, day, massage};
use crate::{
    domain::{
        booking::Order,
        client::Sex,
        ids::{ClientId, ServiceId, StaffId},
        staff::Staff,
        time::WallTime,
    },
    locale::Words,
    ops::{
        outcome::Outcome,
        query::{Answer, LetGo, Query, TimeSheet, TimeWish, WhyReport},
        refusal::{ClashReport, Refusal},
        request::{Booking, ClientDraft, Request, ServiceDraft, StaffDraft},
    },
    store::Reads,
};

fn draft_of(bench: &Bench, nth: usize) -> StaffDraft {
    let staff = bench.shop.read().all::<Staff>().unwrap();
    let staff = staff[nth - 1].clone();
    StaffDraft {
        id: Some(staff.id),
        name: staff.name,
        short: staff.short,
        role: staff.role,
        week: staff.week,
        services: staff.services,
        active: true,
        group: staff.group,
        pattern: staff.pattern,
        sex: staff.sex,
        treats: staff.treats,
        anyway: true,
    }
}

/// Anna is a woman, Marta treats women only; an hour's massage.
pub(super) fn desk() -> (Bench, ServiceId, StaffId, StaffId) {
    let bench = Bench::new();
    let service = bench.massage();
    bench.done(Request::SaveStaff(StaffDraft {
        sex: Some(Sex::Female),
        ..draft_of(&bench, 1)
    }));
    bench.done(Request::SaveStaff(StaffDraft {
        treats: Some(Sex::Female),
        ..draft_of(&bench, 2)
    }));
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    (bench, service, anna, marta)
}

fn times(bench: &Bench, wish: TimeWish) -> TimeSheet {
    let query = Query::Offers(Box::new(wish));
    match bench.shop.ask(&DESK, &ENGLISH, &query) {
        Ok(Answer::Offers(sheet)) => sheet,
        other => panic!("{other:?}"),
    }
}

pub(super) fn client(
    bench: &Bench,
    sex: Option<Sex>,
    never_with: Option<Vec<StaffId>>,
) -> ClientId {
    let draft = ClientDraft {
        name: "Peteris Berzins".into(),
        sex,
        active: true,
        never_with,
        ..ClientDraft::default()
    };
    match bench.done(Request::SaveClient(draft)) {
        Outcome::SavedClient { client } => client,
        other => panic!("{other:?}"),
    }
}

/// The first of what is offered: who and when.
fn first(sheet: &TimeSheet) -> Option<(StaffId, String)> {
    let it = sheet.offers.first()?;
    Some((it.staff, format!("{} {}", it.start.date, it.start.hhmm())))
}

#[test]
fn it_is_said_why_not_and_what_there_is_instead() {
    let (bench, service, anna, marta) = desk();
    let near = at("11:00");
    let wish = TimeWish::new(service, near);
    let said = |sheet: &TimeSheet| {
        let settings = bench.shop.settings().unwrap();
        let words = Words::new(&ENGLISH, Some(&settings));
        sheet.why.as_ref().map(|it| words.why_no_time(it))
    };
    let sheet = times(&bench, wish.clone());
    assert_eq!((&sheet.why, sheet.without), (&None, None));
    assert_eq!(first(&sheet), Some((anna, "2026-11-21 11:00".into())));

    // Both are booked, and that is why.
    bench.book(Booking::new(service, anna, "10:30"));
    bench.book(Booking::new(service, marta, "10:45"));
    let sheet = times(&bench, wish.clone());
    let until = Some(at("11:30"));
    assert_eq!(sheet.why, Some(WhyReport::AllTaken { n: 2, until }));
    assert_eq!(
        said(&sheet).unwrap(),
        "All 2 who could are taken, the first until 11:30."
    );
    let of_anna = TimeWish {
        staff: Some(anna),
        ..wish.clone()
    };
    let sheet = times(&bench, of_anna);
    assert!(
        said(&sheet).unwrap().starts_with("Anna Kalna is with "),
        "{sheet:?}"
    );
    assert_eq!(first(&sheet), Some((anna, "2026-11-21 11:30".into())));

    // No man gives it: what there is with others.
    let by_a_man = TimeWish {
        sex: Some(Sex::Male),
        ..wish.clone()
    };
    let sheet = times(&bench, by_a_man);
    assert_eq!(said(&sheet).unwrap(), "No man gives Swedish massage 60.");
    assert_eq!(sheet.without, Some(LetGo::Person));
    assert!(!sheet.offers.is_empty());

    // Not at night: what there is at other times.
    let at_night = TimeWish {
        from_minute: 22 * 60,
        ..wish.clone()
    };
    let sheet = times(&bench, at_night);
    assert_eq!((sheet.why, sheet.without), (None, Some(LetGo::Times)));

    // A man at night takes both away.
    let neither = TimeWish {
        sex: Some(Sex::Male),
        from_minute: 22 * 60,
        ..wish
    };
    assert_eq!(times(&bench, neither).without, Some(LetGo::All));
}

#[test]
fn a_page_of_times_says_whether_there_are_more() {
    let (bench, service, anna, _) = desk();
    let wish = |n| TimeWish {
        among: vec![anna],
        order: Order::First,
        all: true,
        n_days: Some(1),
        n: Some(n),
        // The bench's Saturday ends at six.
        ..TimeWish::new(service, at("16:00"))
    };
    let starts = |n| {
        let sheet = times(&bench, wish(n));
        let starts: Vec<String> = sheet.offers.iter().map(|it| it.start.hhmm()).collect();
        (starts, sheet.more)
    };
    let (all, more) = starts(100);
    assert_eq!((all.len(), more), (13, false), "{all:?}");
    assert_eq!(starts(5), (all[..5].to_vec(), true));
    assert_eq!(starts(10), (all[..10].to_vec(), true));
}

/// Half an hour is the least that anybody can sell, so an hour's gap is none.
#[test]
fn the_best_is_with_whom_the_client_has_it_usually_and_leaves_no_gap() {
    let (bench, service, anna, marta) = desk();
    bench.service(ServiceDraft {
        code: "HALF".into(),
        name: "Half an hour".into(),
        minutes: 30,
        ..massage()
    });
    bench.book(Booking::new(service, anna, "12:15"));
    let best = |client| TimeWish {
        client,
        order: Order::Best,
        n_days: Some(1),
        among: vec![anna, marta],
        n: Some(3),
        ..TimeWish::new(service, at("11:00"))
    };
    let (staff, _) = first(&times(&bench, best(None))).unwrap();
    assert_eq!(staff, marta, "who has less to do");
    let draft = ClientDraft {
        name: "Liga Ozola".into(),
        active: true,
        usual_staff: Some(anna),
        ..ClientDraft::default()
    };
    let Outcome::SavedClient { client } = bench.done(Request::SaveClient(draft)) else {
        panic!("not saved")
    };
    let sheet = times(&bench, best(Some(client)));
    assert!(sheet.offers.iter().all(|it| it.staff == anna), "{sheet:?}");
    let starts: Vec<String> = sheet.offers.iter().map(|it| it.start.hhmm()).collect();
    // 11:15 is up against the visit; from 11:00 a quarter of an hour would be lost.
    assert_eq!(starts[0], "11:15");
    assert!(!starts.contains(&"11:00".to_owned()), "{starts:?}");
    bench.book(Booking {
        client: Some(client),
        start: sheet.offers[0].start,
        ..Booking::new(service, anna, "11:00")
    });
}

/// Whoever is kept from a client by either of them is neither offered nor booked, save
/// on purpose.
#[test]
fn who_must_not_is_kept_by_search_and_rule_alike() {
    let (bench, service, anna, marta) = desk();
    let everybody = |client| TimeWish {
        client: Some(client),
        order: Order::First,
        all: true,
        n_days: Some(1),
        n: Some(200),
        ..TimeWish::new(service, at("11:00"))
    };
    let with = |client| {
        let mut staff: Vec<StaffId> = times(&bench, everybody(client))
            .offers
            .iter()
            .map(|it| it.staff)
            .collect();
        staff.sort_unstable();
        staff.dedup();
        staff
    };
    let (man, woman) = (
        client(&bench, Some(Sex::Male), None),
        client(&bench, Some(Sex::Female), Some(vec![anna])),
    );
    assert_eq!(with(man), [anna]);
    assert_eq!(with(woman), [marta]);
    assert_eq!(with(client(&bench, None, None)), [anna, marta]);
    let book = |client, staff| {
        Request::Book(Booking {
            client: Some(client),
            ..Booking::new(service, staff, "11:00")
        })
    };
    match bench.refused(book(man, marta)) {
        Refusal::Clash {
            clash: ClashReport::TreatsOthers { staff, treats, .. },
            nearest,
        } => {
            assert_eq!((staff.as_str(), treats), ("Marta Liepa", Sex::Female));
            assert!(nearest.iter().all(|it| it.staff == anna), "{nearest:?}");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(
        bench.refused(book(woman, anna)),
        Refusal::Clash {
            clash: ClashReport::NeverWith { .. },
            ..
        }
    ));
    // On the card, and gone with an empty list; without one it stays.
    let draft = |never_with| {
        Request::SaveClient(ClientDraft {
            id: Some(woman),
            name: "Liga Ozola".into(),
            active: true,
            never_with,
            ..ClientDraft::default()
        })
    };
    let on_card = || {
        let query = Query::ClientCard { client: woman };
        match bench.shop.ask(&DESK, &ENGLISH, &query) {
            Ok(Answer::ClientCard(card)) => card.never_with,
            other => panic!("{other:?}"),
        }
    };
    bench.done(draft(None));
    assert_eq!(on_card(), ["Anna Kalna"]);
    bench.done(draft(Some(Vec::new())));
    assert_eq!(on_card(), [""; 0]);
    bench.done(book(woman, anna));
}

/// What was not asked for when the question was a smaller one is as it was.
#[test]
fn the_small_question_is_still_understood() {
    let asked =
        r#"{"ask": "offers", "service": "1-1", "near": {"date": "2026-11-21", "minute": 600}}"#;
    let query: Query = serde_json::from_str(asked).unwrap();
    let near = WallTime::new(day("2026-11-21"), 600);
    let service: ServiceId = serde_json::from_str(r#""1-1""#).unwrap();
    assert_eq!(query, Query::Offers(Box::new(TimeWish::new(service, near))));
}
