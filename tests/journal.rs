//! The journal as a file that people hold against each other: forged, cut, damaged,
//! repaired, exported, and proved by a second program.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use balm::{
    domain::{
        anchor::{Anchor, AnchorMark},
        drawer::DrawerSession,
        print_job::Printable,
    },
    locale::Locale,
    ops::{
        clock::SettableClock,
        query::{Answer, Query},
        request::Request,
        shop::{Shop, Stop},
    },
    reports::{Wording, page},
    store::{Durability, OpenOptions, Reads, StoreError, VerifyReport, verify_journal},
};
use chrono::Duration;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{
    desk::{SESSION, afternoon},
    small_spa,
};

mod books;
mod exporting;
mod from_archives;
mod looking_back;
mod repairing;
mod tampering;

const HEADER_LEN: usize = 128;

/// A shop of four days, closed each evening, its journal in several small segments.
struct Days {
    dir: TempDir,
    /// Of the closings in order.
    anchors: Vec<Anchor>,
}

impl Days {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut anchors = Vec::new();
        let (shop, clock) = open(dir.path());
        small_spa::build(&shop, &clock);
        for day in 0..4 {
            a_day(&shop, &clock, day);
            anchors.push(last_anchor(&shop));
            clock.set(shop.now() + Duration::hours(20));
        }
        shop.close().unwrap();
        Self { dir, anchors }
    }

    fn journal(&self) -> Journal {
        Journal::read(&self.dir.path().join("journal"))
    }

    fn marks(&self) -> Vec<AnchorMark> {
        let codes = self.anchors.iter().map(Anchor::code);
        codes.map(|code| code.parse().unwrap()).collect()
    }
}

fn open(dir: &Path) -> (Shop, Arc<SettableClock>) {
    let clock = Arc::new(SettableClock::new(afternoon()));
    let options = OpenOptions {
        durability: Durability::Synced,
        segment_bytes_max: 8_000,
        ..OpenOptions::default()
    };
    let (shop, _) = Shop::open(dir, Arc::<SettableClock>::clone(&clock), options).unwrap();
    (shop, clock)
}

fn asks(shop: &Shop, id: &str, request: Value) -> Result<(), Stop> {
    let request: Request = serde_json::from_value(request).unwrap();
    shop.run(&SESSION, id, &request).map(drop)
}

/// Opens, sells five times by cash and by card, moves cash, counts and closes.
fn a_day(shop: &Shop, clock: &SettableClock, day: u32) {
    let does = |id: String, request| {
        clock.set(shop.now() + Duration::minutes(3));
        asks(shop, &id, request).unwrap_or_else(|stop| panic!("{id}: {stop:?}"));
    };
    let cash = json!({"cash": [{"value_minor": 1000, "n": 10}], "card": null});
    does(
        format!("open-{day}"),
        json!({"do": "open_drawer", "float": cash, "business_date": null}),
    );
    for sale in 0..5 {
        let code = ["ARGAN", "SW60", "CANDLE"][sale % 3];
        does(
            format!("line-{day}-{sale}"),
            json!({"do": "add_line", "what": {"code": code}}),
        );
        let kind = ["cash", "card"][sale % 2];
        does(
            format!("pay-{day}-{sale}"),
            json!({"do": "pay", "tenders": [{"kind": kind, "amount": null}]}),
        );
    }
    does(
        format!("move-{day}"),
        json!({"do": "move_cash", "amount": -500, "reason": "flowers"}),
    );
    let count = json!({"cash": [{"value_minor": 1000, "n": 20}], "card": 8750});
    does(
        format!("count-{day}"),
        json!({"do": "count_drawer", "count": count}),
    );
    does(
        format!("close-{day}"),
        json!({"do": "close_drawer", "carry_over": true}),
    );
}

fn last_anchor(shop: &Shop) -> Anchor {
    let reads = shop.read();
    let sessions: Vec<DrawerSession> = reads.all().unwrap();
    let closings = sessions.into_iter().filter_map(|it| it.closing);
    let last = closings.max_by_key(|it| it.closed_at).unwrap();
    reads.anchor(last.closed_at).unwrap().unwrap()
}

