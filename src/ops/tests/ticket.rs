//! The cart, and putting it aside.

use super::bench::{
    Bench, DESK, at, card, cash, coins, eur, line, massage, oil, scan, set_status, vat,
};
use crate::{
    domain::{
        booking::Status,
        catalog::Barcode,
        ids::{AppointmentId, TicketId},
        money::Rate,
        sale::Sale,
        ticket::{Discount, Item, Ticket},
    },
    ops::{
        outcome::{Outcome, StockWarning},
        refusal::{Field, FieldProblem, Noun, Refusal},
        request::{
            Booking, DiscountChange, LineChange, NewLine, Paying, ProductDraft, Request,
            ServiceDraft, Session, TaxClassDraft, Wanted,
        },
    },
    store::Reads,
};

pub(super) fn changed(outcome: &Outcome) -> (Option<u32>, i64) {
    match outcome {
        Outcome::TicketChanged { line, total, .. } => (*line, total.minor()),
        other => panic!("{other:?}"),
    }
}

fn discount(line: u32, discount: Discount) -> Request {
    Request::ChangeLine(LineChange {
        line,
        discount: Some(DiscountChange::Give(discount)),
        ..LineChange::default()
    })
}

fn quantity(line: u32, quantity: u32) -> Request {
    Request::ChangeLine(LineChange {
        line,
        quantity: Some(quantity),
        ..LineChange::default()
    })
}

