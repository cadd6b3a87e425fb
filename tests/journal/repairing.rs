//! Damage is named, and what is whole is brought into a new store.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use balm::store::{
    AnchorVerdict, Lost, RepairError, RepairFrom, RepairReport, StoreError, VerifyOptions, repair,
    survey, verify, verify_with,
};
use fastrand::Rng;
use tempfile::TempDir;

use super::{
    Days, HEADER_LEN, Journal, Said, a_day, asks, frame, has_python, open, python_says, write,
};

/// The days' store, a mirror of its journal, and a place for a new store.
pub(super) struct Bench {
    pub(super) days: Days,
    pub(super) clean: Journal,
    pub(super) folder: TempDir,
}

impl Bench {
    pub(super) fn new() -> Self {
        let days = Days::new();
        let clean = days.journal();
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("stick/journal"), &clean.bytes());
        Self {
            days,
            clean,
            folder,
        }
    }

    pub(super) fn store(&self) -> &Path {
        self.days.dir.path()
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.store().join("journal")
    }

    pub(super) fn stick(&self) -> PathBuf {
        self.folder.path().join("stick")
    }

    pub(super) fn fresh(&self) -> PathBuf {
        self.folder.path().join("new")
    }

    /// The old store and the stick stay as they are, whatever comes of it.
    pub(super) fn repaired(&self, from: &[PathBuf]) -> Result<RepairReport, RepairError> {
        let from: Vec<_> = from.iter().cloned().map(RepairFrom::Folder).collect();
        self.repaired_from(&from)
    }

    pub(super) fn repaired_from(&self, from: &[RepairFrom]) -> Result<RepairReport, RepairError> {
        let before = (files(self.store()), files(&self.stick()));
        let repaired = repair(self.store(), from, &self.fresh(), None);
        assert_eq!((files(self.store()), files(&self.stick())), before);
        repaired
    }

    /// Turns some bits in the frame of an entry.
    pub(super) fn spoil(&self, journal: &Path, seq: usize, rng: &mut Rng) {
        let (segment, place) = self.clean.place(seq);
        let entries = &self.clean.segments[segment].entries;
        let before: usize = entries[..place].iter().map(|it| frame(it).len()).sum();
        let n_frame = frame(&entries[place]).len();
        let path = journal.join(format!("{:06}.balmlog", segment + 1));
        let mut bytes = fs::read(&path).unwrap();
        for _ in 0..3 {
            bytes[HEADER_LEN + before + rng.usize(..n_frame)] ^= 1 << rng.u32(..8);
        }
        if bytes == fs::read(&path).unwrap() {
            bytes[HEADER_LEN + before] ^= 1;
        }
        fs::write(&path, bytes).unwrap();
    }
}

pub(super) fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

pub(super) fn journal_of(dir: &Path) -> Vec<Vec<u8>> {
    files(&dir.join("journal")).into_values().collect()
}

#[test]
fn with_a_whole_mirror_nothing_is_lost_and_every_byte_is_as_it_was() {
    let bench = Bench::new();
    let mut rng = Rng::with_seed(1);
    for seq in [5, 6, 40] {
        bench.spoil(&bench.journal(), seq, &mut rng);
    }
    fs::remove_file(bench.journal().join("000003.balmlog")).unwrap();
    let report = bench.repaired(&[bench.stick()]).unwrap();
    assert_eq!(report.lost, []);
    assert_eq!(report.n_entries, bench.clean.n_entries() as u64);
    assert!(report.sources.iter().all(|it| it.n_taken > 0), "{report:?}");
    assert_eq!(journal_of(&bench.fresh()), bench.clean.bytes());
    let options = VerifyOptions {
        anchors: bench.days.marks(),
        ..VerifyOptions::default()
    };
    assert!(verify_with(&bench.fresh(), options).unwrap().is_sound());
}

#[test]
fn the_mirror_alone_is_enough() {
    let bench = Bench::new();
    fs::remove_dir_all(bench.store()).unwrap();
    let gone = bench.store().join("gone");
    let report = repair(
        &gone,
        &[RepairFrom::Folder(bench.stick().join("journal"))],
        &bench.fresh(),
        None,
    )
    .unwrap();
    assert_eq!(report.lost, []);
    assert_eq!(journal_of(&bench.fresh()), bench.clean.bytes());
    fs::create_dir(bench.store()).unwrap();
}

