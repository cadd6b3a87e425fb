//! How much may be taken off by hand.

use super::*;

fn percent(line: u32, milli: u32) -> Request {
    Request::ChangeLine(LineChange {
        line,
        discount: Some(DiscountChange::Give(Discount::Percent(
            Rate::from_milli_percent(milli),
        ))),
        ..LineChange::default()
    })
}

fn off_order(minor: i64) -> Request {
    Request::DiscountOrder {
        discount: DiscountChange::Give(Discount::Amount(eur(minor))),
        reason: String::new(),
    }
}

#[test]
fn discounts_are_within_the_limit_of_the_role_to_the_last_cent() {
    let bench = Bench::open();
    bench.massage();
    let house = House::of(bench);
    house.sign_on("desk");
    house.done("desk", scan("SW60"));
    for (milli, may) in [(9_999, true), (10_000, true), (10_001, false)] {
        let answer = house.ask("desk", &percent(1, milli));
        assert_eq!(answer.is_ok(), may, "{milli}: {answer:?}");
    }
    // 45.00, of which 4.50 are off: ten percent of the order besides would be too much.
    assert!(lacks(
        &house.refused("desk", off_order(100)),
        Right::Discount
    ));
    house.done(
        "desk",
        Request::ChangeLine(LineChange {
            line: 1,
            discount: Some(DiscountChange::Remove),
            ..LineChange::default()
        }),
    );
    for (off, may) in [(449, true), (450, true), (451, false)] {
        let answer = house.ask("desk", &off_order(off));
        assert_eq!(answer.is_ok(), may, "{off}: {answer:?}");
    }
}

#[test]
fn a_line_that_goes_does_not_make_a_discount_larger_than_it_may_be() {
    let bench = Bench::open();
    bench.massage();
    bench.oil();
    let house = House::of(bench);
    house.sign_on("desk");
    house.done("desk", scan("SW60"));
    house.done("desk", scan("OIL100"));
    house.done("desk", off_order(600));
    let remove = Request::RemoveLine { line: 1 };
    assert!(lacks(
        &house.refused("desk", remove.clone()),
        Right::Discount
    ));
    let yes = house.approved("desk", "yes", &remove, "manager");
    assert!(yes.is_ok(), "{yes:?}");
    let cart = house.bench.cart().unwrap();
    let given = cart.order_discount.unwrap().given;
    assert_eq!(given.by, Some(house.people["desk"]));
    assert_eq!(given.approved_by, Some(house.people["manager"]));
    // What was said yes to stays, whatever else is done with the cart.
    house.done("desk", scan("OIL100"));
    house.done("desk", pay(&[cash(None)]));
}

#[test]
fn a_discount_above_the_limit_has_both_names() {
    let bench = Bench::open();
    bench.massage();
    let house = House::of(bench);
    house.sign_on("desk");
    house.done("desk", scan("SW60"));
    assert!(lacks(
        &house.refused("desk", percent(1, 30_000)),
        Right::Discount
    ));
    let yes = house.approved("desk", "yes", &percent(1, 30_000), "manager");
    assert!(yes.is_ok(), "{yes:?}");
    let given = house.bench.cart().unwrap().lines[0].given.clone().unwrap();
    assert_eq!(given.by, Some(house.people["desk"]));
    assert_eq!(given.approved_by, Some(house.people["manager"]));
    // One that is larger still is another.
    assert!(lacks(
        &house.refused("desk", percent(1, 40_000)),
        Right::Discount
    ));
    // An approver has limits of their own.
    house.sign_on("owner");
    house.done(
        "owner",
        Request::SaveRights(RightsDraft {
            on: true,
            idle_minutes: 5,
            roles: vec![Role {
                limits: Limits {
                    percent: Some(Rate::from_milli_percent(50_000)),
                    amount: None,
                },
                ..RoleKind::Manager.usual()
            }],
        }),
    );
    house.sign_on("desk");
    for (milli, may) in [(50_000, true), (50_001, false)] {
        let id = format!("most-{milli}");
        let answer = house.approved("desk", &id, &percent(1, milli), "manager");
        assert_eq!(answer.is_ok(), may, "{milli}: {answer:?}");
    }
}