/// Segments taken apart by what `docs/journal.md` says, and put together again.
#[derive(Clone)]
struct Journal {
    segments: Vec<Segment>,
}

#[derive(Clone)]
struct Segment {
    header: Vec<u8>,
    /// Entries without their frames.
    entries: Vec<Vec<u8>>,
}

impl Journal {
    fn read(dir: &Path) -> Self {
        let mut files: Vec<_> = fs::read_dir(dir)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        files.sort();
        let segments = files
            .iter()
            .map(|file| Segment::read(&fs::read(file).unwrap()));
        Self {
            segments: segments.collect(),
        }
    }

    fn n_entries(&self) -> usize {
        self.segments.iter().map(|it| it.entries.len()).sum()
    }

    /// Segment and place of the entry with this number.
    fn place(&self, seq: usize) -> (usize, usize) {
        let mut rest = seq - 1;
        for (idx, segment) in self.segments.iter().enumerate() {
            if rest < segment.entries.len() {
                return (idx, rest);
            }
            rest -= segment.entries.len();
        }
        panic!("no entry {seq}");
    }

    fn entry(&mut self, seq: usize) -> &mut Vec<u8> {
        let (segment, place) = self.place(seq);
        &mut self.segments[segment].entries[place]
    }

    fn bytes(&self) -> Vec<Vec<u8>> {
        self.segments.iter().map(Segment::bytes).collect()
    }

    /// Numbers, times and hashes put right from the first entry to the last, as
    /// somebody would who knows all of this.
    fn forge_chain(&mut self) {
        let (mut seq, mut head, mut last_at) = (0_u64, vec![0; 32], i64::MIN);
        for segment in &mut self.segments {
            segment.header[32..40].copy_from_slice(&(seq + 1).to_be_bytes());
            segment.header[40..72].copy_from_slice(&head);
            let hash = Sha256::digest(&segment.header[..96]);
            segment.header[96..].copy_from_slice(&hash);
            for entry in &mut segment.entries {
                seq += 1;
                let at = i64::from_be_bytes(entry[41..49].try_into().unwrap());
                last_at = at.max(last_at.saturating_add(1));
                entry[1..33].copy_from_slice(&head);
                entry[33..41].copy_from_slice(&seq.to_be_bytes());
                entry[41..49].copy_from_slice(&last_at.to_be_bytes());
                head = Sha256::digest(&*entry).to_vec();
            }
        }
    }
}

impl Segment {
    fn read(bytes: &[u8]) -> Self {
        let (header, mut rest) = bytes.split_at(HEADER_LEN);
        let mut entries = Vec::new();
        while !rest.is_empty() {
            let len = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
            entries.push(rest[8..8 + len].to_vec());
            rest = &rest[8 + len + 32..];
        }
        Self {
            header: header.to_vec(),
            entries,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let frames = self.entries.iter().flat_map(|entry| frame(entry));
        [self.header.clone(), frames.collect()].concat()
    }
}

fn frame(entry: &[u8]) -> Vec<u8> {
    let len = u32::try_from(entry.len()).unwrap();
    let lengths = [len.to_be_bytes(), (!len).to_be_bytes()].concat();
    [&lengths, entry, &Sha256::digest(entry)[..]].concat()
}

fn write(dir: &Path, segments: &[Vec<u8>]) {
    let _ = fs::remove_dir_all(dir);
    fs::create_dir_all(dir).unwrap();
    for (bytes, number) in segments.iter().zip(1..) {
        fs::write(dir.join(format!("{number:06}.balmlog")), bytes).unwrap();
    }
}

/// What a proof says of a folder's chain, in the words of both programs.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Ok(String),
    Torn(String),
    /// The first entry that is not right.
    Bad(u64),
}

