//! Typed values: what was understood stands beside the field, what is wrong under
//! it, and nothing typed is lost.

use super::*;

#[test]
fn what_was_understood_stands_beside_the_field_as_one_types() {
    let (mut desk, _) = desk();
    desk.keys("F2 g").types("21.").shows("Sat 21 Nov");
    for (typed, understood) in [
        ("fri", "Fri 27 Nov"),
        ("+2w", "Sat 5 Dec"),
        ("1 dec", "Tue 1 Dec"),
        ("14.3", "Sun 14 Mar 2027"),
        ("tomorrow", "Sun 22 Nov"),
    ] {
        desk.keys("ctrl-u").types(typed);
        assert!(
            row_with(&desk, typed).contains(understood),
            "{typed}:\n{}",
            desk.screen()
        );
    }
    desk.keys("esc esc F10 o esc F5 ctrl-a")
        .keys("down")
        .types("1 234,5");
    assert!(row_with(&desk, "1 234,5").contains("1234.50 EUR"));
    desk.keys("ctrl-u").types("1,234").keys("down");
    desk.shows("could be thousands or a slip: at most 2 decimals");
}

#[test]
fn a_wrong_field_says_so_when_it_is_left_and_the_first_gets_the_cursor_when_all_is_submitted() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-n down").types("none").keys("down");
    // Left empty on the way down, and left with what is no number.
    desk.shows("Name is needed.")
        .shows("\"none\" is no phone number");
    desk.types("liga@spa")
        .keys("down")
        .shows("\"liga@spa\" is no e-mail address");
    // Enter behind the phone saves: all three are still wrong.
    desk.keys("down enter");
    assert!(row_with(&desk, "▸ ").contains("Name"), "{}", desk.screen());
    desk.types("Zane Zariņa")
        .keys("down ctrl-u")
        .types("+371 29 111 222");
    desk.hides("is no phone number")
        .keys("down ctrl-u")
        .types("zane@spa.lv")
        .keys("enter");
    let zane = client_named(&desk, "Zane Zariņa").unwrap();
    assert_eq!(
        (zane.phone.as_str(), zane.email.as_str()),
        ("+371 29 111 222", "zane@spa.lv")
    );
}

#[test]
fn a_number_that_someone_has_names_them_while_it_is_typed() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-n")
        .types("Someone")
        .keys("enter")
        .types("+371 20 000 10");
    desk.hides("Līga Ozola has this number");
    desk.keys("ctrl-u").types("+371 20 000 101");
    desk.shows("Līga Ozola has this number already.");
    desk.keys("backspace").hides("has this number");
    // Her own form says nothing of her own number.
    desk.keys("esc esc F3")
        .types("ozo")
        .keys("enter ctrl-e down");
    desk.shows("+371 20 000 101").hides("has this number");
}

#[test]
fn nothing_typed_is_lost_by_anything_but_a_second_esc() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-n")
        .types("Berta B")
        .keys("down")
        .types("29 333");
    for (width, height) in [(40, 12), (132, 43), (10, 3), (80, 24)] {
        desk.resize(width, height);
    }
    desk.scans(ARGAN_EAN).passes(3);
    desk.hears([DeviceNews::Unreadable, DeviceNews::ScannerUp]);
    desk.asks(&Request::SaveClient(ClientDraft {
        name: "Somebody Else".into(),
        active: true,
        ..ClientDraft::default()
    }));
    desk.passes(1).keys("ctrl-l F1 esc esc");
    desk.shows("would be lost").shows("Berta B").shows("29 333");
    // Any other key takes the question back.
    desk.types(" 444")
        .keys("esc")
        .shows("29 333 444")
        .shows("would be lost");
    desk.keys("esc").hides("Berta B");
}

