//! The index against a plain map, with scans during writes, copies at any moment, and
//! damaged files.

use std::{
    collections::BTreeMap,
    fs,
    ops::Bound,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use proptest::prelude::*;
use tempfile::TempDir;

use super::{
    Index, Position,
    block::{self, Builder, Entries, rewritten, separator},
};
use crate::store::{
    error::StoreError,
    pending::{KeyRange, Writes},
};

type Map = BTreeMap<Vec<u8>, Vec<u8>>;

fn position(seq: u64) -> Position {
    Position {
        seq,
        ..Position::start([7; 16])
    }
}

/// Keys as the store has them: some count on, some are anywhere, some are long.
fn random_key(rng: &mut fastrand::Rng, next: &mut u32) -> Vec<u8> {
    match rng.u8(..10) {
        0..4 => {
            *next += 1;
            [&[31, 0, 0, 1][..], &next.to_be_bytes()].concat()
        }
        4..6 => {
            *next += 1;
            [&[31, 0, 0, rng.u8(..4)][..], &next.to_be_bytes()].concat()
        }
        6..9 => [&[3][..], &rng.u16(..4_000).to_be_bytes()].concat(),
        _ => {
            let len = rng.usize(1..700);
            let mut key = vec![0x80; len];
            key.push(rng.u8(..));
            key
        }
    }
}

fn random_value(rng: &mut fastrand::Rng) -> Vec<u8> {
    let len = match rng.u8(..100) {
        0..30 => 0,
        30..90 => rng.usize(..300),
        90..98 => rng.usize(..3_000),
        _ => rng.usize(..30_000),
    };
    let mut value = vec![0; len];
    rng.fill(&mut value);
    value
}

fn random_writes(rng: &mut fastrand::Rng, map: &Map, next: &mut u32) -> Writes {
    let n = if rng.u8(..20) == 0 {
        rng.usize(..400)
    } else {
        rng.usize(..12)
    };
    let mut writes = Writes::new();
    for _ in 0..n {
        let key = random_key(rng, next);
        if rng.u8(..10) < 7 {
            writes.insert(key, Some(random_value(rng)));
        } else {
            let known = map.range(key.clone()..).next();
            let key = known.map_or(key, |(key, _)| key.clone());
            writes.insert(key, None);
        }
    }
    // A whole stretch goes now and then, with all its blocks.
    if rng.u8(..60) == 0 {
        let from = random_key(rng, next);
        for (key, _) in map.range(from..).take(300) {
            writes.insert(key.clone(), None);
        }
    }
    writes
}

fn apply_to(map: &mut Map, writes: &Writes) {
    for (key, value) in writes {
        match value {
            Some(value) => drop(map.insert(key.clone(), value.clone())),
            None => drop(map.remove(key)),
        }
    }
}

fn read(index: &Index, range: KeyRange, backwards: bool, n_max: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut read = Vec::new();
    index
        .visit(range, backwards, &mut |key, value| {
            read.push((key.to_vec(), value.to_vec()));
            read.len() < n_max
        })
        .unwrap();
    read
}

fn all(index: &Index) -> Map {
    let range = (Bound::Unbounded, Bound::Unbounded);
    read(index, range, false, usize::MAX).into_iter().collect()
}

fn random_bound(rng: &mut fastrand::Rng) -> Bound<Vec<u8>> {
    let key = random_key(rng, &mut 0);
    match rng.u8(..3) {
        0 => Bound::Included(key),
        1 => Bound::Excluded(key),
        _ => Bound::Unbounded,
    }
}

fn is_range(low: &Bound<Vec<u8>>, high: &Bound<Vec<u8>>) -> bool {
    match (low, high) {
        (Bound::Unbounded, _) | (_, Bound::Unbounded) => true,
        (
            Bound::Included(low) | Bound::Excluded(low),
            Bound::Included(high) | Bound::Excluded(high),
        ) => low < high,
    }
}

#[test]
fn it_is_as_a_plain_map() {
    for seed in 0..4 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let dir = TempDir::new().unwrap();
        let mut index = Index::open(dir.path()).unwrap();
        let (mut map, mut next) = (Map::new(), 0);
        for seq in 0..400 {
            let writes = random_writes(&mut rng, &map, &mut next);
            index.apply(&writes, &position(seq)).unwrap();
            apply_to(&mut map, &writes);
            match rng.u8(..30) {
                0 => index.sync().unwrap(),
                1 => {
                    drop(index);
                    index = Index::open(dir.path()).unwrap();
                    assert_eq!(index.position().unwrap(), Some(position(seq)));
                }
                _ => (),
            }
            for _ in 0..8 {
                let key = random_key(&mut rng, &mut 0);
                assert_eq!(index.get(&key).unwrap(), map.get(&key).cloned(), "{seed}");
            }
            let (low, high) = (random_bound(&mut rng), random_bound(&mut rng));
            if !is_range(&low, &high) {
                continue;
            }
            let n_max = rng.usize(1..60);
            let range = (low, high);
            let forwards = map.range(range.clone()).take(n_max);
            let expected: Vec<_> = forwards.map(|(k, v)| (k.clone(), v.clone())).collect();
            assert_eq!(
                read(&index, range.clone(), false, n_max),
                expected,
                "{seed}"
            );
            let backwards = map.range(range.clone()).rev().take(n_max);
            let expected: Vec<_> = backwards.map(|(k, v)| (k.clone(), v.clone())).collect();
            assert_eq!(read(&index, range, true, n_max), expected, "{seed}");
        }
        assert_eq!(all(&index), map, "{seed}");
        // Nothing is left in it when all is gone, and it can be filled again.
        let gone = map.keys().map(|key| (key.clone(), None)).collect();
        index.apply(&gone, &position(900)).unwrap();
        index.sync().unwrap();
        assert_eq!(all(&index), Map::new());
        let writes = Writes::from([(vec![0x90], Some(vec![1]))]);
        index.apply(&writes, &position(901)).unwrap();
        drop(index);
        let index = Index::open(dir.path()).unwrap();
        assert_eq!(all(&index).len(), 1);
    }
}

