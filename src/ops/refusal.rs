//! Why a request was turned down. Expected, for people, and put into words by
//! `locale`: what stands in the way, until when, and what would do instead.

mod field;

pub use field::Field;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    booking::Status,
    client::Sex,
    clock::ClockDoubt,
    deposit::DepositFault,
    holding::HoldingFault,
    ids::{AppointmentId, RoomId, StaffId, TicketId},
    ledger::chart::AccountKind,
    money::Money,
    points::PointsFault,
    promotion::CouponProblem,
    purse::CardFault,
    rights::Right,
    sale::ReceiptNumber,
    staff::Shift,
    tender::TenderKind,
    time::WallTime,
};

/// Names are in it so that a script's reader needs no second question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "refused", rename_all = "snake_case")]
pub enum Refusal {
    /// The request id was used for another request.
    RequestIdReused,
    NotSetUp,
    /// What is under way can be finished, and the day closed; nothing new is begun.
    DiskFull {
        free_bytes: u64,
        needed_bytes: u64,
    },
    /// It is the shop as it was then.
    LookingBack {
        at: DateTime<Utc>,
    },
    AlreadySetUp,
    /// Something named by id is not there.
    NotFound {
        what: Noun,
        id: String,
    },
    Inactive {
        what: Noun,
        name: String,
    },
    /// A field of a form; the cursor goes there.
    Field {
        field: Field,
        problem: FieldProblem,
    },
    /// Another client has this phone.
    PhoneTaken {
        client: String,
        name: String,
    },
    /// Another client has this card.
    CardTaken {
        client: String,
        name: String,
    },
    /// Another service or product has this code.
    CodeTaken {
        code: String,
        name: String,
    },
    /// Books would take it for what it is not: money in the shop for income.
    AccountOfOtherKind {
        account: AccountKind,
        name: String,
    },
    /// Another of its kind is called so.
    NameTaken {
        field: Field,
        what: Noun,
        name: String,
    },

    Clash {
        clash: ClashReport,
        nearest: Vec<OfferReport>,
    },
    /// Nobody waits for it any more: it was booked, or dropped.
    NotWaiting,
    /// Whoever it was is served, or went away.
    NotInQueue,
    /// Any woman was asked for, or any man, and this is none.
    AskedForOthers {
        sex: Sex,
    },
    /// Whoever it is takes no turns today.
    NotOnList,
    /// Nobody can begin now; who can first.
    NobodyNow {
        first: Option<OfferReport>,
    },
    /// One of several that are booked or moved at once, counted from 1.
    PartClash {
        part: u32,
        start: WallTime,
        clash: ClashReport,
        nearest: Vec<OfferReport>,
    },
    /// All of the visit is in a cart or paid.
    NoPartToPay,
    /// The same appointment is among those that move twice.
    PartTwice,
    /// Final or paid: it can no longer be moved or changed so.
    /// So many appointments would lie outside of working hours; the first ones.
    HitsVisits {
        n: usize,
        visits: Vec<HitVisit>,
    },
    StatusNotPossible {
        from: Status,
        to: Status,
    },
    AppointmentPaid {
        receipt: ReceiptNumber,
    },
    /// Nobody has come to it yet: it is on another day. Said at the desk, where a slip of
    /// a key means it; a script knows what it writes down.
    NotYet {
        start: WallTime,
    },
    /// It cannot have been missed before it begins.
    NotBegun {
        start: WallTime,
    },
    /// This desk has changed nothing in the book that is remembered.
    NothingToUndo,
    /// The last change is too old to be taken back with one key.
    UndoTooLate {
        at: WallTime,
    },
    /// What is to be taken back was changed again by someone.
    ChangedSince,
    /// The appointment is in a cart already.
    AlreadyInTicket {
        ticket: TicketId,
    },

    UnknownCode {
        code: String,
    },
    BadCheckDigit {
        code: String,
    },
    /// The price is asked for at the sale, and none was given.
    PriceNeeded {
        name: String,
    },
    /// Given back without a receipt is what the price list says of it, at most.
    AboveListPrice {
        name: String,
        list: Money,
    },
    /// The price list says nothing of it, so that only its receipt tells its price.
    NoListPrice {
        name: String,
    },
    /// It is no line of goods or services, or was paid ahead.
    PriceFixed {
        name: String,
    },
    /// It is not charged by its time.
    NotTimed {
        name: String,
    },
    CouponRefused {
        code: String,
        problem: CouponProblem,
    },
    /// Everybody has that promotion, so that no coupon brings it.
    NeedsNoCoupon {
        promotion: String,
    },
    /// It takes nothing off this cart; or, to be let back, was not declined.
    OfferNotThere,
    /// No price of the list would change.
    NothingToReprice,
    /// The list has changed since the new prices were shown.
    PricesMoved {
        told: Money,
        now: Money,
    },
    NothingToSell,
    NoSuchLine {
        line: u32,
    },
    TooManyLines {
        limit: usize,
    },
    QuantityOutOfRange {
        limit: u32,
    },
    DiscountTooHigh {
        most: Money,
    },
    NothingParked,
    /// Money was taken for the cart: it is given back first.
    PartsTaken {
        taken: Money,
    },

