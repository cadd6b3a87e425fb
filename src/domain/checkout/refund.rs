//! Giving back: lines as they were sold, money as it was paid.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    money::{CashRounding, Money},
    sale::{Sale, SaleKind, SaleLine},
    tender::{Payment, Purse, TaxPaid, TenderKind},
    ticket::{Discount, Drawn, Item, Offer},
};

use super::Totals;

/// So many units of a sold line are to be given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineBack {
    /// The line's number in the sale.
    pub line: u32,
    pub quantity: u32,
    /// Goods go back on the shelf. Has no meaning for a service.
    pub restock: bool,
    /// Of what was paid ahead: so much of it is not used, and comes back.
    pub unused: Option<Unused>,
}

/// What of a sold line that was paid ahead is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unused {
    pub net: Money,
    /// With the tax in it.
    pub total: Money,
}

/// Why something cannot be given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundRefusal {
    /// Nothing chosen.
    Empty,
    /// A refund is not refunded; sell again.
    NotASale,
    NoSuchLine {
        line: u32,
    },
    /// More than is left of the line after earlier refunds, or none.
    QuantityOutOfRange {
        line: u32,
        left: u32,
    },
    /// More than is left of what was paid for the sale, or not a refund at all.
    AmountOutOfRange {
        left: Money,
    },
    /// Less than the amount is left of what was paid by this tender.
    TenderOutOfRange {
        kind: TenderKind,
        left: Money,
    },
}

/// The lines that give back `wishes` of `sale`, with their totals: all negative.
///
/// Each amount is the stored one's share, taken from what is left of it, so that
/// the refunds of a line add up to exactly what was sold, in whatever steps and
/// order. Tax is that of the stored line, whatever the rates are today.
///
/// # Errors
///
/// The first refusal found, wish by wish. `already` are the earlier refunds of
/// this sale.
pub fn refund_lines(
    sale: &Sale,
    already: &[Sale],
    wishes: &[LineBack],
) -> Result<Totals, RefundRefusal> {
    if sale.kind != SaleKind::Sale {
        return Err(RefundRefusal::NotASale);
    }
    if wishes.is_empty() {
        return Err(RefundRefusal::Empty);
    }
    let mut returned = lines_back(sale, already);
    let n_before = returned.len();
    for wish in wishes {
        let sold = sale
            .lines
            .iter()
            .find(|line| line.number == wish.line)
            .ok_or(RefundRefusal::NoSuchLine { line: wish.line })?;
        let back = Returned::of(sold, &returned);
        let left = left_of(sold, &back);
        if !(1..=left).contains(&wish.quantity) {
            let line = wish.line;
            return Err(RefundRefusal::QuantityOutOfRange { line, left });
        }
        let inside = sale.tax_rules.prices_include_tax;
        let mirror = back.mirror(sold, *wish, inside);
        returned.push(match wish.unused {
            Some(unused) => in_part(mirror, unused, inside),
            None => mirror,
        });
    }
    Ok(Totals::of(returned.split_off(n_before)))
}

/// A whole sale taken back: all its lines, goods on the shelf again, and each payment
/// as it was, so that nothing is left of it but the two papers.
///
/// # Errors
///
/// Something of it was given back already, or it is no sale.
pub fn void(sale: &Sale, already: &[Sale]) -> Result<(Totals, Vec<Payment>), RefundRefusal> {
    let lines: Vec<LineBack> = sale
        .lines
        .iter()
        .map(|line| LineBack {
            line: line.number,
            quantity: u32::try_from(line.quantity).unwrap_or(0),
            restock: true,
            unused: None,
        })
        .collect();
    let totals = refund_lines(sale, already, &lines)?;
    Ok((totals, sale.payments.iter().map(mirrored).collect()))
}

