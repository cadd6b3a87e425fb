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
        apart::KeptApart,
        booking::{Appointment, Clash, Guest, House, Offer, Wish},
        catalog::Service,
        client::Client,
        equipment::Equipment,
        ids::{AppointmentId, ClientId, EquipmentId, RoomId, ServiceId, StaffId},
        room::Room,
        room_state::RoomState,
        rota::Rota,
        staff::Staff,
    },
    store::{Reads, StoreError},
};

/// The people and rooms of the shop, read once per request.
#[derive(Clone)]
pub(super) struct Premises {
    pub(super) staff: Vec<Staff>,
    pub(super) rooms: Vec<Room>,
    pub(super) room_states: Vec<RoomState>,
    pub(super) rota: Rota,
    pub(super) equipment: Vec<Equipment>,
    pub(super) guests: Vec<Guest>,
}

impl Premises {
    /// As they are on `from` and behind it, with what matters of these clients.
    pub(super) fn of(
        reads: &impl Reads,
        from: NaiveDate,
        clients: impl IntoIterator<Item = ClientId>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            rota: query::rota(reads, from)?,
            staff: reads.all()?,
            rooms: reads.all()?,
            room_states: reads.all()?,
            equipment: reads.all()?,
            guests: guests(reads, clients)?,
        })
    }

    pub(super) fn house(&self, zone: Tz, now: DateTime<Utc>) -> House<'_> {
        House {
            staff: &self.staff,
            rooms: &self.rooms,
            room_states: &self.room_states,
            rota: &self.rota,
            equipment: &self.equipment,
            guests: &self.guests,
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

    fn equipment_name(&self, id: EquipmentId) -> String {
        let found = self.equipment.iter().find(|it| it.id == id);
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
            other => return self.report_of_means(reads, other),
        }))
    }

    /// Of who may give it, and of what it is given with.
    fn report_of_means(&self, reads: &impl Reads, clash: Clash) -> Step<Option<ClashReport>> {
        Ok(Some(match clash {
            Clash::ServiceOff { service, days } => ClashReport::ServiceOff {
                service: service_name(reads, service)?,
                from: days.from,
                until: days.until,
            },
            Clash::GradeTooLow { staff, service } => ClashReport::GradeTooLow {
                staff: self.staff_name(staff),
                service: service_name(reads, service)?,
            },
            Clash::NeverWith { client, staff } => ClashReport::NeverWith {
                client: client_name(reads, client)?,
                staff: self.staff_name(staff),
            },
            Clash::RoomOutOfOrder { room, note, until } => ClashReport::RoomOutOfOrder {
                room: self.room_name(room),
                note,
                until,
            },
            Clash::TreatsOthers {
                client,
                staff,
                treats,
            } => ClashReport::TreatsOthers {
                client: client_name(reads, client)?,
                staff: self.staff_name(staff),
                treats,
            },
            Clash::NobodyFree { until } => ClashReport::NobodyFree { until },
            Clash::RoomFull {
                room,
                places,
                until,
            } => ClashReport::RoomFull {
                room: self.room_name(room),
                places,
                until,
            },
            Clash::EquipmentUnsuitable { equipment, service } => ClashReport::EquipmentUnsuitable {
                equipment: self.equipment_name(equipment),
                service: service_name(reads, service)?,
            },
            Clash::EquipmentBusy { equipment, until } => ClashReport::EquipmentBusy {
                equipment: self.equipment_name(equipment),
                until,
            },
            Clash::NoEquipmentFree { of, until } => ClashReport::NoEquipmentFree {
                of: of.into_iter().map(|it| self.equipment_name(it)).collect(),
                until,
            },
            _ => return Ok(None),
        }))
    }
}

/// What matters of these clients.
pub(super) fn guests(
    reads: &impl Reads,
    clients: impl IntoIterator<Item = ClientId>,
) -> Result<Vec<Guest>, StoreError> {
    let guest = |client| {
        let apart = reads.get::<KeptApart>(&client)?;
        Ok(Guest {
            client,
            never_with: apart.map(|it| it.staff).unwrap_or_default(),
            sex: reads.get::<Client>(&client)?.and_then(|it| it.sex),
        })
    };
    clients.into_iter().map(guest).collect()
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
