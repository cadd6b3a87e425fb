//! What comes off a cart's lines by itself: which rules there are for it, for whom, and
//! what the desk has declined.

use chrono::{Months, NaiveDate};

use super::{
    context::Context,
    halt::{Step, need},
    membership,
    outcome::Outcome,
    price,
    refusal::Refusal,
    ticket::{keep, need_open, refusal_of},
};
use crate::{
    domain::{
        booking::Appointment,
        catalog::{Product, Service},
        checkout::{self, LineAbout, Offered, Offering},
        client::Client,
        ids::{ClientId, CouponId},
        money::{Money, Rate},
        price::OfferRules,
        promotion::{Buyer, Coupon, Promotion, Who},
        sale::Sale,
        ticket::{Item, OfferKind, Ticket, TicketLine},
    },
    store::{Reads, Tx, record::Lookup},
};

/// Takes promotions, coupons and the card of the cart's client off its lines anew.
pub(super) fn take_off(tx: &Tx, cx: &Context, ticket: &mut Ticket) -> Step<()> {
    let how = price::rules(tx)?.offers;
    let client = match ticket.client {
        Some(id) => tx.get::<Client>(&id)?,
        None => None,
    };
    let rules = rules_for(tx, cx, ticket)?;
    let card = match &client {
        Some(client) if !ticket.declined.contains(&OfferKind::Card) => {
            card_rate(tx, &how, client, cx.today())?
        }
        _ => None,
    };
    let asks_new = rules.iter().any(|(.., rule)| rule.who == Who::NewClient);
    let offering = Offering {
        buyer: buyer(tx, client.as_ref(), asks_new)?,
        rules: rules.iter().map(offered).collect(),
        card,
        how: &how,
    };
    let lines = ticket.lines.iter();
    let about: Vec<LineAbout> = if rules.is_empty() {
        lines.map(|_| about_nothing(cx)).collect()
    } else {
        lines.map(|line| about(tx, cx, line)).collect::<Step<_>>()?
    };
    Ok(checkout::take_offers_off(&mut ticket.lines, &about, &offering).map_err(refusal_of)?)
}

fn buyer(tx: &Tx, client: Option<&Client>, asks_new: bool) -> Step<Buyer> {
    let id = client.map(|it| it.id);
    Ok(Buyer {
        is_client: client.is_some(),
        is_new: match id {
            Some(id) if asks_new => is_new(tx, id)?,
            _ => false,
        },
        has_card: client.is_some_and(|it| !it.card.is_empty()),
        level: price::level_of(tx, id)?.map(|it| it.id),
    })
}

/// A rule with where it comes from and what it is called on the line.
type Rule = (OfferKind, String, Promotion);

fn offered((kind, name, rule): &Rule) -> Offered<'_> {
    Offered {
        kind: kind.clone(),
        name: name.clone(),
        rule,
    }
}

/// Those in use that the desk has not declined, the client's memberships first, in the
/// order in which they come.
fn rules_for(tx: &Tx, cx: &Context, ticket: &Ticket) -> Step<Vec<Rule>> {
    let mut rules = Vec::new();
    for (id, rule) in membership::discounts(tx, ticket.client, cx.today())? {
        let kind = OfferKind::Membership(id);
        if !ticket.declined.contains(&kind) {
            rules.push((kind, rule.name.clone(), rule));
        }
    }
    for rule in tx.all::<Promotion>()? {
        let is_declined = ticket.declined.contains(&OfferKind::Promotion(rule.id));
        if rule.active && !rule.by_coupon && !is_declined {
            rules.push((OfferKind::Promotion(rule.id), rule.name.clone(), rule));
        }
    }
    for id in &ticket.coupons {
        let coupon = need::<Coupon>(tx, *id)?;
        let rule = need::<Promotion>(tx, coupon.promotion)?;
        let is_its = coupon.client.is_none() || coupon.client == ticket.client;
        if coupon.active && rule.active && rule.by_coupon && is_its {
            let name = format!("{}, {}", rule.name, coupon.code);
            rules.push((OfferKind::Coupon(coupon.id), name, rule));
        }
    }
    rules.sort_by_key(|(kind, _, rule)| {
        let (member, coupon) = match kind {
            OfferKind::Membership(id) => (Some(*id), None),
            OfferKind::Coupon(id) => (None, Some(*id)),
            _ => (None, None),
        };
        let is_other = member.is_none();
        (is_other, rule.rank, rule.id, member, coupon)
    });
    Ok(rules)
}

