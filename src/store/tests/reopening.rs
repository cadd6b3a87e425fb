//! Opening again: after a clean stop, without one, and with files that were lost,
//! damaged or written by someone else.

use std::{
    collections::BTreeMap,
    fs,
    ops::{Bound, ControlFlow},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use super::shop::{Shop, client, names, noon, put_client, write};
use crate::{
    domain::client::Client,
    store::{
        Damage, Doing, Durability, IndexOutcome, OpenOptions, Progress, Reads, RebuildReason,
        Stage, Store, StoreError, index::Index, journal::reader, record::Lookup,
    },
};

const SEGMENT: &str = "journal/000001.balmlog";

/// A store with three clients, one commit each, closed.
fn three_clients() -> Shop {
    let shop = Shop::new();
    let store = shop.open();
    for (counter, name) in [(1, "Anna"), (2, "Liga"), (3, "Zane")] {
        put_client(&store, counter, name);
    }
    store.close().unwrap();
    shop
}

/// Opens and checks that the three are there and can be found.
fn opens_whole(shop: &Shop) -> IndexOutcome {
    let (store, report) = shop.open_report();
    assert_eq!(names(&store.read()), ["Anna", "Liga", "Zane"]);
    let phone = Lookup::ClientByPhone("22".into());
    let found: Vec<Client> = store.read().find(&phone).unwrap();
    assert_eq!(found[0].name, "Liga");
    put_client(&store, 9, "after");
    write(&store, |tx| {
        tx.remove::<Client>(&crate::domain::ids::ClientId(super::shop::id(9)))
    });
    report.index
}

fn reason(outcome: &IndexOutcome) -> &RebuildReason {
    match outcome {
        IndexOutcome::Rebuilt { reason, .. } => reason,
        other => panic!("not rebuilt: {other:?}"),
    }
}

pub(super) fn files_below(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else if path.file_name().unwrap() != "lock" {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

pub(super) fn copy_tree(from: &Path, to: &Path) {
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

fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

#[test]
fn opening_again_changes_nothing() {
    let shop = three_clients();
    for _ in 0..3 {
        let (store, report) = shop.open_report();
        assert!(!report.is_new && report.was_clean, "{report:?}");
        assert_eq!(report.index, IndexOutcome::AsLeft);
        assert_eq!((report.n_entries, report.n_records), (3, 3));
        assert_eq!(report.last_at, store.last_entry().map(|(_, at)| at));
        assert_eq!(names(&store.read()), ["Anna", "Liga", "Zane"]);
    }
}

#[test]
fn a_new_store_says_so_and_an_empty_one_opens_again() {
    let shop = Shop::new();
    let (store, report) = shop.open_report();
    assert!(report.is_new);
    drop(store);
    let (_store, again) = shop.open_report();
    assert!(!again.is_new && again.was_clean);
    assert_eq!(again.store_id, report.store_id);
    assert_eq!((again.n_entries, again.last_at), (0, None));
}

#[test]
fn without_a_clean_stop_the_index_is_proved() {
    let shop = three_clients();
    fs::remove_file(shop.path().join("clean")).unwrap();
    let (store, report) = shop.open_report();
    assert!(!report.was_clean);
    assert_eq!(report.index, IndexOutcome::AsLeft);
    drop(store);
    assert!(shop.open_report().1.was_clean);
}

#[test]
fn an_index_that_is_behind_catches_up() {
    let shop = three_clients();
    let old = Shop::new();
    copy_tree(&shop.path().join("index"), &old.path().join("index"));
    {
        let store = shop.open();
        for counter in 4..9 {
            put_client(&store, counter, "x");
        }
        write(&store, |tx| {
            for counter in 4..9 {
                tx.remove::<Client>(&crate::domain::ids::ClientId(super::shop::id(counter)))?;
            }
            Ok(())
        });
    }
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    copy_tree(&old.path().join("index"), &shop.path().join("index"));
    assert_eq!(opens_whole(&shop), IndexOutcome::CaughtUp { n_entries: 6 });
}

#[test]
fn a_lost_index_is_built_again() {
    let shop = three_clients();
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let options = OpenOptions {
        on_progress: Some(Box::new(move |at| {
            listener.lock().unwrap().push(at);
            ControlFlow::Continue(())
        })),
        ..OpenOptions::default()
    };
    let (store, report) = Store::open(shop.path(), options).unwrap();
    assert_eq!(*reason(&report.index), RebuildReason::Missing);
    assert_eq!(names(&store.read()), ["Anna", "Liga", "Zane"]);
    drop(store);
    let stages: Vec<_> = told
        .lock()
        .unwrap()
        .iter()
        .map(|it: &Progress| it.stage)
        .collect();
    assert_eq!(stages, [Stage::ReadingJournal, Stage::BuildingIndex]);
    assert_eq!(opens_whole(&shop), IndexOutcome::AsLeft);
}

#[test]
fn a_damaged_index_is_set_aside_and_only_one_is_kept() {
    let shop = three_clients();
    for round in 1..=3 {
        for (path, _) in files_below(&shop.path().join("index")) {
            fs::write(path, "garbage").unwrap();
        }
        let outcome = opens_whole(&shop);
        let damaged = shop.path().join(format!("index.damaged-{round}"));
        assert!(
            matches!(&outcome, IndexOutcome::Rebuilt { set_aside: Some(it), .. } if *it == damaged)
        );
        let kept: Vec<_> = (1..=3)
            .filter(|n| shop.path().join(format!("index.damaged-{n}")).exists())
            .collect();
        assert_eq!(kept, [round]);
    }
}

#[test]
fn no_flipped_byte_in_the_index_loses_anything() {
    let shop = three_clients();
    let whole = Shop::new();
    copy_tree(&shop.path().join("index"), &whole.path().join("index"));
    let mut n_rebuilt = 0;
    for seed in 0..60 {
        fastrand::seed(seed);
        let files = files_below(&shop.path().join("index"));
        let written: Vec<_> = files
            .iter()
            .filter(|(_, bytes)| !bytes.is_empty())
            .collect();
        let (path, bytes) = written[fastrand::usize(..written.len())];
        let n_used = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0) + 1;
        let at = fastrand::usize(..n_used);
        edit(path, |bytes| bytes[at] ^= 1 << fastrand::u8(..8));
        let outcome = opens_whole(&shop);
        n_rebuilt += usize::from(matches!(outcome, IndexOutcome::Rebuilt { .. }));
        fs::remove_dir_all(shop.path().join("index")).unwrap();
        fs::remove_dir_all(shop.path().join("journal")).unwrap();
        let fresh = three_clients();
        copy_tree(&fresh.path().join("index"), &shop.path().join("index"));
        copy_tree(&fresh.path().join("journal"), &shop.path().join("journal"));
    }
    assert!(n_rebuilt > 10, "only {n_rebuilt} of the flips hit anything");
}

#[test]
fn a_truncated_index_loses_nothing() {
    for percent in [0, 25, 50, 90, 99] {
        let shop = three_clients();
        let db = shop.path().join("index/db");
        edit(&db, |bytes| bytes.truncate(bytes.len() * percent / 100));
        opens_whole(&shop);
    }
}

#[test]
fn an_index_with_something_missing_or_stale_is_found_out() {
    let shop = three_clients();
    {
        let index = Index::open(&shop.path().join("index")).unwrap();
        let position = index.position().unwrap().unwrap();
        let key = [&[15][..], &super::shop::id(1).to_u64().to_be_bytes()].concat();
        index
            .apply(&BTreeMap::from([(key, None)]), &position)
            .unwrap();
    }
    let outcome = opens_whole(&shop);
    let RebuildReason::NotProved { expected, found } = reason(&outcome) else {
        panic!("{outcome:?}");
    };
    assert_eq!((expected.n_records, found.n_records), (3, 2));
}

/// As programs have laid it out that kept each record in sled by itself.
fn lay_out_as_earlier(dir: &Path) {
    let mut pairs = Vec::new();
    let index = Index::open(dir).unwrap();
    let all = (Bound::Unbounded, Bound::Unbounded);
    index
        .visit(all, false, &mut |key, value| {
            pairs.push((key.to_vec(), value.to_vec()));
            true
        })
        .unwrap();
    let position = index.get(&[0]).unwrap().unwrap();
    drop(index);
    fs::remove_dir_all(dir).unwrap();
    let db = sled::open(dir).unwrap();
    for (key, value) in pairs {
        db.insert(key, value).unwrap();
    }
    db.insert([0], position).unwrap();
}

#[test]
fn an_index_of_an_earlier_layout_is_built_again_and_leaves_nothing() {
    for with_checkpoint in [false, true] {
        let shop = three_clients();
        let index = shop.path().join("index");
        if with_checkpoint {
            shop.open().checkpointed();
            lay_out_as_earlier(&shop.path().join("checkpoint-1/index"));
        }
        lay_out_as_earlier(&index);
        assert!(!index.join("blocks").exists());
        let expected = IndexOutcome::Rebuilt {
            reason: RebuildReason::EarlierLayout,
            set_aside: None,
            from_entry: 0,
        };
        assert_eq!(opens_whole(&shop), expected);
        assert_eq!(opens_whole(&shop), IndexOutcome::AsLeft);
        let mut left: Vec<_> = fs::read_dir(shop.path())
            .unwrap()
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["clean", "index", "journal", "lock"]);
    }
}

#[test]
fn the_index_of_another_store_is_not_taken() {
    let shop = three_clients();
    let other = three_clients();
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    copy_tree(&other.path().join("index"), &shop.path().join("index"));
    assert_eq!(*reason(&opens_whole(&shop)), RebuildReason::OtherStore);
}

#[test]
fn an_index_of_another_history_is_not_taken() {
    let id = [7; 16];
    let open = |shop: &Shop| {
        let options = OpenOptions {
            store_id: Some(id),
            ..OpenOptions::default()
        };
        Store::open(shop.path(), options).unwrap().0
    };
    let (shop, other) = (Shop::new(), Shop::new());
    for (shop, first) in [(&shop, "Anna"), (&other, "Olga")] {
        let store = open(shop);
        for (counter, name) in [(1, first), (2, "Liga"), (3, "Zane")] {
            put_client(&store, counter, name);
        }
    }
    // At the same entry, and at an earlier one.
    for n_more in [0, 2] {
        let store = open(&shop);
        for _ in 0..n_more {
            put_client(&store, 7, "x");
            write(&store, |tx| tx.put(&client(7, "y", "")));
        }
        drop(store);
        fs::remove_dir_all(shop.path().join("index")).unwrap();
        copy_tree(&other.path().join("index"), &shop.path().join("index"));
        let (store, report) = shop.open_report();
        assert_eq!(*reason(&report.index), RebuildReason::OtherHistory);
        assert_eq!(names(&store.read())[0], "Anna");
    }
}

#[test]
fn a_journal_that_has_lost_its_last_entries_is_damaged() {
    let shop = three_clients();
    let old = fs::read(shop.path().join(SEGMENT)).unwrap();
    let store = shop.open();
    put_client(&store, 4, "lost");
    put_client(&store, 5, "lost");
    drop(store);
    fs::write(shop.path().join(SEGMENT), old).unwrap();
    let damaged = StoreError::JournalDamaged {
        segment: 1,
        entry: 4,
        what: Damage::AcknowledgedMissing { last: 5 },
        n_good: 3,
    };
    assert_eq!(shop.try_open().unwrap_err(), damaged);
    // Whoever puts an older journal back on purpose takes the index away.
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    assert_eq!(*reason(&opens_whole(&shop)), RebuildReason::Missing);
}

#[test]
fn an_index_without_a_journal_is_no_new_store() {
    let shop = three_clients();
    fs::remove_dir_all(shop.path().join("journal")).unwrap();
    let missing = StoreError::JournalMissing {
        path: shop.path().to_path_buf(),
    };
    assert_eq!(shop.try_open().unwrap_err(), missing);
}

#[test]
fn a_torn_tail_is_cut_off_and_said() {
    // What is on the disk of a last entry that never came to be acknowledged.
    let whole = three_clients();
    let before = fs::read(whole.path().join(SEGMENT)).unwrap();
    let index = Shop::new();
    copy_tree(&whole.path().join("index"), &index.path().join("index"));
    put_client(&whole.open(), 4, "never told");
    let after = fs::read(whole.path().join(SEGMENT)).unwrap();
    let frame = &after[before.len()..];
    let grown = |n_written: usize| {
        let mut tail = frame.to_vec();
        tail[n_written..].fill(0);
        tail
    };
    let tails = [
        frame[..1].to_vec(),
        frame[..7].to_vec(),
        frame[..8].to_vec(),
        frame[..frame.len() - 33].to_vec(),
        frame[..frame.len() - 1].to_vec(),
        grown(0),
        grown(8),
        grown(frame.len() - 32),
        vec![0; 4_096],
    ];
    for tail in tails {
        let shop = Shop::new();
        copy_tree(&index.path().join("index"), &shop.path().join("index"));
        fs::create_dir(shop.path().join("journal")).unwrap();
        fs::write(shop.path().join(SEGMENT), [&before[..], &tail].concat()).unwrap();
        let (store, report) = shop.open_report();
        assert_eq!(report.n_torn_bytes, tail.len() as u64);
        assert_eq!((report.n_entries, report.index), (3, IndexOutcome::AsLeft));
        put_client(&store, 4, "told");
        drop(store);
        let (store, report) = shop.open_report();
        assert_eq!((report.n_torn_bytes, report.n_entries), (0, 4));
        assert_eq!(names(&store.read()).last().unwrap(), "told");
    }
}

/// The power can go when a file has grown and some of its sectors are written.
#[test]
fn a_last_entry_with_an_unwritten_sector_is_torn_and_a_flipped_one_is_damage() {
    let shop = three_clients();
    let index = Shop::new();
    copy_tree(&shop.path().join("index"), &index.path().join("index"));
    let path = shop.path().join(SEGMENT);
    let n_before = fs::metadata(&path).unwrap().len();
    let store = shop.open();
    let mut long = client(4, "never told", "");
    long.notes = "x".repeat(3_000);
    write(&store, |tx| tx.put(&long));
    drop(store);
    let written = fs::read(&path).unwrap();
    let put_back_index = || {
        fs::remove_dir_all(shop.path().join("index")).unwrap();
        copy_tree(&index.path().join("index"), &shop.path().join("index"));
    };

    put_back_index();
    edit(&path, |bytes| bytes[2_000] ^= 1);
    let damaged = StoreError::JournalDamaged {
        segment: 1,
        entry: 4,
        what: Damage::Hash,
        n_good: 3,
    };
    assert_eq!(shop.try_open().unwrap_err(), damaged);

    let mut unwritten = written;
    unwritten[2_048..2_560].fill(0);
    // Where the power goes there was no clean stop.
    fs::remove_file(shop.path().join("clean")).unwrap();
    fs::write(&path, &unwritten).unwrap();
    let (store, report) = shop.open_report();
    assert_eq!(report.n_torn_bytes, unwritten.len() as u64 - n_before);
    assert_eq!(names(&store.read()), ["Anna", "Liga", "Zane"]);
}

#[test]
fn what_cannot_be_read_is_named_and_spoils_the_clean_stop() {
    let shop = three_clients();
    let (store, _) = shop.open_report();
    let position = store.index().position().unwrap().unwrap();
    // As a failing disk would change it, behind the store's back.
    let key = [&[15][..], &super::shop::id(1).to_u64().to_be_bytes()].concat();
    let mut value = store.index().get(&key).unwrap().unwrap();
    value[10] ^= 1;
    let writes = BTreeMap::from([(key, Some(value))]);
    store.index().apply(&writes, &position).unwrap();
    let unread = store.read().all::<Client>().unwrap_err();
    let what = "record 15 with key 0f0000010000000001 cannot be read: the checksum does not match";
    assert_eq!(unread.to_string(), what);
    drop(store);
    assert!(!shop.path().join("clean").exists());
    let outcome = opens_whole(&shop);
    assert!(matches!(reason(&outcome), RebuildReason::NotProved { .. }));
}

#[test]
fn an_acknowledged_entry_that_is_torn_is_damage() {
    let shop = three_clients();
    edit(&shop.path().join(SEGMENT), |bytes| {
        bytes.pop();
    });
    let damaged = StoreError::JournalDamaged {
        segment: 1,
        entry: 3,
        what: Damage::AcknowledgedCutShort,
        n_good: 2,
    };
    assert_eq!(shop.try_open().unwrap_err(), damaged);
    // Without an index the last clean stop knows of it.
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    assert_eq!(shop.try_open().unwrap_err(), damaged);
    fs::remove_file(shop.path().join("clean")).unwrap();
    assert_eq!(shop.open_report().1.n_entries, 2);
}

#[test]
fn no_flipped_bit_in_the_journal_goes_unnamed() {
    let shop = three_clients();
    let path = shop.path().join(SEGMENT);
    let whole = fs::read(&path).unwrap();
    let ends = entry_ends(&whole);
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, &bytes).unwrap();
        let n_good = ends.iter().filter(|end| **end <= at).count() as u64;
        match reader::read(&shop.path().join("journal"), &mut |_, _, _| Ok(())) {
            Err(StoreError::JournalDamaged {
                segment: 1,
                entry,
                n_good: good,
                ..
            }) => {
                let first = ends[0] - (ends[1] - ends[0]);
                let expected = if at < first { 0 } else { n_good + 1 };
                assert_eq!(entry, expected, "byte {at}");
                assert_eq!(good, if at < first { 0 } else { n_good }, "byte {at}");
            }
            // The format number itself.
            Err(StoreError::NewerStore { .. }) => assert!((8..12).contains(&at), "byte {at}"),
            other => panic!("byte {at}: {other:?}"),
        }
        if at % 64 == 0 {
            assert!(shop.try_open().is_err());
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
    }
}

/// Where each frame of a segment ends: header 128, then length 4, length inverted
/// 4, entry, hash 32.
fn entry_ends(file: &[u8]) -> Vec<usize> {
    let (mut at, mut ends) = (128, Vec::new());
    while let Some(len) = file.get(at..at + 4) {
        at += 8 + u32::from_be_bytes(len.try_into().unwrap()) as usize + 32;
        ends.push(at);
    }
    assert_eq!(ends.len(), 3);
    ends
}

#[test]
fn entries_taken_out_or_swapped_are_noticed() {
    let shop = three_clients();
    let path = shop.path().join(SEGMENT);
    let whole = fs::read(&path).unwrap();
    let [first, second, third] = entry_ends(&whole).try_into().unwrap();
    let start = 128;
    let without_second = [&whole[..first], &whole[second..]].concat();
    let swapped = [
        &whole[..start],
        &whole[first..second],
        &whole[start..first],
        &whole[second..third],
    ]
    .concat();
    for (bytes, entry) in [(without_second, 2), (swapped, 1)] {
        fs::write(&path, bytes).unwrap();
        let damaged = StoreError::JournalDamaged {
            segment: 1,
            entry,
            what: Damage::Chain,
            n_good: entry - 1,
        };
        assert_eq!(shop.try_open().unwrap_err(), damaged);
    }
}

#[test]
fn segments_follow_each_other_and_a_missing_one_is_noticed() {
    let shop = Shop::new();
    let small = || OpenOptions {
        segment_bytes_max: 1_000,
        ..OpenOptions::default()
    };
    let (store, _) = Store::open(shop.path(), small()).unwrap();
    for counter in 1..40 {
        put_client(&store, counter, "x");
    }
    drop(store);
    let segments = reader::segment_files(&shop.path().join("journal")).unwrap();
    assert!(segments.len() > 3, "{segments:?}");
    // A segment that was begun when the power went.
    fs::write(shop.path().join("journal/000099.new"), "half").unwrap();
    let (store, report) = Store::open(shop.path(), small()).unwrap();
    assert_eq!((report.n_entries, report.n_records), (39, 39));
    put_client(&store, 40, "x");
    drop(store);
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    let (store, report) = Store::open(shop.path(), small()).unwrap();
    assert_eq!((report.n_entries, report.n_records), (40, 40));
    drop(store);

    let (number, path) = &segments[1];
    let second = fs::read(path).unwrap();
    fs::remove_file(path).unwrap();
    let what = |shop: &Shop| match shop.try_open().unwrap_err() {
        StoreError::JournalDamaged { segment, what, .. } => (segment, what),
        other => panic!("{other:?}"),
    };
    assert_eq!(what(&shop), (number + 1, Damage::SegmentOrder));
    fs::write(path, &second[..second.len() - 1]).unwrap();
    assert_eq!(what(&shop), (*number, Damage::CutShort));
    fs::write(path, fs::read(&segments[2].1).unwrap()).unwrap();
    assert_eq!(what(&shop), (*number, Damage::SegmentOrder));
}

#[test]
fn a_newer_journal_is_refused_and_no_byte_changes() {
    let shop = three_clients();
    edit(&shop.path().join(SEGMENT), |bytes| bytes[11] = 3);
    let before = files_below(shop.path());
    let refused = shop.try_open().unwrap_err();
    assert_eq!(refused, StoreError::NewerStore { found: 3, known: 2 });
    assert_eq!(files_below(shop.path()), before);
}

#[test]
fn a_newer_record_is_refused_and_no_byte_changes() {
    use crate::store::{EntryMeta, codec::seal, journal, record::Kind};
    let shop = three_clients();
    let dir = shop.path().join("journal");
    let tail = reader::read(&dir, &mut |_, _, _| Ok(())).unwrap().unwrap();
    let options = journal::JournalOptions {
        segment_bytes_max: 1_000_000,
        program: "balm 9".into(),
        synced: true,
    };
    let mut newer = journal::Journal::resume(&dir, tail, options).unwrap();
    let key = vec![Kind::Room as u8, 0, 0, 1, 0, 0, 0, 0, 1];
    let value = seal(&key, Kind::Room, 9, b"what comes");
    let change = journal::KeyChange {
        key: &key,
        value: Some(&value),
    };
    let now = noon() + chrono::TimeDelta::days(1);
    let meta = EntryMeta {
        now,
        ..super::shop::meta()
    };
    newer.append(&meta, vec![change]).unwrap();
    let before = files_below(shop.path());
    let refused = StoreError::NewerRecord {
        kind: Kind::Room,
        found: 9,
        known: 2,
    };
    assert_eq!(shop.try_open().unwrap_err(), refused);
    assert_eq!(files_below(shop.path()), before);
}

#[test]
fn one_store_is_open_once() {
    let shop = Shop::new();
    let store = shop.open();
    let StoreError::InUse { holder } = shop.try_open().unwrap_err() else {
        panic!();
    };
    let process = format!("process {} since 20", std::process::id());
    assert!(holder.starts_with(&process), "{holder}");
    drop(store);
    shop.open();
}

#[test]
fn a_folder_that_cannot_be_is_named() {
    let shop = Shop::new();
    let file = shop.path().join("file");
    fs::write(&file, "x").unwrap();
    for path in [file.clone(), file.join("below")] {
        let refused = Store::open(&path, OpenOptions::default()).unwrap_err();
        let StoreError::Io {
            doing, path: named, ..
        } = &refused
        else {
            panic!("{refused:?}");
        };
        assert_eq!((doing, named), (&Doing::Creating, &path));
    }
    let full = Path::new("/proc/balm");
    if Path::new("/proc/self").exists() {
        let refused = Store::open(full, OpenOptions::default()).unwrap_err();
        assert!(matches!(refused, StoreError::Io { .. }), "{refused:?}");
    }
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let shop = three_clients();
    shop.open();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for path in files_below(shop.path()).keys() {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    for dir in ["journal", "index", "index/blobs"] {
        assert_eq!(mode(&shop.path().join(dir)), 0o700, "{dir}");
    }
}

#[test]
fn a_relaxed_store_is_whole_after_it_was_made_synced() {
    let shop = Shop::new();
    let store = shop.open_relaxed();
    put_client(&store, 1, "Anna");
    store.set_durability(Durability::Synced).unwrap();
    put_client(&store, 2, "Liga");
    put_client(&store, 3, "Zane");
    drop(store);
    assert!(shop.path().join("clean").exists());
    assert_eq!(opens_whole(&shop), IndexOutcome::AsLeft);

    let relaxed = Shop::new();
    put_client(&relaxed.open_relaxed(), 1, "Anna");
    let (store, report) = relaxed.open_report();
    assert!(!report.was_clean);
    assert_eq!(names(&store.read()), ["Anna"]);
}
