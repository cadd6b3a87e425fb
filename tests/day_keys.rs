//! A whole day at the desk as typed keys, through the real loop on the demo's day
//! spa: at 80x24 and at 132x43 the same keys do the same work.

use balm::{
    domain::{
        booking::{Appointment, Status},
        catalog::{Product, Service},
        client::{Client, phone_digits},
        drawer::DrawerSession,
        ids::RawId,
        room::Room,
        sale::{Sale, SaleKind},
        staff::{Staff, StaffRole},
        stock::StockLevel,
        tender::TenderKind,
        ticket::Ticket,
    },
    store::{self, Reads},
};

use crate::desk::Desk;

/// So much of a past is enough for cards and receipts; a year takes longer to make.
const PAST_DAYS: u32 = 9;

/// Puts the cursor on 14:00 of the first column, which is Anna's.
const ANNA_14: &str = "F2 t left left left left left left down down";

#[test]
fn a_day_at_the_desk_at_80x24() {
    a_day(80, 24);
}

#[test]
fn a_day_at_the_desk_at_132x43() {
    a_day(132, 43);
}

fn a_day(width: u16, height: u16) {
    let mut desk = Desk::demo(width, height, PAST_DAYS);
    the_spa_is_whole(&mut desk);
    the_drawer_is_opened(&mut desk);
    the_phone_rings(&mut desk);
    people_walk_in(&mut desk);
    a_visit_goes_its_way(&mut desk);
    visits_are_moved_and_dropped(&mut desk);
    a_visit_is_paid_with_things_from_the_shelf(&mut desk);
    every_tender_is_taken(&mut desk);
    a_cart_is_parked(&mut desk);
    an_earlier_receipt_is_found_and_given_back(&mut desk);
    a_document_is_pasted(&mut desk);
    cash_goes_out_and_in(&mut desk);
    nothing_is_lost_by_a_restart(&mut desk);
    the_day_is_closed(&mut desk);
    let dir = desk.dir.path().to_owned();
    let Desk {
        app,
        shop,
        dir: kept,
        ..
    } = desk;
    app.shutdown();
    drop(shop);
    let proof = store::verify(&dir, None).unwrap();
    assert!(proof.is_sound(), "{proof:?}");
    drop(kept);
}

fn all<R: store::record::Record>(desk: &Desk) -> Vec<R> {
    desk.shop.read().all::<R>().unwrap()
}

fn named_client(desk: &Desk, name: &str) -> Client {
    let found = all::<Client>(desk)
        .into_iter()
        .find(|client| client.name == name);
    found.unwrap_or_else(|| panic!("no {name}:\n{}", desk.screen()))
}

fn codes(desk: &Desk, n: usize) -> Vec<(Product, String)> {
    let products = all::<Product>(desk);
    let coded = products
        .into_iter()
        .filter(|product| !product.barcodes.is_empty());
    let coded = coded.map(|product| {
        let code = product.barcodes[0].code.clone();
        (product, code)
    });
    coded.take(n).collect()
}

fn on_hand(desk: &Desk, product: &Product) -> i64 {
    let level = desk.shop.read().get::<StockLevel>(&product.id).unwrap();
    level.map_or(0, |level| level.on_hand)
}

fn latest_sale(desk: &Desk) -> Sale {
    all::<Sale>(desk)
        .into_iter()
        .max_by_key(|sale| sale.receipt.number)
        .unwrap()
}

fn latest_visit(desk: &Desk) -> Appointment {
    all::<Appointment>(desk)
        .into_iter()
        .max_by_key(|it| RawId::from(it.id).counter())
        .unwrap()
}

fn the_spa_is_whole(desk: &mut Desk) {
    desk.shows("DEMO")
        .shows("13:40")
        .shows("Lotus Spa")
        .shows("drawer closed");
    let staff = all::<Staff>(desk);
    assert_eq!(
        staff
            .iter()
            .filter(|it| it.role == StaffRole::Therapist)
            .count(),
        8
    );
    assert_eq!(all::<Room>(desk).len(), 5);
    assert_eq!(all::<Service>(desk).len(), 42);
    assert_eq!(all::<Product>(desk).len(), 120);
    assert_eq!(all::<Client>(desk).len(), 2_500);
    desk.keys("ctrl-w").types("a").keys("enter");
}

