//! Reading for screens and scripts: each question has one function and one answer
//! type. Nothing in here writes.
//!
//! In reading order: the questions and answers below, `ask`, then a file per
//! area.

mod ask;

mod anything;
mod appointments;
mod attention;
mod balances;
mod board;
mod book;
mod changes;
mod clients;
mod figures;
mod gift_cards;
mod holdings;
mod hours;
mod items;
mod journal;
mod lengths;
mod names;
mod offers;
mod owed;
pub(in crate::ops) mod planned;
mod points;
pub(in crate::ops) mod queue;
mod receipts;
mod rights;
mod rota;
mod tickets;
mod times;
pub(in crate::ops) mod turns;
mod usual;
mod visits;
mod waiting;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use anything::find_anything;
pub use appointments::{DayBlock, DayColumn, DaySheet, day, hours};
pub use attention::{
    Attention, DamagedPart, Watch, attention, before_close, damage, safekeeping, stopped,
};
pub use balances::{AccountBalance, StockValue, balances, stock_values};
pub use board::{
    BoardSheet, BoardVisit, Place, RoomRow, TherapistNow, TherapistRow, Whereabouts, board,
    evening_of, not_ready, place_of, where_is,
};
pub use book::{book_rules, deposit_due, fee_due, holds_over, visit_changes};
pub use changes::Changes;
pub use clients::{
    HISTORY_MAX, client_card, client_history, find_clients, look_up_clients, open_tabs, with_card,
    with_phone,
};
pub use figures::{figure_sales, figures};
pub use gift_cards::{gift_card, gift_card_of};
pub use holdings::{
    deposits, ends_soon, holding_sheet, holdings, loyalty_rules, next_run, past_holdings, plans,
};
pub(in crate::ops) use hours::is_to_come;
pub use hours::{
    Hit, HoursSheet, RotaCell, RotaPerson, RotaSheet, hits, hits_of_person, hours_sheet, rota_week,
    stranded,
};
pub use items::{find_items, on_hand, stock};
pub use journal::{CashJournal, CashMove, CashSum, cash_journal, figure_moves};
pub use lengths::PlannedLength;
pub use offers::{
    CouponOnCart, Effect, Effects, OwnPrices, Standing, coupons, effect_sales, effects, new_prices,
    offer_rules, promotions,
};
pub use owed::{PayRow, open_deliveries, pay_accounts, pay_movements};
pub use planned::{Again, Planned, due_after, next_visit};
pub use points::{GoodsOnCart, PointsEnd, PointsOnCart, PointsSheet, points, points_rules};
pub use queue::{QueueChoice, QueueRow};
pub use receipts::{Wish, find_receipts, preview, sale};
pub use rights::{LINES_MAX as AUDIT_LINES_MAX, audit, latest_audit, rights};
pub use rota::rota;
pub use tickets::{drawer, drawer_figures, parked, ticket};
pub use times::{LetGo, TimeSheet, TimeWish, WhyReport};
pub use turns::{TurnRow, TurnSheet, TurnState, floor_rules};
pub use visits::{
    PartWhy, PartWish, PlannedPart, SeriesWish, TogetherSheet, VisitPlan, VisitSheet, VisitWish,
    together,
};
pub use waiting::{WaitingRow, those_who_wait};

pub use crate::store::MirrorTrouble;

use crate::{
    domain::{
        audit::AuditEntry,
        booking::Status,
        cash::{Handover, MovedFor, MovedSum},
        checkout::Unused,
        client::Client,
        delivery::Delivery,
        deposit::Deposit,
        drawer::{DrawerSession, TenderClosing, Turnover},
        holding::{Holding, HoldingFault},
        ids::{
            AppointmentId, ClientId, DrawerSessionId, HandoverId, HoldingId, ProductId,
            PromotionId, RoomId, SaleId, StaffId, TicketId, WalkInId,
        },
        money::Money,
        pay_account::PayMovement,
        plan::{Plan, PlanKind},
        points::PointsRules,
        price::OfferRules,
        print_job::{PrintJob, Printable},
        promotion::{Coupon, Promotion},
        purse::{CardFault, GiftCard, PurseMovement},
        repricing::{PriceMove, Repricing},
        rights::{Role, RoleKind},
        sale::{ReceiptNumber, Sale, SaleKind, SaleLine},
        tab::Tab,
        tax::TaxRow,
        tender::TenderKind,
        ticket::{Item, OfferKind, Ticket, TicketState},
        time::WallTime,
    },
    ops::{
        request::{HoursChange, MovingAll, StaffDraft},
        shop::Stop,
    },
};

