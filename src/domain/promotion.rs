//! Rules by which something costs less: what they take off, of what, when and for
//! whom; and the slips of paper that bring one to a cart.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ClientId, CouponId, PromotionId},
    money::{Money, Rate},
    price::LevelId,
    staff::Shift,
    text,
    ticket::Item,
    time::WallTime,
};

/// The minutes of a day: hours that pass it belong to the evening before.
const DAY_MINUTES: u16 = 24 * 60;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Promotion {
    pub id: PromotionId,
    /// Stands on the line and on the receipt.
    pub name: String,
    pub gives: Gives,
    /// Of what; a bundle names its own parts.
    pub on: Scope,
    pub when: Season,
    pub who: Who,
    /// Only for who brings a coupon of it.
    pub by_coupon: bool,
    /// Only where what it is of costs this much together, after what came off before.
    pub least: Option<Money>,
    /// At most so much off one cart.
    pub most: Option<Money>,
    /// Where one comes after the other: neither after another nor before one.
    pub alone: bool,
    /// The smaller comes first; of equal ones the older.
    pub rank: u16,
    pub active: bool,
}

/// What a rule takes off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    Percent(Rate),
    /// Off each piece.
    Each(Money),
    /// Off all of them together, each its share.
    Together(Money),
    /// What each piece costs instead.
    Price(Money),
    /// Of so many bought, so many more for less: the cheapest.
    More {
        buy: u32,
        get: u32,
        off: Rate,
        /// Which may be the others; `None`: of the same.
        of: Option<Scope>,
    },
    /// These together at this price, as often as the cart has them.
    Bundle {
        parts: Vec<Part>,
        price: Money,
    },
}

/// So many of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    pub of: Scope,
    pub quantity: u32,
}

/// What a rule is of: whatever one of these names; none names everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Scope(pub Vec<Sort>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    Services,
    Products,
    /// By its name, whatever the case.
    Category(String),
    Item(Item),
}

impl Scope {
    pub fn has(&self, item: Item, category: &str) -> bool {
        let is_it = |sort: &Sort| match sort {
            Sort::Services => matches!(item, Item::Service(_)),
            Sort::Products => matches!(item, Item::Product(_)),
            Sort::Category(name) => text::fold(name) == text::fold(category),
            Sort::Item(it) => *it == item,
        };
        self.0.is_empty() || self.0.iter().any(is_it)
    }
}

/// When a rule counts: on the shop's clock, of a visit at its own time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Season {
    /// Both days included.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// 1 is Monday; none is every day.
    #[serde(default)]
    pub days: Vec<u8>,
    /// Past midnight they belong to the day before.
    #[serde(default)]
    pub hours: Option<Shift>,
}

impl Season {
    pub fn has(&self, at: WallTime) -> bool {
        let Some(hours) = self.hours else {
            return self.has_day(at.date);
        };
        let is_in = |minute: u16| (hours.start_minute..hours.end_minute).contains(&minute);
        let night = at.minute.saturating_add(DAY_MINUTES);
        (is_in(at.minute) && self.has_day(at.date))
            || (is_in(night) && at.date.pred_opt().is_some_and(|it| self.has_day(it)))
    }

    fn has_day(&self, date: NaiveDate) -> bool {
        let day = u8::try_from(date.weekday().number_from_monday()).unwrap_or(0);
        self.from.is_none_or(|from| from <= date)
            && self.until.is_none_or(|until| date <= until)
            && (self.days.is_empty() || self.days.contains(&day))
    }
}

/// For whom a rule is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    #[default]
    Anybody,
    /// Who is in the client file.
    Client,
    /// Who has bought nothing before.
    NewClient,
    /// Who has a client's card.
    CardHolder,
    /// Who pays by this column of the price list.
    Level(LevelId),
}

/// Who stands at the desk, as far as rules ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buyer {
    pub is_client: bool,
    pub is_new: bool,
    pub has_card: bool,
    pub level: Option<LevelId>,
}

impl Who {
    pub fn is(self, buyer: Buyer) -> bool {
        match self {
            Self::Anybody => true,
            Self::Client => buyer.is_client,
            Self::NewClient => buyer.is_new,
            Self::CardHolder => buyer.has_card,
            Self::Level(level) => buyer.level == Some(level),
        }
    }
}

/// A code on a slip of paper, good for a promotion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coupon {
    pub id: CouponId,
    /// Compared whatever the case.
    pub code: String,
    pub promotion: PromotionId,
    /// Sales that it is good for; 0: any number.
    pub uses: u32,
    pub used: u32,
    /// Both days included.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    /// Nobody else's.
    pub client: Option<ClientId>,
    pub active: bool,
}

/// Why a coupon is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouponProblem {
    /// It was taken out of use, or its promotion was.
    Withdrawn,
    NotBefore(NaiveDate),
    NotAfter(NaiveDate),
    /// So many sales were all.
    UsedUp(u32),
    /// It is on as many open carts as it is good for.
    OnAnotherCart,
    OnThisCart,
    /// It is another client's.
    OfAnother,
}

