//! The places where keys are pressed: in which order the sections of a keymap are
//! asked there, which characters are text, and what must have a key.
//!
//! A component says the same of itself by its contexts; a test walks through the
//! screens and compares.

use super::Keymap;
use crate::ui::{
    action::{ACTIONS, Action, Context},
    key::{Key, KeyCode},
};

/// Which plain characters are text and no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    Nothing,
    /// Letters and digits: a filter with nothing typed yet.
    Words,
    /// These and the plus of a phone number.
    Phone,
    /// All but the marks of the cart's entry line with nothing typed.
    Entry,
    /// All but the marks that may follow a number in the entry line.
    AfterNumber,
    /// A product's name: what has come in of it has the plus.
    Product,
    /// An amount: letters are keys.
    Amount,
    All,
}

impl Typing {
    pub fn takes(self, letter: char) -> bool {
        match self {
            Self::Nothing => false,
            Self::Words => letter.is_alphanumeric(),
            Self::Phone => letter.is_alphanumeric() || letter == '+',
            Self::Entry => !"+-%=$;_*/?:!#& ".contains(letter),
            Self::AfterNumber => !"%=$;_".contains(letter),
            Self::Product => letter != '+',
            Self::Amount => !letter.is_alphabetic(),
            Self::All => true,
        }
    }
}

#[derive(Debug)]
pub struct Place {
    /// For the sentence that says where a key is in the way.
    pub name: &'static str,
    /// Where a key is looked up, first to last.
    pub contexts: &'static [Context],
    pub typing: Typing,
    /// Every action of these that has a key at all has one here.
    pub needs: &'static [Context],
    /// And these single ones.
    pub also: &'static [Action],
}

use Context::{
    Anywhere, Board, Booking, Cart, Client, Day, Desk, Dialog, Drawer, Found, Moving, Nav, Payment,
    Planned, Queue, Receipt, Refund, Stock, Text, Turns,
};

const MONEY: &[Action] = &[
    Action::CartAdd,
    Action::CartPercent,
    Action::CartQuantity,
    Action::CartPrepaid,
    Action::CartTip,
    Action::CartTab,
    Action::CartClear,
    Action::PayCash,
    Action::PayCard,
    Action::PayOther,
];
/// The history is of the client on the card, whom the hits hide meanwhile.
const LOOKUP: &[Action] = &[
    Action::ClientPick,
    Action::ClientEdit,
    Action::ClientBook,
    Action::ClientDetach,
    Action::Back,
    Action::NavUp,
    Action::NavDown,
];
const FILTER: &[Action] = &[
    Action::StockToCart,
    Action::StockEdit,
    Action::StockCount,
    Action::StockReceive,
    Action::Back,
    Action::NavUp,
    Action::NavDown,
];
const TENDERS: &[Action] = &[
    Action::PaymentCash,
    Action::PaymentCard,
    Action::PaymentTransfer,
    Action::PaymentCheque,
    Action::PaymentVoucher,
    Action::PaymentAccount,
    Action::PaymentForeign,
    Action::PaymentUndo,
];
const LIST: &[Action] = &[
    Action::Help,
    Action::NavUp,
    Action::NavDown,
    Action::NavPageUp,
    Action::NavPageDown,
];