/// What was bought on a receipt that is not at hand, given back in one way of paying: the
/// mirror of selling it now. Of the goods, `restock` says line by line which go back on
/// the shelf.
pub fn without_receipt(
    sold: &Totals,
    restock: &[bool],
    prices_include_tax: bool,
    (kind, cash): (TenderKind, CashRounding),
) -> (Totals, Vec<Payment>) {
    let lines = sold.lines.iter().zip(restock).map(|(line, &restock)| {
        let all = LineBack {
            line: line.number,
            quantity: u32::try_from(line.quantity).unwrap_or(0),
            restock,
            unused: None,
        };
        Returned::of(line, &[]).mirror(line, all, prices_include_tax)
    });
    let totals = Totals::of(lines.collect());
    let part = -totals.total;
    let kept = match kind {
        TenderKind::Cash => cash.round(part),
        _ => part,
    };
    let payment = Payment {
        rounding: part - kept,
        ..Payment::of(kind, -kept)
    };
    let payments = (!part.is_zero()).then_some(payment);
    (totals, payments.into_iter().collect())
}

fn mirrored(payment: &Payment) -> Payment {
    let mut mirrored = payment.clone();
    mirrored.tendered = -payment.tendered;
    mirrored.change = -payment.change;
    if payment.kind == TenderKind::Cash {
        // The same notes need not come back: what was kept is what is handed out.
        mirrored.tendered = -payment.kept();
        mirrored.change = Money::ZERO;
    }
    mirrored.rounding = -payment.rounding;
    mirrored.over = -payment.over;
    if let Some(foreign) = &mut mirrored.foreign {
        foreign.amount = -foreign.amount;
    }
    for tax in &mut mirrored.tax_paid {
        tax.amount = -tax.amount;
    }
    mirrored
}

/// How many units of each line may still be given back, in the sale's order.
pub fn refundable(sale: &Sale, already: &[Sale]) -> Vec<u32> {
    let returned = lines_back(sale, already);
    let left = |line| left_of(line, &Returned::of(line, &returned));
    sale.lines.iter().map(left).collect()
}

/// The lines of a sale that came back by refunds, and in carts of other things.
fn lines_back(sale: &Sale, already: &[Sale]) -> Vec<SaleLine> {
    let mut back = Vec::new();
    for it in already {
        let is_own =
            matches!(it.kind, SaleKind::RefundOf(of) | SaleKind::VoidOf(of) if of == sale.id);
        for line in &it.lines {
            match line.returned {
                _ if is_own => back.push(line.clone()),
                Some(of) if of.sale == sale.id => back.push(SaleLine {
                    number: of.line,
                    ..line.clone()
                }),
                _ => (),
            }
        }
    }
    back
}

fn left_of(sold: &SaleLine, back: &Returned) -> u32 {
    u32::try_from(sold.quantity - back.quantity).unwrap_or(0)
}

/// Each piece of a line uses as many units as the others.
fn units_of(all: u32, n_sold: i64, n_back: u32) -> u32 {
    let units = i64::from(all) * i64::from(n_back) / n_sold.max(1);
    u32::try_from(units).unwrap_or(0)
}

/// A line that comes back as far as it is not used: its net, and the tax on that.
fn in_part(mut line: SaleLine, unused: Unused, prices_include_tax: bool) -> SaleLine {
    if unused.net == -line.net && unused.total == -line.total {
        return line;
    }
    let weights = line.tax_amounts.iter();
    let weights: Vec<i128> = weights.map(|it| i128::from(it.minor().abs())).collect();
    let tax = unused.total - unused.net;
    let none = || vec![Money::ZERO; weights.len()];
    line.tax_amounts = (-tax).alloc(&weights).unwrap_or_else(none);
    line.net = -unused.net;
    line.total = -unused.total;
    line.gross = if prices_include_tax {
        line.total
    } else {
        line.net
    };
    line.unit_price = line.gross.abs();
    line
}

/// What earlier refunds gave back of one line, as positive amounts.
struct Returned {
    quantity: i64,
    discount: Money,
    /// One per offer of the sold line, same order.
    offers: Vec<Money>,
    drawn: Money,
    taxes: Vec<Money>,
}

