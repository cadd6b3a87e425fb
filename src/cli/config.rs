//! `balm.toml`: what is particular to one desk. What the whole shop shares is in
//! its store.

use std::{
    fmt::Display,
    fs::File,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Deserialize;
use toml_edit::{Document, Item};

use super::{
    CliError,
    documents::DocumentsConfig,
    exec::plain,
    safekeeping::{BackupConfig, MirrorConfig},
};
use crate::{
    devices::{
        DeviceConfig,
        bitmap::Bitmap,
        config::{DisplayConfig, DrawerConfig, PrinterConfig, ScannerConfig},
        copies::CopiesConfig,
    },
    domain::ids::Register,
    ui::{
        keymap::{Shipped, nearest},
        term::look::ScreenConfig,
    },
};

/// Beside the store, unless another file is named.
pub const FILE_NAME: &str = "balm.toml";
/// A file longer than this is none of ours.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub register: Register,
    /// The default ones if `None`.
    pub keymap: Option<Keys>,
    pub devices: DeviceConfig,
    pub screen: ScreenConfig,
    pub mirror: Option<MirrorConfig>,
    pub backup: BackupConfig,
    pub documents: DocumentsConfig,
}

/// Which keys a desk has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keys {
    Shipped(Shipped),
    File(PathBuf),
}

/// As [`Keys`] is written on the command line.
pub(super) fn keys_named_here(name: &str) -> Result<Keys, String> {
    keys_named(name, Path::new(""))
}

/// A bare word is the name of a keymap, anything else a file.
fn keys_named(name: &str, folder: &Path) -> Result<Keys, String> {
    if let Some(which) = Shipped::named(name) {
        return Ok(Keys::Shipped(which));
    }
    let file = folder.join(name);
    if name.contains(['.', '/', '\\']) || file.is_file() {
        return Ok(Keys::File(file));
    }
    let unknown = super::keys::unknown(name);
    let joint = if unknown.ends_with('?') { " A" } else { "; a" };
    Err(format!("{unknown}{joint} file of your own ends in .toml"))
}

impl Default for Config {
    fn default() -> Self {
        Self {
            register: 1,
            keymap: None,
            devices: DeviceConfig::default(),
            screen: ScreenConfig::default(),
            mirror: None,
            backup: BackupConfig::default(),
            documents: DocumentsConfig::default(),
        }
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    register: Option<Register>,
    /// One that comes with the program, or a file: beside this one, unless the path
    /// is absolute.
    keymap: Option<String>,
    scanner: Option<ScannerConfig>,
    printer: Option<PrinterConfig>,
    drawer: Option<DrawerConfig>,
    #[serde(default)]
    screen: ScreenConfig,
    display: Option<DisplayConfig>,
    #[serde(default)]
    copies: CopiesConfig,
    mirror: Option<MirrorConfig>,
    #[serde(default)]
    backup: BackupConfig,
    #[serde(default)]
    documents: DocumentsConfig,
}

impl Config {
    /// # Errors
    ///
    /// The file is not there, cannot be read, or says something wrong.
    pub fn read(file: &Path) -> Result<Self, CliError> {
        Self::parse(file, &text_of(file)?)
    }

    /// The usual settings if there is no file.
    ///
    /// # Errors
    ///
    /// As for [`Config::read`].
    pub fn read_if_there(file: &Path) -> Result<Self, CliError> {
        match Self::read(file) {
            Err(CliError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                Ok(Self::default())
            }
            read => read,
        }
    }

    /// # Errors
    ///
    /// What the text says wrong; `file` is its name.
    pub fn parse(file: &Path, text: &str) -> Result<Self, CliError> {
        // The error says line and column, and shows the line.
        let written: Written =
            toml::from_str(text).map_err(|err| wrong(file, with_suggestion(&err.to_string())))?;
        let settings = SettingsText::new(file, text);
        let mut devices = DeviceConfig {
            scanner: written.scanner,
            printer: written.printer,
            drawer: written.drawer,
            display: written.display,
            copies: written.copies,
        };
        devices
            .check()
            .map_err(|err| settings.wrong(&["drawer"], &err))?;
        let register = written.register.unwrap_or(1);
        if register == 0 {
            let problem = "register = 0: desks are numbered from 1";
            return Err(settings.wrong(&["register"], &problem));
        }
        let folder = file.parent().unwrap_or(Path::new(""));
        if let Some(printer) = &mut devices.printer
            && let Some(logo) = &printer.logo
        {
            let logo = folder.join(logo);
            let dots = Bitmap::read(&logo).map_err(|err| {
                let problem = format!("[printer] logo {}: {err}", logo.display());
                settings.wrong(&["printer", "logo"], &problem)
            })?;
            printer.logo_dots = Some(Arc::new(dots));
        }
        if let Some(copies) = &mut devices.copies.folder {
            *copies = folder.join(&*copies);
        }
        written.backup.check().map_err(|unfit| {
            let key: Vec<&str> = unfit.key.iter().map(String::as_str).collect();
            settings.wrong(&[&["backup"], &*key].concat(), &unfit)
        })?;
        let keymap = written
            .keymap
            .map(|name| keys_named(&name, folder).map_err(|err| settings.wrong(&["keymap"], &err)));
        Ok(Self {
            register,
            keymap: keymap.transpose()?,
            devices,
            screen: written.screen,
            mirror: written.mirror.map(|it| it.below(folder)),
            backup: written.backup.below(folder),
            documents: written.documents.below(folder),
        })
    }
}

/// A settings or keymap file, of a length and in the encoding that such files have.
///
/// # Errors
///
/// It is not there, cannot be read, is too long, or is not UTF-8: then the line is
/// named.
pub(super) fn text_of(file: &Path) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    // A device such as /dev/zero has no length, and no end.
    File::open(file)
        .and_then(|opened| opened.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(|err| CliError::file(file, err))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(wrong(file, "too long for settings".to_owned()));
    }
    String::from_utf8(bytes).map_err(|err| {
        let good = err.utf8_error().valid_up_to();
        let line = 1 + err
            .as_bytes()
            .iter()
            .take(good)
            .filter(|it| **it == b'\n')
            .count();
        wrong(file, format!("line {line}: not UTF-8 text"))
    })
}

