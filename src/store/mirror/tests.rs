//! A mirror that is pulled out, full, read-only, damaged, somebody else's or slow.

mod stick;

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read, Seek, SeekFrom, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

use fastrand::Rng;

use self::stick::{Fault, Stick};
use super::{
    copier::{Copier, Goal, MARKER},
    disk::{Disk, DiskFile, SystemDisk, device},
    follower::Mirror,
    status::{MirrorOptions, MirrorStatus, MirrorTrouble},
};
use crate::store::{
    Durability, OpenOptions, Store,
    tests::shop::{Shop, put_client},
};

const FOLDER: &str = "/stick";

fn open(shop: &Shop, durability: Durability) -> Store {
    let options = OpenOptions {
        durability,
        segment_bytes_max: 6 * 1024,
        ..OpenOptions::default()
    };
    Store::open(shop.path(), options).unwrap().0
}

fn open_relaxed(shop: &Shop) -> Store {
    open(shop, Durability::Relaxed)
}

fn goal(store: &Store) -> Goal {
    store.with_writer(|writer| writer.journal.tail().into())
}

fn store_id(store: &Store) -> [u8; 16] {
    store.with_writer(|writer| writer.journal.tail().store_id)
}

fn copier(shop: &Shop, store: &Store, stick: &Stick) -> Copier {
    let disk = Box::new(stick.clone());
    Copier::new(shop.path(), store_id(store), Path::new(FOLDER), disk)
}

fn put_clients(store: &Store, first: u64, n: u64) {
    for counter in first..first + n {
        put_client(store, counter, &format!("Client {counter}"));
    }
}

/// One round; the last entry that was said to be safe.
fn round(copier: &mut Copier, goal: Goal) -> (Result<Option<MirrorTrouble>, MirrorTrouble>, u64) {
    let mut last = 0;
    let done = copier.round(goal, &mut |seq| {
        last = seq;
        ControlFlow::Continue(())
    });
    (done, last)
}

fn follows(copier: &mut Copier, store: &Store) {
    let goal = goal(store);
    assert_eq!(round(copier, goal), (Ok(None), goal.seq));
}

/// The journal's files, by their names in the mirror.
fn journal(shop: &Shop) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(shop.path().join("journal")).unwrap();
    files
        .map(|file| {
            let path = file.unwrap().path();
            let name = Path::new(FOLDER)
                .join("journal")
                .join(path.file_name().unwrap());
            (name, fs::read(path).unwrap())
        })
        .collect()
}

fn assert_same(stick: &Stick, shop: &Shop) {
    let journal = journal(shop);
    for (path, bytes) in &journal {
        assert!(
            stick.bytes(path).as_ref() == Some(bytes),
            "{}",
            path.display()
        );
    }
    // The marker, and no other file.
    assert_eq!(stick.paths().len(), journal.len() + 1);
}

#[test]
fn the_mirror_has_the_journal_byte_for_byte_and_says_whose_it_is() {
    let shop = Shop::new();
    let store = open_relaxed(&shop);
    let stick = Stick::plugged_in(Path::new(FOLDER));
    let mut copier = copier(&shop, &store, &stick);
    follows(&mut copier, &store);
    assert_same(&stick, &shop);
    put_clients(&store, 1, 100);
    follows(&mut copier, &store);
    assert_same(&stick, &shop);
    assert!(journal(&shop).len() > 2, "several segments");
    let marker = stick.bytes(&Path::new(FOLDER).join(MARKER)).unwrap();
    let marker = String::from_utf8(marker).unwrap();
    assert!(marker.contains(&crate::store::error::hex(&store_id(&store))));

    let n_writes = stick.n_writes();
    follows(&mut copier, &store);
    assert_eq!(stick.n_writes(), n_writes, "an idle mirror is not written");
}

