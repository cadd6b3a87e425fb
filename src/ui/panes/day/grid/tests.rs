//! Where blocks stand, at odd minutes too, and where the cursor stops.

use chrono::{DateTime, NaiveDate};

use chrono_tz::Tz;

use super::{
    super::columns::{self, By, House},
    *,
};
use crate::{
    domain::{
        booking::{Appointment, Origin, Segment, Status},
        ids::{RawId, ServiceId},
        room::Room,
        time::Span,
    },
    ops::query::DayColumn,
};

const ROW_MIN: u16 = 15;

fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn minute(clock: &str) -> u16 {
    let (hours, minutes) = clock.split_once(':').unwrap();
    hours.parse::<u16>().unwrap() * 60 + minutes.parse::<u16>().unwrap()
}

fn staff(nth: u64) -> StaffId {
    StaffId(RawId::new(1, nth).unwrap())
}

/// `10:05-11:00` in the therapist's column.
fn block(nth: u64, column: u64, span: &str, status: Status) -> DayBlock {
    let (start, end) = span.split_once('-').unwrap();
    let (start, end) = (minute(start), minute(end));
    let segment = Segment {
        start: WallTime::new(date(), start),
        minutes: end - start,
        staff: vec![staff(column)],
        rooms: Vec::new(),
        holds_client: true,
        equipment: Vec::new(),
    };
    DayBlock {
        appointment: Appointment {
            id: AppointmentId(RawId::new(1, nth).unwrap()),
            client: None,
            service: ServiceId::default(),
            status,
            segments: vec![segment],
            starts_at: WallTime::new(date(), start).naive().and_utc(),
            note: String::new(),
            reason: String::new(),
            overridden: None,
            created_at: DateTime::default(),
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
        },
        client: String::new(),
        alert: String::new(),
        service: String::new(),
        room: String::new(),
    }
}

fn sheet(blocks: Vec<DayBlock>) -> DaySheet {
    let shift = Shift {
        start_minute: minute("09:00"),
        end_minute: minute("17:00"),
    };
    let at = |clock| WallTime::new(date(), minute(clock)).naive();
    let works = Span {
        start: at("09:00"),
        end: at("17:00"),
    };
    let column = |nth| DayColumn {
        staff: staff(nth),
        name: String::new(),
        short: String::new(),
        shifts: vec![shift],
        works: vec![works],
    };
    DaySheet {
        date: date(),
        opens_minute: minute("09:00"),
        closes_minute: minute("17:00"),
        house: vec![works],
        columns: vec![column(0), column(1)],
        blocks,
    }
}

/// Booked in the first column, one after the other.
fn grid(spans: &[&str]) -> Grid {
    let blocks = spans
        .iter()
        .zip(1..)
        .map(|(span, nth)| block(nth, 0, span, Status::Booked));
    laid_out(&sheet(blocks.collect()), ROW_MIN)
}

fn house(rooms: &[Room]) -> House<'_> {
    House {
        rooms,
        equipment: &[],
        zone: Tz::UTC,
    }
}

fn laid_out(sheet: &DaySheet, row_min: u16) -> Grid {
    let clock = DayClock::new(sheet.date, Tz::UTC);
    let page = Page {
        sheet: sheet.clone(),
        clock,
    };
    let columns = columns::columns(&page, By::Therapist, house(&[]), "nobody");
    Grid::new(&[page], columns, row_min)
}

/// First row, rows, lane, lanes.
type Place = (usize, usize, usize, usize);

#[test]
fn rows_of_blocks_at_odd_minutes() {
    #[rustfmt::skip]
    let cases: [(&[&str], &[Place]); 9] = [
        // spans                                    first row, rows, lane, lanes
        (&["09:00-10:00"],                           &[(0, 4, 0, 1)]),
        (&["09:05-10:05"],                           &[(0, 5, 0, 1)]),
        (&["09:10-09:15"],                           &[(0, 1, 0, 1)]),
        // Back to back inside a row: it belongs to the one that begins there.
        (&["09:00-09:50", "09:50-10:30"],            &[(0, 3, 0, 1), (3, 3, 0, 1)]),
        (&["09:00-09:50", "09:55-10:30"],            &[(0, 3, 0, 1), (3, 3, 0, 1)]),
        // Both begin in the row: side by side.
        (&["09:00-09:05", "09:05-09:15"],            &[(0, 1, 0, 2), (0, 1, 1, 2)]),
        // Overridden overlaps: side by side for all that hangs together.
        (&["09:00-10:00", "09:30-10:30", "10:30-11:00"], &[(0, 4, 0, 2), (2, 4, 1, 2), (6, 2, 0, 1)]),
        (&["09:00-10:00", "09:00-09:30", "09:30-10:00"], &[(0, 4, 1, 2), (0, 2, 0, 2), (2, 2, 0, 2)]),
        (&["09:00-10:00", "09:00-10:00", "09:15-10:00"], &[(0, 4, 0, 3), (0, 4, 1, 3), (1, 3, 2, 3)]),
    ];
    for (spans, want) in cases {
        let mut placed = grid(spans).placed;
        placed.sort_by_key(|it| it.block);
        let got: Vec<_> = placed
            .iter()
            .map(|it| (it.first_row, it.n_rows, it.lane, it.n_lanes))
            .collect();
        assert_eq!(got, want, "{spans:?}");
    }
}