#[test]
fn what_is_in_no_source_is_named_for_ever_and_the_shop_goes_on() {
    let bench = Bench::new();
    let mut rng = Rng::with_seed(2);
    let first = usize::try_from(bench.days.anchors[0].n_entries).unwrap();
    // In the second day: the opening and its first sale.
    for seq in first + 1..=first + 3 {
        bench.spoil(&bench.journal(), seq, &mut rng);
    }
    let damaged = verify(bench.store(), None).unwrap_err();
    let named = matches!(damaged, StoreError::JournalDamaged { entry, n_good, .. }
        if entry == first as u64 + 1 && n_good == first as u64);
    assert!(named, "{damaged:?}");
    let n = bench.clean.n_entries() as u64;
    let (last, next) = (first as u64, first as u64 + 4);
    let good = survey(bench.store(), None).unwrap();
    assert_eq!(good.runs, [(1, last), (next, n)]);

    let report = bench.repaired(&[]).unwrap();
    assert_eq!(report.lost, [(last + 1, next - 1)]);
    let marks = bench.days.marks();
    let options = || VerifyOptions {
        anchors: marks.clone(),
        deep: true,
        ..VerifyOptions::default()
    };
    let into = bench.fresh();
    let is_known = |n_receipts: u64| {
        let proof = verify_with(&into, options()).unwrap();
        assert!(proof.is_sound(), "{proof:?}");
        let holds = |it: &AnchorVerdict| matches!(it, AnchorVerdict::Holds { .. });
        assert!(proof.anchors.iter().all(holds), "{proof:?}");
        let (first, last) = (last + 1, next - 1);
        assert_eq!(proof.lost[0], Lost::Entries { first, last });
        let (register, first, last) = (1, 6, 6);
        let receipt = Lost::Receipts {
            register,
            first,
            last,
        };
        assert_eq!(proof.lost[1..], [receipt]);
        assert_eq!(proof.receipts[&1], n_receipts);
    };
    is_known(20);
    let (shop, clock) = open(&into);
    clock.set(clock_after(&shop));
    a_day(&shop, &clock, 9);
    shop.close().unwrap();
    is_known(25);
    if has_python() {
        let anchor = bench.days.anchors[3].code();
        let said = python_says(Some(&anchor), &[&into.join("journal")]);
        assert!(matches!(said[0], Said::Ok(_)), "{said:?}");
    }
    // What was repaired can be repaired again, and tells the same.
    let again = bench.folder.path().join("again");
    let report = repair(&into, &[], &again, None).unwrap();
    assert_eq!(report.lost, [(last + 1, next - 1)]);
    assert_eq!(journal_of(&again), journal_of(&into));
}

fn clock_after(shop: &balm::ops::shop::Shop) -> chrono::DateTime<chrono::Utc> {
    shop.store().last_entry().unwrap().1 + chrono::Duration::hours(20)
}

/// Forged with its own hash, but not the one that the next entry names.
#[test]
fn the_entry_that_the_next_one_names_is_the_right_one() {
    let bench = Bench::new();
    let mut forged = bench.clean.clone();
    let entry = forged.entry(17);
    let at = entry.len() - 1;
    entry[at] ^= 1;
    write(&bench.journal(), &forged.bytes());
    let report = bench.repaired(&[bench.stick()]).unwrap();
    assert_eq!(
        (report.sources[0].n_contradicted, report.sources[1].n_taken),
        (1, 1)
    );
    assert_eq!(journal_of(&bench.fresh()), bench.clean.bytes());
    fs::remove_dir_all(bench.fresh()).unwrap();
    // Without a mirror it is lost, rather than believed.
    let report = bench.repaired(&[]).unwrap();
    assert_eq!(report.lost, [(17, 17)]);
}

/// The last clean stop knows how many there were.
#[test]
fn an_end_that_is_lost_is_named_as_far_as_it_is_known() {
    let bench = Bench::new();
    let n = bench.clean.n_entries();
    let mut rng = Rng::with_seed(3);
    for seq in [n - 1, n] {
        bench.spoil(&bench.journal(), seq, &mut rng);
    }
    let report = bench.repaired(&[]).unwrap();
    assert_eq!(report.lost, [(n as u64 - 1, n as u64)]);
    let (shop, clock) = open(&bench.fresh());
    clock.set(clock_after(&shop));
    let float = serde_json::json!({"cash": [], "card": null});
    // The evening's closing was lost: the day is open as it was.
    let refused = asks(
        &shop,
        "x",
        serde_json::json!({"do": "open_drawer", "float": float, "business_date": null}),
    );
    assert!(refused.is_err());
    asks(
        &shop,
        "y",
        serde_json::json!({"do": "move_cash", "amount": 100, "reason": "found"}),
    )
    .unwrap();
    let (seq, _) = shop.store().last_entry().unwrap();
    assert_eq!(seq, n as u64 + 1);
    shop.close().unwrap();
    let proof = verify(&bench.fresh(), None).unwrap();
    assert!(proof.is_sound(), "{proof:?}");
    assert_eq!(proof.lost.len(), 1);
}

