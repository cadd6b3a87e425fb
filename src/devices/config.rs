//! The `[scanner]`, `[printer]` and `[drawer]` tables of `balm.toml`; a desk may
//! have all of them or none:
//!
//! ```toml
//! [scanner]
//! uri = "serial:///dev/serial/by-id/usb-Honeywell_Scanner-if00"
//!
//! [printer]
//! uri = "serial:///dev/ttyUSB0?baud=19200&flow=xonxoff"
//! model = "epson-tm-t88v"   # `balm devices --models` lists them
//! # Each of these only where the model is not listed or is set otherwise:
//! columns = 42         # 32 on narrow paper; 42 or 48 on wide
//! code_page = "cp775"  # the one to use first
//! page_number = 33     # its number, as `balm devices --find-page` finds it
//! cut = "partial"      # or "full" or "none"
//! beep = "epson"       # or "epson-mobile", "other", "none"
//! status = true        # whether it is asked how it is
//! confirms = true      # whether it says when a receipt is on paper
//! chinese = false      # whether it has the letters of GB18030
//!
//! [drawer]
//! pin = 2              # or 5
//! # open_is = "high"   # or "low": what the printer's sensor says of an open drawer
//!
//! [display]
//! uri = "serial:///dev/ttyUSB1"
//! kind = "cd5220"      # or "escpos", "utc", "aedex"
//! # code_page = "cp775"  # without it, Latin letters stand in
//!
//! [copies]
//! folder = "receipts"            # text files; beside this file
//! mail_command = "msmtp -t"      # e-mail
//! mail_from = "desk@lotus.example"
//! ```

use std::time::Duration;

use std::{path::PathBuf, sync::Arc};

use serde::{Deserialize, Deserializer, de};
use thiserror::Error;

use super::{
    bitmap::Bitmap,
    codepage::CodePage,
    copies::CopiesConfig,
    display::DisplayKind,
    escpos::{self, DrawerPin},
    profile::{Beep, Cut, DOTS_PER_COLUMN, Model, PrinterProfile},
    uri::DeviceUri,
    wedge::{WedgeConfig, WedgeSpeed},
};

/// Which devices this desk has; each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceConfig {
    pub scanner: Option<ScannerConfig>,
    pub printer: Option<PrinterConfig>,
    /// Hangs on the printer's drawer socket.
    pub drawer: Option<DrawerConfig>,
    /// What the client looks at.
    pub display: Option<DisplayConfig>,
    /// Where copies go that are no paper.
    #[serde(default)]
    pub copies: CopiesConfig,
}

/// Of wide paper, in the largest letters that printers have for it.
const COLUMNS_USUAL: u16 = 42;

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
                uri: Some(DeviceUri::Pretend),
                ..ScannerConfig::default()
            }),
            printer: Some(PrinterConfig::new(DeviceUri::Pretend)),
            drawer: Some(DrawerConfig::default()),
            display: Some(DisplayConfig {
                uri: DeviceUri::Pretend,
                kind: DisplayKind::Escpos,
                code_page: None,
                page_number: None,
            }),
            copies: CopiesConfig::default(),
        }
    }

    /// How scans are told from typing at a desk. Unless it is said, by speed: but not
    /// beside a serial scanner, nor where keys come over a network, which bunches them.
    pub fn wedge(&self, is_remote: bool) -> WedgeConfig {
        let scanner = self.scanner.as_ref();
        let is_serial = scanner.is_some_and(|scanner| scanner.uri.is_some());
        match scanner.and_then(|scanner| scanner.wedge.clone()) {
            Some(wedge) => wedge,
            None if is_serial || is_remote => WedgeConfig::Off,
            None => WedgeConfig::Speed(WedgeSpeed::default()),
        }
    }

    /// Within which the same code again is one read.
    pub fn double_read(&self) -> Duration {
        let ms = self
            .scanner
            .as_ref()
            .map_or_else(double_read_ms_usual, |scanner| scanner.double_read_ms);
        Duration::from_millis(u64::from(ms))
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
    /// Of one on a line of its own.
    pub uri: Option<DeviceUri>,
    /// The same code again within this time is taken for one read; 0 turns
    /// that off.
    #[serde(default = "double_read_ms_usual")]
    pub double_read_ms: u16,
    /// Of one that types.
    pub wedge: Option<WedgeConfig>,
}

