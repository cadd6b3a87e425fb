//! Looking receipts up, printing them again, giving lines back.

use super::*;
use balm::{
    ops::query::Attention,
    store::{Reads, record::Lookup},
};

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

/// Where only the latest are listed, nobody is told that these are all.
#[test]
fn a_list_that_is_cut_does_not_say_that_it_is_whole() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    for n_sold in 1..=51 {
        adds(&mut desk, Item::Product(spa.candle), 1);
        pays(&mut desk, &[(TenderKind::Card, None)]);
        let counted = match n_sold {
            1 => "Receipts  1 ",
            49 => "Receipts  49 ",
            51 => "Receipts  50+ ",
            _ => continue,
        };
        desk.passes(0).keys("ctrl-r").shows(counted).keys("esc");
    }
    desk.keys("ctrl-r").types("1-7").shows("Receipts  1 ");
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

/// Sold by mistake: a key and a reason, and nothing is left of it but two papers.
#[test]
fn a_whole_sale_is_taken_back_in_two_keys() {
    let (mut desk, spa) = desk();
    let before = on_hand(&desk, spa.argan);
    let sold = sells_three(&mut desk, &spa);
    desk.scans(&sold.receipt.to_string());
    desk.count_keys();
    desk.keys("F9").shows("Take back 120.60, receipt 1-000001");
    desk.keys("enter");
    assert_eq!(desk.count_keys(), 2);
    let void = latest_sale(&desk);
    assert_eq!(void.kind, SaleKind::VoidOf(sold.sale));
    assert_eq!(void.total, -sold.total);
    assert_eq!(void.reason, "Sold by mistake");
    assert_eq!(on_hand(&desk, spa.argan), before);
    desk.shows("-120.60 given back with 1-000002");
    // Nobody is asked why before that is said.
    desk.keys("ctrl-d")
        .shows("Everything on this receipt has been given back.");
    desk.keys("esc esc esc ctrl-r").shows("all of it came back");
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
fn a_receipt_that_is_asked_for_is_the_original() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    let mut settings = (*desk.shop.settings().unwrap()).clone();
    settings.receipt_printing = balm::domain::settings::ReceiptPrinting::Asked;
    desk.asks(&Request::SaveSettings { settings });
    adds(&mut desk, Item::Product(spa.candle), 1);
    desk.passes(0);
    desk.keys("F9").shows("# prints the receipt, & sends it.");
    assert_eq!(desk.papers(), [""; 0]);
    // It wants no attention, after any time.
    desk.passes(30);
    let is_paper = |it: &Attention| matches!(it, Attention::NotPrinted { .. });
    assert!(!desk.app.view().attention.iter().any(is_paper));
    // One key, wherever the focus is.
    desk.keys("F2");
    desk.count_keys();
    desk.keys("#").waits_for(|desk| desk.papers().len() == 1);
    assert_eq!(desk.count_keys(), 1);
    assert!(!desk.papers()[0].replace(' ', "").contains("COPY"));
    desk.keys("F4 #").waits_for(|desk| desk.papers().len() == 2);
    assert!(desk.papers()[1].replace(' ', "").contains("COPY1"));
}

#[test]
fn a_receipt_is_sent_where_the_settings_say_and_else_says_so() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    adds(&mut desk, Item::Product(spa.candle), 1);
    let sold = pays(&mut desk, &[(TenderKind::Card, None)]);
    desk.passes(0);
    desk.keys("ctrl-r ctrl-t")
        .shows("As a text file")
        .hides("By e-mail");
    desk.types("liga@x.example")
        .shows("By e-mail to liga@x.example");
    desk.keys("enter")
        .shows("the settings name no folder and no mail command");
    desk.keys("esc ctrl-r enter F8").shows("Send the receipt");
    // What goes nowhere is not written down as if it went.
    let job = Lookup::PrintJobOf(Printable::Copy(sold.sale));
    assert_eq!(desk.shop.read().count(&job).unwrap(), 0);
}

/// Gives the client an address.
fn mails_to(desk: &mut Desk, client: balm::domain::ids::ClientId, email: &str) {
    let found: balm::domain::client::Client = desk.shop.read().get(&client).unwrap().unwrap();
    let draft = serde_json::json!({
        "do": "save_client",
        "client": client,
        "name": found.name,
        "phone": found.phone,
        "email": email,
    });
    desk.asks(&serde_json::from_value(draft).unwrap());
}

