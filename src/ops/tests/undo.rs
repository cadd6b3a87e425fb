//! Taking changes of the book back, and when that is no longer possible.

use super::bench::{Bench, at, card, set_status};
use crate::{
    domain::{
        booking::{Appointment, Status},
        ids::AppointmentId,
    },
    ops::{
        outcome::{Outcome, TakenBack},
        refusal::{ClashReport, Refusal},
        request::{Booking, Moving, Request, Session},
    },
    store::Reads,
};

const OTHER_DESK: Session = Session {
    register: 2,
    operator: None,
};

fn moving(appointment: AppointmentId) -> Moving {
    Moving {
        appointment,
        staff: None,
        team: Vec::new(),
        room: None,
        start: None,
        override_reason: None,
    }
}

/// A bench with a massage of Anna's at 12:00 in room 1.
fn booked() -> (Bench, Appointment) {
    let bench = Bench::open();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let id = bench.book(Booking {
        client: Some(bench.client("Līga Ozola", "26123456")),
        room: Some(bench.room(1)),
        ..Booking::new(massage, anna, "12:00")
    });
    let visit = bench.visit(id);
    (bench, visit)
}

fn take_back(bench: &Bench) -> TakenBack {
    match bench.done(Request::Undo) {
        Outcome::Undone { what, .. } => what,
        other => panic!("{other:?}"),
    }
}

/// To the letter, save that it counts its changes.
fn as_it_was(bench: &Bench, before: &Appointment) -> Appointment {
    Appointment {
        revision: before.revision,
        ..bench.visit(before.id)
    }
}

#[test]
fn each_kind_of_change_is_taken_back_to_the_letter() {
    let (bench, visit) = booked();
    let to = |start: &str| Moving {
        start: Some(at(start)),
        ..moving(visit.id)
    };
    let marta = Moving {
        staff: Some(bench.staff(2)),
        ..moving(visit.id)
    };
    let room = Moving {
        room: Some(bench.room(2)),
        ..moving(visit.id)
    };
    #[rustfmt::skip]
    let cases = [
        (Request::Move(to("15:00")),                TakenBack::Moved),
        (Request::Move(marta),                      TakenBack::Moved),
        (Request::Move(room),                       TakenBack::Room),
        (set_status(visit.id, Status::Confirmed),   TakenBack::Status { was: Status::Confirmed }),
        (set_status(visit.id, Status::Arrived),     TakenBack::Status { was: Status::Arrived }),
        (set_status(visit.id, Status::Done),        TakenBack::Status { was: Status::Done }),
        (set_status(visit.id, Status::Cancelled),   TakenBack::Status { was: Status::Cancelled }),
    ];
    for (change, what) in cases {
        bench.done(change.clone());
        assert_ne!(bench.visit(visit.id), visit, "{change:?}");
        assert_eq!(take_back(&bench), what, "{change:?}");
        assert_eq!(as_it_was(&bench, &visit), visit, "{change:?}");
    }
    bench.pass(3 * 60);
    bench.done(set_status(visit.id, Status::NoShow));
    take_back(&bench);
    assert_eq!(as_it_was(&bench, &visit), visit);
}

#[test]
fn a_booking_taken_back_was_never_there_but_the_journal_tells() {
    let (bench, visit) = booked();
    let n_entries = bench.shop.store().last_entry().unwrap().0;
    assert_eq!(take_back(&bench), TakenBack::Booked);
    assert_eq!(bench.shop.read().get::<Appointment>(&visit.id), Ok(None));
    assert_eq!(bench.shop.store().last_entry().unwrap().0, n_entries + 1);
    // Its time is free, and its number is not given again.
    let again = bench.book(Booking::new(visit.service, bench.staff(1), "12:00"));
    assert_ne!(again, visit.id);
    let bench = bench.reopen();
    assert_eq!(bench.shop.read().get::<Appointment>(&visit.id), Ok(None));
}

#[test]
fn changes_are_taken_back_one_by_one_the_last_first() {
    let (bench, visit) = booked();
    bench.done(Request::Move(Moving {
        start: Some(at("14:00")),
        ..moving(visit.id)
    }));
    bench.done(set_status(visit.id, Status::Confirmed));
    bench.done(set_status(visit.id, Status::Cancelled));
    let status = |was| TakenBack::Status { was };
    assert_eq!(take_back(&bench), status(Status::Cancelled));
    assert_eq!(take_back(&bench), status(Status::Confirmed));
    assert_eq!(take_back(&bench), TakenBack::Moved);
    assert_eq!(as_it_was(&bench, &visit), visit);
    assert_eq!(take_back(&bench), TakenBack::Booked);
    assert_eq!(bench.refused(Request::Undo), Refusal::NothingToUndo);
}

