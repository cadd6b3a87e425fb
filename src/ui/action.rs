//! The action table: what can be done with a key. The hint line, the palette, the
//! help, the README's table and the keymap check all read this and nothing else.
//!
//! A new action is a row here, a match arm in its component, a line in the keymaps,
//! and its words in the locale's `actions.ftl`; a test fails if one of them is missing.

use crate::{domain::rights::Right, locale::Locale};

/// Where an action has a meaning. A component names its contexts in the order in
/// which a key is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// On every screen, dialogs included.
    Anywhere,
    /// With no dialog open.
    Desk,
    Day,
    /// An appointment is being moved on the grid.
    Moving,
    Client,
    Cart,
    Stock,
    /// In a list, a form or any other dialog.
    Dialog,
    /// In the list of what was found.
    Found,
    /// In the list of receipts and on a receipt.
    Receipt,
    /// In the booking form.
    Booking,
    /// Appointments as they would be booked.
    Planned,
    /// In the walk-in queue.
    Queue,
    /// On the board of therapists and rooms.
    Board,
    /// In the turn list.
    Turns,
    /// Marking lines to give back.
    Refund,
    Payment,
    Drawer,
    /// Arrows and pages, in panes and dialogs alike.
    Nav,
    /// While a text is being typed.
    Text,
}

impl Context {
    pub const ALL: [Self; 20] = [
        Self::Anywhere,
        Self::Desk,
        Self::Day,
        Self::Moving,
        Self::Client,
        Self::Cart,
        Self::Stock,
        Self::Dialog,
        Self::Found,
        Self::Receipt,
        Self::Booking,
        Self::Planned,
        Self::Queue,
        Self::Board,
        Self::Turns,
        Self::Refund,
        Self::Payment,
        Self::Drawer,
        Self::Nav,
        Self::Text,
    ];

    /// The section of a keymap file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Desk => "desk",
            Self::Day => "day",
            Self::Moving => "moving",
            Self::Client => "client",
            Self::Cart => "cart",
            Self::Stock => "stock",
            Self::Dialog => "dialog",
            Self::Found => "found",
            Self::Receipt => "receipt",
            Self::Booking => "booking",
            Self::Planned => "planned",
            Self::Queue => "queue",
            Self::Board => "board",
            Self::Turns => "turns",
            Self::Refund => "refund",
            Self::Payment => "payment",
            Self::Drawer => "drawer",
            Self::Nav => "nav",
            Self::Text => "text",
        }
    }

    /// What opens the dialog that these are in; `None` for what needs no dialog, or one
    /// that nothing opens by itself.
    pub fn door(self) -> Option<Action> {
        match self {
            Self::Found => Some(Action::Find),
            Self::Receipt | Self::Refund => Some(Action::Receipts),
            Self::Booking => Some(Action::DayBook),
            Self::Queue => Some(Action::DayQueue),
            Self::Board => Some(Action::DayBoard),
            Self::Turns => Some(Action::DayTurns),
            Self::Payment => Some(Action::PayOther),
            Self::Drawer => Some(Action::DrawerMenu),
            Self::Anywhere
            | Self::Desk
            | Self::Day
            | Self::Moving
            | Self::Client
            | Self::Cart
            | Self::Stock
            | Self::Dialog
            | Self::Planned
            | Self::Nav
            | Self::Text => None,
        }
    }
}

/// One row of the action table.
#[derive(Debug)]
pub struct ActionDef {
    pub action: Action,
    /// The name in `keymaps/*.toml`. Stable: users' files depend on it.
    pub name: &'static str,
    pub context: Context,
    /// What its request needs where people sign on; `None`: nothing, or it only leads to
    /// others. Asked for by `ops`, whatever stands here: the screen says it beforehand.
    pub right: Option<Right>,
}

/// The right of a row, if there is one.
macro_rules! right {
    () => {
        None
    };
    ($right:ident) => {
        Some(Right::$right)
    };
}

macro_rules! actions {
    ($($action:ident, $name:literal, $context:ident $(, $right:ident)?;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($action),* }

        pub static ACTIONS: &[ActionDef] = &[$(ActionDef {
            action: Action::$action,
            name: $name,
            context: Context::$context,
            right: right!($($right)?),
        }),*];
    };
}

