//! What a request brought about.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    booking::Status,
    drawer::Closing,
    ids::{
        AbsenceId, AppointmentId, CashCategoryId, CashMovementId, ClientId, CouponId, DeliveryId,
        DepositId, DrawerSessionId, EquipmentId, GiftCardId, HandoverId, HoldingId, PayMovementId,
        PayoutId, PlanId, PrintJobId, ProductId, PromotionId, RoomId, SaleId, SeriesId, ServiceId,
        ShiftPatternId, StaffId, TaxClassId, TicketId, VisitId, WaitingId, WalkInId,
    },
    money::Money,
    price::LevelId,
    repricing::PriceMove,
    room_state::RoomOrder,
    sale::ReceiptNumber,
    time::WallTime,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "done", rename_all = "snake_case")]
pub enum Outcome {
    Saved,
    SavedTaxClass {
        tax_class: TaxClassId,
    },
    SavedRoom {
        room: RoomId,
    },
    SavedEquipment {
        equipment: EquipmentId,
    },
    SavedStaff {
        staff: StaffId,
    },
    /// What is new has an id; so many appointments now lie outside of working hours.
    HoursSet {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<ShiftPatternId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        absence: Option<AbsenceId>,
        n_hit: usize,
    },
    SavedService {
        service: ServiceId,
    },
    SavedProduct {
        product: ProductId,
    },
    SavedPriceLevel {
        level: LevelId,
    },
    SavedPromotion {
        promotion: PromotionId,
    },
    SavedCoupon {
        coupon: CouponId,
    },
    /// Of the price list, one by one.
    PricesChanged {
        moves: Vec<PriceMove>,
    },
    SavedClient {
        client: ClientId,
    },
    Booked {
        appointment: AppointmentId,
        room: Option<RoomId>,
        /// Where it is not booked but held.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        held_until: Option<WallTime>,
        /// What is to be paid ahead by the shop's rule, and is not yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deposit: Option<Money>,
    },
    /// Somebody waits for a time.
    Waiting {
        waiting: WaitingId,
    },
    /// Somebody is in the queue, or was until now.
    WalkIn {
        walk_in: WalkInId,
    },
    WalkInStarted {
        walk_in: WalkInId,
        appointment: AppointmentId,
        staff: StaffId,
        room: Option<RoomId>,
    },
    /// So many appointments lie where nothing may be booked any more.
    RoomOrdered {
        room: RoomId,
        order: RoomOrder,
        #[serde(default)]
        n_booked: usize,
    },
    /// What was said last of a room was taken back; the order is what now stands.
    RoomUndone {
        room: RoomId,
        order: RoomOrder,
    },
    /// The turn list of a day has changed.
    Turns {
        date: NaiveDate,
    },
    /// The client did not come, or cancelled too late, and is to pay for that.
    FeeDue {
        status: Status,
        fee: Money,
    },
    /// Times that were held until now are free.
    LetGo {
        appointments: Vec<AppointmentId>,
    },
    /// Each of the two appointments is where the other was.
    Swapped {
        first: AppointmentId,
        second: AppointmentId,
    },
    BookedVisit {
        visit: VisitId,
        appointments: Vec<AppointmentId>,
    },
    /// Those that were booked with it.
    BookedSeries {
        series: SeriesId,
        appointments: Vec<AppointmentId>,
    },
    MovedAll {
        appointments: Vec<AppointmentId>,
    },
    /// A change of the book was taken back; the start is what now stands.
    Undone {
        appointment: AppointmentId,
        client: Option<ClientId>,
        service: ServiceId,
        start: WallTime,
        what: TakenBack,
    },
    /// A change of the queue was taken back, in which no visit had changed.
    UndoneOnFloor {
        what: TakenBack,
    },
    /// The cart as it now is; `line` is the line added or changed.
    TicketChanged {
        ticket: TicketId,
        line: Option<u32>,
        total: Money,
        warning: Option<StockWarning>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dated: Option<DateWarning>,
        /// Lines that cost something else than before, since another client or another
        /// therapist is meant.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        repriced: Vec<Repriced>,
    },
    Parked {
        ticket: TicketId,
    },
    Recalled {
        ticket: TicketId,
        parked: Option<TicketId>,
    },
    /// The cart is gone, for the reason given; empty if its last line was removed.
    TicketDropped {
        ticket: TicketId,
        reason: String,
    },
    Sold(Sold),
    DrawerOpened {
        session: DrawerSessionId,
    },
    CashMoved {
        movement: CashMovementId,
        drawer_opens: bool,
    },
    DrawerKicked,
    Counted {
        cash: Money,
    },
    DrawerClosed {
        session: DrawerSessionId,
        closing: Box<Closing>,
        print: Option<PrintJobId>,
    },
    /// The drawer is another person's; over is positive, short negative.
    HandedOver {
        handover: HandoverId,
        expected: Money,
        counted: Money,
        difference: Money,
    },
    SavedCashCategory {
        category: CashCategoryId,
    },
    /// What arrived, and what was kept of it.
    PaidOut {
        payout: PayoutId,
        arrived: Money,
        fee: Money,
    },
    /// What the person's account stands at after it.
    PayRecorded {
        movement: PayMovementId,
        owed: Money,
        ahead: Money,
        handed_out: Money,
        drawer_opens: bool,
    },
    /// What is owed for it.
    Delivered {
        delivery: DeliveryId,
        open: Money,
    },
    /// What is still owed for it.
    SupplierPaid {
        delivery: DeliveryId,
        open: Money,
        drawer_opens: bool,
    },
    Queued {
        print: PrintJobId,
        copy: u32,
    },
    /// From here on the clock counts, although it shows less or far more than the
    /// journal's own time at the entry before.
    ClockConfirmed {
        now: DateTime<Utc>,
    },
    /// So much is on it now.
    GiftCardChanged {
        card: GiftCardId,
        number: String,
        left: Money,
    },
    SavedPlan {
        plan: PlanId,
    },
    /// A package or series was decided about; `until` is its last day now.
    HoldingChanged {
        holding: HoldingId,
        name: String,
        until: Option<NaiveDate>,
    },
    /// A member came in; `left` more visits in this period, `None`: any number.
    MemberEntered {
        holding: HoldingId,
        name: String,
        client: String,
        left: Option<u32>,
        until: Option<NaiveDate>,
    },
    /// So much of it, tax included, is the shop's now.
    DepositKept {
        deposit: DepositId,
        amount: Money,
    },
    /// Of a copy that is no paper.
    CopyQueued {
        job: PrintJobId,
    },
    SignedOn {
        staff: StaffId,
        name: String,
        /// Their own cart, as they left it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back: Option<TicketId>,
        /// The cart of the one before, put aside for them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<TicketId>,
    },
    SignedOff,
}

