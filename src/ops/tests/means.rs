//! Rooms with places, equipment and several therapists at the desk; and many desks at
//! once.

use super::bench::{Bench, at, massage};
use crate::{
    domain::{
        booking::Appointment,
        catalog::{Manner, OffDays, SegmentPlan, Stage},
        equipment::Need,
        ids::{EquipmentId, RoomId, ServiceId, StaffId},
        staff::StaffRole,
    },
    ops::{
        outcome::Outcome,
        refusal::{ClashReport, Field, FieldProblem, Refusal},
        request::{
            Booking, EquipmentDraft, Moving, Request, SegmentMoving, ServiceDraft, Session,
            StaffDraft,
        },
    },
    store::Reads,
};

const N_DESKS: u16 = 8;

fn steamer(bench: &Bench, pieces: u16) -> EquipmentId {
    equipment(bench, "Steamer", pieces)
}

fn equipment(bench: &Bench, name: &str, pieces: u16) -> EquipmentId {
    let draft = EquipmentDraft {
        id: None,
        name: name.into(),
        short: String::new(),
        pieces,
        rooms: Vec::new(),
        active: true,
    };
    match bench.done(Request::SaveEquipment(draft)) {
        Outcome::SavedEquipment { equipment } => equipment,
        other => panic!("{other:?}"),
    }
}

fn room(bench: &Bench, name: &str, places: u16) -> RoomId {
    let request = Request::SaveRoom {
        id: None,
        name: name.into(),
        short: String::new(),
        active: true,
        places,
    };
    match bench.done(request) {
        Outcome::SavedRoom { room } => room,
        other => panic!("{other:?}"),
    }
}

/// As many therapists as desks.
fn therapists(bench: &Bench) -> Vec<StaffId> {
    let anna = bench
        .shop
        .read()
        .all::<crate::domain::staff::Staff>()
        .unwrap();
    let one = |number: u16| {
        let draft = StaffDraft {
            id: None,
            name: format!("Person {number}"),
            short: format!("P{number}"),
            role: StaffRole::Therapist,
            week: anna[0].week.clone(),
            services: Vec::new(),
            active: true,
            group: String::new(),
            pattern: None,
            sex: None,
            treats: None,
            anyway: false,
        };
        match bench.done(Request::SaveStaff(draft)) {
            Outcome::SavedStaff { staff } => staff,
            other => panic!("{other:?}"),
        }
    };
    (0..N_DESKS).map(one).collect()
}

fn service(bench: &Bench, segments: Vec<SegmentPlan>, manner: Manner) -> ServiceId {
    bench.service(ServiceDraft {
        code: String::new(),
        minutes: 0,
        segments,
        manner,
        ..massage()
    })
}

fn clash(refusal: Refusal) -> ClashReport {
    match refusal {
        Refusal::Clash { clash, .. } => clash,
        other => panic!("{other:?}"),
    }
}

#[derive(Clone, Copy, Debug)]
enum Contested {
    Room(u16),
    Equipment(u16),
    Client,
    Second,
}

/// How many of the desks get it, each with a therapist of its own, all at once.
fn race(bench: &Bench, contested: Contested) -> usize {
    let staff = therapists(bench);
    for number in 0..N_DESKS {
        room(bench, &format!("Cabin {number}"), 1);
    }
    let (mut part, mut one_room, mut client) = (SegmentPlan::whole(60), None, None);
    match contested {
        Contested::Room(places) => one_room = Some(room(bench, "Sauna", places)),
        Contested::Equipment(pieces) => {
            let of = vec![steamer(bench, pieces)];
            part.needs = vec![Need { n: 1, of }];
        }
        Contested::Client => client = Some(bench.client("Liga", "1")),
        Contested::Second => part.roles = vec![0, 1],
    }
    let service = service(bench, vec![part], Manner::default());
    let shop = &bench.shop;
    std::thread::scope(|scope| {
        let desks: Vec<_> = (1..=N_DESKS)
            .map(|register| {
                let wish = Request::Book(Booking {
                    room: one_room,
                    client,
                    ..Booking::new(service, staff[usize::from(register) - 1], "12:00")
                });
                scope.spawn(move || {
                    let session = Session {
                        register,
                        operator: None,
                    };
                    shop.run(&session, &format!("race-{register}"), &wish)
                        .is_ok()
                })
            })
            .collect();
        desks
            .into_iter()
            .filter_map(|it| it.join().unwrap().then_some(()))
            .count()
    })
}

