//! What comes off the open cart by itself: Enter declines one, or lets it come back.

use crate::{
    domain::{
        money::Money,
        ticket::{Offer, OfferKind, TicketLine},
    },
    ops::{
        query::{self, TicketSheet},
        request::Request,
    },
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

/// Of which the desk may decline each.
pub fn is_declined_by_hand(kind: &OfferKind) -> bool {
    matches!(
        kind,
        OfferKind::Promotion(_) | OfferKind::Coupon(_) | OfferKind::Card | OfferKind::Membership(_)
    )
}

/// The one rule that takes something off a line; `None` where there is none, or several.
pub fn only_one(line: &TicketLine) -> Option<&Offer> {
    let mut offers = line
        .offers
        .iter()
        .filter(|it| is_declined_by_hand(&it.kind));
    let first = offers.next()?;
    offers.next().is_none().then_some(first)
}

pub fn decline(offer: OfferKind, declined: bool) -> Request {
    Request::DeclineOffer { offer, declined }
}

pub fn offers(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("offers-title"),
        "help-offers",
        rows,
        |(offer, declined), _| vec![Cmd::Run(decline(offer.clone(), *declined))],
    )
    .staying()
    .when_empty("offers-none")
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<(OfferKind, bool)>> {
    let Some(sheet) = &view.ticket else {
        return Vec::new();
    };
    let wanted = Filter::of(typed);
    let mut rows = taken(sheet, view);
    rows.extend(without_effect(sheet, view));
    rows.extend(declined(sheet, view));
    rows.retain(|row| wanted.fits(&row.left));
    rows
}

fn taken(sheet: &TicketSheet, view: &View) -> Vec<Row<(OfferKind, bool)>> {
    let mut found: Vec<(OfferKind, String, Money)> = Vec::new();
    for offer in sheet.lines.iter().flat_map(|line| &line.offers) {
        if !is_declined_by_hand(&offer.kind) {
            continue;
        }
        match found.iter_mut().find(|it| it.0 == offer.kind) {
            Some(known) => known.2 += offer.off,
            None => found.push((offer.kind.clone(), view.words().offer(offer), offer.off)),
        }
    }
    let row = |(kind, name, off): (OfferKind, String, Money)| Row {
        left: name,
        right: view.money(-off),
        value: (kind, true),
    };
    found.into_iter().map(row).collect()
}

/// Coupons that wait for something that they are of.
fn without_effect(sheet: &TicketSheet, view: &View) -> Vec<Row<(OfferKind, bool)>> {
    let coupons = sheet.coupons.iter().filter(|it| it.off.is_zero());
    let row = |it: &query::CouponOnCart| Row {
        left: view.fill("offers-coupon", &[("code", it.code.as_str().into())]),
        right: view.text("offers-waiting"),
        value: (OfferKind::Coupon(it.coupon), true),
    };
    coupons.map(row).collect()
}

fn declined(sheet: &TicketSheet, view: &View) -> Vec<Row<(OfferKind, bool)>> {
    let promotions = query::promotions(&view.shop.read()).unwrap_or_default();
    let name = |kind: &OfferKind| match kind {
        OfferKind::Promotion(id) => promotions
            .iter()
            .find(|it| it.id == *id)
            .map_or_else(String::new, |it| it.name.clone()),
        _ => view.text("offers-card"),
    };
    let kinds = sheet.ticket.declined.iter();
    let kinds = kinds.filter(|it| is_declined_by_hand(it));
    let row = |kind: &OfferKind| Row {
        left: name(kind),
        right: view.text("offers-declined"),
        value: (kind.clone(), false),
    };
    kinds.map(row).collect()
}
