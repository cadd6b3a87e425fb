//! The worked examples of bookkeeping, posting by posting.

use super::*;
use crate::domain::{
    checkout::tests::{INSIDE, card, cash, eur, goods, line, refunded, sold},
    ids::{GiftCardId, ProductId},
    tender::{Purse, TaxPaid, Tender},
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

fn movement(minor: i64, cause: CashCause) -> CashMovement {
    CashMovement {
        id: CashMovementId::default(),
        session: DrawerSessionId::default(),
        at: DateTime::default(),
        by: None,
        amount: eur(minor),
        reason: String::new(),
        cause,
        tax: Vec::new(),
    }
}

fn counted(kind: TenderKind, over: i64) -> TenderClosing {
    TenderClosing {
        kind,
        expected: eur(20_000),
        counted: Some(eur(20_000 + over)),
        name: String::new(),
        currency: String::new(),
        booked: eur(over),
    }
}

/// and Z-2: what leaves the drawer without a sale.
#[test]
fn worked_examples_of_cash_that_moves() {
    use Account::{Bank, Cash, InputTax, OtherExpense, OtherIncome, PettyCash, Safe, Tips};
    let anna = StaffId::default();
    let x_1 = movement(-1_000, CashCause::Tips(anna));
    assert_posted(
        &cash_movement(1, &x_1, None),
        &[(Tips(anna), 1_000), (Cash(1), -1_000)],
    );
    let tax = |minor| TaxPaid {
        name: "VAT 20".into(),
        amount: eur(minor),
    };
    let mut x_2 = movement(-540, CashCause::Petty);
    x_2.tax = vec![tax(-90)];
    assert_posted(
        &cash_movement(1, &x_2, None),
        &[
            (PettyCash, 450),
            (InputTax("VAT 20".into()), 90),
            (Cash(1), -540),
        ],
    );
    let z_2 = movement(-20_000, CashCause::Bank);
    assert_posted(
        &cash_movement(1, &z_2, None),
        &[(Bank, 20_000), (Cash(1), -20_000)],
    );
    let drop = movement(-5_000, CashCause::Safe);
    assert_posted(
        &cash_movement(2, &drop, None),
        &[(Safe, 5_000), (Cash(2), -5_000)],
    );
    let id = crate::domain::ids::CashCategoryId::default();
    let mut rent = movement(12_000, CashCause::Category(id));
    rent.tax = vec![tax(2_000)];
    assert_posted(
        &cash_movement(1, &rent, Some(("Room let", CashFlow::Income))),
        &[
            (Cash(1), 12_000),
            (OtherIncome("Room let".into()), -10_000),
            (vat(), -2_000),
        ],
    );
    let flowers = movement(-700, CashCause::Category(id));
    assert_posted(
        &cash_movement(1, &flowers, Some(("Flowers", CashFlow::Expense))),
        &[(Cash(1), -700), (OtherExpense("Flowers".into()), 700)],
    );
}

/// Z-1, and the same of other ways of paying.
#[test]
fn worked_examples_of_the_count() {
    use Account::{CardClearing, Cash, OverShort, Safe};
    assert_posted(
        &float(1, eur(15_000)),
        &[(Cash(1), 15_000), (Safe, -15_000)],
    );
    let z_1 = difference(1, &counted(TenderKind::Cash, -150));
    assert_posted(&z_1, &[(OverShort, 150), (Cash(1), -150)]);
    let over = difference(1, &counted(TenderKind::Cash, 100));
    assert_posted(&over, &[(OverShort, -100), (Cash(1), 100)]);
    let by_card = difference(1, &counted(TenderKind::Card, -500));
    assert_posted(&by_card, &[(OverShort, 500), (CardClearing, -500)]);
    assert_posted(&difference(1, &counted(TenderKind::Cash, 0)), &[]);
    assert_posted(&difference(1, &counted(TenderKind::Points, 5)), &[]);
    assert_posted(
        &to_safe(1, eur(19_850)),
        &[(Cash(1), -19_850), (Safe, 19_850)],
    );
}

/// K-1 and F-1: what arrives at the bank, less a fee or at another rate.
#[test]
fn worked_examples_of_money_that_arrives() {
    use Account::{Bank, CardClearing, ExchangeDifference, ForeignCash, Safe, TenderFees};
    let arrived = |kind, gross, fee, arrived| Payout {
        id: PayoutId::default(),
        register: 1,
        business_date: NaiveDate::default(),
        at: DateTime::default(),
        by: None,
        kind,
        gross: eur(gross),
        fee: eur(fee),
        arrived: eur(arrived),
        currency: String::new(),
        units: Money::ZERO,
        reference: String::new(),
    };
    let k_1 = payout(&arrived(TenderKind::Card, 43_600, 654, 42_946));
    assert_posted(
        &k_1,
        &[(Bank, 42_946), (TenderFees, 654), (CardClearing, -43_600)],
    );
    let f_1 = Payout {
        currency: "USD".into(),
        units: eur(12_000),
        ..arrived(TenderKind::Foreign, 10_800, 0, 10_620)
    };
    assert_posted(
        &payout(&f_1),
        &[
            (Bank, 10_620),
            (ExchangeDifference, 180),
            (ForeignCash(1, "USD".into()), -10_800),
        ],
    );
    let banked = payout(&arrived(TenderKind::Cash, 20_000, 0, 20_000));
    assert_posted(&banked, &[(Bank, 20_000), (Safe, -20_000)]);
}

/// As S-1, but found on the shelf instead of bought.
#[test]
fn goods_that_are_found_are_worth_their_cost() {
    use Account::{Stock, StockAdjustment};
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

/// P-1 and R-12: 100 points worth 1.00 are given, and 50 of them take 0.50 off a sale of
/// 24.00. The same by tender, and what is over.
#[test]
fn worked_examples_of_points() {
    use crate::domain::ticket::{Offer, OfferKind};
    use Account::{Breakage, Cash, LoyaltyExpense, PointsIssued, PointsOwed, ServiceRevenue};
    let both = |postings: &[Posting], money: &[(Account, i64)], points: &[(Account, i64)]| {
        let of = |unit: Unit| -> Vec<Posting> {
            let own = postings.iter().filter(|it| it.unit == unit);
            own.cloned().collect()
        };
        assert_posted(&of(Unit::Money), money);
        assert_posted(&of(Unit::Points), points);
    };
    let p_1 = with_points(Vec::new(), 100, eur(100), Money::ZERO);
    both(
        &p_1,
        &[(LoyaltyExpense, 100), (PointsOwed, -100)],
        &[(PointsOwed, -100), (PointsIssued, 100)],
    );
    let off = Offer {
        kind: OfferKind::Points(50),
        name: String::new(),
        off: eur(50),
    };
    let discounted = TicketLine {
        offers: vec![off],
        ..line(1, 1, 2_400)
    };
    let r_12 = sold(&[discounted], INSIDE, &[cash(None)], 1);
    both(
        &with_points(sale(&r_12), -50, eur(-50), Money::ZERO),
        &[
            (Cash(1), 2_350),
            (ServiceRevenue, -1_958),
            (vat(), -392),
            (PointsOwed, 50),
            (LoyaltyExpense, -50),
        ],
        &[(PointsOwed, 50), (PointsIssued, -50)],
    );
    let points = Tender::of(crate::domain::tender::TenderKind::Points, Some(eur(50)));
    let by_tender = sold(&[line(1, 1, 2_400)], INSIDE, &[points, cash(None)], 1);
    both(
        &with_points(sale(&by_tender), -50, eur(-50), eur(50)),
        &[
            (Cash(1), 2_350),
            (PointsOwed, 50),
            (ServiceRevenue, -2_000),
            (vat(), -400),
        ],
        &[(PointsOwed, 50), (PointsIssued, -50)],
    );
    both(
        &lapsed_points(50, eur(50)),
        &[(PointsOwed, 50), (Breakage, -50)],
        &[(PointsOwed, 50), (PointsIssued, -50)],
    );
}
