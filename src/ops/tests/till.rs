//! Drawers and shifts: what is counted besides cash, cash with its category, hand-overs,
//! desks without a drawer, and what arrives at the bank.

use super::bench::{Bench, DESK, ENGLISH, card, cash, coins, eur, massage, pay};
use crate::{
    domain::{
        cash::{CashCategory, CashFlow, Handover, MovedFor, Payout},
        drawer::{CashMovement, Closing, TenderCount},
        ids::{CashCategoryId, SaleId, StaffId},
        ledger::{Account, LedgerEntry, LedgerSource},
        money::{Currency, Money, Rate},
        tender::{ForeignCash, Tender, TenderKind},
        tender_rules::TenderRule,
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        query::{Answer, FiguresOf, Query, TillFigure},
        refusal::{Field, FieldProblem, Noun, Refusal},
        request::{
            DropTo, ForeignDraft, Paying, PayoutDraft, Request, ServiceDraft, TaxClassDraft,
            TenderRulesDraft,
        },
        shop::Stop,
    },
    store::Reads,
};

const CLOSE: Request = Request::CloseDrawer { carry_over: false };

/// Dollars at 0.90, cards less 1.5 %, vouchers without a number.
fn bench() -> Bench {
    let bench = Bench::open();
    let rule = |kind, fee, name: &str| TenderRule {
        fee: Rate::from_milli_percent(fee),
        name: name.into(),
        reference_needed: false,
        ..TenderRule::usual(kind)
    };
    bench.done(Request::SaveTenderRules(TenderRulesDraft {
        tenders: vec![
            rule(TenderKind::Card, 1_500, "Terminal"),
            rule(TenderKind::Voucher, 0, ""),
            rule(TenderKind::Cheque, 0, ""),
        ],
        foreign: Some(ForeignDraft {
            currency: "USD".into(),
            rate_millionths: 900_000,
            stale_days: 0,
            looked_up: false,
        }),
        tab_limit: eur(10_000),
    }));
    bench
}

fn sell(bench: &Bench, code: &str, price: i64, tenders: &[Tender]) -> Sold {
    let service = bench.service(ServiceDraft {
        code: code.into(),
        price: Some(eur(price)),
        ..massage()
    });
    bench.add(Item::Service(service), 1);
    bench.pay(tenders)
}

fn dollars(amount: i64) -> Tender {
    Tender {
        foreign: Some(ForeignCash {
            currency: Currency::known("USD").unwrap(),
            amount: eur(amount),
            rate_millionths: 0,
        }),
        ..Tender::of(TenderKind::Foreign, None)
    }
}

fn counted(kind: TenderKind, currency: &str, amount: i64) -> TenderCount {
    TenderCount {
        kind,
        currency: currency.into(),
        amount: eur(amount),
    }
}

fn count(minor: u32, others: Vec<TenderCount>) -> Request {
    let count = coins(minor);
    Request::CountDrawer { count, others }
}

fn close(bench: &Bench) -> Closing {
    match bench.done(CLOSE) {
        Outcome::DrawerClosed { closing, .. } => *closing,
        other => panic!("{other:?}"),
    }
}

/// What the latest entry of a sort posted.
fn posted(bench: &Bench, wanted: impl Fn(&LedgerSource) -> bool) -> Vec<(Account, i64)> {
    let entries = bench.shop.read().all::<LedgerEntry>().unwrap();
    let entry = entries.into_iter().rfind(|it| wanted(&it.source)).unwrap();
    let postings = entry.postings.into_iter();
    let mut postings: Vec<_> = postings.map(|it| (it.account, it.amount.minor())).collect();
    postings.sort();
    postings
}

fn of_movement(source: &LedgerSource) -> bool {
    matches!(source, LedgerSource::CashMovement(_))
}

fn of_payout(source: &LedgerSource) -> bool {
    matches!(source, LedgerSource::Payout(_))
}

fn sorted(mut postings: Vec<(Account, i64)>) -> Vec<(Account, i64)> {
    postings.sort();
    postings
}

fn move_cash(minor: i64, category: Option<CashCategoryId>) -> Request {
    Request::MoveCash {
        amount: eur(minor),
        reason: String::new(),
        category,
        tax_class: None,
    }
}

fn category(name: &str, flow: CashFlow) -> Request {
    Request::SaveCashCategory {
        id: None,
        name: name.into(),
        flow,
        tax_class: None,
        active: true,
    }
}

