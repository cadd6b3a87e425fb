//! Keys: how many a job takes in each keymap, that every screen stands in the table
//! of places, and that its help tells of what it offers.

use std::{collections::BTreeMap, fmt::Write as _};

use balm::{
    domain::{
        booking::{Appointment, Status},
        drawer::{Count, Pieces},
        money::Money,
        points::{PointsRules, SpentAs},
        sale::{Sale, SaleKind},
        tender::{Tender, TenderKind},
        ticket::{Item, Ticket, TicketState},
        time::WallTime,
    },
    ops::request::{Booking, How, NewLine, Paying, Request, TenderRulesDraft, Wanted},
    store::{Reads, record::Record},
    ui::{
        action::{ACTIONS, Action, Context},
        key::Key,
        keymap::{
            Shipped,
            places::{PLACES, Place},
        },
    },
};

use crate::{
    desk::{Desk, afternoon, open_shop},
    small_spa::{self, ARGAN_EAN, CANDLE_EAN, SmallSpa, package_in_cart},
};

fn all<R: Record>(desk: &Desk) -> Vec<R> {
    desk.shop.read().all::<R>().unwrap()
}

/// A small spa whose drawer is open, with a visit of Līga Ozola at 14:00 with Anna.
fn open_desk(keymap: Shipped, size: (u16, u16)) -> (Desk, SmallSpa) {
    let dir = tempfile::tempdir().unwrap();
    let (shop, clock) = open_shop(dir.path(), afternoon());
    let spa = small_spa::build(&shop, &clock);
    let mut desk = Desk::keyed(dir, shop, clock, size, keymap);
    let float = Count {
        cash: vec![Pieces {
            value_minor: 1_000,
            n: 10,
        }],
        card: None,
    };
    desk.asks(&Request::OpenDrawer {
        float,
        business_date: None,
    });
    desk.asks(&Request::Book(Booking {
        client: Some(spa.ozola),
        service: spa.swedish,
        staff: spa.anna,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: WallTime::new(desk.app.view().today(), 14 * 60),
        note: String::new(),
        override_reason: None,
        how: How::default(),
    }));
    desk.passes(0);
    (desk, spa)
}

fn last_sale(desk: &Desk) -> Sale {
    let sales = all::<Sale>(desk).into_iter();
    sales.max_by_key(|sale| sale.receipt.number).unwrap()
}

fn tenders(desk: &Desk) -> Vec<TenderKind> {
    let sale = last_sale(desk);
    sale.payments.iter().map(|it| it.kind).collect()
}

fn cart(desk: &Desk) -> Ticket {
    let sheet = desk.app.view().ticket.as_ref();
    sheet
        .unwrap_or_else(|| panic!("no cart:\n{}", desk.screen()))
        .ticket
        .clone()
}

/// With a line of argan oil in the cart.
fn in_cart(desk: &mut Desk) -> &mut Desk {
    desk.does(Action::PaneCart).scans(ARGAN_EAN).count_keys();
    desk
}

/// On the appointment in the book.
fn on_visit(desk: &mut Desk) -> Appointment {
    let visit = all::<Appointment>(desk).remove(0);
    desk.does(Action::PaneDay).does(Action::DayToday);
    desk.on_the_way("left left left left");
    for _ in 0..4 {
        if desk.screen().contains("14:00-15:00") {
            break;
        }
        desk.on_the_way("down");
    }
    desk.shows("14:00-15:00").count_keys();
    visit
}

fn visit_now(desk: &Desk, before: &Appointment) -> Appointment {
    let found = desk.shop.read().get::<Appointment>(&before.id).unwrap();
    found.unwrap()
}

fn cash_exact(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk).does(Action::PayCash);
    assert_eq!(tenders(desk), [TenderKind::Cash]);
}

fn cash_tendered(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk).types("50").does(Action::PayCash);
    assert_eq!(last_sale(desk).payments[0].change.minor(), 1_220);
}

