//! `balm documents`: the papers that can have a wording of the shop's own, what each of
//! them begins with, and whether what was written is right. The files are text, in a
//! folder beside the settings.

use std::{
    fmt::Write as _,
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use serde::Deserialize;

use super::{
    CliError, Desk, Exit,
    config::{self, SettingsText},
};
use crate::{
    domain::document::{DocumentKind, Documents, Fault, LINES_MAX, MARKS, Template, TemplateFault},
    locale::{Locale, WordsFault},
    ui::keymap::nearest,
};

/// Beside the settings, unless they name another.
const FOLDER: &str = "documents";
const TEMPLATE: &str = "txt";
const WORDS: &str = "ftl";

/// The beginnings of the names of messages that stand on papers.
const ON_PAPER: [&str; 13] = [
    "date-",
    "document-",
    "figures-handover",
    "holding-",
    "item-",
    "line-",
    "month-",
    "print-",
    "receipt-",
    "tender-",
    "units-",
    "weekday-",
    "z-",
];

#[derive(Args, Clone, Debug)]
pub struct DocumentsArgs {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Print the template that a paper begins with, its fields explained; redirect it
    /// into documents/NAME.txt, or documents/NAME.LANGUAGE.txt, and change it there
    Show {
        #[arg(value_parser = kind_named, value_name = "NAME")]
        kind: DocumentKind,
    },
    /// Print the words that the program puts on papers, to be translated in
    /// documents/LANGUAGE.ftl
    Words,
    /// Say whether the shop's templates and words are right, or the files named
    Check { files: Vec<PathBuf> },
}

/// What the desk's settings say of papers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentsConfig {
    pub folder: Option<PathBuf>,
    /// Of all papers for which nothing else is said.
    pub language: Option<String>,
    pub receipt: Option<String>,
    pub invoice: Option<String>,
    pub cash_order: Option<String>,
    pub visit_card: Option<String>,
    pub gift_certificate: Option<String>,
    pub statement: Option<String>,
}

impl DocumentsConfig {
    pub(super) fn below(self, folder: &Path) -> Self {
        Self {
            folder: self.folder.map(|it| folder.join(it)),
            ..self
        }
    }

    fn languages(&self) -> Vec<(Option<DocumentKind>, &str)> {
        let own = DocumentKind::ALL.map(|kind| {
            let language = match kind {
                DocumentKind::Receipt => &self.receipt,
                DocumentKind::Invoice => &self.invoice,
                DocumentKind::CashOrder => &self.cash_order,
                DocumentKind::VisitCard => &self.visit_card,
                DocumentKind::GiftCertificate => &self.gift_certificate,
                DocumentKind::Statement => &self.statement,
            };
            (Some(kind), language)
        });
        let all = [(None, &self.language)].into_iter().chain(own);
        all.filter_map(|(kind, it)| it.as_deref().map(|it| (kind, it)))
            .collect()
    }
}

fn kind_named(name: &str) -> Result<DocumentKind, String> {
    let name = name.replace('-', "_");
    DocumentKind::named(&name).ok_or_else(|| {
        let all = DocumentKind::ALL.map(DocumentKind::name);
        let meant = meant(&name, &all);
        format!(
            "there is no such paper{meant} There are: {}",
            all.join(", ")
        )
    })
}

/// What the shop has written, and in which languages its papers are.
///
/// # Errors
///
/// A file cannot be read, or something in it is wrong; the folder that was named is not
/// there.
pub(super) fn load(desk: &Desk, config: &DocumentsConfig) -> Result<Documents, CliError> {
    load_beside(&SettingsText::read(&desk.config_file()?), config)
}

