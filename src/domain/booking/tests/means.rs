//! Several therapists, rooms with places, equipment, paces, grades and who is kept
//! apart; and all of them beside a count of single minutes.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalog::{Grade, OffDays, Pace},
    equipment::Need,
    ids::EquipmentId,
};

pub(super) fn ilze() -> StaffId {
    StaffId(raw(3))
}

pub(super) fn piece(number: u64) -> EquipmentId {
    EquipmentId(raw(number))
}

pub(super) fn equipment(number: u64, pieces: u16, rooms: Vec<RoomId>) -> Equipment {
    Equipment {
        id: piece(number),
        name: String::new(),
        short: String::new(),
        pieces,
        rooms,
        active: true,
    }
}

pub(super) fn with(minutes: u16, roles: &[u8], n: u8, of: &[u64]) -> SegmentPlan {
    let of: Vec<_> = of.iter().map(|it| piece(*it)).collect();
    SegmentPlan {
        roles: roles.to_vec(),
        needs: (n > 0).then_some(Need { n, of }).into_iter().collect(),
        ..SegmentPlan::whole(minutes)
    }
}

fn place_of_three() -> Place {
    let mut place = Place::new();
    place
        .staff
        .push(therapist(ilze(), &[shift("9:00", "20:00")]));
    place.rooms = rooms(3);
    place.equipment = vec![
        equipment(1, 2, Vec::new()),
        equipment(2, 1, vec![room_id(3)]),
    ];
    place
}

/// Books as the rule does it.
fn book(place: &mut Place, asked: &Service, staff: StaffId, start: &str) -> Result<Fit, Clash> {
    let fit = place.ask(wish(asked, staff, at(start)))?;
    place.take(asked, wish(asked, staff, at(start)));
    let taken = place.taken.last_mut().unwrap();
    taken.segments.clone_from(&fit.segments);
    Ok(fit)
}

#[test]
fn four_hands_take_two_who_are_free_at_once() {
    let mut place = place_of_three();
    let four = service(vec![with(60, &[0, 1], 0, &[])]);
    let first = book(&mut place, &four, anna(), "10:00").unwrap();
    assert_eq!(first.segments[0].staff, [anna(), marta()]);
    // Ilze alone is left.
    let until = Some(at("11:00"));
    assert_eq!(
        place.ask(wish(&four, ilze(), at("10:30"))),
        Err(Clash::NobodyFree { until })
    );
    let hour = massage(60);
    assert!(matches!(
        place.ask(wish(&hour, marta(), at("10:30"))),
        Err(Clash::StaffBusy { staff, .. }) if staff == marta()
    ));
    assert!(place.ask(wish(&four, ilze(), at("11:00"))).is_ok());
    // Who is named has the second role; nobody has two.
    let named = |second| {
        let team = [Some(second)];
        let wish = Wish {
            team: &team,
            ..wish(&four, anna(), at("15:00"))
        };
        place.ask(wish).unwrap().segments[0].staff.clone()
    };
    assert_eq!(named(ilze()), [anna(), ilze()]);
    assert_ne!(named(anna())[1], anna());
}

/// The first therapist is free when the second has taken over.
#[test]
fn one_therapist_after_the_other() {
    let mut place = place_of_three();
    let relay = service(vec![with(30, &[0], 0, &[]), with(30, &[1], 0, &[])]);
    let fit = book(&mut place, &relay, anna(), "10:00").unwrap();
    assert_eq!(fit.segments[0].staff, [anna()]);
    assert_eq!(fit.segments[1].staff, [marta()]);
    assert_eq!(
        team_of(&relay, &fit.segments),
        [Some(anna()), Some(marta())]
    );
    let half = massage(30);
    assert!(place.ask(wish(&half, anna(), at("10:30"))).is_ok());
    assert!(place.ask(wish(&half, marta(), at("10:00"))).is_ok());
    assert!(place.ask(wish(&half, marta(), at("10:30"))).is_err());
}

/// By how many are there at one moment, not by how many touch it.
#[test]
fn a_room_with_places_takes_as_many_as_there_are_at_once() {
    let mut place = place_of_three();
    place.rooms = rooms(1);
    place.rooms[0].places = 2;
    let (half, long) = (massage(30), massage(60));
    book(&mut place, &half, anna(), "10:00").unwrap();
    book(&mut place, &half, anna(), "10:30").unwrap();
    // Two touch this hour, one after the other: a place is left throughout.
    book(&mut place, &long, marta(), "10:00").unwrap();
    let in_room = Wish {
        room: Some(room_id(1)),
        ..wish(&half, ilze(), at("10:15"))
    };
    let full = Clash::RoomFull {
        room: room_id(1),
        places: 2,
        until: at("11:00"),
    };
    assert_eq!(place.ask(in_room), Err(full));
    let until = Some(at("11:00"));
    assert_eq!(
        place.ask(wish(&half, ilze(), at("10:15"))),
        Err(Clash::NoRoomFree { until })
    );
    assert!(place.ask(wish(&half, ilze(), at("11:00"))).is_ok());
}

