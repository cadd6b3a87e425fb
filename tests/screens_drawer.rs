//! The drawer's day on the screen: the float, cash in and out, the blind count, the
//! close.

use balm::ops::query::{Answer, Query};

use crate::{
    desk::SESSION,
    screens_counter::{CREAM, OIL, closed_counter, counter},
};

#[test]
fn money_needs_an_open_drawer_and_the_key_for_it_is_said() {
    let mut desk = closed_counter();
    desk.scans(OIL)
        .keys("F9")
        .shows("The drawer is not open yet. F10");
    desk.keys("F10")
        .shows("The drawer is closed")
        .keys("o")
        .shows("Float");
    // 5 x 10.00, typed on its own row; gone to again, typed anew.
    desk.keys("down down down down down")
        .types("51")
        .shows("Counted in cash 510.00")
        .keys("down up")
        .types("5")
        .shows("Counted in cash 50.00");
    desk.keys("pgdn enter").hides("Float").shows("open 13:40");
    desk.keys("F9").shows("Paid");
}

/// Blind: what should be there is shown only after the count.
#[test]
fn the_day_is_counted_and_closed_with_its_differences() {
    let mut desk = counter();
    desk.scans(OIL)
        .keys("F9")
        .scans(CREAM)
        .keys("F8")
        .scans(CREAM)
        .keys("F6");
    desk.count_keys();
    desk.keys("F12");
    assert_eq!(desk.count_keys(), 1);
    desk.shows("Count the drawer")
        .hides("118.90")
        .hides("expected");
    // 11 x 10.00, 5 x 1.00; then 7.00 by card where 7.50 is expected.
    desk.keys("down down down down down")
        .types("11")
        .keys("down down down")
        .types("5");
    desk.shows("Counted in cash 115.00")
        .keys("pgdn")
        .types("7")
        .keys("enter");
    desk.shows("118.90")
        .shows("115.00")
        .shows("short 3.90")
        .shows("short 0.50");
    desk.shows("Still open").shows("Hand cream");
    // Back to the desk: the count is kept.
    desk.keys("esc").keys("F12").shows("short 3.90");
    desk.keys("c").shows("How many of each");
    desk.keys("pgup down down down down down")
        .types("11")
        .keys("down")
        .types("1")
        .keys("down down")
        .types("3");
    desk.keys("down").types("1").keys("down down").types("4");
    desk.shows("Counted in cash 118.90")
        .keys("pgdn")
        .types("7.50")
        .keys("enter");
    desk.shows("correct")
        .hides("short")
        .keys("enter")
        .shows("Z 1")
        .shows("The day is closed");
    desk.keys("esc").shows("drawer closed");
    let Ok(Answer::ParkedTickets { tickets }) =
        desk.shop
            .ask(&SESSION, &desk.app.view().locale, &Query::ParkedTickets)
    else {
        panic!()
    };
    assert_eq!(tickets.len(), 1);
}

#[test]
fn cash_moves_with_its_reason() {
    let mut desk = counter();
    desk.keys("F10")
        .shows("with a float of 100.00")
        .keys("u")
        .types("20")
        .keys("enter")
        .shows("Supplier paid");
    desk.types("Flowers").keys("enter").hides("Cash out");
    desk.keys("F10 u")
        .types("200")
        .keys("enter enter")
        .shows("is more than the drawer should hold");
    // The cursor is where it is mended.
    desk.keys("ctrl-u")
        .types("15")
        .shows("15.00")
        .keys("esc esc");
    desk.keys("F10 n")
        .shows("without a sale")
        .keys("enter")
        .hides("without a sale?");
    let Some(session) = desk.app.view().drawer.clone() else {
        panic!()
    };
    assert_eq!(session.n_events, 1);
}

/// At half past one in the night the day that went before is proposed, and can be
/// another.
#[test]
fn a_drawer_that_is_opened_after_midnight_says_for_which_day() {
    let mut desk = closed_counter();
    desk.passes(12 * 60);
    desk.keys("F10 o").shows("Float").keys("pgdn");
    desk.shows("21.11.2026").keys("enter").hides("Float");
    desk.keys("F10").shows("Sat 21 Nov 2026").keys("esc");
    let mut desk = closed_counter();
    desk.passes(12 * 60);
    desk.keys("F10 o pgdn").types("22.11.").keys("enter");
    desk.hides("Float").keys("F10").shows("Sun 22 Nov 2026");
    // From four on it is the calendar's.
    let mut desk = closed_counter();
    desk.passes(14 * 60 + 20);
    desk.keys("F10 o pgdn").shows("22.11.2026");
}

/// What is chosen already shows how many others there are, and the arrows turn to them.
#[test]
fn a_choice_that_stands_there_is_turned_with_the_arrows() {
    let mut desk = counter();
    desk.keys("F10 u")
        .types("5")
        .keys("enter tab")
        .shows("←→ 1 of 2");
    desk.keys("right").shows("Cash order").shows("←→ 2 of 2");
    desk.keys("right").shows("←→ 1 of 2");
    desk.keys("left enter").shows("┌ Cash order");
    // Where something is typed, they are those of the text.
    desk.keys("esc F10 u").types("5").keys("left").types("1");
    desk.shows("15.00").keys("enter tab shift-tab").types("sm");
    desk.keys("left right").shows("Small purchase").hides("←→");
}

/// Not after all the pieces are counted.
#[test]
fn that_a_part_is_taken_is_said_before_anything_is_counted() {
    let mut desk = counter();
    desk.scans(OIL).keys("F7").types("10").keys("F8");
    desk.shows("Still due").keys("esc");
    for keys in ["F10 c", "F10 h", "F12"] {
        desk.keys(keys);
        desk.shows("10.00 is taken for a cart that is not paid.");
        desk.hides("Counted in cash").keys("esc");
    }
    desk.keys("F4 F9").shows("Paid");
    desk.keys("F12").shows("Count the drawer");
}