#[test]
fn long_forms_turn_pages_and_the_current_field_is_always_seen() {
    let (mut desk, _) = desk_of(40, 12);
    desk.keys("F3").types("ozo").keys("enter ctrl-e");
    desk.shows("1/2  Client").shows("Name");
    for _ in 0..8 {
        desk.keys("tab");
        assert_eq!(desk.screen().matches("│▸ ").count(), 1, "{}", desk.screen());
    }
    desk.shows("2/2  Client").shows("In use").hides("Phone");
    desk.keys("pgup").shows("1/2  Client").shows("Phone");
    desk.keys("pgdn").shows("In use");
    // A sentence under a field is never cut: it takes the lines that it needs.
    desk.keys("pgup down down ctrl-u")
        .types("liga@")
        .keys("down");
    desk.shows("is no e-mail").shows("name@example.com");
}

#[test]
fn a_long_text_is_seen_where_the_cursor_is() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-n");
    let long = "王芳 Anna ".repeat(9);
    desk.types(&long).types("END");
    desk.shows("…").shows("END");
    desk.keys("home").hides("END").shows("王芳 Anna 王芳");
    desk.keys("end").shows("END");
}

#[test]
fn a_product_begins_with_what_was_looked_for() {
    let (mut desk, _) = desk();
    desk.keys("F5").types("Rose water").keys("ctrl-a");
    desk.shows("Name       Rose water");
    desk.types("7,90").keys("enter");
    // One digit of a published code wrong: said when the field is left.
    desk.types("4006381333930")
        .keys("enter")
        .shows("its check digit is wrong");
    desk.keys("ctrl-u").types("9780201379624").keys("enter");
    let product = product_named(&desk, "Rose water").unwrap();
    assert_eq!(
        product.price.map(balm::domain::money::Money::minor),
        Some(790)
    );
    // A number of 14 digits, as all are kept.
    assert_eq!(product.barcodes[0].code, "09780201379624");
    desk.keys("esc esc F5")
        .keys("ctrl-u")
        .types("4006381333")
        .keys("ctrl-a");
    desk.shows("Barcodes   4006381333");
}

#[test]
fn minutes_and_hours_are_typed_any_usual_way() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-p")
        .types("services and their")
        .keys("enter end enter");
    desk.types("Hot sand").keys("enter").types("1h30");
    assert!(
        row_with(&desk, "1h30").contains("90 min"),
        "{}",
        desk.screen()
    );
    desk.keys("ctrl-u")
        .types("1:3")
        .keys("down")
        .shows("is no length of time");
    desk.keys("up ctrl-u")
        .types("1:30")
        .keys("enter")
        .types("12")
        .keys("enter");
    let services = &desk.app.view().services;
    let service = services.iter().find(|it| it.name == "Hot sand").unwrap();
    assert_eq!(service.minutes(), 90);
    desk.keys("esc esc ctrl-p")
        .types("staff and their")
        .keys("enter")
        .types("anna");
    desk.keys("enter down down down ctrl-u")
        .types("mon-wed 9a-5p; sat 10-14");
    desk.shows("mon-wed 09:00-17:00; sat 10:00-14:00");
}

#[test]
fn the_count_is_a_form_like_any_other() {
    let (mut desk, _) = desk();
    desk.keys("F10 o").types("1x2").keys("down").types("3");
    // Only digits enter; each row says what it comes to.
    assert!(
        row_with(&desk, "▸ ").contains("600.00"),
        "{}",
        desk.screen()
    );
    desk.shows("Counted in cash 6600.00")
        .keys("esc")
        .shows("would be lost");
    desk.keys("down")
        .shows("6600.00")
        .resize(40, 12)
        .shows("1/6  Float");
    // Below the coins stands the day.
    desk.keys("pgdn pgdn pgdn pgdn pgdn up")
        .types("7")
        .resize(80, 24)
        .shows("Counted in cash 6600.07");
    desk.keys("enter").shows("open 13:40");
}

fn saves_product(desk: &mut Desk, name: &str) {
    let draft = ProductDraft {
        id: None,
        code: String::new(),
        name: name.into(),
        category: String::new(),
        supplier: String::new(),
        brand: String::new(),
        price: None,
        cost: balm::domain::money::Money::ZERO,
        tax_class: None,
        barcodes: Vec::new(),
        par_level: 0,
        stock_max: 0,
        active: true,
        prices: Vec::new(),
    };
    let saved = desk.asks(&Request::SaveProduct(draft));
    assert!(matches!(saved, Outcome::SavedProduct { .. }));
}

