//! Random commits against a plain map, with the store opened again at random.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::shop::{Refusal, Shop, client, id, meta_at};
use crate::{
    domain::{client::Client, ids::ClientId},
    store::{
        Durability, OpenOptions, Reads, Store, StoreError, Tx,
        record::{Lookup, Numbered},
    },
};

const N_CLIENTS: u64 = 12;
const N_PHONES: u64 = 4;

#[derive(Clone, Default)]
struct Model {
    clients: BTreeMap<u64, Client>,
    n_drawn: u64,
    n_entries: u64,
}

impl Model {
    fn by_phone(&self, digits: &str) -> Vec<Client> {
        let all = self.clients.values();
        all.filter(|it| it.phone == digits).cloned().collect()
    }

    fn agrees(&self, reads: &impl Reads, what: &str) {
        let all: Vec<_> = self.clients.values().cloned().collect();
        assert_eq!(reads.all::<Client>().unwrap(), all, "{what}");
        let newest: Vec<_> = all.iter().rev().take(3).cloned().collect();
        assert_eq!(reads.newest::<Client>(3).unwrap(), newest, "{what}");
        for phone in 1..=N_PHONES {
            let digits = phone.to_string();
            let lookup = Lookup::ClientByPhone(digits.clone());
            let expected = self.by_phone(&digits);
            let latest: Vec<_> = expected.iter().rev().take(2).cloned().collect();
            assert_eq!(reads.count(&lookup), Ok(expected.len()), "{what}");
            assert_eq!(
                reads.latest::<Client>(&lookup, 2).unwrap(),
                latest,
                "{what}"
            );
            assert_eq!(reads.find::<Client>(&lookup).unwrap(), expected, "{what}");
        }
    }

    /// One to six random writes, checked against the transaction after each.
    fn step(&mut self, rng: &mut Rng, tx: &mut Tx<'_>, what: &str) -> Result<(), StoreError> {
        for _ in 0..rng.u32(1..=6) {
            let counter = rng.u64(1..=N_CLIENTS);
            match rng.u32(0..4) {
                0 => {
                    tx.remove::<Client>(&ClientId(id(counter)))?;
                    self.clients.remove(&counter);
                }
                1 => {
                    self.n_drawn += 1;
                    assert_eq!(
                        tx.next_number(1, Numbered::Receipt)?,
                        self.n_drawn,
                        "{what}"
                    );
                }
                _ => {
                    // 0 is a client without a phone.
                    let phone = rng.u64(0..=N_PHONES);
                    let phone = if phone == 0 {
                        String::new()
                    } else {
                        phone.to_string()
                    };
                    let client = client(counter, &rng.u8(0..3).to_string(), &phone);
                    tx.put(&client)?;
                    self.clients.insert(counter, client);
                }
            }
            if rng.u32(0..4) == 0 {
                self.agrees(tx, what);
            }
        }
        Ok(())
    }
}

/// How the store ends before it is opened again.
fn stop(rng: &mut Rng, shop: &Shop, store: Store) {
    drop(store);
    let _ = match rng.u32(0..4) {
        0 => std::fs::remove_file(shop.path().join("clean")),
        1 => std::fs::remove_dir_all(shop.path().join("index")),
        _ => Ok(()),
    };
}

fn run(seed: u64, n_commits: u32) {
    let mut rng = Rng::with_seed(seed);
    let shop = Shop::new();
    let open = || {
        let options = OpenOptions {
            durability: Durability::Relaxed,
            segment_bytes_max: 4_000,
            ..OpenOptions::default()
        };
        Store::open(shop.path(), options).unwrap()
    };
    let mut model = Model::default();
    let mut store = open().0;
    for n in 0..n_commits {
        let what = format!("seed {seed}, commit {n}");
        let refuses = rng.u32(0..5) == 0;
        let mut next = model.clone();
        let meta = meta_at(rng.i64(-1_000..1_000));
        let result: Result<_, Refusal> = store.commit(meta, |tx| {
            next.step(&mut rng, tx, &what)?;
            if refuses {
                Err(StoreError::ReaderHeld)
            } else {
                Ok(())
            }
        });
        match result {
            Ok(done) => {
                next.n_entries += u64::from(done.seq.is_some());
                assert_eq!(done.seq.unwrap_or(next.n_entries), next.n_entries, "{what}");
                model = next;
            }
            Err(_) => assert!(refuses, "{what}: {result:?}"),
        }
        model.agrees(&store.read(), &what);
        if rng.u32(0..40) == 0 {
            stop(&mut rng, &shop, store);
            let (again, report) = open();
            assert_eq!(report.n_entries, model.n_entries, "{what}");
            let n_counters = u64::from(model.n_drawn > 0);
            let n_records = model.clients.len() as u64 + n_counters;
            assert_eq!(report.n_records, n_records, "{what}");
            model.agrees(&again.read(), &what);
            store = again;
        }
    }
}

#[test]
fn random_commits_agree_with_a_map() {
    for seed in 0..12 {
        run(seed, 150);
    }
}

#[test]
fn the_same_commits_make_the_same_journal() {
    let bytes = |seed| {
        let shop = Shop::new();
        let options = OpenOptions {
            durability: Durability::Relaxed,
            store_id: Some([1; 16]),
            ..OpenOptions::default()
        };
        let store = Store::open(shop.path(), options).unwrap().0;
        let mut rng = Rng::with_seed(seed);
        let mut model = Model::default();
        for n in 0..50 {
            let done: Result<_, Refusal> =
                store.commit(meta_at(n), |tx| model.step(&mut rng, tx, "again"));
            done.unwrap();
        }
        std::fs::read(shop.path().join("journal/000001.balmlog")).unwrap()
    };
    assert_eq!(bytes(5), bytes(5));
    assert_ne!(bytes(5), bytes(6));
}