fn card(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk).does(Action::PayCard);
    assert_eq!(tenders(desk), [TenderKind::Card]);
}

fn quantity_three(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk).types("3").does(Action::CartQuantity);
    assert_eq!(cart(desk).lines[0].quantity, 3);
}

fn ten_percent(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk).types("10").does(Action::CartPercent);
    assert!(cart(desk).lines[0].discount.is_some());
}

fn split(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk)
        .types("20")
        .does(Action::PayCard)
        .does(Action::PayCash);
    assert_eq!(tenders(desk), [TenderKind::Card, TenderKind::Cash]);
}

fn by_transfer(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk)
        .does(Action::PayOther)
        .does(Action::PaymentTransfer)
        .types("2026-114")
        .does(Action::Accept);
    assert_eq!(tenders(desk), [TenderKind::Transfer]);
}

/// A client with a tab limit on the cart.
fn on_account(desk: &mut Desk, spa: &SmallSpa) {
    desk.asks(&Request::SaveTenderRules(TenderRulesDraft {
        tab_limit: Money::from_minor(100_000),
        ..TenderRulesDraft::default()
    }));
    in_cart(desk);
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    desk.passes(0).count_keys();
    desk.does(Action::PayOther).does(Action::PaymentAccount);
    assert_eq!(tenders(desk), [TenderKind::Account]);
}

fn settle_tab(desk: &mut Desk, spa: &SmallSpa) {
    on_account(desk, spa);
    in_cart(desk);
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    desk.passes(0).shows("Owes").count_keys();
    desk.does(Action::CartTab).does(Action::PayCash);
    let settled = last_sale(desk).lines.into_iter();
    assert!(
        settled
            .map(|it| it.item)
            .any(|it| matches!(it, Item::Owed(_)))
    );
}

fn tip(desk: &mut Desk, spa: &SmallSpa) {
    desk.asks(&Request::AddLine(NewLine {
        what: Wanted::Item(Item::Service(spa.swedish)),
        quantity: 1,
        staff: Some(spa.anna),
        price: None,
    }));
    in_cart(desk).types("5").does(Action::CartTip);
    let lines = cart(desk).lines;
    assert!(lines.iter().any(|it| it.item == Item::Tip(spa.anna)));
}

fn larger_note(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk)
        .does(Action::PayOther)
        .does(Action::PaymentNote2);
    assert!(last_sale(desk).payments[0].change.minor() > 0);
}

fn attach_by_phone(desk: &mut Desk, spa: &SmallSpa) {
    in_cart(desk)
        .does(Action::PaneClient)
        .types("202")
        .does(Action::ClientPick);
    assert_eq!(cart(desk).client, Some(spa.berzins));
}

fn park(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk).does(Action::Park);
    assert_eq!(all::<Ticket>(desk)[0].state, TicketState::Parked);
}

fn bring_back(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk).does(Action::Park).count_keys();
    desk.does(Action::Park);
    assert_eq!(cart(desk).state, TicketState::Open);
}

/// The receipt is scanned, as a receipt with a barcode is for.
fn refund_one(desk: &mut Desk, _: &SmallSpa) {
    in_cart(desk)
        .scans(CANDLE_EAN)
        .does(Action::PayCash)
        .count_keys();
    let sold = last_sale(desk);
    desk.scans(&sold.receipt.to_string());
    desk.does(Action::ReceiptRefund).does(Action::RefundMark);
    desk.does(Action::Accept).does(Action::Accept);
    let refund = last_sale(desk);
    assert_eq!(
        refund.kind,
        SaleKind::RefundOf(sold.id),
        "{}",
        desk.screen()
    );
    assert_eq!(refund.lines.len(), 1);
}

