//! What is known about each printer model: a file per model, in the binary. The
//! settings may say otherwise of any single thing.

use std::{collections::BTreeMap, fmt, sync::Arc};

use serde::Deserialize;
use thiserror::Error;

use super::{bitmap::Bitmap, codepage::CodePage, lettering::Letters};

/// Model name in the settings, and its file.
const MODELS: [(&str, &str); N_MODELS] = [
    (
        "bixolon-srp-s300",
        include_str!("profiles/bixolon-srp-s300.toml"),
    ),
    (
        "citizen-ct-s651",
        include_str!("profiles/citizen-ct-s651.toml"),
    ),
    ("epson", include_str!("profiles/epson.toml")),
    (
        "epson-tm-m30iii",
        include_str!("profiles/epson-tm-m30iii.toml"),
    ),
    (
        "epson-tm-t20ii",
        include_str!("profiles/epson-tm-t20ii.toml"),
    ),
    (
        "epson-tm-t20iii",
        include_str!("profiles/epson-tm-t20iii.toml"),
    ),
    (
        "epson-tm-t70ii",
        include_str!("profiles/epson-tm-t70ii.toml"),
    ),
    (
        "epson-tm-t70ii-chinese",
        include_str!("profiles/epson-tm-t70ii-chinese.toml"),
    ),
    (
        "epson-tm-t88iii",
        include_str!("profiles/epson-tm-t88iii.toml"),
    ),
    ("epson-tm-t88v", include_str!("profiles/epson-tm-t88v.toml")),
    (
        "munbyn-itpp047",
        include_str!("profiles/munbyn-itpp047.toml"),
    ),
    ("netum-80-v-ul", include_str!("profiles/netum-80-v-ul.toml")),
    (
        "netum-nt-5890k",
        include_str!("profiles/netum-nt-5890k.toml"),
    ),
    ("pbm-p822d", include_str!("profiles/pbm-p822d.toml")),
    ("rongta-rp326", include_str!("profiles/rongta-rp326.toml")),
    ("seiko-rp-f10", include_str!("profiles/seiko-rp-f10.toml")),
    ("star-escpos", include_str!("profiles/star-escpos.toml")),
    ("wincor-th230", include_str!("profiles/wincor-th230.toml")),
    (
        "zjiang-pos-5890",
        include_str!("profiles/zjiang-pos-5890.toml"),
    ),
    (
        "zjiang-zj-5870",
        include_str!("profiles/zjiang-zj-5870.toml"),
    ),
];
const N_MODELS: usize = 20;

/// How a printer parts the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cut {
    /// It has no knife: the paper is fed past the tear bar.
    None,
    /// A point stays, so that nothing falls down.
    #[default]
    Partial,
    Full,
}

/// How a printer is told to beep; makers differ, and so do Epson's own models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beep {
    #[default]
    None,
    /// `ESC ( A`, function 97: Epson's that stand on a desk.
    Epson,
    /// `ESC ( A`, function 48: Epson's that are carried about.
    EpsonMobile,
    /// `ESC B`, of most others.
    Other,
}

/// What is known about a printer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a table of what it can")]
pub struct PrinterProfile {
    /// Characters in a line of normal size.
    pub n_columns: u16,
    /// Dots across the paper.
    pub n_dots: u16,
    /// The code pages that it has, the preferred one first, each with its number
    /// after `ESC t`; makers differ.
    pub pages: Vec<(CodePage, u8)>,
    /// Has the letters of GB18030 behind `FS &`.
    pub chinese: bool,
    pub cut: Cut,
    /// Code 128.
    pub barcode: bool,
    pub qr: bool,
    pub raster: bool,
    /// Is asked how it is.
    pub status: bool,
    /// Says by `GS ( H` when a job is on paper.
    pub confirms: bool,
    pub beep: Beep,
    /// Printed at the head of a receipt.
    pub logo: Option<Arc<Bitmap>>,
}

impl PrinterProfile {
    /// A printer with a knife that numbers its pages as most do.
    pub fn new(n_columns: u16, code_page: CodePage) -> Self {
        Self {
            n_columns,
            n_dots: n_columns.saturating_mul(DOTS_PER_COLUMN),
            pages: vec![(code_page, code_page.usual_number())],
            chinese: false,
            cut: Cut::Partial,
            barcode: true,
            qr: true,
            raster: true,
            status: true,
            confirms: false,
            beep: Beep::None,
            logo: None,
        }
    }

    pub fn letters(&self) -> Letters {
        let pages = self.pages.iter().map(|(page, _)| *page).collect();
        Letters::new(pages, self.chinese).drawing(self.raster)
    }

    /// The number after `ESC t`; the usual one for a page it is not known to have.
    pub fn page_number(&self, page: CodePage) -> u8 {
        let found = self.pages.iter().find(|(it, _)| *it == page);
        found.map_or(page.usual_number(), |(_, number)| *number)
    }

