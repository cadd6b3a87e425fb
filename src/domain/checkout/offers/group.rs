//! Rules of several pieces: so many more for less, and bundles.

use std::cmp::Ordering;

use crate::domain::{
    money::{Money, Rate},
    promotion::Part,
};

use super::{Row, Wish};

/// Of every `buy` pieces paid, `get` more for less. Of one sort of goods the cheapest of
/// all are the others; of two, what may be given is not what is paid for.
pub(super) fn more(
    of: &[Option<&Row>],
    other: Option<&[Option<&Row>]>,
    (buy, get): (u32, u32),
    off: Rate,
) -> Wish {
    let (buy, get) = (i64::from(buy.max(1)), i64::from(get.max(1)));
    let pieces =
        |rows: &[Option<&Row>]| -> i64 { rows.iter().flatten().map(|it| it.quantity).sum() };
    let (pool, n_less) = match other {
        None => (of.to_vec(), pieces(of) / (buy + get) * get),
        Some(other) => {
            let paid = of.iter().zip(other);
            let paid: Vec<_> = paid
                .map(|(row, gift)| row.filter(|_| gift.is_none()))
                .collect();
            (
                other.to_vec(),
                (pieces(&paid) / buy * get).min(pieces(other)),
            )
        }
    };
    let mut wish = Wish::nothing(of.len());
    if n_less == 0 {
        return wish;
    }
    for (idx, uses) in wish.uses.iter_mut().enumerate() {
        *uses = of[idx].is_some() || pool[idx].is_some();
    }
    let mut left = n_less;
    for (idx, row) in by_price(&pool).into_iter().rev() {
        let pieces = left.min(row.quantity);
        wish.off[idx] = off.of(row.cost_of(pieces));
        left -= pieces;
    }
    wish
}

/// As many bundles as the cart has, of the dearest pieces that fit, part by part, while
/// each costs less so.
pub(super) fn bundle(open: &[Option<&Row>], parts: &[Part], price: Money) -> Wish {
    let mut wish = Wish::nothing(open.len());
    let rows = by_price(open);
    let mut taken = vec![0_i64; open.len()];
    let mut n_bundles = 0;
    while let Some(one) = one_bundle(&rows, parts, &taken) {
        let needs = rows.iter().filter(|(idx, _)| one[*idx] > 0);
        let times = needs.map(|(idx, row)| (row.quantity - taken[*idx]) / one[*idx]);
        let times = times.min().unwrap_or(0);
        let cost = |times: i64| -> Money {
            let costs = rows.iter().map(|(idx, row)| row.cost_of(one[*idx] * times));
            costs.sum()
        };
        if times == 0 || price.times(times).is_none_or(|all| cost(times) <= all) {
            break;
        }
        for (taken, one) in taken.iter_mut().zip(&one) {
            *taken += one * times;
        }
        n_bundles += times;
    }
    let costs: Vec<Money> = open
        .iter()
        .zip(&taken)
        .map(|(row, taken)| row.map_or(Money::ZERO, |row| row.cost_of(*taken)))
        .collect();
    let whole: Money = costs.iter().copied().sum();
    let off = whole - price.times(n_bundles).unwrap_or(whole);
    let weights: Vec<i128> = costs.iter().map(|it| it.minor().into()).collect();
    if off > Money::ZERO
        && let Some(shares) = off.alloc(&weights)
    {
        wish.off = shares;
        wish.uses = taken.iter().map(|it| *it > 0).collect();
    }
    wish
}

/// Pieces per line that make one more bundle.
fn one_bundle(rows: &[(usize, &Row)], parts: &[Part], taken: &[i64]) -> Option<Vec<i64>> {
    let mut one = vec![0; taken.len()];
    for part in parts {
        let mut wanted = i64::from(part.quantity.max(1));
        for (idx, row) in rows {
            if part.of.has(row.item, &row.category) {
                let pieces = wanted.min(row.quantity - taken[*idx] - one[*idx]);
                one[*idx] += pieces;
                wanted -= pieces;
            }
        }
        if wanted > 0 {
            return None;
        }
    }
    (!parts.is_empty()).then_some(one)
}

/// The dearest piece first; of equal ones the earlier line.
fn by_price<'a>(rows: &[Option<&'a Row>]) -> Vec<(usize, &'a Row)> {
    let rows = rows.iter().enumerate();
    let mut rows: Vec<_> = rows.filter_map(|(idx, row)| Some((idx, (*row)?))).collect();
    rows.sort_by(|(_, one), (_, other)| dearer(one, other));
    rows
}

fn dearer(one: &Row, other: &Row) -> Ordering {
    let each = |row: &Row, by: &Row| i128::from(row.rest.minor()) * i128::from(by.quantity);
    each(other, one).cmp(&each(one, other))
}
