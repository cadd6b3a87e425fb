//! All kinds of records together: what a key's first byte says of the bytes behind it.

use super::{
    codec::{Raw, check_version, decode, decode_raw},
    error::StoreError,
    record::{Counter, Kind, OutcomeRecord, Record},
};
use crate::domain::{
    apart::KeptApart,
    audit::AuditEntry,
    booking::{Appointment, BookRules, VisitChange, Waiting, WalkIn},
    cash::{CashCategory, DrawerRules, ForeignHeld, Handover, Payout, TabLimit},
    catalog::{Product, Service},
    client::Client,
    clock::ClockAnswer,
    delivery::Delivery,
    deposit::Deposit,
    document::Addressee,
    drawer::{CashMovement, DrawerSession},
    equipment::Equipment,
    holding::Holding,
    ledger::{LedgerEntry, chart::Chart},
    pay_account::{PayAccount, PayMovement},
    plan::Plan,
    points::{PointsLot, PointsRules, Referral},
    price::PriceRules,
    print_job::PrintJob,
    promotion::{Coupon, Promotion},
    purse::{GiftCard, LoyaltyRules, PurseMovement},
    rights::RightsRules,
    room::Room,
    room_state::RoomState,
    rota::{Absence, DayHours, HouseHours, ShiftPattern},
    sale::Sale,
    settings::Settings,
    staff::Staff,
    stock::{StockLevel, StockMovement},
    tab::{Tab, TipShare},
    tax::TaxClass,
    tender_rules::TenderRules,
    ticket::Ticket,
    turns::{FloorRules, TurnList},
    visit::{Series, Visit},
};

/// Asked for each change of a whole journal.
const BY_BYTE: [Option<Kind>; 256] = {
    let mut by_byte = [None; 256];
    let mut idx = 0;
    while idx < Kind::ALL.len() {
        by_byte[Kind::ALL[idx] as usize] = Some(Kind::ALL[idx]);
        idx += 1;
    }
    by_byte
};

impl Kind {
    pub const ALL: [Self; 62] = [
        Self::Settings,
        Self::Counter,
        Self::Outcome,
        Self::ClockAnswer,
        Self::TenderRules,
        Self::PriceRules,
        Self::LoyaltyRules,
        Self::RightsRules,
        Self::Chart,
        Self::TaxClass,
        Self::Service,
        Self::Product,
        Self::Staff,
        Self::Room,
        Self::Client,
        Self::Promotion,
        Self::Coupon,
        Self::Plan,
        Self::CashCategory,
        Self::Appointment,
        Self::Visit,
        Self::Series,
        Self::Waiting,
        Self::WalkIn,
        Self::TurnList,
        Self::RoomState,
        Self::Absence,
        Self::DayHours,
        Self::ShiftPattern,
        Self::Ticket,
        Self::Sale,
        Self::DrawerSession,
        Self::CashMovement,
        Self::LedgerEntry,
        Self::Handover,
        Self::Payout,
        Self::Tab,
        Self::TipShare,
        Self::StockMovement,
        Self::StockLevel,
        Self::PrintJob,
        Self::GiftCard,
        Self::Holding,
        Self::PurseMovement,
        Self::PointsLot,
        Self::Deposit,
        Self::Audit,
        Self::DrawerRules,
        Self::TabLimit,
        Self::ForeignHeld,
        Self::Addressee,
        Self::HouseHours,
        Self::PointsRules,
        Self::Referral,
        Self::FloorRules,
        Self::Equipment,
        Self::KeptApart,
        Self::BookRules,
        Self::VisitChange,
        Self::PayMovement,
        Self::PayAccount,
        Self::Delivery,
    ];

    pub fn from_byte(byte: u8) -> Option<Self> {
        BY_BYTE.get(usize::from(byte)).copied().flatten()
    }
}

/// The index keys that lead to a record, from its bytes alone.
pub(super) fn lookup_keys(key: &[u8], value: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    lookup_keys_of(key, Raw::unproved(value))
}

