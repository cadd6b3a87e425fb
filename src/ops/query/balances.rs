//! What each account of the books stands at, and what the goods on hand cost.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Answered;
use crate::{
    domain::{
        catalog::Product,
        ids::{LedgerEntryId, ProductId, StaffId},
        ledger::{LedgerEntry, Unit, chart::Chart},
        money::Money,
        staff::Staff,
        stock::StockLevel,
    },
    store::Reads,
};

/// Entries in memory at a time.
const PAGE: usize = 1_000;

/// What an account stands at: above zero what is owned or was spent, below zero what is
/// owed or was earned. All of money come to zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountBalance {
    /// As the shop calls it.
    pub account: String,
    pub unit: Unit,
    pub balance: Money,
}

/// Goods of one kind on the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StockValue {
    pub product: ProductId,
    pub code: String,
    pub name: String,
    pub on_hand: i64,
    /// Of one piece, as it is set for the product.
    pub unit_cost: Money,
    pub value: Money,
}

/// All accounts that ever moved, by name.
///
/// # Errors
///
/// When the store cannot be read.
pub fn balances(reads: &impl Reads) -> Answered<Vec<AccountBalance>> {
    let chart = reads.get::<Chart>(&())?.unwrap_or_default();
    let staff: BTreeMap<StaffId, String> = reads
        .all::<Staff>()?
        .into_iter()
        .map(|it| (it.id, it.name))
        .collect();
    let mut sums: BTreeMap<(String, bool), Money> = BTreeMap::new();
    let mut last: Option<LedgerEntryId> = None;
    loop {
        let page = reads.page::<LedgerEntry>(last.as_ref(), PAGE)?;
        let Some(end) = page.last() else { break };
        last = Some(end.id);
        for posting in page.iter().flat_map(|it| &it.postings) {
            let name = chart.path(&posting.account, &staff);
            let sum = sums
                .entry((name, posting.unit == Unit::Points))
                .or_default();
            *sum += posting.amount;
        }
    }
    let rows = sums.into_iter().map(|((account, points), balance)| {
        let unit = if points { Unit::Points } else { Unit::Money };
        AccountBalance {
            account,
            unit,
            balance,
        }
    });
    Ok(rows.collect())
}

/// All products in use, and those of which something is there, by name.
///
/// # Errors
///
/// When the store cannot be read.
pub fn stock_values(reads: &impl Reads) -> Answered<Vec<StockValue>> {
    let mut rows = Vec::new();
    for product in reads.all::<Product>()? {
        let level = reads.get::<StockLevel>(&product.id)?;
        let on_hand = level.map_or(0, |it| it.on_hand);
        if !product.active && on_hand == 0 {
            continue;
        }
        let value = product.cost.times(on_hand);
        rows.push(StockValue {
            product: product.id,
            code: product.code,
            name: product.name,
            on_hand,
            unit_cost: product.cost,
            value: value.unwrap_or(Money::LIMIT),
        });
    }
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}
