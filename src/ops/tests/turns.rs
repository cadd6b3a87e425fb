//! Turns go round by the house's rule, and the queue proposes by them.

use super::bench::{Bench, DESK, ENGLISH, massage};
use crate::{
    domain::{
        booking::Status,
        ids::{AppointmentId, ServiceId, StaffId, WalkInId},
        turns::{Counts, FirstOrder, FloorRules, Skip, TurnList, TurnMove},
    },
    ops::{
        outcome::{Outcome, TakenBack},
        query::{Answer, Query, QueueRow, TurnSheet, TurnState},
        refusal::Refusal,
        request::{Booking, Request, Resizing, ServiceDraft, WalkInDraft, WalkInStart},
    },
    store::Reads,
};

fn put_on(bench: &Bench, staff: &[StaffId]) {
    bench.done(Request::SetTurns {
        staff: staff.to_vec(),
        on: true,
    });
}

fn sheet_of(bench: &Bench, category: &str) -> TurnSheet {
    let category = category.to_owned();
    match bench.shop.ask(&DESK, &ENGLISH, &Query::Turns { category }) {
        Ok(Answer::Turns(sheet)) => sheet,
        other => panic!("{other:?}"),
    }
}

/// Who stands where with how many half turns.
fn standings(bench: &Bench) -> Vec<(StaffId, u32)> {
    let rows = sheet_of(bench, "").rows;
    rows.iter().map(|it| (it.staff, it.halves)).collect()
}

fn next(bench: &Bench) -> Option<StaffId> {
    let rows = sheet_of(bench, "").rows;
    rows.iter().find(|it| it.next).map(|it| it.staff)
}

fn came(bench: &Bench, service: ServiceId, staff: Option<StaffId>) -> WalkInId {
    let draft = WalkInDraft {
        id: None,
        client: None,
        name: "red scarf".into(),
        service,
        staff,
        sex: None,
        promised: None,
    };
    match bench.done(Request::SaveWalkIn(draft)) {
        Outcome::WalkIn { walk_in } => walk_in,
        other => panic!("{other:?}"),
    }
}

fn begins(bench: &Bench, walk_in: WalkInId) -> (AppointmentId, StaffId) {
    let wish = WalkInStart {
        walk_in,
        staff: None,
        room: None,
        override_reason: None,
    };
    match bench.done(Request::StartWalkIn(wish)) {
        Outcome::WalkInStarted {
            appointment, staff, ..
        } => (appointment, staff),
        other => panic!("{other:?}"),
    }
}

fn serve(bench: &Bench, service: ServiceId, staff: Option<StaffId>) -> (AppointmentId, StaffId) {
    let walk_in = came(bench, service, staff);
    begins(bench, walk_in)
}

fn rules(bench: &Bench, rules: FloorRules) {
    bench.done(Request::SaveFloorRules { rules });
}

fn short(bench: &Bench) -> ServiceId {
    bench.service(ServiceDraft {
        code: "N20".into(),
        name: "Neck 20".into(),
        category: "Neck".into(),
        minutes: 20,
        ..massage()
    })
}

#[test]
fn the_queue_proposes_by_the_list_and_a_start_is_a_turn_until_it_is_taken_back() {
    let bench = Bench::new();
    let service = bench.massage();
    let [anna, marta] = [bench.staff(1), bench.staff(2)];
    // Anna is booked less, and Marta came first.
    bench.book(Booking::new(service, marta, "15:00"));
    put_on(&bench, &[marta, anna]);
    assert_eq!(next(&bench), Some(marta));
    let (_, first) = serve(&bench, service, None);
    assert_eq!(first, marta);
    assert_eq!(standings(&bench), [(anna, 0), (marta, 2)]);
    assert_eq!(next(&bench), Some(anna));
    bench.done(Request::Undo);
    assert_eq!(standings(&bench), [(marta, 0), (anna, 0)]);
    assert_eq!(next(&bench), Some(marta));
}

