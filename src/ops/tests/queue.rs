//! Who comes without an appointment is served in the order of promises, by the rule of
//! the book.

use super::bench::{Bench, DESK, ENGLISH, at, massage};
use crate::{
    domain::{
        booking::{Origin, Status, WalkIn, WalkInState},
        client::Sex,
        ids::{AppointmentId, ServiceId, StaffId, WalkInId},
        staff::{Staff, StaffRole},
        time::WallTime,
    },
    ops::{
        outcome::{Outcome, TakenBack},
        query::{Answer, Attention, Query, QueueRow},
        refusal::{ClashReport, Field, FieldProblem, Refusal},
        request::{Booking, Request, StaffDraft, WalkInDraft, WalkInStart},
    },
    store::Reads,
};

fn draft(service: ServiceId, name: &str) -> WalkInDraft {
    WalkInDraft {
        id: None,
        client: None,
        name: name.into(),
        service,
        staff: None,
        sex: None,
        promised: None,
    }
}

fn save(bench: &Bench, draft: WalkInDraft) -> WalkInId {
    match bench.done(Request::SaveWalkIn(draft)) {
        Outcome::WalkIn { walk_in } => walk_in,
        other => panic!("{other:?}"),
    }
}

fn start(walk_in: WalkInId, staff: Option<StaffId>) -> Request {
    Request::StartWalkIn(WalkInStart {
        walk_in,
        staff,
        room: None,
        override_reason: None,
    })
}

fn started(bench: &Bench, request: Request) -> (AppointmentId, StaffId) {
    match bench.done(request) {
        Outcome::WalkInStarted {
            appointment, staff, ..
        } => (appointment, staff),
        other => panic!("{other:?}"),
    }
}

fn queue(bench: &Bench) -> Vec<QueueRow> {
    match bench.shop.ask(&DESK, &ENGLISH, &Query::Queue) {
        Ok(Answer::Queue { rows }) => rows,
        other => panic!("{other:?}"),
    }
}

fn names(bench: &Bench) -> Vec<String> {
    queue(bench).into_iter().map(|it| it.name).collect()
}

fn kept(bench: &Bench, id: WalkInId) -> WalkIn {
    bench.shop.read().get(&id).unwrap().unwrap()
}

#[test]
fn the_queue_goes_by_promise_and_estimates_count_those_before() {
    let bench = Bench::new();
    let service = bench.massage();
    // Two therapists, two rooms, an hour each: two begin now, two in an hour, one in two.
    let ids: Vec<WalkInId> = ["one", "two", "three", "four", "five"]
        .map(|name| save(&bench, draft(service, name)))
        .to_vec();
    let rows = queue(&bench);
    let waits: Vec<_> = rows.iter().map(|it| it.wait_min.unwrap()).collect();
    assert_eq!(waits, [0, 0, 60, 60, 120]);
    // What was promised is what the search found for them.
    let promised: Vec<_> = rows.iter().map(|it| it.promised).collect();
    let hours = ["10:00", "10:00", "11:00", "11:00", "12:00"].map(at);
    assert_eq!(promised, hours);
    assert_ne!(
        rows[0].offer.as_ref().unwrap().staff,
        rows[1].offer.as_ref().unwrap().staff
    );

    // A later promise goes behind, an equal one by arrival.
    let later = WalkInDraft {
        id: Some(ids[0]),
        promised: Some(at("11:00")),
        ..draft(service, "one")
    };
    save(&bench, later);
    assert_eq!(names(&bench), ["two", "one", "three", "four", "five"]);
    let waits: Vec<_> = queue(&bench)
        .iter()
        .map(|it| it.wait_min.unwrap())
        .collect();
    assert_eq!(waits, [0, 0, 60, 60, 120]);
}

#[test]
fn who_asked_for_somebody_waits_for_that_one_and_holds_up_nobody_else() {
    let bench = Bench::new();
    let service = bench.massage();
    let anna = bench.staff(1);
    bench.book(Booking::new(service, anna, "10:00"));
    let asked = WalkInDraft {
        staff: Some(anna),
        ..draft(service, "asks for Anna")
    };
    save(&bench, asked);
    save(&bench, draft(service, "any"));
    let rows = queue(&bench);
    // Any can begin now, and was promised so: before the other.
    let said: Vec<_> = rows
        .iter()
        .map(|it| (it.name.as_str(), it.wait_min.unwrap()))
        .collect();
    assert_eq!(said, [("any", 0), ("asks for Anna", 60)]);
    assert_eq!(rows[1].offer.as_ref().unwrap().staff, anna);
    assert_eq!(rows[1].staff, "Anna Kalna");
}