#[test]
fn a_thousand_removals_full_and_read_only_disks_leave_no_gap() {
    let shop = Shop::new();
    let store = open_relaxed(&shop);
    let stick = Stick::plugged_in(Path::new(FOLDER));
    let mut copier = copier(&shop, &store, &stick);
    let mut rng = Rng::with_seed(4);
    let mut n_struck = BTreeMap::new();
    let mut n_clients = 0;
    for nth in 0..1_000 {
        let n = rng.u64(0..4);
        put_clients(&store, n_clients + 1, n);
        n_clients += n;
        let fault = Fault::ALL[nth % Fault::ALL.len()];
        stick.plan(rng.u32(0..14), fault);
        for _ in 0..rng.u8(1..4) {
            let (done, said) = round(&mut copier, goal(&store));
            assert!(done.is_ok() || stick.fault().is_some(), "{nth}: {done:?}");
            let n_safe = entries_in(&stick, &shop);
            assert!(
                said <= n_safe,
                "{nth}: {said} said to be safe, {n_safe} are"
            );
        }
        if let Some(fault) = stick.fault() {
            *n_struck.entry(format!("{fault:?}")).or_insert(0) += 1;
        }
        stick.mend(&mut rng);
        if rng.bool() {
            follows(&mut copier, &store);
            assert_same(&stick, &shop);
        }
    }
    follows(&mut copier, &store);
    assert_same(&stick, &shop);
    assert_eq!(n_struck.len(), Fault::ALL.len());
    assert!(n_struck.values().all(|n| *n > 100), "{n_struck:?}");
}

/// How many entries are synced there from the first on, each as the journal has it.
fn entries_in(stick: &Stick, shop: &Shop) -> u64 {
    let mut n = 0;
    for (path, ours) in journal(shop) {
        let theirs = stick.synced(&path);
        let same = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
        let mut at = 128.min(ours.len());
        assert_eq!(at, crate::store::journal::segment::HEADER_LEN);
        while let Some(len) = crate::store::journal::segment::frame_len(&ours[at..]) {
            if at + len > same {
                return n;
            }
            at += len;
            n += 1;
        }
    }
    n
}

#[test]
fn what_was_damaged_or_lost_there_is_written_again() {
    let shop = Shop::new();
    let store = open_relaxed(&shop);
    let stick = Stick::plugged_in(Path::new(FOLDER));
    put_clients(&store, 1, 150);
    follows(&mut copier(&shop, &store, &stick), &store);
    let mut rng = Rng::with_seed(9);
    let paths: Vec<PathBuf> = journal(&shop).into_keys().collect();
    assert!(paths.len() >= 3);
    for nth in 0..60 {
        let path = &paths[nth % paths.len()];
        let mut bytes = stick.bytes(path).unwrap();
        let at = rng.usize(0..bytes.len());
        match nth % 4 {
            0 => bytes[at] ^= 1 << rng.u8(0..8),
            1 => bytes.truncate(at),
            2 => rng.fill(&mut bytes[at..]),
            _ => bytes[at..].fill(0),
        }
        stick.put(path, bytes);
        let mut copier = copier(&shop, &store, &stick);
        follows(&mut copier, &store);
        while copier.read_on(goal(&store)).unwrap() {
            follows(&mut copier, &store);
        }
        follows(&mut copier, &store);
        assert_same(&stick, &shop);
    }
    stick.remove(&paths[0]);
    stick.remove(&paths[2]);
    follows(&mut copier(&shop, &store, &stick), &store);
    assert_same(&stick, &shop);
}

fn refused(copier: &mut Copier, store: &Store) -> MirrorTrouble {
    round(copier, goal(store)).0.unwrap_err()
}

#[test]
fn another_stores_mirror_is_named_and_left_as_it_is() {
    let (theirs, ours) = (Shop::new(), Shop::new());
    let (their_store, store) = (open_relaxed(&theirs), open_relaxed(&ours));
    put_clients(&their_store, 1, 3);
    put_clients(&store, 1, 5);
    let stick = Stick::plugged_in(Path::new(FOLDER));
    follows(&mut copier(&theirs, &their_store, &stick), &their_store);
    let before = stick.n_writes();
    let other = MirrorTrouble::OtherStore {
        store_id: crate::store::error::hex(&store_id(&their_store)),
    };
    assert_eq!(refused(&mut copier(&ours, &store, &stick), &store), other);
    // By the journal alone, too.
    stick.remove(&Path::new(FOLDER).join(MARKER));
    assert_eq!(refused(&mut copier(&ours, &store, &stick), &store), other);
    assert_eq!(stick.n_writes(), before);
    assert_same_journal(&stick, &theirs);
}

fn assert_same_journal(stick: &Stick, shop: &Shop) {
    for (path, bytes) in journal(shop) {
        assert_eq!(stick.bytes(&path), Some(bytes));
    }
}