#[test]
fn all_rooms_of_a_list_are_taken_together() {
    let mut place = place_of_three();
    let mut both = massage(60);
    both.rooms = vec![room_id(1), room_id(3)];
    both.manner.all_rooms = true;
    let fit = book(&mut place, &both, anna(), "10:00").unwrap();
    assert_eq!(fit.segments[0].rooms, both.rooms);
    let busy = place.ask(wish(&both, marta(), at("10:30")));
    let until = at("11:00");
    assert!(matches!(busy, Err(Clash::RoomBusy { until: it, .. }) if it == until));
    place.rooms[2].active = false;
    assert_eq!(
        place.ask(wish(&both, marta(), at("15:00"))),
        Err(Clash::NoRoomFree { until: None })
    );
}

#[test]
fn equipment_is_counted_by_the_piece_and_stays_in_its_rooms() {
    let mut place = place_of_three();
    let steam = service(vec![with(60, &[0], 1, &[1])]);
    let two = service(vec![with(60, &[0], 2, &[1])]);
    let tub = service(vec![with(60, &[0], 1, &[2])]);
    let either = service(vec![with(60, &[0], 1, &[1, 2])]);
    let fit = book(&mut place, &steam, anna(), "10:00").unwrap();
    assert_eq!(fit.segments[0].equipment, [piece(1)]);
    let until = Some(at("11:00"));
    assert_eq!(
        place.ask(wish(&two, marta(), at("10:30"))),
        Err(Clash::NoEquipmentFree {
            of: vec![piece(1)],
            until
        })
    );
    // The tub stands in room 3, so that is the room.
    assert_eq!(
        place.ask(wish(&tub, marta(), at("10:30"))).unwrap().room,
        Some(room_id(3))
    );
    let elsewhere = Wish {
        room: Some(room_id(2)),
        ..wish(&tub, marta(), at("10:30"))
    };
    assert_eq!(
        place.ask(elsewhere),
        Err(Clash::NoEquipmentFree {
            of: vec![piece(2)],
            until: None
        })
    );
    book(&mut place, &steam, marta(), "10:00").unwrap();
    let other = place.ask(wish(&either, ilze(), at("10:30"))).unwrap();
    assert_eq!(other.segments[0].equipment, [piece(2)]);
    let named = [piece(1)];
    let wished = Wish {
        equipment: &named,
        ..wish(&either, ilze(), at("10:30"))
    };
    assert!(matches!(
        place.ask(wished),
        Err(Clash::NoEquipmentFree { .. })
    ));
    let hour = massage(60);
    assert_eq!(
        place.ask(Wish {
            service: &hour,
            ..wished
        }),
        Err(Clash::EquipmentUnsuitable {
            equipment: piece(1),
            service: hour.id
        })
    );
}

/// The same length in the rule, on the page and in the search.
#[test]
fn each_therapist_has_a_pace() {
    let mut place = Place::new();
    let mut asked = massage(60);
    asked.segments.push(SegmentPlan {
        stage: Stage::CleanUp,
        ..SegmentPlan::whole(10)
    });
    asked.manner.paces = vec![Pace {
        staff: marta(),
        minutes: 90,
    }];
    assert_eq!(
        (asked.minutes_with(anna()), asked.minutes_with(marta())),
        (70, 100)
    );
    let fit = place.ask(wish(&asked, marta(), at("18:20"))).unwrap();
    assert_eq!((fit.segments[0].minutes, fit.segments[1].minutes), (90, 10));
    assert!(place.ask(wish(&asked, marta(), at("18:25"))).is_err());
    assert!(place.ask(wish(&asked, anna(), at("18:50"))).is_ok());
    place.taken.clear();
    let ask = Ask {
        service: &asked,
        staff: None,
        client: None,
        ignore: None,
        near: at("18:00"),
        limits: Limits::default(),
    };
    let offers = free_starts(&ask, &place.book(day()));
    let last = |staff| {
        offers
            .iter()
            .filter(|it| it.staff == staff)
            .map(|it| it.start)
            .max()
    };
    assert_eq!(
        (last(anna()), last(marta())),
        (Some(at("18:50")), Some(at("18:20")))
    );
}