/// As a kill leaves the files at any time: all up to some sync, and nothing else.
#[test]
fn a_copy_at_any_moment_is_whole() {
    let mut rng = fastrand::Rng::with_seed(3);
    let dir = TempDir::new().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let (mut map, mut next) = (Map::new(), 0);
    let (mut synced, mut synced_seq) = (Map::new(), None);
    for seq in 0..200 {
        let writes = random_writes(&mut rng, &map, &mut next);
        index.apply(&writes, &position(seq)).unwrap();
        apply_to(&mut map, &writes);
        if rng.u8(..3) == 0 {
            index.sync().unwrap();
            (synced, synced_seq) = (map.clone(), Some(seq));
        }
        if rng.u8(..8) == 0 {
            let copy = TempDir::new().unwrap();
            crate::store::files::copy_tree(dir.path(), copy.path()).unwrap();
            let found = Index::open(copy.path()).unwrap();
            assert_eq!(found.position().unwrap(), synced_seq.map(position));
            assert_eq!(all(&found), synced, "{seq}");
        }
    }
}

/// Half of the keys stay; those are seen once by every scan, whatever is split, filled
/// and emptied around them meanwhile.
#[test]
fn a_scan_during_writes_misses_nothing_and_repeats_nothing() {
    const N: u32 = 3_000;
    let key = |n: u32| [&[9][..], &n.to_be_bytes()].concat();
    let dir = TempDir::new().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let stay: Writes = (0..N)
        .map(|n| (key(n * 2), Some(vec![1; (n % 50) as usize])))
        .collect();
    index.apply(&stay, &position(0)).unwrap();
    let expected: Vec<Vec<u8>> = stay.keys().cloned().collect();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut rng = fastrand::Rng::with_seed(5);
            for seq in 1..600 {
                let from = rng.u32(..N);
                let value = (seq % 2 == 0).then(|| vec![2; rng.usize(..900)]);
                let writes = (from..N.min(from + 40))
                    .map(|n| (key(n * 2 + 1), value.clone()))
                    .collect();
                index.apply(&writes, &position(seq)).unwrap();
                if seq % 7 == 0 {
                    index.sync().unwrap();
                }
            }
            is_over.store(true, Ordering::SeqCst);
        });
        for backwards in [false, true] {
            let (index, expected, is_over) = (&index, &expected, &is_over);
            scope.spawn(move || {
                let mut is_last = false;
                while !is_last {
                    is_last = is_over.load(Ordering::SeqCst);
                    let range = (Bound::Unbounded, Bound::Unbounded);
                    let mut keys: Vec<Vec<u8>> = read(index, range, backwards, usize::MAX)
                        .into_iter()
                        .map(|(key, _)| key)
                        .collect();
                    if backwards {
                        keys.reverse();
                    }
                    assert!(keys.is_sorted_by(|a, b| a < b));
                    keys.retain(|it| it.last().is_some_and(|it| it % 2 == 0));
                    assert_eq!(&keys, expected);
                }
            });
        }
    });
}

fn filled(dir: &Path) -> Map {
    let mut rng = fastrand::Rng::with_seed(11);
    let index = Index::open(dir).unwrap();
    let (mut map, mut next) = (Map::new(), 0);
    for seq in 0..60 {
        let writes = random_writes(&mut rng, &map, &mut next);
        index.apply(&writes, &position(seq)).unwrap();
        apply_to(&mut map, &writes);
    }
    map
}

/// Every key is as it was, or an error says that it cannot be read.
fn is_right_or_refused(dir: &Path, map: &Map) -> bool {
    let opened = Index::open(dir).and_then(|it| {
        if it.position()?.is_none() {
            return Err(StoreError::index(&"it is empty"));
        }
        Ok(it)
    });
    let Ok(index) = opened else {
        return false;
    };
    let mut is_whole = true;
    for (key, value) in map {
        match index.get(key) {
            Ok(found) => assert_eq!(found.as_ref(), Some(value)),
            Err(StoreError::Index { .. }) => is_whole = false,
            Err(err) => panic!("{err}"),
        }
    }
    assert_eq!(index.doubt().is_some(), !is_whole);
    is_whole
}

