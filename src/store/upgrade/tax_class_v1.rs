//! Tax classes of one set of components for ever, each taken of the price alone.

use serde::Deserialize;

use crate::domain::{
    ids::TaxClassId,
    money::Rate,
    tax::{TaxClass, TaxComponent},
};

#[derive(Deserialize)]
pub(super) struct TaxComponentV1 {
    name: String,
    rate: Rate,
}

#[derive(Deserialize)]
pub(super) struct TaxClassV1 {
    id: TaxClassId,
    name: String,
    components: Vec<TaxComponentV1>,
    active: bool,
}

impl From<TaxComponentV1> for TaxComponent {
    fn from(old: TaxComponentV1) -> Self {
        Self::plain(old.name, old.rate)
    }
}

impl From<TaxClassV1> for TaxClass {
    fn from(old: TaxClassV1) -> Self {
        Self {
            id: old.id,
            name: old.name,
            components: old.components.into_iter().map(Into::into).collect(),
            active: old.active,
            changes: Vec::new(),
        }
    }
}
