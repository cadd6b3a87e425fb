//! The appointment book.

use super::bench::{Bench, at, day, massage, set_status};
use crate::{
    domain::{
        booking::{Origin, Status},
        ids::AppointmentId,
        money::Money,
        staff::{Shift, StaffRole},
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        refusal::{ClashReport, Field, FieldProblem, OfferReport, Refusal},
        request::{Booking, Moving, Request, ServiceDraft, StaffDraft},
    },
};

fn clash(refusal: Refusal) -> (ClashReport, Vec<OfferReport>) {
    match refusal {
        Refusal::Clash { clash, nearest } => (clash, nearest),
        other => panic!("{other:?}"),
    }
}

pub(super) fn moving(appointment: AppointmentId, start: &str) -> Moving {
    Moving {
        appointment,
        staff: None,
        team: Vec::new(),
        room: None,
        start: Some(at(start)),
        override_reason: None,
    }
}

#[test]
fn back_to_back_is_free_and_an_overlap_names_who_and_until_when() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let liga = bench.client("Liga Ozola", "26123456");
    let in_room_1 = |start| Booking {
        room: Some(bench.room(1)),
        ..Booking::new(massage, anna, start)
    };
    let first = bench.book(Booking {
        client: Some(liga),
        ..in_room_1("12:00")
    });
    bench.book(in_room_1("13:00"));
    bench.book(in_room_1("11:00"));
    let refused = bench.refused(Request::Book(Booking::new(massage, anna, "12:30")));
    let (report, nearest) = clash(refused);
    assert_eq!(
        report,
        ClashReport::StaffBusy {
            staff: "Anna Kalna".into(),
            with: "Liga Ozola".into(),
            appointment: first,
            until: at("13:00"),
        }
    );
    assert_eq!(nearest.len(), 3);
    let offers: Vec<_> = nearest
        .iter()
        .map(|it| (it.staff_name.as_str(), it.start))
        .collect();
    assert!(offers.contains(&("Marta Liepa", at("12:30"))), "{offers:?}");
    assert!(offers.contains(&("Anna Kalna", at("14:00"))), "{offers:?}");
}

#[test]
fn what_is_offered_can_be_booked() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    for start in ["10:00", "11:00", "12:30", "14:00", "17:00"] {
        bench.book(Booking::new(massage, anna, start));
        bench.book(Booking::new(massage, bench.staff(2), start));
    }
    let wish = Booking::new(massage, anna, "11:30");
    let (_, nearest) = clash(bench.refused(Request::Book(wish.clone())));
    assert!(!nearest.is_empty());
    for offer in nearest {
        let booked = bench.done(Request::Book(Booking {
            staff: offer.staff,
            room: offer.room,
            start: offer.start,
            ..wish.clone()
        }));
        let Outcome::Booked { appointment, .. } = booked else {
            panic!("{booked:?}");
        };
        bench.done(set_status(appointment, Status::Cancelled));
    }
}

#[test]
fn a_booking_lasts_as_long_as_its_service() {
    let bench = Bench::new();
    for (code, minutes) in [("A", 25), ("B", 540)] {
        let service = bench.service(ServiceDraft {
            code: code.into(),
            name: format!("{minutes} minutes"),
            minutes,
            ..massage()
        });
        let start = if minutes == 25 { "17:00" } else { "09:00" };
        let staff = bench.staff(if minutes == 25 { 1 } else { 2 });
        let monday = WallTime::new(day("2026-11-23"), at(start).minute);
        let visit = bench.book(Booking {
            start: monday,
            ..Booking::new(service, staff, start)
        });
        assert_eq!(bench.visit(visit).minutes(), minutes);
    }
}

#[test]
fn a_walk_in_and_a_booking_by_script_take_a_room_too() {
    let bench = Bench::new();
    let massage = bench.massage();
    let mut rooms = Vec::new();
    for (origin, nth) in [(Origin::WalkIn, 1), (Origin::Online, 2)] {
        let mut wish = Booking::new(massage, bench.staff(nth), "12:00");
        wish.how.origin = origin;
        rooms.extend(bench.visit(bench.book(wish)).room());
    }
    rooms.sort_unstable();
    rooms.dedup();
    assert_eq!(rooms.len(), 2);
}

