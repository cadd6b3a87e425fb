//! Clients, products, receipts and the shop's own lists on the screen: keys in,
//! screens and records out.

use balm::{
    domain::{
        catalog::{Product, Service},
        client::Client,
        drawer::{Count, Pieces},
        ids::ClientId,
        money::Money,
        print_job::{PrintState, Printable},
        room::Room,
        sale::{Sale, SaleKind},
        settings::Settings,
        staff::Staff,
        stock::StockLevel,
        tender::{Tender, TenderKind},
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        request::{ClientDraft, NewLine, Paying, ProductDraft, Request, ServiceDraft, Wanted},
        shop::Shop,
    },
    store::Reads,
};

use crate::{
    desk::Desk,
    small_spa::{self, ARGAN_EAN, CANDLE_EAN, SmallSpa},
};

/// A published EAN-13 that no product of the small spa has.
const UNKNOWN_EAN: &str = "9780201379624";

fn desk_of(width: u16, height: u16) -> (Desk, SmallSpa) {
    let mut spa = None;
    let desk = Desk::on(width, height, |shop: &Shop, clock| {
        spa = Some(small_spa::build(shop, clock));
    });
    (desk, spa.unwrap())
}

fn desk() -> (Desk, SmallSpa) {
    desk_of(80, 24)
}

fn all<R: balm::store::record::Record>(desk: &Desk) -> Vec<R> {
    desk.shop.read().all::<R>().unwrap()
}

fn client_named(desk: &Desk, name: &str) -> Option<Client> {
    all::<Client>(desk)
        .into_iter()
        .find(|client| client.name == name)
}

fn adds(desk: &mut Desk, item: Item, quantity: u32) {
    desk.asks(&Request::AddLine(NewLine {
        what: Wanted::Item(item),
        quantity,
        staff: None,
        price: None,
    }));
}

fn pays(desk: &mut Desk, tenders: &[(TenderKind, Option<i64>)]) -> Sold {
    let tenders = tenders.iter().map(|(kind, minor)| Tender {
        kind: *kind,
        amount: minor.map(Money::from_minor),
    });
    let paying = Paying {
        tenders: tenders.collect(),
        told: None,
        confirmed: false,
    };
    match desk.asks(&Request::Pay(paying)) {
        Outcome::Sold(sold) => sold,
        other => panic!("{other:?}"),
    }
}

fn opens_drawer(desk: &mut Desk) {
    let pieces = Pieces {
        value_minor: 10_000,
        n: 1,
    };
    let float = Count {
        cash: vec![pieces],
        card: None,
    };
    desk.asks(&Request::OpenDrawer {
        float,
        business_date: None,
    });
    desk.passes(0);
}

/// Two Argan oils and a Swedish massage, paid in cash: 120.60.
fn sells_three(desk: &mut Desk, spa: &SmallSpa) -> Sold {
    opens_drawer(desk);
    adds(desk, Item::Product(spa.argan), 2);
    adds(desk, Item::Service(spa.swedish), 1);
    let sold = pays(desk, &[(TenderKind::Cash, None)]);
    desk.passes(0);
    sold
}

fn on_hand(desk: &Desk, product: balm::domain::ids::ProductId) -> i64 {
    desk.shop
        .read()
        .get::<StockLevel>(&product)
        .unwrap()
        .map_or(0, |it| it.on_hand)
}

fn latest_sale(desk: &Desk) -> Sale {
    let mut sales = all::<Sale>(desk);
    sales.sort_by_key(|sale| sale.receipt);
    sales.pop().unwrap()
}

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
fn a_receipt_is_found_by_number_client_or_day_and_printed_again() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    adds(&mut desk, Item::Product(spa.candle), 1);
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    let sold = pays(&mut desk, &[(TenderKind::Card, None)]);
    desk.passes(0);
    for typed in ["", "1-1", "1", "ozola", "21.11."] {
        desk.keys("ctrl-r")
            .types(typed)
            .shows("1-000001")
            .shows("12.50")
            .keys("esc");
    }
    desk.keys("ctrl-r")
        .types("berz")
        .hides("1-000001")
        .keys("esc");
    desk.keys("ctrl-r enter")
        .shows("Receipt 1-000001")
        .shows("Soy candle")
        .shows("Līga Ozola");
    desk.keys("ctrl-p").shows("Copy 1 sent to the printer.");
    desk.waits_for(|desk| {
        desk.papers()
            .iter()
            .any(|paper| paper.replace(' ', "").contains("COPY1"))
    });
    let jobs = all::<balm::domain::print_job::PrintJob>(&desk);
    let copies = jobs
        .iter()
        .filter(|job| job.what == Printable::Receipt(sold.sale) && job.copy == 1);
    assert_eq!(copies.count(), 1);
}

