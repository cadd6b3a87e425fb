//! The action table: what can be done with a key. The hint line, the palette, the
//! help, the README's table and the keymap check all read this and nothing else.
//!
//! A new action is a row here, a match arm in its component, and a line in
//! `keymaps/default.toml`; a test fails if one of them is missing.

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
    /// In the list of receipts and on a receipt.
    Receipt,
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
    pub const ALL: [Self; 14] = [
        Self::Anywhere,
        Self::Desk,
        Self::Day,
        Self::Moving,
        Self::Client,
        Self::Cart,
        Self::Stock,
        Self::Dialog,
        Self::Receipt,
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
            Self::Receipt => "receipt",
            Self::Refund => "refund",
            Self::Payment => "payment",
            Self::Drawer => "drawer",
            Self::Nav => "nav",
            Self::Text => "text",
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
    /// One or two words for the hint line.
    pub label: &'static str,
    /// One sentence for the palette and the help.
    pub help: &'static str,
}

macro_rules! actions {
    ($($action:ident, $name:literal, $context:ident, $label:literal, $help:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($action),* }

        pub static ACTIONS: &[ActionDef] = &[$(ActionDef {
            action: Action::$action,
            name: $name,
            context: Context::$context,
            label: $label,
            help: $help,
        }),*];
    };
}

