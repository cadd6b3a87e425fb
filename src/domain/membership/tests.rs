//! Memberships by their days: the worked examples, and what follows from them.

use super::*;
use crate::domain::{
    holding::{HoldingEnd, Treatment, suggested},
    ids::{ClientId, HoldingId, PlanId, RawId, SaleId},
    purse::Means,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn eur(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn service() -> ServiceId {
    ServiceId(RawId::from_u64(1))
}

/// Two treatments and four entries each month.
fn gives() -> Membership {
    Membership {
        credits: 2,
        per: Per::Month,
        services: vec![service()],
        rolls_over: false,
        off: Rate::ZERO,
        on: Scope::default(),
        entry: Some(EntryLimit {
            most: 4,
            per: Per::Month,
        }),
        earned: Earned::OverTime,
        gives_back: true,
    }
}

fn sold(life: Life, on: &str, running: Option<&Holding>) -> Holding {
    of(gives(), life, on, running)
}

fn of(gives: Membership, life: Life, on: &str, running: Option<&Holding>) -> Holding {
    let run = Run::of(life, day(on), running);
    let mut holding = Holding {
        id: HoldingId::default(),
        client: ClientId::default(),
        plan: PlanId::default(),
        name: "Gold".into(),
        kind: PlanKind::Membership(gives),
        units: 0,
        units_left: 0,
        value: eur(20_000),
        value_left: eur(20_000),
        from: run.from,
        until: run.until,
        sold_in: SaleId::default(),
        line: 1,
        rest_days: 60,
        rest_extends: true,
        can_move: true,
        rests: Vec::new(),
        closed: None,
        changes: Vec::new(),
        term: Some(run.term),
    };
    holding.units = holding.all_credits();
    holding.units_left = holding.units;
    holding
}

fn treatment() -> Treatment {
    Treatment {
        service: service(),
        minutes: 60,
        price: eur(4_500),
        quantity: 1,
    }
}

fn entry(on: &str) -> Entry {
    Entry {
        on: day(on),
        at: DateTime::UNIX_EPOCH,
        by: None,
    }
}

/// L17, and the quick periods: a day, a week, one to four months, so many days.
#[test]
fn l_17_a_membership_ends_on_a_day_that_there_is() {
    #[rustfmt::skip]
    let cases = [
        (Life::Days(1),   "2026-11-22", "2026-11-22"),
        (Life::Weeks(1),  "2026-11-22", "2026-11-28"),
        (Life::Days(45),  "2026-11-22", "2027-01-05"),
        (Life::Months(1), "2026-01-31", "2026-02-28"),
        (Life::Months(1), "2028-01-31", "2028-02-29"),
        (Life::Months(2), "2026-01-31", "2026-03-31"),
        (Life::Months(3), "2026-01-31", "2026-04-30"),
        (Life::Months(4), "2026-10-31", "2027-02-28"),
        (Life::Months(1), "2026-11-22", "2026-12-22"),
    ];
    for (life, from, until) in cases {
        let it = sold(life, from, None);
        assert_eq!(
            (it.from, it.until),
            (day(from), Some(day(until))),
            "{life:?}"
        );
    }
}

/// One bought on the last of January is renewed to the last of each month, and nobody
/// loses or gains days by paying early.
#[test]
fn renewed_early_it_begins_behind_and_keeps_its_day_of_the_month() {
    let mut running = sold(Life::Months(1), "2026-01-31", None);
    let spans = [
        ("2026-03-01", "2026-03-31"),
        ("2026-04-01", "2026-04-30"),
        ("2026-05-01", "2026-05-31"),
    ];
    for (from, until) in spans {
        let next = sold(Life::Months(1), "2026-02-10", Some(&running));
        assert_eq!((next.from, next.until), (day(from), Some(day(until))));
        running = next;
    }
    let week = sold(Life::Weeks(1), "2026-11-22", None);
    let next = sold(Life::Weeks(1), "2026-11-25", Some(&week));
    assert_eq!(
        (next.from, next.until),
        (day("2026-11-29"), Some(day("2026-12-05")))
    );
    // What was moved is renewed from where it ends now.
    let rested = sold(Life::Months(1), "2026-01-31", None);
    let rested = rested.rested(day("2026-02-10"), 10).unwrap();
    assert_eq!(rested.until, Some(day("2026-03-10")));
    let next = sold(Life::Months(1), "2026-03-01", Some(&rested));
    assert_eq!(
        (next.from, next.until),
        (day("2026-03-11"), Some(day("2026-04-10")))
    );
}

/// M-1: 200.00 for twelve months is eight parts of 16.67 and four of 16.66.
#[test]
fn m_1_a_fee_is_earned_month_by_month() {
    let mut it = sold(Life::Months(12), "2026-01-15", None);
    let mut parts = Vec::new();
    let firsts = [
        "2026-01-15",
        "2026-02-16",
        "2026-03-16",
        "2026-04-16",
        "2026-05-16",
        "2026-06-16",
        "2026-07-16",
        "2026-08-16",
        "2026-09-16",
        "2026-10-16",
        "2026-11-16",
        "2026-12-16",
    ];
    assert_eq!(it.earned_by(day("2026-01-14")), Money::ZERO);
    for first in firsts {
        let before = day(first).pred_opt().unwrap();
        assert_eq!(it.earned_by(before), Money::ZERO, "{first}");
        let part = it.earned_by(day(first));
        it.value_left -= part;
        parts.push(part.minor());
    }
    let want = [[1_667; 8].as_slice(), &[1_666; 4]].concat();
    assert_eq!(parts, want);
    assert_eq!(it.value_left, Money::ZERO);
    assert_eq!(it.earned_by(day("2030-01-01")), Money::ZERO);
}

/// Whoever looks late books all that has begun since.
#[test]
fn what_was_not_looked_at_is_earned_at_once() {
    let it = sold(Life::Months(12), "2026-01-15", None);
    assert_eq!(it.earned_by(day("2026-04-01")), eur(3 * 1_667));
    assert_eq!(it.earned_by(day("2027-06-01")), eur(20_000));
    let days = sold(Life::Days(8), "2026-01-15", None);
    assert_eq!(days.earned_by(day("2026-01-16")), eur(5_000));
    let weeks = sold(Life::Weeks(2), "2026-01-15", None);
    assert_eq!(weeks.earned_by(day("2026-01-21")), eur(10_000));
    let closed = it.ended(HoldingEnd::GivenBack);
    assert_eq!(closed.earned_by(day("2027-06-01")), Money::ZERO);
    // While it rests no month begins.
    let rested = it.rested(day("2026-02-10"), 30).unwrap();
    assert_eq!(rested.earned_by(day("2026-03-17")), eur(1_667));
    assert_eq!(rested.earned_by(day("2026-03-18")), eur(2 * 1_667));
}

/// L11 as a membership: its fee is earned with the credits, by their number.
#[test]
fn a_fee_is_earned_at_use_where_the_plan_has_it_so() {
    let at_use = Membership {
        earned: Earned::AtUse,
        ..gives()
    };
    let it = of(at_use, Life::Months(2), "2026-01-15", None);
    assert_eq!(it.units, 4);
    assert_eq!(it.earned_by(day("2026-06-01")), Money::ZERO);
    assert_eq!(it.share(1), eur(5_000));
    let used = it.used(1, day("2026-01-20"));
    assert_eq!(
        (used.value_left, used.left_on(day("2026-01-20"))),
        (eur(15_000), 1)
    );
    let back = used.given_back(1, eur(5_000), day("2026-01-20"));
    assert_eq!(back, it);
}

/// Credits are those of the month, from its first day on; the next has as many again.
#[test]
fn credits_are_counted_anew_in_each_period() {
    let it = sold(Life::Months(3), "2026-01-31", None);
    assert_eq!(it.units, 6);
    let mut it = it;
    for on in ["2026-01-31", "2026-02-28"] {
        assert_eq!(it.needed(treatment(), day(on)), Ok(1));
        it = it.used(1, day(on));
    }
    let next = day("2026-03-01");
    assert_eq!(
        it.needed(treatment(), day("2026-02-28")),
        Err(HoldingFault::UsedUp { next })
    );
    assert_eq!(it.left_on(next), 2);
    assert_eq!(it.usable_until(day("2026-02-01")), Some(day("2026-02-28")));
    // Nothing of what was not used of February is there in March.
    let two = Treatment {
        quantity: 3,
        ..treatment()
    };
    let short = HoldingFault::Short {
        units_left: 2,
        needed: 3,
    };
    assert_eq!(it.needed(two, next), Err(short));
    let it = it.used(2, day("2026-04-30"));
    let last = HoldingFault::Short {
        units_left: 0,
        needed: 1,
    };
    assert_eq!(it.needed(treatment(), day("2026-04-30")), Err(last));
    // Where they stay, April has what the months before left.
    let staying = Membership {
        rolls_over: true,
        ..gives()
    };
    let it = of(staying, Life::Months(3), "2026-01-31", None);
    let it = it.used(1, day("2026-02-01"));
    assert_eq!(it.left_on(day("2026-02-28")), 1);
    assert_eq!(it.left_on(day("2026-03-01")), 3);
    assert_eq!(it.left_on(day("2026-04-30")), 5);
}

#[test]
fn periods_are_weeks_days_or_all_of_it() {
    let cases = [
        (Per::Week, "2026-11-28", 2, "2026-11-29", 2),
        (Per::Day, "2026-11-22", 8, "2026-11-23", 2),
        (Per::Term, "2026-11-29", 0, "2026-11-29", 0),
    ];
    for (per, on, _, next, left) in cases {
        let it = of(
            Membership { per, ..gives() },
            Life::Days(8),
            "2026-11-22",
            None,
        );
        let it = it.used(2, day("2026-11-22"));
        assert_eq!(it.left_on(day("2026-11-22")), 0, "{per:?} {on}");
        assert_eq!(it.left_on(day(next)), left, "{per:?}");
    }
    let all = |per| {
        of(
            Membership { per, ..gives() },
            Life::Days(8),
            "2026-11-22",
            None,
        )
        .units
    };
    assert_eq!([Per::Week, Per::Day, Per::Term].map(all), [4, 16, 2]);
}

/// Nobody comes in before it begins, after it ended, while it rests, or too often.
#[test]
fn entry_is_refused_with_its_reason() {
    let mut it = sold(Life::Months(2), "2026-01-31", None);
    let from = it.from;
    assert_eq!(
        it.entered(entry("2026-01-30")),
        Err(HoldingFault::NotYet { from })
    );
    for nth in (0..4).rev() {
        it = it.entered(entry("2026-02-01")).unwrap();
        let left = it.entries_left(day("2026-02-02"));
        if nth > 0 {
            assert_eq!(left, Ok(Some(nth)));
        }
    }
    let next = Some(day("2026-03-01"));
    let most = 4;
    assert_eq!(
        it.entered(entry("2026-02-28")),
        Err(HoldingFault::EntriesUsed { most, next })
    );
    assert_eq!(it.entries_left(day("2026-03-01")), Ok(Some(4)));
    let on = day("2026-03-31");
    assert_eq!(it.entries_left(on), Ok(Some(4)));
    assert_eq!(
        it.entered(entry("2026-04-01")),
        Err(HoldingFault::Lapsed { on })
    );
    let rested = it.rested(day("2026-03-01"), 7).unwrap();
    let until = day("2026-03-07");
    assert_eq!(
        rested.entered(entry("2026-03-07")),
        Err(HoldingFault::Resting { until })
    );
    assert_eq!(rested.entries_left(day("2026-04-07")), Ok(Some(4)));
    // A visit that was none.
    let back = it.not_entered(day("2026-02-01")).unwrap();
    assert_eq!(back.entries_left(day("2026-02-02")), Ok(Some(1)));
    assert_eq!(
        it.not_entered(day("2026-02-02")),
        Err(HoldingFault::NotEntered)
    );
    let none = Membership {
        entry: None,
        ..gives()
    };
    let none = of(none, Life::Months(2), "2026-01-31", None);
    assert_eq!(
        none.entries_left(day("2026-02-01")),
        Err(HoldingFault::NoEntry)
    );
    let any = EntryLimit {
        most: 0,
        per: Per::Month,
    };
    let any = Membership {
        entry: Some(any),
        ..gives()
    };
    let any = of(any, Life::Months(2), "2026-01-31", None);
    assert_eq!(any.entries_left(day("2026-02-01")), Ok(None));
}

/// L18: ten days of rest move the end by ten, and the months behind it; or nothing.
#[test]
fn l_18_a_rest_moves_periods_and_end() {
    let it = sold(Life::Months(2), "2026-01-10", None);
    assert_eq!(it.until, Some(day("2026-03-10")));
    let rested = it.rested(day("2026-02-01"), 10).unwrap();
    assert_eq!(rested.until, Some(day("2026-03-20")));
    let used = rested.used(2, day("2026-02-15"));
    assert_eq!(used.left_on(day("2026-02-20")), 0);
    assert_eq!(used.left_on(day("2026-02-21")), 2);
    let as_ever = Holding {
        rest_extends: false,
        ..it.clone()
    };
    let as_ever = as_ever.rested(day("2026-02-01"), 10).unwrap();
    assert_eq!(as_ever.until, Some(day("2026-03-10")));
    let used = as_ever.used(2, day("2026-02-11"));
    assert_eq!(used.left_on(day("2026-03-10")), 0);
    assert_eq!(used.left_on(day("2026-01-31")), 2);
    // Ended early, the days that were not rested come back.
    let (woken, was) = rested.woken(day("2026-02-04")).unwrap();
    assert_eq!(was.until, day("2026-02-10"));
    assert_eq!(woken.until, Some(day("2026-03-13")));
    assert_eq!(
        (woken.rest_left(), woken.fault(day("2026-02-04"))),
        (57, None)
    );
    let (woken, _) = rested.woken(day("2026-01-20")).unwrap();
    assert_eq!((&woken.rests, woken.until), (&it.rests, it.until));
    let over = rested.woken(day("2026-02-11"));
    assert_eq!(over.err(), Some(HoldingFault::NotResting));
}

/// What is gone at the end of the month is suggested before what lasts.
#[test]
fn what_ends_with_its_period_is_used_first() {
    let monthly = Holding {
        id: HoldingId(RawId::from_u64(2)),
        ..sold(Life::Months(12), "2026-01-10", None)
    };
    let package = Holding {
        id: HoldingId(RawId::from_u64(1)),
        kind: PlanKind::Visits {
            n: 5,
            services: vec![service()],
        },
        units: 5,
        units_left: 5,
        until: Some(day("2026-03-01")),
        term: None,
        ..monthly.clone()
    };
    let both = [package, monthly];
    let found = suggested(&both, treatment(), day("2026-01-20"), &Means::USUAL);
    let ids: Vec<u64> = found.iter().map(|it| it.id.0.to_u64()).collect();
    assert_eq!(ids, [2, 1]);
}

proptest::proptest! {
    /// However often and late it is looked at, the parts come to the fee, and none is
    /// ever taken back.
    #[test]
    fn all_parts_come_to_the_fee(
        months in 1_u16..30,
        value in 0_i64..1_000_000,
        start in 0_u64..1_500,
        looks in proptest::collection::vec(0_u64..1_200, 1..30),
        rest in proptest::option::of((0_u64..300, 1_u16..60)),
    ) {
        let first = day("2026-01-01") + Days::new(start);
        let mut it = sold(Life::Months(months), &first.to_string(), None);
        (it.value, it.value_left) = (eur(value), eur(value));
        if let Some((after, days)) = rest {
            it = it.rested(first + Days::new(after), days).unwrap();
        }
        let mut looks = looks;
        looks.sort_unstable();
        for look in looks {
            let part = it.earned_by(first + Days::new(look));
            proptest::prop_assert!(!part.is_negative());
            it.value_left -= part;
            proptest::prop_assert!(!it.value_left.is_negative());
        }
        let end = it.until.unwrap();
        proptest::prop_assert_eq!(it.earned_by(end), it.value_left);
    }

    /// Each day of its life is in one period, and periods only go on.
    #[test]
    fn periods_go_on(
        life in 1_u16..200,
        rests in proptest::collection::vec((0_u64..150, 1_u16..20), 0..3),
        per in proptest::sample::select(vec![Per::Month, Per::Week, Per::Day]),
    ) {
        let first = day("2026-01-31");
        let mut it = sold(Life::Days(life), "2026-01-31", None);
        for (after, days) in rests {
            if let Ok(rested) = it.rested(first + Days::new(after), days) {
                it = rested;
            }
        }
        let (_, term) = it.membership().unwrap();
        let mut last = 0;
        for on in first.iter_days().take_while(|on| Some(*on) <= it.until) {
            let nth = it.period(term, per, it.lived(on));
            proptest::prop_assert!(nth == last || nth == last + 1, "{on}: {last} {nth}");
            if nth > last {
                let before = on.pred_opt().unwrap();
                proptest::prop_assert_eq!(it.next_period(term, per, before), Some(on));
            }
            last = nth;
        }
    }
}