#[test]
fn scanning_a_paper_in_the_list_opens_its_receipt() {
    let (mut desk, spa) = desk();
    let sold = sells_three(&mut desk, &spa);
    desk.keys("ctrl-r").scans(&sold.receipt.to_string());
    desk.shows("Receipt 1-000001")
        .shows("Argan oil 100 ml")
        .shows("75.60");
    desk.keys("esc")
        .scans("1-000099")
        .shows("A scan means nothing here");
}

/// Reasons, money and stock; the receipt is scanned, wherever one is.
#[test]
fn one_item_of_a_receipt_is_given_back_in_four_keys() {
    let (mut desk, spa) = desk();
    let sold = sells_three(&mut desk, &spa);
    assert_eq!(on_hand(&desk, spa.argan), 10);
    desk.count_keys();
    desk.scans(&sold.receipt.to_string());
    desk.keys("F7")
        .shows("Give back from receipt 1-000001")
        .shows("To give back 0.00");
    desk.keys("space")
        .shows("1 of 2")
        .shows("to shelf")
        .shows("To give back 37.80: Cash 37.80");
    desk.keys("enter").shows("Why is 37.80 given back?");
    desk.keys("enter").shows("37.80");
    assert_eq!(desk.count_keys(), 4);
    desk.hides("Why is").hides("To give back").hides("Receipts");
    let refund = latest_sale(&desk);
    assert_eq!(refund.kind, SaleKind::RefundOf(sold.sale));
    assert_eq!(refund.total, Money::from_minor(-3_780));
    assert_eq!(refund.reason, "Client changed their mind");
    assert_eq!(on_hand(&desk, spa.argan), 11);
}

#[test]
fn goods_that_are_scanned_are_marked_and_may_stay_off_the_shelf() {
    let (mut desk, spa) = desk();
    let sold = sells_three(&mut desk, &spa);
    desk.keys("ctrl-r")
        .scans(&sold.receipt.to_string())
        .keys("F7");
    desk.scans(ARGAN_EAN)
        .shows("To give back 37.80")
        .scans(ARGAN_EAN)
        .shows("To give back 75.60");
    desk.scans(ARGAN_EAN).shows("A scan means nothing here");
    desk.keys("s")
        .shows("not to shelf")
        .keys("- enter")
        .types("opened")
        .keys("enter");
    let refund = latest_sale(&desk);
    assert_eq!(
        (refund.total, refund.reason.as_str()),
        (Money::from_minor(-3_780), "opened")
    );
    assert_eq!(on_hand(&desk, spa.argan), 10);
}

#[test]
fn a_single_line_comes_marked_and_nothing_is_given_back_twice() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    adds(&mut desk, Item::Product(spa.candle), 1);
    let sold = pays(&mut desk, &[(TenderKind::Card, None)]);
    desk.passes(0)
        .keys("ctrl-r")
        .scans(&sold.receipt.to_string());
    desk.keys("ctrl-b")
        .shows("1 of 1")
        .shows("To give back 12.50: Card 12.50");
    desk.keys("enter enter");
    desk.keys("ctrl-r")
        .scans(&sold.receipt.to_string())
        .shows("-12.50 given back with 1-000002");
    desk.keys("F7")
        .shows("Everything on this receipt has been given back.");
    desk.keys("esc")
        .scans("1-000002")
        .keys("F7")
        .shows("This is a refund itself");
}

