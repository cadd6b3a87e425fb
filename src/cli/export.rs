//! `balm export`: what is in the shop's records, for other programs to read. A file
//! is written beside its name, as `.incomplete`, and gets it when it is whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::{CliError, Desk, Exit, interrupt::Interrupt, progress, typed};
use crate::{
    locale::Locale,
    reports::ledger_text::{LedgerFormat, LedgerText},
    store::{Book, Doing, OnProgress, StoreError, export_journal},
};

#[derive(Args, Clone, Debug)]
pub struct ExportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Every change ever made, with the hashes that prove it, as JSON lines
    Journal(JournalArgs),
    /// The books, for a plain-text accounting program
    Ledger(LedgerArgs),
}

#[derive(Args, Clone, Debug)]
struct LedgerArgs {
    #[arg(long, value_enum, default_value_t = Format::Hledger)]
    format: Format,
    /// The first day of trade; what was before it is brought forward in one entry
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    from: Option<NaiveDate>,
    /// The last day of trade
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    until: Option<NaiveDate>,
    /// A new file to write to; standard output if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Hledger,
    Ledger,
    Beancount,
}

impl From<Format> for LedgerFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Hledger => Self::Hledger,
            Format::Ledger => Self::Ledger,
            Format::Beancount => Self::Beancount,
        }
    }
}

#[derive(Args, Clone, Debug)]
struct JournalArgs {
    /// A new file to write to; standard output if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Only what the hashes are made of, without what the records say
    #[arg(long)]
    bytes_only: bool,
}

/// What is said of a period that ends before it begins: an empty file would say that
/// nothing was there.
pub(super) fn turned_round(
    locale: &Locale,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
) -> Option<String> {
    let (from, until) = (from?, until?);
    let days = [
        ("from", from.to_string().into()),
        ("until", until.to_string().into()),
    ];
    (until < from).then(|| locale.fill("period-turned-round", &days))
}

pub(super) fn run(desk: &Desk, args: &ExportArgs) -> Result<Exit, CliError> {
    let dir = desk.shop_dir()?;
    let locale = Locale::english();
    if let What::Ledger(args) = &args.what
        && let Some(said) = turned_round(&locale, args.from, args.until)
    {
        eprintln!("balm: {said}");
        return Ok(Exit::Bad);
    }
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&dir, err))?;
    let shown = || progress::of_store(interrupt.asked());
    let out = match &args.what {
        What::Journal(args) => &args.out,
        What::Ledger(args) => &args.out,
    };
    let draft = out.as_deref().map(Draft::of).transpose()?;
    let mut to: Box<dyn Write> = match &draft {
        Some(draft) => Box::new(BufWriter::new(&draft.file)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let exported = match &args.what {
        What::Journal(args) => export_journal(&dir, !args.bytes_only, &mut to, Some(shown()))
            .map(|entries| locale.fill("export-done", &[("entries", entries.into())])),
        What::Ledger(args) => ledger(&dir, args, &locale, &mut to, &shown),
    };
    let mut flushed = to.flush();
    drop(to);
    let stopped = match draft {
        Some(draft) if exported.is_ok() && flushed.is_ok() => {
            flushed = draft.keep();
            ""
        }
        Some(draft) => {
            draft.throw_away();
            "export-not-kept"
        }
        None => "export-stopped",
    };
    let (said, exit) = match (exported, flushed) {
        (Ok(said), Ok(())) => (said, Exit::Well),
        // Whoever read it has heard enough.
        (_, Err(err)) if err.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Bad),
        (
            Err(StoreError::Io {
                kind: io::ErrorKind::BrokenPipe,
                ..
            }),
            _,
        ) => return Ok(Exit::Bad),
        (Err(StoreError::Stopped), _) => (locale.text(stopped), Exit::Bad),
        (Err(err), _) => (failed(&locale, &err.to_string()), Exit::Bad),
        (_, Err(err)) => (failed(&locale, &err.to_string()), Exit::Bad),
    };
    eprintln!("{said}");
    Ok(exit)
}

