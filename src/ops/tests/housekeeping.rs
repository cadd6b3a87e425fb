//! In what order rooms are, and what that means for who comes next; and the board that
//! shows it.

use super::bench::{Bench, DESK, ENGLISH, at, day, massage, set_status};
use crate::{
    domain::{
        booking::Status,
        catalog::{SegmentPlan, Stage},
        ids::{AppointmentId, RoomId, ServiceId},
        room_state::{RoomOrder, RoomState},
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        query::{
            self, Answer, BoardSheet, BoardVisit, Place, PlannedLength, Query, RoomRow,
            TherapistNow,
        },
        refusal::{ClashReport, Field, FieldProblem, OfferReport, Refusal},
        request::{Booking, Moving, Request, Resizing, RoomOrdering, ServiceDraft, Session},
    },
    store::Reads,
};

fn ordering(room: RoomId, order: RoomOrder) -> RoomOrdering {
    RoomOrdering {
        room,
        order,
        note: String::new(),
        until: None,
    }
}

fn broken(room: RoomId) -> RoomOrdering {
    RoomOrdering {
        note: "The tap drips".into(),
        ..ordering(room, RoomOrder::OutOfOrder)
    }
}

fn say(bench: &Bench, wish: RoomOrdering) -> Outcome {
    bench.done(Request::SetRoomState(wish))
}

fn state(bench: &Bench, room: RoomId) -> Option<RoomState> {
    bench.shop.read().get(&room).unwrap()
}

fn order(bench: &Bench, room: RoomId) -> RoomOrder {
    state(bench, room).map(|it| it.order).unwrap_or_default()
}

/// An hour, and ten minutes in which the room alone is cleaned.
fn with_cleaning(bench: &Bench) -> ServiceId {
    let cleaning = SegmentPlan {
        stage: Stage::CleanUp,
        roles: Vec::new(),
        holds_client: false,
        ..SegmentPlan::whole(10)
    };
    bench.service(ServiceDraft {
        name: "Mud wrap".into(),
        code: "MW60".into(),
        segments: vec![SegmentPlan::whole(60), cleaning],
        ..massage()
    })
}

fn ask(bench: &Bench, query: &Query) -> Answer {
    bench.shop.ask(&DESK, &ENGLISH, query).unwrap()
}

fn board(bench: &Bench) -> BoardSheet {
    match ask(bench, &Query::Board) {
        Answer::Board(sheet) => *sheet,
        other => panic!("{other:?}"),
    }
}

/// To a time of the bench's Saturday, which began at 10:00.
fn wait_until(bench: &Bench, hhmm: &str) {
    let settings = bench.shop.settings().unwrap();
    let now = crate::domain::time::wall(bench.shop.now(), settings.time_zone);
    bench.pass(i64::from(at(hhmm).minute) - i64::from(now.minute));
}

#[test]
fn a_treatment_with_cleaning_up_leaves_its_room_to_be_cleaned() {
    let bench = Bench::open();
    let (wrap, plain) = (with_cleaning(&bench), bench.massage());
    let (anna, room) = (bench.staff(1), bench.room(1));
    let book = |service, start| {
        bench.book(Booking {
            room: Some(room),
            ..Booking::new(service, anna, start)
        })
    };
    let (first, second) = (book(plain, "10:00"), book(wrap, "11:00"));
    bench.done(set_status(first, Status::Done));
    assert_eq!(state(&bench, room), None, "a massage needs no cleaning");

    wait_until(&bench, "12:00");
    bench.done(set_status(second, Status::InService));
    assert_eq!(state(&bench, room), None);
    bench.done(set_status(second, Status::Done));
    let left = state(&bench, room).unwrap();
    assert_eq!(
        (left.order, left.since),
        (RoomOrder::ToClean, bench.visit(second).finished_at.unwrap())
    );
    // Taken back with what it came from.
    bench.done(Request::Undo);
    assert_eq!(bench.visit(second).status, Status::InService);
    assert_eq!(state(&bench, room), None);
    // What somebody has said of it meanwhile stays.
    bench.done(set_status(second, Status::Done));
    let other = Session {
        register: 2,
        ..DESK
    };
    let cleaning = Request::SetRoomState(ordering(room, RoomOrder::Cleaning));
    bench.done_as(&other, cleaning);
    bench.done(Request::Undo);
    assert_eq!(order(&bench, room), RoomOrder::Cleaning);
}