impl Returned {
    fn of(sold: &SaleLine, returned: &[SaleLine]) -> Self {
        let same = || returned.iter().filter(|line| line.number == sold.number);
        let tax = |place| {
            let amounts = same().filter_map(|line| line.tax_amounts.get(place).copied());
            -amounts.sum::<Money>()
        };
        let offer = |place: usize| {
            let offers = same().filter_map(|line| line.offers.get(place));
            offers.map(|offer| offer.off).sum()
        };
        Self {
            quantity: -same().map(|line| line.quantity).sum::<i64>(),
            offers: (0..sold.offers.len()).map(offer).collect(),
            discount: -same().map(|line| line.discount_amount).sum::<Money>(),
            drawn: -same()
                .filter_map(|line| line.drawn.as_ref())
                .map(|drawn| drawn.net)
                .sum::<Money>(),
            taxes: (0..sold.tax_amounts.len()).map(tax).collect(),
        }
    }

    /// The sold line's opposite for so many units.
    fn mirror(&self, sold: &SaleLine, wish: LineBack, prices_include_tax: bool) -> SaleLine {
        let quantity = i64::from(wish.quantity);
        let n_after = i128::from(self.quantity + quantity);
        let share = |whole: Money, before: Money| {
            let numerator = i128::from(whole.minor()) * n_after;
            before - Money::ratio(numerator, i128::from(sold.quantity))
        };
        let gross = -(sold.unit_price * quantity);
        let discount_amount = share(sold.discount_amount, self.discount);
        let taxes = sold.tax_amounts.iter().zip(&self.taxes);
        let tax_amounts: Vec<Money> = taxes.map(|(&all, &before)| share(all, before)).collect();
        let tax: Money = tax_amounts.iter().copied().sum();
        let price = match sold.drawn {
            Some(_) => Money::ZERO,
            None => gross + discount_amount,
        };
        let (net, total) = if prices_include_tax {
            (price - tax, price)
        } else {
            (price, price + tax)
        };
        SaleLine {
            quantity: -quantity,
            discount: match sold.discount {
                Some(Discount::Amount(_)) => Some(Discount::Amount(discount_amount)),
                other => other,
            },
            gross,
            discount_amount,
            net,
            tax_amounts,
            total,
            restocked: wish.restock && matches!(sold.item, Item::Product(_)),
            drawn: sold.drawn.as_ref().map(|drawn| Drawn {
                net: share(drawn.net, self.drawn),
                units: units_of(drawn.units, sold.quantity, wish.quantity),
                ..drawn.clone()
            }),
            offers: self.offers_back(sold, discount_amount),
            ..sold.clone()
        }
    }

    /// Which offers `off`, what comes back of all that was taken off, is of: in
    /// proportion to what is left of each and of the line's own discount, so that
    /// none comes back twice and all of them do in the end.
    fn offers_back(&self, sold: &SaleLine, off: Money) -> Vec<Offer> {
        let offers = sold.offers.iter().zip(&self.offers);
        let left = offers.map(|(offer, before)| offer.off - *before);
        let left: Vec<Money> = left.collect();
        let of_all: Money = left.iter().copied().sum();
        // Both have the sign of the sale: less than nothing.
        let own = self.discount - sold.discount_amount - of_all;
        let weights = [&left[..], &[own]].concat();
        let weights: Vec<i128> = weights.iter().map(|it| it.minor().into()).collect();
        let shares = off.alloc(&weights).unwrap_or_default();
        let offer = |(idx, offer): (usize, &Offer)| Offer {
            off: shares.get(idx).copied().unwrap_or_default(),
            ..offer.clone()
        };
        sold.offers.iter().enumerate().map(offer).collect()
    }
}

/// What one tender paid of a sale and is still ours.
struct Left {
    kind: TenderKind,
    purse: Option<Purse>,
    /// Of the total.
    of_total: Money,
    /// In the drawer or from the card company.
    kept: Money,
    /// Of it, the tax that was posted when it was paid ahead.
    tax_paid: Vec<TaxPaid>,
}

