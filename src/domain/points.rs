//! Points: earned by what was paid, in lots that end, and spent from the lot that ends
//! first.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::money::Money;

/// What points are earned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EarnedOn {
    /// Without the tax.
    Net,
    /// All that was paid.
    Total,
}

/// How points are earned: so many for so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EarningRule {
    pub points: u32,
    pub per: Money,
    pub on: EarnedOn,
    /// Parts of the amount earn parts of the points, the last rounded down; else only
    /// whole ones do.
    pub in_parts: bool,
}

impl EarningRule {
    /// What a sale earns.
    pub fn earned(&self, net: Money, total: Money) -> u64 {
        let paid = match self.on {
            EarnedOn::Net => net,
            EarnedOn::Total => total,
        };
        let (paid, per) = (i128::from(paid.minor()), i128::from(self.per.minor()));
        let points = i128::from(self.points);
        if paid <= 0 || per <= 0 {
            return 0;
        }
        let earned = if self.in_parts {
            paid * points / per
        } else {
            paid / per * points
        };
        u64::try_from(earned).unwrap_or(u64::MAX)
    }
}

/// Points that were earned together and end together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Lot {
    pub left: u64,
    pub earned_on: NaiveDate,
    /// The last day; `None`: never.
    pub until: Option<NaiveDate>,
}

impl Lot {
    pub fn has_lapsed(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|last| last < today)
    }
}

/// The points that can be spent that day.
pub fn balance(lots: &[Lot], today: NaiveDate) -> u64 {
    let good = lots.iter().filter(|it| !it.has_lapsed(today));
    good.map(|it| it.left).sum()
}

/// How many points are taken of which lots, by their places: of the one that ends first,
/// then the oldest.
///
/// # Errors
///
/// How many there are, if that is less.
pub fn spend(lots: &[Lot], points: u64, today: NaiveDate) -> Result<Vec<(usize, u64)>, u64> {
    let left = balance(lots, today);
    if points > left {
        return Err(left);
    }
    let mut good: Vec<(usize, &Lot)> = lots
        .iter()
        .enumerate()
        .filter(|(_, it)| !it.has_lapsed(today) && it.left > 0)
        .collect();
    good.sort_by_key(|(idx, it)| (it.until.unwrap_or(NaiveDate::MAX), it.earned_on, *idx));
    let mut wanted = points;
    let mut taken = Vec::new();
    for (idx, lot) in good {
        let part = lot.left.min(wanted);
        if part > 0 {
            taken.push((idx, part));
            wanted -= part;
        }
    }
    Ok(taken)
}

/// The lots whose time is past, by their places, with what is left in each.
pub fn lapsed(lots: &[Lot], today: NaiveDate) -> Vec<(usize, u64)> {
    let all = lots.iter().enumerate();
    let gone = all.filter(|(_, it)| it.has_lapsed(today) && it.left > 0);
    gone.map(|(idx, it)| (idx, it.left)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        checkout::{
            tests::{line, sold},
            totals,
        },
        ids::ClientId,
        money::Rate,
        sale::Sale,
        tax::{TaxComponent, TaxRounding, TaxRules},
        tender::{Purse, Tender, TenderKind},
        ticket::{Offer, OfferKind, TicketLine},
    };

    const ON_TOP: TaxRules = TaxRules {
        prices_include_tax: false,
        rounding: TaxRounding::PerLine,
    };

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// 300.00 and 5 % on top.
    fn treatment() -> TicketLine {
        TicketLine {
            tax: vec![TaxComponent::plain("GST", Rate::from_milli_percent(5_000))],
            ..line(1, 1, 30_000)
        }
    }

    fn rule(on: EarnedOn, in_parts: bool) -> EarningRule {
        EarningRule {
            points: 20,
            per: eur(10_000),
            on,
            in_parts,
        }
    }

    fn net(sale: &Sale) -> Money {
        sale.lines.iter().map(|it| it.net).sum()
    }

    /// L1 and L2: 20 points for each 100.00, before tax or after, whole or in parts.
    #[test]
    fn l_1_and_2_points_are_earned_before_tax_or_after() {
        let sale = sold(
            &[treatment()],
            ON_TOP,
            &[Tender::of(TenderKind::Card, None)],
            1,
        );
        assert_eq!(sale.total, eur(31_500));
        #[rustfmt::skip]
        let cases = [
            (EarnedOn::Net,   false, 60),
            (EarnedOn::Net,   true,  60),
            (EarnedOn::Total, false, 60),
            (EarnedOn::Total, true,  63),
        ];
        for (on, in_parts, want) in cases {
            let earned = rule(on, in_parts).earned(net(&sale), sale.total);
            assert_eq!(earned, want, "{on:?} {in_parts}");
        }
        assert_eq!(rule(EarnedOn::Net, true).earned(eur(-1), eur(-1)), 0);
        assert_eq!(rule(EarnedOn::Net, false).earned(eur(9_999), eur(9_999)), 0);
    }

    /// L3: 60.00 of points take 63.00 off the bill as a discount, 60.00 as a payment.
    #[test]
    fn l_3_points_as_discount_or_as_tender() {
        let discounted = TicketLine {
            offers: vec![Offer {
                kind: OfferKind::Points(60),
                name: "Points".into(),
                off: eur(6_000),
            }],
            ..treatment()
        };
        assert_eq!(totals(&[discounted], ON_TOP).unwrap().total, eur(25_200));
        let points = Tender {
            purse: Some(Purse::Client(ClientId::default())),
            ..Tender::of(TenderKind::Points, Some(eur(6_000)))
        };
        let rest = Tender::of(TenderKind::Card, None);
        let sale = sold(&[treatment()], ON_TOP, &[points, rest], 1);
        assert_eq!(sale.payments[1].kept(), eur(25_500));
    }

    fn lots() -> Vec<Lot> {
        let lot = |left, until: Option<&str>| Lot {
            left,
            earned_on: day("2026-01-15"),
            until: until.map(day),
        };
        vec![
            lot(40, None),
            lot(80, Some("2027-06-01")),
            lot(50, Some("2027-03-01")),
        ]
    }

    /// L4: 100 points on 20 February are the 50 that end in March and 50 of June's.
    #[test]
    fn l_4_what_ends_first_is_spent_first() {
        let today = day("2027-02-20");
        assert_eq!(balance(&lots(), today), 170);
        assert_eq!(spend(&lots(), 100, today), Ok(vec![(2, 50), (1, 50)]));
        assert_eq!(spend(&lots(), 171, today), Err(170));
        assert_eq!(spend(&lots(), 0, today), Ok(Vec::new()));
    }

    /// L5: nothing was spent, and 1 March is past: 50 are gone, 120 are left.
    #[test]
    fn l_5_a_lot_ends_after_its_last_day() {
        assert_eq!(lapsed(&lots(), day("2027-03-01")), []);
        let after = day("2027-03-02");
        assert_eq!(lapsed(&lots(), after), [(2, 50)]);
        assert_eq!(balance(&lots(), after), 120);
        assert_eq!(spend(&lots(), 100, after), Ok(vec![(1, 80), (0, 20)]));
    }
}
