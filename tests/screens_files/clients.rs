//! Finding, entering and changing clients.

use super::*;

#[test]
fn a_client_is_found_by_three_letters_or_by_the_last_digits() {
    for typed in ["ozo", "lig", "0101", "371 20 000 1"] {
        let (mut desk, _) = desk();
        desk.keys("F3")
            .types(typed)
            .shows("Līga Ozola")
            .hides("Pēteris Bērziņš");
        desk.count_keys();
        desk.keys("enter")
            .shows("Līga Ozola")
            .shows("+371 20 000 101")
            .shows("No visits yet");
        assert_eq!(desk.count_keys(), 1, "{typed}");
    }
}

#[test]
fn choosing_a_client_attaches_it_to_a_cart_that_has_none() {
    let (mut desk, spa) = desk();
    adds(&mut desk, Item::Service(spa.swedish), 1);
    desk.passes(0).keys("F3").types("0202").keys("enter");
    assert_eq!(
        desk.app.view().ticket.as_ref().unwrap().ticket.client,
        Some(spa.berzins)
    );
    desk.keys("F3").types("0101").keys("enter");
    assert_eq!(
        desk.app.view().ticket.as_ref().unwrap().ticket.client,
        Some(spa.berzins)
    );
}

#[test]
fn a_new_client_begins_with_what_was_looked_for() {
    let (mut desk, _) = desk();
    desk.keys("F3")
        .types("Inga Kalna")
        .keys("enter")
        .shows("New client");
    desk.types("+371 20 000 303")
        .keys("enter")
        .shows("Inga Kalna");
    let inga = client_named(&desk, "Inga Kalna").unwrap();
    assert_eq!(inga.phone, "+371 20 000 303");
    assert_eq!(desk.app.view().client, Some(inga.id));
}

/// The phone that is known already: what is chosen, and what is then in the file.
fn asks_whose_phone(choice: &str) -> (Desk, SmallSpa) {
    let (mut desk, spa) = desk();
    desk.keys("ctrl-n")
        .types("Jānis Ozols")
        .keys("enter")
        .types("20000101")
        .keys("enter");
    desk.shows("20000101 is known")
        .shows("It is Līga Ozola: take that client")
        .shows("They share the phone: keep Līga Ozola, and save Jānis Ozols too");
    desk.keys(choice);
    (desk, spa)
}

#[test]
fn a_taken_phone_may_be_the_same_client() {
    let (desk, spa) = asks_whose_phone("enter");
    assert_eq!(desk.app.view().client, Some(spa.ozola));
    assert_eq!(client_named(&desk, "Jānis Ozols"), None);
}

#[test]
fn a_taken_phone_may_be_shared() {
    let (desk, _) = asks_whose_phone("down enter");
    let janis = client_named(&desk, "Jānis Ozols").unwrap();
    assert_eq!(janis.phone, "20000101");
    assert_eq!(desk.app.view().client, Some(janis.id));
    assert!(client_named(&desk, "Līga Ozola").is_some());
}

#[test]
fn a_taken_phone_may_be_mistyped() {
    let (mut desk, _) = asks_whose_phone("esc");
    desk.shows("Līga Ozola has this phone number already");
    desk.hides("Līga Ozola has this number already.");
    desk.keys("ctrl-u").types("20000404").keys("enter");
    assert_eq!(
        client_named(&desk, "Jānis Ozols").unwrap().phone,
        "20000404"
    );
}

#[test]
fn an_edited_client_keeps_what_was_not_touched() {
    let (mut desk, spa) = desk();
    let notes = "quiet music ".repeat(100).trim().to_owned();
    desk.asks(&Request::SaveClient(ClientDraft {
        id: Some(spa.ozola),
        name: "Līga Ozola".into(),
        phone: "+371 20 000 101".into(),
        notes: notes.clone(),
        birth_date: "1987-05-04".parse().ok(),
        active: true,
        ..ClientDraft::default()
    }));
    desk.keys("F3")
        .types("ozo")
        .keys("enter ctrl-e down down down")
        .types("nut allergy")
        .keys("enter");
    desk.shows("! nut allergy");
    let liga = client_named(&desk, "Līga Ozola").unwrap();
    assert_eq!(liga.alert, "nut allergy");
    assert_eq!(liga.notes, notes);
    assert_eq!(liga.birth_date, "1987-05-04".parse().ok());
}

#[test]
fn a_date_that_is_none_is_said_under_its_field() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-n")
        .types("Inga")
        .keys("enter down down down down")
        .types("31.2.1990");
    desk.keys("enter").shows("\"31.2.1990\" is no date");
    assert_eq!(client_named(&desk, "Inga"), None);
}

#[test]
fn who_is_entered_while_booking_is_not_put_on_the_cart_at_the_counter() {
    let (mut desk, spa) = desk();
    adds(&mut desk, Item::Service(spa.swedish), 1);
    desk.passes(0)
        .keys("F2 enter")
        .types("Inga Kalna")
        .keys("enter")
        .shows("New client");
    desk.types("20000303").keys("enter").shows("Inga Kalna");
    assert!(client_named(&desk, "Inga Kalna").is_some());
    assert_eq!(desk.app.view().ticket.as_ref().unwrap().ticket.client, None);
}