/// [`lookup_keys`], without proving again what is proved.
pub(super) fn lookup_keys_of(key: &[u8], value: Raw<'_>) -> Result<Vec<Vec<u8>>, StoreError> {
    match kind_of(key)? {
        Kind::Settings => keys_of::<Settings>(key, value),
        Kind::Counter => keys_of::<Counter>(key, value),
        Kind::Outcome => keys_of::<OutcomeRecord>(key, value),
        Kind::ClockAnswer => keys_of::<ClockAnswer>(key, value),
        Kind::TenderRules => keys_of::<TenderRules>(key, value),
        Kind::PriceRules => keys_of::<PriceRules>(key, value),
        Kind::LoyaltyRules => keys_of::<LoyaltyRules>(key, value),
        Kind::Chart => keys_of::<Chart>(key, value),
        Kind::RightsRules => keys_of::<RightsRules>(key, value),
        Kind::TaxClass => keys_of::<TaxClass>(key, value),
        Kind::Service => keys_of::<Service>(key, value),
        Kind::Product => keys_of::<Product>(key, value),
        Kind::Staff => keys_of::<Staff>(key, value),
        Kind::Room => keys_of::<Room>(key, value),
        Kind::Client => keys_of::<Client>(key, value),
        Kind::CashCategory => keys_of::<CashCategory>(key, value),
        Kind::Promotion => keys_of::<Promotion>(key, value),
        Kind::Coupon => keys_of::<Coupon>(key, value),
        Kind::Appointment => keys_of::<Appointment>(key, value),
        Kind::Visit => keys_of::<Visit>(key, value),
        Kind::Series => keys_of::<Series>(key, value),
        Kind::Ticket => keys_of::<Ticket>(key, value),
        Kind::Sale => keys_of::<Sale>(key, value),
        Kind::DrawerSession => keys_of::<DrawerSession>(key, value),
        Kind::CashMovement => keys_of::<CashMovement>(key, value),
        Kind::LedgerEntry => keys_of::<LedgerEntry>(key, value),
        Kind::Handover => keys_of::<Handover>(key, value),
        Kind::Payout => keys_of::<Payout>(key, value),
        Kind::Tab => keys_of::<Tab>(key, value),
        Kind::TipShare => keys_of::<TipShare>(key, value),
        Kind::StockMovement => keys_of::<StockMovement>(key, value),
        Kind::StockLevel => keys_of::<StockLevel>(key, value),
        Kind::PrintJob => keys_of::<PrintJob>(key, value),
        Kind::GiftCard => keys_of::<GiftCard>(key, value),
        Kind::Holding => keys_of::<Holding>(key, value),
        Kind::Plan => keys_of::<Plan>(key, value),
        Kind::PurseMovement => keys_of::<PurseMovement>(key, value),
        Kind::Audit => keys_of::<AuditEntry>(key, value),
        Kind::DrawerRules => keys_of::<DrawerRules>(key, value),
        Kind::TabLimit => keys_of::<TabLimit>(key, value),
        Kind::ForeignHeld => keys_of::<ForeignHeld>(key, value),
        Kind::Addressee => keys_of::<Addressee>(key, value),
        Kind::Deposit => keys_of::<Deposit>(key, value),
        Kind::PointsLot => keys_of::<PointsLot>(key, value),
        Kind::PointsRules => keys_of::<PointsRules>(key, value),
        Kind::Referral => keys_of::<Referral>(key, value),
        Kind::Absence => keys_of::<Absence>(key, value),
        Kind::DayHours => keys_of::<DayHours>(key, value),
        Kind::ShiftPattern => keys_of::<ShiftPattern>(key, value),
        Kind::HouseHours => keys_of::<HouseHours>(key, value),
        Kind::BookRules => keys_of::<BookRules>(key, value),
        Kind::VisitChange => keys_of::<VisitChange>(key, value),
        Kind::PayMovement => keys_of::<PayMovement>(key, value),
        Kind::PayAccount => keys_of::<PayAccount>(key, value),
        Kind::Delivery => keys_of::<Delivery>(key, value),
        Kind::Waiting => keys_of::<Waiting>(key, value),
        Kind::WalkIn => keys_of::<WalkIn>(key, value),
        Kind::TurnList => keys_of::<TurnList>(key, value),
        Kind::FloorRules => keys_of::<FloorRules>(key, value),
        Kind::RoomState => keys_of::<RoomState>(key, value),
        Kind::Equipment => keys_of::<Equipment>(key, value),
        Kind::KeptApart => keys_of::<KeptApart>(key, value),
    }
}

