//! The bench store: a big made-up spa, built once and kept between runs as long as
//! it would come out the same.

use std::{
    cell::OnceCell,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use balm::{
    cli::demo::{
        build::{Plan, build},
        clock::DemoClock,
    },
    ops::{
        request::{Request, Session},
        shop::Shop,
    },
    store::{Durability, OpenOptions},
};
use chrono::{DateTime, Utc};
use tempfile::TempDir;

/// A change of any record's shape makes another store.
const GOLDEN_RECORDS: &str = include_str!("../fixtures/records.txt");
pub(crate) const DESK: Session = Session {
    register: 1,
    operator: None,
};

/// What all groups share.
pub(crate) struct Bench {
    store: OnceCell<PathBuf>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self {
            store: OnceCell::new(),
        }
    }

    /// A copy of the bench store that one group may change.
    pub(crate) fn store(&self) -> TempDir {
        let kept = self.store.get_or_init(kept_store);
        let copy = scratch();
        copy_tree(kept, copy.path());
        copy
    }
}

/// The present of the bench store.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-21T11:40:00Z".parse().unwrap()
}

/// An empty folder on the disk where the build is.
pub(crate) fn scratch() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// Opens a store at its present.
pub(crate) fn open(dir: &Path) -> (Shop, Arc<DemoClock>) {
    let clock = Arc::new(DemoClock::new(now()));
    let (shop, _) = Shop::open(dir, Arc::<DemoClock>::clone(&clock), OpenOptions::default())
        .unwrap_or_else(|failure| panic!("{failure:?}"));
    (shop, clock)
}

/// Does what must not be refused.
pub(crate) fn done(shop: &Shop, id: &str, request: &Request) {
    if let Err(stop) = shop.run(&DESK, id, request) {
        panic!("{request:?}: {stop:?}");
    }
}

fn kept_store() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-store");
    let stamp_file = dir.with_extension("stamp");
    let stamp = format!("{} {GOLDEN_RECORDS}", env!("CARGO_PKG_VERSION"));
    if fs::read_to_string(&stamp_file).is_ok_and(|found| found == stamp) {
        return dir;
    }
    let _ = fs::remove_file(&stamp_file);
    let _ = fs::remove_dir_all(&dir);
    eprintln!("making the bench store, once");
    let clock = Arc::new(DemoClock::new(now()));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    let (shop, _) = Shop::open(&dir, Arc::<DemoClock>::clone(&clock), options)
        .unwrap_or_else(|failure| panic!("{failure:?}"));
    build(&shop, &clock, Plan::new(now()), &mut |_, _| ()).unwrap();
    shop.store().set_durability(Durability::Synced).unwrap();
    shop.close().unwrap_or_else(|failure| panic!("{failure:?}"));
    fs::write(stamp_file, stamp).unwrap();
    dir
}

fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_tree(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// All files of a store's journal, in order.
pub(crate) fn journal_files(store: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(store.join("journal")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

pub(crate) fn journal_bytes(store: &Path) -> u64 {
    let files = journal_files(store);
    files.iter().map(|it| fs::metadata(it).unwrap().len()).sum()
}