#[test]
fn nothing_is_mixed_up_or_written_over() {
    let bench = Bench::new();
    let other = tempfile::tempdir().unwrap();
    let (shop, _) = open(other.path());
    shop.close().unwrap();
    let path = other.path().join("journal");
    let refused = bench.repaired(&[other.path().to_path_buf()]);
    assert_eq!(refused, Err(RepairError::OtherShop { path }));
    let empty = tempfile::tempdir().unwrap();
    let path = empty.path().to_path_buf();
    let refused = bench.repaired(std::slice::from_ref(&path));
    assert_eq!(refused, Err(RepairError::NoJournal { path }));
    assert!(!bench.fresh().exists());
    fs::create_dir(bench.fresh()).unwrap();
    fs::write(bench.fresh().join("photo"), "precious").unwrap();
    let path = bench.fresh();
    assert_eq!(bench.repaired(&[]), Err(RepairError::InTheWay { path }));
    for (number, _) in (1..).zip(&bench.clean.segments) {
        fs::write(bench.journal().join(format!("{number:06}.balmlog")), "gone").unwrap();
    }
    fs::remove_dir_all(bench.fresh()).unwrap();
    assert_eq!(bench.repaired(&[]), Err(RepairError::NothingWhole));
}

/// Whatever is whole in one of two damaged copies is in the new store.
#[test]
fn every_whole_entry_of_either_copy_is_recovered() {
    let bench = Bench::new();
    let n = bench.clean.n_entries();
    for seed in 0..60 {
        let mut rng = Rng::with_seed(seed);
        write(&bench.journal(), &bench.clean.bytes());
        write(&bench.stick().join("journal"), &bench.clean.bytes());
        let spoilt = |journal: &Path, rng: &mut Rng| {
            let mut spoilt = BTreeSet::new();
            for _ in 0..rng.usize(1..25) {
                // The last one must be known to have been.
                let seq = rng.usize(1..n);
                bench.spoil(journal, seq, rng);
                spoilt.insert(seq as u64);
            }
            spoilt
        };
        let one = spoilt(&bench.journal(), &mut rng);
        let other = spoilt(&bench.stick().join("journal"), &mut rng);
        let _ = fs::remove_dir_all(bench.fresh());
        let report = bench.repaired(&[bench.stick()]).unwrap();
        let lost: BTreeSet<u64> = report.lost.iter().flat_map(|it| it.0..=it.1).collect();
        // Turned twice, an entry may be whole again.
        let expected: BTreeSet<u64> = one.intersection(&other).copied().collect();
        assert!(
            lost.is_subset(&expected),
            "seed {seed}: {lost:?} {expected:?}"
        );
        assert_eq!(
            report.n_entries + lost.len() as u64,
            n as u64,
            "seed {seed}"
        );
        assert!(
            report.proof.is_sound(),
            "seed {seed}: {:?}",
            report.proof.problems
        );
    }
}

#[test]
fn it_says_what_was_taken_from_where_and_what_is_missing() {
    let bench = Bench::new();
    let mut rng = Rng::with_seed(4);
    bench.spoil(&bench.journal(), 7, &mut rng);
    fs::write(bench.store().join("balm.toml"), "register = 2\n").unwrap();
    let balm = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
        let output = command
            .arg("--store")
            .arg(bench.store())
            .args(args)
            .output()
            .unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, said) = balm(&["verify"]);
    assert_eq!(code, 1, "{said}");
    let n = bench.clean.n_entries();
    for want in [
        "entry 7: ",
        &format!("Still good: entries 1 to 6, 8 to {n}."),
        "balm repair",
    ] {
        assert!(said.contains(want), "{want}: {said}");
    }
    let into = bench.fresh();
    let (code, said) = balm(&["repair", "--into", into.to_str().unwrap()]);
    assert_eq!(code, 1, "{said}");
    for want in [
        "LOST: entry 7 is in none of them.",
        "What is there is well.",
    ] {
        assert!(said.contains(want), "{want}: {said}");
    }
    assert_eq!(
        fs::read_to_string(into.join("balm.toml")).unwrap(),
        "register = 2\n"
    );
    fs::remove_dir_all(&into).unwrap();
    let stick = bench.stick();
    let (code, said) = balm(&[
        "repair",
        "--into",
        into.to_str().unwrap(),
        "--from",
        stick.to_str().unwrap(),
    ]);
    assert_eq!(code, 0, "{said}");
    for want in ["Nothing is missing.", "1 entry taken", "All is well."] {
        assert!(said.contains(want), "{want}: {said}");
    }
}