/// A shop whose journal was put back from an older copy, and the stick that has what
/// came after.
fn put_back(n_before: u64, n_after: u64, n_since: u64) -> (Shop, Store, Stick) {
    let shop = Shop::new();
    let stick = Stick::plugged_in(Path::new(FOLDER));
    let store = open_relaxed(&shop);
    put_clients(&store, 1, n_before);
    let older = journal(&shop);
    put_clients(&store, 1_000, n_after);
    follows(&mut copier(&shop, &store, &stick), &store);
    drop(store);
    for entry in fs::read_dir(shop.path()).unwrap() {
        let path = entry.unwrap().path();
        let removed = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
        removed.unwrap();
    }
    fs::create_dir(shop.path().join("journal")).unwrap();
    for (path, bytes) in older {
        let file = shop.path().join("journal").join(path.file_name().unwrap());
        fs::write(file, bytes).unwrap();
    }
    let store = open_relaxed(&shop);
    put_clients(&store, 2_000, n_since);
    (shop, store, stick)
}

#[test]
fn a_history_that_went_another_way_is_named_and_never_overwritten() {
    for (n_before, n_after, n_since) in [
        (3, 2, 0),   // It has entries that the journal has lost.
        (3, 2, 2),   // As many, and others.
        (3, 2, 90),  // The journal has gone on for long since.
        (3, 90, 0),  // Whole segments of entries.
        (3, 90, 90), // Segments, and others.
        (60, 60, 60),
    ] {
        let (shop, store, stick) = put_back(n_before, n_after, n_since);
        let before: Vec<_> = stick.paths().iter().map(|it| stick.bytes(it)).collect();
        let found = refused(&mut copier(&shop, &store, &stick), &store);
        let MirrorTrouble::Diverged { entry } = found else {
            panic!("{found:?}");
        };
        assert!(entry > n_before, "{entry}");
        let after: Vec<_> = stick.paths().iter().map(|it| stick.bytes(it)).collect();
        assert_eq!(before, after);
    }
}

#[test]
fn other_entries_are_kept_even_where_the_first_of_them_is_damaged() {
    let (shop, store, stick) = put_back(3, 4, 6);
    let path = Path::new(FOLDER).join("journal/000001.balmlog");
    let mut bytes = stick.bytes(&path).unwrap();
    let ours = &journal(&shop)[&path];
    let same = bytes.iter().zip(ours).take_while(|(a, b)| a == b).count();
    bytes[same + 20] ^= 1;
    stick.put(&path, bytes.clone());
    let found = refused(&mut copier(&shop, &store, &stick), &store);
    assert!(matches!(found, MirrorTrouble::Diverged { .. }), "{found:?}");
    assert_eq!(stick.bytes(&path), Some(bytes));
}

#[test]
fn damage_of_the_journal_is_named_and_neither_copied_nor_spread() {
    let shop = Shop::new();
    let store = open_relaxed(&shop);
    let stick = Stick::plugged_in(Path::new(FOLDER));
    put_clients(&store, 1, 100);
    follows(&mut copier(&shop, &store, &stick), &store);
    let good = journal(&shop);
    let file = shop.path().join("journal/000001.balmlog");
    let mut bytes = fs::read(&file).unwrap();
    bytes[5_000] ^= 4;
    fs::write(&file, bytes).unwrap();

    // The stick keeps what is whole, and gets what is new.
    let mut copier_again = copier(&shop, &store, &stick);
    follows(&mut copier_again, &store);
    put_clients(&store, 101, 5);
    while copier_again.read_on(goal(&store)).unwrap() {
        let _ = round(&mut copier_again, goal(&store));
    }
    let (done, said) = round(&mut copier_again, goal(&store));
    let Ok(Some(MirrorTrouble::JournalDamaged { entry })) = done else {
        panic!("{done:?}");
    };
    assert_eq!(said, goal(&store).seq);
    let path = Path::new(FOLDER).join("journal/000001.balmlog");
    assert_eq!(stick.bytes(&path), Some(good[&path].clone()));

    // A new stick gets all but what is behind the damage in that file.
    let stick = Stick::plugged_in(Path::new(FOLDER));
    let (done, _) = round(&mut copier(&shop, &store, &stick), goal(&store));
    assert_eq!(done, Ok(Some(MirrorTrouble::JournalDamaged { entry })));
    let journal = journal(&shop);
    for (name, bytes) in journal.iter().skip(1) {
        assert_eq!(stick.bytes(name).as_ref(), Some(bytes));
    }
    let first = stick.bytes(&path).unwrap();
    assert!(first.len() < 5_000 && good[&path].starts_with(&first));
}