fn book_known(desk: &mut Desk, spa: &SmallSpa) {
    on_visit(desk);
    desk.on_the_way("right").count_keys();
    desk.does(Action::DayBook)
        .types("berz")
        .does(Action::Accept);
    desk.types("swed").does(Action::Accept);
    let booked = all::<Appointment>(desk);
    let of_berzins = booked.iter().any(|it| it.client == Some(spa.berzins));
    assert!(of_berzins, "{}", desk.screen());
}

fn next_free(desk: &mut Desk, _: &SmallSpa) {
    desk.does(Action::PaneDay).count_keys();
    desk.does(Action::DayNextFree)
        .types("facial")
        .does(Action::Accept);
    desk.does(Action::Accept).does(Action::Accept);
    assert_eq!(all::<Appointment>(desk).len(), 2, "{}", desk.screen());
}

fn arrived(desk: &mut Desk, _: &SmallSpa) {
    let visit = on_visit(desk);
    desk.does(Action::DayArrived);
    assert_eq!(visit_now(desk, &visit).status, Status::Arrived);
}

fn to_cart(desk: &mut Desk, spa: &SmallSpa) {
    on_visit(desk);
    desk.does(Action::DayToCart);
    assert_eq!(cart(desk).client, Some(spa.ozola));
}

fn moved(desk: &mut Desk, _: &SmallSpa) {
    let visit = on_visit(desk);
    desk.does(Action::DayMove).on_the_way("down down");
    desk.does(Action::MoveDrop);
    assert!(
        visit_now(desk, &visit).start() > visit.start(),
        "{}",
        desk.screen()
    );
}

fn cancelled(desk: &mut Desk, _: &SmallSpa) {
    let visit = on_visit(desk);
    desk.does(Action::DayCancel).does(Action::Accept);
    let now = visit_now(desk, &visit);
    assert_eq!(now.status, Status::Cancelled);
    assert!(!now.reason.is_empty());
}

fn close_day(desk: &mut Desk, _: &SmallSpa) {
    desk.count_keys();
    desk.does(Action::CloseDay).shows("Count the drawer");
}

/// A card with 50.00 on it is scanned, or its number typed, and pays alone or in part.
fn gift_card_all(desk: &mut Desk, _: &SmallSpa) {
    sells_gift_card(desk);
    in_cart(desk).scans("GIFT-7").does(Action::PaymentGiftCard);
    assert_eq!(tenders(desk), [TenderKind::GiftCard]);
}

fn gift_card_part(desk: &mut Desk, _: &SmallSpa) {
    sells_gift_card(desk);
    in_cart(desk).scans(ARGAN_EAN).count_keys();
    desk.types("giFT-7").does(Action::CartAdd);
    desk.does(Action::PaymentGiftCard).does(Action::PaymentCash);
    assert_eq!(tenders(desk), [TenderKind::GiftCard, TenderKind::Cash]);
}

fn sells_gift_card(desk: &mut Desk) {
    desk.asks(&Request::AddGiftCard {
        number: Some("GIFT-7".into()),
        amount: Money::from_minor(5_000),
    });
    desk.asks(&Request::Pay(Paying {
        tenders: vec![Tender::of(TenderKind::Card, None)],
        told: None,
        confirmed: false,
    }));
    desk.passes(0);
}

/// A package that the client has paid ahead pays the treatment in the cart.
fn package(desk: &mut Desk, spa: &SmallSpa) {
    has_package(desk, spa);
    desk.asks(&Request::AddLine(NewLine {
        what: Wanted::Item(Item::Service(spa.swedish)),
        quantity: 1,
        staff: None,
        price: None,
    }));
    desk.passes(0).does(Action::PaneCart).shows("2 x Swedish");
    desk.count_keys();
    desk.does(Action::CartUse);
    desk.shows("paid by 2 x Swedish");
    desk.does(Action::PayCash);
    assert_eq!(tenders(desk), []);
}