/// Whether records of this key's kind can be found elsewhere.
pub(super) fn has_lookups(key: &[u8]) -> Result<bool, StoreError> {
    Ok(match kind_of(key)? {
        Kind::Settings
        | Kind::Counter
        | Kind::Outcome
        | Kind::ClockAnswer
        | Kind::TenderRules
        | Kind::PriceRules
        | Kind::LoyaltyRules
        | Kind::Chart
        | Kind::TipShare
        | Kind::RightsRules
        | Kind::TaxClass
        | Kind::Staff
        | Kind::Room
        | Kind::Promotion
        | Kind::CashCategory
        | Kind::DrawerRules
        | Kind::TabLimit
        | Kind::Addressee
        | Kind::ForeignHeld
        | Kind::PointsRules
        | Kind::Referral
        | Kind::DayHours
        | Kind::ShiftPattern
        | Kind::HouseHours
        | Kind::BookRules
        | Kind::TurnList
        | Kind::FloorRules
        | Kind::Equipment
        | Kind::KeptApart
        | Kind::Visit
        | Kind::Series
        | Kind::RoomState
        | Kind::PayAccount
        | Kind::StockLevel => false,
        Kind::Service
        | Kind::Product
        | Kind::Client
        | Kind::Coupon
        | Kind::Appointment
        | Kind::Ticket
        | Kind::Sale
        | Kind::DrawerSession
        | Kind::CashMovement
        | Kind::LedgerEntry
        | Kind::Handover
        | Kind::Payout
        | Kind::PayMovement
        | Kind::Delivery
        | Kind::Tab
        | Kind::StockMovement
        | Kind::PrintJob
        | Kind::GiftCard
        | Kind::Holding
        | Kind::Plan
        | Kind::Deposit
        | Kind::PointsLot
        | Kind::PurseMovement
        | Kind::Absence
        | Kind::VisitChange
        | Kind::Waiting
        | Kind::WalkIn
        | Kind::Audit => true,
    })
}