/// As [`load`], by those settings.
pub(super) fn load_beside(
    settings: &SettingsText,
    config: &DocumentsConfig,
) -> Result<Documents, CliError> {
    let folder = folder_beside(settings.file(), config);
    let mut documents = Documents::default();
    let found = files(&folder, config.folder.is_some()).map_err(|err| match err {
        CliError::File { file, source } if config.folder.is_some() => {
            let problem = format!("[documents] folder {}: {source}", file.display());
            settings.wrong(&["documents", "folder"], &problem)
        }
        err => err,
    })?;
    for file in found {
        read(&file, &mut documents)?;
    }
    for (kind, language) in config.languages() {
        let known: Vec<&str> = documents.list().map(|(_, language)| language).collect();
        if !language.is_empty() && language != "en" && !known.contains(&language) {
            let meant = meant(language, &known);
            let name = kind.map_or("language", DocumentKind::name);
            let problem = format!(
                "[documents] {name} = \"{language}\": {} has neither words nor a template of it{meant}",
                folder.display()
            );
            return Err(settings.wrong(&["documents", name], &problem));
        }
        documents.set_language(kind, language);
    }
    Ok(documents)
}

pub(super) fn folder(desk: &Desk, config: &DocumentsConfig) -> Result<PathBuf, CliError> {
    Ok(folder_beside(&desk.config_file()?, config))
}

fn folder_beside(file: &Path, config: &DocumentsConfig) -> PathBuf {
    let beside = || file.parent().unwrap_or(Path::new("")).join(FOLDER);
    config.folder.clone().unwrap_or_else(beside)
}

