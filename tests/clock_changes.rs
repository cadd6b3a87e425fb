//! The days on which clocks are changed in Riga, Cairo, on Lord Howe and in Santiago,
//! beside what Python's zoneinfo says of them: `fixtures/clock-changes.txt`, written by
//! `clock_changes.py`, and the program itself where there is one.

use std::process::{Command, Stdio};

use balm::domain::{
    booking::{
        Appointment, Ask, Clash, DayBook, House, Limits, Origin, Status, Wish, fit, free_starts,
        nearest, plan,
    },
    catalog::{Manner, SegmentPlan, Service},
    ids::{RawId, TaxClassId},
    money::Money,
    rota::Rota,
    staff::{Shift, Staff, StaffRole},
    time::{self, WallTime},
    typed,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

const KEPT: &str = include_str!("../fixtures/clock-changes.txt");
/// So many visits are moved when the other program is there to be asked.
const N_MOVES: u32 = 10_000;

fn id(counter: u64) -> RawId {
    RawId::new(1, counter).unwrap()
}

fn service(minutes: &[u16]) -> Service {
    let part = |minutes: &u16| SegmentPlan {
        holds_room: false,
        ..SegmentPlan::whole(*minutes)
    };
    Service {
        id: id(1).into(),
        code: String::new(),
        name: String::new(),
        category: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: TaxClassId::default(),
        segments: minutes.iter().map(part).collect(),
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        manner: Manner::default(),
    }
}

/// Somebody who is there day and night.
fn staff() -> Vec<Staff> {
    let always = Shift {
        start_minute: 0,
        end_minute: 24 * 60,
    };
    vec![Staff {
        id: id(1).into(),
        name: String::new(),
        short: String::new(),
        role: StaffRole::Therapist,
        week: std::array::from_fn(|_| vec![always]),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
    }]
}

fn instant(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ")
        .unwrap()
        .and_utc()
}

fn wall(text: &str, fold: &str) -> WallTime {
    WallTime {
        again: fold == "1",
        ..WallTime::of(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap())
    }
}

/// The instants that a wall time means, with what the clock is ahead of UTC then.
type Readings = Vec<(DateTime<Utc>, String)>;
/// In order of time.
type Starts = Vec<(DateTime<Utc>, WallTime)>;

/// A stretch of times of a day, and the instants of its first one with their offsets.
struct Stretch {
    zone: Tz,
    date: NaiveDate,
    minutes: (u16, u16),
    at: Readings,
}

fn stretches(said: &str) -> Vec<Stretch> {
    let lines = said.lines().filter_map(|it| it.strip_prefix("day "));
    lines
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let at = words[4..].iter().filter(|it| **it != "never");
            Stretch {
                zone: words[0].parse().unwrap(),
                date: words[1].parse().unwrap(),
                minutes: (words[2].parse().unwrap(), words[3].parse().unwrap()),
                at: at
                    .map(|it| (instant(&it[..17]), it[17..].to_owned()))
                    .collect(),
            }
        })
        .collect()
}

/// All times of the days in steps of five minutes, with what each comes to.
fn times(said: &str) -> Vec<(Tz, WallTime, Readings)> {
    let mut times = Vec::new();
    for it in stretches(said) {
        for minute in (it.minutes.0..=it.minutes.1).step_by(5) {
            let since = TimeDelta::minutes(i64::from(minute - it.minutes.0));
            let at = it
                .at
                .iter()
                .map(|(at, offset)| (*at + since, offset.clone()));
            times.push((it.zone, WallTime::new(it.date, minute), at.collect()));
        }
    }
    times
}

