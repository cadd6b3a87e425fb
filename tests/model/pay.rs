//! What people who work here earned, had ahead and were paid, by sums.

use std::collections::BTreeMap;

use balm::{
    domain::{
        cash::PaidFrom,
        ids::StaffId,
        money::Money,
        pay_account::{PayAccount, PayCause, PayMovement},
    },
    ops::{
        outcome::Outcome,
        refusal::{Field, Refusal},
        request::{PayDraft, Request, Session},
    },
    store::Reads,
};

use super::{
    accounts::{Accounts, Part},
    naive::Naive,
    office::some,
    spa::Spa,
    wish::{Wishes, cents},
};

#[derive(Default)]
pub(super) struct Pay {
    people: BTreeMap<StaffId, Person>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Person {
    owed: i64,
    ahead: i64,
}

impl Pay {
    fn of(&self, staff: StaffId) -> Person {
        self.people.get(&staff).copied().unwrap_or_default()
    }

    pub(super) fn check(&self, accounts: &Accounts, label: &str) {
        for (staff, it) in &self.people {
            let owed = -accounts.balance(Part::PayOwed(*staff));
            let ahead = accounts.balance(Part::PayAhead(*staff));
            assert_eq!((owed, ahead), (it.owed, it.ahead), "{label}: {staff}");
            assert!(ahead >= 0, "{label}: {staff}, {it:?}");
        }
    }

    pub(super) fn check_refusal(&self, draft: &PayDraft, refusal: &Refusal, label: &str) {
        let Refusal::Field { field, .. } = refusal else {
            return;
        };
        let (person, amount) = (self.of(draft.staff), draft.amount.minor());
        let is_wrong = match (draft.cause, field) {
            (PayCause::Payout, Field::Amount) => amount <= 0 || amount > person.owed,
            (PayCause::Advance, Field::Amount) => amount == 0 || amount < -person.ahead,
            (PayCause::Commission | PayCause::Fine, Field::Amount) => amount == 0,
            (PayCause::Commission | PayCause::Fine, Field::Reason) => draft.reason.is_empty(),
            _ => false,
        };
        assert!(is_wrong, "{label}: {refusal:?}, {person:?}");
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let reader = spa.shop.read();
        let accounts = reader.all::<PayAccount>().unwrap().into_iter();
        let accounts = accounts.map(|it| {
            let (owed, ahead) = (it.owed.minor(), it.ahead.minor());
            (it.staff, Person { owed, ahead })
        });
        let accounts: BTreeMap<StaffId, Person> = accounts.collect();
        assert_eq!(accounts, self.people, "{label}");
        let mut moved = BTreeMap::<StaffId, Person>::new();
        for it in reader.all::<PayMovement>().unwrap() {
            let person = moved.entry(it.staff).or_default();
            person.owed += it.owed().minor();
            person.ahead += it.ahead().minor();
        }
        assert_eq!(moved, self.people, "{label}");
    }
}

impl Naive {
    pub(super) fn record_pay(
        &mut self,
        session: &Session,
        draft: &PayDraft,
        outcome: &Outcome,
        label: &str,
    ) {
        let Outcome::PayRecorded {
            owed,
            ahead,
            handed_out,
            drawer_opens,
            ..
        } = outcome
        else {
            panic!("{label}: {outcome:?}");
        };
        let (staff, amount) = (draft.staff, draft.amount.minor());
        let person = self.pay.people.entry(staff).or_default();
        let (to_owed, to_ahead) = (Part::PayOwed(staff), Part::PayAhead(staff));
        let (to, paid) = match draft.cause {
            PayCause::Commission => {
                person.owed += amount;
                self.accounts.pass(to_owed, Part::PayExpense, amount);
                (to_owed, 0)
            }
            PayCause::Fine => {
                person.owed -= amount;
                self.accounts.pass(Part::Fines, to_owed, amount);
                (to_owed, 0)
            }
            PayCause::Advance => {
                person.ahead += amount;
                (to_ahead, amount)
            }
            PayCause::Payout => {
                assert!(amount > 0 && amount <= person.owed, "{label}: {person:?}");
                let kept = amount.min(person.ahead);
                person.owed -= amount;
                person.ahead -= kept;
                self.accounts.pass(to_ahead, to_owed, kept);
                (to_owed, amount - kept)
            }
        };
        let is = (owed.minor(), ahead.minor(), handed_out.minor());
        assert_eq!(is, (person.owed, person.ahead, paid), "{label}");
        let opens = paid != 0 && draft.from == PaidFrom::Drawer;
        assert_eq!(*drawer_opens, opens, "{label}");
        self.hand_out(session.register, draft.from, to, paid, label);
    }
}

impl Wishes {
    /// Right, or of nothing, or more than there is.
    pub(super) fn pay_of_staff(&mut self, naive: &Naive) -> Request {
        let staff = some(&naive.office.staff, &mut self.0).unwrap_or_default();
        let cause = PayCause::ALL[self.0.usize(..PayCause::ALL.len())];
        let Person { owed, ahead } = naive.pay.of(staff);
        let most = match cause {
            PayCause::Commission => 6_000,
            PayCause::Advance | PayCause::Fine => 1_500,
            PayCause::Payout => owed.max(1),
        };
        let amount: Money = match self.0.u8(0..8) {
            0 => cents(self.0.i64(-ahead * 2 - 20..1)),
            1 => cents(most + self.0.i64(0..20)),
            2 | 3 => cents(most),
            _ => cents(self.0.i64(1..=most)),
        };
        Request::RecordPay(PayDraft {
            staff,
            cause,
            amount,
            reason: "May".repeat(self.0.usize(..6).min(1)),
            from: self.paid_from(),
        })
    }
}
