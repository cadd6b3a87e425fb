//! Goods on hand: every change is a movement, and the figure is their sum.

use super::{
    context::Context,
    entry::within,
    halt::{Step, need},
    ledger,
    outcome::Outcome,
    refusal::Field,
};
use crate::{
    domain::{
        catalog::Product,
        ids::ProductId,
        ledger::{LedgerSource, stock_movement},
        money::Money,
        stock::{ON_HAND_MAX, StockLevel, StockMovement, StockReason, TakenFor},
    },
    store::{Reads, Tx, record::Kind},
};

pub(super) fn set_on_hand(tx: &mut Tx, cx: &Context, id: ProductId, on_hand: i64) -> Step<Outcome> {
    let product = need::<Product>(tx, id)?;
    within(Field::Quantity, &on_hand, &-ON_HAND_MAX, &ON_HAND_MAX)?;
    let before = tx.get::<StockLevel>(&id)?;
    let quantity = on_hand - before.map_or(0, |it| it.on_hand);
    let reason = match before {
        None => StockReason::Opening,
        Some(_) if quantity == 0 => return Ok(Outcome::Saved),
        Some(_) => StockReason::Correction,
    };
    let movement = record(tx, cx, (id, quantity), product.cost, reason)?;
    let source = LedgerSource::StockMovement(movement.id);
    let business_date = cx.business_date(tx)?;
    ledger::post(tx, cx, business_date, source, stock_movement(&movement))?;
    Ok(Outcome::Saved)
}

/// Off the shelf for something else than a sale, at what a piece costs.
pub(super) fn take(
    tx: &mut Tx,
    cx: &Context,
    id: ProductId,
    quantity: i64,
    reason: TakenFor,
) -> Step<Outcome> {
    let product = need::<Product>(tx, id)?;
    within(Field::Quantity, &quantity.abs(), &1, &ON_HAND_MAX)?;
    let movement = record(tx, cx, (id, -quantity), product.cost, reason.into())?;
    let source = LedgerSource::StockMovement(movement.id);
    let business_date = cx.business_date(tx)?;
    ledger::post(tx, cx, business_date, source, stock_movement(&movement))?;
    Ok(Outcome::Saved)
}

/// Writes a movement of so many pieces and the figure after it.
pub(super) fn record(
    tx: &mut Tx,
    cx: &Context,
    (product, quantity): (ProductId, i64),
    unit_cost: Money,
    reason: StockReason,
) -> Step<StockMovement> {
    let movement = StockMovement {
        id: tx.next_id(cx.register(), Kind::StockMovement)?.into(),
        product,
        at: cx.now,
        by: cx.operator(),
        quantity,
        unit_cost,
        reason,
    };
    let on_hand = on_hand(tx, product)? + quantity;
    tx.put(&movement)?;
    tx.put(&StockLevel { product, on_hand })?;
    Ok(movement)
}

pub(super) fn on_hand(reads: &impl Reads, product: ProductId) -> Step<i64> {
    let level = reads.get::<StockLevel>(&product)?;
    Ok(level.map_or(0, |it| it.on_hand))
}
