//! `balm.toml`: what is particular to one desk. What the whole shop shares is in
//! its store.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use serde::Deserialize;

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
    register: Option<Register>,
    /// Beside the file, unless the path is absolute.
    keymap: Option<PathBuf>,
    scanner: Option<ScannerConfig>,
    printer: Option<PrinterConfig>,
    drawer: Option<DrawerConfig>,
}

impl Config {
    /// # Errors
    ///
    /// The file is not there, cannot be read, or says something wrong.
    pub fn read(file: &Path) -> Result<Self, CliError> {
        let length = fs::metadata(file)
            .map_err(|err| CliError::file(file, err))?
            .len();
        if length > FILE_BYTES_MAX {
            return Err(wrong(file, "too long for settings".to_owned()));
        }
        let text = fs::read_to_string(file).map_err(|err| CliError::file(file, err))?;
        Self::parse(file, &text)
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
        let devices = DeviceConfig {
            scanner: written.scanner,
            printer: written.printer,
            drawer: written.drawer,
        };
        devices
            .check()
            .map_err(|err| wrong(file, err.to_string()))?;
        if written.register == Some(0) {
            return Err(wrong(
                file,
                "register: desks are numbered from 1".to_owned(),
            ));
        }
        let folder = file.parent().unwrap_or(Path::new(""));
        Ok(Self {
            register: written.register.unwrap_or(1),
            keymap: written.keymap.map(|keymap| folder.join(keymap)),
            devices,
        })
    }
}

fn wrong(file: &Path, problem: String) -> CliError {
    let file = file.to_path_buf();
    CliError::Config { file, problem }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(config.devices.printer.unwrap().columns, 48);
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
            ("register = 0", "desks are numbered from 1"),
            ("[drawer]\n", "[drawer] is opened by the printer"),
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
