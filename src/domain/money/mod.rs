//! Money: integers only, rounded half away from zero so that a refund mirrors its
//! sale. In reading order:

mod amount;
mod rate;

mod cash;
mod currency;

pub use amount::{Money, div_half_away};
pub use cash::CashRounding;
pub use currency::{Currency, MoneyParseError};
pub use rate::{Rate, RateParseError};

#[cfg(test)]
mod tests;
