//! Memberships on the screen: set up, sold, the member's price, coming in, and what can
//! be done with one.

use crate::{
    desk::Desk,
    screens_counter::{OIL, counter},
};

/// `Gold`: a month for 60.00, 10 % off, two entries.
fn gold(desk: &mut Desk) {
    desk.keys("F11").types("memberships").keys("enter");
    desk.types("new mem").keys("enter").shows("Membership");
    desk.types("Gold").keys("enter").types("60").keys("enter");
    desk.types("1 month").keys("enter enter enter enter enter");
    desk.types("10")
        .keys("enter enter")
        .types("2")
        .keys("enter");
    desk.shows("New membership").keys("esc esc esc esc");
}

/// Anda Ose is made, and buys it.
fn sells(desk: &mut Desk) {
    desk.keys("ctrl-n").types("Anda Ose").keys("enter");
    desk.types("29111222").keys("enter").keys("F3");
    desk.types("anda").keys("enter").keys("F4 $");
    desk.shows("Sell: Gold").types("gold").keys("enter");
    desk.shows("60.00").keys("F3 enter F8").shows("Paid");
}

#[test]
fn a_member_is_sold_a_month_pays_less_and_comes_in() {
    let mut desk = counter();
    gold(&mut desk);
    sells(&mut desk);
    desk.keys("F3").shows("Gold: 10 % off, 2 entries a");
    desk.keys("*").shows("Anda Ose came in: Gold, 1 entry left");
    desk.keys("*").shows("no entry left");
    desk.keys("*").shows("Gold has let its client in 2 times");
    desk.scans(OIL).keys("F3 enter F4").shows("-1.89");
    desk.keys("F9").shows("17.01");
}

#[test]
fn a_membership_shows_what_can_be_done_with_it() {
    let mut desk = counter();
    gold(&mut desk);
    sells(&mut desk);
    desk.keys("F3 * F4 $ enter")
        .shows("Comes in: record a visit");
    desk.shows("Take back the visit of today");
    desk.shows("Renew: from Tue 22 Dec 2026 until Thu 21 Jan 2027");
}

#[test]
fn a_membership_is_renewed_cancelled_and_looked_up() {
    let mut desk = counter();
    gold(&mut desk);
    sells(&mut desk);
    desk.keys("F3 * F4 $ enter").types("back the").keys("enter");
    desk.shows("Gold is changed");
    desk.keys("F4 $ enter").types("renew").keys("enter");
    desk.shows("60.00").keys("F8").shows("Paid");
    desk.keys("F3").shows("Gold can be used from");
    desk.keys("F4 $ enter").types("cancel").keys("enter");
    desk.shows("Cancel Gold").types("Moves away").keys("enter");
    desk.shows("is changed").keys("F4 $").types("earlier");
    desk.keys("enter").shows("Earlier packages and memberships");
    desk.keys("enter").shows("Cancelled: Moves away");
}

#[test]
fn a_membership_that_ends_soon_wants_attention() {
    let mut desk = counter();
    gold(&mut desk);
    sells(&mut desk);
    desk.keys("esc F2 !").hides("Gold of Anda Ose").keys("esc");
    desk.passes(29 * 24 * 60);
    desk.keys("!").types("gold").shows("Gold of Anda Ose ends");
    desk.keys("enter")
        .shows("29111222")
        .hides("Wants attention");
}