#[test]
fn a_choice_among_many_turns_pages_and_says_where_one_is() {
    let (mut desk, _) = desk();
    for n in 0..12 {
        saves_product(&mut desk, &format!("Oil {n:02}"));
        desk.asks(&Request::SaveRoom {
            id: None,
            name: format!("Cabin {n:02}"),
            short: String::new(),
            active: true,
            places: 1,
        });
    }
    desk.passes(0)
        .keys("F2 enter tab tab tab tab tab")
        .types("cabin");
    desk.shows("1 of 12").shows("Cabin 04").hides("Cabin 05");
    desk.keys("pgdn")
        .shows("6 of 12")
        .shows("Cabin 05")
        .hides("Cabin 04");
    desk.keys("down down").shows("8 of 12").keys("enter");
    assert!(
        row_with(&desk, "Cabin 07").contains("Room"),
        "{}",
        desk.screen()
    );
}

/// What stands beside the field is what is taken.
#[test]
fn a_day_of_a_booking_is_to_come() {
    let (mut desk, _) = desk();
    desk.keys("F2 enter tab tab tab").types("14");
    desk.shows("Mon 14 Dec").keys("esc esc");
    desk.keys("F2 y enter tab tab tab").types("14");
    desk.shows("Mon 14 Dec");
}

/// Where the first field of a form is a choice, it says so before anything is typed.
#[test]
fn a_choice_that_comes_first_says_at_once_which_of_how_many_it_is() {
    let (mut desk, _) = desk();
    desk.keys("F11").types("receipts printed").keys("enter");
    desk.shows("always printed").shows("1 of 3");
    desk.keys("right").shows("2 of 3");
}

/// What a number counts stands beside it, and what is typed takes its place: nobody has
/// to rub out what was there before.
#[test]
fn a_number_or_a_day_that_stands_there_is_replaced_by_what_is_typed() {
    let (mut desk, _) = desk();
    desk.keys("F11").types("late cancels").keys("enter tab");
    assert!(row_with(&desk, "Late to cancel").contains('0'));
    desk.shows("hours before the start; 0: never late");
    desk.types("24");
    assert!(row_with(&desk, "Late to cancel").contains(" 24 "));
    // Who goes to it to change a digit does that.
    desk.keys("tab shift-tab end backspace").types("6");
    assert!(row_with(&desk, "Late to cancel").contains(" 26 "));
    desk.keys("esc esc esc F11")
        .types("hours rows")
        .keys("enter down");
    assert!(row_with(&desk, "Hours").contains("09:00-18:00"));
    desk.types("8-22");
    assert!(row_with(&desk, "Hours").contains(" 8-22 "));
    desk.keys("esc esc esc F2 y enter tab tab tab");
    assert!(row_with(&desk, "From").contains("21.11.2026"));
    desk.types("mon");
    assert!(row_with(&desk, "From").contains(" mon "));
    assert!(row_with(&desk, "From").contains("Mon 23 Nov"));
}

#[test]
fn one_letter_makes_no_new_client_and_two_find_those_there_are() {
    let (mut desk, _) = desk();
    desk.keys("F2 enter")
        .types("l")
        .shows("two letters or more");
    desk.keys("enter").hides("New client");
    desk.keys("up").types("i").shows("Līga Ozola");
    desk.types("zzq")
        .shows("nobody found; Enter enters a new client");
}

/// It is in no name, and was found in all of them: Enter sold the first.
#[test]
fn a_stray_mark_in_the_cart_finds_nothing() {
    let (mut desk, _) = desk();
    for mark in ["(", "[", ")"] {
        desk.keys("F4").types(mark).keys("enter");
        desk.shows(&format!("Nothing here has the name or code {mark}."));
        assert!(desk.app.view().ticket.is_none(), "{}", desk.screen());
        desk.keys("ctrl-u");
    }
}
