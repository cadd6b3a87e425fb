//! A service laid out in time.

use chrono::Duration;
use chrono_tz::Tz;

use super::Segment;
use crate::domain::{
    catalog::Service,
    ids::{RoomId, StaffId},
    time::{self, WallTime},
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
    let begins = time::instant_of(start, zone);
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
            equipment: Vec::new(),
        });
        minutes_before += i64::from(part.minutes);
    }
    segments
}
