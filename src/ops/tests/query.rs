//! Questions, asked about what requests have made.

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;

use super::bench::{Bench, DESK, ENGLISH, at, card, cash, coins, day, eur, massage, oil};
use crate::{
    domain::{
        booking::Status,
        ids::{AppointmentId, ClientId, RawId, ServiceId},
        print_job::{PrintState, Printable},
        sale::ReceiptNumber,
        ticket::Item,
        time::{self, WallTime},
    },
    locale::Locale,
    ops::{
        outcome::Outcome,
        query::{
            self, Answer, Attention, Changes, ClientCard, ItemHit, Query, ReceiptHit, TicketSheet,
            TimeWish, Usual, Watch,
        },
        refusal::{Noun, OfferReport, Refusal},
        request::{
            Booking, ClientDraft, ProductDraft, RefundLine, RefundWish, Request, ServiceDraft,
            StaffDraft,
        },
        shop::Stop,
    },
    store::Reads,
};

impl Bench {
    fn asks(&self, query: &Query) -> Answer {
        match self.shop.ask(&DESK, &ENGLISH, query) {
            Ok(answer) => answer,
            Err(stop) => panic!("{query:?}: {stop:?}"),
        }
    }

    fn become_of(&self, appointment: AppointmentId, status: Status) {
        self.done(Request::SetStatus {
            appointment,
            status,
            reason: "asked to".into(),
        });
    }

    fn items(&self, text: &str) -> Vec<ItemHit> {
        match self.asks(&Query::FindItems { text: text.into() }) {
            Answer::Items { hits } => hits,
            other => panic!("{other:?}"),
        }
    }

    fn item_names(&self, text: &str) -> Vec<String> {
        self.items(text).into_iter().map(|it| it.name).collect()
    }

    fn receipts(
        &self,
        text: &str,
        date: Option<NaiveDate>,
        client: Option<ClientId>,
    ) -> Vec<ReceiptHit> {
        let text = text.into();
        match self.asks(&Query::FindReceipts { text, date, client }) {
            Answer::Receipts { hits } => hits,
            other => panic!("{other:?}"),
        }
    }

    fn numbers(&self, text: &str) -> Vec<u64> {
        let hits = self.receipts(text, None, None);
        hits.into_iter().map(|it| it.receipt.number).collect()
    }

    fn open_cart(&self) -> Option<TicketSheet> {
        match self.asks(&Query::Ticket) {
            Answer::Ticket { ticket } => ticket,
            other => panic!("{other:?}"),
        }
    }

    fn card_of(&self, client: ClientId) -> ClientCard {
        match self.asks(&Query::ClientCard { client }) {
            Answer::ClientCard(card) => *card,
            other => panic!("{other:?}"),
        }
    }

    fn attention(&self) -> Vec<Attention> {
        match self.asks(&Query::Attention) {
            Answer::Attention { items } => items,
            other => panic!("{other:?}"),
        }
    }

    fn offers(&self, service: ServiceId, near: WallTime) -> Vec<OfferReport> {
        match self.asks(&Query::Offers(Box::new(TimeWish::new(service, near)))) {
            Answer::Offers(sheet) => sheet.offers,
            other => panic!("{other:?}"),
        }
    }
}

fn named_product(name: &str, code: &str) -> ProductDraft {
    ProductDraft {
        name: name.into(),
        code: code.into(),
        barcodes: Vec::new(),
        par_level: 0,
        ..oil()
    }
}

#[test]
fn nothing_can_be_asked_of_a_shop_that_is_not_set_up() {
    let bench = Bench::bare();
    let asked = bench.shop.ask(&DESK, &ENGLISH, &Query::Ticket);
    assert_eq!(asked, Err(Stop::Refused(Refusal::NotSetUp)));
}

#[test]
fn what_is_not_there_is_named() {
    let bench = Bench::new();
    let client = ClientId(RawId::new(1, 77).unwrap());
    let asked = bench
        .shop
        .ask(&DESK, &ENGLISH, &Query::ClientCard { client });
    let (what, id) = (Noun::Client, "1-77".to_owned());
    assert_eq!(asked, Err(Stop::Refused(Refusal::NotFound { what, id })));
}

