//! The power goes, or the disk fails, while an archive is written and while a shop is
//! brought back from one: the shop stays whole, no half archive is taken for one, and
//! where the shop comes to is all of it or nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use balm::store::{
    backup::{Key, KeyPair, drill, last_backup},
    verify,
};
use tempfile::TempDir;

use super::{
    cuts::{Acknowledged, acknowledged, is_whole, n_cuts},
    day::{self, Day},
    disk::{Disk, Luck},
    scene::Scene,
    watched::{Desk, Place, SHOP, Said, library},
};

const EIO: i32 = 5;
const ENOSPC: i32 = 28;
/// In a folder that is made with it.
const COUNTER: &str = "counter/shop";
const RESTORED: &str = "restored";

/// A shop after two days, two archives of it, and what is kept away from it.
struct Kept {
    /// The shop, and its archives in `archives`.
    disk: Disk,
    day: Day,
    /// Of the names of its archives.
    prefix: String,
    recipient: String,
    key: Key,
    /// Has the key, and the last archive.
    vault: TempDir,
}

impl Kept {
    fn key_file(&self) -> PathBuf {
        self.vault.path().join("key")
    }

    fn archive(&self) -> PathBuf {
        self.vault.path().join("archive")
    }

    /// One more, of which two are left then.
    fn back_up(&self, place: &Place) -> Said {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // Their order is that of their names.
        let name = format!("{}{number:09}.tar.age", self.prefix);
        let file = archives_of(place).join(name);
        let file = file.to_str().unwrap();
        let lock = ["--recipient", &self.recipient, "--keep", "2"];
        place.run(&[&["backup", "--to", file], &lock[..]].concat(), &[])
    }

    fn restore(&self, place: &Place) -> Said {
        let (archive, key) = (self.archive(), self.key_file());
        let (archive, key) = (archive.to_str().unwrap(), key.to_str().unwrap());
        let into = place.store();
        let into = into.to_str().unwrap();
        place.run(&["restore", archive, "--into", into, "--key", key], &[])
    }
}

fn kept() -> &'static Kept {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    KEPT.get_or_init(|| {
        let place = Place::new();
        let day = day::live(&place);
        let pair = KeyPair::generate().unwrap();
        let mut kept = Kept {
            disk: Disk::default(),
            day,
            prefix: "first-".to_owned(),
            recipient: pair.recipient,
            key: Key::from_file_text(&pair.secret).unwrap(),
            vault: tempfile::tempdir().unwrap(),
        };
        fs::write(kept.key_file(), &pair.secret).unwrap();
        let archives = archives_of(&place);
        fs::create_dir(&archives).unwrap();
        assert_eq!(kept.back_up(&place).code, Some(0));
        let first = archives.join(&named(&place)[0]);
        let held = drill(&first, &kept.key, None).unwrap();
        fs::rename(first, kept.archive()).unwrap();
        kept.prefix = format!("balm-{}-", &held.store_id[..8]);
        for _ in 0..2 {
            assert_eq!(kept.back_up(&place).code, Some(0));
        }
        kept.disk = Disk::of(&place.disk());
        kept
    })
}

fn archives_of(place: &Place) -> PathBuf {
    place.disk().join("archives")
}

/// Everything in the folder of archives.
fn named(place: &Place) -> Vec<String> {
    let entries = fs::read_dir(archives_of(place)).unwrap();
    let name = |it: fs::DirEntry| it.file_name().to_str().unwrap().to_owned();
    let mut names: Vec<_> = entries.map(|it| name(it.unwrap())).collect();
    names.sort();
    names
}

fn base_name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

/// By their names, and by what is said when one is made.
fn archives_heard(said: &[String]) -> Acknowledged {
    let file = |line: &String| Some(line.split_once(".tar.age, ")?.0.to_owned());
    let files = said.iter().filter_map(file);
    let name = |file: String| base_name(Path::new(&file)) + ".tar.age";
    files.map(|file| (name(file), String::new())).collect()
}

/// What has the name of an archive is one, and there are never fewer than there were.
#[track_caller]
fn archives_are_whole(place: &Place, known: &Acknowledged, what: &str) {
    let names: Vec<_> = named(place)
        .into_iter()
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert!(names.len() >= 2, "{what}: {names:?}");
    for name in &names {
        let file = archives_of(place).join(name);
        let held = drill(&file, &kept().key, None);
        let n_entries = held.as_ref().map(|it| it.n_entries);
        assert_eq!(n_entries, Ok(kept().day.n_entries), "{what}: {name}");
    }
    let last = known.keys().next_back();
    assert!(last.is_none_or(|it| names.contains(it)), "{what}: {last:?}");
    let last = last_backup(&place.store()).map(|it| base_name(&it.file));
    assert!(last.is_none_or(|it| names.contains(&it)), "{what}");
}