#[test]
fn being_done_says_nothing_of_a_room_that_is_out_of_order_or_taken_for_the_night() {
    #[rustfmt::skip]
    let cases = [
        (RoomOrder::Clean,      1, RoomOrder::ToClean),
        (RoomOrder::Cleaning,   1, RoomOrder::ToClean),
        (RoomOrder::Overnight,  1, RoomOrder::Overnight),
        (RoomOrder::OutOfOrder, 1, RoomOrder::OutOfOrder),
        // Who of several has left does not say that it is free to be cleaned.
        (RoomOrder::Clean,      3, RoomOrder::Clean),
    ];
    for (before, places, after) in cases {
        let bench = Bench::open();
        let (wrap, anna, room) = (with_cleaning(&bench), bench.staff(1), bench.room(1));
        bench.done(Request::SaveRoom {
            id: Some(room),
            name: "Room 1".into(),
            short: "R1".into(),
            active: true,
            places,
        });
        let visit = bench.book(Booking {
            room: Some(room),
            ..Booking::new(wrap, anna, "10:00")
        });
        say(
            &bench,
            RoomOrdering {
                order: before,
                ..broken(room)
            },
        );
        bench.done(set_status(visit, Status::Done));
        assert_eq!(order(&bench, room), after, "{before:?}, {places}");
    }
}

/// The paid visit of a till is done, too.
#[test]
fn paying_for_a_treatment_leaves_its_room_to_be_cleaned() {
    let bench = Bench::open();
    let (wrap, anna, room) = (with_cleaning(&bench), bench.staff(1), bench.room(1));
    let appointment = bench.book(Booking {
        room: Some(room),
        ..Booking::new(wrap, anna, "10:00")
    });
    bench.done(Request::AddAppointment {
        appointment,
        price: None,
    });
    bench.pay(&[super::bench::card(None)]);
    assert_eq!(order(&bench, room), RoomOrder::ToClean);
}