#[test]
fn the_grid_reaches_from_the_first_to_the_last_that_is_booked() {
    let day = grid(&["08:50-09:30", "16:40-18:05"]);
    assert_eq!(day.first_minute, minute("08:45"));
    assert_eq!(day.minute_of(day.n_rows), minute("18:15"));
    assert_eq!(day.row_of(minute("08:50")), 0);
    assert_eq!(
        day.row_of(minute("07:00")),
        0,
        "off the grid is the nearest row"
    );
    assert_eq!(day.row_of(minute("23:00")), day.n_rows - 1);
}

#[test]
fn work_after_midnight_stays_on_its_evening() {
    let late = grid(&["23:30-25:30"]);
    assert_eq!(late.minute_of(late.n_rows), minute("25:30"));
    assert_eq!(late.at(0, minute("24:30")).len(), 1);
}

#[test]
fn cancelled_and_no_shows_take_no_room() {
    let blocks = vec![
        block(1, 0, "09:00-10:00", Status::Cancelled),
        block(2, 0, "09:00-10:00", Status::NoShow),
        block(3, 0, "09:00-10:00", Status::Done),
    ];
    let day = laid_out(&sheet(blocks), ROW_MIN);
    assert_eq!(day.placed.len(), 1);
    assert_eq!((day.placed[0].block, day.placed[0].n_lanes), (2, 1));
}

#[test]
fn segments_leave_the_therapist_free_between_them() {
    let mut colour = block(1, 0, "09:00-09:30", Status::Booked);
    colour.appointment.segments.push(Segment {
        start: WallTime::new(date(), minute("09:30")),
        minutes: 30,
        staff: Vec::new(),
        rooms: Vec::new(),
        holds_client: true,
        equipment: Vec::new(),
    });
    colour.appointment.segments.push(Segment {
        start: WallTime::new(date(), minute("10:00")),
        minutes: 30,
        staff: vec![staff(1)],
        rooms: Vec::new(),
        holds_client: true,
        equipment: Vec::new(),
    });
    let day = laid_out(&sheet(vec![colour]), ROW_MIN);
    let spans: Vec<_> = day
        .placed
        .iter()
        .map(|it| (it.column, it.start, it.end))
        .collect();
    assert_eq!(
        spans,
        [
            (0, minute("09:00"), minute("09:30")),
            (1, minute("10:00"), minute("10:30"))
        ]
    );
    assert_eq!(day.free_until(0, minute("09:30")), Some(minute("17:00")));
}

#[test]
fn the_cursor_stops_where_something_begins_or_ends() {
    let day = grid(&["09:05-09:50", "10:00-10:20", "10:50-11:00"]);
    let stops: Vec<String> = day
        .stops(0)
        .into_iter()
        .map(crate::domain::time::hhmm)
        .take(9)
        .collect();
    let want = [
        "09:05", "09:15", "09:30", "09:45", "09:50", "10:00", "10:15", "10:20", "10:30",
    ];
    assert_eq!(stops, want);
    assert_eq!(
        day.stops(1).len(),
        day.n_rows,
        "an empty column stops at each row"
    );
}

#[test]
fn a_moved_appointment_stops_at_rows_and_at_the_ends_of_others() {
    let day = grid(&["09:05-09:50", "10:00-10:20"]);
    let moved = AppointmentId(RawId::new(1, 2).unwrap());
    let stops: Vec<String> = day
        .drop_stops(0, moved)
        .into_iter()
        .map(crate::domain::time::hhmm)
        .take(7)
        .collect();
    assert_eq!(
        stops,
        [
            "09:00", "09:15", "09:30", "09:45", "09:50", "10:00", "10:15"
        ]
    );
}

#[test]
fn free_until_the_next_or_the_end_of_work() {
    let day = grid(&["10:00-11:00"]);
    assert_eq!(day.free_until(0, minute("09:10")), Some(minute("10:00")));
    assert_eq!(day.free_until(0, minute("10:00")), None);
    assert_eq!(day.free_until(0, minute("11:00")), Some(minute("17:00")));
    assert_eq!(day.free_until(0, minute("17:00")), None);
    assert_eq!(day.free_until(7, minute("11:00")), None);
    assert!(!day.works(0, minute("08:59")) && day.works(0, minute("09:00")));
}

#[test]
fn a_day_that_nobody_works_has_no_columns_and_does_not_fail() {
    let empty = DaySheet {
        columns: Vec::new(),
        ..sheet(Vec::new())
    };
    let day = laid_out(&empty, ROW_MIN);
    assert!(day.stops(0).len() == day.n_rows && day.at(0, 600).is_empty());
    let closed = DaySheet {
        opens_minute: 0,
        closes_minute: 0,
        ..empty
    };
    let day = laid_out(&closed, 0);
    assert_eq!((day.n_rows, day.row_of(600), day.row_min), (0, 0, 1));
}

#[test]
fn a_therapist_who_is_off_and_has_nothing_gets_no_column() {
    let mut day = sheet(vec![block(1, 1, "09:00-10:00", Status::Booked)]);
    for column in &mut day.columns {
        column.works.clear();
    }
    let holders = |sheet: &DaySheet| -> Vec<Holder> {
        let columns = laid_out(sheet, ROW_MIN).columns;
        columns.iter().map(|it| it.holder).collect()
    };
    assert_eq!(holders(&day), [Holder::Staff(staff(1))]);
    day.blocks.clear();
    assert_eq!(holders(&day).len(), 2, "someone must be there to be booked");
}
