//! An appointment that keeps what it is and gets another start or another length.

use chrono::Duration;
use chrono_tz::Tz;

use super::{Appointment, Segment, team_of};
use crate::domain::{
    catalog::Service,
    ids::StaffId,
    time::{self, WallTime},
};

/// The shortest that a part of an appointment can be made.
pub const PART_MIN: u16 = 5;

/// The same segments, the first beginning at `start`. Minutes are real ones, as in
/// [`super::plan()`].
pub fn retimed(segments: &[Segment], start: WallTime, zone: Tz) -> Vec<Segment> {
    let begins = time::instant_of(start, zone);
    let mut minutes_before = 0;
    let mut moved = segments.to_vec();
    for segment in &mut moved {
        segment.start = match begins {
            _ if minutes_before == 0 => start,
            Some(at) => time::wall(at + Duration::minutes(minutes_before), zone),
            None => start.plus(minutes_before),
        };
        minutes_before += i64::from(segment.minutes);
    }
    moved
}

/// `minutes` long in all: what is added or taken is that of the longest part with the
/// client, so that preparing and tidying up stay as they are.
///
/// # Errors
///
/// The fewest minutes that it can be made.
pub fn resized(segments: &[Segment], minutes: u16, zone: Tz) -> Result<Vec<Segment>, u16> {
    let total: u16 = segments.iter().map(|it| it.minutes).sum();
    let mut made = segments.to_vec();
    // Of two that are as long, the first.
    let main = made
        .iter_mut()
        .rev()
        .max_by_key(|it| (it.holds_client, !it.staff.is_empty(), it.minutes));
    let (Some(main), Some(first)) = (main, segments.first()) else {
        return Err(PART_MIN);
    };
    let others = total.saturating_sub(main.minutes);
    match minutes.checked_sub(others).filter(|it| *it >= PART_MIN) {
        Some(left) => main.minutes = left,
        None => return Err(others.saturating_add(PART_MIN)),
    }
    Ok(retimed(&made, first.start, zone))
}

/// A service as long as an appointment for it is. One that has other parts by now is
/// as it is.
pub fn lasting(service: &Service, segments: &[Segment]) -> Service {
    let mut service = service.clone();
    if service.segments.len() == segments.len() {
        for (part, segment) in service.segments.iter_mut().zip(segments) {
            part.minutes = segment.minutes;
        }
        service.manner.paces.clear();
    }
    service
}

/// The same for one that `staff` is to give: who is slower or faster takes as long as
/// they do, where nobody has made it longer or shorter by hand.
pub fn lasting_with(service: &Service, visit: &Appointment, staff: StaffId) -> Service {
    let given = visit.segments.iter().map(|it| it.minutes);
    let now = visit.staff().unwrap_or(staff);
    if now != staff && service.parts_with(now).eq(given) {
        return service.clone();
    }
    lasting(service, &visit.segments)
}

/// Whether its therapists and rooms are where the service has them: each role of one
/// person, the same rooms throughout.
pub fn is_by_its_service(service: &Service, segments: &[Segment]) -> bool {
    let team = team_of(service, segments);
    if segments.len() != service.segments.len() || team.iter().any(Option::is_none) {
        return false;
    }
    let rooms = segments.iter().find(|it| !it.rooms.is_empty());
    let rooms = rooms.map_or(&[][..], |it| &it.rooms);
    service
        .segments
        .iter()
        .zip(segments)
        .all(|(part, segment)| {
            let staff = part.roles.iter().filter_map(|it| team[usize::from(*it)]);
            let is_there = part.holds_room || segment.rooms.is_empty();
            staff.eq(segment.staff.iter().copied())
                && is_there
                && (segment.rooms.is_empty() || segment.rooms == rooms)
        })
}

/// Whether one therapist and one room have all of it, as when it was laid out by
/// its service.
pub fn is_of_one(segments: &[Segment]) -> bool {
    let staff = segments.iter().flat_map(|it| &it.staff);
    let rooms = segments.iter().flat_map(|it| &it.rooms);
    are_one(staff) && are_one(rooms)
}

