//! Several services at once: with whom, where and when each is asked for, beside a walk
//! over everything that is possible, minute by minute; and how much is put to the rule.

use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;

use super::{
    means::{equipment, ilze, piece, with},
    *,
};
use crate::domain::{catalog::Pace, client::Sex};

fn part_of(service: &Service, person: usize) -> Part<'_> {
    Part {
        service,
        staff: None,
        client: None,
        person,
        limits: Limits::default(),
    }
}

fn ask_of<'a>(parts: &'a [Part<'a>], near: WallTime) -> AskTogether<'a> {
    AskTogether {
        parts,
        any_order: true,
        near,
        limits: Limits::default(),
        ignore: &[],
    }
}

/// Anna and Ilze are women, Marta has told nothing.
fn place(hours: &[Shift]) -> Place {
    let mut place = Place::new();
    place.staff = [anna(), marta(), ilze()]
        .map(|it| therapist(it, hours))
        .to_vec();
    place.staff[0].sex = Some(Sex::Female);
    place.staff[2].sex = Some(Sex::Female);
    place.rooms = rooms(3);
    place.equipment = vec![equipment(1, 1, vec![room_id(1), room_id(2)])];
    place
}

fn found(place: &Place, ask: &AskTogether, n: usize, apart_min: u16) -> Found {
    let taken_on = |date| -> Result<Vec<Appointment>, ()> {
        let on = |it: &&Appointment| it.start().date == date;
        Ok(place.taken.iter().filter(on).cloned().collect())
    };
    let plain = nearest_together(ask, place.house(), (n, apart_min), None, taken_on).unwrap();
    let mut free = FreeTimes::new(place.house(), ask.near.date, ask.limits.n_days());
    for _ in 0..2 {
        let free = Some(&mut free);
        let fast = nearest_together(ask, place.house(), (n, apart_min), free, taken_on);
        assert_eq!(fast.unwrap(), plain, "known days change nothing");
    }
    plain
}

/// Each part's time, therapist and room, in the order of the parts.
fn told(it: &Together) -> Vec<(String, u64, u64)> {
    let mut parts = it.parts.clone();
    parts.sort_by_key(|(idx, _)| *idx);
    let told = parts.iter().map(|(_, it)| {
        let room = it.room.map_or(0, |it| it.0.counter());
        (it.start.hhmm(), it.staff.0.counter(), room)
    });
    told.collect()
}

#[test]
fn each_part_is_with_whom_where_and_when_it_is_asked_for() {
    let place = place(&[shift("9:00", "20:00")]);
    let (hour, half) = (massage(60), massage(30));
    let (two, third) = ([marta(), ilze()], [room_id(3)]);
    let mut parts = [part_of(&hour, 0), part_of(&half, 1)];
    parts[0].limits.sex = Some(Sex::Female);
    parts[0].limits.rooms = &third;
    parts[1].limits.staff = &two;
    let first = |ask: &AskTogether| found(&place, ask, 1, 15).times;
    let said = |time: &str, staff, room| (time.to_owned(), staff, room);
    let ask = ask_of(&parts, at("14:00"));
    assert_eq!(
        told(&first(&ask)[0]),
        [said("14:00", 1, 3), said("14:00", 2, 1)]
    );
    // No man is known of: that part is with nobody, and so are both.
    let mut men = parts;
    men[1].limits.staff = &[];
    men[1].limits.sex = Some(Sex::Male);
    assert_eq!(
        found(&place, &ask_of(&men, at("14:00")), 1, 15),
        Found::default()
    );
    // On a Friday from four on, over by five.
    let mut weekdays = [false; 7];
    weekdays[4] = true;
    let limits = Limits {
        weekdays,
        from_minute: minute("16:00"),
        until_minute: Some(minute("17:00")),
        ..Limits::default()
    };
    let late = AskTogether { limits, ..ask };
    let times = found(&place, &late, 2, 5).times;
    let starts = times.iter().map(|it| it.parts[0].1.start);
    let friday = WallTime::new(day() + Duration::days(2), minute("16:00"));
    let next_week = WallTime::new(friday.date + Duration::days(7), friday.minute);
    assert_eq!(starts.collect::<Vec<_>>(), [friday, next_week]);
    // Two days on it is not Friday yet.
    let limits = Limits {
        n_days: Some(2),
        ..limits
    };
    assert_eq!(first(&AskTogether { limits, ..ask }), []);
}

/// The only room for the second is not given away to the first.
#[test]
fn a_room_that_only_one_part_can_have_is_left_to_it() {
    let mut place = place(&[shift("9:00", "20:00")]);
    place.rooms = rooms(2);
    let hour = massage(60);
    let first_room = [room_id(1)];
    let mut parts = [part_of(&hour, 0), part_of(&hour, 1)];
    parts[1].limits.rooms = &first_room;
    let times = found(&place, &ask_of(&parts, at("10:00")), 1, 15).times;
    let rooms: Vec<_> = told(&times[0]).iter().map(|it| it.2).collect();
    assert_eq!(rooms, [2, 1]);
}

#[test]
fn it_is_said_which_part_cannot_be_had_and_why() {
    let mut place = place(&[shift("9:00", "20:00")]);
    let hour = massage(60);
    let of = |staff: &[StaffId]| -> Vec<Part<'static>> {
        let hour: &'static Service = Box::leak(Box::new(massage(60)));
        let part = |it: &StaffId| Part {
            staff: Some(*it),
            ..part_of(hour, 0)
        };
        staff.iter().map(part).collect()
    };
    place.take(&hour, wish(&hour, marta(), at("11:30")));
    let why = |parts: &[Part], near| why_not_together(&ask_of(parts, at(near)), &place.book(day()));
    // Anna first, and then Marta an hour later.
    let got = why(&of(&[anna(), marta()]), "9:30");
    assert_eq!(got, None);
    let got = why(&of(&[anna(), marta()]), "11:00");
    assert!(
        matches!(&got, Some((1, WhyNot::Clash(Clash::StaffBusy { staff, until, .. })))
            if *staff == marta() && *until == at("12:30")),
        "{got:?}"
    );
    // Two at once with one therapist: the first is in the way.
    let mut both = of(&[anna(), anna()]);
    both[1].person = 1;
    let got = why(&both, "10:00");
    let Some((1, WhyNot::Clash(Clash::StaffBusy { with, .. }))) = got else {
        panic!("{got:?}");
    };
    assert_eq!(super::super::part_of(with), Some(0));
}

