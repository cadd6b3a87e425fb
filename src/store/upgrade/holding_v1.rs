//! What clients held when there were no memberships yet.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::{
    holding::{Holding, HoldingChange, HoldingEnd, Rest},
    ids::{ClientId, HoldingId, PlanId, SaleId},
    money::Money,
    plan::PlanKind,
};

#[derive(Deserialize)]
pub(super) struct HoldingV1 {
    id: HoldingId,
    client: ClientId,
    plan: PlanId,
    name: String,
    kind: PlanKind,
    units: u64,
    units_left: u64,
    value: Money,
    value_left: Money,
    from: NaiveDate,
    until: Option<NaiveDate>,
    sold_in: SaleId,
    line: u32,
    rest_days: u16,
    rest_extends: bool,
    can_move: bool,
    rests: Vec<Rest>,
    closed: Option<HoldingEnd>,
    changes: Vec<HoldingChange>,
}

impl From<HoldingV1> for Holding {
    fn from(old: HoldingV1) -> Self {
        Self {
            id: old.id,
            client: old.client,
            plan: old.plan,
            name: old.name,
            kind: old.kind,
            units: old.units,
            units_left: old.units_left,
            value: old.value,
            value_left: old.value_left,
            from: old.from,
            until: old.until,
            sold_in: old.sold_in,
            line: old.line,
            rest_days: old.rest_days,
            rest_extends: old.rest_extends,
            can_move: old.can_move,
            rests: old.rests,
            closed: old.closed,
            changes: old.changes,
            term: None,
        }
    }
}
