//! `balm export`: what is in the shop's records, for other programs to read.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::{CliError, Desk, Exit, interrupt::Interrupt, progress};
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
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The last day of trade
    #[arg(long, value_name = "DATE")]
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

pub(super) fn run(desk: &Desk, args: &ExportArgs) -> Result<Exit, CliError> {
    let dir = desk.shop_dir()?;
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&dir, err))?;
    let shown = progress::of_store(interrupt.asked());
    let out = match &args.what {
        What::Journal(args) => &args.out,
        What::Ledger(args) => &args.out,
    };
    let mut to: Box<dyn Write> = match out {
        Some(file) => Box::new(BufWriter::new(new_file(file)?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let locale = Locale::english();
    let exported = match &args.what {
        What::Journal(args) => export_journal(&dir, !args.bytes_only, &mut to, Some(shown))
            .map(|entries| locale.fill("export-done", &[("entries", entries.into())])),
        What::Ledger(args) => ledger(&dir, args, &locale, &mut to, shown),
    };
    let flushed = to.flush();
    let (said, exit) = match (exported, flushed) {
        (Ok(said), Ok(())) => (said, Exit::Well),
        // Whoever read it has heard enough.
        (_, Err(err)) if err.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Bad),
        (Err(StoreError::Stopped), _) => (locale.text("export-stopped"), Exit::Bad),
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
    shown: OnProgress,
) -> Result<String, StoreError> {
    let book = Book::open(dir, Some(shown))?;
    let mut text = LedgerText::new(args.format.into(), &book, locale, args.from);
    let writing = |err: io::Error| StoreError::Io {
        doing: Doing::Writing,
        path: PathBuf::from("the export"),
        kind: err.kind(),
        text: err.to_string(),
    };
    text.head(to).map_err(writing)?;
    book.read(&mut |posted| {
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

/// For its owner only, and never over another.
fn new_file(path: &Path) -> Result<File, CliError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|err| CliError::file(path, err))
}
