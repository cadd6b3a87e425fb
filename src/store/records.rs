//! Every noun of `domain` that is kept: its kind, the version of its shape, its
//! key, and where else it can be found.

use super::{
    codec::{check_version, decode},
    error::StoreError,
    lookup::code_key,
    record::{Counter, Kind, Lookup, Numbered, OutcomeRecord, Record},
};
use crate::domain::{
    audit::AuditEntry,
    booking::Appointment,
    card::card_spellings,
    cash::{CashCategory, CashCause, DrawerRules, ForeignHeld, Handover, Payout, TabLimit},
    catalog::{Product, Service},
    client::{Client, phone_digits},
    clock::ClockAnswer,
    deposit::Deposit,
    drawer::{CashMovement, DrawerSession},
    holding::Holding,
    ids::{
        AppointmentId, AuditId, CashCategoryId, CashMovementId, ClientId, CouponId, DepositId,
        DrawerSessionId, GiftCardId, HandoverId, HoldingId, LedgerEntryId, PayoutId, PlanId,
        PrintJobId, ProductId, PromotionId, PurseMovementId, Register, RoomId, SaleId, ServiceId,
        StaffId, StockMovementId, TaxClassId, TicketId,
    },
    ledger::{LedgerEntry, chart::Chart},
    plan::Plan,
    price::PriceRules,
    print_job::{PrintJob, PrintState},
    promotion::{Coupon, Promotion},
    purse::{GiftCard, LoyaltyRules, PurseMovement, PurseReason},
    rights::RightsRules,
    room::Room,
    sale::{Sale, SaleKind},
    settings::Settings,
    staff::Staff,
    stock::{StockLevel, StockMovement},
    tab::{Tab, TipShare},
    tax::TaxClass,
    tender_rules::TenderRules,
    ticket::Ticket,
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
    pub const ALL: [Self; 40] = [
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
        Self::Deposit,
        Self::Audit,
        Self::DrawerRules,
        Self::TabLimit,
        Self::ForeignHeld,
    ];

    pub fn from_byte(byte: u8) -> Option<Self> {
        BY_BYTE.get(usize::from(byte)).copied().flatten()
    }
}

/// The index keys that lead to a record, from its bytes alone.
pub(super) fn lookup_keys(key: &[u8], value: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
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
        Kind::Deposit => keys_of::<Deposit>(key, value),
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
        | Kind::ForeignHeld
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
        | Kind::Tab
        | Kind::StockMovement
        | Kind::PrintJob
        | Kind::GiftCard
        | Kind::Holding
        | Kind::Plan
        | Kind::Deposit
        | Kind::PurseMovement
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
        Kind::ForeignHeld => json_of::<ForeignHeld>(key, value),
        Kind::Deposit => json_of::<Deposit>(key, value),
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
        Kind::ForeignHeld => ForeignHeld::VERSION,
        Kind::Deposit => Deposit::VERSION,
    }
}

pub(super) fn kind_of(key: &[u8]) -> Result<Kind, StoreError> {
    let found = key.first().copied().unwrap_or(0);
    Kind::from_byte(found).ok_or(StoreError::UnknownKind { found })
}

fn keys_of<R: Record>(key: &[u8], value: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    Ok(index_keys(key, &decode::<R>(key, value)?))
}