/// The check and the write are one, so one of many desks has it, or as many as there
/// are places.
#[test]
fn one_thing_goes_to_one_of_many_desks() {
    use Contested::{Client, Equipment, Room, Second};
    #[rustfmt::skip]
    let cases = [
        // contested    got by
        (Room(1),       1..=1),
        (Room(3),       3..=3),
        (Equipment(1),  1..=1),
        (Equipment(2),  2..=2),
        (Client,        1..=1),
        // Two each of ten; who comes first may take one whose own desk wanted them.
        (Second,        1..=5),
    ];
    for (contested, want) in cases {
        let bench = Bench::new();
        let n_booked = race(&bench, contested);
        assert!(want.contains(&n_booked), "{contested:?}: {n_booked}");
        let kept = bench.shop.read().all::<Appointment>().unwrap();
        assert_eq!(kept.len(), n_booked, "{contested:?}");
        let mut busy: Vec<_> = kept.iter().flat_map(|it| &it.segments[0].staff).collect();
        let n_people = busy.len();
        busy.sort();
        busy.dedup();
        assert_eq!(busy.len(), n_people, "{contested:?}: twice at once");
    }
}

#[test]
fn a_visit_of_two_therapists_moves_with_both_and_the_client_is_told_when_to_come() {
    let bench = Bench::new();
    let of = vec![steamer(&bench, 1)];
    let parts = vec![
        SegmentPlan {
            stage: Stage::Preparation,
            holds_client: false,
            ..SegmentPlan::whole(15)
        },
        SegmentPlan {
            roles: vec![0, 1],
            needs: vec![Need { n: 1, of }],
            ..SegmentPlan::whole(60)
        },
    ];
    let four = service(&bench, parts, Manner::default());
    let id = bench.book(Booking::new(four, bench.staff(1), "12:00"));
    let visit = bench.visit(id);
    assert_eq!(visit.segments[1].staff, [bench.staff(1), bench.staff(2)]);
    assert_eq!(
        (visit.start(), visit.told_start()),
        (at("12:00"), at("12:15"))
    );
    bench.done(Request::Move(Moving {
        appointment: id,
        staff: None,
        team: Vec::new(),
        room: None,
        start: Some(at("12:30")),
        override_reason: None,
    }));
    let moved = bench.visit(id);
    assert_eq!(moved.segments[1].staff, visit.segments[1].staff);
    assert_eq!(moved.segments[1].equipment, visit.segments[1].equipment);
    // With the other one as the main therapist, the first helps.
    bench.done(Request::Move(Moving {
        appointment: id,
        staff: Some(bench.staff(2)),
        team: Vec::new(),
        room: None,
        start: None,
        override_reason: None,
    }));
    assert_eq!(
        bench.visit(id).segments[1].staff,
        [bench.staff(2), bench.staff(1)]
    );
    // The other is busy with it, and so is the steamer.
    let hour = bench.massage();
    let busy = bench.refused(Request::Book(Booking::new(hour, bench.staff(1), "13:00")));
    assert!(matches!(clash(busy), ClashReport::StaffBusy { .. }));
    let nobody = bench.refused(Request::Book(Booking::new(four, bench.staff(1), "11:30")));
    assert!(matches!(
        clash(nobody),
        ClashReport::StaffBusy { .. } | ClashReport::NobodyFree { .. }
    ));
}

#[test]
fn who_is_kept_apart_and_what_is_off_is_refused_with_names() {
    let bench = Bench::new();
    let client = bench.client("Liga", "1");
    let staff = vec![bench.staff(1)];
    bench.done(Request::KeepApart { client, staff });
    let service_id = bench.massage();
    let wish = Booking {
        client: Some(client),
        ..Booking::new(service_id, bench.staff(1), "12:00")
    };
    let refused = bench.refused(Request::Book(wish.clone()));
    let Refusal::Clash {
        clash: ClashReport::NeverWith { client: name, .. },
        nearest,
    } = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(name, "Liga");
    // What is offered instead is by somebody else, and can be had.
    assert_eq!(nearest[0].staff, bench.staff(2));
    bench.done(Request::Book(Booking {
        staff: nearest[0].staff,
        start: nearest[0].start,
        ..wish.clone()
    }));
    let override_reason = Some("Asked for her".to_owned());
    bench.done(Request::Book(Booking {
        start: at("15:00"),
        override_reason,
        ..wish
    }));
    let day = at("12:00").date;
    let off = Some(OffDays {
        from: day,
        until: day,
    });
    let closed = service(
        &bench,
        vec![SegmentPlan::whole(30)],
        Manner {
            off,
            ..Manner::default()
        },
    );
    let refused = bench.refused(Request::Book(Booking::new(closed, bench.staff(2), "17:00")));
    assert!(matches!(clash(refused), ClashReport::ServiceOff { from, .. } if from == day));
}

