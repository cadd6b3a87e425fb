//! One store, one process: a locked file that names who has it.

use std::{
    fs::{File, TryLockError},
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    path::Path,
    thread,
    time::Duration,
};

use chrono::{SecondsFormat, Utc};

use super::{
    error::{Doing, IoContext, StoreError},
    files,
};

const N_TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// Held as long as the store is open; the system lets go of it when the process
/// ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// # Errors
    ///
    /// `InUse` with what the holder has written about itself.
    pub(super) fn take(path: &Path) -> Result<Self, StoreError> {
        let mut file = files::private()
            .create(true)
            .truncate(false)
            .open(path)
            .doing(Doing::Opening, path)?;
        try_lock(&mut file, path)?;
        let since = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
        let text = format!("process {} since {since}\n", std::process::id());
        let written = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(text.as_bytes()))
            .doing(Doing::Writing, path);
        match written {
            // The lock is what counts; its text is a courtesy.
            Err(err) if !err.is_disk_full() => Err(err),
            _ => Ok(Self { _file: file }),
        }
    }

    /// For reading only: changes nothing, and needs no lock where there is no
    /// lock file to take.
    pub(super) fn take_unchanged(path: &Path) -> Result<Option<Self>, StoreError> {
        match File::open(path) {
            Ok(mut file) => {
                try_lock(&mut file, path)?;
                Ok(Some(Self { _file: file }))
            }
            Err(err) if err.kind() == ErrorKind::NotFound => Ok(None),
            Err(err) => Err(err).doing(Doing::Opening, path),
        }
    }
}

/// A process that is just being started has for a moment what its parent had open,
/// so a lock may be held a little longer than its holder.
fn try_lock(file: &mut File, path: &Path) -> Result<(), StoreError> {
    let mut n_tries = 0;
    let locked = loop {
        n_tries += 1;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if n_tries < N_TRIES => thread::sleep(PAUSE),
            locked => break locked,
        }
    };
    match locked {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // The lock is what counts; its text is a courtesy.
            let _ = file.read_to_string(&mut holder);
            Err(StoreError::InUse {
                holder: holder.trim().to_string(),
            })
        }
        Err(TryLockError::Error(err)) => Err(err).doing(Doing::Locking, path),
    }
}
