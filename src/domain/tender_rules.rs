//! What a shop decides about its ways of paying: which it takes and what it calls
//! them, its second currency, and how much a client may owe.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    money::{Currency, Money, Rate},
    tender::{ForeignCash, TenderKind},
};

/// Millionths of the shop's currency for one of another: a millionth to a million.
pub const RATE_MAX: u64 = 1_000_000_000_000;
const MILLION: i128 = 1_000_000;

/// Of one way of paying.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenderRule {
    pub kind: TenderKind,
    pub taken: bool,
    /// What it is called on the screen and on paper; empty for its usual name.
    #[serde(default)]
    pub name: String,
    pub opens_drawer: bool,
    /// Whether what there is of it is counted when the day is closed.
    pub counted: bool,
    /// What is kept of it by who pays it out, as a card company does.
    #[serde(default)]
    pub fee: Rate,
    /// Whether its number must be written down.
    pub reference_needed: bool,
}

/// The second currency that is taken in cash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ForeignRule {
    pub currency: Currency,
    /// Millionths of the shop's currency for one of the other's.
    pub rate_millionths: u64,
    pub set_on: NaiveDate,
    /// After so many days the rate is asked about before it is used; 0 for never.
    pub stale_days: u16,
}

/// One per shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenderRules {
    /// One for each kind, in the order of [`TenderKind::ALL`].
    pub tenders: Vec<TenderRule>,
    pub foreign: Option<ForeignRule>,
    /// The most that a client may owe on the tab; zero where nobody may.
    pub tab_limit: Money,
}

impl TenderRule {
    /// As it is where the shop has decided nothing.
    pub fn usual(kind: TenderKind) -> Self {
        Self {
            kind,
            taken: true,
            name: String::new(),
            opens_drawer: kind.opens_drawer(),
            counted: matches!(kind, TenderKind::Cash | TenderKind::Card),
            fee: Rate::ZERO,
            reference_needed: kind.is_numbered(),
        }
    }
}

impl Default for TenderRules {
    fn default() -> Self {
        Self {
            tenders: TenderKind::ALL.map(TenderRule::usual).to_vec(),
            foreign: None,
            tab_limit: Money::ZERO,
        }
    }
}

impl TenderRules {
    pub fn of(&self, kind: TenderKind) -> TenderRule {
        let rule = self.tenders.iter().find(|rule| rule.kind == kind);
        rule.cloned().unwrap_or_else(|| TenderRule::usual(kind))
    }

    /// Whether the shop takes it: nobody owes where no limit is set, and no other
    /// currency is taken without a rate.
    pub fn takes(&self, kind: TenderKind) -> bool {
        let is_possible = match kind {
            TenderKind::Account => self.tab_limit > Money::ZERO,
            TenderKind::Foreign => self.foreign.is_some(),
            _ => true,
        };
        is_possible && self.of(kind).taken
    }
}

impl ForeignRule {
    /// What `amount` of the other currency, in its minor units, is worth in minor units
    /// of the shop's, rounded half away from zero.
    ///
    /// `None` where it is more than can be counted.
    pub fn worth(&self, amount: Money, own: &Currency) -> Option<Money> {
        let ten = |n: u8| 10_i128.checked_pow(n.into());
        let rate = i128::from(self.rate_millionths);
        let top = i128::from(amount.minor())
            .checked_mul(rate)?
            .checked_mul(ten(own.n_decimals)?)?;
        let bottom = MILLION.checked_mul(ten(self.currency.n_decimals)?)?;
        let worth = Money::ratio(top, bottom);
        (worth.abs() <= Money::LIMIT).then_some(worth)
    }

    /// Cash of the other currency with the rate as it stands now.
    pub fn stamped(&self, amount: Money) -> ForeignCash {
        ForeignCash {
            currency: self.currency.clone(),
            amount,
            rate_millionths: self.rate_millionths,
        }
    }

    /// How many days old the rate is, where that is more than it may be.
    pub fn stale_for(&self, today: NaiveDate) -> Option<i64> {
        let n_days = (today - self.set_on).num_days();
        (self.stale_days > 0 && n_days > i64::from(self.stale_days)).then_some(n_days)
    }
}

