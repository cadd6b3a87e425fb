//! What a record is: a kind, a version of its shape, a key, and the lookups that
//! are derived from it.

use chrono::NaiveDate;
use serde::{Serialize, de::DeserializeOwned};

use crate::domain::{
    ids::{
        AppointmentId, ClientId, DrawerSessionId, ProductId, PromotionId, RawId, Register, SaleId,
        SeriesId, StaffId, VisitId,
    },
    print_job::Printable,
    sale::ReceiptNumber,
    tender::Purse,
};

/// The first byte of every record key. Values are never reused: they are in
/// every journal ever written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    Settings = 1,
    Counter = 2,
    Outcome = 3,
    ClockAnswer = 4,
    TenderRules = 5,
    PriceRules = 6,
    LoyaltyRules = 7,
    Chart = 9,
    RightsRules = 8,
    TaxClass = 10,
    Service = 11,
    Product = 12,
    Staff = 13,
    Room = 14,
    Client = 15,
    Promotion = 16,
    Coupon = 17,
    Plan = 18,
    CashCategory = 19,
    Appointment = 20,
    Visit = 21,
    Series = 22,
    Waiting = 23,
    WalkIn = 24,
    TurnList = 25,
    RoomState = 26,
    Absence = 27,
    DayHours = 28,
    ShiftPattern = 29,
    Ticket = 30,
    Sale = 31,
    DrawerSession = 32,
    CashMovement = 33,
    LedgerEntry = 34,
    Handover = 35,
    Payout = 36,
    Tab = 37,
    TipShare = 38,
    StockMovement = 40,
    StockLevel = 41,
    PrintJob = 50,
    GiftCard = 60,
    Holding = 61,
    PurseMovement = 62,
    PointsLot = 63,
    Deposit = 64,
    Audit = 70,
    DrawerRules = 80,
    TabLimit = 81,
    ForeignHeld = 82,
    Addressee = 83,
    HouseHours = 84,
    PointsRules = 85,
    Referral = 86,
    BookRules = 90,
    VisitChange = 91,
    PayMovement = 92,
    PayAccount = 93,
    Delivery = 94,
    FloorRules = 87,
    Equipment = 88,
    KeptApart = 89,
}

/// The key of a record behind its kind byte: big-endian parts, so that a scan in
/// byte order is a scan in the parts' order.
pub trait Key {
    fn write(&self, bytes: &mut Vec<u8>);
}

/// A noun of `domain` that the store can keep. Implemented in `store::records`.
pub trait Record: Serialize + DeserializeOwned {
    const KIND: Kind;
    /// Grows by one when the shape changes; the old shape moves to `store::upgrade`.
    const VERSION: u8;
    type Key: Key;

    fn key(&self) -> Self::Key;

    /// Where else this record can be found. Derived, so never in the journal.
    fn lookups(&self) -> Vec<Lookup> {
        Vec::new()
    }
}

/// A secondary key: leads from what people know to the records that have it. The
/// record found has the kind that is named first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// All digits of the phone number.
    ClientByPhone(String),
    ServiceByCode(String),
    /// A normalised barcode or the shop's own article number, upper case.
    ProductByCode(String),
    AppointmentOn(NaiveDate),
    AppointmentOfClient(ClientId),
    /// Wishes for a time that nobody has met.
    OpenWaiting,
    /// Who came without an appointment and waits to be served.
    OpenWalkIn,
    /// Those that are held until some moment.
    HeldAppointments,
    /// What became of an appointment.
    ChangeOf(AppointmentId),
    AppointmentOfVisit(VisitId),
    AppointmentOfSeries(SeriesId),
    /// Carts that are open or parked, of all registers.
    TicketOf(Register),
    SaleByReceipt(ReceiptNumber),
    SaleOn(NaiveDate),
    SaleOfClient(ClientId),
    SaleOfSession(DrawerSessionId),
    RefundOf(SaleId),
    /// The session whose drawer is open now; at most one per register.
    OpenSession(Register),
    SessionOn(NaiveDate),
    CashMovementOf(DrawerSessionId),
    /// Given back of a sale without taking anything back.
    CashMovementFor(SaleId),
    HandoverOf(DrawerSessionId),
    PayoutOn(NaiveDate),
    PayMovementOf(StaffId),
    /// Of which something is still owed.
    OpenDeliveries,
    LedgerOn(NaiveDate),
    MovementOf(ProductId),
    /// A spelling of a card's number, as `domain::card` gives them.
    ClientByCard(String),
    /// What a client still owes, by sale.
    OpenTabOf(ClientId),
    /// The same of all clients.
    OpenTabs,
    /// A coupon's code, in any case.
    CouponByCode(String),
    CouponOf(PromotionId),
    /// Not yet printed for certain.
    UnsettledPrintJob(Register),
    /// The original and all copies of one receipt or Z.
    PrintJobOf(Printable),
    /// As on the card, in any case of letters.
    GiftCardByNumber(String),
    PurseMovementOf(Purse),
    /// What a sale or a refund changed.
    PurseMovementOfSale(SaleId),
    PlanByCode(String),
    HoldingOfClient(ClientId),
    /// That it was bought with.
    HoldingOfSale(SaleId),
    AuditOn(NaiveDate),
    /// What is about this person.
    AuditOf(StaffId),
    DepositOfClient(ClientId),
    /// That it was taken with.
    DepositOfSale(SaleId),
    /// By the last date that it touches.
    AbsenceUntil(NaiveDate),
    /// Of which some are left, or owed.
    PointsLotOfClient(ClientId),
    /// Earned with it, or used by it.
    PointsLotOfSale(SaleId),
    /// Of which some are left, by their last day.
    PointsLotEnding(NaiveDate),
}

impl Key for RawId {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_u64().to_be_bytes());
    }
}

/// The last number drawn, by what is numbered and on which register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Counter {
    pub register: Register,
    pub what: Numbered,
    pub last: u64,
}

/// What is counted per register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
pub enum Numbered {
    Ids(u8),
    Receipt,
    Z,
}

/// What a request answered, so that running it again answers the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct OutcomeRecord {
    pub request_id: String,
    /// SHA-256 of the request's canonical JSON: the same id with another request
    /// is refused.
    pub request_hash: [u8; 32],
    /// The outcome as JSON.
    pub outcome: String,
}
