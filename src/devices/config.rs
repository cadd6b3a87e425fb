//! The `[scanner]`, `[printer]` and `[drawer]` tables of `balm.toml`; a desk may
//! have all of them or none:
//!
//! ```toml
//! [scanner]
//! uri = "serial:///dev/serial/by-id/usb-Honeywell_Scanner-if00"
//!
//! [printer]
//! uri = "serial:///dev/ttyUSB0?baud=19200&flow=xonxoff"
//! columns = 42         # 32 on narrow paper; 42 or 48 on wide
//! code_page = "cp775"
//! page_number = 33     # only where `balm devices --print-test` shows the wrong letters
//! cut = true
//!
//! [drawer]
//! pin = 2              # or 5
//! ```

use serde::{Deserialize, Deserializer, de};
use thiserror::Error;

use super::{
    codepage::CodePage,
    escpos::{self, DrawerPin, PrinterProfile},
    uri::DeviceUri,
};

/// Which devices this desk has; each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceConfig {
    pub scanner: Option<ScannerConfig>,
    pub printer: Option<PrinterConfig>,
    /// Hangs on the printer's drawer socket.
    pub drawer: Option<DrawerConfig>,
}

/// Settings that are right one by one but not together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ConfigError {
    #[error("[drawer] is opened by the printer, but there is no [printer]")]
    DrawerWithoutPrinter,
}

impl DeviceConfig {
    /// A desk with everything, and nothing of it real.
    pub fn pretend() -> Self {
        Self {
            scanner: Some(ScannerConfig {
                uri: DeviceUri::Pretend,
                double_read_ms: double_read_ms_usual(),
            }),
            printer: Some(PrinterConfig::new(DeviceUri::Pretend)),
            drawer: Some(DrawerConfig::default()),
        }
    }

    /// # Errors
    ///
    /// A drawer without the printer that opens it.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.drawer.is_some() && self.printer.is_none() {
            return Err(ConfigError::DrawerWithoutPrinter);
        }
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScannerConfig {
    pub uri: DeviceUri,
    /// The same code again within this time is taken for one read; 0 turns
    /// that off.
    #[serde(default = "double_read_ms_usual")]
    pub double_read_ms: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrinterConfig {
    pub uri: DeviceUri,
    /// Characters in a line: 32 on 58 mm paper, 42 or 48 on 80 mm.
    #[serde(default = "columns_usual", deserialize_with = "columns")]
    pub columns: u16,
    #[serde(default)]
    pub code_page: CodePage,
    /// The number after `ESC t`, where the maker has its own.
    pub page_number: Option<u8>,
    #[serde(default = "yes")]
    pub cut: bool,
}

impl PrinterConfig {
    /// A printer of which nothing but its address is known.
    pub fn new(uri: DeviceUri) -> Self {
        Self {
            uri,
            columns: columns_usual(),
            code_page: CodePage::default(),
            page_number: None,
            cut: true,
        }
    }

    pub fn profile(&self) -> PrinterProfile {
        PrinterProfile {
            n_columns: self.columns,
            code_page: self.code_page,
            page_number: self.page_number.unwrap_or(self.code_page.usual_number()),
            cuts: self.cut,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawerConfig {
    #[serde(default, deserialize_with = "pin")]
    pub pin: DrawerPin,
    /// How long the magnet pulls.
    #[serde(default = "on_ms_usual")]
    pub on_ms: u16,
    /// The pause after it.
    #[serde(default = "off_ms_usual")]
    pub off_ms: u16,
}

impl Default for DrawerConfig {
    fn default() -> Self {
        Self {
            pin: DrawerPin::Two,
            on_ms: on_ms_usual(),
            off_ms: off_ms_usual(),
        }
    }
}

impl DrawerConfig {
    pub fn kick(&self) -> [u8; 5] {
        escpos::drawer_kick(self.pin, self.on_ms, self.off_ms)
    }
}

fn double_read_ms_usual() -> u16 {
    400
}

fn columns_usual() -> u16 {
    42
}

fn on_ms_usual() -> u16 {
    50
}

fn off_ms_usual() -> u16 {
    500
}

fn yes() -> bool {
    true
}

fn columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    match u16::deserialize(deserializer)? {
        columns @ (32 | 42 | 48) => Ok(columns),
        columns => Err(de::Error::custom(format!(
            "{columns} columns: there are 32, 42 and 48"
        ))),
    }
}

fn pin<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DrawerPin, D::Error> {
    match u8::deserialize(deserializer)? {
        2 => Ok(DrawerPin::Two),
        5 => Ok(DrawerPin::Five),
        pin => Err(de::Error::custom(format!(
            "pin {pin}: drawers are on pin 2 or 5"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_desk() {
        let text = r#"
            [scanner]
            uri = "serial:///dev/ttyACM0"

            [printer]
            uri = "tcp://192.168.1.50"
            columns = 48
            code_page = "cp775"
            page_number = 95

            [drawer]
            pin = 5
        "#;
        let config: DeviceConfig = toml::from_str(text).unwrap();
        assert_eq!(config.check(), Ok(()));
        assert_eq!(config.scanner.unwrap().double_read_ms, 400);
        assert_eq!(
            config.printer.unwrap().profile(),
            PrinterProfile {
                n_columns: 48,
                code_page: CodePage::Cp775,
                page_number: 95,
                cuts: true
            }
        );
        assert_eq!(config.drawer.unwrap().kick(), [0x1B, 0x70, 1, 0x19, 0xFA]);
    }

    #[test]
    fn the_example_at_the_top_is_right() {
        let example = include_str!("config.rs")
            .lines()
            .skip_while(|line| *line != "//! ```toml")
            .skip(1)
            .take_while(|line| *line != "//! ```")
            .map(|line| line.trim_start_matches("//!"))
            .collect::<Vec<_>>()
            .join("\n");
        let config: DeviceConfig = toml::from_str(&example).unwrap();
        assert_eq!(config.printer.unwrap().code_page, CodePage::Cp775);
        assert_eq!(config.drawer, Some(DrawerConfig::default()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        #[rustfmt::skip]
        let cases = [
            ("[printer]\nuri = \"usb:1\"", "\"usb\" is not a kind of device address"),
            ("[printer]\nuri = \"pretend:\"\ncolumns = 40", "40 columns: there are 32, 42 and 48"),
            ("[printer]\nuri = \"pretend:\"\ncode_page = \"cp999\"", "unknown variant `cp999`"),
            ("[printer]\nuri = \"pretend:\"\ncolour = 1", "unknown field `colour`"),
            ("[drawer]\npin = 3", "pin 3: drawers are on pin 2 or 5"),
            ("[scanner]\n", "missing field `uri`"),
        ];
        for (text, want) in cases {
            let got = toml::from_str::<DeviceConfig>(text)
                .unwrap_err()
                .to_string();
            assert!(got.contains(want), "{got}");
        }
    }

    #[test]
    fn a_drawer_needs_its_printer() {
        let config: DeviceConfig = toml::from_str("[drawer]").unwrap();
        assert_eq!(config.check(), Err(ConfigError::DrawerWithoutPrinter));
    }
}