#[test]
fn steps_that_cannot_be_are_refused_by_the_field() {
    let bench = Bench::new();
    let with = |segments: Vec<SegmentPlan>| {
        let refused = bench.refused(Request::SaveService(ServiceDraft {
            code: String::new(),
            segments,
            ..massage()
        }));
        match refused {
            Refusal::Field { field, problem } => (field, problem),
            other => panic!("{other:?}"),
        }
    };
    let alone = SegmentPlan {
        roles: vec![1],
        ..SegmentPlan::whole(30)
    };
    let typed = "1".to_owned();
    assert_eq!(
        with(vec![alone]),
        (Field::Steps, FieldProblem::NotUnderstood { typed })
    );
    assert_eq!(with(vec![SegmentPlan::whole(0)]).0, Field::Steps);
    assert_eq!(
        with(vec![SegmentPlan::whole(500), SegmentPlan::whole(300)]).0,
        Field::Steps
    );
    let none = SegmentPlan {
        needs: vec![Need {
            n: 1,
            of: Vec::new(),
        }],
        ..SegmentPlan::whole(30)
    };
    assert_eq!(with(vec![none]).0, Field::Steps);
}

/// Two at once for an hour; then the second alone for a quarter.
fn four_hands(bench: &Bench) -> ServiceId {
    let both = SegmentPlan {
        roles: vec![0, 1],
        ..SegmentPlan::whole(60)
    };
    let second = SegmentPlan {
        roles: vec![1],
        ..SegmentPlan::whole(15)
    };
    service(bench, vec![both, second], Manner::default())
}

#[test]
fn the_second_therapist_is_asked_for_by_name() {
    let bench = Bench::new();
    let people = therapists(&bench);
    let four = four_hands(&bench);
    let with = |team: &[Option<StaffId>], start| Booking {
        team: team.to_vec(),
        ..Booking::new(four, people[0], start)
    };
    let id = bench.book(with(&[Some(people[5])], "12:00"));
    let hands = |id| {
        let parts = bench.visit(id).segments.into_iter();
        parts.map(|it| it.staff).collect::<Vec<_>>()
    };
    assert_eq!(hands(id), [vec![people[0], people[5]], vec![people[5]]]);
    // Open, it is whoever is free.
    let open = bench.book(with(&[None], "10:00"));
    assert_eq!(bench.visit(open).segments[0].staff.len(), 2);
    // She is in the way as the first would be, and by her name.
    let busy = Booking {
        team: vec![Some(people[5])],
        ..Booking::new(four, people[1], "12:30")
    };
    let Refusal::Clash {
        clash: ClashReport::StaffBusy { staff, .. },
        nearest,
    } = bench.refused(Request::Book(busy.clone()))
    else {
        panic!("she is with two at once");
    };
    assert_eq!(staff, "Person 5");
    // What is offered instead is with her, and can be had.
    let offer = nearest.first().unwrap();
    let instead = bench.book(Booking {
        staff: offer.staff,
        start: offer.start,
        ..busy.clone()
    });
    assert!(hands(instead)[0].contains(&people[5]));
    let forced = bench.book(Booking {
        override_reason: Some("She helps both".into()),
        ..busy
    });
    assert_eq!(hands(forced)[0], [people[1], people[5]]);
    assert!(bench.visit(forced).overridden.is_some());
}

#[test]
fn a_team_that_cannot_be_is_refused_at_its_field() {
    let bench = Bench::new();
    let people = therapists(&bench);
    let (four, hour) = (four_hands(&bench), bench.massage());
    let field = |service, team: Vec<Option<StaffId>>| {
        let refused = bench.refused(Request::Book(Booking {
            team,
            ..Booking::new(service, people[0], "12:00")
        }));
        match refused {
            Refusal::Field { field, problem } => (field, problem),
            other => panic!("{other:?}"),
        }
    };
    let twice = (Field::With, FieldProblem::Taken);
    assert_eq!(field(four, vec![Some(people[0])]), twice);
    let too_many = |limit| (Field::With, FieldProblem::TooMany { limit });
    assert_eq!(field(hour, vec![Some(people[1])]), too_many(0));
    let three = vec![Some(people[1]), Some(people[2])];
    assert_eq!(field(four, three), too_many(1));
}

