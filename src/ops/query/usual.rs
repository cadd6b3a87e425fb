//! What a client usually has, computed from the visits that took place.
//!
//! Of the latest [`VISITS_MAX`] visits that were done: the therapist of most of
//! them, the service of most of them (the latest among equals), and how far apart
//! they are: the median of the days between one day of visits and the next, said
//! from [`GAPS_MIN`] gaps on. Up to ten days are days, more are whole weeks,
//! rounded to the nearest.

use std::{collections::HashMap, hash::Hash};

use super::{Every, Usual, names};
use crate::{
    domain::booking::{Appointment, Status},
    store::{Reads, StoreError},
};

const VISITS_MAX: usize = 12;
const GAPS_MIN: usize = 2;
const DAYS_MAX: i64 = 10;

/// `None` before the first visit that was done. `appointments` are in order of time.
pub(super) fn of(
    reads: &impl Reads,
    appointments: &[Appointment],
) -> Result<Option<Usual>, StoreError> {
    let done = || {
        let done = appointments.iter().rev();
        done.filter(|it| it.status == Status::Done).take(VISITS_MAX)
    };
    let service = most_frequent(done().map(|it| it.service));
    let staff = most_frequent(done().filter_map(Appointment::staff));
    let Some((service, staff)) = service.zip(staff) else {
        return Ok(None);
    };
    let mut days: Vec<_> = done().map(|it| it.start().date).collect();
    days.dedup();
    let gaps = days.windows(2).map(|it| (it[0] - it[1]).num_days());
    Ok(Some(Usual {
        staff: names::staff(reads, Some(staff))?,
        service: names::service(reads, service)?,
        every: every(gaps.collect()),
    }))
}

fn every(mut gaps: Vec<i64>) -> Option<Every> {
    gaps.sort_unstable();
    let median = *gaps
        .get(gaps.len() / 2)
        .filter(|_| gaps.len() >= GAPS_MIN)?;
    let whole = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Some(if median <= DAYS_MAX {
        Every::Days(whole(median))
    } else {
        Every::Weeks(whole((median + 3) / 7))
    })
}

/// The first among equals.
fn most_frequent<T: Copy + Eq + Hash>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: HashMap<T, (usize, usize)> = HashMap::new();
    for (place, one) in all.enumerate() {
        counts.entry(one).or_insert((0, place)).0 += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, (n, place))| (*n, usize::MAX - place))
        .map(|(one, _)| one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table() {
        #[rustfmt::skip]
        let cases = [
            (vec![],               None),
            (vec![42],             None),                   // once is no habit
            (vec![42, 41],         Some(Every::Weeks(6))),
            (vec![42, 7, 45],      Some(Every::Weeks(6))),  // one odd gap
            (vec![38, 45, 46, 45], Some(Every::Weeks(6))),
            (vec![7, 7],           Some(Every::Days(7))),
            (vec![10, 10, 10],     Some(Every::Days(10))),
            (vec![11, 11],         Some(Every::Weeks(2))),
            (vec![365, 365],       Some(Every::Weeks(52))),
        ];
        for (gaps, want) in cases {
            assert_eq!(every(gaps.clone()), want, "{gaps:?}");
        }
    }

    #[test]
    fn the_most_frequent_is_the_latest_among_equals() {
        assert_eq!(most_frequent([1, 2, 2, 1].into_iter()), Some(1));
        assert_eq!(most_frequent([1, 2, 2].into_iter()), Some(2));
        assert_eq!(most_frequent(std::iter::empty::<u8>()), None);
    }
}