#[test]
fn a_cut_while_an_archive_is_written_loses_nothing() {
    if library().is_none() {
        return;
    }
    let kept = kept();
    let place = Place::new();
    kept.disk.cut(&place.disk(), Luck::Nothing);
    assert_eq!(kept.back_up(&place).code, Some(0));
    let tape = place.tape();
    let scene = Scene {
        shop: SHOP,
        base: kept.disk.clone(),
        tape: tape.clone(),
        go_on: &|place| kept.back_up(place),
        heard: archives_heard,
        check: &|place, known, what| {
            archives_are_whole(place, known, what);
            assert_eq!(kept.back_up(place).code, Some(0), "{what}");
            // Without what was left of the one that was cut off.
            assert_eq!(named(place).len(), 2, "{what}: {:?}", named(place));
            is_whole(place, &kept.day, &acknowledged(&kept.day.answers), what);
        },
    };
    println!(
        "{} cuts in {} changing calls of a backup, none lost",
        scene.trials(n_cuts().div_ceil(4)),
        tape.n_calls(),
    );
}

fn restored_heard(said: &[String]) -> Acknowledged {
    let is_answer = |line: &String| line.starts_with('{');
    let (answers, lines): (Vec<_>, Vec<_>) = said.iter().cloned().partition(is_answer);
    let mut all = acknowledged(&answers);
    let done = lines
        .into_iter()
        .find(|it| it.starts_with("The shop is in"));
    all.extend(done.map(|it| (RESTORED.to_owned(), it)));
    all
}

/// All of the archive's shop is there, or no folder at all.
#[track_caller]
fn is_all_or_nothing(place: &Place, what: &str) -> bool {
    let is_there = place.store().exists();
    if is_there {
        let report = verify(&place.store(), None).unwrap_or_else(|err| panic!("{what}: {err}"));
        assert!(report.is_sound(), "{what}: {:?}", report.problems);
        assert!(report.n_entries >= kept().day.n_entries, "{what}");
    }
    is_there
}

#[test]
fn a_cut_while_a_shop_is_brought_back_loses_nothing() {
    if library().is_none() {
        return;
    }
    let kept = kept();
    let place = Place::at(COUNTER);
    let empty = Disk::of(&place.disk());
    let said = kept.restore(&place);
    assert_eq!(said.code, Some(0), "{}", said.complaints);
    let mut desk = Desk::start(&place, "after-");
    day::open(&mut desk);
    for _ in 0..2 {
        day::scan(&mut desk, day::OIL);
        day::pay(&mut desk, "cash");
    }
    let mut day = kept.day.clone();
    day.goes_on(desk, &place);
    let tape = place.tape();
    let before = acknowledged(&kept.day.answers);
    let scene = Scene {
        shop: COUNTER,
        base: empty,
        tape: tape.clone(),
        go_on: &|place| {
            if !place.store().exists() {
                let said = kept.restore(place);
                if said.code != Some(0) {
                    return said;
                }
            }
            place.exec(&day.lines)
        },
        heard: restored_heard,
        check: &|place, known, what| {
            if !is_all_or_nothing(place, what) {
                assert!(!known.contains_key(RESTORED), "{what}: it is gone");
                let said = kept.restore(place);
                assert_eq!(said.code, Some(0), "{what}: {}", said.complaints);
            }
            let mut known = known.clone();
            known.extend(before.clone());
            is_whole(place, &day, &known, what);
        },
    };
    println!(
        "{} cuts in {} changing calls of a restore and the first sales after it, none lost",
        scene.trials(n_cuts().div_ceil(4)),
        tape.n_calls(),
    );
}