fn saved(outcome: &Outcome) -> CashCategoryId {
    match outcome {
        Outcome::SavedCashCategory { category } => *category,
        other => panic!("{other:?}"),
    }
}

/// Each way of paying that was counted has its difference booked; a figure that was not
/// given is none.
#[test]
fn every_tender_that_is_counted_is_over_or_short_by_itself() {
    let bench = bench();
    sell(&bench, "A", 6_000, &[card(None)]);
    sell(&bench, "B", 5_000, &[Tender::of(TenderKind::Voucher, None)]);
    sell(&bench, "C", 4_000, &[Tender::of(TenderKind::Cheque, None)]);
    sell(&bench, "D", 10_000, &[dollars(12_000)]);
    // 100.00 less the change for the dollars.
    let mut by_hand = coins(9_200 + 100);
    by_hand.card = Some(eur(5_500));
    bench.done(Request::CountDrawer {
        count: by_hand,
        others: vec![
            counted(TenderKind::Voucher, "", 5_000),
            counted(TenderKind::Foreign, "USD", 11_900),
        ],
    });
    let z = close(&bench);
    let row = |kind| {
        let row = z.tenders.iter().find(|it| it.kind == kind).unwrap();
        let difference = row.difference().map(Money::minor);
        (row.expected.minor(), difference, row.booked.minor())
    };
    assert_eq!(row(TenderKind::Cash), (9_200, Some(100), 100));
    assert_eq!(row(TenderKind::Card), (6_000, Some(-500), -500));
    assert_eq!(row(TenderKind::Voucher), (5_000, Some(0), 0));
    assert_eq!(row(TenderKind::Cheque), (4_000, None, 0));
    // A dollar was worth 0.90 when it was taken.
    assert_eq!(row(TenderKind::Foreign), (12_000, Some(-100), -90));
    let named = |kind| {
        let row = z.tenders.iter().find(|it| it.kind == kind).unwrap();
        (row.name.as_str(), row.currency.as_str())
    };
    assert_eq!(named(TenderKind::Card), ("Terminal", ""));
    assert_eq!(named(TenderKind::Foreign), ("", "USD"));

    assert_eq!(bench.balance(&Account::OverShort), -100 + 500 + 90);
    assert_eq!(bench.balance(&Account::CardClearing), 5_500);
    assert_eq!(bench.balance(&Account::Cheques(1)), 4_000);
    assert_eq!(
        bench.balance(&Account::ForeignCash(1, "USD".into())),
        10_710
    );
    assert_eq!(bench.balance(&Account::Safe), -10_000 + 9_300);
}

#[test]
fn what_is_no_thing_in_a_drawer_is_not_counted() {
    let bench = bench();
    for kind in [TenderKind::Cash, TenderKind::Card, TenderKind::Account] {
        let refused = bench.refused(count(0, vec![counted(kind, "", 1)]));
        assert_eq!(refused, Refusal::TenderNotTaken { kind });
    }
    let twice = vec![
        counted(TenderKind::Voucher, "", 1),
        counted(TenderKind::Voucher, "", 2),
    ];
    assert!(matches!(
        bench.refused(count(0, twice)),
        Refusal::Field {
            field: Field::Count,
            problem: FieldProblem::Taken
        }
    ));
    let unknown = counted(TenderKind::Foreign, "GBP", 1);
    assert!(matches!(
        bench.refused(count(0, vec![unknown])),
        Refusal::Field {
            field: Field::Currency,
            ..
        }
    ));
    // Any figure of the currency that is taken is right, though none was.
    bench.done(count(
        10_000,
        vec![counted(TenderKind::Foreign, "USD", 200)],
    ));
    let z = close(&bench);
    let row = z.tenders.iter().find(|it| it.kind == TenderKind::Foreign);
    assert_eq!(row.unwrap().booked, eur(180));
    assert_eq!(bench.balance(&Account::OverShort), -180);
}