/// What a record says, in its newest shape: for people and other programs.
pub(super) fn as_json(key: &[u8], value: &[u8]) -> Result<serde_json::Value, StoreError> {
    match kind_of(key)? {
        Kind::Settings => json_of::<Settings>(key, value),
        Kind::Counter => json_of::<Counter>(key, value),
        Kind::Outcome => json_of::<OutcomeRecord>(key, value),
        Kind::ClockAnswer => json_of::<ClockAnswer>(key, value),
        Kind::TenderRules => json_of::<TenderRules>(key, value),
        Kind::PriceRules => json_of::<PriceRules>(key, value),
        Kind::LoyaltyRules => json_of::<LoyaltyRules>(key, value),
        Kind::Chart => json_of::<Chart>(key, value),
        Kind::RightsRules => json_of::<RightsRules>(key, value),
        Kind::TaxClass => json_of::<TaxClass>(key, value),
        Kind::Service => json_of::<Service>(key, value),
        Kind::Product => json_of::<Product>(key, value),
        Kind::Staff => json_of::<Staff>(key, value),
        Kind::Room => json_of::<Room>(key, value),
        Kind::Client => json_of::<Client>(key, value),
        Kind::CashCategory => json_of::<CashCategory>(key, value),
        Kind::Promotion => json_of::<Promotion>(key, value),
        Kind::Coupon => json_of::<Coupon>(key, value),
        Kind::Appointment => json_of::<Appointment>(key, value),
        Kind::Visit => json_of::<Visit>(key, value),
        Kind::Series => json_of::<Series>(key, value),
        Kind::Ticket => json_of::<Ticket>(key, value),
        Kind::Sale => json_of::<Sale>(key, value),
        Kind::DrawerSession => json_of::<DrawerSession>(key, value),
        Kind::CashMovement => json_of::<CashMovement>(key, value),
        Kind::LedgerEntry => json_of::<LedgerEntry>(key, value),
        Kind::Handover => json_of::<Handover>(key, value),
        Kind::Payout => json_of::<Payout>(key, value),
        Kind::Tab => json_of::<Tab>(key, value),
        Kind::TipShare => json_of::<TipShare>(key, value),
        Kind::StockMovement => json_of::<StockMovement>(key, value),
        Kind::StockLevel => json_of::<StockLevel>(key, value),
        Kind::PrintJob => json_of::<PrintJob>(key, value),
        Kind::GiftCard => json_of::<GiftCard>(key, value),
        Kind::Holding => json_of::<Holding>(key, value),
        Kind::Plan => json_of::<Plan>(key, value),
        Kind::PurseMovement => json_of::<PurseMovement>(key, value),
        Kind::Audit => json_of::<AuditEntry>(key, value),
        Kind::DrawerRules => json_of::<DrawerRules>(key, value),
        Kind::TabLimit => json_of::<TabLimit>(key, value),
        Kind::Addressee => json_of::<Addressee>(key, value),
        Kind::ForeignHeld => json_of::<ForeignHeld>(key, value),
        Kind::Deposit => json_of::<Deposit>(key, value),
        Kind::PointsLot => json_of::<PointsLot>(key, value),
        Kind::PointsRules => json_of::<PointsRules>(key, value),
        Kind::Referral => json_of::<Referral>(key, value),
        Kind::Absence => json_of::<Absence>(key, value),
        Kind::DayHours => json_of::<DayHours>(key, value),
        Kind::ShiftPattern => json_of::<ShiftPattern>(key, value),
        Kind::HouseHours => json_of::<HouseHours>(key, value),
        Kind::BookRules => json_of::<BookRules>(key, value),
        Kind::VisitChange => json_of::<VisitChange>(key, value),
        Kind::PayMovement => json_of::<PayMovement>(key, value),
        Kind::PayAccount => json_of::<PayAccount>(key, value),
        Kind::Delivery => json_of::<Delivery>(key, value),
        Kind::Waiting => json_of::<Waiting>(key, value),
        Kind::WalkIn => json_of::<WalkIn>(key, value),
        Kind::TurnList => json_of::<TurnList>(key, value),
        Kind::FloorRules => json_of::<FloorRules>(key, value),
        Kind::RoomState => json_of::<RoomState>(key, value),
        Kind::Equipment => json_of::<Equipment>(key, value),
        Kind::KeptApart => json_of::<KeptApart>(key, value),
    }
}

fn json_of<R: Record>(key: &[u8], value: &[u8]) -> Result<serde_json::Value, StoreError> {
    let record = decode::<R>(key, value)?;
    serde_json::to_value(record).map_err(|err| StoreError::record(key, &err))
}

/// Refuses a record that only a newer program can read.
pub(super) fn check_known(key: &[u8], value: &[u8]) -> Result<(), StoreError> {
    let kind = kind_of(key)?;
    let found = value.get(1).copied().unwrap_or(0);
    check_version(kind, found, known_version(kind))
}

/// All kinds of records that this program knows, with the newest version of each.
pub(super) fn shapes() -> String {
    let shape = |kind: &Kind| format!("{}.{}", *kind as u8, known_version(*kind));
    Kind::ALL.iter().map(shape).collect::<Vec<_>>().join(" ")
}