#[test]
fn another_second_takes_over_and_the_first_stays() {
    let bench = Bench::new();
    let people = therapists(&bench);
    let four = four_hands(&bench);
    let id = bench.book(Booking {
        team: vec![Some(people[1])],
        ..Booking::new(four, people[0], "12:00")
    });
    let moving = |team: &[Option<StaffId>], start: Option<&str>| Moving {
        appointment: id,
        staff: None,
        team: team.to_vec(),
        room: None,
        start: start.map(at),
        override_reason: None,
    };
    let hands = || {
        let parts = bench.visit(id).segments.into_iter();
        parts.map(|it| it.staff).collect::<Vec<_>>()
    };
    bench.done(Request::Move(moving(&[Some(people[2])], None)));
    assert_eq!(hands(), [vec![people[0], people[2]], vec![people[2]]]);
    // Who is named stays where nobody else is.
    bench.done(Request::Move(moving(&[], Some("13:00"))));
    assert_eq!(hands(), [vec![people[0], people[2]], vec![people[2]]]);
    // A part that was handed over stays where it is but for the role.
    let handing = |segment, staff, reason: Option<&str>| {
        Request::MoveSegment(SegmentMoving {
            appointment: id,
            segment,
            staff: Some(staff),
            instead_of: None,
            room: None,
            override_reason: reason.map(str::to_owned),
        })
    };
    bench.done(handing(1, people[4], None));
    // Nobody has both pairs of hands, whoever says so.
    let (field, problem) = (Field::Staff, FieldProblem::Taken);
    let twice = Refusal::Field { field, problem };
    assert_eq!(bench.refused(handing(0, people[2], None)), twice);
    assert_eq!(bench.refused(handing(0, people[2], Some("So"))), twice);
    bench.done(Request::Move(moving(&[], Some("14:00"))));
    assert_eq!(hands(), [vec![people[0], people[2]], vec![people[4]]]);
    bench.done(Request::Move(moving(&[Some(people[3])], None)));
    assert_eq!(hands(), [vec![people[0], people[3]], vec![people[3]]]);
    let own = bench.refused(Request::Move(moving(&[Some(people[0])], None)));
    let problem = FieldProblem::Taken;
    let field = Field::With;
    assert_eq!(own, Refusal::Field { field, problem });
    let hour = bench.massage();
    bench.book(Booking::new(hour, people[5], "14:00"));
    let busy = bench.refused(Request::Move(moving(&[Some(people[5])], None)));
    assert!(matches!(clash(busy), ClashReport::StaffBusy { staff, .. } if staff == "Person 5"));
    bench.done(Request::Undo);
    bench.done(Request::Undo);
    assert_eq!(hands(), [vec![people[0], people[2]], vec![people[4]]]);
}

/// What a time was looked for with is what is booked; without a name whatever is free.
#[test]
fn of_two_that_will_do_the_one_that_is_asked_for_is_taken() {
    let bench = Bench::open();
    let (steamer, tub) = (steamer(&bench, 1), equipment(&bench, "Tub", 1));
    let part = SegmentPlan {
        needs: vec![Need {
            n: 1,
            of: vec![steamer, tub],
        }],
        ..SegmentPlan::whole(60)
    };
    let soak = service(&bench, vec![part], Manner::default());
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    let wish = |staff, equipment| Booking {
        equipment,
        ..Booking::new(soak, staff, "14:00")
    };
    let first = bench.book(wish(anna, vec![tub]));
    assert_eq!(bench.visit(first).segments[0].equipment, [tub]);
    let refusal = bench.refused(Request::Book(wish(marta, vec![tub])));
    let Refusal::Clash {
        nearest: offers, ..
    } = &refusal
    else {
        panic!("{refusal:?}");
    };
    // The nearest with the tub, not with the steamer that is free.
    assert!(
        offers.iter().all(|it| it.start != at("14:00")),
        "{offers:?}"
    );
    let second = bench.book(wish(marta, Vec::new()));
    assert_eq!(bench.visit(second).segments[0].equipment, [steamer]);
    let unknown = wish(anna, vec![EquipmentId::default()]);
    bench.refused(Request::Book(unknown));
}
