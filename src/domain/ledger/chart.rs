//! The chart of accounts: what each account is called in the books of others.
//!
//! Names are paths as plain-text accounting has them: parts between colons, the first
//! of which says what kind of account it is. Where there is one account per desk,
//! client, person or tax, its own part follows.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Account;
use crate::domain::ids::StaffId;

/// An account of the shop, whatever desk, client, person or tax it is of.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    Cash,
    Safe,
    CardClearing,
    Stock,
    StockAdjustment,
    ServiceRevenue,
    RetailRevenue,
    Tax,
    CostOfGoods,
    OverShort,
    CashRounding,
    PettyCash,
    Bank,
    TransferClearing,
    Cheques,
    Vouchers,
    ForeignCash,
    ExchangeDifference,
    Receivable,
    GiftCards,
    Deposits,
    Deferred,
    Overpaid,
    Breakage,
    PointsIssued,
    PointsOwed,
    LoyaltyExpense,
    Tips,
    TenderFees,
    OtherIncome,
    OtherExpense,
    InputTax,
    Payables,
    Consumables,
    WriteOff,
    PayOwed,
    PayAdvance,
    PayExpense,
    Fines,
}

/// The first parts that a name may have.
pub const ROOTS: [&str; 5] = ["Assets", "Liabilities", "Equity", "Income", "Expenses"];
/// Longer names are a slip.
pub const ACCOUNT_NAME_MAX: usize = 60;

impl AccountKind {
    pub const ALL: [Self; 39] = [
        Self::Cash,
        Self::Safe,
        Self::ForeignCash,
        Self::Cheques,
        Self::Vouchers,
        Self::Bank,
        Self::CardClearing,
        Self::TransferClearing,
        Self::Receivable,
        Self::InputTax,
        Self::PayAdvance,
        Self::Stock,
        Self::Tax,
        Self::GiftCards,
        Self::Deposits,
        Self::Deferred,
        Self::PointsOwed,
        Self::Overpaid,
        Self::Tips,
        Self::PayOwed,
        Self::Payables,
        Self::StockAdjustment,
        Self::PointsIssued,
        Self::ServiceRevenue,
        Self::RetailRevenue,
        Self::Breakage,
        Self::OtherIncome,
        Self::Fines,
        Self::CostOfGoods,
        Self::Consumables,
        Self::WriteOff,
        Self::LoyaltyExpense,
        Self::TenderFees,
        Self::PettyCash,
        Self::OtherExpense,
        Self::PayExpense,
        Self::OverShort,
        Self::CashRounding,
        Self::ExchangeDifference,
    ];

    /// The name where the shop has none of its own.
    pub fn usual(self) -> &'static str {
        match self {
            Self::Cash => "Assets:Cash",
            Self::Safe => "Assets:Safe",
            Self::ForeignCash => "Assets:Foreign-Cash",
            Self::Cheques => "Assets:Cheques",
            Self::Vouchers => "Assets:Vouchers",
            Self::Bank => "Assets:Bank",
            Self::CardClearing => "Assets:Clearing:Cards",
            Self::TransferClearing => "Assets:Clearing:Transfers",
            Self::Receivable => "Assets:Receivable",
            Self::InputTax => "Assets:Input-Tax",
            Self::PayAdvance => "Assets:Pay-Advances",
            Self::Stock => "Assets:Stock",
            Self::Tax => "Liabilities:Tax",
            Self::GiftCards => "Liabilities:Gift-Cards",
            Self::Deposits => "Liabilities:Deposits",
            Self::Deferred => "Liabilities:Deferred",
            Self::PointsOwed => "Liabilities:Points",
            Self::Overpaid => "Liabilities:Overpaid",
            Self::Tips => "Liabilities:Tips",
            Self::PayOwed => "Liabilities:Pay",
            Self::Payables => "Liabilities:Payables",
            Self::StockAdjustment => "Equity:Stock-Adjustment",
            Self::PointsIssued => "Equity:Points-Issued",
            Self::ServiceRevenue => "Income:Services",
            Self::RetailRevenue => "Income:Retail",
            Self::Breakage => "Income:Breakage",
            Self::OtherIncome => "Income:Other",
            Self::Fines => "Income:Fines",
            Self::CostOfGoods => "Expenses:Cost-of-Goods",
            Self::Consumables => "Expenses:Consumables",
            Self::WriteOff => "Expenses:Write-Off",
            Self::LoyaltyExpense => "Expenses:Loyalty",
            Self::TenderFees => "Expenses:Tender-Fees",
            Self::PettyCash => "Expenses:Petty-Cash",
            Self::OtherExpense => "Expenses:Other",
            Self::PayExpense => "Expenses:Pay",
            Self::OverShort => "Expenses:Over-and-Short",
            Self::CashRounding => "Expenses:Cash-Rounding",
            Self::ExchangeDifference => "Expenses:Exchange-Differences",
        }
    }
}

