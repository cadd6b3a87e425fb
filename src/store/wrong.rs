//! What the proof of a journal can find wrong, or lost for ever.

use super::record::Kind;
use crate::domain::{
    ids::{DrawerSessionId, LedgerEntryId, ProductId, Register},
    tender::Purse,
};

/// Something that the journal records faithfully and that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The number of the entry that shows it.
    pub entry: u64,
    pub what: Wrong,
}

/// Amounts are in minor units, of any size that sums can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    ReceiptMissing {
        register: Register,
        number: u64,
    },
    ReceiptTwice {
        register: Register,
        number: u64,
    },
    ZMissing {
        register: Register,
        number: u64,
    },
    ZTwice {
        register: Register,
        number: u64,
    },
    LedgerUnbalanced {
        id: LedgerEntryId,
        sum: i128,
    },
    /// What is never changed was changed or removed.
    Rewritten {
        kind: Kind,
        key: String,
    },
    /// The whole of a record does not read as what it should be.
    Unreadable {
        what: String,
    },
    /// Sold, or moved in the drawer, outside of any open day.
    OutsideOfDay {
        session: DrawerSessionId,
    },
    /// An account of the ledger is not what the records behind it come to.
    AccountOff {
        account: Control,
        booked: i128,
        found: i128,
    },
    /// A closing says another figure than its sales and movements.
    ClosingOff {
        register: Register,
        z_number: u64,
        figure: Figure,
        closed: i128,
        found: i128,
    },
    /// Pieces on hand are not the sum of the movements.
    StockOff {
        product: ProductId,
        on_hand: i128,
        moved: i128,
    },
    /// A balance is not the sum of its movements.
    PurseOff {
        purse: Purse,
        balance: i128,
        moved: i128,
    },
    /// The journal ends before entries that a clean stop, or the index, has had.
    EndMissing {
        last: u64,
    },
    CurrencyChanged {
        from: String,
        to: String,
    },
}

/// Accounts whose balance is known from other records as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Control {
    /// The drawer of a register: what should be in it.
    Cash(Register),
    CardClearing,
    /// Goods at cost.
    Stock,
    /// What clients owe: their tabs.
    Tabs,
    /// What is owed to people for tips.
    Tips,
    /// What is left on all gift cards.
    GiftCards,
    /// What is not used yet of all packages and series.
    Deferred,
    Transfers,
    Cheques(Register),
    Vouchers,
    /// Cash of other currencies in a drawer, at what it cost.
    Foreign(Register),
    /// Taken beyond what was due.
    Overpaid,
    /// What is left of deposits, without the tax that was posted with them.
    Deposits,
    /// What clients' points were worth when they were given.
    PointsOwed,
    /// How many points clients have.
    Points,
    /// What is owed to suppliers.
    Payables,
    /// What is owed to those who work here, and what they had ahead.
    PayOwed,
    PayAdvance,
}

/// What a closing says that its day's records say too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Float,
    Cash,
    Card,
    CashIn,
    CashOut,
    Sales,
    Refunds,
    Discounts,
    Rounding,
    Services,
    Products,
    NSales,
    NRefunds,
    FirstReceipt,
    LastReceipt,
    Tips,
    Prepaid,
    Settled,
    Differences,
    /// Taken in other ways than cash and card.
    Others,
    /// So much of other currencies.
    Foreign,
    /// All closings up to this one.
    Perpetual,
}

/// What went with entries that a repair did not find. Known, and no problem any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    Entries {
        first: u64,
        last: u64,
    },
    Receipts {
        register: Register,
        first: u64,
        last: u64,
    },
    Zs {
        register: Register,
        first: u64,
        last: u64,
    },
}
