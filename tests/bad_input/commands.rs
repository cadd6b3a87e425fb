//! Commands that are asked for what cannot be, or find less than there was: they say so,
//! and the exit code says it too.

use std::{
    fs,
    process::{Command, Stdio},
};

use chrono::{TimeDelta, Utc};

use super::{balm, everything_in, exec, set_up};

/// The end of a finished entry is gone: the marker of the clean stop knows of it, the
/// index does as well.
#[test]
fn a_journal_that_lost_its_end_does_not_verify() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let journal = store.join("journal/000001.balmlog");
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 10]).unwrap();
    let before = everything_in(&store);
    let store_arg = store.to_str().unwrap();
    let wants = [
        "WRONG, entry 2: the journal ends before it",
        "Still good: entries 1 to 1.",
        "`balm repair --into NEWFOLDER`",
        "Something is wrong.",
    ];
    let said = balm(&["--store", store_arg, "verify"], b"").with(1, &wants);
    assert!(!said.said.contains("Nobody was told"), "{}", said.said);
    let deep = balm(&["--store", store_arg, "verify", "--deep"], b"").with(1, &wants);
    let index = "Index: has seen entry 2, which the journal no longer has.";
    deep.with(1, &[index]);
    let refused = ["the entry is incomplete although it had been finished"];
    balm(&["--store", store_arg, "report", "stock"], b"").with(1, &refused);
    assert_eq!(everything_in(&store).len(), before.len());
    // Nor does it open without the index, and say that nothing is lost.
    fs::remove_dir_all(store.join("index")).unwrap();
    balm(&["--store", store_arg, "verify"], b"").with(1, &wants);
    balm(&["--store", store_arg, "report", "stock"], b"").with(1, &refused);
}

#[test]
fn a_discreet_day_sheet_names_no_client() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let on = (Utc::now() + TimeDelta::days(30)).date_naive();
    let lines = [
        r#"{"id": "c", "do": "save_client", "name": "Liga Ozola", "notes": "likes it warm"}"#.to_owned(),
        r#"{"id": "s", "do": "save_service", "name": "Massage", "code": "M", "minutes": 60, "price": 4500, "tax_class": null}"#.to_owned(),
        format!(r#"{{"id": "b", "do": "book", "client": "1-1", "service": "1-1", "staff": "1-1", "room": null, "start": {{"date": "{on}", "minute": 600}}, "note": "brings a friend", "override_reason": "so"}}"#),
    ];
    exec(&store, lines.join("\n").as_bytes()).with(0, &["\"booked\""]);
    let on = on.to_string();
    let sheet = [
        "--store",
        store.to_str().unwrap(),
        "calendar",
        "--staff",
        "anna",
        "--sheet",
        &on,
    ];
    balm(&sheet, b"").with(
        0,
        &["Massage", "Liga Ozola", "likes it warm", "brings a friend"],
    );
    let discreet = balm(&[&sheet[..], &["--discreet"]].concat(), b"").with(0, &["Massage"]);
    for hidden in ["Liga", "warm", "friend"] {
        assert!(!discreet.said.contains(hidden), "{}", discreet.said);
    }
}

/// As in `balm report stock | head -1`, where the reader has gone.
#[test]
fn a_closed_output_ends_a_command_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let out = |name: &str| folder.path().join(name).display().to_string();
    let store_arg = store.to_str().unwrap();
    let commands = [
        (&["report", "stock"][..], 0),
        (&["report", "balances"], 0),
        (&["report", "promotions", "--json"], 0),
        (&["at", "2099-01-01", "report", "stock"], 0),
        (&["calendar", "--staff", "anna"], 0),
        (&["calendar", "--staff", "anna", "--sheet", "2026-11-21"], 0),
        (&["verify", "--deep"], 0),
        (&["export", "journal"], 1),
        (&["export", "ledger"], 1),
        (&["repair", "--into", &out("repaired")], 0),
        (&["backup", "--new-key", &out("key")], 0),
        (&["config"], 0),
        (&["config", "--check"], 0),
        (&["documents", "words"], 0),
        (&["keys"], 0),
        (&["man"], 0),
        (&["completions", "bash"], 0),
        (&["--help"], 0),
        (&["exec", "--schema"], 1),
    ];
    for (command, code) in commands {
        let mut child = Command::new(env!("CARGO_BIN_EXE_balm"))
            .args(["--store", store_arg])
            .args(command)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(code), "{command:?}: {said}");
        assert!(
            !said.contains("panicked") && !said.contains("ipe"),
            "{command:?}: {said}"
        );
    }
}

/// Nothing is damaged where nothing is: the folder was named wrongly.
#[test]
fn an_empty_folder_is_no_damaged_shop() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["--store", folder.path().to_str().unwrap(), "verify"];
    let said = balm(&args, b"").with(2, &["balm: there is no shop in "]);
    assert!(!said.complaint.contains("index"), "{}", said.complaint);
    assert!(everything_in(folder.path()).is_empty());
    fs::create_dir(folder.path().join("index")).unwrap();
    balm(&args, b"").with(1, &["there is an index but no journal"]);
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let out = folder.path().join("out");
    let file = out.to_str().unwrap();
    let days = ["--from", "2026-12-02", "--until", "2026-12-01"];
    for command in [
        &["export", "ledger", "--out", file][..],
        &["calendar", "--staff", "anna", file],
    ] {
        let args = [&["--store", store.to_str().unwrap()], command, &days].concat();
        let want = "The last day, 2026-12-01, is before the first, 2026-12-02.";
        balm(&args, b"").with(1, &[want]);
        assert!(!out.exists(), "{command:?}");
    }
    // One day is a period.
    let days = ["--from", "2026-12-01", "--until", "2026-12-01"];
    let args = [
        &[
            "--store",
            store.to_str().unwrap(),
            "export",
            "ledger",
            "--out",
            file,
        ][..],
        &days,
    ]
    .concat();
    balm(&args, b"").with(0, &[]);
}

