//! What each fuzz target does with its bytes, always through a public door of the
//! library, and what it begins with. libFuzzer drives them from here, and
//! `tests/fuzzing.rs` on a stable compiler with changes of its own.
#![allow(dead_code, reason = "each target uses one of them")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    cell::RefCell,
    fs,
    io::{self, Read, Write},
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

use balm::{
    cli::{
        config::Config,
        exec::answer_all,
        import::{self, reader},
    },
    devices::listen,
    domain::{money::Currency, typed},
    ops::{Shop, clock::SettableClock},
    store::{
        Durability, OpenOptions,
        backup::{BackupWish, Key, KeyPair, Lock, back_up, drill, needs_passphrase},
        survey, verify_journal,
    },
    ui::keymap::Keymap,
};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&[u8]),
    pub(crate) seeds: fn() -> Vec<Vec<u8>>,
}

pub(crate) const TARGETS: [Target; 8] = [
    JOURNAL, BACKUP, IMPORT, SCANNER, KEYMAP, SETTINGS, TYPED, EXEC,
];

pub(crate) const JOURNAL: Target = Target {
    name: "journal",
    run: journal,
    seeds: || vec![written_by(DAY)],
};

pub(crate) const BACKUP: Target = Target {
    name: "backup",
    run: backup,
    seeds: || {
        let archive = archive_of(DAY);
        let mut unlocked = Vec::new();
        let keys = keys();
        let mut opened = keys.key.open(&*archive).unwrap();
        opened.read_to_end(&mut unlocked).unwrap();
        vec![archive, unlocked]
    },
};

pub(crate) const IMPORT: Target = Target {
    name: "import",
    run: import_file,
    seeds: || {
        let files: [&[u8]; 4] = [
            b"\x32name,code,price,minutes,tax\nMassage,M60,45.00,60,\nFacial;F30;29,90;30;\n",
            b"\x23\xEF\xBB\xBFname;barcode;price;stock\r\n\"Oil; \"\"rose\"\"\";4006381333931;18,90;3\r\n",
            b"\x44name,phone,email,birth date\nAnna,+371 20000000,anna@example.org,1.2.1990\n",
            b"\x12name,role,hours\nMarta,therapist,mon-fri 9-17\n",
        ];
        files.map(<[u8]>::to_vec).into()
    },
};

pub(crate) const SCANNER: Target = Target {
    name: "scanner",
    run: scanner,
    seeds: || {
        let sent: [&[u8]; 5] = [
            b"4006381333931\r\n4006381333931\r",
            b"\x02]E04006381333931\x03",
            b"]C1010400638133393117261231\x1d10LOT\x00\x00",
            b"%B4111111111111111^DOE/J^2612101?\r",
            b"[)>\x1e06\x1dPP1\x1e\x04\t",
        ];
        sent.map(<[u8]>::to_vec).into()
    },
};

pub(crate) const KEYMAP: Target = Target {
    name: "keymap",
    run: |bytes| {
        // What is not UTF-8 is refused before it comes so far.
        if let Ok(text) = std::str::from_utf8(bytes) {
            let read = Keymap::read(text, Path::new("keys.toml"));
            drop(read.map_err(|err| err.to_string()));
        }
    },
    seeds: || {
        vec![
            include_bytes!("../../keymaps/default.toml").to_vec(),
            b"base = \"default\"\n[global]\n\"F12\" = \"app.quit\"\n\"F1\" = \"\"\n".to_vec(),
        ]
    },
};

pub(crate) const SETTINGS: Target = Target {
    name: "settings",
    run: |bytes| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            let read = Config::parse(Path::new("balm.toml"), text);
            drop(read.map_err(|err| err.to_string()));
        }
    },
    seeds: || {
        let example = include_str!("../../src/cli/balm.example.toml");
        let told: String = example
            .lines()
            .map(|line| line.strip_prefix("# ").unwrap_or(line).to_owned() + "\n")
            .collect();
        vec![
            example.into(),
            told.into(),
            b"register = 2\n[printer]\nuri = \"tcp://192.0.2.1:9100\"\n[scanner]\nuri = \"serial:///dev/ttyUSB0?baud=9600\"\n".to_vec(),
        ]
    },
};