/// Those of ours, by name. What an editor leaves there is none.
fn files(folder: &Path, must_be: bool) -> Result<Vec<PathBuf>, CliError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(err) if err.kind() == ErrorKind::NotFound && !must_be => return Ok(Vec::new()),
        Err(err) => return Err(CliError::file(folder, err)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(|err| CliError::file(folder, err))?.path();
        let ending = file.extension().and_then(|it| it.to_str());
        if ending.is_some_and(|it| it == TEMPLATE || it == WORDS) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn read(file: &Path, documents: &mut Documents) -> Result<(), CliError> {
    let text = config::text_of(file)?;
    let wrong = |problem: String| CliError::Config {
        file: file.to_path_buf(),
        problem,
    };
    let stem = file.file_stem().and_then(|it| it.to_str()).unwrap_or("");
    if file.extension().is_some_and(|it| it == WORDS) {
        check_language(stem).map_err(wrong)?;
        let faults = Locale::check_words(&text);
        if !faults.is_empty() {
            return Err(wrong(said_of_words(&faults)));
        }
        documents.add_words(stem, text);
        return Ok(());
    }
    let (name, language) = stem.split_once('.').unwrap_or((stem, ""));
    let kind = kind_named(name).map_err(wrong)?;
    if !language.is_empty() {
        check_language(language).map_err(wrong)?;
    }
    let template = Template::parse(kind, &text).map_err(|it| wrong(said(&it)))?;
    documents.add_template(kind, language, template);
    Ok(())
}

fn check_language(name: &str) -> Result<(), String> {
    let is_one = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if (2..=12).contains(&name.len()) && name.chars().all(is_one) {
        return Ok(());
    }
    Err(format!(
        "\"{name}\" is no name of a language: such are lv, de or pt-br"
    ))
}

fn meant(name: &str, known: &[&str]) -> String {
    let nearest = nearest(name, known.iter().copied());
    nearest.map_or_else(|| ".".to_owned(), |it| format!("; did you mean {it}?"))
}

/// Line by line.
fn said(faults: &[TemplateFault]) -> String {
    let lines: Vec<String> = faults
        .iter()
        .map(|it| format!("line {}: {}", it.line, of_fault(&it.what)))
        .collect();
    lines.join("\n")
}

fn of_fault(fault: &Fault) -> String {
    match fault {
        Fault::UnknownField { name, known } => {
            format!(
                "there is no field {{{name}}}{}",
                in_braces(&meant(name, known))
            )
        }
        Fault::OutsideRows { name, rows } => {
            format!("{{{name}}} has a meaning between .each {rows} and .end only")
        }
        Fault::UnknownRows { name, known } if known.is_empty() => {
            format!("this paper has no rows, and so no .each {name}")
        }
        Fault::UnknownRows { name, known } => {
            let meant = meant(name, known);
            format!(
                "there are no rows {name}{meant} There are: {}",
                known.join(", ")
            )
        }
        Fault::UnknownMark { name } => {
            let meant = meant(name, &MARKS);
            format!("there is no mark .{name}{meant} A line may begin with two dots instead of one")
        }
        Fault::NothingNamed {
            mark: mark @ ("each" | "if"),
        } => {
            format!(".{mark} needs a name behind it")
        }
        Fault::NothingNamed { mark } => format!("nothing stands behind .{mark}"),
        Fault::Brace => "a brace without its other; {{ and }} are braces themselves".to_owned(),
        Fault::NotEnded => "there is no .end to this".to_owned(),
        Fault::NothingToEnd => "there is nothing here to end".to_owned(),
        Fault::Nested => "rows within rows".to_owned(),
        Fault::TooLong => format!("more than {LINES_MAX} lines"),
    }
}

/// `; did you mean x?` with the name as it is written.
fn in_braces(meant: &str) -> String {
    match meant.strip_prefix("; did you mean ") {
        Some(name) => format!("; did you mean {{{}}}?", name.trim_end_matches('?')),
        None => meant.to_owned(),
    }
}

fn said_of_words(faults: &[(usize, WordsFault)]) -> String {
    let ids = Locale::ids();
    let said = |(line, fault): &(usize, WordsFault)| match fault {
        WordsFault::Syntax => format!("line {line}: this is not a message: id = words"),
        WordsFault::Unknown { id } => {
            format!("line {line}: nothing is called {id}{}", meant(id, &ids))
        }
    };
    let lines: Vec<String> = faults.iter().map(said).collect();
    lines.join("\n")
}

pub(super) fn run(desk: &Desk, args: &DocumentsArgs) -> Result<Exit, CliError> {
    let text = match &args.what {
        Some(What::Show { kind }) => kind.built_in().to_owned(),
        Some(What::Words) => words(),
        Some(What::Check { files }) if !files.is_empty() => {
            let mut documents = Documents::default();
            let mut text = String::new();
            for file in files {
                read(file, &mut documents)?;
                // Writing to memory cannot fail.
                let _ = writeln!(text, "{}: all is well.", file.display());
            }
            text
        }
        Some(What::Check { .. }) => {
            let config = desk.config()?.documents;
            let n = load(desk, &config)?.list().count();
            let folder = folder(desk, &config)?;
            format!("{}: {n} files, all is well.\n", folder.display())
        }
        None => listing(desk)?,
    };
    // A reader that has gone, as `head` does, is no failure.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Exit::Well)
}

fn words() -> String {
    let mut text = String::new();
    for id in Locale::ids() {
        if ON_PAPER.iter().any(|it| id.starts_with(it)) {
            let _ = writeln!(text, "{}", Locale::source(id));
        }
    }
    text
}

fn listing(desk: &Desk) -> Result<String, CliError> {
    let config = desk.config()?.documents;
    let documents = load(desk, &config)?;
    let folder = folder(desk, &config)?;
    let mut text = format!("{}\n\n", folder.display());
    for kind in DocumentKind::ALL {
        let of = documents.list().filter(|(it, _)| *it == Some(kind));
        let own: Vec<String> = of
            .map(|(_, language)| match language {
                "" => format!("{}.txt", kind.name()),
                language => format!("{}.{language}.txt", kind.name()),
            })
            .collect();
        let own = if own.is_empty() {
            "(built in)".to_owned()
        } else {
            own.join(", ")
        };
        let language = match documents.language(Some(kind), "") {
            "" => "en",
            language => language,
        };
        let _ = writeln!(text, "{:<18} {language:<6} {own}", kind.name());
    }
    let words = documents.list().filter(|(kind, _)| kind.is_none());
    let words: Vec<String> = words
        .map(|(_, language)| format!("{language}.ftl"))
        .collect();
    if !words.is_empty() {
        let _ = writeln!(text, "{:<18} {:<6} {}", "words", "", words.join(", "));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files, settings, and what is said of them.
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

    fn load_from(files: &[(&str, &str)], settings: &str) -> Result<Documents, String> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(FOLDER)).unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(FOLDER).join(name), text).unwrap();
        }
        let file = folder.path().join(config::FILE_NAME);
        fs::write(&file, settings).unwrap();
        let desk = Desk {
            store: Some(folder.path().to_path_buf()),
            config: None,
            register: None,
            keymap: None,
            screen: None,
            segment_bytes: None,
            reserve_bytes: None,
        };
        let loaded = desk.config().and_then(|it| load(&desk, &it.documents));
        let place = folder.path().display().to_string();
        loaded.map_err(|err| err.to_string().replace(&place, "/shop"))
    }

    #[test]
    fn what_comes_with_the_program_can_be_written_out_and_read_again() {
        let all = DocumentKind::ALL.map(|it| (format!("{}.txt", it.name()), it.built_in()));
        let mut files: Vec<(&str, &str)> = all.iter().map(|(name, it)| (&**name, *it)).collect();
        let own_words = words();
        files.push(("lv.ftl", &own_words));
        files.push(("invoice.lv.txt", "Rekins {number}"));
        files.push(("notes.md", "not ours"));
        let settings = "[documents]\nlanguage = \"en\"\ninvoice = \"lv\"\n";
        let documents = load_from(&files, settings).unwrap();
        assert_eq!(documents.list().count(), DocumentKind::ALL.len() + 2);
        let invoice = DocumentKind::Invoice;
        assert_eq!(documents.language(Some(invoice), ""), "lv");
        assert_ne!(
            documents.own_template(invoice, "lv"),
            documents.own_template(invoice, "en")
        );
        assert!(own_words.contains("receipt-total = Total") && own_words.contains("z-number = "));
        assert_eq!(load_from(&[], ""), Ok(Documents::default()));
    }

    #[test]
    fn what_is_wrong_is_named_with_file_and_line() {
        #[rustfmt::skip]
        let cases: [Case; 10] = [
            (&[("invoice.txt", "a\n{buyer.nam}")], "", "/shop/documents/invoice.txt: line 2: there is no field {buyer.nam}; did you mean {buyer.name}?"),
            (&[("invoice.txt", "{totl}\n.ech lines\n")], "", "/shop/documents/invoice.txt: line 1: there is no field {totl}; did you mean {total}?\nline 2: there is no mark .ech; did you mean each? A line may begin with two dots instead of one"),
            (&[("receipt.txt", ".each line\n.end")], "", "line 1: there are no rows line; did you mean lines? There are: lines, taxes, payments, left"),
            (&[("receipt.txt", "{line.name}")], "", "line 1: {line.name} has a meaning between .each lines and .end only"),
            (&[("cash_order.txt", ".each lines\n.end")], "", "line 1: this paper has no rows, and so no .each lines"),
            (&[("invioce.txt", "")], "", "/shop/documents/invioce.txt: there is no such paper; did you mean invoice?"),
            (&[("invoice.Latvian.txt", "")], "", "\"Latvian\" is no name of a language"),
            (&[("lv.ftl", "receipt-total = Kopa\nreceipt-totl = Kopa")], "", "/shop/documents/lv.ftl: line 2: nothing is called receipt-totl; did you mean receipt-total?"),
            (&[("lv.ftl", "receipt-total = Kopa")], "[documents]\ninvoice = \"lw\"", "/shop/balm.toml: line 2, column 11: [documents] invoice = \"lw\": /shop/documents has neither words nor a template of it; did you mean lv?"),
            (&[], "[documents]\nfolder = \"papers\"", "/shop/balm.toml: line 2, column 10: [documents] folder /shop/papers: "),
        ];
        for (files, settings, want) in cases {
            let got = load_from(files, settings).unwrap_err();
            assert!(got.contains(want), "{got}");
        }
    }
}