#[rustfmt::skip]
actions! {
    // variant         name                  context      label          help
    Help,              "help",               Anywhere,    "Help",        "Explain this screen and list its keys.";
    Redraw,            "redraw",             Anywhere,    "Redraw",      "Draw the whole screen again.";
    DemoScan,          "demo.scan",          Anywhere,    "Scan",        "Demo: fire the pretend scanner at the next product.";
    DemoPaper,         "demo.paper",         Anywhere,    "Paper",       "Demo: look at what the pretend printer has printed.";

    Palette,           "palette",            Desk,        "All actions", "List every action with its keys, and run one.";
    Find,              "find",               Desk,        "Find",        "Find a client, service, product, receipt or appointment.";
    PaneNext,          "pane.next",          Desk,        "Next pane",   "Go to the next pane.";
    PanePrev,          "pane.prev",          Desk,        "Prev. pane",  "Go to the pane before.";
    PaneDay,           "pane.day",           Desk,        "Day",         "Go to the appointment book.";
    PaneClient,        "pane.client",        Desk,        "Client",      "Go to the client file and look a client up.";
    PaneCart,          "pane.cart",          Desk,        "Cart",        "Go to the cart.";
    PaneStock,         "pane.stock",         Desk,        "Stock",       "Go to the stock list.";
    PayCash,           "pay.cash",           Desk,        "Cash",        "Take cash: exactly the total, or the amount typed before it.";
    PayCard,           "pay.card",           Desk,        "Card",        "Take a card: what is due, or the part typed before it.";
    PayOther,          "pay.other",          Desk,        "Pay",         "Open the payment screen: any tender, any split.";
    Park,              "cart.park",          Desk,        "Park",        "Put the cart aside, or bring the last one back when it is empty.";
    Recall,            "cart.recall",        Desk,        "Parked",      "List the parked carts and bring one back.";
    Receipts,          "receipts",           Desk,        "Receipts",    "Find an earlier receipt: reprint it or give items back.";
    DrawerMenu,        "drawer",             Desk,        "Drawer",      "Open the drawer for the day, count it, close it; cash in and out.";
    CloseDay,          "drawer.close-day",   Desk,        "Close day",   "Count the drawer and close the day of trade.";
    NewClient,         "client.new",         Desk,        "New client",  "Enter a new client.";
    Attention,         "attention",          Desk,        "Attention",   "List what wants attention: unprinted receipts, parked carts, late clients.";
    Operator,          "operator",           Desk,        "At desk",     "Choose who is at the desk.";
    DemoPrinter,       "demo.printer",       Desk,        "Printer",     "Demo: switch the pretend printer off or on.";
    ManageStaff,       "manage.staff",       Desk,        "Staff",       "Enter or change staff and their hours.";
    ManageServices,    "manage.services",    Desk,        "Services",    "Enter or change services and their prices.";
    ManageRooms,       "manage.rooms",       Desk,        "Rooms",       "Enter or change rooms.";
    ManageTaxes,       "manage.taxes",       Desk,        "Taxes",       "Enter or change taxes and their rates.";
    ManageShop,        "manage.shop",        Desk,        "Shop",        "Change the shop's name, tax rule and receipt texts.";
    Quit,              "quit",               Desk,        "Quit",        "Leave the program; the open cart is kept.";

    DayBook,           "day.book",           Day,         "Book",        "Book the free cell, or open the appointment under the cursor.";
    DayArrived,        "day.arrived",        Day,         "Arrived",     "The client is here.";
    DayStart,          "day.start",          Day,         "Start",       "The service begins.";
    DayDone,           "day.done",           Day,         "Done",        "The service is finished.";
    DayToCart,         "day.to-cart",        Day,         "To cart",     "Bring the appointment to the cart.";
    DayMove,           "day.move",           Day,         "Move",        "Pick the appointment up and move it with the arrows.";
    DayCancel,         "day.cancel",         Day,         "Cancel",      "Cancel the appointment; asks for the reason.";
    DayNoShow,         "day.no-show",        Day,         "No-show",     "The client did not come; asks for the reason.";
    DayConfirm,        "day.confirm",        Day,         "Confirm",     "The client has confirmed.";
    DayWalkIn,         "day.walk-in",        Day,         "Walk-in",     "Book a walk-in without a name at the cursor.";
    DayNextFree,       "day.next-free",      Day,         "Next free",   "Find the next free times for a service.";
    DayRoom,           "day.room",           Day,         "Room",        "Give the appointment another room.";
    DayNote,           "day.note",           Day,         "Note",        "Write a note on the appointment.";
    DayClient,         "day.client",         Day,         "Card",        "Show the appointment's client.";
    DayNext,           "day.next",           Day,         "Day on",      "The next day.";
    DayPrev,           "day.prev",           Day,         "Day back",    "The day before.";
    DayToday,          "day.today",          Day,         "Today",       "Back to today and now.";
    DayGoTo,           "day.go-to",          Day,         "Date",        "Go to a date.";

    MoveDrop,          "move.drop",          Moving,      "Put here",    "Put the appointment here.";
    MoveCancel,        "move.cancel",        Moving,      "Leave it",    "Leave the appointment where it was.";

    ClientPick,        "client.pick",        Client,      "Choose",      "Show this client, and attach it to a cart that has none.";
    ClientEdit,        "client.edit",        Client,      "Edit",        "Change the client's details.";
    ClientBook,        "client.book",        Client,      "Book",        "Book this client.";
    ClientDetach,      "client.detach",      Client,      "Detach",      "Take the client off the cart.";

    CartAdd,           "cart.add",           Cart,        "Add",         "Add what is typed, or the hit that is marked.";
    CartMore,          "cart.more",          Cart,        "One more",    "One more of the marked line.";
    CartFewer,         "cart.fewer",         Cart,        "One less",    "One fewer of the marked line.";
    CartQuantity,      "cart.quantity",      Cart,        "Quantity",    "Make the marked line's quantity the number typed before it.";
    CartRemove,        "cart.remove",        Cart,        "Remove",      "Remove the marked line.";
    CartPercent,       "cart.percent",       Cart,        "Discount",    "Take the percent typed before it off the marked line; 0 takes a discount away.";
    CartStaff,         "cart.staff",         Cart,        "Therapist",   "Change the therapist of the marked line.";
    CartDrop,          "cart.drop",          Cart,        "Drop cart",   "Drop the cart with all its lines; asks for the reason.";
    CartClear,         "cart.clear",         Cart,        "Clear",       "Clear what is typed; with nothing typed, put the change away.";

    StockEdit,         "stock.edit",         Stock,       "Edit",        "Change the product.";
    StockNew,          "stock.new",          Stock,       "New",         "Enter a new product.";
    StockCount,        "stock.count",        Stock,       "Set count",   "Set how many are on the shelf.";
    StockToCart,       "stock.to-cart",      Stock,       "To cart",     "Add the product to the cart.";

    Accept,            "accept",             Dialog,      "OK",          "Go on, or accept.";
    Back,              "back",               Dialog,      "Back",        "Go back without changing anything.";

    ReceiptReprint,    "receipt.reprint",    Receipt,     "Reprint",     "Print the receipt again, headed COPY.";
    ReceiptRefund,     "receipt.refund",     Receipt,     "Give back",   "Choose lines to give back.";

    RefundMark,        "refund.mark",        Refund,      "One more",    "Give one more of this line back.";
    RefundUnmark,      "refund.unmark",      Refund,      "One less",    "Give one fewer of this line back.";
    RefundRestock,     "refund.restock",     Refund,      "To shelf",    "Back on the shelf, or not.";
    RefundTender,      "refund.tender",      Refund,      "Tender",      "Give the money back another way than it was paid.";

    PaymentCash,       "payment.cash",       Payment,     "Cash",        "Take the typed amount, or the rest, in cash.";
    PaymentCard,       "payment.card",       Payment,     "Card",        "Take the typed amount, or the rest, by card.";
    PaymentUndo,       "payment.undo",       Payment,     "Undo",        "Take the last part back.";

    DrawerOpen,        "drawer.open",        Drawer,      "Open day",    "Count the float and open the drawer for the day.";
    DrawerIn,          "drawer.in",          Drawer,      "Cash in",     "Put cash into the drawer.";
    DrawerOut,         "drawer.out",         Drawer,      "Cash out",    "Take cash out of the drawer.";
    DrawerCount,       "drawer.count",       Drawer,      "Count, close","Count the drawer and close the day.";
    DrawerKick,        "drawer.kick",        Drawer,      "No sale",     "Open the drawer without a sale.";

    NavUp,             "nav.up",             Nav,         "Up",          "One up.";
    NavDown,           "nav.down",           Nav,         "Down",        "One down.";
    NavLeft,           "nav.left",           Nav,         "Left",        "One to the left.";
    NavRight,          "nav.right",          Nav,         "Right",       "One to the right.";
    NavPageUp,         "nav.page-up",        Nav,         "Page up",     "Half a page up.";
    NavPageDown,       "nav.page-down",      Nav,         "Page down",   "Half a page down.";
    NavFirst,          "nav.first",          Nav,         "First",       "To the first.";
    NavLast,           "nav.last",           Nav,         "Last",        "To the last.";
    NavNext,           "nav.next",           Dialog,      "Next field",  "To the next field.";
    NavPrev,           "nav.prev",           Dialog,      "Prev. field", "To the field before.";

    TextBackspace,     "text.backspace",     Text,        "Rub out",     "Delete the character before the cursor.";
    TextDelete,        "text.delete",        Text,        "Delete",      "Delete the character at the cursor.";
    TextLeft,          "text.left",          Text,        "Left",        "One character left.";
    TextRight,         "text.right",         Text,        "Right",       "One character right.";
    TextHome,          "text.home",          Text,        "Start",       "To the start of the text.";
    TextEnd,           "text.end",           Text,        "End",         "To the end of the text.";
    TextClear,         "text.clear",         Text,        "Clear",       "Clear what is typed.";
}

impl ActionDef {
    /// Whether it has a meaning in the demo only.
    pub fn is_demo(&self) -> bool {
        self.name.starts_with("demo.")
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
            assert!(def.help.ends_with('.'), "{}: {}", def.name, def.help);
        }
    }
}
