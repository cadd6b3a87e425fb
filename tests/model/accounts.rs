//! The naive ledger: money goes from one account to another, so that it adds up by
//! the way it is written down. What the shop posted must come to the same.

use std::collections::BTreeMap;

use balm::domain::{
    ids::Register,
    ledger::{Account, LedgerEntry},
};

/// An account; all income, with the tax in it, is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Cash(Register),
    Safe,
    Card,
    Stock,
    StockAdjustment,
    Income,
    Goods,
    OverShort,
    Rounding,
    Petty,
    GiftCards,
    Breakage,
    /// Taken by card above what was due, and owed to the payer.
    Overpaid,
}

impl Part {
    fn of(account: &Account) -> Self {
        match account {
            Account::Cash(register) => Self::Cash(*register),
            Account::Safe => Self::Safe,
            Account::CardClearing => Self::Card,
            Account::Stock => Self::Stock,
            Account::StockAdjustment => Self::StockAdjustment,
            Account::ServiceRevenue | Account::RetailRevenue | Account::Tax(_) => Self::Income,
            Account::CostOfGoods => Self::Goods,
            Account::OverShort => Self::OverShort,
            Account::CashRounding => Self::Rounding,
            Account::PettyCash => Self::Petty,
            Account::GiftCards => Self::GiftCards,
            Account::Breakage => Self::Breakage,
            Account::Overpaid => Self::Overpaid,
            other => panic!("nothing is posted to {other:?}"),
        }
    }
}

#[derive(Default)]
pub(super) struct Accounts {
    expected: BTreeMap<Part, i64>,
    posted: BTreeMap<Part, i64>,
}

impl Accounts {
    pub(super) fn pass(&mut self, from: Part, to: Part, amount: i64) {
        *self.expected.entry(from).or_default() -= amount;
        *self.expected.entry(to).or_default() += amount;
    }

    /// Money kept for so much of goods and services, and for what is owed to the payer;
    /// all negative when it is given back.
    pub(super) fn sell(
        &mut self,
        register: Register,
        total: i64,
        (cash, card, over): (i64, i64, i64),
    ) {
        self.pass(Part::Income, Part::Cash(register), cash);
        self.pass(Part::Income, Part::Card, card);
        self.pass(Part::Overpaid, Part::Income, over);
        self.pass(Part::Rounding, Part::Income, cash + card - over - total);
    }

    pub(super) fn take_in(&mut self, entry: &LedgerEntry, label: &str) {
        let sum: i64 = entry.postings.iter().map(|it| it.amount.minor()).sum();
        assert_eq!(sum, 0, "{label}: {entry:?}");
        for posting in &entry.postings {
            *self.posted.entry(Part::of(&posting.account)).or_default() += posting.amount.minor();
        }
    }

    pub(super) fn check(&self, label: &str) {
        let balances = |of: &BTreeMap<Part, i64>| -> BTreeMap<Part, i64> {
            let balances = of.iter().filter(|it| *it.1 != 0);
            balances.map(|(part, sum)| (*part, *sum)).collect()
        };
        let (expected, posted) = (balances(&self.expected), balances(&self.posted));
        assert_eq!(posted, expected, "{label}: posted, and what it must be");
    }

    pub(super) fn cash(&self, register: Register) -> i64 {
        self.balance(Part::Cash(register))
    }

    pub(super) fn balance(&self, part: Part) -> i64 {
        self.expected.get(&part).copied().unwrap_or(0)
    }
}
