//! Records of earlier shapes, brought to the present one.
//!
//! When the shape of a record changes, its `Record::VERSION` grows by one, the
//! old shape is kept here in a file of its own (`client_v1.rs`), and
//! [`to_current`] gets an arm that reads the old content and writes the new. The
//! stored bytes stay as they are: the journal is never rewritten, and a record
//! takes its new shape when it is next put.

use bincode::Options;
use serde::{Serialize, de::DeserializeOwned};

use super::{codec::options, error::StoreError, record::Kind};
use crate::domain::{
    booking::{Appointment, WalkIn},
    catalog::{Product, Service},
    client::Client,
    drawer::{CashMovement, DrawerSession},
    holding::Holding,
    ledger::LedgerEntry,
    price::PriceRules,
    purse::LoyaltyRules,
    room::Room,
    sale::Sale,
    settings::Settings,
    staff::Staff,
    tax::TaxClass,
    ticket::Ticket,
};

mod appointment_v1;
mod appointment_v2;
mod cash_movement_v1;
mod client_v1;
mod client_v2;
mod drawer_session_v1;
mod holding_v1;
mod ledger_entry_v1;
mod loyalty_rules_v1;
mod loyalty_rules_v2;
mod price_rules_v1;
mod product_v1;
mod room_v1;
mod sale_v1;
mod service_v1;
mod service_v2;
mod settings_v1;
mod settings_v2;
mod staff_v1;
mod staff_v2;
mod tax_class_v1;
mod ticket_v1;
mod walk_in_v1;

/// Turns the content of a record of an earlier `version` into that of the
/// present version.
pub(super) fn to_current(
    kind: Kind,
    version: u8,
    key: &[u8],
    content: &[u8],
) -> Result<Vec<u8>, StoreError> {
    match (kind, version) {
        (Kind::Settings, 1) => convert::<settings_v1::SettingsV1, Settings>(key, content),
        (Kind::Settings, 2) => convert::<settings_v2::SettingsV2, Settings>(key, content),
        (Kind::Client, 1) => convert::<client_v1::ClientV1, Client>(key, content),
        (Kind::Client, 2) => convert::<client_v2::ClientV2, Client>(key, content),
        (Kind::Staff, 1) => convert::<staff_v1::StaffV1, Staff>(key, content),
        (Kind::Staff, 2) => convert::<staff_v2::StaffV2, Staff>(key, content),
        (Kind::Service, 1) => convert::<service_v1::ServiceV1, Service>(key, content),
        (Kind::Service, 2) => convert::<service_v2::ServiceV2, Service>(key, content),
        (Kind::Room, 1) => convert::<room_v1::RoomV1, Room>(key, content),
        (Kind::PriceRules, 1) => convert::<price_rules_v1::PriceRulesV1, PriceRules>(key, content),
        (Kind::Product, 1) => convert::<product_v1::ProductV1, Product>(key, content),
        (Kind::Appointment, 1) => {
            convert::<appointment_v1::AppointmentV1, Appointment>(key, content)
        }
        (Kind::Appointment, 2) => {
            convert::<appointment_v2::AppointmentV2, Appointment>(key, content)
        }
        (Kind::TaxClass, 1) => convert::<tax_class_v1::TaxClassV1, TaxClass>(key, content),
        (Kind::Ticket, 1) => convert::<ticket_v1::TicketV1, Ticket>(key, content),
        (Kind::Sale, 1) => convert::<sale_v1::SaleV1, Sale>(key, content),
        (Kind::LoyaltyRules, 1) => {
            convert::<loyalty_rules_v1::LoyaltyRulesV1, LoyaltyRules>(key, content)
        }
        (Kind::DrawerSession, 1) => {
            convert::<drawer_session_v1::DrawerSessionV1, DrawerSession>(key, content)
        }
        (Kind::CashMovement, 1) => {
            convert::<cash_movement_v1::CashMovementV1, CashMovement>(key, content)
        }
        (Kind::LoyaltyRules, 2) => {
            convert::<loyalty_rules_v2::LoyaltyRulesV2, LoyaltyRules>(key, content)
        }
        (Kind::Holding, 1) => convert::<holding_v1::HoldingV1, Holding>(key, content),
        (Kind::LedgerEntry, 1) => {
            convert::<ledger_entry_v1::LedgerEntryV1, LedgerEntry>(key, content)
        }
        (Kind::WalkIn, 1) => convert::<walk_in_v1::WalkInV1, WalkIn>(key, content),
        _ => Err(StoreError::record(
            key,
            &format!("{kind:?} records never had a version {version}"),
        )),
    }
}

fn convert<Old, New>(key: &[u8], content: &[u8]) -> Result<Vec<u8>, StoreError>
where
    Old: DeserializeOwned,
    New: From<Old> + Serialize,
{
    let old: Old = options()
        .deserialize(content)
        .map_err(|err| StoreError::record(key, &err))?;
    options()
        .serialize(&New::from(old))
        .map_err(|err| StoreError::record(key, &err))
}
