//! Several appointments at once: all of them, or none.

use chrono::Days;

use super::{
    bench::{Bench, DESK, ENGLISH, at, day},
    book::moving,
    times::{client, desk},
};
use crate::{
    domain::{
        booking::{Appointment, How, Status},
        client::Sex,
        ids::{AppointmentId, VisitId},
        time::WallTime,
        visit::{Bill, Interval, Recurrence, Series, SeriesEnd, Visit},
    },
    ops::{
        outcome::{Outcome, TakenBack},
        query::{
            Answer, LetGo, PartWish, Planned, Query, SeriesWish, VisitPlan, VisitSheet, VisitWish,
            WhyReport,
        },
        refusal::{ClashReport, Refusal},
        request::{
            Booking, MovingAll, Request, SeriesDraft, ServiceDraft, StatusOfAll, VisitChange,
            VisitDraft,
        },
    },
    store::Reads,
};

fn draft(parts: Vec<Booking>) -> VisitDraft {
    VisitDraft {
        parts,
        host: None,
        note: String::new(),
        bill: Bill::One,
    }
}

fn booked(outcome: Outcome) -> (VisitId, Vec<AppointmentId>) {
    match outcome {
        Outcome::BookedVisit {
            visit,
            appointments,
        } => (visit, appointments),
        other => panic!("{other:?}"),
    }
}

fn n_visits(bench: &Bench) -> usize {
    bench.shop.read().all::<Appointment>().unwrap().len()
}

fn weekly(n: u16) -> Recurrence {
    Recurrence {
        every: 1,
        unit: Interval::Weeks,
        weekdays: Vec::new(),
        end: SeriesEnd::Times(n),
    }
}

fn planned(bench: &Bench, query: &Query) -> Vec<Planned> {
    match bench.shop.ask(&DESK, &ENGLISH, query) {
        Ok(Answer::Planned { plans }) => plans,
        other => panic!("{other:?}"),
    }
}

fn visit_sheet(bench: &Bench, wish: VisitWish) -> VisitSheet {
    match bench.shop.ask(&DESK, &ENGLISH, &Query::PlanVisit(wish)) {
        Ok(Answer::VisitPlans(sheet)) => sheet,
        other => panic!("{other:?}"),
    }
}

fn visit_plans(bench: &Bench, wish: VisitWish) -> Vec<VisitPlan> {
    visit_sheet(bench, wish).plans
}

#[test]
fn a_couple_is_booked_in_one_piece_and_taken_back_in_one() {
    let bench = Bench::new();
    let massage = bench.massage();
    let (liga, janis) = (bench.client("Liga", ""), bench.client("Janis", ""));
    let part = |staff, client| Booking {
        client: Some(client),
        ..Booking::new(massage, bench.staff(staff), "12:00")
    };
    let (visit, parts) = booked(bench.done(Request::BookVisit(VisitDraft {
        host: Some(liga),
        note: "Anniversary".into(),
        ..draft(vec![part(1, liga), part(2, janis)])
    })));
    let [one, two] = parts.as_slice() else {
        panic!("{parts:?}");
    };
    let (one, two) = (bench.visit(*one), bench.visit(*two));
    assert_eq!((one.visit, two.visit), (Some(visit), Some(visit)));
    assert_eq!(one.start(), two.start());
    assert_ne!(one.room(), two.room());
    let record = bench.shop.read().get::<Visit>(&visit).unwrap().unwrap();
    assert_eq!(
        (record.host, record.note.as_str()),
        (Some(liga), "Anniversary")
    );

    let Outcome::Undone { what, .. } = bench.done(Request::Undo) else {
        panic!("not undone");
    };
    assert_eq!(what, TakenBack::Several { n: 2 });
    assert_eq!(n_visits(&bench), 0);
    assert_eq!(bench.shop.read().get::<Visit>(&visit).unwrap(), None);
}

