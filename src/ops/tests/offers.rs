//! What is asked about promotions: what they brought, and what somebody pays.

use super::bench::{Bench, DESK, ENGLISH, cash, day, eur, massage, oil};
use crate::{
    domain::{
        ids::PromotionId,
        money::Rate,
        price::{LevelId, LevelPrice},
        promotion::{Gives, Scope, Season, Sort, Who},
        ticket::{Discount, Item, OfferKind},
    },
    ops::{
        outcome::{Outcome, Sold},
        query::{Answer, Effect, Effects, Query},
        refusal::{Field, Refusal},
        request::{
            ClientDraft, CouponDraft, DiscountChange, ProductDraft, PromotionDraft, RefundLine,
            RefundWish, Request, ServiceDraft,
        },
        shop::Stop,
    },
};

fn rate(percent: u32) -> Rate {
    Rate::from_milli_percent(percent * 1_000)
}

impl Bench {
    fn rule(&self, name: &str, sort: Sort, by_coupon: bool) -> PromotionId {
        let saved = self.done(Request::SavePromotion(PromotionDraft {
            id: None,
            name: name.into(),
            gives: Gives::Percent(rate(10)),
            on: Scope(vec![sort]),
            when: Season::default(),
            who: Who::Anybody,
            by_coupon,
            least: None,
            most: None,
            alone: false,
            rank: 0,
            active: true,
        }));
        match saved {
            Outcome::SavedPromotion { promotion } => promotion,
            other => panic!("{other:?}"),
        }
    }

    fn effects(&self) -> Effects {
        let query = Query::Effects {
            from: day("2026-11-01"),
            until: day("2026-11-30"),
        };
        match self.shop.ask(&DESK, &ENGLISH, &query) {
            Ok(Answer::Effects(effects)) => effects,
            other => panic!("{other:?}"),
        }
    }

    fn receipts_of(&self, of: OfferKind) -> Vec<String> {
        let query = Query::EffectSales {
            of,
            from: day("2026-11-01"),
            until: day("2026-11-30"),
        };
        match self.shop.ask(&DESK, &ENGLISH, &query) {
            Ok(Answer::Receipts { hits }) => hits.iter().map(|it| it.receipt.to_string()).collect(),
            other => panic!("{other:?}"),
        }
    }
}

/// Name, sales, given, turnover and cost.
fn rows(effects: &Effects) -> Vec<(&str, u32, i64, i64, i64)> {
    let row = |it: &'_ Effect| {
        (
            it.n_sales,
            it.given.minor(),
            it.turnover.minor(),
            it.cost.minor(),
        )
    };
    let rows = effects.rows.iter();
    rows.map(|it| {
        let (n, given, turnover, cost) = row(it);
        (it.name.as_str(), n, given, turnover, cost)
    })
    .collect()
}

