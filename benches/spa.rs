//! The bench store: a big made-up spa, built once and kept between runs as long as
//! it would come out the same.

use std::{
    cell::OnceCell,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
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
    store::{Durability, OpenOptions, Store},
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
    store: OnceCell<(PathBuf, DateTime<Utc>)>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self {
            store: OnceCell::new(),
        }
    }

    /// A copy of the bench store that one group may change.
    pub(crate) fn store(&self) -> TempDir {
        let (kept, _) = self.store.get_or_init(kept_store);
        let copy = scratch();
        // Times of change and all: what was closed cleanly is to open as clean.
        let copied = Command::new("cp")
            .arg("-a")
            .arg(kept.join("."))
            .arg(copy.path())
            .status();
        assert!(copied.unwrap().success());
        copy
    }

    /// Opens a store at the present of the bench store.
    pub(crate) fn open(&self, dir: &Path) -> (Shop, Arc<DemoClock>) {
        let (_, now) = self.store.get_or_init(kept_store);
        let clock = Arc::new(DemoClock::new(*now));
        let opened = Shop::open(dir, Arc::<DemoClock>::clone(&clock), OpenOptions::default());
        let (shop, _) = opened.unwrap_or_else(|failure| panic!("{failure:?}"));
        (shop, clock)
    }
}

/// An empty folder on the disk where the build is.
pub(crate) fn scratch() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// Does what must not be refused.
pub(crate) fn done(shop: &Shop, id: &str, request: &Request) {
    if let Err(stop) = shop.run(&DESK, id, request) {
        panic!("{request:?}: {stop:?}");
    }
}

/// Of the folder that is kept, and its present: today, so that the program itself can
/// be run on it.
fn kept_store() -> (PathBuf, DateTime<Utc>) {
    let now = Utc::now();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-store");
    let stamp_file = dir.with_extension("stamp");
    let stamp = format!("{} {GOLDEN_RECORDS}", env!("CARGO_PKG_VERSION"));
    let found = fs::read_to_string(&stamp_file).unwrap_or_default();
    if let Some((made, rest)) = found.split_once('\n')
        && let Ok(made) = made.parse::<DateTime<Utc>>()
        && (rest, made.date_naive()) == (stamp.as_str(), now.date_naive())
    {
        if !dir.join("index/blocks").exists() {
            // Kept from a program that laid the index out in another way.
            let (store, _) = Store::open(&dir, OpenOptions::default()).unwrap();
            store.close().unwrap();
        }
        return (dir, made);
    }
    let _ = fs::remove_file(&stamp_file);
    let _ = fs::remove_dir_all(&dir);
    eprintln!("making the bench store, once a day");
    let began = Instant::now();
    let clock = Arc::new(DemoClock::new(now));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    let (shop, _) = Shop::open(&dir, Arc::<DemoClock>::clone(&clock), options)
        .unwrap_or_else(|failure| panic!("{failure:?}"));
    let mut told = Instant::now();
    build(&shop, &clock, &Plan::large(now), &mut |done, of| {
        if told.elapsed() > Duration::from_secs(10) {
            told = Instant::now();
            eprintln!("  {} %", done * 100 / of);
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    shop.store().set_durability(Durability::Synced).unwrap();
    shop.close().unwrap_or_else(|failure| panic!("{failure:?}"));
    eprintln!("  made in {:.0} s", began.elapsed().as_secs_f64());
    fs::write(stamp_file, format!("{}\n{stamp}", now.to_rfc3339())).unwrap();
    (dir, now)
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
