//! The search for free times: nearest, exhaustive, never what would be refused.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

fn ask_for(service: &Service, staff: Option<StaffId>, near: WallTime) -> Ask<'_> {
    Ask {
        service,
        staff,
        client: None,
        ignore: None,
        near,
        limits: Limits::default(),
    }
}

/// Offers as text: therapist, day of the month, time.
fn offered(place: &Place, ask: &Ask, n: usize, apart_min: u16) -> Vec<String> {
    let taken_on = |date| -> Result<Vec<Appointment>, ()> {
        let on = |it: &&Appointment| it.start().date == date;
        Ok(place.taken.iter().filter(on).cloned().collect())
    };
    let offers = nearest(ask, place.house(), n, apart_min, taken_on).unwrap();
    offers
        .iter()
        .map(|it| {
            let name = if it.staff == anna() { "Anna" } else { "Marta" };
            format!("{name} {} {}", it.start.date.format("%-d"), it.start.hhmm())
        })
        .collect()
}

#[test]
fn the_nearest_times_are_offered() {
    let mut place = Place::new();
    let hour = massage(60);
    place.take(&hour, wish(&hour, anna(), at("14:00")));
    let anna_at_two = ask_for(&hour, Some(anna()), at("14:00"));
    // Before and after, then who else is free at two.
    assert_eq!(
        offered(&place, &anna_at_two, 4, 15),
        [
            "Anna 25 13:00",
            "Anna 25 15:00",
            "Anna 25 12:45",
            "Marta 25 14:00"
        ]
    );
    // Anyone: Marta is booked less than Anna.
    assert_eq!(
        offered(&place, &ask_for(&hour, None, at("14:00")), 3, 30),
        ["Marta 25 14:00", "Marta 25 13:30", "Marta 25 14:30"]
    );
    // A free time comes first, and the rest of the grid around it.
    assert_eq!(
        offered(&place, &ask_for(&hour, Some(marta()), at("10:00")), 5, 5),
        [
            "Marta 25 10:00",
            "Marta 25 09:55",
            "Marta 25 10:05",
            "Marta 25 09:50",
            "Anna 25 10:00"
        ]
    );
}

#[test]
fn somebody_else_is_offered_once_when_the_one_asked_for_has_a_full_day() {
    let mut place = Place::new();
    let all_day = massage(11 * 60);
    let hour = massage(60);
    place.take(&all_day, wish(&all_day, anna(), at("9:00")));
    assert_eq!(
        offered(&place, &ask_for(&hour, Some(anna()), at("14:00")), 3, 15),
        ["Marta 25 14:00", "Marta 25 13:45", "Marta 25 14:15"]
    );
}

#[test]
fn a_full_day_leads_to_the_next() {
    let mut place = Place::new();
    place.staff[1].active = false;
    let all_day = massage(11 * 60);
    let hour = massage(60);
    place.take(&all_day, wish(&all_day, anna(), at("9:00")));
    assert_eq!(
        offered(&place, &ask_for(&hour, Some(anna()), at("14:00")), 3, 60),
        ["Anna 26 09:00", "Anna 26 10:00", "Anna 26 11:00"]
    );
    place.staff[0].active = false;
    assert_eq!(
        offered(&place, &ask_for(&hour, None, at("14:00")), 3, 60),
        [""; 0]
    );
}

/// Beyond the last day that is kept nothing is known, but up to it all is.
#[test]
fn the_first_free_time_is_found_though_fewer_days_are_kept() {
    let place = Place::new();
    let hour = massage(60);
    let free = FreeTimes::new(place.house(), day(), 2);
    let ask = ask_for(&hour, None, at("14:00"));
    let admitted = |staff, start| -> Result<Option<Offer>, ()> {
        let one = ask_for(&hour, Some(staff), start);
        let offers = free_starts(&one, &place.book(day()));
        Ok(offers.into_iter().find(|it| it.start == start))
    };
    let first = first_free(&ask, &place.house(), &free, DAYS_MAX, admitted).unwrap();
    assert_eq!(first.map(|it| it.start), Some(at("14:00")));
}

