//! sled can panic on damaged files, so every call into it is guarded.

use std::{
    cell::Cell,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    thread,
};

use crate::store::error::{Doing, StoreError};

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread, here and now, is one of sled's that is caught and
/// becomes an error: nobody needs to read of it.
pub fn panic_is_caught() -> bool {
    let thread = thread::current();
    let is_sleds = thread.name().is_some_and(|it| it.starts_with("sled-io"));
    is_sleds || IS_GUARDED.get()
}

/// Turns sled's errors and panics into ours.
pub(super) fn guarded<T, E: Into<StoreError>>(
    call: impl FnOnce() -> Result<T, E>,
) -> Result<T, StoreError> {
    let before = IS_GUARDED.replace(true);
    let called = catch_unwind(AssertUnwindSafe(call));
    IS_GUARDED.set(before);
    match called {
        Ok(result) => result.map_err(Into::into),
        Err(panic) => {
            let what = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no reason given");
            Err(StoreError::index(&format!("sled stopped: {what}")))
        }
    }
}

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> Self {
        Self::index(&error)
    }
}

/// Tells a disk that is full or must not be written from an index that is
/// damaged: the former is no reason to give the index up.
pub(super) fn with_path(error: sled::Error, dir: &Path) -> StoreError {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match error {
        sled::Error::Io(err)
            if matches!(
                err.kind(),
                PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull
            ) =>
        {
            StoreError::Io {
                doing: Doing::Opening,
                path: dir.to_path_buf(),
                kind: err.kind(),
                text: err.to_string(),
            }
        }
        other => other.into(),
    }
}
