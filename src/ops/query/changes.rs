//! What commits have changed since somebody last looked, so that not all is read
//! again.

use crate::{
    domain::ids::RawId,
    store::{Change, record::Kind},
};

/// More than this is not worth telling apart.
const CHANGES_MAX: usize = 512;

/// Kinds and ids of the records that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Nothing is known: all may have.
    All,
    These(Vec<(Kind, Option<RawId>)>),
}

impl Changes {
    pub fn none() -> Self {
        Self::These(Vec::new())
    }

    pub fn add(&mut self, changes: &[Change]) {
        let Self::These(these) = self else { return };
        if these.len() + changes.len() > CHANGES_MAX {
            *self = Self::All;
            return;
        }
        these.extend(changes.iter().map(|it| (it.kind, id(&it.key))));
    }

    /// Whether any record of this kind may have changed.
    pub fn has(&self, kind: Kind) -> bool {
        match self {
            Self::All => true,
            Self::These(these) => these.iter().any(|(it, _)| *it == kind),
        }
    }

    /// The records of a kind that changed; `None` if it may be all of them.
    pub fn ids(&self, kind: Kind) -> Option<Vec<RawId>> {
        let Self::These(these) = self else {
            return None;
        };
        let of_kind = these.iter().filter(|(it, _)| *it == kind);
        of_kind.map(|(_, id)| *id).collect()
    }
}

fn id(key: &[u8]) -> Option<RawId> {
    let packed = u64::from_be_bytes(key.try_into().ok()?);
    Some(RawId::from_u64(packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: Kind, key: &[u8]) -> Change {
        Change {
            kind,
            key: key.to_vec(),
            value: None,
        }
    }

    #[test]
    fn changes_are_told_by_kind_and_id() {
        let mut changes = Changes::none();
        let id = RawId::new(1, 7).unwrap();
        let key = id.to_u64().to_be_bytes();
        changes.add(&[change(Kind::Product, &key), change(Kind::Settings, &[])]);
        assert!(changes.has(Kind::Product) && !changes.has(Kind::Staff));
        assert_eq!(changes.ids(Kind::Product), Some(vec![id]));
        assert_eq!(changes.ids(Kind::Staff), Some(vec![]));
        // A key that is no id: whatever it was.
        assert_eq!(changes.ids(Kind::Settings), None);
        changes.add(&vec![change(Kind::Sale, &key); CHANGES_MAX]);
        assert_eq!(changes, Changes::All);
        assert_eq!(changes.ids(Kind::Product), None);
    }
}