fn about_nothing(cx: &Context) -> LineAbout {
    LineAbout {
        category: String::new(),
        at: cx.wall(),
    }
}

fn about(tx: &Tx, cx: &Context, line: &TicketLine) -> Step<LineAbout> {
    let category = match line.item {
        Item::Service(id) => tx.get::<Service>(&id)?.map(|it| it.category),
        Item::Product(id) => tx.get::<Product>(&id)?.map(|it| it.category),
        _ => None,
    };
    let at = match line.appointment {
        Some(id) => need::<Appointment>(tx, id)?.start(),
        None => cx.wall(),
    };
    Ok(LineAbout {
        category: category.unwrap_or_default(),
        at,
    })
}

/// What the client's card takes off: the rate of their own, or the one that was reached
/// by what was bought, whichever is more.
pub(super) fn card_rate(
    reads: &impl Reads,
    how: &OfferRules,
    client: &Client,
    today: NaiveDate,
) -> Step<Option<Rate>> {
    if how.cards.is_empty() || client.card.is_empty() {
        return Ok(client.card_rate);
    }
    let bought = bought(reads, how, client.id, today)?;
    Ok(client.card_rate.max(how.card_rate(bought)))
}

/// Of goods and services by this client, less what was given back, in the months that
/// count.
pub(super) fn bought(
    reads: &impl Reads,
    how: &OfferRules,
    client: ClientId,
    today: NaiveDate,
) -> Step<Money> {
    let since = how
        .card_months
        .and_then(|n| today.checked_sub_months(Months::new(n.into())));
    let sales = reads.find::<Sale>(&Lookup::SaleOfClient(client))?;
    let counted = sales
        .iter()
        .filter(|sale| since.is_none_or(|since| since < sale.business_date));
    let lines = counted.flat_map(|sale| &sale.lines);
    let listed = lines.filter(|line| line.item.is_listed());
    Ok(listed.map(|line| line.total).sum())
}

/// Whether there is nothing that this client bought and kept.
pub(super) fn is_new(reads: &impl Reads, client: ClientId) -> Step<bool> {
    let sales = reads.find::<Sale>(&Lookup::SaleOfClient(client))?;
    let lines = sales.iter().flat_map(|sale| &sale.lines);
    let kept: i64 = lines.map(|line| line.quantity).sum();
    Ok(kept <= 0)
}

/// # Errors
///
/// [`Refusal::OfferNotThere`].
pub(super) fn decline(
    tx: &mut Tx,
    cx: &Context,
    offer: &OfferKind,
    declined: bool,
) -> Step<Outcome> {
    let mut ticket = need_open(tx, cx)?;
    match (offer, declined) {
        (OfferKind::Coupon(id), true) => take_out(&mut ticket, *id)?,
        (OfferKind::Promotion(_) | OfferKind::Card | OfferKind::Membership(_), true) => {
            let mut offers = ticket.lines.iter().flat_map(|line| &line.offers);
            if !offers.any(|it| it.kind == *offer) {
                return Err(Refusal::OfferNotThere.into());
            }
            ticket.declined.push(offer.clone());
        }
        (OfferKind::Promotion(_) | OfferKind::Card | OfferKind::Membership(_), false)
            if ticket.declined.contains(offer) =>
        {
            ticket.declined.retain(|it| it != offer);
        }
        _ => return Err(Refusal::OfferNotThere.into()),
    }
    keep(tx, cx, &ticket, None, None)
}

/// The slip of paper is given back.
fn take_out(ticket: &mut Ticket, coupon: CouponId) -> Result<(), Refusal> {
    if !ticket.coupons.contains(&coupon) {
        return Err(Refusal::OfferNotThere);
    }
    ticket.coupons.retain(|it| *it != coupon);
    Ok(())
}
