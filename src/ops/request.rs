//! Everything that can be asked of a shop. The screen, `balm exec` and `balm
//! import` make the same requests; `balm exec --schema` prints their schema.

mod book;
mod catalog;
mod floor;
mod hours;
mod offers;
mod owed;
mod papers;
mod tenders;
mod visits;

pub use book::{
    Booking, Exchanged, Moving, Resizing, RoomOrdering, SegmentMoving, Swapping, WaitingDraft,
};
pub use catalog::{EquipmentDraft, PlanDraft, ProductDraft, ServiceDraft, TaxClassDraft};
pub use floor::{WalkInDraft, WalkInStart};
pub use hours::{AbsenceDraft, HoursChange, PatternDraft, StaffDraft};
pub use offers::{CouponDraft, PromotionDraft, RepriceWish};
pub use owed::{DeliveryDraft, PayDraft, SupplierPaying};
pub use papers::{AddresseeDraft, UnreceiptedLine, UnreceiptedWish};
pub use tenders::{ForeignDraft, TenderRulesDraft};
pub use visits::{MovingAll, SeriesDraft, StatusOfAll, VisitChange, VisitDraft};

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

use crate::domain::{
    booking::{BookRules, Status},
    cash::CashFlow,
    catalog::Barcode,
    client::Sex,
    document::Document,
    drawer::{Count, TenderCount},
    ids::{
        AppointmentId, CashCategoryId, ClientId, DepositId, GiftCardId, HoldingId, PrintJobId,
        ProductId, Register, RoomId, SaleId, StaffId, TaxClassId, TicketId, VisitId, WaitingId,
        WalkInId,
    },
    ledger::chart::Chart,
    money::{Money, Rate},
    points::PointsRules,
    price::{LevelId, OfferRules},
    print_job::{PrintState, Printable},
    purse::LoyaltyRules,
    settings::Settings,
    stock::TakenFor,
    tender::{Tender, TenderKind},
    ticket::{Discount, Item, OfferKind},
    turns::{FloorRules, TurnMove},
};

pub use crate::domain::booking::How;

pub use super::first_day::{SetUp, SetUpPage, StarterService};
pub use super::proofs::{Approval, PersonDraft, ProofOf, RightsDraft, SecretChange};

/// Who asks, and from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub register: Register,
    /// The person at the desk, once chosen.
    pub operator: Option<StaffId>,
}