#[test]
fn one_part_that_cannot_be_leaves_all_of_them_out_and_is_named() {
    let bench = Bench::new();
    let massage = bench.massage();
    let anna = bench.staff(1);
    let parts = vec![
        Booking::new(massage, anna, "12:00"),
        Booking::new(massage, anna, "12:30"),
    ];
    let refusal = bench.refused(Request::BookVisit(draft(parts)));
    let Refusal::PartClash {
        part: 2,
        clash: ClashReport::StaffBusy { with, until, .. },
        ..
    } = refusal
    else {
        panic!("{refusal:?}");
    };
    // The other part is not in the book: it is named by its service.
    assert_eq!((with.as_str(), until), ("Swedish massage 60", at("13:00")));
    assert_eq!(n_visits(&bench), 0);
    let empty = bench.refused(Request::BookVisit(draft(Vec::new())));
    assert!(matches!(empty, Refusal::Field { .. }), "{empty:?}");
}

#[test]
fn three_rooms_are_more_than_there_are() {
    let bench = Bench::new();
    let massage = bench.massage();
    let third = Request::BookVisit(draft(vec![
        Booking::new(massage, bench.staff(1), "12:00"),
        Booking::new(massage, bench.staff(2), "12:00"),
        Booking::new(massage, bench.staff(1), "13:00"),
    ]));
    booked(bench.done(third));
    let one_room = bench.room(1);
    let both = |staff| Booking {
        room: Some(one_room),
        ..Booking::new(massage, bench.staff(staff), "15:00")
    };
    let refusal = bench.refused(Request::BookVisit(draft(vec![both(1), both(2)])));
    assert!(
        matches!(refusal, Refusal::PartClash { part: 2, .. }),
        "{refusal:?}"
    );
}

#[test]
fn what_is_offered_for_a_visit_can_be_booked() {
    let bench = Bench::new();
    let (massage, short) = (
        bench.massage(),
        bench.service(ServiceDraft {
            code: "HS".into(),
            ..super::bench::massage()
        }),
    );
    let liga = bench.client("Liga", "");
    bench.book(Booking::new(massage, bench.staff(1), "12:00"));
    let wish = VisitWish {
        parts: [massage, short]
            .into_iter()
            .map(|service| PartWish {
                client: Some(liga),
                ..PartWish::new(service)
            })
            .collect(),
        ..VisitWish::new(Vec::new(), at("12:00"))
    };
    let plans = visit_plans(&bench, wish.clone());
    assert_eq!(plans.len(), 8);
    for plan in &plans {
        // One after the other without a wait: there are two therapists.
        assert_eq!(plan.wait_min, 0, "{plan:?}");
        let starts: Vec<_> = plan.parts.iter().map(|it| it.offer.start).collect();
        assert_eq!(starts[0].plus(60), starts[1], "{plan:?}");
        let parts = plan.parts.iter().map(|it| Booking {
            client: Some(liga),
            service: wish.parts[it.part].service,
            staff: it.offer.staff,
            team: Vec::new(),
            room: it.offer.room,
            equipment: Vec::new(),
            start: it.offer.start,
            note: String::new(),
            how: How::default(),
            override_reason: None,
        });
        booked(bench.done(Request::BookVisit(draft(parts.collect()))));
        bench.done(Request::Undo);
    }
}

#[test]
fn a_couple_is_offered_the_same_time_with_two_therapists() {
    let bench = Bench::new();
    let massage = bench.massage();
    bench.book(Booking::new(massage, bench.staff(1), "12:00"));
    let part = |person| PartWish {
        person,
        ..PartWish::new(massage)
    };
    let wish = VisitWish::new(vec![part(0), part(1)], at("12:00"));
    let plans = visit_plans(&bench, wish);
    for plan in &plans {
        let [one, two] = plan.parts.as_slice() else {
            panic!("{plan:?}");
        };
        assert_eq!(one.offer.start, two.offer.start);
        assert_ne!(one.offer.staff, two.offer.staff);
        assert_ne!(one.offer.room, two.offer.room);
    }
    // Anna is not free from 11:05 to 13:00: before and after that they both are.
    let starts: Vec<_> = plans.iter().map(|it| it.parts[0].offer.start).collect();
    assert_eq!(&starts[..2], [at("11:00"), at("13:00")]);
}

