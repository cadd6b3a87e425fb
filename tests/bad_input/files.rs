//! Folders that are no shop's, shops of other programs, and a screen without a
//! terminal.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use super::{balm, everything_in, exec, set_up};

#[test]
fn a_file_is_no_shop() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "precious").unwrap();
    let csv = folder.path().join("rooms.csv");
    fs::write(&csv, "name\nRose\n").unwrap();
    let named = format!("balm: {} is a file", file.display());
    for below in ["", "shop", "a/b"] {
        let store = if below.is_empty() {
            file.clone()
        } else {
            file.join(below)
        };
        let store = store.to_str().unwrap();
        for command in [
            &["exec"][..],
            &[],
            &["verify"],
            &["import", "rooms", csv.to_str().unwrap()],
        ] {
            let args = [&["--store", store], command].concat();
            balm(&args, b"").with(2, &[&named]);
        }
    }
    assert_eq!(fs::read(&file).unwrap(), b"precious");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    if !fs::exists("/proc/self").unwrap() {
        return;
    }
    let ended = balm(&["--store", "/proc/balm-shop", "exec"], b"");
    ended.with(
        1,
        &[
            "The shop could not be opened. Nothing was changed.",
            "Check the name of the shop's folder",
            "creating /proc/balm-shop",
        ],
    );
}

/// The system's own user may write anywhere: then there is nothing to see.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let shut = folder.path().join("shut");
    fs::create_dir(&shut).unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::create_dir(shut.join("try")).is_ok() {
        return;
    }
    let store = shut.join("shop");
    let ended = balm(&["--store", store.to_str().unwrap(), "exec"], b"");
    ended.with(
        1,
        &["Check the name of the shop's folder", "ermission denied"],
    );
}

#[test]
fn a_shop_that_is_not_there_is_not_made_by_looking_at_it() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("rooms.csv");
    fs::write(&csv, "name\nRose\n").unwrap();
    let store = folder.path().join("shop");
    for command in [&["verify"][..], &["import", "rooms", csv.to_str().unwrap()]] {
        let args = [&["--store", store.to_str().unwrap()], command].concat();
        balm(&args, b"").with(2, &["balm: there is no shop in "]);
    }
    assert!(!store.exists());
}

/// Whatever asks second is told who was first.
#[test]
fn a_second_process_is_told_which_process_has_the_shop() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let csv = folder.path().join("rooms.csv");
    fs::write(&csv, "name\nLotus\n").unwrap();
    let mut first = Command::new(env!("CARGO_BIN_EXE_balm"))
        .arg("--store")
        .arg(&store)
        .arg("exec")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = first.stdin.take().unwrap();
    let mut answers = BufReader::new(first.stdout.take().unwrap());
    let mut ask = move || {
        writeln!(input, "{{\"ask\": \"ticket\"}}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        answer
    };
    ask();
    let holder = format!("process {}", first.id());
    let store = store.to_str().unwrap();
    for command in [
        &["exec"][..],
        &["verify"],
        &["import", "rooms", csv.to_str().unwrap()],
    ] {
        let args = [&["--store", store], command].concat();
        let ended = balm(&args, b"").with(1, &[&holder]);
        assert!(!ended.said.contains("did not verify"), "{}", ended.said);
    }
    assert!(ask().contains("\"ok\""), "the first one goes on");
    drop(ask);
    first.wait().unwrap();
    exec(store.as_ref(), b"{\"ask\": \"ticket\"}\n").with(0, &[]);
}

#[test]
fn a_shop_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let journal = store.join("journal/000001.balmlog");
    let mut bytes = fs::read(&journal).unwrap();
    assert!(bytes.starts_with(b"BALMLOG\n\0\0\0\x01"));
    bytes[11] = 3;
    fs::write(&journal, bytes).unwrap();
    let before = everything_in(&store);
    let csv = folder.path().join("rooms.csv");
    fs::write(&csv, "name\nLotus\n").unwrap();
    let want = "the journal has format 3, this program knows up to 2";
    for command in [
        &["exec"][..],
        &["verify"],
        &["import", "rooms", csv.to_str().unwrap()],
    ] {
        let args = [&["--store", store.to_str().unwrap()], command].concat();
        balm(&args, b"").with(1, &[want]);
    }
    exec(&store, b"").with(1, &["update Balm here", "Nothing was changed."]);
    assert_eq!(everything_in(&store), before);
}

/// Neither leaves anything behind.
#[test]
fn the_screen_needs_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = folder.path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let store = folder.path().join("shop");
    for args in [
        &["--store", store.to_str().unwrap()][..],
        &["demo"],
        &["demo", "--days", "1"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_balm"))
            .args(args)
            .env("TMPDIR", &temporary)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            complaint,
            "balm: the screen needs a terminal; without one use `balm exec` (see `balm exec --help`)\n"
        );
        assert!(output.stdout.is_empty());
    }
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
    assert!(!store.exists());
}
