//! What people who work here have earned, had ahead and been paid.

use super::bench::{Bench, DESK, ENGLISH, eur};
use crate::{
    domain::{
        cash::{MovedFor, PaidFrom},
        drawer::CashMovement,
        ids::StaffId,
        ledger::Account,
        pay_account::PayCause,
    },
    ops::{
        outcome::Outcome,
        query::{Answer, Query},
        refusal::{Field, Refusal},
        request::{PayDraft, Request},
    },
    store::{Reads, record::Lookup},
};

fn pay(staff: StaffId, cause: PayCause, amount: i64) -> Request {
    Request::RecordPay(PayDraft {
        staff,
        cause,
        amount: eur(amount),
        reason: "May".into(),
        from: PaidFrom::Drawer,
    })
}

fn by_bank(request: Request) -> Request {
    match request {
        Request::RecordPay(draft) => Request::RecordPay(PayDraft {
            from: PaidFrom::Bank,
            ..draft
        }),
        other => other,
    }
}

/// Owed, and had ahead, as told and as the books have it.
fn account(bench: &Bench, staff: StaffId) -> (i64, i64) {
    let Ok(Answer::PayAccounts { rows }) = bench.shop.ask(&DESK, &ENGLISH, &Query::PayAccounts)
    else {
        panic!();
    };
    let row = rows.iter().find(|it| it.staff == staff).unwrap();
    let told = (row.owed.minor(), row.ahead.minor());
    let booked = (
        -bench.balance(&Account::PayOwed(staff)),
        bench.balance(&Account::PayAdvance(staff)),
    );
    assert_eq!(told, booked);
    told
}

#[test]
fn an_account_is_what_was_earned_less_what_was_had() {
    let bench = Bench::open();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    bench.done(pay(anna, PayCause::Commission, 4_000));
    bench.done(pay(anna, PayCause::Advance, 2_500));
    bench.done(pay(anna, PayCause::Fine, 500));
    assert_eq!(account(&bench, anna), (3_500, 2_500));
    assert_eq!(account(&bench, marta), (0, 0));
    // A part that is less than what was had ahead hands nothing out.
    let part = bench.done(pay(anna, PayCause::Payout, 2_000));
    let Outcome::PayRecorded {
        handed_out,
        drawer_opens,
        ..
    } = part
    else {
        panic!("{part:?}");
    };
    assert_eq!((handed_out.minor(), drawer_opens), (0, false));
    assert_eq!(account(&bench, anna), (1_500, 500));
    let rest = bench.done(by_bank(pay(anna, PayCause::Payout, 1_500)));
    assert!(!rest.drawer_opens());
    assert_eq!(account(&bench, anna), (0, 0));
    assert_eq!(bench.balance(&Account::Bank), -1_000);
    assert_eq!(bench.balance(&Account::Cash(1)), 10_000 - 2_500);
    let of_drawer = Lookup::CashMovementOf(bench.drawer().id);
    let moved = bench.shop.read().find::<CashMovement>(&of_drawer).unwrap();
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].cause.heading(), Some(MovedFor::Pay));
    let movements = Query::PayMovements { staff: anna };
    let Ok(Answer::PayMovements { movements }) = bench.shop.ask(&DESK, &ENGLISH, &movements) else {
        panic!();
    };
    let told: Vec<_> = movements
        .iter()
        .map(|it| (it.cause, it.amount.minor(), it.set_off.minor()))
        .collect();
    let want = [
        (PayCause::Payout, 1_500, 500),
        (PayCause::Payout, 2_000, 2_000),
        (PayCause::Fine, 500, 0),
        (PayCause::Advance, 2_500, 0),
        (PayCause::Commission, 4_000, 0),
    ];
    assert_eq!(told, want);
}

/// A slip is set right by a movement of its own, and an advance may come back.
#[test]
fn what_was_recorded_is_taken_back_by_less_than_nothing() {
    let bench = Bench::open();
    let anna = bench.staff(1);
    for (cause, amount, want) in [
        (PayCause::Commission, 4_000, (4_000, 0)),
        (PayCause::Commission, -1_000, (3_000, 0)),
        (PayCause::Fine, 5_000, (-2_000, 0)),
        (PayCause::Fine, -5_000, (3_000, 0)),
        (PayCause::Advance, 2_000, (3_000, 2_000)),
        (PayCause::Advance, -500, (3_000, 1_500)),
    ] {
        bench.done(pay(anna, cause, amount));
        assert_eq!(account(&bench, anna), want, "{cause:?} {amount}");
    }
    assert_eq!(bench.balance(&Account::Cash(1)), 10_000 - 1_500);
}

#[test]
fn more_than_is_owed_is_not_paid_out() {
    let bench = Bench::open();
    let anna = bench.staff(1);
    bench.done(pay(anna, PayCause::Commission, 1_000));
    bench.done(pay(anna, PayCause::Advance, 300));
    for (cause, amount) in [
        (PayCause::Payout, 1_001),
        (PayCause::Payout, -1),
        (PayCause::Payout, 0),
        (PayCause::Advance, -301),
        (PayCause::Advance, 0),
        (PayCause::Fine, 0),
    ] {
        let refusal = bench.refused(pay(anna, cause, amount));
        let is_amount = matches!(
            refusal,
            Refusal::Field {
                field: Field::Amount,
                ..
            }
        );
        assert!(is_amount, "{cause:?} {amount}: {refusal:?}");
    }
    let short = bench.refused(pay(anna, PayCause::Advance, 9_701));
    assert!(matches!(short, Refusal::CashShort { .. }), "{short:?}");
    let nameless = Request::RecordPay(PayDraft {
        staff: anna,
        cause: PayCause::Fine,
        amount: eur(100),
        reason: String::new(),
        from: PaidFrom::Drawer,
    });
    let refusal = bench.refused(nameless);
    assert!(matches!(
        refusal,
        Refusal::Field {
            field: Field::Reason,
            ..
        }
    ));
    // Nothing of it stayed.
    assert_eq!(account(&bench, anna), (1_000, 300));
}
