//! A damaged shop is put together again from what its backups have as well.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use balm::store::{
    RepairError, RepairFrom,
    backup::{BackupError, BackupWish, Key, KeyPair, Lock, back_up},
    verify,
};
use chrono::{DateTime, Utc};
use fastrand::Rng;

use super::{
    a_day, open,
    repairing::{Bench, files, journal_of},
};

/// Of the age format: so much is sealed at once.
const SEALED_AT_ONCE: usize = 64 * 1024;

struct Keys {
    lock: Lock,
    key: Key,
    secret: String,
}

fn keys() -> Keys {
    let KeyPair { secret, recipient } = KeyPair::generate().unwrap();
    Keys {
        lock: Lock::to_recipients(&[recipient]).unwrap(),
        key: Key::from_file_text(&secret).unwrap(),
        secret,
    }
}

fn archive(store: &Path, to: PathBuf, lock: &Lock) -> PathBuf {
    let made_at: DateTime<Utc> = "2026-12-01T03:00:00Z".parse().unwrap();
    let wish = BackupWish {
        to,
        lock: lock.clone(),
        extras: Vec::new(),
        keep: None,
        made_at,
        program: "balm test".to_owned(),
        up_to: None,
        on_progress: None,
    };
    back_up(store, wish).unwrap().file
}

fn backup(bench: &Bench, lock: &Lock) -> PathBuf {
    archive(bench.store(), bench.folder.path().join("backup"), lock)
}

fn from(file: &Path, key: &Key) -> Vec<RepairFrom> {
    let (file, key) = (file.to_path_buf(), key.clone());
    vec![RepairFrom::Archive { file, key }]
}

#[test]
fn with_a_backup_nothing_is_lost_and_every_byte_is_as_it_was() {
    let bench = Bench::new();
    let keys = keys();
    let backup = backup(&bench, &keys.lock);
    let sealed = fs::read(&backup).unwrap();
    let mut rng = Rng::with_seed(1);
    for seq in [5, 6, 40] {
        bench.spoil(&bench.journal(), seq, &mut rng);
    }
    fs::remove_file(bench.journal().join("000003.balmlog")).unwrap();
    let report = bench.repaired_from(&from(&backup, &keys.key)).unwrap();
    assert_eq!(report.lost, []);
    assert_eq!(report.sources[1].path, backup);
    assert!(report.sources.iter().all(|it| it.n_taken > 0), "{report:?}");
    assert!(report.sources.iter().all(|it| it.damage.is_none()));
    assert_eq!(journal_of(&bench.fresh()), bench.clean.bytes());
    // Nothing of what was unpacked is left.
    assert_eq!(files(&bench.fresh()).len(), bench.clean.bytes().len());
    assert_eq!(fs::read(&backup).unwrap(), sealed);
}

/// Each has what the others lack: the old backup the first days, the mirror a piece,
/// the shop's own disk what was done last.
#[test]
fn a_backup_a_mirror_and_the_journal_make_a_whole_one_together() {
    let bench = Bench::new();
    let keys = keys();
    let backup = backup(&bench, &keys.lock);
    let n_old = bench.clean.n_entries();
    let (shop, clock) = open(bench.store());
    clock.set(shop.store().last_entry().unwrap().1 + chrono::Duration::hours(20));
    a_day(&shop, &clock, 9);
    shop.close().unwrap();
    let whole = journal_of(bench.store());
    let mut rng = Rng::with_seed(2);
    // The mirror was pulled out early, and has rotted a little.
    let stick = bench.stick().join("journal");
    for later in ["000003", "000004", "000005", "000006", "000007", "000008"] {
        let _ = fs::remove_file(stick.join(later).with_extension("balmlog"));
    }
    bench.spoil(&stick, 4, &mut rng);
    for seq in [4, 5, n_old] {
        bench.spoil(&bench.journal(), seq, &mut rng);
    }
    let mut sources = vec![RepairFrom::Folder(bench.stick())];
    sources.extend(from(&backup, &keys.key));
    let report = bench.repaired_from(&sources).unwrap();
    assert_eq!(report.lost, [], "{report:?}");
    let taken: Vec<_> = report.sources[1..].iter().map(|it| it.n_taken).collect();
    // Entry 5 of the stick; 4 and the old end of the backup.
    assert_eq!(taken, [1, 2], "{report:?}");
    assert_eq!(journal_of(&bench.fresh()), whole);
}