#[rustfmt::skip]
pub static PLACES: &[Place] = &[
    Place { name: "the book",             contexts: &[Day, Desk, Anywhere, Nav],                   typing: Typing::Nothing,     needs: &[Day, Desk, Anywhere, Nav], also: &[] },
    Place { name: "the book, moving",     contexts: &[Moving, Nav, Day, Anywhere],                 typing: Typing::Nothing,     needs: &[Moving, Nav, Anywhere],    also: &[Action::DayNext, Action::DayPrev, Action::DayToday, Action::DayGoTo] },
    Place { name: "the client file",      contexts: &[Client, Desk, Anywhere, Nav],                typing: Typing::Phone,       needs: &[Client, Desk, Anywhere, Nav], also: &[] },
    Place { name: "a typed name",         contexts: &[Client, Text, Dialog, Desk, Anywhere, Nav],  typing: Typing::All,         needs: &[Text],                     also: LOOKUP },
    Place { name: "the cart",             contexts: &[Cart, Desk, Anywhere, Nav],                  typing: Typing::Entry,       needs: &[Cart, Desk, Anywhere, Nav], also: &[] },
    Place { name: "the cart after a number", contexts: &[Text, Cart, Desk, Anywhere, Nav],         typing: Typing::AfterNumber, needs: &[Text],                     also: MONEY },
    Place { name: "the cart after words", contexts: &[Text, Cart, Desk, Anywhere, Nav],            typing: Typing::All,         needs: &[Text],                     also: &[Action::CartAdd, Action::CartClear, Action::NavUp, Action::NavDown] },
    Place { name: "the stock list",       contexts: &[Stock, Desk, Anywhere, Nav],                 typing: Typing::Words,       needs: &[Stock, Desk, Anywhere, Nav], also: &[] },
    Place { name: "a typed product",      contexts: &[Stock, Text, Dialog, Desk, Anywhere, Nav],   typing: Typing::Product,     needs: &[Text],                     also: FILTER },
    Place { name: "a list or a form",     contexts: &[Dialog, Anywhere, Text, Nav],                typing: Typing::All,         needs: &[Dialog, Anywhere, Text],   also: LIST },
    Place { name: "the list of finds",    contexts: &[Found, Dialog, Anywhere, Text, Nav],         typing: Typing::All,         needs: &[Found, Dialog, Text],      also: LIST },
    Place { name: "the list of receipts", contexts: &[Receipt, Dialog, Anywhere, Text, Nav],       typing: Typing::All,         needs: &[Receipt, Dialog, Text],    also: LIST },
    Place { name: "a receipt",            contexts: &[Receipt, Dialog, Anywhere, Nav],             typing: Typing::Nothing,     needs: &[Receipt, Dialog, Anywhere, Nav], also: &[] },
    Place { name: "the booking",          contexts: &[Booking, Dialog, Anywhere, Text, Nav],       typing: Typing::All,         needs: &[Booking, Dialog, Anywhere, Text], also: LIST },
    Place { name: "one by one",           contexts: &[Planned, Dialog, Anywhere, Nav],             typing: Typing::Nothing,     needs: &[Planned, Dialog, Anywhere], also: LIST },
    Place { name: "the walk-in queue",    contexts: &[Queue, Dialog, Anywhere, Nav],               typing: Typing::Nothing,     needs: &[Queue, Dialog, Anywhere],   also: LIST },
    Place { name: "the board",            contexts: &[Board, Dialog, Anywhere, Day, Nav],          typing: Typing::Nothing,     needs: &[Board, Dialog, Anywhere, Nav], also: &[Action::DayArrived, Action::DayStart, Action::DayDone, Action::DayExtend] },
    Place { name: "the turn list",        contexts: &[Turns, Dialog, Anywhere, Nav],               typing: Typing::Nothing,     needs: &[Turns, Dialog, Anywhere],   also: LIST },
    Place { name: "giving back",          contexts: &[Refund, Dialog, Anywhere, Nav],              typing: Typing::Nothing,     needs: &[Refund, Dialog, Anywhere, Nav], also: &[] },
    Place { name: "the payment",          contexts: &[Payment, Dialog, Anywhere, Nav, Text],       typing: Typing::Amount,      needs: &[Payment, Dialog, Anywhere], also: &[] },
    Place { name: "the payment, typing",  contexts: &[Text, Payment, Dialog, Anywhere, Nav],       typing: Typing::Amount,      needs: &[Text, Dialog],             also: TENDERS },
    Place { name: "the drawer",           contexts: &[Drawer, Dialog, Anywhere],                   typing: Typing::Nothing,     needs: &[Drawer, Dialog, Anywhere], also: &[] },
    Place { name: "the counted drawer",   contexts: &[Dialog, Drawer, Anywhere, Nav],              typing: Typing::Nothing,     needs: &[Dialog, Anywhere, Nav],    also: &[Action::DrawerCount] },
    Place { name: "a question",           contexts: &[Dialog, Anywhere],                           typing: Typing::Nothing,     needs: &[Dialog, Anywhere],         also: &[] },
    Place { name: "a page to read",       contexts: &[Dialog, Anywhere, Nav],                      typing: Typing::Nothing,     needs: &[Dialog, Anywhere, Nav],    also: &[] },
    Place { name: "an appointment",       contexts: &[Dialog, Anywhere, Day, Nav],                 typing: Typing::Nothing,     needs: &[Dialog, Anywhere, Nav],    also: &[Action::DayArrived, Action::DayStart, Action::DayDone, Action::DayToCart, Action::DayMove, Action::DayCancel, Action::DayNoShow, Action::DayConfirm, Action::DayRoom, Action::DayNote, Action::DayClient] },
];

impl Place {
    /// What must have a key here.
    pub fn needed(&self) -> impl Iterator<Item = Action> {
        let rows = ACTIONS.iter();
        let of_contexts = rows.filter(|def| self.needs.contains(&def.context));
        of_contexts
            .map(|def| def.action)
            .chain(self.also.iter().copied())
    }

    /// The character is text, and no key is looked up.
    pub fn is_text(&self, key: Key) -> bool {
        matches!(key.code, KeyCode::Char(letter) if !key.ctrl && self.typing.takes(letter))
    }

    /// What a key does here.
    pub fn action(&self, keymap: &Keymap, key: Key) -> Option<Action> {
        if self.is_text(key) {
            return None;
        }
        keymap.action(self.contexts, key)
    }

    /// The keys that do it here.
    pub fn keys(&self, keymap: &Keymap, action: Action) -> Vec<Key> {
        let mut keys = keymap.keys(action);
        keys.retain(|key| self.action(keymap, *key) == Some(action));
        keys
    }
}