/// petty cash of 5.40 with the tax in it; and with a category and its own tax.
#[test]
fn petty_cash_goes_out_with_its_tax() {
    let bench = bench();
    let Outcome::SavedTaxClass { tax_class } = bench.done(Request::SaveTaxClass(TaxClassDraft {
        id: None,
        name: "Twenty".into(),
        components: super::bench::vat(20_000),
        from: None,
        active: true,
    })) else {
        panic!("no tax class");
    };
    let petty = Request::MoveCash {
        amount: eur(-540),
        reason: "Milk".into(),
        category: None,
        tax_class: Some(tax_class),
    };
    bench.done(petty);
    let (input, usd) = (Account::InputTax("VAT".into()), Account::Cash(1));
    let x_2 = vec![(Account::PettyCash, 450), (input, 90), (usd, -540)];
    assert_eq!(posted(&bench, of_movement), sorted(x_2));
}

#[test]
fn cash_goes_in_and_out_under_its_category() {
    let bench = bench();
    let flowers = saved(&bench.done(category("Flowers", CashFlow::Expense)));
    let rent = saved(&bench.done(category("Room let", CashFlow::Income)));
    assert!(matches!(
        bench.refused(category("flowers", CashFlow::Income)),
        Refusal::Field {
            field: Field::Name,
            problem: FieldProblem::Taken
        }
    ));
    // Without a category the reason must be said.
    assert!(matches!(
        bench.refused(move_cash(-100, None)),
        Refusal::Field {
            field: Field::Reason,
            ..
        }
    ));
    bench.done(move_cash(-700, Some(flowers)));
    let out = vec![
        (Account::OtherExpense("Flowers".into()), 700),
        (Account::Cash(1), -700),
    ];
    assert_eq!(posted(&bench, of_movement), sorted(out));
    bench.done(move_cash(2_500, Some(rent)));
    assert_eq!(
        bench.balance(&Account::OtherIncome("Room let".into())),
        -2_500
    );

    bench.done(Request::SaveCashCategory {
        id: Some(flowers),
        name: "Plants".into(),
        flow: CashFlow::Expense,
        tax_class: None,
        active: false,
    });
    let (what, name) = (Noun::CashCategory, "Plants".to_owned());
    assert_eq!(
        bench.refused(move_cash(-1, Some(flowers))),
        Refusal::Inactive { what, name }
    );

    bench.done(count(10_000, Vec::new()));
    let z = close(&bench);
    let moved: Vec<_> = z
        .moved
        .iter()
        .map(|it| (it.what, it.name.as_str(), it.amount.minor()))
        .collect();
    let want = [
        (MovedFor::Category, "Plants", -700),
        (MovedFor::Category, "Room let", 2_500),
    ];
    assert_eq!(moved, want);
    assert_eq!((z.cash_in, z.cash_out), (eur(2_500), eur(-700)));
    let all = bench.shop.read().all::<CashCategory>().unwrap();
    assert_eq!(all.len(), 2);
}

/// Z-2 and a drop: neither is an expense.
#[test]
fn cash_goes_to_the_safe_and_the_bank() {
    let bench = bench();
    let drop = |minor, to| Request::DropCash {
        amount: eur(minor),
        to,
    };
    bench.done(drop(2_000, DropTo::Bank));
    let z_2 = vec![(Account::Bank, 2_000), (Account::Cash(1), -2_000)];
    assert_eq!(posted(&bench, of_movement), sorted(z_2));
    bench.done(drop(3_000, DropTo::Safe));
    bench.done(drop(-500, DropTo::Safe));
    assert_eq!(bench.balance(&Account::Safe), -10_000 + 2_500);
    let (wanted, in_drawer) = (eur(5_501), eur(5_500));
    let short = Refusal::CashShort { wanted, in_drawer };
    assert_eq!(bench.refused(drop(5_501, DropTo::Safe)), short);
    assert!(matches!(
        bench.refused(drop(0, DropTo::Safe)),
        Refusal::Field { .. }
    ));
}

