//! Finding what is sold, scanned codes, and the shelf.

use super::*;

#[test]
fn one_list_finds_clients_services_products_and_receipts() {
    let (mut desk, spa) = desk();
    let sold = sells_three(&mut desk, &spa);
    #[rustfmt::skip]
    let cases = [
        ("ozo",       "client      Līga Ozola"),
        ("0202",      "client      Pēteris Bērziņš"),
        ("swed",      "service     Swedish 60"),
        ("argan oil", "product     Argan oil 100 ml"),
        (ARGAN_EAN,   "product     Argan oil 100 ml"),
        ("1-1",       "receipt     1-000001"),
    ];
    for (typed, want) in cases {
        desk.keys("/").types(typed).shows(want).keys("esc");
    }
    desk.keys("/")
        .types("1-1")
        .keys("enter")
        .shows(&format!("Receipt {}", sold.receipt));
    desk.keys("esc");
    desk.keys("/").types("swed").keys("enter");
    assert_eq!(
        desk.app.view().ticket.as_ref().unwrap().lines[0].name,
        "Swedish 60"
    );
    desk.keys("/")
        .types("ozo")
        .keys("enter")
        .shows("No visits yet");
    assert_eq!(desk.app.view().client, Some(spa.ozola));
}

#[test]
fn todays_visits_are_found_and_shown_on_the_grid() {
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
    desk.passes(0)
        .keys("F4 /")
        .shows("visit       15:00 Līga Ozola, Facial 45")
        .shows("booked");
    desk.types("facial")
        .keys("enter")
        .hides("┌ Find")
        .shows("15:00-15:45")
        .shows("Facial 45");
}

#[test]
fn what_has_no_fixed_price_asks_for_it() {
    let (mut desk, spa) = desk();
    desk.asks(&Request::SaveService(ServiceDraft {
        id: Some(spa.facial),
        code: "FC45".into(),
        name: "Facial 45".into(),
        category: String::new(),
        price: None,
        cost: Money::ZERO,
        tax_class: None,
        minutes: 45,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    }));
    desk.keys("/")
        .types("facial")
        .keys("enter")
        .shows("Price of Facial 45");
    desk.types("x")
        .keys("enter")
        .shows("\"x\" is not an amount");
    desk.keys("ctrl-u").types("61,50").keys("enter");
    let ticket = desk.app.view().ticket.as_ref().unwrap();
    assert_eq!(ticket.total, Money::from_minor(6_150));
}

#[test]
fn an_unknown_code_is_given_to_a_product_once_and_sells_it_from_then_on() {
    let (mut desk, spa) = desk();
    desk.scans(UNKNOWN_EAN)
        .shows("9780201379624 is not known. Which product is it?");
    desk.types("candle").keys("enter").hides("is not known");
    let sold = |desk: &Desk| -> Vec<(String, i64)> {
        let ticket = desk.app.view().ticket.as_ref().unwrap();
        ticket
            .lines
            .iter()
            .map(|line| (line.name.clone(), line.quantity))
            .collect()
    };
    assert_eq!(sold(&desk), [("Soy candle".to_owned(), 1)]);
    let candle = desk
        .shop
        .read()
        .get::<Product>(&spa.candle)
        .unwrap()
        .unwrap();
    assert!(
        candle
            .barcodes
            .iter()
            .any(|it| it.code == format!("0{UNKNOWN_EAN}"))
    );
    desk.scans(UNKNOWN_EAN).hides("is not known");
    assert_eq!(sold(&desk).iter().map(|it| it.1).sum::<i64>(), 2);
    desk.shows("Only 1 on hand by the books, 2 in the cart.");
}

/// The number of a case leads to the article inside: its pieces are asked for once.
#[test]
fn a_scanned_case_asks_once_how_many_it_holds() {
    let (mut desk, _) = desk();
    let case = format!("1{}", &UNKNOWN_EAN[..12]);
    let case = format!("{case}{}", check_digit(&case));
    desk.scans(UNKNOWN_EAN).types("candle").keys("enter");
    desk.scans(&case)
        .shows("is not known. Which product is it?")
        .shows("A case of Soy candle")
        .keys("enter")
        .shows("How many does it hold?")
        .types("6")
        .keys("enter");
    let quantity = |desk: &Desk| desk.app.view().ticket.as_ref().unwrap().lines[0].quantity;
    assert_eq!(quantity(&desk), 7);
    // In whatever frame the scanner sends it, with what else the case says.
    desk.scans(&format!("]C101{case}10LOT-7"))
        .hides("is not known");
    assert_eq!(quantity(&desk), 13);
}