#[test]
fn clash_table() {
    let bench = Bench::new();
    let (massage, anna, marta) = (bench.massage(), bench.staff(1), bench.staff(2));
    let liga = bench.client("Liga Ozola", "26123456");
    let taken = bench.book(Booking {
        client: Some(liga),
        room: Some(bench.room(1)),
        ..Booking::new(massage, anna, "12:00")
    });
    let until = at("13:00");
    let shifts = vec![Shift {
        start_minute: 540,
        end_minute: 1_080,
    }];
    let of_marta = Booking::new(massage, marta, "12:00");
    let (room, with, staff) = (
        "Room 1".to_owned(),
        "Liga Ozola".to_owned(),
        "Marta Liepa".to_owned(),
    );
    #[rustfmt::skip]
    let cases = [
        (Booking { room: Some(bench.room(1)), ..of_marta.clone() },
            ClashReport::RoomBusy { room, with: with.clone(), appointment: taken, until }),
        (Booking { client: Some(liga), ..of_marta.clone() },
            ClashReport::ClientBusy { client: with, appointment: taken, until }),
        (Booking::new(massage, marta, "17:01"),
            ClashReport::StaffOff { staff: staff.clone(), shifts }),
        (Booking { start: WallTime::new(day("2026-11-22"), 600), ..of_marta.clone() },
            ClashReport::StaffOff { staff, shifts: Vec::new() }),
        (Booking { start: WallTime::new(day("2026-11-20"), 600), ..of_marta.clone() },
            ClashReport::InThePast { now: at("10:00") }),
        (Booking { start: WallTime::new(day("2027-03-28"), 190), ..of_marta },
            gap()),
    ];
    for (wish, want) in cases {
        assert_eq!(clash(bench.refused(Request::Book(wish))).0, want);
    }
}

#[test]
fn rooms_run_out_and_a_service_may_be_bound_to_some() {
    let bench = Bench::new();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    let bound = bench.service(ServiceDraft {
        code: String::new(),
        rooms: vec![bench.room(2)],
        ..massage()
    });
    let first = bench.done(Request::Book(Booking::new(bound, anna, "12:00")));
    let Outcome::Booked { room, .. } = first else {
        panic!("{first:?}");
    };
    assert_eq!(room, Some(bench.room(2)));
    let second = Booking::new(bound, marta, "12:30");
    let (report, _) = clash(bench.refused(Request::Book(second.clone())));
    let until = Some(at("13:00"));
    assert_eq!(report, ClashReport::NoRoomFree { until });
    let other_room = Booking {
        room: Some(bench.room(1)),
        ..second
    };
    let (report, _) = clash(bench.refused(Request::Book(other_room)));
    assert!(
        matches!(report, ClashReport::RoomUnsuitable { .. }),
        "{report:?}"
    );
}

#[test]
fn only_who_can_do_it_is_booked_for_it() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    bench.done(Request::SaveStaff(StaffDraft {
        id: Some(anna),
        name: "Anna Kalna".into(),
        short: String::new(),
        role: StaffRole::Desk,
        week: std::array::from_fn(|_| Vec::new()),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    }));
    let (report, nearest) =
        clash(bench.refused(Request::Book(Booking::new(massage, anna, "12:00"))));
    let (staff, service) = ("Anna Kalna".into(), "Swedish massage 60".into());
    assert_eq!(report, ClashReport::NotQualified { staff, service });
    assert_eq!(nearest[0].staff_name, "Marta Liepa");
    assert_eq!(nearest[0].start, at("12:00"));
}

