//! `balm.toml`: what is particular to one desk. What the whole shop shares is in
//! its store.

use std::{
    fmt,
    fs::File,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;

use super::CliError;
use crate::{
    devices::{
        DeviceConfig,
        config::{DrawerConfig, PrinterConfig, ScannerConfig},
    },
    domain::ids::Register,
};

/// Beside the store, unless another file is named.
pub const FILE_NAME: &str = "balm.toml";
/// A file longer than this is none of ours.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub register: Register,
    /// The user's own keys; the built-in ones if `None`.
    pub keymap: Option<PathBuf>,
    pub devices: DeviceConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            register: 1,
            keymap: None,
            devices: DeviceConfig::default(),
        }
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    register: Option<Spanned<Register>>,
    /// Beside the file, unless the path is absolute.
    keymap: Option<PathBuf>,
    scanner: Option<ScannerConfig>,
    printer: Option<PrinterConfig>,
    drawer: Option<Spanned<DrawerConfig>>,
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

    fn parse(file: &Path, text: &str) -> Result<Self, CliError> {
        // The error says line and column, and shows the line.
        let written: Written = toml::from_str(text).map_err(|err| wrong(file, err.to_string()))?;
        let drawer_at = written.drawer.as_ref().map_or(0, |it| it.span().start);
        let devices = DeviceConfig {
            scanner: written.scanner,
            printer: written.printer,
            drawer: written.drawer.map(Spanned::into_inner),
        };
        devices
            .check()
            .map_err(|err| wrong_at(file, text, drawer_at, &err))?;
        let register = match written.register {
            Some(register) if *register.get_ref() == 0 => {
                let problem = "register = 0: desks are numbered from 1";
                return Err(wrong_at(file, text, register.span().start, &problem));
            }
            register => register.map_or(1, Spanned::into_inner),
        };
        let folder = file.parent().unwrap_or(Path::new(""));
        Ok(Self {
            register,
            keymap: written.keymap.map(|keymap| folder.join(keymap)),
            devices,
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

fn wrong_at(file: &Path, text: &str, at: usize, problem: &dyn fmt::Display) -> CliError {
    let line = 1 + text.bytes().take(at).filter(|it| *it == b'\n').count();
    wrong(file, format!("line {line}: {problem}"))
}

fn wrong(file: &Path, problem: String) -> CliError {
    let file = file.to_path_buf();
    CliError::Config { file, problem }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

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
             [drawer]\n",
        )
        .unwrap();
        assert_eq!(config.register, 2);
        assert_eq!(config.keymap, Some(PathBuf::from("/shop/keys.toml")));
        assert_eq!(config.devices.printer.unwrap().columns, Some(48));
        assert!(config.devices.drawer.is_some());
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
            ("register = 1\ncolour = 3", "line 2"),
            ("\nregister = 0", "line 2: register = 0: desks are numbered from 1"),
            ("register = 1\n\n[drawer]\n", "line 3: [drawer] is opened by the printer"),
            ("[printer]\nuri = \"tcp://x\"\ncolumns = 40", "line 3"),
        ];
        for (text, want) in cases {
            let got = parse(text).unwrap_err();
            assert!(got.starts_with("/shop/balm.toml: "), "{got}");
            assert!(got.contains(want), "{got}");
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
