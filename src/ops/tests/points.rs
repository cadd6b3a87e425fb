//! Points: earned, spent as a discount, with the payment and for goods, reserved, given
//! back and taken back, over, and given for bringing clients.

use std::collections::BTreeMap;

use super::bench::{Bench, DESK, ENGLISH, card, cash, coins, eur, line, massage};
use crate::{
    domain::{
        ids::{ClientId, SaleId},
        ledger::{Account, LedgerEntry, Unit},
        money::Money,
        plan::Life,
        points::{
            EarnedOn, EarningRule, LotCause, PointsFault, PointsLot, PointsPrice, PointsRules,
            SpentAs,
        },
        tender::{Tender, TenderKind},
        ticket::Item,
    },
    ops::{
        Stop,
        outcome::{Outcome, Sold},
        query::{Answer, PointsSheet, Query},
        refusal::Refusal,
        request::{
            DiscountChange, LineChange, RefundLine, RefundWish, Request, ServiceDraft, Session,
            TakingBack,
        },
    },
    store::Reads,
};

const SECOND: Session = Session {
    register: 2,
    operator: None,
};

/// A point for each 1.00, worth a cent, for a year.
fn rules(spent_as: SpentAs) -> PointsRules {
    PointsRules {
        on: true,
        by_amount: Some(EarningRule {
            points: 1,
            per: eur(100),
            on: EarnedOn::Total,
            in_parts: true,
        }),
        spent_as,
        ..PointsRules::default()
    }
}

fn save(bench: &Bench, rules: PointsRules) {
    bench.done(Request::SavePointsRules { rules });
}

/// A treatment of 100.00 and a client.
fn shop(rules: PointsRules) -> (Bench, ClientId, Item) {
    let bench = Bench::open();
    save(&bench, rules);
    let service = bench.service(ServiceDraft {
        price: Some(eur(10_000)),
        ..massage()
    });
    let client = bench.client("Līga Ozola", "1");
    (bench, client, Item::Service(service))
}

fn charge(bench: &Bench, client: ClientId, item: Item) {
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    bench.add(item, 1);
}

fn buy(bench: &Bench, client: ClientId, item: Item) -> Sold {
    charge(bench, client, item);
    bench.pay(&[cash(None)])
}

fn sheet(bench: &Bench, client: ClientId) -> PointsSheet {
    let query = Query::Points { client };
    match bench.shop.ask(&DESK, &ENGLISH, &query) {
        Ok(Answer::Points(sheet)) => *sheet,
        other => panic!("{other:?}"),
    }
}

fn left(bench: &Bench, client: ClientId) -> i64 {
    agrees(bench);
    sheet(bench, client).left
}

fn balance(bench: &Bench, account: &Account, unit: &Unit) -> i64 {
    let entries = bench.shop.read().all::<LedgerEntry>().unwrap();
    let postings = entries.iter().flat_map(|it| &it.postings);
    let own = postings.filter(|it| it.account == *account && it.unit == *unit);
    own.map(|it| it.amount.minor()).sum()
}

/// The books owe what clients have, in points and in money.
fn agrees(bench: &Bench) {
    let lots = bench.shop.read().all::<PointsLot>().unwrap();
    let points: i64 = lots.iter().map(|it| it.left).sum();
    let value: Money = lots.iter().map(PointsLot::value_left).sum();
    let owed = |unit| balance(bench, &Account::PointsOwed, &unit);
    assert_eq!(owed(Unit::Points), -points);
    assert_eq!(owed(Unit::Money), -value.minor());
    let issued = balance(bench, &Account::PointsIssued, &Unit::Points);
    assert_eq!(issued, points);
}

