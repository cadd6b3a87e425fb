//! A service laid out in time.

use chrono::Duration;
use chrono_tz::Tz;

use super::Segment;
use crate::domain::{
    catalog::Service,
    equipment::Need,
    ids::{EquipmentId, RoomId, StaffId},
    time::{self, WallTime},
};

/// Who gives an appointment, where, and with what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cast {
    /// By role; `None` where nobody is found.
    pub team: Vec<Option<StaffId>>,
    pub rooms: Vec<RoomId>,
    /// For each of `needs`, its pieces.
    pub equipment: Vec<Vec<EquipmentId>>,
}

/// What a service needs, each once, however many segments need it.
pub(super) fn needs(service: &Service) -> Vec<&Need> {
    let mut needs: Vec<&Need> = Vec::new();
    for need in service.segments.iter().flat_map(|it| &it.needs) {
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
    needs
}

/// What an appointment for `service` with one therapist in one room holds when it
/// begins at `start`.
pub fn plan(
    service: &Service,
    staff: StaffId,
    room: Option<RoomId>,
    start: WallTime,
    zone: Tz,
) -> Vec<Segment> {
    let cast = Cast {
        team: vec![Some(staff)],
        rooms: room.into_iter().collect(),
        equipment: Vec::new(),
    };
    lay_out(service, &cast, start, zone)
}

/// What an appointment for `service` holds when it begins at `start`. Minutes are
/// real ones: across a clock change the later segments' wall times jump with it.
pub fn lay_out(service: &Service, cast: &Cast, start: WallTime, zone: Tz) -> Vec<Segment> {
    let begins = time::instant_of(start, zone);
    let main = cast.team.first().copied().flatten().unwrap_or_default();
    let needs = needs(service);
    let mut minutes_before = 0;
    let mut segments = Vec::with_capacity(service.segments.len());
    for (part, minutes) in service.segments.iter().zip(service.parts_with(main)) {
        let later = match begins {
            Some(at) => time::wall(at + Duration::minutes(minutes_before), zone),
            None => start.plus(minutes_before),
        };
        let given = |role: &u8| cast.team.get(usize::from(*role)).copied().flatten();
        let pieces = needs.iter().zip(&cast.equipment);
        let pieces = pieces.filter(|(need, _)| part.needs.contains(need));
        segments.push(Segment {
            start: if minutes_before == 0 { start } else { later },
            minutes,
            staff: part.roles.iter().filter_map(given).collect(),
            rooms: if part.holds_room {
                cast.rooms.clone()
            } else {
                Vec::new()
            },
            holds_client: part.holds_client,
            equipment: pieces.flat_map(|(_, pieces)| pieces.clone()).collect(),
        });
        minutes_before += i64::from(minutes);
    }
    segments
}

/// Who has which role in what was laid out before; nobody where the service has
/// changed since.
pub fn team_of(service: &Service, segments: &[Segment]) -> Vec<Option<StaffId>> {
    let mut team = vec![None; usize::from(service.n_roles())];
    if service.segments.len() != segments.len() {
        return team;
    }
    for (part, segment) in service.segments.iter().zip(segments) {
        if part.roles.len() != segment.staff.len() {
            return vec![None; team.len()];
        }
        for (role, staff) in part.roles.iter().zip(&segment.staff) {
            team[usize::from(*role)] = Some(*staff);
        }
    }
    team
}