    /// Cash cannot move before the drawer is open: how to open it is said.
    DrawerNotOpen,
    DrawerAlreadyOpen {
        since: DateTime<Utc>,
        business_date: NaiveDate,
    },
    /// A day of trade cannot be earlier than one that was closed.
    BusinessDateClosed {
        business_date: NaiveDate,
    },
    StillDue {
        due: Money,
    },
    /// This shop does not take it.
    TenderNotTaken {
        kind: TenderKind,
    },
    /// A card amount is a fact and gives no change: it was more than was due. Confirmed,
    /// it is written down and owed to the payer.
    CardAboveDue {
        given: Money,
        due: Money,
    },
    /// It is more than is due, which may be nothing, and no change is given for it.
    TenderAboveDue {
        kind: TenderKind,
        given: Money,
        due: Money,
    },
    /// Who owes must be known: the cart has no client.
    TabNeedsClient,
    /// The client would owe more than the shop allows.
    TabLimit {
        limit: Money,
        owed: Money,
    },
    /// More than is owed, or more than is still owed of what was given back.
    TabSmaller {
        left: Money,
    },
    NothingOwed,
    /// The cart settles what another client owes.
    TabOfOther {
        client: String,
    },
    /// Its amount was chosen: it is taken out and put in again, and nothing is taken off
    /// it.
    FixedLine,
    /// Nobody is named, and nobody did a service in the cart.
    TipForWhom,
    /// More than that person is owed.
    TipsSmaller {
        name: String,
        left: Money,
    },
    /// The rate was set so many days ago; confirm it, or set it anew.
    RateOld {
        set_on: NaiveDate,
        n_days: i64,
    },
    /// Far more than the total; confirm it or type again.
    Implausible {
        tendered: Money,
        total: Money,
    },
    /// The cart changed since the payer was told the total.
    TotalChanged {
        told: Money,
        total: Money,
    },
    CashShort {
        wanted: Money,
        in_drawer: Money,
    },
    NotCounted,
    /// This desk takes no cash.
    NoDrawerHere,
    /// A drawer is given to somebody else.
    HandoverToSelf {
        name: String,
    },
    /// Nothing was taken for that sale beyond what was due, or it was given back.
    NothingOverpaid,
    /// There is not so much of that currency.
    ForeignShort {
        currency: String,
        left: Money,
    },
    /// Money moved since the count.
    CountOutdated,
    /// These must be finished or carried over.
    StillOpen {
        n_tickets: u32,
        n_appointments: u32,
    },

