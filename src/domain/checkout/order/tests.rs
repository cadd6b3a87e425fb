//! What comes off the whole order: which lines it touches, and before which tax.

use super::*;
use crate::domain::{
    checkout::{
        tests::{INSIDE, eur, line, percent, vat, with_order_off},
        totals,
    },
    ids::{HoldingId, StaffId},
    tax::TaxRules,
    ticket::{Drawn, Item},
};

/// What a discount on the whole order takes off the lines, in order.
#[test]
fn a_discount_on_the_whole_touches_what_is_listed_and_paid_now() {
    let ten = Discount::Percent(Rate::from_milli_percent(10_000));
    let tip = TicketLine {
        item: Item::Tip(StaffId::default()),
        ..line(3, 1, 500)
    };
    let drawn = TicketLine {
        drawn: Some(Drawn {
            holding: HoldingId::default(),
            name: "Six massages".into(),
            units: 1,
            net: eur(4000),
        }),
        ..line(4, 1, 5000)
    };
    let halved = percent(50_000, line(5, 1, 2000));
    let promoted = TicketLine {
        offers: vec![Offer {
            kind: OfferKind::Card,
            name: "Silver card".into(),
            off: eur(100),
        }],
        ..line(6, 1, 1100)
    };
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<TicketLine>, Discount, Vec<i64>)> = vec![
        ("tips are not",             vec![line(1, 1, 5000), tip.clone()],    ten, vec![500, 0]),
        ("what is paid ahead is not", vec![line(1, 1, 5000), drawn],         ten, vec![500, 0]),
        ("after the line's own",     vec![line(1, 1, 1000), halved],         ten, vec![100, 100]),
        ("after other offers",       vec![line(1, 1, 1000), promoted],       ten, vec![100, 100]),
        ("at most what they cost",   vec![line(1, 1, 300), line(2, 1, 100)], Discount::Amount(eur(999)), vec![300, 100]),
        ("free lines get nothing",   vec![line(1, 1, 0), line(2, 1, 100)],   Discount::Amount(eur(1)), vec![0, 1]),
        ("nothing of nothing",       vec![line(1, 1, 0)],                    Discount::Amount(eur(1)), vec![0]),
        ("nothing of tips",          vec![tip],                              ten, vec![0]),
        ("thirds",                   vec![line(1, 1, 100), line(2, 1, 100), line(3, 1, 100)],
                                     Discount::Amount(eur(100)),             vec![34, 33, 33]),
    ];
    for (what, lines, discount, want) in cases {
        let spread = with_order_off(&lines, discount);
        let share = |it: &TicketLine| {
            let own = it.offers.iter().filter(|it| it.kind == OfferKind::Order);
            own.map(|it| it.off.minor()).sum::<i64>()
        };
        assert_eq!(spread.iter().map(share).collect::<Vec<_>>(), want, "{what}");
        assert!(totals(&spread, INSIDE).is_ok(), "{what}");
    }
    let lines = [line(1, 1, 6000), percent(50_000, line(2, 1, 4000))];
    let spread = with_order_off(&lines, ten);
    assert_eq!(whole_order(&lines), Ok(eur(8000)));
    assert_eq!(
        whole_order(&spread),
        Ok(eur(8000)),
        "before it is taken off"
    );
}

/// L9 of the loyalty examples: a massage of 100, 10 off, tax of 5; 95 is collected
/// (90 and the tax of 5 that the example names), and the sale is of 90.
#[test]
fn a_discount_is_taken_off_before_the_tax_on_top() {
    let mut massage = line(1, 1, 10_000);
    massage.tax = vat(5_556);
    let lines = with_order_off(&[massage], Discount::Amount(eur(1000)));
    let rules = TaxRules {
        prices_include_tax: false,
        ..INSIDE
    };
    let totals = totals(&lines, rules).unwrap();
    let net: Money = totals.lines.iter().map(|it| it.net).sum();
    assert_eq!((totals.total, net), (eur(9500), eur(9000)));
}
