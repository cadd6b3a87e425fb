//! What comes back in the cart of what is taken instead: money as it was paid, shelves,
//! books and receipts, in any order and as often as somebody tries.

use super::bench::{Bench, card, cash, coins, eur, oil, pay};
use crate::{
    domain::{
        checkout::RETURNS_FROM,
        ids::{ProductId, SaleId},
        ledger::Account,
        money::{CashRounding, Money},
        sale::{Sale, SaleKind},
        stock::StockLevel,
        tender::{Payment, TenderKind},
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        refusal::{Field, FieldProblem, Refusal},
        request::{ProductDraft, RefundLine, RefundWish, Request, TakingBack},
    },
    store::Reads,
};

fn taking(sale: SaleId, lines: &[(u32, u32)]) -> Request {
    let line = |&(line, quantity): &(u32, u32)| RefundLine {
        line,
        quantity,
        restock: true,
    };
    Request::TakeBack(TakingBack {
        sale,
        lines: lines.iter().map(line).collect(),
        reason: "Wrong colour".into(),
    })
}

fn refund(sale: SaleId, line: u32, quantity: u32) -> Request {
    Request::Refund(RefundWish {
        sale,
        lines: vec![RefundLine {
            line,
            quantity,
            restock: true,
        }],
        tender: None,
        reason: "Faulty".into(),
    })
}

fn sold(outcome: Outcome) -> Sold {
    match outcome {
        Outcome::Sold(sold) => sold,
        other => panic!("{other:?}"),
    }
}

/// A second product, at another price.
fn lamp(bench: &Bench, price: i64) -> ProductId {
    bench.product(ProductDraft {
        code: "LAMP".into(),
        name: "Lamp".into(),
        barcodes: Vec::new(),
        price: Some(eur(price)),
        ..oil()
    })
}

fn kept(sale: &Sale, kind: TenderKind) -> i64 {
    let of_kind = sale.payments.iter().filter(|it| it.kind == kind);
    of_kind.map(Payment::kept).sum::<Money>().minor()
}

fn on_hand(bench: &Bench, product: ProductId) -> i64 {
    let shelf = bench.shop.read().get::<StockLevel>(&product).unwrap();
    shelf.map_or(0, |it| it.on_hand)
}

fn balances(bench: &Bench) -> Vec<i64> {
    [
        Account::Cash(1),
        Account::CardClearing,
        Account::RetailRevenue,
        Account::Tax("VAT".into()),
        Account::CashRounding,
        Account::Stock,
        Account::CostOfGoods,
    ]
    .map(|account| bench.balance(&account))
    .to_vec()
}

/// 18.90 by card come back for 30.00: 11.10 are paid, and the card is left alone.
#[test]
fn what_is_dearer_is_paid_for_with_what_comes_back_and_the_rest() {
    let bench = Bench::open();
    let (oil, lamp) = (bench.oil(), lamp(&bench, 3_000));
    let before = balances(&bench);
    bench.add(Item::Product(oil), 1);
    let first = bench.pay(&[card(None)]);
    assert_eq!(first.total, eur(1_890));
    bench.done(taking(first.sale, &[(1, 1)]));
    // Alone in the cart it is a refund, and goes the way of one.
    assert_eq!(bench.refused(pay(&[cash(None)])), Refusal::NothingToSell);
    bench.add(Item::Product(lamp), 1);
    let cart = bench.cart().unwrap();
    assert_eq!((cart.lines.len(), cart.returns.len()), (1, 1));
    let second = bench.pay(&[cash(Some(2_000))]);
    assert_eq!((second.total, second.change), (eur(1_110), eur(890)));
    assert_eq!(second.cash_out, Money::ZERO);
    let paper = bench.sale(second.sale);
    assert_eq!(paper.kind, SaleKind::Sale);
    assert_eq!(kept(&paper, TenderKind::Card), 0);
    assert_eq!(kept(&paper, TenderKind::Cash), 1_110);
    assert_eq!(paper.given_back(), eur(-1_890));
    assert_eq!((on_hand(&bench, oil), on_hand(&bench, lamp)), (0, -1));

    // Nothing is left of the first to be given back, by either way.
    let gone = Refusal::RefundTooMuch { line: 1, left: 0 };
    assert_eq!(bench.refused(refund(first.sale, 1, 1)), gone);
    assert_eq!(bench.refused(taking(first.sale, &[(1, 1)])), gone);
    let receipt = second.receipt;
    let reason = "Mistake".into();
    let sale = second.sale;
    assert_eq!(
        bench.refused(Request::Void { sale, reason }),
        Refusal::VoidExchange { receipt }
    );
    // What came back does not come back again; what was sold does, to both tenders.
    let number = RETURNS_FROM;
    assert_eq!(
        bench.refused(refund(second.sale, number, 1)),
        Refusal::RefundTooMuch {
            line: number,
            left: 0
        }
    );
    let last = sold(bench.done(refund(second.sale, 1, 1)));
    let last = bench.sale(last.sale);
    assert_eq!(kept(&last, TenderKind::Card), -1_890);
    assert_eq!(kept(&last, TenderKind::Cash), -1_110);
    assert_eq!(balances(&bench), before);
}

