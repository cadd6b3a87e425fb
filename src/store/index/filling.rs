//! Fills a new index with blocks that are written once and full.

use std::{collections::BTreeMap, sync::atomic::Ordering};

use super::{
    Index, Position,
    block::{Builder, separator},
    blocks::BLOCK_LEN_MAX,
    directory::Place,
};
use crate::store::error::StoreError;

/// There is room for a key or two to come.
const BLOCK_LEN: usize = BLOCK_LEN_MAX / 16 * 15;

/// Where a piece of the index comes among all of them.
pub(in crate::store) type PieceNumber = (u8, usize);

/// Blocks that have been written. Nothing leads to them yet.
#[derive(Default)]
pub(in crate::store) struct Filling(BTreeMap<PieceNumber, Vec<(Vec<u8>, Place)>>);

impl Filling {
    pub(in crate::store) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl Index {
    /// Writes keys and values, which are in order and come behind those of lower
    /// pieces.
    pub(in crate::store) fn fill<'a>(
        &self,
        piece: PieceNumber,
        pairs: impl Iterator<Item = (&'a [u8], &'a [u8])>,
    ) -> Result<Filling, StoreError> {
        let (mut starts, mut blocks) = (Vec::new(), Vec::new());
        let mut builder = Builder::default();
        for (key, value) in pairs {
            let is_full = builder.len() + builder.cost(key, value) > BLOCK_LEN;
            if builder.is_empty() {
                starts.push(key.to_vec());
            } else if is_full {
                starts.push(separator(builder.last_key(), key));
                blocks.push(builder.take());
            }
            builder.push(key, value);
        }
        if !builder.is_empty() {
            blocks.push(builder.take());
        }
        let places = self.watched(self.blocks.put(&blocks))?;
        let filled = starts.into_iter().zip(places).collect();
        Ok(Filling(BTreeMap::from([(piece, filled)])))
    }

    /// From now on the index is what it was filled with.
    pub(in crate::store) fn lead_to(
        &self,
        filling: Filling,
        position: &Position,
    ) -> Result<(), StoreError> {
        let filled = filling.0.into_values().flatten();
        let mut places: Vec<_> = filled.map(|(start, place)| (start, Some(place))).collect();
        if let Some((start, _)) = places.first_mut() {
            start.clear();
        }
        self.n_applied.fetch_add(1, Ordering::SeqCst);
        self.watched(self.blocks.lead_to(&places, position.to_bytes()))
    }
}
