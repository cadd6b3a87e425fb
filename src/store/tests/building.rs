//! An index that is built at once is the one that commits have made.

use std::{
    collections::BTreeMap,
    fs,
    ops::Bound,
    sync::atomic::{AtomicU64, Ordering},
};

use super::shop::{Shop, client, id, write};
use crate::{
    domain::{client::Client, ids::ClientId},
    store::{
        Durability, OpenOptions, Reads, Store,
        bulk::{build, sort_by},
        closing::{index_dir, journal_dir},
        index::{Index, Position},
        journal::Entry,
        open::Notice,
        pending::Writes,
    },
};

fn all(index: &Index) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut all = BTreeMap::new();
    let range = (Bound::Unbounded, Bound::Unbounded);
    index
        .visit(range, false, &mut |key, value| {
            all.insert(key.to_vec(), value.to_vec());
            true
        })
        .unwrap();
    all
}

#[test]
fn it_is_what_commits_have_made() {
    let shop = Shop::new();
    let mut rng = fastrand::Rng::with_seed(17);
    // Several threads read them, and the last entry counts all the same.
    let options = OpenOptions {
        durability: Durability::Relaxed,
        segment_bytes_max: 20_000,
        ..OpenOptions::default()
    };
    let store = Store::open(shop.path(), options).unwrap().0;
    for _ in 0..600 {
        write(&store, |tx| {
            for _ in 0..rng.u8(1..5) {
                let counter = rng.u64(1..400);
                if rng.u8(..4) == 0 {
                    tx.remove::<Client>(&ClientId(id(counter)))?;
                } else {
                    let mut it = client(counter, "x", &format!("2{}", rng.u16(..50)));
                    it.notes = "n".repeat(rng.usize(..300));
                    tx.put(&it)?;
                }
            }
            Ok(())
        });
    }
    let n_clients = store.read().all::<Client>().unwrap().len();
    store.close().unwrap();
    let n_segments = fs::read_dir(journal_dir(shop.path())).unwrap().count();
    assert!(n_segments > 10, "{n_segments}");
    let made = Index::open(&index_dir(shop.path())).unwrap();
    let position = made.position().unwrap().unwrap();
    // From one run in memory to hundreds in a file.
    for (run_bytes, lookup_run_bytes) in [(1 << 20, 1 << 20), (20_000, 3_000), (700, 200)] {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open(dir.path()).unwrap();
        let start = Position::start(position.store_id);
        index.apply(&Writes::new(), &start).unwrap();
        let by = (run_bytes, lookup_run_bytes);
        let n_entries = AtomicU64::new(0);
        let look = |_: &Entry<'_>| {
            n_entries.fetch_add(1, Ordering::Relaxed);
            Ok(())
        };
        let mut notice = Notice::new(None);
        let sorted = sort_by(shop.path(), by, &look, &mut notice);
        let (tail, sorted) = sorted.unwrap().unwrap();
        let n_entries = n_entries.into_inner();
        assert_eq!((tail.seq, n_entries), (position.seq, position.seq));
        let built = build(shop.path(), &index, sorted, &mut notice).unwrap();
        assert_eq!(built, position);
        assert_eq!(all(&index), all(&made));
        assert_eq!(index.prove(|_| Ok(())).unwrap(), position.proof);
        assert_eq!(index.position().unwrap(), Some(position));
        drop(index);
        let index = Index::open(dir.path()).unwrap();
        assert_eq!(index.position().unwrap(), Some(position));
        assert_eq!(all(&index), all(&made));
    }
    assert!(n_clients > 100, "{n_clients}");
}
