//! Things brought back and others taken along, in one cart: what comes back is worth
//! what was paid for it, and goes as far as it goes.

use crate::domain::{
    money::{CashRounding, Money},
    sale::Sale,
    tender::{Payment, TenderKind},
    ticket::TicketReturn,
};

use super::{LineBack, RefundRefusal, Totals, refund_lines, refund_payments};

/// Numbers of lines that come back, so that they are never those of what is sold.
pub const RETURNS_FROM: u32 = 1_000_000;

/// The lines of a cart that give back `returns` of `sold`, with their totals: all
/// negative, each naming what it is of.
///
/// # Errors
///
/// As [`refund_lines`].
pub fn returned_lines(
    sold: &Sale,
    already: &[Sale],
    returns: &[TicketReturn],
) -> Result<Totals, RefundRefusal> {
    let wishes: Vec<LineBack> = returns
        .iter()
        .map(|it| LineBack {
            line: it.of.line,
            quantity: it.quantity,
            restock: it.of.restock,
            unused: None,
        })
        .collect();
    let mut totals = refund_lines(sold, already, &wishes)?;
    let numbered = (RETURNS_FROM..).zip(returns);
    for (line, (number, back)) in totals.lines.iter_mut().zip(numbered) {
        line.number = number;
        line.returned = Some(back.of);
        line.note.clone_from(&back.reason);
    }
    Ok(totals)
}

/// What is sold and what comes back, as one.
pub fn exchanged(sold: Totals, back: Totals) -> Totals {
    let mut lines = sold.lines;
    lines.extend(back.lines);
    Totals::of(lines)
}

/// How what comes back is paid: it goes back to the tenders that paid for it, and from
/// there, without being handed out, to what is sold instead. `back` is less than
/// nothing. All that is left of it is handed out: first by what leaves the drawer
/// alone.
///
/// # Errors
///
/// As [`refund_payments`].
pub fn exchange_payments(
    paid: &Sale,
    already: &[Sale],
    (back, sold): (Money, Money),
    cash: CashRounding,
) -> Result<Vec<Payment>, RefundRefusal> {
    let mut payments = refund_payments(paid, already, back, None, cash)?;
    let mut carried = sold.min(-back);
    let mut legs = Vec::new();
    // Cash is the last of them, and stays before all others.
    for leg in payments.iter().rev() {
        let (of_leg, kept) = (-leg.of_total(), -leg.kept());
        let part = carried.min(of_leg);
        carried -= part;
        if part.is_zero() {
            continue;
        }
        let kept = if part == of_leg {
            kept
        } else if leg.kind == TenderKind::Cash {
            cash.round(part).min(kept)
        } else {
            part
        };
        legs.push(Payment {
            rounding: kept - part,
            purse: leg.purse,
            ..Payment::of(leg.kind, kept)
        });
    }
    payments.extend(legs);
    Ok(payments)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        checkout::tests::{INSIDE, card, cash, eur, goods, sold},
        ids::SaleId,
        sale::{Sale, SaleKind},
        ticket::ReturnOf,
    };

    fn sums(payments: &[Payment]) -> BTreeMap<TenderKind, i64> {
        let mut sums = BTreeMap::new();
        for payment in payments {
            *sums.entry(payment.kind).or_default() += payment.kept().minor();
        }
        sums
    }

    fn returns(of: &Sale, quantity: u32) -> Vec<TicketReturn> {
        vec![TicketReturn {
            of: ReturnOf {
                sale: of.id,
                line: 1,
                restock: true,
            },
            quantity,
            reason: String::new(),
        }]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// In two carts of other things: what came back went the way it was paid, to the
        /// last coin, and each cart's payments come to its total.
        #[test]
        fn what_comes_back_is_what_was_paid(
            price in 1_i64..20_000,
            n in 2_u32..6,
            by_card in 0_i64..20_000,
            step in prop::sample::select(vec![1_u32, 5, 100]),
            new in prop::array::uniform2(0_i64..60_000),
            n_first in 1_u32..5,
        ) {
            let n_first = n_first.min(n - 1);
            let total = price * i64::from(n);
            let by_card = by_card.min(total);
            let tenders = match by_card {
                0 => vec![cash(None)],
                by_card if by_card == total => vec![card(None)],
                by_card => vec![card(Some(by_card)), cash(None)],
            };
            let first = sold(&[goods(1, n, price, 0)], INSIDE, &tenders, step);
            let rounding = CashRounding { step_minor: step };
            let mut already: Vec<Sale> = Vec::new();
            let mut back_to: BTreeMap<TenderKind, i64> = BTreeMap::new();
            for (quantity, new) in [(n_first, new[0]), (n - n_first, new[1])] {
                let back = returned_lines(&first, &already, &returns(&first, quantity)).unwrap();
                let amounts = (back.total, eur(new));
                let payments = exchange_payments(&first, &already, amounts, rounding).unwrap();
                let paid: Money = payments.iter().map(Payment::of_total).sum();
                // The rest, if there is any, is for the tenders of that cart.
                prop_assert_eq!(paid, (eur(new) + back.total).min(Money::ZERO));
                for payment in &payments {
                    let is_coins = payment.kept().minor() % i64::from(step) == 0;
                    prop_assert!(payment.kind != TenderKind::Cash || is_coins);
                    if payment.kept().is_negative() {
                        *back_to.entry(payment.kind).or_default() += payment.kept().minor();
                    }
                }
                already.push(Sale {
                    id: SaleId(crate::domain::ids::RawId::new(1, 77).unwrap()),
                    kind: SaleKind::Sale,
                    lines: back.lines,
                    payments,
                    ..first.clone()
                });
            }
            for (kind, kept) in sums(&first.payments) {
                let back = back_to.get(&kind).copied().unwrap_or(0);
                prop_assert_eq!(kept + back, 0, "{:?}", kind);
            }
            let left = returned_lines(&first, &already, &returns(&first, 1));
            prop_assert_eq!(left.map(|_| ()), Err(RefundRefusal::QuantityOutOfRange { line: 1, left: 0 }));
        }
    }
}
