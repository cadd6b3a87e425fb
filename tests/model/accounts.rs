//! The naive ledger: money goes from one account to another, so that it adds up by
//! the way it is written down. What the shop posted must come to the same.

use std::collections::BTreeMap;

use balm::domain::{
    ids::{Register, StaffId},
    ledger::{Account, LedgerEntry, Unit},
    money::Money,
    tender::{Purse, Tender, TenderKind},
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
    Deferred,
    Deposits,
    /// What points are worth, what they cost, and how many of them there are.
    PointsOwed,
    Loyalty,
    PointsCounted,
    PointsIssued,
    Breakage,
    /// Other income and expense, with the tax that was in it.
    Category,
    Bank,
    Fees,
    Rates,
    Tabs,
    Tips,
    Foreign,
    Transfer,
    /// Taken by card above what was due, and owed to the payer.
    Overpaid,
    InputTax,
    Payables,
    Consumables,
    WriteOff,
    PayOwed(StaffId),
    PayAhead(StaffId),
    PayExpense,
    Fines,
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
            Account::Deferred => Self::Deferred,
            Account::Deposits => Self::Deposits,
            Account::PointsOwed => Self::PointsOwed,
            Account::LoyaltyExpense => Self::Loyalty,
            Account::Breakage => Self::Breakage,
            Account::OtherIncome(_) | Account::OtherExpense(_) => Self::Category,
            Account::Bank => Self::Bank,
            Account::TenderFees => Self::Fees,
            Account::ExchangeDifference => Self::Rates,
            Account::Receivable(_) => Self::Tabs,
            Account::Tips(_) => Self::Tips,
            Account::ForeignCash(..) => Self::Foreign,
            Account::Overpaid => Self::Overpaid,
            Account::TransferClearing => Self::Transfer,
            Account::InputTax(_) => Self::InputTax,
            Account::Payables => Self::Payables,
            Account::Consumables => Self::Consumables,
            Account::WriteOff => Self::WriteOff,
            Account::PayOwed(staff) => Self::PayOwed(*staff),
            Account::PayAdvance(staff) => Self::PayAhead(*staff),
            Account::PayExpense => Self::PayExpense,
            Account::Fines => Self::Fines,
            other => panic!("nothing is posted to {other:?}"),
        }
    }
}

/// What stays of the tenders of a sale, and the change. Change for another currency
/// leaves the cash.
#[derive(Clone, Default)]
pub(super) struct Kept {
    pub(super) cash: i64,
    pub(super) card: i64,
    pub(super) tab: i64,
    pub(super) foreign: i64,
    pub(super) transfer: i64,
    pub(super) change: i64,
    /// Taken by card beyond what was due.
    pub(super) over: i64,
    /// What was drawn from gift cards and deposits.
    pub(super) balances: Vec<(Purse, i64)>,
}

impl Kept {
    pub(super) fn all(&self) -> i64 {
        self.cash + self.card + self.tab + self.foreign + self.transfer
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

    /// Money kept for so much of goods and services; all negative when it is given
    /// back.
    pub(super) fn sell(&mut self, register: Register, total: i64, kept: &Kept) {
        self.pass(Part::Income, Part::Cash(register), kept.cash);
        self.pass(Part::Income, Part::Card, kept.card);
        self.pass(Part::Income, Part::Tabs, kept.tab);
        self.pass(Part::Income, Part::Foreign, kept.foreign);
        self.pass(Part::Income, Part::Transfer, kept.transfer);
        self.pass(Part::Overpaid, Part::Income, kept.over);
        self.pass(Part::Rounding, Part::Income, kept.all() - kept.over - total);
    }

    pub(super) fn take_in(&mut self, entry: &LedgerEntry, label: &str) {
        for unit in [Unit::Money, Unit::Points] {
            let of_unit = entry.postings.iter().filter(|it| it.unit == unit);
            let sum: i64 = of_unit.map(|it| it.amount.minor()).sum();
            assert_eq!(sum, 0, "{label}: {entry:?}");
        }
        for posting in &entry.postings {
            let part = match (&posting.unit, &posting.account) {
                (Unit::Money, account) => Part::of(account),
                (Unit::Points, Account::PointsOwed) => Part::PointsCounted,
                (Unit::Points, Account::PointsIssued) => Part::PointsIssued,
                (Unit::Points, other) => panic!("{label}: points in {other:?}"),
            };
            *self.posted.entry(part).or_default() += posting.amount.minor();
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

/// What a payment comes to, tender by tender.
/// `left` is what can be paid from a balance after some parts of it; `whole` how much
/// of an amount points can be.
pub(super) fn settle(
    total: i64,
    tenders: &[Tender],
    step: i64,
    rate: i64,
    left: impl Fn(Purse, &[i64]) -> i64,
    whole: impl Fn(i64) -> i64,
) -> Kept {
    let (mut due, mut kept) = (total, Kept::default());
    let round = |amount: i64| (amount + step / 2) / step * step;
    for tender in tenders {
        if due == 0 {
            break;
        }
        let amount = tender.amount.map(Money::minor);
        let is_points = tender.kind == TenderKind::Points;
        let is_balance =
            |it: &Purse| is_points || matches!(it, Purse::GiftCard(_) | Purse::Deposit(_));
        if let Some(purse) = tender.purse.filter(is_balance) {
            let same = kept.balances.iter().filter(|it| it.0 == purse);
            let used: Vec<i64> = same.map(|it| it.1).collect();
            let amount = amount.unwrap_or_else(|| due.min(left(purse, &used)));
            let amount = if is_points { whole(amount) } else { amount };
            kept.balances.push((purse, amount));
            due -= amount;
            continue;
        }
        let part = amount.unwrap_or(due);
        match tender.kind {
            TenderKind::Cash => {
                // All that is kept in cash is rounded as one sum.
                let rounded = (round(kept.cash + due) - kept.cash).max(0);
                let given = amount.unwrap_or(rounded);
                if given >= rounded.min(due) {
                    kept.cash += given.min(rounded);
                    kept.change += given - given.min(rounded);
                    due = 0;
                } else {
                    kept.cash += given;
                    due -= given;
                }
                continue;
            }
            TenderKind::Foreign => {
                let cash = tender.foreign.as_ref().unwrap().amount.minor();
                let worth = (cash * rate + 500_000) / 1_000_000;
                kept.foreign += worth;
                if worth > due {
                    let change = round(worth - due).min(worth);
                    kept.change += change;
                    kept.cash -= change;
                    due = 0;
                } else {
                    due -= worth;
                }
                continue;
            }
            TenderKind::Card => {
                kept.card += part;
                kept.over += (part - due).max(0);
                due = (due - part).max(0);
                continue;
            }
            TenderKind::Transfer => kept.transfer += part,
            _ => kept.tab += part,
        }
        due -= part;
    }
    assert_eq!(due, 0);
    kept
}
