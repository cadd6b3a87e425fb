//! The worked examples of packages and memberships, by their numbers.

use super::*;
use crate::domain::{ids::RawId, plan::Life};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn eur(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn service(nth: u64) -> ServiceId {
    ServiceId(RawId::from_u64(nth))
}

fn held(kind: PlanKind, units: u64, value: i64) -> Holding {
    Holding {
        id: HoldingId::default(),
        client: ClientId::default(),
        plan: PlanId::default(),
        name: "Series".into(),
        kind,
        units,
        units_left: units,
        value: eur(value),
        value_left: eur(value),
        from: day("2026-11-01"),
        until: None,
        sold_in: SaleId::default(),
        line: 1,
        rest_days: 30,
        rest_extends: true,
        can_move: true,
        rests: Vec::new(),
        closed: None,
        changes: Vec::new(),
        term: None,
    }
}

fn visits(n: u32, value: i64) -> Holding {
    let services = vec![service(1)];
    held(PlanKind::Visits { n, services }, n.into(), value)
}

fn treatment(minutes: u16, price: i64) -> Treatment {
    Treatment {
        service: service(1),
        minutes,
        price: eur(price),
        quantity: 1,
    }
}

const TODAY: &str = "2026-11-22";

/// L8: of 500.00 for five one use is 100.00, and 400.00 stay owed.
#[test]
fn l_8_one_of_five() {
    let package = visits(5, 50_000);
    assert_eq!(package.share(1), eur(10_000));
    let used = package.used(1, day(TODAY));
    assert_eq!((used.units_left, used.value_left), (4, eur(40_000)));
}

/// L11: 130.00 of credit for 100.00; 65.00 of it are 50.00 of revenue.
#[test]
fn l_11_credit_that_cost_less() {
    let worth = eur(13_000);
    let member = held(PlanKind::Credit { worth }, 13_000, 10_000);
    let needed = member.needed(treatment(60, 6_500), day(TODAY));
    assert_eq!(needed, Ok(6_500));
    assert_eq!(member.share(6_500), eur(5_000));
    assert_eq!(member.used(6_500, day(TODAY)).share(6_500), eur(5_000));
}

/// L12: six for 250.00: five times 41.67, and 41.65 with the last.
#[test]
fn l_12_the_last_takes_the_rest() {
    let mut package = visits(6, 25_000);
    let mut shares = Vec::new();
    while package.units_left > 0 {
        shares.push(package.share(1).minor());
        package = package.used(1, day(TODAY));
    }
    assert_eq!(shares, [4_167, 4_167, 4_167, 4_167, 4_167, 4_165]);
    assert_eq!(package.value_left, Money::ZERO);
}

/// L13: four credits of 30 minutes are one treatment of 120.
#[test]
fn l_13_a_long_treatment_uses_several_credits() {
    let kind = PlanKind::Minutes {
        n: 4,
        minutes_each: 30,
        services: vec![service(1)],
    };
    let credits = held(kind, 4, 12_000);
    assert_eq!(credits.needed(treatment(120, 9_000), day(TODAY)), Ok(4));
    assert_eq!(credits.used(4, day(TODAY)).units_left, 0);
    assert_eq!(credits.needed(treatment(45, 9_000), day(TODAY)), Ok(2));
    let too_long = credits.needed(treatment(121, 9_000), day(TODAY));
    let (units_left, needed) = (4, 5);
    assert_eq!(too_long, Err(HoldingFault::Short { units_left, needed }));
}

/// L17, and that a last day is inclusive.
#[test]
fn l_17_lives_end_on_a_day_that_there_is() {
    #[rustfmt::skip]
    let cases = [
        (Life::Months(1), "2026-01-31", Some("2026-02-28")),
        (Life::Months(1), "2028-01-31", Some("2028-02-29")),
        (Life::Months(4), "2026-10-31", Some("2027-02-28")),
        (Life::Weeks(1),  "2026-11-02", Some("2026-11-08")),
        (Life::Days(1),   "2026-11-22", Some("2026-11-22")),
        (Life::Days(10),  "2026-12-25", Some("2027-01-03")),
        (Life::ForEver,   "2026-11-22", None),
    ];
    for (life, first, last) in cases {
        assert_eq!(life.last_day(day(first)), last.map(day), "{life:?} {first}");
    }
    let package = Holding {
        until: Some(day(TODAY)),
        ..visits(1, 100)
    };
    assert_eq!(package.needed(treatment(60, 1), day(TODAY)), Ok(1));
    let on = day(TODAY);
    let late = package.needed(treatment(60, 1), day("2026-11-23"));
    assert_eq!(late, Err(HoldingFault::Lapsed { on }));
    let from = package.from;
    let early = package.needed(treatment(60, 1), day("2026-10-31"));
    assert_eq!(early, Err(HoldingFault::NotYet { from }));
}

/// L18: a rest of ten days moves the end by ten, or not.
#[test]
fn l_18_a_rest_moves_the_end_where_the_shop_has_it_so() {
    let package = Holding {
        until: Some(day("2026-12-25")),
        ..visits(5, 100)
    };
    let first = day("2026-12-01");
    let rested = package.rested(first, 10).unwrap();
    assert_eq!(rested.until, Some(day("2027-01-04")));
    assert_eq!(rested.rest_left(), 20);
    let until = day("2026-12-10");
    let resting = Some(HoldingFault::Resting { until });
    assert_eq!(rested.fault(day("2026-11-30")), None);
    assert_eq!(rested.fault(first), resting);
    assert_eq!(rested.fault(until), resting);
    assert_eq!(rested.fault(day("2026-12-11")), None);
    let stays = Holding {
        rest_extends: false,
        ..package.clone()
    };
    assert_eq!(stays.rested(first, 10).unwrap().until, package.until);
    assert_eq!(visits(5, 100).rested(first, 10).unwrap().until, None);
    let again = rested.rested(until, 1);
    assert_eq!(again, Err(HoldingFault::Resting { until }));
    let days_left = 20;
    let too_long = rested.rested(day("2027-01-01"), 21);
    assert_eq!(too_long, Err(HoldingFault::NoRest { days_left }));
    assert!(rested.rested(day("2027-01-01"), 0).is_err());
}

/// What comes back can be used again, whatever became of it.
#[test]
fn what_is_given_back_is_there_again() {
    let package = visits(5, 50_000);
    let used = package.used(2, day(TODAY));
    assert_eq!(used.given_back(2, eur(20_000), day(TODAY)), package);
    let over = used.ended(HoldingEnd::TakenOver);
    assert_eq!(over.fault(day(TODAY)), Some(HoldingFault::Closed));
    let back = over.given_back(1, eur(10_000), day(TODAY));
    assert_eq!((back.units_left, back.value_left), (1, eur(10_000)));
    assert_eq!(back.fault(day(TODAY)), None);
}

/// Exact visits before credits of minutes before others, and what ends first before
/// what lasts.
#[test]
fn what_can_be_used_is_suggested_in_order() {
    let numbered = |nth, kind: PlanKind, until: Option<&str>| Holding {
        id: HoldingId(RawId::from_u64(nth)),
        until: until.map(day),
        ..held(kind, 100_000, 1_000)
    };
    let exact = || PlanKind::Visits {
        n: 10,
        services: vec![service(1)],
    };
    let any = PlanKind::Visits {
        n: 10,
        services: vec![service(1), service(2)],
    };
    let minutes = PlanKind::Minutes {
        n: 10,
        minutes_each: 30,
        services: vec![service(1)],
    };
    let other = PlanKind::Visits {
        n: 10,
        services: vec![service(2)],
    };
    let holdings = [
        numbered(2, PlanKind::Credit { worth: eur(100) }, None),
        numbered(3, any, None),
        numbered(4, minutes, None),
        numbered(5, exact(), None),
        numbered(6, exact(), Some("2026-12-31")),
        numbered(7, exact(), Some("2026-11-21")),
        numbered(8, other, None),
    ];
    let found = suggested(&holdings, treatment(60, 4_500), day(TODAY), &Means::USUAL);
    let ids: Vec<_> = found.iter().map(|it| it.id.0.to_u64()).collect();
    assert_eq!(ids, [6, 5, 4, 3, 2]);
    // As the shop has it; what it leaves out comes last, as usual.
    let order = [Means::Credit, Means::Visits];
    let found = suggested(&holdings, treatment(60, 4_500), day(TODAY), &order);
    let ids: Vec<_> = found.iter().map(|it| it.id.0.to_u64()).collect();
    assert_eq!(ids, [2, 3, 6, 5, 4]);
}

proptest::proptest! {
    /// However a package is used up, its revenue is what was paid for it.
    #[test]
    fn all_uses_come_to_what_was_paid(
        units in 1_u64..60,
        value in 0_i64..1_000_000,
        takes in proptest::collection::vec(1_u64..7, 60),
    ) {
        let mut package = visits(u32::try_from(units).unwrap(), value);
        let mut revenue = Money::ZERO;
        for take in takes {
            let take = take.min(package.units_left);
            if take == 0 {
                break;
            }
            let share = package.share(take);
            proptest::prop_assert!(!share.is_negative());
            revenue += share;
            package = package.used(take, day(TODAY));
        }
        while package.units_left > 0 {
            revenue += package.share(1);
            package = package.used(1, day(TODAY));
        }
        proptest::prop_assert_eq!(revenue, eur(value));
    }
}
