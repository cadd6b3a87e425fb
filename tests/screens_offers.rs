//! Promotions and coupons as the office enters them and the counter has them; prices
//! of the list changed at once.

use balm::{
    domain::{money::Rate, promotion::Coupon},
    ops::{
        outcome::Outcome,
        request::{ClientDraft, Request},
    },
    store::Reads,
};

use crate::{
    desk::Desk,
    screens_counter::{CREAM, OIL, amount, counter, sale},
};

/// F11, and what there is by these words.
fn settings<'a>(desk: &'a mut Desk, words: &str) -> &'a mut Desk {
    desk.keys("F11").types(words).keys("enter")
}

/// Name, what it gives, of what, and when: what a new rule asks for.
fn promotion(desk: &mut Desk, name: &str, gives: &str, of: &str) {
    settings(desk, "costs less").keys("end enter").types(name);
    desk.keys("enter").types(gives).keys("enter");
    if !of.is_empty() {
        desk.types(of);
    }
    desk.keys("enter").shows("▸ Days").keys("enter");
    desk.shows(name).shows(gives).keys("esc esc F4");
}

#[test]
fn a_promotion_is_made_had_and_declined_with_one_key() {
    let mut desk = counter();
    promotion(&mut desk, "Oil week", "2 + 1", "argan");
    desk.scans(OIL).scans(OIL).hides("Oil week");
    desk.scans(OIL).shows("Oil week");
    assert_eq!(amount(&desk, "Oil week"), "-18.90");
    assert_eq!(amount(&desk, "Total"), "37.80");
    desk.keys("*").shows("Oil week is off this cart");
    assert_eq!(amount(&desk, "Total"), "56.70");
    // The same key shows what there is, and Enter lets it come back.
    desk.keys("*").shows("declined").keys("enter esc");
    assert_eq!(amount(&desk, "Total"), "37.80");
    desk.keys("F9").shows("Paid");
    let line = &sale(&desk).sale.lines[0];
    assert_eq!(line.offers[0].name, "Oil week");
    // On the receipt it has its name.
    desk.keys("#").waits_for(|desk| !desk.papers().is_empty());
    assert!(desk.papers()[0].contains("Oil week"));
}

/// What is not understood is said as one types, with what would be.
#[test]
fn what_a_rule_gives_is_written_as_people_say_it() {
    let mut desk = counter();
    settings(&mut desk, "costs less").keys("enter");
    desk.types("Autumn")
        .keys("enter")
        .types("a lot")
        .keys("tab");
    desk.shows("a lot says nothing that comes off");
    desk.keys("esc esc esc esc");
    for (typed, said) in [
        ("10%", "10 %"),
        ("2.00 each", "2.00 EUR off each"),
        ("5", "5.00 EUR off all together"),
        ("= 12.5", "each costs 12.50 EUR"),
        ("1+1 50 % of hand", "1 bought, 1 more at 50 % off"),
        ("60 for Swedish + 2 argan", "3 together cost 60.00 EUR"),
    ] {
        let mut desk = counter();
        settings(&mut desk, "costs less").keys("enter");
        desk.types("Autumn").keys("enter").types(typed).shows(said);
        desk.keys("enter").types("nothing of ours").keys("enter");
        desk.shows("is called nothing of ours");
    }
}

#[test]
fn a_coupon_is_typed_or_scanned_at_the_cart() {
    let mut desk = counter();
    settings(&mut desk, "coupons").keys("enter");
    desk.shows("No promotion is by coupon yet").keys("esc esc");
    settings(&mut desk, "costs less").keys("enter");
    desk.types("Welcome back").keys("enter").types("5.00");
    // Down to By coupon: of, days, from, until, for, at least, at most.
    desk.keys("down down down down down down down down")
        .types("yes");
    desk.keys("tab tab tab enter")
        .shows("Welcome back")
        .keys("esc esc");
    settings(&mut desk, "coupons").keys("enter").types("HELLO");
    desk.keys("enter enter enter")
        .shows("HELLO")
        .shows("0 of 1 used");
    desk.keys("esc esc F4");
    desk.scans(CREAM).types("hello").keys("enter");
    assert_eq!(amount(&desk, "Welcome back, HELLO"), "-5.00");
    desk.scans("HELLO").shows("it is on this cart already");
    desk.keys("F9").shows("Paid");
    desk.scans(CREAM).scans("HELLO").shows("it is used up");
    settings(&mut desk, "coupons").shows("1 of 1 used");
}