#[test]
fn an_override_needs_a_reason_and_is_kept() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    bench.book(Booking::new(massage, anna, "12:00"));
    let with = |reason: &str| Booking {
        override_reason: Some(reason.into()),
        ..Booking::new(massage, anna, "12:30")
    };
    assert!(matches!(
        bench.refused(Request::Book(with(" "))),
        Refusal::Field {
            field: Field::Reason,
            problem: FieldProblem::Missing
        }
    ));
    let id = bench.book(with("Twins, same table"));
    let overridden = bench.visit(id).overridden.unwrap();
    assert_eq!(overridden.reason, "Twins, same table");
    // Where nothing is in the way, nothing was overridden.
    let free = bench.book(Booking {
        start: at("15:00"),
        ..with("To be sure")
    });
    assert_eq!(bench.visit(free).overridden, None);
    // A time that does not exist cannot be had by anyone.
    let skipped = Booking {
        start: WallTime::new(day("2027-03-28"), 190),
        ..with("Please")
    };
    assert_eq!(clash(bench.refused(Request::Book(skipped))).0, gap());
}

#[test]
fn both_hours_of_a_clock_that_is_set_back_are_told_apart() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let first = WallTime::new(day("2027-10-31"), 210);
    let second = WallTime {
        again: true,
        ..first
    };
    let night = |start| Booking {
        start,
        override_reason: Some("Night of the candles".into()),
        ..Booking::new(massage, anna, "12:00")
    };
    let visits = [first, second].map(|start| bench.visit(bench.book(night(start))));
    assert_eq!(
        visits[0].starts_at.to_rfc3339(),
        "2027-10-31T00:30:00+00:00"
    );
    assert_eq!(
        visits[1].starts_at.to_rfc3339(),
        "2027-10-31T01:30:00+00:00"
    );
    assert_eq!(visits.clone().map(|it| it.start()), [first, second]);
    // With another room it stays in its hour.
    bench.done(Request::Move(Moving {
        start: None,
        room: Some(bench.room(2)),
        override_reason: Some("Night of the candles".into()),
        ..moving(visits[1].id, "12:00")
    }));
    let moved = bench.visit(visits[1].id);
    assert_eq!(
        (moved.start(), moved.starts_at),
        (second, visits[1].starts_at)
    );
    // A time that comes once has no second.
    let once = WallTime {
        again: true,
        ..at("12:00")
    };
    let refused = clash(bench.refused(Request::Book(night(once)))).0;
    assert_eq!(refused, ClashReport::NotTwice { start: once });
}

/// In Riga on 28 March 2027.
fn gap() -> ClashReport {
    let at = |minute| WallTime::new(day("2027-03-28"), minute);
    ClashReport::InClockGap {
        from: at(180),
        until: at(240),
    }
}

#[test]
fn a_visit_moves_past_itself_and_keeps_its_room_if_it_can() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let id = bench.book(Booking {
        room: Some(bench.room(2)),
        ..Booking::new(massage, anna, "12:00")
    });
    bench.done(Request::Move(moving(id, "12:30")));
    let visit = bench.visit(id);
    assert_eq!(
        (visit.start(), visit.room()),
        (at("12:30"), Some(bench.room(2)))
    );

    bench.book(Booking {
        room: Some(bench.room(2)),
        ..Booking::new(massage, bench.staff(2), "15:00")
    });
    bench.done(Request::Move(moving(id, "15:00")));
    assert_eq!(bench.visit(id).room(), Some(bench.room(1)));
    let to_marta = Moving {
        staff: Some(bench.staff(2)),
        ..moving(id, "15:30")
    };
    let (report, _) = clash(bench.refused(Request::Move(to_marta)));
    assert!(matches!(report, ClashReport::StaffBusy { .. }));
    assert_eq!(bench.visit(id).start(), at("15:00"));
}

#[test]
fn a_visit_that_is_over_does_not_move() {
    let bench = Bench::new();
    let id = bench.book(Booking::new(bench.massage(), bench.staff(1), "12:00"));
    bench.done(set_status(id, Status::Done));
    let (from, to) = (Status::Done, Status::Booked);
    let refused = bench.refused(Request::Move(moving(id, "13:00")));
    assert_eq!(refused, Refusal::StatusNotPossible { from, to });
}

