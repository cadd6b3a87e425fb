//! What comes back without its receipt.

use super::bench::{Bench, card, cash, coins, eur, oil};
use crate::{
    domain::{
        audit::{AuditEntry, AuditEvent},
        ids::ServiceId,
        ledger::Account,
        sale::SaleKind,
        stock::StockLevel,
        tender::TenderKind,
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        refusal::{Field, FieldProblem, Refusal},
        request::{
            ProductDraft, RefundLine, RefundWish, Request, ServiceDraft, UnreceiptedLine,
            UnreceiptedWish, Wanted,
        },
    },
    store::Reads,
};

fn line(item: Item, quantity: u32, price: Option<i64>, restock: bool) -> UnreceiptedLine {
    UnreceiptedLine {
        what: Wanted::Item(item),
        quantity,
        price: price.map(eur),
        restock,
    }
}

fn wish(lines: Vec<UnreceiptedLine>) -> UnreceiptedWish {
    UnreceiptedWish {
        lines,
        tender: None,
        client: None,
        reason: "Leaks".into(),
    }
}

fn back(bench: &Bench, wish: UnreceiptedWish) -> Sold {
    match bench.done(Request::RefundWithoutReceipt(wish)) {
        Outcome::Sold(sold) => sold,
        other => panic!("{other:?}"),
    }
}

fn refused(bench: &Bench, wish: UnreceiptedWish) -> Refusal {
    bench.refused(Request::RefundWithoutReceipt(wish))
}

fn on_hand(bench: &Bench, item: Item) -> i64 {
    let Item::Product(product) = item else {
        panic!("no product");
    };
    let level = bench.shop.read().get::<StockLevel>(&product).unwrap();
    level.map_or(0, |it| it.on_hand)
}

/// Whatever was sold and comes back without its receipt leaves the books as they were;
/// what is not to be sold again stays an expense.
#[test]
fn it_is_the_mirror_of_selling_it_now() {
    let bench = Bench::open();
    let item = Item::Product(bench.oil());
    let accounts = [
        Account::Cash(1),
        Account::RetailRevenue,
        Account::Tax("VAT".into()),
        Account::CostOfGoods,
        Account::Stock,
    ];
    let balances = || {
        accounts
            .iter()
            .map(|it| bench.balance(it))
            .collect::<Vec<_>>()
    };
    let (before, shelf) = (balances(), on_hand(&bench, item));
    bench.add(item, 3);
    bench.pay(&[cash(None)]);
    let sold = back(&bench, wish(vec![line(item, 3, None, true)]));
    assert_eq!((sold.total, sold.cash_out), (eur(-5_670), eur(5_670)));
    assert!(sold.drawer_opens);
    assert_eq!((balances(), on_hand(&bench, item)), (before, shelf));
    let sale = bench.sale(sold.sale);
    assert_eq!(sale.kind, SaleKind::WithoutReceipt);
    assert_eq!(
        (sale.lines[0].quantity, sale.lines[0].restocked),
        (-3, true)
    );

    let cost = bench.balance(&Account::CostOfGoods);
    let sold = back(&bench, wish(vec![line(item, 1, Some(1_000), false)]));
    assert_eq!(sold.total, eur(-1_000));
    assert_eq!(bench.balance(&Account::CostOfGoods), cost);
    assert_eq!(on_hand(&bench, item), shelf);
}

