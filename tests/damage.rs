//! Bits flipped, ends cut off and files gone, at random, among all files that a shop
//! has: what is told afterwards is what was told before, or a named error; never another
//! amount, and never the text of a panic.
//!
//! `BALM_FLIPS=10000 cargo test --test whole damage -- --nocapture` is the long run,
//! with a cut for every ten flips.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, File, FileTimes, Permissions},
    io::{Read, Write},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use balm::{
    ops::{clock::SystemClock, request::Request, shop::Shop},
    store::{
        MirrorOptions, OpenOptions,
        backup::{BackupWish, Key, KeyPair, LastDrill, Lock, back_up, drill, note_drill},
    },
};
use serde_json::{Value, json};

use crate::desk::SESSION;

const FLIPS_PER_CUT: u32 = 10;
/// A start with an index to build again takes part of a second.
const PATIENCE: Duration = Duration::from_secs(60);

fn n_flips() -> u32 {
    std::env::var("BALM_FLIPS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(150)
}

/// Two days of trade in several segments, a checkpoint from the first one's close,
/// and sales after it.
fn make_shop(store: &Path) {
    let options = OpenOptions {
        segment_bytes_max: 24 * 1024,
        ..OpenOptions::default()
    };
    let (shop, _) = Shop::open(store, std::sync::Arc::new(SystemClock), options).unwrap();
    let mut day = Day {
        shop: &shop,
        n_asked: 0,
    };
    day.ask(
        &json!({"do": "set_up_shop", "shop_name": "Damage test", "currency": "EUR",
        "time_zone": "Europe/Riga", "prices_include_tax": true,
        "tax": [{"name": "VAT", "rate": 21000}], "therapists": ["Anna"], "rooms": ["Rose"],
        "cash_step_minor": 1}),
    );
    for (code, price) in [("OIL", 1_890), ("SALT", 740), ("WAX", 2_615)] {
        day.ask(
            &json!({"do": "save_product", "name": code, "code": code, "price": price,
            "cost": 300}),
        );
    }
    for (name, phone) in [("Liga Ozola", "20000101"), ("Janis Berzins", "20000202")] {
        day.ask(&json!({"do": "save_client", "name": name, "phone": phone}));
    }
    day.trade(12);
    day.ask(&json!({"do": "count_drawer", "count": {"cash": [{"value_minor": 1, "n": 40_000}]}}));
    day.ask(&json!({"do": "close_drawer", "carry_over": false}));
    let began = Instant::now();
    while !store.join("checkpoint-1").exists() {
        assert!(began.elapsed() < PATIENCE, "the close made no checkpoint");
        thread::sleep(Duration::from_millis(20));
    }
    day.trade(9);
    leave_marks(&shop, store);
    shop.close().unwrap();
    let settings = "[screen]\nprofile = \"full\"\n";
    let settings_file = store.join("balm.toml");
    fs::write(&settings_file, settings).unwrap();
    fs::set_permissions(&settings_file, Permissions::from_mode(0o600)).unwrap();
}

/// What a shop notes beside its records: when it was last backed up, and tried, and
/// where its mirror is.
fn leave_marks(shop: &Shop, store: &Path) {
    let beside = store.with_file_name("beside");
    fs::create_dir(&beside).unwrap();
    let pair = KeyPair::generate().unwrap();
    let key = Key::from_file_text(&pair.secret).unwrap();
    let file = beside.join("archive.tar.age");
    let wish = BackupWish {
        to: file.clone(),
        lock: Lock::to_recipients(&[pair.recipient]).unwrap(),
        extras: Vec::new(),
        keep: None,
        made_at: shop.now(),
        program: "balm test".to_owned(),
        up_to: Some(shop.store().backup_point()),
        on_progress: None,
    };
    back_up(store, wish).unwrap();
    let last = LastDrill {
        at: shop.now(),
        file: file.clone(),
        failure: None,
    };
    note_drill(store, &drill(&file, &key, None), &last).unwrap();
    let folder = beside.join("mirror");
    fs::create_dir(&folder).unwrap();
    let alarm_after = Duration::from_secs(60);
    shop.store()
        .start_mirror(&MirrorOptions {
            folder,
            alarm_after,
        })
        .unwrap();
    let began = Instant::now();
    while !shop.store().mirror().is_some_and(|it| it.is_well()) {
        assert!(began.elapsed() < PATIENCE, "the mirror never followed");
        thread::sleep(Duration::from_millis(20));
    }
}

struct Day<'a> {
    shop: &'a Shop,
    n_asked: u32,
}

