//! Room that is kept back for the day when the disk is full.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use super::shop::{Shop, put_client};
use crate::store::{OpenOptions, Space, Store};

const N_BYTES: u64 = 300_000;

fn open(shop: &Shop, reserve_bytes: u64) -> Store {
    let options = OpenOptions {
        reserve_bytes,
        ..OpenOptions::default()
    };
    Store::open(shop.path(), options).unwrap().0
}

#[test]
fn it_is_made_beside_the_work_and_is_the_owners_only() {
    let shop = Shop::new();
    let store = open(&shop, N_BYTES);
    put_client(&store, 1, "Anna");
    let path = shop.path().join("reserve");
    let patience = Instant::now() + Duration::from_secs(30);
    while !path.exists() {
        assert!(Instant::now() < patience, "never made");
        thread::sleep(Duration::from_millis(5));
    }
    let about = fs::metadata(&path).unwrap();
    assert_eq!(about.len(), N_BYTES);
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o777,
        0o600
    );
    // Zeros would be packed into nothing.
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.chunks(64).all(|it| it.iter().any(|byte| *byte != 0)));
    assert_eq!(store.space(), Space::Enough);
    drop(store);

    // A disk on which there is less room than that is full: it is given up.
    let store = open(&shop, u64::MAX);
    assert!(!path.exists());
    let Space::Short { free_bytes, .. } = store.space() else {
        panic!("{:?}", store.space());
    };
    assert!(free_bytes > 0);
    put_client(&store, 2, "Liga");
    drop(store);
    let store = open(&shop, N_BYTES);
    assert_eq!(store.space(), Space::Enough);
}

#[test]
fn one_that_was_not_finished_is_no_reserve() {
    let shop = Shop::new();
    drop(open(&shop, 0));
    let draft = shop.path().join("reserve.new");
    fs::write(&draft, "begun").unwrap();
    drop(open(&shop, u64::MAX));
    assert!(!draft.exists());
}