fn check_times(said: &str) {
    let times = times(said);
    assert_eq!(times.len(), 8 * 288);
    for (zone, first, at) in times {
        let both = [false, true].map(|again| WallTime { again, ..first });
        for (nth, wall) in both.into_iter().enumerate() {
            let want = at.get(nth).map(|(at, _)| *at);
            let case = format!("{zone} {wall:?}");
            assert_eq!(time::instant_of(wall, zone), want, "{case}");
            let Some((at_then, offset)) = at.get(nth) else {
                continue;
            };
            assert_eq!(time::wall(*at_then, zone), wall, "{case}");
            let spelled = time::spelled(wall, zone);
            let is_twice = at.len() == 2;
            let offset = if is_twice { offset } else { "" };
            assert_eq!(spelled, format!("{}{offset}", wall.hhmm()), "{case}");
            // What is shown can be typed.
            let (minute, which) = typed::time_of_two(&spelled).unwrap();
            let meant = time::meant(WallTime::new(wall.date, minute), which, zone);
            assert_eq!(meant, Ok(wall), "{case}");
        }
        let skipped = time::gap_around(first, zone);
        assert_eq!(skipped.is_some(), at.is_empty(), "{zone} {first:?}");
    }
}

/// A visit, the same time a day later, and when it then is over.
fn check_moves(said: &str, n: u32) {
    let mut n_checked = 0;
    for line in said.lines().filter_map(|it| it.strip_prefix("move ")) {
        let words: Vec<&str> = line.split(' ').collect();
        let zone: Tz = words[0].parse().unwrap();
        let start = wall(words[2], words[3]);
        assert_eq!(
            time::instant_of(start, zone),
            Some(instant(words[1])),
            "{line}"
        );
        assert_eq!(time::wall(instant(words[1]), zone), start, "{line}");
        let next_day = start.date.succ_opt().unwrap();
        let later = WallTime::new(next_day, start.minute);
        n_checked += 1;
        if words[5] == "never" {
            assert_eq!(time::instant_of(later, zone), None, "{line}");
            continue;
        }
        assert_eq!(
            time::instant_of(later, zone),
            Some(instant(words[5])),
            "{line}"
        );
        let minutes = words[4].parse().unwrap();
        let held = plan(&service(&[minutes, 5]), id(1).into(), None, later, zone);
        assert_eq!(held[1].start, wall(words[6], words[7]), "{line}");
    }
    assert_eq!(n_checked, n);
}

#[test]
fn times_and_moves_are_as_python_says() {
    check_times(KEPT);
    check_moves(KEPT, 400);
}

#[test]
fn the_program_itself_says_the_same() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clock_changes.py");
    let asked = Command::new("python3")
        .arg(script)
        .arg(N_MOVES.to_string())
        .stderr(Stdio::null())
        .output();
    let Some(output) = asked.ok().filter(|it| it.status.success()) else {
        println!("skipped: no python3 with zones");
        return;
    };
    let said = String::from_utf8(output.stdout).unwrap();
    check_times(&said);
    check_moves(&said, N_MOVES);
    // What is kept is what it says.
    let kept = KEPT.lines();
    assert_eq!(
        kept.clone().count(),
        said.lines().zip(kept).filter(|(a, b)| a == b).count()
    );
}

/// The starts that there are on each day, as they follow each other.
fn days() -> Vec<(Tz, NaiveDate, Starts)> {
    let mut days: Vec<(Tz, NaiveDate, Starts)> = Vec::new();
    for (zone, wall, at) in times(KEPT) {
        if days
            .last()
            .is_none_or(|it| (it.0, it.1) != (zone, wall.date))
        {
            days.push((zone, wall.date, Vec::new()));
        }
        let Some((_, _, starts)) = days.last_mut() else {
            continue;
        };
        let walls = [false, true].map(|again| WallTime { again, ..wall });
        starts.extend(at.iter().zip(walls).map(|((at, _), wall)| (*at, wall)));
    }
    for (_, _, starts) in &mut days {
        starts.sort_unstable();
    }
    days
}

fn house(staff: &[Staff], zone: Tz, date: NaiveDate) -> House<'_> {
    let now = time::at_or_after(WallTime::new(date, 0), zone) - TimeDelta::days(1);
    House {
        staff,
        rooms: &[],
        room_states: &[],
        rota: Rota::nothing(),
        equipment: &[],
        guests: &[],
        zone,
        now,
    }
}

fn wish(service: &Service, start: WallTime) -> Wish<'_> {
    Wish::new(service, id(1).into(), start)
}