impl Coupon {
    /// Whether it may come to a cart of that client on that day; `n_reserved` carts
    /// have it already.
    ///
    /// # Errors
    ///
    /// The first problem found.
    pub fn admit(
        &self,
        on: NaiveDate,
        client: Option<ClientId>,
        n_reserved: u32,
    ) -> Result<(), CouponProblem> {
        if !self.active {
            return Err(CouponProblem::Withdrawn);
        }
        if let Some(from) = self.from.filter(|from| on < *from) {
            return Err(CouponProblem::NotBefore(from));
        }
        if let Some(until) = self.until.filter(|until| *until < on) {
            return Err(CouponProblem::NotAfter(until));
        }
        if self.client.is_some() && self.client != client {
            return Err(CouponProblem::OfAnother);
        }
        if self.uses > 0 && self.used >= self.uses {
            return Err(CouponProblem::UsedUp(self.uses));
        }
        if self.uses > 0 && self.used.saturating_add(n_reserved) >= self.uses {
            return Err(CouponProblem::OnAnotherCart);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RawId, ServiceId};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// 2026-11-23 is a Monday.
    #[test]
    fn a_season_has_its_days_and_hours() {
        let happy = Season {
            from: Some(day("2026-11-23")),
            until: Some(day("2026-11-30")),
            days: vec![1, 5],
            hours: Some(Shift {
                start_minute: 600,
                end_minute: 720,
            }),
        };
        let late = Season {
            hours: Some(Shift {
                start_minute: 22 * 60,
                end_minute: 26 * 60,
            }),
            ..happy.clone()
        };
        #[rustfmt::skip]
        let cases = [
            // rule    day          minute  counts
            (&happy, "2026-11-23",  600,    true),
            (&happy, "2026-11-23",  719,    true),
            (&happy, "2026-11-23",  599,    false),
            (&happy, "2026-11-23",  720,    false),
            (&happy, "2026-11-24",  650,    false),
            (&happy, "2026-11-27",  650,    true),
            (&happy, "2026-11-30",  650,    true),
            (&happy, "2026-12-04",  650,    false),
            (&happy, "2026-11-20",  650,    false),
            (&late,  "2026-11-23",  22 * 60, true),
            (&late,  "2026-11-24",  119,    true),
            (&late,  "2026-11-24",  120,    false),
            (&late,  "2026-12-01",  60,     true),
            (&late,  "2026-11-23",  60,     false),
        ];
        for (season, date, minute, want) in cases {
            let at = WallTime::new(day(date), minute);
            assert_eq!(season.has(at), want, "{date} {minute}");
        }
        assert!(Season::default().has(WallTime::new(day("1999-01-01"), 0)));
    }

    #[test]
    fn a_scope_names_goods_by_sort_category_and_item() {
        let massage = Item::Service(ServiceId(RawId::new(1, 1).unwrap()));
        let facial = Item::Service(ServiceId(RawId::new(1, 2).unwrap()));
        let oil = Item::Product(crate::domain::ids::ProductId::default());
        let of = |sorts: &[Sort]| Scope(sorts.to_vec());
        assert!(Scope::default().has(oil, "Oils"));
        let services = of(&[Sort::Services]);
        assert!(services.has(massage, "") && !services.has(oil, ""));
        let some = of(&[Sort::Category("ÕLID".into()), Sort::Item(massage)]);
        assert!(some.has(oil, "õlid") && some.has(massage, "Body"));
        assert!(!some.has(facial, "Body") && !some.has(oil, "Body"));
    }

    #[test]
    fn a_coupon_says_why_it_is_not_taken() {
        use CouponProblem as P;
        let coupon = Coupon {
            id: CouponId::default(),
            code: "SPRING".into(),
            promotion: PromotionId::default(),
            uses: 2,
            used: 1,
            from: Some(day("2026-03-01")),
            until: Some(day("2026-03-31")),
            client: None,
            active: true,
        };
        let on = day("2026-03-31");
        assert_eq!(coupon.admit(on, None, 0), Ok(()));
        assert_eq!(coupon.admit(on, None, 1), Err(P::OnAnotherCart));
        let early = day("2026-02-28");
        assert_eq!(
            coupon.admit(early, None, 0),
            Err(P::NotBefore(day("2026-03-01")))
        );
        let late = day("2026-04-01");
        assert_eq!(coupon.admit(late, None, 0), Err(P::NotAfter(on)));
        let used = Coupon {
            used: 2,
            ..coupon.clone()
        };
        assert_eq!(used.admit(on, None, 0), Err(P::UsedUp(2)));
        let endless = Coupon {
            uses: 0,
            used: 99,
            ..coupon.clone()
        };
        assert_eq!(endless.admit(on, None, 7), Ok(()));
        let own = Coupon {
            client: Some(ClientId::default()),
            ..coupon.clone()
        };
        assert_eq!(own.admit(on, None, 0), Err(P::OfAnother));
        assert_eq!(own.admit(on, Some(ClientId::default()), 0), Ok(()));
        let gone = Coupon {
            active: false,
            ..coupon
        };
        assert_eq!(gone.admit(on, None, 0), Err(P::Withdrawn));
    }
}