/// Bought before; the client is attached to the next cart.
fn has_package(desk: &mut Desk, spa: &SmallSpa) {
    package_in_cart(desk, "2 x Swedish", vec![spa.swedish], 0);
    let attach = Request::AttachClient {
        client: Some(spa.ozola),
    };
    desk.asks(&attach);
    desk.asks(&Request::Pay(Paying {
        tenders: vec![Tender::of(TenderKind::Card, None)],
        told: None,
        confirmed: false,
    }));
    desk.asks(&attach);
}

/// 40 points of the client's, worth 0.40, in place of money.
fn points_in_cart(desk: &mut Desk, spa: &SmallSpa) {
    has_points(desk, spa, SpentAs::Discount);
    desk.shows("40 points").count_keys();
    desk.does(Action::CartUse).shows("-0.40");
    desk.does(Action::PayCash);
    assert_eq!(tenders(desk), [TenderKind::Cash]);
}

fn points_pay(desk: &mut Desk, spa: &SmallSpa) {
    has_points(desk, spa, SpentAs::Payment);
    desk.count_keys();
    desk.does(Action::PayOther).does(Action::PaymentPoints);
    desk.does(Action::PaymentCash);
    assert_eq!(tenders(desk), [TenderKind::Points, TenderKind::Cash]);
}

fn has_points(desk: &mut Desk, spa: &SmallSpa, spent_as: SpentAs) {
    desk.asks(&Request::SavePointsRules {
        rules: PointsRules {
            on: true,
            per_visit: 40,
            spent_as,
            ..PointsRules::default()
        },
    });
    let line = Request::AddLine(NewLine {
        what: Wanted::Item(Item::Service(spa.swedish)),
        quantity: 1,
        staff: None,
        price: None,
    });
    let attach = Request::AttachClient {
        client: Some(spa.ozola),
    };
    desk.asks(&attach);
    desk.asks(&line);
    desk.asks(&Request::Pay(Paying {
        tenders: vec![Tender::of(TenderKind::Card, None)],
        told: None,
        confirmed: false,
    }));
    desk.asks(&attach);
    desk.asks(&line);
    desk.passes(0).does(Action::PaneCart);
}

type Job = fn(&mut Desk, &SmallSpa);

/// From the last key before the job, arrows on the grid left out.
#[rustfmt::skip]
const BUDGETS: [(&str, usize, Job); 27] = [
    ("cash, exact, after the last scan",                1, cash_exact),
    ("cash with the amount tendered",                   1, cash_tendered),
    ("card",                                            1, card),
    ("quantity 3 for a line",                           1, quantity_three),
    ("10 % on a line",                                  1, ten_percent),
    ("split cash and card",                             2, split),
    ("by bank transfer, with its number",               3, by_transfer),
    ("on the client's tab",                             2, on_account),
    ("the client's tab settled",                        2, settle_tab),
    ("a tip",                                           1, tip),
    ("a larger note than is due",                       2, larger_note),
    ("a gift card that covers all",                     3, gift_card_all),
    ("a gift card by number, the rest in cash",         3, gift_card_part),
    ("a package pays, and the sale is posted",          2, package),
    ("points take something off",                       2, points_in_cart),
    ("points pay a part, the rest in cash",             3, points_pay),
    ("attach a client by phone digits",                 2, attach_by_phone),
    ("park",                                            1, park),
    ("bring back",                                      1, bring_back),
    ("refund one item of an earlier receipt",           4, refund_one),
    ("book a known client into a free cell",            4, book_known),
    ("next free time for a service, anyone, booked",    4, next_free),
    ("arrived",                                         1, arrived),
    ("to the cart",                                     1, to_cart),
    ("move, arrows not counted",                        2, moved),
    ("cancel with a reason",                            2, cancelled),
    ("close the day, up to the count",                  1, close_day),
];