/// Those around an offer are read. What is full before it was looked at once.
#[test]
fn days_that_are_known_to_be_full_are_not_read_again() {
    let mut place = Place::new();
    place.staff[1].active = false;
    let (all_day, hour) = (massage(11 * 60), massage(60));
    for ahead in 0..20 {
        let start = WallTime::new(day() + Duration::days(ahead), minute("9:00"));
        place.take(&all_day, wish(&all_day, anna(), start));
    }
    let ask = ask_for(&hour, None, at("14:00"));
    let mut free = FreeTimes::new(place.house(), day(), DAYS_MAX);
    let mut read = || {
        let mut ahead = Vec::new();
        let taken_on = |date: NaiveDate| -> Result<Vec<Appointment>, ()> {
            ahead.push((date - day()).num_days());
            let on = |it: &&Appointment| it.start().date == date;
            Ok(place.taken.iter().filter(on).cloned().collect())
        };
        let house = place.house();
        let offers = nearest_among(&ask, house, 3, 60, Some(&mut free), taken_on).unwrap();
        assert_eq!(offers[0].start.date, day() + Duration::days(20));
        ahead.sort_unstable();
        ahead
    };
    assert_eq!(read(), (0..=21).collect::<Vec<_>>());
    assert_eq!(read(), [19, 20, 21]);
}

/// As a store does that finds an appointment over midnight on both of its days.
#[test]
fn an_appointment_given_twice_counts_once() {
    let mut place = Place::new();
    let (hour, longer) = (massage(60), massage(90));
    place.take(&hour, wish(&hour, anna(), at("10:00")));
    place.take(&longer, wish(&longer, marta(), at("10:00")));
    place.taken.push(place.taken[0].clone());
    let anyone = ask_for(&hour, None, at("14:00"));
    assert_eq!(free_starts(&anyone, &place.book(day()))[0].staff, anna());
}

#[test]
fn times_gone_by_are_not_offered() {
    let mut place = Place::new();
    place.now = time_of(at("14:02"), RIGA);
    let hour = massage(60);
    let yesterday = WallTime::new(day().pred_opt().unwrap(), minute("14:00"));
    for near in [at("9:00"), yesterday] {
        let first = offered(&place, &ask_for(&hour, Some(anna()), near), 1, 5);
        assert_eq!(first, ["Anna 25 14:05"]);
    }
}

/// One random booking of the property below: staff, room, client, start cell,
/// length in cells, colour or massage, still holding its time.
type Scene = (bool, u64, Option<u64>, u16, u16, bool, bool);

fn any_scene() -> impl Strategy<Value = Vec<Scene>> {
    let one = (
        any::<bool>(),
        1_u64..=2,
        prop::option::of(1_u64..=3),
        0_u16..280,
        1_u16..30,
        any::<bool>(),
        prop::bool::weighted(0.9),
    );
    prop::collection::vec(one, 0..25)
}

