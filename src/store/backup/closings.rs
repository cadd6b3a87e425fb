//! The closings of a journal. That each is what its sales and movements add up to is
//! proved by `verify`.

use std::collections::BTreeMap;

use super::manifest::ClosingFigures;
use crate::{
    domain::{drawer::DrawerSession, ids::Register},
    store::{codec::decode, error::StoreError, journal::Entry, record::Kind},
};

/// Takes in the entries of a journal, in order.
#[derive(Default)]
pub(super) struct Closings(BTreeMap<(Register, u64), ClosingFigures>);

impl Closings {
    pub(super) fn look_at(&mut self, entry: &Entry<'_>) -> Result<(), StoreError> {
        for change in &entry.changes {
            let kind = change.key.first().and_then(|byte| Kind::from_byte(*byte));
            let (Some(Kind::DrawerSession), Some(value)) = (kind, change.value) else {
                continue;
            };
            let session = decode::<DrawerSession>(change.key, value)?;
            if let Some(figures) = ClosingFigures::of(&session) {
                self.0.insert((figures.register, figures.z_number), figures);
            }
        }
        Ok(())
    }

    /// In order of desk and number.
    pub(super) fn figures(&self) -> Vec<ClosingFigures> {
        self.0.values().cloned().collect()
    }
}