/// What a question gives, unless something broke.
pub type Answered<T> = Result<T, Stop>;

/// A question. `balm exec` takes it on a line like a request, with `ask` for `do`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Query {
    /// Clients, visits from today on, services, products and receipts in one list.
    FindAnything {
        text: String,
    },
    FindClients {
        text: String,
    },
    ClientCard {
        client: ClientId,
    },
    FindItems {
        text: String,
    },
    Day {
        date: NaiveDate,
    },
    /// The times when a service could be given, and why not at the one asked for.
    Offers(Box<TimeWish>),
    /// Who waits for a time, and which each could have.
    Waitlist,
    /// Who came without an appointment, and who could serve each when.
    Queue,
    /// Who has how many turns today, and whose it is; of a category of services, where
    /// each has an order of its own.
    Turns {
        #[serde(default)]
        category: String,
    },
    /// Everybody who could serve one of them, and when.
    QueueChoices {
        walk_in: WalkInId,
    },
    /// Who is with whom and who is free, and in what order the rooms are.
    Board,
    /// Where clients are whose name or phone is like this.
    WhereIs {
        text: String,
    },
    /// What would stand in the way if an appointment lasted so many minutes in all.
    PlanLengths {
        appointment: AppointmentId,
        minutes: Vec<u16>,
    },
    /// The same as an appointment once more: on that day, or by default when the client
    /// is to come again.
    Again {
        appointment: AppointmentId,
        #[serde(default)]
        on: Option<NaiveDate>,
    },
    /// What appointments a change of hours would leave outside of them.
    Hits {
        change: Box<HoursChange>,
    },
    /// The same of a change of a person's card.
    HitsOfPerson(Box<StaffDraft>),
    /// Appointments to come that cannot take place as they stand: outside the hours of
    /// the house or of whoever gives them, or in a room that is out of order.
    Stranded,
    /// Who works when over the week of a date.
    Rota {
        date: NaiveDate,
    },
    /// Hours of the house, shift patterns, and absences and closings to come.
    Hours,
    /// What a series would be, held against the book.
    PlanSeries(SeriesWish),
    /// What would be if all of these were moved at once.
    PlanMoves(MovingAll),
    /// The nearest times for several services or clients at once, and why not.
    PlanVisit(VisitWish),
    /// The visit and the series that an appointment is of.
    Together {
        appointment: AppointmentId,
    },
    /// The register's open cart.
    Ticket,
    ParkedTickets,
    /// By number, client name, or day; empty means the latest.
    FindReceipts {
        text: String,
        date: Option<NaiveDate>,
        client: Option<ClientId>,
    },
    Sale {
        sale: SaleId,
    },
    Stock {
        text: String,
    },
    /// What is on a gift card, and how it came there and went.
    GiftCard {
        number: String,
    },
    /// Packages, series, credits and memberships on the price list.
    Plans,
    /// What a client has paid ahead and not used, or had before.
    Holdings {
        client: ClientId,
        #[serde(default)]
        past: bool,
    },
    /// All rules by which something costs less, in their order.
    Promotions,
    /// Of one promotion, or all.
    Coupons {
        #[serde(default)]
        promotion: Option<PromotionId>,
    },
    OfferRules,
    /// What promotions, cards and discounts on whole orders gave and brought.
    Effects {
        from: NaiveDate,
        until: NaiveDate,
    },
    /// The receipts behind a row of the effects.
    EffectSales {
        of: OfferKind,
        from: NaiveDate,
        until: NaiveDate,
    },
    /// What each account of the books stands at.
    Balances,
    /// What is on hand, and what it cost.
    StockValues,
    /// What is owed to those who work here, and what they had ahead.
    PayAccounts,
    /// How one of these accounts came to what it stands at.
    PayMovements {
        staff: StaffId,
    },
    /// Goods that came and are not paid for.
    OpenDeliveries,
    /// What prices would become.
    NewPrices(Repricing),
    /// What is left of money that a client paid ahead for visits.
    Deposits {
        client: ClientId,
    },
    /// What a client has of points.
    Points {
        client: ClientId,
    },
    PointsRules,
    Drawer,
    /// Expected, counted and difference of each tender by the latest count; refused
    /// before there is one, so that the count is blind.
    DrawerFigures,
    /// What was sold, taken and moved in a shift, closed or not, or on a whole day of
    /// trade: the X and the Z of it.
    Figures {
        of: FiguresOf,
    },
    /// The sales that one of these figures is made of.
    FigureSales {
        of: FiguresOf,
        figure: TillFigure,
    },
    /// The movements that a sum of cash in and out is made of.
    FigureMoves {
        of: FiguresOf,
        what: MovedFor,
        /// Of the category; empty of what has none.
        #[serde(default)]
        name: String,
    },
    /// What came in and went out in cash besides sales, by category, over days of trade.
    CashJournal {
        from: NaiveDate,
        until: NaiveDate,
    },
    /// What stands open before a close.
    BeforeClose,
    Attention,
    /// Who did what about rights on a day of trade, the latest first.
    Audit {
        date: NaiveDate,
    },
    /// Who signs on with what, and what each role may.
    Rights,
    /// A receipt or Z as it prints, line by line.
    Preview {
        what: Printable,
        n_columns: u16,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    Anything(FoundAnything),
    Clients { hits: Vec<ClientHit> },
    ClientCard(Box<ClientCard>),
    Items { hits: Vec<ItemHit> },
    Day(DaySheet),
    Offers(TimeSheet),
    Hits { hits: Vec<Hit> },
    Rota(RotaSheet),
    Hours(HoursSheet),
    Again(Box<Again>),
    Waitlist { rows: Vec<WaitingRow> },
    Queue { rows: Vec<QueueRow> },
    QueueChoices { rows: Vec<QueueChoice> },
    Board(Box<BoardSheet>),
    Whereabouts { hits: Vec<Whereabouts> },
    Lengths { lengths: Vec<PlannedLength> },
    Turns(TurnSheet),
    Planned { plans: Vec<Planned> },
    VisitPlans(VisitSheet),
    Together(Box<TogetherSheet>),
    Ticket { ticket: Option<TicketSheet> },
    ParkedTickets { tickets: Vec<TicketSheet> },
    Receipts { hits: Vec<ReceiptHit> },
    Sale(Box<SaleSheet>),
    Stock { rows: Vec<StockRow> },
    GiftCard(Box<GiftCardSheet>),
    Plans { plans: Vec<Plan> },
    Holdings { holdings: Vec<HoldingSheet> },
    Promotions { promotions: Vec<Promotion> },
    Coupons { coupons: Vec<Coupon> },
    OfferRules { rules: OfferRules },
    Effects(Effects),
    Balances { rows: Vec<AccountBalance> },
    PayAccounts { rows: Vec<PayRow> },
    PayMovements { movements: Vec<PayMovement> },
    Deliveries { deliveries: Vec<Delivery> },
    StockValues { rows: Vec<StockValue> },
    NewPrices { moves: Vec<PriceMove> },
    Deposits { deposits: Vec<Deposit> },
    Points(Box<PointsSheet>),
    PointsRules { rules: Box<PointsRules> },
    Drawer { session: Option<DrawerSession> },
    DrawerFigures { tenders: Vec<TenderClosing> },
    Figures(Box<TillSheet>),
    FigureSales { rows: Vec<FigureRow> },
    CashMoves { rows: Vec<CashMove> },
    CashJournal(CashJournal),
    BeforeClose(BeforeClose),
    Attention { items: Vec<Attention> },
    Audit { lines: Vec<AuditLine> },
    Rights(RightsSheet),
    Preview { lines: Vec<String> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientHit {
    pub id: ClientId,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub has_alert: bool,
}

/// Clients that match what is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundClients {
    /// The best first.
    pub hits: Vec<ClientHit>,
    /// How many there are in all.
    pub n: usize,
    /// The clients are still being read: what is nearly it is not among them.
    pub is_partial: bool,
}

/// What was found, whatever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundAnything {
    /// The best first.
    pub hits: Vec<AnyHit>,
    /// How many there are in all; no more than a thousand clients are counted.
    pub n: usize,
    /// The clients are still being read: what is nearly it is not among them.
    pub is_partial: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum AnyHit {
    Client(ClientHit),
    Visit(FoundVisit),
    Item(FoundItem),
    Receipt(FoundReceipt),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundVisit {
    pub visit: Visit,
    pub client: Option<ClientId>,
    /// Empty for a walk-in without a name.
    pub client_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundItem {
    pub item: ItemHit,
    /// The code or barcode that was typed; empty if it was found by words.
    pub by_code: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FoundReceipt {
    pub receipt: ReceiptHit,
    pub client: Option<ClientId>,
}

/// One visit on a client's card or in a list: past, present or to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Visit {
    pub appointment: AppointmentId,
    pub start: WallTime,
    pub service: String,
    pub staff: String,
    pub room: String,
    pub status: Status,
    /// As charged, once paid.
    pub receipt: Option<ReceiptNumber>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClientCard {
    pub client: Client,
    /// To come, soonest first.
    pub upcoming: Vec<Visit>,
    /// Past, latest first; at most [`PAST_VISITS_MAX`].
    pub past: Vec<Visit>,
    /// Receipts, latest first; at most [`PAST_VISITS_MAX`].
    pub receipts: Vec<ReceiptHit>,
    pub n_visits: u32,
    pub n_no_shows: u32,
    pub usual: Option<Usual>,
    /// Whom the client is never booked with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never_with: Vec<String>,
    /// What is still owed, by sale, the oldest first.
    pub tabs: Vec<Tab>,
    /// Paid ahead and not used up: what ends first before what lasts.
    pub holdings: Vec<Holding>,
    /// Of who has a card that takes something off, or may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// Of which something is left, the oldest first.
    pub deposits: Vec<Deposit>,
    /// Where the shop gives points, or has given some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsSheet>,
    /// When the client is to come again, as long as there is no appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
}

/// What the client has most often, of the latest visits that were done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Usual {
    pub staff: String,
    pub service: String,
    /// `None` before there is a habit.
    pub every: Option<Every>,
}

/// The median time from one day of visits to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Days(u32),
    Weeks(u32),
}

/// Something of a client's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Past {
    Visit(Visit),
    Receipt(ReceiptHit),
}

impl Past {
    /// On the shop's clock.
    pub fn at(&self) -> WallTime {
        match self {
            Self::Visit(visit) => visit.start,
            Self::Receipt(receipt) => receipt.at,
        }
    }
}

pub const PAST_VISITS_MAX: usize = 30;
/// The most hits that any search gives.
pub const HITS_MAX: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemHit {
    pub item: Item,
    pub code: String,
    pub name: String,
    pub category: String,
    pub price: Option<Money>,
    /// What the client of the open cart pays for it, if that is another price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_price: Option<Money>,
    /// Of a service.
    pub minutes: Option<u16>,
    /// Of a product.
    pub on_hand: Option<i64>,
}

/// A cart with what the screen and the payer are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TicketSheet {
    pub ticket: Ticket,
    pub client: String,
    /// Priced as they would post, same order as the ticket's.
    pub lines: Vec<SaleLine>,
    /// Short names of the lines' therapists, same order.
    pub staff: Vec<String>,
    /// In the order in which they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponOnCart>,
    pub tax_table: Vec<TaxRow>,
    pub discounts: Money,
    pub total: Money,
    /// The total as cash, rounded to the smallest coin.
    pub cash_total: Money,
    /// Lines that something of the client's can pay, each with the best of it.
    pub usable: Vec<Usable>,
    /// Of the client, with what can still be taken of each, the oldest first.
    pub deposits: Vec<Deposit>,
    /// Of the client, where the shop gives points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsOnCart>,
    /// Packages and memberships of the client that end soon and are not renewed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ending: Vec<Ending>,
}

