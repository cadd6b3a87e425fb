//! Discounts by hand, asked for in their form.

use crate::screens_counter::{CREAM, OIL, amount, counter, sale};

#[test]
fn a_percent_alone_asks_what_to_take_off_and_why() {
    let mut desk = counter();
    desk.keys("%")
        .shows("The cart is empty")
        .hides("whole order");
    desk.scans(CREAM).scans(OIL).keys("%");
    desk.shows("The whole order, 26.40").types("5");
    desk.keys("enter enter")
        .types("Regular")
        .keys("enter enter");
    assert_eq!(amount(&desk, "disc on all: Regular cl…"), "-5.00");
    assert_eq!(amount(&desk, "Total"), "21.40");
    // It is there to be changed, and follows the cart.
    desk.keys("%").types("10 %").keys("enter enter enter");
    desk.shows("disc 10 % on all").shows("-2.64");
    desk.keys("del");
    assert_eq!(amount(&desk, "Total"), "6.75");
    // Off the marked line alone, with its reason.
    desk.keys("%")
        .types("0")
        .keys("enter enter enter")
        .hides("disc");
    desk.keys("%").types("1.50").keys("enter");
    desk.types("Hand").keys("enter");
    desk.types("Label is torn").keys("enter").keys("enter");
    assert_eq!(amount(&desk, "disc"), "-1.50");
    desk.keys("F9").shows("Paid");
    let line = &sale(&desk).sale.lines[0];
    assert_eq!(line.given.as_ref().unwrap().reason, "Label is torn");
    // Too much is said in the form, which stays.
    desk.scans(CREAM).keys("%").types("7.51");
    desk.keys("enter enter enter").shows("more than");
}
