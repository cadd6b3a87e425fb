//! The search as it is asked at the desk: whom, when, where and in which order; why not;
//! and how little it looks at.

use proptest::prelude::*;

use super::*;
use crate::domain::client::Sex;

fn ilze() -> StaffId {
    StaffId(raw(3))
}

fn ask_for(service: &Service, near: WallTime) -> Ask<'_> {
    Ask {
        service,
        staff: None,
        client: None,
        ignore: None,
        near,
        limits: Limits::default(),
    }
}

fn limited<'a>(service: &'a Service, near: WallTime, limits: Limits<'a>) -> Ask<'a> {
    Ask {
        limits,
        ..ask_for(service, near)
    }
}

/// Anna and Ilze are women, Marta has told nothing; all work from 9 to 20.
fn place() -> Place {
    let mut place = Place::new();
    let hours = [shift("9:00", "20:00")];
    place.staff = vec![
        therapist(anna(), &hours),
        therapist(marta(), &hours),
        therapist(ilze(), &hours),
    ];
    place.staff[0].sex = Some(Sex::Female);
    place.staff[2].sex = Some(Sex::Female);
    place.rooms = rooms(3);
    place
}

/// Day of the month, time and therapist.
type Told = (String, String, u64);

fn told(offer: &Offer) -> Told {
    let date = offer.start.date.format("%-d").to_string();
    (date, offer.start.hhmm(), offer.staff.0.counter())
}

fn found(place: &Place, ask: &Ask, n: usize, apart_min: u16) -> Vec<Told> {
    let taken_on = |date| -> Result<Vec<Appointment>, ()> {
        let on = |it: &&Appointment| it.start().date == date;
        Ok(place.taken.iter().filter(on).cloned().collect())
    };
    let plain = nearest(ask, place.house(), n, apart_min, taken_on).unwrap();
    let mut free = FreeTimes::new(place.house(), ask.near.date, ask.limits.n_days());
    for _ in 0..2 {
        let house = place.house();
        let fast = nearest_among(ask, house, n, apart_min, Some(&mut free), taken_on).unwrap();
        assert_eq!(fast, plain, "known days change nothing");
    }
    plain.iter().map(told).collect()
}

fn said(day: &str, time: &str, staff: u64) -> Told {
    (day.into(), time.into(), staff)
}

#[test]
fn whom_when_and_where_is_kept_to() {
    let place = place();
    let hour = massage(60);
    let near = at("14:00");
    let first = Limits {
        order: Order::First,
        ..Limits::default()
    };
    // Whoever is booked least comes first; a woman only if it is told of her.
    let woman = Limits {
        sex: Some(Sex::Female),
        ..first
    };
    assert_eq!(
        found(&place, &limited(&hour, near, woman), 1, 15),
        [said("25", "14:00", 1)]
    );
    let man = Limits {
        sex: Some(Sex::Male),
        ..first
    };
    assert_eq!(found(&place, &limited(&hour, near, man), 1, 15), []);
    let among = [ilze(), marta()];
    let two = Limits {
        staff: &among,
        ..first
    };
    assert_eq!(
        found(&place, &limited(&hour, near, two), 1, 15),
        [said("25", "14:00", 2)]
    );
    // Fridays and Saturdays between four and half past five.
    let mut weekdays = [false; 7];
    weekdays[4] = true;
    weekdays[5] = true;
    let late = Limits {
        weekdays,
        from_minute: minute("16:00"),
        until_minute: Some(minute("17:30")),
        ..first
    };
    assert_eq!(
        found(&place, &limited(&hour, near, late), 5, 15),
        [
            said("27", "16:00", 1),
            said("27", "16:15", 1),
            said("27", "16:30", 1),
            said("28", "16:00", 1),
            said("28", "16:15", 1),
        ]
    );
    // In the third room, which is taken until four.
    let mut place = place;
    let marta_there = Wish {
        room: Some(room_id(3)),
        ..wish(&hour, marta(), at("15:00"))
    };
    place.take(&hour, marta_there);
    let room = [room_id(3)];
    let there = Limits {
        rooms: &room,
        ..first
    };
    let ask = Ask {
        near: at("14:30"),
        ..limited(&hour, near, there)
    };
    assert_eq!(found(&place, &ask, 1, 15), [said("25", "16:00", 1)]);
}