fn offers(bench: &Bench, service: ServiceId) -> Vec<OfferReport> {
    let query = Query::Offers(Box::new(query::TimeWish {
        staff: Some(bench.staff(1)),
        ..query::TimeWish::new(service, at("12:00"))
    }));
    match ask(bench, &query) {
        Answer::Offers(sheet) => sheet.offers,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_room_out_of_order_is_not_offered_and_not_booked_but_with_a_reason() {
    let bench = Bench::open();
    let room = bench.room(1);
    let only_there = bench.service(ServiceDraft {
        rooms: vec![room],
        ..massage()
    });
    let anna = bench.staff(1);
    let before = offers(&bench, only_there);
    assert!(before.iter().any(|it| it.start == at("12:00")));
    bench.book(Booking::new(only_there, anna, "16:00"));

    let said = say(
        &bench,
        RoomOrdering {
            until: Some(day("2026-11-22")),
            ..broken(room)
        },
    );
    let n_booked = 1;
    let order = RoomOrder::OutOfOrder;
    assert_eq!(
        said,
        Outcome::RoomOrdered {
            room,
            order,
            n_booked
        }
    );
    let found = offers(&bench, only_there);
    assert!(!found.is_empty());
    assert!(
        found.iter().all(|it| it.start.date > day("2026-11-22")),
        "{found:?}"
    );
    let wish = Booking {
        room: Some(room),
        ..Booking::new(only_there, anna, "12:00")
    };
    let Refusal::Clash { clash, nearest } = bench.refused(Request::Book(wish.clone())) else {
        panic!("it was booked");
    };
    assert_eq!(
        clash,
        ClashReport::RoomOutOfOrder {
            room: "Room 1".into(),
            note: "The tap drips".into(),
            until: Some(day("2026-11-22")),
        }
    );
    let refusal = Refusal::Clash { clash, nearest };
    let told =
        crate::locale::Words::new(&ENGLISH, bench.shop.settings().as_deref()).refusal(&refusal);
    assert!(
        told.starts_with("Room 1 is out of order up to Sun 22 Nov: The tap drips"),
        "{told}"
    );
    bench.book(Booking {
        override_reason: Some("she does not mind".into()),
        ..wish
    });
}

#[test]
fn who_is_booked_in_a_room_out_of_order_can_come_and_not_stay_longer() {
    let bench = Bench::open();
    let (massage, room) = (bench.massage(), bench.room(1));
    let booked = bench.book(Booking {
        room: Some(room),
        ..Booking::new(massage, bench.staff(1), "16:00")
    });
    say(&bench, broken(room));
    bench.done(set_status(booked, Status::Arrived));
    let longer = Request::Resize(Resizing {
        appointment: booked,
        minutes: 75,
        override_reason: None,
    });
    assert!(matches!(
        bench.refused(longer),
        Refusal::Clash {
            clash: ClashReport::RoomOutOfOrder { .. },
            ..
        }
    ));
}

/// The rows of free times that searches share follow what is said of rooms.
#[test]
fn a_room_in_order_again_is_offered_again() {
    let bench = Bench::open();
    let room = bench.room(1);
    let only_there = bench.service(ServiceDraft {
        rooms: vec![room],
        ..massage()
    });
    say(&bench, broken(room));
    assert_eq!(offers(&bench, only_there), []);
    say(&bench, ordering(room, RoomOrder::Clean));
    let found = offers(&bench, only_there);
    assert_eq!(found[0].start, at("12:00"), "{found:?}");
    bench.done(Request::Undo);
    assert_eq!(offers(&bench, only_there), []);
}

/// One whose first word of it is taken back is as if nothing had been said.
#[test]
fn the_first_word_of_a_room_taken_back_gives_its_times_back() {
    let bench = Bench::open();
    let room = bench.room(1);
    let only_there = bench.service(ServiceDraft {
        rooms: vec![room],
        ..massage()
    });
    let before = offers(&bench, only_there);
    say(&bench, broken(room));
    assert_eq!(offers(&bench, only_there), []);
    let undone = bench.done(Request::Undo);
    let order = RoomOrder::Clean;
    assert_eq!(undone, Outcome::RoomUndone { room, order });
    assert_eq!(state(&bench, room), None);
    assert_eq!(offers(&bench, only_there), before);
}

#[test]
fn what_is_said_of_a_room_has_its_bounds_and_says_who_and_when() {
    let bench = Bench::open();
    let (anna, room) = (bench.staff(1), bench.room(1));
    let session = Session {
        operator: Some(anna),
        ..DESK
    };
    let wish = Request::SetRoomState(ordering(room, RoomOrder::ToClean));
    bench.done_as(&session, wish);
    let first = state(&bench, room).unwrap();
    let seconds = (first.since - bench.shop.now()).num_seconds();
    assert_eq!((first.by, seconds), (Some(anna), 0));
    bench.pass(5);
    // The same again is no new beginning.
    say(
        &bench,
        RoomOrdering {
            note: "Oil on the floor".into(),
            ..ordering(room, RoomOrder::ToClean)
        },
    );
    let again = state(&bench, room).unwrap();
    assert_eq!(again.since, first.since);
    assert_eq!(again.note, "Oil on the floor");

    let refused = |wish| bench.refused(Request::SetRoomState(wish));
    let field = |field, problem| Refusal::Field { field, problem };
    assert_eq!(
        refused(ordering(room, RoomOrder::OutOfOrder)),
        field(Field::Reason, FieldProblem::Missing)
    );
    let past = RoomOrdering {
        until: Some(day("2026-11-20")),
        ..broken(room)
    };
    assert!(matches!(
        refused(past),
        Refusal::Field {
            field: Field::LastDay,
            problem: FieldProblem::OutOfRange { .. }
        }
    ));
    // A last day is of what is out of order only.
    say(
        &bench,
        RoomOrdering {
            until: Some(day("2026-11-22")),
            ..ordering(room, RoomOrder::Cleaning)
        },
    );
    assert_eq!(state(&bench, room).unwrap().until, None);
    assert!(matches!(
        refused(ordering(RoomId::default(), RoomOrder::Clean)),
        Refusal::NotFound { .. }
    ));
}

#[test]
fn what_another_desk_said_since_is_not_taken_back() {
    let bench = Bench::open();
    let room = bench.room(1);
    say(&bench, ordering(room, RoomOrder::ToClean));
    let other = Session {
        register: 2,
        ..DESK
    };
    let wish = Request::SetRoomState(ordering(room, RoomOrder::Cleaning));
    bench.done_as(&other, wish);
    assert_eq!(bench.refused(Request::Undo), Refusal::ChangedSince);
    assert_eq!(order(&bench, room), RoomOrder::Cleaning);
}

#[test]
fn nobody_is_brought_to_a_room_that_is_not_ready_without_a_word() {
    let bench = Bench::open();
    let (massage, room) = (bench.massage(), bench.room(1));
    let id = bench.book(Booking {
        room: Some(room),
        ..Booking::new(massage, bench.staff(1), "10:00")
    });
    let warned = || {
        let settings = bench.shop.settings().unwrap();
        let (reads, now) = (bench.shop.read(), bench.shop.now());
        let found = query::not_ready(&reads, &settings, now, &bench.visit(id)).unwrap();
        found
            .into_iter()
            .map(|(name, state)| (name, state.order))
            .collect::<Vec<_>>()
    };
    assert_eq!(warned(), []);
    for order in RoomOrder::ALL {
        say(
            &bench,
            RoomOrdering {
                order,
                ..broken(room)
            },
        );
        let want = (order != RoomOrder::Clean).then_some(("Room 1".to_owned(), order));
        assert_eq!(warned(), Vec::from_iter(want));
    }
}

fn therapist(sheet: &BoardSheet, name: &str) -> (TherapistNow, Option<(WallTime, AppointmentId)>) {
    let row = sheet.therapists.iter().find(|it| it.name == name).unwrap();
    let next = row.next.as_ref().map(|it| (it.since, it.appointment));
    (row.now.clone(), next)
}

fn room<'a>(sheet: &'a BoardSheet, name: &str) -> &'a RoomRow {
    sheet.rooms.iter().find(|it| it.name == name).unwrap()
}