fn the_drawer_is_opened(desk: &mut Desk) {
    let code = codes(desk, 1)[0].1.clone();
    desk.scans(&code)
        .keys("F9")
        .shows("The drawer is not open yet");
    desk.shows("F10");
    // 5 x 20.00 and 10 x 10.00 are the fifth and the sixth of the euro's pieces.
    desk.keys("F10 o")
        .shows("Float")
        .keys("down down down down")
        .types("5");
    desk.keys("down")
        .types("10")
        .shows("200.00")
        .keys("pgdn enter");
    desk.shows("open 13:40").keys("F4 del");
    assert!(
        all::<Ticket>(desk)
            .iter()
            .all(|ticket| ticket.parked_at.is_some())
    );
}

/// By name and by the last digits; the card; then Swedish 60 at 14:00 with Anna.
fn the_phone_rings(desk: &mut Desk) {
    let client = named_client(desk, "Agnese Ozoliņa");
    desk.keys("F3").types("ozo").shows("Ozoliņa").keys("ctrl-u");
    let digits = phone_digits(&client.phone);
    desk.types(&digits[digits.len() - 6..])
        .shows("Agnese")
        .keys("enter")
        .shows("Agnese");
    desk.keys(&format!("{ANNA_14} enter"))
        .types("agnese ozo")
        .keys("enter");
    desk.types("swedish 60").keys("enter");
    desk.shows("Booked: Agnese Ozoliņa, Swedish 60")
        .shows("14:00");
    let booked = latest_visit(desk);
    assert_eq!(booked.start().minute, 840);
    assert_eq!(booked.client, Some(client.id));
    assert!(booked.room().is_some());
    desk.keys("F3")
        .types("agnese ozo")
        .keys("enter")
        .shows("14:00 Swedish 60");
    // Another in the same place: who, until when, and what would do.
    desk.keys("F2 down down enter ctrl-g")
        .keys("g")
        .types("today")
        .keys("enter");
    desk.keys("right enter")
        .types("berz")
        .keys("enter")
        .types("swedish 60")
        .keys("tab");
    desk.types("anna")
        .keys("tab tab")
        .types("14:30")
        .keys("enter");
    desk.shows("Anna").shows("until 15:00").shows("as asked");
    desk.keys("esc esc");
    // Another room.
    desk.keys(&format!("{ANNA_14} r")).shows("Room");
    desk.keys("down enter");
    assert_ne!(latest_visit(desk).room(), booked.room());
}

fn people_walk_in(desk: &mut Desk) {
    let n_before = all::<Appointment>(desk).len();
    desk.keys("f")
        .types("manicure")
        .keys("enter")
        .shows("13:")
        .keys("enter");
    // Nobody is named: the client stays empty.
    desk.keys("enter");
    assert_eq!(
        all::<Appointment>(desk).len(),
        n_before + 1,
        "{}",
        desk.screen()
    );
    assert_eq!(latest_visit(desk).client, None);
    let known = named_client(desk, "Agnese Ozoliņa");
    desk.keys("ctrl-n").types("Žanis Jaunzems").keys("enter");
    desk.types(&known.phone)
        .keys("enter")
        .shows("Agnese Ozoliņa");
    desk.keys("esc ctrl-u")
        .types("+371 20 000 999")
        .keys("enter");
    assert_eq!(
        named_client(desk, "Žanis Jaunzems").phone,
        "+371 20 000 999"
    );
}

/// Arrived, started, done: one key each.
fn a_visit_goes_its_way(desk: &mut Desk) {
    let id = all::<Appointment>(desk)
        .into_iter()
        .find(|it| {
            it.start().minute == 840 && it.client == Some(named_client(desk, "Agnese Ozoliņa").id)
        })
        .unwrap()
        .id;
    let status = |desk: &Desk| {
        desk.shop
            .read()
            .get::<Appointment>(&id)
            .unwrap()
            .unwrap()
            .status
    };
    desk.keys(ANNA_14);
    for (key, want) in [
        ("a", Status::Arrived),
        ("s", Status::InService),
        ("d", Status::Done),
    ] {
        desk.count_keys();
        desk.keys(key);
        assert_eq!(
            (status(desk), desk.count_keys()),
            (want, 1),
            "{}",
            desk.screen()
        );
    }
}