#[test]
fn items_are_found_by_code_barcode_and_beginnings_of_words() {
    let bench = Bench::new();
    bench.massage();
    let oil = bench.oil();
    bench.product(named_product("Rožu eļļa", "ROZ"));
    bench.product(named_product("Massage oil, warm", "SW6"));
    bench.product(ProductDraft {
        active: false,
        ..named_product("Massage oil, old", "OLD")
    });
    #[rustfmt::skip]
    let cases: [(&str, &[&str]); 9] = [
        ("sw60",          &["Swedish massage 60"]),
        ("SW6",           &["Massage oil, warm", "Swedish massage 60"]),
        ("4006381333931", &["Argan oil 100 ml"]),
        ("mass",          &["Swedish massage 60", "Massage oil, warm"]),
        ("60 swe",        &["Swedish massage 60"]),
        ("oil arg",       &["Argan oil 100 ml"]),
        ("rozu ell",      &["Rožu eļļa"]),
        ("assage",        &[]),
        ("old",           &[]),
    ];
    for (text, want) in cases {
        assert_eq!(bench.item_names(text), want, "{text}");
    }
    assert_eq!(bench.items("").len(), 4);

    bench.done(Request::SetStock {
        product: oil,
        on_hand: 7,
    });
    let hit = bench.items("argan").remove(0);
    assert_eq!(
        (hit.item, hit.on_hand, hit.minutes),
        (Item::Product(oil), Some(7), None)
    );
    assert_eq!(bench.items("swedish")[0].minutes, Some(60));
}

/// Who types a word means what is called so, not all of its category.
#[test]
fn items_of_that_name_come_before_those_of_that_category() {
    let bench = Bench::new();
    for (code, name) in [("G1", "Gel removal"), ("G2", "Nail art")] {
        bench.service(ServiceDraft {
            code: code.into(),
            name: name.into(),
            category: "Nails".into(),
            ..massage()
        });
    }
    bench.product(ProductDraft {
        category: "Care".into(),
        ..named_product("Nail polish red", "P1")
    });
    bench.product(ProductDraft {
        category: "Nails".into(),
        ..named_product("Buffer", "P2")
    });
    let found = bench.item_names("nail");
    assert_eq!(
        found,
        ["Nail art", "Nail polish red", "Gel removal", "Buffer"]
    );
}

#[test]
fn the_stock_list_has_all_products_by_name() {
    let bench = Bench::new();
    let oil = bench.oil();
    bench.product(named_product("Aloe gel", "ALO"));
    bench.done(Request::SetStock {
        product: oil,
        on_hand: 2,
    });
    let rows = |text: &str| match bench.asks(&Query::Stock { text: text.into() }) {
        Answer::Stock { rows } => rows,
        other => panic!("{other:?}"),
    };
    let all: Vec<_> = rows("")
        .iter()
        .map(|it| (it.name.clone(), it.on_hand, it.is_low()))
        .collect();
    assert_eq!(
        all,
        [
            ("Aloe gel".to_owned(), 0, false),
            ("Argan oil 100 ml".to_owned(), 2, true)
        ]
    );
    assert_eq!(rows("4006381333931")[0].product, oil);
    assert_eq!(rows("gel").len(), 1);
}

#[test]
fn a_day_has_its_therapists_hours_and_visits() {
    let bench = Bench::new();
    let service = bench.massage();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    let client = bench.client("Līga Ozola", "+371 26123456");
    bench.done(Request::SaveClient(ClientDraft {
        id: Some(client),
        name: "Līga Ozola".into(),
        alert: "nut allergy".into(),
        active: true,
        ..ClientDraft::default()
    }));
    bench.book(Booking::new(service, marta, "15:00"));
    bench.book(Booking {
        client: Some(client),
        ..Booking::new(service, anna, "11:00")
    });
    let gone = bench.book(Booking::new(service, anna, "13:00"));
    bench.become_of(gone, Status::Cancelled);

    let Answer::Day(sheet) = bench.asks(&Query::Day {
        date: at("10:00").date,
    }) else {
        panic!("no day");
    };
    let names: Vec<_> = sheet.columns.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Anna Kalna", "Marta Liepa"]);
    let blocks: Vec<_> = sheet
        .blocks
        .iter()
        .map(|it| {
            (
                it.appointment.start().hhmm(),
                it.client.as_str(),
                it.alert.as_str(),
            )
        })
        .collect();
    assert_eq!(
        blocks,
        [
            ("11:00".to_owned(), "Līga Ozola", "nut allergy"),
            ("13:00".to_owned(), "", ""),
            ("15:00".to_owned(), "", ""),
        ]
    );
    assert_eq!(sheet.blocks[0].service, "Swedish massage 60");
    assert!(!sheet.blocks[0].room.is_empty());
    let Answer::Day(next) = bench.asks(&Query::Day {
        date: day("2026-11-22"),
    }) else {
        panic!("no day");
    };
    assert!(next.blocks.is_empty());
}

