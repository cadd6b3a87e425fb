//! Gift cards: sold, paid with, moved, and taken over.

use super::bench::{Bench, DESK, card, cash, day, eur, pay, scan};
use crate::{
    domain::{
        catalog::Barcode,
        ids::GiftCardId,
        ledger::Account,
        money::Money,
        print_job::Printable,
        purse::{CardFault, GiftCard, GiftCardState, LoyaltyRules, PurseMovement},
        tender::{Purse, Tender, TenderKind},
        ticket::{Discount, Item},
    },
    ops::{
        outcome::{Outcome, Sold},
        query::{Answer, GiftCardSheet, Query},
        refusal::{Field, FieldProblem, Refusal},
        request::{
            DiscountChange, LineChange, NewLine, RefundLine, RefundWish, Request, Session, Wanted,
        },
    },
    store::Reads,
};

const SECOND: Session = Session {
    register: 2,
    operator: None,
};

fn add(number: Option<&str>, amount: i64) -> Request {
    Request::AddGiftCard {
        number: number.map(str::to_owned),
        amount: eur(amount),
    }
}

fn by(id: GiftCardId, amount: Option<i64>) -> Tender {
    Tender {
        purse: Some(Purse::GiftCard(id)),
        ..Tender::of(TenderKind::GiftCard, amount.map(eur))
    }
}

/// Sold and paid by card.
fn sell(bench: &Bench, number: &str, amount: i64) -> (GiftCardId, Sold) {
    bench.done(add(Some(number), amount));
    let sold = bench.pay(&[card(None)]);
    (known(bench, number).card.id, sold)
}

fn known(bench: &Bench, number: &str) -> GiftCardSheet {
    let number = number.to_owned();
    let query = Query::GiftCard { number };
    match bench.shop.ask(&DESK, &super::bench::ENGLISH, &query) {
        Ok(Answer::GiftCard(sheet)) => *sheet,
        other => panic!("{other:?}"),
    }
}

fn fault(refusal: Refusal) -> CardFault {
    match refusal {
        Refusal::GiftCard { fault, .. } => fault,
        other => panic!("{other:?}"),
    }
}

fn massage(bench: &Bench, price: i64) {
    let service = bench.service(crate::ops::request::ServiceDraft {
        code: format!("M{price}"),
        price: Some(eur(price)),
        ..super::bench::massage()
    });
    bench.add(Item::Service(service), 1);
}

/// The control account is what is on all cards.
fn owed(bench: &Bench) -> i64 {
    let cards = bench.shop.read().all::<GiftCard>().unwrap();
    let left: Money = cards.iter().map(|it| it.balance).sum();
    let owed = -bench.balance(&Account::GiftCards);
    assert_eq!(owed, left.minor());
    owed
}

fn back(sold: &Sold) -> Request {
    Request::Refund(RefundWish {
        sale: sold.sale,
        lines: vec![RefundLine {
            line: 1,
            quantity: 1,
            restock: false,
        }],
        tender: None,
        reason: "Not wanted".into(),
    })
}

#[test]
fn a_card_holds_money_once_its_sale_is_posted() {
    let bench = Bench::open();
    bench.done(add(Some("GIFT-7"), 10_000));
    let blank = known(&bench, "giFT-7");
    assert_eq!(blank.card.state, GiftCardState::Blank);
    assert_eq!(blank.fault, Some(CardFault::NotSold));
    let sold = bench.pay(&[card(None)]);
    // Money that changes its form is not taxed: the tax is due when it is used.
    let sale = bench.sale(sold.sale);
    assert_eq!((sale.total, sale.tax_table.len()), (eur(10_000), 0));
    assert_eq!(owed(&bench), 10_000);
    let sheet = known(&bench, " Gift-7 ");
    assert_eq!((sheet.free, sheet.fault), (eur(10_000), None));
    assert_eq!(
        sheet.card.expires, None,
        "for ever where nothing is decided"
    );
    assert_eq!(sheet.card.sold_in, Some(sold.sale));
    // More on it later.
    bench.done(add(Some("giFT-7"), 500));
    bench.pay(&[cash(None)]);
    assert_eq!(known(&bench, "GIFT-7").card.balance, eur(10_500));
    assert_eq!(owed(&bench), 10_500);
}

#[test]
fn the_shop_numbers_cards_that_nobody_guesses() {
    let bench = Bench::open();
    for _ in 0..3 {
        bench.done(add(None, 5_000));
        bench.pass(1);
    }
    bench.pay(&[card(None)]);
    let cards = bench.shop.read().all::<GiftCard>().unwrap();
    let parts: Vec<_> = cards
        .iter()
        .map(|it| it.number.rsplit_once('-').unwrap())
        .collect();
    let firsts: Vec<_> = parts.iter().map(|it| it.0).collect();
    assert_eq!(firsts, ["G1-00001", "G1-00002", "G1-00003"]);
    assert!(parts.iter().all(|it| it.1.len() == 4), "{parts:?}");
    assert!(parts[0].1 != parts[1].1 || parts[1].1 != parts[2].1);
    // Typed in a hurry it is the same card.
    let typed = cards[1].number.replace('-', "").to_lowercase();
    assert_eq!(known(&bench, &typed).card.id, cards[1].id);
    bench.done(add(Some(&typed), 1_000));
    bench.pay(&[card(None)]);
    assert_eq!(known(&bench, &cards[1].number).card.balance, eur(6_000));
}