    /// Makes `page` the first choice, under `number` where one is given.
    pub(super) fn prefer(&mut self, page: CodePage, number: Option<u8>) {
        let number = number.unwrap_or_else(|| self.page_number(page));
        self.pages.retain(|(it, _)| *it != page);
        self.pages.insert(0, (page, number));
    }
}

/// Letters of normal size are 12 dots wide on nearly all.
pub(super) const DOTS_PER_COLUMN: u16 = 12;

/// A printer model that Balm knows by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Model {
    name: &'static str,
    file: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a table of what it can")]
struct Written {
    name: String,
    columns: u16,
    dots: u16,
    cut: Cut,
    barcode: bool,
    qr: bool,
    raster: bool,
    status: bool,
    confirms: bool,
    chinese: bool,
    #[serde(default)]
    beep: Beep,
    pages: BTreeMap<CodePage, u8>,
}

/// The settings name a printer that Balm does not know.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is not a printer model that Balm knows; `balm devices --models` lists them")]
pub struct UnknownModel(String);

impl Model {
    /// By name.
    pub fn all() -> impl Iterator<Item = Self> {
        MODELS.iter().map(|(name, file)| Self { name, file })
    }

    /// # Errors
    ///
    /// No such model.
    pub fn find(name: &str) -> Result<Self, UnknownModel> {
        Self::all()
            .find(|model| model.name == name)
            .ok_or_else(|| UnknownModel(name.to_owned()))
    }

    pub fn name(self) -> &'static str {
        self.name
    }

    /// Maker and model as people say them, and what is known.
    pub fn read(self) -> (String, PrinterProfile) {
        // The files are in the binary, and a test reads each of them.
        let Ok(written) = toml::from_str::<Written>(self.file) else {
            return (
                self.name.to_owned(),
                PrinterProfile::new(42, CodePage::Cp437),
            );
        };
        let profile = PrinterProfile {
            n_columns: written.columns,
            n_dots: written.dots,
            pages: written.pages.into_iter().collect(),
            chinese: written.chinese,
            cut: written.cut,
            barcode: written.barcode,
            qr: written.qr,
            raster: written.raster,
            status: written.status,
            confirms: written.confirms,
            beep: written.beep,
            logo: None,
        };
        (written.name, profile)
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl<'de> Deserialize<'de> for Model {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::find(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read() {
        for model in Model::all() {
            let written: Written =
                toml::from_str(model.file).unwrap_or_else(|err| panic!("{model}: {err}"));
            assert!(!written.name.is_empty(), "{model}");
            assert!((32..=48).contains(&written.columns), "{model}");
            assert!((384..=640).contains(&written.dots), "{model}");
            assert!(
                written.columns * DOTS_PER_COLUMN <= written.dots,
                "{model}: {} columns in {} dots",
                written.columns,
                written.dots
            );
            assert!(written.pages.contains_key(&CodePage::Cp437), "{model}");
            assert!(model.file.contains("CC BY 4.0"), "{model}");
        }
    }

    #[test]
    fn the_table_names_every_file_of_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/devices/profiles");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        files.sort();
        let models: Vec<&str> = Model::all().map(Model::name).collect();
        assert_eq!(models, files);
    }

    /// Numbers as the makers' manuals give them.
    #[test]
    fn makers_number_their_pages_differently() {
        #[rustfmt::skip]
        let cases = [
            ("epson-tm-t88v", CodePage::Cp775, 33),
            ("epson-tm-t88v", CodePage::Wpc1257, 51),
            ("netum-nt-5890k", CodePage::Cp775, 95),
            ("rongta-rp326", CodePage::Cp775, 31),
            ("rongta-rp326", CodePage::Wpc1251, 6),
            ("star-escpos", CodePage::Cp852, 5),
            ("wincor-th230", CodePage::Cp775, 27),
            ("wincor-th230", CodePage::Cp866, 7),
        ];
        for (name, page, want) in cases {
            let (_, profile) = Model::find(name).unwrap().read();
            assert_eq!(profile.page_number(page), want, "{name} {page}");
        }
    }

    #[test]
    fn an_unknown_model_is_named() {
        let err = Model::find("epson-tm-t99").unwrap_err().to_string();
        assert!(err.contains("\"epson-tm-t99\""), "{err}");
        assert!(err.contains("--models"), "{err}");
    }

    #[test]
    fn what_is_preferred_comes_first() {
        let (_, mut profile) = Model::find("epson").unwrap().read();
        profile.prefer(CodePage::Cp775, Some(95));
        assert_eq!(profile.pages[0], (CodePage::Cp775, 95));
        assert_eq!(profile.page_number(CodePage::Cp775), 95);
        let n_pages = profile.pages.len();
        profile.prefer(CodePage::Cp866, None);
        assert_eq!(profile.pages[0], (CodePage::Cp866, 17));
        assert_eq!(profile.pages.len(), n_pages);
    }
}
