//! Goods that come on credit, are paid for, and leave the shelf unsold.

use super::bench::{Bench, eur, oil};
use crate::{
    domain::{
        cash::{MovedFor, PaidFrom},
        catalog::Product,
        delivery::{DeliveredLine, Delivery},
        ids::{DeliveryId, ProductId},
        ledger::Account,
        stock::{StockLevel, StockMovement, StockReason, TakenFor},
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::{Field, FieldProblem, Refusal},
        request::{DeliveryDraft, ProductDraft, Request, SupplierPaying},
    },
    store::{Reads, record::Lookup},
};

fn came(reference: &str, lines: &[(ProductId, u32, i64)]) -> Request {
    let line = |&(product, quantity, cost)| DeliveredLine {
        product,
        quantity,
        unit_cost: eur(cost),
    };
    Request::ReceiveGoods(DeliveryDraft {
        supplier: "Argan Co".into(),
        reference: reference.into(),
        lines: lines.iter().map(line).collect(),
        tax_class: None,
    })
}

fn paying(delivery: DeliveryId, amount: Option<i64>, from: PaidFrom) -> Request {
    Request::PaySupplier(SupplierPaying {
        delivery,
        amount: amount.map(eur),
        from,
        reference: String::new(),
    })
}

fn delivered(outcome: &Outcome) -> (DeliveryId, i64) {
    match outcome {
        Outcome::Delivered { delivery, open } => (*delivery, open.minor()),
        other => panic!("{other:?}"),
    }
}

fn open(bench: &Bench) -> Vec<Delivery> {
    let open = query::open_deliveries(&bench.shop.read()).unwrap();
    let owed: i64 = open.iter().map(|it| it.open().minor()).sum();
    assert_eq!(bench.balance(&Account::Payables), -owed);
    open
}

fn take(product: ProductId, quantity: i64, reason: TakenFor) -> Request {
    Request::TakeStock {
        product,
        quantity,
        reason,
    }
}

