//! What is still due, and how a total is paid.

use crate::domain::{
    money::{CashRounding, Money},
    tender::{Payment, Tender, TenderKind},
};

/// Cash handed over that is more than so many times what is due, and more than
/// the largest note, is taken for a slip of the finger.
const PLAUSIBLE_TIMES: i64 = 20;
/// Nobody hands over so many of the largest notes too many.
const PLAUSIBLE_NOTES_OVER: i64 = 2;

/// The shop's rules for taking money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettleRules {
    pub cash: CashRounding,
    /// The largest note that a payer may hand over; the first of the shop's
    /// denominations.
    pub largest_note: Money,
    /// The operator has looked at an implausible amount and means it.
    pub confirmed: bool,
}

/// What is still to be paid after some tenders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// By card.
    pub exact: Money,
    /// By cash, rounded to the smallest coin.
    pub in_cash: Money,
    /// To be given back from what was handed over so far.
    pub change: Money,
}

/// Why a total is not paid by the tenders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettleRefusal {
    /// Refunds are paid by `refund_payments`.
    NegativeTotal,
    /// A tender of nothing or less.
    NotPositive { kind: TenderKind },
    /// Above [`Money::LIMIT`].
    TooLarge { limit: Money },
    /// Paid in full before this tender.
    NothingDue { kind: TenderKind, given: Money },
    /// A card amount is a fact and gives no change: confirmed, it is owed to the payer.
    OverDue {
        kind: TenderKind,
        due: Money,
        given: Money,
    },
    /// Far more cash than the total asks for: confirm it or set it right.
    Implausible { due: Money, given: Money },
    /// The tenders do not reach the total.
    Short { due: Due },
}

/// The payments that settle `total`, in the order of the tenders.
///
/// Only the cash part of the total is rounded, and the difference is kept with the
/// payment. Cash may be more than is due and gives change. A tender without an
/// amount pays what is still due, and is left out when that is nothing. A total of
/// zero needs no tender.
///
/// # Errors
///
/// The first refusal found, tender by tender; `Short` at the end.
pub fn settle(
    total: Money,
    tenders: &[Tender],
    rules: &SettleRules,
) -> Result<Vec<Payment>, SettleRefusal> {
    let legs = Legs::of(total, tenders, rules.cash, rules.confirmed)?;
    if !rules.confirmed {
        legs.check_plausible(rules.largest_note)?;
    }
    if legs.due > Money::ZERO {
        return Err(SettleRefusal::Short {
            due: legs.still_due(),
        });
    }
    Ok(legs.payments.into_iter().map(|(_, it)| it).collect())
}

/// What the payment screen shows as still due, and as change, after some tenders.
///
/// # Errors
///
/// As [`settle`], but `Short` and `Implausible` are not refusals yet.
pub fn due_after(
    total: Money,
    tenders: &[Tender],
    cash: CashRounding,
) -> Result<Due, SettleRefusal> {
    Legs::of(total, tenders, cash, false).map(|legs| legs.still_due())
}

/// How much of the total a tender pays, and what of it goes back or is owed back.
struct Part {
    of_total: Money,
    change: Money,
    over: Money,
}

/// The tenders gone through one by one.
struct Legs {
    /// Each with what was due, in its kind, before it.
    payments: Vec<(Money, Payment)>,
    due: Money,
    /// Kept of cash so far: what is still due in cash is rounded together with it.
    cash_kept: Money,
    rounding: CashRounding,
    /// More by card than was due is meant.
    confirmed: bool,
}

impl Legs {
    fn of(
        total: Money,
        tenders: &[Tender],
        cash: CashRounding,
        confirmed: bool,
    ) -> Result<Self, SettleRefusal> {
        if total.is_negative() {
            return Err(SettleRefusal::NegativeTotal);
        }
        let mut legs = Self {
            payments: Vec::new(),
            due: total,
            cash_kept: Money::ZERO,
            rounding: cash,
            confirmed,
        };
        for tender in tenders {
            legs.add(tender)?;
        }
        Ok(legs)
    }

    fn add(&mut self, tender: &Tender) -> Result<(), SettleRefusal> {
        let Tender { kind, amount, .. } = *tender;
        if let Some(given) = amount {
            if given <= Money::ZERO {
                return Err(SettleRefusal::NotPositive { kind });
            }
            if given > Money::LIMIT {
                return Err(SettleRefusal::TooLarge {
                    limit: Money::LIMIT,
                });
            }
        }
        if self.due.is_zero() {
            return match amount {
                None => Ok(()),
                Some(given) => Err(SettleRefusal::NothingDue { kind, given }),
            };
        }
        let due = match kind {
            TenderKind::Cash => self.due_in_cash(),
            _ => self.due,
        };
        let tendered = amount.unwrap_or(due);
        let part = self.part(kind, tendered, due)?;
        let payment = Payment {
            kind,
            tendered,
            change: part.change,
            rounding: tendered - part.change - part.over - part.of_total,
            reference: tender.reference.clone(),
            purse: tender.purse,
            foreign: tender.foreign.clone(),
            over: part.over,
            tax_paid: Vec::new(),
        };
        if kind == TenderKind::Cash {
            self.cash_kept += payment.kept();
        }
        self.due -= part.of_total;
        self.payments.push((due, payment));
        Ok(())
    }

    /// What a tender is of what is due.
    fn part(&self, kind: TenderKind, tendered: Money, due: Money) -> Result<Part, SettleRefusal> {
        let exact = Part {
            of_total: tendered,
            change: Money::ZERO,
            over: Money::ZERO,
        };
        let part = match kind {
            // Paid out to the last coin, or as much as the payer has in coins
            // smaller than the rounding: either closes the cash part.
            TenderKind::Cash if tendered >= due.min(self.due) => Part {
                of_total: self.due,
                change: tendered - tendered.min(due),
                ..exact
            },
            // Change comes in coins of the shop's currency.
            TenderKind::Foreign if tendered > due => Part {
                of_total: self.due,
                change: self.rounding.round(tendered - due).min(tendered),
                ..exact
            },
            // The card terminal has taken it: a fact, and owed back.
            TenderKind::Card if tendered > due && self.confirmed => Part {
                of_total: due,
                over: tendered - due,
                ..exact
            },
            TenderKind::Cash | TenderKind::Foreign => exact,
            _ if tendered > due => {
                return Err(SettleRefusal::OverDue {
                    kind,
                    due,
                    given: tendered,
                });
            }
            _ => exact,
        };
        Ok(part)
    }

    fn due_in_cash(&self) -> Money {
        let cash_part = self.rounding.round(self.cash_kept + self.due);
        (cash_part - self.cash_kept).max(Money::ZERO)
    }

    fn check_plausible(&self, largest_note: Money) -> Result<(), SettleRefusal> {
        for (due, payment) in &self.payments {
            let many_times =
                payment.tendered > *due * PLAUSIBLE_TIMES && payment.tendered > largest_note;
            let many_notes =
                !largest_note.is_zero() && payment.change >= largest_note * PLAUSIBLE_NOTES_OVER;
            if payment.kind.gives_change()
                && !payment.change.is_zero()
                && (many_times || many_notes)
            {
                return Err(SettleRefusal::Implausible {
                    due: *due,
                    given: payment.tendered,
                });
            }
        }
        Ok(())
    }

    fn still_due(&self) -> Due {
        Due {
            exact: self.due,
            in_cash: if self.due.is_zero() {
                Money::ZERO
            } else {
                self.due_in_cash()
            },
            change: self.payments.iter().map(|(_, it)| it.change).sum(),
        }
    }
}
