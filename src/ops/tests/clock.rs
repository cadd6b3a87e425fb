//! A clock that goes wrong: times never go back, numbers have no gap, and money
//! waits for a person's word.

use chrono::{DateTime, TimeDelta, Utc};

use super::bench::{Bench, card, cash, coins, day, pay};
use crate::{
    domain::{clock::ClockDoubt, ids::ProductId, ticket::Item},
    ops::{
        clock::Clock,
        outcome::Outcome,
        refusal::{Field, FieldProblem, Refusal},
        request::{Paying, ProductDraft, Request},
    },
    store::Reads,
};

fn confirm(bench: &Bench) -> Outcome {
    bench.done(Request::ConfirmClock {
        now: bench.clock.now(),
    })
}

fn why(refusal: &Refusal) -> ClockDoubt {
    match refusal {
        Refusal::ClockDoubted { why, .. } => *why,
        other => panic!("{other:?}"),
    }
}

fn doubt(bench: &Bench) -> Option<ClockDoubt> {
    bench.shop.doubted_clock().unwrap().map(|it| it.why)
}

fn pay_by_card(bench: &Bench, oil: ProductId) -> Result<u64, Refusal> {
    if bench.cart().is_none() {
        bench.add(Item::Product(oil), 1);
    }
    let request = pay(&[card(None)]);
    match bench.ask_as(&super::bench::DESK, &request) {
        Ok(Outcome::Sold(sold)) => Ok(sold.receipt.number),
        Err(crate::ops::Stop::Refused(refusal)) => Err(refusal),
        other => panic!("{other:?}"),
    }
}

/// Of one second to fifty years, to and fro; whatever is doubted is confirmed.
#[test]
fn ten_thousand_jumps_leave_no_gap_and_no_time_twice() {
    let bench = Bench::open();
    let oil = bench.oil();
    let start = bench.clock.now();
    let mut rng = fastrand::Rng::with_seed(1969);
    let (mut seq, mut last) = bench.shop.store().last_entry().unwrap();
    let (mut n_sold, mut n_doubted) = (0, 0);
    for jump in 0..10_000 {
        // As many jumps of seconds as of hours or of years.
        let seconds = 1 << rng.u32(0..31);
        let seconds = rng.i64(seconds / 2..=seconds).clamp(1, 50 * 365 * 86_400);
        let aim = start + TimeDelta::seconds(if rng.bool() { seconds } else { -seconds });
        bench.clock.jump(aim - bench.clock.now());
        if jump % 10 == 0 {
            let sold = pay_by_card(&bench, oil).or_else(|refused| {
                why(&refused);
                n_doubted += 1;
                confirm(&bench);
                pay_by_card(&bench, oil)
            });
            n_sold += 1;
            assert_eq!(sold, Ok(n_sold), "jump {jump}");
        } else {
            let reason = "float".to_owned();
            bench.done(Request::KickDrawer { reason });
        }
        let (next_seq, next) = bench.shop.store().last_entry().unwrap();
        assert!(next > last, "jump {jump}: {next} after {last}");
        assert!(next_seq > seq, "jump {jump}");
        (seq, last) = (next_seq, next);
    }
    assert_eq!(n_sold, 1_000);
    assert!(n_doubted > 300, "{n_doubted}");
    let bench = bench.reopen();
    assert_eq!(bench.shop.store().last_entry(), Some((seq, last)));
    let sales = bench
        .shop
        .read()
        .all::<crate::domain::sale::Sale>()
        .unwrap();
    let numbers: Vec<u64> = sales.iter().map(|it| it.receipt.number).collect();
    assert_eq!(numbers, (1..=1_000).collect::<Vec<_>>());
    assert!(sales.is_sorted_by(|one, other| one.at < other.at));
}

