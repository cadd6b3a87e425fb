//! `balm config`: this desk's settings, each with what it means; an example file to
//! begin with; and whether a file is right.

use std::{
    fmt::Write as _,
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use clap::Args;
use toml_edit::Value;

use super::{
    CliError, Config, Desk, Exit,
    backup::in_words,
    config::{self, SettingsText},
    documents, keys,
    safekeeping::{IN_OWN_FOLDER, is_within},
    settings_file::SettingsFile,
};
use crate::{
    locale::Locale,
    ui::view::{DeskChange, DeskFile, DeskSetting, DeskWriter},
};

/// Every setting with its meaning and what is usual, all of it commented out: as it
/// is, the file changes nothing.
pub(super) const EXAMPLE: &str = include_str!("balm.example.toml");

#[derive(Args, Clone, Debug)]
pub struct ConfigArgs {
    /// Print a file with every setting explained, to begin with
    #[arg(long, conflicts_with = "check")]
    pub example: bool,
    /// Say whether the settings are right: this desk's, or the file named
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub check: Option<Option<PathBuf>>,
}

/// # Errors
///
/// The file is not there, or what it says is wrong.
pub(super) fn run(desk: &Desk, args: &ConfigArgs) -> Result<Exit, CliError> {
    let text = match &args.check {
        _ if args.example => EXAMPLE.to_owned(),
        Some(named) => {
            let named = named.clone().or_else(|| desk.config.clone());
            let desk = Desk {
                config: named,
                ..desk.clone()
            };
            let config = desk.config()?;
            let file = desk.config_file()?;
            let settings = SettingsText::read(&file);
            check_start(&settings, &config)?;
            check_backups(&desk, &settings, &config)?;
            if file.exists() {
                format!("{}: all is well.\n", file.display())
            } else {
                format!("There is no {}: everything is as usual.\n", file.display())
            }
        }
        None => {
            desk.config()?;
            listing(&read(&desk.config_file()?)?)
        }
    };
    // A reader that has gone, as `head` does, is no failure.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Exit::Well)
}

/// Lets settings through with which the next start finds what it needs: keys and papers
/// are files of their own.
fn check_start(settings: &SettingsText, config: &Config) -> Result<(), CliError> {
    keys::load_by(settings, config.keymap.as_ref())?;
    documents::load_beside(settings, &config.documents)?;
    Ok(())
}

/// The start may find a disk away that is there again in the evening; whoever asks hears
/// of it now.
fn check_backups(desk: &Desk, settings: &SettingsText, config: &Config) -> Result<(), CliError> {
    let place = config.backup.place().map_err(|err| {
        let problem = in_words(&Locale::english(), &err);
        settings.wrong(&["backup", "folder"], &problem)
    })?;
    place.map_or(Ok(()), |it| desk.check_elsewhere("backup", &it))
}

fn listing(file: &DeskFile) -> String {
    let mut text = format!("{}\n\n", file.path);
    for setting in &file.settings {
        let value = setting.value.as_deref().unwrap_or("(usual)");
        // Writing to memory cannot fail.
        let _ = writeln!(text, "{:<24} {value}", setting.name);
    }
    text
}

/// The settings there are, with what the file of a desk of the shop in `shop` says of each,
/// and how the screen changes them.
///
/// # Errors
///
/// The file is there and cannot be read.
pub fn desk_settings(file: &Path, shop: &Path) -> Result<(DeskFile, DeskWriter), CliError> {
    let read = read(file)?;
    let (file, shop) = (file.to_path_buf(), shop.to_path_buf());
    let writer: DeskWriter = Box::new(move |change| {
        changed(&file, &shop, change).map_err(|err| in_one_line(&err.to_string()))
    });
    Ok((read, writer))
}

fn read(file: &Path) -> Result<DeskFile, CliError> {
    let written = match config::text_of(file) {
        Err(CliError::File { source, .. }) if source.kind() == ErrorKind::NotFound => String::new(),
        read => read?,
    };
    Ok(as_written(file, &written))
}

fn as_written(file: &Path, written: &str) -> DeskFile {
    DeskFile {
        path: file.display().to_string(),
        settings: settings_in(written),
    }
}

fn changed(file: &Path, shop: &Path, change: DeskChange) -> Result<DeskFile, CliError> {
    let mut settings = SettingsFile::open(file)?;
    let (section, key) = change.name.split_once('.').unwrap_or(("", change.name));
    if change.value.is_empty() {
        settings.remove(section, key);
        settings.tidy(section);
    } else {
        settings.set(section, key, value_of(file, change)?);
    }
    if !change.value.is_empty() && FOLDERS.contains(&change.name) {
        let folder = file
            .parent()
            .unwrap_or(Path::new(""))
            .join(change.value.trim_matches(['"', '\'']));
        usable(&folder, shop).map_err(|problem| {
            let problem = format!("{}: {problem}", folder.display());
            let file = file.to_path_buf();
            CliError::Config { file, problem }
        })?;
    }
    if change.name == "keymap" || section == "documents" {
        let text = settings.text();
        let config = Config::parse(file, &text)?;
        check_start(&SettingsText::new(file, &text), &config)?;
    }
    if change.is_meant {
        settings.write()?;
    } else {
        settings.check()?;
    }
    Ok(as_written(file, &settings.text()))
}

/// What is kept in them is to survive the shop's own disk.
const FOLDERS: [&str; 2] = ["mirror.folder", "backup.folder"];

/// Whether something can be kept in a folder that is somewhere else than the shop.
fn usable(folder: &Path, shop: &Path) -> Result<(), String> {
    match fs::metadata(folder) {
        Ok(about) if about.is_dir() => (),
        Ok(_) => return Err("this is a file, not a folder".to_owned()),
        Err(err) if err.kind() == ErrorKind::NotFound => {
            return Err("there is no such folder: make it first, on the second disk".to_owned());
        }
        Err(err) => return Err(err.to_string()),
    }
    if is_within(folder, shop) {
        return Err(IN_OWN_FOLDER.to_owned());
    }
    let probe = folder.join(".balm-probe");
    let written = fs::write(&probe, b"balm").and_then(|()| fs::remove_file(&probe));
    written.map_err(|err| format!("nothing can be written there: {err}"))
}

/// What was typed as it is written: a text needs no quotes where the example is one.
fn value_of(file: &Path, change: DeskChange) -> Result<Value, CliError> {
    let typed = change.value;
    let examples = settings_in("");
    let example = examples.iter().find(|it| it.name == change.name);
    let example = example.and_then(|it| it.example.rsplit_once(" = "));
    let is_text = example.is_some_and(|(_, value)| value.starts_with('"'));
    if is_text && !typed.starts_with(['"', '\'', '{']) {
        return Ok(typed.into());
    }
    typed.parse().map_err(|err: toml_edit::TomlError| {
        let name = change.name;
        let problem = format!("{name} = {typed}: {}", err.message());
        let file = file.to_path_buf();
        CliError::Config { file, problem }
    })
}

/// Without the picture of the line, for which there is no room on the screen.
fn in_one_line(problem: &str) -> String {
    let is_picture = |line: &&str| line.contains(" |") || line.trim().is_empty();
    let said: Vec<&str> = problem.lines().filter(|it| !is_picture(it)).collect();
    said.join(": ").replace("TOML parse error at ", "")
}

/// Every setting of the example, with the value that a file gives it.
fn settings_in(written: &str) -> Vec<DeskSetting> {
    let table: toml::Table = written.parse().unwrap_or_default();
    let mut section: Option<&str> = None;
    let mut about: Vec<&str> = Vec::new();
    let mut settings = Vec::new();
    for line in EXAMPLE.lines() {
        let Some(rest) = line.strip_prefix('#') else {
            about.clear();
            continue;
        };
        if let Some(words) = rest.strip_prefix(' ') {
            about.push(words);
        } else if let Some(name) = rest.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            section = Some(name);
            about.clear();
        } else if let Some((key, _)) = rest.split_once(" = ") {
            let value = match section {
                None => table.get(key),
                Some(section) => table.get(section).and_then(|it| it.get(key)),
            };
            let head = section.map(|it| format!("[{it}]\n")).unwrap_or_default();
            settings.push(DeskSetting {
                name: section.map_or_else(|| key.to_owned(), |it| format!("{it}.{key}")),
                value: value.map(ToString::to_string),
                about: about.join(" "),
                example: format!("{head}{rest}"),
            });
            about.clear();
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// With the marks taken off, every line of the example is right.
    #[test]
    fn the_example_is_right_with_and_without_its_marks() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("balm.toml");
        std::fs::write(&file, EXAMPLE).unwrap();
        assert_eq!(Config::read(&file).unwrap(), Config::default());
        let bare: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        std::fs::write(&file, &bare).unwrap();
        std::fs::write(folder.path().join("logo.pbm"), "P1 8 1 10101010").unwrap();
        let config = Config::read(&file).unwrap();
        assert_eq!(config.register, 1);
        assert!(config.devices.printer.is_some() && config.devices.drawer.is_some());
    }

    /// What the file may hold is named by the refusal of what it may not.
    #[test]
    fn every_setting_is_in_the_example() {
        let example: toml::Table = {
            let bare = EXAMPLE.lines().filter_map(|line| line.strip_prefix('#'));
            let bare: Vec<&str> = bare.filter(|it| !it.starts_with(' ')).collect();
            bare.join("\n").parse().unwrap()
        };
        let tables = [
            ("", &example),
            ("[screen]\n", example["screen"].as_table().unwrap()),
            ("[scanner]\n", example["scanner"].as_table().unwrap()),
            (
                "[printer]\nuri = \"pretend:\"\n",
                example["printer"].as_table().unwrap(),
            ),
            (
                "[printer]\nuri = \"pretend:\"\n[drawer]\n",
                example["drawer"].as_table().unwrap(),
            ),
            (
                "[display]\nuri = \"pretend:\"\nkind = \"utc\"\n",
                example["display"].as_table().unwrap(),
            ),
            ("[copies]\n", example["copies"].as_table().unwrap()),
            (
                "[mirror]\nfolder = \"m\"\n",
                example["mirror"].as_table().unwrap(),
            ),
            ("[documents]\n", example["documents"].as_table().unwrap()),
            ("[backup]\n", example["backup"].as_table().unwrap()),
        ];
        for (head, table) in tables {
            let refused = Config::parse(Path::new("balm.toml"), &format!("{head}zzz = 1\n"));
            let said = refused.unwrap_err().to_string();
            let expected: Vec<&str> = said.split('`').skip(1).step_by(2).skip(1).collect();
            assert!(expected.len() >= 2, "{said}");
            for name in expected {
                assert!(table.contains_key(name), "{name} is not in the example");
            }
        }
    }

    /// As typed, by the kind of the example; what is wrong is said with its line, and
    /// then nothing is written.
    #[test]
    fn one_setting_is_changed_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("balm.toml");
        let change = |name: &str, value: &str| {
            let (_, writer) = desk_settings(&file, folder.path()).unwrap();
            let change = |is_meant| DeskChange {
                name,
                value,
                is_meant,
            };
            let tried = writer(change(false)).map(drop);
            let done = writer(change(true)).map(drop);
            assert_eq!(tried, done, "{name} = {value}");
            done
        };
        let text = || std::fs::read_to_string(&file).unwrap_or_default();
        #[rustfmt::skip]
        let right = [
            ("register", "3", "register = 3\n"),
            ("keymap", "vim", "register = 3\nkeymap = \"vim\"\n"),
            ("keymap", "", "register = 3\n"),
            ("screen.colour", "16", "register = 3\n\n[screen]\ncolour = \"16\"\n"),
            ("screen.colour", "", "register = 3\n"),
            ("scanner.wedge", "{ prefix = \"~\" }", "register = 3\n\n[scanner]\nwedge = { prefix = \"~\" }\n"),
        ];
        for (name, value, want) in right {
            assert_eq!(change(name, value), Ok(()), "{name} = {value}");
            assert_eq!(text(), want, "{name} = {value}");
        }
        let before = text();
        #[rustfmt::skip]
        let wrong = [
            ("register", "0", "line 1, column 12: register = 0: desks are numbered from 1"),
            ("register", "two", "register = two: "),
            ("screen.colour", "256", "line 7, column 10: unknown variant `256`"),
            ("printer.columns", "42", "line 6"),
            ("drawer.pin", "2", "[drawer] is opened by the printer"),
            // With these the next start would find no keys and no papers.
            ("keymap", "nope.toml", "nope.toml: No such file"),
            ("documents.language", "lv", "has neither words nor a template of it"),
            ("documents.receipt", "lv", "has neither words nor a template of it"),
            ("documents.folder", "papers", "papers: No such file"),
        ];
        for (name, value, want) in wrong {
            let said = change(name, value).unwrap_err();
            assert!(said.contains(want) && !said.contains('\n'), "{said}");
            assert_eq!(text(), before);
        }
    }

    /// What is to survive the shop's disk is tried before it is written down.
    #[test]
    fn a_folder_for_the_mirror_is_one_that_can_be_used() {
        let place = tempfile::tempdir().unwrap();
        let shop = place.path().join("shop");
        std::fs::create_dir_all(shop.join("journal")).unwrap();
        let file = shop.join("balm.toml");
        let stick = place.path().join("stick");
        std::fs::create_dir(&stick).unwrap();
        std::fs::write(stick.join("a-file"), "").unwrap();
        let change = |value: &str| {
            let (_, writer) = desk_settings(&file, &shop).unwrap();
            let change = |is_meant| DeskChange {
                name: "mirror.folder",
                value,
                is_meant,
            };
            let tried = writer(change(false)).map(drop);
            assert_eq!(tried, writer(change(true)).map(drop), "{value}");
            tried
        };
        let there = |name: &str| stick.join(name).display().to_string();
        #[rustfmt::skip]
        let wrong = [
            (there("gone"), "there is no such folder"),
            (there("a-file"), "this is a file"),
            (shop.join("journal").display().to_string(), "in the shop's own folder"),
            ("journal".to_owned(), "in the shop's own folder"),
            (".".to_owned(), "in the shop's own folder"),
        ];
        for (value, want) in wrong {
            let said = change(&value).unwrap_err();
            assert!(said.contains(want) && !said.contains('\n'), "{said}");
            assert!(!file.exists());
        }
        change(&there("")).unwrap();
        change("../stick").unwrap();
        change("\"../stick\"").unwrap();
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            "[mirror]\nfolder = \"../stick\"\n"
        );
        assert_eq!(
            std::fs::read_dir(&stick).unwrap().count(),
            1,
            "a probe is left"
        );
        // The file of settings may be elsewhere than the shop.
        let (_, writer) = desk_settings(&place.path().join("desk.toml"), &shop).unwrap();
        let within = DeskChange {
            name: "mirror.folder",
            value: "shop/journal",
            is_meant: true,
        };
        let said = writer(within).map(drop).unwrap_err();
        assert!(said.contains("in the shop's own folder"), "{said}");
    }

    #[test]
    fn values_of_a_file_stand_beside_what_they_mean() {
        let found = settings_in("register = 3\n[printer]\nuri = \"pretend:\"\ncolumns = 32\n");
        let value = |name: &str| {
            let setting = found.iter().find(|it| it.name == name);
            setting.unwrap_or_else(|| panic!("{name}")).value.clone()
        };
        assert_eq!(value("register").as_deref(), Some("3"));
        assert_eq!(value("printer.columns").as_deref(), Some("32"));
        assert_eq!(value("drawer.pin"), None);
        assert!(
            found
                .iter()
                .all(|it| !it.about.is_empty() || it.name.ends_with("off_ms"))
        );
        assert!(found.iter().any(|it| it.example == "[drawer]\npin = 2"));
    }
}
