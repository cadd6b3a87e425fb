//! Which of several times suits the client and the house best: with whom the client
//! would rather be, then where the least is left that nobody can buy, then on the
//! soonest day, then with whom has the least to do.
//!
//! Worked out for a therapist who works from 9 to 13, sells nothing shorter than 60
//! minutes, and has a visit from 11 to 12; another of 60 minutes is wanted:
//!
//! | start | left before and after it        | more that is unsellable |
//! | ----- | ------------------------------- | ----------------------- |
//! | 09:00 | nothing, then 60 minutes        | 0                       |
//! | 09:30 | 30 minutes, then 30             | 60                      |
//! | 09:45 | 45 minutes, then 15             | 60                      |
//! | 10:00 | 60 minutes, then nothing        | 0                       |
//! | 12:00 | nothing to either side          | 0                       |
//!
//! The therapist whom the client prefers comes before all others at whatever loss; of
//! equal losses the soonest day; and of therapists on one day the one who has less
//! booked around it: so Anna with four hours stands behind Marta with three. What is
//! equal in all of that is in order of time.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Ask, DayBook, book::lasts};
use crate::domain::{ids::StaffId, time::Span};

/// By what offers are compared; the least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Not with whom the client would rather be.
    pub with_another: bool,
    /// How many more minutes of the therapist nobody can buy then; less than none where
    /// it fills up what was lost.
    pub lost_min: i64,
    /// A sooner day is better than one with less to do.
    pub date: NaiveDate,
    /// What the therapist has booked around that day.
    pub booked_min: i64,
}

/// Of what is asked for with this therapist then.
pub(super) fn rank(ask: &Ask, staff: StaffId, starts_at: DateTime<Utc>, book: &DayBook) -> Rank {
    let limits = &ask.limits;
    let least = limits.least_min.iter().find(|(id, _)| *id == staff);
    let least_min = least.map_or_else(|| ask.service.minutes_with(staff), |(_, it)| *it);
    let now = book.house.now.naive_utc();
    let shifts = book.shifts(staff).iter().filter(|it| it.end > now);
    let works: Vec<Span> = shifts
        .map(|it| Span {
            start: it.start.max(now),
            end: it.end,
        })
        .collect();
    let mut held: Vec<Span> = book.held_by(staff, ask.ignore).collect();
    let before = unsellable_min(&works, &held, least_min);
    let parts = ask.service.segments.iter();
    let spans = parts.zip(lasts(ask.service.parts_with(staff), starts_at));
    held.extend(
        spans
            .filter(|(it, _)| it.roles.contains(&0))
            .map(|(_, span)| span),
    );
    Rank {
        with_another: limits.preferred.is_some_and(|it| it != staff),
        lost_min: unsellable_min(&works, &held, least_min) - before,
        date: book.date,
        booked_min: book.minutes_booked(staff),
    }
}

/// Minutes of what is left of working time in stretches shorter than the least that can
/// be sold. Shifts that follow each other are one; both lists may be in any order.
pub fn unsellable_min(works: &[Span], held: &[Span], least_min: u16) -> i64 {
    let (mut works, mut held) = (works.to_vec(), held.to_vec());
    works.sort_by_key(|it| it.start);
    held.sort_by_key(|it| it.start);
    let mut joined: Vec<Span> = Vec::new();
    for shift in works {
        match joined.last_mut() {
            Some(last) if shift.start <= last.end => last.end = last.end.max(shift.end),
            _ => joined.push(shift),
        }
    }
    let least = TimeDelta::minutes(least_min.into());
    let mut lost = TimeDelta::zero();
    for shift in joined {
        let mut free_from = shift.start;
        let within = held
            .iter()
            .filter(|it| it.start < shift.end && shift.start < it.end);
        for taken in within.copied().chain([Span {
            start: shift.end,
            end: shift.end,
        }]) {
            let gap = taken.start - free_from;
            if gap > TimeDelta::zero() && gap < least {
                lost += gap;
            }
            free_from = free_from.max(taken.end);
        }
    }
    lost.num_minutes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<Span> {
        let at = |text: &str| {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
            day.and_time(chrono::NaiveTime::parse_from_str(text, "%H:%M").unwrap())
        };
        let span = |it: &str| {
            let (start, end) = it.split_once('-').unwrap();
            Span {
                start: at(start),
                end: at(end),
            }
        };
        text.split(' ')
            .filter(|it| !it.is_empty())
            .map(span)
            .collect()
    }

    #[test]
    fn unsellable_table() {
        #[rustfmt::skip]
        let cases = [
            // works                   held                       least  lost
            ("09:00-13:00",            "",                           60,    0),
            ("09:00-13:00",            "11:00-12:00",                60,    0),
            ("09:00-13:00",            "11:00-12:00 09:30-10:30",    60,   60),  // 30 and 30
            ("09:00-13:00",            "11:00-12:00 09:45-10:45",    60,   60),  // 45 and 15
            ("09:00-13:00",            "09:59-12:01",                60,  118),  // 59 and 59
            ("09:00-13:00",            "10:00-12:00",                60,    0),  // 60 is enough
            ("09:00-13:00",            "10:00-12:00",                61,  120),
            ("09:00-13:00",            "08:00-09:30 12:30-14:00",    60,    0),  // over the ends
            ("09:00-13:00",            "09:30-11:00 10:00-12:00",    45,   30),  // over each other
            ("09:00-11:00 11:00-13:00", "10:30-11:15",               60,    0),  // one shift
            ("09:00-11:00 11:05-13:00", "09:00-10:30",               60,   30),  // a break
            ("",                       "09:00-10:00",                60,    0),
        ];
        for (works, held, least, lost) in cases {
            let got = unsellable_min(&spans(works), &spans(held), least);
            assert_eq!(got, lost, "{works} / {held} / {least}");
        }
    }

    #[test]
    fn ranks_are_compared_in_their_order() {
        let rank = |with_another, lost_min, day, booked_min| Rank {
            with_another,
            lost_min,
            date: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            booked_min,
        };
        let in_order = [
            rank(false, -30, 26, 300),
            rank(false, 0, 25, 180),
            rank(false, 0, 25, 240),
            rank(false, 0, 26, 0),
            rank(false, 60, 25, 0),
            rank(true, -30, 25, 0),
            rank(true, 0, 25, 0),
        ];
        assert!(in_order.is_sorted());
    }
}
