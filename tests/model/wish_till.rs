//! What might be asked next of drawers: categories, hand-overs, the safe, the bank.

use balm::{
    domain::{cash::CashFlow, drawer::TenderCount, tender::TenderKind},
    ops::request::{DropTo, PayoutDraft, Request},
};

use super::{
    naive::Naive,
    office::some,
    wish::{Wishes, cents},
};

impl Wishes {
    pub(super) fn till(&mut self, naive: &Naive, register: u16) -> Request {
        match self.0.u8(0..14) {
            0..3 => Request::DropCash {
                amount: cents(self.0.i64(-3_000..6_000)),
                to: if self.0.bool() {
                    DropTo::Safe
                } else {
                    DropTo::Bank
                },
            },
            3..6 => Request::HandOver {
                from: some(&naive.office.staff, &mut self.0),
                to: some(&naive.office.staff, &mut self.0).unwrap(),
                count: self.count(naive.cash(register)),
            },
            6 => Request::SaveCashCategory {
                id: some(&naive.owed.categories, &mut self.0).filter(|_| self.0.bool()),
                name: format!("Category {}", self.0.u8(0..9)),
                flow: if self.0.bool() {
                    CashFlow::Income
                } else {
                    CashFlow::Expense
                },
                tax_class: None,
                active: self.0.u8(0..4) > 0,
            },
            7 => Request::SaveDrawerRules {
                blind_count: self.0.bool(),
                without_drawer: vec![3; self.0.usize(0..3)],
            },
            8 => Request::SetTabLimit {
                client: some(&naive.office.clients, &mut self.0).unwrap(),
                limit: self.0.bool().then(|| cents(self.0.i64(0..50_000))),
            },
            9..11 => Request::RecordPayout(self.payout()),
            11 => Request::MoveCash {
                amount: cents(self.0.i64(-3_000..3_000)),
                reason: String::new(),
                category: some(&naive.owed.categories, &mut self.0),
                tax_class: None,
            },
            _ => match naive.some_overpaid(&mut self.0) {
                Some(sale) => Request::PayOutOverpaid { sale },
                None => Request::DropCash {
                    amount: cents(self.0.i64(1..500)),
                    to: DropTo::Safe,
                },
            },
        }
    }

    fn payout(&mut self) -> PayoutDraft {
        let kinds = [
            TenderKind::Card,
            TenderKind::Transfer,
            TenderKind::Cash,
            TenderKind::Foreign,
        ];
        let kind = kinds[self.0.usize(..kinds.len())];
        let amount = self.0.i64(1..5_000);
        let is_foreign = kind == TenderKind::Foreign;
        let arrived = is_foreign || self.0.bool();
        PayoutDraft {
            kind,
            amount: cents(amount),
            currency: if is_foreign { "USD" } else { "" }.into(),
            arrived: arrived.then(|| cents(self.0.i64(0..=amount + 50))),
            reference: "B 1".into(),
        }
    }

    /// Besides cash, now and then.
    pub(super) fn others(&mut self) -> Vec<TenderCount> {
        let mut others = Vec::new();
        for (kind, currency) in [(TenderKind::Transfer, ""), (TenderKind::Foreign, "USD")] {
            if self.0.u8(0..4) == 0 {
                others.push(TenderCount {
                    kind,
                    currency: currency.into(),
                    amount: cents(self.0.i64(0..9_000)),
                });
            }
        }
        others
    }
}