proptest! {
    #![proptest_config(cases(48))]

    /// What is offered can be booked, and whatever start of the grid is not
    /// offered is refused in every room.
    #[test]
    fn offered_is_bookable(
        scene in any_scene(),
        on_clock_change: bool,
        minutes in 1_u16..20,
        long: bool,
        client in prop::option::of(1_u64..=3),
        now_cell in 0_u16..288,
    ) {
        let mut place = Place::new();
        let date = if on_clock_change {
            NaiveDate::from_ymd_opt(2026, 10, 25).unwrap()
        } else {
            day()
        };
        place.staff = vec![
            therapist(anna(), &[shift("0:00", "13:00"), shift("14:00", "25:00")]),
            therapist(marta(), &[shift("2:10", "20:00")]),
        ];
        place.now = time_of(WallTime::new(date, now_cell * GRID_MIN), RIGA);
        for (is_anna, room, client, cell, cells, is_colour, holds) in scene {
            let taken = if is_colour { colour() } else { massage(cells * GRID_MIN) };
            let staff = if is_anna { anna() } else { marta() };
            place.take(&taken, Wish {
                room: Some(room_id(room)),
                client: client.map(|it| ClientId(raw(it))),
                ..wish(&taken, staff, WallTime::new(date, cell * GRID_MIN))
            });
            if !holds {
                place.taken.last_mut().unwrap().status = Status::Cancelled;
            }
        }
        let asked = if long { colour() } else { massage(minutes * GRID_MIN) };
        let client = client.map(|it| ClientId(raw(it)));
        let book = place.book(date);
        let holding = place.taken.iter().filter(|it| it.status != Status::Cancelled);
        let taken: HashSet<_> = holding
            .flat_map(|it| held(&it.segments, it.starts_at, it.client))
            .collect();
        for staff in [anna(), marta()] {
            let ask = Ask { client, ..ask_for(&asked, Some(staff), WallTime::new(date, 0)) };
            let offers = free_starts(&ask, &book);
            prop_assert!(offers.is_sorted_by(|one, next| one.starts_at < next.starts_at));
            let starts = (0..288).map(|cell| WallTime::new(date, cell * GRID_MIN));
            for start in starts.flat_map(|it| [it, WallTime { again: true, ..it }]) {
                let admitted: Vec<RoomId> = [room_id(1), room_id(2)]
                    .into_iter()
                    .filter(|&room| {
                        let segments = plan(&asked, staff, Some(room), start, RIGA);
                        admit(&asked, &segments, client, None, &book)
                            .is_ok_and(|starts_at| starts_at >= place.now)
                    })
                    .collect();
                let offer = offers.iter().find(|it| it.start == start);
                prop_assert_eq!(offer.is_some(), !admitted.is_empty(), "{:?}", start);
                if let Some(offer) = offer {
                    prop_assert!(admitted.contains(&offer.room.unwrap()), "{start:?}");
                    let segments = plan(&asked, staff, offer.room, start, RIGA);
                    let wanted = held(&segments, offer.starts_at, client);
                    prop_assert!(taken.is_disjoint(&wanted), "{start:?}");
                }
            }
        }
    }
}

/// What an appointment holds, minute by minute: the overlap rule once more, by
/// looking for anybody or anything in two places at once.
fn held(
    segments: &[Segment],
    starts_at: DateTime<Utc>,
    client: Option<ClientId>,
) -> HashSet<(DateTime<Utc>, String)> {
    let mut held = HashSet::new();
    let mut at = starts_at;
    for segment in segments {
        for _ in 0..segment.minutes {
            held.extend(segment.staff.iter().map(|it| (at, format!("staff {it}"))));
            held.extend(segment.rooms.iter().map(|it| (at, format!("room {it}"))));
            let client = client.filter(|_| segment.holds_client);
            held.extend(client.map(|it| (at, format!("client {it}"))));
            at += Duration::minutes(1);
        }
    }
    held
}

/// One more booking of the property below, off the grid as imports have them: staff,
/// room, start and length in minutes, days after the first.
type OffGrid = (bool, u64, u16, u16, i64);