#[test]
fn the_bare_place_of_a_stick_is_no_mirror_and_a_new_stick_is() {
    let shop = Shop::new();
    let store = open_relaxed(&shop);
    put_clients(&store, 1, 2);
    let home = device(shop.path()).unwrap();
    let stick = Stick::plugged_in(Path::new(FOLDER));
    let mut one = copier(&shop, &store, &stick);
    follows(&mut one, &store);
    assert_eq!(one.is_on_same_disk(), Some(false));

    // Pulled out: what is there now is the folder below, on the shop's own disk.
    let below = Stick::plugged_in(Path::new(FOLDER));
    below.set_device(home);
    let mut bare = copier(&shop, &store, &below);
    assert_eq!(refused(&mut bare, &store), MirrorTrouble::Away);
    assert!(below.paths().is_empty());

    let new = Stick::plugged_in(Path::new(FOLDER));
    new.set_device(78);
    follows(&mut copier(&shop, &store, &new), &store);
    assert_same(&new, &shop);
}

#[test]
fn a_mirror_on_the_shops_own_disk_is_called_that() {
    let shop = Shop::new();
    let store = open_relaxed(&shop);
    let stick = Stick::plugged_in(Path::new(FOLDER));
    stick.set_device(device(shop.path()).unwrap());
    let mut same = copier(&shop, &store, &stick);
    follows(&mut same, &store);
    assert_eq!(same.is_on_same_disk(), Some(true));
    // It was begun there, and goes on there.
    follows(&mut copier(&shop, &store, &stick), &store);
}

/// A disk whose writes wait until they are let go.
struct Blocking {
    disk: SystemDisk,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut is_open = self.is_open.lock().unwrap();
        while !*is_open {
            is_open = self.opened.wait(is_open).unwrap();
        }
    }

    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

struct BlockingFile {
    file: Box<dyn DiskFile>,
    gate: Arc<Gate>,
}

impl Disk for Blocking {
    fn device(&self, folder: &Path) -> io::Result<u64> {
        self.disk.device(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.disk.list(folder)
    }

    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        self.disk.create_dir(folder)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let (file, gate) = (self.disk.open(path)?, Arc::clone(&self.gate));
        Ok(Box::new(BlockingFile { file, gate }))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let (file, gate) = (self.disk.create(path)?, Arc::clone(&self.gate));
        Ok(Box::new(BlockingFile { file, gate }))
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        self.disk.sync_dir(folder)
    }
}

impl Read for BlockingFile {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.file.read(bytes)
    }
}

impl Write for BlockingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gate.pass();
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for BlockingFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl DiskFile for BlockingFile {
    fn length(&self) -> io::Result<u64> {
        self.file.length()
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }

    fn sync(&self) -> io::Result<()> {
        self.file.sync()
    }
}

fn options(folder: &Path) -> MirrorOptions {
    MirrorOptions {
        folder: folder.to_path_buf(),
        alarm_after: Duration::from_secs(60),
    }
}

