//! Every day of a year in six zones: what can be booked on it are its five minutes, each
//! once, at the right instants; late shifts, hours of one's own and absences cut exactly
//! what they say.
//!
//! The changes of the clocks are written down here as the IANA's tz database has them
//! (files asia, australasia, northamerica and europe), not asked of the library that the
//! program uses.

use balm::domain::{
    booking::{Ask, DayBook, House, Limits, free_starts},
    catalog::{Manner, SegmentPlan, Service},
    ids::{RawId, StaffId, TaxClassId},
    money::Money,
    rota::{Absence, DayHours, HouseHours, Rota},
    staff::{Shift, Staff, StaffRole},
    time::WallTime,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// Zone, minutes ahead of UTC at the beginning of 2026, and each change of the year: when
/// in UTC, and what the clock is ahead from then on.
type Published = (&'static str, i64, &'static [(&'static str, i64)]);

#[rustfmt::skip]
const ZONES: [Published; 6] = [
    ("Asia/Kolkata",        330, &[]),
    ("Asia/Kathmandu",      345, &[]),
    ("Australia/Lord_Howe", 660, &[("2026-04-04T15:00:00Z", 630), ("2026-10-03T15:30:00Z", 660)]),
    ("America/New_York",   -300, &[("2026-03-08T07:00:00Z", -240), ("2026-11-01T06:00:00Z", -300)]),
    ("America/St_Johns",   -210, &[("2026-03-08T05:30:00Z", -150), ("2026-11-01T04:30:00Z", -210)]),
    ("Europe/Berlin",        60, &[("2026-03-29T01:00:00Z", 120), ("2026-10-25T01:00:00Z", 60)]),
];

const CELL: TimeDelta = TimeDelta::minutes(5);

/// Five minutes as they pass, and what the clock shows when they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    at: DateTime<Utc>,
    wall: WallTime,
}

/// All of the year, and some of the years beside it, in order of time.
fn cells(first_ahead: i64, changes: &[(&str, i64)]) -> Vec<Cell> {
    let changes: Vec<(DateTime<Utc>, i64)> = changes
        .iter()
        .map(|(at, ahead)| (at.parse().unwrap(), *ahead))
        .collect();
    let ahead_at = |at: DateTime<Utc>| {
        let past = changes.iter().rfind(|(change, _)| *change <= at);
        past.map_or(first_ahead, |(_, ahead)| *ahead)
    };
    let mut at: DateTime<Utc> = "2025-12-29T00:00:00Z".parse().unwrap();
    let end: DateTime<Utc> = "2027-01-05T00:00:00Z".parse().unwrap();
    let mut cells = Vec::new();
    while at < end {
        let shown = (at + TimeDelta::minutes(ahead_at(at))).naive_utc();
        // Shown before already, less than a day ago.
        let again = changes.iter().any(|(change, ahead)| {
            let before = ahead_at(*change - CELL);
            let back = TimeDelta::minutes(before - ahead);
            back > TimeDelta::zero() && *change <= at && at < *change + back
        });
        let wall = WallTime {
            again,
            ..WallTime::of(shown)
        };
        cells.push(Cell { at, wall });
        at += CELL;
    }
    cells
}

/// The cells between two edges of a date on the wall: from the first that shows `from`
/// or later to the last that shows less than `until`.
fn between(cells: &[Cell], date: NaiveDate, from: u16, until: u16) -> Vec<Cell> {
    let shows = |cell: &Cell| (cell.wall.naive() - WallTime::new(date, 0).naive()).num_minutes();
    let first = cells.iter().position(|it| shows(it) >= from.into());
    let last = cells.iter().rposition(|it| shows(it) < until.into());
    match (first, last) {
        (Some(first), Some(last)) if first <= last => cells[first..=last].to_vec(),
        _ => Vec::new(),
    }
}

fn id(counter: u64) -> RawId {
    RawId::new(1, counter).unwrap()
}

fn person(number: u64, start_minute: u16, end_minute: u16) -> Staff {
    let shift = Shift {
        start_minute,
        end_minute,
    };
    Staff {
        id: id(number).into(),
        name: String::new(),
        short: String::new(),
        role: StaffRole::Therapist,
        week: std::array::from_fn(|_| vec![shift]),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
    }
}

fn five_minutes() -> Service {
    Service {
        id: id(1).into(),
        code: String::new(),
        name: String::new(),
        category: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: TaxClassId::default(),
        segments: vec![SegmentPlan {
            holds_room: false,
            ..SegmentPlan::whole(5)
        }],
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        manner: Manner::default(),
    }
}

/// Someone who is there day and night; a late house, from six in the evening until four;
/// and whose hours of that one date are 01:00 to 05:00, away from 02:30 to 03:15.
const ALWAYS: u64 = 1;
const LATE: u64 = 2;
const OWN: u64 = 3;

fn rota(date: NaiveDate) -> Rota {
    let own = DayHours {
        staff: id(OWN).into(),
        date,
        shifts: vec![Shift {
            start_minute: 60,
            end_minute: 300,
        }],
        reason: String::new(),
    };
    let away = Absence {
        id: id(1).into(),
        staff: Some(id(OWN).into()),
        from: WallTime::new(date, 150),
        until: WallTime::new(date, 195),
        reason: String::new(),
    };
    Rota::new(Vec::new(), vec![own], vec![away], HouseHours::default())
}

fn expected(number: u64, cells: &[Cell], date: NaiveDate) -> Vec<Cell> {
    let evening = date.pred_opt().unwrap();
    match number {
        ALWAYS => between(cells, date, 0, 1_440),
        LATE => {
            let mut late = between(cells, evening, 1_080, 1_680);
            late.extend(between(cells, date, 1_080, 1_680));
            late.retain(|it| it.wall.date == date);
            late
        }
        _ => {
            // An absence's edge is the first moment that shows it, or more.
            let shows = |it: &&Cell, minute| it.wall >= WallTime::new(date, minute);
            let edge = |minute| cells.iter().find(|it| shows(it, minute)).unwrap().at;
            let (from, until) = (edge(150), edge(195));
            let mut own = between(cells, date, 60, 300);
            own.retain(|it| it.at < from || until <= it.at);
            own
        }
    }
}

#[test]
fn every_cell_of_every_day_is_bookable_once_and_at_its_instant() {
    let service = five_minutes();
    for (name, first_ahead, changes) in ZONES {
        let zone: Tz = name.parse().unwrap();
        let all = cells(first_ahead, changes);
        let staff = [
            person(ALWAYS, 0, 1_440),
            person(LATE, 1_080, 1_680),
            person(OWN, 540, 1_020),
        ];
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut lengths = Vec::new();
        for date in first.iter_days().take(365) {
            let begin = all.iter().position(|it| it.wall.date == date).unwrap();
            let near = &all[begin - 300..(begin + 900).min(all.len())];
            let rota = rota(date);
            let house = House {
                staff: &staff,
                rooms: &[],
                room_states: &[],
                equipment: &[],
                guests: &[],
                rota: &rota,
                zone,
                now: near[0].at - TimeDelta::days(1),
            };
            let book = DayBook::new(house, date, &[]);
            for number in [ALWAYS, LATE, OWN] {
                let ask = Ask {
                    service: &service,
                    staff: Some(StaffId(id(number))),
                    client: None,
                    ignore: None,
                    near: WallTime::new(date, 0),
                    limits: Limits::default(),
                };
                let found: Vec<Cell> = free_starts(&ask, &book)
                    .iter()
                    .map(|it| Cell {
                        at: it.starts_at,
                        wall: it.start,
                    })
                    .collect();
                let want = expected(number, near, date);
                assert_eq!(found, want, "{name} {date}, of {number}");
                if number == ALWAYS {
                    lengths.push(found.len());
                }
            }
        }
        // So many days of another length than usual as there are changes, and the year
        // is as long as it is.
        let odd = lengths.iter().filter(|it| **it != 288).count();
        assert_eq!(odd, changes.len(), "{name}");
        assert_eq!(lengths.iter().sum::<usize>(), 365 * 288, "{name}");
    }
}