/// The settings as they are written, to say where something in them is wrong.
pub(super) struct SettingsText {
    file: PathBuf,
    text: String,
}

impl SettingsText {
    pub(super) fn new(file: &Path, text: &str) -> Self {
        Self {
            file: file.to_path_buf(),
            text: text.to_owned(),
        }
    }

    /// Of a file that cannot be read, no more than its name is said.
    pub(super) fn read(file: &Path) -> Self {
        Self::new(file, &text_of(file).unwrap_or_default())
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// `setting` is its section, its key, and in a list the entry's index. What is not
    /// written stands where the last of them is that is.
    pub(super) fn wrong(&self, setting: &[&str], problem: &dyn Display) -> CliError {
        let Some(at) = self.place(setting) else {
            return wrong(&self.file, problem.to_string());
        };
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line = 1 + before.matches('\n').count();
        let line_before = before.rsplit('\n').next().unwrap_or("");
        let column = 1 + line_before.chars().count();
        let problem = format!("line {line}, column {column}: {problem}");
        wrong(&self.file, problem)
    }

    fn place(&self, setting: &[&str]) -> Option<usize> {
        let document = Document::parse(&*self.text).ok()?;
        let mut item: &Item = document.as_item();
        let mut place = None;
        for part in setting {
            let inner = match part.parse::<usize>() {
                Ok(idx) => {
                    let entry = item.as_array().and_then(|it| it.get(idx));
                    return entry
                        .and_then(toml_edit::Value::span)
                        .map_or(place, |it| Some(it.start));
                }
                Err(_) => item.get(part),
            };
            let Some(inner) = inner else {
                return place;
            };
            item = inner;
            place = item.span().map_or(place, |it| Some(it.start));
        }
        place
    }
}

/// An unknown name is mostly a slip of one that is known.
fn with_suggestion(problem: &str) -> String {
    let is_unknown = ["unknown field", "unknown variant"]
        .iter()
        .any(|it| problem.contains(it));
    // The line itself is shown too, and may have marks of its own.
    let said = problem.find("unknown ").map_or("", |at| &problem[at..]);
    let mut names = said.split('`').skip(1).step_by(2);
    let unknown = names.next().filter(|_| is_unknown);
    match unknown.and_then(|name| nearest(name, names)) {
        Some(meant) => format!("{}\ndid you mean `{meant}`?", problem.trim_end()),
        None => plain(problem.trim_end()),
    }
}

fn wrong(file: &Path, problem: String) -> CliError {
    let file = file.to_path_buf();
    CliError::Config { file, problem }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::ui::term::look::{ColourChoice, Flow, GlyphChoice, Profile};

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(Path::new("/shop/balm.toml"), text).map_err(|err| err.to_string())
    }

    #[test]
    fn a_desk_with_everything() {
        let config = parse(
            "register = 2\n\
             keymap = \"keys.toml\"\n\
             [scanner]\n\
             uri = \"serial:///dev/ttyACM0\"\n\
             [printer]\n\
             uri = \"tcp://192.168.1.50\"\n\
             columns = 48\n\
             [drawer]\n\
             [screen]\n\
             profile = \"slow\"\n\
             glyphs = \"lines\"\n\
             colour = \"16\"\n\
             flow = \"xonxoff\"\n",
        )
        .unwrap();
        let screen = ScreenConfig {
            profile: Profile::Slow,
            glyphs: GlyphChoice::Lines,
            colour: ColourChoice::Sixteen,
            flow: Flow::Xonxoff,
        };
        assert_eq!(config.screen, screen);
        assert_eq!(config.register, 2);
        let own = Keys::File(PathBuf::from("/shop/keys.toml"));
        assert_eq!(config.keymap, Some(own));
        assert_eq!(config.devices.printer.unwrap().columns, Some(48));
        assert!(config.devices.drawer.is_some());
    }

