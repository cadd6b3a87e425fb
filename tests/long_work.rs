//! Long work of the real binary, stopped and killed at several points: nothing that
//! was confirmed is lost, nothing half done has a good name, and it goes on.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, ExitStatus, Output, Stdio},
    thread,
    time::Duration,
};

use balm::{
    domain::client::Client,
    store::{self, IndexVerdict, Reads, VerifyOptions, VerifyReport},
};

use crate::desk::{afternoon, open_shop};

const SET_UP: &str = r#"{"id": "a1", "do": "set_up_shop", "shop_name": "Long work", "currency": "EUR", "time_zone": "Europe/Riga", "prices_include_tax": true, "tax": [{"name": "VAT", "rate": 21000}], "therapists": ["Anna"], "rooms": ["Rose"], "cash_step_minor": 1}"#;

fn balm(args: &[&str], dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
    command
        .args(args)
        .arg("--store")
        .arg(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn exec(dir: &Path, line: &str) -> Output {
    let mut child = balm(&["exec"], dir).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{line}").unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// Sends the signal after so long, if the program is still there then.
fn signalled(command: &mut Command, signal: &str, after: Duration) -> Output {
    let child = command.spawn().unwrap();
    thread::sleep(after);
    let kill = format!("kill -s {signal} {} 2>/dev/null", child.id());
    // The shell's own: not every machine has a program of that name.
    let _ = Command::new("sh").args(["-c", &kill]).status();
    child.wait_with_output().unwrap()
}

/// Journal and index.
fn verified(dir: &Path) -> VerifyReport {
    let options = VerifyOptions {
        deep: true,
        ..VerifyOptions::default()
    };
    store::verify_with(dir, options).unwrap()
}

fn is_killed(status: ExitStatus) -> bool {
    status.code().is_none()
}

#[test]
fn a_kept_demo_is_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("spa");
    let draft = folder.path().join("spa.incomplete");
    let demo = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
        command
            .args(["demo", "--days", "0", "--at"])
            .arg(&at)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    };
    let mut n_stopped = 0;
    for (signal, millis) in [
        ("INT", 150),
        ("KILL", 400),
        ("TERM", 300),
        ("KILL", 50),
        ("INT", 600),
    ] {
        let output = signalled(&mut demo(), signal, Duration::from_millis(millis));
        if output.status.success() {
            // A quick machine: there is nothing to stop any more.
            fs::remove_dir_all(&at).unwrap();
            continue;
        }
        n_stopped += 1;
        assert!(!at.exists(), "{signal} after {millis} ms: {output:?}");
        if !is_killed(output.status) && output.status.code() == Some(1) {
            assert!(!draft.exists(), "{signal} after {millis} ms");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains("nothing is kept"), "{said}");
        }
    }
    assert!(n_stopped > 0);
    let made = demo().output().unwrap();
    assert!(made.status.success(), "{made:?}");
    assert!(!draft.exists());
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    assert!(
        said.contains("2500 clients") && said.contains("balm --store"),
        "{said}"
    );
    let report = verified(&at);
    assert!(
        report.is_sound() && report.index == IndexVerdict::Same,
        "{report:?}"
    );
    // A folder with something in it is never written over.
    let again = demo().output().unwrap();
    assert_eq!(again.status.code(), Some(2), "{again:?}");
    assert_eq!(store::verify(&at, None).unwrap().head, report.head);
}

#[test]
fn an_import_goes_on_where_it_was_stopped() {
    const N_CLIENTS: usize = 3_000;
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("shop");
    assert!(exec(&dir, SET_UP).status.success());
    let file = folder.path().join("clients.csv");
    let rows = (0..N_CLIENTS).fold("Name\n".to_owned(), |text, n| format!("{text}Guest {n}\n"));
    fs::write(&file, rows).unwrap();
    let file = file.to_str().unwrap();
    for (signal, millis) in [("INT", 200), ("KILL", 300), ("TERM", 400), ("KILL", 120)] {
        let mut import = balm(&["import", "clients", file], &dir);
        let output = signalled(&mut import, signal, Duration::from_millis(millis));
        if output.status.code() == Some(1) {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(said.contains("Stopped as asked"), "{said}");
        }
        let report = store::verify(&dir, None).unwrap();
        assert!(report.is_sound(), "{signal}: {report:?}");
    }
    let last = balm(&["import", "clients", file], &dir).output().unwrap();
    assert!(last.status.success(), "{last:?}");
    let (shop, _) = open_shop(&dir, afternoon());
    let clients: Vec<Client> = shop.read().all().unwrap();
    assert_eq!(clients.len(), N_CLIENTS, "each once");
}