#[test]
fn numbers_that_mean_something_else_are_refused() {
    let bench = Bench::open();
    bench.oil();
    for number in ["4006381333931", "OIL100"] {
        let refusal = bench.refused(add(Some(number), 100));
        assert!(matches!(refusal, Refusal::CodeTaken { .. }), "{refusal:?}");
    }
    let (field, problem) = (Field::Number, FieldProblem::BankCard);
    assert_eq!(
        bench.refused(add(Some("4111 1111 1111 1111"), 100)),
        Refusal::Field { field, problem }
    );
    for amount in [0, -1, Money::LIMIT.minor() + 1] {
        let refusal = bench.refused(add(Some("GIFT-1"), amount));
        assert!(matches!(refusal, Refusal::Field { .. }), "{refusal:?}");
    }
    assert_eq!(bench.cart(), None);
}

/// L14: 20.00 left on one card and 100.00 on another pay a bill of 90.00.
#[test]
fn several_cards_pay_one_bill() {
    let bench = Bench::open();
    let (first, _) = sell(&bench, "A1", 2_000);
    let (second, _) = sell(&bench, "A2", 10_000);
    massage(&bench, 9_000);
    let sold = bench.pay(&[by(first, None), by(second, None)]);
    let paid = bench.sale(sold.sale).payments;
    let kept: Vec<_> = paid.iter().map(|it| it.kept().minor()).collect();
    assert_eq!(kept, [2_000, 7_000]);
    assert_eq!(known(&bench, "A1").card.state, GiftCardState::Used);
    assert_eq!(known(&bench, "A2").card.balance, eur(3_000));
    assert_eq!(owed(&bench), 3_000);
    assert!(!sold.drawer_opens);
    // What is left is on the receipt, then and on every copy.
    massage(&bench, 1_000);
    bench.pay(&[by(second, Some(1_000))]);
    let query = Query::Preview {
        what: Printable::Receipt(sold.sale),
        n_columns: 32,
    };
    let Ok(Answer::Preview { lines }) = bench.shop.ask(&DESK, &super::bench::ENGLISH, &query)
    else {
        panic!("no receipt");
    };
    let shown = lines.join("\n");
    assert!(
        shown.contains("A2 left                    30.00"),
        "{shown}"
    );
    assert!(
        shown.contains("A1 left                     0.00"),
        "{shown}"
    );
}

#[test]
fn a_card_pays_what_is_on_it_and_no_more() {
    let bench = Bench::open();
    let (id, _) = sell(&bench, "B1", 4_000);
    massage(&bench, 6_000);
    let short = CardFault::Short { left: eur(4_000) };
    let too_much = bench.refused(pay(&[by(id, Some(4_001)), cash(None)]));
    assert_eq!(fault(too_much), short);
    let twice = bench.refused(pay(&[by(id, Some(3_000)), by(id, Some(1_001)), cash(None)]));
    assert_eq!(fault(twice), CardFault::Short { left: eur(1_000) });
    assert_eq!(
        bench.refused(pay(&[by(id, None)])),
        Refusal::StillDue { due: eur(2_000) }
    );
    let nobody = bench.refused(pay(&[Tender::of(TenderKind::GiftCard, None)]));
    assert!(matches!(nobody, Refusal::Field { .. }), "{nobody:?}");
    bench.pay(&[by(id, None), cash(None)]);
    assert_eq!(owed(&bench), 0);
    massage(&bench, 100);
    let left = Money::ZERO;
    assert_eq!(
        fault(bench.refused(pay(&[by(id, None)]))),
        CardFault::Short { left }
    );
}

/// A part taken for a cart is reserved against the second desk, which is told where.
#[test]
fn what_an_open_cart_has_taken_is_free_for_no_other() {
    let bench = Bench::open();
    let (id, _) = sell(&bench, "C1", 5_000);
    bench.done_as(
        &SECOND,
        Request::OpenDrawer {
            float: super::bench::coins(0),
            business_date: None,
        },
    );
    massage(&bench, 9_000);
    let tenders = vec![by(id, None)];
    bench.done(Request::TakeParts { tenders });
    assert_eq!(bench.cart().unwrap().taken[0].amount, Some(eur(5_000)));
    let line = NewLine {
        what: Wanted::Code("M9000".into()),
        quantity: 1,
        staff: None,
        price: None,
    };
    bench.done_as(&SECOND, Request::AddLine(line));
    let refused = bench.ask_as(&SECOND, &pay(&[by(id, Some(1)), cash(None)]));
    let Err(crate::ops::Stop::Refused(refusal)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        fault(refusal),
        CardFault::Held {
            left: Money::ZERO,
            held: eur(5_000),
            register: 1,
        }
    );
    let moved = bench.refused(Request::TransferGiftCard { card: id, to: None });
    assert!(matches!(fault(moved), CardFault::Held { .. }));
    bench.pay(&[cash(None)]);
    assert_eq!(owed(&bench), 0);
}