/// Typed text and scans do not count. `cargo test budgets -- --nocapture` shows the
/// table.
#[test]
fn no_job_takes_more_keys_than_its_budget() {
    let mut table = format!("{:48}budget", "job");
    for keymap in Shipped::ALL {
        let _ = write!(table, "{:>9}", keymap.name());
    }
    let mut over = Vec::new();
    for (job, budget, act) in BUDGETS {
        let _ = write!(table, "\n{job:48}{budget:>6}");
        for keymap in Shipped::ALL {
            let (mut desk, spa) = open_desk(keymap, (80, 24));
            desk.count_keys();
            act(&mut desk, &spa);
            let n_keys = desk.count_keys();
            let _ = write!(table, "{n_keys:>9}");
            if n_keys > budget || n_keys == 0 {
                over.push((job, keymap, n_keys));
            }
        }
    }
    println!("{table}");
    assert!(over.is_empty(), "{over:?}\n{table}");
}

/// Ways to the screens, from the desk with a line in the cart and its cursor there.
const WAYS: [&str; 62] = [
    "F2 8",
    "F2",
    "F2 q",
    "F2 m",
    "F2 . * enter",
    "F2 enter",
    "F2 right enter",
    "F2 x",
    "F2 o",
    "F2 r",
    "F2 e",
    "F2 g",
    "F2 0",
    "F2 0 right",
    "F2 0 right 5",
    "F2 0 9",
    "F2 f",
    "F2 f s enter",
    "F2 w",
    "F3",
    "F3 o",
    "F3 o enter",
    "F3 o enter ctrl-e",
    "F3 o enter ctrl-b",
    "F4",
    "F4 5",
    "F4 a",
    "F4 up ctrl-t",
    "F4 ctrl-k",
    "F5",
    "F5 a",
    "F5 ctrl-e",
    "F5 ctrl-t",
    "F5 ins",
    "ctrl-p",
    "/",
    "/ o",
    "ctrl-r",
    "ctrl-r enter",
    "ctrl-r enter F7",
    "ctrl-r enter F7 + enter",
    "ctrl-r enter F7 t",
    "F7",
    "F7 5",
    "F7 t",
    "F10",
    "F10 i",
    "F10 u",
    "F10 n",
    "F10 t",
    "F4 5 _",
    "F12",
    "!",
    "! 1",
    "ctrl-o",
    "ctrl-w",
    "ctrl-x",
    "ctrl-n",
    "ctrl-v",
    "F12 pgdn enter",
    "F1",
    "?",
];

fn place_of(desk: &Desk) -> Option<&'static Place> {
    let top = desk.app.top();
    let contexts = top.contexts();
    let letters = || (' '..='~').chain("āЖ王".chars());
    PLACES.iter().find(|place| {
        place.contexts == contexts
            && letters().all(|it| place.typing.takes(it) == top.takes_char(it))
    })
}

fn walk(size: (u16, u16), mut look: impl FnMut(&mut Desk, &str)) {
    for way in WAYS {
        let (mut desk, spa) = open_desk(Shipped::Default, size);
        desk.keys("F4")
            .scans(CANDLE_EAN)
            .keys("F9")
            .scans(ARGAN_EAN);
        on_visit(&mut desk);
        desk.asks(&Request::SetStock {
            product: spa.candle,
            on_hand: 0,
        });
        desk.passes(0);
        desk.keys("F4").keys(way);
        look(&mut desk, way);
    }
    for managed in ["Staff", "Services", "Rooms", "Taxes", "Shop"] {
        let (mut desk, _) = open_desk(Shipped::Default, size);
        desk.keys("F2 ctrl-p").types(managed).keys("enter");
        look(&mut desk, managed);
        desk.keys("enter");
        look(&mut desk, managed);
    }
}

