//! Balances that are owed: each is what its movements come to.

use std::collections::BTreeMap;

use super::add;
use crate::domain::{money::Money, purse::PurseMovement, tender::Purse};

/// A purse whose balance is not what its movements come to.
pub(super) struct Off {
    pub(super) purse: Purse,
    pub(super) balance: i128,
    pub(super) moved: i128,
}

#[derive(Default)]
pub(super) struct Purses {
    purses: BTreeMap<Purse, Sums>,
    touched: Vec<Purse>,
}

#[derive(Default)]
struct Sums {
    balance: i128,
    moved: i128,
    seen_at: u64,
}

impl Purses {
    /// What came to the purse's balance with this.
    pub(super) fn balance(&mut self, purse: Purse, balance: Money) -> i128 {
        let sums = self.purses.entry(purse).or_default();
        let before = std::mem::replace(&mut sums.balance, balance.minor().into());
        self.touched.push(purse);
        sums.balance.saturating_sub(before)
    }

    /// So much came to a balance that is no record's own.
    pub(super) fn more(&mut self, purse: Purse, amount: i128) {
        let sums = self.purses.entry(purse).or_default();
        add(&mut sums.balance, amount);
        self.touched.push(purse);
    }

    pub(super) fn movement(&mut self, movement: &PurseMovement) {
        let sums = self.purses.entry(movement.purse).or_default();
        add(&mut sums.moved, movement.amount.minor().into());
        self.touched.push(movement.purse);
    }

    /// What the entry left in disorder. Where entries before it are lost a purse begins
    /// anew.
    pub(super) fn check(&mut self, entry: u64, gap_before: u64) -> Vec<Off> {
        let mut off = Vec::new();
        for purse in std::mem::take(&mut self.touched) {
            let Some(sums) = self.purses.get_mut(&purse) else {
                continue;
            };
            let Sums {
                balance,
                moved,
                seen_at,
            } = *sums;
            *sums = Sums {
                balance,
                moved: balance,
                seen_at: entry,
            };
            if moved != balance && seen_at >= gap_before {
                off.push(Off {
                    purse,
                    balance,
                    moved,
                });
            }
        }
        off
    }
}