#[test]
fn of_an_archive_that_is_cut_off_what_stands_before_is_taken() {
    let mut bench = Bench::new();
    let (shop, clock) = open(bench.store());
    for day in 10..20 {
        clock.set(shop.store().last_entry().unwrap().1 + chrono::Duration::hours(20));
        a_day(&shop, &clock, day);
    }
    shop.close().unwrap();
    bench.clean = bench.days.journal();
    let keys = keys();
    let backup = backup(&bench, &keys.lock);
    let sealed = fs::read(&backup).unwrap();
    assert!(sealed.len() > SEALED_AT_ONCE * 3 / 2, "{}", sealed.len());
    let cut_off = bench.folder.path().join("cut-off");
    fs::write(&cut_off, &sealed[..sealed.len() - 100]).unwrap();
    let mut rng = Rng::with_seed(3);
    let n = bench.clean.n_entries();
    for seq in [5, n - 1] {
        bench.spoil(&bench.journal(), seq, &mut rng);
    }
    let report = bench.repaired_from(&from(&cut_off, &keys.key)).unwrap();
    assert_eq!(report.lost, [(n as u64 - 1, n as u64 - 1)]);
    assert!(report.sources[1].damage.is_some(), "{report:?}");
    assert_eq!(report.sources[1].n_taken, 1);
    assert!(report.proof.is_sound());

    fs::remove_dir_all(bench.fresh()).unwrap();
    let mut flipped = sealed;
    flipped[SEALED_AT_ONCE / 2] ^= 4;
    fs::write(&cut_off, flipped).unwrap();
    let repaired = bench.repaired_from(&from(&cut_off, &keys.key));
    let error = repaired.unwrap_err();
    // The first of what was sealed holds the change, and nothing stands before it.
    let is_damage = matches!(&error, RepairError::Archive { path, error: BackupError::Damaged { .. } } if *path == cut_off);
    assert!(is_damage, "{error:?}");
    assert!(!bench.fresh().exists());
}

#[test]
fn what_does_not_open_or_is_another_shops_is_refused() {
    let bench = Bench::new();
    let keys = keys();
    let backup = backup(&bench, &keys.lock);
    let refused = |file: &Path, key: &Key| {
        let error = bench.repaired_from(&from(file, key)).unwrap_err();
        assert!(!bench.fresh().exists(), "{error:?}");
        error
    };
    let wrong = |path: &Path, error| {
        let path = path.to_path_buf();
        RepairError::Archive { path, error }
    };
    let error = refused(&backup, &self::keys().key);
    assert_eq!(error, wrong(&backup, BackupError::WrongKey));
    let by_passphrase = false;
    let error = refused(&backup, &Key::by_passphrase("seven grey mice".to_owned()));
    assert_eq!(
        error,
        wrong(&backup, BackupError::OtherLock { by_passphrase })
    );
    let text = bench.folder.path().join("text");
    fs::write(&text, "no archive at all").unwrap();
    let error = refused(&text, &keys.key);
    assert_eq!(error, wrong(&text, BackupError::NotAnArchive));
    let gone = bench.folder.path().join("gone");
    let error = refused(&gone, &keys.key);
    assert!(matches!(error, RepairError::Store(_)), "{error:?}");

    let other = tempfile::tempdir().unwrap();
    let (shop, _) = open(&other.path().join("shop"));
    shop.close().unwrap();
    let to = other.path().join("backup");
    let others = archive(&other.path().join("shop"), to, &keys.lock);
    let error = refused(&others, &keys.key);
    assert_eq!(error, RepairError::OtherShop { path: others });
}

#[test]
fn the_program_opens_backups_by_key_and_by_passphrase() {
    let bench = Bench::new();
    let keys = keys();
    let by_key = backup(&bench, &keys.lock);
    let lock = Lock::by_passphrase("seven grey mice".to_owned()).unwrap();
    let to = bench.folder.path().join("by-passphrase");
    let by_passphrase = archive(bench.store(), to, &lock);
    let file = |name: &str, text: &str| {
        let path = bench.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let key = file("key", &keys.secret);
    let passphrase = file("passphrase", "seven grey mice\n");
    // Nothing of the shop is left but its backups.
    let store = bench.store().join("gone");
    let into = bench.fresh();
    let balm = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
        command
            .arg("--store")
            .arg(&store)
            .arg("repair")
            .arg("--into");
        let output = command.arg(&into).args(args).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap(),
            String::from_utf8(said).unwrap(),
        )
    };
    let (by_key, by_passphrase) = (by_key.to_str().unwrap(), by_passphrase.to_str().unwrap());
    for (archive, opened) in [
        (by_key, ["--key", key.as_str()]),
        (by_passphrase, ["--passphrase-file", passphrase.as_str()]),
    ] {
        let (code, said) = balm(&[&["--from", archive], &opened[..]].concat());
        assert_eq!(code, 0, "{said}");
        let n = bench.clean.n_entries();
        let taken = format!("{archive}: {n} entries taken");
        for want in [taken.as_str(), "Nothing is missing.", "All is well."] {
            assert!(said.contains(want), "{want}: {said}");
        }
        assert_eq!(journal_of(&into), bench.clean.bytes());
        assert!(verify(&into, None).unwrap().is_sound());
        fs::remove_dir_all(&into).unwrap();
    }
    for (args, want) in [
        (&["--from", by_key][..], "--key"),
        (&["--from", by_passphrase], "--passphrase-file"),
        (
            &["--from", by_key, "--passphrase-file", &passphrase],
            "It is locked for a key",
        ),
        (&["--from", &key, "--key", &key], "no encrypted archive"),
        (&["--from", by_key, "--key", "not-there"], "not-there"),
    ] {
        let (code, said) = balm(args);
        assert!(code != 0 && said.contains(want), "{args:?}: {said}");
        assert!(!into.exists(), "{args:?}");
    }
}