#[test]
fn each_part_is_offered_with_whom_and_where_it_is_asked_for() {
    let (bench, massage, anna, marta) = desk();
    let two = bench.room(2);
    let part = |person| PartWish {
        person,
        ..PartWish::new(massage)
    };
    let by_a_woman = PartWish {
        sex: Some(Sex::Female),
        ..part(0)
    };
    let there = PartWish {
        among: vec![marta],
        rooms: vec![two],
        ..part(1)
    };
    let wish = VisitWish {
        from_minute: 14 * 60,
        until_minute: Some(15 * 60 + 15),
        n_days: Some(1),
        ..VisitWish::new(vec![by_a_woman, there], at("11:00"))
    };
    let plans = visit_plans(&bench, wish);
    let starts: Vec<_> = plans.iter().map(|it| it.parts[0].offer.start).collect();
    assert_eq!(starts, [at("14:00"), at("14:15")]);
    for plan in &plans {
        let staff = plan.parts.iter().map(|it| it.offer.staff);
        assert_eq!(staff.collect::<Vec<_>>(), [anna, marta]);
        assert_eq!(plan.parts[1].offer.room, Some(two));
    }
}

#[test]
fn who_is_kept_from_a_client_is_in_no_time_for_a_visit() {
    let (bench, massage, anna, marta) = desk();
    let liga = client(&bench, Some(Sex::Female), Some(vec![anna]));
    let part = PartWish {
        client: Some(liga),
        ..PartWish::new(massage)
    };
    let wish = VisitWish::new(vec![part.clone(), part], at("11:00"));
    let plans = visit_plans(&bench, wish);
    let mut staff = plans.iter().flat_map(|it| &it.parts);
    assert!(staff.all(|it| it.offer.staff == marta), "{plans:?}");
    assert_eq!(plans.len(), 8);
}

#[test]
fn it_is_said_of_which_part_why_not_and_what_there_is_instead() {
    let (bench, massage, anna, _) = desk();
    let couple = [0, 1].map(|person| PartWish {
        person,
        ..PartWish::new(massage)
    });
    let wish = VisitWish::new(couple.to_vec(), at("11:00"));
    let sheet = visit_sheet(&bench, wish.clone());
    assert_eq!((&sheet.why, sheet.without), (&None, None));

    bench.book(Booking::new(massage, anna, "10:30"));
    let sheet = visit_sheet(&bench, wish.clone());
    let why = sheet.why.unwrap();
    assert_eq!(
        (why.part, why.service.as_str()),
        (1, "Swedish massage 60"),
        "{why:?}"
    );
    assert!(matches!(why.reason, WhyReport::AllTaken { n: 2, .. }));
    assert_eq!((sheet.without, sheet.gave_up), (None, false));
    assert_eq!(sheet.plans[0].parts[0].offer.start, at("11:30"));

    // Two at once with Anna: the first is in the way of the second, by its service.
    let of_anna = couple.clone().map(|it| PartWish {
        staff: Some(anna),
        ..it
    });
    let with_anna = VisitWish::new(of_anna.to_vec(), at("12:00"));
    let sheet = visit_sheet(&bench, with_anna);
    let why = sheet.why.unwrap();
    let WhyReport::Clash {
        clash: ClashReport::StaffBusy { with, until, .. },
    } = &why.reason
    else {
        panic!("{why:?}");
    };
    assert_eq!(
        (why.part, with.as_str(), *until),
        (1, "Swedish massage 60", at("13:00"))
    );
    assert_eq!(sheet.without, Some(LetGo::Person));
    assert_eq!(sheet.plans.len(), 8);

    // No man gives it, and nobody does at night.
    let mut by_a_man = wish.clone();
    by_a_man.parts[1].sex = Some(Sex::Male);
    let sheet = visit_sheet(&bench, by_a_man.clone());
    let why = sheet.why.unwrap();
    assert!(matches!(why.reason, WhyReport::NobodyGives { .. }));
    assert_eq!(sheet.without, Some(LetGo::Person));
    let at_night = VisitWish {
        from_minute: 22 * 60,
        ..wish
    };
    let sheet = visit_sheet(&bench, at_night);
    assert_eq!((sheet.why, sheet.without), (None, Some(LetGo::Times)));
    by_a_man.from_minute = 22 * 60;
    assert_eq!(visit_sheet(&bench, by_a_man).without, Some(LetGo::All));
}

#[test]
fn what_is_too_much_to_look_at_is_said_to_be() {
    let (bench, massage, ..) = desk();
    let parts = vec![PartWish::new(massage); 21];
    let sheet = visit_sheet(&bench, VisitWish::new(parts, at("11:00")));
    assert_eq!((sheet.plans.len(), sheet.gave_up), (0, true));
    assert_eq!(sheet.without, None);
}

