//! Deposits: money that a client paid ahead of a visit, and the tax that was due with
//! it then.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{AppointmentId, ClientId, DepositId, Register, SaleId, StaffId, TicketId},
    money::Money,
    tender::TaxPaid,
};

/// Money of a client. Without the tax that was posted when it was taken it is owed,
/// until a visit is paid with it, it is paid back, or the shop keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deposit {
    pub id: DepositId,
    pub client: ClientId,
    /// The visit that it was taken for.
    pub appointment: Option<AppointmentId>,
    /// The sale that it was taken with, and the number of its line there.
    pub sold_in: SaleId,
    pub line: u32,
    pub taken_on: NaiveDate,
    /// All that was paid, tax included.
    pub paid: Money,
    /// The tax in it, by its lines on the receipt.
    pub taxes: Vec<TaxPaid>,
    pub left: Money,
    /// Of `left`.
    pub tax_left: Money,
    pub closed: Option<DepositEnd>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DepositEnd {
    GivenBack,
    /// The client did not come, or too late.
    Kept {
        on: NaiveDate,
        by: Option<StaffId>,
        reason: String,
    },
}

/// Why a deposit does not pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum DepositFault {
    /// It was paid back or kept.
    Closed,
    /// It is another client's.
    NotTheirs,
    Short {
        left: Money,
    },
    /// What is left of it is taken for another cart.
    Held {
        left: Money,
        ticket: TicketId,
        register: Register,
    },
    /// Some of it was used, so that its sale cannot be taken back as a whole.
    Used,
}

impl Deposit {
    /// What is owed for it: all that is left without the tax that was posted.
    pub fn net_left(&self) -> Money {
        self.left - self.tax_left
    }

    fn tax(&self) -> Money {
        self.taxes.iter().map(|it| it.amount).sum()
    }

    /// The tax in so much of it: its share of all, and with the last of it what is
    /// left.
    pub fn tax_in(&self, amount: Money) -> Money {
        if amount >= self.left {
            return self.tax_left;
        }
        let numerator = i128::from(self.tax().minor()) * i128::from(amount.minor());
        Money::ratio(numerator, i128::from(self.paid.minor().max(1))).min(self.tax_left)
    }

    /// So much tax by the lines that it was posted in.
    pub fn taxes_in(&self, tax: Money) -> Vec<TaxPaid> {
        let weights = self.taxes.iter().map(|it| i128::from(it.amount.minor()));
        let weights: Vec<i128> = weights.collect();
        let shares = tax.alloc(&weights).unwrap_or_default();
        let paid = self.taxes.iter().zip(shares);
        let paid = paid.map(|(it, amount)| TaxPaid {
            name: it.name.clone(),
            amount,
        });
        paid.filter(|it| !it.amount.is_zero()).collect()
    }

    /// The same with so much used, tax included; less than nothing brings it back.
    #[must_use]
    pub fn used(&self, amount: Money, tax: Money) -> Self {
        let is_back = amount.is_negative();
        Self {
            left: self.left - amount,
            tax_left: self.tax_left - tax,
            closed: self.closed.clone().filter(|_| !is_back),
            ..self.clone()
        }
    }

    /// Nothing of it is left.
    #[must_use]
    pub fn ended(&self, end: DepositEnd) -> Self {
        Self {
            left: Money::ZERO,
            tax_left: Money::ZERO,
            closed: Some(end),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn deposit(paid: i64, taxes: &[i64]) -> Deposit {
        let tax = |(nth, amount): (usize, &i64)| TaxPaid {
            name: format!("Tax {nth}"),
            amount: eur(*amount),
        };
        Deposit {
            id: DepositId::default(),
            client: ClientId::default(),
            appointment: None,
            sold_in: SaleId::default(),
            line: 1,
            taken_on: NaiveDate::default(),
            paid: eur(paid),
            taxes: taxes.iter().enumerate().map(tax).collect(),
            left: eur(paid),
            tax_left: eur(taxes.iter().sum()),
            closed: None,
        }
    }

    /// 30.00 with 5.00 of tax in it: a third of it has a third of that, and the rest
    /// has the rest.
    #[test]
    fn tax_goes_with_what_is_used() {
        let whole = deposit(3_000, &[500]);
        assert_eq!(whole.net_left(), eur(2_500));
        assert_eq!(whole.tax_in(eur(3_000)), eur(500));
        let tax = whole.tax_in(eur(1_000));
        assert_eq!(tax, eur(167));
        let rest = whole.used(eur(1_000), tax);
        assert_eq!((rest.left, rest.tax_left), (eur(2_000), eur(333)));
        assert_eq!(rest.tax_in(rest.left), eur(333));
        assert_eq!(rest.used(eur(-1_000), eur(-167)), whole);
    }

    #[test]
    fn several_taxes_share_what_is_used() {
        let whole = deposit(1_130, &[50, 80]);
        let tax = whole.tax_in(eur(565));
        let paid: Vec<_> = whole.taxes_in(tax).iter().map(|it| it.amount).collect();
        assert_eq!((tax, paid), (eur(65), vec![eur(25), eur(40)]));
        assert_eq!(deposit(1_000, &[]).taxes_in(Money::ZERO), []);
    }

    proptest::proptest! {
        /// In whatever parts it is used, all of its tax goes with it.
        #[test]
        fn all_parts_have_all_the_tax(
            paid in 1_i64..1_000_000,
            percent in 0_i64..30,
            parts in proptest::collection::vec(1_i64..100_000, 1..12),
        ) {
            let mut it = deposit(paid, &[paid * percent / (100 + percent)]);
            let all = it.tax_left;
            let mut taxes = Money::ZERO;
            for part in parts.into_iter().map(eur).chain([eur(paid)]) {
                let part = part.min(it.left);
                let tax = it.tax_in(part);
                proptest::prop_assert!(!tax.is_negative() && tax <= part);
                taxes += tax;
                it = it.used(part, tax);
            }
            proptest::prop_assert_eq!(taxes, all);
            proptest::prop_assert_eq!(it.net_left(), Money::ZERO);
        }
    }
}
