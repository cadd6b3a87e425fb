//! What is taken off the whole order, shared out over the lines that it touches.

use crate::domain::{
    money::{Money, Rate},
    points::each_for_points,
    ticket::{Discount, Offer, OfferKind, OrderDiscount, TicketLine},
};

use super::{CheckoutRefusal, total::gross_and_discount};

#[cfg(test)]
mod tests;

/// Whether a discount on the whole order touches this line: it is on the price list, no
/// fee, and neither something that was paid ahead nor points pay it.
pub(super) fn is_touched(line: &TicketLine) -> bool {
    line.item.is_listed()
        && !line.is_fee()
        && line.drawn.is_none()
        && each_for_points(&line.offers).is_none()
}

/// What each line still costs that discounts touch; nothing for the others.
///
/// # Errors
///
/// As [`super::totals`] refuses a line.
pub fn rests(lines: &[TicketLine]) -> Result<Vec<Money>, CheckoutRefusal> {
    let rest = |line: &TicketLine| {
        let (gross, off) = gross_and_discount(line)?;
        Ok(if is_touched(line) {
            gross + off
        } else {
            Money::ZERO
        })
    };
    lines.iter().map(rest).collect()
}

/// What the lines cost that a discount on the whole order is taken off: after all
/// else that is taken off them.
///
/// # Errors
///
/// As [`super::totals`] refuses a line.
pub fn whole_order(lines: &[TicketLine]) -> Result<Money, CheckoutRefusal> {
    Ok(prices(lines)?.into_iter().sum())
}

/// What each line costs before its share of the order's discount; nothing for a line
/// that it does not touch.
fn prices(lines: &[TicketLine]) -> Result<Vec<Money>, CheckoutRefusal> {
    let price = |line: &TicketLine| {
        let (gross, off) = gross_and_discount(line)?;
        let share: Money = shares_of(line).map(|it| it.off).sum();
        Ok(if is_touched(line) {
            gross + off + share
        } else {
            Money::ZERO
        })
    };
    lines.iter().map(price).collect()
}

fn shares_of(line: &TicketLine) -> impl Iterator<Item = &Offer> {
    let offers = line.offers.iter();
    offers.filter(|it| it.kind == OfferKind::Order)
}

/// Shares the order's discount out over the lines it touches, in proportion to what
/// each costs after all else, by largest remainder; earlier shares go. A percent is
/// rounded once, for the whole, so that the order of the lines makes no difference
/// to the total.
///
/// An amount stays as it was given when lines go, and takes off at most what the
/// others cost.
///
/// # Errors
///
/// As [`super::totals`] refuses a line.
pub fn spread_order(
    lines: &mut [TicketLine],
    order: Option<&OrderDiscount>,
) -> Result<(), CheckoutRefusal> {
    for line in &mut *lines {
        line.offers.retain(|it| it.kind != OfferKind::Order);
    }
    let Some(order) = order else {
        return Ok(());
    };
    let prices = prices(lines)?;
    let whole: Money = prices.iter().copied().sum();
    let off = match order.discount {
        Discount::Amount(amount) => amount.min(whole),
        Discount::Percent(rate) => rate.min(Rate::WHOLE).of(whole),
    };
    let weights: Vec<i128> = prices.iter().map(|it| i128::from(it.minor())).collect();
    // Where nothing costs anything there is nothing to share.
    let shares = off.alloc(&weights).unwrap_or_default();
    for (line, off) in lines.iter_mut().zip(shares) {
        if off > Money::ZERO {
            line.offers.push(Offer {
                kind: OfferKind::Order,
                name: order.given.reason.clone(),
                off,
            });
        }
    }
    Ok(())
}
