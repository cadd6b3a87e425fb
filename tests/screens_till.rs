//! Shifts on the screen: hand-over, categories, the safe, what has arrived, figures down
//! to the receipt, and what a client owes.

use balm::{
    domain::{
        drawer::{Count, Pieces},
        money::Money,
        tender::{Tender, TenderKind},
    },
    ops::request::{Paying, Request, TenderRulesDraft},
};

use crate::screens_counter::{OIL, closed_counter, counter};

#[test]
fn a_drawer_is_handed_over_with_both_names() {
    let mut desk = counter();
    desk.scans(OIL).keys("F9");
    desk.keys("F10 h").shows("Hand the drawer over");
    desk.types("anna")
        .keys("enter")
        .types("marta")
        .keys("enter");
    // 118.90 should be there: 11 x 10.00 and 5 x 1.00 are.
    desk.keys("down down down down down")
        .types("11")
        .keys("down down down")
        .types("5")
        .shows("Counted in cash 115.00")
        .hides("118.90");
    desk.keys("pgdn enter").shows("Cash: short 3.90");
    desk.keys("F10 x").shows("Anna").shows("Marta");
}

#[test]
fn cash_goes_out_under_a_category_of_the_shop() {
    let mut desk = counter();
    desk.keys("F11").types("drawers").keys("enter");
    desk.shows("counted blind");
    desk.types("new").keys("enter").shows("Cash category");
    desk.types("Flowers").keys("pgdn enter").shows("Saved");
    desk.keys("esc esc F10 u").types("7").keys("enter");
    desk.types("flow").keys("enter enter");
    desk.hides("Cash out").shows("7.00 taken out");
    desk.keys("F10 s").types("50").keys("enter enter");
    desk.shows("50.00 taken out: Safe");
    desk.keys("F10 x").shows("Flowers").shows("-50.00");
}

/// From the figure to its sales and from there to the receipt, by Enter.
#[test]
fn every_figure_opens_its_sales() {
    let mut desk = counter();
    desk.scans(OIL).keys("F9").scans(OIL).keys("F8");
    desk.keys("F10 x").shows("X of").shows("Sales (2)");
    desk.shows("Float").shows("100.00");
    desk.shows("after the count").hides("Cash expected");
    desk.keys("enter").shows("1-000001").shows("1-000002");
    desk.keys("down enter").shows("1-000002");
    desk.keys("esc esc esc esc F12 pgdn enter enter");
    desk.shows("The day is closed").keys("esc");
    desk.keys("F10 z").shows("Z 1").keys("enter");
    desk.types("cash expected")
        .keys("enter")
        .shows("1-000001")
        .hides("1-000002");
}

/// The list begins with the last shifts; the others are found by their day or number.
#[test]
fn every_earlier_shift_is_found() {
    let mut desk = counter();
    let count = Count {
        cash: vec![Pieces {
            value_minor: 1_000,
            n: 10,
        }],
        card: None,
    };
    let first = desk.app.view().today();
    for _ in 0..64 {
        desk.passes(8 * 60);
        desk.asks(&Request::CountDrawer {
            count: count.clone(),
            others: Vec::new(),
        });
        desk.asks(&Request::CloseDrawer { carry_over: true });
        desk.passes(16 * 60);
        desk.asks(&Request::OpenDrawer {
            float: count.clone(),
            business_date: None,
        });
    }
    desk.keys("F10 z")
        .shows("Z 64")
        .shows("Shifts  60+")
        .types("3");
    desk.shows("Z 3  ").keys("backspace");
    desk.types(&first.to_string()).shows("Z 1  ").keys("enter");
    desk.shows("Z 1 of");
}

#[test]
fn what_has_arrived_of_cards_is_less_its_fee() {
    let mut desk = counter();
    desk.scans(OIL).keys("F8");
    desk.keys("F10 b").shows("Arrived at the bank");
    desk.keys("enter").types("18.90").keys("enter");
    desk.types("18.50").keys("enter enter");
    desk.shows("18.50 at the bank, 0.40 kept as fee");
}

#[test]
fn a_desk_without_a_drawer_sells_by_card_at_once() {
    let mut desk = closed_counter();
    desk.keys("F11").types("drawers").keys("enter enter");
    desk.keys("tab").types("no").keys("enter").shows("Saved");
    desk.keys("esc esc F4").scans(OIL).keys("F9");
    desk.shows("This desk has no drawer");
    desk.keys("F8").shows("Paid");
}

/// One after the other into the cart, with their age; and how much may be owed.
#[test]
fn what_a_client_owes_goes_into_the_cart_sale_by_sale() {
    let mut desk = counter();
    desk.asks(&Request::SaveTenderRules(TenderRulesDraft {
        tab_limit: Money::from_minor(20_000),
        ..TenderRulesDraft::default()
    }));
    for _ in 0..2 {
        desk.keys("F3").types("ozola").keys("enter");
        let client = desk.app.view().client;
        desk.asks(&Request::AttachClient { client });
        desk.scans(OIL);
        desk.asks(&Request::Pay(Paying {
            tenders: vec![Tender::of(TenderKind::Account, None)],
            told: None,
            confirmed: false,
        }));
    }
    desk.keys("F3").types("ozola").keys("enter");
    desk.keys("F3 ;").shows("Owed").shows("Up to 30 days");
    desk.keys("enter").shows("In the cart: 18.90");
    desk.keys("down enter").shows("In the cart: 37.80");
}