/// Someone who left is seen on the days with visits of hers, and only there.
#[test]
fn a_therapist_who_left_keeps_her_past_columns() {
    let bench = Bench::new();
    let service = bench.massage();
    let marta = bench.staff(2);
    bench.book(Booking::new(service, marta, "15:00"));
    let kept: crate::domain::staff::Staff = bench.shop.read().get(&marta).unwrap().unwrap();
    bench.done(Request::SaveStaff(StaffDraft {
        id: Some(marta),
        name: kept.name,
        short: kept.short,
        role: kept.role,
        week: kept.week,
        services: Vec::new(),
        active: false,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: true,
    }));
    let n_columns = |date: &str| match bench.asks(&Query::Day { date: day(date) }) {
        Answer::Day(sheet) => sheet.columns.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(n_columns("2026-11-21"), 2);
    assert_eq!(n_columns("2026-11-23"), 1);
}

/// The times offered are booked as they are, one after the other.
#[test]
fn what_is_offered_can_be_booked() {
    let bench = Bench::new();
    let service = bench.massage();
    for n_booked in 0..4 {
        let offers = bench.offers(service, at("14:00"));
        // Two therapists: the third has to come at another time.
        assert_eq!(offers[0].start == at("14:00"), n_booked < 2, "{offers:?}");
        bench.book(Booking {
            start: offers[0].start,
            room: offers[0].room,
            ..Booking::new(service, offers[0].staff, "14:00")
        });
    }
}

#[test]
fn a_card_has_visits_receipts_and_the_usual() {
    let bench = Bench::open();
    let service = bench.massage();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    let client = bench.client("Līga Ozola", "26123456");
    let book = |staff, start| {
        bench.book(Booking {
            client: Some(client),
            ..Booking::new(service, staff, start)
        })
    };
    let done = book(anna, "11:00");
    let later = book(marta, "16:00");
    let missed = book(marta, "12:30");
    bench.pass(3 * 60);
    bench.become_of(missed, Status::NoShow);
    bench.become_of(done, Status::Done);
    bench.done(Request::AddAppointment {
        appointment: done,
        price: None,
    });
    let sold = bench.pay(&[cash(None)]);

    let card = bench.card_of(client);
    let ids = |visits: &[crate::ops::query::Visit]| {
        visits.iter().map(|it| it.appointment).collect::<Vec<_>>()
    };
    assert_eq!(ids(&card.upcoming), [later]);
    assert_eq!(ids(&card.past), [missed, done]);
    assert_eq!(card.past[1].receipt, Some(sold.receipt));
    assert_eq!((card.n_visits, card.n_no_shows), (1, 1));
    let usual = Usual {
        staff: "Anna Kalna".to_owned(),
        service: "Swedish massage 60".to_owned(),
        every: None,
    };
    assert_eq!(card.usual, Some(usual));
    assert_eq!(card.receipts[0].sale, sold.sale);
}

/// What the cart shows is what is paid, to the last cent.
#[test]
fn a_cart_is_shown_as_it_posts() {
    let bench = Bench::open();
    let oil = bench.oil();
    let client = bench.client("Līga Ozola", "26123456");
    assert_eq!(bench.open_cart(), None);
    bench.add(Item::Product(oil), 3);
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    let cart = bench.open_cart().unwrap();
    assert_eq!(
        (cart.client.as_str(), cart.total),
        ("Līga Ozola", eur(5_670))
    );
    assert_eq!(
        (cart.lines[0].net, cart.tax_table[0].tax),
        (eur(4_686), eur(984))
    );

    bench.done(Request::Park);
    assert_eq!(bench.open_cart(), None);
    let Answer::ParkedTickets { tickets } = bench.asks(&Query::ParkedTickets) else {
        panic!("no carts");
    };
    assert_eq!(tickets[0].lines, cart.lines);
    bench.done(Request::Recall { ticket: None });
    let sold = bench.pay(&[card(None)]);
    let sale = bench.sale(sold.sale);
    assert_eq!(
        (sale.lines, sale.tax_table, sale.total),
        (cart.lines, cart.tax_table, cart.total)
    );
}

#[test]
fn receipts_are_found_by_number_day_and_client() {
    let bench = Bench::open();
    let oil = bench.oil();
    let client = bench.client("Līga Ozola", "26123456");
    bench.add(Item::Product(oil), 1);
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    let first = bench.pay(&[cash(None)]);
    bench.pass(5);
    bench.add(Item::Product(oil), 1);
    bench.pay(&[cash(None)]);
    bench.pass(5);
    bench.done(Request::Refund(RefundWish {
        sale: first.sale,
        lines: vec![RefundLine {
            line: 1,
            quantity: 1,
            restock: false,
        }],
        tender: None,
        reason: "not liked".into(),
    }));
    #[rustfmt::skip]
    let cases: [(&str, &[u64]); 10] = [
        ("",           &[3, 2, 1]),
        ("2",          &[2]),
        ("000002",     &[2]),
        ("1-2",        &[2]),
        ("1-000002",   &[2]),
        ("2-000002",   &[]),
        ("9",          &[]),
        ("21.11.2026", &[3, 2, 1]),
        ("20.11.2026", &[]),
        ("ozol",       &[3, 1]),
    ];
    for (text, want) in cases {
        assert_eq!(bench.numbers(text), want, "{text}");
    }
    assert_eq!(bench.numbers("3456"), [3, 1], "digits of a phone");
    let on = |date, client| bench.receipts("", Some(day(date)), client).len();
    assert_eq!(on("2026-11-21", None), 3);
    assert_eq!(on("2026-11-20", None), 0);
    assert_eq!(on("2026-11-21", Some(client)), 2);

    let Answer::Sale(sheet) = bench.asks(&Query::Sale { sale: first.sale }) else {
        panic!("no sale");
    };
    assert_eq!(
        (sheet.client.as_str(), sheet.at),
        ("Līga Ozola", at("10:00"))
    );
    assert_eq!(sheet.refundable, [0]);
    assert_eq!(sheet.refunds[0].receipt.number, 3);
    assert_eq!(sheet.jobs.len(), 1);
}

#[test]
fn a_receipt_is_previewed_as_it_prints() {
    let bench = Bench::open();
    let oil = bench.oil();
    bench.add(Item::Product(oil), 2);
    let sold = bench.pay(&[cash(Some(5_000))]);
    let what = Printable::Receipt(sold.sale);
    let Answer::Preview { lines } = bench.asks(&Query::Preview {
        what,
        n_columns: 32,
    }) else {
        panic!("no preview");
    };
    for want in [
        "Argan oil 100 ml           37.80",
        "  2 x 18.90",
        "Change                     12.20",
    ] {
        assert!(lines.iter().any(|it| it == want), "{want}: {lines:#?}");
    }
    let what = Printable::Z(bench.drawer().id);
    let open = bench.shop.ask(
        &DESK,
        &ENGLISH,
        &Query::Preview {
            what,
            n_columns: 32,
        },
    );
    let is_not_there = matches!(
        open,
        Err(Stop::Refused(Refusal::NotFound {
            what: Noun::DrawerSession,
            ..
        }))
    );
    assert!(is_not_there, "{open:?}");
}

/// Receipt and Z alike, whoever asks.
#[test]
fn papers_are_laid_out_in_the_language_of_who_asks() {
    let bench = Bench::open();
    bench.add(Item::Product(bench.oil()), 1);
    let sold = bench.pay(&[card(None)]);
    let session = bench.drawer().id;
    bench.done(Request::CountDrawer {
        count: coins(10_000),
        others: Vec::new(),
    });
    bench.done(Request::CloseDrawer { carry_over: true });
    let pseudo = Locale::pseudo();
    for what in [Printable::Receipt(sold.sale), Printable::Z(session)] {
        let lines = |locale: &Locale| {
            let query = Query::Preview {
                what,
                n_columns: 42,
            };
            let Ok(Answer::Preview { lines }) = bench.shop.ask(&DESK, locale, &query) else {
                panic!("no preview");
            };
            lines.join("\n")
        };
        let (english, other) = (lines(&ENGLISH), lines(&pseudo));
        assert!(
            english.contains("Card") && !other.contains("Card"),
            "{other}"
        );
        assert!(other.contains("Čärd"), "{other}");
    }
}

/// The list before the close and the refusal to close count the same.
#[test]
fn what_stands_open_is_what_keeps_the_day_from_closing() {
    let bench = Bench::open();
    let (service, oil) = (bench.massage(), bench.oil());
    bench.book(Booking::new(service, bench.staff(1), "11:00"));
    let done = bench.book(Booking::new(service, bench.staff(2), "11:00"));
    bench.become_of(done, Status::Done);
    bench.add(Item::Product(oil), 1);
    bench.done(Request::Park);
    bench.add(Item::Product(oil), 1);
    let Answer::BeforeClose(open) = bench.asks(&Query::BeforeClose) else {
        panic!("no list");
    };
    assert_eq!((open.tickets.len(), open.visits.len()), (2, 1));
    bench.done(Request::CountDrawer {
        count: coins(10_000),
        others: Vec::new(),
    });
    let refused = bench.refused(Request::CloseDrawer { carry_over: false });
    let (n_tickets, n_appointments) = (2, 1);
    assert_eq!(
        refused,
        Refusal::StillOpen {
            n_tickets,
            n_appointments
        }
    );
}

#[test]
fn who_is_awaited_longest_is_named_first() {
    let bench = Bench::open();
    let service = bench.massage();
    let later = bench.book(Booking::new(service, bench.staff(1), "11:00"));
    let first = bench.book(Booking::new(service, bench.staff(2), "10:30"));
    bench.pass(3 * 60);
    let late = bench.attention().into_iter().filter_map(|it| match it {
        Attention::Late { appointment, .. } => Some(appointment),
        _ => None,
    });
    assert_eq!(late.collect::<Vec<_>>(), [first, later]);
}

#[test]
fn attention_names_what_waits_and_nothing_else() {
    let bench = Bench::open();
    assert_eq!(bench.attention(), []);
    let (service, oil) = (bench.massage(), bench.oil());
    let client = bench.client("Līga Ozola", "26123456");
    bench.done(Request::SetStock {
        product: oil,
        on_hand: 4,
    });
    let missed = bench.book(Booking {
        client: Some(client),
        ..Booking::new(service, bench.staff(1), "11:00")
    });
    let here = bench.book(Booking::new(service, bench.staff(2), "11:00"));
    bench.become_of(here, Status::Arrived);
    bench.add(Item::Product(oil), 2);
    let sold = bench.pay(&[cash(None)]);
    let low = Attention::LowStock {
        product: oil,
        name: "Argan oil 100 ml".into(),
        on_hand: 2,
        par_level: 3,
    };
    let found = bench.attention();
    assert!(
        matches!(&found[..], [only] if *only == low),
        "a fresh print job is on its way: {found:?}"
    );

    bench.pass(61);
    let found = bench.attention();
    let [Attention::NotPrinted { job, receipt }, rest @ ..] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!((job.id, *receipt), (sold.print, Some(sold.receipt)));
    let late = Attention::Late {
        appointment: missed,
        client: "Līga Ozola".into(),
        start: at("11:00"),
    };
    assert_eq!(rest, [late, low.clone()]);

    for state in [PrintState::Sent, PrintState::Printed] {
        let job = sold.print;
        bench.done(Request::SettlePrintJob { job, state });
    }
    bench.add(Item::Product(oil), 1);
    let Outcome::Parked { ticket } = bench.done(Request::Park) else {
        panic!("not parked");
    };
    bench.pass(24 * 60);
    let found = bench.attention();
    let business_date = at("10:00").date;
    assert_eq!(found[0], Attention::OldDrawer { business_date });
    let unfinished = |found: &Attention| match found {
        Attention::Unfinished {
            appointment,
            status,
            ..
        } => (*appointment, *status),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        [unfinished(&found[1]), unfinished(&found[2])],
        [(missed, Status::Booked), (here, Status::Arrived)]
    );
    assert!(
        matches!(&found[3], Attention::Parked { ticket: it, total, .. }
            if *it == ticket && *total == eur(1_890)),
        "{found:?}"
    );
    assert_eq!(found[4..], [low], "what is printed is settled");
}

/// A visit of yesterday until somebody says what became of it, and this desk's own
/// cart once its day is over.
#[test]
fn attention_names_what_was_left_open() {
    let bench = Bench::open();
    let visit = bench.book(Booking::new(bench.massage(), bench.staff(1), "11:00"));
    bench.add(Item::Product(bench.oil()), 1);
    let is_cart = |it: &Attention| matches!(it, Attention::OldCart { .. });
    let is_visit = |it: &Attention| matches!(it, Attention::Unfinished { .. });
    let of_today = bench.attention();
    assert!(!of_today.iter().any(|it| is_cart(it) || is_visit(it)));
    bench.pass(24 * 60);
    let found = bench.attention();
    assert!(
        found.iter().any(is_cart) && found.iter().any(is_visit),
        "{found:?}"
    );
    bench.become_of(visit, Status::NoShow);
    assert!(!bench.attention().iter().any(is_visit));
    let reason = "left".into();
    bench.done(Request::CancelTicket { reason });
    assert!(!bench.attention().iter().any(is_cart));
}

/// What is kept between commits is what is found by looking at everything anew.
#[test]
fn attention_kept_is_attention_found() {
    let bench = Bench::open();
    let (service, oil) = (bench.massage(), bench.oil());
    let settings = bench.shop.settings().unwrap();
    let news = Arc::new(Mutex::new(Changes::All));
    let told = Arc::clone(&news);
    bench
        .shop
        .subscribe(Box::new(move |changed| told.lock().unwrap().add(changed)));
    let mut watch = Watch::default();
    let mut kept = || {
        let changes = std::mem::replace(&mut *news.lock().unwrap(), Changes::none());
        let (reads, now) = (bench.shop.read(), bench.shop.now());
        let today = time::wall(now, settings.time_zone).date;
        watch
            .look(&reads, (today, bench.shop.now()), &changes)
            .unwrap();
        let kept = watch.list(&reads, &settings, 1, now).unwrap();
        let found = query::attention(&reads, &settings, 1, now).unwrap();
        drop(reads);
        assert_eq!(kept, found);
        kept.len()
    };
    kept();
    bench.done(Request::SetStock {
        product: oil,
        on_hand: 1,
    });
    let n_low = kept();
    bench.done(Request::SetStock {
        product: oil,
        on_hand: 50,
    });
    assert_eq!(kept(), n_low - 1);
    let visit = bench.book(Booking::new(service, bench.staff(1), "11:00"));
    let other = bench.book(Booking::new(service, bench.staff(2), "11:00"));
    kept();
    bench.pass(24 * 60);
    let n_yesterday = kept();
    bench.become_of(visit, Status::NoShow);
    assert_eq!(kept(), n_yesterday - 1);
    bench.become_of(other, Status::Cancelled);
    assert_eq!(kept(), n_yesterday - 2);
    bench.pass(24 * 60);
    kept();
}

/// A number of another desk is found with that desk's number only.
#[test]
fn a_bare_number_is_this_desks() {
    let bench = Bench::open();
    let oil = bench.oil();
    bench.add(Item::Product(oil), 1);
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(
        sold.receipt,
        ReceiptNumber {
            register: 1,
            number: 1
        }
    );
    let other = crate::ops::request::Session {
        register: 2,
        ..DESK
    };
    let query = |text: &str| {
        let (date, client) = (None, None);
        let text = text.into();
        let asked = bench.shop.ask(
            &other,
            &ENGLISH,
            &Query::FindReceipts { text, date, client },
        );
        match asked {
            Ok(Answer::Receipts { hits }) => hits.len(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((query("1"), query("1-1")), (0, 1));
}