fn wrong_in(refusal: Refusal) -> Field {
    match refusal {
        Refusal::Field { field, .. } => field,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_came_is_owed_until_it_is_paid() {
    let bench = Bench::open();
    let oil = bench.oil();
    let first = bench.done(came("A-1", &[(oil, 10, 600)]));
    let (id, owed) = delivered(&first);
    assert_eq!(owed, 6_000);
    let amounts = |it: &Request| wrong_in(bench.refused(it.clone()));
    for amount in [0, -1, 6_001] {
        let too_much = paying(id, Some(amount), PaidFrom::Bank);
        assert_eq!(amounts(&too_much), Field::Amount, "{amount}");
    }
    bench.done(paying(id, Some(1_000), PaidFrom::Drawer));
    assert_eq!(bench.balance(&Account::Cash(1)), 9_000);
    let of_drawer = Lookup::CashMovementOf(bench.drawer().id);
    let moved = bench
        .shop
        .read()
        .find::<crate::domain::drawer::CashMovement>(&of_drawer);
    let moved = moved.unwrap().remove(0);
    assert_eq!(moved.cause.heading(), Some(MovedFor::Deliveries));
    assert_eq!(
        (moved.amount, moved.reason.as_str()),
        (eur(-1_000), "Argan Co")
    );
    let short = paying(id, Some(5_000), PaidFrom::Drawer);
    bench.done(Request::DropCash {
        amount: eur(9_000),
        to: crate::ops::request::DropTo::Safe,
    });
    assert!(matches!(bench.refused(short), Refusal::CashShort { .. }));
    bench.done(paying(id, Some(2_000), PaidFrom::Safe));
    assert_eq!(open(&bench)[0].open(), eur(3_000));
    let last = bench.done(paying(id, None, PaidFrom::Bank));
    assert!(
        matches!(last, Outcome::SupplierPaid { open, drawer_opens: false, .. } if open.is_zero())
    );
    assert_eq!(open(&bench), []);
    assert_eq!(amounts(&paying(id, None, PaidFrom::Bank)), Field::Amount);
    let kept = bench.shop.read().get::<Delivery>(&id).unwrap().unwrap();
    let paid: Vec<_> = kept
        .payments
        .iter()
        .map(|it| (it.from, it.amount.minor()))
        .collect();
    let want = [
        (PaidFrom::Drawer, 1_000),
        (PaidFrom::Safe, 2_000),
        (PaidFrom::Bank, 3_000),
    ];
    assert_eq!(paid, want);
}

/// By supplier and number, however they are written, and only as long as nothing is paid.
#[test]
fn one_invoice_is_one_debt_however_often_it_is_entered() {
    let bench = Bench::open();
    let oil = bench.oil();
    let soap = bench.product(ProductDraft {
        name: "Soap".into(),
        code: "SOAP".into(),
        barcodes: Vec::new(),
        ..super::bench::oil()
    });
    let (first, _) = delivered(&bench.done(came("A-1", &[(oil, 10, 600)])));
    let (again, owed) = delivered(&bench.done(came("a-1", &[(soap, 2, 100)])));
    assert_eq!((again, owed), (first, 6_200));
    let (other, _) = delivered(&bench.done(came("A-2", &[(soap, 1, 100)])));
    let (none, _) = delivered(&bench.done(came("", &[(soap, 1, 100)])));
    let (none_again, _) = delivered(&bench.done(came("", &[(soap, 1, 100)])));
    bench.done(paying(first, Some(1), PaidFrom::Bank));
    let (after, _) = delivered(&bench.done(came("A-1", &[(soap, 1, 100)])));
    let ids: Vec<_> = open(&bench).iter().map(|it| it.id).collect();
    assert_eq!(ids, [first, other, none, none_again, after]);
}

/// What is left on the shelf and what came cost their average from then on.
#[test]
fn goods_that_came_are_on_the_shelf_at_what_they_cost() {
    let bench = Bench::open();
    let id = bench.product(ProductDraft {
        cost: eur(500),
        ..oil()
    });
    let on_hand = 10;
    bench.done(Request::SetStock {
        product: id,
        on_hand,
    });
    bench.done(came("A-1", &[(id, 30, 700)]));
    let product = bench.shop.read().get::<Product>(&id).unwrap().unwrap();
    let level = bench.shop.read().get::<StockLevel>(&id).unwrap().unwrap();
    assert_eq!((product.cost, level.on_hand), (eur(650), 40));
    assert_eq!(bench.balance(&Account::Stock), 40 * 650);
    bench.done(take(id, 3, TakenFor::Broken));
    bench.done(take(id, 1, TakenFor::GivenAway));
    bench.done(take(id, 2, TakenFor::Used));
    // One of the three was whole.
    bench.done(take(id, -1, TakenFor::Broken));
    assert_eq!(bench.balance(&Account::WriteOff), 3 * 650);
    assert_eq!(bench.balance(&Account::Consumables), 2 * 650);
    assert_eq!(bench.balance(&Account::Stock), 35 * 650);
    let moved = bench
        .shop
        .read()
        .find::<StockMovement>(&Lookup::MovementOf(id));
    let moved: Vec<_> = moved
        .unwrap()
        .iter()
        .map(|it| (it.quantity, it.reason))
        .collect();
    let of = open(&bench)[0].id;
    let want = [
        (10, StockReason::Opening),
        (30, StockReason::Delivered(of)),
        (-3, StockReason::Broken),
        (-1, StockReason::GivenAway),
        (-2, StockReason::Used),
        (1, StockReason::Broken),
    ];
    assert_eq!(moved, want);
}

#[test]
fn what_cannot_have_come_is_refused() {
    let bench = Bench::open();
    let oil = bench.oil();
    let field = |request| wrong_in(bench.refused(request));
    assert_eq!(field(came("A-1", &[])), Field::Lines);
    assert_eq!(field(came("A-1", &[(oil, 0, 600)])), Field::Quantity);
    assert_eq!(field(came("A-1", &[(oil, 1, -1)])), Field::Cost);
    let dear = crate::domain::money::Money::LIMIT.minor();
    assert_eq!(field(came("A-1", &[(oil, 2, dear)])), Field::Amount);
    assert_eq!(
        field(came("A-1", &[(oil, 1, dear), (oil, 1, 1)])),
        Field::Amount
    );
    let problem = FieldProblem::BankCard;
    let field_of_card = Field::Reference;
    assert_eq!(
        bench.refused(came("4111 1111 1111 1111", &[(oil, 1, 600)])),
        Refusal::Field {
            field: field_of_card,
            problem
        }
    );
    assert_eq!(field(take(oil, 0, TakenFor::Used)), Field::Quantity);
    let nobody = Request::ReceiveGoods(DeliveryDraft {
        supplier: " ".into(),
        reference: String::new(),
        lines: vec![DeliveredLine {
            product: oil,
            quantity: 1,
            unit_cost: eur(1),
        }],
        tax_class: None,
    });
    assert_eq!(field(nobody), Field::Supplier);
    assert_eq!(open(&bench), []);
    assert_eq!(bench.balance(&Account::Stock), 0);
}