/// All of them: each start with each therapist, page on page.
#[test]
fn every_time_with_everybody() {
    let place = place();
    let hour = massage(60);
    let near = at("18:50");
    let first = Limits {
        order: Order::First,
        n_days: Some(1),
        ..Limits::default()
    };
    let ask = Ask {
        limits: first,
        ..ask_for(&hour, near)
    };
    let all = found(&place, &ask, 100, 0);
    let want = ["18:50", "18:55", "19:00"];
    let want = want.map(|time| [1, 2, 3].map(|staff| said("25", time, staff)));
    assert_eq!(all, want.concat());
    for n in 0..=9 {
        assert_eq!(
            found(&place, &ask, n, 0),
            all[..n],
            "a page is how all begin"
        );
    }
}

/// The worked example of the ranks, and what comes before and behind a gap.
#[test]
fn the_best_leaves_no_gap_is_with_whom_the_client_wants_and_shares_the_work() {
    let mut place = place();
    place.staff.truncate(2);
    let morning = [shift("9:00", "13:00")];
    place.staff[0].week = std::array::from_fn(|_| morning.to_vec());
    place.staff[1].week = std::array::from_fn(|_| morning.to_vec());
    let hour = massage(60);
    place.take(&hour, wish(&hour, anna(), at("11:00")));
    let only_anna = [anna()];
    let with_anna = Limits {
        staff: &only_anna,
        ..Limits::default()
    };
    let ranked = found(&place, &best(&hour, with_anna), 20, 5);
    let starts: Vec<&str> = ranked.iter().map(|it| it.1.as_str()).collect();
    // 10:00 and 9:00 and 12:00 lose nothing; of the rest each minute lost counts.
    assert_eq!(starts[..3], ["09:00", "10:00", "12:00"]);
    assert_eq!(starts.len(), 14, "all that are possible");
    // Marta has nothing to do.
    assert_eq!(
        found(&place, &best(&hour, Limits::default()), 1, 5),
        [said("25", "09:00", 2)]
    );
    // Whom the client wants comes first, whatever is lost.
    let preferred = Limits {
        preferred: Some(anna()),
        ..Limits::default()
    };
    let ranked = found(&place, &best(&hour, preferred), 30, 0);
    let n_anna = ranked.iter().take_while(|it| it.2 == 1).count();
    assert_eq!(n_anna, 14);
    assert!(ranked[n_anna..].iter().all(|it| it.2 == 2));
    // Who sells half hours loses less.
    let half = [(anna(), 30)];
    let halves = Limits {
        least_min: &half,
        ..with_anna
    };
    let ranked = found(&place, &best(&hour, halves), 4, 5);
    let starts: Vec<&str> = ranked.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(starts, ["09:00", "09:30", "10:00", "12:00"]);
}

fn best<'a>(service: &'a Service, limits: Limits<'a>) -> Ask<'a> {
    let limits = Limits {
        order: Order::Best,
        n_days: Some(1),
        ..limits
    };
    limited(service, at("9:00"), limits)
}

#[test]
fn who_treats_women_only_is_not_offered_to_men() {
    let mut place = place();
    place.staff[1].treats = Some(Sex::Female);
    let hour = massage(60);
    let of = |sex| {
        let mut place = Place {
            guests: vec![Guest {
                client: liga(),
                never_with: Vec::new(),
                sex,
            }],
            staff: place.staff.clone(),
            ..Place::new()
        };
        place.rooms = rooms(3);
        place
    };
    let for_liga = Wish {
        client: Some(liga()),
        ..wish(&hour, marta(), at("10:00"))
    };
    let refused = Clash::TreatsOthers {
        client: liga(),
        staff: marta(),
        treats: Sex::Female,
    };
    assert!(refused.may_be_overridden());
    assert_eq!(of(Some(Sex::Male)).ask(for_liga), Err(refused));
    assert!(of(Some(Sex::Female)).ask(for_liga).is_ok());
    // Of whom nothing is told may be anybody.
    assert!(of(None).ask(for_liga).is_ok());
    let ask = Ask {
        client: Some(liga()),
        ..ask_for(&hour, at("10:00"))
    };
    let with = |sex| {
        let offers = free_starts(&ask, &of(sex).book(day()));
        offers.iter().any(|it| it.staff == marta())
    };
    assert_eq!(
        [Some(Sex::Male), Some(Sex::Female), None].map(with),
        [false, true, true]
    );
}