/// Something that its client has, and that ends soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ending {
    pub holding: HoldingId,
    pub name: String,
    /// The last day.
    pub until: NaiveDate,
}

/// Something paid ahead that pays a line of a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Usable {
    pub line: u32,
    pub holding: HoldingId,
    pub name: String,
    pub kind: PlanKind,
    /// Without what carts have taken of it.
    pub units_left: u64,
    pub until: Option<NaiveDate>,
    /// Its last day is near.
    pub ends_soon: bool,
}

impl TicketSheet {
    pub fn id(&self) -> TicketId {
        self.ticket.id
    }

    pub fn state(&self) -> TicketState {
        self.ticket.state
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptHit {
    pub sale: SaleId,
    pub receipt: ReceiptNumber,
    pub kind: SaleKind,
    /// On the shop's clock.
    pub at: WallTime,
    pub client: String,
    pub total: Money,
    /// All that it sold was given or taken back since.
    pub is_all_back: bool,
}

/// A posted sale with what is left to give back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SaleSheet {
    pub sale: Sale,
    pub client: String,
    pub at: WallTime,
    /// Quantity of each line not yet given back, same order as the sale's lines.
    pub refundable: Vec<u32>,
    /// Of what was paid ahead: how much of each line is not used, same order.
    pub unused: Vec<Option<Unused>>,
    pub refunds: Vec<ReceiptHit>,
    /// Of what was taken beyond what was due: what was not given back.
    pub overpaid: Money,
    pub jobs: Vec<PrintJob>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockRow {
    pub product: ProductId,
    pub code: String,
    pub name: String,
    pub barcode: String,
    pub price: Option<Money>,
    pub on_hand: i64,
    pub par_level: u32,
}

impl StockRow {
    pub fn is_low(&self) -> bool {
        self.on_hand < i64::from(self.par_level)
    }
}

/// One shift, or all of a day at all desks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FiguresOf {
    Session(DrawerSessionId),
    Day(NaiveDate),
}

/// A figure that sales make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "figure", rename_all = "snake_case")]
pub enum TillFigure {
    Sales,
    Refunds,
    Services,
    Products,
    Tips,
    Prepaid,
    Settled,
    Discounts,
    Rounding,
    Tax {
        name: String,
    },
    Tender {
        kind: TenderKind,
    },
    /// What was taken in cash in a shift until it was handed over.
    Handover {
        handover: HandoverId,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TillSheet {
    /// In the order in which they were opened.
    pub sessions: Vec<DrawerSession>,
    pub turnover: Turnover,
    pub tenders: Vec<TenderClosing>,
    /// A shift that is open is not counted yet: what is expected of it is not told.
    pub is_blind: bool,
    pub moved: Vec<MovedSum>,
    pub handovers: Vec<Handover>,
}

/// A sale with its part of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FigureRow {
    pub sale: SaleId,
    pub receipt: ReceiptNumber,
    pub kind: SaleKind,
    pub at: WallTime,
    pub client: String,
    pub amount: Money,
}

/// A gift card with what can be paid with it here and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GiftCardSheet {
    pub card: GiftCard,
    /// Without what the carts of other desks have taken of it.
    pub free: Money,
    /// What keeps it from paying.
    pub fault: Option<CardFault>,
    /// The latest first.
    pub movements: Vec<PurseMovement>,
}

/// A package or series with all that became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HoldingSheet {
    pub holding: Holding,
    /// What keeps it from paying.
    pub fault: Option<HoldingFault>,
    /// A cart that uses it.
    pub held_by: Option<TicketId>,
    /// The latest first.
    pub movements: Vec<PurseMovement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BeforeClose {
    pub tickets: Vec<TicketSheet>,
    /// Today's that are neither done, cancelled nor no-show.
    pub visits: Vec<DayBlock>,
}

/// A line of the audit in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditLine {
    pub entry: AuditEntry,
    pub at: WallTime,
    /// Who was at the desk; empty if nobody had signed on.
    pub who: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RightsSheet {
    pub on: bool,
    pub idle_minutes: u16,
    pub roles: Vec<Role>,
    /// Everybody who works here.
    pub people: Vec<PersonRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonRow {
    pub staff: StaffId,
    pub name: String,
    pub role: Option<RoleKind>,
    pub has_pin: bool,
    pub has_card: bool,
}

/// Names of what ids stand for, for whoever puts a record into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RoomName {
    pub room: RoomId,
    pub name: String,
    pub short: String,
}