#[test]
fn an_appointment_is_a_turn_when_it_begins_and_none_when_that_is_taken_back() {
    let bench = Bench::new();
    let anna = bench.staff(1);
    let visit = bench.book(Booking::new(bench.massage(), anna, "10:00"));
    put_on(&bench, &[anna]);
    let status = |status| Request::SetStatus {
        appointment: visit,
        status,
        reason: String::new(),
    };
    assert_eq!(standings(&bench)[0], (anna, 0));
    bench.done(status(Status::InService));
    assert_eq!(standings(&bench)[0], (anna, 2));
    let busy = sheet_of(&bench, "").rows[0].state;
    assert!(matches!(busy, TurnState::Busy { .. }), "{busy:?}");
    bench.done(status(Status::Done));
    assert_eq!(standings(&bench)[0], (anna, 2));
    bench.done(Request::Undo);
    bench.done(Request::Undo);
    assert_eq!(standings(&bench)[0], (anna, 0));
}

#[test]
fn what_counts_is_the_houses_rule() {
    let all = |asked_for, extension| FloorRules {
        half_below_min: 30,
        asked_for,
        extension_min: 15,
        extension,
        ..FloorRules::default()
    };
    #[rustfmt::skip]
    let cases = [
        // rules                                 short  asked  extended
        (all(Counts::Nothing, Counts::Nothing), [1,     0,     2]),
        (all(Counts::Half, Counts::Half),       [1,     1,     3]),
        (all(Counts::Turn, Counts::Turn),       [1,     2,     4]),
    ];
    for (wanted, expected) in cases {
        let bench = Bench::new();
        let (long, neck) = (bench.massage(), short(&bench));
        let [anna, marta] = [bench.staff(1), bench.staff(2)];
        rules(&bench, wanted);
        put_on(&bench, &[anna, marta]);
        let halves = |staff| {
            let rows = standings(&bench);
            rows.iter().find(|it| it.0 == staff).unwrap().1
        };
        serve(&bench, neck, None);
        assert_eq!(halves(anna), expected[0], "{wanted:?}");
        bench.done(Request::Undo);
        serve(&bench, long, Some(anna));
        assert_eq!(halves(anna), expected[1], "{wanted:?}");
        let (visit, staff) = serve(&bench, long, None);
        assert_eq!(staff, marta);
        let longer = |minutes| {
            Request::Resize(Resizing {
                appointment: visit,
                minutes,
                override_reason: None,
            })
        };
        bench.done(longer(70));
        assert_eq!(halves(marta), 2, "{wanted:?}: ten minutes are none");
        bench.done(longer(75));
        assert_eq!(halves(marta), expected[2], "{wanted:?}");
    }
}

#[test]
fn each_category_has_an_order_of_its_own_where_the_house_wants_it_so() {
    let bench = Bench::new();
    let (long, neck) = (bench.massage(), short(&bench));
    let [anna, marta] = [bench.staff(1), bench.staff(2)];
    rules(
        &bench,
        FloorRules {
            by_category: true,
            ..FloorRules::default()
        },
    );
    put_on(&bench, &[anna, marta]);
    let (_, first) = serve(&bench, long, None);
    assert_eq!(first, anna);
    bench.pass(90);
    // Another order: Anna has had no turn in it.
    let (_, first) = serve(&bench, neck, None);
    assert_eq!(first, anna);
    let necks = sheet_of(&bench, "Neck");
    let rows: Vec<_> = necks.rows.iter().map(|it| (it.staff, it.halves)).collect();
    assert_eq!(
        (necks.category.as_str(), rows),
        ("Neck", vec![(marta, 0), (anna, 2)])
    );
}

#[test]
fn places_are_changed_by_hand_and_one_key_takes_that_back() {
    let bench = Bench::new();
    let [anna, marta] = [bench.staff(1), bench.staff(2)];
    let by_hand = |staff, how| Request::MoveTurn {
        staff,
        category: String::new(),
        how,
    };
    assert_eq!(
        bench.refused(by_hand(anna, TurnMove::Up)),
        Refusal::NotOnList
    );
    let off = Request::SetTurns {
        staff: vec![anna],
        on: false,
    };
    assert_eq!(bench.refused(off.clone()), Refusal::NotOnList);
    put_on(&bench, &[anna, marta]);
    bench.done(by_hand(anna, TurnMove::Tail));
    assert_eq!(standings(&bench), [(marta, 0), (anna, 0)]);
    bench.done(by_hand(marta, TurnMove::Skip));
    assert_eq!(next(&bench), Some(anna));
    let taken = Outcome::UndoneOnFloor {
        what: TakenBack::Turns,
    };
    assert_eq!(bench.done(Request::Undo), taken);
    assert_eq!(next(&bench), Some(marta));
    assert_eq!(bench.done(Request::Undo), taken);
    assert_eq!(standings(&bench), [(anna, 0), (marta, 0)]);
    bench.done(off);
    assert_eq!(sheet_of(&bench, "").rows[0].state, TurnState::Off);
    assert_eq!(next(&bench), Some(marta));
}