#[test]
fn it_is_said_why_not() {
    let mut place = place();
    let hour = massage(60);
    for (staff, start) in [(anna(), "13:30"), (marta(), "13:15"), (ilze(), "13:10")] {
        place.take(&hour, wish(&hour, staff, at(start)));
    }
    let why = |ask: &Ask, place: &Place| why_not(ask, &place.book(day()));
    let ask = ask_for(&hour, at("14:00"));
    let taken = WhyNot::AllTaken {
        n: 3,
        until: Some(at("14:10")),
    };
    assert_eq!(why(&ask, &place), Some(taken));
    // Of one it is said what that one does.
    let of_anna = Ask {
        staff: Some(anna()),
        ..ask
    };
    let clash = why(&of_anna, &place);
    assert!(
        matches!(clash, Some(WhyNot::Clash(Clash::StaffBusy { staff, until, .. }))
            if staff == anna() && until == at("14:30")),
        "{clash:?}"
    );
    let free = Ask {
        near: at("14:30"),
        ..ask
    };
    assert_eq!(why(&free, &place), None);
    let men = Ask {
        limits: Limits {
            sex: Some(Sex::Male),
            ..Limits::default()
        },
        ..ask
    };
    assert_eq!(why(&men, &place), Some(WhyNot::NobodyGives));
    // With whoever is free there is no room: that is what stands in the way.
    place.rooms[1].active = false;
    place.rooms[2].active = false;
    let in_one = Wish {
        room: Some(room_id(1)),
        ..wish(&hour, anna(), at("15:00"))
    };
    place.take(&hour, in_one);
    let at_three = Ask {
        near: at("15:00"),
        ..ask
    };
    let no_room = Clash::NoRoomFree {
        until: Some(at("16:00")),
    };
    assert_eq!(why(&at_three, &place), Some(WhyNot::Clash(no_room)));
    // What is not asked for is not asked about.
    let other_days = Ask {
        limits: Limits {
            from_minute: minute("16:00"),
            ..Limits::default()
        },
        ..at_three
    };
    assert_eq!(why(&other_days, &place), None);
}

/// However full the weeks are: a day is read once when it is looked at first, later
/// only the days around an offer; and no more is put to the rule than is offered and
/// refused by it alone.
#[test]
fn a_search_touches_no_more_than_it_must() {
    let mut place = place();
    let (all_day, hour) = (massage(11 * 60), massage(60));
    for ahead in 0..40 {
        let start = WallTime::new(day() + Duration::days(ahead), minute("9:00"));
        for (nth, staff) in (1..).zip([anna(), marta(), ilze()]) {
            let room = Some(room_id(nth));
            place.take(
                &all_day,
                Wish {
                    room,
                    ..wish(&all_day, staff, start)
                },
            );
        }
    }
    for order in [Order::Nearest, Order::First, Order::Best] {
        let ask = Ask {
            limits: Limits {
                order,
                n_days: Some(45),
                ..Limits::default()
            },
            ..ask_for(&hour, at("10:00"))
        };
        let mut free = FreeTimes::new(place.house(), day(), DAYS_MAX);
        let mut look = || {
            let mut read = Vec::new();
            let taken_on = |date: NaiveDate| -> Result<Vec<Appointment>, ()> {
                read.push((date - day()).num_days());
                let on = |it: &&Appointment| it.start().date == date;
                Ok(place.taken.iter().filter(on).cloned().collect())
            };
            let before = asked_of_the_rule();
            let offers = nearest_among(&ask, place.house(), 4, 60, Some(&mut free), taken_on);
            let offers = offers.unwrap();
            assert!(
                offers
                    .iter()
                    .all(|it| (it.start.date - day()).num_days() >= 40)
            );
            assert_eq!(offers.len(), 4);
            (read.len(), asked_of_the_rule() - before)
        };
        let (first, again) = (look(), look());
        // The best is the best of five open days, each with the day before and behind.
        let (n_read, n_again) = if order == Order::Best {
            (46, 7)
        } else {
            (42, 3)
        };
        assert_eq!(
            (first.0, again.0),
            (n_read, n_again),
            "{order:?}: days read"
        );
        assert_eq!((first.1, again.1), (4, 4), "{order:?}: asked of the rule");
    }
}

/// One visit of the property below: who, on which day, from which cell, how long.
type Taken = (usize, i64, u16, u16);

