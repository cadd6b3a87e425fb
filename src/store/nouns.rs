//! Every noun of `domain` that is kept: its kind, the version of its shape, its
//! key, and where else it can be found.

mod owed;

use chrono::NaiveDate;

use super::{
    lookup::code_key,
    record::{Counter, Kind, Lookup, Numbered, OutcomeRecord, Record},
};
use crate::domain::{
    apart::KeptApart,
    audit::AuditEntry,
    booking::{Appointment, BookRules, Status, VisitChange, Waiting},
    card::card_spellings,
    cash::{CashCategory, CashCause, DrawerRules, ForeignHeld, Handover, Payout, TabLimit},
    catalog::{Product, Service},
    client::{Client, phone_digits},
    clock::ClockAnswer,
    deposit::Deposit,
    document::Addressee,
    drawer::{CashMovement, DrawerSession},
    equipment::Equipment,
    holding::Holding,
    ids::{
        AbsenceId, AppointmentId, AuditId, CashCategoryId, CashMovementId, ClientId, CouponId,
        DepositId, DrawerSessionId, EquipmentId, GiftCardId, HandoverId, HoldingId, LedgerEntryId,
        PayoutId, PlanId, PointsLotId, PrintJobId, ProductId, PromotionId, PurseMovementId,
        Register, RoomId, SaleId, SeriesId, ServiceId, ShiftPatternId, StaffId, StockMovementId,
        TaxClassId, TicketId, VisitChangeId, VisitId, WaitingId,
    },
    ledger::{LedgerEntry, chart::Chart},
    plan::Plan,
    points::{PointsLot, PointsRules, Referral},
    price::PriceRules,
    print_job::{PrintJob, PrintState},
    promotion::{Coupon, Promotion},
    purse::{GiftCard, LoyaltyRules, PurseMovement, PurseReason},
    rights::RightsRules,
    room::Room,
    room_state::RoomState,
    rota::{Absence, DayHours, HouseHours, ShiftPattern},
    sale::{Sale, SaleKind},
    settings::Settings,
    staff::Staff,
    stock::{StockLevel, StockMovement},
    tab::{Tab, TipShare},
    tax::TaxClass,
    tender_rules::TenderRules,
    ticket::Ticket,
    visit::{Series, Visit},
};

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
    const VERSION: u8 = 3;
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
    const VERSION: u8 = 3;
    type Key = StaffId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for ShiftPattern {
    const KIND: Kind = Kind::ShiftPattern;
    const VERSION: u8 = 1;
    type Key = ShiftPatternId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for DayHours {
    const KIND: Kind = Kind::DayHours;
    const VERSION: u8 = 1;
    type Key = (NaiveDate, StaffId);

    fn key(&self) -> Self::Key {
        (self.date, self.staff)
    }
}

impl Record for Absence {
    const KIND: Kind = Kind::Absence;
    const VERSION: u8 = 1;
    type Key = AbsenceId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        // Minutes past midnight belong to an evening and fall on the next day.
        vec![Lookup::AbsenceUntil(self.until.plus(0).date)]
    }
}

impl Record for HouseHours {
    const KIND: Kind = Kind::HouseHours;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for Room {
    const KIND: Kind = Kind::Room;
    const VERSION: u8 = 2;
    type Key = RoomId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for RoomState {
    const KIND: Kind = Kind::RoomState;
    const VERSION: u8 = 1;
    type Key = RoomId;

    fn key(&self) -> Self::Key {
        self.room
    }
}

impl Record for Equipment {
    const KIND: Kind = Kind::Equipment;
    const VERSION: u8 = 1;
    type Key = EquipmentId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for KeptApart {
    const KIND: Kind = Kind::KeptApart;
    const VERSION: u8 = 1;
    type Key = ClientId;

    fn key(&self) -> Self::Key {
        self.client
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
    const VERSION: u8 = 3;
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
        lookups.extend((self.status == Status::Held).then_some(Lookup::HeldAppointments));
        lookups.extend(self.visit.map(Lookup::AppointmentOfVisit));
        lookups.extend(self.series.map(Lookup::AppointmentOfSeries));
        lookups
    }
}

impl Record for VisitChange {
    const KIND: Kind = Kind::VisitChange;
    const VERSION: u8 = 1;
    type Key = VisitChangeId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![Lookup::ChangeOf(self.appointment)]
    }
}

impl Record for Waiting {
    const KIND: Kind = Kind::Waiting;
    const VERSION: u8 = 1;
    type Key = WaitingId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        self.is_open()
            .then_some(Lookup::OpenWaiting)
            .into_iter()
            .collect()
    }
}

impl Record for BookRules {
    const KIND: Kind = Kind::BookRules;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for Visit {
    const KIND: Kind = Kind::Visit;
    const VERSION: u8 = 1;
    type Key = VisitId;

    fn key(&self) -> Self::Key {
        self.id
    }
}

impl Record for Series {
    const KIND: Kind = Kind::Series;
    const VERSION: u8 = 1;
    type Key = SeriesId;

    fn key(&self) -> Self::Key {
        self.id
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

impl Record for Addressee {
    const KIND: Kind = Kind::Addressee;
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
    const VERSION: u8 = 2;
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

impl Record for PointsRules {
    const KIND: Kind = Kind::PointsRules;
    const VERSION: u8 = 1;
    type Key = ();

    fn key(&self) -> Self::Key {}
}

impl Record for Referral {
    const KIND: Kind = Kind::Referral;
    const VERSION: u8 = 1;
    type Key = ClientId;

    fn key(&self) -> Self::Key {
        self.client
    }
}

impl Record for PointsLot {
    const KIND: Kind = Kind::PointsLot;
    const VERSION: u8 = 1;
    type Key = PointsLotId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![Lookup::PointsLotOfSale(self.sale)];
        let uses = self.uses.iter();
        lookups.extend(uses.map(|it| Lookup::PointsLotOfSale(it.sale)));
        if self.left != 0 {
            lookups.push(Lookup::PointsLotOfClient(self.client));
        }
        if let Some(until) = self.until.filter(|_| self.left > 0) {
            lookups.push(Lookup::PointsLotEnding(until));
        }
        lookups
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