/// What comes back is worth more: the card that paid gets the rest, cash stays in the
/// drawer.
#[test]
fn what_is_cheaper_hands_the_rest_out_as_it_was_paid() {
    let bench = Bench::open();
    let (oil, lamp) = (bench.oil(), lamp(&bench, 1_000));
    bench.add(Item::Product(oil), 2);
    let first = bench.pay(&[card(Some(1_500)), cash(None)]);
    assert_eq!(first.total, eur(3_780));
    bench.done(taking(first.sale, &[(1, 2)]));
    bench.add(Item::Product(lamp), 1);
    let second = bench.pay(&[cash(None)]);
    assert_eq!((second.total, second.cash_out), (eur(-2_780), eur(1_280)));
    assert!(second.drawer_opens);
    let paper = bench.sale(second.sale);
    assert_eq!(kept(&paper, TenderKind::Card), -1_500);
    assert_eq!(kept(&paper, TenderKind::Cash), -1_280);
    let z = &bench.drawer();
    bench.done(Request::CountDrawer {
        count: coins(10_000),
        others: Vec::new(),
    });
    bench.done(Request::CloseDrawer { carry_over: true });
    let closing = bench.shop.read().get(&z.id).unwrap();
    let closing: crate::domain::drawer::DrawerSession = closing.unwrap();
    let closing = closing.closing.unwrap();
    assert_eq!(closing.refunds_total, eur(-3_780));
    assert_eq!(closing.sales_total, eur(3_780 + 1_000));
    assert_eq!(closing.tenders[0].difference(), Some(eur(10_000 - 11_000)));
}

/// 12.98 paid with 13.00 in a shop that rounds to 0.05; half of what was paid stays for
/// the other, and what is handed out is what coins there are.
#[test]
fn cash_rounding_stays_with_the_cash() {
    let bench = Bench::open();
    let mut settings = (*bench.shop.settings().unwrap()).clone();
    settings.cash_rounding = CashRounding { step_minor: 5 };
    bench.done(Request::SaveSettings { settings });
    let (dear, cheap) = (lamp(&bench, 1_298), bench.oil());
    let before = balances(&bench);
    bench.add(Item::Product(dear), 1);
    let first = bench.pay(&[cash(None)]);
    bench.done(taking(first.sale, &[(1, 1)]));
    bench.add(Item::Product(cheap), 1);
    let second = bench.pay(&[cash(None)]);
    assert_eq!(second.total, eur(1_890 - 1_298));
    let paper = bench.sale(second.sale);
    assert_eq!(kept(&paper, TenderKind::Cash), 590);
    let whole = sold(bench.done(refund(second.sale, 1, 1)));
    assert_eq!(whole.cash_out, eur(1_890));
    assert_eq!(balances(&bench), before);
}

#[test]
fn one_receipt_at_a_time_and_taken_out_again() {
    let bench = Bench::open();
    let oil = bench.oil();
    let mut sales = Vec::new();
    for _ in 0..2 {
        bench.add(Item::Product(oil), 3);
        sales.push(bench.pay(&[cash(None)]));
    }
    bench.done(taking(sales[0].sale, &[(1, 2)]));
    let receipt = sales[0].receipt;
    assert_eq!(
        bench.refused(taking(sales[1].sale, &[(1, 1)])),
        Refusal::ReturnsOfAnother { receipt }
    );
    // Meanwhile it is given back otherwise: who pays is told, and nothing is lost.
    bench.add(Item::Product(oil), 1);
    bench.done(refund(sales[0].sale, 1, 2));
    assert_eq!(
        bench.refused(pay(&[cash(None)])),
        Refusal::RefundTooMuch { line: 1, left: 1 }
    );
    let line = RETURNS_FROM;
    let missing = Refusal::NoSuchLine { line: line + 1 };
    assert_eq!(
        bench.refused(Request::RemoveLine { line: line + 1 }),
        missing
    );
    bench.done(Request::RemoveLine { line });
    assert!(bench.cart().unwrap().returns.is_empty());
    assert_eq!(bench.pay(&[cash(None)]).total, eur(1_890));
}

#[test]
fn a_cart_in_which_things_only_come_back_is_not_an_empty_one() {
    let bench = Bench::open();
    let oil = bench.oil();
    bench.add(Item::Product(oil), 3);
    let sale = bench.pay(&[cash(None)]).sale;
    bench.add(Item::Product(oil), 1);
    bench.done(Request::Park);
    bench.done(taking(sale, &[(1, 2)]));
    let client = Some(bench.client("Liga", "1"));
    bench.done(Request::AttachClient { client });
    bench.done(Request::AttachClient { client: None });
    let returns = || bench.cart().unwrap().returns.len();
    assert_eq!(returns(), 1, "whoever it is for");
    let back = bench.cart().unwrap().id;
    let parked = match bench.done(Request::Recall { ticket: None }) {
        Outcome::Recalled { parked, .. } => parked,
        other => panic!("{other:?}"),
    };
    assert_eq!((parked, returns()), (Some(back), 0));
    bench.done(Request::Recall { ticket: Some(back) });
    assert_eq!(returns(), 1);
    bench.done(Request::Park);
    bench.done(Request::Recall { ticket: Some(back) });
    assert_eq!(returns(), 1);
    let reason = String::new();
    let field = Field::Reason;
    let problem = FieldProblem::Missing;
    let refused = bench.refused(Request::CancelTicket { reason });
    assert_eq!(refused, Refusal::Field { field, problem });
}