#[test]
fn a_copy_is_one_key_away_from_the_sale() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    let folder = desk.dir.path().join("copies");
    desk.restart_with(&format!("[copies]\nfolder = {folder:?}\n"));
    // Nothing was sold since the start: the list has the earlier ones.
    desk.keys("&").shows("Receipts").keys("esc");
    adds(&mut desk, Item::Product(spa.candle), 1);
    desk.passes(0);
    desk.keys("F9 &")
        .waits_for(|desk| desk.screen().contains("is saved as"));
    let saved = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
    let text = std::fs::read_to_string(saved.path()).unwrap();
    assert!(text.contains("Soy candle"), "{text}");
    // A client who has an address gets it there.
    let log = desk.dir.path().join("mail");
    let mail = format!(
        "[copies]\nfolder = {folder:?}\nmail_command = \"tee {}\"\n",
        log.display()
    );
    desk.restart_with(&mail);
    mails_to(&mut desk, spa.ozola, "liga@x.example");
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    adds(&mut desk, Item::Product(spa.candle), 1);
    desk.passes(0);
    desk.keys("F9 &")
        .waits_for(|desk| desk.screen().contains("is sent to liga@x.example"));
    assert!(
        std::fs::read_to_string(&log)
            .unwrap()
            .contains("To: <liga@x.example>")
    );
}

/// What could not be sent wants an eye, also after the program was killed; the address
/// is nowhere but with the client.
#[test]
fn a_copy_that_was_not_sent_is_not_forgotten() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    desk.restart_with("[copies]\nmail_command = \"false\"\n");
    adds(&mut desk, Item::Product(spa.candle), 1);
    desk.passes(0);
    desk.keys("F9 &").types("liga@x.example").keys("enter");
    desk.waits_for(|desk| desk.screen().contains("was not sent"));
    let listed = "Copy of Receipt 1-000001: not sent";
    desk.keys("!").shows(listed).keys("esc");
    desk.restart();
    desk.keys("!")
        .shows(listed)
        .keys("enter")
        .shows("Send it again");
    desk.keys("enter").shows("Send the receipt").keys("esc");
    // Sent again it counts no more, and what is left is off the list.
    desk.keys("! enter down enter");
    desk.keys("!").hides(listed);
    let journal = desk.dir.path().join("journal");
    for file in std::fs::read_dir(&journal).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(6).any(|it| it == b"liga@x"));
    }
}

#[test]
fn the_client_sees_item_total_and_change_and_never_a_name() {
    let (mut desk, spa) = desk();
    let sees = |upper: &str, lower: &str| (upper.to_owned(), lower.to_owned());
    assert_eq!(desk.client_sees(), sees("Lotus Spa", "Closed"));
    opens_drawer(&mut desk);
    assert_eq!(desk.client_sees(), sees("Lotus Spa", "Welcome"));
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    adds(&mut desk, Item::Product(spa.candle), 1);
    desk.passes(0);
    assert_eq!(
        desk.client_sees(),
        sees("Soy candle     12.50", "Total          12.50")
    );
    adds(&mut desk, Item::Product(spa.argan), 2);
    desk.passes(0);
    assert_eq!(
        desk.client_sees(),
        sees("2 x Argan oil  75.60", "Total          88.10")
    );
    desk.keys("F4").types("100").keys("F9");
    assert_eq!(
        desk.client_sees(),
        sees("Cash          100.00", "Change         11.90")
    );
    desk.passes(1).passes(1);
    assert_eq!(desk.client_sees(), sees("Lotus Spa", "Welcome"));
}

#[test]
fn who_buys_on_an_invoice_and_is_not_in_the_file_is_entered_there() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    adds(&mut desk, Item::Product(spa.candle), 1);
    pays(&mut desk, &[(TenderKind::Card, None)]);
    desk.passes(0);
    desk.keys("ctrl-r F4").shows("Invoice: the buyer");
    desk.types("Zenta")
        .shows("nobody found; Enter enters a new client")
        .keys("enter")
        .shows("New client");
    desk.types("20007777").keys("enter");
    desk.shows("Name on papers Zenta").keys("enter");
    desk.shows("I n v o i c e").shows("Zenta");
}

#[test]
fn without_a_printer_nobody_is_told_that_something_prints() {
    let (mut desk, spa) = desk();
    opens_drawer(&mut desk);
    adds(&mut desk, Item::Product(spa.candle), 1);
    pays(&mut desk, &[(TenderKind::Card, None)]);
    desk.restart_with(crate::desk::NO_PRINTER);
    desk.keys("ctrl-r enter F8 end enter");
    desk.shows("It waits: no printer is set up at this desk.");
    desk.keys("esc esc F2 '");
    desk.shows("A day sheet is paper, and no printer is set up at this desk.");
    desk.hides("goes to the printer");
}