#[test]
fn each_step_of_a_visit_is_stamped_and_can_be_taken_back() {
    let bench = Bench::new();
    let id = bench.book(Booking::new(bench.massage(), bench.staff(1), "10:30"));
    let stamps = |bench: &Bench| {
        let visit = bench.visit(id);
        [visit.arrived_at, visit.started_at, visit.finished_at].map(|it| it.is_some())
    };
    #[rustfmt::skip]
    let steps = [
        (Status::Confirmed, [false, false, false]),
        (Status::Arrived,   [true,  false, false]),
        (Status::InService, [true,  true,  false]),
        (Status::Done,      [true,  true,  true]),
        (Status::InService, [true,  true,  false]),
        (Status::Arrived,   [true,  false, false]),
        (Status::Booked,    [false, false, false]),
    ];
    for (status, want) in steps {
        bench.pass(1);
        bench.done(set_status(id, status));
        assert_eq!(stamps(&bench), want, "{status:?}");
    }
    bench.done(set_status(id, Status::Arrived));
    let arrived = bench.visit(id).arrived_at;
    bench.pass(5);
    bench.done(set_status(id, Status::InService));
    assert_eq!(bench.visit(id).arrived_at, arrived);
}

#[test]
fn cancelling_needs_a_reason_and_frees_the_time() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let id = bench.book(Booking::new(massage, anna, "12:00"));
    for status in [Status::Cancelled, Status::NoShow] {
        let refused = bench.refused(Request::SetStatus {
            appointment: id,
            status,
            reason: "\u{200b}".into(),
        });
        let (field, problem) = (Field::Reason, FieldProblem::Missing);
        assert_eq!(refused, Refusal::Field { field, problem });
    }
    bench.done(set_status(id, Status::Cancelled));
    assert_eq!(bench.visit(id).reason, "asked to");
    let other = bench.book(Booking::new(massage, anna, "12:30"));

    // Its time is taken now; once it is free again, the visit may come back.
    let (report, _) = clash(bench.refused(set_status(id, Status::Booked)));
    assert!(matches!(report, ClashReport::StaffBusy { appointment, .. } if appointment == other));
    bench.pass(24 * 60);
    bench.done(set_status(other, Status::NoShow));
    bench.done(set_status(id, Status::Confirmed));
    let visit = bench.visit(id);
    assert_eq!(
        (visit.status, visit.reason.as_str()),
        (Status::Confirmed, "")
    );
}

#[test]
fn a_note_is_kept_with_the_visit() {
    let bench = Bench::new();
    let id = bench.book(Booking::new(bench.massage(), bench.staff(1), "12:00"));
    bench.done(Request::NoteAppointment {
        appointment: id,
        note: "No  oil on the face".into(),
    });
    assert_eq!(bench.visit(id).note, "No oil on the face");
}

#[test]
fn a_shop_without_rooms_books_all_the_same() {
    let bench = Bench::bare();
    bench.done(Request::SetUpShop(crate::ops::request::SetUp {
        rooms: Vec::new(),
        ..super::bench::set_up()
    }));
    let booked = bench.done(Request::Book(Booking::new(
        bench.massage(),
        bench.staff(1),
        "12:00",
    )));
    assert!(
        matches!(booked, Outcome::Booked { room: None, .. }),
        "{booked:?}"
    );
}

/// Its service may take less time than it did when the visit was booked.
#[test]
fn a_visit_that_comes_back_needs_all_of_the_time_that_it_held() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let id = bench.book(Booking::new(massage, anna, "12:00"));
    bench.done(set_status(id, Status::Cancelled));
    bench.done(Request::SaveService(ServiceDraft {
        id: Some(massage),
        code: String::new(),
        name: "Short massage".into(),
        category: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: None,
        minutes: 30,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: crate::domain::catalog::Manner::default(),
    }));
    let other = bench.book(Booking::new(massage, anna, "12:30"));
    let (report, _) = clash(bench.refused(set_status(id, Status::Booked)));
    assert!(matches!(report, ClashReport::StaffBusy { appointment, .. } if appointment == other));
}