/// One change of the shop. Amounts are minor units (cents); times are the shop's
/// own wall time; ids are texts like `1-23`.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, VariantNames,
)]
#[serde(tag = "do", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Request {
    /// The first request of a new shop: all that must be known to sell.
    SetUpShop(SetUp),
    /// A page of the guided set-up, all of it at once; the guide goes on to the next.
    SetUpPage(SetUpPage),
    /// Replaces the shop's settings. The currency cannot change any more.
    SaveSettings {
        settings: Settings,
    },
    SaveTaxClass(TaxClassDraft),
    SaveRoom {
        #[serde(default, rename = "room")]
        id: Option<RoomId>,
        name: String,
        short: String,
        #[serde(default = "yes")]
        active: bool,
        /// So many appointments at once.
        #[serde(default = "one_place")]
        places: u16,
    },
    SaveEquipment(EquipmentDraft),
    /// Whom a client is never booked with; replaces what was said before.
    KeepApart {
        client: ClientId,
        staff: Vec<StaffId>,
    },
    SaveStaff(StaffDraft),
    /// Changes who works when.
    SetHours {
        change: HoursChange,
        /// Even if it leaves appointments outside the hours.
        #[serde(default)]
        anyway: bool,
    },
    SaveService(ServiceDraft),
    /// A column of the price list besides the usual one.
    SavePriceLevel {
        #[serde(default)]
        level: Option<LevelId>,
        name: String,
        #[serde(default = "yes")]
        active: bool,
    },
    /// What the shop calls its accounts in the books of others; those that are left out
    /// have their usual names.
    SaveChart(Chart),
    /// A rule by which something costs less.
    SavePromotion(PromotionDraft),
    /// A code that brings a promotion to a cart.
    SaveCoupon(CouponDraft),
    /// How promotions and cards meet on a line, and what clients' cards take off by what
    /// was bought.
    SetOfferRules {
        rules: OfferRules,
    },
    /// Changes prices of the list, all at once; each of them is in the answer.
    ChangePrices(RepriceWish),
    SaveProduct(ProductDraft),
    /// Gives a product one more code to be scanned by.
    AssignBarcode {
        product: ProductId,
        barcode: Barcode,
    },
    /// Sets a product's count on the shelf; the difference is a movement. The first
    /// one is its opening stock.
    SetStock {
        product: ProductId,
        on_hand: i64,
    },
    /// Takes goods off the shelf that are used or lost, and not sold; below zero puts
    /// them back that were taken off by mistake.
    TakeStock {
        product: ProductId,
        quantity: i64,
        reason: TakenFor,
    },
    /// Goods came from a supplier, to be paid for later.
    ReceiveGoods(DeliveryDraft),
    /// A supplier is paid for what came.
    PaySupplier(SupplierPaying),
    SaveClient(ClientDraft),

    Book(Booking),
    /// Another time, therapist or room for an appointment. What is left out stays.
    Move(Moving),
    /// Longer or shorter: the part with the client, not its preparation.
    Resize(Resizing),
    /// Another therapist or room for one part of an appointment.
    MoveSegment(SegmentMoving),
    /// Two appointments take each other's place; both, or neither.
    Swap(Swapping),
    /// Confirms, checks in, starts, finishes, cancels, or marks a no-show; the last
    /// two need a reason. Any step back is allowed while nothing was paid.
    SetStatus {
        appointment: AppointmentId,
        status: Status,
        #[serde(default)]
        reason: String,
    },
    /// Books several appointments that belong together: all, or none.
    BookVisit(VisitDraft),
    /// Who is the host of a visit, its note for all, and who pays.
    SaveVisit(VisitChange),
    /// Books an appointment that comes again and again: all of it, or nothing.
    BookSeries(SeriesDraft),
    /// Moves several appointments at once: all, or none.
    MoveAll(MovingAll),
    /// As `set_status`, for several appointments: all, or none.
    SetStatusOfAll(StatusOfAll),
    /// Brings all of a visit to the cart that is not there and not paid, or what one
    /// client has in it.
    AddVisit {
        visit: VisitId,
        #[serde(default)]
        client: Option<ClientId>,
    },
    /// Takes back what this desk changed last in the book, unless it has moved on: a
    /// booking, a move, a change of status. Again takes back what was changed before
    /// that. Changes are remembered while the program runs, for a quarter of an hour.
    Undo,
    /// Somebody waits for a time.
    SaveWaiting(WaitingDraft),
    /// Nobody waits any more.
    DropWaiting {
        waiting: WaitingId,
        reason: String,
    },
    /// Somebody came without an appointment and waits to be served.
    SaveWalkIn(WalkInDraft),
    /// Books a visit that begins now, and serves who waits.
    StartWalkIn(WalkInStart),
    /// Went away unserved.
    LeaveWalkIn {
        walk_in: WalkInId,
        reason: String,
    },
    /// Says that a room is clean, to be cleaned, out of order, or that a guest stays.
    SetRoomState(RoomOrdering),
    /// Puts people on today's turn list, or takes them off for now.
    SetTurns {
        staff: Vec<StaffId>,
        #[serde(default = "yes")]
        on: bool,
    },
    /// Changes somebody's place in an order of turns by hand.
    MoveTurn {
        staff: StaffId,
        /// Of services; empty where there is one order for all.
        #[serde(default)]
        category: String,
        how: TurnMove,
    },
    SaveFloorRules {
        rules: FloorRules,
    },
    /// Lets go of all times that were held until now.
    LetGo,
    SaveBookRules {
        rules: BookRules,
    },
    /// A note for the desk and the therapist.
    NoteAppointment {
        appointment: AppointmentId,
        note: String,
    },

    /// Adds to the register's open cart, which begins with its first line.
    AddLine(NewLine),
    ChangeLine(LineChange),
    RemoveLine {
        line: u32,
    },
    /// Another price for a line than the list's, and why; or the list's again.
    ChangePrice(PriceChange),
    /// Takes a percent or an amount off the whole open cart: off what is on the price
    /// list and not paid ahead, each line its share.
    DiscountOrder {
        discount: DiscountChange,
        #[serde(default)]
        reason: String,
    },
    /// Brings a coupon to the open cart. A line's code may be a coupon's, too.
    UseCoupon {
        code: String,
    },
    /// Takes a promotion, the client's card or a coupon off the open cart, so that it
    /// does not come back by itself; or lets it come back.
    DeclineOffer {
        offer: OfferKind,
        #[serde(default = "yes")]
        declined: bool,
    },
    AttachClient {
        client: Option<ClientId>,
    },
    /// Brings a visit to the cart: its service, therapist and client.
    AddAppointment {
        appointment: AppointmentId,
        /// Only where the price is asked for at the sale.
        #[serde(default)]
        price: Option<Money>,
    },
    /// Adds a gift card to the cart, with so much money to be put on it: a new one, or
    /// more on one that is known. Its money is there when the sale is posted.
    AddGiftCard {
        /// As on the card; `None`: the shop numbers it.
        #[serde(default)]
        number: Option<String>,
        amount: Money,
    },
    /// Gives all that is left on a gift card to another number: it was lost, or is
    /// worn out.
    TransferGiftCard {
        card: GiftCardId,
        /// `None`: the shop numbers it.
        #[serde(default)]
        to: Option<String>,
    },
    /// Takes what is left on a gift card over as income, once its last day is past.
    ExpireGiftCard {
        card: GiftCardId,
    },
    /// Adds money of the cart's client to it, that is kept for a visit.
    AddDeposit {
        amount: Money,
        /// `None`: for any.
        #[serde(default)]
        appointment: Option<AppointmentId>,
    },
    /// What is left of a deposit becomes income: the client did not come, or too late.
    /// To pay one back, its line is given back like any other.
    KeepDeposit {
        deposit: DepositId,
        reason: String,
    },
    /// How points are given and spent.
    SavePointsRules {
        rules: PointsRules,
    },
    /// Takes so many points of the cart's client off what it costs, in place of those
    /// before; left out, as many as there are; 0: none.
    SpendPoints {
        #[serde(default)]
        points: Option<u32>,
    },
    /// Lets the cart's client have a line for points, or not any more.
    BuyWithPoints {
        line: u32,
        on: bool,
    },
    /// Who brought a client.
    SetReferrer {
        client: ClientId,
        /// Left out: nobody, as far as is known.
        #[serde(default)]
        brought_by: Option<ClientId>,
    },
    /// A package, series or credit on the price list.
    SavePlan(PlanDraft),
    /// Lets what the cart's client has paid ahead pay a line: the package or series
    /// named, or the best that can. No other cart can use the same then.
    UsePrepaid {
        line: u32,
        #[serde(default)]
        holding: Option<HoldingId>,
    },
    /// Takes it back: the line is to be paid.
    LeavePrepaid {
        line: u32,
    },
    /// A package or series pays nothing for so many days; its end may move with it.
    RestHolding {
        holding: HoldingId,
        /// `None`: from today on.
        #[serde(default)]
        from: Option<NaiveDate>,
        days: u16,
    },
    /// A later last day, and why.
    ExtendHolding {
        holding: HoldingId,
        until: NaiveDate,
        reason: String,
    },
    /// Gives what is left of a package or series to another client.
    TransferHolding {
        holding: HoldingId,
        to: ClientId,
    },
    /// Takes what was not used over as income, once its last day is past.
    ExpireHolding {
        holding: HoldingId,
    },
    /// Ends a rest that runs, or the next one before it begins; the last day moves back by
    /// the days that are not rested.
    EndRest {
        holding: HoldingId,
    },
    /// Gives a package or membership up with nothing paid back. What is unused of one is
    /// paid back by giving its sale's line back.
    CancelHolding {
        holding: HoldingId,
        reason: String,
    },
    /// A member comes in: by the membership named, or the one that lets them in and ends
    /// first.
    EnterMember {
        client: ClientId,
        #[serde(default)]
        holding: Option<HoldingId>,
    },
    /// Takes the last visit of today back.
    TakeEntryBack {
        holding: HoldingId,
    },
    /// What the shop has decided about money paid ahead.
    SaveLoyaltyRules {
        rules: LoyaltyRules,
    },
    /// Puts the open cart aside.
    Park,
    /// Brings a parked cart back; without an id, the one parked last. A cart that is
    /// open then is parked first.
    Recall {
        ticket: Option<TicketId>,
    },
    /// Drops the open cart and its lines.
    CancelTicket {
        reason: String,
    },
    /// Writes down the parts of the open cart's total that were taken so far, each with
    /// its amount, in place of those before; none where all were given back.
    TakeParts {
        tenders: Vec<Tender>,
    },
    /// Takes payment for the open cart and posts the sale.
    Pay(Paying),
    /// Gives lines of an earlier sale back.
    Refund(RefundWish),
    /// Gives back what was bought on a receipt that is not at hand: for what it costs
    /// today at most.
    RefundWithoutReceipt(UnreceiptedWish),
    /// Puts lines of an earlier sale into the cart as coming back: what they are worth
    /// goes towards what is sold with them. Taken out again by `remove_line`.
    TakeBack(TakingBack),
    /// Takes a whole sale back in the day of trade that it was made in, with each
    /// payment as it was.
    Void {
        sale: SaleId,
        reason: String,
    },
    /// Which ways of paying are taken and how, the second currency, and how much a
    /// client may owe. Replaces what was decided before.
    SaveTenderRules(TenderRulesDraft),
    /// Puts what a client owes into the cart, the oldest first: of one sale, or of all
    /// of them.
    SettleTab(TabSettling),
    /// Adds a tip to the cart; for nobody in particular it is split over those who did
    /// its services, by their value.
    AddTip {
        amount: Money,
        #[serde(default)]
        staff: Option<StaffId>,
    },
    /// Gives a person cash out of the drawer for tips.
    PayOutTips {
        staff: StaffId,
        amount: Money,
    },

    /// Begins a day of trade: the float, by denomination.
    OpenDrawer {
        float: Count,
        business_date: Option<NaiveDate>,
    },
    /// Puts cash in (positive) or takes it out (negative).
    MoveCash {
        amount: Money,
        reason: String,
        /// What it is for; `None`: petty cash.
        #[serde(default)]
        category: Option<CashCategoryId>,
        /// The tax in it; `None`: the category's.
        #[serde(default)]
        tax_class: Option<TaxClassId>,
    },
    /// Takes cash out of the drawer (positive) into the safe or to the bank, or brings it
    /// from there (negative).
    DropCash {
        amount: Money,
        to: DropTo,
    },
    /// Gives the drawer to another person in the middle of its day: what is in it is
    /// counted blind, and what is over or short is booked.
    HandOver {
        /// `None`: who is at the desk, or had it last.
        #[serde(default)]
        from: Option<StaffId>,
        to: StaffId,
        count: Count,
    },
    /// Opens the drawer without a sale; recorded with its reason.
    KickDrawer {
        reason: String,
    },
    /// Records the blind count. May be repeated until the close.
    CountDrawer {
        count: Count,
        /// Slips, papers and other currencies.
        #[serde(default)]
        others: Vec<TenderCount>,
    },
    /// Ends the day of trade with the latest count, and prints the Z.
    CloseDrawer {
        /// Accepts that open carts and unfinished visits go over to the next day.
        #[serde(default)]
        carry_over: bool,
    },

    /// Something that cash comes in or goes out for.
    SaveCashCategory {
        #[serde(default, rename = "category")]
        id: Option<CashCategoryId>,
        name: String,
        flow: CashFlow,
        #[serde(default)]
        tax_class: Option<TaxClassId>,
        #[serde(default = "yes")]
        active: bool,
    },
    /// Whether counts are blind, and which desks have no drawer.
    SaveDrawerRules {
        #[serde(default = "yes")]
        blind_count: bool,
        #[serde(default)]
        without_drawer: Vec<Register>,
    },
    /// Money of a way of paying has arrived at the bank, less its fee.
    RecordPayout(PayoutDraft),
    /// Writes down what somebody who works here has earned, had ahead, is held back or
    /// is paid.
    RecordPay(PayDraft),
    /// Gives back in cash what a card took beyond what was due.
    PayOutOverpaid {
        sale: SaleId,
    },
    /// How much one client may owe; `None`: as much as any.
    SetTabLimit {
        client: ClientId,
        #[serde(default)]
        limit: Option<Money>,
    },

    /// Prints a receipt or a Z again, headed COPY n; or another document, the first time
    /// without that.
    Reprint {
        what: Printable,
    },
    /// A copy of a receipt that is no paper: by e-mail to the address, or as a text file
    /// where there is none.
    SendCopy {
        sale: SaleId,
        #[serde(default)]
        to: Option<String>,
    },
    /// A copy of a document that is no paper, like that of a receipt.
    SendDocument {
        document: Document,
        #[serde(default)]
        to: Option<String>,
    },
    /// As whom a client stands on papers, and in which language they are.
    SaveAddressee(AddresseeDraft),
    /// A person says that the clock is right, although it is behind the last entry, far
    /// ahead of it, or before this program was made. Until then no money moves.
    ConfirmClock {
        /// What the clock shows, as the refusal has it; within the hour.
        now: DateTime<Utc>,
    },

    /// Says who is at this desk, by a PIN or a card. What was in the cart of the one
    /// before is kept for them.
    SignOn(ProofOf),
    /// Locks this desk.
    SignOff {
        /// Since nobody touched it.
        #[serde(default)]
        idle: bool,
    },
    /// What somebody may do, and signs on with.
    SavePerson(PersonDraft),
    /// Whether people sign on, and what each role may.
    SaveRights(RightsDraft),

    /// The printer's news of a job.
    SettlePrintJob {
        job: PrintJobId,
        state: PrintState,
    },
}