/// Writes the books, and gives what is said of them.
fn ledger(
    dir: &Path,
    args: &LedgerArgs,
    locale: &Locale,
    to: &mut dyn Write,
    shown: &dyn Fn() -> OnProgress,
) -> Result<String, StoreError> {
    let book = Book::open(dir, Some(shown()))?;
    let mut text = LedgerText::new(args.format.into(), &book, locale, args.from);
    let writing = |err: io::Error| StoreError::Io {
        doing: Doing::Writing,
        path: PathBuf::from("the export"),
        kind: err.kind(),
        text: err.to_string(),
    };
    text.head(to).map_err(writing)?;
    book.read(Some(shown()), &mut |posted| {
        if args
            .until
            .is_some_and(|until| posted.entry.business_date > until)
        {
            return Ok(());
        }
        text.entry(posted, to)
    })?;
    text.end(to).map_err(writing)?;
    let done = [
        ("entries", text.n_entries.into()),
        ("closings", text.n_closings.into()),
    ];
    Ok(locale.fill("export-ledger-done", &done))
}

fn failed(locale: &Locale, detail: &str) -> String {
    locale.fill("export-failed", &[("detail", detail.into())])
}

/// A file that has not its name yet.
pub(super) struct Draft {
    file: File,
    path: PathBuf,
    name: PathBuf,
}

fn is_there() -> io::Error {
    let said = "there is such a file already, and it stays as it is: name another";
    io::Error::new(io::ErrorKind::AlreadyExists, said)
}

impl Draft {
    /// For its owner only, and never for the name of another file. What a run that was
    /// killed has left is written anew.
    pub(super) fn of(name: &Path) -> Result<Self, CliError> {
        if fs::symlink_metadata(name).is_ok() {
            return Err(CliError::file(name, is_there()));
        }
        let mut path = name.as_os_str().to_owned();
        path.push(".incomplete");
        let path = PathBuf::from(path);
        match fs::remove_file(&path) {
            Err(err) if err.kind() != io::ErrorKind::NotFound => {
                return Err(CliError::file(&path, err));
            }
            _ => (),
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&path)
            .map_err(|err| CliError::file(&path, err))?;
        let name = name.to_path_buf();
        Ok(Self { file, path, name })
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Whoever has taken the name meanwhile keeps it, and the draft stays.
    pub(super) fn keep(self) -> io::Result<()> {
        self.file.sync_all()?;
        if fs::symlink_metadata(&self.name).is_ok() {
            return Err(is_there());
        }
        fs::rename(&self.path, &self.name)?;
        let above = self.name.parent().filter(|it| it.is_dir());
        File::open(above.unwrap_or(Path::new(".")))?.sync_all()
    }

    fn throw_away(self) {
        // Left where it cannot be removed: it has no good name.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_gets_its_name_or_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("out.jsonl");
        let draft_name = folder.path().join("out.jsonl.incomplete");
        let draft = Draft::of(&name).unwrap();
        (&draft.file).write_all(b"half").unwrap();
        assert!(draft_name.exists() && !name.exists());
        draft.throw_away();
        assert!(!draft_name.exists() && !name.exists());
        // What was left is written anew.
        fs::write(&draft_name, "left of a run that was killed").unwrap();
        let draft = Draft::of(&name).unwrap();
        (&draft.file).write_all(b"whole").unwrap();
        draft.keep().unwrap();
        assert_eq!(fs::read(&name).unwrap(), b"whole");
        assert!(!draft_name.exists());
        assert!(Draft::of(&name).is_err());
        // A file that came meanwhile stays, and so does what was written.
        fs::remove_file(&name).unwrap();
        let draft = Draft::of(&name).unwrap();
        fs::write(&name, "another's").unwrap();
        assert!(draft.keep().is_err());
        assert_eq!(fs::read(&name).unwrap(), b"another's");
        assert!(draft_name.exists());
    }
}