/// What was not asked for when the question was a smaller one is as it was.
#[test]
fn the_small_question_for_a_visit_is_still_understood() {
    let asked = r#"{"ask": "plan_visit", "parts": [{"service": "1-1"}],
        "near": {"date": "2026-11-21", "minute": 600}}"#;
    let query: Query = serde_json::from_str(asked).unwrap();
    let service = serde_json::from_str(r#""1-1""#).unwrap();
    let near = WallTime::new(day("2026-11-21"), 600);
    let wish = VisitWish {
        any_order: false,
        ..VisitWish::new(vec![PartWish::new(service)], near)
    };
    assert_eq!(query, Query::PlanVisit(wish));
}

#[test]
fn a_series_is_planned_with_its_clashes_and_booked_in_one_piece() {
    let bench = Bench::new();
    let massage = bench.massage();
    let anna = bench.staff(1);
    let first = bench.book(Booking::new(massage, anna, "12:00"));
    let on = |days: u64, minute| WallTime::new(day("2026-11-21") + Days::new(days), minute);
    let other = bench.book(Booking {
        start: on(14, 12 * 60 + 30),
        ..Booking::new(massage, anna, "12:00")
    });
    let wish = SeriesWish {
        first,
        rule: weekly(4),
    };
    let plans = planned(&bench, &Query::PlanSeries(wish));
    assert_eq!(plans.len(), 3);
    assert!(plans[0].free.is_some() && plans[2].free.is_some());
    let clash = plans[1].clash.as_ref().unwrap();
    assert!(
        matches!(clash, ClashReport::StaffBusy { appointment, .. } if *appointment == other),
        "{clash:?}"
    );
    let instead = &plans[1].offers[0];
    assert_eq!(instead.start.date, on(14, 0).date);
    let parts = [
        plans[0].free.as_ref(),
        Some(instead),
        plans[2].free.as_ref(),
    ];
    let parts = parts.map(|it| Booking {
        client: None,
        service: massage,
        staff: it.unwrap().staff,
        team: Vec::new(),
        room: it.unwrap().room,
        equipment: Vec::new(),
        start: it.unwrap().start,
        note: String::new(),
        how: How::default(),
        override_reason: None,
    });
    let asked = Request::BookSeries(SeriesDraft {
        rule: weekly(4),
        first: Some(first),
        parts: parts.to_vec(),
    });
    let Outcome::BookedSeries {
        series,
        appointments,
    } = bench.done(asked)
    else {
        panic!("not booked");
    };
    assert_eq!(appointments.len(), 3);
    assert_eq!(bench.visit(first).series, Some(series));
    assert_eq!(bench.visit(appointments[2]).series, Some(series));

    bench.done(Request::Undo);
    assert_eq!(n_visits(&bench), 2);
    assert_eq!(bench.visit(first).series, None);
    assert_eq!(bench.shop.read().get::<Series>(&series).unwrap(), None);
}

#[test]
fn every_instance_of_a_series_is_held_against_the_book() {
    let bench = Bench::new();
    let massage = bench.massage();
    let anna = bench.staff(1);
    let weeks = |n: u64| WallTime::new(day("2026-11-21") + Days::new(7 * n), 12 * 60);
    let part = |n| Booking {
        start: weeks(n),
        ..Booking::new(massage, anna, "12:00")
    };
    // Far behind the first two.
    bench.book(part(9));
    let refusal = bench.refused(Request::BookSeries(SeriesDraft {
        rule: weekly(12),
        first: None,
        parts: (0..12).map(part).collect(),
    }));
    assert!(
        matches!(refusal, Refusal::PartClash { part: 10, start, .. } if start == weeks(9)),
        "{refusal:?}"
    );
    assert_eq!(n_visits(&bench), 1);
}

#[test]
fn a_weekly_series_keeps_its_hour_when_the_clock_changes() {
    let bench = Bench::new();
    bench.clock.advance(chrono::TimeDelta::days(120));
    let massage = bench.massage();
    // Saturday, 20 March 2027; summer time begins on the 28th.
    let first = bench.book(Booking {
        start: WallTime::new(day("2027-03-27"), 10 * 60),
        ..Booking::new(massage, bench.staff(1), "10:00")
    });
    let wish = SeriesWish {
        first,
        rule: weekly(3),
    };
    let plans = planned(&bench, &Query::PlanSeries(wish));
    let starts = plans.iter().map(|it| it.free.as_ref().unwrap().start);
    let hours: Vec<u16> = starts.map(|it| it.minute).collect();
    assert_eq!(hours, [600, 600]);
}

