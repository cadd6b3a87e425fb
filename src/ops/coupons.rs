//! Coupons: brought to a cart by their code, used up by its sale, and good again when
//! all that they took off was given back.

use super::{
    context::Context,
    entry::{CODE_MAX, bounded, required},
    halt::{Step, need},
    outcome::Outcome,
    refusal::{Field, Refusal},
    ticket::{keep, open_or_new},
};
use crate::{
    domain::{
        ids::CouponId,
        money::Money,
        promotion::{Coupon, CouponProblem, Promotion},
        sale::{Sale, SaleKind, SaleLine},
        ticket::{OfferKind, Ticket},
    },
    store::{Reads, Tx, record::Lookup},
};

/// On one cart.
const COUPONS_MAX: usize = 20;

fn find(reads: &impl Reads, code: &str) -> Step<Option<Coupon>> {
    let mut same = reads.find::<Coupon>(&Lookup::CouponByCode(code.to_owned()))?;
    same.sort_by_key(|it| (!it.active, it.id));
    Ok(same.into_iter().next())
}

pub(super) fn is_one(reads: &impl Reads, code: &str) -> Step<bool> {
    Ok(find(reads, code)?.is_some())
}

/// # Errors
///
/// [`Refusal::UnknownCode`], [`Refusal::CouponRefused`] with the reason.
pub(super) fn bring(tx: &mut Tx, cx: &Context, code: &str) -> Step<Outcome> {
    let code = required(Field::Code, code, CODE_MAX)?;
    let Some(coupon) = find(tx, &code)? else {
        return Err(Refusal::UnknownCode { code }.into());
    };
    let code = coupon.code.clone();
    let refused = |problem| Refusal::CouponRefused { code, problem };
    let mut ticket = open_or_new(tx, cx)?;
    if let Err(problem) = admit(tx, cx, &coupon, &ticket)? {
        return Err(refused(problem).into());
    }
    ticket.coupons.push(coupon.id);
    bounded(Field::Lines, &ticket.coupons, COUPONS_MAX)?;
    keep(tx, cx, &ticket, None, None)
}

fn admit(
    tx: &Tx,
    cx: &Context,
    coupon: &Coupon,
    ticket: &Ticket,
) -> Step<Result<(), CouponProblem>> {
    if ticket.coupons.contains(&coupon.id) {
        return Ok(Err(CouponProblem::OnThisCart));
    }
    let promotion = need::<Promotion>(tx, coupon.promotion)?;
    if !promotion.active || !promotion.by_coupon {
        return Ok(Err(CouponProblem::Withdrawn));
    }
    let today = cx.today();
    let when = &promotion.when;
    if let Some(from) = when.from.filter(|from| today < *from) {
        return Ok(Err(CouponProblem::NotBefore(from)));
    }
    if let Some(until) = when.until.filter(|until| *until < today) {
        return Ok(Err(CouponProblem::NotAfter(until)));
    }
    let others = tx.all::<Ticket>()?.into_iter();
    let reserved = others.filter(|it| it.id != ticket.id && it.coupons.contains(&coupon.id));
    let n_reserved = u32::try_from(reserved.count()).unwrap_or(u32::MAX);
    Ok(coupon.admit(today, ticket.client, n_reserved))
}

/// Those that took something off a document's lines, and how much.
fn taken_by(lines: &[SaleLine]) -> Vec<(CouponId, Money)> {
    let mut taken: Vec<(CouponId, Money)> = Vec::new();
    for offer in lines.iter().flat_map(|line| &line.offers) {
        let OfferKind::Coupon(id) = offer.kind else {
            continue;
        };
        match taken.iter_mut().find(|it| it.0 == id) {
            Some(known) => known.1 += offer.off,
            None => taken.push((id, offer.off)),
        }
    }
    taken
}

/// Without what came back with them.
fn sold_lines(sale: &Sale) -> Vec<SaleLine> {
    let sold = sale.lines.iter().filter(|line| line.returned.is_none());
    sold.cloned().collect()
}

/// A coupon that took nothing off its cart stays as good as it was.
///
/// # Errors
///
/// [`Refusal::CouponRefused`] where it was used up since it came to the cart.
pub(super) fn use_up(tx: &mut Tx, sale: &Sale) -> Step<()> {
    let returned = sale.lines.iter().filter_map(|line| line.returned);
    if let Some(of) = returned.map(|it| it.sale).next() {
        let sold = need::<Sale>(tx, of)?;
        let mut already = tx.find::<Sale>(&Lookup::RefundOf(of))?;
        already.retain(|it| it.id != sale.id);
        give_back(tx, &sold, &already, sale)?;
    }
    // What comes back with the sale had used its own when it was sold.
    let sold = sold_lines(sale);
    for (id, _) in taken_by(&sold) {
        let mut coupon = need::<Coupon>(tx, id)?;
        if coupon.uses > 0 && coupon.used >= coupon.uses {
            let (code, problem) = (coupon.code, CouponProblem::UsedUp(coupon.uses));
            return Err(Refusal::CouponRefused { code, problem }.into());
        }
        coupon.used = coupon.used.saturating_add(1);
        tx.put(&coupon)?;
    }
    Ok(())
}

/// Once nothing of what it took off is left, a coupon is good again.
pub(super) fn give_back(tx: &mut Tx, sold: &Sale, already: &[Sale], back: &Sale) -> Step<()> {
    let lines_back = |it: &Sale| -> Vec<SaleLine> {
        let is_own = it.kind != SaleKind::Sale;
        let is_back = |line: &&SaleLine| line.returned.map_or(is_own, |of| of.sale == sold.id);
        it.lines.iter().filter(is_back).cloned().collect()
    };
    let before: Vec<SaleLine> = already.iter().flat_map(lines_back).collect();
    let (before, now) = (taken_by(&before), taken_by(&lines_back(back)));
    let of = |taken: &[(CouponId, Money)], id| -> Money {
        let own = taken.iter().filter(|it| it.0 == id);
        own.map(|it| it.1).sum()
    };
    for (id, taken) in taken_by(&sold_lines(sold)) {
        let was_back = of(&before, id);
        if was_back < taken && was_back + of(&now, id) == taken {
            let mut coupon = need::<Coupon>(tx, id)?;
            coupon.used = coupon.used.saturating_sub(1);
            tx.put(&coupon)?;
        }
    }
    Ok(())
}