proptest! {
    #![proptest_config(cases(48))]

    /// Passing over what is not free loses no offer and makes none: on days of a
    /// clock change, off the grid, with breaks, in several segments.
    #[test]
    fn the_rows_of_cells_change_no_offer(
        scene in any_scene(),
        off_grid in prop::collection::vec((any::<bool>(), 1_u64..=2, 0_u16..1_440, 1_u16..90, 0_i64..3), 0..30),
        month in 0_usize..3,
        minutes in 1_u16..200,
        long: bool,
        anna_only: bool,
        near_min in 0_u16..1_440,
        full_days in 0_u64..3,
    ) {
        let mut place = Place::new();
        let date = [(2026, 10, 25), (2027, 3, 28), (2026, 11, 25)][month];
        let date = NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap();
        place.staff = vec![
            therapist(anna(), &[shift("0:00", "13:00"), shift("14:02", "25:00")]),
            therapist(marta(), &[shift("2:10", "20:00")]),
        ];
        place.now = time_of(WallTime::new(date, 0), RIGA);
        // Nothing begins in the hour that the clock jumps over.
        let exists = |it: WallTime| match time::resolve(it, RIGA) {
            time::Resolved::Never => it.plus(60),
            _ => it,
        };
        for (is_anna, room, _, cell, cells, is_colour, _) in scene {
            let taken = if is_colour { colour() } else { massage(cells * GRID_MIN) };
            let staff = if is_anna { anna() } else { marta() };
            let start = exists(WallTime::new(date, cell * GRID_MIN));
            place.take(&taken, Wish { room: Some(room_id(room)), ..wish(&taken, staff, start) });
        }
        let off_grid: Vec<OffGrid> = off_grid;
        for (is_anna, room, minute, minutes, days) in off_grid {
            let taken = massage(minutes);
            let staff = if is_anna { anna() } else { marta() };
            let start = exists(WallTime::new(date + Duration::days(days), minute));
            place.take(&taken, Wish { room: Some(room_id(room)), ..wish(&taken, staff, start) });
        }
        for day in 0..full_days {
            let taken = massage(26 * 60);
            let on = date + chrono::Days::new(day);
            for staff in [anna(), marta()] {
                let start = WallTime::new(on, 0);
                place.take(&taken, Wish { room: Some(room_id(1)), ..wish(&taken, staff, start) });
            }
        }
        let asked = if long { colour() } else { massage(minutes) };
        let staff = anna_only.then(anna);
        let ask = ask_for(&asked, staff, WallTime::new(date, near_min));
        let on = |date| -> Vec<Appointment> {
            let begins = |it: &&Appointment| it.start().date == date;
            place.taken.iter().filter(begins).cloned().collect()
        };
        let mut free = FreeTimes::new(place.house(), date, DAYS_MAX);
        prop_assert!(free.covers(RIGA, date, DAYS_MAX));
        prop_assert!(!free.covers(RIGA, date, DAYS_MAX + 1));
        prop_assert!(free.covers(RIGA, date + Duration::days(1), DAYS_MAX - 1));
        for earlier in 1..4 {
            prop_assert!(!free.covers(RIGA, date - Duration::days(earlier), 1));
        }
        for date in free.dates().collect::<Vec<_>>() {
            // As a store has them: what lies on the day, whenever it began.
            let mut taken = on(date);
            taken.extend(on(date - Duration::days(1)));
            taken.extend(on(date - Duration::days(2)));
            free.set_day(&place.house(), date, &taken);
        }
        let taken_on = |date| -> Result<Vec<Appointment>, ()> { Ok(on(date)) };
        let house = place.house();
        let naive = nearest(&ask, house, 6, 15, taken_on).unwrap();
        let fast = nearest_among(&ask, house, 6, 15, Some(&mut free), taken_on).unwrap();
        prop_assert_eq!(&fast, &naive);
        // Rows that learn of the days while they are searched, and once they have.
        let mut learning = FreeTimes::new(house, date, DAYS_MAX);
        for _ in 0..2 {
            let fast = nearest_among(&ask, house, 6, 15, Some(&mut learning), taken_on).unwrap();
            prop_assert_eq!(&fast, &naive);
        }

        // And the first of all is the first that a walk over every day finds.
        let book = |date: NaiveDate| place.book(date);
        let any_time = ask_for(&asked, staff, WallTime::new(date, 0));
        let first = first_free(&any_time, &house, &free, 5, |staff, start| -> Result<Option<Offer>, ()> {
            let one = ask_for(&asked, Some(staff), start);
            let offers = free_starts(&one, &book(start.date));
            Ok(offers.into_iter().find(|it| it.start == start))
        });
        let walked = date.iter_days().take(5).find_map(|date| {
            free_starts(&any_time, &book(date)).into_iter().next()
        });
        prop_assert_eq!(first.unwrap().map(|it| it.start), walked.map(|it| it.start));
    }
}