    #[test]
    fn keys_are_a_name_or_a_file() {
        for (written, want) in [
            ("default", Keys::Shipped(Shipped::Default)),
            ("classic", Keys::Shipped(Shipped::Classic)),
            ("vim", Keys::Shipped(Shipped::Vim)),
            ("my.toml", Keys::File("/shop/my.toml".into())),
            ("/etc/keys", Keys::File("/etc/keys".into())),
        ] {
            let config = parse(&format!("keymap = \"{written}\"")).unwrap();
            assert_eq!(config.keymap, Some(want));
        }
    }

    #[test]
    fn a_logo_is_read_and_its_faults_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("balm.toml");
        let text = "[printer]\nuri = \"pretend:\"\nlogo = \"logo.pbm\"\n[copies]\nfolder = \"out\"";
        fs::write(&file, text).unwrap();
        let err = Config::read(&file).unwrap_err().to_string();
        assert!(err.contains("logo.pbm: it cannot be read"), "{err}");
        fs::write(folder.path().join("logo.pbm"), "P1 8 1 11110000").unwrap();
        let devices = Config::read(&file).unwrap().devices;
        assert!(devices.printer.unwrap().profile().logo.is_some());
        assert_eq!(devices.copies.folder, Some(folder.path().join("out")));
    }

    #[test]
    fn an_empty_file_is_the_usual_desk() {
        assert_eq!(parse(""), Ok(Config::default()));
    }

    #[test]
    fn what_is_wrong_is_named_with_file_and_line() {
        #[rustfmt::skip]
        let cases = [
            ("register = \"one\"", "line 1"),
            ("register = 1\ncolour = 3", "unknown field `colour`"),
            ("register = 1\ncolour = 3", "line 2, column 1"),
            ("[scaner]\nuri = \"pretend:\"", "did you mean `scanner`?"),
            ("[printer]\nuri = \"pretend:\"\ncolums = 42", "did you mean `columns`?"),
            ("[printer]\nuri = \"pretend:\"\ncode_page = \"cp77\"", "did you mean `cp775`?"),
            ("\nregister = 0", "line 2, column 12: register = 0: desks are numbered from 1"),
            ("keymap = \"nope\"", "line 1, column 10: there is no keymap \"nope\": there are default, classic, vim; a file of your own ends in .toml"),
            ("register = 1\nkeymap = \"clasic\"", "line 2, column 10: there is no keymap \"clasic\"; did you mean \"classic\"? A file of your own ends in .toml"),
            ("register = 1\n\n[drawer]\n", "line 3, column 1: [drawer] is opened by the printer"),
            ("register = 99999999", "expected a whole number from 0 to 65535"),
            ("[screen]\nprofile = \"quick\"", "line 2"),
            ("[screen]\ncolour = \"256\"", "unknown variant `256`, expected one of `auto`, `16`, `mono`, `none`"),
            ("[printer]\nuri = \"tcp://x\"\ncolumns = 40", "line 3"),
        ];
        for (text, want) in cases {
            let got = parse(text).unwrap_err();
            assert!(got.starts_with("/shop/balm.toml: "), "{got}");
            assert!(got.contains(want), "{got}");
        }
    }

    /// Not the section's: a person looks there and finds nothing wrong.
    #[test]
    fn the_place_is_that_of_the_value() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        #[rustfmt::skip]
        let cases = [
            ("[printer]\nuri = \"pretend:\"\nlogo = \"nope.pbm\"", "line 3, column 8: [printer] logo"),
            ("[backup]\n# as always\nkeep = 0", "line 3, column 8: [backup] keep = 0"),
            ("[backup]\nfolder = \"b\"\nrecipients = [\"age1nobody\"]", "line 3, column 15: [backup] \"age1nobody\""),
            ("register = 1\n[backup]\nnightly = \"25:00\"", "line 3, column 11: [backup] nightly"),
            ("[backup]\n\nnightly = \"03:00\"", "line 3, column 11: [backup] by itself needs"),
            ("[backup]\nfolder = \"b\"\nat_close = true", "line 3, column 12: [backup] by itself needs"),
            ("backup = { keep = 0 }", "line 1, column 19: [backup] keep"),
            ("backup.keep = 0", "line 1, column 15: [backup] keep"),
            ("[backup]\nrecipients = [\"x\"]\npassphrase_file = \"p\"", "line 3, column 19: [backup] has recipients or"),
        ];
        for (text, want) in cases {
            fs::write(&file, text).unwrap();
            let said = Config::read(&file).unwrap_err().to_string();
            let want = format!("{}: {want}", file.display());
            assert!(said.starts_with(&want), "{said}");
        }
    }

    #[test]
    fn no_file_is_no_error_unless_it_was_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        assert_eq!(Config::read_if_there(&file).unwrap(), Config::default());
        assert!(Config::read(&file).is_err());
        fs::write(&file, "register = 3").unwrap();
        assert_eq!(Config::read_if_there(&file).unwrap().register, 3);
    }
}