/// Oil of 18.90 and cost 7.00, a massage of 45.00; 21 % inside.
#[test]
fn effects_count_what_was_given_and_what_those_sales_brought() {
    let bench = Bench::open();
    let (massage, oil) = (Item::Service(bench.massage()), Item::Product(bench.oil()));
    let oils = bench.rule("Oil week", Sort::Products, false);
    let spa = bench.rule("Spa slip", Sort::Services, true);
    bench.done(Request::SaveCoupon(CouponDraft {
        id: None,
        promotion: spa,
        code: "SPA".into(),
        uses: 0,
        from: None,
        until: None,
        client: None,
        active: true,
    }));
    let sell = |lines: &[(Item, u32)], code: Option<&str>| -> Sold {
        for (item, quantity) in lines {
            bench.add(*item, *quantity);
        }
        if let Some(code) = code {
            bench.done(Request::UseCoupon { code: code.into() });
        }
        bench.pay(&[cash(None)])
    };
    // 34.02 + 45.00: 28.12 + 37.19 without tax.
    let first = sell(&[(oil, 2), (massage, 1)], None);
    // 40.50: 33.47.
    sell(&[(massage, 1)], Some("SPA"));
    // 17.01 + 45.00 - 4.50: 14.06 + 33.47.
    let voided = sell(&[(oil, 1), (massage, 1)], Some("SPA"));
    bench.done(Request::Void {
        sale: voided.sale,
        reason: "Wrong".into(),
    });
    let now = bench.effects();
    assert_eq!((now.n_sales, now.turnover), (2, eur(2_812 + 3_719 + 3_347)));
    let want = [
        ("Spa slip", 1, 450, 3_347, 0),
        ("Oil week", 1, 378, 2_812 + 3_719, 1_400),
    ];
    assert_eq!(rows(&now), want);
    // The massage of a sale that had an oil cheaper comes back, and one oil.
    bench.done(Request::Refund(RefundWish {
        sale: first.sale,
        lines: [1, 2]
            .map(|line| RefundLine {
                line,
                quantity: 1,
                restock: true,
            })
            .to_vec(),
        tender: None,
        reason: "Torn".into(),
    }));
    let now = bench.effects();
    let want = [
        ("Spa slip", 1, 450, 3_347, 0),
        ("Oil week", 1, 189, 1_406, 700),
    ];
    assert_eq!(rows(&now), want);
    let of_oils = bench.receipts_of(OfferKind::Promotion(oils));
    assert_eq!(of_oils, ["1-000005", "1-000004", "1-000003", "1-000001"]);
    let of_slip = bench.receipts_of(OfferKind::Promotion(spa));
    assert_eq!(of_slip, ["1-000004", "1-000003", "1-000002"]);
    // What is taken off a whole order by hand has its row, too.
    bench.add(massage, 1);
    bench.done(Request::DiscountOrder {
        discount: DiscountChange::Give(Discount::Amount(eur(500))),
        reason: "Regular".into(),
    });
    bench.pay(&[cash(None)]);
    let now = bench.effects();
    assert_eq!(
        (now.rows[0].of.clone(), now.rows[0].given),
        (OfferKind::Order, eur(500))
    );
}

#[test]
fn effects_are_of_days_in_their_order_and_not_of_centuries() {
    let bench = Bench::new();
    for (from, until) in [("2026-11-02", "2026-11-01"), ("1926-11-02", "2026-11-01")] {
        let query = Query::Effects {
            from: day(from),
            until: day(until),
        };
        let refused = bench.shop.ask(&DESK, &ENGLISH, &query);
        assert!(matches!(
            refused,
            Err(Stop::Refused(Refusal::Field {
                field: Field::Until,
                ..
            }))
        ));
    }
}

#[test]
fn a_client_sees_the_price_of_their_column_and_card() {
    let bench = Bench::new();
    bench.done(Request::SavePriceLevel {
        level: None,
        name: "Members".into(),
        active: true,
    });
    bench.service(ServiceDraft {
        prices: vec![LevelPrice {
            level: LevelId(1),
            price: eur(4_000),
        }],
        ..massage()
    });
    bench.product(ProductDraft {
        category: "Massage oils".into(),
        ..oil()
    });
    let found = || {
        let text = "massage".to_owned();
        match bench.shop.ask(&DESK, &ENGLISH, &Query::FindItems { text }) {
            Ok(Answer::Items { hits }) => hits
                .iter()
                .map(|it| it.own_price.map(crate::domain::money::Money::minor))
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(found(), [None, None]);
    let saved = bench.done(Request::SaveClient(ClientDraft {
        name: "Ozola".into(),
        price_level: Some(LevelId(1)),
        card_rate: Some(rate(10)),
        active: true,
        ..ClientDraft::default()
    }));
    let Outcome::SavedClient { client } = saved else {
        panic!("{saved:?}");
    };
    let client = Some(client);
    bench.done(Request::AttachClient { client });
    assert_eq!(found(), [Some(4_000), Some(1_701)]);
}
