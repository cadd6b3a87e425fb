//! The worked examples of bookkeeping, posting by posting.

use super::*;
use crate::domain::{
    checkout::tests::{INSIDE, card, cash, eur, goods, line, refunded, sold},
    ids::{GiftCardId, ProductId},
    tender::{Purse, Tender},
    ticket::TicketLine,
};

fn vat() -> Account {
    Account::Tax("VAT 20".into())
}

#[track_caller]
fn assert_posted(postings: &[Posting], want: &[(Account, i64)]) {
    assert_balanced(postings).unwrap();
    let mut got: Vec<_> = postings
        .iter()
        .map(|it| (it.account.clone(), it.amount.minor()))
        .collect();
    let mut want = want.to_vec();
    got.sort();
    want.sort();
    assert_eq!(got, want);
}

/// The worked examples of the reference, by their numbers there: 20 % inside.
#[test]
fn worked_examples_of_sales() {
    use Account::{
        CardClearing, Cash, CashRounding, CostOfGoods, RetailRevenue, ServiceRevenue, Stock,
    };
    let r_1 = sold(&[line(1, 1, 6000)], INSIDE, &[cash(None)], 1);
    assert_posted(
        &sale(&r_1),
        &[(Cash(1), 6000), (ServiceRevenue, -5000), (vat(), -1000)],
    );
    let r_2 = sold(&[goods(1, 1, 3600, 1200)], INSIDE, &[card(None)], 1);
    assert_posted(
        &sale(&r_2),
        &[
            (CardClearing, 3600),
            (RetailRevenue, -3000),
            (vat(), -600),
            (CostOfGoods, 1200),
            (Stock, -1200),
        ],
    );
    let r_3 = sold(
        &[line(1, 1, 9000)],
        INSIDE,
        &[cash(Some(4000)), card(None)],
        1,
    );
    assert_posted(
        &sale(&r_3),
        &[
            (Cash(1), 4000),
            (CardClearing, 5000),
            (ServiceRevenue, -7500),
            (vat(), -1500),
        ],
    );
    let r_15 = sold(&[line(1, 1, 1298)], INSIDE, &[cash(None)], 5);
    assert_posted(
        &sale(&r_15),
        &[
            (Cash(1), 1300),
            (ServiceRevenue, -1082),
            (vat(), -216),
            (CashRounding, -2),
        ],
    );
    let r_16 = sold(&[line(1, 1, 1297)], INSIDE, &[cash(None)], 5);
    assert_posted(
        &sale(&r_16),
        &[
            (Cash(1), 1295),
            (ServiceRevenue, -1081),
            (vat(), -216),
            (CashRounding, 2),
        ],
    );
}

/// a refund of everything is the exact negation.
#[test]
fn a_refund_is_the_opposite_of_its_sale() {
    let lines = [line(1, 1, 6000), goods(2, 2, 1799, 640)];
    for step_minor in [1, 5] {
        let original = sold(&lines, INSIDE, &[card(Some(3000)), cash(None)], step_minor);
        let back = refunded(&original, &[], &[(1, 1), (2, 2)], None, step_minor).unwrap();
        let turned: Vec<_> = sale(&back)
            .into_iter()
            .map(|it| (it.account, -it.amount.minor()))
            .collect();
        assert_posted(&sale(&original), &turned);
    }
}

#[test]
fn goods_that_do_not_go_back_on_the_shelf_stay_an_expense() {
    let original = sold(&[goods(1, 1, 3600, 1200)], INSIDE, &[cash(None)], 1);
    let mut back = refunded(&original, &[], &[(1, 1)], None, 1).unwrap();
    back.lines[0].restocked = false;
    assert_posted(
        &sale(&back),
        &[
            (Account::Cash(1), -3600),
            (Account::RetailRevenue, 3000),
            (vat(), 600),
        ],
    );
}

#[test]
fn worked_examples_of_the_drawer_and_the_shelf() {
    use Account::{Cash, OverShort, PettyCash, Safe, Stock, StockAdjustment};
    assert_posted(
        &float(1, eur(15_000)),
        &[(Cash(1), 15_000), (Safe, -15_000)],
    );
    assert_posted(
        &cash_movement(2, eur(-540)),
        &[(Cash(2), -540), (PettyCash, 540)],
    );
    // Z-1: counted 1.50 short; what was counted goes to the safe.
    let z_1 = close(1, eur(20_000), eur(19_850));
    assert_posted(
        &z_1,
        &[(OverShort, 150), (Cash(1), -20_000), (Safe, 19_850)],
    );
    let over = close(1, eur(20_000), eur(20_100));
    assert_posted(
        &over,
        &[(OverShort, -100), (Cash(1), -20_000), (Safe, 20_100)],
    );
    assert_posted(&close(1, Money::ZERO, Money::ZERO), &[]);
    // As S-1, but found on the shelf instead of bought.
    let mut movement = StockMovement {
        id: StockMovementId::default(),
        product: ProductId::default(),
        at: DateTime::default(),
        by: None,
        quantity: 50,
        unit_cost: eur(600),
        reason: StockReason::Opening,
    };
    let opening = [(Stock, 30_000), (StockAdjustment, -30_000)];
    assert_posted(&stock_movement(&movement), &opening);
    movement.reason = StockReason::Sold(SaleId::default());
    assert_posted(&stock_movement(&movement), &[]);
}

#[test]
fn what_does_not_add_up_is_named() {
    let mut postings = float(1, eur(100));
    postings[0].amount += eur(1);
    assert_eq!(assert_balanced(&postings), Err(Unbalanced { sum: eur(1) }));
}

/// and L7: a gift card of 100.00 is a debt until 60.00 of it is used,
/// and the 40.00 that nobody asks for is income then.
#[test]
fn worked_examples_of_gift_cards() {
    use Account::{Breakage, CardClearing, GiftCards, ServiceRevenue};
    let id = GiftCardId::default();
    let voucher = TicketLine {
        item: Item::GiftCard(id),
        tax: Vec::new(),
        ..line(1, 1, 10_000)
    };
    let r_6 = sold(&[voucher], INSIDE, &[card(None)], 1);
    assert_posted(&sale(&r_6), &[(CardClearing, 10_000), (GiftCards, -10_000)]);
    let by_card = Tender {
        purse: Some(Purse::GiftCard(id)),
        ..Tender::of(TenderKind::GiftCard, None)
    };
    let r_7 = sold(&[line(1, 1, 6_000)], INSIDE, &[by_card], 1);
    assert_posted(
        &sale(&r_7),
        &[
            (GiftCards, 6_000),
            (ServiceRevenue, -5_000),
            (vat(), -1_000),
        ],
    );
    let r_8 = breakage(GiftCards, eur(4_000));
    assert_posted(&r_8, &[(GiftCards, 4_000), (Breakage, -4_000)]);
}
