//! A folder for a store, and records to put in it.

use std::path::Path;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tempfile::TempDir;

use crate::{
    domain::{
        client::Client,
        ids::{ClientId, RawId},
    },
    store::{
        CommitError, Committed, Durability, EntryMeta, OpenOptions, OpenReport, Reads, Store,
        StoreError, Tx,
    },
};

pub(super) type Refusal = CommitError<StoreError>;

pub(in crate::store) struct Shop {
    pub(super) dir: TempDir,
}

impl Shop {
    pub(in crate::store) fn new() -> Self {
        Self {
            dir: TempDir::new().unwrap(),
        }
    }

    pub(in crate::store) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(super) fn open(&self) -> Store {
        self.open_report().0
    }

    pub(super) fn open_report(&self) -> (Store, OpenReport) {
        self.try_open().unwrap()
    }

    pub(super) fn try_open(&self) -> Result<(Store, OpenReport), StoreError> {
        let options = OpenOptions {
            reserve_bytes: 0,
            ..OpenOptions::default()
        };
        Store::open(self.path(), options)
    }

    /// Much faster, for tests of what is kept and not of how safely.
    pub(super) fn open_relaxed(&self) -> Store {
        let options = OpenOptions {
            durability: Durability::Relaxed,
            ..OpenOptions::default()
        };
        Store::open(self.path(), options).unwrap().0
    }
}

pub(super) fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn meta() -> EntryMeta {
    EntryMeta {
        now: noon(),
        business_date: day("2026-11-21"),
        register: 1,
        operator: None,
        request_id: "r".into(),
        request_name: "test".into(),
    }
}

pub(super) fn meta_at(seconds: i64) -> EntryMeta {
    EntryMeta {
        now: noon() + TimeDelta::seconds(seconds),
        ..meta()
    }
}

pub(super) fn id(counter: u64) -> RawId {
    RawId::new(1, counter).unwrap()
}

pub(super) fn client(counter: u64, name: &str, phone: &str) -> Client {
    Client {
        id: ClientId(id(counter)),
        name: name.into(),
        phone: phone.into(),
        email: String::new(),
        birth_date: None,
        sex: None,
        alert: String::new(),
        notes: String::new(),
        usual_staff: None,
        created_at: noon(),
        active: true,
        card: String::new(),
        price_level: None,
        card_rate: None,
    }
}

pub(super) fn write<T>(
    store: &Store,
    change: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError>,
) -> Committed<T> {
    store.commit(meta(), change).unwrap()
}

pub(in crate::store) fn put_client(store: &Store, counter: u64, name: &str) {
    let client = client(counter, name, &format!("2{counter}"));
    write(store, |tx| tx.put(&client));
}

pub(super) fn names(reads: &impl Reads) -> Vec<String> {
    let clients = reads.all::<Client>().unwrap();
    clients.into_iter().map(|it| it.name).collect()
}