#[test]
fn who_must_not_and_when_it_is_not_given() {
    let mut place = Place::new();
    let mut asked = massage(60);
    asked.manner.grade_min = 2;
    asked.manner.grades = vec![Grade {
        staff: marta(),
        grade: 2,
    }];
    place.guests = vec![Guest {
        client: liga(),
        never_with: vec![marta()],
        sex: None,
    }];
    let of = |staff| wish(&asked, staff, at("10:00"));
    let low = Clash::GradeTooLow {
        staff: anna(),
        service: asked.id,
    };
    assert_eq!(place.ask(of(anna())), Err(low));
    assert!(place.ask(of(marta())).is_ok());
    let never = Clash::NeverWith {
        client: liga(),
        staff: marta(),
    };
    assert!(never.may_be_overridden());
    let for_liga = Wish {
        client: Some(liga()),
        ..of(marta())
    };
    assert_eq!(place.ask(for_liga), Err(never));
    let mut off = massage(60);
    let days = OffDays {
        from: day(),
        until: day(),
    };
    off.manner.off = Some(days);
    assert_eq!(
        place.ask(wish(&off, anna(), at("10:00"))),
        Err(Clash::ServiceOff {
            service: off.id,
            days
        })
    );
    let tomorrow = WallTime::new(day() + Duration::days(1), 600);
    assert!(place.ask(wish(&off, anna(), tomorrow)).is_ok());
}

#[test]
fn a_client_is_told_the_first_minute_that_holds_them() {
    let mut place = Place::new();
    let prepared = service(vec![
        part(15, true, true, false),
        part(60, true, true, true),
    ]);
    place.take(&prepared, wish(&prepared, anna(), at("10:00")));
    assert_eq!(place.taken[0].start(), at("10:00"));
    assert_eq!(place.taken[0].told_start(), at("10:15"));
}

/// Which minutes of the day each thing is held, counted one by one.
#[derive(Default)]
struct Minutes {
    staff: Vec<(StaffId, u16)>,
    rooms: Vec<(RoomId, u16)>,
    pieces: Vec<(EquipmentId, u16)>,
}

impl Minutes {
    fn of(taken: &[Appointment]) -> Self {
        let mut minutes = Self::default();
        for segment in taken.iter().flat_map(|it| &it.segments) {
            for minute in segment.start.minute..segment.start.minute + segment.minutes {
                minutes
                    .staff
                    .extend(segment.staff.iter().map(|it| (*it, minute)));
                minutes
                    .rooms
                    .extend(segment.rooms.iter().map(|it| (*it, minute)));
                minutes
                    .pieces
                    .extend(segment.equipment.iter().map(|it| (*it, minute)));
            }
        }
        minutes
    }

    fn n<T: PartialEq + Copy>(list: &[(T, u16)], (what, minute): (T, u16)) -> u16 {
        let there = list.iter().filter(|it| **it == (what, minute));
        u16::try_from(there.count()).unwrap()
    }

    /// Whether anybody as the second, any room and any piece would do: every
    /// combination is gone through.
    fn can(&self, place: &Place, asked: &Service, main: StaffId, start: u16) -> bool {
        self.can_with(None, place, asked, main, start)
    }

    /// The same with this one as the second, where one is named.
    fn can_with(
        &self,
        named: Option<StaffId>,
        place: &Place,
        asked: &Service,
        main: StaffId,
        start: u16,
    ) -> bool {
        let seconds = place.staff.iter().map(|it| it.id).filter(|it| *it != main);
        seconds
            .filter(|it| named.is_none_or(|named| named == *it))
            .flat_map(|second| place.rooms.iter().map(move |room| (second, room)))
            .any(|(second, room)| {
                [1, 2]
                    .iter()
                    .any(|number| self.fits(place, asked, (main, second), room, *number, start))
            })
    }

    fn fits(
        &self,
        place: &Place,
        asked: &Service,
        team: (StaffId, StaffId),
        room: &Room,
        number: u64,
        start: u16,
    ) -> bool {
        let mut minute = start;
        for part in &asked.segments {
            for _ in 0..part.minutes {
                let works = (9 * 60..20 * 60).contains(&minute);
                for role in &part.roles {
                    let who = if *role == 0 { team.0 } else { team.1 };
                    if !works || Self::n(&self.staff, (who, minute)) > 0 {
                        return false;
                    }
                }
                if part.holds_room && Self::n(&self.rooms, (room.id, minute)) >= room.places {
                    return false;
                }
                if part.holds_room && place.room_states.iter().any(|it| is_shut(it, room, minute)) {
                    return false;
                }
                for need in &part.needs {
                    let thing = place
                        .equipment
                        .iter()
                        .find(|it| it.id == piece(number))
                        .unwrap();
                    let stands = thing.rooms.is_empty() || thing.rooms.contains(&room.id);
                    let free = Self::n(&self.pieces, (thing.id, minute)) + u16::from(need.n);
                    if !need.of.contains(&thing.id) || !stands || free > thing.pieces {
                        return false;
                    }
                }
                minute += 1;
            }
        }
        true
    }
}