#[test]
fn a_card_never_cuts_the_phone_and_a_full_hint_line_keeps_help() {
    let (mut desk, spa) = desk();
    desk.asks(&Request::SaveClient(ClientDraft {
        id: Some(spa.ozola),
        name: "Līga Ozola-Kalniņa".into(),
        phone: "+371 20 000 101 777".into(),
        active: true,
        ..ClientDraft::default()
    }));
    desk.keys("F3").types("ozo").keys("enter");
    desk.shows("Līga Ozola-Kalniņa")
        .shows("+371 20 000 101 777");
    desk.keys("F3 F4 F3").shows("F1 Help");
}

#[test]
fn a_visit_brought_to_the_cart_brings_its_clients_card() {
    let (mut desk, spa) = desk();
    let start = desk.wall(900);
    desk.asks(&Request::Book(Booking {
        client: Some(spa.ozola),
        service: spa.facial,
        staff: spa.marta,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start,
        note: String::new(),
        override_reason: None,
        how: How::default(),
    }));
    desk.passes(0).keys("F3").types("bērz").keys("enter");
    assert_ne!(desk.app.view().client, Some(spa.ozola));
    desk.keys("/").types("facial").keys("enter c");
    assert_eq!(desk.app.view().client, Some(spa.ozola));
}

/// What a card sends and the number printed on it, as published with the reader.
const SENT: &str = "010063E9AE25";
const PRINTED: &str = "0006547886";

/// A desk where Līga Ozola has a card, scanned into her form.
fn desk_with_card() -> (Desk, SmallSpa) {
    let (mut desk, spa) = desk();
    desk.keys("F3")
        .types("ozo")
        .keys("enter ctrl-e")
        .scans(SENT);
    desk.keys("down down").keys("enter");
    assert_eq!(client_named(&desk, "Līga Ozola").unwrap().card, SENT);
    desk.keys("F3").types("0202").keys("enter");
    assert_eq!(desk.app.view().client, Some(spa.berzins));
    (desk, spa)
}

#[test]
fn a_scanned_card_shows_its_client_wherever_one_is() {
    for pane in ["F2", "F3", "F5", "/"] {
        for code in [SENT, PRINTED] {
            let (mut desk, spa) = desk_with_card();
            desk.keys(pane).scans(code).shows("+371 20 000 101");
            assert_eq!(desk.app.view().client, Some(spa.ozola), "{pane} {code}");
        }
    }
}

#[test]
fn a_card_scanned_at_the_cart_is_the_carts_client() {
    let (mut desk, spa) = desk_with_card();
    adds(&mut desk, Item::Service(spa.swedish), 1);
    desk.passes(0).keys("F4").scans(PRINTED).shows("Līga Ozola");
    let ticket = &desk.app.view().ticket.as_ref().unwrap().ticket;
    assert_eq!(ticket.client, Some(spa.ozola));
    assert_eq!(ticket.lines.len(), 1);
}

#[test]
fn a_cards_number_typed_at_the_cart_does_what_its_scan_does() {
    let (mut desk, spa) = desk_with_card();
    adds(&mut desk, Item::Service(spa.swedish), 1);
    desk.passes(0).keys("F4").types(PRINTED).keys("enter");
    desk.shows("Līga Ozola").hides(PRINTED);
    let ticket = &desk.app.view().ticket.as_ref().unwrap().ticket;
    assert_eq!(ticket.client, Some(spa.ozola));
    assert_eq!(ticket.lines.len(), 1);
}

#[test]
fn a_card_of_another_is_refused_with_the_name() {
    let (mut desk, _) = desk_with_card();
    desk.keys("ctrl-n").types("Inga Kalna").scans(PRINTED);
    desk.shows("Līga Ozola has this card already");
    desk.keys("enter").types("20000303").keys("enter");
    desk.shows("Līga Ozola has this card already");
    assert_eq!(client_named(&desk, "Inga Kalna"), None);
    desk.scans("M-1007").keys("enter");
    assert_eq!(client_named(&desk, "Inga Kalna").unwrap().card, "M-1007");
}

/// A number that a card network publishes for tests.
#[test]
fn the_number_of_a_bank_card_is_refused() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-n").types("Inga Kalna");
    desk.scans("4111111111111111").keys("enter");
    desk.types("20000303").keys("enter");
    desk.shows("bank card");
    assert_eq!(client_named(&desk, "Inga Kalna"), None);
}

#[test]
fn a_card_says_who_books() {
    let (mut desk, _) = desk_with_card();
    desk.keys("F2 enter").shows("Service").scans(PRINTED);
    desk.shows("Līga Ozola");
}

#[test]
fn whom_a_client_never_wants_is_named_in_the_form_and_stands_on_the_card() {
    let (mut desk, spa) = desk();
    desk.keys("F3").types("ozo").keys("enter ctrl-e");
    desk.keys("tab tab tab tab tab tab tab tab")
        .shows("names, with commas")
        .types("Zed")
        .keys("enter")
        .shows("There is nobody called Zed.")
        .keys("ctrl-u")
        .types("marta, Anna")
        .keys("enter");
    desk.shows("Never with Marta and Anna");
    let apart = |desk: &Desk| {
        let reads = desk.shop.read();
        let found = reads.get::<balm::domain::apart::KeptApart>(&spa.ozola);
        found.unwrap().unwrap().staff
    };
    assert_eq!(apart(&desk), [spa.marta, spa.anna]);
    // Another change leaves it as it is.
    desk.keys("ctrl-e tab tab tab").types("x").keys("enter");
    desk.shows("Never with Marta and Anna");
    assert_eq!(apart(&desk), [spa.marta, spa.anna]);
    desk.keys("ctrl-e tab tab tab tab tab tab tab tab ctrl-u enter");
    desk.hides("Never with");
    assert!(apart(&desk).is_empty());
}