/// Sixty days on which each has gaps of fifty minutes, but no hour.
#[test]
fn weeks_in_which_one_part_cannot_be_had_are_passed_over() {
    let mut place = place(&[shift("9:00", "20:00")]);
    let (hour, half) = (massage(60), massage(30));
    for (days, staff) in (0..DAYS_MAX).flat_map(|it| [anna(), marta(), ilze()].map(|who| (it, who)))
    {
        let date = day() + Duration::days(i64::try_from(days).unwrap());
        for start in (9 * 60 + 50..20 * 60).step_by(60) {
            let ten = massage(10);
            place.take(&ten, wish(&ten, staff, WallTime::new(date, start)));
        }
    }
    let parts = [part_of(&half, 0), part_of(&hour, 0), part_of(&half, 1)];
    let before = asked_of_the_rule();
    assert_eq!(
        found(&place, &ask_of(&parts, at("10:00")), 8, 15),
        Found::default()
    );
    assert_eq!(asked_of_the_rule(), before);
}

/// Eight who have no name and seven therapists: that one of them has nobody is seen in
/// few tries, whoever else is given to whom.
#[test]
fn those_without_a_name_are_not_told_apart() {
    let mut place = place(&[shift("9:00", "11:00")]);
    place.staff = (1..8)
        .map(|it| therapist(StaffId(raw(it)), &[shift("9:00", "11:00")]))
        .collect();
    place.rooms = rooms(12);
    let hour = massage(60);
    let parts: Vec<Part> = (0..8).map(|person| part_of(&hour, person)).collect();
    let limits = Limits {
        n_days: Some(1),
        ..Limits::default()
    };
    let ask = AskTogether {
        limits,
        ..ask_of(&parts, at("10:00"))
    };
    let before = asked_of_the_rule();
    assert_eq!(found(&place, &ask, 8, 15), Found::default());
    let n = asked_of_the_rule() - before;
    // At each start each with each once, and that thrice.
    assert_eq!(n, 3 * 13 * 8 * 7);
    // One less finds a time.
    let ask = AskTogether {
        parts: &parts[..7],
        ..ask
    };
    assert_eq!(found(&place, &ask, 1, 15).times.len(), 1);
}