fn with(now: &TherapistNow) -> Option<&BoardVisit> {
    match now {
        TherapistNow::With(visit) => Some(visit),
        _ => None,
    }
}

#[test]
fn the_board_says_who_is_with_whom_until_when_and_what_is_next() {
    let bench = Bench::open();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let client = bench.client("Līga Ozola", "26123456");
    let now = bench.book(Booking {
        client: Some(client),
        room: Some(bench.room(2)),
        ..Booking::new(massage, anna, "10:30")
    });
    let next = bench.book(Booking::new(massage, anna, "12:00"));
    let sheet = board(&bench);
    let free = (TherapistNow::Free, Some((at("10:30"), now)));
    assert_eq!(therapist(&sheet, "Anna Kalna"), free);
    assert_eq!(therapist(&sheet, "Marta Liepa"), (TherapistNow::Free, None));
    assert_eq!(
        room(&sheet, "Room 2").next.as_ref().unwrap().appointment,
        now
    );

    // Begun five minutes late: since then, until when it was to be over.
    wait_until(&bench, "10:35");
    bench.done(set_status(now, Status::InService));
    let sheet = board(&bench);
    let (is, then) = therapist(&sheet, "Anna Kalna");
    let visit = with(&is).unwrap();
    assert_eq!((visit.client.as_str(), visit.over_min), ("Līga Ozola", 0));
    assert_eq!((visit.since, visit.until), (at("10:35"), at("11:30")));
    assert_eq!(then, Some((at("12:00"), next)));
    let row = room(&sheet, "Room 2");
    assert_eq!((row.inside.len(), row.inside[0].appointment), (1, now));
    assert_eq!(room(&sheet, "Room 1").inside, []);

    // Over the planned end, minute by minute, until somebody says that it is done.
    wait_until(&bench, "11:42");
    let (is, _) = therapist(&board(&bench), "Anna Kalna");
    assert_eq!(with(&is).unwrap().over_min, 12);
    bench.done(set_status(now, Status::Done));
    let sheet = board(&bench);
    assert_eq!(therapist(&sheet, "Anna Kalna").0, TherapistNow::Free);
    assert_eq!(room(&sheet, "Room 2").inside, []);

    // Not at work any more: last.
    wait_until(&bench, "23:30");
    let sheet = board(&bench);
    assert!(sheet.therapists.iter().all(|it| !it.is_here()), "{sheet:?}");
}

