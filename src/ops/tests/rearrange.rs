//! Longer and shorter, one part to another, two in each other's place.

use super::bench::{Bench, at, massage};
use crate::{
    domain::{
        booking::{Appointment, Status},
        catalog::{SegmentPlan, Service},
        ids::{AppointmentId, ServiceId},
    },
    ops::{
        outcome::{Outcome, TakenBack},
        refusal::{ClashReport, Field, FieldProblem, Refusal},
        request::{
            Booking, Exchanged, Moving, Request, Resizing, SegmentMoving, ServiceDraft, Swapping,
        },
    },
    store::{EntryMeta, Reads},
};

fn resizing(appointment: AppointmentId, minutes: u16) -> Resizing {
    Resizing {
        appointment,
        minutes,
        override_reason: None,
    }
}

fn swapping(first: AppointmentId, second: AppointmentId) -> Swapping {
    Swapping {
        first,
        second,
        exchanged: Exchanged::Staff,
        override_reason: None,
    }
}

fn clash(refusal: Refusal) -> ClashReport {
    match refusal {
        Refusal::Clash { clash, .. } => clash,
        other => panic!("{other:?}"),
    }
}

fn take_back(bench: &Bench) -> TakenBack {
    match bench.done(Request::Undo) {
        Outcome::Undone { what, .. } => what,
        other => panic!("{other:?}"),
    }
}

/// All but how often it was changed.
fn same(now: &Appointment, before: &Appointment) -> bool {
    let revision = before.revision;
    Appointment {
        revision,
        ..now.clone()
    } == *before
}

/// Half an hour with the client, then half an hour of tidying up by whoever.
fn two_parts(bench: &Bench) -> ServiceId {
    let id = bench.service(ServiceDraft {
        name: "Wrap".into(),
        code: "WR60".into(),
        ..massage()
    });
    let mut service: Service = bench.shop.read().get(&id).unwrap().unwrap();
    let mut part = service.segments[0].clone();
    part.minutes = 30;
    let tidying = SegmentPlan {
        holds_client: false,
        ..part.clone()
    };
    service.segments = vec![part, tidying];
    let now = bench.shop.now();
    let meta = EntryMeta {
        now,
        business_date: now.date_naive(),
        register: 1,
        operator: None,
        request_id: "two-parts".into(),
        request_name: "two_parts".into(),
    };
    let store = bench.shop.store();
    store.commit(meta, |tx| tx.put(&service)).unwrap();
    id
}

#[test]
fn a_visit_gets_longer_until_the_next_one_and_beyond_it_with_a_reason() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let id = bench.book(Booking::new(massage, anna, "12:00"));
    let next = bench.book(Booking::new(massage, anna, "13:15"));
    let before = bench.visit(id);
    bench.done(Request::Resize(resizing(id, 75)));
    assert_eq!(bench.visit(id).minutes(), 75);
    let refused = clash(bench.refused(Request::Resize(resizing(id, 80))));
    assert!(
        matches!(refused, ClashReport::StaffBusy { appointment, .. } if appointment == next),
        "{refused:?}"
    );
    let forced = Resizing {
        override_reason: Some("she helps".into()),
        ..resizing(id, 80)
    };
    bench.done(Request::Resize(forced));
    let visit = bench.visit(id);
    assert_eq!(visit.minutes(), 80);
    assert_eq!(visit.overridden.unwrap().reason, "she helps");
    assert_eq!(take_back(&bench), TakenBack::Length);
    assert_eq!(take_back(&bench), TakenBack::Length);
    assert!(same(&bench.visit(id), &before));
    // It stays as long as it was made, wherever it goes.
    bench.done(Request::Resize(resizing(id, 45)));
    bench.done(Request::Move(Moving {
        appointment: id,
        staff: Some(bench.staff(2)),
        team: Vec::new(),
        room: None,
        start: Some(at("15:00")),
        override_reason: None,
    }));
    assert_eq!(bench.visit(id).minutes(), 45);
}

#[test]
fn what_is_over_or_makes_no_sense_is_not_resized() {
    let bench = Bench::new();
    let id = bench.book(Booking::new(bench.massage(), bench.staff(1), "12:00"));
    let range = |minutes| match bench.refused(Request::Resize(resizing(id, minutes))) {
        Refusal::Field { field, problem } => (field, problem),
        other => panic!("{other:?}"),
    };
    let out = |least: u16| FieldProblem::OutOfRange {
        least: least.to_string(),
        most: "1440".into(),
    };
    assert_eq!(range(4), (Field::Minutes, out(5)));
    assert_eq!(range(1_441), (Field::Minutes, out(5)));
    bench.done(super::bench::set_status(id, Status::Done));
    let (from, to) = (Status::Done, Status::Booked);
    let refused = bench.refused(Request::Resize(resizing(id, 30)));
    assert_eq!(refused, Refusal::StatusNotPossible { from, to });
    // What is left of one in two parts.
    let wrap = bench.book(Booking::new(two_parts(&bench), bench.staff(1), "14:00"));
    let refused = bench.refused(Request::Resize(resizing(wrap, 30)));
    let problem = out(35);
    let field = Field::Minutes;
    assert_eq!(refused, Refusal::Field { field, problem });
}

