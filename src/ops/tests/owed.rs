//! Tabs, tips, a second currency, and what the shop decides about its ways of paying:
//! the worked examples of bookkeeping through the balances of the ledger.

use super::bench::{Bench, card, cash, eur, line, massage, pay};
use crate::{
    domain::{
        ids::{ClientId, SaleId, StaffId},
        ledger::Account,
        money::{Currency, Money, Rate},
        tab::{Tab, TipShare},
        tender::{ForeignCash, Tender, TenderKind},
        tender_rules::{TenderRule, TenderRules},
        ticket::{Discount, Item},
    },
    ops::{
        outcome::{Outcome, Sold},
        query::{self, Attention},
        refusal::{Field, FieldProblem, Refusal},
        request::{
            DiscountChange, ForeignDraft, LineChange, NewLine, Paying, RefundLine, RefundWish,
            Request, ServiceDraft, TabSettling, TenderRulesDraft,
        },
    },
    store::Reads,
};

fn rules(tab_limit: i64) -> TenderRulesDraft {
    TenderRulesDraft {
        tab_limit: eur(tab_limit),
        foreign: Some(ForeignDraft {
            currency: "USD".into(),
            rate_millionths: 900_000,
            stale_days: 7,
            looked_up: false,
        }),
        ..TenderRulesDraft::default()
    }
}

/// With a tab limit of 200.00, dollars at 0.90, and a client on the cart.
fn bench() -> (Bench, ClientId) {
    let bench = Bench::open();
    bench.done(Request::SaveTenderRules(rules(20_000)));
    let client = bench.client("Liga Ozola", "20200101");
    (bench, client)
}

fn service(bench: &Bench, code: &str, price: i64) -> Item {
    Item::Service(bench.service(ServiceDraft {
        code: code.into(),
        price: Some(eur(price)),
        ..massage()
    }))
}

