//! Opening a clean store reads only the journal's end; the rest is proved in the
//! background, beside commits, and what is wrong is found.

use std::{
    fs::{self, File},
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Duration,
};

use super::shop::{Shop, client, id, put_client, write};
use crate::{
    domain::{client::Client, ids::ClientId},
    store::{
        Damage, Durability, Health, IndexOutcome, OpenOptions, Reads, Store, StoreError,
        journal::reader,
    },
};

/// Each has one lookup: more keys than are proved at every opening.
const N_CLIENTS: u64 = 10_100;

fn small_segments() -> OpenOptions {
    OpenOptions {
        segment_bytes_max: 1_000,
        ..OpenOptions::default()
    }
}

/// Many clients in the first segment, and some more segments behind it.
fn big_store() -> Shop {
    let shop = Shop::new();
    let (store, _) = Store::open(shop.path(), small_segments()).unwrap();
    write(&store, |tx| {
        (1..=N_CLIENTS).try_for_each(|n| tx.put(&client(n, "Anna", &format!("7{n}"))))
    });
    for n in 1..20 {
        put_client(&store, N_CLIENTS + n, "later");
    }
    store.close().unwrap();
    shop
}

fn segments(shop: &Shop) -> Vec<PathBuf> {
    let found = reader::segment_files(&shop.path().join("journal")).unwrap();
    found.into_iter().map(|(_, path)| path).collect()
}

/// As a disk would that forgets: neither length nor time of the file change.
fn rot(path: &Path, at: usize) {
    let changed = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(changed).unwrap();
}

fn sound() -> Health {
    Health {
        is_known: true,
        journal: None,
        index: None,
    }
}

#[test]
fn a_clean_store_is_taken_on_trust_and_proved_behind() {
    let shop = big_store();
    let (store, report) = shop.open_report();
    assert!(report.was_clean);
    assert_eq!(report.index, IndexOutcome::AsLeft);
    assert_eq!(report.n_records, N_CLIENTS + 19);
    assert_eq!(report.last_at, store.last_entry().map(|(_, at)| at));
    assert!(!store.health().is_known);
    assert_eq!(store.checked(), sound());
}

#[test]
fn what_was_proved_at_the_start_is_known_at_once() {
    let shop = Shop::new();
    put_client(&shop.open(), 1, "Anna");
    assert_eq!(shop.open().health(), sound());

    let big = big_store();
    fs::remove_file(big.path().join("clean")).unwrap();
    let (store, report) = big.open_report();
    assert!(!report.was_clean);
    assert_eq!(store.health(), sound());
}

#[test]
fn an_old_entry_that_has_rotted_is_found_while_the_shop_works_on() {
    let shop = big_store();
    rot(&segments(&shop)[0], 5_000);
    for _ in 0..2 {
        let (store, report) = shop.open_report();
        assert!(report.was_clean);
        put_client(&store, 1, "changed");
        let damaged = StoreError::JournalDamaged {
            segment: 1,
            entry: 1,
            what: Damage::Hash,
            n_good: 0,
        };
        assert_eq!(store.checked().journal, Some(damaged));
        let found: Client = store.read().get(&ClientId(id(1))).unwrap().unwrap();
        assert_eq!(found.name, "changed");
    }
}

#[test]
fn rot_at_the_end_is_found_at_the_start() {
    let shop = big_store();
    let last = segments(&shop).pop().unwrap();
    let n_bytes = usize::try_from(fs::metadata(&last).unwrap().len()).unwrap();
    rot(&last, n_bytes - 40);
    let damaged = shop.try_open().unwrap_err();
    assert!(
        matches!(
            &damaged,
            StoreError::JournalDamaged {
                what: Damage::Hash,
                ..
            }
        ),
        "{damaged:?}"
    );
}

#[test]
fn a_touched_file_has_all_of_it_read_at_the_start() {
    let shop = big_store();
    let first = &segments(&shop)[0];
    let bytes = fs::read(first).unwrap();
    fs::write(first, &bytes).unwrap();
    let (store, report) = shop.open_report();
    assert!(!report.was_clean);
    assert_eq!(store.health(), sound());
    drop(store);
    // And a store that a program with other shapes of records has closed.
    let clean = shop.path().join("clean");
    let text = fs::read_to_string(&clean).unwrap();
    assert!(text.contains(" 2.1 3.1 "), "{text}");
    fs::write(&clean, text.replace(" 2.1 3.1 ", " 2.9 3.1 ")).unwrap();
    assert!(!shop.open_report().1.was_clean);
}

