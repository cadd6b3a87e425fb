//! What one piece costs, and why. One function says so, for every line of every cart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    catalog::{Product, Service},
    ids::StaffId,
    money::{Money, Rate},
    ticket::PriceReason,
};

/// A column of the price list besides the usual one: staff, write-off, members.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct LevelId(pub u16);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceLevel {
    pub id: LevelId,
    /// Stands on the line and on the receipt's copy of why it costs what it costs.
    pub name: String,
    pub active: bool,
}

/// What a shop decides once about its prices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceRules {
    /// In the order in which they are offered.
    pub levels: Vec<PriceLevel>,
    pub offers: OfferRules,
}

/// What a shop decides once about what comes off its prices by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfferRules {
    pub stacking: Stacking,
    /// Promotions, coupons and the client's card together take off at most so much of
    /// what a line costs.
    #[serde(default)]
    pub most_off: Option<Rate>,
    /// Of a client's card, by what was bought; the least amount first.
    #[serde(default)]
    pub cards: Vec<CardStep>,
    /// Only what was bought in so many months counts; `None`: all that ever was.
    #[serde(default)]
    pub card_months: Option<u16>,
}

/// What is done where several rules are of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stacking {
    /// The one that takes most off.
    #[default]
    BestOf,
    /// All of them, each of what the one before left.
    InOrder,
}

/// From so much on, a client's card takes so much off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CardStep {
    pub from: Money,
    pub rate: Rate,
}

impl OfferRules {
    /// What a card takes off for who has bought so much.
    pub fn card_rate(&self, bought: Money) -> Option<Rate> {
        let reached = self.cards.iter().filter(|it| it.from <= bought);
        reached.map(|it| it.rate).max()
    }

    /// Where more is taken off than that, and how much.
    pub fn next_step(&self, bought: Money) -> Option<CardStep> {
        let now = self.card_rate(bought).unwrap_or_default();
        let ahead = self.cards.iter().filter(|it| it.from > bought);
        let more = ahead.filter(|it| it.rate > now);
        more.min_by_key(|it| it.from).copied()
    }
}

impl PriceRules {
    /// A level that is still in use.
    pub fn level(&self, id: LevelId) -> Option<&PriceLevel> {
        self.levels.iter().find(|it| it.id == id && it.active)
    }
}

/// What something costs at a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LevelPrice {
    pub level: LevelId,
    pub price: Money,
}

/// What one therapist takes for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StaffPrice {
    pub staff: StaffId,
    pub price: Money,
}

/// A service that is charged by its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Timed {
    /// The price is for so many minutes.
    pub per_min: u16,
    /// A step that was begun is charged whole.
    pub step_min: u16,
}

impl Timed {
    /// What `minutes` cost where `price` is for [`Timed::per_min`], half away from
    /// zero; at least one step.
    pub fn price(self, price: Money, minutes: u16) -> Money {
        let step = self.step_min.max(1);
        let charged = i128::from(minutes.max(1).div_ceil(step)) * i128::from(step);
        Money::ratio(
            i128::from(price.minor()) * charged,
            i128::from(self.per_min.max(1)),
        )
    }
}

/// Who buys, from whom, and for how long.
#[derive(Clone, Copy, Debug, Default)]
pub struct Buying<'a> {
    /// The client's level, where there is one that is in use.
    pub level: Option<&'a PriceLevel>,
    pub staff: Option<StaffId>,
    /// Of a service that is charged by time; `None`: as long as it usually takes.
    pub minutes: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// What the price list says to anybody.
    pub list: Money,
    /// What one costs here.
    pub unit: Money,
    pub reason: PriceReason,
    /// Charged for; only of a service that is charged by time.
    pub minutes: Option<u16>,
}

/// The price of a service, or `None` where it is asked for at the sale.
///
/// The client's level goes before the therapist's own price, and that before the
/// list's. A service that is asked for at each sale may still have either.
pub fn of_service(service: &Service, buying: &Buying) -> Option<Priced> {
    let own = buying.staff.and_then(|staff| {
        let mut own = service.by_staff.iter();
        own.find(|it| it.staff == staff).map(|it| it.price)
    });
    let (base, reason) = match (at_level(&service.prices, buying), own, service.price) {
        (Some((price, reason)), ..) => (price, reason),
        (None, Some(price), _) => (price, PriceReason::Person),
        (None, None, Some(price)) => (price, PriceReason::Listed),
        (None, None, None) => return None,
    };
    let list = service.price.unwrap_or(base);
    let Some(timed) = service.timed else {
        return Some(Priced {
            list,
            unit: base,
            reason,
            minutes: None,
        });
    };
    let minutes = buying.minutes.unwrap_or_else(|| service.minutes());
    Some(Priced {
        list: timed.price(list, minutes),
        unit: timed.price(base, minutes),
        reason: match reason {
            PriceReason::Listed => PriceReason::Timed,
            other => other,
        },
        minutes: Some(minutes),
    })
}

/// The price of a product, or `None` where it is asked for at the sale.
pub fn of_product(product: &Product, buying: &Buying) -> Option<Priced> {
    let (unit, reason) = match (at_level(&product.prices, buying), product.price) {
        (Some(found), _) => found,
        (None, Some(price)) => (price, PriceReason::Listed),
        (None, None) => return None,
    };
    Some(Priced {
        list: product.price.unwrap_or(unit),
        unit,
        reason,
        minutes: None,
    })
}

fn at_level(prices: &[LevelPrice], buying: &Buying) -> Option<(Money, PriceReason)> {
    let level = buying.level?;
    let found = prices.iter().find(|it| it.level == level.id)?;
    Some((found.price, PriceReason::Level(level.name.clone())))
}

