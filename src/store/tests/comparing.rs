//! Every record and lookup of an index is held against the journal, and the first
//! that differs is named.

use std::{collections::BTreeMap, fs};

use super::{
    reopening::files_below,
    shop::{Shop, id, put_client, write},
};
use crate::{
    domain::{client::Client, ids::ClientId},
    store::{
        Difference, How, IndexVerdict, VerifyOptions,
        record::{Key, Kind},
        verify_with,
    },
};

/// Clients 1 to 20, some of them changed and removed again.
fn clients() -> Shop {
    let shop = Shop::new();
    let store = shop.open();
    for counter in 1..=20 {
        put_client(&store, counter, "Anna");
    }
    put_client(&store, 7, "Liga");
    write(&store, |tx| tx.remove::<Client>(&ClientId(id(20))));
    store.close().unwrap();
    shop
}

fn record_key(counter: u64) -> Vec<u8> {
    let mut key = vec![Kind::Client as u8];
    id(counter).write(&mut key);
    key
}

fn hex(key: &[u8]) -> String {
    crate::store::error::hex(key)
}

/// Writes behind the store's back, as a fault of the index would.
fn spoil(
    shop: &Shop,
    writes: impl FnOnce(&dyn Fn(&[u8]) -> Vec<u8>) -> BTreeMap<Vec<u8>, Option<Vec<u8>>>,
) {
    let store = shop.open();
    let position = store.index().position().unwrap().unwrap();
    let read = |key: &[u8]| store.index().get(key).unwrap().unwrap();
    let writes = writes(&read);
    store.index().apply(&writes, &position).unwrap();
}

fn compared(shop: &Shop) -> IndexVerdict {
    let before = files_below(shop.path());
    let options = VerifyOptions {
        deep: true,
        ..VerifyOptions::default()
    };
    let report = verify_with(shop.path(), options).unwrap();
    assert_eq!(files_below(shop.path()), before);
    report.index
}

fn first(shop: &Shop) -> Difference {
    match compared(shop) {
        IndexVerdict::Different {
            first: Some(first), ..
        } => first,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_whole_index_has_no_difference() {
    assert_eq!(compared(&clients()), IndexVerdict::Same);
}

#[test]
fn an_index_that_is_behind_is_compared_as_far_as_it_goes() {
    let shop = clients();
    let old = Shop::new();
    super::reopening::copy_tree(&shop.path().join("index"), &old.path().join("index"));
    let put_back = || {
        fs::remove_dir_all(shop.path().join("index")).unwrap();
        super::reopening::copy_tree(&old.path().join("index"), &shop.path().join("index"));
    };
    put_client(&shop.open(), 30, "later");
    put_back();
    assert_eq!(compared(&shop), IndexVerdict::Behind { n_entries: 1 });
}

#[test]
fn a_record_that_is_missing_old_or_too_many_is_named() {
    let shop = clients();
    spoil(&shop, |_| BTreeMap::from([(record_key(5), None)]));
    let missing = Difference {
        how: How::Missing,
        kind: Some(Kind::Client),
        key: hex(&record_key(5)),
        entry: 5,
    };
    assert_eq!(first(&shop), missing);

    // The bytes that the journal had for it before: whole in themselves.
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 7, "Anna");
    let old = store.index().get(&record_key(7)).unwrap().unwrap();
    put_client(&store, 7, "Liga");
    drop(store);
    spoil(&shop, |_| BTreeMap::from([(record_key(7), Some(old))]));
    let other = Difference {
        how: How::Other,
        kind: Some(Kind::Client),
        key: hex(&record_key(7)),
        entry: 2,
    };
    assert_eq!(first(&shop), other);

    let shop = clients();
    spoil(&shop, |read| {
        BTreeMap::from([(record_key(0x20_0000), Some(read(&record_key(3))))])
    });
    let too_many = Difference {
        how: How::TooMany,
        kind: Some(Kind::Client),
        key: hex(&record_key(0x20_0000)),
        entry: 0,
    };
    assert_eq!(first(&shop), too_many);
}

#[test]
fn the_first_of_several_is_named() {
    let shop = clients();
    spoil(&shop, |read| {
        BTreeMap::from([
            (record_key(9), None),
            (record_key(4), Some(read(&record_key(3)))),
            (record_key(11), None),
        ])
    });
    let first = first(&shop);
    assert_eq!((first.how, first.key), (How::Other, hex(&record_key(4))));
}

#[test]
fn a_lookup_that_is_missing_or_too_many_is_named() {
    use crate::store::record::Lookup;
    let lookup = |digits: &str, counter| {
        Lookup::ClientByPhone(digits.into()).index_key(&record_key(counter))
    };
    let shop = clients();
    spoil(&shop, |_| BTreeMap::from([(lookup("23", 3), None)]));
    let found = first(&shop);
    assert_eq!(
        (found.how, found.key),
        (How::LookupMissing, hex(&lookup("23", 3)))
    );

    let shop = clients();
    spoil(&shop, |_| {
        BTreeMap::from([(lookup("999", 3), Some(Vec::new()))])
    });
    let found = first(&shop);
    assert_eq!(
        (found.how, found.key),
        (How::LookupTooMany, hex(&lookup("999", 3)))
    );
}