fn on_account(amount: Option<i64>) -> Tender {
    Tender::of(TenderKind::Account, amount.map(eur))
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

fn owe(bench: &Bench, client: ClientId, code: &str, price: i64) -> Sold {
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    bench.add(service(bench, code, price), 1);
    bench.pay(&[on_account(None)])
}

fn settle(client: ClientId, amount: Option<i64>) -> Request {
    Request::SettleTab(TabSettling {
        sale: None,
        client: Some(client),
        amount: amount.map(eur),
    })
}

fn give_back(sale: SaleId) -> Request {
    Request::Refund(RefundWish {
        sale,
        lines: vec![RefundLine {
            line: 1,
            quantity: 1,
            restock: false,
        }],
        tender: None,
        reason: "Did not like it".into(),
    })
}

fn tab(bench: &Bench, sale: SaleId) -> Tab {
    bench.shop.read().get::<Tab>(&sale).unwrap().unwrap()
}

fn owed_tips(bench: &Bench, staff: StaffId) -> i64 {
    let share = bench.shop.read().get::<TipShare>(&staff).unwrap();
    share.map_or(0, |it| it.owed.minor())
}

#[test]
fn a_sale_on_account_is_owed_until_it_is_settled_in_parts() {
    let (bench, client) = bench();
    let first = owe(&bench, client, "A", 6_000);
    bench.pass(60 * 24);
    let second = owe(&bench, client, "B", 4_000);
    assert_eq!(bench.balance(&Account::Receivable(client)), 10_000);
    assert!(!first.drawer_opens);
    let on_card = query::client_card(
        &bench.shop.read(),
        &bench.shop.settings().unwrap(),
        super::bench::at("12:00"),
        client,
    );
    assert_eq!(on_card.unwrap().unwrap().tabs.len(), 2);

    // 70.00 of 100.00: the older one whole, 10.00 of the other.
    bench.done(settle(client, Some(7_000)));
    assert_eq!(
        bench.refused(settle(client, Some(3_001))),
        Refusal::TabSmaller { left: eur(3_000) }
    );
    let cart = bench.cart().unwrap();
    assert_eq!(cart.client, Some(client));
    let lines: Vec<_> = cart
        .lines
        .iter()
        .map(|it| (it.item, it.unit_price))
        .collect();
    let (one, other) = (Item::Owed(first.sale), Item::Owed(second.sale));
    assert_eq!(lines, [(one, eur(6_000)), (other, eur(1_000))]);
    bench.pay(&[cash(None)]);
    assert_eq!(bench.balance(&Account::Receivable(client)), 3_000);
    assert_eq!(bench.balance(&Account::Cash(1)), 17_000);
    assert_eq!(
        (
            tab(&bench, first.sale).open(),
            tab(&bench, second.sale).open()
        ),
        (eur(0), eur(3_000))
    );
    // No revenue, and no tax, a second time.
    assert_eq!(bench.balance(&Account::ServiceRevenue), -8_265);

    bench.done(settle(client, None));
    assert_eq!(bench.refused(settle(client, None)), Refusal::NothingOwed);
    bench.pay(&[card(None)]);
    assert_eq!(bench.balance(&Account::Receivable(client)), 0);
    assert_eq!(bench.refused(settle(client, None)), Refusal::NothingOwed);
}

#[test]
fn who_owes_is_known_and_owes_no_more_than_the_shop_allows() {
    let (bench, client) = bench();
    bench.add(service(&bench, "A", 15_000), 1);
    let whole = pay(&[on_account(None)]);
    assert_eq!(bench.refused(whole.clone()), Refusal::TabNeedsClient);
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    bench.done(whole);
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    bench.add(service(&bench, "B", 6_000), 1);
    let (limit, owed) = (eur(20_000), eur(15_000));
    let too_much = Refusal::TabLimit { limit, owed };
    assert_eq!(bench.refused(pay(&[on_account(None)])), too_much);
    let parts = |amount| Request::TakeParts {
        tenders: vec![on_account(Some(amount))],
    };
    assert_eq!(bench.refused(parts(5_001)), too_much);
    bench.done(parts(5_000));
    // The client is part of what was taken.
    let other = bench.client("Anna Berzina", "20200102");
    assert_eq!(
        bench.refused(Request::AttachClient {
            client: Some(other)
        }),
        Refusal::TabOfOther {
            client: "Liga Ozola".into()
        }
    );
    bench.pay(&[cash(None)]);
    assert_eq!(bench.balance(&Account::Receivable(client)), 20_000);

    // Nobody owes where the shop has set no limit.
    bench.done(Request::SaveTenderRules(rules(0)));
    bench.done(Request::AttachClient {
        client: Some(other),
    });
    bench.add(service(&bench, "C", 100), 1);
    let kind = TenderKind::Account;
    assert_eq!(
        bench.refused(pay(&[on_account(None)])),
        Refusal::TenderNotTaken { kind }
    );
}

/// Given back, it is no longer owed; what was settled meanwhile goes back in cash.
#[test]
fn a_refund_makes_the_tab_smaller() {
    let (bench, client) = bench();
    let first = owe(&bench, client, "A", 6_000);
    bench.done(give_back(first.sale));
    assert_eq!(bench.balance(&Account::Receivable(client)), 0);
    assert_eq!(bench.balance(&Account::Cash(1)), 10_000);
    assert_eq!(bench.refused(settle(client, None)), Refusal::NothingOwed);

    let second = owe(&bench, client, "B", 6_000);
    bench.done(settle(client, Some(2_000)));
    let paid = bench.pay(&[cash(None)]);
    let Outcome::Sold(back) = bench.done(give_back(second.sale)) else {
        panic!();
    };
    assert_eq!(back.cash_out, eur(2_000));
    assert_eq!(bench.balance(&Account::Receivable(client)), 0);
    assert_eq!(bench.balance(&Account::Cash(1)), 10_000);
    assert_eq!(bench.balance(&Account::ServiceRevenue), 0);
    // The payment itself is not given back a second time.
    assert_eq!(bench.refused(give_back(paid.sale)), Refusal::NotRefundable);
}

#[test]
fn what_is_owed_is_on_the_attention_list() {
    let (bench, client) = bench();
    owe(&bench, client, "A", 6_000);
    owe(&bench, client, "B", 1_000);
    let settings = bench.shop.settings().unwrap();
    let now = bench.shop.now();
    let list = query::attention(&bench.shop.read(), &settings, 1, now).unwrap();
    let owed: Vec<_> = list
        .into_iter()
        .filter_map(|it| match it {
            Attention::Owed { name, open, .. } => Some((name, open)),
            _ => None,
        })
        .collect();
    assert_eq!(owed, [("Liga Ozola".to_owned(), eur(7_000))]);
}

/// a tip of 10.00 by card, paid out of the drawer. P18: 30.00 on services
/// of 50.00 and 100.00 is 10.00 and 20.00.
#[test]
fn tips_are_owed_to_who_did_the_work_and_are_no_revenue() {
    let (bench, _) = bench();
    let (anna, marta) = (bench.staff(1), bench.staff(2));
    for (code, price, staff) in [("A", 5_000, anna), ("B", 10_000, marta)] {
        bench.done(Request::AddLine(NewLine {
            staff: Some(staff),
            ..line(service(&bench, code, price), 1)
        }));
    }
    let tip = |amount, staff| Request::AddTip {
        amount: eur(amount),
        staff,
    };
    bench.done(tip(3_000, None));
    let fixed = Request::ChangeLine(LineChange {
        line: 3,
        discount: Some(DiscountChange::Give(Discount::Percent(Rate::WHOLE))),
        ..LineChange::default()
    });
    assert_eq!(bench.refused(fixed), Refusal::FixedLine);
    let sold = bench.pay(&[card(None)]);
    assert_eq!(sold.total, eur(18_000));
    assert_eq!(bench.balance(&Account::Tips(anna)), -1_000);
    assert_eq!(bench.balance(&Account::Tips(marta)), -2_000);
    assert_eq!(bench.balance(&Account::CardClearing), 18_000);
    assert_eq!(bench.balance(&Account::ServiceRevenue), -12_396);

    let out = |amount| Request::PayOutTips {
        staff: anna,
        amount: eur(amount),
    };
    let (name, left) = ("Anna Kalna".to_owned(), eur(1_000));
    assert_eq!(
        bench.refused(out(1_001)),
        Refusal::TipsSmaller { name, left }
    );
    bench.done(out(1_000));
    assert_eq!(bench.balance(&Account::Tips(anna)), 0);
    assert_eq!(bench.balance(&Account::Cash(1)), 9_000);
    assert_eq!(bench.balance(&Account::PettyCash), 0);
    assert_eq!(
        (owed_tips(&bench, anna), owed_tips(&bench, marta)),
        (0, 2_000)
    );

    // For nobody in particular, with nobody's work in the cart.
    assert_eq!(bench.refused(tip(500, None)), Refusal::TipForWhom);
    bench.done(tip(500, Some(marta)));
    bench.pay(&[cash(None)]);
    assert_eq!(owed_tips(&bench, marta), 2_500);
}

/// 100.00 paid with 120 dollars at 0.90, 8.00 change from the drawer.
#[test]
fn foreign_cash_is_taken_at_its_rate_and_gives_change_in_the_shops_own() {
    let (bench, _) = bench();
    // Change is not given out of nothing.
    bench.done(Request::MoveCash {
        amount: eur(-9_999),
        reason: "To the bank".into(),
        category: None,
        tax_class: None,
    });
    bench.add(service(&bench, "C", 10_000), 1);
    let (wanted, in_drawer) = (eur(800), eur(1));
    let short = Refusal::CashShort { wanted, in_drawer };
    assert_eq!(bench.refused(pay(&[dollars(12_000)])), short);
    bench.done(Request::CancelTicket {
        reason: "Left".into(),
    });
    bench.done(Request::MoveCash {
        amount: eur(14_999),
        reason: "Change".into(),
        category: None,
        tax_class: None,
    });
    bench.add(service(&bench, "A", 10_000), 1);
    let sold = bench.pay(&[dollars(12_000)]);
    assert_eq!((sold.change, sold.drawer_opens), (eur(800), true));
    let usd = Account::ForeignCash(1, "USD".into());
    assert_eq!(bench.balance(&usd), 10_800);
    assert_eq!(bench.balance(&Account::Cash(1)), 14_200);
    let revenue =
        bench.balance(&Account::ServiceRevenue) + bench.balance(&Account::Tax("VAT".into()));
    assert_eq!(revenue, -10_000);
    let paid = &bench.sale(sold.sale).payments[0];
    let cash = paid.foreign.as_ref().unwrap();
    assert_eq!((cash.amount, cash.rate_millionths), (eur(12_000), 900_000));
    // It goes back in the shop's own.
    let Outcome::Sold(back) = bench.done(give_back(sold.sale)) else {
        panic!();
    };
    assert_eq!(back.cash_out, eur(10_000));
    assert_eq!(bench.balance(&Account::Cash(1)), 4_200);
}

#[test]
fn a_rate_that_is_old_is_asked_about() {
    let (bench, _) = bench();
    bench.add(service(&bench, "A", 10_000), 1);
    bench.pass(8 * 24 * 60);
    let tenders = vec![dollars(12_000)];
    let set_on = super::bench::day("2026-11-21");
    let old = Refusal::RateOld { set_on, n_days: 8 };
    assert_eq!(bench.refused(pay(&tenders)), old);
    // Looked up and the same: good for another week.
    let mut draft = rules(20_000);
    draft.foreign.as_mut().unwrap().looked_up = true;
    bench.done(Request::SaveTenderRules(draft));
    bench.pay(&tenders);
    bench.pass(8 * 24 * 60);
    bench.add(service(&bench, "B", 10_000), 1);
    bench.refused(pay(&tenders));
    bench.done(Request::Pay(Paying {
        tenders,
        told: None,
        confirmed: true,
    }));
}

#[test]
fn what_the_shop_does_not_take_is_refused_and_what_it_needs_is_asked_for() {
    let bench = Bench::open();
    bench.add(service(&bench, "A", 1_000), 1);
    let kind = TenderKind::Foreign;
    assert_eq!(
        bench.refused(pay(&[dollars(1_000)])),
        Refusal::TenderNotTaken { kind }
    );
    let number = Refusal::Field {
        field: Field::Reference,
        problem: FieldProblem::Missing,
    };
    let voucher = Tender::of(TenderKind::Voucher, None);
    assert_eq!(bench.refused(pay(std::slice::from_ref(&voucher))), number);
    let rule = |kind, taken| TenderRule {
        taken,
        reference_needed: false,
        opens_drawer: true,
        ..TenderRule::usual(kind)
    };
    bench.done(Request::SaveTenderRules(TenderRulesDraft {
        tenders: vec![
            rule(TenderKind::Voucher, true),
            rule(TenderKind::Card, false),
        ],
        ..TenderRulesDraft::default()
    }));
    let kind = TenderKind::Card;
    assert_eq!(
        bench.refused(pay(&[card(None)])),
        Refusal::TenderNotTaken { kind }
    );
    assert!(bench.pay(&[voucher]).drawer_opens);

    let kept = bench.shop.read().get::<TenderRules>(&()).unwrap().unwrap();
    assert!(!kept.takes(TenderKind::Card) && kept.takes(TenderKind::Cash));
    for (currency, rate_millionths) in [("EUR", 1), ("XXX", 1), ("USD", 0), ("USD", u64::MAX)] {
        let foreign = Some(ForeignDraft {
            currency: currency.into(),
            rate_millionths,
            stale_days: 0,
            looked_up: false,
        });
        let draft = TenderRulesDraft {
            foreign,
            ..TenderRulesDraft::default()
        };
        let refused = bench.refused(Request::SaveTenderRules(draft));
        assert!(matches!(refused, Refusal::Field { .. }), "{refused:?}");
    }
    let limit = TenderRulesDraft {
        tab_limit: Money::from_minor(-1),
        ..TenderRulesDraft::default()
    };
    bench.refused(Request::SaveTenderRules(limit));
}