#[test]
fn a_clock_that_went_back_is_asked_about_before_money_moves() {
    let bench = Bench::open();
    let oil = bench.oil();
    bench.clock.jump(-TimeDelta::minutes(4));
    assert_eq!(pay_by_card(&bench, oil), Ok(1));
    bench.clock.jump(-TimeDelta::minutes(2));
    bench.add(Item::Product(oil), 1);
    let (_, last) = bench.shop.store().last_entry().unwrap();
    let refused = Refusal::ClockDoubted {
        why: ClockDoubt::Behind,
        now: bench.clock.now(),
        last: Some(last),
    };
    assert_eq!(pay_by_card(&bench, oil), Err(refused));
    let in_cart = bench.cart().unwrap();
    let confirmed = Request::Pay(Paying {
        tenders: vec![cash(None)],
        told: None,
        confirmed: true,
    });
    why(&bench.refused(confirmed));
    for request in [
        Request::MoveCash {
            amount: super::bench::eur(100),
            reason: "float".into(),
            category: None,
            tax_class: None,
        },
        Request::CloseDrawer { carry_over: true },
    ] {
        why(&bench.refused(request));
    }
    // What moves no money goes on, and so does what is on the way.
    bench.done(Request::Park);
    bench.done(Request::Recall { ticket: None });
    assert_eq!(bench.cart().unwrap().lines, in_cart.lines);

    let now = bench.clock.now();
    assert_eq!(confirm(&bench), Outcome::ClockConfirmed { now });
    assert_eq!(pay_by_card(&bench, oil), Ok(2));
}

/// The answer is a record of the journal's, so that the next start knows it.
#[test]
fn an_answer_is_kept_through_the_next_start() {
    let bench = Bench::open();
    let oil = bench.oil();
    bench.clock.jump(TimeDelta::days(365 * 50));
    assert_eq!(doubt(&bench), Some(ClockDoubt::Ahead));
    confirm(&bench);
    assert_eq!(pay_by_card(&bench, oil), Ok(1));
    bench.clock.jump(-TimeDelta::days(365 * 50));
    assert_eq!(doubt(&bench), Some(ClockDoubt::Behind));
    assert_eq!(confirm(&bench), confirm(&bench));
    assert_eq!(pay_by_card(&bench, oil), Ok(2));

    let bench = bench.reopen();
    assert_eq!(doubt(&bench), None);
    bench.pass(60);
    assert_eq!(pay_by_card(&bench, oil), Ok(3));
    bench.pass(-90);
    assert_eq!(doubt(&bench), Some(ClockDoubt::Behind));
    // Days are the clock's again, although the journal's time is fifty years on.
    assert_eq!(bench.drawer().business_date, day("2026-11-21"));
    let bench = bench.reopen();
    assert_eq!(doubt(&bench), Some(ClockDoubt::Behind));
}

/// What was booked by a clock in doubt does not make it right.
#[test]
fn what_is_done_meanwhile_does_not_speak_for_the_clock() {
    let bench = Bench::open();
    let oil = bench.oil();
    let (_, last) = bench.shop.store().last_entry().unwrap();
    bench.clock.jump(TimeDelta::days(3));
    bench.add(Item::Product(oil), 1);
    let (_, next) = bench.shop.store().last_entry().unwrap();
    assert!(next - last < TimeDelta::seconds(1), "{next}");
    assert_eq!(doubt(&bench), Some(ClockDoubt::Ahead));
    bench.clock.jump(TimeDelta::days(40));
    let bench = bench.reopen();
    assert_eq!(doubt(&bench), Some(ClockDoubt::Ahead));
    confirm(&bench);
    let (_, next) = bench.shop.store().last_entry().unwrap();
    assert_eq!(next, bench.clock.now());
    assert_eq!(pay_by_card(&bench, oil), Ok(1));
}

/// Somebody looked at the clock, went for help, and it was another time.
#[test]
fn only_what_was_looked_at_within_the_hour_is_confirmed() {
    let bench = Bench::open();
    bench.clock.jump(TimeDelta::days(3));
    let looked_at = bench.clock.now() - TimeDelta::minutes(61);
    let refused = bench.refused(Request::ConfirmClock { now: looked_at });
    let typed = "2026-11-24T06:59:00Z".to_owned();
    let problem = FieldProblem::NotUnderstood { typed };
    let field = Field::Time;
    assert_eq!(refused, Refusal::Field { field, problem });
    assert_eq!(doubt(&bench), Some(ClockDoubt::Ahead));
}