/// What an undo took back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum TakenBack {
    /// The booking itself: the appointment is gone from the book.
    Booked,
    /// To another time or therapist.
    Moved,
    Room,
    Status {
        was: Status,
    },
    /// Longer or shorter.
    Length,
    /// One part of it, to another therapist or room.
    Part,
    /// Of two that were swapped the one named.
    Swapped,
    /// Of so many that were booked or changed at once the one named.
    Several {
        n: u32,
    },
    /// The visit of somebody who waits again.
    WalkInStarted,
    /// Of somebody who waits no more.
    WalkInCame,
    WalkInChanged,
    /// Of somebody who waits again.
    WalkInLeft,
    /// What was said of a room.
    RoomOrder {
        was: RoomOrder,
    },
    /// Of the turn list.
    Turns,
}

/// A posted sale or refund: what the desk must do and say now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sold {
    pub sale: SaleId,
    pub receipt: ReceiptNumber,
    /// Negative on a refund.
    pub total: Money,
    /// Change to give back.
    pub change: Money,
    /// On a refund: cash to hand out.
    pub cash_out: Money,
    pub drawer_opens: bool,
    pub print: PrintJobId,
}

/// A line whose price has followed the client or the therapist; of one piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repriced {
    pub line: u32,
    pub name: String,
    pub was: Money,
    pub now: Money,
}

/// More was sold than the figure says is on the shelf: a warning, never a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockWarning {
    pub product: ProductId,
    pub on_hand: i64,
    pub wanted: i64,
}

/// The code that was scanned carries a date that has passed: a warning, and the one
/// at the desk decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DateWarning {
    pub on: NaiveDate,
    pub meant: DateMeant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateMeant {
    Expires,
    BestBefore,
}

impl Outcome {
    /// Whether the drawer is to open now that this is committed.
    pub fn drawer_opens(&self) -> bool {
        match self {
            Self::Sold(sold) => sold.drawer_opens,
            Self::CashMoved { drawer_opens, .. }
            | Self::PayRecorded { drawer_opens, .. }
            | Self::SupplierPaid { drawer_opens, .. } => *drawer_opens,
            Self::DrawerKicked => true,
            _ => false,
        }
    }

    /// The job to hand to the printer.
    pub fn print(&self) -> Option<PrintJobId> {
        match self {
            Self::Sold(sold) => Some(sold.print),
            Self::DrawerClosed { print, .. } => *print,
            Self::Queued { print, .. } => Some(*print),
            _ => None,
        }
    }
}
