//! The turn list: whose turn it is to serve who comes without an appointment. Fewest
//! turns first, of equal ones by the place in the list. In reading order:

mod rules;

mod list;

pub use list::{Ended, OnList, Standing, TurnList, TurnMove, TurnOrder, TurnPlace};
pub use rules::{Counts, FirstOrder, FloorRules, Skip, half_turns};

#[cfg(test)]
mod tests;