/// Until the mirror is as wanted; a test that waits in vain never ends.
fn wait_for(store: &Store, is_wanted: impl Fn(&MirrorStatus) -> bool) -> MirrorStatus {
    loop {
        let status = store.mirror().unwrap();
        if is_wanted(&status) {
            return status;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn files_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder.join("journal")).unwrap();
    files
        .map(|file| {
            let path = file.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            (PathBuf::from(path.file_name().unwrap()), bytes)
        })
        .collect()
}

#[test]
fn no_commit_waits_for_a_mirror_that_hangs() {
    let shop = Shop::new();
    let folder = tempfile::tempdir().unwrap();
    let gate = Arc::new(Gate::default());
    let store = open(&shop, Durability::Synced);
    let disk = Blocking {
        disk: SystemDisk,
        gate: Arc::clone(&gate),
    };
    let tail = store.with_writer(|writer| *writer.journal.tail());
    let mirror = Mirror::start_on(shop.path(), &tail, &options(folder.path()), Box::new(disk));
    store.set_mirror(mirror.unwrap());
    // Every write of the mirror hangs; all of these return.
    put_clients(&store, 1, 20);
    let status = store.mirror().unwrap();
    assert!(!status.is_alarm, "{status:?}");
    assert!(status.n_behind != Some(0), "{status:?}");
    gate.open();
    wait_for(&store, |it| it.n_behind == Some(0) && it.trouble.is_none());
    assert_eq!(files_in(folder.path()), files_in(shop.path()));
}

#[test]
fn the_end_does_not_wait_for_ever_for_a_mirror_that_hangs() {
    let shop = Shop::new();
    let folder = tempfile::tempdir().unwrap();
    let store = open(&shop, Durability::Synced);
    let disk = Blocking {
        disk: SystemDisk,
        gate: Arc::default(),
    };
    let tail = store.with_writer(|writer| *writer.journal.tail());
    let options = options(folder.path());
    let mut mirror = Mirror::start_on(shop.path(), &tail, &options, Box::new(disk)).unwrap();
    mirror.follow(&tail);
    mirror.stop_within(Duration::from_millis(50));
    store.close().unwrap();
}

#[test]
fn a_real_folder_is_followed_and_found_again() {
    let shop = Shop::new();
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("usb");
    let store = open(&shop, Durability::Synced);
    store.start_mirror(&options(&folder)).unwrap();
    put_clients(&store, 1, 5);
    // There is no such folder, and none is made.
    let away = |it: &MirrorStatus| it.trouble == Some(MirrorTrouble::Away);
    wait_for(&store, away);
    assert!(!folder.exists());

    fs::create_dir(&folder).unwrap();
    let followed = |it: &MirrorStatus| it.n_behind == Some(0) && it.trouble.is_none();
    wait_for(&store, followed);
    put_clients(&store, 6, 5);
    wait_for(&store, followed);
    assert_eq!(files_in(&folder), files_in(shop.path()));

    // Pulled out in the middle of the day.
    fs::rename(&folder, place.path().join("drawer")).unwrap();
    put_clients(&store, 11, 5);
    wait_for(&store, away);
    fs::rename(place.path().join("drawer"), &folder).unwrap();
    put_clients(&store, 16, 5);
    wait_for(&store, followed);
    assert_eq!(files_in(&folder), files_in(shop.path()));
    store.close().unwrap();
    assert_eq!(files_in(&folder), files_in(shop.path()));
}

#[test]
fn a_folder_that_takes_no_files_is_named_and_tried_again() {
    let shop = Shop::new();
    let folder = tempfile::tempdir().unwrap();
    // Where the journal should go is a file.
    fs::write(folder.path().join("journal"), "").unwrap();
    let store = open(&shop, Durability::Synced);
    store.start_mirror(&options(folder.path())).unwrap();
    put_clients(&store, 1, 2);
    wait_for(&store, |it| it.trouble.is_some());
    fs::remove_file(folder.path().join("journal")).unwrap();
    wait_for(&store, |it| it.n_behind == Some(0) && it.trouble.is_none());
    assert_eq!(files_in(folder.path()), files_in(shop.path()));
}

#[test]
fn the_end_of_the_program_leaves_a_whole_mirror() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::new();
    for round in 0..3 {
        let store = open(&shop, Durability::Synced);
        store.start_mirror(&options(folder.path())).unwrap();
        put_clients(&store, 1 + round * 40, 40);
        store.close().unwrap();
        assert_eq!(files_in(folder.path()), files_in(shop.path()));
    }
}

#[cfg(unix)]
#[test]
fn the_mirror_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::new();
    let store = open(&shop, Durability::Synced);
    store.start_mirror(&options(folder.path())).unwrap();
    put_clients(&store, 1, 1);
    store.close().unwrap();
    let mode = |name: &str| {
        let about = fs::metadata(folder.path().join(name)).unwrap();
        about.permissions().mode() & 0o777
    };
    assert_eq!(mode("journal"), 0o700);
    assert_eq!(mode("journal/000001.balmlog"), 0o600);
    assert_eq!(mode(MARKER), 0o600);
}

#[test]
fn the_alarm_comes_at_its_time_and_for_refusals_at_once() {
    let shop = Shop::new();
    let store = open(&shop, Durability::Synced);
    let wish = MirrorOptions {
        folder: "/nowhere/at/all".into(),
        alarm_after: Duration::from_millis(1),
    };
    store.start_mirror(&wish).unwrap();
    let status = wait_for(&store, |it| it.is_alarm);
    assert_eq!(status.trouble, Some(MirrorTrouble::Away));

    let (other, folder) = (Shop::new(), tempfile::tempdir().unwrap());
    let theirs = open(&other, Durability::Synced);
    theirs.start_mirror(&options(folder.path())).unwrap();
    theirs.close().unwrap();
    let ours = open(&Shop::new(), Durability::Synced);
    ours.start_mirror(&options(folder.path())).unwrap();
    let status = wait_for(&ours, |it| it.trouble.is_some());
    assert!(status.is_alarm, "{status:?}");
}
