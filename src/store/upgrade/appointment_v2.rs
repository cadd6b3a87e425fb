//! Appointments before they could be part of a visit or of a series, be held for a
//! while, or use equipment.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::domain::{
    booking::{Appointment, Origin, Override, Segment, Status},
    ids::{AppointmentId, ClientId, RoomId, SaleId, ServiceId, StaffId, TicketId},
    time::WallTime,
};

#[derive(Deserialize)]
pub(super) struct SegmentV2 {
    pub(super) start: WallTime,
    pub(super) minutes: u16,
    pub(super) staff: Vec<StaffId>,
    pub(super) rooms: Vec<RoomId>,
    pub(super) holds_client: bool,
}

#[derive(Deserialize)]
pub(super) struct AppointmentV2 {
    pub(super) id: AppointmentId,
    pub(super) client: Option<ClientId>,
    pub(super) service: ServiceId,
    pub(super) status: Status,
    pub(super) segments: Vec<SegmentV2>,
    #[serde(with = "crate::domain::time::instant")]
    pub(super) starts_at: DateTime<Utc>,
    pub(super) note: String,
    pub(super) reason: String,
    pub(super) overridden: Option<Override>,
    #[serde(with = "crate::domain::time::instant")]
    pub(super) created_at: DateTime<Utc>,
    pub(super) ticket: Option<TicketId>,
    pub(super) sale: Option<SaleId>,
    #[serde(with = "crate::domain::time::instant::option")]
    pub(super) arrived_at: Option<DateTime<Utc>>,
    #[serde(with = "crate::domain::time::instant::option")]
    pub(super) started_at: Option<DateTime<Utc>>,
    #[serde(with = "crate::domain::time::instant::option")]
    pub(super) finished_at: Option<DateTime<Utc>>,
}

impl From<SegmentV2> for Segment {
    fn from(old: SegmentV2) -> Self {
        Self {
            start: old.start,
            minutes: old.minutes,
            staff: old.staff,
            rooms: old.rooms,
            holds_client: old.holds_client,
            equipment: Vec::new(),
        }
    }
}

impl From<AppointmentV2> for Appointment {
    fn from(old: AppointmentV2) -> Self {
        Self {
            id: old.id,
            client: old.client,
            service: old.service,
            status: old.status,
            segments: old.segments.into_iter().map(Segment::from).collect(),
            starts_at: old.starts_at,
            note: old.note,
            reason: old.reason,
            overridden: old.overridden,
            created_at: old.created_at,
            ticket: old.ticket,
            sale: old.sale,
            arrived_at: old.arrived_at,
            started_at: old.started_at,
            finished_at: old.finished_at,
            visit: None,
            series: None,
            held_until: None,
            origin: Origin::Desk,
            asked_for: false,
            revision: 0,
        }
    }
}