/// Minutes of a therapist's day from `from` on that are in stretches shorter than
/// `least`, counted one by one.
fn lost(free: &[bool], least: usize) -> usize {
    let runs = free.split(|it| !it).map(<[bool]>::len);
    runs.filter(|n| *n < least).sum()
}

proptest! {
    #![proptest_config(cases(40))]

    /// First and best are those of a walk over every start with everybody that the rule
    /// accepts, with what is lost counted minute by minute.
    #[test]
    fn first_and_best_are_those_of_a_walk_over_all(
        taken in prop::collection::vec((0_usize..3, 0_i64..3, 108_u16..230, 1_u16..40), 0..25),
        near_cell in 100_u16..240,
        minutes in 1_u16..24,
        least in prop::collection::vec(1_u16..20, 3),
        wants_marta: bool,
        apart_min in prop::sample::select(vec![0_u16, 15, 60]),
        n in 1_usize..12,
    ) {
        let mut place = place();
        let people = [anna(), marta(), ilze()];
        let taken: Vec<Taken> = taken;
        for (who, days, cell, cells) in taken {
            let visit = massage(cells * GRID_MIN);
            let start = WallTime::new(day() + Duration::days(days), cell * GRID_MIN);
            let room = Some(room_id(1 + (u64::from(cell) + who as u64) % 3));
            place.take(&visit, Wish { room, ..wish(&visit, people[who], start) });
        }
        let asked = massage(minutes * GRID_MIN);
        let near = WallTime::new(day(), near_cell * GRID_MIN);
        let least_min: Vec<(StaffId, u16)> = people
            .into_iter()
            .zip(least.iter().map(|it| it * GRID_MIN))
            .collect();
        let limits = |order| Limits {
            order,
            n_days: Some(3),
            preferred: wants_marta.then(marta),
            least_min: &least_min,
            ..Limits::default()
        };
        let any = ask_for(&asked, near);
        let mut all: Vec<(Rank, Offer)> = Vec::new();
        for date in day().iter_days().take(3) {
            let around = |it: &&Appointment| (it.start().date - date).num_days().abs() <= 1;
            let book = DayBook::new(place.house(), date, place.taken.iter().filter(around));
            // In order of time, the least booked first.
            for offer in free_starts(&any, &book) {
                if offer.start >= near {
                    all.push((rank_by_minutes(&place, &offer, &asked, &limits(Order::Best)), offer));
                }
            }
        }
        for order in [Order::First, Order::Best] {
            if order == Order::Best {
                all.sort_by_key(|(rank, offer)| (*rank, offer.starts_at));
            }
            let mut want: Vec<Offer> = Vec::new();
            for (_, offer) in &all {
                let far = |it: &Offer| {
                    let apart = (it.starts_at - offer.starts_at).num_minutes();
                    apart.abs() >= i64::from(apart_min)
                };
                if want.len() < n && want.iter().all(far) {
                    want.push(*offer);
                }
            }
            let want: Vec<Told> = want.iter().map(told).collect();
            let ask = Ask { limits: limits(order), ..any };
            prop_assert_eq!(found(&place, &ask, n, apart_min), want, "{:?}", order);
        }
    }
}

fn rank_by_minutes(place: &Place, offer: &Offer, asked: &Service, limits: &Limits) -> Rank {
    let midnight = offer.start.date;
    let on = |it: &&Appointment| it.staff() == Some(offer.staff);
    let mut free = vec![false; 24 * 60];
    free[9 * 60..20 * 60].fill(true);
    // The shop's clock is at eight in the morning of the first day.
    let own = place.taken.iter().filter(on);
    for it in own.clone().filter(|it| it.start().date == midnight) {
        let from = usize::from(it.start().minute);
        let to = (from + usize::from(it.minutes())).min(24 * 60);
        free[from..to].fill(false);
    }
    let least = limits
        .least_min
        .iter()
        .find(|it| it.0 == offer.staff)
        .unwrap()
        .1;
    let before = lost(&free, least.into());
    let from = usize::from(offer.start.minute);
    free[from..from + usize::from(asked.minutes())].fill(false);
    let after = lost(&free, least.into());
    let lost_min = i64::try_from(after).unwrap() - i64::try_from(before).unwrap();
    let around = own.filter(|it| (it.start().date - midnight).num_days().abs() <= 1);
    Rank {
        with_another: limits.preferred.is_some_and(|it| it != offer.staff),
        lost_min,
        date: midnight,
        booked_min: around.map(|it| i64::from(it.minutes())).sum(),
    }
}