/// Puts those who are named into their roles, the second role first, wherever the
/// service has them; `false` where it has other parts by now, or somebody would have two
/// at once.
pub fn cast(service: &Service, segments: &mut [Segment], team: &[Option<StaffId>]) -> bool {
    let is_laid_out = segments.len() == service.segments.len();
    if !is_laid_out && team.iter().any(Option::is_some) {
        return false;
    }
    let parts = service.segments.iter().filter(|_| is_laid_out);
    for (part, segment) in parts.zip(&mut *segments) {
        for (role, hand) in part.roles.iter().zip(&mut segment.staff) {
            let nth = usize::from(*role).checked_sub(1);
            let named = nth.and_then(|nth| team.get(nth).copied().flatten());
            *hand = named.unwrap_or(*hand);
        }
    }
    segments.iter().all(Segment::has_each_once)
}

fn are_one<T: PartialEq>(mut ids: impl Iterator<Item = T>) -> bool {
    match ids.next() {
        Some(first) => ids.all(|it| it == first),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{RawId, StaffId},
        time::hhmm,
    };

    /// Minutes, whether with a therapist, whether with the client.
    fn segments(parts: &[(u16, bool, bool)], start: WallTime, zone: Tz) -> Vec<Segment> {
        let staff = StaffId(RawId::new(1, 1).unwrap());
        let made = parts
            .iter()
            .map(|&(minutes, with_staff, holds_client)| Segment {
                start,
                minutes,
                staff: with_staff.then_some(staff).into_iter().collect(),
                rooms: Vec::new(),
                holds_client,
                equipment: Vec::new(),
            });
        retimed(&made.collect::<Vec<_>>(), start, zone)
    }

    fn told(segments: &[Segment]) -> Vec<(String, u16)> {
        let told = segments
            .iter()
            .map(|it| (hhmm(it.start.minute), it.minutes));
        told.collect()
    }

    #[test]
    fn the_service_itself_gets_longer_or_shorter() {
        let zone = chrono_tz::Europe::Riga;
        let start = WallTime::new("2026-11-21".parse().unwrap(), 600);
        // Preparing without the client, a massage, rest, a shorter part, tidying up.
        let parts = [
            (10, true, false),
            (60, true, true),
            (15, false, true),
            (20, true, true),
            (10, true, false),
        ];
        let whole = segments(&parts, start, zone);
        let made = resized(&whole, 130, zone).unwrap();
        let minutes: Vec<u16> = made.iter().map(|it| it.minutes).collect();
        assert_eq!(minutes, [10, 75, 15, 20, 10]);
        assert_eq!(told(&made)[4].0, "12:00");
        assert_eq!(resized(&whole, 60, zone).unwrap()[1].minutes, 5);
        assert_eq!(resized(&whole, 55, zone), Err(60));
        assert_eq!(resized(&[], 55, zone), Err(PART_MIN));
        // The first of two that are alike.
        let two = segments(&[(30, true, true), (30, true, true)], start, zone);
        let minutes = |it: &[Segment]| (it[0].minutes, it[1].minutes);
        assert_eq!(minutes(&resized(&two, 70, zone).unwrap()), (40, 30));
    }

    /// Back from 04:00 to 03:00 on 25 October 2026 (IANA, file europe, rule EU).
    #[test]
    fn minutes_are_those_that_pass_when_the_clock_is_set_back() {
        let zone = chrono_tz::Europe::Riga;
        let start = WallTime::new("2026-10-25".parse().unwrap(), 3 * 60 + 30);
        let made = segments(&[(30, true, true), (30, true, true)], start, zone);
        assert_eq!(told(&made), [("03:30".into(), 30), ("03:00".into(), 30)]);
        assert!(made[1].start.again);
        let late = retimed(&made, WallTime::new(start.date, 600), zone);
        assert_eq!(told(&late), [("10:00".into(), 30), ("10:30".into(), 30)]);
    }
}