/// By the wall clock of the day alone.
fn is_shut(state: &RoomState, room: &Room, minute: u16) -> bool {
    let since = time::wall(state.since, RIGA);
    let has_begun = since.date < day() || since.minute <= minute;
    let is_over = state.until.is_some_and(|it| it < day());
    let is_out = state.order == RoomOrder::OutOfOrder;
    state.room == room.id && is_out && has_begun && !is_over
}

fn said(room: u64, order: RoomOrder, since: WallTime, until: Option<NaiveDate>) -> RoomState {
    RoomState {
        room: room_id(room),
        order,
        since: time_of(since, RIGA),
        by: None,
        note: "The tap drips".into(),
        until,
    }
}

#[test]
fn nothing_is_booked_in_a_room_that_is_out_of_order() {
    let mut place = place_of_three();
    place.rooms = rooms(1);
    let hour = massage(60);
    let out = |until| said(1, RoomOrder::OutOfOrder, at("12:00"), until);
    let ask = |place: &Place, start| place.ask(wish(&hour, anna(), start)).map(|_| ());
    let named = |place: &Place, start| {
        let room = Some(room_id(1));
        let wish = Wish {
            room,
            ..wish(&hour, anna(), start)
        };
        place.ask(wish).map(|_| ())
    };
    let clash = |until| Clash::RoomOutOfOrder {
        room: room_id(1),
        note: "The tap drips".into(),
        until,
    };
    assert!(clash(None).may_be_overridden());
    place.room_states = vec![out(None)];
    assert_eq!(ask(&place, at("11:00")), Ok(()));
    assert_eq!(
        ask(&place, at("11:05")),
        Err(Clash::NoRoomFree { until: None })
    );
    assert_eq!(named(&place, at("11:05")), Err(clash(None)));
    // Up to the end of its last day.
    let tomorrow = |time| WallTime {
        date: day().succ_opt().unwrap(),
        ..at(time)
    };
    place.room_states = vec![out(Some(day()))];
    let midnight = Some(tomorrow("0:00"));
    assert_eq!(
        ask(&place, at("15:00")),
        Err(Clash::NoRoomFree { until: midnight })
    );
    assert_eq!(named(&place, at("15:00")), Err(clash(Some(day()))));
    assert_eq!(named(&place, tomorrow("9:00")), Ok(()));
    // With another room beside it that one is taken.
    place.rooms = rooms(2);
    let fit = place.ask(wish(&hour, anna(), at("15:00"))).unwrap();
    assert_eq!(fit.room, Some(room_id(2)));
    // Whatever else is said of a room does not keep anybody from booking it.
    place.rooms = rooms(1);
    for order in RoomOrder::ALL
        .into_iter()
        .filter(|it| *it != RoomOrder::OutOfOrder)
    {
        place.room_states = vec![said(1, order, at("9:00"), None)];
        assert_eq!(named(&place, at("15:00")), Ok(()), "{order:?}");
    }
}

fn menu() -> Vec<Service> {
    let gap = SegmentPlan {
        stage: Stage::Processing,
        ..with(25, &[], 1, &[1])
    };
    vec![
        massage(50),
        service(vec![with(60, &[0, 1], 0, &[])]),
        service(vec![with(20, &[0], 0, &[]), with(30, &[1], 1, &[1, 2])]),
        service(vec![
            with(15, &[0], 0, &[]),
            gap.clone(),
            with(10, &[0], 0, &[]),
            gap,
            with(20, &[0], 0, &[]),
        ]),
        service(vec![with(40, &[0], 1, &[2])]),
    ]
}