/// While something works by itself the therapist is free, and the room is not.
#[test]
fn between_two_parts_a_therapist_is_free_and_the_room_is_taken() {
    let bench = Bench::open();
    let alone = SegmentPlan {
        stage: Stage::Processing,
        roles: Vec::new(),
        ..SegmentPlan::whole(30)
    };
    let colour = bench.service(ServiceDraft {
        name: "Colour".into(),
        code: "CO90".into(),
        segments: vec![SegmentPlan::whole(30), alone, SegmentPlan::whole(30)],
        ..massage()
    });
    let id = bench.book(Booking {
        room: Some(bench.room(1)),
        ..Booking::new(colour, bench.staff(1), "10:30")
    });
    // Begun early: with it from then on.
    wait_until(&bench, "10:25");
    bench.done(set_status(id, Status::InService));
    #[rustfmt::skip]
    let cases = [
        // at      with until      over  room over
        ("10:25", Some("11:00"),   0,    0),
        ("10:59", Some("11:00"),   0,    0),
        ("11:00", None,            0,    0),
        ("11:29", None,            0,    0),
        ("11:30", Some("12:00"),   0,    0),
        ("12:07", Some("12:00"),   7,    7),
    ];
    for (time, until, over, room_over) in cases {
        wait_until(&bench, time);
        let sheet = board(&bench);
        let (is, next) = therapist(&sheet, "Anna Kalna");
        let visit = with(&is);
        assert_eq!(visit.map(|it| it.until), until.map(at), "{time}");
        assert_eq!(visit.map_or(0, |it| it.over_min), over, "{time}");
        let row = room(&sheet, "Room 1");
        assert_eq!(row.inside[0].until, at("12:00"), "{time}");
        assert_eq!(row.inside[0].over_min, room_over, "{time}");
        let later = (at(time) < at("11:30")).then_some((at("11:30"), id));
        assert_eq!(next, later, "{time}");
    }
}

#[test]
fn the_board_says_in_what_order_a_room_is_and_since_when() {
    let bench = Bench::open();
    let id = bench.room(1);
    let sheet = board(&bench);
    let row = room(&sheet, "Room 1");
    assert_eq!((row.order, row.since), (RoomOrder::Clean, None));
    let operator = Some(bench.staff(2));
    let session = Session { operator, ..DESK };
    let until = Some(day("2026-11-21"));
    let wish = RoomOrdering {
        until,
        ..broken(id)
    };
    bench.done_as(&session, Request::SetRoomState(wish));
    let sheet = board(&bench);
    let row = room(&sheet, "Room 1");
    assert_eq!((row.order, row.until), (RoomOrder::OutOfOrder, until));
    assert_eq!(row.since, Some(at("10:00")));
    assert_eq!(
        (row.by.as_str(), row.note.as_str()),
        ("Marta Liepa", "The tap drips")
    );
    // The day after nothing is left of it.
    bench.pass(24 * 60);
    let sheet = board(&bench);
    let row = room(&sheet, "Room 1");
    assert_eq!(
        (row.order, row.since, row.note.as_str()),
        (RoomOrder::Clean, None, "")
    );
}

#[test]
fn where_is_somebody_is_answered_at_every_stage_of_a_visit() {
    let bench = Bench::open();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let client = bench.client("Līga Ozola", "+371 26123456");
    bench.client("Karl Berg", "");
    let place = |text: &str| match ask(&bench, &Query::WhereIs { text: text.into() }) {
        Answer::Whereabouts { hits } => hits.into_iter().next().map(|it| it.place),
        other => panic!("{other:?}"),
    };
    assert_eq!(place("ozola"), Some(Place::NotToday));
    let id = bench.book(Booking {
        client: Some(client),
        room: Some(bench.room(2)),
        ..Booking::new(massage, anna, "10:30")
    });
    let Some(Place::Expected(visit)) = place("6123456") else {
        panic!("not expected");
    };
    assert_eq!((visit.appointment, visit.since), (id, at("10:30")));
    wait_until(&bench, "10:20");
    bench.done(set_status(id, Status::Arrived));
    let Some(Place::Waiting { since, visit }) = place("ozola") else {
        panic!("does not wait");
    };
    assert_eq!((since, visit.since), (at("10:20"), at("10:30")));
    wait_until(&bench, "10:31");
    bench.done(set_status(id, Status::InService));
    let Some(Place::Inside(visit)) = place("liga") else {
        panic!("not inside");
    };
    assert_eq!(
        (visit.staff.as_str(), visit.room.as_str()),
        ("Anna Kalna", "R2")
    );
    assert_eq!((visit.since, visit.until), (at("10:31"), at("11:30")));
    wait_until(&bench, "11:33");
    bench.done(set_status(id, Status::Done));
    let Some(Place::Gone { at: gone, .. }) = place("ozola") else {
        panic!("not gone");
    };
    assert_eq!(gone, at("11:33"));
    assert_eq!(place("nobody"), None);
    assert_eq!(place("berg"), Some(Place::NotToday));
}