/// Whenever it is cut off: the old shop is as it was, and in the new place there is no
/// journal, or all of it; once it is said to be there it stays.
#[test]
fn a_cut_while_a_shop_is_repaired_loses_nothing() {
    if library().is_none() {
        return;
    }
    let kept = kept();
    let place = Place::new();
    kept.disk.cut(&place.disk(), Luck::Nothing);
    fs::write(place.store().join("balm.toml"), "register = 2\n").unwrap();
    let mut disk = Disk::of(&place.disk());
    let into = place.disk().join("mended/shop");
    let (archive, key) = (kept.archive(), kept.key_file());
    let (archive, key) = (archive.to_str().unwrap(), key.to_str().unwrap());
    let from = ["--from", archive, "--key", key];
    let made = ["repair", "--into", into.to_str().unwrap()];
    let said = place.run(&[&made[..], &from].concat(), &[]);
    assert_eq!(said.code, Some(0), "{}", said.complaints);

    let tape = place.tape();
    let mut rng = fastrand::Rng::with_seed(1);
    for moment in 0..=tape.events.len() {
        let is_end = moment == tape.events.len();
        for luck in [Luck::Nothing, Luck::Some(&mut rng)] {
            let what = format!("cut at {moment} of {}", tape.events.len());
            let place = Place::new();
            disk.cut(&place.disk(), luck);
            let n_entries = verify(&place.store(), None).unwrap().n_entries;
            assert_eq!(n_entries, kept.day.n_entries, "{what}");
            let into = place.disk().join("mended/shop");
            if into.join("journal").exists() || is_end {
                let report = verify(&into, None).unwrap_or_else(|err| panic!("{what}: {err}"));
                assert!(report.is_sound(), "{what}: {:?}", report.problems);
                assert_eq!(report.n_entries, kept.day.n_entries, "{what}");
            }
            if is_end {
                let settings = fs::read_to_string(into.join("balm.toml"));
                assert_eq!(settings.unwrap(), "register = 2\n");
            }
        }
        if let Some(event) = tape.events.get(moment) {
            disk.play(&tape, event);
        }
    }
    println!(
        "2 cuts at each of {} moments of a repair, none lost",
        tape.events.len()
    );
}

/// Every call in turn, once and for ever.
fn each_failing(n_calls: u64, mut trial: impl FnMut((u64, i32, bool))) -> u64 {
    let mut n = 0;
    for call in 1..=n_calls {
        for (errno, ever) in [(EIO, false), (EIO, true), (ENOSPC, false)] {
            trial((call, errno, ever));
            n += 1;
        }
    }
    n
}

#[track_caller]
fn says_what_failed(said: &Said, what: &str) {
    let Said { complaints, .. } = said;
    assert!(!said.hangs, "{what}: hangs\n{complaints}");
    assert!(!complaints.contains("panicked"), "{what}: {complaints}");
    assert!(complaints.starts_with("balm: "), "{what}: {complaints}");
}

#[test]
fn a_failing_disk_loses_nothing_while_an_archive_is_written() {
    if library().is_none() {
        return;
    }
    let kept = kept();
    let fresh = || {
        let place = Place::new();
        kept.disk.cut(&place.disk(), Luck::Nothing);
        place
    };
    let place = fresh();
    assert_eq!(kept.back_up(&place).code, Some(0));
    let n = each_failing(place.tape().n_calls(), |fault| {
        let what = format!("{fault:?}");
        let mut place = fresh();
        place.faults.fail = Some(fault);
        let said = kept.back_up(&place);
        let what = format!("{what}, {:?}", place.tape().failures().first());
        // What was only a courtesy may fail in silence.
        if said.code != Some(0) {
            says_what_failed(&said, &what);
            let is_told = said
                .complaints
                .contains("The shop and earlier archives are as");
            assert!(is_told, "{what}: {}", said.complaints);
        }
        archives_are_whole(&place, &archives_heard(&said.answers), &what);
        place.faults.fail = None;
        assert_eq!(kept.back_up(&place).code, Some(0), "{what}");
        assert_eq!(named(&place).len(), 2, "{what}: {:?}", named(&place));
        let report = verify(&place.store(), None).unwrap();
        assert_eq!(report.n_entries, kept.day.n_entries, "{what}");
    });
    println!("{n} errors while an archive was written, none lost");
}

#[test]
fn a_failing_disk_loses_nothing_while_a_shop_is_brought_back() {
    if library().is_none() {
        return;
    }
    let kept = kept();
    let place = Place::at(COUNTER);
    assert_eq!(kept.restore(&place).code, Some(0));
    let n = each_failing(place.tape().n_calls(), |fault| {
        let mut place = Place::at(COUNTER);
        place.faults.fail = Some(fault);
        let said = kept.restore(&place);
        let what = format!("{fault:?}, {:?}", place.tape().failures().first());
        let is_done = said.code == Some(0);
        if !is_done {
            says_what_failed(&said, &what);
            let is_told = said.complaints.contains("Nothing was put in place");
            assert!(is_told, "{what}: {}", said.complaints);
        }
        place.faults.fail = None;
        let is_there = is_all_or_nothing(&place, &what);
        assert!(is_there || !is_done, "{what}: it is gone");
        if !is_there {
            let said = kept.restore(&place);
            assert_eq!(said.code, Some(0), "{what}: {}", said.complaints);
            assert!(is_all_or_nothing(&place, &what));
        }
    });
    println!("{n} errors while a shop was brought back, none lost");
}