#[rustfmt::skip]
actions! {
    // variant         name                   context      right
    Help,              "help",                Anywhere;
    Redraw,            "redraw",              Anywhere;
    DemoScan,          "demo.scan",           Anywhere;
    DemoPaper,         "demo.paper",          Anywhere;

    Palette,           "palette",             Desk;
    Find,              "find",                Desk;
    PaneNext,          "pane.next",           Desk;
    PanePrev,          "pane.prev",           Desk;
    PaneDay,           "pane.day",            Desk;
    PaneClient,        "pane.client",         Desk;
    PaneCart,          "pane.cart",           Desk;
    PaneStock,         "pane.stock",          Desk;
    PayCash,           "pay.cash",            Desk,        TakePayment;
    PayCard,           "pay.card",            Desk,        TakePayment;
    PayOther,          "pay.other",           Desk,        TakePayment;
    Park,              "cart.park",           Desk,        Sell;
    Recall,            "cart.recall",         Desk,        Sell;
    SalePrint,         "sale.print",          Desk,        Reprint;
    SaleSend,          "sale.send",           Desk,        Reprint;
    Receipts,          "receipts",            Desk;
    DrawerMenu,        "drawer",              Desk;
    CloseDay,          "drawer.close-day",    Desk,        CloseDay;
    NewClient,         "client.new",          Desk,        Clients;
    Attention,         "attention",           Desk;
    Operator,          "operator",            Desk;
    DemoPrinter,       "demo.printer",        Desk;
    ManageStaff,       "manage.staff",        Desk,        People;
    ManageServices,    "manage.services",     Desk,        Catalog;
    ManageRooms,       "manage.rooms",        Desk,        House;
    ManageEquipment,   "manage.equipment",    Desk,        House;
    ManageTaxes,       "manage.taxes",        Desk,        House;
    ManageShop,        "manage.shop",         Desk,        House;
    Settings,          "settings",            Desk;
    Quit,              "quit",                Desk;

    DayBook,           "day.book",            Day,         Book;
    DayArrived,        "day.arrived",         Day,         Book;
    DayStart,          "day.start",           Day,         Book;
    DayDone,           "day.done",            Day,         Book;
    DayToCart,         "day.to-cart",         Day,         Sell;
    DayMove,           "day.move",            Day,         Book;
    DayLength,         "day.length",          Day,         Book;
    DayPart,           "day.part",            Day,         Book;
    DaySwap,           "day.swap",            Day,         Book;
    DayCopy,           "day.copy",            Day,         Book;
    DayCancel,         "day.cancel",          Day,         Book;
    DayNoShow,         "day.no-show",         Day,         Book;
    DayConfirm,        "day.confirm",         Day,         Book;
    DayWalkIn,         "day.walk-in",         Day,         Book;
    DayNextFree,       "day.next-free",       Day;
    DayWaitlist,       "day.waitlist",        Day,         Book;
    DayQueue,          "day.queue",           Day,         Book;
    DayBoard,          "day.board",           Day;
    DayWhere,          "day.where",           Day;
    DayExtend,         "day.extend",          Day,         Book;
    DayTurns,          "day.turns",           Day,         Book;
    DayRoom,           "day.room",            Day,         Book;
    DayNote,           "day.note",            Day,         Book;
    DayClient,         "day.client",          Day;
    DayAgain,          "day.again",           Day,         Book;
    DayRepeat,         "day.repeat",          Day,         Book;
    DayTogether,       "day.together",        Day,         Book;
    DayPartyArrived,   "day.party-arrived",   Day,         Book;
    DayCard,           "day.card",            Day,         Reprint;
    DayNext,           "day.next",            Day;
    DayPrev,           "day.prev",            Day;
    DayToday,          "day.today",           Day;
    DayGoTo,           "day.go-to",           Day;
    DayWeekNext,       "day.week-next",       Day;
    DayWeekPrev,       "day.week-prev",       Day;
    DayOne,            "day.one",             Day;
    DayThree,          "day.three",           Day;
    DayWeek,           "day.week",            Day;
    DayFiner,          "day.finer",           Day;
    DayCoarser,        "day.coarser",         Day;
    DayColumns,        "day.columns",         Day;
    DayColumnsNext,    "day.columns-next",    Day;
    DayColumnsPrev,    "day.columns-prev",    Day;
    DayNextBlock,      "day.next-block",      Day;
    DayPrevBlock,      "day.prev-block",      Day;
    DayFreeCell,       "day.free-cell",       Day;
    DaySheet,          "day.sheet",           Day,         Reprint;
    DayHours,          "day.hours",           Day,         People;
    DayFind,           "day.find",            Day;
    DayVisitNext,      "day.visit-next",      Day;
    DayVisitPrev,      "day.visit-prev",      Day;
    DayUndo,           "day.undo",            Day,         Book;

    MoveDrop,          "move.drop",           Moving,      Book;
    MoveCancel,        "move.cancel",         Moving;

    BookMore,          "booking.more",        Booking,     Book;

    PlannedOther,      "planned.other",       Planned,     Book;
    PlannedSkip,       "planned.skip",        Planned,     Book;

    QueueAdd,          "queue.add",           Queue,       Book;
    QueueStaff,        "queue.staff",         Queue,       Book;
    QueuePromise,      "queue.promise",       Queue,       Book;
    QueueChange,       "queue.change",        Queue,       Book;
    QueueGone,         "queue.gone",          Queue,       Book;
    QueueUndo,         "queue.undo",          Queue,       Book;
    BoardClean,        "board.clean",         Board,       Book;
    BoardToClean,      "board.to-clean",      Board,       Book;
    BoardCleaning,     "board.cleaning",      Board,       Book;
    BoardOvernight,    "board.overnight",     Board,       Book;
    BoardOutOfOrder,   "board.out-of-order",  Board,       Book;

    TurnsOn,           "turns.on",            Turns,       Book;
    TurnsAll,          "turns.all",           Turns,       Book;
    TurnsSkip,         "turns.skip",          Turns,       Book;
    TurnsUp,           "turns.up",            Turns,       Book;
    TurnsDown,         "turns.down",          Turns,       Book;
    TurnsTail,         "turns.tail",          Turns,       Book;
    TurnsOther,        "turns.other",         Turns;
    TurnsUndo,         "turns.undo",          Turns,       Book;

    ClientPick,        "client.pick",         Client;
    ClientEdit,        "client.edit",         Client,      Clients;
    ClientBook,        "client.book",         Client,      Book;
    ClientAgain,       "client.again",        Client,      Book;
    ClientHistory,     "client.history",      Client;
    ClientTabs,        "client.tabs",         Client;
    ClientPapers,      "client.papers",       Client,      Reprint;
    ClientEnter,       "client.enter",        Client,      Book;
    ClientDetach,      "client.detach",       Client,      Sell;

    CartAdd,           "cart.add",            Cart,        Sell;
    CartMore,          "cart.more",           Cart,        Sell;
    CartFewer,         "cart.fewer",          Cart,        Sell;
    CartQuantity,      "cart.quantity",       Cart,        Sell;
    CartRemove,        "cart.remove",         Cart,        Sell;
    CartPercent,       "cart.percent",        Cart,        Discount;
    CartPrice,         "cart.price",          Cart,        ChangePrice;
    CartTip,           "cart.tip",            Cart,        Sell;
    CartTab,           "cart.tab",            Cart,        Sell;
    CartOffers,        "cart.offers",         Cart,        Sell;
    CartStaff,         "cart.staff",          Cart,        Sell;
    CartDrop,          "cart.drop",           Cart,        Sell;
    CartPrepaid,       "cart.prepaid",        Cart,        Sell;
    CartUse,           "cart.use",            Cart,        Sell;
    CartClear,         "cart.clear",          Cart,        Sell;

    StockEdit,         "stock.edit",          Stock,       Catalog;
    StockNew,          "stock.new",           Stock,       Catalog;
    StockCount,        "stock.count",         Stock,       Stock;
    StockReceive,      "stock.receive",       Stock,       Stock;
    StockTake,         "stock.take",          Stock,       Stock;
    StockToCart,       "stock.to-cart",       Stock,       Sell;

    Accept,            "accept",              Dialog;
    Back,              "back",                Dialog;

    FoundBook,         "found.book",          Found,       Book;
    FoundClient,       "found.client",        Found;

    ReceiptReprint,    "receipt.reprint",     Receipt,     Reprint;
    ReceiptRefund,     "receipt.refund",      Receipt,     Refund;
    ReceiptSend,       "receipt.send",        Receipt,     Reprint;
    ReceiptOverpaid,   "receipt.overpaid",    Receipt,     Refund;
    ReceiptVoid,       "receipt.void",        Receipt,     Void;
    ReceiptWithout,    "receipt.without",     Receipt,     RefundWithoutReceipt;
    ReceiptInvoice,    "receipt.invoice",     Receipt,     Reprint;

    RefundMark,        "refund.mark",         Refund;
    RefundUnmark,      "refund.unmark",       Refund;
    RefundRestock,     "refund.restock",      Refund;
    RefundTender,      "refund.tender",       Refund;
    RefundExchange,    "refund.exchange",     Refund;

    PaymentCash,       "payment.cash",        Payment;
    PaymentCard,       "payment.card",        Payment;
    PaymentTransfer,   "payment.transfer",    Payment;
    PaymentCheque,     "payment.cheque",      Payment;
    PaymentVoucher,    "payment.voucher",     Payment;
    PaymentAccount,    "payment.account",     Payment;
    PaymentForeign,    "payment.foreign",     Payment;
    PaymentNote1,      "payment.note-1",      Payment;
    PaymentNote2,      "payment.note-2",      Payment;
    PaymentNote3,      "payment.note-3",      Payment;
    PaymentNote4,      "payment.note-4",      Payment;
    PaymentGiftCard,   "payment.gift-card",   Payment;
    PaymentDeposit,    "payment.deposit",     Payment;
    PaymentPoints,     "payment.points",      Payment;
    PaymentUndo,       "payment.undo",        Payment;

    DrawerOpen,        "drawer.open",         Drawer,      Drawer;
    DrawerIn,          "drawer.in",           Drawer,      MoveCash;
    DrawerOut,         "drawer.out",          Drawer,      MoveCash;
    DrawerCount,       "drawer.count",        Drawer,      Drawer;
    DrawerSafe,        "drawer.safe",         Drawer,      MoveCash;
    DrawerTips,        "drawer.tips",         Drawer,      MoveCash;
    DrawerHandOver,    "drawer.hand-over",    Drawer,      Drawer;
    DrawerPayout,      "drawer.payout",       Drawer,      Books;
    DrawerPay,         "drawer.pay",          Drawer,      People;
    DrawerBills,       "drawer.bills",        Drawer,      Books;
    DrawerX,           "drawer.x",            Drawer,      Drawer;
    DrawerShifts,      "drawer.shifts",       Drawer,      Drawer;
    DrawerJournal,     "drawer.journal",      Drawer,      Drawer;
    DrawerKick,        "drawer.kick",         Drawer,      NoSale;

    NavUp,             "nav.up",              Nav;
    NavDown,           "nav.down",            Nav;
    NavLeft,           "nav.left",            Nav;
    NavRight,          "nav.right",           Nav;
    NavPageUp,         "nav.page-up",         Nav;
    NavPageDown,       "nav.page-down",       Nav;
    NavFirst,          "nav.first",           Nav;
    NavLast,           "nav.last",            Nav;
    NavNext,           "nav.next",            Dialog;
    NavPrev,           "nav.prev",            Dialog;

    TextBackspace,     "text.backspace",      Text;
    TextDelete,        "text.delete",         Text;
    TextLeft,          "text.left",           Text;
    TextRight,         "text.right",          Text;
    TextHome,          "text.home",           Text;
    TextEnd,           "text.end",            Text;
    TextClear,         "text.clear",          Text;
}