impl Day<'_> {
    fn ask(&mut self, request: &Value) {
        self.n_asked += 1;
        let request: Request = serde_json::from_value(request.clone()).unwrap();
        let done = self
            .shop
            .run(&SESSION, &format!("d{}", self.n_asked), &request);
        assert!(done.is_ok(), "{request:?}: {done:?}");
    }

    /// Opens the drawer and sells.
    fn trade(&mut self, n_sales: u32) {
        self.ask(&json!({"do": "open_drawer", "float": {"cash": [{"value_minor": 100, "n": 50}]}}));
        for n in 0..n_sales {
            for code in ["OIL", "SALT", "WAX"].iter().take(1 + n as usize % 3) {
                self.ask(&json!({"do": "add_line", "what": {"code": code}}));
            }
            self.ask(&json!({"do": "pay", "tenders": [{"kind": "cash", "amount": null}]}));
        }
    }
}

/// What is asked of every shop, damaged or not, and one more sale at the end.
fn questions() -> String {
    let lines = [
        json!({"ask": "find_receipts", "text": "", "date": null, "client": null}),
        json!({"ask": "stock", "text": ""}),
        json!({"ask": "find_clients", "text": "2000"}),
        json!({"ask": "find_items", "text": "oil"}),
        json!({"ask": "before_close"}),
        json!({"ask": "drawer"}),
        json!({"id": "x1", "do": "add_line", "what": {"code": "WAX"}}),
        json!({"id": "x2", "do": "pay", "tenders": [{"kind": "cash", "amount": null}]}),
        json!({"id": "x3", "do": "count_drawer",
            "count": {"cash": [{"value_minor": 1, "n": 30_000}]}}),
        json!({"ask": "drawer_figures"}),
    ];
    lines.map(|line| line.to_string()).join("\n") + "\n"
}

/// How the program ended on a store.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    said: String,
    complaint: String,
}

fn ask(store: &Path) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_balm"))
        .args(["--register", "1", "--store"])
        .arg(store)
        .arg("exec")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // It may end without reading any of it.
    let _ = stdin.write_all(questions().as_bytes());
    drop(stdin);
    let (said, complaint) = (read_all(child.stdout.take()), read_all(child.stderr.take()));
    let code = wait(&mut child);
    Ended {
        code,
        said: said.join().unwrap(),
        complaint: complaint.join().unwrap(),
    }
}

fn read_all(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut text = Vec::new();
        let _ = pipe.unwrap().read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    })
}

/// `None` for one that had to be killed.
fn wait(child: &mut Child) -> Option<i32> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status.code().unwrap_or(-1));
        }
        thread::sleep(Duration::from_millis(1));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

fn files_below(dir: &Path) -> BTreeMap<PathBuf, u64> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.insert(path.clone(), fs::metadata(&path).unwrap().len());
        }
    }
    files
}

/// Times of change and all: what was closed cleanly is to open as clean.
fn copy(from: &Path, to: &Path) {
    for path in files_below(from).into_keys() {
        let target = to.join(path.strip_prefix(from).unwrap());
        private_dir(target.parent().unwrap());
        fs::copy(&path, &target).unwrap();
        keep_time(&path, &target);
    }
    private_dir(&to.join("index/blobs"));
}

/// As a shop makes its folders: one that stands open is said at the next start.
fn private_dir(dir: &Path) {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(dir).unwrap();
}

fn keep_time(from: &Path, to: &Path) {
    let changed = fs::metadata(from).unwrap().modified().unwrap();
    let file = File::options().write(true).open(to).unwrap();
    file.set_times(FileTimes::new().set_modified(changed))
        .unwrap();
}

/// Changes one file of the copy; as a failing disk would, without a trace, or with
/// a new time of change. Says what it did.
fn damage(whole: &Path, copy: &Path, is_cut: bool, rng: &mut fastrand::Rng) -> String {
    let files: Vec<(PathBuf, u64)> = files_below(whole)
        .into_iter()
        .filter(|(_, len)| *len > 0)
        .collect();
    let (original, _) = &files[rng.usize(..files.len())];
    let name = original.strip_prefix(whole).unwrap();
    let path = copy.join(name);
    if is_cut && rng.u8(..4) == 0 {
        fs::remove_file(&path).unwrap();
        return format!("{} gone", name.display());
    }
    let mut bytes = fs::read(&path).unwrap();
    let n_used = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0) + 1;
    let at = rng.usize(..n_used);
    if is_cut {
        bytes.truncate(at);
    } else {
        bytes[at] ^= 1 << rng.u8(..8);
    }
    fs::write(&path, &bytes).unwrap();
    let leaves_no_trace = rng.bool();
    if leaves_no_trace {
        keep_time(original, &path);
    }
    let what = if is_cut { "cut" } else { "flip" };
    format!(
        "{what} {} at {at}, untraced {leaves_no_trace}",
        name.display()
    )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// The same answers, and nothing said.
    Harmless,
    /// The same answers, and a word about what was mended.
    Mended,
    /// A named error.
    Named,
}

