//! Booking: one form, in which a client and a service are enough; the rest is
//! filled in by where the cursor stood.
//!
//! In reading order: what is typed so far, the lists that its fields choose from,
//! and the form, which after a clash offers the times that would do.

mod choices;
mod draft;
mod form;

pub use choices::{
    any_of, clients, enters_client, no_client, rooms, service, services, staff, takes_client,
    whoever,
};
pub use form::{Prefill, book, override_asked, walk_in};

use crate::{
    domain::{
        booking::{How, Order},
        client::Sex,
        ids::{ClientId, EquipmentId, RoomId, ServiceId, StaffId},
    },
    ops::refusal::OfferReport,
};

/// What a choice of the form stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    Client(ClientId),
    Service(ServiceId),
    Staff(StaffId),
    Room(RoomId),
    /// A time that would do, after a clash.
    Offer(OfferReport),
    /// The time that was asked for, in spite of the clash.
    AsAsked,
    How(How),
    Yes(bool),
    /// Any woman, or any man.
    Sex(Sex),
    Equipment(EquipmentId),
    /// In which order times are offered, and whether each of them.
    Times(Order, bool),
}