/// Everything that the books say, by account.
fn books(bench: &Bench) -> BTreeMap<(Account, Unit), i64> {
    let entries = bench.shop.read().all::<LedgerEntry>().unwrap();
    let mut sums = BTreeMap::new();
    for it in entries.iter().flat_map(|it| &it.postings) {
        *sums
            .entry((it.account.clone(), it.unit.clone()))
            .or_default() += it.amount.minor();
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn fault(refusal: Refusal) -> PointsFault {
    match refusal {
        Refusal::Points { fault } => fault,
        other => panic!("{other:?}"),
    }
}

fn by_points(amount: Option<i64>) -> Tender {
    Tender::of(TenderKind::Points, amount.map(eur))
}

fn back(sale: SaleId, quantity: u32) -> Request {
    Request::Refund(RefundWish {
        sale,
        lines: vec![RefundLine {
            line: 1,
            quantity,
            restock: false,
        }],
        tender: None,
        reason: "Unhappy".into(),
    })
}

fn void(sale: SaleId) -> Request {
    Request::Void {
        sale,
        reason: "Mistake".into(),
    }
}

fn total(bench: &Bench) -> i64 {
    bench.cart_sheet().total.minor()
}

fn change(line: u32) -> LineChange {
    LineChange {
        line,
        ..LineChange::default()
    }
}

fn spend(points: Option<u32>) -> Request {
    Request::SpendPoints { points }
}

/// A sale earns by what was paid and, once a day, for the visit; nobody's sale and one
/// that is paid with points earn nothing.
#[test]
fn points_are_earned_by_amount_and_by_visit() {
    let with_visit = PointsRules {
        per_visit: 7,
        ..rules(SpentAs::Payment)
    };
    let (bench, client, treatment) = shop(with_visit);
    let sold = buy(&bench, client, treatment);
    assert_eq!(left(&bench, client), 107);
    buy(&bench, client, treatment);
    assert_eq!(left(&bench, client), 207, "one visit a day");
    bench.add(treatment, 1);
    bench.pay(&[cash(None)]);
    assert_eq!(left(&bench, client), 207);
    let lots = sheet(&bench, client).lots;
    assert_eq!(lots[0].sale, sold.sale);
    let day = lots[0].earned_on;
    assert_eq!(lots[0].until, Life::Months(12).last_day(day));
    assert_eq!(lots[0].value, eur(107));
    charge(&bench, client, treatment);
    bench.pay(&[by_points(Some(150)), card(None)]);
    assert_eq!(left(&bench, client), 207 - 150 + 98, "98.50 was paid");
    let moved: Vec<i64> = sheet(&bench, client)
        .movements
        .iter()
        .map(|it| it.units)
        .collect();
    assert_eq!(moved, [-52, 100, 107]);
}

/// L16: 20 points to the buyer and 5 to who brought them, for each 100.00.
#[test]
fn l_16_who_brought_the_buyer_earns_too() {
    let twenty = EarningRule {
        points: 20,
        per: eur(10_000),
        on: EarnedOn::Total,
        in_parts: false,
    };
    let (bench, client, day_package) = shop(PointsRules {
        by_amount: Some(twenty),
        referrer: 5,
        ..rules(SpentAs::Payment)
    });
    let friend = bench.client("Ilze Kalna", "2");
    let brought = |client, brought_by| Request::SetReferrer { client, brought_by };
    let refusal = bench.refused(brought(client, Some(client)));
    assert!(matches!(refusal, Refusal::Field { .. }), "{refusal:?}");
    bench.done(brought(client, Some(friend)));
    assert_eq!(sheet(&bench, client).brought_by, Some(friend));
    let sold = buy(&bench, client, day_package);
    assert_eq!((left(&bench, client), left(&bench, friend)), (20, 5));
    bench.done(back(sold.sale, 1));
    assert_eq!((left(&bench, client), left(&bench, friend)), (0, 0));
}

/// Gifts are given once, when somebody pays for the first time, and go with that sale.
#[test]
fn gifts_for_new_clients_and_for_who_brings_them() {
    let (bench, client, treatment) = shop(PointsRules {
        by_amount: None,
        gift_new: 10,
        gift_brought: 20,
        gift_referrer: 40,
        gift_life: Life::Days(30),
        ..rules(SpentAs::Payment)
    });
    let friend = bench.client("Ilze Kalna", "2");
    buy(&bench, friend, treatment);
    assert_eq!(left(&bench, friend), 10);
    bench.done(Request::SetReferrer {
        client,
        brought_by: Some(friend),
    });
    let first = buy(&bench, client, treatment);
    assert_eq!((left(&bench, client), left(&bench, friend)), (30, 50));
    let second = buy(&bench, client, treatment);
    assert_eq!((left(&bench, client), left(&bench, friend)), (30, 50));
    let lots = sheet(&bench, friend).lots;
    let referrer = lots
        .iter()
        .find(|it| it.cause == LotCause::Referrer { client });
    let until = Life::Days(30).last_day(lots[0].earned_on);
    assert_eq!(referrer.unwrap().until, until);
    bench.done(back(second.sale, 1));
    assert_eq!((left(&bench, client), left(&bench, friend)), (30, 50));
    bench.done(void(first.sale));
    assert_eq!((left(&bench, client), left(&bench, friend)), (0, 10));
}

/// P-1 and R-12 through the counter: 100 points given, 50 of them take 0.50 off.
#[test]
fn points_as_a_discount_are_posted_as_in_the_worked_examples() {
    let (bench, client, treatment) = shop(rules(SpentAs::Discount));
    let before = books(&bench);
    buy(&bench, client, treatment);
    let money = |account: Account| balance(&bench, &account, &Unit::Money);
    assert_eq!(money(Account::LoyaltyExpense), 100);
    assert_eq!(money(Account::PointsOwed), -100);
    charge(&bench, client, treatment);
    let outcome = bench.done(spend(Some(50)));
    assert!(matches!(outcome, Outcome::TicketChanged { total, .. } if total == eur(9_950)));
    let shown = bench.cart_sheet().points.unwrap();
    assert_eq!((shown.left, shown.spent, shown.pays), (50, 50, eur(50)));
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(sold.total, eur(9_950));
    assert_eq!(money(Account::LoyaltyExpense), 100 - 50 + 99);
    assert_eq!(left(&bench, client), 50 + 99);
    // All of it back, and nothing is left in the books but the first sale.
    bench.done(back(sold.sale, 1));
    assert_eq!(left(&bench, client), 100);
    let all = bench.shop.read().all::<PointsLot>().unwrap();
    let first = all.iter().find(|it| it.left > 0).unwrap();
    bench.done(void(first.sale));
    assert_eq!(left(&bench, client), 0);
    assert_eq!(books(&bench), before);
}

/// As many as there are, or as take all off; other lines share them anew.
#[test]
fn points_are_shared_by_the_lines_of_the_cart() {
    let worth_more = PointsRules {
        worth: eur(100),
        worth_of: 1,
        least: 3,
        ..rules(SpentAs::Discount)
    };
    let (bench, client, treatment) = shop(worth_more);
    let oil = Item::Product(bench.oil());
    charge(&bench, client, oil);
    let refusal = fault(bench.refused(spend(None)));
    assert_eq!(refusal, PointsFault::Short { left: 0 });
    bench.pay(&[cash(None)]);
    assert_eq!(left(&bench, client), 18);
    charge(&bench, client, oil);
    assert_eq!(
        fault(bench.refused(spend(Some(2)))),
        PointsFault::TooFew { least: 3 }
    );
    assert_eq!(
        fault(bench.refused(spend(Some(19)))),
        PointsFault::Short { left: 18 }
    );
    bench.done(spend(None));
    assert_eq!(total(&bench), 90);
    bench.add(treatment, 1);
    assert_eq!(total(&bench), 11_890 - 1_800);
    let offs: Vec<i64> = {
        let sheet = bench.cart_sheet();
        let offers = sheet.lines.iter().flat_map(|it| &it.offers);
        offers.map(|it| it.off.minor()).collect()
    };
    assert_eq!(offs, [286, 1_514]);
    // What is given by hand comes off first, and what is gone spends no points.
    let discount = |line| {
        Request::ChangeLine(LineChange {
            discount: Some(DiscountChange::Give(
                crate::domain::ticket::Discount::Amount(eur(9_900)),
            )),
            ..change(line)
        })
    };
    bench.done(discount(2));
    assert_eq!(total(&bench), 1_990 - 1_800);
    bench.done(Request::RemoveLine { line: 1 });
    assert_eq!(
        bench.cart_sheet().total,
        Money::ZERO,
        "1.00 is left to be paid by 1"
    );
    let spent = bench.cart_sheet().points.unwrap().spent;
    assert_eq!(spent, 1);
    bench.done(spend(Some(0)));
    assert_eq!(total(&bench), 100);
    // Somebody else's cart is not paid by them.
    bench.done(Request::AttachClient { client: None });
    assert_eq!(fault(bench.refused(spend(None))), PointsFault::NoClient);
}

/// As a tender: at most what they are worth, in whole points, once.
#[test]
fn points_pay() {
    let tenth = PointsRules {
        worth: eur(10),
        worth_of: 1,
        least: 10,
        ..rules(SpentAs::Payment)
    };
    let (bench, client, treatment) = shop(tenth);
    let oil = Item::Product(bench.oil());
    bench.add(oil, 1);
    let pay = |tenders: &[Tender]| super::bench::pay(tenders);
    let refused = |tenders: &[Tender]| fault(bench.refused(pay(tenders)));
    assert_eq!(refused(&[by_points(None)]), PointsFault::NoClient);
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    assert_eq!(
        refused(&[by_points(None), cash(None)]),
        PointsFault::Short { left: 0 }
    );
    bench.pay(&[cash(None)]);
    buy(&bench, client, treatment);
    assert_eq!(left(&bench, client), 118);
    charge(&bench, client, oil);
    assert_eq!(fault(bench.refused(spend(None))), PointsFault::AsPayment);
    assert_eq!(
        refused(&[by_points(Some(90)), cash(None)]),
        PointsFault::TooFew { least: 10 }
    );
    assert_eq!(
        refused(&[by_points(Some(1_181)), cash(None)]),
        PointsFault::Short { left: 118 }
    );
    assert_eq!(bench.cart_sheet().points.unwrap().pays, eur(1_180));
    bench.done(Request::TakeParts {
        tenders: vec![by_points(Some(1_005))],
    });
    assert_eq!(bench.cart().unwrap().taken[0].amount, Some(eur(1_000)));
    let other = Request::AttachClient { client: None };
    assert!(matches!(bench.refused(other), Refusal::PartsTaken { .. }));
    let before = books(&bench);
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(left(&bench, client), 18 + 8);
    assert_eq!(bench.sale(sold.sale).payments[0].kept(), eur(1_000));
    bench.done(void(sold.sale));
    assert_eq!(left(&bench, client), 118);
    let (mut after, mut was) = (books(&bench), before);
    for sums in [&mut after, &mut was] {
        // Goods came back at their cost.
        sums.retain(|(account, _), _| *account != Account::Stock);
    }
    assert_eq!(after, was);
    save(
        &bench,
        PointsRules {
            on: false,
            ..rules(SpentAs::Payment)
        },
    );
    charge(&bench, client, oil);
    assert_eq!(refused(&[by_points(None), cash(None)]), PointsFault::Off);
    assert_eq!(bench.cart_sheet().points, None);
}

/// L15, of points: what one cart has taken is not there for another.
#[test]
fn points_are_reserved_against_a_second_desk() {
    let (bench, client, treatment) = shop(rules(SpentAs::Discount));
    buy(&bench, client, treatment);
    charge(&bench, client, treatment);
    bench.done(spend(Some(60)));
    let to = |request| bench.done_as(&SECOND, request);
    to(Request::OpenDrawer {
        float: coins(0),
        business_date: None,
    });
    to(Request::AttachClient {
        client: Some(client),
    });
    to(Request::AddLine(line(treatment, 1)));
    let refused = match bench.ask_as(&SECOND, &spend(Some(41))) {
        Err(Stop::Refused(refusal)) => fault(refusal),
        other => panic!("{other:?}"),
    };
    let held = PointsFault::Held {
        left: 40,
        ticket: bench.cart().unwrap().id,
        register: 1,
    };
    assert_eq!(refused, held);
    to(spend(None));
    bench.pay(&[cash(None)]);
    to(super::bench::pay(&[cash(None)]));
    assert_eq!(left(&bench, client), 99 + 99, "99.40 and 99.60 were paid");
}

/// Goods and treatments that are had for points alone.
#[test]
fn goods_are_had_for_points() {
    let bench = Bench::open();
    let oil = Item::Product(bench.oil());
    let price = PointsPrice {
        item: oil,
        points: 40,
    };
    save(
        &bench,
        PointsRules {
            goods: vec![price],
            ..rules(SpentAs::Payment)
        },
    );
    let client = bench.client("Līga Ozola", "1");
    let service = bench.service(ServiceDraft {
        price: Some(eur(10_000)),
        ..massage()
    });
    buy(&bench, client, Item::Service(service));
    charge(&bench, client, oil);
    let buy_with = |line, on| Request::BuyWithPoints { line, on };
    assert!(matches!(
        bench.refused(buy_with(9, true)),
        Refusal::NoSuchLine { .. }
    ));
    assert!(matches!(
        bench.refused(buy_with(1, false)),
        Refusal::OfferNotThere
    ));
    let shown = bench.cart_sheet().points.unwrap().goods;
    assert_eq!(
        (shown[0].line, shown[0].points, shown[0].taken),
        (1, 40, false)
    );
    bench.done(buy_with(1, true));
    assert_eq!(total(&bench), 0);
    bench.done(Request::ChangeLine(LineChange {
        quantity: Some(2),
        ..change(1)
    }));
    assert_eq!(total(&bench), 0);
    let more = Request::ChangeLine(LineChange {
        quantity: Some(3),
        ..change(1)
    });
    assert_eq!(fault(bench.refused(more)), PointsFault::Short { left: 100 });
    // The same scanned again is to be paid.
    bench.add(oil, 1);
    assert_eq!(total(&bench), 1_890);
    bench.add(Item::Service(service), 1);
    let treatment = buy_with(3, true);
    assert!(matches!(
        fault(bench.refused(treatment)),
        PointsFault::NoPrice { .. }
    ));
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(sold.total, eur(11_890));
    assert_eq!(left(&bench, client), 20 + 118);
    bench.done(back(sold.sale, 1));
    assert_eq!(left(&bench, client), 60 + 118, "those of one piece");
    bench.done(back(sold.sale, 1));
    assert_eq!(left(&bench, client), 100 + 118);
}

/// What goods had for points have taken is not there to be taken off as well.
#[test]
fn all_there_are_is_some() {
    let (bench, client, treatment) = shop(rules(SpentAs::Discount));
    buy(&bench, client, treatment);
    let points = u32::try_from(left(&bench, client)).unwrap();
    let oil = Item::Product(bench.oil());
    let goods = vec![PointsPrice { item: oil, points }];
    let usual = rules(SpentAs::Discount);
    save(&bench, PointsRules { goods, ..usual });
    charge(&bench, client, oil);
    bench.done(Request::BuyWithPoints { line: 1, on: true });
    bench.add(treatment, 1);
    let before = total(&bench);
    let short = PointsFault::Short { left: 0 };
    assert_eq!(fault(bench.refused(spend(None))), short);
    assert_eq!(total(&bench), before);
}

/// Parts of a sale that come back, in whatever steps, take back and give back all.
#[test]
fn parts_that_come_back_bring_back_their_points() {
    let (bench, client, treatment) = shop(rules(SpentAs::Discount));
    buy(&bench, client, treatment);
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    bench.add(treatment, 3);
    bench.done(spend(Some(100)));
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(left(&bench, client), 299);
    let mut steps = Vec::new();
    for _ in 0..3 {
        bench.done(back(sold.sale, 1));
        steps.push(left(&bench, client));
    }
    // 199.34 and 99.67 were kept.
    assert_eq!(steps, [33 + 199, 66 + 99, 100]);
}

/// What was earned and is spent already is owed: it comes off the next points.
#[test]
fn points_that_were_spent_are_owed_when_their_sale_comes_back() {
    let (bench, client, treatment) = shop(rules(SpentAs::Discount));
    let first = buy(&bench, client, treatment);
    charge(&bench, client, treatment);
    bench.done(spend(None));
    let second = bench.pay(&[cash(None)]);
    assert_eq!(left(&bench, client), 99);
    bench.done(back(first.sale, 1));
    assert_eq!(left(&bench, client), -1);
    charge(&bench, client, treatment);
    assert_eq!(
        fault(bench.refused(spend(Some(1)))),
        PointsFault::Short { left: 0 }
    );
    bench.pay(&[cash(None)]);
    assert_eq!(left(&bench, client), 99);
    bench.done(back(second.sale, 1));
    assert_eq!(left(&bench, client), 100, "given back, and taken back");
}

/// An exchange takes back what was earned with what comes back.
#[test]
fn an_exchange_takes_points_back() {
    let (bench, client, treatment) = shop(rules(SpentAs::Discount));
    let oil = Item::Product(bench.oil());
    buy(&bench, client, treatment);
    charge(&bench, client, oil);
    bench.done(spend(Some(100)));
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(left(&bench, client), 17);
    bench.done(Request::TakeBack(TakingBack {
        sale: sold.sale,
        lines: vec![RefundLine {
            line: 1,
            quantity: 1,
            restock: true,
        }],
        reason: "Other scent".into(),
    }));
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    bench.add(oil, 1);
    bench.pay(&[cash(None)]);
    assert_eq!(left(&bench, client), 100 + 18);
}

/// L5 at the counter: what is over cannot be spent, and is taken over when the next day
/// begins, with its row and its posting.
#[test]
fn points_that_are_over_are_taken_over_when_the_day_begins() {
    let (bench, client, treatment) = shop(PointsRules {
        life: Life::Days(30),
        ..rules(SpentAs::Discount)
    });
    let sold = buy(&bench, client, treatment);
    let end = sheet(&bench, client).ends_soon.unwrap();
    assert_eq!(
        (end.points, Some(end.on)),
        (100, sheet(&bench, client).lots[0].until)
    );
    let next_day = |n: i64| {
        bench.done(Request::CountDrawer {
            count: coins(u32::try_from(bench.balance(&Account::Cash(1))).unwrap()),
            others: Vec::new(),
        });
        bench.done(Request::CloseDrawer { carry_over: false });
        bench.pass(n * 24 * 60);
        bench.open_drawer(20_000);
    };
    next_day(29);
    assert_eq!(left(&bench, client), 100, "its last day");
    charge(&bench, client, treatment);
    bench.done(spend(Some(40)));
    let spent = bench.pay(&[cash(None)]);
    next_day(1);
    let breakage = || balance(&bench, &Account::Breakage, &Unit::Money);
    assert_eq!((left(&bench, client), breakage()), (99, -60));
    let shown = sheet(&bench, client);
    assert_eq!(shown.movements[0].units, -60);
    assert_eq!(shown.movements[0].amount, eur(-60));
    // What comes back to it is over as well, and nobody owes what was over.
    bench.done(back(spent.sale, 1));
    assert_eq!(left(&bench, client), 0);
    bench.done(back(sold.sale, 1));
    assert_eq!(left(&bench, client), 0);
}

/// Where the shop has it so, points that come back too late are good for some days more.
#[test]
fn points_that_come_back_too_late_may_be_good_for_some_days() {
    let (bench, client, treatment) = shop(PointsRules {
        life: Life::Days(1),
        back_days: 10,
        ..rules(SpentAs::Discount)
    });
    buy(&bench, client, treatment);
    charge(&bench, client, treatment);
    bench.done(spend(None));
    let spent = bench.pay(&[cash(None)]);
    bench.pass(24 * 60);
    assert_eq!(left(&bench, client), 0);
    bench.done(back(spent.sale, 1));
    assert_eq!(sheet(&bench, client).left, 100);
    let lots = sheet(&bench, client).lots;
    let good = lots.iter().find(|it| it.uses.len() == 1).unwrap();
    let days = good.until.unwrap() - bench.shop.today();
    assert_eq!(days.num_days(), 9, "today is the first of ten");
}

#[test]
fn rules_that_make_no_sense_are_refused() {
    let bench = Bench::open();
    let usual = || rules(SpentAs::Discount);
    let wrong = [
        PointsRules {
            worth: Money::ZERO,
            ..usual()
        },
        PointsRules {
            worth_of: 0,
            ..usual()
        },
        PointsRules {
            life: Life::Months(0),
            ..usual()
        },
        PointsRules {
            by_amount: usual().by_amount.map(|it| EarningRule {
                per: Money::ZERO,
                ..it
            }),
            ..usual()
        },
        PointsRules {
            goods: vec![PointsPrice {
                item: Item::Deposit,
                points: 1,
            }],
            ..usual()
        },
    ];
    for rules in wrong {
        let refusal = bench.refused(Request::SavePointsRules { rules });
        assert!(matches!(refusal, Refusal::Field { .. }), "{refusal:?}");
    }
}