proptest! {
    #![proptest_config(cases(100))]

    /// What is accepted is possible, and what is refused is impossible, by a count of
    /// minutes that knows nothing of the rule; and the search offers just that.
    #[test]
    fn accepted_is_possible_and_refused_is_impossible(
        places in 1_u16..3,
        day_of in prop::collection::vec((0_usize..5, 0_usize..3, 108_u16..230), 0..25),
        moves in prop::collection::vec((0_usize..25, 0_usize..3, 108_u16..230), 0..6),
        shut in prop::collection::vec((1_u64..4, 0_usize..5, 0_u16..230, 0_u64..4), 0..3),
    ) {
        let mut place = place_of_three();
        place.rooms[2].places = places;
        for (room, order, cell, last) in shut {
            let since = WallTime::new(day().pred_opt().unwrap(), 0).plus(i64::from(cell) * 10);
            // Over since yesterday, up to tonight, to tomorrow, or for good.
            let until = day().pred_opt().unwrap().checked_add_days(chrono::Days::new(last));
            let until = until.filter(|_| last < 3);
            let is_known = place.room_states.iter().any(|it| it.room == room_id(room));
            if !is_known {
                place.room_states.push(said(room, RoomOrder::ALL[order], since, until));
            }
        }
        let menu = menu();
        let people = [anna(), marta(), ilze()];
        let mut booked: Vec<usize> = Vec::new();
        for (nth, who, cell) in day_of {
            let (asked, main) = (&menu[nth], people[who]);
            let start = WallTime::new(day(), cell * GRID_MIN);
            let can = Minutes::of(&place.taken).can(&place, asked, main, start.minute);
            let got = place.ask(wish(asked, main, start));
            prop_assert_eq!(got.is_ok(), can, "{} {}: {:?}", nth, start.hhmm(), got);
            if let Ok(fit) = got {
                place.take(asked, wish(asked, main, start));
                place.taken.last_mut().unwrap().segments = fit.segments;
                booked.push(nth);
            }
        }
        for (nth, who, cell) in moves {
            let Some(asked) = booked.get(nth).map(|it| &menu[*it]) else { continue };
            let (main, start) = (people[who], WallTime::new(day(), cell * GRID_MIN));
            let others: Vec<_> = (place.taken.iter().enumerate())
                .filter(|(idx, _)| *idx != nth)
                .map(|(_, it)| it.clone())
                .collect();
            let can = Minutes::of(&others).can(&place, asked, main, start.minute);
            let ignore = Some(place.taken[nth].id);
            let got = place.ask(Wish { ignore, ..wish(asked, main, start) });
            prop_assert_eq!(got.is_ok(), can, "moved {}: {:?}", start.hhmm(), got);
            if let Ok(fit) = got {
                place.taken[nth].segments = fit.segments;
                place.taken[nth].starts_at = fit.starts_at;
            }
        }
        let minutes = Minutes::of(&place.taken);
        let asked = &menu[place.taken.len() % menu.len()];
        let main = people[place.taken.len() % people.len()];
        let ask = Ask {
            service: asked,
            staff: Some(main),
            client: None,
            ignore: None,
            near: at("9:00"),
            limits: Limits { n_days: Some(1), ..Limits::default() },
        };
        let offered: Vec<u16> = free_starts(&ask, &place.book(day()))
            .iter()
            .map(|it| it.start.minute)
            .collect();
        let possible: Vec<u16> = (9 * 60..20 * 60)
            .step_by(usize::from(GRID_MIN))
            .filter(|it| minutes.can(&place, asked, main, *it))
            .collect();
        prop_assert_eq!(&offered, &possible);
        // And the rows of cells hide none of them.
        let house = place.house();
        let mut free = FreeTimes::new(house, day(), 1);
        for date in free.dates().collect::<Vec<_>>() {
            let on = place.taken.iter().filter(|it| it.start().date == date);
            free.set_day(&house, date, &on.cloned().collect::<Vec<_>>());
        }
        let on_day = |date| -> Result<Vec<Appointment>, ()> {
            Ok(place.taken.iter().filter(|it| it.start().date == date).cloned().collect())
        };
        let slow = nearest(&ask, house, 5, 15, on_day);
        let fast = nearest_among(&ask, house, 5, 15, Some(&mut free), on_day);
        prop_assert_eq!(slow, fast);
        // With a second who is named there are fewer.
        let second = people[(place.taken.len() + 1) % people.len()];
        let team = [Some(second)];
        let together = Ask { limits: Limits { team: &team, ..ask.limits }, ..ask };
        let offered = free_starts(&together, &place.book(day()));
        let offered: Vec<u16> = offered.iter().map(|it| it.start.minute).collect();
        let possible: Vec<u16> = (9 * 60..20 * 60)
            .step_by(usize::from(GRID_MIN))
            .filter(|it| minutes.can_with(Some(second), &place, asked, main, *it))
            .collect();
        prop_assert_eq!(offered, possible);
    }
}