/// The index keys that lead to `record`, each once.
pub(super) fn index_keys<R: Record>(key: &[u8], record: &R) -> Vec<Vec<u8>> {
    let lookups = record.lookups();
    let mut keys: Vec<_> = lookups.iter().map(|lookup| lookup.index_key(key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

impl Record for Settings {
    const KIND: Kind = Kind::Settings;
    const VERSION: u8 = 3;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for Counter {
    const KIND: Kind = Kind::Counter;
    const VERSION: u8 = 1;
    type Key = (Register, Numbered);

    fn key(&self) -> Self::Key {
        (self.register, self.what)
    }
}

impl Record for OutcomeRecord {
    const KIND: Kind = Kind::Outcome;
    const VERSION: u8 = 1;
    type Key = String;

    fn key(&self) -> Self::Key {
        self.request_id.clone()
    }
}

impl Record for ClockAnswer {
    const KIND: Kind = Kind::ClockAnswer;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for PriceRules {
    const KIND: Kind = Kind::PriceRules;
    const VERSION: u8 = 2;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for Chart {
    const KIND: Kind = Kind::Chart;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for RightsRules {
    const KIND: Kind = Kind::RightsRules;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for AuditEntry {
    const KIND: Kind = Kind::Audit;
    const VERSION: u8 = 1;
    type Key = AuditId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let people = self.people().into_iter().map(Lookup::AuditOf);
        std::iter::once(Lookup::AuditOn(self.business_date))
            .chain(people)
            .collect()
    }
}

impl Record for TaxClass {
    const KIND: Kind = Kind::TaxClass;
    const VERSION: u8 = 2;
    type Key = TaxClassId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for Service {
    const KIND: Kind = Kind::Service;
    const VERSION: u8 = 2;
    type Key = ServiceId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        by_code(&self.code, Lookup::ServiceByCode)
            .into_iter()
            .collect()
    }
}

impl Record for Product {
    const KIND: Kind = Kind::Product;
    const VERSION: u8 = 2;
    type Key = ProductId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let barcodes = self.barcodes.iter().map(|barcode| barcode.code.as_str());
        barcodes
            .chain([self.code.as_str()])
            .filter_map(|code| by_code(code, Lookup::ProductByCode))
            .collect()
    }
}

impl Record for Staff {
    const KIND: Kind = Kind::Staff;
    const VERSION: u8 = 1;
    type Key = StaffId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for Room {
    const KIND: Kind = Kind::Room;
    const VERSION: u8 = 1;
    type Key = RoomId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for Client {
    const KIND: Kind = Kind::Client;
    const VERSION: u8 = 3;
    type Key = ClientId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let digits = Some(phone_digits(&self.phone)).filter(|it| !it.is_empty());
        let cards = card_spellings(&self.card);
        let phone = digits.into_iter().map(Lookup::ClientByPhone);
        phone
            .chain(cards.into_iter().map(Lookup::ClientByCard))
            .collect()
    }
}

impl Record for Promotion {
    const KIND: Kind = Kind::Promotion;
    const VERSION: u8 = 1;
    type Key = PromotionId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for Coupon {
    const KIND: Kind = Kind::Coupon;
    const VERSION: u8 = 1;
    type Key = CouponId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let code = by_code(&self.code, Lookup::CouponByCode);
        let of = Lookup::CouponOf(self.promotion);
        code.into_iter().chain([of]).collect()
    }
}

impl Record for Appointment {
    const KIND: Kind = Kind::Appointment;
    const VERSION: u8 = 2;
    type Key = AppointmentId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![Lookup::AppointmentOn(self.start().date)];
        for segment in &self.segments {
            let last_minute = segment.minutes.saturating_sub(1);
            for wall in [segment.start, segment.start.plus(i64::from(last_minute))] {
                lookups.push(Lookup::AppointmentOn(wall.date));
                // Minutes past midnight belong to an evening and fall on the next day.
                lookups.push(Lookup::AppointmentOn(wall.plus(0).date));
            }
        }
        lookups.extend(self.client.map(Lookup::AppointmentOfClient));
        lookups
    }
}

impl Record for Ticket {
    const KIND: Kind = Kind::Ticket;
    const VERSION: u8 = 2;
    type Key = TicketId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![Lookup::TicketOf(self.register)]
    }
}

impl Record for Sale {
    const KIND: Kind = Kind::Sale;
    const VERSION: u8 = 2;
    type Key = SaleId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![
            Lookup::SaleByReceipt(self.receipt),
            Lookup::SaleOn(self.business_date),
            Lookup::SaleOfSession(self.session),
        ];
        lookups.extend(self.client.map(Lookup::SaleOfClient));
        let returned = self.lines.iter().filter_map(|line| line.returned);
        lookups.extend(returned.map(|it| Lookup::RefundOf(it.sale)));
        if let SaleKind::RefundOf(sale) | SaleKind::VoidOf(sale) = self.kind {
            lookups.push(Lookup::RefundOf(sale));
        }
        lookups
    }
}

impl Record for DrawerSession {
    const KIND: Kind = Kind::DrawerSession;
    const VERSION: u8 = 2;
    type Key = DrawerSessionId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![Lookup::SessionOn(self.business_date)];
        if self.closing.is_none() {
            lookups.push(Lookup::OpenSession(self.register));
        }
        lookups
    }
}

impl Record for CashMovement {
    const KIND: Kind = Kind::CashMovement;
    const VERSION: u8 = 2;
    type Key = CashMovementId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![Lookup::CashMovementOf(self.session)];
        if let CashCause::Overpaid(sale) = self.cause {
            lookups.push(Lookup::CashMovementFor(sale));
        }
        lookups
    }
}

impl Record for LedgerEntry {
    const KIND: Kind = Kind::LedgerEntry;
    const VERSION: u8 = 2;
    type Key = LedgerEntryId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![Lookup::LedgerOn(self.business_date)]
    }
}

impl Record for TenderRules {
    const KIND: Kind = Kind::TenderRules;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for Tab {
    const KIND: Kind = Kind::Tab;
    const VERSION: u8 = 1;
    type Key = SaleId;

    fn key(&self) -> Self::Key {
        self.sale
    }

    fn lookups(&self) -> Vec<Lookup> {
        if self.open().is_zero() {
            return Vec::new();
        }
        vec![Lookup::OpenTabOf(self.client), Lookup::OpenTabs]
    }
}

impl Record for TipShare {
    const KIND: Kind = Kind::TipShare;
    const VERSION: u8 = 1;
    type Key = StaffId;

    fn key(&self) -> Self::Key {
        self.staff
    }
}

impl Record for CashCategory {
    const KIND: Kind = Kind::CashCategory;
    const VERSION: u8 = 1;
    type Key = CashCategoryId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for Handover {
    const KIND: Kind = Kind::Handover;
    const VERSION: u8 = 1;
    type Key = HandoverId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![Lookup::HandoverOf(self.session)]
    }
}

impl Record for Payout {
    const KIND: Kind = Kind::Payout;
    const VERSION: u8 = 1;
    type Key = PayoutId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![Lookup::PayoutOn(self.business_date)]
    }
}

impl Record for DrawerRules {
    const KIND: Kind = Kind::DrawerRules;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for TabLimit {
    const KIND: Kind = Kind::TabLimit;
    const VERSION: u8 = 1;
    type Key = ClientId;

    fn key(&self) -> Self::Key {
        self.client
    }
}

impl Record for ForeignHeld {
    const KIND: Kind = Kind::ForeignHeld;
    const VERSION: u8 = 1;
    type Key = (Register, String);

    fn key(&self) -> Self::Key {
        (self.register, self.currency.clone())
    }
}

impl Record for StockMovement {
    const KIND: Kind = Kind::StockMovement;
    const VERSION: u8 = 1;
    type Key = StockMovementId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![Lookup::MovementOf(self.product)]
    }
}

impl Record for StockLevel {
    const KIND: Kind = Kind::StockLevel;
    const VERSION: u8 = 1;
    type Key = ProductId;

    fn key(&self) -> Self::Key {
        self.product
    }
}

impl Record for PrintJob {
    const KIND: Kind = Kind::PrintJob;
    const VERSION: u8 = 1;
    type Key = PrintJobId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![Lookup::PrintJobOf(self.what)];
        match self.state {
            PrintState::Sent | PrintState::Printed | PrintState::NotWanted => (),
            PrintState::Waiting | PrintState::Unknown { .. } | PrintState::Failed { .. } => {
                lookups.push(Lookup::UnsettledPrintJob(self.register));
            }
        }
        lookups
    }
}