fn one_place() -> u16 {
    1
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientDraft {
    #[serde(default, rename = "client")]
    pub id: Option<ClientId>,
    pub name: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub birth_date: Option<NaiveDate>,
    #[serde(default)]
    pub sex: Option<Sex>,
    #[serde(default)]
    pub alert: String,
    #[serde(default)]
    pub notes: String,
    #[serde(default)]
    pub usual_staff: Option<StaffId>,
    /// The number of the client's card; empty without one.
    #[serde(default)]
    pub card: String,
    /// Another client has this phone, and that is right (a family).
    #[serde(default)]
    pub shared_phone: bool,
    #[serde(default = "yes")]
    pub active: bool,
    /// `None`: the usual prices.
    #[serde(default)]
    pub price_level: Option<LevelId>,
    /// Of the client's discount card.
    #[serde(default)]
    pub card_rate: Option<Rate>,
    /// Whom the client is never booked with; as it was where nothing is said.
    #[serde(default)]
    pub never_with: Option<Vec<StaffId>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    Item(Item),
    /// A scanned or typed barcode, article number or service code.
    Code(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewLine {
    pub what: Wanted,
    #[serde(default = "one")]
    pub quantity: u32,
    #[serde(default)]
    pub staff: Option<StaffId>,
    /// Only where the price is asked for at the sale.
    #[serde(default)]
    pub price: Option<Money>,
}

fn one() -> u32 {
    1
}

/// What is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineChange {
    pub line: u32,
    #[serde(default)]
    pub quantity: Option<u32>,
    #[serde(default)]
    pub discount: Option<DiscountChange>,
    #[serde(default)]
    pub staff: Option<StaffId>,
    /// Of the discount.
    #[serde(default)]
    pub reason: String,
}

/// What is left out is as the price list has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceChange {
    pub line: u32,
    /// Of one piece. It needs a reason.
    #[serde(default)]
    pub price: Option<Money>,
    /// Of a service that is charged by time, where it took another one than usual.
    #[serde(default)]
    pub minutes: Option<u16>,
    #[serde(default)]
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiscountChange {
    Give(Discount),
    Remove,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Paying {
    /// In the order taken; with the parts taken before they must cover the total.
    pub tenders: Vec<Tender>,
    /// The total that the payer was told. The sale is refused if the cart has
    /// changed since.
    #[serde(default)]
    pub told: Option<Money>,
    /// A tendered amount far above the total is meant.
    #[serde(default)]
    pub confirmed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundLine {
    /// The number of the original sale's line.
    pub line: u32,
    pub quantity: u32,
    /// Back on the shelf, to be sold again.
    #[serde(default)]
    pub restock: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefundWish {
    pub sale: SaleId,
    pub lines: Vec<RefundLine>,
    /// `None`: to the tenders that paid, card first.
    #[serde(default)]
    pub tender: Option<TenderKind>,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DropTo {
    Safe,
    Bank,
}

/// Money that has arrived at the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PayoutDraft {
    /// What it was taken in; cash is that of the safe.
    pub kind: TenderKind,
    /// What it stood for; of another currency so much of that.
    pub amount: Money,
    /// Of another currency: which.
    #[serde(default)]
    pub currency: String,
    /// `None`: all of it, less the fee that is usual for it.
    #[serde(default)]
    pub arrived: Option<Money>,
    #[serde(default)]
    pub reference: String,
}

/// Of one sale, or of all that a client owes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TabSettling {
    #[serde(default)]
    pub sale: Option<SaleId>,
    #[serde(default)]
    pub client: Option<ClientId>,
    /// `None`: all of it.
    #[serde(default)]
    pub amount: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TakingBack {
    pub sale: SaleId,
    pub lines: Vec<RefundLine>,
    pub reason: String,
}

impl Request {
    /// As the journal and the wire name it: `set_up_shop`, `book`, …
    pub fn name(&self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_request_is_named_in_the_journal_as_it_is_on_the_wire() {
        let schema = serde_json::to_value(schemars::schema_for!(Request)).unwrap();
        let wire: BTreeSet<&str> = schema["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["properties"]["do"]["const"].as_str().unwrap())
            .collect();
        let names: BTreeSet<&str> = Request::VARIANTS.iter().copied().collect();
        assert_eq!(names, wire);
        assert_eq!(Request::Park.name(), "park");
    }
}
