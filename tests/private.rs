//! What the shop knows is its owner's alone: files and folders under any umask, no
//! picture of the memory after a crash, no client's name where something fails.

#![cfg(unix)]

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

const NAME: &str = "Aurelija Testova";
const PHONE: &str = "+371 2700 1122";

/// The program as a person with this umask starts it.
fn balm(umask: &str, store: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!(
            "umask {umask}; ulimit -c unlimited 2>&-; exec \"$@\""
        ))
        .arg("sh")
        .arg(env!("CARGO_BIN_EXE_balm"))
        .arg("--store")
        .arg(store)
        .args(args)
        .current_dir(store.parent().unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A shop with a sale, a client and a copy of the receipt as a file.
fn day() -> Vec<Value> {
    let float = json!({"cash": [{"value_minor": 100, "n": 50}], "card": null});
    vec![
        json!({"do": "set_up_shop", "shop_name": "Lotus Spa", "currency": "EUR",
            "time_zone": "Europe/Riga", "prices_include_tax": true, "tax": [],
            "therapists": ["Anna"], "rooms": ["Room 1"], "cash_step_minor": 1}),
        json!({"do": "save_service", "code": "SW60", "name": "Swedish massage",
            "price": 4500, "minutes": 60}),
        json!({"do": "save_client", "name": NAME, "phone": PHONE}),
        json!({"do": "open_drawer", "float": float, "business_date": null}),
        json!({"do": "add_line", "what": {"code": "SW60"}}),
        json!({"do": "attach_client", "client": "1-1"}),
        json!({"do": "pay", "tenders": [{"kind": "cash", "amount": null}]}),
        json!({"do": "send_copy", "sale": "1-1"}),
        json!({"do": "count_drawer", "count": float}),
        json!({"do": "close_drawer"}),
    ]
}

fn lines(requests: &[Value]) -> String {
    let line = |(n, request): (usize, &Value)| {
        let mut request = request.clone();
        request["id"] = json!(format!("r-{n}"));
        format!("{request}\n")
    };
    requests.iter().enumerate().map(line).collect()
}

/// Feeds all of it and gives what was answered, and what was said beside it.
fn run(mut command: Command, input: &str) -> (String, String) {
    let mut child = command.spawn().unwrap();
    // A program that stops early closes its ear.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn below(dir: &Path) -> Vec<PathBuf> {
    let mut found = vec![dir.to_path_buf()];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn files_are_their_owners_alone_under_any_umask() {
    for umask in ["000", "022", "077", "777"] {
        let place = tempfile::tempdir().unwrap();
        let store = place.path().join("shop");
        let config = place.path().join("desk.toml");
        let (mirror, backups) = (place.path().join("mirror"), place.path().join("backups"));
        for folder in [&mirror, &backups] {
            fs::create_dir(folder).unwrap();
        }
        let settings = "[copies]\nfolder = \"shop/copies\"\n[mirror]\nfolder = \"mirror\"\n\
            [backup]\nfolder = \"backups\"\npassphrase_file = \"shop/passphrase\"\n";
        fs::write(&config, settings).unwrap();
        let exec = balm(umask, &store, &["exec", "--config", "desk.toml"]);
        let (answers, said) = run(exec, &lines(&day()));
        assert!(!answers.contains("refused"), "{answers}{said}");
        assert!(!answers.contains("error"), "{answers}{said}");
        // A second start finds no index and builds it again.
        fs::remove_dir_all(store.join("index")).unwrap();
        run(balm(umask, &store, &["exec"]), "");
        let out = store.join("journal.jsonl");
        let out = out.to_str().unwrap();
        run(
            balm(umask, &store, &["export", "journal", "--out", out]),
            "",
        );
        assert!(Path::new(out).exists());
        fs::write(store.join("passphrase"), "seven candles\n").unwrap();
        fs::set_permissions(store.join("passphrase"), fs::Permissions::from_mode(0o600)).unwrap();
        let key = store.join("backup.key");
        let key = ["backup", "--new-key", key.to_str().unwrap()];
        run(balm(umask, &store, &key), "");
        let backup = ["backup", "--config", "desk.toml"];
        let (_, said) = run(balm(umask, &store, &backup), "");
        assert_eq!(fs::read_dir(&backups).unwrap().count(), 1, "{said}");
        assert!(mirror.join("journal").exists(), "no mirror");
        let repaired = place.path().join("repaired");
        let repair = ["repair", "--into", repaired.to_str().unwrap()];
        let (_, said) = run(balm(umask, &store, &repair), "");
        assert!(repaired.join("journal").exists(), "{said}");
        let mut found = below(&store);
        found.extend(below(&repaired));
        // The two folders are somebody's own; what is in them is not.
        for folder in [&mirror, &backups] {
            found.extend(below(folder).into_iter().skip(1));
        }
        assert!(found.contains(&store.join("backup.key")));
        let n_copies = found
            .iter()
            .filter(|it| it.starts_with(store.join("copies")));
        assert!(n_copies.count() > 1, "umask {umask}: no copy in {found:?}");
        for path in found {
            let about = fs::metadata(&path).unwrap();
            let want = if about.is_dir() { 0o700 } else { 0o600 };
            let mode = about.permissions().mode() & 0o777;
            let path = path.display();
            assert_eq!(mode, want, "umask {umask}: {path} has {mode:o}");
        }
    }
}

/// Copied by hand or made by another program: what others may read is taken from them,
/// and it is said.
#[test]
fn a_shop_that_stood_open_is_shut() {
    let place = tempfile::tempdir().unwrap();
    let store = place.path().join("shop");
    run(balm("022", &store, &["exec"]), &lines(&day()[..3]));
    let settings = store.join("balm.toml");
    fs::write(&settings, "register = 1\n").unwrap();
    for path in below(&store) {
        let mode = if path.is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let (_, said) = run(balm("022", &store, &["exec"]), "");
    assert!(said.contains("Others could read"), "{said}");
    for path in [&store, &store.join("journal"), &settings] {
        let mode = fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} has {mode:o}", path.display());
    }
    let (_, said) = run(balm("022", &store, &["exec"]), "");
    assert_eq!(said, "");
}

/// Settings that are changed on the screen, and the file before beside them.
#[test]
fn settings_that_are_written_are_their_owners_alone() {
    let place = tempfile::tempdir().unwrap();
    let store = place.path().join("shop");
    run(balm("022", &store, &["exec"]), &lines(&day()[..3]));
    fs::write(store.join("balm.toml"), "register = 1\n").unwrap();
    let mut command = portable_pty::CommandBuilder::new("sh");
    let balm = env!("CARGO_BIN_EXE_balm");
    let script = format!("umask 000; exec {balm} --store {}", store.display());
    command.args(["-c", &script]);
    let mut tty = crate::terminal::Tty::run(command, 80, 24);
    tty.shows("Lotus Spa").press("\u{1b}[23~").shows("Settings");
    tty.press("register")
        .shows("This desk: register")
        .press("\r");
    tty.shows("holds from the next start")
        .press("2\r")
        .shows("Written.");
    tty.press("\u{1b}").hides("Settings");
    tty.press("\u{18}").press("\r").ends_tidily();
    for name in ["balm.toml", "balm.toml.before"] {
        let mode = fs::metadata(store.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name} has {mode:o}");
    }
}

/// Started, and it has answered once.
fn answering(store: &Path) -> Child {
    let mut child = balm("022", store, &["exec"]).spawn().unwrap();
    let input = child.stdin.as_mut().unwrap();
    input.write_all(lines(&day()[..3]).as_bytes()).unwrap();
    let mut output = BufReader::new(child.stdout.as_mut().unwrap());
    output.read_line(&mut String::new()).unwrap();
    child
}

#[cfg(target_os = "linux")]
#[test]
fn a_crash_leaves_no_picture_of_the_memory() {
    let place = tempfile::tempdir().unwrap();
    let mut child = answering(&place.path().join("shop"));
    let pid = child.id().to_string();
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let cores = limits
        .lines()
        .find(|it| it.starts_with("Max core file size"));
    let words: Vec<_> = cores.unwrap().split_whitespace().skip(4).collect();
    assert_eq!(words, ["0", "0", "bytes"]);
    let killed = Command::new("kill").args(["-ABRT", &pid]).status().unwrap();
    assert!(killed.success());
    let ended = child.wait().unwrap();
    assert_eq!(ended.signal(), Some(6));
    assert!(!ended.core_dumped());
    let only = fs::read_dir(place.path()).unwrap().count();
    assert_eq!(only, 1, "more than the shop is there");
}

/// Damage is named by its place, not by what was there.
#[test]
fn what_fails_names_no_client() {
    let place = tempfile::tempdir().unwrap();
    let store = place.path().join("shop");
    run(balm("022", &store, &["exec"]), &lines(&day()));
    let journal = store.join("journal/000001.balmlog");
    let whole = fs::read(&journal).unwrap();
    let at = whole
        .windows(NAME.len())
        .position(|it| it == NAME.as_bytes())
        .unwrap();
    for (nth, flipped) in [at - 60, at - 1, at + 3, at + NAME.len() + 5]
        .into_iter()
        .enumerate()
    {
        let mut bytes = whole.clone();
        bytes[flipped] ^= 0x55;
        fs::write(&journal, bytes).unwrap();
        fs::remove_dir_all(store.join("index")).ok();
        let input = lines(&[json!({"do": "save_client", "name": NAME, "phone": PHONE})]);
        let out = place.path().join(format!("repaired-{nth}"));
        let out = out.to_str().unwrap();
        for args in [&["exec"][..], &["verify"], &["repair", "--into", out]] {
            let (_, said) = run(balm("022", &store, args), &input);
            for private in ["Aurelija", "Testova", "2700", "1122"] {
                assert!(!said.contains(private), "{args:?} said {said}");
            }
        }
        let (told, _) = run(balm("022", &store, &["verify"]), "");
        assert!(told.contains("did not verify"), "{flipped}: {told}");
    }
}