impl Record for LoyaltyRules {
    const KIND: Kind = Kind::LoyaltyRules;
    const VERSION: u8 = 3;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for GiftCard {
    const KIND: Kind = Kind::GiftCard;
    const VERSION: u8 = 1;
    type Key = GiftCardId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        by_code(&self.number, Lookup::GiftCardByNumber)
            .into_iter()
            .collect()
    }
}

impl Record for Plan {
    const KIND: Kind = Kind::Plan;
    const VERSION: u8 = 1;
    type Key = PlanId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        by_code(&self.code, Lookup::PlanByCode)
            .into_iter()
            .collect()
    }
}

impl Record for Holding {
    const KIND: Kind = Kind::Holding;
    const VERSION: u8 = 1;
    type Key = HoldingId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![
            Lookup::HoldingOfClient(self.client),
            Lookup::HoldingOfSale(self.sold_in),
        ]
    }
}

impl Record for Deposit {
    const KIND: Kind = Kind::Deposit;
    const VERSION: u8 = 1;
    type Key = DepositId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![
            Lookup::DepositOfClient(self.client),
            Lookup::DepositOfSale(self.sold_in),
        ]
    }
}

impl Record for PurseMovement {
    const KIND: Kind = Kind::PurseMovement;
    const VERSION: u8 = 1;
    type Key = PurseMovementId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![Lookup::PurseMovementOf(self.purse)];
        if let PurseReason::Sale(sale) = self.reason {
            lookups.push(Lookup::PurseMovementOfSale(sale));
        }
        lookups
    }
}

/// An empty code leads nowhere.
fn by_code(code: &str, lookup: fn(String) -> Lookup) -> Option<Lookup> {
    let code = code_key(code);
    (!code.is_empty()).then(|| lookup(code))
}