#[test]
fn money_goes_back_the_way_it_came_unless_another_is_chosen() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    adds(&mut desk, Item::Product(spa.argan), 2);
    let sold = pays(
        &mut desk,
        &[(TenderKind::Card, Some(3_000)), (TenderKind::Cash, None)],
    );
    desk.passes(0)
        .keys("ctrl-r")
        .scans(&sold.receipt.to_string())
        .keys("F7 +");
    desk.shows("To give back 37.80: Card 30.00 + Cash 7.80");
    desk.keys("t")
        .shows("Cash 37.80")
        .keys("t")
        .shows("paid for less")
        .keys("t")
        .shows("Card 30.00 + Cash 7.80");
    desk.keys("enter").keys("enter");
    let kept: Vec<_> = latest_sale(&desk)
        .payments
        .iter()
        .map(|it| (it.kind, it.kept().minor()))
        .collect();
    assert_eq!(kept, [(TenderKind::Card, -3_000), (TenderKind::Cash, -780)]);
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
    assert!(candle.barcodes.iter().any(|it| it.code == UNKNOWN_EAN));
    desk.scans(UNKNOWN_EAN).hides("is not known");
    assert_eq!(sold(&desk).iter().map(|it| it.1).sum::<i64>(), 2);
    desk.shows("Only 1 on hand by the books, 2 in the cart.");
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
    assert_eq!(product.barcodes[0].code, UNKNOWN_EAN);
    assert_eq!(on_hand(&desk, product.id), 6);
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
fn a_receipt_that_was_not_printed_is_printed_again_or_found_on_paper() {
    for (choice, n_copies) in [("enter", 1), ("down enter", 0)] {
        let (mut desk, spa) = desk();
        let sold = sells_three(&mut desk, &spa);
        let state = PrintState::Failed {
            reason: "no paper".into(),
        };
        desk.asks(&Request::SettlePrintJob {
            job: sold.print,
            state,
        });
        desk.passes(0)
            .keys("!")
            .shows("Receipt 1-000001: not printed: no paper")
            .keys("enter");
        desk.shows("Print it again, headed COPY")
            .shows("It is on paper")
            .keys(choice);
        desk.waits_for(|desk| desk.papers().len() == n_copies);
        desk.hides("Receipt 1-000001: not printed");
    }
}

#[test]
fn staff_hours_are_typed_as_they_are_said() {
    let (mut desk, spa) = desk();
    desk.keys("ctrl-p")
        .types("staff and their")
        .keys("enter")
        .shows("Anna  mon-sun 09:00-20:00");
    desk.types("anna")
        .keys("enter down down down ctrl-u")
        .types("mon-fri 9-17; sat 10-25:90");
    desk.keys("enter enter").shows("cannot be read");
    desk.keys("ctrl-u")
        .types("mon-fri 9-17; sat 10-16")
        .keys("enter enter");
    desk.shows("mon-fri 09:00-17:00; sat 10:00-16:00");
    let anna = desk.shop.read().get::<Staff>(&spa.anna).unwrap().unwrap();
    assert_eq!(
        (anna.week[5][0].start_minute, anna.week[5][0].end_minute),
        (600, 960)
    );
    assert!(anna.week[6].is_empty());
}

#[test]
fn a_service_is_entered_with_its_rooms() {
    let (mut desk, spa) = desk();
    desk.keys("ctrl-p")
        .types("services and their")
        .keys("enter end enter")
        .shows("Service");
    desk.types("Hot stone")
        .keys("enter")
        .types("75")
        .keys("enter")
        .types("68")
        .keys("enter enter enter enter");
    desk.types("rose, nowhere")
        .keys("enter enter")
        .shows("There is no room nowhere.");
    desk.keys("ctrl-u").types("Rose, LO").keys("enter enter");
    let service = all::<Service>(&desk)
        .into_iter()
        .find(|it| it.name == "Hot stone")
        .unwrap();
    assert_eq!(
        (service.minutes(), service.price),
        (75, Some(Money::from_minor(6_800)))
    );
    assert_eq!(service.rooms, [spa.rose, spa.lotus]);
}