impl Default for ScannerConfig {
    fn default() -> Self {
        Self {
            uri: None,
            double_read_ms: double_read_ms_usual(),
            wedge: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrinterConfig {
    pub uri: DeviceUri,
    /// What is known of its model; the rest overrides single things.
    pub model: Option<Model>,
    /// Characters in a line: 32 on 58 mm paper, 42 or 48 on 80 mm.
    #[serde(default, deserialize_with = "columns")]
    pub columns: Option<u16>,
    /// The page to use first. Without a model, the only one.
    pub code_page: Option<CodePage>,
    /// The number after `ESC t`, where the maker has its own.
    pub page_number: Option<u8>,
    #[serde(default, deserialize_with = "cut")]
    pub cut: Option<Cut>,
    pub beep: Option<Beep>,
    pub status: Option<bool>,
    pub confirms: Option<bool>,
    /// How long an answer of it may be on its way: one behind a slow server or radio
    /// needs more than the usual.
    pub answer_ms: Option<u16>,
    pub chinese: Option<bool>,
    /// The shop's picture, beside the settings: PBM or BMP of one bit.
    pub logo: Option<PathBuf>,
    /// As it was read.
    #[serde(skip)]
    pub logo_dots: Option<Arc<Bitmap>>,
}

/// Two lines of twenty for the client.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisplayConfig {
    pub uri: DeviceUri,
    pub kind: DisplayKind,
    /// The page that the display is switched to.
    pub code_page: Option<CodePage>,
    pub page_number: Option<u8>,
}

impl PrinterConfig {
    /// A printer of which nothing but its address is known.
    pub fn new(uri: DeviceUri) -> Self {
        Self {
            uri,
            model: None,
            columns: None,
            code_page: None,
            page_number: None,
            cut: None,
            beep: None,
            status: None,
            confirms: None,
            answer_ms: None,
            chinese: None,
            logo: None,
            logo_dots: None,
        }
    }

    pub fn profile(&self) -> PrinterProfile {
        let unknown = || PrinterProfile::new(COLUMNS_USUAL, self.code_page.unwrap_or_default());
        let mut profile = self.model.map_or_else(unknown, |model| model.read().1);
        if let Some(columns) = self.columns
            && columns != profile.n_columns
        {
            profile.n_columns = columns;
            profile.n_dots = columns * DOTS_PER_COLUMN;
        }
        let first = profile.pages.first().map(|(page, _)| *page);
        if let Some(page) = self.code_page.or(first) {
            profile.prefer(page, self.page_number);
        }
        profile.cut = self.cut.unwrap_or(profile.cut);
        profile.beep = self.beep.unwrap_or(profile.beep);
        profile.status = self.status.unwrap_or(profile.status);
        profile.confirms = self.confirms.unwrap_or(profile.confirms);
        profile.chinese = self.chinese.unwrap_or(profile.chinese);
        profile.logo.clone_from(&self.logo_dots);
        profile
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
    /// What the printer's sensor says of an open drawer; without it, nothing is
    /// said of the drawer.
    pub open_is: Option<PinLevel>,
}

/// Drawers differ in which of the two means open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PinLevel {
    Low,
    High,
}

impl Default for DrawerConfig {
    fn default() -> Self {
        Self {
            pin: DrawerPin::Two,
            on_ms: on_ms_usual(),
            off_ms: off_ms_usual(),
            open_is: None,
        }
    }
}

impl DrawerConfig {
    pub fn kick(&self) -> [u8; 5] {
        escpos::drawer_kick(self.pin, self.on_ms, self.off_ms)
    }

    /// For a printer that stands still.
    pub fn kick_at_once(&self) -> [u8; 5] {
        escpos::drawer_kick_at_once(self.pin, self.on_ms)
    }
}

fn double_read_ms_usual() -> u16 {
    400
}

fn on_ms_usual() -> u16 {
    50
}

fn off_ms_usual() -> u16 {
    500
}

fn columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    match u16::deserialize(deserializer)? {
        columns @ (32 | 42 | 44 | 48) => Ok(Some(columns)),
        columns => Err(de::Error::custom(format!(
            "{columns} columns: there are 32, 42, 44 and 48"
        ))),
    }
}

/// `true` and `false` are a knife of the usual kind, and none.
fn cut<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cut>, D::Error> {
    #[derive(Deserialize)]
    #[serde(
        untagged,
        expecting = "cut is \"partial\", \"full\", \"none\", true or false"
    )]
    enum Written {
        Kind(Cut),
        Has(bool),
    }
    Ok(Some(match Written::deserialize(deserializer)? {
        Written::Kind(cut) => cut,
        Written::Has(true) => Cut::Partial,
        Written::Has(false) => Cut::None,
    }))
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
        let profile = config.printer.unwrap().profile();
        assert_eq!(profile.n_columns, 48);
        assert_eq!(profile.pages, [(CodePage::Cp775, 95)]);
        assert_eq!(profile.cut, Cut::Partial);
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
        let printer = config.printer.unwrap();
        assert_eq!(printer.code_page, Some(CodePage::Cp775));
        assert_eq!(printer.model.map(Model::name), Some("epson-tm-t88v"));
        assert_eq!(config.drawer, Some(DrawerConfig::default()));
    }

    #[test]
    fn a_model_is_known_and_single_things_are_set_otherwise() {
        let profile = |text: &str| {
            let config: DeviceConfig =
                toml::from_str(&format!("[printer]\nuri = \"pretend:\"\n{text}")).unwrap();
            config.printer.unwrap().profile()
        };
        let model = profile("model = \"netum-nt-5890k\"");
        assert_eq!((model.n_columns, model.cut), (32, Cut::None));
        assert_eq!(model.page_number(CodePage::Cp775), 95);

        let changed = profile(
            "model = \"netum-nt-5890k\"\ncode_page = \"cp775\"\npage_number = 33\ncut = \"full\"\n\
             columns = 42\nbeep = \"other\"\nstatus = false\nconfirms = true\nchinese = true",
        );
        assert_eq!(changed.pages[0], (CodePage::Cp775, 33));
        assert_eq!(changed.pages.len(), model.pages.len());
        assert_eq!((changed.n_columns, changed.n_dots), (42, 504));
        assert_eq!((changed.cut, changed.beep), (Cut::Full, Beep::Other));
        assert!(!changed.status && changed.confirms && changed.chinese);

        assert_eq!(profile("cut = false").cut, Cut::None);
        assert_eq!(profile("").pages, [(CodePage::Cp437, 0)]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        #[rustfmt::skip]
        let cases = [
            ("[printer]\nuri = \"usb:1\"", "\"usb\" is not a kind of device address"),
            ("[printer]\nuri = \"pretend:\"\ncolumns = 40", "40 columns: there are 32, 42, 44 and 48"),
            ("[printer]\nuri = \"pretend:\"\ncode_page = \"cp999\"", "unknown variant `cp999`"),
            ("[printer]\nuri = \"pretend:\"\ncolour = 1", "unknown field `colour`"),
            ("[printer]\nuri = \"pretend:\"\nmodel = \"tm\"", "\"tm\" is not a printer model that Balm knows"),
            ("[printer]\nuri = \"pretend:\"\ncut = \"half\"", "cut is \"partial\", \"full\", \"none\", true or false"),
            ("[drawer]\npin = 3", "pin 3: drawers are on pin 2 or 5"),
            ("[scanner]\nwedge = \"on\"", "expected \"speed\", \"off\", or a table"),
        ];
        for (text, want) in cases {
            let got = toml::from_str::<DeviceConfig>(text)
                .unwrap_err()
                .to_string();
            assert!(got.contains(want), "{got}");
        }
    }

    #[test]
    fn a_wedge_is_told_by_speed_unless_something_better_is_there() {
        let speed = || WedgeConfig::Speed(WedgeSpeed::default());
        #[rustfmt::skip]
        let cases = [
            ("", false, speed()),
            ("", true, WedgeConfig::Off),
            ("[scanner]", false, speed()),
            ("[scanner]\nuri = \"serial:///dev/ttyACM0\"", false, WedgeConfig::Off),
            ("[scanner]\nwedge = \"speed\"", true, speed()),
            ("[scanner]\nuri = \"serial:///dev/ttyACM0\"\nwedge = \"speed\"", false, speed()),
            ("[scanner]\nwedge = \"off\"", false, WedgeConfig::Off),
        ];
        for (text, is_remote, want) in cases {
            let config: DeviceConfig = toml::from_str(text).unwrap();
            assert_eq!(config.wedge(is_remote), want, "{text} {is_remote}");
        }
        assert_eq!(DeviceConfig::pretend().wedge(false), WedgeConfig::Off);
    }

    #[test]
    fn a_drawer_needs_its_printer() {
        let config: DeviceConfig = toml::from_str("[drawer]").unwrap();
        assert_eq!(config.check(), Err(ConfigError::DrawerWithoutPrinter));
    }
}
