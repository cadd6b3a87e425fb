//! The guided set-up: page by page, left and taken up again, also after a restart.

use balm::domain::{room::Room, settings::GuideStep, settings::Settings, staff::Staff};

use super::*;

fn new_shop() -> Desk {
    Desk::on(80, 24, |_, _| ())
}

fn settings(desk: &Desk) -> Option<Settings> {
    desk.shop.read().get::<Settings>(&()).unwrap()
}

fn names_of_staff(desk: &Desk) -> Vec<String> {
    let staff: Vec<Staff> = desk.shop.read().all().unwrap();
    staff.into_iter().map(|it| it.name).collect()
}

#[test]
fn a_rate_is_typed_with_a_comma_and_what_has_no_key_is_found_by_its_list() {
    let mut desk = new_shop();
    desk.types("Lotus Spa").keys("enter").types("eur");
    desk.keys("enter").types("riga").keys("enter");
    desk.shows("Set-up 2/7")
        .types("TVA 5,5")
        .shows("TVA 5.5 %")
        .hides("VAT");
    desk.keys("ctrl-u").types("GST 5, PST 8").shows("PST 8 %");
    desk.keys("esc esc").shows("Nobody works here yet: : Staff");
}

#[test]
fn a_new_shop_is_set_up_page_by_page() {
    let mut desk = new_shop();
    desk.shows("Set-up 1/7")
        .types("Lotus Spa")
        .keys("enter")
        .types("euro");
    desk.keys("enter")
        .shows("euro is no currency code")
        .keys("up")
        .types("eur");
    desk.shows("12.34 EUR")
        .keys("enter")
        .types("riga")
        .shows("Europe/Riga")
        .keys("enter");
    desk.shows("Set-up 2/7")
        .types("VAT 21")
        .shows("VAT 21 %")
        .keys("enter enter");
    desk.shows("Set-up 3/7")
        .types("8-20")
        .keys("enter")
        .types("30")
        .keys("enter");
    desk.shows("Set-up 4/7")
        .types("Anna, Marta, anna")
        .shows("3 names")
        .keys("enter");
    desk.shows("Set-up 5/7").types("Rose, Lotus").keys("enter");
    desk.shows("Set-up 6/7")
        .types("45")
        .keys("down down")
        .types("50")
        .keys("pgdn enter");
    desk.shows("Set-up 7/7").shows("Find scanner").keys("enter");
    // Where they are found and tried.
    desk.shows("The shop is set up.")
        .shows("Printer: print a page")
        .keys("esc")
        .hides("Printer: print a page");
    let settings = settings(&desk).unwrap();
    assert_eq!(settings.shop_name, "Lotus Spa");
    assert_eq!(
        (settings.currency.code.as_str(), settings.time_zone.name()),
        ("EUR", "Europe/Riga")
    );
    assert_eq!((settings.opens_minute, settings.closes_minute), (480, 1200));
    assert_eq!((settings.grid_minutes, settings.guide), (30, None));
    // A name typed twice is one person.
    assert_eq!(names_of_staff(&desk), ["Anna", "Marta"]);
    assert_eq!(desk.shop.read().all::<Room>().unwrap().len(), 2);
    let services: Vec<(String, u16)> = desk
        .app
        .view()
        .services
        .iter()
        .map(|it| (it.name.clone(), it.minutes()))
        .collect();
    let want = [("Classic massage 60", 60), ("Deep tissue massage 60", 60)];
    assert_eq!(
        services,
        want.map(|(name, minutes)| (name.to_owned(), minutes))
    );
}

#[test]
fn it_is_left_anywhere_and_goes_on_there_also_after_a_restart() {
    let mut desk = new_shop();
    // Left before there is a shop: one looks around, and is told how to go on.
    desk.types("Lot")
        .keys("esc")
        .shows("would be lost")
        .keys("esc");
    desk.shows("This shop is not set up yet")
        .keys("F4 F5 F2 right down");
    desk.shows("This shop is not set up yet");
    assert!(!desk.app.has_quit() && settings(&desk).is_none());
    desk.keys("F11")
        .shows("Set-up 1/7")
        .types("Lotus Spa")
        .keys("pgdn")
        .types("riga");
    desk.keys("enter").shows("Set-up 2/7").keys("esc");
    // The tax can wait; the shop is there.
    desk.hides("Set-up")
        .keys("F2 enter esc F11")
        .shows("go on")
        .keys("enter");
    desk.shows("Set-up 2/7")
        .keys("enter enter")
        .shows("Set-up 3/7");
    desk.restart();
    desk.shows("Set-up 3/7")
        .keys("enter enter")
        .shows("Set-up 4/7");
    assert_eq!(settings(&desk).unwrap().guide, Some(GuideStep::People));
    desk.types("Anna").passes(1).resize(40, 12).resize(80, 24);
    desk.shows("Anna").keys("enter").shows("Set-up 5/7");
    desk.restart();
    desk.keys("enter")
        .shows("Set-up 6/7")
        .keys("pgdn enter enter");
    assert_eq!(settings(&desk).unwrap().guide, None);
    desk.restart();
    desk.hides("Set-up");
}

#[test]
fn nothing_breaks_where_one_looks_around_before_there_is_a_shop() {
    let mut desk = new_shop();
    desk.keys("esc");
    for opens in [
        "F10 o enter",
        "F10 enter",
        "F12",
        "ctrl-n",
        "ctrl-r",
        "/",
        "!",
        "ctrl-w",
        "F2 enter",
        "F2 f enter",
        "F2 g",
        "F3 a b enter",
        "F4 a enter",
        "F4 F9",
        "F4 F8",
        "F4 F7",
        "F6",
        "F5 ctrl-a a enter enter enter",
        "ctrl-p s t a f f enter enter",
        "F1",
    ] {
        desk.keys(opens).keys("esc esc esc esc esc");
    }
    assert!(settings(&desk).is_none());
    desk.shows("This shop is not set up yet");
}