/// GS1 General Specifications, section 7.9: weights 3, 1, 3 from the right.
fn check_digit(payload: &str) -> u32 {
    let digits = payload.chars().rev().map(|it| it.to_digit(10).unwrap());
    let sum: u32 = digits
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    (10 - sum % 10) % 10
}

#[test]
fn a_passed_date_on_the_package_is_said() {
    let (mut desk, _) = desk();
    desk.scans(UNKNOWN_EAN).types("candle").keys("enter");
    desk.scans(&format!("]d2010{UNKNOWN_EAN}1720010110A"))
        .shows("expired on");
}

#[test]
fn a_hasty_enter_on_an_unknown_code_gives_it_to_nobody() {
    let (mut desk, spa) = desk();
    desk.scans(UNKNOWN_EAN)
        .keys("enter")
        .shows("New product")
        .shows(UNKNOWN_EAN)
        .keys("esc");
    for product in [spa.argan, spa.candle] {
        let product = desk.shop.read().get::<Product>(&product).unwrap().unwrap();
        assert_eq!(product.barcodes.len(), 1);
    }
    assert!(desk.app.view().ticket.is_none());
}

#[test]
fn an_unknown_code_becomes_a_new_product_in_the_cart() {
    let (mut desk, _) = desk();
    desk.scans(UNKNOWN_EAN)
        .keys("enter")
        .types("Rose water")
        .keys("enter")
        .types("9.90");
    desk.keys("enter enter")
        .shows("On the shelf: Rose water")
        .types("6")
        .keys("enter");
    let ticket = desk.app.view().ticket.as_ref().unwrap();
    assert_eq!(
        (ticket.lines[0].name.as_str(), ticket.total),
        ("Rose water", Money::from_minor(990))
    );
}

#[test]
fn a_misread_code_is_no_new_code() {
    let (mut desk, _) = desk();
    desk.scans("9780201379625")
        .shows("9780201379625 was misread");
    assert_eq!(all::<Product>(&desk).len(), 2);
}

#[test]
fn a_product_goes_to_the_cart_from_the_stock_list() {
    let (mut desk, _) = desk();
    desk.keys("F5").types("candle").keys("enter enter");
    desk.shows("Only 1 on hand by the books, 2 in the cart.");
    assert_eq!(
        desk.app.view().ticket.as_ref().unwrap().total,
        Money::from_minor(2_500)
    );
}

#[test]
fn a_product_is_entered_with_a_scan_and_counted() {
    let (mut desk, _) = desk();
    desk.keys("F5 ins")
        .types("Rose water")
        .keys("enter")
        .types("9.90")
        .scans(UNKNOWN_EAN);
    desk.shows(UNKNOWN_EAN)
        .keys("enter enter")
        .shows("On the shelf: Rose water");
    desk.types("6").keys("enter");
    let product = all::<Product>(&desk)
        .into_iter()
        .find(|it| it.name == "Rose water")
        .unwrap();
    assert_eq!(product.price, Some(Money::from_minor(990)));
    assert_eq!(product.barcodes[0].code, format!("0{UNKNOWN_EAN}"));
    assert_eq!(on_hand(&desk, product.id), 6);
}

#[test]
fn a_figure_of_goods_that_may_be_a_slip_is_asked_about_once() {
    let (mut desk, spa) = desk();
    desk.asks(&Request::SetStock {
        product: spa.candle,
        on_hand: 5,
    });
    desk.keys("F5").types("candle").keys("ctrl-t");
    desk.types("99999")
        .keys("enter")
        .shows("By the books there are 5. Enter again sets 99999.");
    assert_eq!(on_hand(&desk, spa.candle), 5);
    // Another figure is another question.
    desk.keys("ctrl-u").types("-3").keys("enter");
    desk.shows("Enter again sets -3.");
    assert_eq!(on_hand(&desk, spa.candle), 5);
    desk.keys("enter");
    assert_eq!(on_hand(&desk, spa.candle), -3);
    // What is likely is done at once.
    desk.keys("ctrl-t").types("5").keys("enter");
    assert_eq!(on_hand(&desk, spa.candle), 5);
    desk.keys("ctrl-b").types("7").keys("enter enter");
    desk.shows("There are 5. Take 7 off, to -2? Enter again does it.");
    assert_eq!(on_hand(&desk, spa.candle), 5);
    desk.keys("enter");
    assert_eq!(on_hand(&desk, spa.candle), -2);
}

#[test]
fn a_code_that_another_product_has_is_refused_by_name() {
    let (mut desk, _) = desk();
    desk.keys("F5 ins")
        .types("Rose water")
        .keys("enter enter")
        .scans(CANDLE_EAN)
        .keys("enter");
    desk.shows("Soy candle has the code 5901234123457 already");
    assert_eq!(all::<Product>(&desk).len(), 2);
}