#[test]
fn an_index_that_is_wrong_is_found_and_built_again_at_the_next_start() {
    let shop = big_store();
    let (store, _) = shop.open_report();
    let position = store.index().position().unwrap().unwrap();
    let key = [&[15][..], &id(77).to_u64().to_be_bytes()].concat();
    let writes = std::collections::BTreeMap::from([(key, None)]);
    store.index().apply(&writes, &position).unwrap();
    let health = store.checked();
    assert!(
        matches!(health.index, Some(StoreError::Index { .. })),
        "{health:?}"
    );
    assert_eq!(health.journal, None);
    drop(store);
    assert!(!shop.path().join("clean").exists());
    let (store, report) = shop.open_report();
    assert!(matches!(report.index, IndexOutcome::Rebuilt { .. }));
    assert!(
        store
            .read()
            .get::<Client>(&ClientId(id(77)))
            .unwrap()
            .is_some()
    );
}

/// A list shows what can be read; what cannot is known at once, long before all has been
/// proved.
#[test]
fn a_record_that_cannot_be_read_is_told_when_it_is_read() {
    let shop = big_store();
    let (store, _) = shop.open_report();
    let position = store.index().position().unwrap().unwrap();
    let key = [&[15][..], &id(77).to_u64().to_be_bytes()].concat();
    let writes = std::collections::BTreeMap::from([(key, Some(b"no client".to_vec()))]);
    store.index().apply(&writes, &position).unwrap();
    assert_eq!(store.health().index, None);
    let err = store.read().get::<Client>(&ClientId(id(77))).unwrap_err();
    assert_eq!(store.health().index, Some(err));
    drop(store);
    let (_, report) = shop.open_report();
    assert!(matches!(report.index, IndexOutcome::Rebuilt { .. }));
}

/// Clients are put, changed and taken away before, at and behind the place where
/// the check is.
#[test]
fn commits_beside_the_check_do_not_disturb_it() {
    let shop = big_store();
    let (store, _) = shop.open_report();
    store.set_durability(Durability::Relaxed).unwrap();
    store.check_after(Duration::ZERO).unwrap();
    let mut n_commits = 0;
    let mut rng = fastrand::Rng::with_seed(1);
    while !store.health().is_known {
        n_commits += 1;
        let n = rng.u64(1..N_CLIENTS * 11 / 10);
        if rng.u8(..3) == 0 {
            write(&store, |tx| tx.remove::<Client>(&ClientId(id(n))));
        } else {
            put_client(&store, n, &format!("commit {n_commits}"));
        }
    }
    assert!(n_commits > 20, "only {n_commits} commits beside the check");
    assert_eq!(store.health(), sound());
}

#[test]
fn a_store_that_is_closed_in_the_middle_of_the_check_is_clean() {
    let shop = big_store();
    let store = shop.open();
    store.check_after(Duration::ZERO).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    assert!(!store.health().is_known);
    store.close().unwrap();
    assert!(shop.open_report().1.was_clean);
}

#[test]
fn an_opening_that_is_stopped_is_done_by_the_next_one() {
    let shop = big_store();
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    for n_steps in 0..9 {
        let mut n_told = 0;
        let options = OpenOptions {
            on_progress: Some(Box::new(move |_| {
                n_told += 1;
                if n_told > n_steps {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })),
            ..OpenOptions::default()
        };
        match Store::open(shop.path(), options) {
            Err(StoreError::Stopped) => (),
            Ok((_, report)) => assert_eq!(report.n_records, N_CLIENTS + 19),
            Err(other) => panic!("{other:?}"),
        }
    }
    let (store, report) = shop.open_report();
    assert_eq!(report.n_records, N_CLIENTS + 19);
    assert_eq!(store.checked(), sound());
    // Half an index is begun again in its place.
    let names = fs::read_dir(shop.path()).unwrap();
    let mut names = names.map(|it| it.unwrap().file_name());
    assert!(!names.any(|it| it.to_string_lossy().starts_with("index.damaged")));
}