#[test]
fn a_refund_goes_back_to_the_card_and_a_spent_card_is_not_given_back() {
    let bench = Bench::open();
    let (id, sold) = sell(&bench, "D1", 5_000);
    massage(&bench, 4_000);
    let used = bench.pay(&[by(id, None)]);
    let left = eur(1_000);
    assert_eq!(fault(bench.refused(back(&sold))), CardFault::Short { left });
    bench.done(back(&used));
    assert_eq!(known(&bench, "D1").card.balance, eur(5_000));
    bench.done(back(&sold));
    assert_eq!(known(&bench, "D1").card.state, GiftCardState::Used);
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.balance(&Account::CardClearing), 0);
    assert_eq!(bench.balance(&Account::ServiceRevenue), 0);
    let moved = bench.shop.read().all::<PurseMovement>().unwrap();
    let amounts: Vec<_> = moved.iter().map(|it| it.amount.minor()).collect();
    assert_eq!(amounts, [5_000, -4_000, 4_000, -5_000]);
}

/// R-8, by a named act: no balance lapses by itself, and none before its day.
#[test]
fn what_is_left_is_taken_over_when_its_time_is_past() {
    let bench = Bench::open();
    let card_life_months = Some(12);
    let rules = LoyaltyRules {
        card_life_months,
        ..LoyaltyRules::default()
    };
    bench.done(Request::SaveLoyaltyRules { rules });
    let (id, _) = sell(&bench, "E1", 10_000);
    let last = day("2027-11-21");
    assert_eq!(known(&bench, "E1").card.expires, Some(last));
    let expire = || Request::ExpireGiftCard { card: id };
    let until = Some(last);
    assert_eq!(
        fault(bench.refused(expire())),
        CardFault::NotLapsed { until }
    );
    massage(&bench, 6_000);
    bench.pay(&[by(id, None)]);
    bench.pass(365 * 24 * 60);
    massage(&bench, 100);
    assert_eq!(known(&bench, "E1").fault, None, "on its last day");
    bench.pass(24 * 60);
    let on = until;
    assert_eq!(
        fault(bench.refused(pay(&[by(id, None)]))),
        CardFault::Lapsed { on }
    );
    assert_eq!(
        fault(bench.refused(add(Some("E1"), 100))),
        CardFault::Lapsed { on }
    );
    assert_eq!(owed(&bench), 4_000);
    bench.done(expire());
    assert_eq!(bench.balance(&Account::Breakage), -4_000);
    assert_eq!(owed(&bench), 0);
    assert_eq!(known(&bench, "E1").card.state, GiftCardState::Expired);
    let left = Money::ZERO;
    assert_eq!(fault(bench.refused(expire())), CardFault::Short { left });
}

#[test]
fn a_lost_cards_money_gets_another_number() {
    let bench = Bench::open();
    let (old, sold) = sell(&bench, "F1", 5_000);
    let to = Some("F2".to_owned());
    bench.done(Request::TransferGiftCard { card: old, to });
    let new = known(&bench, "F2").card;
    assert_eq!((new.balance, new.sold_in), (eur(5_000), Some(sold.sale)));
    massage(&bench, 4_500);
    assert_eq!(
        fault(bench.refused(pay(&[by(old, None)]))),
        CardFault::Replaced
    );
    assert_eq!(
        fault(bench.refused(add(Some("F1"), 100))),
        CardFault::Replaced
    );
    bench.done(Request::CancelTicket {
        reason: "Left".into(),
    });
    // What was paid for the old number is given back from the new one.
    bench.done(back(&sold));
    assert_eq!(known(&bench, "F2").card.balance, Money::ZERO);
    assert_eq!(owed(&bench), 0);
}

#[test]
fn a_scanned_card_is_one_before_it_is_unknown_and_goods_go_before_it() {
    let bench = Bench::open();
    sell(&bench, "20261122", 5_000);
    let left = eur(5_000);
    assert_eq!(
        fault(bench.refused(scan("20261122"))),
        CardFault::Pays { left }
    );
    let draft = crate::ops::request::ProductDraft {
        barcodes: vec![Barcode {
            code: "20261122".into(),
            pack_quantity: 1,
        }],
        ..super::bench::oil()
    };
    bench.product(draft);
    bench.done(scan("20261122"));
}

#[test]
fn nothing_is_taken_off_a_gift_card() {
    let bench = Bench::open();
    bench.done(add(None, 5_000));
    let discount = Some(DiscountChange::Give(Discount::Amount(eur(100))));
    assert_eq!(
        bench.refused(Request::ChangeLine(LineChange {
            line: 1,
            discount,
            ..LineChange::default()
        })),
        Refusal::FixedLine
    );
    let outcome = bench.done(Request::RemoveLine { line: 1 });
    assert!(matches!(outcome, Outcome::TicketDropped { .. }));
}