/// What the first has counted short is booked then, and the second begins with what was
/// counted.
#[test]
fn a_drawer_goes_over_with_both_names_and_its_difference() {
    let bench = bench();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    let hand = |from: Option<StaffId>, to, minor| Request::HandOver {
        from,
        to,
        count: coins(minor),
    };
    sell(&bench, "A", 6_000, &[cash(None)]);
    assert!(matches!(
        bench.refused(hand(None, marta, 16_000)),
        Refusal::Field {
            field: Field::Staff,
            problem: FieldProblem::Missing
        }
    ));
    let name = "Anna Kalna".to_owned();
    assert_eq!(
        bench.refused(hand(Some(anna), anna, 16_000)),
        Refusal::HandoverToSelf { name }
    );
    bench.done(count(16_000, Vec::new()));
    let Outcome::HandedOver {
        handover,
        expected,
        counted,
        difference,
    } = bench.done(hand(Some(anna), marta, 15_850))
    else {
        panic!("no hand-over");
    };
    assert_eq!(
        (expected, counted, difference),
        (eur(16_000), eur(15_850), eur(-150))
    );
    let kept = bench.shop.read().get::<Handover>(&handover).unwrap();
    let kept = kept.unwrap();
    assert_eq!((kept.from, kept.to), (anna, marta));
    let short = vec![(Account::OverShort, 150), (Account::Cash(1), -150)];
    assert_eq!(posted(&bench, of_movement), sorted(short));
    // Money was counted since.
    assert_eq!(bench.refused(CLOSE), Refusal::CountOutdated);
    assert_eq!(bench.drawer().holder, Some(marta));
    // Back, from who has it, and nothing is missing.
    bench.done(hand(None, anna, 15_850));
    bench.done(count(15_850, Vec::new()));
    let z = close(&bench);
    assert_eq!(z.differences, eur(-150));
    assert_eq!(z.tenders[0].difference(), Some(Money::ZERO));
    assert_eq!(bench.balance(&Account::OverShort), 150);
}

/// Any count closes a day, and the day has as many shifts as it was closed.
#[test]
fn a_day_of_several_shifts_adds_up_for_ever() {
    let bench = bench();
    sell(&bench, "A", 6_000, &[cash(None)]);
    bench.done(count(0, Vec::new()));
    let first = close(&bench);
    assert_eq!((first.shift, first.perpetual.n_sales), (1, 1));
    assert_eq!(bench.balance(&Account::OverShort), 16_000);
    bench.open_drawer(5_000);
    sell(&bench, "B", 4_000, &[card(None)]);
    bench.done(count(99_999, Vec::new()));
    let second = close(&bench);
    assert_eq!((second.shift, second.perpetual.n_sales), (2, 2));
    assert_eq!(second.perpetual.sales_total, eur(10_000));
    bench.pass(24 * 60);
    bench.open_drawer(0);
    bench.done(count(0, Vec::new()));
    let third = close(&bench);
    assert_eq!((third.shift, third.n_sales), (1, 0));
    assert_eq!(third.perpetual, second.perpetual);
}

/// K-1: a card payout of 436.00 arrives less 6.54, by the usual fee or by what came.
#[test]
fn a_payout_arrives_less_its_fee() {
    let bench = bench();
    sell(&bench, "A", 43_600, &[card(None)]);
    let draft = |arrived: Option<i64>| {
        Request::RecordPayout(PayoutDraft {
            kind: TenderKind::Card,
            amount: eur(43_600),
            currency: String::new(),
            arrived: arrived.map(eur),
            reference: "2026-114".into(),
        })
    };
    let Outcome::PaidOut {
        payout,
        arrived,
        fee,
    } = bench.done(draft(None))
    else {
        panic!("no payout");
    };
    assert_eq!((arrived, fee), (eur(42_946), eur(654)));
    let k_1 = sorted(vec![
        (Account::Bank, 42_946),
        (Account::TenderFees, 654),
        (Account::CardClearing, -43_600),
    ]);
    assert_eq!(posted(&bench, of_payout), k_1);
    assert_eq!(bench.balance(&Account::CardClearing), 0);
    let kept = bench.shop.read().get::<Payout>(&payout).unwrap().unwrap();
    assert_eq!(kept.reference, "2026-114");
    bench.done(draft(Some(42_946)));
    assert_eq!(posted(&bench, of_payout), k_1);
    // More than there was does not arrive.
    assert!(matches!(
        bench.refused(draft(Some(43_601))),
        Refusal::Field {
            field: Field::Arrived,
            ..
        }
    ));
    let kind = TenderKind::GiftCard;
    let balance = Request::RecordPayout(PayoutDraft {
        kind,
        amount: eur(1),
        currency: String::new(),
        arrived: None,
        reference: String::new(),
    });
    assert_eq!(bench.refused(balance), Refusal::TenderNotTaken { kind });
}