fn visit(service: &Service, nth: usize, start: WallTime, zone: Tz) -> Appointment {
    Appointment {
        id: id(nth as u64 + 1).into(),
        client: None,
        service: service.id,
        status: Status::Booked,
        segments: plan(service, id(1).into(), None, start, zone),
        starts_at: time::instant_of(start, zone).unwrap(),
        note: String::new(),
        reason: String::new(),
        overridden: None,
        created_at: DateTime::UNIX_EPOCH,
        ticket: None,
        sale: None,
        arrived_at: None,
        started_at: None,
        finished_at: None,
        visit: None,
        series: None,
        held_until: None,
        origin: Origin::Desk,
        asked_for: false,
        revision: 0,
    }
}

#[test]
fn what_is_free_is_what_there_is_and_no_two_overlap() {
    let (staff, five) = (staff(), service(&[5]));
    for (zone, date, starts) in days() {
        let house = house(&staff, zone, date);
        let ask = Ask {
            service: &five,
            staff: None,
            client: None,
            ignore: None,
            near: WallTime::new(date, 0),
            limits: Limits::default(),
        };
        let free = free_starts(&ask, &DayBook::new(house, date, &[]));
        let free: Vec<_> = free.iter().map(|it| (it.starts_at, it.start)).collect();
        assert_eq!(free, starts, "{zone} {date}");
        // Each is a booking of its own: with all of them made, none is left.
        let visits: Vec<_> = (starts.iter().enumerate())
            .map(|(nth, (_, start))| visit(&five, nth, *start, zone))
            .collect();
        for (nth, (_, start)) in starts.iter().enumerate() {
            let others: Vec<_> = (visits.iter().enumerate())
                .filter(|(other, _)| *other != nth)
                .map(|(_, it)| it.clone())
                .collect();
            let book = DayBook::new(house, date, &others);
            assert!(fit(&wish(&five, *start), &book).is_ok(), "{zone} {start:?}");
        }
        let full = DayBook::new(house, date, &visits);
        assert_eq!(free_starts(&ask, &full), vec![], "{zone} {date}");
        for (_, start) in starts {
            let refused = fit(&wish(&five, start), &full);
            assert!(matches!(refused, Err(Clash::StaffBusy { .. })), "{start:?}");
        }
    }
}

/// Nothing begins in a gap, the refusal says from where to where the clock goes, and
/// the nearest times are those before and behind it.
#[test]
fn a_gap_is_refused_by_name_and_the_nearest_times_are_around_it() {
    let (staff, five) = (staff(), service(&[5]));
    let mut n_gaps = 0;
    for it in stretches(KEPT) {
        let (from, last) = it.minutes;
        let at = |minute| WallTime::new(it.date, minute);
        let house = house(&staff, it.zone, it.date);
        let book = DayBook::new(house, it.date, &[]);
        for minute in (from..=last).step_by(5) {
            let again = WallTime {
                again: true,
                ..at(minute)
            };
            let n_readings = it.at.len();
            let second = fit(&wish(&five, again), &book);
            match n_readings {
                0 => assert!(matches!(second, Err(Clash::InClockGap { .. }))),
                1 => assert_eq!(second, Err(Clash::NotTwice { start: again })),
                _ => assert_eq!(second.unwrap().segments[0].start, again),
            }
            if n_readings > 0 {
                continue;
            }
            n_gaps += 1;
            let refused = fit(&wish(&five, at(minute)), &book);
            let (from, until) = (at(from), at(last + 5));
            assert_eq!(refused, Err(Clash::InClockGap { from, until }));
            let ask = Ask {
                service: &five,
                staff: Some(id(1).into()),
                client: None,
                ignore: None,
                near: at(minute),
                limits: Limits::default(),
            };
            let none = |_| Ok::<_, ()>(Vec::new());
            let offers = nearest(&ask, house, 3, 5, none).unwrap();
            let mut starts: Vec<_> = offers.iter().map(|it| it.start).collect();
            starts.sort_unstable();
            // A gap at midnight has nothing before it on its day.
            let want = if from.minute == 0 {
                vec![until, until.plus(5), until.plus(10)]
            } else {
                vec![from.plus(-5), until, until.plus(5)]
            };
            assert_eq!(starts, want, "{} {}", it.zone, it.date);
        }
    }
    assert_eq!(n_gaps, 12 + 12 + 6 + 12);
}
