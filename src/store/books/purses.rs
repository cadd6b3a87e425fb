//! Balances that are owed: each is what its movements come to.

use std::collections::BTreeMap;

use super::add;
use crate::domain::{
    ids::GiftCardId,
    purse::{GiftCard, PurseMovement},
    tender::Purse,
};

/// A card whose balance is not what its movements come to.
pub(super) struct Off {
    pub(super) card: GiftCardId,
    pub(super) balance: i128,
    pub(super) moved: i128,
}

#[derive(Default)]
pub(super) struct Purses {
    cards: BTreeMap<GiftCardId, Sums>,
    touched: Vec<GiftCardId>,
}

#[derive(Default)]
struct Sums {
    balance: i128,
    moved: i128,
    seen_at: u64,
}

impl Purses {
    /// What came to the card's balance with this.
    pub(super) fn card(&mut self, card: &GiftCard) -> i128 {
        let sums = self.cards.entry(card.id).or_default();
        let before = std::mem::replace(&mut sums.balance, card.balance.minor().into());
        self.touched.push(card.id);
        sums.balance.saturating_sub(before)
    }

    pub(super) fn movement(&mut self, movement: &PurseMovement) {
        if let Purse::GiftCard(card) = movement.purse {
            let sums = self.cards.entry(card).or_default();
            add(&mut sums.moved, movement.amount.minor().into());
            self.touched.push(card);
        }
    }

    /// What the entry left in disorder. Where entries before it are lost a card begins
    /// anew.
    pub(super) fn check(&mut self, entry: u64, gap_before: u64) -> Vec<Off> {
        let mut off = Vec::new();
        for card in std::mem::take(&mut self.touched) {
            let Some(sums) = self.cards.get_mut(&card) else {
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
                    card,
                    balance,
                    moved,
                });
            }
        }
        off
    }
}