/// F-1: 120 dollars that were worth 108.00 come to 106.20 at the bank.
#[test]
fn dollars_are_banked_at_another_rate() {
    let bench = bench();
    sell(&bench, "A", 10_000, &[dollars(12_000)]);
    let draft = |units, arrived: Option<i64>| {
        Request::RecordPayout(PayoutDraft {
            kind: TenderKind::Foreign,
            amount: eur(units),
            currency: "USD".into(),
            arrived: arrived.map(eur),
            reference: String::new(),
        })
    };
    let left = eur(12_000);
    let currency = "USD".to_owned();
    assert_eq!(
        bench.refused(draft(12_001, Some(1))),
        Refusal::ForeignShort { currency, left }
    );
    // What it came to is asked for.
    assert!(matches!(
        bench.refused(draft(12_000, None)),
        Refusal::Field {
            field: Field::Arrived,
            ..
        }
    ));
    bench.done(draft(12_000, Some(10_620)));
    let f_1 = vec![
        (Account::Bank, 10_620),
        (Account::ExchangeDifference, 180),
        (Account::ForeignCash(1, "USD".into()), -10_800),
    ];
    assert_eq!(posted(&bench, of_payout), sorted(f_1));
    assert!(matches!(
        bench.refused(draft(1, Some(1))),
        Refusal::ForeignShort { .. }
    ));
}

/// What a card took too much is given back once, in cash.
#[test]
fn what_was_overpaid_is_given_back_once() {
    let bench = bench();
    let service = bench.massage();
    bench.add(Item::Service(service), 1);
    let Outcome::Sold(sold) = bench.done(Request::Pay(Paying {
        tenders: vec![card(Some(5_000))],
        told: None,
        confirmed: true,
    })) else {
        panic!("not sold");
    };
    assert_eq!(bench.balance(&Account::Overpaid), -500);
    let give = |sale: SaleId| Request::PayOutOverpaid { sale };
    bench.done(give(sold.sale));
    assert_eq!(bench.balance(&Account::Overpaid), 0);
    assert_eq!(bench.balance(&Account::Cash(1)), 9_500);
    assert_eq!(bench.refused(give(sold.sale)), Refusal::NothingOverpaid);
    // Voided, the card would give the same five euros back again.
    let void = Request::Void {
        sale: sold.sale,
        reason: "Wrong".into(),
    };
    let receipt = sold.receipt;
    assert_eq!(bench.refused(void), Refusal::VoidInPart { receipt });
}

#[test]
fn a_desk_without_a_drawer_takes_no_cash_and_needs_no_count() {
    let bench = Bench::new();
    let rules = |without_drawer| Request::SaveDrawerRules {
        blind_count: true,
        without_drawer,
    };
    bench.done(rules(vec![1]));
    bench.add(Item::Service(bench.massage()), 1);
    assert_eq!(bench.refused(pay(&[cash(None)])), Refusal::NoDrawerHere);
    let float = Request::OpenDrawer {
        float: coins(1),
        business_date: None,
    };
    assert_eq!(bench.refused(float), Refusal::NoDrawerHere);
    let sold = bench.pay(&[card(None)]);
    assert_eq!(sold.total, eur(4_500));
    let kick = Request::KickDrawer { reason: "x".into() };
    assert_eq!(bench.refused(kick), Refusal::NoDrawerHere);
    let in_cash = Request::MoveCash {
        amount: eur(100),
        reason: "x".into(),
        category: None,
        tax_class: None,
    };
    assert_eq!(bench.refused(in_cash), Refusal::NoDrawerHere);
    let z = close(&bench);
    assert_eq!((z.n_sales, z.sales_total), (1, eur(4_500)));
    // With a drawer that has money in it, it is counted first.
    bench.done(rules(Vec::new()));
    bench.open_drawer(500);
    assert!(matches!(
        bench.refused(rules(vec![1])),
        Refusal::DrawerAlreadyOpen { .. }
    ));
}

#[test]
fn what_is_expected_is_told_before_the_count_where_the_shop_says_so() {
    let bench = Bench::open();
    let ask = || bench.shop.ask(&DESK, &ENGLISH, &Query::DrawerFigures);
    assert_eq!(ask(), Err(Stop::Refused(Refusal::NotCounted)));
    bench.done(Request::SaveDrawerRules {
        blind_count: false,
        without_drawer: Vec::new(),
    });
    let Ok(Answer::DrawerFigures { tenders }) = ask() else {
        panic!("no figures");
    };
    assert_eq!(
        (tenders[0].expected, tenders[0].counted),
        (eur(10_000), None)
    );
}

