//! sled can panic on damaged files, so every call into it is guarded; and it can wait for
//! ever behind a write that has failed, so nobody waits for ever for it.

use std::{
    cell::Cell,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::mpsc::sync_channel,
    thread,
    time::Duration,
};

use crate::store::error::{Doing, StoreError};

/// A write that takes longer will not end: sled does not wake whoever waits for one that
/// has failed.
const PATIENCE: Duration = Duration::from_secs(20);

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

/// What `call` gave; `None` if it does not end. Then it is left to itself, with all that
/// it holds.
///
/// # Errors
///
/// A panic, and when there can be no thread.
pub(super) fn patient<T: Send + 'static>(
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<Option<T>, StoreError> {
    patient_for(PATIENCE, call)
}

fn patient_for<T: Send + 'static>(
    patience: Duration,
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<Option<T>, StoreError> {
    let (done, ended) = sync_channel(1);
    let guarded = move || {
        let called = guarded(|| Ok::<_, StoreError>(call()));
        // Nobody waits any more.
        let _ = done.send(called);
    };
    thread::Builder::new()
        .name("index-flush".into())
        .spawn(guarded)
        .map_err(|err| StoreError::index(&err))?;
    match ended.recv_timeout(patience) {
        Ok(called) => called.map(Some),
        Err(_) => Ok(None),
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn nobody_waits_for_what_does_not_end() {
        assert_eq!(patient(|| 7), Ok(Some(7)));
        let panicked = patient(|| assert!(thread::current().name().is_none(), "as sled does"));
        assert!(panicked.is_err());
        let (let_go, held) = mpsc::channel::<()>();
        let hangs = move || held.recv().is_ok();
        assert_eq!(patient_for(Duration::from_millis(20), hangs), Ok(None));
        drop(let_go);
    }
}
