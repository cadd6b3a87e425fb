//! A service laid out in time.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use super::Segment;
use crate::domain::{
    catalog::Service,
    ids::{RoomId, StaffId},
    time::{self, Resolved, WallTime},
};

/// What an appointment for `service` holds when it begins at `start`. Minutes are
/// real ones: across a clock change the later segments' wall times jump with it.
pub fn plan(
    service: &Service,
    staff: StaffId,
    room: Option<RoomId>,
    start: WallTime,
    zone: Tz,
) -> Vec<Segment> {
    let begins = begins(start, zone);
    let mut minutes_before = 0;
    let mut segments = Vec::with_capacity(service.segments.len());
    for part in &service.segments {
        let later = match begins {
            Some(at) => time::wall(at + Duration::minutes(minutes_before), zone),
            None => start.plus(minutes_before),
        };
        segments.push(Segment {
            start: if minutes_before == 0 { start } else { later },
            minutes: part.minutes,
            staff: part.holds_staff.then_some(staff).into_iter().collect(),
            rooms: room.filter(|_| part.holds_room).into_iter().collect(),
            holds_client: part.holds_client,
        });
        minutes_before += i64::from(part.minutes);
    }
    segments
}

/// The instant of a start; the first one when the clock shows it twice, none when
/// the clock jumps over it.
pub(super) fn begins(start: WallTime, zone: Tz) -> Option<DateTime<Utc>> {
    match time::resolve(start, zone) {
        Resolved::Once(at) | Resolved::Twice { first: at, .. } => Some(at),
        Resolved::Never => None,
    }
}