#[test]
fn what_is_too_much_to_look_at_is_said_to_be() {
    let place = place(&[shift("9:00", "20:00")]);
    let hour = massage(60);
    let parts = vec![part_of(&hour, 0); PARTS_MAX + 1];
    let found = found(&place, &ask_of(&parts, at("10:00")), 1, 15);
    assert_eq!((found.times.len(), found.gave_up), (0, true));
}

/// Six with names who have two hours each, and one therapist goes after the first: each of
/// them might still be the one who is left over.
#[test]
fn a_start_with_too_many_ways_is_left_and_the_next_ones_are_looked_at() {
    let mut place = place(&[]);
    place.staff = (1..7)
        .map(|it| {
            let end = if it == 6 { "10:00" } else { "11:00" };
            therapist(
                StaffId(raw(it)),
                &[shift("9:00", end), shift("14:00", "18:00")],
            )
        })
        .collect();
    place.rooms = rooms(12);
    let hour = massage(60);
    let parts: Vec<Part> = (0..12)
        .map(|it| Part {
            client: Some(ClientId(raw(it as u64 / 2 + 1))),
            ..part_of(&hour, it / 2)
        })
        .collect();
    let limits = Limits {
        n_days: Some(1),
        ..Limits::default()
    };
    let ask = AskTogether {
        limits,
        ..ask_of(&parts, at("9:00"))
    };
    let found = found(&place, &ask, 1, 15);
    assert!(found.gave_up);
    let first = time::wall(found.times[0].at, RIGA);
    assert_eq!(first, at("14:00"));
}

/// The minutes from eight to noon, a bit for each; before and behind them is no time.
#[derive(Clone, Copy, Default)]
struct Minutes([u128; 2]);

const FIRST: u16 = 8 * 60;
const N_MINUTES: u16 = 256;

impl Minutes {
    fn of(from: u16, to: u16) -> Option<Self> {
        let from = from.checked_sub(FIRST)?;
        let to = to.checked_sub(FIRST).filter(|it| *it <= N_MINUTES)?;
        let mut bits = [0; 2];
        for it in from..to {
            bits[usize::from(it / 128)] |= 1 << (it % 128);
        }
        Some(Self(bits))
    }

    fn meets(self, other: Self) -> bool {
        self.0[0] & other.0[0] != 0 || self.0[1] & other.0[1] != 0
    }