/// The index is lost again and again, and the program that builds it ended.
#[test]
fn an_index_that_is_built_is_built_in_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("shop");
    assert!(exec(&dir, SET_UP).status.success());
    let file = folder.path().join("clients.csv");
    let rows = (0..2_000).fold("Name\n".to_owned(), |text, n| format!("{text}Guest {n}\n"));
    fs::write(&file, rows).unwrap();
    let imported = balm(&["import", "clients", file.to_str().unwrap()], &dir).output();
    assert!(imported.unwrap().status.success());
    let before = store::verify(&dir, None).unwrap();
    for (round, signal) in ["KILL", "INT", "KILL", "TERM", "KILL", "KILL"]
        .iter()
        .enumerate()
    {
        if round % 2 == 0 {
            // Killed early, the last one has not even begun it.
            let _ = fs::remove_dir_all(dir.join("index"));
        }
        let millis = 20 + 60 * round as u64;
        let mut opens = balm(&["import", "rooms", "-", "--dry-run"], &dir);
        signalled(&mut opens, signal, Duration::from_millis(millis));
    }
    let answer = exec(&dir, r#"{"id": "q1", "ask": "attention"}"#);
    assert!(answer.status.code().is_some(), "{answer:?}");
    let after = verified(&dir);
    assert_eq!(
        (after.n_entries, &after.head),
        (before.n_entries, &before.head)
    );
    assert_eq!(after.index, IndexVerdict::Same, "{after:?}");
}

#[test]
fn a_stopped_proof_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("shop");
    assert!(exec(&dir, SET_UP).status.success());
    for (signal, millis) in [("INT", 10), ("KILL", 20), ("INT", 40), ("TERM", 1)] {
        signalled(
            &mut balm(&["verify"], &dir),
            signal,
            Duration::from_millis(millis),
        );
    }
    let report = verified(&dir);
    assert!(
        report.is_sound() && report.index == IndexVerdict::Same,
        "{report:?}"
    );
}

/// A file that an export writes has its name once it is whole, whatever ends the
/// program before.
#[test]
fn an_export_is_whole_or_has_no_name() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("shop");
    assert!(exec(&dir, SET_UP).status.success());
    let file = folder.path().join("clients.csv");
    let rows = (0..3_000).fold("Name\n".to_owned(), |text, n| format!("{text}Guest {n}\n"));
    fs::write(&file, rows).unwrap();
    let imported = balm(&["import", "clients", file.to_str().unwrap()], &dir).output();
    assert!(imported.unwrap().status.success());
    let out = folder.path().join("journal.jsonl");
    let draft = folder.path().join("journal.jsonl.incomplete");
    let export = || balm(&["export", "journal", "--out", out.to_str().unwrap()], &dir);
    // The start takes a while, and the writing too: somewhere in it.
    let mut n_stopped = 0;
    for (signal, millis) in [
        ("TERM", 2),
        ("INT", 15),
        ("KILL", 30),
        ("INT", 60),
        ("TERM", 120),
        ("KILL", 200),
    ] {
        let output = signalled(&mut export(), signal, Duration::from_millis(millis));
        if output.status.success() {
            fs::remove_file(&out).unwrap();
            continue;
        }
        n_stopped += 1;
        assert!(!out.exists(), "{signal} after {millis} ms: {output:?}");
        if output.status.code() == Some(1) {
            assert!(!draft.exists(), "{signal} after {millis} ms");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(said.contains("nothing is kept"), "{said}");
        }
    }
    assert!(n_stopped > 0);
    // Half of one, as a kill leaves it, is in nobody's way.
    fs::write(&draft, "{\"segment\":").unwrap();
    let made = export().output().unwrap();
    assert!(made.status.success(), "{made:?}");
    assert!(!draft.exists());
    let text = fs::read_to_string(&out).unwrap();
    let piped = balm(&["export", "journal"], &dir).output().unwrap();
    assert_eq!(text, String::from_utf8(piped.stdout).unwrap());
    assert_eq!(export().output().unwrap().status.code(), Some(2));
    assert_eq!(
        fs::read_to_string(&out).unwrap(),
        text,
        "never written over"
    );
}