fn known_version(kind: Kind) -> u8 {
    match kind {
        Kind::Settings => Settings::VERSION,
        Kind::Counter => Counter::VERSION,
        Kind::Outcome => OutcomeRecord::VERSION,
        Kind::ClockAnswer => ClockAnswer::VERSION,
        Kind::TenderRules => TenderRules::VERSION,
        Kind::PriceRules => PriceRules::VERSION,
        Kind::LoyaltyRules => LoyaltyRules::VERSION,
        Kind::Chart => Chart::VERSION,
        Kind::RightsRules => RightsRules::VERSION,
        Kind::TaxClass => TaxClass::VERSION,
        Kind::Service => Service::VERSION,
        Kind::Product => Product::VERSION,
        Kind::Staff => Staff::VERSION,
        Kind::Room => Room::VERSION,
        Kind::Client => Client::VERSION,
        Kind::CashCategory => CashCategory::VERSION,
        Kind::Promotion => Promotion::VERSION,
        Kind::Coupon => Coupon::VERSION,
        Kind::Appointment => Appointment::VERSION,
        Kind::Visit => Visit::VERSION,
        Kind::Series => Series::VERSION,
        Kind::Ticket => Ticket::VERSION,
        Kind::Sale => Sale::VERSION,
        Kind::DrawerSession => DrawerSession::VERSION,
        Kind::CashMovement => CashMovement::VERSION,
        Kind::LedgerEntry => LedgerEntry::VERSION,
        Kind::Handover => Handover::VERSION,
        Kind::Payout => Payout::VERSION,
        Kind::Tab => Tab::VERSION,
        Kind::TipShare => TipShare::VERSION,
        Kind::StockMovement => StockMovement::VERSION,
        Kind::StockLevel => StockLevel::VERSION,
        Kind::PrintJob => PrintJob::VERSION,
        Kind::GiftCard => GiftCard::VERSION,
        Kind::Holding => Holding::VERSION,
        Kind::Plan => Plan::VERSION,
        Kind::PurseMovement => PurseMovement::VERSION,
        Kind::Audit => AuditEntry::VERSION,
        Kind::DrawerRules => DrawerRules::VERSION,
        Kind::TabLimit => TabLimit::VERSION,
        Kind::Addressee => Addressee::VERSION,
        Kind::ForeignHeld => ForeignHeld::VERSION,
        Kind::Deposit => Deposit::VERSION,
        Kind::PointsLot => PointsLot::VERSION,
        Kind::PointsRules => PointsRules::VERSION,
        Kind::Referral => Referral::VERSION,
        Kind::Absence => Absence::VERSION,
        Kind::DayHours => DayHours::VERSION,
        Kind::ShiftPattern => ShiftPattern::VERSION,
        Kind::HouseHours => HouseHours::VERSION,
        Kind::BookRules => BookRules::VERSION,
        Kind::VisitChange => VisitChange::VERSION,
        Kind::PayMovement => PayMovement::VERSION,
        Kind::PayAccount => PayAccount::VERSION,
        Kind::Delivery => Delivery::VERSION,
        Kind::Waiting => Waiting::VERSION,
        Kind::WalkIn => WalkIn::VERSION,
        Kind::TurnList => TurnList::VERSION,
        Kind::FloorRules => FloorRules::VERSION,
        Kind::RoomState => RoomState::VERSION,
        Kind::Equipment => Equipment::VERSION,
        Kind::KeptApart => KeptApart::VERSION,
    }
}

pub(super) fn kind_of(key: &[u8]) -> Result<Kind, StoreError> {
    let found = key.first().copied().unwrap_or(0);
    Kind::from_byte(found).ok_or(StoreError::UnknownKind { found })
}

fn keys_of<R: Record>(key: &[u8], value: Raw<'_>) -> Result<Vec<Vec<u8>>, StoreError> {
    Ok(index_keys(key, &decode_raw::<R>(key, value)?))
}

/// The index keys that lead to `record`, each once.
pub(super) fn index_keys<R: Record>(key: &[u8], record: &R) -> Vec<Vec<u8>> {
    let lookups = record.lookups();
    let mut keys: Vec<_> = lookups.iter().map(|lookup| lookup.index_key(key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