pub(crate) const TYPED: Target = Target {
    name: "typed",
    run: typed_text,
    seeds: || {
        let texts = [
            "1 234,56",
            "-0.05",
            "1'000.00",
            "12.5",
            "31.12.",
            "2028-02-29",
            "29.2.28",
            "+3",
            "mon",
            "9:30",
            "0930",
            "24:00",
            "1h30",
            "90",
            "+371 2000 0000",
            "a@b.example",
        ];
        texts.map(|it| it.as_bytes().to_vec()).into()
    },
};

pub(crate) const EXEC: Target = Target {
    name: "exec",
    run: exec,
    seeds: || {
        let mut lines: Vec<Vec<u8>> = DAY.lines().map(Into::into).collect();
        lines.push(DAY.into());
        lines.push(br#"{"id":"q","ask":"day","date":"2026-11-20"}"#.to_vec());
        lines
    },
};

/// A day of a small shop, a request on each line.
const DAY: &str = r#"{"id":"1","do":"set_up_shop","shop_name":"Lotus","currency":"EUR","time_zone":"Europe/Riga","prices_include_tax":true,"tax":[{"name":"VAT","rate":21000}],"therapists":["Anna"],"rooms":["Rose"],"cash_step_minor":1}
{"id":"2","do":"open_drawer","float":{"cash":[{"value_minor":1000,"n":10}],"card":null},"business_date":null}
{"id":"3","do":"save_service","name":"Massage","code":"M60","price":4500,"tax_class":null,"minutes":60}
{"id":"4","do":"save_product","name":"Oil","code":"P1","price":1890,"tax_class":null,"barcodes":[{"code":"4006381333931","pack_quantity":1}]}
{"id":"5","do":"save_client","name":"Guest","phone":"+371 20000000"}
{"id":"6","do":"book","client":"1-1","service":"1-1","staff":"1-1","room":null,"start":{"date":"2026-11-20","minute":600}}
{"id":"7","do":"add_line","what":{"code":"4006381333931"},"quantity":2}
{"id":"8","do":"add_appointment","appointment":"1-1"}
{"id":"9","do":"change_line","line":1,"discount":{"give":{"percent":10000}}}
{"id":"10","do":"pay","tenders":[{"kind":"cash","amount":10000}],"told":null}
{"id":"11","do":"refund","sale":"1-1","lines":[{"line":1,"quantity":1,"restock":true}],"reason":"Broken"}
{"id":"12","do":"count_drawer","count":{"cash":[{"value_minor":100,"n":150}],"card":null}}
{"id":"13","do":"close_drawer","carry_over":true}
"#;

/// A file of the journal, as it is and with all its hashes made right again, so that
/// what stands behind them is reached.
fn journal(bytes: &[u8]) {
    thread_local! {
        static FOLDER: TempDir = scratch();
    }
    FOLDER.with(|folder| {
        let folder = folder.path();
        read_journal(folder, bytes);
        read_journal(folder, &sealed(bytes));
    });
}

fn read_journal(folder: &Path, bytes: &[u8]) {
    let files = folder.join("journal");
    fs::create_dir_all(&files).unwrap();
    fs::write(files.join("000001.balmlog"), bytes).unwrap();
    let proved = verify_journal(&files, &[], None);
    let whole = survey(folder, None);
    if let (Ok(proved), Ok(whole)) = (&proved, &whole) {
        assert!(whole.n_whole >= proved.n_entries, "{proved:?} {whole:?}");
    }
    drop(proved.map_err(|err| err.to_string()));
}

/// As `docs/journal.md` says: a header of 96 bytes and its hash; then length, length
/// inverted, entry, hash; each entry names the hash before.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    const HEADER: usize = 128;
    let mut bytes = bytes.to_vec();
    if bytes.len() < HEADER {
        return bytes;
    }
    let digest = Sha256::digest(&bytes[..96]);
    bytes[96..HEADER].copy_from_slice(&digest);
    let mut head: [u8; 32] = bytes[40..72].try_into().unwrap();
    let mut at = HEADER;
    while bytes.len() - at > 40 {
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        let n_left = bytes.len() - at - 40;
        let n_entry = usize::try_from(length).unwrap().min(n_left);
        let length = u32::try_from(n_entry).unwrap();
        bytes[at..at + 4].copy_from_slice(&length.to_be_bytes());
        bytes[at + 4..at + 8].copy_from_slice(&(!length).to_be_bytes());
        let (begins, ends) = (at + 8, at + 8 + n_entry);
        if n_entry >= 33 {
            bytes[begins + 1..begins + 33].copy_from_slice(&head);
        }
        head = Sha256::digest(&bytes[begins..ends]).into();
        bytes[ends..ends + 32].copy_from_slice(&head);
        at = ends + 32;
    }
    bytes
}