#[test]
fn a_coupon_that_waits_for_something_is_on_the_cart() {
    let mut desk = counter();
    settings(&mut desk, "costs less").keys("enter");
    desk.types("Spa day")
        .keys("enter")
        .types("20 %")
        .keys("enter")
        .types("services");
    desk.keys("down down down down down down down").types("yes");
    desk.keys("tab tab tab enter").keys("esc esc");
    settings(&mut desk, "coupons").keys("enter").types("DAY");
    desk.keys("enter enter enter esc esc F4");
    desk.scans(OIL)
        .scans("DAY")
        .shows("Coupon DAY: nothing off yet");
    desk.types("20").keys("enter").hides("nothing off yet");
    assert_eq!(amount(&desk, "Spa day, DAY"), "-9.00");
    desk.keys("*")
        .shows("Spa day, DAY is off this cart")
        .hides("Coupon DAY");
}

#[test]
fn a_coupon_may_be_one_clients_own() {
    let mut desk = counter();
    desk.asks(&Request::SaveClient(ClientDraft {
        name: "Liga Kalna".into(),
        active: true,
        ..ClientDraft::default()
    }));
    settings(&mut desk, "costs less").keys("enter");
    desk.types("Birthday").keys("enter").types("5.00");
    desk.keys("down down down down down down down down");
    desk.types("yes").keys("tab tab tab enter esc esc");
    settings(&mut desk, "coupons").keys("enter").types("MINE");
    desk.keys("down down down down down")
        .types("kalna")
        .shows("Liga Kalna")
        .keys("enter")
        .shows("0 of 1 used");
    let coupon = desk.shop.read().all::<Coupon>().unwrap().remove(0);
    assert!(coupon.client.is_some());
    desk.types("mine").keys("enter").shows("Liga Kalna");
}

/// Every price is shown before anything changes; the desk's finds have the new ones.
#[test]
fn the_price_list_is_changed_after_a_look_at_it() {
    let mut desk = counter();
    settings(&mut desk, "whole list").types("5").keys("enter");
    desk.types("ending as 0.90").keys("enter enter enter");
    desk.shows("Change these 3 prices now")
        .shows("18.90 > 19.90")
        .shows("45.00 > 46.90")
        .shows("7.50 > 7.90");
    desk.keys("down enter").shows("New prices");
    desk.keys("esc").shows("Round to");
    desk.keys("enter")
        .shows("Change these 3 prices now")
        .keys("enter");
    desk.shows("3 prices changed").keys("esc F4");
    desk.scans(OIL);
    assert_eq!(amount(&desk, "Total"), "19.90");
}

#[test]
fn what_promotions_bring_leads_down_to_the_receipts() {
    let mut desk = counter();
    promotion(&mut desk, "Oil week", "10 %", "argan");
    desk.scans(OIL).scans(CREAM).keys("F9").shows("Paid");
    desk.scans(CREAM).keys("F9").shows("Paid");
    settings(&mut desk, "bring")
        .shows("2026-11-01")
        .keys("enter enter");
    // 17.01 and 7.50 without 21 %, and 7.50 more.
    desk.shows("2 sales, turnover 26.46 without tax");
    desk.shows("Oil week")
        .shows("1 sales, given 1.89, turnover 20.26");
    desk.keys("enter").shows("1-000001").hides("1-000002");
    desk.keys("enter").shows("Receipt 1-000001");
}

#[test]
fn a_clients_own_price_stands_where_it_is_looked_for() {
    let mut desk = counter();
    let saved = desk.asks(&Request::SaveClient(ClientDraft {
        name: "Berzins".into(),
        card_rate: Some(Rate::from_milli_percent(10_000)),
        active: true,
        ..ClientDraft::default()
    }));
    let Outcome::SavedClient { client } = saved else {
        panic!("{saved:?}");
    };
    desk.keys("F4").types("argan").shows("18.90").hides("17.01");
    desk.keys("esc");
    let client = Some(client);
    desk.asks(&Request::AttachClient { client });
    desk.passes(0)
        .types("argan")
        .shows("17.01 (18.90)")
        .keys("esc");
    desk.keys("/").types("argan").shows("17.01 (18.90)");
}

/// Card levels go up by what was bought, and the client's card says what comes next.
#[test]
fn a_cards_level_and_the_next_one_stand_on_the_client() {
    let mut desk = counter();
    settings(&mut desk, "cards together").keys("down down");
    desk.types("20.00 5 %; 100.00 10 %").keys("enter enter");
    let saved = desk.asks(&Request::SaveClient(ClientDraft {
        name: "Berzins".into(),
        card: "C-7".into(),
        active: true,
        ..ClientDraft::default()
    }));
    let Outcome::SavedClient { client } = saved else {
        panic!("{saved:?}");
    };
    let client = Some(client);
    desk.keys("esc F4").scans(OIL).scans(CREAM);
    desk.asks(&Request::AttachClient { client });
    desk.passes(0).keys("F9").shows("Paid");
    desk.keys("F3").types("berzins").keys("enter");
    desk.shows("Card 5 %, bought for 26.40; 10")
        .shows("% from 100.00");
    desk.keys("F4").scans(CREAM);
    desk.asks(&Request::AttachClient { client });
    desk.passes(0);
    assert_eq!(amount(&desk, "Card 5 %"), "-0.38");
}
