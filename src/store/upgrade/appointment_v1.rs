//! Appointments before both hours of a clock that is set back could be booked: each
//! began in the first. Where later segments begin follows from that.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::appointment_v2::{AppointmentV2, SegmentV2};

use crate::domain::{
    booking::{Appointment, Override, Status},
    ids::{AppointmentId, ClientId, RoomId, SaleId, ServiceId, StaffId, TicketId},
    time::WallTime,
};

#[derive(Deserialize)]
struct WallTimeV1 {
    date: NaiveDate,
    minute: u16,
}

#[derive(Deserialize)]
struct SegmentV1 {
    start: WallTimeV1,
    minutes: u16,
    staff: Vec<StaffId>,
    rooms: Vec<RoomId>,
    holds_client: bool,
}

#[derive(Deserialize)]
pub(super) struct AppointmentV1 {
    id: AppointmentId,
    client: Option<ClientId>,
    service: ServiceId,
    status: Status,
    segments: Vec<SegmentV1>,
    #[serde(with = "crate::domain::time::instant")]
    starts_at: DateTime<Utc>,
    note: String,
    reason: String,
    overridden: Option<Override>,
    #[serde(with = "crate::domain::time::instant")]
    created_at: DateTime<Utc>,
    ticket: Option<TicketId>,
    sale: Option<SaleId>,
    #[serde(with = "crate::domain::time::instant::option")]
    arrived_at: Option<DateTime<Utc>>,
    #[serde(with = "crate::domain::time::instant::option")]
    started_at: Option<DateTime<Utc>>,
    #[serde(with = "crate::domain::time::instant::option")]
    finished_at: Option<DateTime<Utc>>,
}

impl From<SegmentV1> for SegmentV2 {
    fn from(old: SegmentV1) -> Self {
        Self {
            start: WallTime::new(old.start.date, old.start.minute),
            minutes: old.minutes,
            staff: old.staff,
            rooms: old.rooms,
            holds_client: old.holds_client,
        }
    }
}

impl From<AppointmentV1> for Appointment {
    fn from(old: AppointmentV1) -> Self {
        let second = AppointmentV2 {
            id: old.id,
            client: old.client,
            service: old.service,
            status: old.status,
            segments: old.segments.into_iter().map(SegmentV2::from).collect(),
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
        };
        second.into()
    }
}