/// A hand that sets the clock one day too far, while the shop is open.
#[test]
fn a_clock_that_jumped_a_day_ahead_is_asked_about() {
    let bench = Bench::open();
    let oil = bench.oil();
    assert_eq!(pay_by_card(&bench, oil), Ok(1));
    bench.clock.jump(TimeDelta::days(1));
    assert_eq!(doubt(&bench), Some(ClockDoubt::Ahead));
    bench.clock.jump(-TimeDelta::days(1));
    // A computer that slept over night has not seen the time pass.
    bench.clock.jump(TimeDelta::hours(15));
    assert_eq!(doubt(&bench), None);
}

#[test]
fn a_shop_that_was_closed_or_left_running_over_days_is_not_asked() {
    let bench = Bench::open();
    bench.clock.advance(TimeDelta::days(3));
    assert_eq!(doubt(&bench), None);
    bench.clock.jump(TimeDelta::hours(27));
    assert_eq!(doubt(&bench), Some(ClockDoubt::Ahead));
    bench.clock.jump(-TimeDelta::hours(27));
    assert_eq!(doubt(&bench), None);
    let oil = bench.oil();
    assert_eq!(pay_by_card(&bench, oil), Ok(1));
}

/// Today is the drawer's day, else that of the time that is believed.
#[test]
fn a_doubted_clock_neither_expires_nor_revives_anything() {
    let bench = Bench::open();
    bench.product(ProductDraft {
        barcodes: vec![crate::domain::catalog::Barcode {
            code: "4006381333931".into(),
            pack_quantity: 1,
        }],
        ..super::bench::oil()
    });
    // Use by 5 December 2026, as GS1 has it.
    let code = "(01)04006381333931(17)261205(10)A";
    let scanned = |bench: &Bench| match bench.done(super::bench::scan(code)) {
        Outcome::TicketChanged { dated, .. } => dated.is_some(),
        other => panic!("{other:?}"),
    };
    assert!(!scanned(&bench));
    bench.clock.jump(TimeDelta::days(30));
    assert!(!scanned(&bench), "not confirmed: nothing has passed");
    confirm(&bench);
    assert!(scanned(&bench));
    bench.clock.jump(-TimeDelta::days(30));
    assert!(scanned(&bench), "not confirmed: still passed");
    confirm(&bench);
    assert!(!scanned(&bench));
}

#[test]
fn a_sale_after_midnight_belongs_to_the_open_day() {
    let bench = Bench::open();
    let oil = bench.oil();
    // Half past midnight in Riga.
    bench.clock.set("2026-11-21T22:30:00Z".parse().unwrap());
    assert_eq!(bench.shop.today(), day("2026-11-22"));
    bench.add(Item::Product(oil), 1);
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(bench.sale(sold.sale).business_date, day("2026-11-21"));
    bench.done(Request::CountDrawer {
        count: coins(10_000),
        others: Vec::new(),
    });
    bench.done(Request::CloseDrawer { carry_over: false });
    // Half past four: the day of trade has begun.
    bench.clock.set("2026-11-22T02:30:00Z".parse().unwrap());
    bench.open_drawer(10_000);
    assert_eq!(bench.drawer().business_date, day("2026-11-22"));
    bench.add(Item::Product(oil), 1);
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(bench.sale(sold.sale).business_date, day("2026-11-22"));
}

/// Machines without a battery begin in 1970.
#[test]
fn a_new_shop_in_1970_is_asked_before_its_first_day() {
    let bench = Bench::bare();
    bench.clock.set(DateTime::<Utc>::UNIX_EPOCH);
    bench.done(Request::SetUpShop(super::bench::set_up()));
    let open = Request::OpenDrawer {
        float: coins(10_000),
        business_date: None,
    };
    assert_eq!(why(&bench.refused(open.clone())), ClockDoubt::BeforeProgram);
    bench.clock.jump(TimeDelta::days(365 * 50));
    assert_eq!(why(&bench.refused(open.clone())), ClockDoubt::Ahead);
    confirm(&bench);
    bench.done(open);
}
