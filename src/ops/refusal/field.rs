//! What forms ask for, so that a refusal can say which field it means.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The fields of all forms, by what they ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    ShopName,
    Currency,
    TimeZone,
    Tax,
    Therapists,
    Rooms,
    /// So many at once.
    Places,
    AllRooms,
    /// Machines and other things.
    Equipment,
    Pieces,
    /// What a service does when, and what it holds meanwhile.
    Steps,
    /// How long it takes with whom.
    Paces,
    /// When it is not given.
    OffDays,
    GradeMin,
    /// How well who does it.
    Grades,
    ReturnAfter,
    /// Whom a client is not booked with.
    NeverWith,
    /// Whom somebody treats.
    Treats,
    /// Others who would do.
    OrElse,
    /// In which order times are offered.
    TimeOrder,
    Name,
    Short,
    Phone,
    Email,
    BirthDate,
    Card,
    Code,
    Price,
    Cost,
    Minutes,
    Hours,
    Quantity,
    Amount,
    Count,
    LabelPatterns,
    Reason,
    /// A percent or an amount.
    Discount,
    /// What a client's discount card takes off.
    CardRate,
    /// Which column of the price list.
    PriceLevel,
    /// What it costs at each of them.
    LevelPrices,
    /// What it costs with whom.
    StaffPrices,
    /// For how long the price is, and in which steps it is charged.
    Timed,
    /// What the discount is taken off.
    DiscountOf,
    /// What a promotion takes off.
    TakesOff,
    /// What it is of.
    Scope,
    Weekdays,
    /// For whom a promotion is.
    Who,
    ByCoupon,
    /// How much of it at least.
    Least,
    /// How much off at most.
    Most,
    Alone,
    /// Which comes first.
    Rank,
    /// How often a coupon is good.
    Uses,
    /// Which promotion a coupon brings.
    Promotion,
    /// How rules meet on a line.
    Stacking,
    /// What cards take off by what was bought.
    CardSteps,
    /// For how long what was bought counts.
    CardMonths,
    /// By how much prices change.
    PriceChange,
    /// Which prices.
    Columns,
    RoundTo,
    /// The number of a slip, cheque or voucher.
    Reference,
    Note,
    Client,
    Service,
    Staff,
    /// Who has the roles after the first.
    With,
    Room,
    Date,
    /// The day from which something counts.
    From,
    Time,
    Lines,
    Alert,
    Sex,
    SharedPhone,
    Override,
    Category,
    Barcodes,
    ParLevel,
    Role,
    /// Whether it may still be chosen.
    InUse,
    TaxInside,
    CashStep,
    ReceiptHeader,
    ReceiptFooter,
    ReceiptPrinting,
    GridMinutes,
    /// Of a gift card.
    Number,
    /// How long a gift card lasts.
    CardLife,
    /// A way of paying.
    Tender,
    /// Whether the drawer opens for it.
    Drawer,
    /// What is kept of a payment by who pays it out.
    Fee,
    ExchangeRate,
    /// What came to the bank.
    Arrived,
    /// Whom goods came from.
    Supplier,
    /// Where money comes from that is paid.
    PaidFrom,
    /// What a movement of a person's account is.
    PayCause,
    /// Whether money comes in or goes out.
    Flow,
    /// Whether what is expected is told only after the count.
    Blind,
    /// Who gets the drawer, and who had it.
    HandTo,
    HandFrom,
    /// Of another way of paying than cash and card.
    OtherCount,
    /// How many days old a rate may be.
    StaleDays,
    /// What a plan gives, and how often.
    Gives,
    Units,
    MinutesEach,
    /// What a plan is for.
    Services,
    /// How long a plan lasts.
    Life,
    /// What a membership pays in each period, and in which.
    Credits,
    CreditsPer,
    RollsOver,
    /// What it takes off.
    MemberOff,
    /// How often it lets its client in, and in what.
    Entries,
    EntriesPer,
    /// When its fee becomes revenue.
    Earned,
    GivesBack,
    RestDays,
    RestExtends,
    CanMove,
    /// The last day.
    Until,
    Days,
    /// When an end is near enough to be said.
    SoonDays,
    /// Whether deposits are taxed when they are taken.
    DepositsTaxed,
    /// A visit of the client's.
    Visit,
    /// How points are given: whether at all, for what, how many, and for how long.
    PointsOn,
    Points,
    PerVisit,
    PerAmount,
    EarnedOn,
    InParts,
    /// What points are worth, how many are worth that, and how they are spent.
    Worth,
    WorthOf,
    SpentAs,
    LeastPoints,
    BackDays,
    /// For somebody who is new, who was brought, and who brought them.
    GiftNew,
    GiftBrought,
    GiftReferrer,
    Referrer,
    GiftLife,
    /// What is had for points.
    ForPoints,
    /// In which order what was paid ahead is suggested.
    Order,
    /// Of the request itself, made by the program that asks.
    RequestId,
    /// The hour at which a day of trade begins.
    Cutoff,
    /// The name of an account in the books of others.
    Account,
    Pin,
    /// The one so far.
    OwnPin,
    /// The same, so that a slip is noticed.
    PinAgain,
    /// Whether people sign on.
    RightsOn,
    /// After how many minutes a desk locks itself.
    IdleMinutes,
    /// What a role may.
    Rights,
    /// How much it may take off, in percent and in money.
    PercentLimit,
    AmountLimit,
    /// In which papers are.
    Language,
    /// As whom a client stands on papers.
    Buyer,
    Address,
    /// In the register of firms.
    RegNo,
    /// By which tax is reported.
    TaxNo,
    /// What is printed at once.
    Paper,
    /// Goods or a service.
    Item,
    /// Whether it goes back on the shelf.
    Restock,
    /// Between when and when somebody waits for a time, and on which days of the week.
    FirstDay,
    LastDay,
    FromTime,
    UntilTime,
    Urgent,
    /// When somebody who waits is to be served.
    Promised,
    /// How turns go round.
    FirstOrder,
    ByCategory,
    Skipped,
    HalfBelow,
    AskedFor,
    ExtensionFrom,
    Extension,
    /// Whether it is booked, held or asked for.
    MadeAs,
    /// For how long a time is held.
    HoldMinutes,
    /// From how many hours before the start a cancellation is late.
    LateHours,
    NoShowFee,
    LateFee,
    /// What is to be paid ahead, of what, by whom, and how long it is waited for.
    DepositRate,
    DepositFrom,
    DepositNoShows,
    DepositHours,
    /// One stretch of an appointment.
    Part,
    /// The appointment that another is swapped with.
    Other,
    /// Of people, whose hours they share.
    Group,
    /// Of shifts.
    Pattern,
    /// The day in the first week of a pattern.
    Anchor,
    /// After how many days or weeks it comes again, and how often.
    Every,
    Times,
    /// Who has invited.
    Host,
    /// Whether one pays for all.
    Bill,
}