#[test]
fn whoever_imports_is_called_by_name_or_by_number() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let staff = "1-1";
    let lines = format!(
        "{{\"id\": \"p\", \"do\": \"save_person\", \"staff\": \"{staff}\", \"role\": \"owner\", \"pin\": {{\"set\": \"2468\"}}}}\n\
         {{\"id\": \"r\", \"do\": \"save_rights\", \"on\": true, \"idle_minutes\": 5}}\n"
    );
    exec(&store, lines.as_bytes()).with(0, &["saved"]);
    let csv = folder.path().join("rooms.csv");
    fs::write(&csv, "name\nLotus\n").unwrap();
    let pin = folder.path().join("pin");
    fs::write(&pin, "2468\n").unwrap();
    for (by, code, want) in [
        (staff, 0, "1 new"),
        ("ANNA", 0, ""),
        ("Anna", 0, ""),
        ("1 1", 1, "is not in the list"),
    ] {
        let args = [
            "--store",
            store.to_str().unwrap(),
            "import",
            "rooms",
            csv.to_str().unwrap(),
            "--by",
            by,
            "--pin-file",
            pin.to_str().unwrap(),
        ];
        balm(&args, b"").with(code, &[want]);
    }
}

/// As the form on the screen does: a second copy is to survive what breaks the first.
#[test]
fn a_mirror_in_the_shops_own_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let file = store.join("balm.toml");
    let store = store.to_str().unwrap();
    let want = ["[mirror] folder ", "this is in the shop's own folder"];
    for within in ["", ".", "journal", "not-yet", "../shop/m"] {
        fs::write(&file, format!("[mirror]\nfolder = \"{within}\"\n")).unwrap();
        balm(&["--store", store, "config", "--check"], b"").with(2, &want);
        let named = file.to_str().unwrap();
        balm(&["config", "--check", named], b"").with(2, &want);
        balm(&["--store", store, "exec"], b"").with(2, &want);
    }
    fs::write(&file, "[mirror]\nfolder = \"../stick\"\n").unwrap();
    balm(&["--store", store, "config", "--check"], b"").with(0, &["all is well"]);
}

/// What is called well is what the next start takes.
#[test]
fn a_check_of_settings_finds_what_the_start_would_refuse() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let file = store.join("balm.toml");
    let store_arg = store.to_str().unwrap();
    for (settings, want) in [
        ("keymap = \"nope.toml\"\n", "nope.toml: No such file"),
        ("keymap = \"bad.toml\"\n", "bad.toml, line 2"),
        ("[documents]\nlanguage = \"lv\"\n", "language = \"lv\": "),
        ("[documents]\nfolder = \"papers\"\n", "papers: No such file"),
    ] {
        fs::write(&file, settings).unwrap();
        fs::write(store.join("bad.toml"), "[cart]\n\"a\" = \"cart.ad\"\n").unwrap();
        let named = file.to_str().unwrap();
        for args in [
            &["--store", store_arg, "config", "--check"][..],
            &["config", "--check", named],
            &["--store", store_arg],
        ] {
            balm(args, b"").with(2, &[want]);
        }
    }
    fs::write(&file, "[documents]\nlanguage = \"lv\"\n").unwrap();
    fs::create_dir(store.join("documents")).unwrap();
    fs::write(store.join("documents/lv.ftl"), "receipt-total = Kopa\n").unwrap();
    balm(&["--store", store_arg, "config", "--check"], b"").with(0, &["all is well"]);
}

/// A disk that is not mounted is no reason to make a file where it should be.
#[test]
fn a_backup_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop");
    set_up(&store);
    let settings = "[backup]\nfolder = \"../disk\"\npassphrase_file = \"passphrase\"\n";
    fs::write(store.join("balm.toml"), settings).unwrap();
    fs::write(store.join("passphrase"), "seven candles\n").unwrap();
    let disk = folder.path().join("disk");
    let store = store.to_str().unwrap();
    let commands = [&["config", "--check"][..], &["backup"]];
    for command in commands {
        let args = [&["--store", store], command].concat();
        balm(&args, b"").with(2, &["There is no folder ", "shop/../disk: make it first"]);
        assert!(!disk.exists());
    }
    fs::write(&disk, "").unwrap();
    for command in commands {
        let args = [&["--store", store], command].concat();
        balm(&args, b"").with(2, &["shop/../disk is a file, not a folder"]);
    }
    fs::remove_file(&disk).unwrap();
    fs::create_dir(&disk).unwrap();
    balm(&["--store", store, "config", "--check"], b"").with(0, &["all is well"]);
    balm(&["--store", store, "backup"], b"").with(0, &["Hash of the last entry"]);
    assert_eq!(fs::read_dir(&disk).unwrap().count(), 1);
    fs::write(
        folder.path().join("shop/balm.toml"),
        "[backup]\nfolder = \"backups\"\n",
    )
    .unwrap();
    fs::create_dir(folder.path().join("shop/backups")).unwrap();
    let own = ["[backup] folder ", "this is in the shop's own folder"];
    balm(&["--store", store, "config", "--check"], b"").with(2, &own);
}
