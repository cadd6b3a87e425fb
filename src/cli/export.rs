//! `balm export`: what is in the shop's records, for other programs to read.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};

use super::{CliError, Desk, Exit, interrupt::Interrupt, progress};
use crate::{
    locale::Locale,
    store::{StoreError, export_journal},
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
    let What::Journal(args) = &args.what;
    let dir = desk.shop_dir()?;
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&dir, err))?;
    let shown = progress::of_store(interrupt.asked());
    let mut to: Box<dyn Write> = match &args.out {
        Some(file) => Box::new(BufWriter::new(new_file(file)?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    let exported = export_journal(&dir, !args.bytes_only, &mut to, Some(shown));
    let flushed = to.flush();
    let locale = Locale::english();
    let (said, exit) = match (exported, flushed) {
        (Ok(entries), Ok(())) => {
            let said = locale.fill("export-done", &[("entries", entries.into())]);
            (said, Exit::Well)
        }
        // Whoever read it has heard enough.
        (_, Err(err)) if err.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Bad),
        (Err(StoreError::Stopped), _) => (locale.text("export-stopped"), Exit::Bad),
        (Err(err), _) => (failed(&locale, &err.to_string()), Exit::Bad),
        (_, Err(err)) => (failed(&locale, &err.to_string()), Exit::Bad),
    };
    eprintln!("{said}");
    Ok(exit)
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