#[test]
fn a_damaged_block_is_refused_and_no_other() {
    let dir = TempDir::new().unwrap();
    let map = filled(dir.path());
    let path = dir.path().join("blocks");
    let whole = fs::read(&path).unwrap();
    let mut rng = fastrand::Rng::with_seed(13);
    let mut n_refused = 0;
    for _ in 0..60 {
        let mut bytes = whole.clone();
        match rng.u8(..4) {
            // A block is where another one should be, or as it was before.
            0 => {
                let slots = bytes.len() / 4096;
                let (from, to) = (rng.usize(..slots) * 4096, rng.usize(..slots) * 4096);
                bytes.copy_within(from..from + 4096, to);
            }
            1 => bytes.truncate(rng.usize(..bytes.len())),
            _ => {
                let at = rng.usize(..bytes.len());
                bytes[at] ^= 1 << rng.u8(..8);
            }
        }
        fs::write(&path, bytes).unwrap();
        n_refused += usize::from(!is_right_or_refused(dir.path(), &map));
    }
    fs::write(&path, whole).unwrap();
    assert!(is_right_or_refused(dir.path(), &map));
    assert!(n_refused > 20, "only {n_refused} hit anything");
}

#[test]
fn an_index_of_another_layout_is_told_apart() {
    let dir = TempDir::new().unwrap();
    let db = sled::open(dir.path()).unwrap();
    db.insert([0], "the position").unwrap();
    drop(db);
    assert!(super::is_of_earlier_layout(dir.path()));
    assert!(Index::open(dir.path()).is_err());
    let ours = TempDir::new().unwrap();
    filled(ours.path());
    assert!(!super::is_of_earlier_layout(ours.path()));
    // What an earlier program looks for is not there.
    // With patience: a lock outlives its file while another thread begins a program.
    let sled = super::open_sled(ours.path()).unwrap();
    assert_eq!(sled.db.get([0]).unwrap(), None);
}

#[test]
fn numbers_that_count_on_leave_full_blocks() {
    let dir = TempDir::new().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let key = |register: u8, n: u32| [&[31, register][..], &n.to_be_bytes()].concat();
    let mut rng = fastrand::Rng::with_seed(1);
    let mut n_bytes = 0;
    for n in 0..2_000 {
        for register in 0..3 {
            let mut value = vec![0; 150];
            rng.fill(&mut value);
            n_bytes += value.len() + 6;
            let writes = Writes::from([(key(register, n), Some(value))]);
            index.apply(&writes, &position(u64::from(n))).unwrap();
        }
    }
    index.sync().unwrap();
    drop(index);
    let len = fs::metadata(dir.path().join("blocks")).unwrap().len();
    assert!(len < n_bytes as u64 * 5 / 4, "{len} for {n_bytes}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_reading_a_block_panic(bytes in prop::collection::vec(0_u8..40, 0..200)) {
        let mut entries = Entries::of(&bytes);
        let mut last: Option<Vec<u8>> = None;
        while let Ok(Some(_)) = entries.step() {
            prop_assert!(last.is_none_or(|it| it.as_slice() < entries.key()));
            last = Some(entries.key().to_vec());
        }
        let _ = block::find(&bytes, &[3]);
        let _ = block::all(&bytes);
    }

    #[test]
    fn a_block_has_what_was_written_to_it(
        old in prop::collection::btree_map(prop::collection::vec(0_u8..4, 0..6), prop::collection::vec(any::<u8>(), 0..20), 0..40),
        writes in prop::collection::btree_map(prop::collection::vec(0_u8..4, 0..6), prop::option::of(prop::collection::vec(any::<u8>(), 0..200)), 0..40),
        len_max in 30_usize..400,
    ) {
        let mut builder = Builder::default();
        for (key, value) in &old {
            let before = builder.len();
            let cost = builder.cost(key, value);
            builder.push(key, value);
            prop_assert_eq!(builder.len(), before + cost);
        }
        let given: Vec<_> = writes.iter().map(|(k, v)| (k.as_slice(), v.as_deref())).collect();
        let parts = rewritten(&builder.take(), &given, len_max).unwrap();
        let mut expected = old;
        apply_to(&mut expected, &writes);
        let mut found = Map::new();
        for (n, part) in parts.iter().enumerate() {
            let entries = block::all(&part.bytes).unwrap();
            prop_assert!(!entries.is_empty());
            prop_assert!(part.bytes.len() <= len_max || entries.len() == 1);
            prop_assert_eq!(part.start.is_none(), n == 0);
            if let Some(start) = &part.start {
                prop_assert!(found.keys().all(|it| it < start));
                prop_assert!(entries.iter().all(|(it, _)| it >= start));
            }
            found.extend(entries.into_iter().map(|(key, value)| (key, value.to_vec())));
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_separator_is_between(a in prop::collection::vec(0_u8..3, 0..6), b in prop::collection::vec(0_u8..3, 0..6)) {
        prop_assume!(a < b);
        let between = separator(&a, &b);
        prop_assert!(a < between && between <= b);
    }
}
