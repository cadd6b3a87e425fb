//! A copy of the index takes its place when it is lost, and is never believed where
//! it is wrong.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    reopening::files_below,
    shop::{Shop, names, put_client},
};
use crate::store::{Damage, IndexOutcome, RebuildReason, StoreError};

/// Three clients, a checkpoint, and two more after it.
fn with_checkpoint() -> Shop {
    let shop = Shop::new();
    let store = shop.open();
    for (counter, name) in [(1, "Anna"), (2, "Liga"), (3, "Zane")] {
        put_client(&store, counter, name);
    }
    store.checkpointed();
    for (counter, name) in [(4, "Dace"), (2, "Liga Ozola")] {
        put_client(&store, counter, name);
    }
    store.close().unwrap();
    shop
}

fn checkpoints(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap();
    let paths = entries.map(|it| it.unwrap().path());
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("checkpoint")
    };
    paths.filter(is_one).collect()
}

/// Opens without an index; all clients are there. Gives the entry that the index
/// was built on.
fn opens_without_index(shop: &Shop) -> u64 {
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    let (store, report) = shop.open_report();
    assert_eq!(names(&store.read()), ["Anna", "Liga Ozola", "Zane", "Dace"]);
    assert_eq!((report.n_entries, report.n_records), (5, 4));
    store.close().unwrap();
    match report.index {
        IndexOutcome::Rebuilt {
            reason: RebuildReason::Missing,
            set_aside: None,
            from_entry,
        } => from_entry,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lost_index_is_built_on_the_checkpoint() {
    let shop = with_checkpoint();
    fs::remove_file(shop.path().join("clean")).unwrap();
    assert_eq!(opens_without_index(&shop), 3);
    // It has become the index; without a new one the journal alone serves as well.
    assert_eq!(checkpoints(shop.path()), Vec::<PathBuf>::new());
    assert_eq!(opens_without_index(&shop), 0);
}

#[test]
fn an_index_that_sled_refuses_is_built_on_the_checkpoint() {
    let shop = with_checkpoint();
    for path in files_below(&shop.path().join("index")).keys() {
        fs::write(path, "garbage").unwrap();
    }
    let (store, report) = shop.open_report();
    assert!(
        matches!(
            report.index,
            IndexOutcome::Rebuilt {
                set_aside: Some(_),
                from_entry: 3,
                ..
            }
        ),
        "{report:?}"
    );
    assert_eq!(names(&store.read()).len(), 4);
}

#[test]
fn a_checkpoint_with_any_byte_changed_is_not_taken() {
    let n_files = files_below(&checkpoints(with_checkpoint().path())[0]).len();
    for n in 0..n_files * 2 {
        let shop = with_checkpoint();
        let files = files_below(&checkpoints(shop.path())[0]);
        let (path, mut bytes) = files.into_iter().nth(n / 2).unwrap();
        let at = if n % 2 == 0 {
            bytes.len() / 2
        } else {
            bytes.len() - 1
        };
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert_eq!(opens_without_index(&shop), 0, "{} {at}", path.display());
    }
}

#[test]
fn a_checkpoint_with_a_file_too_few_or_too_many_is_not_taken() {
    let shop = with_checkpoint();
    fs::write(checkpoints(shop.path())[0].join("index/stray"), "x").unwrap();
    assert_eq!(opens_without_index(&shop), 0);

    let shop = with_checkpoint();
    fs::remove_file(checkpoints(shop.path())[0].join("index/conf")).unwrap();
    assert_eq!(opens_without_index(&shop), 0);

    let shop = with_checkpoint();
    fs::remove_file(checkpoints(shop.path())[0].join("about")).unwrap();
    assert_eq!(opens_without_index(&shop), 0);

    let shop = with_checkpoint();
    fs::write(shop.path().join("checkpoint-9"), "a file").unwrap();
    assert_eq!(opens_without_index(&shop), 3);
}

#[test]
fn the_checkpoint_of_another_store_is_not_taken() {
    let (shop, other) = (with_checkpoint(), with_checkpoint());
    let (ours, theirs) = (checkpoints(shop.path()), checkpoints(other.path()));
    fs::remove_dir_all(&ours[0]).unwrap();
    fs::rename(&theirs[0], &ours[0]).unwrap();
    assert_eq!(opens_without_index(&shop), 0);
}

#[test]
fn a_checkpoint_knows_when_the_journal_has_lost_its_end() {
    let shop = Shop::new();
    let segment = shop.path().join("journal/000001.balmlog");
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let old = fs::read(&segment).unwrap();
    put_client(&store, 2, "Liga");
    store.checkpointed();
    drop(store);
    fs::write(&segment, old).unwrap();
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    let damaged = StoreError::JournalDamaged {
        segment: 1,
        entry: 2,
        what: Damage::AcknowledgedMissing { last: 2 },
        n_good: 1,
    };
    assert_eq!(shop.try_open().unwrap_err(), damaged);
}

#[test]
fn only_the_newest_is_kept_and_a_half_one_goes() {
    let shop = with_checkpoint();
    let half = shop.path().join("checkpoint.new");
    fs::create_dir_all(half.join("index")).unwrap();
    fs::write(half.join("index/db"), "half").unwrap();
    let store = shop.open();
    store.checkpointed();
    let path = shop.path().join("checkpoint-2");
    assert_eq!(checkpoints(shop.path()), [path]);
    drop(store);
    assert_eq!(opens_without_index(&shop), 5);
}

/// Nobody waits for it, neither a commit nor whoever leaves.
#[test]
fn a_commit_or_the_end_comes_before_the_copying() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let quiet = Duration::from_millis(100);
    store.copy_index_after(quiet).unwrap();
    for _ in 0..10 {
        std::thread::sleep(quiet / 4);
        put_client(&store, 2, "Liga");
        put_client(&store, 2, "Zane");
        assert_eq!(checkpoints(shop.path()), Vec::<PathBuf>::new());
    }
    store.close().unwrap();
    assert_eq!(checkpoints(shop.path()), Vec::<PathBuf>::new());
    assert!(shop.open_report().1.was_clean);
}

#[test]
fn whatever_has_such_a_name_is_in_nobodys_way() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    fs::create_dir(shop.path().join("checkpoint-1")).unwrap();
    fs::write(shop.path().join("checkpoint-1/x"), "x").unwrap();
    fs::write(shop.path().join("checkpoint-2"), "x").unwrap();
    fs::write(shop.path().join("checkpoint.new"), "x").unwrap();
    store.checkpointed();
    let path = shop.path().join("checkpoint-3");
    assert_eq!(checkpoints(shop.path()), [path]);
}