impl ActionDef {
    /// Whether it has a meaning in the demo only.
    pub fn is_demo(&self) -> bool {
        self.name.starts_with("demo.")
    }

    /// Where the locale has its words.
    fn message(&self) -> String {
        format!("action-{}", self.name.replace('.', "-"))
    }

    /// One or two words for the hint line.
    pub fn label(&self, locale: &Locale) -> String {
        locale.text(&self.message())
    }

    /// One sentence for the palette and the help.
    pub fn help(&self, locale: &Locale) -> String {
        locale.text(&format!("{}.help", self.message()))
    }
}

impl Action {
    /// The row of the table.
    pub fn def(self) -> &'static ActionDef {
        // The table has one row per variant, in the variants' order.
        &ACTIONS[self as usize]
    }

    pub fn named(name: &str) -> Option<Self> {
        ACTIONS
            .iter()
            .find(|def| def.name == name)
            .map(|def| def.action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_its_variants_and_names_are_unique() {
        for (idx, def) in ACTIONS.iter().enumerate() {
            assert_eq!(def.action as usize, idx);
            assert_eq!(
                Action::named(def.name),
                Some(def.action),
                "{} stands twice",
                def.name
            );
        }
    }

    #[test]
    fn every_action_has_a_label_and_a_sentence() {
        let locale = Locale::english();
        for def in ACTIONS {
            let (label, help) = (def.label(&locale), def.help(&locale));
            let n_words = label.split_whitespace().count();
            assert!(
                !label.starts_with('<') && (1..=2).contains(&n_words) && label.len() <= 13,
                "{}: {label} (src/locale/en/actions.ftl)",
                def.name
            );
            assert!(
                help.ends_with('.') && help.starts_with(char::is_uppercase),
                "{}: {help} (src/locale/en/actions.ftl)",
                def.name
            );
        }
    }

    #[test]
    fn no_words_are_left_over_from_an_action_that_is_gone() {
        let known: Vec<String> = ACTIONS.iter().map(ActionDef::message).collect();
        for line in include_str!("../locale/en/actions.ftl").lines() {
            if let Some((id, _)) = line
                .split_once(" = ")
                .filter(|(id, _)| !id.starts_with(' '))
            {
                assert!(known.iter().any(|it| it == id), "{id} names no action");
            }
        }
    }
}
