//! Things brought back and others taken instead, typed at the desk.

use crate::screens_counter::{CREAM, OIL, amount, counter, sale};

#[test]
fn what_comes_back_goes_towards_what_is_taken_instead() {
    let mut desk = counter();
    // 18.90 by card, brought back for 7.50.
    desk.scans(OIL).keys("F8").shows("Paid").scans("1-000001");
    desk.keys("F7 + x").shows("18.90 worth come back");
    desk.keys("enter").shows("comes back: Client change");
    assert_eq!(amount(&desk, "To give back"), "-18.90");
    desk.hides("More than").scans(CREAM);
    assert_eq!(amount(&desk, "To give back"), "-11.40");
    // Taken out of the cart again, and put back into it.
    desk.keys("down del").hides("comes back");
    assert_eq!(amount(&desk, "Total"), "7.50");
    desk.scans("1-000001").keys("F7 + x enter");
    desk.shows("comes back").keys("F9").shows("Given back");
    let paper = sale(&desk);
    assert_eq!(paper.sale.total.minor(), -1_140);
    assert!(paper.refundable.contains(&1));

    // The first receipt says what became of it, and has nothing left.
    desk.scans("1-000001").shows("-18.90").keys("F7");
    desk.shows("has been given back").keys("esc");
}