#[test]
fn two_that_take_each_others_place_move_at_once_or_not_at_all() {
    let bench = Bench::new();
    let massage = bench.massage();
    let anna = bench.staff(1);
    let one = bench.book(Booking::new(massage, anna, "12:00"));
    let two = bench.book(Booking::new(massage, anna, "13:00"));
    let moves = vec![moving(one, "13:00"), moving(two, "12:00")];
    bench.done(Request::MoveAll(MovingAll { moves }));
    assert_eq!(bench.visit(one).start(), at("13:00"));
    assert_eq!(bench.visit(two).start(), at("12:00"));
    bench.done(Request::Undo);
    assert_eq!(bench.visit(one).start(), at("12:00"));
    let moves = vec![moving(one, "14:00"), moving(two, "14:30")];
    let refusal = bench.refused(Request::MoveAll(MovingAll { moves }));
    assert!(
        matches!(refusal, Refusal::PartClash { part: 2, .. }),
        "{refusal:?}"
    );
    assert_eq!(bench.visit(one).start(), at("12:00"));
    let moves = vec![moving(one, "14:00"), moving(one, "15:00")];
    let refusal = bench.refused(Request::MoveAll(MovingAll { moves }));
    assert_eq!(refusal, Refusal::PartTwice);
}

#[test]
fn a_party_is_checked_in_and_cancelled_at_once() {
    let bench = Bench::new();
    let massage = bench.massage();
    let parts = vec![
        Booking::new(massage, bench.staff(1), "12:00"),
        Booking::new(massage, bench.staff(2), "12:00"),
    ];
    let (_, parts) = booked(bench.done(Request::BookVisit(draft(parts))));
    let all = |status, reason: &str| {
        Request::SetStatusOfAll(StatusOfAll {
            appointments: parts.clone(),
            status,
            reason: reason.to_owned(),
        })
    };
    bench.done(all(Status::Arrived, ""));
    assert!(
        parts
            .iter()
            .all(|it| bench.visit(*it).status == Status::Arrived)
    );
    bench.done(all(Status::Cancelled, "Ill"));
    assert!(
        parts
            .iter()
            .all(|it| bench.visit(*it).status == Status::Cancelled)
    );
    let back = bench.refused(all(Status::Booked, ""));
    assert!(
        matches!(back, Refusal::StatusNotPossible { .. }),
        "{back:?}"
    );
    bench.done(Request::Undo);
    assert!(
        parts
            .iter()
            .all(|it| bench.visit(*it).status == Status::Arrived)
    );
}

#[test]
fn the_host_pays_for_all_or_each_for_themselves() {
    let bench = Bench::open();
    let massage = bench.massage();
    let (liga, janis) = (bench.client("Liga", ""), bench.client("Janis", ""));
    let part = |staff, client| Booking {
        client: Some(client),
        ..Booking::new(massage, bench.staff(staff), "12:00")
    };
    let (visit, _) = booked(bench.done(Request::BookVisit(VisitDraft {
        host: Some(janis),
        ..draft(vec![part(1, liga), part(2, janis)])
    })));
    bench.done(Request::AddVisit {
        visit,
        client: None,
    });
    let cart = bench.cart().unwrap();
    assert_eq!((cart.client, cart.lines.len()), (Some(janis), 2));
    let again = bench.refused(Request::AddVisit {
        visit,
        client: None,
    });
    assert_eq!(again, Refusal::NoPartToPay);
    bench.done(Request::CancelTicket {
        reason: "Each alone".into(),
    });
    bench.done(Request::SaveVisit(VisitChange {
        visit,
        host: Some(janis),
        note: String::new(),
        bill: Bill::Many,
    }));
    bench.done(Request::AddVisit {
        visit,
        client: Some(liga),
    });
    let cart = bench.cart().unwrap();
    assert_eq!((cart.client, cart.lines.len()), (Some(liga), 1));
}
