//! Archives of a shop that has closed some days: made while it is open, opened by
//! tar, brought back whole, and refused when anything is wrong with them.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};

use balm::{
    domain::{drawer::DrawerSession, sale::Sale},
    locale::{Locale, Words},
    ops::{clock::SettableClock, query, request::Request, shop::Shop},
    store::{
        Durability, OpenOptions, Reads, StoreError,
        backup::{
            BackupDays, BackupError, BackupWish, Extra, Fault, Key, KeyPair, Lock, back_up, drill,
            last_backup, last_drill, restore,
        },
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    desk::{SESSION, afternoon},
    small_spa,
};

/// A folder with a shop in it that has closed so many days, and one that is open.
struct Place {
    dir: tempfile::TempDir,
    shop: Arc<Shop>,
}

fn does(shop: &Shop, id: &str, request: Value) {
    let request: Request = serde_json::from_value(request).unwrap();
    shop.run(&SESSION, id, &request)
        .unwrap_or_else(|stop| panic!("{id}: {stop:?}"));
}

fn sells(shop: &Shop, id: &str) {
    let line = json!({"do": "add_line", "what": {"code": "ARGAN"}});
    does(shop, &format!("{id}-line"), line);
    let pay = json!({"do": "pay", "tenders": [{"kind": "cash", "amount": null}]});
    does(shop, &format!("{id}-pay"), pay);
}

impl Place {
    fn new(n_days: u32) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(SettableClock::new(afternoon()));
        let options = OpenOptions {
            durability: Durability::Relaxed,
            segment_bytes_max: 8 * 1024,
            ..OpenOptions::default()
        };
        let (shop, _) = Shop::open(&dir.path().join("shop"), clock.clone(), options).unwrap();
        small_spa::build(&shop, &clock);
        for day in 0..n_days {
            clock.set(afternoon() + TimeDelta::days(day.into()));
            let float = json!({"cash": [{"value_minor": 5_000, "n": 2}], "card": null});
            let open = json!({"do": "open_drawer", "business_date": null, "float": float});
            does(&shop, &format!("open-{day}"), open);
            for nth in 0..3 {
                sells(&shop, &format!("{day}-{nth}"));
            }
            let moved = json!({"do": "move_cash", "amount": -1_000, "reason": "to the bank"});
            does(&shop, &format!("move-{day}"), moved);
            let count = json!({"cash": [{"value_minor": 5_000, "n": 4}], "card": 0});
            does(
                &shop,
                &format!("count-{day}"),
                json!({"do": "count_drawer", "count": count}),
            );
            if day + 1 < n_days {
                does(
                    &shop,
                    &format!("close-{day}"),
                    json!({"do": "close_drawer"}),
                );
            }
        }
        let shop = Arc::new(shop);
        Self { dir, shop }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn wish(&self, lock: &Lock) -> BackupWish {
        fs::create_dir_all(self.path("archives")).unwrap();
        BackupWish {
            to: self.path("archives"),
            lock: lock.clone(),
            extras: Vec::new(),
            keep: None,
            made_at: made_at(),
            program: "balm test".to_owned(),
            up_to: Some(self.shop.store().backup_point()),
            on_progress: None,
        }
    }

    fn back_up(&self, lock: &Lock) -> PathBuf {
        back_up(&self.path("shop"), self.wish(lock)).unwrap().file
    }
}

fn made_at() -> DateTime<Utc> {
    "2026-12-01T03:00:00Z".parse().unwrap()
}

fn keys() -> (Lock, Key) {
    let pair = KeyPair::generate().unwrap();
    let lock = Lock::to_recipients(&[pair.recipient]).unwrap();
    (lock, Key::from_file_text(&pair.secret).unwrap())
}

fn files_below(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push((path.clone(), fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

fn sales(shop: &Shop) -> Vec<Sale> {
    shop.read().all().unwrap()
}

#[test]
fn a_shop_comes_back_as_it_was_when_the_archive_was_made() {
    let place = Place::new(4);
    let (lock, key) = keys();
    let before = sales(&place.shop);
    let sessions: Vec<DrawerSession> = place.shop.read().all().unwrap();
    let archive = place.back_up(&lock);
    // It goes on meanwhile, and what comes later is not in it.
    sells(&place.shop, "later");

    let into = place.path("new");
    let held = restore(&archive, &into, &key, None).unwrap();
    assert_eq!(held.closings.len(), 3);
    assert_eq!(held.closings[2].sales_total.minor(), 3 * 3_780);
    let clock = Arc::new(SettableClock::new(made_at()));
    let (shop, report) = Shop::open(&into, clock, OpenOptions::default()).unwrap();
    assert_eq!(report.n_entries, held.n_entries);
    assert_eq!(sales(&shop), before);
    let restored: Vec<DrawerSession> = shop.read().all().unwrap();
    assert_eq!(restored, sessions);
    // And sells on where it was, once somebody has looked at the clock.
    does(
        &shop,
        "clock",
        json!({"do": "confirm_clock", "now": made_at()}),
    );
    sells(&shop, "on");
    assert_eq!(sales(&shop).len(), before.len() + 1);
    assert_eq!(last_backup(&into).unwrap().at, made_at());
    assert_eq!(
        last_backup(&place.path("shop")).unwrap().n_entries,
        held.n_entries
    );
}

/// Made by another program's eyes: decrypted, it is what tar knows.
#[test]
fn what_is_inside_is_a_plain_tar_of_the_shops_folder() {
    let place = Place::new(2);
    let (lock, key) = keys();
    fs::write(place.path("shop/balm.toml"), "register = 1\n").unwrap();
    fs::create_dir_all(place.path("shop/receipts/2026")).unwrap();
    fs::write(place.path("shop/receipts/2026/1.txt"), "Receipt 1\n").unwrap();
    let extra = |name: &str| Extra {
        name: name.into(),
        path: place.path("shop").join(name),
    };
    let wish = BackupWish {
        extras: vec![
            extra("balm.toml"),
            extra("receipts/2026/1.txt"),
            extra("not-there.txt"),
        ],
        ..place.wish(&lock)
    };
    let made = back_up(&place.path("shop"), wish).unwrap();
    let mut plain = Vec::new();
    std::io::Read::read_to_end(
        &mut key.open(fs::File::open(&made.file).unwrap()).unwrap(),
        &mut plain,
    )
    .unwrap();
    let out = place.path("by-tar");
    fs::create_dir(&out).unwrap();
    let mut tar = Command::new("tar")
        .args(["-x", "-C"])
        .arg(&out)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    tar.stdin.take().unwrap().write_all(&plain).unwrap();
    assert!(tar.wait().unwrap().success());
    let read = |name: &str| fs::read(out.join(name)).unwrap();
    assert_eq!(read("balm.toml"), b"register = 1\n");
    assert_eq!(read("receipts/2026/1.txt"), b"Receipt 1\n");
    let first = fs::read(place.path("shop/journal/000001.balmlog")).unwrap();
    assert_eq!(read("journal/000001.balmlog"), first);
    let manifest: Value = serde_json::from_slice(&read("backup.json")).unwrap();
    assert_eq!(manifest["n_entries"], json!(made.n_entries));
    assert_eq!(manifest["head"], json!(made.head));
    assert_eq!(manifest["closings"][0]["sales_total"], json!(3 * 3_780));
    // As it is, it is a shop.
    let verified = balm::store::verify(&out, None).unwrap();
    assert_eq!(verified.head, made.head);

    let into = place.path("new");
    restore(&made.file, &into, &key, None).unwrap();
    assert_eq!(fs::read(into.join("balm.toml")).unwrap(), b"register = 1\n");
    assert_eq!(
        fs::read(into.join("receipts/2026/1.txt")).unwrap(),
        b"Receipt 1\n"
    );
}

/// Where it is installed: the program `age`, which knows nothing of this one, opens what
/// is locked to a key and what has a passphrase.
#[test]
fn the_program_age_opens_an_archive() {
    if Command::new("age").arg("--version").output().is_err() {
        eprintln!("age is not installed here");
        return;
    }
    let place = Place::new(2);
    let pair = KeyPair::generate().unwrap();
    let lock = Lock::to_recipients(std::slice::from_ref(&pair.recipient)).unwrap();
    let archive = place.back_up(&lock);
    fs::write(place.path("key"), &pair.secret).unwrap();
    let out = Command::new("age")
        .args(["-d", "-i"])
        .arg(place.path("key"))
        .arg(&archive)
        .output()
        .unwrap();
    assert!(out.status.success(), "{out:?}");
    let by_key = place.path("by-key");
    tar::Archive::new(out.stdout.as_slice())
        .unpack(&by_key)
        .unwrap();
    assert!(balm::store::verify(&by_key, None).is_ok());

    // It asks for a passphrase at the terminal only.
    fs::remove_file(&archive).unwrap();
    let lock = Lock::by_passphrase("seven grey mice".to_owned()).unwrap();
    let archive = place.back_up(&lock);
    let pty = portable_pty::native_pty_system();
    let pair = pty.openpty(portable_pty::PtySize::default()).unwrap();
    let mut age = portable_pty::CommandBuilder::new("age");
    age.args(["-d", "-o"]);
    age.arg(place.path("plain.tar"));
    age.arg(&archive);
    let mut child = pair.slave.spawn_command(age).unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    keys.write_all(b"seven grey mice\r").unwrap();
    assert!(child.wait().unwrap().success());
    let by_passphrase = place.path("by-passphrase");
    tar::Archive::new(fs::File::open(place.path("plain.tar")).unwrap())
        .unpack(&by_passphrase)
        .unwrap();
    assert!(balm::store::verify(&by_passphrase, None).is_ok());
    assert_eq!(
        fs::read(by_key.join("journal/000001.balmlog")).unwrap(),
        fs::read(by_passphrase.join("journal/000001.balmlog")).unwrap()
    );
}

/// The shop has its store open in this process, and a program beside it makes the
/// archive.
#[test]
fn a_program_beside_the_open_shop_makes_an_archive() {
    let place = Place::new(2);
    let pair = KeyPair::generate().unwrap();
    fs::write(place.path("key"), &pair.secret).unwrap();
    fs::create_dir(place.path("archives")).unwrap();
    let run = |args: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_balm"))
            .args(args)
            .current_dir(place.dir.path())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    };
    let made = run(&[
        "--store",
        "shop",
        "backup",
        "--to",
        "archives",
        "--recipient",
        &pair.recipient,
    ]);
    assert!(made.status.success(), "{made:?}");
    let said = String::from_utf8(made.stdout).unwrap();
    let file = said
        .lines()
        .next()
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .to_owned();
    let drilled = run(&["restore", &file, "--drill", "--key", "key"]);
    let said = String::from_utf8(drilled.stdout.clone()).unwrap();
    assert!(
        drilled.status.success() && said.ends_with("PASS\n"),
        "{drilled:?}"
    );
    let restored = run(&["restore", &file, "--into", "new", "--key", "key"]);
    assert!(restored.status.success(), "{restored:?}");
    let verified = run(&["--store", "new", "verify"]);
    assert!(
        String::from_utf8(verified.stdout)
            .unwrap()
            .contains("All is well.")
    );

    // Not over what is there, and not with another key.
    let again = run(&["restore", &file, "--into", "new", "--key", "key"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        String::from_utf8(again.stderr)
            .unwrap()
            .contains("not empty")
    );
    fs::write(place.path("key"), KeyPair::generate().unwrap().secret).unwrap();
    let wrong = run(&["restore", &file, "--drill", "--key", "key"]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8(wrong.stdout).unwrap();
    assert!(
        said.starts_with("FAIL: This passphrase or key does not open it"),
        "{said}"
    );
    let locked = run(&["restore", &file, "--drill"]);
    assert!(String::from_utf8(locked.stdout).unwrap().contains("--key"));
}

#[test]
fn a_passphrase_opens_it_and_the_wrong_one_is_refused() {
    let place = Place::new(2);
    let lock = Lock::by_passphrase("seven grey mice".to_owned()).unwrap();
    let archive = place.back_up(&lock);
    let right = Key::by_passphrase("seven grey mice".to_owned());
    assert!(drill(&archive, &right, None).is_ok());
    let wrong = Key::by_passphrase("seven grey cats".to_owned());
    let into = place.path("new");
    let refused = restore(&archive, &into, &wrong, None);
    assert_eq!(refused, Err(BackupError::WrongKey));
    let (_, key) = keys();
    let refused = restore(&archive, &into, &key, None);
    let by_passphrase = true;
    assert_eq!(refused, Err(BackupError::OtherLock { by_passphrase }));
    assert!(!into.exists() && !place.path(".new.restoring").exists());
}

#[test]
fn a_hundred_damaged_archives_fail_and_say_why_and_clean_ones_pass() {
    let place = Place::new(3);
    let (lock, key) = keys();
    let archive = place.back_up(&lock);
    let whole = fs::read(&archive).unwrap();
    let damaged = place.path("damaged");
    let into = place.path("new");
    let mut rng = fastrand::Rng::with_seed(100);
    for nth in 0..100 {
        let mut bytes = whole.clone();
        let at = rng.usize(0..bytes.len());
        match nth % 5 {
            0 | 1 => bytes[at] ^= 1 << rng.u8(0..8),
            2 => bytes.truncate(at),
            3 => rng.fill(&mut bytes[at..(at + 100).min(whole.len())]),
            _ => bytes.insert(at, rng.u8(..)),
        }
        fs::write(&damaged, &bytes).unwrap();
        let failed = match nth % 2 {
            0 => drill(&damaged, &key, None),
            _ => restore(&damaged, &into, &key, None),
        };
        match failed {
            Err(
                BackupError::NotAnArchive
                | BackupError::WrongKey
                | BackupError::OtherLock { .. }
                | BackupError::Damaged { .. },
            ) => (),
            other => panic!("{nth}: {other:?}"),
        }
        assert!(!into.exists(), "{nth}");
        assert!(!place.path(".new.restoring").exists(), "{nth}");
    }
    for _ in 0..100 {
        assert!(drill(&archive, &key, None).is_ok());
    }
}

/// An archive made by hand of an unpacked one that was changed.
fn repacked(place: &Place, lock: &Lock, change: impl Fn(&Path)) -> PathBuf {
    let (own_lock, key) = keys();
    let folder = place.path("unpacked");
    let _ = fs::remove_dir_all(&folder);
    let archive = place.path("archives/own.tar.age");
    let _ = fs::remove_file(&archive);
    let wish = BackupWish {
        to: archive.clone(),
        ..place.wish(&own_lock)
    };
    back_up(&place.path("shop"), wish).unwrap();
    fs::create_dir(&folder).unwrap();
    let plain = key.open(fs::File::open(&archive).unwrap()).unwrap();
    tar::Archive::new(plain).unpack(&folder).unwrap();
    change(&folder);
    let out = place.path("repacked.tar.age");
    let sealed = lock.seal(fs::File::create(&out).unwrap()).unwrap();
    let mut tar = tar::Builder::new(sealed);
    let manifest = folder.join("backup.json");
    tar.append_path_with_name(&manifest, "backup.json").unwrap();
    for (path, _) in files_below(&folder) {
        if path != manifest {
            let name = path.strip_prefix(&folder).unwrap();
            tar.append_path_with_name(&path, name).unwrap();
        }
    }
    tar.into_inner().unwrap().finish().unwrap();
    out
}

fn rewrite(file: &Path, change: impl FnOnce(&mut Value)) {
    let mut json: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    change(&mut json);
    fs::write(file, json.to_string()).unwrap();
}

#[test]
fn what_does_not_fit_together_inside_a_good_seal_is_named() {
    let place = Place::new(3);
    let (lock, key) = keys();
    let unsound = |change: &dyn Fn(&Path)| {
        let archive = repacked(&place, &lock, change);
        match drill(&archive, &key, None) {
            Err(BackupError::Unsound { faults }) => faults,
            other => panic!("{other:?}"),
        }
    };
    let archive = repacked(&place, &lock, |_| ());
    assert!(drill(&archive, &key, None).is_ok(), "unchanged");

    let manifest = |dir: &Path| dir.join("backup.json");
    let faults = unsound(&|dir| rewrite(&manifest(dir), |it| it["n_entries"] = json!(7)));
    assert!(matches!(faults[..], [Fault::Entries { .. }]), "{faults:?}");

    let faults = unsound(&|dir| {
        rewrite(&manifest(dir), |it| {
            it["closings"][1]["sales_total"] = json!(1);
        });
    });
    let (register, z_number) = (1, 2);
    assert_eq!(faults, [Fault::Closing { register, z_number }]);

    let faults = unsound(&|dir| fs::remove_file(dir.join("journal/000002.balmlog")).unwrap());
    assert!(
        faults.iter().any(|it| matches!(it, Fault::File { .. })),
        "{faults:?}"
    );
    let is_journal = |it: &Fault| matches!(it, Fault::Journal { .. });
    let faults = unsound(&|dir| {
        let file = dir.join("journal/000001.balmlog");
        let mut bytes = fs::read(&file).unwrap();
        bytes[3_000] ^= 1;
        fs::write(file, bytes).unwrap();
    });
    assert!(faults.iter().any(is_journal), "{faults:?}");
}

/// Of a program that is newer than this one: said, and nothing is put anywhere.
#[test]
fn a_newer_archive_is_refused_by_its_number() {
    let place = Place::new(2);
    let (lock, key) = keys();
    let archive = repacked(&place, &lock, |dir| {
        rewrite(&dir.join("backup.json"), |it| {
            let known = it["format"].as_u64().unwrap();
            it["format"] = json!(known + 1);
            it["something_new"] = json!({"of": "later"});
        });
    });
    let into = place.path("new");
    let refused = restore(&archive, &into, &key, None);
    match refused {
        Err(BackupError::Newer { found, known }) => assert_eq!(found, known + 1),
        other => panic!("{other:?}"),
    }
    assert!(!into.exists() && !place.path(".new.restoring").exists());
}

#[test]
fn names_that_lead_elsewhere_or_belong_to_the_store_are_refused() {
    let place = Place::new(1);
    let (lock, key) = keys();
    for name in ["index/db", "clean", "lock", "mirror", "last-backup"] {
        let archive = repacked(&place, &lock, |dir| {
            let file = dir.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "x").unwrap();
        });
        let refused = drill(&archive, &key, None);
        assert!(
            matches!(refused, Err(BackupError::Foreign { .. })),
            "{name}: {refused:?}"
        );
    }
    // The writer of the tar library would not make such a name.
    let plain = fs::read(repacked(&place, &lock, |dir| {
        fs::write(dir.join("aa-bb"), "x").unwrap();
    }))
    .unwrap();
    let mut tar = Vec::new();
    let mut opened = key.open(plain.as_slice()).unwrap();
    std::io::Read::read_to_end(&mut opened, &mut tar).unwrap();
    let at = tar.windows(5).rposition(|it| it == b"aa-bb").unwrap();
    tar[at..at + 5].copy_from_slice(b"../bb");
    let header = &mut tar[at..at + 512];
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let out = place.path("evil.tar.age");
    let mut sealed = lock.seal(fs::File::create(&out).unwrap()).unwrap();
    sealed.write_all(&tar).unwrap();
    sealed.finish().unwrap();
    let refused = restore(&out, &place.path("new/shop"), &key, None);
    assert!(
        matches!(refused, Err(BackupError::Foreign { .. })),
        "{refused:?}"
    );
    assert!(!place.path("new").join("bb").exists());
}

#[test]
fn a_damaged_journal_is_no_backup_and_old_archives_stay() {
    let place = Place::new(2);
    let (lock, _) = keys();
    place.back_up(&lock);
    let before = files_below(&place.path("archives"));
    let file = place.path("shop/journal/000001.balmlog");
    let mut bytes = fs::read(&file).unwrap();
    bytes[2_000] ^= 1;
    fs::write(&file, bytes).unwrap();
    let wish = BackupWish {
        made_at: made_at() + TimeDelta::days(1),
        keep: Some(1),
        ..place.wish(&lock)
    };
    let failed = back_up(&place.path("shop"), wish);
    let is_damage =
        |it: &BackupError| matches!(it, BackupError::Store(StoreError::JournalDamaged { .. }));
    assert!(failed.as_ref().is_err_and(is_damage), "{failed:?}");
    assert_eq!(files_below(&place.path("archives")), before);
}

#[test]
fn only_the_last_archives_are_kept_and_none_is_overwritten() {
    let place = Place::new(1);
    let (lock, _) = keys();
    let archives = place.path("archives");
    fs::create_dir(&archives).unwrap();
    fs::write(archives.join("balm-somebody-elses.tar.age"), "x").unwrap();
    for day in 0..5 {
        let wish = BackupWish {
            made_at: made_at() + TimeDelta::days(day),
            keep: Some(2),
            ..place.wish(&lock)
        };
        back_up(&place.path("shop"), wish).unwrap();
    }
    let names: Vec<String> = files_below(&archives)
        .into_iter()
        .map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.iter().any(|it| it.contains("20261204")), "{names:?}");
    assert!(names.iter().any(|it| it.contains("20261205")), "{names:?}");
    let wish = BackupWish {
        made_at: made_at() + TimeDelta::days(4),
        ..place.wish(&lock)
    };
    let again = back_up(&place.path("shop"), wish);
    assert!(
        matches!(again, Err(BackupError::AlreadyThere { .. })),
        "{again:?}"
    );
}

#[cfg(unix)]
#[test]
fn archives_and_what_comes_out_of_them_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new(1);
    let (lock, key) = keys();
    let archive = place.back_up(&lock);
    let into = place.path("new");
    restore(&archive, &into, &key, None).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&archive), 0o600);
    assert_eq!(mode(&into), 0o700);
    assert_eq!(mode(&into.join("journal/000001.balmlog")), 0o600);
}

