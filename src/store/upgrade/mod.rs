//! Records of earlier shapes, brought to the present one.
//!
//! When the shape of a record changes, its `Record::VERSION` grows by one, the
//! old shape is kept here in a file of its own (`client_v1.rs`), and
//! [`to_current`] gets an arm that reads the old content and writes the new. The
//! stored bytes stay as they are: the journal is never rewritten, and a record
//! takes its new shape when it is next put.

use super::{error::StoreError, record::Kind};

/// Turns the content of a record of an earlier `version` into that of the
/// present version. No shape has changed yet, so every other version is refused.
pub(super) fn to_current(
    kind: Kind,
    version: u8,
    key: &[u8],
    _content: &[u8],
) -> Result<Vec<u8>, StoreError> {
    Err(StoreError::record(
        key,
        &format!("{kind:?} records never had a version {version}"),
    ))
}