/// # Panics
///
/// When an answer is another than it should be, or no error names what is wrong.
fn judge(ended: &Ended, expected: &str, did: &str) -> Verdict {
    let told = || {
        format!(
            "{did}\n{}\n{}\nexpected\n{expected}",
            ended.said, ended.complaint
        )
    };
    assert!(ended.code.is_some(), "it hung: {}", told());
    let text = format!("{}{}", ended.said, ended.complaint);
    assert!(!text.contains("panicked"), "a panic: {}", told());
    assert!(!text.contains("overflowed its stack"), "{}", told());
    if ended.code == Some(0) && timeless(&ended.said) == expected {
        return if ended.complaint.is_empty() {
            Verdict::Harmless
        } else {
            Verdict::Mended
        };
    }
    // Whatever was answered before the error must be right all the same.
    let said = timeless(&ended.said);
    for (line, want) in said.lines().zip(expected.lines()) {
        assert!(
            line == want || line.contains("\"failed\""),
            "wrong: {}",
            told()
        );
    }
    let is_named = ended.complaint.contains("balm: ") || said.contains("\"failed\"");
    assert!(is_named && ended.code != Some(0), "unnamed: {}", told());
    Verdict::Named
}

/// The answers without what the clock has put in.
fn timeless(said: &str) -> String {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, _| name != "at" && !name.ends_with("_at") && name != "date");
                fields.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => (),
        }
    }
    let mut lines = String::new();
    for line in said.lines() {
        let mut answer: Value = serde_json::from_str(line).unwrap();
        strip(&mut answer);
        let _ = writeln!(lines, "{answer}");
    }
    lines
}

#[test]
fn damage_is_named_or_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let whole = dir.path().join("whole");
    make_shop(&whole);
    let scratch = |name: &str| {
        let path = dir.path().join(name);
        let _ = fs::remove_dir_all(&path);
        copy(&whole, &path);
        path
    };
    let sound = ask(&scratch("sound"));
    assert_eq!(
        (sound.code, sound.complaint.as_str()),
        (Some(0), ""),
        "{sound:?}"
    );
    let expected = timeless(&sound.said);
    assert_eq!(expected.lines().count(), questions().lines().count());
    assert!(
        !expected.contains("\"failed\"") && !expected.contains("\"refused\""),
        "{expected}"
    );

    let n_flips = n_flips();
    let n_all = n_flips + n_flips / FLIPS_PER_CUT;
    let next = AtomicU32::new(0);
    let verdicts = Mutex::new(BTreeMap::<(bool, Verdict), u32>::new());
    thread::scope(|scope| {
        for worker in 0..2 {
            let (next, verdicts, scratch, expected, whole) =
                (&next, &verdicts, &scratch, &expected, &whole);
            scope.spawn(move || {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= n_all {
                        return;
                    }
                    let mut rng = fastrand::Rng::with_seed(seed.into());
                    let is_cut = seed >= n_flips;
                    let path = scratch(&format!("copy-{worker}"));
                    let did = damage(whole, &path, is_cut, &mut rng);
                    let verdict = judge(&ask(&path), expected, &format!("seed {seed}: {did}"));
                    *verdicts
                        .lock()
                        .unwrap()
                        .entry((is_cut, verdict))
                        .or_default() += 1;
                }
            });
        }
    });
    let verdicts = verdicts.into_inner().unwrap();
    println!(
        "{n_flips} flips and {} cuts, none wrong: {verdicts:?}",
        n_all - n_flips
    );
    let n_of = |wanted| -> u32 {
        let of = verdicts.iter().filter(|((_, it), _)| *it == wanted);
        of.map(|(_, n)| n).sum()
    };
    assert!(
        n_of(Verdict::Named) > 0 && n_of(Verdict::Mended) > 0,
        "{verdicts:?}"
    );
}
