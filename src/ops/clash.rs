//! Clashes and offers with the names that people know.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    halt::Step,
    query,
    refusal::{AwayReport, ClashReport, OfferReport},
};
use crate::{
    domain::{
        booking::{Appointment, Clash, House, Offer, Wish},
        catalog::Service,
        client::Client,
        ids::{AppointmentId, ClientId, RoomId, ServiceId, StaffId},
        room::Room,
        rota::Rota,
        staff::Staff,
    },
    store::Reads,
};

/// The people and rooms of the shop, read once per request.
#[derive(Clone)]
pub(super) struct Premises {
    pub(super) staff: Vec<Staff>,
    pub(super) rooms: Vec<Room>,
    pub(super) rota: Rota,
}

impl Premises {
    /// As they are on `from` and behind it.
    pub(super) fn of(reads: &impl Reads, from: NaiveDate) -> Step<Self> {
        Ok(Self {
            rota: query::rota(reads, from)?,
            staff: reads.all()?,
            rooms: reads.all()?,
        })
    }

    pub(super) fn house(&self, zone: Tz, now: DateTime<Utc>) -> House<'_> {
        House {
            staff: &self.staff,
            rooms: &self.rooms,
            rota: &self.rota,
            zone,
            now,
        }
    }

    /// A wish that may be booked, as an offer.
    pub(super) fn placed(&self, wish: &Wish, room: Option<RoomId>) -> OfferReport {
        OfferReport {
            staff: wish.staff,
            staff_name: self.staff_name(wish.staff),
            room,
            room_name: room.map(|id| self.room_name(id)).unwrap_or_default(),
            start: wish.start,
        }
    }

    pub(super) fn staff_name(&self, id: StaffId) -> String {
        let found = self.staff.iter().find(|it| it.id == id);
        found.map_or_else(|| id.to_string(), |it| it.name.clone())
    }

    fn room_name(&self, id: RoomId) -> String {
        let found = self.rooms.iter().find(|it| it.id == id);
        found.map_or_else(|| id.to_string(), |it| it.name.clone())
    }

    pub(super) fn offer(&self, offer: &Offer) -> OfferReport {
        OfferReport {
            staff: offer.staff,
            staff_name: self.staff_name(offer.staff),
            room: offer.room,
            room_name: offer.room.map(|id| self.room_name(id)).unwrap_or_default(),
            start: offer.start,
        }
    }

    /// `None` for a service without length, which is a fault of the service.
    pub(super) fn report(&self, reads: &impl Reads, clash: Clash) -> Step<Option<ClashReport>> {
        Ok(Some(match clash {
            Clash::Empty => return Ok(None),
            Clash::InClockGap { from, until } => ClashReport::InClockGap { from, until },
            Clash::NotTwice { start } => ClashReport::NotTwice { start },
            Clash::InThePast { now } => ClashReport::InThePast { now },
            Clash::NotQualified { staff, service } => ClashReport::NotQualified {
                staff: self.staff_name(staff),
                service: service_name(reads, service)?,
            },
            Clash::RoomUnsuitable { room, service } => ClashReport::RoomUnsuitable {
                room: self.room_name(room),
                service: service_name(reads, service)?,
            },
            Clash::HouseClosed { reason, until } => ClashReport::HouseClosed { reason, until },
            Clash::HouseShut { hours } => ClashReport::HouseShut { hours },
            Clash::StaffAway {
                staff,
                reason,
                until,
            } => ClashReport::StaffAway(AwayReport {
                staff: self.staff_name(staff),
                reason,
                until,
            }),
            Clash::StaffOff { staff, shifts } => ClashReport::StaffOff {
                staff: self.staff_name(staff),
                shifts,
            },
            Clash::StaffBusy { staff, with, until } => ClashReport::StaffBusy {
                staff: self.staff_name(staff),
                with: visitor(reads, with)?,
                appointment: with,
                until,
            },
            Clash::RoomBusy { room, with, until } => ClashReport::RoomBusy {
                room: self.room_name(room),
                with: visitor(reads, with)?,
                appointment: with,
                until,
            },
            Clash::NoRoomFree { until } => ClashReport::NoRoomFree { until },
            Clash::ClientBusy {
                client,
                with,
                until,
            } => ClashReport::ClientBusy {
                client: client_name(reads, client)?,
                appointment: with,
                until,
            },
        }))
    }
}

/// Who an appointment is for: its client, or a walk-in's service.
fn visitor(reads: &impl Reads, id: AppointmentId) -> Step<String> {
    match reads.get::<Appointment>(&id)? {
        Some(visit) => match visit.client {
            Some(client) => client_name(reads, client),
            None => service_name(reads, visit.service),
        },
        None => Ok(id.to_string()),
    }
}

fn client_name(reads: &impl Reads, id: ClientId) -> Step<String> {
    let found = reads.get::<Client>(&id)?;
    Ok(found.map_or_else(|| id.to_string(), |it| it.name))
}

fn service_name(reads: &impl Reads, id: ServiceId) -> Step<String> {
    let found = reads.get::<Service>(&id)?;
    Ok(found.map_or_else(|| id.to_string(), |it| it.name))
}
