//! Ways of paying.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ClientId, DepositId, GiftCardId, HoldingId},
    money::{Currency, Money},
};

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TenderKind {
    Cash,
    Card,
    /// To the shop's bank account.
    Transfer,
    Cheque,
    /// On the client's tab: owed until it is settled.
    Account,
    GiftCard,
    /// Points of the client, worth what the shop says.
    Points,
    /// Money of the client that was paid ahead.
    Deposit,
    /// A voucher of somebody else, who owes it then.
    Voucher,
    /// Cash in another currency, at a rate; change is in the shop's own.
    Foreign,
}

impl TenderKind {
    pub const ALL: [Self; 10] = [
        Self::Cash,
        Self::Card,
        Self::Transfer,
        Self::Cheque,
        Self::Account,
        Self::GiftCard,
        Self::Points,
        Self::Deposit,
        Self::Voucher,
        Self::Foreign,
    ];

    /// Whether taking or giving it moves what is in the drawer, so that it must open.
    pub fn opens_drawer(self) -> bool {
        matches!(
            self,
            Self::Cash | Self::Foreign | Self::Cheque | Self::Voucher
        )
    }

    /// Whether more than is due may be handed over and gives change, in cash.
    pub fn gives_change(self) -> bool {
        matches!(self, Self::Cash | Self::Foreign)
    }

    /// Whether it is a paper or a booking with a number of its own, which is kept.
    pub fn is_numbered(self) -> bool {
        matches!(self, Self::Transfer | Self::Cheque | Self::Voucher)
    }

    /// Whether it is money of the client's that the shop has already: a balance that
    /// is drawn on, and none that anybody hands over.
    pub fn is_balance(self) -> bool {
        matches!(
            self,
            Self::Account | Self::GiftCard | Self::Points | Self::Deposit
        )
    }
}

/// Where a balance is drawn from.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Purse {
    GiftCard(GiftCardId),
    Deposit(DepositId),
    /// Of the client: points, or the tab.
    Client(ClientId),
    /// A package or series: it pays lines, and is no tender.
    Holding(HoldingId),
}

/// Cash of another currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ForeignCash {
    pub currency: Currency,
    /// In its own minor units.
    pub amount: Money,
    /// Millionths of the shop's currency for one of the other's, as it stood then.
    pub rate_millionths: u64,
}

/// What the payer hands over. Cash may be more than is due and gives change; a
/// card amount is a fact and never gives change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tender {
    pub kind: TenderKind,
    /// `None`: exactly what is still due. In the shop's currency.
    pub amount: Option<Money>,
    /// The slip's, cheque's or voucher's number; never that of a bank card.
    #[serde(default)]
    pub reference: String,
    /// Of a balance.
    #[serde(default)]
    pub purse: Option<Purse>,
    #[serde(default)]
    pub foreign: Option<ForeignCash>,
}

impl Tender {
    /// With nothing but an amount; `None` pays what is still due.
    pub fn of(kind: TenderKind, amount: Option<Money>) -> Self {
        Self {
            kind,
            amount,
            reference: String::new(),
            purse: None,
            foreign: None,
        }
    }
}

/// What a sale keeps of one tender. All negative on a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Payment {
    pub kind: TenderKind,
    /// Handed over.
    pub tendered: Money,
    /// Given back, in cash of the shop's currency.
    pub change: Money,
    /// Cash rounding: how much more (+) or less (-) than its part of the total
    /// was kept. `kept() - rounding` is what it paid of the total.
    pub rounding: Money,
    pub reference: String,
    pub purse: Option<Purse>,
    pub foreign: Option<ForeignCash>,
    /// Taken beyond what was due, where no change is given: owed to the payer.
    pub over: Money,
    /// Tax of this part that was posted when it was paid ahead.
    pub tax_paid: Vec<TaxPaid>,
}

/// Tax by the component's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxPaid {
    pub name: String,
    pub amount: Money,
}

impl Payment {
    /// With nothing but amounts.
    pub fn of(kind: TenderKind, tendered: Money) -> Self {
        Self {
            kind,
            tendered,
            change: Money::ZERO,
            rounding: Money::ZERO,
            reference: String::new(),
            purse: None,
            foreign: None,
            over: Money::ZERO,
            tax_paid: Vec::new(),
        }
    }

    /// What stays in the drawer, comes from the card company, or leaves a balance.
    pub fn kept(&self) -> Money {
        self.tendered - self.change
    }

    /// What it paid of the total.
    pub fn of_total(&self) -> Money {
        self.kept() - self.rounding - self.over
    }
}

/// What was handed over in each way of paying, in the order in which the ways were
/// first used: two parts in cash are one sum.
pub fn handed_over(payments: &[Payment]) -> Vec<(TenderKind, Money)> {
    let mut sums: Vec<(TenderKind, Money)> = Vec::new();
    for payment in payments {
        match sums.iter_mut().find(|(kind, _)| *kind == payment.kind) {
            Some((_, sum)) => *sum += payment.tendered,
            None => sums.push((payment.kind, payment.tendered)),
        }
    }
    sums
}

/// What a payer is likely to hand over for `due` in cash: the next multiple of each
/// note and larger coin, least first, at most `n_most` of them and none that is exact.
///
/// `denominations` are in minor units; what is worth less than a hundredth of the
/// largest is small change, and nobody rounds up to it.
pub fn round_amounts(due: Money, denominations: &[i64], n_most: usize) -> Vec<Money> {
    let due = due.minor();
    let largest = denominations.iter().copied().max().unwrap_or(0);
    let notes = denominations.iter().copied();
    let notes = notes.filter(|&note| note > 0 && note >= largest / 100);
    let mut amounts: Vec<i64> = notes
        .map(|note| due + (note - due.rem_euclid(note)).rem_euclid(note))
        .filter(|&amount| amount > due)
        .collect();
    amounts.sort_unstable();
    amounts.dedup();
    amounts.truncate(n_most);
    amounts.into_iter().map(Money::from_minor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notes_that_a_payer_may_hand_over() {
        let euro = [
            50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 1,
        ];
        let dollar = [10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1];
        let yen = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1];
        #[rustfmt::skip]
        let cases: [(&[i64], i64, &[i64]); 6] = [
            (&euro,   3_780, &[4_000, 5_000, 10_000, 20_000]),
            (&euro,   3_510, &[4_000, 5_000, 10_000, 20_000]),
            (&euro,   5_000, &[6_000, 10_000, 20_000, 50_000]),
            (&dollar, 3_780, &[3_800, 4_000, 5_000, 10_000]),
            (&yen,    3_780, &[3_800, 4_000, 5_000, 10_000]),
            (&[],     3_780, &[]),
        ];
        for (denominations, due, want) in cases {
            let got = round_amounts(Money::from_minor(due), denominations, 4);
            let got: Vec<i64> = got.into_iter().map(Money::minor).collect();
            assert_eq!(got, want, "{due}");
        }
    }

    #[test]
    fn parts_in_one_way_are_one_sum() {
        let part = |kind, minor| Payment::of(kind, Money::from_minor(minor));
        let (cash, card) = (TenderKind::Cash, TenderKind::Card);
        let parts = [part(cash, 2_000), part(card, 500), part(cash, 700)];
        let want = [
            (cash, Money::from_minor(2_700)),
            (card, Money::from_minor(500)),
        ];
        assert_eq!(handed_over(&parts), want);
        assert_eq!(handed_over(&[]), []);
    }
}