fn queue_row(bench: &Bench) -> QueueRow {
    match bench.shop.ask(&DESK, &ENGLISH, &Query::Queue) {
        Ok(Answer::Queue { rows }) => rows.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_is_off_is_not_proposed_as_long_as_anybody_on_the_list_can() {
    let bench = Bench::new();
    let service = bench.massage();
    let [anna, marta] = [bench.staff(1), bench.staff(2)];
    put_on(&bench, &[marta]);
    let visit = serve(&bench, service, None);
    assert_eq!(visit.1, marta);
    // Anna is free, and takes no turns: Marta can in an hour.
    let waits = came(&bench, service, None);
    let row = queue_row(&bench);
    assert_eq!(row.offer.as_ref().unwrap().staff, marta);
    assert_eq!((row.wait_min, row.off_list), (Some(60), false));
    let start = |staff| {
        Request::StartWalkIn(WalkInStart {
            walk_in: waits,
            staff,
            room: None,
            override_reason: None,
        })
    };
    let Refusal::NobodyNow { first } = bench.refused(start(None)) else {
        panic!("nobody on the list can now");
    };
    assert_eq!(first.unwrap().staff, marta);
    let query = Query::QueueChoices { walk_in: waits };
    match bench.shop.ask(&DESK, &ENGLISH, &query) {
        Ok(Answer::QueueChoices { rows }) => {
            let choices: Vec<_> = rows.iter().map(|it| (it.staff, it.off_list)).collect();
            assert_eq!(choices, [(anna, true), (marta, false)]);
        }
        other => panic!("{other:?}"),
    }
    // Nobody who is on it can on this day: it is said that Anna is not.
    let off = vec![marta];
    bench.done(Request::SetTurns {
        staff: off,
        on: false,
    });
    let row = queue_row(&bench);
    assert_eq!(row.offer.as_ref().unwrap().staff, anna);
    assert_eq!((row.wait_min, row.off_list), (Some(0), true));
    assert_eq!(begins(&bench, waits).1, anna);
}

#[test]
fn each_category_begins_as_its_own_order_ended() {
    let bench = Bench::new();
    let (long, neck) = (bench.massage(), short(&bench));
    let [anna, marta] = [bench.staff(1), bench.staff(2)];
    let wanted = FloorRules {
        first: FirstOrder::Yesterday,
        by_category: true,
        ..FloorRules::default()
    };
    rules(&bench, wanted);
    put_on(&bench, &[anna, marta]);
    // One turn in each: of massages Anna's, of necks Marta's.
    assert_eq!(serve(&bench, long, None).1, anna);
    serve(&bench, neck, None);
    bench.pass(24 * 60);
    put_on(&bench, &[anna]);
    put_on(&bench, &[marta]);
    let order = |category: &str| -> Vec<StaffId> {
        let rows = sheet_of(&bench, category).rows;
        rows.iter().map(|it| it.staff).collect()
    };
    assert_eq!(order("Massage"), [marta, anna]);
    assert_eq!(order("Neck"), [anna, marta]);
}

#[test]
fn the_next_day_goes_on_as_the_last_one_ended() {
    let bench = Bench::new();
    let service = bench.massage();
    let [anna, marta] = [bench.staff(1), bench.staff(2)];
    let first = FirstOrder::Yesterday;
    let skip = Skip::ToTail;
    let wanted = FloorRules {
        first,
        skip,
        ..FloorRules::default()
    };
    rules(&bench, wanted);
    put_on(&bench, &[anna, marta]);
    assert_eq!(serve(&bench, service, None).1, anna);
    bench.pass(24 * 60);
    put_on(&bench, &[anna]);
    put_on(&bench, &[marta]);
    assert_eq!(standings(&bench), [(marta, 0), (anna, 0)]);
    let lists: Vec<TurnList> = bench.shop.read().all().unwrap();
    assert_eq!(lists.len(), 2);
}
