//! Money that was paid ahead: gift cards and certificates by their numbers, and what
//! changed a balance.

use chrono::{DateTime, Months, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{GiftCardId, PurseMovementId, SaleId, StaffId},
    money::Money,
    tender::{Purse, Tender},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GiftCardState {
    /// Numbered, and its sale is not posted yet.
    Blank,
    Active,
    /// Nothing is left on it; money may be put on it again.
    Used,
    /// What was left on it was taken over as income.
    Expired,
    /// Another number has its money.
    Replaced,
}

/// A gift card or certificate. Its balance is owed to whoever shows the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GiftCard {
    pub id: GiftCardId,
    /// As on the card.
    pub number: String,
    pub state: GiftCardState,
    /// All that was ever put on it.
    pub face: Money,
    pub balance: Money,
    pub sold_in: Option<SaleId>,
    pub sold_on: Option<NaiveDate>,
    /// The last day; `None`: never.
    pub expires: Option<NaiveDate>,
    /// Has its money, if it was lost or broken.
    pub successor: Option<GiftCardId>,
}

/// Why a gift card cannot do what is wanted of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum CardFault {
    /// The sale that puts money on it is not posted.
    NotSold,
    /// That was its last day, or what was left on it was taken over.
    Lapsed { on: Option<NaiveDate> },
    /// Another number has its money.
    Replaced,
    /// So much is left.
    Short { left: Money },
    /// Most or all of what is left is taken for the cart of another desk.
    Held {
        left: Money,
        held: Money,
        register: super::ids::Register,
    },
    /// It can still be used.
    NotLapsed { until: Option<NaiveDate> },
    /// It is nothing that is sold: it pays, or money is put on it.
    Pays { left: Money },
}

impl GiftCard {
    /// A number that nothing was put on yet.
    pub fn blank(id: GiftCardId, number: String) -> Self {
        Self {
            id,
            number,
            state: GiftCardState::Blank,
            face: Money::ZERO,
            balance: Money::ZERO,
            sold_in: None,
            sold_on: None,
            expires: None,
            successor: None,
        }
    }

    /// Whether its last day is over.
    pub fn has_lapsed(&self, today: NaiveDate) -> bool {
        self.expires.is_some_and(|last| last < today)
    }

    /// What keeps it from paying anything that day.
    pub fn fault(&self, today: NaiveDate) -> Option<CardFault> {
        match self.state {
            GiftCardState::Blank => Some(CardFault::NotSold),
            GiftCardState::Replaced => Some(CardFault::Replaced),
            GiftCardState::Expired => Some(CardFault::Lapsed { on: self.expires }),
            _ if self.has_lapsed(today) => Some(CardFault::Lapsed { on: self.expires }),
            _ if self.balance.is_zero() => Some(CardFault::Short { left: self.balance }),
            _ => None,
        }
    }
}

/// The last day, the given one included, of so many months from `first`: a day that
/// the last month does not have is its end.
pub fn last_day(first: NaiveDate, n_months: u32) -> NaiveDate {
    first
        .checked_add_months(Months::new(n_months))
        .unwrap_or(NaiveDate::MAX)
}

/// What some tenders take of one purse.
pub fn drawn_from(purse: Purse, tenders: &[Tender]) -> Money {
    let of_purse = tenders.iter().filter(|it| it.purse == Some(purse));
    of_purse.filter_map(|it| it.amount).sum()
}

/// What a client can have paid ahead, in the order in which it is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// Visits for one service alone.
    Exact,
    /// Credits of minutes.
    Minutes,
    /// Visits for any of several services.
    Visits,
    /// Money for any service.
    Credit,
}

impl Means {
    pub const USUAL: [Self; 4] = [Self::Exact, Self::Minutes, Self::Visits, Self::Credit];

    /// Its place in `order`; what is not in it comes after, as usual.
    pub fn rank(self, order: &[Self]) -> usize {
        let mut all = order.iter().chain(&Self::USUAL);
        all.position(|it| *it == self).unwrap_or(usize::MAX)
    }
}

/// What the shop has decided about money paid ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LoyaltyRules {
    /// How long a gift card lasts from the day it is sold; `None`: for ever.
    pub card_life_months: Option<u32>,
    /// What is suggested first of what a client can use; what is not in it comes after.
    #[serde(default)]
    pub order: Vec<Means>,
    /// So many days before its last day a thing is said to end soon.
    #[serde(default = "soon_days")]
    pub soon_days: u16,
    /// Tax is due when a deposit for a visit is taken, and not with the visit's bill.
    #[serde(default = "yes")]
    pub deposits_taxed: bool,
}

fn yes() -> bool {
    true
}

fn soon_days() -> u16 {
    30
}

impl Default for LoyaltyRules {
    fn default() -> Self {
        Self {
            card_life_months: None,
            order: Vec::new(),
            soon_days: soon_days(),
            deposits_taxed: true,
        }
    }
}

/// One change of a balance. Never changed; a correction is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PurseMovement {
    pub id: PurseMovementId,
    pub purse: Purse,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
    /// What came to the balance; negative for what left it.
    pub amount: Money,
    /// What was left then.
    pub balance: Money,
    /// What is counted besides the money and came or went with it; 0 where nothing is.
    pub units: i64,
    pub reason: PurseReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PurseReason {
    /// Put on it, or paid with it, or the one or the other given back.
    Sale(SaleId),
    /// What was left when its time was over became the shop's.
    Expired,
    MovedTo(Purse),
    MovedFrom(Purse),
    /// A part of a membership's fee, for the time that has begun.
    Earned,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// L17 of the worked examples: the last day is that of the month, and included.
    #[test]
    fn a_life_in_months_ends_on_a_day_that_there_is() {
        #[rustfmt::skip]
        let cases = [
            ("2026-01-31", 1,  "2026-02-28"),
            ("2028-01-31", 1,  "2028-02-29"),
            ("2026-01-31", 3,  "2026-04-30"),
            ("2026-11-22", 12, "2027-11-22"),
            ("2028-02-29", 12, "2029-02-28"),
            ("2026-11-22", 0,  "2026-11-22"),
        ];
        for (first, n_months, last) in cases {
            assert_eq!(
                last_day(day(first), n_months),
                day(last),
                "{first} {n_months}"
            );
        }
    }

    #[test]
    fn a_card_pays_to_the_end_of_its_last_day() {
        let mut card = GiftCard::blank(GiftCardId::default(), "G1".into());
        let today = day("2026-11-22");
        assert_eq!(card.fault(today), Some(CardFault::NotSold));
        card.state = GiftCardState::Active;
        let left = Money::ZERO;
        assert_eq!(card.fault(today), Some(CardFault::Short { left }));
        card.balance = Money::from_minor(1);
        assert_eq!(card.fault(today), None);
        card.expires = Some(today);
        assert_eq!(card.fault(today), None);
        let on = card.expires;
        assert_eq!(
            card.fault(day("2026-11-23")),
            Some(CardFault::Lapsed { on })
        );
    }
}
