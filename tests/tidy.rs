//! The house rules that a compiler does not keep: who may use what, how long a
//! file may be, and that tables and pages that must agree do.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use balm::{
    locale::Locale,
    ui::{action::ACTIONS, keymap::Keymap},
};

const FILE_LINES_MAX: usize = 800;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Path below the project's folder, and text.
fn sources(folder: &str) -> Vec<(String, String)> {
    files_below(&root().join(folder), "rs")
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let below = path
                .strip_prefix(root())
                .unwrap()
                .to_string_lossy()
                .into_owned();
            (below, text)
        })
        .collect()
}

fn everything() -> Vec<(String, String)> {
    ["src", "tests", "benches", "fuzz/targets"]
        .into_iter()
        .flat_map(sources)
        .collect()
}

/// The lines that are code: no comments, and nothing from the first test module on.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .filter(|line| !line.trim_start().starts_with("//"))
}

fn names(line: &str, crate_name: &str) -> bool {
    line.contains(&format!("{crate_name}::")) || line.contains(&format!("use {crate_name};"))
}

#[test]
fn each_crate_is_named_only_where_it_belongs() {
    #[rustfmt::skip]
    let rules: [(&str, &[&str]); 11] = [
        ("sled", &["src/store/"]),
        ("bincode", &["src/store/"]),
        ("tar", &["src/store/backup/"]),
        ("chacha20poly1305", &["src/store/backup/age/"]),
        ("serialport", &["src/devices/"]),
        ("crossterm", &["src/ui/term/"]),
        ("rustix", &["src/ui/term/", "src/devices/transport.rs", "src/ops/clock.rs", "src/cli/private.rs"]),
        ("ratatui", &["src/ui/"]),
        ("argon2", &["src/domain/pin.rs"]),
        ("clap", &["src/cli/"]),
        ("fluent_bundle", &["src/locale/"]),
    ];
    let mut broken = Vec::new();
    for (path, text) in sources("src") {
        for (name, places) in rules {
            let allowed = places.iter().any(|place| path.starts_with(place));
            if !allowed && code(&text).any(|line| names(line, name)) {
                broken.push(format!("{path} names {name}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn modules_use_only_what_is_below_them() {
    #[rustfmt::skip]
    let rules: [(&str, &[&str]); 6] = [
        ("src/domain/", &["store", "ops", "devices", "reports", "locale", "ui", "cli"]),
        ("src/store/", &["ops", "devices", "reports", "locale", "ui", "cli"]),
        ("src/devices/", &["store", "ops", "reports", "locale", "ui", "cli"]),
        ("src/locale/", &["store", "reports", "ui", "cli"]),
        ("src/reports/", &["ops", "devices", "ui", "cli"]),
        ("src/ui/", &["cli"]),
    ];
    let mut broken = Vec::new();
    for (path, text) in sources("src") {
        let used = modules_used(&text);
        for (folder, forbidden) in rules {
            for module in forbidden.iter().filter(|it| used.contains(**it)) {
                if path.starts_with(folder) {
                    broken.push(format!("{path} uses {module}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Modules of ours that a file names: `crate::store::…`, or the first names within
/// `use crate::{…}`.
fn modules_used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut within = false;
    for line in code(text) {
        let first = |rest: &str| {
            let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            rest[..end.unwrap_or(rest.len())].to_owned()
        };
        used.extend(line.split("crate::").skip(1).map(first));
        let indent = line.len() - line.trim_start().len();
        if within && indent == 4 {
            used.insert(first(line.trim_start()));
        }
        within = (within || line.starts_with("use crate::{")) && !line.starts_with('}');
    }
    used
}

/// A screen asks by requests; only the store's own readers and `ops` touch records.
#[test]
fn screens_never_write() {
    for (path, text) in sources("src/ui") {
        assert!(!text.contains(".commit("), "{path} commits by itself");
    }
}

#[test]
fn no_file_is_too_long() {
    for (path, text) in everything() {
        let n_lines = text.lines().count();
        assert!(n_lines <= FILE_LINES_MAX, "{path} has {n_lines} lines");
    }
}

#[test]
fn no_file_is_named_after_nothing() {
    let vague = [
        "utils", "util", "helpers", "helper", "common", "manager", "misc",
    ];
    for (path, _) in everything() {
        let stem = Path::new(&path)
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        assert!(!vague.contains(&stem.as_str()), "{path}");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in everything() {
        assert!(
            text.starts_with("//! "),
            "{path} begins without its purpose"
        );
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let mut reasoned = false;
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies");
        } else if inside && line.contains(" = ") {
            assert!(reasoned, "no reason above: {line}");
        }
        reasoned = line.starts_with("# ");
    }
}

/// Three places for an action: its row, its key, its match arm.
#[test]
fn every_action_is_handled_somewhere() {
    let sources = sources("src/ui");
    for def in ACTIONS {
        let arm = format!("Action::{:?}", def.action);
        let handled = sources
            .iter()
            .filter(|(path, _)| path != "src/ui/action.rs")
            .any(|(_, text)| code(text).any(|line| line.contains(&arm)));
        assert!(handled, "{arm} does nothing");
    }
}

/// The README's table of keys is the action table's. `BLESS=1 cargo test readme` puts
/// it there anew.
#[test]
fn the_readme_shows_the_keys_as_they_are() {
    let file = root().join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let (begin, end) = ("<!-- balm keys --markdown -->\n\n", "<!-- end of keys -->");
    let (before, rest) = readme.split_once(begin).unwrap();
    let (shown, after) = rest.split_once(end).unwrap();
    let table = balm::cli::keys::table(&Keymap::standard().unwrap(), &Locale::english());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, [before, begin, &table, end, after].concat()).unwrap();
        return;
    }
    let differing: Vec<&str> = table.lines().filter(|row| !shown.contains(row)).collect();
    assert!(
        shown == table,
        "README.md shows other keys (`BLESS=1 cargo test readme` puts it right): {differing:#?}"
    );
}

/// Nothing of the machine that it was written on.
#[test]
fn no_foreign_paths() {
    let mut files = files_below(&root().join("src"), "rs");
    files.extend(files_below(&root().join("tests"), "rs"));
    files.extend(files_below(&root().join("benches"), "rs"));
    files.push(root().join("README.md"));
    // Put together here so that this file does not find itself.
    let foreign = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat()];
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for place in &foreign {
            assert!(
                !text.contains(place.as_str()),
                "{} names {place}",
                path.display()
            );
        }
    }
}