/// The keys of this process.
struct Keys {
    recipient: String,
    lock: Lock,
    key: Key,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let pair = KeyPair::generate().unwrap();
        Keys {
            lock: Lock::to_recipients(std::slice::from_ref(&pair.recipient)).unwrap(),
            recipient: pair.recipient.clone(),
            key: Key::from_file_text(&pair.secret).unwrap(),
        }
    })
}

/// An archive as it is, and what stands in one once it is unlocked.
fn backup(bytes: &[u8]) {
    thread_local! {
        static FOLDER: TempDir = scratch();
    }
    let keys = keys();
    drop(needs_passphrase(bytes));
    if let Ok(mut opened) = keys.key.open(bytes) {
        // Reading it to its end is what proves it.
        let _ = io::copy(&mut opened, &mut io::sink());
    }
    let mut sealing = keys.lock.seal(Vec::new()).unwrap();
    sealing.write_all(bytes).unwrap();
    let archive = sealing.finish().unwrap();
    FOLDER.with(|folder| {
        let file = folder.path().join("shop.age");
        fs::write(&file, archive).unwrap();
        drop(drill(&file, &keys.key, None).map_err(|err| format!("{err:?}")));
    });
}

/// A backup of a shop that was asked these lines.
fn archive_of(lines: &str) -> Vec<u8> {
    let folder = scratch();
    let shop = small_shop(folder.path());
    answer_all(&shop, 1, lines.as_bytes(), &mut |_| ()).unwrap();
    shop.close().unwrap();
    let to = scratch();
    let wish = BackupWish {
        to: to.path().join("shop.age"),
        lock: Lock::to_recipients(std::slice::from_ref(&keys().recipient)).unwrap(),
        extras: Vec::new(),
        keep: None,
        made_at: "2026-11-20T20:00:00Z".parse().unwrap(),
        program: "balm".to_owned(),
        up_to: None,
        on_progress: None,
    };
    let made = back_up(folder.path(), wish).unwrap();
    fs::read(made.file).unwrap()
}

/// The first byte says what the file holds, and the currency's decimals.
fn import_file(bytes: &[u8]) {
    let [first, file @ ..] = bytes else {
        return;
    };
    let kinds = [
        import::Kind::Rooms,
        import::Kind::Staff,
        import::Kind::Services,
        import::Kind::Products,
        import::Kind::Clients,
    ];
    let kind = kinds[usize::from(first & 15) % kinds.len()];
    drop(reader::read(kind, file, (first >> 4) % 4));
}

/// Zeros are silence on the line, which no code has in it.
struct Serial<'a>(&'a [u8]);