    fn add(&mut self, other: Self) {
        self.0[0] |= other.0[0];
        self.0[1] |= other.0[1];
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum What {
    Staff(StaffId),
    Room(RoomId),
    Piece,
    Liga,
}

/// What is held at which minutes.
#[derive(Clone, Default)]
struct Held(HashMap<What, Minutes>);

/// All that must be free for a part, and when the client may go on; `None` where it is
/// outside of somebody's hours or of the day.
fn needs(
    part: &Part,
    staff: StaffId,
    room: RoomId,
    start: u16,
) -> Option<(Vec<(What, Minutes)>, u16)> {
    let mut needed = Vec::new();
    let (mut minute, mut free_at) = (start, start);
    for (segment, minutes) in part
        .service
        .segments
        .iter()
        .zip(part.service.parts_with(staff))
    {
        let here = Minutes::of(minute, minute + minutes)?;
        minute += minutes;
        if !segment.roles.is_empty() {
            needed.push((What::Staff(staff), here));
        }
        if segment.holds_room {
            needed.push((What::Room(room), here));
        }
        if !segment.needs.is_empty() {
            needed.push((What::Piece, here));
        }
        if segment.holds_client {
            free_at = minute;
            needed.extend(part.client.map(|_| (What::Liga, here)));
        }
    }
    Some((needed, free_at))
}

struct Walk<'a> {
    place: &'a Place,
    ask: AskTogether<'a>,
    at: u16,
}

impl Walk<'_> {
    /// Whether all that is open can be had in some way.
    fn can(&self, open: &[usize], person: usize, from: u16, wait: u16, held: &Held) -> bool {
        if open.is_empty() {
            return true;
        }
        let own: Vec<usize> = open
            .iter()
            .copied()
            .filter(|it| self.ask.parts[*it].person == person)
            .collect();
        if own.is_empty() {
            return self.can(open, person + 1, self.at, wait, held);
        }
        let n_own = self
            .ask
            .parts
            .iter()
            .filter(|it| it.person == person)
            .count();
        let most = if own.len() == n_own { 0 } else { wait };
        let next = if self.ask.any_order {
            &own[..]
        } else {
            &own[..1]
        };
        let ways = (0..=most)
            .step_by(5)
            .flat_map(|later| next.iter().map(move |idx| (later, *idx)));
        for (later, idx) in ways {
            let rest: Vec<usize> = open.iter().copied().filter(|it| *it != idx).collect();
            for staff in &self.place.staff {
                for room in &self.place.rooms {
                    let taken = self.with(idx, staff, room.id, from + later, held);
                    let is_so = taken.is_some_and(|(held, free_at)| {
                        self.can(&rest, person, free_at, wait - later, &held)
                    });
                    if is_so {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn with(
        &self,
        idx: usize,
        staff: &Staff,
        room: RoomId,
        at: u16,
        held: &Held,
    ) -> Option<(Held, u16)> {
        let (part, when) = (&self.ask.parts[idx], &self.ask.limits);
        let limits = &part.limits;
        let has_need = part.service.segments.iter().any(|it| !it.needs.is_empty());
        let is_wanted = part.staff.is_none_or(|it| it == staff.id)
            && (limits.staff.is_empty() || limits.staff.contains(&staff.id))
            && limits.sex.is_none_or(|it| staff.sex == Some(it))
            && (limits.rooms.is_empty() || limits.rooms.contains(&room))
            && (limits.equipment.is_empty() || has_need)
            // The thing stands in the first two.
            && (!has_need || room != room_id(3));
        let parts = part
            .service
            .segments
            .iter()
            .zip(part.service.parts_with(staff.id));
        let lead: u16 = parts
            .take_while(|(it, _)| !it.holds_client)
            .map(|(_, it)| it)
            .sum();
        let start = at.checked_sub(lead)?;
        let end = start + part.service.minutes_with(staff.id);
        let is_then = start >= when.from_minute && when.until_minute.is_none_or(|it| end <= it);
        if !is_wanted || !is_then {
            return None;
        }
        let (needed, free_at) = needs(part, staff.id, room, start)?;
        let mut held = held.clone();
        for (what, minutes) in needed {
            let there = held.0.entry(what).or_default();
            if there.meets(minutes) {
                return None;
            }
            there.add(minutes);
        }
        Some((held, free_at))
    }
}

/// What is taken, and what is not worked: from nine to half past eleven they do.
fn held(place: &Place) -> Held {
    let mut held = Held::default();
    for staff in &place.staff {
        let off = [(FIRST, 9 * 60), (11 * 60 + 30, FIRST + N_MINUTES)];
        for (from, to) in off {
            held.0
                .entry(What::Staff(staff.id))
                .or_default()
                .add(Minutes::of(from, to).unwrap());
        }
    }
    for visit in &place.taken {
        for segment in &visit.segments {
            let from = segment.start.minute;
            let to = (from + segment.minutes).min(FIRST + N_MINUTES);
            let minutes = Minutes::of(from, to).unwrap();
            let staff = segment.staff.iter().map(|it| What::Staff(*it));
            let rooms = segment.rooms.iter().map(|it| What::Room(*it));
            let client = visit
                .client
                .filter(|_| segment.holds_client)
                .map(|_| What::Liga);
            for what in staff.chain(rooms).chain(client) {
                held.0.entry(what).or_default().add(minutes);
            }
        }
    }
    held
}

fn menu() -> Vec<Service> {
    let mut menu = vec![
        massage(20),
        service(vec![
            part(10, true, true, false),
            part(25, true, true, true),
        ]),
        service(vec![
            part(10, true, true, true),
            part(20, false, true, true),
            part(10, true, true, true),
        ]),
        service(vec![with(30, &[0], 1, &[1]), part(10, false, true, false)]),
        massage(17),
    ];
    menu[0].manner.paces = vec![Pace {
        staff: marta(),
        minutes: 35,
    }];
    for (id, it) in (1..).zip(&mut menu) {
        it.id = ServiceId(raw(id));
    }
    menu
}

/// Which service, whose, with whom (a list, a woman, by name), where, with the thing.
type Wanted = (usize, usize, usize, usize, bool, bool);

const PEOPLE: [&[u64]; 4] = [&[], &[1, 3], &[2], &[2, 3]];
const ROOMS: [&[u64]; 4] = [&[], &[], &[1], &[3, 2]];

/// Books what is offered in the order in which it is, each part as the rule has it.
fn book_in_order(place: &Place, ask: &AskTogether, it: &Together) {
    let mut book = place.book(it.parts[0].1.start.date);
    for (idx, offer) in &it.parts {
        let part = &ask.parts[*idx];
        let wish = Wish {
            room: offer.room,
            client: part.client,
            ..wish(part.service, offer.staff, offer.start)
        };
        let fit = fit(&wish, &book).unwrap();
        assert_eq!((fit.room, fit.starts_at), (offer.room, offer.starts_at));
        let id = AppointmentId(raw(1_000_000 + *idx as u64));
        book.enter_fit(id, part.client, &fit);
    }
}

proptest! {
    #![proptest_config(cases(20))]

    /// A time is found where a walk over all therapists, rooms, orders and waits finds
    /// one, and nowhere else; what is found is booked part by part.
    #[test]
    fn found_is_what_a_walk_over_all_finds(
        taken in prop::collection::vec((0_usize..3, 1_u64..4, 108_u16..138, 1_u16..10, prop::bool::weighted(0.2)), 0..10),
        wanted in prop::collection::vec((0_usize..5, 0_usize..3, 0_usize..4, 0_usize..4, prop::bool::weighted(0.2), prop::bool::weighted(0.1)), 1..4),
        alike: bool,
        any_order: bool,
        named: bool,
        hours in prop::sample::select(vec![(0_u16, None), (9 * 60 + 30, None), (0, Some(11 * 60_u16)), (585, Some(675))]),
    ) {
        let mut place = place(&[shift("9:00", "11:30")]);
        let people = [anna(), marta(), ilze()];
        for (who, room, cell, cells, is_liga) in taken {
            let visit = massage(cells * GRID_MIN);
            let start = WallTime::new(day(), cell * GRID_MIN);
            let client = is_liga.then(liga);
            place.take(&visit, Wish { room: Some(room_id(room)), client, ..wish(&visit, people[who], start) });
        }
        let menu = menu();
        let ids: Vec<Vec<StaffId>> = PEOPLE.map(|it| it.iter().map(|it| StaffId(raw(*it))).collect()).to_vec();
        let room_ids: Vec<Vec<RoomId>> = ROOMS.map(|it| it.iter().map(|it| room_id(*it)).collect()).to_vec();
        let thing = [piece(1)];
        let mut wanted: Vec<Wanted> = wanted;
        if alike {
            // As many as there are, who all have the first.
            let first = wanted[0];
            for (person, it) in wanted.iter_mut().enumerate() {
                *it = (first.0, person, first.2, first.3, first.4, first.5);
            }
        }
        let parts: Vec<Part> = wanted.iter().map(|it| Part {
            client: (it.1 == 0 && named).then(liga),
            limits: Limits {
                staff: &ids[it.2],
                rooms: &room_ids[it.3],
                sex: it.4.then_some(Sex::Female),
                equipment: if it.5 { &thing } else { &[] },
                ..Limits::default()
            },
            ..part_of(&menu[it.0], it.1)
        }).collect();
        let limits = Limits { from_minute: hours.0, until_minute: hours.1, n_days: Some(1), ..Limits::default() };
        let ask = AskTogether { any_order, limits, ..ask_of(&parts, at("9:00")) };
        let offered = found(&place, &ask, 500, 0);
        prop_assert!(!offered.gave_up);
        let mut starts = BTreeSet::new();
        for it in &offered.times {
            book_in_order(&place, &ask, it);
            starts.insert(time::wall(it.at, RIGA).minute);
        }
        let all: Vec<usize> = (0..parts.len()).collect();
        let held = held(&place);
        let possible: BTreeSet<u16> = (9 * 60..11 * 60 + 30)
            .step_by(5)
            .filter(|at| Walk { place: &place, ask, at: *at }.can(&all, 0, *at, WAIT_MAX_MIN, &held))
            .collect();
        prop_assert_eq!(starts, possible);
    }
}