fn balm_says(proved: &Result<VerifyReport, StoreError>) -> Said {
    match proved {
        Ok(report) if report.n_torn_bytes > 0 => Said::Torn(report.head.clone()),
        Ok(report) => Said::Ok(report.head.clone()),
        Err(StoreError::JournalDamaged {
            entry: 0, n_good, ..
        }) => Said::Bad(n_good + 1),
        Err(StoreError::JournalDamaged { entry, .. }) => Said::Bad(*entry),
        // A forged format: the header alone was read.
        Err(StoreError::NewerStore { .. }) => Said::Bad(0),
        Err(other) => panic!("{other:?}"),
    }
}

fn has_python() -> bool {
    let asked = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let is_there = asked.is_ok_and(|it| it.success());
    if !is_there {
        println!("skipped: no python3 for the second verifier");
    }
    is_there
}

/// What the second verifier says of each path.
fn python_says(anchor: Option<&str>, paths: &[&Path]) -> Vec<Said> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/second_verifier.py");
    let mut python = Command::new("python3");
    python.arg(script);
    if let Some(anchor) = anchor {
        python.args(["--anchor", anchor]);
    }
    let output = python.args(paths).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    let one = |(line, path): (&str, &&Path)| {
        let words = line.strip_prefix(&format!("{} ", path.display())).unwrap();
        let words: Vec<&str> = words.split(' ').collect();
        match words[0] {
            "ok" => Said::Ok(words[2].to_owned()),
            "torn" => Said::Torn(words[2].to_owned()),
            _ => Said::Bad(words[1].parse().unwrap()),
        }
    };
    let all: Vec<Said> = said.lines().zip(paths).map(one).collect();
    assert_eq!(all.len(), paths.len());
    all
}

/// Years later, with the day's own paper lost.
#[test]
fn every_copy_of_a_z_has_the_anchor_of_its_closing() {
    let days = Days::new();
    let (shop, clock) = open(days.dir.path());
    clock.set(shop.store().last_entry().unwrap().1 + Duration::days(20));
    a_day(&shop, &clock, 9);
    let sessions: Vec<DrawerSession> = shop.read().all().unwrap();
    assert_eq!(sessions.len(), 5);
    for (session, anchor) in sessions.iter().zip(&days.anchors) {
        let what = Printable::Z(session.id);
        let n_columns = 42;
        let locale = Locale::english();
        let shown = shop.ask(&SESSION, &locale, &Query::Preview { what, n_columns });
        let Ok(Answer::Preview { lines }) = shown else {
            panic!("{shown:?}");
        };
        let settings = shop.settings().unwrap();
        let documents = shop.documents();
        let wording = Wording {
            locale: &locale,
            documents: &documents,
        };
        let copy = page(&shop.read(), &settings, wording, what, 1, n_columns).unwrap();
        for lines in [lines, copy.unwrap().to_text()] {
            let code = format!("Anchor             {}", anchor.code());
            assert!(lines.contains(&code), "{code}: {lines:#?}");
            // The code is short for these two, which are there as well.
            let text = lines.join(" ");
            assert!(text.contains(&anchor.head_in_groups()), "{lines:#?}");
            let n_entries = anchor.n_entries.to_string();
            let says_count =
                |it: &&String| it.starts_with("Journal entries ") && it.ends_with(&n_entries);
            assert!(
                lines.iter().any(|it| says_count(&it)),
                "{n_entries}: {lines:#?}"
            );
        }
    }
}

#[test]
fn a_clean_journal_is_proved_by_both_programs_and_all_anchors_hold() {
    let days = Days::new();
    let dir = days.dir.path().join("journal");
    let proved = verify_journal(&dir, &days.marks(), None);
    let report = proved.as_ref().unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert!(report.n_segments > 4, "{report:?}");
    assert_eq!(report.receipts[&1], 20);
    assert_eq!(report.ledger_totals["EUR"], 0);
    if has_python() {
        let last = days.anchors.last().unwrap().code().to_lowercase();
        let said = python_says(Some(&last), &[&dir]);
        assert_eq!(said, [balm_says(&proved)]);
    }
}
