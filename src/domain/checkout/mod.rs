//! From a cart to a sale: the one function that makes a total, the rule that
//! settles it, and both of them backwards for a refund. In reading order:

mod total;

mod offers;

mod order;

mod settle;

mod refund;

mod exchange;

pub use exchange::{RETURNS_FROM, exchange_payments, exchanged, returned_lines};
pub use offers::{LineAbout, Offered, Offering, take_offers_off};
pub use order::{rests, spread_order, whole_order};
pub use refund::{
    LineBack, RefundRefusal, Unused, refund_lines, refund_payments, refundable, void,
    without_receipt,
};
pub use settle::{Due, SettleRefusal, SettleRules, due_after, settle};
pub use total::{CheckoutRefusal, Totals, totals};

#[cfg(test)]
pub(crate) mod tests;