fn parked(outcome: &Outcome) -> TicketId {
    match outcome {
        Outcome::Parked { ticket } => *ticket,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_same_item_adds_to_its_line() {
    let bench = Bench::new();
    let (oil, massage) = (Item::Product(bench.oil()), Item::Service(bench.massage()));
    assert_eq!(changed(&bench.add(oil, 1)), (Some(1), 1_890));
    assert_eq!(changed(&bench.add(massage, 1)), (Some(2), 6_390));
    assert_eq!(
        changed(&bench.done(scan("4006381333931"))),
        (Some(1), 8_280)
    );
    assert_eq!(changed(&bench.done(scan("oil100"))), (Some(1), 10_170));
    assert_eq!(changed(&bench.done(scan("sw60"))), (Some(2), 14_670));
    // A discounted line, or one of somebody else, stays as it is.
    bench.done(discount(
        1,
        Discount::Percent(Rate::from_milli_percent(10_000)),
    ));
    assert_eq!(changed(&bench.add(oil, 1)).0, Some(3));
    let of_anna = Request::AddLine(NewLine {
        staff: Some(bench.staff(1)),
        ..line(massage, 1)
    });
    assert_eq!(changed(&bench.done(of_anna)).0, Some(4));
}

fn order(discount: DiscountChange, reason: &str) -> Request {
    Request::DiscountOrder {
        discount,
        reason: reason.into(),
    }
}

/// Off each line, and why, by the whole order.
fn shares(bench: &Bench) -> Vec<(i64, String)> {
    let lines = bench.cart().unwrap().lines;
    let offers = lines.into_iter().flat_map(|it| it.offers);
    offers.map(|it| (it.off.minor(), it.name)).collect()
}

#[test]
fn a_discount_on_the_whole_follows_the_cart() {
    let bench = Bench::new();
    let (oil, massage) = (Item::Product(bench.oil()), Item::Service(bench.massage()));
    let ten = Discount::Percent(Rate::from_milli_percent(10_000));
    let give = DiscountChange::Give;
    assert_eq!(bench.refused(order(give(ten), "")), Refusal::NothingToSell);
    bench.add(oil, 1);
    assert_eq!(
        bench.refused(order(give(Discount::Amount(eur(1_891))), "")),
        Refusal::DiscountTooHigh { most: eur(1_890) }
    );
    let over = Discount::Percent(Rate::from_milli_percent(100_001));
    assert_eq!(
        bench.refused(order(give(over), "")),
        Refusal::DiscountTooHigh { most: eur(1_890) }
    );
    let all = Discount::Amount(eur(1_890));
    assert_eq!(changed(&bench.done(order(give(all), ""))).1, 0);
    assert_eq!(changed(&bench.done(order(give(ten), "Regular"))).1, 1_701);
    assert_eq!(changed(&bench.add(massage, 1)).1, 5_751);
    let why = "Regular".to_owned();
    assert_eq!(shares(&bench), [(189, why.clone()), (450, why.clone())]);
    // A line of its own is discounted first, and the whole after it.
    assert_eq!(changed(&bench.done(discount(2, ten))).1, 5_346);
    assert_eq!(shares(&bench), [(189, why.clone()), (405, why)]);
    let given = bench.cart().unwrap().order_discount.unwrap().given;
    assert_eq!(
        (given.reason.as_str(), given.by),
        ("Regular", DESK.operator)
    );
    // The same again is the same line.
    assert_eq!(changed(&bench.add(oil, 1)), (Some(1), 7_047));
    bench.done(quantity(1, 1));
    let parked = parked(&bench.done(Request::Park));
    bench.done(Request::Recall {
        ticket: Some(parked),
    });
    // An amount stays as it was given when a line goes.
    let amount = Discount::Amount(eur(2_000));
    assert_eq!(changed(&bench.done(order(give(amount), ""))).1, 3_940);
    assert_eq!(changed(&bench.done(Request::RemoveLine { line: 2 })).1, 0);
    assert_eq!(changed(&bench.add(massage, 1)).1, 4_390);
    bench.open_drawer(0);
    let sold = bench.done(Request::Pay(Paying {
        tenders: vec![card(None)],
        told: Some(eur(4_390)),
        confirmed: false,
    }));
    let Outcome::Sold(sold) = sold else {
        panic!("{sold:?}");
    };
    let sale = bench.sale(sold.sale);
    let off: Vec<_> = sale.lines.iter().map(|it| it.discount_amount).collect();
    assert_eq!(off, [eur(-592), eur(-1_408)]);
}

#[test]
fn a_line_says_who_took_something_off_and_why() {
    let bench = Bench::new();
    bench.add(Item::Product(bench.oil()), 1);
    let ten = Discount::Percent(Rate::from_milli_percent(10_000));
    let why = |reason: &str| {
        Request::ChangeLine(LineChange {
            line: 1,
            discount: Some(DiscountChange::Give(ten)),
            reason: reason.into(),
            ..LineChange::default()
        })
    };
    bench.done(why(" Dented  tin "));
    let given = bench.cart().unwrap().lines[0].given.clone().unwrap();
    assert_eq!(
        (given.reason.as_str(), given.by),
        ("Dented tin", DESK.operator)
    );
    // What else changes leaves the reason alone.
    bench.done(quantity(1, 2));
    let given = bench.cart().unwrap().lines[0].given.clone().unwrap();
    assert_eq!(given.reason, "Dented tin");
    bench.done(Request::ChangeLine(LineChange {
        line: 1,
        discount: Some(DiscountChange::Remove),
        ..LineChange::default()
    }));
    assert_eq!(bench.cart().unwrap().lines[0].given, None);
    let problem = FieldProblem::TooLong { limit: 200 };
    assert_eq!(
        bench.refused(why(&"x".repeat(201))),
        Refusal::Field {
            field: Field::Reason,
            problem
        }
    );
}

#[test]
fn prices_names_and_tax_are_those_of_when_the_line_was_added() {
    let bench = Bench::new();
    let id = bench.massage();
    bench.add(Item::Service(id), 1);
    bench.done(Request::SaveTaxClass(TaxClassDraft {
        id: Some(bench.shop.settings().unwrap().default_tax_class),
        name: "Standard".into(),
        components: vat(5_000),
        from: None,
        active: true,
    }));
    bench.service(ServiceDraft {
        id: Some(id),
        name: "New name".into(),
        price: Some(eur(9_900)),
        ..massage()
    });
    assert_eq!(changed(&bench.add(Item::Service(id), 1)), (Some(2), 14_400));
    let cart = bench.cart().unwrap();
    assert_eq!(cart.lines[0].name, "Swedish massage 60");
    assert_eq!(cart.lines[0].tax, vat(21_000));
    assert_eq!(cart.lines[1].tax, vat(5_000));
}

#[test]
fn a_package_of_six_counts_six() {
    let bench = Bench::new();
    let id = bench.product(ProductDraft {
        barcodes: vec![Barcode {
            code: "96385074".into(),
            pack_quantity: 6,
        }],
        ..oil()
    });
    bench.done(Request::SetStock {
        product: id,
        on_hand: 13,
    });
    let scan_two = Request::AddLine(NewLine {
        what: Wanted::Code("96385074".into()),
        quantity: 2,
        staff: None,
        price: None,
    });
    assert_eq!(changed(&bench.done(scan_two)), (Some(1), 12 * 1_890));
    // One piece more is all there is; the one after is warned of, never refused.
    let Outcome::TicketChanged { warning, .. } = bench.done(scan("OIL100")) else {
        panic!();
    };
    assert_eq!(warning, None);
    let Outcome::TicketChanged { warning, .. } = bench.done(quantity(1, 14)) else {
        panic!();
    };
    let want = StockWarning {
        product: id,
        on_hand: 13,
        wanted: 14,
    };
    assert_eq!(warning, Some(want));
}

#[test]
fn add_line_refusals_table() {
    let bench = Bench::new();
    let massage = bench.massage();
    let open = bench.service(ServiceDraft {
        code: String::new(),
        name: "Consultation".into(),
        price: None,
        ..super::bench::massage()
    });
    let of = |item, quantity, price: Option<i64>| {
        Request::AddLine(NewLine {
            price: price.map(eur),
            ..line(item, quantity)
        })
    };
    let (fixed, asked) = (Item::Service(massage), Item::Service(open));
    let limit = Refusal::QuantityOutOfRange { limit: 9_999 };
    let price = |least: &str, most: &str| Refusal::Field {
        field: Field::Price,
        problem: FieldProblem::OutOfRange {
            least: least.into(),
            most: most.into(),
        },
    };
    let (code, name) = ("4006381333931".to_owned(), "Consultation".to_owned());
    #[rustfmt::skip]
    let cases = [
        (scan(&code),                   Refusal::UnknownCode { code }),
        (scan("1-000123"),              Refusal::UnknownCode { code: "1-000123".into() }),
        (of(fixed, 0, None),            limit.clone()),
        (of(fixed, 10_000, None),       limit),
        (of(fixed, 1, Some(4_400)),     price("4500", "4500")),
        (of(asked, 1, None),            Refusal::PriceNeeded { name }),
        (of(asked, 1, Some(-100)),      price("0", "10000000000")),
        (Request::RemoveLine { line: 1 }, Refusal::NothingToSell),
        (Request::Park,                 Refusal::NothingToSell),
        (super::bench::pay(&[cash(None)]), Refusal::NothingToSell),
        (Request::Recall { ticket: None }, Refusal::NothingParked),
    ];
    for (request, want) in cases {
        assert_eq!(bench.refused(request), want);
    }
    assert_eq!(bench.cart(), None);
    assert_eq!(
        changed(&bench.done(of(asked, 1, Some(2_500)))),
        (Some(1), 2_500)
    );
}

#[test]
fn lines_change_and_go_and_the_last_one_takes_the_cart_along() {
    let bench = Bench::new();
    bench.add(Item::Product(bench.oil()), 2);
    bench.add(Item::Service(bench.massage()), 1);
    assert_eq!(changed(&bench.done(quantity(1, 3))), (Some(1), 10_170));
    let ten = Discount::Percent(Rate::from_milli_percent(10_000));
    assert_eq!(changed(&bench.done(discount(1, ten))), (Some(1), 9_603));
    let amount = Discount::Amount(eur(5_671));
    let most = eur(5_670);
    assert_eq!(
        bench.refused(discount(1, amount)),
        Refusal::DiscountTooHigh { most }
    );
    let gone = Refusal::NoSuchLine { line: 7 };
    assert_eq!(bench.refused(quantity(7, 1)), gone);
    let many = Refusal::QuantityOutOfRange { limit: 9_999 };
    assert_eq!(bench.refused(quantity(1, 10_000)), many);

    assert_eq!(changed(&bench.done(quantity(1, 0))), (None, 4_500));
    let last = bench.done(Request::RemoveLine { line: 2 });
    assert!(matches!(last, Outcome::TicketDropped { .. }), "{last:?}");
    assert_eq!(bench.cart(), None);
    assert!(bench.shop.read().all::<Ticket>().unwrap().is_empty());
}

#[test]
fn a_parked_cart_comes_back_exactly_as_it_was() {
    let bench = Bench::new();
    let liga = bench.client("Liga Ozola", "26123456");
    bench.done(Request::AttachClient { client: Some(liga) });
    bench.add(Item::Product(bench.oil()), 3);
    bench.add(Item::Service(bench.massage()), 1);
    bench.done(discount(1, Discount::Amount(eur(170))));
    bench.done(Request::ChangeLine(LineChange {
        line: 2,
        staff: Some(bench.staff(2)),
        ..LineChange::default()
    }));
    let before = bench.cart().unwrap();

    let ticket = parked(&bench.done(Request::Park));
    assert_eq!(bench.cart(), None);
    let bench = bench.reopen();
    let recalled = bench.done(Request::Recall { ticket: None });

    let parked = None;
    assert_eq!(recalled, Outcome::Recalled { ticket, parked });
    let want = Ticket {
        recalled: true,
        ..before
    };
    assert_eq!(bench.cart(), Some(want));
}

#[test]
fn recalling_parks_what_is_open_and_takes_the_latest_first() {
    let bench = Bench::new();
    let oil = Item::Product(bench.oil());
    let mut ids = Vec::new();
    for n in 1..=2 {
        bench.add(oil, n);
        ids.push(parked(&bench.done(Request::Park)));
    }
    bench.add(oil, 3);
    let third = bench.cart().unwrap().id;
    let outcome = bench.done(Request::Recall { ticket: None });
    let (ticket, parked) = (ids[1], Some(third));
    assert_eq!(outcome, Outcome::Recalled { ticket, parked });
    let outcome = bench.done(Request::Recall {
        ticket: Some(ids[0]),
    });
    let (ticket, parked) = (ids[0], Some(ids[1]));
    assert_eq!(outcome, Outcome::Recalled { ticket, parked });
    assert_eq!(bench.cart().unwrap().lines[0].quantity, 1);
    // The open one is not parked, so it cannot be recalled.
    let again = bench.refused(Request::Recall {
        ticket: Some(ids[0]),
    });
    let (what, id) = (Noun::Ticket, ids[0].to_string());
    assert_eq!(again, Refusal::NotFound { what, id });
}

#[test]
fn another_desk_can_bring_a_parked_cart_back() {
    let bench = Bench::new();
    bench.add(Item::Product(bench.oil()), 1);
    let ticket = parked(&bench.done(Request::Park));
    let second = Session {
        register: 2,
        operator: None,
    };
    bench.done_as(&second, Request::Recall { ticket: None });
    let found = bench.shop.read().get::<Ticket>(&ticket).unwrap().unwrap();
    assert_eq!(found.register, 2);
    assert_eq!(bench.cart(), None);
    assert_eq!(
        bench.refused(Request::Recall { ticket: None }),
        Refusal::NothingParked
    );
}

#[test]
fn a_client_can_come_before_the_first_line_and_leaves_no_empty_cart() {
    let bench = Bench::new();
    let liga = bench.client("Liga Ozola", "26123456");
    bench.done(Request::AttachClient { client: Some(liga) });
    assert_eq!(bench.cart().unwrap().client, Some(liga));
    assert_eq!(bench.refused(Request::Park), Refusal::NothingToSell);
    bench.done(Request::AttachClient { client: None });
    assert_eq!(bench.cart(), None);
}

#[test]
fn a_cart_is_cancelled_with_a_reason() {
    let bench = Bench::new();
    bench.add(Item::Product(bench.oil()), 1);
    let cancel = |reason: &str| Request::CancelTicket {
        reason: reason.into(),
    };
    assert!(matches!(
        bench.refused(cancel(" ")),
        Refusal::Field {
            field: Field::Reason,
            problem: FieldProblem::Missing
        }
    ));
    let outcome = bench.done(cancel("Changed her mind"));
    let Outcome::TicketDropped { reason, .. } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(reason, "Changed her mind");
    assert_eq!(bench.cart(), None);
}

fn bring(appointment: AppointmentId) -> Request {
    Request::AddAppointment {
        appointment,
        price: None,
    }
}

#[test]
fn a_visit_brings_its_service_therapist_and_client_once() {
    let bench = Bench::open();
    let liga = bench.client("Liga Ozola", "26123456");
    let (massage, marta) = (bench.massage(), bench.staff(2));
    let visit = bench.book(Booking {
        client: Some(liga),
        ..Booking::new(massage, marta, "11:00")
    });
    bench.done(bring(visit));
    let cart = bench.cart().unwrap();
    let ticket = cart.id;
    assert_eq!(cart.client, Some(liga));
    assert_eq!(
        (cart.lines[0].staff, cart.lines[0].appointment),
        (Some(marta), Some(visit))
    );
    assert_eq!(
        bench.refused(bring(visit)),
        Refusal::AlreadyInTicket { ticket }
    );
    let cancel = set_status(visit, Status::Cancelled);
    assert_eq!(bench.refused(cancel), Refusal::AlreadyInTicket { ticket });
    // The same service by hand is a line of its own.
    assert_eq!(changed(&bench.add(Item::Service(massage), 1)).0, Some(2));

    // Taken out, it can be brought again, and to another cart.
    bench.done(Request::RemoveLine { line: 1 });
    assert_eq!(bench.visit(visit).ticket, None);
    bench.done(bring(visit));
    bench.done(Request::CancelTicket {
        reason: "Not yet".into(),
    });
    assert_eq!(bench.visit(visit).ticket, None);
    bench.done(bring(visit));
    let sold = bench.pay(&[card(None)]);
    let receipt = sold.receipt;
    assert_eq!(
        bench.refused(bring(visit)),
        Refusal::AppointmentPaid { receipt }
    );
    let cancel = set_status(visit, Status::Cancelled);
    assert_eq!(bench.refused(cancel), Refusal::AppointmentPaid { receipt });
}

#[test]
fn a_visit_that_moves_takes_its_line_along() {
    let bench = Bench::new();
    let visit = bench.book(Booking::new(bench.massage(), bench.staff(1), "11:00"));
    bench.done(bring(visit));
    bench.done(Request::Move(crate::ops::request::Moving {
        appointment: visit,
        staff: Some(bench.staff(2)),
        team: Vec::new(),
        room: None,
        start: Some(at("12:00")),
        override_reason: None,
    }));
    assert_eq!(bench.cart().unwrap().lines[0].staff, Some(bench.staff(2)));
}

#[test]
fn a_cancelled_visit_is_not_charged() {
    let bench = Bench::new();
    let visit = bench.book(Booking::new(bench.massage(), bench.staff(1), "11:00"));
    bench.pass(3 * 60);
    bench.done(set_status(visit, Status::NoShow));
    let (from, to) = (Status::NoShow, Status::Done);
    assert_eq!(
        bench.refused(bring(visit)),
        Refusal::StatusNotPossible { from, to }
    );
}

#[test]
fn the_person_at_the_desk_is_credited_if_it_is_a_therapist() {
    let bench = Bench::new();
    let anna = Session {
        operator: Some(bench.staff(1)),
        ..DESK
    };
    let massage = Item::Service(bench.massage());
    bench.done_as(&anna, Request::AddLine(line(massage, 1)));
    assert_eq!(bench.cart().unwrap().lines[0].staff, anna.operator);
    bench.done_as(&anna, Request::AddLine(line(Item::Product(bench.oil()), 1)));
    assert_eq!(bench.cart().unwrap().lines[1].staff, None);
}

/// A card's part is a fact from the moment it was taken: it outlives the program,
/// keeps the cart from being dropped, and is the first tender of the sale.
#[test]
fn parts_taken_stay_with_the_cart_until_it_is_paid() {
    let bench = Bench::new();
    bench.open_drawer(10);
    bench.add(Item::Product(bench.oil()), 1);
    let part = |minor| Request::TakeParts {
        tenders: vec![card(Some(minor))],
    };
    let too_much = Refusal::CardAboveDue {
        given: eur(2_000),
        due: eur(1_890),
    };
    assert_eq!(bench.refused(part(2_000)), too_much);
    bench.done(part(500));
    let bench = bench.reopen();
    assert_eq!(bench.cart().unwrap().taken, [card(Some(500))]);
    let cancel = Request::CancelTicket {
        reason: "changed her mind".into(),
    };
    let taken = eur(500);
    let last_line = Request::RemoveLine { line: 1 };
    // Aside, or in a drawer that is counted, the money would belong to nothing.
    let count = Request::CountDrawer {
        count: coins(10),
        others: Vec::new(),
    };
    for drops in [cancel, last_line, Request::Park, count] {
        assert_eq!(bench.refused(drops), Refusal::PartsTaken { taken });
    }
    let paid = bench.done(Request::Pay(Paying {
        tenders: vec![cash(None)],
        told: Some(eur(1_890)),
        confirmed: false,
    }));
    let Outcome::Sold(sold) = paid else {
        panic!("{paid:?}")
    };
    let sale = bench.shop.read().get::<Sale>(&sold.sale).unwrap().unwrap();
    let kept: Vec<i64> = sale.payments.iter().map(|it| it.kept().minor()).collect();
    assert_eq!(kept, [500, 1_390]);
}