/// Anna a woman, Marta of whom nothing is told, and Juris.
fn told_who_they_are(bench: &Bench) -> StaffId {
    let all = bench.shop.read().all::<Staff>().unwrap();
    let draft = |of: &Staff, id, name: &str, sex| {
        Request::SaveStaff(StaffDraft {
            id,
            name: name.into(),
            short: String::new(),
            role: StaffRole::Therapist,
            week: of.week.clone(),
            services: Vec::new(),
            active: true,
            group: String::new(),
            pattern: None,
            sex: Some(sex),
            treats: None,
            anyway: false,
        })
    };
    let anna = &all[0];
    bench.done(draft(anna, Some(anna.id), &anna.name, Sex::Female));
    match bench.done(draft(anna, None, "Juris", Sex::Male)) {
        Outcome::SavedStaff { staff } => staff,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_asked_for_any_woman_is_served_by_one() {
    let bench = Bench::new();
    let service = bench.massage();
    let anna = bench.staff(1);
    let juris = told_who_they_are(&bench);
    let any_of = |sex| WalkInDraft {
        sex: Some(sex),
        ..draft(service, "any of them")
    };
    // The only woman is busy for an hour: so long it takes, whoever else is free.
    bench.book(Booking::new(service, anna, "10:00"));
    let id = save(&bench, any_of(Sex::Female));
    let row = &queue(&bench)[0];
    assert_eq!((row.wait_min, row.promised), (Some(60), at("11:00")));
    assert_eq!(row.offer.as_ref().unwrap().staff, anna);
    let Refusal::NobodyNow { first } = bench.refused(start(id, None)) else {
        panic!("nobody else begins");
    };
    assert_eq!(first.unwrap().staff, anna);
    // Nobody else is proposed, or taken.
    match bench
        .shop
        .ask(&DESK, &ENGLISH, &Query::QueueChoices { walk_in: id })
    {
        Ok(Answer::QueueChoices { rows }) => {
            let staff: Vec<_> = rows.iter().map(|it| it.staff).collect();
            assert_eq!(staff, [anna]);
        }
        other => panic!("{other:?}"),
    }
    let sex = Sex::Female;
    for other in [juris, bench.staff(2)] {
        let refused = bench.refused(start(id, Some(other)));
        assert_eq!(refused, Refusal::AskedForOthers { sex });
    }
    // A man begins at once; a name goes before any.
    let man = save(&bench, any_of(Sex::Male));
    let (visit, staff) = started(&bench, start(man, None));
    assert_eq!(staff, juris);
    assert!(!bench.visit(visit).asked_for);
    let named = WalkInDraft {
        id: Some(id),
        staff: Some(bench.staff(2)),
        ..any_of(Sex::Female)
    };
    save(&bench, named);
    assert_eq!(kept(&bench, id).sex, None);
    assert_eq!(queue(&bench)[0].staff, "Marta Liepa");
}

#[test]
fn what_is_proposed_begins_at_once_and_one_key_takes_all_of_it_back() {
    let bench = Bench::new();
    let service = bench.massage();
    let red = save(&bench, draft(service, "red scarf"));
    bench.pass(7);
    let offer = queue(&bench)[0].offer.clone().unwrap();
    assert_eq!(offer.start, at("10:07"));
    let (visit, staff) = started(&bench, start(red, None));
    assert_eq!(staff, offer.staff);
    let stands = bench.visit(visit);
    assert_eq!(stands.status, Status::InService);
    assert_eq!((stands.origin, stands.asked_for), (Origin::WalkIn, false));
    assert_eq!(stands.start(), at("10:07"));
    assert_eq!(stands.note, "red scarf");
    // What the desk and the reports see of the wait.
    assert_eq!(stands.arrived_at, Some(kept(&bench, red).came_at));
    assert!(stands.started_at > stands.arrived_at);
    // The name went with the visit, and is nowhere else.
    let gone = kept(&bench, red);
    assert_eq!(
        (gone.name.as_str(), gone.state),
        ("", WalkInState::Started(visit))
    );
    assert!(queue(&bench).is_empty());
    assert_eq!(bench.refused(start(red, None)), Refusal::NotInQueue);

    let undone = bench.done(Request::Undo);
    let Outcome::Undone {
        appointment, what, ..
    } = undone
    else {
        panic!("{undone:?}");
    };
    assert_eq!((appointment, what), (visit, TakenBack::WalkInStarted));
    assert_eq!(names(&bench), ["red scarf"]);
    let undone = bench.done(Request::Undo);
    assert_eq!(
        undone,
        Outcome::UndoneOnFloor {
            what: TakenBack::WalkInCame
        }
    );
    assert!(queue(&bench).is_empty());
    assert_eq!(bench.refused(Request::Undo), Refusal::NothingToUndo);
}

#[test]
fn a_visit_that_has_moved_on_is_not_taken_off_with_the_start() {
    let bench = Bench::new();
    let red = save(&bench, draft(bench.massage(), "red"));
    let (visit, _) = started(&bench, start(red, None));
    bench.done(Request::NoteAppointment {
        appointment: visit,
        note: "Firm".into(),
    });
    assert_eq!(bench.refused(Request::Undo), Refusal::ChangedSince);
    assert_eq!(kept(&bench, red).state, WalkInState::Started(visit));
}

#[test]
fn nobody_begins_where_nobody_is_free_but_for_a_reason() {
    let bench = Bench::new();
    let service = bench.massage();
    let [anna, marta] = [bench.staff(1), bench.staff(2)];
    bench.book(Booking::new(service, anna, "10:00"));
    bench.book(Booking::new(service, marta, "10:30"));
    let red = save(&bench, draft(service, "red"));
    let Refusal::NobodyNow { first: Some(first) } = bench.refused(start(red, None)) else {
        panic!("somebody was free");
    };
    assert_eq!((first.staff, first.start), (anna, at("11:00")));
    // What the queue says is what the refusal says.
    assert_eq!(queue(&bench)[0].offer, Some(first));
    let refused = bench.refused(start(red, Some(anna)));
    let Refusal::Clash {
        clash: ClashReport::StaffBusy { until, .. },
        ..
    } = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(until, at("11:00"));
    let anyway = Request::StartWalkIn(WalkInStart {
        walk_in: red,
        staff: Some(anna),
        room: None,
        override_reason: Some("Insists".into()),
    });
    let (visit, _) = started(&bench, anyway);
    assert!(bench.visit(visit).overridden.is_some());
}

#[test]
fn the_choices_are_everybody_by_when_they_can_begin() {
    let bench = Bench::new();
    let service = bench.massage();
    let [anna, marta] = [bench.staff(1), bench.staff(2)];
    bench.book(Booking::new(service, anna, "10:00"));
    let red = save(&bench, draft(service, "red"));
    let query = Query::QueueChoices { walk_in: red };
    let Ok(Answer::QueueChoices { rows }) = bench.shop.ask(&DESK, &ENGLISH, &query) else {
        panic!("no choices");
    };
    let said: Vec<_> = rows
        .iter()
        .map(|it| (it.staff, it.free, it.offer.as_ref().unwrap().start))
        .collect();
    assert_eq!(
        said,
        [(marta, true, at("10:00")), (anna, false, at("11:00"))]
    );
}

#[test]
fn a_promise_that_is_past_wants_an_eye_until_the_client_is_served_or_gone() {
    let bench = Bench::new();
    let red = save(&bench, draft(bench.massage(), "red"));
    let late = |bench: &Bench| {
        let Ok(Answer::Attention { items }) = bench.shop.ask(&DESK, &ENGLISH, &Query::Attention)
        else {
            panic!("no attention");
        };
        let is_late = |it: &&Attention| matches!(it, Attention::LateWalkIn { .. });
        items.iter().filter(is_late).count()
    };
    assert_eq!(late(&bench), 0);
    bench.pass(1);
    assert_eq!(late(&bench), 1);
    assert!(queue(&bench)[0].late);
    let leave = Request::LeaveWalkIn {
        walk_in: red,
        reason: "Too long".into(),
    };
    bench.done(leave.clone());
    assert_eq!(late(&bench), 0);
    let gone = kept(&bench, red);
    assert_eq!(
        (gone.name.as_str(), gone.state),
        ("", WalkInState::Left("Too long".into()))
    );
    assert_eq!(bench.refused(leave), Refusal::NotInQueue);
    // Gone by mistake: still there, name and all.
    let undone = bench.done(Request::Undo);
    assert_eq!(
        undone,
        Outcome::UndoneOnFloor {
            what: TakenBack::WalkInLeft
        }
    );
    assert_eq!(names(&bench), ["red"]);
    // Whom nobody took off yesterday is in nobody's way.
    bench.pass(12 * 60);
    assert_eq!(queue(&bench)[0].offer, None);
}

#[test]
fn a_promise_is_of_the_day_from_when_they_came() {
    let bench = Bench::new();
    bench.pass(30);
    let service = bench.massage();
    let at_time = |promised: WallTime| WalkInDraft {
        promised: Some(promised),
        ..draft(service, "red")
    };
    save(&bench, at_time(at("10:30")));
    let tomorrow = WallTime::new(at("0:00").date.succ_opt().unwrap(), 10 * 60 + 31);
    for promised in [at("10:29"), tomorrow] {
        let refusal = bench.refused(Request::SaveWalkIn(at_time(promised)));
        let is_range = matches!(
            refusal,
            Refusal::Field {
                field: Field::Promised,
                problem: FieldProblem::OutOfRange { .. }
            }
        );
        assert!(is_range, "{refusal:?}");
    }
    // In the evening nobody can any more, and nobody is promised that.
    bench.pass(14 * 60);
    let refusal = bench.refused(Request::SaveWalkIn(draft(service, "late")));
    assert_eq!(refusal, Refusal::NobodyNow { first: None });
}

#[test]
fn a_client_of_the_file_keeps_no_second_name() {
    let bench = Bench::new();
    let liga = bench.client("Liga Ozola", "1");
    let with_client = WalkInDraft {
        client: Some(liga),
        ..draft(bench.service(massage()), "Liga Ozola")
    };
    let id = save(&bench, with_client);
    assert_eq!(kept(&bench, id).name, "");
    assert_eq!(names(&bench), ["Liga Ozola"]);
    let (visit, _) = started(&bench, start(id, Some(bench.staff(2))));
    assert_eq!(bench.visit(visit).client, Some(liga));
}
