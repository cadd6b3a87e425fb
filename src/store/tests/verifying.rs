//! `verify` finds what is wrong and leaves everything as it was.

use std::{collections::BTreeMap, fs, path::Path};

use super::{
    reopening::{copy_tree, files_below},
    samples,
    shop::{Shop, id, put_client, write},
};
use crate::{
    domain::{
        ids::{LedgerEntryId, Register, SaleId},
        ledger::{Account, LedgerEntry, Posting},
        money::Money,
        sale::{ReceiptNumber, Sale, SaleKind},
    },
    store::{
        IndexVerdict, OpenOptions, Problem, Store, StoreError, VerifyReport, record::Kind, verify,
    },
};

fn checked(shop: &Shop) -> VerifyReport {
    let before = files_below(shop.path());
    let report = verify(shop.path(), None).unwrap();
    assert_eq!(files_below(shop.path()), before);
    report
}

fn put_sale(store: &Store, counter: u64, register: Register, number: u64) {
    let sale = Sale {
        id: SaleId(id(counter)),
        receipt: ReceiptNumber { register, number },
        ..samples::sale(SaleKind::Sale)
    };
    write(store, |tx| tx.put(&sale));
}

#[test]
fn a_sound_store_is_proved_and_not_touched() {
    let shop = Shop::new();
    let options = OpenOptions {
        segment_bytes_max: 1_000,
        ..OpenOptions::default()
    };
    let (store, opened) = Store::open(shop.path(), options).unwrap();
    for number in 1..=5 {
        put_sale(&store, number, 1, number);
    }
    put_sale(&store, 6, 2, 1);
    for mut session in samples::sessions() {
        if let Some(closing) = &mut session.closing {
            closing.z_number = 1;
        }
        write(&store, |tx| tx.put(&session));
    }
    write(&store, |tx| tx.put(&samples::ledger_entries()[1]));
    let (n_entries, last_at) = store.last_entry().unwrap();
    drop(store);

    let report = checked(&shop);
    assert!(report.is_sound(), "{:?}", report.problems);
    assert_eq!(report.store_id, opened.store_id);
    assert_eq!(
        (report.n_entries, report.last_at),
        (n_entries, Some(last_at))
    );
    assert_eq!((report.n_records, report.n_ledger_entries), (8, 1));
    assert_eq!(report.receipts, BTreeMap::from([(1, 5), (2, 1)]));
    assert_eq!(report.closings, BTreeMap::from([(1, 1)]));
    assert_eq!(report.index, IndexVerdict::Same);
    assert!(report.n_segments > 1);
    let files = fs::read_dir(shop.path().join("journal")).unwrap();
    let n_bytes: u64 = files.map(|it| it.unwrap().metadata().unwrap().len()).sum();
    assert_eq!((report.n_bytes, report.n_torn_bytes), (n_bytes, 0));
}

#[test]
fn gaps_and_doubles_in_receipts_are_found() {
    let shop = Shop::new();
    let store = shop.open();
    for (counter, number) in [(1, 1), (2, 2), (3, 4), (4, 4)] {
        put_sale(&store, counter, 1, number);
    }
    drop(store);
    let register = 1;
    let expected = [
        Problem::ReceiptMissing {
            register,
            number: 3,
        },
        Problem::ReceiptTwice {
            register,
            number: 4,
        },
    ];
    assert_eq!(checked(&shop).problems, expected);
}

#[test]
fn postings_that_do_not_add_up_and_rewritten_history_are_found() {
    let shop = Shop::new();
    let store = shop.open();
    let posting = |account, minor| Posting {
        account,
        amount: Money::from_minor(minor),
    };
    let entry = |counter, cash| LedgerEntry {
        id: LedgerEntryId(id(counter)),
        postings: vec![
            posting(Account::Cash(1), cash),
            posting(Account::Safe, -100),
        ],
        ..samples::ledger_entries()[0].clone()
    };
    write(&store, |tx| tx.put(&entry(1, 100)));
    write(&store, |tx| tx.put(&entry(2, 101)));
    write(&store, |tx| tx.remove::<LedgerEntry>(&LedgerEntryId(id(1))));
    drop(store);
    let expected = [
        Problem::LedgerUnbalanced {
            id: LedgerEntryId(id(2)),
            sum: Money::from_minor(1),
        },
        Problem::Rewritten {
            kind: Kind::LedgerEntry,
            key: "220000010000000001".into(),
            seq: 3,
        },
    ];
    assert_eq!(checked(&shop).problems, expected);
}

#[test]
fn the_index_is_judged_on_a_copy() {
    let shop = Shop::new();
    put_client(&shop.open(), 1, "Anna");
    let index = shop.path().join("index");
    let old = Shop::new();
    copy_tree(&index, &old.path().join("index"));
    put_client(&shop.open(), 2, "Liga");
    assert_eq!(checked(&shop).index, IndexVerdict::Same);

    let put_back = |from: &Path| {
        fs::remove_dir_all(&index).unwrap();
        copy_tree(from, &index);
    };
    put_back(&old.path().join("index"));
    assert_eq!(checked(&shop).index, IndexVerdict::Behind { n_entries: 1 });

    let other = Shop::new();
    put_client(&other.open(), 1, "Anna");
    put_back(&other.path().join("index"));
    assert!(matches!(
        checked(&shop).index,
        IndexVerdict::Unusable { .. }
    ));

    put_back(&old.path().join("index"));
    let db = sled::open(&index).unwrap();
    db.insert([15, 9], "stray").unwrap();
    drop(db);
    let IndexVerdict::Different { expected, found } = checked(&shop).index else {
        panic!();
    };
    assert_eq!((expected.n_records, found.n_records), (1, 2));

    fs::remove_dir_all(&index).unwrap();
    assert_eq!(checked(&shop).index, IndexVerdict::Missing);
}

#[test]
fn what_cannot_be_verified_is_named() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let in_use = verify(shop.path(), None).unwrap_err();
    assert!(matches!(in_use, StoreError::InUse { .. }), "{in_use:?}");
    drop(store);
    let empty = Shop::new();
    let missing = StoreError::JournalMissing {
        path: empty.path().to_path_buf(),
    };
    assert_eq!(verify(empty.path(), None).unwrap_err(), missing);
    assert!(files_below(empty.path()).is_empty());
    let nowhere = verify(&empty.path().join("nowhere"), None).unwrap_err();
    assert!(matches!(nowhere, StoreError::Io { .. }), "{nowhere:?}");

    let path = shop.path().join("journal/000001.balmlog");
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, bytes).unwrap();
    let damaged = verify(shop.path(), None).unwrap_err();
    assert!(
        matches!(damaged, StoreError::JournalDamaged { entry: 1, .. }),
        "{damaged:?}"
    );
}