impl Read for Serial<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if let [0, rest @ ..] = self.0 {
            self.0 = rest;
            return Err(io::ErrorKind::TimedOut.into());
        }
        let next_silence = self.0.iter().position(|byte| *byte == 0);
        let n_sent = next_silence.unwrap_or(self.0.len()).min(into.len()).min(7);
        into[..n_sent].copy_from_slice(&self.0[..n_sent]);
        self.0 = &self.0[n_sent..];
        Ok(n_sent)
    }
}

fn scanner(bytes: &[u8]) {
    let mut tell = |news| drop(format!("{news:?}"));
    let ended = listen(Serial(bytes), Duration::ZERO, &mut tell);
    assert!(ended.is_err(), "a line that ends is lost");
}

/// What was understood of an amount reads the same when it is written out.
fn typed_text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for code in ["EUR", "JPY", "KWD"] {
        let currency = Currency::known(code).unwrap();
        if let Ok(amount) = currency.parse(text) {
            let written = currency.format(amount);
            assert_eq!(currency.parse(&written), Ok(amount), "{text:?} {written:?}");
        }
    }
    let today = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
    if let Some(date) = typed::date(text, today) {
        let written = date.format("%Y-%m-%d").to_string();
        assert_eq!(typed::date(&written, today), Some(date), "{text:?}");
    }
    let _ = typed::birth_date(text, today);
    // Until six in the morning after.
    assert!(typed::time(text).is_none_or(|it| it <= 30 * 60), "{text:?}");
    let _ = typed::minutes(text);
    let _ = (typed::is_phone(text), typed::is_email(text));
}

/// Each line that is not blank has one answer, which is JSON.
fn exec(bytes: &[u8]) {
    /// Then the shop is closed, and another one opened.
    const N_LINES_MAX: usize = 20_000;
    struct Open {
        shop: Shop,
        n_lines: usize,
        folder: TempDir,
    }
    thread_local! {
        static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
    }
    OPEN.with_borrow_mut(|open| {
        if open.as_ref().is_some_and(|it| it.n_lines > N_LINES_MAX) {
            *open = None;
        }
        let open = open.get_or_insert_with(|| {
            let folder = scratch();
            let shop = small_shop(folder.path());
            Open {
                shop,
                n_lines: 0,
                folder,
            }
        });
        let mut n_answers = 0;
        answer_all(&open.shop, 1, bytes, &mut |answer| {
            n_answers += 1;
            let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
            assert!(answer.get("failed").is_none(), "{answer}");
        })
        .unwrap();
        let lines = bytes.split(|byte| *byte == b'\n');
        let is_blank = |line: &[u8]| std::str::from_utf8(line).is_ok_and(|it| it.trim().is_empty());
        assert_eq!(n_answers, lines.filter(|it| !is_blank(it)).count());
        open.n_lines += n_answers;
    });
}

fn scratch() -> TempDir {
    TempDir::with_prefix("balm-fuzz-").unwrap()
}

fn small_shop(folder: &Path) -> Shop {
    let now = "2026-11-20T07:00:00Z".parse().unwrap();
    let options = OpenOptions {
        durability: Durability::Relaxed,
        store_id: Some([7; 16]),
        ..OpenOptions::default()
    };
    let clock = Arc::new(SettableClock::new(now));
    let (shop, _) = Shop::open(folder, clock, options).unwrap();
    shop
}

/// The journal of a shop that was asked these lines.
fn written_by(lines: &str) -> Vec<u8> {
    let folder = scratch();
    let shop = small_shop(folder.path());
    let mut refused = Vec::new();
    answer_all(&shop, 1, lines.as_bytes(), &mut |answer| {
        if !answer.contains(r#""ok""#) {
            refused.push(answer.to_owned());
        }
    })
    .unwrap();
    assert!(refused.is_empty(), "{refused:#?}");
    shop.close().unwrap();
    fs::read(folder.path().join("journal/000001.balmlog")).unwrap()
}
