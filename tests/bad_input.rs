//! Bad input from every side: settings, folders, files, lines, keys, scans and
//! devices. It gets a clear sentence, and nothing is lost by it.

mod commands;
mod exec_lines;
mod files;
mod imports;
mod monkey;
pub(super) mod screen;
mod settings;

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// How a run of the program ended.
#[derive(Debug)]
struct Ended {
    code: i32,
    said: String,
    complaint: String,
}

impl Ended {
    #[track_caller]
    fn with(self, code: i32, wants: &[&str]) -> Self {
        let told = format!("{}{}", self.said, self.complaint);
        assert_eq!(self.code, code, "{told}");
        for want in wants {
            assert!(told.contains(want), "{want:?} is not in: {told}");
        }
        assert!(!told.contains("panicked"), "{told}");
        self
    }
}

/// The real binary, with pipes for a terminal and `input` to read.
fn balm(args: &[&str], input: &[u8]) -> Ended {
    balm_in(Path::new("."), args, input)
}

fn balm_in(folder: &Path, args: &[&str], input: &[u8]) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_balm"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    // It may end without reading any of it.
    let writer = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ended {
        code: output.status.code().unwrap(),
        said: String::from_utf8(output.stdout).unwrap(),
        complaint: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Every file below a folder with its content.
fn everything_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(everything_in(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

const SET_UP: &str = r#"{"id": "spa", "do": "set_up_shop", "shop_name": "Lotus Spa", "currency": "EUR", "time_zone": "Europe/Riga", "prices_include_tax": true, "tax": [{"name": "VAT", "rate": 21000}], "therapists": ["Anna"], "rooms": ["Rose"], "cash_step_minor": 1}"#;

const OPEN_DRAWER: &str = r#"{"id": "drawer", "do": "open_drawer", "float": {"cash": [{"value_minor": 1000, "n": 10}], "card": null}, "business_date": null}"#;

/// A new shop in `store`, as the first request makes it.
fn set_up(store: &Path) {
    let lines = format!("{SET_UP}\n{OPEN_DRAWER}\n");
    exec(store, lines.as_bytes()).with(0, &[]);
}

fn exec(store: &Path, lines: &[u8]) -> Ended {
    balm(&["--store", store.to_str().unwrap(), "exec"], lines)
}

/// What `balm verify` counts, after it found all well.
#[track_caller]
fn journal_line(store: &Path) -> String {
    let proof = balm(&["--store", store.to_str().unwrap(), "verify"], b"");
    let proof = proof.with(0, &["All is well."]);
    proof.said.lines().next().unwrap().to_owned()
}

/// No test of this may wait long.
#[track_caller]
fn in_seconds<T>(most: u64, act: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = act();
    let took = began.elapsed();
    assert!(took.as_secs() < most, "it took {took:?}");
    done
}
