//! Points: what a client has of them, and what of it a cart can use.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::holdings::loyalty_rules;
use crate::{
    domain::{
        checkout,
        ids::ClientId,
        money::Money,
        points::{
            PointsLot, PointsRules, Referral, SpentAs, balance, each_for_points, on_lines, taken_by,
        },
        purse::PurseMovement,
        settings::Settings,
        tender::Purse,
        ticket::{Item, Ticket},
    },
    ops::points::{available, rules},
    store::{Reads, StoreError, record::Lookup},
};

const MOVEMENTS_MAX: usize = 50;

/// Points that are over soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PointsEnd {
    pub points: i64,
    /// Their last day.
    pub on: NaiveDate,
}

/// What a client has of points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PointsSheet {
    /// Less than nothing where points were taken back that had been spent.
    pub left: i64,
    pub worth: Money,
    pub ends_soon: Option<PointsEnd>,
    /// Of which some are left, what ends first before what lasts.
    pub lots: Vec<PointsLot>,
    /// The latest first.
    pub movements: Vec<PurseMovement>,
    pub brought_by: Option<ClientId>,
}

/// What of its client's points a cart can use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PointsOnCart {
    /// Free for this cart, without what it has taken already.
    pub left: i64,
    /// What they pay or take off of what is still due.
    pub pays: Money,
    pub spent_as: SpentAs,
    /// On its lines already.
    pub spent: u32,
    pub ends_soon: Option<PointsEnd>,
    /// Lines that can be had for points, with how many of them.
    pub goods: Vec<GoodsOnCart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GoodsOnCart {
    pub line: u32,
    pub points: u32,
    /// They are spent on it.
    pub taken: bool,
}

/// How the shop gives and takes points.
///
/// # Errors
///
/// When the store cannot be read.
pub fn points_rules(reads: &impl Reads) -> Result<PointsRules, StoreError> {
    rules(reads)
}

fn lots(reads: &impl Reads, client: ClientId) -> Result<Vec<PointsLot>, StoreError> {
    let mut lots = reads.find::<PointsLot>(&Lookup::PointsLotOfClient(client))?;
    lots.sort_by_key(|it| (it.until.unwrap_or(NaiveDate::MAX), it.earned_on, it.id));
    Ok(lots)
}

/// What ends first, where that is soon: all that ends on that day.
fn ends_soon(lots: &[PointsLot], today: NaiveDate, soon_days: u16) -> Option<PointsEnd> {
    let good = lots.iter().filter(|it| it.left > 0);
    let ends = good.filter_map(|it| it.until.filter(|last| *last >= today));
    let on = ends.min()?;
    let is_soon = on.signed_duration_since(today).num_days() <= i64::from(soon_days);
    let of_day = lots.iter().filter(|it| it.until == Some(on) && it.left > 0);
    let points = of_day.map(|it| it.left).sum();
    is_soon.then_some(PointsEnd { points, on })
}

/// # Errors
///
/// When the store cannot be read.
pub fn points(
    reads: &impl Reads,
    today: NaiveDate,
    client: ClientId,
) -> Result<PointsSheet, StoreError> {
    let rules = rules(reads)?;
    let lots = lots(reads, client)?;
    let left = balance(&lots, today);
    let movements = Lookup::PurseMovementOf(Purse::Client(client));
    Ok(PointsSheet {
        left,
        worth: rules.value_of(u32::try_from(left.max(0)).unwrap_or(u32::MAX)),
        ends_soon: ends_soon(&lots, today, loyalty_rules(reads)?.soon_days),
        movements: reads.latest(&movements, MOVEMENTS_MAX)?,
        brought_by: reads.get::<Referral>(&client)?.and_then(|it| it.by),
        lots,
    })
}

/// `None` where the shop gives no points or the cart is nobody's.
pub(super) fn on_cart(
    reads: &impl Reads,
    settings: &Settings,
    ticket: &Ticket,
    total: Money,
) -> Result<Option<PointsOnCart>, StoreError> {
    let rules = rules(reads)?;
    let (Some(client), true) = (ticket.client, rules.on) else {
        return Ok(None);
    };
    let today = ticket.opened_on;
    let spent = on_lines(&ticket.lines);
    let all = available(reads, &rules, ticket, today)?.left;
    let left = all - i64::from(taken_by(ticket, &rules));
    let points = u32::try_from(left.max(0)).unwrap_or(u32::MAX);
    let due = checkout::due_after(
        total.max(Money::ZERO),
        &ticket.taken,
        settings.cash_rounding,
    );
    let due = due.map_or(Money::ZERO, |it| it.exact);
    let due = match rules.spent_as {
        SpentAs::Payment => due,
        // Nothing comes off money that changes its form.
        SpentAs::Discount => {
            let rests = checkout::rests(&ticket.lines).unwrap_or_default();
            due.min(rests.into_iter().sum())
        }
    };
    let pays = if points < rules.least {
        Money::ZERO
    } else {
        rules.payable(rules.value_of(points).min(due))
    };
    let soon_days = loyalty_rules(reads)?.soon_days;
    Ok(Some(PointsOnCart {
        left,
        pays,
        spent_as: rules.spent_as,
        spent,
        ends_soon: ends_soon(&lots(reads, client)?, today, soon_days),
        goods: goods(&rules, ticket, left),
    }))
}

fn goods(rules: &PointsRules, ticket: &Ticket, left: i64) -> Vec<GoodsOnCart> {
    let mut goods = Vec::new();
    for line in &ticket.lines {
        let taken = each_for_points(&line.offers);
        let listed = matches!(line.item, Item::Service(_) | Item::Product(_));
        let price = rules
            .price_of(line.item)
            .filter(|_| listed && line.drawn.is_none());
        let Some(each) = taken.or(price) else {
            continue;
        };
        let points = each.saturating_mul(line.quantity);
        if taken.is_some() || i64::from(points) <= left {
            goods.push(GoodsOnCart {
                line: line.number,
                points,
                taken: taken.is_some(),
            });
        }
    }
    goods
}