/// `0.9` as 900,000 millionths; at most six decimals, with a point or a comma.
pub fn parse_rate(typed: &str) -> Option<u64> {
    let typed = typed.trim().replace(',', ".");
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, ""));
    let is_number = |text: &str| text.chars().all(|it| it.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) || part.len() > 6 {
        return None;
    }
    let millionths = format!("{part:0<6}").parse::<u64>().ok()?;
    let rate = whole
        .parse::<u64>()
        .ok()?
        .checked_mul(1_000_000)?
        .checked_add(millionths)?;
    (1..=RATE_MAX).contains(&rate).then_some(rate)
}

/// The other way round, without zeros at the end.
pub fn format_rate(millionths: u64) -> String {
    let (whole, part) = (millionths / 1_000_000, millionths % 1_000_000);
    let text = format!("{whole}.{part:06}");
    let trimmed = text.trim_end_matches('0').trim_end_matches('.');
    trimmed.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(rate_millionths: u64, stale_days: u16) -> ForeignRule {
        ForeignRule {
            currency: Currency::known("USD").unwrap(),
            rate_millionths,
            set_on: "2026-11-21".parse().unwrap(),
            stale_days,
        }
    }

    #[test]
    fn what_is_usual_is_taken_and_what_needs_more_is_not() {
        let rules = TenderRules::default();
        let taken = |kind| rules.takes(kind);
        assert!(taken(TenderKind::Cash) && taken(TenderKind::Card));
        assert!(taken(TenderKind::Transfer) && taken(TenderKind::Voucher));
        assert!(!taken(TenderKind::Account) && !taken(TenderKind::Foreign));
        let with_more = TenderRules {
            foreign: Some(dollars(900_000, 0)),
            tab_limit: Money::from_minor(1),
            ..rules
        };
        assert!(with_more.takes(TenderKind::Account) && with_more.takes(TenderKind::Foreign));
    }

    /// 120 dollars at 0.90 are 108.00; and currencies without decimals or with
    /// three, rounded half away from zero.
    #[test]
    fn foreign_cash_is_worth_its_rate() {
        let own = |code| Currency::known(code).unwrap();
        let minor = Money::from_minor;
        #[rustfmt::skip]
        let cases = [
            (dollars(900_000, 0), "EUR",   12_000,  10_800),
            (dollars(885_000, 0), "EUR",   12_000,  10_620),
            (dollars(150_000_000, 0), "JPY",  100,     150),
            (dollars(300_000, 0), "KWD",      100,     300),
            (dollars(5_000, 0),   "EUR",      100,       1),
            (dollars(4_999, 0),   "EUR",      100,       0),
            (dollars(5_000, 0),   "EUR",     -100,      -1),
        ];
        for (rule, code, amount, want) in cases {
            assert_eq!(
                rule.worth(minor(amount), &own(code)),
                Some(minor(want)),
                "{rule:?}"
            );
        }
        let most = dollars(RATE_MAX, 0);
        assert_eq!(most.worth(Money::LIMIT, &own("EUR")), None);
    }

    #[test]
    fn a_rate_is_asked_about_once_it_is_old() {
        let on = |day: &str| -> NaiveDate { day.parse().unwrap() };
        let rule = dollars(900_000, 3);
        assert_eq!(rule.stale_for(on("2026-11-24")), None);
        assert_eq!(rule.stale_for(on("2026-11-25")), Some(4));
        assert_eq!(dollars(900_000, 0).stale_for(on("2027-11-25")), None);
    }

    #[test]
    fn rates_are_typed_and_shown() {
        for (typed, rate) in [
            ("0.9", Some(900_000)),
            ("0,885", Some(885_000)),
            ("150", Some(150_000_000)),
            (" 1.000001 ", Some(1_000_001)),
            ("0", None),
            ("", None),
            ("1.0000001", None),
            ("-1", None),
            ("1.2.3", None),
            ("99999999999999", None),
        ] {
            assert_eq!(parse_rate(typed), rate, "{typed}");
            if let Some(rate) = rate {
                assert_eq!(parse_rate(&format_rate(rate)), Some(rate));
            }
        }
        assert_eq!(format_rate(885_000), "0.885");
        assert_eq!(format_rate(150_000_000), "150");
    }
}