impl AccountKind {
    /// The first parts that a name of its may have: what money is in the shop is no
    /// income, wherever else others may book it. Its usual one is the first.
    pub fn roots(self) -> &'static [&'static str] {
        match self {
            Self::Cash
            | Self::Safe
            | Self::ForeignCash
            | Self::Cheques
            | Self::Vouchers
            | Self::Receivable
            | Self::PayAdvance
            | Self::Stock => &["Assets"],
            // A bank lends, and what is under way may be owed either way.
            Self::Bank | Self::CardClearing | Self::TransferClearing | Self::InputTax => {
                &["Assets", "Liabilities"]
            }
            Self::Tax => &["Liabilities", "Assets"],
            Self::GiftCards
            | Self::Deposits
            | Self::Deferred
            | Self::PointsOwed
            | Self::Overpaid
            | Self::Tips
            | Self::PayOwed
            | Self::Payables => &["Liabilities"],
            Self::StockAdjustment => &["Equity", "Income", "Expenses"],
            Self::PointsIssued => &["Equity"],
            Self::ServiceRevenue | Self::RetailRevenue => &["Income"],
            // These are found on either side.
            Self::Breakage | Self::Fines => &["Income", "Expenses"],
            Self::OverShort | Self::CashRounding | Self::ExchangeDifference => {
                &["Expenses", "Income"]
            }
            // What an owner puts in and takes out.
            Self::OtherIncome => &["Income", "Equity", "Liabilities"],
            Self::OtherExpense => &["Expenses", "Equity", "Assets"],
            Self::PettyCash => &["Expenses", "Equity", "Assets", "Income"],
            Self::LoyaltyExpense => &["Expenses", "Income"],
            Self::CostOfGoods
            | Self::Consumables
            | Self::WriteOff
            | Self::TenderFees
            | Self::PayExpense => &["Expenses"],
        }
    }

    /// Whether a name is one of an account of this kind.
    pub fn takes(self, name: &str) -> bool {
        let root = name.split(':').next();
        root.is_some_and(|it| self.roots().contains(&it))
    }
}

impl Account {
    pub fn kind(&self) -> AccountKind {
        match self {
            Self::Cash(_) => AccountKind::Cash,
            Self::Safe => AccountKind::Safe,
            Self::CardClearing => AccountKind::CardClearing,
            Self::Stock => AccountKind::Stock,
            Self::StockAdjustment => AccountKind::StockAdjustment,
            Self::ServiceRevenue => AccountKind::ServiceRevenue,
            Self::RetailRevenue => AccountKind::RetailRevenue,
            Self::Tax(_) => AccountKind::Tax,
            Self::CostOfGoods => AccountKind::CostOfGoods,
            Self::OverShort => AccountKind::OverShort,
            Self::CashRounding => AccountKind::CashRounding,
            Self::PettyCash => AccountKind::PettyCash,
            Self::Bank => AccountKind::Bank,
            Self::TransferClearing => AccountKind::TransferClearing,
            Self::Cheques(_) => AccountKind::Cheques,
            Self::Vouchers => AccountKind::Vouchers,
            Self::ForeignCash(..) => AccountKind::ForeignCash,
            Self::ExchangeDifference => AccountKind::ExchangeDifference,
            Self::Receivable(_) => AccountKind::Receivable,
            Self::GiftCards => AccountKind::GiftCards,
            Self::Deposits => AccountKind::Deposits,
            Self::Deferred => AccountKind::Deferred,
            Self::Overpaid => AccountKind::Overpaid,
            Self::Breakage => AccountKind::Breakage,
            Self::PointsIssued => AccountKind::PointsIssued,
            Self::PointsOwed => AccountKind::PointsOwed,
            Self::LoyaltyExpense => AccountKind::LoyaltyExpense,
            Self::Tips(_) => AccountKind::Tips,
            Self::TenderFees => AccountKind::TenderFees,
            Self::OtherIncome(_) => AccountKind::OtherIncome,
            Self::OtherExpense(_) => AccountKind::OtherExpense,
            Self::InputTax(_) => AccountKind::InputTax,
            Self::Payables => AccountKind::Payables,
            Self::Consumables => AccountKind::Consumables,
            Self::WriteOff => AccountKind::WriteOff,
            Self::PayOwed(_) => AccountKind::PayOwed,
            Self::PayAdvance(_) => AccountKind::PayAdvance,
            Self::PayExpense => AccountKind::PayExpense,
            Self::Fines => AccountKind::Fines,
        }
    }
}

/// A name that the shop has chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountName {
    pub account: AccountKind,
    pub name: String,
}

/// What the shop calls its accounts; those that are not in it have their usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Chart {
    pub names: Vec<AccountName>,
}

impl Chart {
    pub fn name(&self, kind: AccountKind) -> &str {
        let own = self.names.iter().find(|it| it.account == kind);
        own.map_or(kind.usual(), |it| it.name.as_str())
    }