fn lengths(bench: &Bench, appointment: AppointmentId, minutes: &[u16]) -> Vec<PlannedLength> {
    let query = Query::PlanLengths {
        appointment,
        minutes: minutes.to_vec(),
    };
    match ask(bench, &query) {
        Answer::Lengths { lengths } => lengths,
        other => panic!("{other:?}"),
    }
}

/// What is said before it is done is what is said when it is done.
#[test]
fn a_longer_treatment_is_held_against_the_book_before_it_is_done() {
    let bench = Bench::open();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let liga = bench.client("Līga Ozola", "");
    let id = bench.book(Booking {
        room: Some(bench.room(1)),
        ..Booking::new(massage, anna, "10:00")
    });
    let next = bench.book(Booking {
        client: Some(liga),
        ..Booking::new(massage, anna, "11:15")
    });
    bench.done(set_status(id, Status::InService));
    let plans = lengths(&bench, id, &[65, 75, 80, 3]);
    let told: Vec<_> = plans
        .iter()
        .map(|it| (it.minutes, it.until, it.clash.is_some()))
        .collect();
    #[rustfmt::skip]
    assert_eq!(told, [
        (65, at("11:05"), false),
        (75, at("11:15"), false),
        (80, at("11:20"), true),
    ]);
    assert_eq!(
        plans[2].clash,
        Some(ClashReport::StaffBusy {
            staff: "Anna Kalna".into(),
            with: "Līga Ozola".into(),
            appointment: next,
            until: at("12:15"),
        })
    );
    let longer = |minutes, reason: Option<&str>| {
        Request::Resize(Resizing {
            appointment: id,
            minutes,
            override_reason: reason.map(str::to_owned),
        })
    };
    let Refusal::Clash { clash, .. } = bench.refused(longer(80, None)) else {
        panic!("it was made longer");
    };
    assert_eq!(Some(clash), plans[2].clash);
    bench.done(longer(80, Some("Līga waits")));
    let changes = query::visit_changes(&bench.shop.read(), id).unwrap();
    let last = format!("{:?}", changes.last().unwrap().what);
    assert!(
        last.contains("from: 60") && last.contains("to: 80"),
        "{last}"
    );
    bench.done(Request::Undo);
    assert_eq!(bench.visit(id).minutes(), 60);
}

/// It is asked about until it is moved or the room is in order again; the same time in
/// another room is what is offered first.
#[test]
fn who_is_booked_in_a_room_that_is_out_of_order_is_listed_with_another_room() {
    let bench = Bench::open();
    let (service, anna) = (bench.massage(), bench.staff(1));
    let (room, other) = (bench.room(1), bench.room(2));
    let book = |start, room| {
        bench.book(Booking {
            room: Some(room),
            ..Booking::new(service, anna, start)
        })
    };
    let (hit, _elsewhere) = (book("14:00", room), book("16:00", other));
    let stranded = || match ask(&bench, &Query::Stranded) {
        Answer::Hits { hits } => hits,
        answer => panic!("{answer:?}"),
    };
    assert_eq!(stranded(), []);
    let done = say(&bench, broken(room));
    assert!(
        matches!(done, Outcome::RoomOrdered { n_booked: 1, .. }),
        "{done:?}"
    );
    let hits = stranded();
    let ids: Vec<_> = hits.iter().map(|it| it.appointment).collect();
    assert_eq!(ids, [hit]);
    assert!(
        matches!(hits[0].clash, Some(ClashReport::RoomOutOfOrder { .. })),
        "{hits:?}"
    );
    let offer = &hits[0].offers[0];
    assert_eq!((offer.start, offer.staff), (at("14:00"), anna));
    assert_ne!(offer.room, Some(room));
    say(&bench, ordering(room, RoomOrder::Clean));
    assert_eq!(stranded(), []);
    say(&bench, broken(room));
    bench.done(Request::Move(Moving {
        appointment: hit,
        staff: None,
        team: Vec::new(),
        room: offer.room,
        start: None,
        override_reason: None,
    }));
    assert_eq!(stranded(), []);
}
