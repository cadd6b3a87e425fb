//! What a commit does when the disk fails under it.

use std::{
    io::{self, Seek, SeekFrom, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::shop::{Shop, client, meta, names, put_client};
use crate::store::{
    CommitError, Doing, Durability, Reads, Store, StoreError, journal::writer::LogFile,
};

/// A journal file that does some of what it is asked and then fails.
struct Failing {
    file: std::fs::File,
    /// Bytes that still fit.
    room: usize,
    syncs: bool,
    len_set: Arc<AtomicU64>,
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let n = self.file.write(&bytes[..bytes.len().min(self.room)])?;
        self.room -= n;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Failing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl LogFile for Failing {
    fn sync_data(&self) -> io::Result<()> {
        if self.syncs {
            return self.file.sync_data();
        }
        Err(io::Error::other("the disk is gone"))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.len_set.store(len, Ordering::Relaxed);
        self.file.set_len(len)
    }
}

fn let_fail(shop: &Shop, store: &Store, room: usize, syncs: bool) -> Arc<AtomicU64> {
    let path = shop.path().join("journal/000001.balmlog");
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::End(0)).unwrap();
    let len_set = Arc::new(AtomicU64::new(0));
    let failing = Failing {
        file,
        room,
        syncs,
        len_set: Arc::clone(&len_set),
    };
    store.with_writer(|writer| writer.journal.replace_file(Box::new(failing)));
    len_set
}

fn try_put(store: &Store, counter: u64) -> Result<(), CommitError<StoreError>> {
    let client = client(counter, "x", "");
    store.commit(meta(), |tx| tx.put(&client)).map(drop)
}

/// The error of a commit that was not acknowledged.
#[track_caller]
fn cause_of(tried: Result<(), CommitError<StoreError>>) -> StoreError {
    match tried {
        Err(CommitError::Failed(cause)) => cause,
        other => panic!("{other:?}"),
    }
}

#[test]
fn after_a_failed_sync_nothing_is_acknowledged_until_reopened() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let path = shop.path().join("journal/000001.balmlog");
    let len = std::fs::metadata(&path).unwrap().len();
    let len_set = let_fail(&shop, &store, usize::MAX, false);

    let cause = cause_of(try_put(&store, 2));
    let StoreError::Io {
        doing, path: named, ..
    } = &cause
    else {
        panic!("{cause:?}");
    };
    assert_eq!((*doing, named), (Doing::Syncing, &path));
    assert_eq!(len_set.load(Ordering::Relaxed), len);
    let cause = Box::new(cause);
    let poisoned = StoreError::Poisoned {
        cause: cause.clone(),
    };
    assert_eq!(try_put(&store, 3), Err(CommitError::Failed(poisoned)));
    assert_eq!(store.poison(), Some(*cause));
    assert_eq!(names(&store.read()), ["Anna"]);
    drop(store);

    let (store, report) = shop.open_report();
    assert!(!report.was_clean);
    assert_eq!(names(&store.read()), ["Anna"]);
    assert_eq!(try_put(&store, 2), Ok(()));
}

/// What was written of an entry is cut off, and the store goes on once there is room.
#[test]
fn a_full_disk_costs_an_entry_and_nothing_else() {
    for room in [0, 100] {
        let shop = Shop::new();
        let store = shop.open();
        put_client(&store, 1, "Anna");
        let path = shop.path().join("journal/000001.balmlog");
        let len = std::fs::metadata(&path).unwrap().len();
        let_fail(&shop, &store, room, true);
        for counter in [2, 3] {
            let cause = cause_of(try_put(&store, counter));
            assert!(cause.is_disk_full(), "{cause:?}");
            assert_eq!(std::fs::metadata(&path).unwrap().len(), len);
        }
        assert_eq!(store.poison(), None);
        let_fail(&shop, &store, usize::MAX, true);
        assert_eq!(try_put(&store, 2), Ok(()));
        assert_eq!(names(&store.read()), ["Anna", "x"]);
        drop(store);
        let (store, report) = shop.open_report();
        assert!(report.was_clean);
        assert_eq!(names(&store.read()), ["Anna", "x"]);
    }
}

/// A sync that fails for want of room is a failed sync all the same.
#[test]
fn a_full_disk_that_cannot_be_cut_off_cleanly_stops_the_store() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let_fail(&shop, &store, 100, false);
    let cause = cause_of(try_put(&store, 2));
    assert_eq!(store.poison(), Some(cause));
}

#[test]
fn an_entry_that_is_too_large_is_refused_and_the_store_goes_on() {
    let shop = Shop::new();
    let store = shop.open();
    let long = crate::store::EntryMeta {
        request_id: "x".repeat(70_000),
        ..meta()
    };
    let refused = store.commit(long, |tx| tx.put(&client(1, "Anna", "")));
    let too_large = StoreError::EntryTooLarge {
        n_bytes: 70_000,
        max: 65_535,
    };
    assert_eq!(refused, Err(CommitError::Failed(too_large)));
    put_client(&store, 1, "Anna");
    assert_eq!(store.last_entry().unwrap().0, 1);
}

#[test]
fn a_store_that_cannot_be_made_synced_takes_no_more_writes() {
    let shop = Shop::new();
    let store = shop.open_relaxed();
    put_client(&store, 1, "Anna");
    std::fs::remove_dir_all(shop.path().join("journal")).unwrap();
    let failed = store.set_durability(Durability::Synced).unwrap_err();
    let poisoned = StoreError::Poisoned {
        cause: Box::new(failed),
    };
    assert_eq!(try_put(&store, 2), Err(CommitError::Failed(poisoned)));
    assert!(
        store
            .read()
            .newest::<crate::domain::client::Client>(1)
            .is_ok()
    );
}