impl PriceReason {
    /// Whether it follows the client and the therapist: what was asked for, read off a
    /// label or changed by hand does not.
    pub fn follows_the_list(&self) -> bool {
        matches!(
            self,
            Self::Listed | Self::Level(_) | Self::Person | Self::Timed
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        catalog::{Manner, SegmentPlan},
        ids::{ProductId, RawId, ServiceId, TaxClassId},
    };

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn staff(number: u64) -> StaffId {
        StaffId(RawId::new(1, number).unwrap())
    }

    fn members() -> PriceLevel {
        PriceLevel {
            id: LevelId(2),
            name: "Members".into(),
            active: true,
        }
    }

    /// 45.00 for an hour; 40.00 for members; 50.00 by the second therapist.
    fn massage() -> Service {
        Service {
            id: ServiceId::default(),
            code: String::new(),
            name: "Massage".into(),
            category: String::new(),
            price: Some(eur(4_500)),
            cost: Money::ZERO,
            tax_class: TaxClassId::default(),
            segments: vec![SegmentPlan::whole(60)],
            rooms: Vec::new(),
            active: true,
            prices: vec![LevelPrice {
                level: LevelId(2),
                price: eur(4_000),
            }],
            by_staff: vec![StaffPrice {
                staff: staff(2),
                price: eur(5_000),
            }],
            timed: None,
            manner: Manner::default(),
        }
    }

    #[test]
    fn the_client_goes_before_the_therapist_and_the_therapist_before_the_list() {
        let members = members();
        let other = PriceLevel {
            id: LevelId(3),
            ..members.clone()
        };
        let level = || PriceReason::Level("Members".into());
        let (none, first, second) = (None, Some(staff(1)), Some(staff(2)));
        #[rustfmt::skip]
        let cases = [
            // level          staff   price  why
            (None,            none,   4_500, PriceReason::Listed),
            (None,            first,  4_500, PriceReason::Listed),
            (None,            second, 5_000, PriceReason::Person),
            (Some(&members),  first,  4_000, level()),
            (Some(&members),  second, 4_000, level()),
            (Some(&other),    first,  4_500, PriceReason::Listed),
            (Some(&other),    second, 5_000, PriceReason::Person),
        ];
        for (level, staff, unit, reason) in cases {
            let buying = Buying {
                level,
                staff,
                minutes: None,
            };
            let want = Priced {
                list: eur(4_500),
                unit: eur(unit),
                reason,
                minutes: None,
            };
            assert_eq!(of_service(&massage(), &buying), Some(want), "{buying:?}");
        }
    }

    #[test]
    fn an_open_price_may_be_fixed_for_some() {
        let members = members();
        let open = Service {
            price: None,
            ..massage()
        };
        let of = |level, staff| {
            let buying = Buying {
                level,
                staff,
                minutes: None,
            };
            of_service(&open, &buying).map(|it| (it.list.minor(), it.unit.minor()))
        };
        assert_eq!(of(None, None), None);
        assert_eq!(of(Some(&members), None), Some((4_000, 4_000)));
        assert_eq!(of(None, Some(staff(2))), Some((5_000, 5_000)));
    }

    #[test]
    fn time_is_charged_by_steps_that_were_begun() {
        let by_quarters = Timed {
            per_min: 60,
            step_min: 15,
        };
        let by_minutes = Timed {
            per_min: 60,
            step_min: 1,
        };
        #[rustfmt::skip]
        let cases = [
            // how         minutes  costs
            (by_quarters,  60,      6_000),
            (by_quarters,  61,      7_500),
            (by_quarters,  75,      7_500),
            (by_quarters,  76,      9_000),
            (by_quarters,  1,       1_500),
            (by_quarters,  0,       1_500),
            (by_minutes,   1,         100),
            (by_minutes,   95,      9_500),
            (by_minutes,   u16::MAX, 6_553_500),
        ];
        for (timed, minutes, want) in cases {
            assert_eq!(timed.price(eur(6_000), minutes), eur(want), "{minutes}");
        }
        // 10.00 for 7 minutes: a minute is 1.42857.
        let odd = Timed {
            per_min: 7,
            step_min: 1,
        };
        assert_eq!(odd.price(eur(1_000), 3), eur(429));
        let service = Service {
            timed: Some(by_quarters),
            ..massage()
        };
        let buying = Buying {
            minutes: Some(70),
            ..Buying::default()
        };
        let want = Priced {
            list: eur(5_625),
            unit: eur(5_625),
            reason: PriceReason::Timed,
            minutes: Some(70),
        };
        assert_eq!(of_service(&service, &buying), Some(want));
        let usual = of_service(&service, &Buying::default()).unwrap();
        assert_eq!((usual.unit, usual.minutes), (eur(4_500), Some(60)));
    }

    #[test]
    fn a_product_has_its_levels_too() {
        let oil = Product {
            id: ProductId::default(),
            code: String::new(),
            name: "Oil".into(),
            category: String::new(),
            supplier: String::new(),
            brand: String::new(),
            price: Some(eur(1_890)),
            cost: eur(700),
            tax_class: TaxClassId::default(),
            barcodes: Vec::new(),
            par_level: 0,
            stock_max: 0,
            active: true,
            prices: vec![LevelPrice {
                level: LevelId(2),
                price: eur(700),
            }],
        };
        let members = members();
        let at = |level| {
            let buying = Buying {
                level,
                ..Buying::default()
            };
            of_product(&oil, &buying).map(|it| (it.list.minor(), it.unit.minor()))
        };
        assert_eq!(at(None), Some((1_890, 1_890)));
        assert_eq!(at(Some(&members)), Some((1_890, 700)));
    }
}