    /// More than is left to give back of a line.
    RefundTooMuch {
        line: u32,
        left: u32,
    },
    /// More than that tender paid and has not been given back.
    RefundAboveTender {
        kind: TenderKind,
        left: Money,
    },
    NotRefundable,
    /// Only in the day of trade that it was made in: give it back instead.
    VoidTooLate {
        receipt: ReceiptNumber,
        business_date: NaiveDate,
    },
    /// Some of it was given back: give the rest back too.
    /// What comes back in one cart was bought with one receipt: of another.
    ReturnsOfAnother {
        receipt: ReceiptNumber,
    },
    /// It is on a tab or was paid ahead: what comes back goes there, and pays for nothing
    /// else.
    ReturnOwed {
        receipt: ReceiptNumber,
    },
    /// What was paid ahead, owed or drawn from a package is given back and not exchanged.
    ReturnOfNoGoods {
        name: String,
    },
    /// The sale took other things back: what it sold is given back line by line.
    VoidExchange {
        receipt: ReceiptNumber,
    },
    VoidInPart {
        receipt: ReceiptNumber,
    },
    /// Nobody has signed on at this desk, or somebody else has.
    SignOnNeeded,
    /// Somebody who has the right may say yes to it, for this once.
    NeedsRight {
        right: Right,
        who: String,
    },
    /// Whoever said yes to it may not do it either.
    ApproverLacks {
        right: Right,
        who: String,
    },
    /// The PIN is not right, or nobody has the card.
    WrongProof,
    /// Too many were wrong.
    ProofWait {
        seconds: u64,
    },
    /// Nobody could change the rights any more: an owner with a PIN or a card is needed.
    NoWayBack,
    /// Somebody else signs on with this card.
    StaffCardTaken {
        name: String,
    },
    /// Set it, or confirm it with `confirm_clock` and its time: until then no money
    /// moves.
    ClockDoubted {
        why: ClockDoubt,
        now: DateTime<Utc>,
        /// What it showed at the last entry, where there is one.
        last: Option<DateTime<Utc>>,
    },
    GiftCard {
        number: String,
        #[serde(flatten)]
        fault: CardFault,
    },
    Holding {
        name: String,
        #[serde(flatten)]
        fault: HoldingFault,
    },
    Deposit {
        taken_on: NaiveDate,
        #[serde(flatten)]
        fault: DepositFault,
    },
    Points {
        #[serde(flatten)]
        fault: PointsFault,
    },
    /// It is one client's own, and the cart has none.
    ClientNeeded {
        name: String,
    },
    /// Nothing that the client has paid ahead is for this.
    NothingPrepaid {
        name: String,
    },
    /// The client has no membership that lets anybody in.
    NoMembership {
        name: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    Client,
    Staff,
    Room,
    Service,
    Product,
    TaxClass,
    PriceLevel,
    Promotion,
    Coupon,
    Appointment,
    Visit,
    Ticket,
    Sale,
    DrawerSession,
    PrintJob,
    GiftCard,
    Tab,
    Plan,
    Holding,
    CashCategory,
    Deposit,
    CashMovement,
    ShiftPattern,
    Absence,
    Waiting,
    Equipment,
    WalkIn,
    Delivery,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldProblem {
    Missing,
    TooLong {
        limit: usize,
    },
    /// More entries than the list takes.
    TooMany {
        limit: usize,
    },
    NotUnderstood {
        typed: String,
    },
    /// It is what is meant where nothing else is said, so that it cannot go.
    InUse,
    /// Another has it already.
    Taken,
    /// The number of a bank card, which is never kept.
    BankCard,
    OutOfRange {
        least: String,
        most: String,
    },
    /// The same of an amount in a field that takes other numbers too.
    AmountOutOfRange {
        least: Money,
        most: Money,
    },
}

/// Who or what stands in the way of a booking, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "clash", rename_all = "snake_case")]
pub enum ClashReport {
    StaffBusy {
        staff: String,
        with: String,
        appointment: AppointmentId,
        until: WallTime,
    },
    RoomBusy {
        room: String,
        with: String,
        appointment: AppointmentId,
        until: WallTime,
    },
    ClientBusy {
        client: String,
        appointment: AppointmentId,
        until: WallTime,
    },
    NoRoomFree {
        until: Option<WallTime>,
    },
    RoomUnsuitable {
        room: String,
        service: String,
    },
    /// The house is closed for a reason, which may be empty.
    HouseClosed {
        reason: String,
        until: WallTime,
    },
    /// The house is open at these hours of that day; none where it is not.
    HouseShut {
        hours: Vec<Shift>,
    },
    /// Would work then, but is away for a reason, which may be empty.
    StaffAway(AwayReport),
    /// Works at these hours of that day; none on a day off.
    StaffOff {
        staff: String,
        shifts: Vec<Shift>,
    },
    NotQualified {
        staff: String,
        service: String,
    },
    InThePast {
        now: WallTime,
    },
    /// The clock jumps over this time.
    InClockGap {
        from: WallTime,
        until: WallTime,
    },
    /// The clock shows this time only once.
    NotTwice {
        start: WallTime,
    },
    /// Not given on these days, both among them.
    ServiceOff {
        service: String,
        from: NaiveDate,
        until: NaiveDate,
    },
    GradeTooLow {
        staff: String,
        service: String,
    },
    /// The client and the therapist are to be kept apart.
    NeverWith {
        client: String,
        staff: String,
    },
    /// The therapist treats women only, or men only, and the client is none.
    TreatsOthers {
        client: String,
        staff: String,
        treats: Sex,
    },
    /// All places are taken.
    RoomFull {
        room: String,
        places: u16,
        until: WallTime,
    },
    /// Nobody else who could give it with the main therapist.
    NobodyFree {
        until: Option<WallTime>,
    },
    EquipmentUnsuitable {
        equipment: String,
        service: String,
    },
    EquipmentBusy {
        equipment: String,
        until: WallTime,
    },
    /// Of these there are not enough.
    NoEquipmentFree {
        of: Vec<String>,
        until: Option<WallTime>,
    },
    /// For this reason; the last day of it where that is known.
    RoomOutOfOrder {
        room: String,
        note: String,
        until: Option<NaiveDate>,
    },
}

/// An appointment that a change of hours would leave outside of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HitVisit {
    pub appointment: AppointmentId,
    /// Empty for a walk-in without a name.
    pub client: String,
    pub staff: String,
    pub start: WallTime,
}

/// Somebody who would work, and is away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AwayReport {
    pub staff: String,
    pub reason: String,
    pub until: WallTime,
}

/// A time that would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfferReport {
    pub staff: StaffId,
    pub staff_name: String,
    pub room: Option<RoomId>,
    pub room_name: String,
    pub start: WallTime,
}
