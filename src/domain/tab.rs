//! Sales that a client has not paid yet, and what clients give for people who work
//! here: the registers behind the accounts `Receivable` and `Tips`.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ClientId, SaleId, StaffId},
    money::Money,
    sale::ReceiptNumber,
};

/// What a client owes of one sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tab {
    pub sale: SaleId,
    pub client: ClientId,
    pub receipt: ReceiptNumber,
    /// The day of trade of the sale.
    pub since: NaiveDate,
    /// Left unpaid then, less what was given back of it.
    pub amount: Money,
    pub paid: Money,
}

impl Tab {
    /// Still owed.
    pub fn open(&self) -> Money {
        self.amount - self.paid
    }
}

/// What a person has got from clients and not yet been paid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TipShare {
    pub staff: StaffId,
    pub owed: Money,
}

/// How old what is owed is: so much for up to 30, 60, 90 and more days.
pub fn by_age(tabs: &[Tab], today: NaiveDate) -> [Money; 4] {
    let mut ages = [Money::ZERO; 4];
    for tab in tabs {
        let n_days = (today - tab.since).num_days();
        let age = match n_days {
            ..=30 => 0,
            31..=60 => 1,
            61..=90 => 2,
            _ => 3,
        };
        ages[age] += tab.open();
    }
    ages
}

/// How much of `amount` goes to each of the tabs, the oldest first: what is owed of it
/// or what is left.
pub fn oldest_first(tabs: &[Tab], amount: Money) -> Vec<(SaleId, Money)> {
    let mut tabs: Vec<&Tab> = tabs.iter().filter(|tab| tab.open() > Money::ZERO).collect();
    tabs.sort_by_key(|tab| (tab.since, tab.sale));
    let mut left = amount;
    let mut parts = Vec::new();
    for tab in tabs {
        let part = tab.open().min(left);
        if part > Money::ZERO {
            parts.push((tab.sale, part));
            left -= part;
        }
    }
    parts
}

/// Splits a tip over the people who did the work, by the value of what each did; equally
/// where nothing has a price. Largest remainder; ties go to who comes first.
pub fn split_tip(tip: Money, work: &[(StaffId, Money)]) -> Vec<(StaffId, Money)> {
    let mut of_each: Vec<(StaffId, Money)> = Vec::new();
    for &(staff, value) in work {
        match of_each.iter_mut().find(|it| it.0 == staff) {
            Some(row) => row.1 += value,
            None => of_each.push((staff, value)),
        }
    }
    let is_free = of_each.iter().all(|it| it.1 <= Money::ZERO);
    let weights: Vec<i128> = of_each
        .iter()
        .map(|it| if is_free { 1 } else { it.1.minor().into() })
        .collect();
    let Some(shares) = tip.alloc(&weights) else {
        return Vec::new();
    };
    let staff = of_each.into_iter().map(|it| it.0);
    let shares = staff.zip(shares);
    shares.filter(|it| it.1 > Money::ZERO).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn id<T: From<RawId>>(n: u64) -> T {
        RawId::new(1, n).unwrap().into()
    }

    fn tab(n: u64, since: &str, amount: i64, paid: i64) -> Tab {
        Tab {
            sale: id(n),
            client: id(1),
            receipt: ReceiptNumber {
                register: 1,
                number: n,
            },
            since: since.parse().unwrap(),
            amount: eur(amount),
            paid: eur(paid),
        }
    }

    type Case<'a> = (i64, &'a [(StaffId, Money)], &'a [(StaffId, i64)]);

    /// P18: 30 on services of 50 and 100 is 10 and 20. Odd cents by largest remainder,
    /// and two services of one person are one sum.
    #[test]
    fn a_tip_is_split_by_the_value_of_the_work() {
        let (anna, marta, ilze) = (id(1), id(2), id(3));
        #[rustfmt::skip]
        let cases: [Case; 6] = [
            (3_000, &[(anna, eur(5_000)), (marta, eur(10_000))], &[(anna, 1_000), (marta, 2_000)]),
            (1_000, &[(anna, eur(1)), (marta, eur(1)), (ilze, eur(1))], &[(anna, 334), (marta, 333), (ilze, 333)]),
            (1_000, &[(anna, eur(50)), (marta, eur(25)), (anna, eur(25))], &[(anna, 750), (marta, 250)]),
            (1_000, &[(anna, eur(0)), (marta, eur(0))], &[(anna, 500), (marta, 500)]),
            (1_000, &[(anna, eur(0)), (marta, eur(9))], &[(marta, 1_000)]),
            (1_000, &[], &[]),
        ];
        for (tip, work, want) in cases {
            let got = split_tip(eur(tip), work);
            let want: Vec<_> = want.iter().map(|it| (it.0, eur(it.1))).collect();
            assert_eq!(got, want, "{work:?}");
        }
    }

    #[test]
    fn the_oldest_is_settled_first() {
        let tabs = [
            tab(3, "2026-11-03", 5_000, 0),
            tab(1, "2026-09-01", 6_000, 4_000),
            tab(2, "2026-10-01", 3_000, 3_000),
        ];
        let parts = |amount| oldest_first(&tabs, eur(amount));
        assert_eq!(parts(1_500), [(id(1), eur(1_500))]);
        assert_eq!(parts(2_500), [(id(1), eur(2_000)), (id(3), eur(500))]);
        assert_eq!(parts(7_000), [(id(1), eur(2_000)), (id(3), eur(5_000))]);
        let today = "2026-11-21".parse().unwrap();
        assert_eq!(by_age(&tabs, today), [5_000, 0, 2_000, 0].map(eur));
    }
}