/// One client may owe more or less than the others.
#[test]
fn a_client_has_a_limit_of_their_own() {
    let bench = bench();
    let (liga, ilze) = (
        bench.client("Liga", "26000001"),
        bench.client("Ilze", "26000002"),
    );
    let owe = |client, code: &str, price| {
        let client = Some(client);
        bench.done(Request::AttachClient { client });
        let service = bench.service(ServiceDraft {
            code: code.into(),
            price: Some(eur(price)),
            ..massage()
        });
        bench.add(Item::Service(service), 1);
        pay(&[Tender::of(TenderKind::Account, None)])
    };
    let limit = |client, limit: Option<i64>| Request::SetTabLimit {
        client,
        limit: limit.map(eur),
    };
    bench.done(limit(liga, Some(15_000)));
    bench.done(owe(liga, "A", 12_000));
    bench.done(limit(ilze, Some(0)));
    let refused = bench.refused(owe(ilze, "B", 100));
    let (limit_is, owed) = (Money::ZERO, Money::ZERO);
    let too_much = Refusal::TabLimit {
        limit: limit_is,
        owed,
    };
    assert_eq!(refused, too_much);
    bench.done(limit(ilze, None));
    bench.pay(&[Tender::of(TenderKind::Account, None)]);
    assert!(matches!(
        bench.refused(limit(ilze, Some(-1))),
        Refusal::Field { .. }
    ));
    let movements = bench.shop.read().all::<CashMovement>().unwrap();
    assert!(movements.is_empty());
}

/// The parts of each figure add up to it, for a shift and for the day of all of them.
#[test]
fn every_figure_is_made_of_its_sales() {
    let bench = bench();
    let marta = bench.staff(2);
    sell(&bench, "A", 6_000, &[cash(None)]);
    bench.add(Item::Product(bench.oil()), 2);
    bench.done(Request::AddTip {
        amount: eur(500),
        staff: Some(marta),
    });
    bench.pay(&[card(Some(2_000)), cash(None)]);
    let gone = sell(&bench, "B", 3_333, &[dollars(4_000)]);
    bench.done(Request::Void {
        sale: gone.sale,
        reason: "Wrong".into(),
    });
    bench.done(count(10_000, Vec::new()));
    bench.done(CLOSE);
    bench.open_drawer(0);
    sell(&bench, "C", 1_999, &[card(None)]);
    let open = bench.drawer();
    let ask = |query: &Query| bench.shop.ask(&DESK, &ENGLISH, query).unwrap();
    for of in [
        FiguresOf::Session(open.id),
        FiguresOf::Day(open.business_date),
    ] {
        let Answer::Figures(sheet) = ask(&Query::Figures { of }) else {
            panic!("no figures");
        };
        // The open shift is not counted: nothing is told of what it should come to.
        assert!(sheet.is_blind);
        let sum = |figure: TillFigure| {
            let Answer::FigureSales { rows } = ask(&Query::FigureSales { of, figure }) else {
                panic!("no sales");
            };
            rows.iter().map(|it| it.amount).sum::<Money>()
        };
        let turnover = &sheet.turnover;
        assert_eq!(sum(TillFigure::Sales), turnover.sales);
        assert_eq!(sum(TillFigure::Refunds), turnover.refunds);
        assert_eq!(sum(TillFigure::Services), turnover.services_net);
        assert_eq!(sum(TillFigure::Products), turnover.products_net);
        assert_eq!(sum(TillFigure::Tips), turnover.tips);
        assert_eq!(sum(TillFigure::Discounts), turnover.discounts);
        assert_eq!(sum(TillFigure::Rounding), turnover.rounding);
        for row in &turnover.tax_table {
            let name = row.name.clone();
            assert_eq!(sum(TillFigure::Tax { name }), row.tax);
        }
        for tender in &sheet.tenders {
            let kind = tender.kind;
            if kind == TenderKind::Card {
                assert_eq!(sum(TillFigure::Tender { kind }), tender.expected);
            }
        }
        let both = matches!(of, FiguresOf::Day(_));
        assert_eq!(sheet.sessions.len(), if both { 2 } else { 1 });
        assert_eq!(turnover.tips, if both { eur(500) } else { Money::ZERO });
        assert_eq!(turnover.n_sales, if both { 4 } else { 1 });
    }
}