#[test]
fn what_changed_nothing_is_not_remembered_and_asking_twice_takes_back_once() {
    let (bench, visit) = booked();
    bench.done(set_status(visit.id, Status::Confirmed));
    bench.done(set_status(visit.id, Status::Confirmed));
    let session = super::bench::DESK;
    let first = bench.shop.run(&session, "u-1", &Request::Undo).unwrap();
    assert_eq!(bench.visit(visit.id).status, Status::Booked);
    let again = bench.shop.run(&session, "u-1", &Request::Undo).unwrap();
    assert_eq!(again, first);
    assert!(
        bench
            .shop
            .read()
            .get::<Appointment>(&visit.id)
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_note_written_since_is_kept_with_the_visit_that_goes_back() {
    let (bench, visit) = booked();
    bench.done(Request::Move(Moving {
        start: Some(at("14:00")),
        ..moving(visit.id)
    }));
    let note = "window seat".to_owned();
    bench.done(Request::NoteAppointment {
        appointment: visit.id,
        note: note.clone(),
    });
    take_back(&bench);
    let back = bench.visit(visit.id);
    assert_eq!((back.start(), back.note), (at("12:00"), note));
    // What was written into a booking is not thrown away with it.
    assert_eq!(bench.refused(Request::Undo), Refusal::ChangedSince);
}

#[test]
fn a_place_that_someone_has_taken_is_not_taken_back() {
    let (bench, visit) = booked();
    let away = [
        Request::Move(Moving {
            start: Some(at("15:00")),
            ..moving(visit.id)
        }),
        set_status(visit.id, Status::Cancelled),
    ];
    for change in away {
        bench.done(change);
        let taken = Booking::new(visit.service, bench.staff(1), "12:30");
        let Outcome::Booked { appointment, .. } = bench.done_as(&OTHER_DESK, Request::Book(taken))
        else {
            panic!("not booked");
        };
        let before = bench.visit(visit.id);
        match bench.refused(Request::Undo) {
            Refusal::Clash {
                clash:
                    ClashReport::StaffBusy {
                        appointment: with, ..
                    },
                ..
            } => assert_eq!(with, appointment),
            other => panic!("{other:?}"),
        }
        assert_eq!(bench.visit(visit.id), before, "nothing was changed");
        // Free again, it goes back.
        bench.done_as(&OTHER_DESK, set_status(appointment, Status::Cancelled));
        take_back(&bench);
        assert_eq!(as_it_was(&bench, &visit), visit);
    }
}

/// Two who were put side by side may be so again; a third was never asked for.
#[test]
fn an_overridden_place_is_given_back_with_those_who_shared_it() {
    let (bench, visit) = booked();
    let beside = bench.book(Booking {
        override_reason: Some("twins".into()),
        ..Booking::new(visit.service, bench.staff(1), "12:30")
    });
    let before = bench.visit(beside);
    bench.done(set_status(beside, Status::Cancelled));
    take_back(&bench);
    assert_eq!(as_it_was(&bench, &before), before);

    bench.done(set_status(visit.id, Status::Cancelled));
    bench.done(set_status(beside, Status::Cancelled));
    let third = bench.done_as(
        &OTHER_DESK,
        Request::Book(Booking::new(visit.service, bench.staff(1), "13:00")),
    );
    assert!(matches!(third, Outcome::Booked { .. }));
    assert!(matches!(
        bench.refused(Request::Undo),
        Refusal::Clash { .. }
    ));
}

#[test]
fn paid_or_in_a_cart_since_it_stays() {
    let (bench, visit) = booked();
    bench.pass(3 * 60);
    bench.done(Request::AddAppointment {
        appointment: visit.id,
        price: None,
    });
    let ticket = bench.cart().unwrap().id;
    assert_eq!(
        bench.refused(Request::Undo),
        Refusal::UndoTooLate {
            at: visit_made(&visit)
        },
        "and the booking is three hours old"
    );
    bench.done(set_status(visit.id, Status::Arrived));
    let sold = bench.pay(&[card(None)]);
    let receipt = sold.receipt;
    assert_eq!(
        bench.refused(Request::Undo),
        Refusal::AppointmentPaid { receipt }
    );
    // A booking that went into a cart.
    let id = bench.book(Booking::new(visit.service, bench.staff(1), "16:00"));
    bench.done(Request::AddAppointment {
        appointment: id,
        price: None,
    });
    let other = bench.cart().unwrap().id;
    assert_ne!(other, ticket);
    assert_eq!(
        bench.refused(Request::Undo),
        Refusal::AlreadyInTicket { ticket: other }
    );
}

fn visit_made(visit: &Appointment) -> crate::domain::time::WallTime {
    crate::domain::time::wall(visit.created_at, chrono_tz::Europe::Riga)
}

#[test]
fn what_another_desk_changed_since_stays_and_each_desk_has_its_own() {
    let (bench, visit) = booked();
    bench.done(set_status(visit.id, Status::Confirmed));
    bench.done_as(&OTHER_DESK, set_status(visit.id, Status::Arrived));
    assert_eq!(bench.refused(Request::Undo), Refusal::ChangedSince);
    bench.done_as(&OTHER_DESK, Request::Undo);
    assert_eq!(bench.visit(visit.id).status, Status::Confirmed);
    take_back(&bench);
    assert_eq!(as_it_was(&bench, &visit), visit);
}

#[test]
fn what_is_old_and_what_an_earlier_run_did_is_not_touched() {
    let (bench, visit) = booked();
    bench.pass(14);
    bench.done(set_status(visit.id, Status::Confirmed));
    bench.pass(14);
    take_back(&bench);
    let at = visit_made(&visit);
    assert_eq!(bench.refused(Request::Undo), Refusal::UndoTooLate { at });
    bench.done(set_status(visit.id, Status::Confirmed));
    let bench = bench.reopen();
    assert_eq!(bench.refused(Request::Undo), Refusal::NothingToUndo);
}

#[test]
fn nobody_is_missed_before_the_visit_begins() {
    let (bench, visit) = booked();
    let no_show = set_status(visit.id, Status::NoShow);
    let start = at("12:00");
    assert_eq!(bench.refused(no_show.clone()), Refusal::NotBegun { start });
    let now = crate::domain::time::wall(bench.shop.now(), chrono_tz::Europe::Riga);
    bench.pass(i64::from(start.minute - now.minute) - 1);
    assert_eq!(bench.refused(no_show.clone()), Refusal::NotBegun { start });
    bench.pass(1);
    bench.done(no_show);
}