fn visits_are_moved_and_dropped(desk: &mut Desk) {
    // Six weeks ahead the book is empty.
    desk.keys("g")
        .types("+6w")
        .keys("enter home enter")
        .types("ozo")
        .keys("enter")
        .types("foot")
        .keys("enter");
    let visit = latest_visit(desk);
    let again = |desk: &Desk| {
        desk.shop
            .read()
            .get::<Appointment>(&visit.id)
            .unwrap()
            .unwrap()
    };
    desk.count_keys();
    desk.keys("m down down enter");
    assert_eq!(desk.count_keys(), 4);
    assert_eq!(
        again(desk).start(),
        visit.start().plus(30),
        "{}",
        desk.screen()
    );
    desk.count_keys();
    desk.keys("x").shows("Reason").keys("enter");
    assert_eq!(desk.count_keys(), 2);
    let gone = again(desk);
    assert_eq!(gone.status, Status::Cancelled);
    assert!(!gone.reason.is_empty());
    desk.keys("enter")
        .types("ozo")
        .keys("enter")
        .types("foot")
        .keys("enter");
    // Nobody has been missed six weeks before; but it can be taken back.
    desk.keys("o").shows("until then cancel it");
    let booked = latest_visit(desk);
    assert_eq!(booked.status, Status::Booked);
    desk.count_keys();
    desk.keys("u").shows("The booking of");
    assert_eq!(desk.count_keys(), 1);
    assert_ne!(latest_visit(desk).id, booked.id);
    desk.keys("t");
}

fn a_visit_is_paid_with_things_from_the_shelf(desk: &mut Desk) {
    let codes = codes(desk, 3);
    let before: Vec<i64> = codes
        .iter()
        .map(|(product, _)| on_hand(desk, product))
        .collect();
    desk.keys(&format!("{ANNA_14} c"))
        .shows("Swedish 60")
        .shows("Agnese");
    // Whichever pane has the focus.
    desk.keys("F2")
        .scans(&codes[0].1)
        .keys("F3")
        .scans(&codes[1].1);
    desk.keys("F4").types("3*").scans(&codes[2].1);
    desk.keys("+").keys("-");
    desk.types("10").keys("%").shows("disc 10 %");
    desk.keys("up del");
    desk.keys("up up ctrl-t")
        .types("marta")
        .keys("enter")
        .shows("Mart");
    desk.keys("F9").shows("Paid");
    let sale = latest_sale(desk);
    assert_eq!(sale.lines.len(), 3, "{}", desk.screen());
    assert_eq!(sale.lines[2].quantity, 3);
    assert!(sale.lines[2].discount_amount.is_negative());
    assert_eq!(on_hand(desk, &codes[0].0), before[0] - 1);
    assert_eq!(on_hand(desk, &codes[1].0), before[1]);
    assert_eq!(on_hand(desk, &codes[2].0), before[2] - 3);
    let n_kicks = desk.printer().n_kicks();
    desk.waits_for(|desk| {
        desk.papers()
            .iter()
            .any(|paper| paper.contains("Swedish 60"))
    });
    assert!(n_kicks <= 1, "the drawer opens once");
}

fn every_tender_is_taken(desk: &mut Desk) {
    let codes = codes(desk, 2);
    let price = codes[0].0.price.unwrap();
    desk.scans(&codes[0].1).keys("F8").shows("Paid");
    let sale = latest_sale(desk);
    assert_eq!(
        (sale.payments[0].kind, sale.payments[0].tendered),
        (TenderKind::Card, price)
    );
    desk.scans(&codes[0].1)
        .types("100")
        .keys("F9")
        .shows("Change");
    assert_eq!(
        latest_sale(desk).payments[0].change.minor(),
        10_000 - price.minor()
    );
    desk.scans(&codes[0].1)
        .types("5")
        .keys("F8")
        .shows("Still due")
        .keys("F9")
        .shows("Paid");
    let split: Vec<TenderKind> = latest_sale(desk)
        .payments
        .iter()
        .map(|it| it.kind)
        .collect();
    assert_eq!(split, [TenderKind::Card, TenderKind::Cash]);
}