/// What the list says of the backups of an open shop, on that day.
fn said_of_backups(place: &Place, now: DateTime<Utc>) -> Vec<String> {
    let store = place.shop.store();
    // Else it would be read again after some time.
    store.note_backup(None);
    let locale = Locale::english();
    let words = Words::new(&locale, None);
    let items = query::safekeeping(store, now);
    items.iter().map(|it| words.attention(it)).collect()
}

/// A shop that is reminded, and its keys in two files: the right one and another.
fn reminded() -> (Place, Lock) {
    let place = Place::new(2);
    let (backup, drill) = (3, 31);
    let store = place.shop.store();
    store.remind_of_backups(BackupDays { backup, drill });
    let pair = KeyPair::generate().unwrap();
    fs::write(place.path("key"), &pair.secret).unwrap();
    let other = KeyPair::generate().unwrap();
    fs::write(place.path("other-key"), other.secret).unwrap();
    let lock = Lock::to_recipients(&[pair.recipient]).unwrap();
    (place, lock)
}

fn made_on(place: &Place, made_at: DateTime<Utc>, lock: &Lock) -> PathBuf {
    let wish = BackupWish {
        made_at,
        ..place.wish(lock)
    };
    back_up(&place.path("shop"), wish).unwrap().file
}

/// The program, about the shop in this folder.
fn balm(dir: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
    command.args(["--store", "shop"]).args(args);
    let output = command.current_dir(dir).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_shop_knows_when_its_last_backup_was_made() {
    let (place, lock) = reminded();
    let now = afternoon() + TimeDelta::days(40);
    let says = |want: &str| {
        let said = said_of_backups(&place, now);
        let is_it = said.len() == usize::from(!want.is_empty());
        assert!(is_it && said.concat().contains(want), "{want}: {said:?}");
    };
    says("No backup for 40 days, since this shop began.");
    made_on(&place, now - TimeDelta::days(3), &lock);
    let said = said_of_backups(&place, now);
    assert!(said[0].contains("No backup for 3 days"), "{said:?}");
    let archive = made_on(&place, now - TimeDelta::hours(20), &lock);
    says("none was ever tried");
    let archive = archive.to_str().unwrap();
    let tried = |key: &str| {
        let args = ["restore", archive, "--drill", "--key", key];
        balm(place.dir.path(), &args)
    };
    // It was not opened, and nothing is known by that.
    assert!(tried("other-key").starts_with("FAIL"));
    says("none was ever tried");
    assert!(tried("key").ends_with("PASS\n"));
    assert!(last_drill(&place.path("shop")).is_some());
}

#[test]
fn a_shop_knows_how_the_last_trial_of_a_backup_went() {
    let (place, lock) = reminded();
    let archive = made_on(&place, made_at(), &lock);
    let dir = place.dir.path();
    let tried = |archive: &Path| {
        let archive = archive.to_str().unwrap();
        balm(dir, &["restore", archive, "--drill", "--key", "key"])
    };
    let others = Place::new(1);
    assert!(tried(&others.back_up(&lock)).ends_with("PASS\n"));
    assert_eq!(last_drill(&place.path("shop")), None, "another shop's");

    let tried_at = Utc::now();
    assert!(tried(&archive).ends_with("PASS\n"));
    let known = last_drill(&place.path("shop")).unwrap();
    assert!(known.at >= tried_at && known.failure.is_none());
    let later = |days| said_of_backups(&place, known.at + TimeDelta::days(days)).join("\n");
    assert!(!later(30).contains("was tried"), "{}", later(30));
    let said = later(32);
    assert!(said.contains("No backup was tried for 32 days"), "{said}");

    let rotten = place.path("rotten");
    fs::create_dir(&rotten).unwrap();
    let rotten = rotten.join(archive.file_name().unwrap());
    let mut bytes = fs::read(&archive).unwrap();
    let at = bytes.len() - 50;
    bytes[at] ^= 1;
    fs::write(&rotten, bytes).unwrap();
    assert!(tried(&rotten).starts_with("FAIL"));
    let said = later(0);
    assert!(said.contains("failed its trial on"), "{said}");
    assert!(said.contains("The archive was changed"), "{said}");
    tried(&archive);
    assert!(!later(0).contains("trial"), "{}", later(0));

    // It is told with the proof of the records as well.
    let Place { dir, shop } = place;
    drop(shop);
    let said = balm(dir.path(), &["verify"]);
    for want in ["Last backup: ", "Last trial of one: ", "PASS."] {
        assert!(said.contains(want), "{want}: {said}");
    }
    assert!(said.ends_with("All is well.\n"), "{said}");
}
