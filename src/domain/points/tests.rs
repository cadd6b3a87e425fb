//! The worked examples of points, and what must hold of any.

use super::*;
use crate::domain::{
    checkout::{
        tests::{line, sold},
        totals,
    },
    money::Rate,
    tax::{TaxComponent, TaxRounding, TaxRules},
    tender::{Purse, Tender},
};

const ON_TOP: TaxRules = TaxRules {
    prices_include_tax: false,
    rounding: TaxRounding::PerLine,
};

fn eur(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 300.00 and 5 % on top.
fn treatment() -> TicketLine {
    TicketLine {
        tax: vec![TaxComponent::plain("GST", Rate::from_milli_percent(5_000))],
        ..line(1, 1, 30_000)
    }
}

fn rule(on: EarnedOn, in_parts: bool) -> EarningRule {
    EarningRule {
        points: 20,
        per: eur(10_000),
        on,
        in_parts,
    }
}

/// L1 and L2: 20 points for each 100.00, before tax or after, whole or in parts.
#[test]
fn l_1_and_2_points_are_earned_before_tax_or_after() {
    let sale = sold(
        &[treatment()],
        ON_TOP,
        &[Tender::of(TenderKind::Card, None)],
        1,
    );
    assert_eq!(sale.total, eur(31_500));
    #[rustfmt::skip]
    let cases = [
        (EarnedOn::Net,   false, 60),
        (EarnedOn::Net,   true,  60),
        (EarnedOn::Total, false, 60),
        (EarnedOn::Total, true,  63),
    ];
    for (on, in_parts, want) in cases {
        let earned = rule(on, in_parts).earned(Paid::of(&sale, &[]));
        assert_eq!(earned, want, "{on:?} {in_parts}");
    }
    let paid = |minor| Paid {
        net: eur(minor),
        total: eur(minor),
    };
    assert_eq!(rule(EarnedOn::Net, true).earned(paid(-1)), 0);
    assert_eq!(rule(EarnedOn::Net, false).earned(paid(9_999)), 0);
}

/// L3: 60.00 of points take 63.00 off the bill as a discount, 60.00 as a payment.
#[test]
fn l_3_points_as_discount_or_as_tender() {
    let discounted = TicketLine {
        offers: vec![Offer {
            kind: OfferKind::Points(60),
            name: "Points".into(),
            off: eur(6_000),
        }],
        ..treatment()
    };
    assert_eq!(totals(&[discounted], ON_TOP).unwrap().total, eur(25_200));
    let points = Tender {
        purse: Some(Purse::Client(ClientId::default())),
        ..Tender::of(TenderKind::Points, Some(eur(6_000)))
    };
    let rest = Tender::of(TenderKind::Card, None);
    let sale = sold(&[treatment()], ON_TOP, &[points, rest], 1);
    assert_eq!(sale.payments[1].kept(), eur(25_500));
}

/// Worth a cent each.
fn lot(points: u32, until: Option<&str>) -> PointsLot {
    PointsLot {
        id: PointsLotId::default(),
        client: ClientId::default(),
        cause: LotCause::NewClient,
        sale: SaleId::default(),
        earned_on: day("2026-01-15"),
        until: until.map(day),
        points,
        left: points.into(),
        value: eur(points.into()),
        taken_back: 0,
        lapsed: 0,
        uses: Vec::new(),
    }
}

fn lots() -> Vec<PointsLot> {
    vec![
        lot(40, None),
        lot(80, Some("2027-06-01")),
        lot(50, Some("2027-03-01")),
    ]
}

/// L4: 100 points on 20 February are the 50 that end in March and 50 of June's.
#[test]
fn l_4_what_ends_first_is_spent_first() {
    let today = day("2027-02-20");
    assert_eq!(balance(&lots(), today), 170);
    assert_eq!(spend(&lots(), 100, today), Ok(vec![(2, 50), (1, 50)]));
    assert_eq!(spend(&lots(), 171, today), Err(170));
    assert_eq!(spend(&lots(), 0, today), Ok(Vec::new()));
}

/// L5: nothing was spent, and 1 March is past: 50 are gone, 120 are left.
#[test]
fn l_5_a_lot_ends_after_its_last_day() {
    assert_eq!(lapsed(&lots(), day("2027-03-01")), []);
    let after = day("2027-03-02");
    assert_eq!(lapsed(&lots(), after), [(2, 50)]);
    assert_eq!(balance(&lots(), after), 120);
    assert_eq!(spend(&lots(), 100, after), Ok(vec![(1, 80), (0, 20)]));
}

/// L6: what was spent comes back to the lots that it was taken of, with the days that
/// they had; one that is over by then is as the shop has decided.
#[test]
fn l_6_points_come_back_to_their_lots() {
    let sale = SaleId::default();
    let spent = lot(80, Some("2027-06-01")).used(sale, 50);
    assert_eq!((spent.left, spent.out_for(sale)), (30, 50));
    let in_time = spent.given_back(sale, 20, day("2027-06-01"), 0);
    assert_eq!((in_time.left, in_time.until), (50, spent.until));
    assert_eq!(in_time.out_for(sale), 30);
    assert_eq!(in_time.given_back(sale, 99, day("2027-06-01"), 0).left, 80);
    let after = day("2027-06-02");
    let lost = spent.given_back(sale, 50, after, 0);
    assert_eq!((lost.left, lost.lapsed, lost.until), (30, 50, spent.until));
    let again = spent.given_back(sale, 50, after, 30);
    assert_eq!((again.left, again.until), (80, Some(day("2027-07-01"))));
}

/// What was earned and spent is owed; what was over is not.
#[test]
fn points_of_what_came_back_are_taken_back() {
    let nothing = Paid::default();
    let spent = lot(60, Some("2027-06-01")).used(SaleId::default(), 10);
    let back = spent.without_returned(nothing);
    assert_eq!((back.left, back.value_left()), (-10, eur(-10)));
    assert_eq!(back.without_returned(nothing), back, "once");
    let over = spent.over();
    assert_eq!((over.left, over.lapsed), (0, 50));
    assert_eq!(over.without_returned(nothing).left, -10);
    let half = PointsLot {
        cause: LotCause::Bought {
            visit: 5,
            rule: Some(rule(EarnedOn::Total, false)),
        },
        points: 65,
        left: 65,
        ..lot(65, None)
    };
    let kept = |minor| Paid {
        net: eur(minor),
        total: eur(minor),
    };
    let back = half.without_returned(kept(25_000));
    assert_eq!(back.left, 45, "two whole hundreds and the visit");
    assert_eq!(back.without_returned(kept(1)).left, 5);
    assert_eq!(back.without_returned(nothing).left, 0);
}

#[test]
fn points_and_their_worth() {
    let worth = |minor, of| PointsRules {
        worth: eur(minor),
        worth_of: of,
        ..PointsRules::default()
    };
    #[rustfmt::skip]
    let cases = [
        // worth of so many, paid,  most, points
        (100,  100, 2_345, 2_345, 2_345),
        (100,   10, 2_345, 2_340,   234),
        (1,      3,     2,     2,     6),
        (7,      2,    10,    10,     3),
        (7,      2,     3,     3,     1),
        (700,    1,   699,     0,     0),
    ];
    for (minor, of, most, want, points) in cases {
        let rules = worth(minor, of);
        let pays = rules.payable(eur(most));
        assert_eq!(pays, eur(want), "{minor} for {of}");
        assert_eq!(rules.points_for(pays), points, "{minor} for {of}");
        assert_eq!(rules.payable(pays), pays, "{minor} for {of}");
    }
}

proptest::proptest! {
    /// Points that pay are worth at least what they pay, and one less would not do.
    #[test]
    fn the_fewest_points_pay(minor in 1_i64..5_000, of in 1_u32..1_000, most in 0_i64..1_000_000) {
        let rules = PointsRules {
            worth: eur(minor),
            worth_of: of,
            ..PointsRules::default()
        };
        let pays = rules.payable(eur(most));
        let points = rules.points_for(pays);
        proptest::prop_assert!(pays <= eur(most) && rules.value_of(points) >= pays);
        proptest::prop_assert!(points == 0 || rules.value_of(points - 1) < pays);
        proptest::prop_assert_eq!(rules.payable(pays), pays);
    }

    /// Whatever is taken and given back of a lot, what is owed for it is its part.
    #[test]
    fn what_is_owed_is_of_what_is_left(
        points in 1_u32..10_000,
        value in 0_i64..100_000,
        parts in proptest::collection::vec(1_u32..2_000, 0..10),
    ) {
        let sale = SaleId::default();
        let whole = PointsLot { value: eur(value), ..lot(points, None) };
        let mut it = whole.clone();
        for part in parts {
            let part = part.min(u32::try_from(it.left).unwrap());
            it = it.used(sale, part);
            proptest::prop_assert!(it.value_left() <= eur(value));
        }
        let back = it.given_back(sale, it.out_for(sale), day("2027-01-01"), 0);
        proptest::prop_assert_eq!(back.left, whole.left);
        proptest::prop_assert_eq!(back.value_left(), whole.value);
    }
}