fn a_cart_is_parked(desk: &mut Desk) {
    let codes = codes(desk, 2);
    desk.types("2*").scans(&codes[0].1).keys("F6");
    desk.scans(&codes[1].1).keys("F9").shows("Paid");
    desk.keys("F6")
        .shows(&format!("2 {}", &codes[0].0.name[..10]));
    // A cart that was away is not paid by a reflex.
    let n_sales = all::<Sale>(desk).len();
    desk.keys("F9");
    assert_eq!(all::<Sale>(desk).len(), n_sales);
    desk.keys("F9").shows("Paid");
    assert_eq!(all::<Sale>(desk).len(), n_sales + 1);
}

fn an_earlier_receipt_is_found_and_given_back(desk: &mut Desk) {
    let codes = codes(desk, 1);
    desk.scans(&codes[0].1).keys("F9");
    let sold = latest_sale(desk);
    let before = on_hand(desk, &codes[0].0);
    let number = sold.receipt.to_string();
    // By number, by day, by client, by its barcode.
    desk.keys("ctrl-r")
        .types(&number)
        .shows(&number)
        .keys("esc");
    desk.keys("ctrl-r")
        .types("today")
        .shows(&number)
        .keys("esc");
    desk.keys("ctrl-r")
        .types("ozolina")
        .shows("Agnese")
        .keys("esc");
    desk.scans(&number).shows(&format!("Receipt {number}"));
    desk.keys("F6").shows("Copy 1");
    desk.waits_for(|desk| {
        desk.papers()
            .iter()
            .any(|paper| paper.contains("C O P Y   1"))
    });
    desk.count_keys();
    desk.keys("F7 enter enter");
    assert!(desk.count_keys() <= 4);
    let refund = latest_sale(desk);
    assert_eq!(
        refund.kind,
        SaleKind::RefundOf(sold.id),
        "{}",
        desk.screen()
    );
    assert_eq!(refund.total, -sold.total);
    assert_eq!(refund.payments[0].kind, TenderKind::Cash);
    assert_eq!(on_hand(desk, &codes[0].0), before + 1);
}

/// What was copied elsewhere and pasted by mistake is cut to one clean line.
fn a_document_is_pasted(desk: &mut Desk) {
    desk.keys("esc esc F4")
        .pastes(&"first line\r\nsecond\u{1b}[31m line\t".repeat(2_000));
    desk.shows("line").keys("esc esc");
}

fn cash_goes_out_and_in(desk: &mut Desk) {
    desk.keys("esc esc F10 u")
        .types("20")
        .keys("enter")
        .types("window cleaner")
        .keys("enter");
    desk.keys("F10 i")
        .types("10")
        .keys("enter")
        .types("change from the bank")
        .keys("enter");
    let session = open_session(desk);
    assert!(session.n_events >= 9, "{session:?}");
}

fn open_session(desk: &Desk) -> DrawerSession {
    all::<DrawerSession>(desk)
        .into_iter()
        .find(|it| it.closing.is_none())
        .unwrap()
}

/// What was acknowledged is there, the open cart too.
fn nothing_is_lost_by_a_restart(desk: &mut Desk) {
    let codes = codes(desk, 1);
    desk.keys("F4").types("2*").scans(&codes[0].1);
    let screen_before = desk.screen();
    assert!(screen_before.contains("2 "));
    desk.restart();
    desk.shows(&format!("2 {}", &codes[0].0.name[..10]))
        .shows("open 13:40");
}

fn the_day_is_closed(desk: &mut Desk) {
    desk.keys("F10 c").shows("Count");
    // Expected figures are not shown before the count.
    desk.hides("Expected").hides("expected");
    desk.keys("down down down down")
        .types("5")
        .keys("down")
        .types("9")
        .keys("pgdn");
    desk.keys("enter");
    desk.shows("short").shows("Cash");
    desk.keys("enter");
    let session = all::<DrawerSession>(desk)
        .into_iter()
        .max_by_key(|it| it.opened_at)
        .unwrap();
    let closing = session
        .closing
        .unwrap_or_else(|| panic!("not closed:\n{}", desk.screen()));
    assert_eq!(closing.tenders[0].counted.unwrap().minor(), 19_000);
    assert!(closing.n_tickets_carried >= 1 && closing.n_appointments_carried >= 1);
    desk.shows("drawer closed");
    desk.waits_for(|desk| {
        desk.papers()
            .iter()
            .any(|paper| paper.contains("Day of trade"))
    });
    // The carried cart waits for tomorrow.
    assert!(
        all::<Ticket>(desk)
            .iter()
            .any(|ticket| !ticket.lines.is_empty())
    );
}