impl Left {
    fn add_tax(&mut self, tax_paid: &[TaxPaid]) {
        for tax in tax_paid {
            match self.tax_paid.iter_mut().find(|it| it.name == tax.name) {
                Some(row) => row.amount += tax.amount,
                None => self.tax_paid.push(tax.clone()),
            }
        }
    }

    /// The tax in so much of it that is given back.
    fn tax_in(&self, part: Money) -> Vec<TaxPaid> {
        let share = |it: &TaxPaid| {
            let numerator = i128::from(it.amount.minor()) * i128::from(part.minor());
            let amount = if part == self.of_total {
                it.amount
            } else {
                Money::ratio(numerator, i128::from(self.of_total.minor().max(1)))
            };
            TaxPaid {
                name: it.name.clone(),
                amount: -amount,
            }
        };
        let shares = self.tax_paid.iter().map(share);
        shares.filter(|it| !it.amount.is_zero()).collect()
    }
}

/// The payments that give back `amount` (negative, or zero for lines that were
/// free) of what was paid for `sale`.
///
/// Each tender gets back at most what it paid. Giving back all of a tender gives
/// exactly what was kept of it, rounding included; a part in cash is rounded as a
/// payment is. Without a wish the card is given back first.
///
/// # Errors
///
/// More than is left of the sale, or of the tender wished for.
pub fn refund_payments(
    sale: &Sale,
    already: &[Sale],
    amount: Money,
    wish: Option<TenderKind>,
    cash: CashRounding,
) -> Result<Vec<Payment>, RefundRefusal> {
    let left = left_by_tender(sale, already);
    let all: Money = left.iter().map(|it| it.of_total).sum();
    let mut due = -amount;
    if due.is_negative() || due > all {
        return Err(RefundRefusal::AmountOutOfRange { left: all });
    }
    if let Some(kind) = wish {
        let of_kind = left.iter().filter(|it| it.kind == kind);
        let left: Money = of_kind.map(|it| it.of_total).sum();
        if due > left {
            return Err(RefundRefusal::TenderOutOfRange { kind, left });
        }
    }
    let mut payments = Vec::new();
    for tender in left
        .iter()
        .filter(|it| wish.is_none_or(|kind| kind == it.kind))
    {
        let part = due.min(tender.of_total);
        due -= part;
        let kept = if part == tender.of_total {
            tender.kept
        } else if tender.kind == TenderKind::Cash {
            cash.round(part).min(tender.kept)
        } else {
            part
        };
        if !part.is_zero() {
            payments.push(Payment {
                rounding: part - kept,
                purse: tender.purse,
                tax_paid: tender.tax_in(part),
                ..Payment::of(tender.kind, -kept)
            });
        }
    }
    Ok(payments)
}

/// One row per kind, cash last: it is the one that can be taken wrongly.
fn left_by_tender(sale: &Sale, already: &[Sale]) -> Vec<Left> {
    let mut left: Vec<Left> = Vec::new();
    // In a cart of other things, what is less than nothing was paid back for what came
    // back with it; the rest paid for what was sold.
    let is_back = |it: &Payment| it.of_total().is_negative();
    let sold = sale.payments.iter().filter(|it| !is_back(it));
    let is_own = |it: &Sale| it.kind != SaleKind::Sale;
    let refunded = already.iter().flat_map(|it| {
        let payments = it.payments.iter();
        payments.filter(move |payment| is_own(it) || is_back(payment))
    });
    for payment in sold.chain(refunded) {
        let (kept, of_total) = (payment.kept() - payment.over, payment.of_total());
        let is_of = |it: &&mut Left| it.kind == payment.kind && it.purse == payment.purse;
        match left.iter_mut().find(is_of) {
            Some(row) => {
                row.of_total += of_total;
                row.kept += kept;
                row.add_tax(&payment.tax_paid);
            }
            None => left.push(Left {
                kind: payment.kind,
                purse: payment.purse,
                of_total,
                kept,
                tax_paid: payment.tax_paid.clone(),
            }),
        }
    }
    left.sort_by_key(|it| it.kind == TenderKind::Cash);
    left
}