#[test]
fn one_part_is_handed_to_another_and_goes_along_with_a_move() {
    let bench = Bench::new();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    let id = bench.book(Booking::new(two_parts(&bench), anna, "12:00"));
    let massage = bench.massage();
    let busy = bench.book(Booking::new(massage, marta, "13:00"));
    let before = bench.visit(id);
    let handing = |segment| SegmentMoving {
        appointment: id,
        segment,
        staff: Some(marta),
        instead_of: None,
        room: None,
        override_reason: None,
    };
    bench.done(Request::MoveSegment(handing(1)));
    let visit = bench.visit(id);
    let staff = |visit: &Appointment, nth: usize| visit.segments[nth].staff.clone();
    assert_eq!(
        (staff(&visit, 0), staff(&visit, 1)),
        (vec![anna], vec![marta])
    );
    // Then Anna is free for the second half, and Marta is not.
    let moving = |start| Moving {
        appointment: id,
        staff: None,
        team: Vec::new(),
        room: None,
        start: Some(at(start)),
        override_reason: None,
    };
    let refused = clash(bench.refused(Request::Move(moving("12:45"))));
    assert!(
        matches!(refused, ClashReport::StaffBusy { appointment, .. } if appointment == busy),
        "{refused:?}"
    );
    bench.done(Request::Move(moving("14:00")));
    let moved = bench.visit(id);
    assert_eq!(
        (staff(&moved, 0), staff(&moved, 1)),
        (vec![anna], vec![marta])
    );
    assert_eq!(moved.segments[1].start, at("14:30"));
    assert_eq!(take_back(&bench), TakenBack::Moved);
    assert_eq!(take_back(&bench), TakenBack::Part);
    assert!(same(&bench.visit(id), &before));
    // There is no third part, and nobody is busy at the time of the first.
    let refused = bench.refused(Request::MoveSegment(handing(2)));
    assert!(
        matches!(
            &refused,
            Refusal::Field {
                field: Field::Part,
                ..
            }
        ),
        "{refused:?}"
    );
}

#[test]
fn two_swap_their_times_and_therapists_in_one_and_go_back_in_one() {
    let bench = Bench::new();
    let massage = bench.massage();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    let first = bench.book(Booking::new(massage, anna, "12:00"));
    let second = bench.book(Booking::new(massage, marta, "15:00"));
    let before = (bench.visit(first), bench.visit(second));
    let n_entries = bench.shop.store().last_entry().unwrap().0;
    bench.done(Request::Swap(swapping(first, second)));
    assert_eq!(bench.shop.store().last_entry().unwrap().0, n_entries + 1);
    let now = (bench.visit(first), bench.visit(second));
    assert_eq!((now.0.start(), now.0.staff()), (at("15:00"), Some(marta)));
    assert_eq!((now.1.start(), now.1.staff()), (at("12:00"), Some(anna)));
    assert_eq!(take_back(&bench), TakenBack::Swapped);
    let back = (bench.visit(first), bench.visit(second));
    assert!(same(&back.0, &before.0) && same(&back.1, &before.1));
    // Overlapping ones too: each is held against where the other will be.
    let third = bench.book(Booking::new(massage, marta, "12:30"));
    bench.done(Request::Swap(swapping(first, third)));
    assert_eq!(bench.visit(third).start(), at("12:00"));
    assert_eq!(bench.visit(first).staff(), Some(marta));
}

#[test]
fn two_swap_their_rooms_and_keep_their_therapists() {
    let bench = Bench::new();
    let massage = bench.massage();
    let book = |staff, room, start| {
        bench.book(Booking {
            room: Some(bench.room(room)),
            ..Booking::new(massage, bench.staff(staff), start)
        })
    };
    let (first, second) = (book(1, 1, "12:00"), book(2, 2, "12:00"));
    bench.done(Request::Swap(Swapping {
        exchanged: Exchanged::Room,
        ..swapping(first, second)
    }));
    let now = |id| (bench.visit(id).room(), bench.visit(id).staff());
    assert_eq!(now(first), (Some(bench.room(2)), Some(bench.staff(1))));
    assert_eq!(now(second), (Some(bench.room(1)), Some(bench.staff(2))));
}

#[test]
fn when_one_of_two_does_not_fit_neither_moves() {
    let bench = Bench::new();
    let (massage, anna, marta) = (bench.massage(), bench.staff(1), bench.staff(2));
    let short = bench.book(Booking::new(massage, anna, "12:00"));
    bench.done(Request::Resize(resizing(short, 30)));
    let behind = bench.book(Booking::new(massage, anna, "12:30"));
    let long = bench.book(Booking::new(massage, marta, "15:00"));
    let before = (bench.visit(short), bench.visit(long));
    let refused = clash(bench.refused(Request::Swap(swapping(short, long))));
    assert!(
        matches!(refused, ClashReport::StaffBusy { appointment, .. } if appointment == behind),
        "{refused:?}"
    );
    assert_eq!((bench.visit(short), bench.visit(long)), before);
    bench.done(Request::Swap(Swapping {
        override_reason: Some("both know".into()),
        ..swapping(short, long)
    }));
    // Only the one that clashes is marked.
    assert!(bench.visit(long).overridden.is_some());
    assert!(bench.visit(short).overridden.is_none());
    let refused = bench.refused(Request::Swap(swapping(short, short)));
    assert!(
        matches!(
            &refused,
            Refusal::Field {
                field: Field::Other,
                ..
            }
        ),
        "{refused:?}"
    );
}