/// What a row of the list of all actions says: the action, where it is gone to, its key.
fn row_of_palette(row: &str, desk: &Desk) -> Option<(Action, Option<Action>, Option<String>)> {
    let row = row.strip_prefix('│')?.strip_suffix('│')?;
    let row = row.trim_start_matches([' ', '▸']).trim_end();
    let (label, _) = row.split_once(": ")?;
    let view = desk.app.view();
    let def = ACTIONS.iter().find(|def| {
        let said = format!("{}: {}", view.label(def.action), def.help(&view.locale));
        let n = said.chars().count().min(60);
        view.label(def.action) == label
            && row.chars().take(n).collect::<String>() == said.chars().take(n).collect::<String>()
    })?;
    // What is in a dialog shows how that is opened.
    let def = def.context.door().unwrap_or(def.action).def();
    let pane = match def.context {
        Context::Day => Some(Action::PaneDay),
        Context::Client => Some(Action::PaneClient),
        Context::Cart => Some(Action::PaneCart),
        Context::Stock => Some(Action::PaneStock),
        _ => None,
    };
    let has_key = !view.keymap.keys(def.action).is_empty();
    let key = row.split_whitespace().last().filter(|_| has_key);
    Some((def.action, pane, key.map(str::to_owned)))
}

/// Read off the list, pressed at the desk.
#[test]
fn the_list_of_all_actions_shows_the_key_that_does_it() {
    const PANES: [Action; 4] = [
        Action::PaneDay,
        Action::PaneClient,
        Action::PaneCart,
        Action::PaneStock,
    ];
    for keymap in Shipped::ALL {
        let (mut desk, _) = open_desk(keymap, (132, 43));
        desk.does(Action::PaneDay).does(Action::Palette);
        let mut shown = BTreeMap::new();
        for _ in 0..400 {
            for row in desk.screen().lines() {
                if let Some((action, pane, key)) = row_of_palette(row, &desk) {
                    shown.insert(action.def().name, (action, pane, key));
                }
            }
            desk.press("down".parse().unwrap());
        }
        desk.keys("esc");
        assert!(shown.len() > 80, "{}: {}", keymap.name(), shown.len());
        let mut wrong = Vec::new();
        for (name, (action, pane, key)) in shown {
            let Some(key) = key else { continue };
            let Ok(pressed) = key.parse::<Key>() else {
                wrong.push(format!("{name}: {key:?} is no key"));
                continue;
            };
            for at in pane.map_or(PANES.to_vec(), |it| vec![it]) {
                desk.does(at);
                let top = desk.app.top();
                let keys = desk
                    .app
                    .view()
                    .keymap
                    .keys_at(action, &top.contexts(), |letter| top.takes_char(letter));
                if !keys.contains(&pressed) {
                    wrong.push(format!("{name}: {key} at {at:?}, there it is {keys:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", keymap.name(), wrong.join("\n"));
    }
}

/// The trade's words, as somebody types them who has never seen the program: the row of
/// the list that leads there.
#[test]
fn the_list_of_all_actions_knows_the_words_of_the_trade() {
    #[rustfmt::skip]
    let words = [
        ("refund", "Give back"), ("return", "Give back"), ("void", "Take back"), ("exchange", "Exchange"),
        ("invoice", "Invoice"), ("cash order", "Cash in"), ("reprint", "Reprint"), ("copy", "Reprint"),
        ("receipt", "Receipts"), ("gift card", "Prepaid"), ("package", "Prepaid"), ("membership", "memberships"),
        ("tip", "Tip"), ("tab", "On account"), ("unpaid", "Owed"), ("discount", "Discount"), ("coupon", "Coupons"),
        ("promotion", "Promotions"), ("points", "Points"), ("price list", "Change prices"), ("tax", "Taxes"),
        ("float", "Open day"), ("safe", "Safe, bank"), ("expense", "Journal"), ("hand over", "Hand over"),
        ("z", "Shifts"), ("count", "Close day"), ("drawer", "Drawer"), ("no sale", "No sale"),
        ("statement", "Papers"), ("deposit", "Prepaid"), ("cheque", "Cheque"), ("voucher", "Voucher"),
        ("foreign", "Foreign"), ("waitlist", "Waitlist"), ("queue", "Walk-ins"), ("rota", "Rota"),
        ("holiday", "Closing days"), ("absence", "absences"), ("room", "Room"), ("equipment", "Equipment"),
        ("printer", "Devices"), ("pin", "My PIN"), ("roles", "People"), ("audit", "Who did what"),
        ("stock", "Stock"), ("barcode", "new product"), ("late cancel", "late cancels"), ("series", "Repeat"),
        ("undo", "Undo"), ("lock", "At desk"),
    ];
    let mut missing = Vec::new();
    for (typed, wanted) in words {
        let (mut desk, _) = open_desk(Shipped::Default, (100, 30));
        desk.keys("F2 ctrl-p").types(typed);
        let screen = desk.screen();
        let hits: Vec<&str> = screen
            .lines()
            .skip_while(|line| !line.contains("All actions"))
            .skip(2)
            .collect();
        if !hits.iter().any(|row| row.contains(wanted)) {
            missing.push(format!("{typed}: {}", hits.join("\n")));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n\n"));
}

/// One that is in a dialog opens it.
#[test]
fn what_is_in_a_dialog_is_gone_to_from_the_list_of_all_actions() {
    let (mut desk, _) = open_desk(Shipped::Default, (80, 24));
    desk.keys("F2 ctrl-p")
        .types("refund")
        .shows("[Receipts] Ctrl-R");
    desk.keys("enter")
        .shows("┌ Receipts")
        .shows("Give back is F7 here.");
    desk.keys("esc ctrl-p").types("coupons").keys("enter");
    desk.shows("┌ Coupons").keys("esc").hides("┌ Coupons");
    // Receipts are "always printed", but that is not what is looked for.
    desk.keys("F11")
        .types("ways")
        .keys("enter")
        .shows("┌ Ways of paying");
}

/// What the keymap check takes for granted is how the screens really are.
#[test]
fn every_screen_stands_in_the_table_of_places() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    walk((80, 24), |desk, way| {
        let Some(place) = place_of(desk) else {
            let contexts = desk.app.top().contexts();
            panic!("{way}: {contexts:?} is no place of src/ui/keymap/places.rs");
        };
        seen.insert(place.name, "");
    });
    let unseen: Vec<&str> = PLACES
        .iter()
        .map(|place| place.name)
        .filter(|name| !seen.contains_key(name))
        .collect();
    assert_eq!(unseen, [""; 0], "no way leads there");
}

/// F1 tells what the screen is for and of all that it offers, and closes again.
#[test]
fn every_screens_help_tells_of_what_it_offers() {
    walk((132, 43), |desk, way| {
        let top = desk.app.top();
        let contexts = top.contexts();
        let view = desk.app.view();
        let offered: Vec<String> = top
            .hints(view)
            .into_iter()
            .filter(|action| {
                let keymap = &view.keymap;
                !keymap
                    .keys_at(*action, &contexts, |letter| top.takes_char(letter))
                    .is_empty()
            })
            .map(|action| action.def().help(&view.locale))
            .collect();
        let is_help = way == "F1" || way == "?";
        if !is_help {
            desk.keys("F1");
        }
        let mut shown = desk.screen();
        for _ in 0..4 {
            desk.keys("pgdn");
            shown.push_str(&desk.screen());
        }
        assert!(shown.contains("┌ Help: "), "{way}:\n{shown}");
        for wrong in ["<help", "{ $", "<action"] {
            assert!(!shown.contains(wrong), "{way}: {wrong}\n{shown}");
        }
        for help in offered.iter().filter(|_| !is_help) {
            let begin: String = help.chars().take(40).collect();
            assert!(shown.contains(&begin), "{way}: {help}\n{shown}");
        }
        desk.keys("F1").hides("┌ Help: ");
    });
}
