//! Of what comes off prices by itself.

use super::{
    super::shop::{day, id},
    money,
};
use crate::domain::{
    ids::{ClientId, CouponId, ProductId, PromotionId, ServiceId},
    money::Rate,
    price::{CardStep, LevelId, OfferRules, PriceLevel, PriceRules, Stacking},
    promotion::{Coupon, Gives, Part, Promotion, Scope, Season, Sort, Who},
    staff::Shift,
    ticket::Item,
};

pub(in crate::store::tests) fn price_rules() -> PriceRules {
    PriceRules {
        levels: vec![PriceLevel {
            id: LevelId(2),
            name: "Members".into(),
            active: true,
        }],
        offers: OfferRules {
            stacking: Stacking::InOrder,
            most_off: Some(Rate::from_milli_percent(50_000)),
            cards: vec![CardStep {
                from: money(50_000),
                rate: Rate::from_milli_percent(5_000),
            }],
            card_months: Some(12),
        },
    }
}

pub(in crate::store::tests) fn promotions() -> Vec<Promotion> {
    let sorts = vec![
        Sort::Services,
        Sort::Products,
        Sort::Category("Oils".into()),
        Sort::Item(Item::Service(ServiceId(id(4)))),
    ];
    let candle = Scope(vec![Sort::Item(Item::Product(ProductId(id(5))))]);
    let gives = [
        Gives::Percent(Rate::from_milli_percent(10_000)),
        Gives::Each(money(200)),
        Gives::Together(money(1_000)),
        Gives::Price(money(1_990)),
        Gives::More {
            buy: 2,
            get: 1,
            off: Rate::WHOLE,
            of: Some(candle.clone()),
        },
        Gives::Bundle {
            parts: vec![Part {
                of: candle,
                quantity: 3,
            }],
            price: money(5_500),
        },
    ];
    let whos = [
        Who::Anybody,
        Who::Client,
        Who::NewClient,
        Who::CardHolder,
        Who::Level(LevelId(2)),
        Who::Anybody,
    ];
    let promotion = |(number, (gives, who)): (u64, (Gives, Who))| Promotion {
        id: PromotionId(id(number)),
        name: "Happy hour".into(),
        gives,
        on: Scope(sorts.clone()),
        when: Season {
            from: Some(day("2026-03-01")),
            until: Some(day("2026-03-31")),
            days: vec![1, 7],
            hours: Some(Shift {
                start_minute: 600,
                end_minute: 720,
            }),
        },
        who,
        by_coupon: true,
        least: Some(money(2_000)),
        most: Some(money(3_000)),
        alone: true,
        rank: 7,
        active: true,
    };
    (1..)
        .zip(gives.into_iter().zip(whos))
        .map(promotion)
        .collect()
}

pub(in crate::store::tests) fn coupon() -> Coupon {
    Coupon {
        id: CouponId(id(6)),
        code: "SPRING10".into(),
        promotion: PromotionId(id(1)),
        uses: 3,
        used: 2,
        from: Some(day("2026-03-01")),
        until: Some(day("2026-03-31")),
        client: Some(ClientId(id(7))),
        active: true,
    }
}
