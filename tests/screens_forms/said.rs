//! What the screen says is so: hints, empty lists, refusals, the top line.

use std::sync::Arc;

use balm::{
    domain::drawer::Count,
    locale::Locale,
    ui::{action::Action, keymap::Shipped, theme::Theme},
};

use super::*;
use crate::desk::Look;

fn offers(desk: &Desk, action: Action) -> bool {
    desk.app.top().hints(desk.app.view()).contains(&action)
}

/// The smallest screen says what time it is, whatever else stands in the top line, and
/// in a language of longer words too.
#[test]
fn the_clock_outlives_everything_in_the_top_line() {
    for width in [40, 44, 50, 60, 79, 80, 132] {
        for locale in [Locale::english(), Locale::pseudo()] {
            let look = Look {
                locale: Arc::new(locale),
                theme: Theme::full(),
                keymap: Shipped::Default,
            };
            let mut desk = Desk::looking(look, width, 12, |shop, clock| {
                small_spa::build(shop, clock);
            });
            desk.asks(&Request::OpenDrawer {
                float: Count::default(),
                business_date: None,
            });
            desk.passes(0).keys("ctrl-w enter");
            let top = desk.screen().lines().next().unwrap().to_owned();
            assert!(top.contains(" 13:40 "), "{width}: {top}");
            // The sign of the demo goes before a fact.
            let has_sign = top.contains("DEMO") || top.contains("DĒMÖ");
            assert!(has_sign || top.contains("PRN"), "{width}: {top}");
            assert!(has_sign || width < 60, "{width}: {top}");
        }
    }
}

#[test]
fn nobody_is_missed_where_nobody_signs_on() {
    let (mut desk, _) = desk_of(132, 43);
    desk.shows("Desk 1").hides("nobody at the desk");
}

#[test]
fn who_is_on_the_card_is_not_offered_again() {
    let (mut desk, _) = desk();
    desk.keys("F3");
    assert!(!offers(&desk, Action::ClientPick));
    assert!(!offers(&desk, Action::ClientBook));
    desk.types("ozo");
    assert!(offers(&desk, Action::ClientPick));
    desk.keys("enter").shows("Līga Ozola");
    assert!(offers(&desk, Action::ClientBook));
    // A cart without a client is somebody's to take.
    desk.keys("F4").scans(ARGAN_EAN).keys("F3");
    assert!(offers(&desk, Action::ClientPick));
    desk.keys("enter");
    assert!(!offers(&desk, Action::ClientPick));
    assert!(offers(&desk, Action::ClientDetach));
    desk.types("zzz");
    assert!(!offers(&desk, Action::ClientPick));
}

/// Greeted by name before anything is scanned: once more begins the cart.
#[test]
fn a_cart_is_begun_for_the_client_on_the_card() {
    let (mut desk, _) = desk();
    desk.keys("F3").types("ozo").keys("enter").shows("┌ Cart ─");
    assert!(offers(&desk, Action::ClientPick));
    desk.keys("enter").shows("┌ Cart  Līga Ozola");
    desk.scans(ARGAN_EAN).shows("Argan oil").keys("F3");
    assert!(!offers(&desk, Action::ClientPick));
    // Looked up again, it is only shown: the cart has its client.
    desk.types("berz").keys("enter").shows("Pēteris Bērziņš");
    desk.shows("┌ Cart  Līga Ozola");
}

#[test]
fn an_empty_list_says_of_what_there_is_none() {
    let (mut desk, _) = desk();
    desk.keys("F3").types("ozo").keys("enter ctrl-a");
    desk.shows("No visits and no receipts so far.")
        .types("x")
        .shows("Nothing found.");
    desk.keys("esc ctrl-r").shows("No receipts yet.");
}

#[test]
fn a_refused_choice_names_the_few_there_are() {
    let (mut desk, _) = desk();
    desk.keys("F2 F11").types("least coin").keys("enter");
    desk.types("gross").keys("enter");
    desk.shows("\"gross\" is none of: include tax, have tax added.");
    // Any word of a choice names it.
    desk.keys("ctrl-u").types("added").keys("down");
    desk.shows("have tax added");
}

/// Where a form is longer than the screen, pages are turned; on its last page the last
/// field is gone to.
#[test]
fn pages_of_a_long_form_are_turned() {
    let (mut desk, _) = desk_of(80, 12);
    desk.keys("F10 o").shows("1/3  Float");
    for (key, page) in [
        ("pgdn", "2/3"),
        ("pgdn", "3/3"),
        ("pgdn", "3/3"),
        ("pgup", "2/3"),
        ("pgup", "1/3"),
        ("pgup", "1/3"),
    ] {
        desk.keys(key).shows(&format!("{page}  Float"));
    }
    // From the last field Enter opens the drawer.
    desk.keys("pgdn pgdn pgdn enter")
        .shows("The drawer is open.");
}

/// Whoever asks for a free time hands the card over: the booking is theirs.
#[test]
fn a_card_says_whom_a_free_time_is_for() {
    let (mut desk, spa) = desk();
    let ozola = desk.shop.read().get::<Client>(&spa.ozola).unwrap().unwrap();
    desk.asks(&Request::SaveClient(ClientDraft {
        id: Some(ozola.id),
        name: ozola.name,
        phone: ozola.phone,
        card: "B-0007".to_owned(),
        active: true,
        ..ClientDraft::default()
    }));
    desk.keys("F2 f").types("swed").scans("B-0007");
    desk.shows("For Līga Ozola.").shows("swed");
    desk.keys("enter enter").shows("Book").shows("Līga Ozola");
    // In the list of times, too; another code means nothing there.
    desk.keys("esc esc f").types("swed").keys("enter");
    desk.scans("B-0007").shows("For Līga Ozola.");
    desk.keys("enter").shows("Līga Ozola");
    desk.keys("esc esc f").scans("B-9999");
    desk.shows("A scan means nothing here");
}

/// Who has the phone is taken by one Enter, and that is said: nothing was saved.
#[test]
fn a_known_phone_takes_its_client_and_says_so() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-n").types("Zed").keys("enter");
    desk.types("+371 20 000 101").keys("enter");
    desk.shows("is known")
        .shows("It is Līga Ozola")
        .keys("enter");
    desk.shows("Līga Ozola is taken; Zed was not saved.")
        .shows("+371 20 000 101");
    assert!(client_named(&desk, "Zed").is_none());
}

/// What is paid is offered neither to be charged nor to be cancelled.
#[test]
fn a_paid_visit_is_offered_what_can_be_done_with_it() {
    let (mut desk, _) = desk();
    desk.asks(&Request::OpenDrawer {
        float: Count::default(),
        business_date: None,
    });
    desk.passes(0).keys("F2 enter").types("ozo").keys("enter");
    desk.types("swed").keys("enter").shows("Booked:").keys("a");
    assert!(offers(&desk, Action::DayToCart) && offers(&desk, Action::DayCancel));
    desk.keys("c F9 F2");
    assert!(!offers(&desk, Action::DayToCart) && !offers(&desk, Action::DayCancel));
}
