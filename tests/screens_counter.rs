//! The counter's screens: scans and keys in, the cart, the change and the drawer
//! out.

use balm::{
    domain::{
        catalog::Barcode,
        drawer::{Count, Pieces},
        money::{Money, Rate},
        sale::Sale,
        tax::TaxComponent,
        tender::TenderKind,
    },
    ops::{
        clock::SettableClock,
        query::{Answer, Query, SaleSheet},
        request::{ClientDraft, NewLine, ProductDraft, Request, ServiceDraft, SetUp, Wanted},
        shop::Shop,
    },
    store::Reads,
};

use crate::desk::{Desk, SESSION};

pub(super) const OIL: &str = "4006381333931";
pub(super) const CREAM: &str = "5901234123457";
const GIFT: &str = "73513537";

fn run(shop: &Shop, id: &str, request: &Request) {
    shop.run(&SESSION, id, request).unwrap();
}

fn euros(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn product(name: &str, code: &str, barcode: &str, price: Option<Money>) -> Request {
    Request::SaveProduct(ProductDraft {
        id: None,
        code: code.into(),
        name: name.into(),
        category: String::new(),
        supplier: String::new(),
        brand: String::new(),
        price,
        cost: Money::ZERO,
        tax_class: None,
        barcodes: vec![Barcode {
            code: barcode.into(),
            pack_quantity: 1,
        }],
        par_level: 0,
        stock_max: 0,
        active: true,
        prices: Vec::new(),
    })
}

/// Two therapists, a massage of 45.00, oil of 18.90, cream of 7.50, and a gift
/// whose price is asked for.
fn stocked(shop: &Shop) {
    let vat = TaxComponent::plain("VAT", Rate::from_milli_percent(21_000));
    let set_up = SetUp {
        shop_name: "Lotus Spa".into(),
        currency: "EUR".into(),
        time_zone: "Europe/Riga".into(),
        prices_include_tax: true,
        tax: vec![vat],
        therapists: vec!["Anna Kalna".into(), "Marta Liepa".into()],
        rooms: vec!["Room 1".into()],
        cash_step_minor: 5,
        guided: false,
    };
    run(shop, "set-up", &Request::SetUpShop(set_up));
    run(
        shop,
        "oil",
        &product("Argan oil 100 ml", "1001", OIL, Some(euros(1_890))),
    );
    run(
        shop,
        "cream",
        &product("Hand cream", "1002", CREAM, Some(euros(750))),
    );
    run(shop, "gift", &product("Gift basket", "1003", GIFT, None));
    let massage = ServiceDraft {
        id: None,
        code: "20".into(),
        name: "Swedish massage 60".into(),
        category: String::new(),
        price: Some(euros(4_500)),
        cost: Money::ZERO,
        tax_class: None,
        minutes: 60,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    };
    run(shop, "massage", &Request::SaveService(massage));
    let client = ClientDraft {
        name: "Ozola, Liga".into(),
        alert: "Nut allergy".into(),
        active: true,
        ..ClientDraft::default()
    };
    run(shop, "client", &Request::SaveClient(client));
}

fn open_drawer(shop: &Shop) {
    let float = Count {
        cash: vec![Pieces {
            value_minor: 1_000,
            n: 10,
        }],
        card: None,
    };
    run(
        shop,
        "drawer",
        &Request::OpenDrawer {
            float,
            business_date: None,
        },
    );
}

pub(super) fn closed_counter() -> Desk {
    Desk::on(80, 24, |shop, _: &SettableClock| stocked(shop))
}

fn open_counter() -> Desk {
    Desk::on(80, 24, |shop, _: &SettableClock| {
        stocked(shop);
        open_drawer(shop);
    })
}

/// With the cursor in the cart.
pub(super) fn counter() -> Desk {
    let mut desk = open_counter();
    desk.keys("F4").count_keys();
    desk
}

/// The right half of the screen, where client and cart are.
fn right(desk: &Desk) -> String {
    let screen = desk.screen();
    let halves = screen
        .lines()
        .map(|row| row.chars().skip(48).collect::<String>() + "\n");
    halves.collect()
}

/// The figures of a row, from the pane at the right: what stands behind `label`.
#[track_caller]
pub(super) fn amount(desk: &Desk, label: &str) -> String {
    let screen = desk.screen();
    let boxed = screen.lines().rev().filter(|row| row.ends_with('│'));
    let row = boxed.into_iter().find(|row| row.contains(label));
    let row = row.unwrap_or_else(|| panic!("no {label:?} in\n{screen}"));
    let behind = &row[row.find(label).unwrap() + label.len()..];
    let alone = behind.trim_matches(|letter: char| letter == '│' || letter == ' ');
    // Beside the sums of a payment stand the ways of paying.
    alone.split("  ").next().unwrap_or_default().to_owned()
}

/// The latest sale.
pub(super) fn sale(desk: &Desk) -> SaleSheet {
    let query = Query::FindReceipts {
        text: String::new(),
        date: None,
        client: None,
    };
    let Ok(Answer::Receipts { hits }) = desk.shop.ask(&SESSION, &desk.app.view().locale, &query)
    else {
        panic!()
    };
    let latest = hits.iter().max_by_key(|hit| hit.receipt.number).unwrap();
    let Ok(Answer::Sale(sheet)) = desk.shop.ask(
        &SESSION,
        &desk.app.view().locale,
        &Query::Sale { sale: latest.sale },
    ) else {
        panic!()
    };
    *sheet
}

fn n_sales(desk: &Desk) -> usize {
    let query = Query::FindReceipts {
        text: String::new(),
        date: None,
        client: None,
    };
    match desk.shop.ask(&SESSION, &desk.app.view().locale, &query) {
        Ok(Answer::Receipts { hits }) => hits.len(),
        other => panic!("{other:?}"),
    }
}

/// Tender, what was handed over, change; in minor units.
fn payments(desk: &Desk) -> Vec<(TenderKind, i64, i64)> {
    let payments = sale(desk).sale.payments;
    payments
        .iter()
        .map(|it| (it.kind, it.tendered.minor(), it.change.minor()))
        .collect()
}

#[test]
fn exact_cash_is_one_key_after_the_last_scan() {
    let mut desk = open_counter();
    desk.scans(OIL)
        .scans(CREAM)
        .shows("1 Argan oil")
        .shows("1 Hand cream");
    assert_eq!(amount(&desk, "Total"), "26.40");
    desk.count_keys();
    desk.keys("F9");
    assert_eq!(desk.count_keys(), 1);
    desk.shows("Paid").shows("1-000001");
    assert_eq!(payments(&desk), [(TenderKind::Cash, 2_640, 0)]);
}

#[test]
fn the_change_is_shown_large_until_the_next_sale_begins() {
    let mut desk = open_counter();
    desk.scans(OIL);
    desk.count_keys();
    desk.types("50").keys("F9");
    assert_eq!(desk.count_keys(), 1);
    // 18.90 of 50.00: 31.10.
    desk.shows("Change")
        .shows("╺━┓   ╻     ╻ ┏━┓")
        .shows("╺━┛   ╹ .   ╹ ┗━┛");
    assert_eq!(amount(&desk, "Cash"), "50.00");
    desk.passes(1).shows("Change");
    desk.scans(CREAM).hides("Change").shows("1 Hand cream");
    assert_eq!(payments(&desk), [(TenderKind::Cash, 5_000, 3_110)]);
}

#[test]
fn card_is_one_key_and_gives_no_change() {
    let mut desk = counter();
    desk.scans(OIL);
    desk.count_keys();
    desk.keys("F8");
    assert_eq!(desk.count_keys(), 1);
    assert_eq!(payments(&desk), [(TenderKind::Card, 1_890, 0)]);

    desk.scans(OIL).types("20").keys("F8");
    desk.shows("A card gives no change")
        .keys("esc")
        .shows("> 20");
    assert_eq!(n_sales(&desk), 1);
    // The terminal did take it: asked once, and then a fact. What is over is owed.
    desk.keys("F8").shows("Did the terminal really take it?");
    desk.keys("enter").shows("Owed to the client");
    desk.shows("In cash by").shows("Ctrl-R F5");
    let sale = all_sales(&desk).pop().unwrap();
    assert_eq!(sale.payments[0].over, Money::from_minor(110));
    // It is the client's, and goes out of the drawer after a question.
    desk.keys("ctrl-r enter").shows("1.10 taken too much by");
    desk.keys("F5")
        .shows("1.10 more was taken by card than was");
    desk.keys("enter")
        .shows("1.10 taken too much by")
        .shows("given back");
    desk.shows("out of the drawer");
    desk.keys("F5").shows("or it was given back already");
    desk.keys("esc esc").hides("Owed to the client");
}

fn all_sales(desk: &Desk) -> Vec<Sale> {
    let mut sales = desk.shop.read().all::<Sale>().unwrap();
    sales.sort_by_key(|it| it.receipt.number);
    sales
}

/// The ways of paying that have a number: their letter, the number, and it is done.
#[test]
fn every_way_of_paying_has_its_key_on_the_payment_screen() {
    let mut desk = counter();
    for (letter, kind) in [
        ("t", TenderKind::Transfer),
        ("q", TenderKind::Cheque),
        ("v", TenderKind::Voucher),
    ] {
        desk.scans(OIL)
            .keys("F7")
            .shows("Bank transfer")
            .keys(letter);
        desk.shows("number >")
            .keys("enter")
            .shows("is kept with its");
        desk.types("4111111111111111").keys("enter");
        desk.shows("may be the number")
            .keys("ctrl-u")
            .types("2026-114")
            .count_keys();
        desk.keys("enter").hides("number >");
        let sale = all_sales(&desk).pop().unwrap();
        let paid = &sale.payments[0];
        assert_eq!((paid.kind, paid.reference.as_str()), (kind, "2026-114"));
    }
    // Part of it, and the rest in cash; Esc goes back from the number to the ways.
    desk.scans(OIL)
        .keys("F7")
        .types("5")
        .keys("v")
        .keys("esc")
        .shows("Amount > 5");
    desk.keys("v").types("77").keys("enter");
    assert_eq!(amount(&desk, "Still due"), "13.90");
    desk.keys("F9").hides("Amount >");
    let kinds: Vec<_> = payments(&desk).into_iter().map(|it| it.0).collect();
    assert_eq!(kinds, [TenderKind::Voucher, TenderKind::Cash]);
}

/// A note is one key: what it is worth stands beside it, and the change is said.
#[test]
fn round_amounts_are_one_key_each() {
    let mut desk = counter();
    desk.scans(OIL)
        .keys("F7")
        .shows("F2 20.00")
        .shows("F3 50.00");
    desk.keys("F3").shows("Change");
    assert_eq!(payments(&desk), [(TenderKind::Cash, 5_000, 3_110)]);
}

#[test]
fn a_split_is_two_keys_and_shows_what_is_still_due() {
    let mut desk = counter();
    desk.types("20")
        .keys("enter")
        .shows("1 Swedish massage 60")
        .hides("> 20");
    desk.count_keys();
    desk.types("20").keys("F8");
    assert_eq!(
        (amount(&desk, "Card"), amount(&desk, "Still due")),
        ("20.00".into(), "25.00".into())
    );
    desk.keys("F9");
    assert_eq!(desk.count_keys(), 2);
    let want = [(TenderKind::Card, 2_000, 0), (TenderKind::Cash, 2_500, 0)];
    assert_eq!(payments(&desk), want);
}

#[test]
fn taken_parts_are_dropped_only_on_purpose() {
    let mut desk = counter();
    desk.scans(OIL).types("5").keys("F8").shows("Still due");
    desk.keys("F6")
        .shows("taken for this cart already")
        .shows("1 Argan oil");
    desk.keys("del")
        .shows("taken for this cart already")
        .shows("1 Argan oil");
    desk.keys("esc")
        .shows("was taken")
        .keys("down")
        .keys("esc")
        .shows("Still due");
    desk.scans(CREAM);
    assert_eq!(amount(&desk, "Still due"), "21.40");
    desk.keys("esc esc").shows("dropped").hides("Still due");
    desk.keys("F9");
    assert_eq!(payments(&desk), [(TenderKind::Cash, 2_640, 0)]);
}

#[test]
fn three_of_a_thing_before_or_after_its_scan_is_one_key() {
    let mut desk = counter();
    desk.types("3*")
        .scans(OIL)
        .shows("3 Argan oil")
        .hides("> 3");
    desk.scans(CREAM);
    desk.count_keys();
    desk.types("3").keys("=");
    assert_eq!(desk.count_keys(), 1);
    desk.shows("3 Hand cream").shows("3 Argan oil");
    desk.types("4*").keys("enter").shows("4 Hand cream");
    desk.keys("+")
        .shows("5 Hand cream")
        .keys("- -")
        .shows("3 Hand cream");
    desk.keys("up")
        .types("1")
        .keys("=")
        .shows("1 Argan oil")
        .keys("-")
        .shows("1 Argan oil");
    desk.types("0")
        .keys("=")
        .shows("from 1 to 9999")
        .shows("1 Argan oil");
}

#[test]
fn ten_percent_off_the_marked_line_is_one_key() {
    let mut desk = counter();
    desk.scans(CREAM).types("2*").scans(OIL);
    desk.count_keys();
    desk.types("10").keys("%");
    assert_eq!(desk.count_keys(), 1);
    assert_eq!(amount(&desk, "disc 10 %"), "-3.78");
    assert_eq!(amount(&desk, "Total"), "41.52");
    desk.types("12.5").keys("%").shows("disc 12.5 %");
    desk.types("101")
        .keys("%")
        .shows("from 0 to 100 %")
        .shows("> 101")
        .keys("esc");
    desk.types("0").keys("%").hides("disc");
}

#[test]
fn words_find_and_the_marked_hit_is_added() {
    let mut desk = counter();
    desk.types("2*cream");
    assert!(right(&desk).contains("▸Hand cream"));
    desk.keys("enter").shows("2 Hand cream").hides("> 2*");
    desk.types("a").shows("▸Argan oil").keys("esc");
    assert!(!right(&desk).contains("Argan oil"));
    desk.types("1001").keys("enter").shows("1 Argan oil");
    desk.types("77").keys("enter").shows("77").hides("1 77");
    desk.keys("esc")
        .types("100")
        .keys("enter")
        .shows("these have it in them")
        .shows("Hand cream");
}

#[test]
fn a_money_key_never_passes_over_words_that_wait() {
    let mut desk = counter();
    desk.scans(OIL)
        .types("cream")
        .keys("F9")
        .shows("still waits")
        .shows("> cream");
    assert_eq!(n_sales(&desk), 0);
    desk.keys("esc")
        .types("1.2.3")
        .keys("F9")
        .shows("is not an amount");
    assert_eq!(n_sales(&desk), 0);
}

#[test]
fn an_empty_cart_is_not_sold_twice() {
    let mut desk = counter();
    desk.scans(OIL)
        .keys("F9")
        .shows("Paid")
        .keys("F9")
        .shows("The cart is empty")
        .keys("F8");
    assert_eq!(n_sales(&desk), 1);
}

#[test]
fn what_looks_like_a_slip_is_asked_about() {
    let mut desk = counter();
    desk.scans(CREAM)
        .types("40063813")
        .keys("F9")
        .shows("looks like a slip");
    assert_eq!(n_sales(&desk), 0);
    desk.keys("esc").shows("> 40063813").keys("esc");
    desk.types("2000")
        .keys("F9")
        .shows("looks like a slip")
        .keys("enter")
        .shows("Change");
    assert_eq!(payments(&desk), [(TenderKind::Cash, 200_000, 199_250)]);
}

#[test]
fn parking_and_bringing_back_are_one_key_each_and_money_asks_after_it() {
    let mut desk = counter();
    desk.types("3*").scans(OIL).types("10").keys("%");
    desk.count_keys();
    desk.keys("F6")
        .shows("1 cart is parked")
        .hides("F6 Park")
        .hides("3 Argan oil");
    desk.keys("F6").shows("3 Argan oil").shows("disc 10 %");
    assert_eq!(desk.count_keys(), 2);
    desk.keys("F9")
        .shows("Payment")
        .shows("Still due")
        .keys("enter")
        .shows("by card");
    assert_eq!(n_sales(&desk), 0);
    // 51.03, in cash 51.05.
    assert_eq!(amount(&desk, "In cash"), "51.05");
    desk.types("60").shows("Change");
    assert_eq!(amount(&desk, "Change"), "8.95");
    desk.keys("F9")
        .hides("Payment")
        .shows("Change")
        .shows("┣━┫   ┗━┫ ┗━┓")
        .shows("60.00");
    assert_eq!(payments(&desk), [(TenderKind::Cash, 6_000, 895)]);
}

#[test]
fn the_payment_screen_takes_any_split_and_gives_parts_back() {
    let mut desk = counter();
    desk.scans(OIL)
        .keys("F7")
        .types("5")
        .keys("F8")
        .types("3")
        .keys("F9");
    assert_eq!(
        (amount(&desk, "Card"), amount(&desk, "Still due")),
        ("5.00".into(), "10.90".into())
    );
    desk.keys("F6");
    assert_eq!(amount(&desk, "Still due"), "13.90");
    desk.types("20").keys("F8").shows("A card gives no change");
    desk.keys("esc");
    // What was taken stays with the cart: through leaving, and through a restart.
    desk.keys("esc esc").shows("Still due");
    desk.restart();
    desk.keys("F4").shows("Still due").keys("F9").shows("Paid");
    let want = [(TenderKind::Card, 500, 0), (TenderKind::Cash, 1_390, 0)];
    assert_eq!(payments(&desk), want);
}

#[test]
fn a_parked_cart_is_chosen_from_the_list() {
    let mut desk = counter();
    desk.scans(OIL)
        .keys("F6")
        .scans(CREAM)
        .keys("F6")
        .shows("2 carts are parked");
    desk.keys("ctrl-o")
        .shows("Parked carts")
        .types("argan")
        .keys("enter");
    desk.shows("1 Argan oil");
    assert!(!right(&desk).contains("Hand cream"));
    assert_eq!(desk.app.view().n_parked, 1);
}

#[test]
fn a_price_that_is_open_is_asked_for() {
    let mut desk = counter();
    desk.types("2*")
        .scans(GIFT)
        .shows("Price of Gift basket")
        .types("abc")
        .keys("enter");
    desk.shows("is not an amount")
        .keys("ctrl-u")
        .types("35")
        .keys("enter");
    desk.shows("2 Gift basket").hides("> 2*");
    assert_eq!(amount(&desk, "Total"), "70.00");
}

#[test]
fn scans_never_touch_what_is_typed() {
    let mut desk = counter();
    desk.scans(CREAM)
        .types("50")
        .scans(OIL)
        .shows("> 50")
        .shows("1 Argan oil");
    desk.keys("F7")
        .scans(OIL)
        .shows("A scan means nothing here")
        .shows("50")
        .keys("esc");
    desk.keys("F10 i")
        .types("12")
        .scans(OIL)
        .shows("12")
        .keys("esc esc");
    desk.shows("1 Argan oil");
}

#[test]
fn the_line_counts_for_the_therapist_that_did_it() {
    let mut desk = counter();
    desk.types("swedish")
        .keys("enter")
        .keys("ctrl-t")
        .shows("Who did this?");
    desk.types("mar")
        .keys("enter")
        .hides("Who did this?")
        .shows("Marta");
}

#[test]
fn a_dropped_cart_asks_why() {
    let mut desk = counter();
    desk.scans(OIL)
        .keys("ctrl-k")
        .shows("Why is the cart dropped?")
        .keys("esc")
        .shows("1 Argan oil");
    desk.keys("ctrl-k")
        .keys("enter")
        .hides("1 Argan oil")
        .shows("The cart is dropped.");
    assert_eq!(n_sales(&desk), 0);
}

#[test]
fn a_long_cart_pages_with_its_marked_line() {
    let mut desk = counter();
    desk.scans(OIL);
    for nth in 0..14 {
        let request = Request::AddLine(NewLine {
            what: Wanted::Code("1003".into()),
            quantity: 1,
            staff: None,
            price: Some(euros(100 + nth)),
        });
        desk.asks(&request);
    }
    desk.passes(1)
        .keys("F4")
        .shows("1 Gift basket")
        .shows("1.13")
        .shows(" 2/2 ");
    assert!(!right(&desk).contains("Argan oil"));
    desk.keys("home")
        .shows("▸1 Argan oil")
        .shows(" 1/2 ")
        .hides("1.13");
}

#[test]
fn the_counter_stands_in_any_window() {
    let mut desk = counter();
    desk.scans(OIL).types("10").keys("%");
    for (width, height) in [(80, 24), (132, 43), (40, 12), (41, 13), (20, 5), (1, 1)] {
        for keys in [
            "F4", "F7", "esc", "F10", "esc", "F12", "esc", "ctrl-o", "esc",
        ] {
            desk.resize(width, height).keys(keys);
        }
    }
    desk.resize(132, 43)
        .shows("Argan oil 100 ml")
        .shows("17.01");
}

/// A receipt's barcode opens it; what is given back in cash is said large.
#[test]
fn a_scanned_receipt_is_opened_and_its_refund_says_what_to_hand_out() {
    let mut desk = counter();
    desk.scans(OIL).keys("F9").shows("Paid").scans("1-000001");
    desk.shows("Receipt 1-000001")
        .keys("F7")
        .keys("+")
        .keys("enter enter");
    desk.shows("Give back in cash");
    assert_eq!(amount(&desk, "Receipt"), "1-000002");
    assert_eq!(payments(&desk), [(TenderKind::Cash, -1_890, 0)]);
}

#[test]
fn an_unknown_scan_asks_which_product_it_is() {
    let mut desk = counter();
    desk.types("3")
        .scans("9780201379624")
        .shows("9780201379624 is not known");
    desk.keys("esc").shows("> 3");
}

/// Another session changed the cart: nobody pays what they were not told.
#[test]
fn a_total_that_changed_is_told_before_it_is_taken() {
    let mut desk = counter();
    desk.scans(OIL);
    desk.asks(&Request::AddLine(NewLine {
        what: Wanted::Code(CREAM.into()),
        quantity: 1,
        staff: None,
        price: None,
    }));
    desk.keys("F9")
        .shows("The cart changed: the total is now 26.40");
    assert_eq!(
        (n_sales(&desk), amount(&desk, "Total")),
        (0, "26.40".into())
    );
    desk.keys("F9");
    assert_eq!(payments(&desk), [(TenderKind::Cash, 2_640, 0)]);
}

/// A name gives way, an amount never does.
#[test]
fn names_of_any_script_leave_the_amounts_whole() {
    let mut desk = counter();
    let names = [
        ("薰衣草精油礼盒装和按摩石套装特别版", "2001"),
        ("Նարդոսի յուղ մերսման համար, մեծ շիշ", "2002"),
        ("Lavender oil gift box with massage stones, special", "2003"),
    ];
    for (name, code) in names {
        let price = Some(euros(123_456));
        desk.asks(&product(name, code, &format!("X{code}"), price));
        desk.types(&format!("99*{code}")).keys("enter");
    }
    let screen = desk.screen();
    let n_whole = screen
        .lines()
        .filter(|row| row.ends_with("122221.44│"))
        .count();
    assert_eq!(n_whole, 3, "{screen}");
    desk.shows("99 薰衣草")
        .shows("99 Նարդոսի")
        .shows("366664.32│");
}

/// Keys as a sleeve or a cat would press them: nothing breaks, and what was sold is
/// paid to the cent.
#[test]
fn no_row_of_keys_breaks_the_counter() {
    const KEYS: [&str; 34] = [
        "1",
        "5",
        "0",
        ".",
        "*",
        "%",
        "=",
        "+",
        "-",
        "a",
        "o",
        "c",
        "i",
        "enter",
        "enter",
        "esc",
        "F4",
        "F6",
        "F7",
        "F8",
        "F9",
        "F10",
        "F12",
        "ctrl-o",
        "ctrl-t",
        "ctrl-k",
        "up",
        "down",
        "pgdn",
        "home",
        "del",
        "backspace",
        "tab",
        "ctrl-e",
    ];
    for seed in 0..6 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut desk = counter();
        for _ in 0..250 {
            match rng.u8(0..10) {
                0 => desk.scans(OIL),
                1 => desk.scans(CREAM),
                _ => desk.keys(KEYS[rng.usize(0..KEYS.len())]),
            };
            if rng.u8(0..40) == 0 {
                desk.resize(rng.u16(1..140), rng.u16(1..50));
            }
        }
        if n_sales(&desk) > 0 {
            let sale = sale(&desk).sale;
            let paid = sale
                .payments
                .iter()
                .map(|it| it.kept() - it.rounding)
                .sum::<Money>();
            assert_eq!(paid, sale.total, "seed {seed}");
        }
    }
}