#[test]
fn a_second_product_of_a_name_is_asked_about_once() {
    let (mut desk, _) = desk();
    desk.keys("F5 ins")
        .types("soy CANDLE")
        .keys("enter enter enter")
        .shows("\"Soy candle\" is there already");
    assert_eq!(all::<Product>(&desk).len(), 2);
    desk.keys("enter").shows("On the shelf: soy CANDLE");
    assert_eq!(all::<Product>(&desk).len(), 3);
}

#[test]
fn an_edited_product_keeps_what_was_not_touched() {
    let (mut desk, spa) = desk();
    let draft = ProductDraft {
        id: Some(spa.argan),
        code: "ARGAN".into(),
        name: "Argan oil 100 ml".into(),
        category: "Retail".into(),
        supplier: "Oils Ltd".into(),
        brand: "Nut".into(),
        price: Some(Money::from_minor(3_780)),
        cost: Money::from_minor(1_890),
        tax_class: None,
        barcodes: vec![
            balm::domain::catalog::Barcode {
                code: ARGAN_EAN.into(),
                pack_quantity: 1,
            },
            balm::domain::catalog::Barcode {
                code: UNKNOWN_EAN.into(),
                pack_quantity: 6,
            },
        ],
        par_level: 2,
        stock_max: 20,
        active: true,
        prices: Vec::new(),
    };
    desk.asks(&Request::SaveProduct(draft));
    let before = desk
        .shop
        .read()
        .get::<Product>(&spa.argan)
        .unwrap()
        .unwrap();
    desk.keys("F5")
        .types("argan")
        .keys("ctrl-e down ctrl-u")
        .types("39.90")
        .keys("enter enter");
    let after = desk
        .shop
        .read()
        .get::<Product>(&spa.argan)
        .unwrap()
        .unwrap();
    assert_eq!(
        after,
        Product {
            price: Some(Money::from_minor(3_990)),
            ..before
        }
    );
}

#[test]
fn what_is_low_is_marked_and_counted_where_attention_is_asked() {
    let (mut desk, spa) = desk();
    desk.keys("F5")
        .shows("Soy candle")
        .keys("!")
        .shows("Soy candle: 1 left, reorder below 2.");
    desk.keys("enter")
        .shows("On the shelf: Soy candle")
        .types("8")
        .keys("enter");
    assert_eq!(on_hand(&desk, spa.candle), 8);
    desk.hides("reorder below");
}

#[test]
fn the_cart_says_how_many_there_are_beside_those_it_shows() {
    let (mut desk, _) = desk();
    for n in 1..=52 {
        desk.asks(&Request::SaveProduct(ProductDraft {
            id: None,
            code: format!("SOAP{n:02}"),
            name: format!("Soap number {n:02}"),
            category: "Retail".into(),
            supplier: String::new(),
            brand: String::new(),
            price: Some(Money::from_minor(500)),
            cost: Money::ZERO,
            tax_class: None,
            barcodes: Vec::new(),
            par_level: 0,
            stock_max: 0,
            active: true,
            prices: Vec::new(),
        }));
    }
    #[rustfmt::skip]
    let cases = [
        ("soap",          Some("5 of 50+")),
        ("soap number 1", Some("5 of 10")),
        ("soap 5",        None),
        ("candle",        None),
    ];
    desk.passes(0).keys("F4");
    for (typed, count) in cases {
        desk.keys("ctrl-u")
            .types(typed)
            .shows(&format!("> {typed}"));
        match count {
            Some(count) => desk.shows(count),
            None => desk.hides("5 of"),
        };
    }
}

#[test]
fn a_number_typed_off_a_package_is_asked_about_as_its_scan_is() {
    let (mut desk, _) = desk();
    desk.keys("F4").types(UNKNOWN_EAN).keys("enter");
    desk.shows(&format!("{UNKNOWN_EAN} is not known. Which product is it?"));
    desk.keys("enter").shows("New product");
}

#[test]
fn where_nothing_is_found_only_a_new_product_is_offered() {
    let (mut desk, _) = desk();
    desk.keys("F5").shows("Enter To cart");
    desk.types("zzz").shows("Nothing found.");
    desk.hides("Enter To cart").shows("Ins New");
}

#[test]
fn a_long_message_hides_neither_what_is_typed_nor_the_total() {
    let (mut desk, _) = desk();
    opens_drawer(&mut desk);
    desk.scans(CANDLE_EAN)
        .types("candle of 9999 hours")
        .keys("F8");
    desk.shows("still waits")
        .shows("taken.")
        .shows("> candle of 9999 hours")
        .shows("12.50");
}