#[test]
fn a_room_that_is_given_up_stays_in_the_list() {
    let (mut desk, spa) = desk();
    desk.keys("ctrl-p")
        .types("enter or change rooms")
        .keys("enter")
        .types("rose")
        .keys("enter down down ctrl-u");
    desk.types("no").keys("enter").shows("Rose (not in use)");
    assert!(
        !desk
            .shop
            .read()
            .get::<Room>(&spa.rose)
            .unwrap()
            .unwrap()
            .active
    );
}

#[test]
fn the_shops_receipt_texts_and_hours_are_changed() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-p")
        .types("receipt texts")
        .keys("enter down down ctrl-u");
    desk.types("Lotus Spa | Riga 1 | +371 20 000 000")
        .keys("enter enter enter ctrl-u")
        .types("8-22")
        .keys("enter");
    let settings = desk.shop.read().get::<Settings>(&()).unwrap().unwrap();
    assert_eq!(
        settings.receipt_header,
        ["Lotus Spa", "Riga 1", "+371 20 000 000"]
    );
    assert_eq!((settings.opens_minute, settings.closes_minute), (480, 1320));
    assert!(settings.receipt_footer.is_empty());
}

#[test]
fn a_new_shop_is_set_up_in_one_form() {
    let mut desk = Desk::on(80, 24, |_, _| ());
    desk.shows("A new shop")
        .types("Lotus Spa")
        .keys("enter ctrl-u")
        .types("euro")
        .keys("enter");
    desk.keys("ctrl-u")
        .types("Europe/Riga")
        .keys("enter")
        .types("VAT 21")
        .keys("enter enter");
    desk.types("Anna, Marta")
        .keys("enter")
        .types("Rose, Lotus")
        .keys("enter");
    desk.shows("euro is no currency code")
        .keys("ctrl-u")
        .types("EUR")
        .keys("tab tab tab tab tab enter");
    desk.shows("The shop is set up.");
    let settings = desk.shop.read().get::<Settings>(&()).unwrap().unwrap();
    assert_eq!(settings.shop_name, "Lotus Spa");
    assert_eq!(
        (settings.currency.code.as_str(), settings.time_zone.name()),
        ("EUR", "Europe/Riga")
    );
    let names: Vec<String> = all::<Staff>(&desk).into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["Anna", "Marta"]);
    assert_eq!(all::<Room>(&desk).len(), 2);
}

#[test]
fn leaving_the_first_form_leaves_the_program_and_makes_nothing() {
    let mut desk = Desk::on(80, 24, |_, _| ());
    desk.types("Lotus")
        .keys("esc")
        .shows("would be lost")
        .keys("esc");
    assert!(desk.app.has_quit());
    assert!(desk.shop.read().get::<Settings>(&()).unwrap().is_none());
}

#[test]
fn every_dialog_stands_any_size_and_any_script() {
    let (mut desk, spa) = desk();
    desk.asks(&Request::SaveClient(ClientDraft {
        name: "丽华 样本 Անահիտ Սարգսյան".into(),
        phone: "+374 10 000 000".into(),
        active: true,
        ..ClientDraft::default()
    }));
    let sold = sells_three(&mut desk, &spa);
    let opens: [&[&str]; 11] = [
        &["/"],
        &["ctrl-r"],
        &["ctrl-r", "enter"],
        &["ctrl-r", "enter", "F7"],
        &["ctrl-r", "enter", "F7", "+", "enter"],
        &["!"],
        &["ctrl-n"],
        &["F5", "ins"],
        &["F5", "ctrl-t"],
        &["F3", "丽", "enter"],
        &["F3", "丽", "enter", "ctrl-e"],
    ];
    for keys in opens {
        for (width, height) in [(80, 24), (132, 43), (40, 12), (41, 13), (20, 5), (1, 1)] {
            desk.resize(width, height);
            for key in keys {
                desk.keys(key);
            }
            if (width, height) == (80, 24) {
                desk.keys("F1").hides("<").keys("esc");
            }
            desk.keys("esc esc esc esc esc F2");
        }
    }
    desk.resize(80, 24);
    assert_eq!(
        latest_sale(&desk).id,
        sold.sale,
        "nothing was done by leaving"
    );
    let _: Option<ClientId> = desk.app.view().client;
}
