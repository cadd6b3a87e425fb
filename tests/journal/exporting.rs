//! The journal as JSON lines: everything that its hashes are made of.

use std::{
    fs,
    ops::ControlFlow,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use balm::store::{Book, OnProgress, Stage, StoreError, export_journal, verify};
use serde_json::Value;

use super::{Days, Said, has_python, python_says};

fn exported(days: &Days, with_records: bool) -> String {
    let mut lines = Vec::new();
    let n = export_journal(days.dir.path(), with_records, &mut lines, None).unwrap();
    assert_eq!(n, days.journal().n_entries() as u64);
    String::from_utf8(lines).unwrap()
}

#[test]
fn the_lines_have_the_same_hashes_and_a_changed_one_is_found() {
    let days = Days::new();
    let head = verify(days.dir.path(), None).unwrap().head;
    let folder = tempfile::tempdir().unwrap();
    let python = has_python();
    for with_records in [true, false] {
        let text = exported(&days, with_records);
        let file = folder.path().join("journal.jsonl");
        fs::write(&file, &text).unwrap();
        if python {
            let anchor = days.anchors[1].code();
            let said = python_says(Some(&anchor), &[&file]);
            assert_eq!(said, [Said::Ok(head.clone())]);
        }
        assert_eq!(text.contains("\"record\":{"), with_records);

        // Another amount in some record, another name, another time.
        for (old, new) in [
            // A sale, of whatever version.
            ("\"value\":\"1f0", "\"value\":\"1fa"),
            ("\"request\":\"pay\"", "\"request\":\"gift\""),
        ] {
            let changed = text.replacen(old, new, 1);
            assert_ne!(changed, text, "{old}");
            let line = text.lines().position(|it| it.contains(old)).unwrap();
            let entry: Value = serde_json::from_str(text.lines().nth(line).unwrap()).unwrap();
            fs::write(&file, changed).unwrap();
            if python {
                let said = python_says(None, &[&file]);
                assert_eq!(said, [Said::Bad(entry["entry"].as_u64().unwrap())]);
            }
        }
    }
}

/// Counts how often it is told how far an export is, and goes on or stops it.
fn told(n_told: &Arc<AtomicUsize>, then: ControlFlow<()>) -> OnProgress {
    let n_told = Arc::clone(n_told);
    Box::new(move |it| {
        assert!(matches!(it.stage, Stage::Exporting), "{it:?}");
        // In bytes: one segment is long.
        assert!(0 < it.done && it.done < it.total, "{it:?}");
        n_told.fetch_add(1, Ordering::Relaxed);
        then
    })
}

type Part<'a> = (&'a str, &'a dyn Fn(OnProgress) -> Result<(), StoreError>);

/// The journal in one go, the books in two: each says how far it is, and can be stopped.
#[test]
fn every_part_of_an_export_says_how_far_it_is_and_can_be_stopped() {
    let days = Days::new();
    let dir = days.dir.path();
    let book = Book::open(dir, None).unwrap();
    let parts: [Part<'_>; 3] = [
        ("the journal", &|shown| {
            export_journal(dir, true, &mut Vec::new(), Some(shown)).map(drop)
        }),
        ("the books, looked through", &|shown| {
            Book::open(dir, Some(shown)).map(drop)
        }),
        ("the books, written", &|shown| {
            book.read(Some(shown), &mut |_| Ok(()))
        }),
    ];
    for (part, export) in parts {
        let n_told = Arc::new(AtomicUsize::new(0));
        export(told(&n_told, ControlFlow::Continue(()))).unwrap();
        assert!(n_told.load(Ordering::Relaxed) > 0, "{part}");
        let stopped = export(told(&n_told, ControlFlow::Break(())));
        assert!(matches!(stopped, Err(StoreError::Stopped)), "{part}");
    }
}

/// What a person reads beside the bytes.
#[test]
fn records_are_readable() {
    let days = Days::new();
    let text = exported(&days, true);
    let lines: Vec<Value> = text
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    assert_eq!(lines[0]["segment"], 1);
    let changes = lines
        .iter()
        .filter_map(|it| it["changes"].as_array())
        .flatten();
    let sales: Vec<&Value> = changes.filter(|it| it["kind"] == "Sale").collect();
    assert_eq!(sales.len(), 20);
    assert_eq!(sales[0]["record"]["receipt"]["number"], 1);
    assert_eq!(sales[0]["record"]["total"], 3780);
    assert!(
        lines[1]["at"].as_str().unwrap().ends_with('Z'),
        "{}",
        lines[1]
    );
}

fn balm(store: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
    let output = command
        .arg("--store")
        .arg(store)
        .args(args)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    (code, text(output.stdout), text(output.stderr))
}

#[test]
fn it_is_written_to_a_new_file_or_to_the_next_program() {
    let days = Days::new();
    let store = days.dir.path();
    let (code, said, told) = balm(store, &["export", "journal"]);
    assert_eq!((code, said), (0, exported(&days, true)), "{told}");
    assert!(told.contains("entries"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.jsonl");
    let out = file.to_str().unwrap();
    let args = ["export", "journal", "--bytes-only", "--out", out];
    let (code, said, told) = balm(store, &args);
    assert_eq!((code, said.as_str()), (0, ""), "{told}");
    assert_eq!(fs::read_to_string(&file).unwrap(), exported(&days, false));
    assert_eq!(balm(store, &args).0, 2, "never over another file");
}

/// The anchor as people type it, and as they mistype it.
#[test]
fn an_anchor_is_typed_at_the_command_line() {
    let days = Days::new();
    let store = days.dir.path();
    let code = days.anchors[3].code();
    let plain = code.to_lowercase().replace('-', "");
    for typed in [code.as_str(), &plain, &days.anchors[3].head_in_groups()] {
        let (exit, said, _) = balm(store, &["verify", "--anchor", typed]);
        assert_eq!(exit, 0, "{said}");
        let n = days.anchors[3].n_entries;
        let holds = format!("Anchor of entry {n}: holds.");
        assert!(said.contains(&holds), "{said}");
    }
    let mut mistyped: Vec<char> = plain.chars().collect();
    mistyped.swap(3, 4);
    mistyped.swap(7, 9);
    let mistyped: String = mistyped.into_iter().collect();
    let (exit, _, told) = balm(store, &["verify", "--anchor", &mistyped]);
    assert_eq!(exit, 2, "{told}");
    assert!(told.contains("a letter is wrong"), "{told}");

    // The last day, as if it had never been.
    let mut journal = days.journal();
    let n_kept = usize::try_from(days.anchors[2].n_entries).unwrap();
    let (segment, place) = journal.place(n_kept);
    journal.segments.truncate(segment + 1);
    journal.segments[segment].entries.truncate(place + 1);
    super::write(&store.join("journal"), &journal.bytes());
    let (exit, said, _) = balm(store, &["verify"]);
    assert_eq!(exit, 1, "{said}");
    let missing = format!("WRONG, entry {}: the journal ends before it", n_kept + 1);
    assert!(said.contains(&missing), "{said}");
    // Whoever means it takes away what else knows of it.
    fs::remove_file(store.join("clean")).unwrap();
    fs::remove_dir_all(store.join("index")).unwrap();
    let (exit, said, _) = balm(store, &["verify"]);
    assert_eq!(exit, 0, "{said}");
    let both = [
        "verify",
        "--anchor",
        &code,
        "--anchor",
        &days.anchors[2].code(),
    ];
    let (exit, said, _) = balm(store, &both);
    assert_eq!(exit, 1, "{said}");
    for want in [
        "its end was cut off",
        &format!("Anchor of entry {n_kept}: holds."),
    ] {
        assert!(said.contains(want), "{want}: {said}");
    }
}