#[test]
fn no_more_goes_back_than_the_list_says_and_only_as_money() {
    let bench = Bench::open();
    let item = Item::Product(bench.oil());
    let above = refused(&bench, wish(vec![line(item, 1, Some(1_891), true)]));
    let name = oil().name;
    let list = eur(1_890);
    assert_eq!(above, Refusal::AboveListPrice { name, list });
    let open = bench.product(ProductDraft {
        code: "OPEN".into(),
        name: "Loose tea".into(),
        price: None,
        barcodes: Vec::new(),
        ..oil()
    });
    let unlisted = refused(
        &bench,
        wish(vec![line(Item::Product(open), 1, Some(100), true)]),
    );
    let name = "Loose tea".into();
    assert_eq!(unlisted, Refusal::NoListPrice { name });
    for kind in [
        TenderKind::GiftCard,
        TenderKind::Account,
        TenderKind::Voucher,
    ] {
        let wish = UnreceiptedWish {
            tender: Some(kind),
            ..wish(vec![line(item, 1, None, true)])
        };
        assert_eq!(refused(&bench, wish), Refusal::TenderNotTaken { kind });
    }
    let to_card = UnreceiptedWish {
        tender: Some(TenderKind::Card),
        ..wish(vec![line(item, 1, None, true)])
    };
    let sold = back(&bench, to_card);
    assert_eq!((sold.cash_out, sold.drawer_opens), (eur(0), false));
    assert_eq!(bench.balance(&Account::CardClearing), -1_890);
    // The drawer has 100.00.
    let too_much = refused(&bench, wish(vec![line(item, 6, None, true)]));
    let (wanted, in_drawer) = (eur(11_340), eur(10_000));
    assert_eq!(too_much, Refusal::CashShort { wanted, in_drawer });
}

#[test]
fn it_says_what_and_why() {
    let bench = Bench::open();
    let item = Item::Product(bench.oil());
    let missing = |field| Refusal::Field {
        field,
        problem: FieldProblem::Missing,
    };
    assert_eq!(refused(&bench, wish(Vec::new())), missing(Field::Lines));
    let no_reason = UnreceiptedWish {
        reason: String::new(),
        ..wish(vec![line(item, 1, None, true)])
    };
    assert_eq!(refused(&bench, no_reason), missing(Field::Reason));
    let nothing = refused(&bench, wish(vec![line(item, 0, None, true)]));
    assert!(
        matches!(nothing, Refusal::QuantityOutOfRange { .. }),
        "{nothing:?}"
    );
    let gone = Item::Service(ServiceId::default());
    let unknown = refused(&bench, wish(vec![line(gone, 1, None, true)]));
    assert!(matches!(unknown, Refusal::NotFound { .. }), "{unknown:?}");
    let before = bench.shop.store().last_entry();
    refused(&bench, wish(vec![line(Item::Deposit, 1, None, true)]));
    assert_eq!(bench.shop.store().last_entry(), before);
}

/// It stands among the refunds of the Z, with its line in the list of who did what, and
/// cannot be given back itself.
#[test]
fn it_is_on_the_z_and_in_the_audit() {
    let bench = Bench::open();
    let massage = Item::Service(bench.service(ServiceDraft {
        code: "M".into(),
        ..super::bench::massage()
    }));
    let item = Item::Product(bench.oil());
    bench.add(item, 1);
    bench.pay(&[card(None)]);
    let both = wish(vec![
        line(item, 1, None, false),
        line(massage, 1, None, true),
    ]);
    let sold = back(&bench, both);
    assert_eq!(sold.total, eur(-1_890 - 4_500));
    let again = Request::Refund(RefundWish {
        sale: sold.sale,
        lines: vec![RefundLine {
            line: 1,
            quantity: 1,
            restock: false,
        }],
        tender: None,
        reason: "Again".into(),
    });
    assert_eq!(bench.refused(again), Refusal::NotRefundable);
    let audit: Vec<AuditEntry> = bench.shop.read().all().unwrap();
    let want = AuditEvent::WithoutReceipt {
        sale: sold.sale,
        reason: "Leaks".into(),
    };
    assert_eq!(audit.last().map(|it| &it.event), Some(&want));
    bench.done(Request::CountDrawer {
        count: coins(3_610),
        others: Vec::new(),
    });
    let closed = bench.done(Request::CloseDrawer { carry_over: false });
    let Outcome::DrawerClosed { closing, .. } = closed else {
        panic!("{closed:?}");
    };
    assert_eq!((closing.n_sales, closing.n_refunds), (1, 1));
    assert_eq!(closing.refunds_total, eur(-6_390));
    assert_eq!(closing.tenders[0].difference(), Some(eur(0)));
}