    /// The whole name of one account. Clients are named by their numbers: what leaves
    /// the shop for its books need not say who they are.
    pub fn path(&self, account: &Account, staff: &BTreeMap<StaffId, String>) -> String {
        let name = self.name(account.kind());
        let person = |id: &StaffId| match staff.get(id) {
            Some(name) => format!("{}-{id}", part(name)),
            None => format!("Staff-{id}"),
        };
        let own = match account {
            Account::Cash(register) | Account::Cheques(register) => format!("Desk-{register}"),
            Account::ForeignCash(register, code) => format!("Desk-{register}:{}", part(code)),
            Account::Tax(name)
            | Account::InputTax(name)
            | Account::OtherIncome(name)
            | Account::OtherExpense(name) => part(name),
            Account::Receivable(client) => format!("Client-{client}"),
            Account::Tips(staff) | Account::PayOwed(staff) | Account::PayAdvance(staff) => {
                person(staff)
            }
            _ => return name.to_owned(),
        };
        format!("{name}:{own}")
    }
}

/// Whether every program that reads plain-text books takes `name`: two parts at least,
/// the first of [`ROOTS`], each of letters, digits and hyphens after a capital letter
/// or a digit.
pub fn is_account_name(name: &str) -> bool {
    let is_part = |part: &str| {
        let mut letters = part.chars();
        letters
            .next()
            .is_some_and(|it| it.is_uppercase() || it.is_ascii_digit())
            && letters.all(|it| it.is_alphanumeric() || it == '-')
    };
    let mut parts = name.split(':');
    name.chars().count() <= ACCOUNT_NAME_MAX
        && parts.next().is_some_and(|it| ROOTS.contains(&it))
        && name.contains(':')
        && parts.all(is_part)
}

/// A name of the shop's as a part of an account's: `VAT 20 %` is `VAT-20`.
fn part(name: &str) -> String {
    let words = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    let mut letters = joined.chars();
    match letters.next() {
        None => "Other".to_owned(),
        Some(first) if first.is_lowercase() => {
            first.to_uppercase().chain(letters).collect::<String>()
        }
        // A script without capitals has none to begin with.
        Some(first) if !first.is_uppercase() && !first.is_ascii_digit() => format!("X-{joined}"),
        Some(_) => joined,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_account_is_called_by_what_it_holds() {
        for kind in AccountKind::ALL {
            let usual = kind.usual().split(':').next().unwrap();
            assert_eq!(kind.roots()[0], usual, "{kind:?}");
            assert!(kind.roots().iter().all(|it| ROOTS.contains(it)), "{kind:?}");
        }
        assert!(AccountKind::Safe.takes("Assets:1010"));
        assert!(!AccountKind::Safe.takes("Income:Rent"));
        assert!(!AccountKind::GiftCards.takes("Assets:Cards"));
        assert!(AccountKind::OverShort.takes("Income:Over"));
    }

    #[test]
    fn every_account_has_a_name_of_its_own_that_others_take() {
        let names: BTreeSet<&str> = AccountKind::ALL.iter().map(|it| it.usual()).collect();
        assert_eq!(names.len(), AccountKind::ALL.len());
        let kinds: BTreeSet<AccountKind> = AccountKind::ALL.into_iter().collect();
        assert_eq!(kinds.len(), AccountKind::ALL.len());
        assert!(names.iter().all(|name| is_account_name(name)), "{names:?}");
        for wrong in [
            "Assets",
            "Cash:Till",
            "Assets:",
            "Assets:cash",
            "Assets:A B",
            "",
        ] {
            assert!(!is_account_name(wrong), "{wrong}");
        }
        assert!(is_account_name("Assets:1000-Kasse:Übrige"));
    }

    #[test]
    fn parts_of_a_path_are_what_others_can_read() {
        let staff = BTreeMap::from([(StaffId::default(), "Anna-Marie".to_owned())]);
        let mut chart = Chart::default();
        let path = |chart: &Chart, account: &Account| chart.path(account, &staff);
        let cases = [
            (Account::Cash(2), "Assets:Cash:Desk-2"),
            (Account::Tax("VAT 20 %".into()), "Liabilities:Tax:VAT-20"),
            (Account::Tax("20 %".into()), "Liabilities:Tax:20"),
            (Account::Tax("%".into()), "Liabilities:Tax:Other"),
            (Account::Tax("ндс".into()), "Liabilities:Tax:Ндс"),
            (Account::Tax("增值税".into()), "Liabilities:Tax:X-增值税"),
            (
                Account::Tips(StaffId::default()),
                "Liabilities:Tips:Anna-Marie-0-0",
            ),
            (Account::Safe, "Assets:Safe"),
        ];
        for (account, expected) in cases {
            assert_eq!(path(&chart, &account), expected);
            assert!(is_account_name(expected), "{expected}");
        }
        chart.names.push(AccountName {
            account: AccountKind::Cash,
            name: "Assets:1000".into(),
        });
        assert_eq!(path(&chart, &Account::Cash(1)), "Assets:1000:Desk-1");
    }
}
