//! `balm repair`: a new store out of everything that is whole, and what is missing.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    CliError, Desk, Exit, backup::in_words, config, interrupt::Interrupt, progress,
    restore::key_of, verify,
};
use crate::{
    locale::{Locale, Words},
    store::{
        RepairError, RepairFrom, RepairReport, SourceReport, StoreError, backup::BackupError,
        repair,
    },
};

#[derive(Args, Clone, Debug)]
pub struct RepairArgs {
    /// The new shop's folder: one that is not there yet, or empty
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// A mirror, a copy or a backup to take from what the shop's own journal lacks. May be
    /// given several times
    #[arg(long, value_name = "PATH")]
    from: Vec<PathBuf>,
    /// The file with the key that opens the backups
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    key: Option<PathBuf>,
    /// The file with the passphrase that opens them; else it is asked for
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(super) fn run(desk: &Desk, args: &RepairArgs) -> Result<Exit, CliError> {
    // The folder itself may be gone, if there is a mirror.
    let dir = if args.from.is_empty() {
        desk.shop_dir()?
    } else {
        desk.store_dir()?
    };
    let locale = Locale::english();
    let words = Words::new(&locale, None);
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&dir, err))?;
    let shown = progress::of_store(interrupt.asked());
    let from = args.from.iter().map(|path| from(&locale, path, args));
    let repaired = from
        .collect::<Result<Vec<_>, _>>()
        .and_then(|from| repair(&dir, &from, &args.into, Some(shown)));
    let (lines, exit) = match repaired {
        Ok(report) => {
            keep_settings(&dir, &args.into)?;
            (told(&words, &report, &args.into), exit_of(&report))
        }
        Err(RepairError::Store(StoreError::Stopped)) => {
            (vec![locale.text("repair-stopped")], Exit::Bad)
        }
        Err(err) => (vec![failed(&words, &err)], exit_of_error(&err)),
    };
    for line in lines {
        // The exit code says it too.
        let _ = writeln!(io::stdout(), "{line}");
    }
    Ok(exit)
}

/// A file is an archive.
fn from(locale: &Locale, path: &Path, args: &RepairArgs) -> Result<RepairFrom, RepairError> {
    let path = path.to_path_buf();
    if !path.is_file() {
        return Ok(RepairFrom::Folder(path));
    }
    let locks = (args.key.as_deref(), args.passphrase_file.as_deref());
    if args.from.len() > 1 && locks == (None, None) {
        eprintln!("{}", path.display());
    }
    match key_of(locale, &path, locks) {
        Ok(key) => Ok(RepairFrom::Archive { file: path, key }),
        Err(BackupError::Store(err)) => Err(err.into()),
        Err(error) => Err(RepairError::Archive { path, error }),
    }
}

/// The desk's own settings go with its records.
fn keep_settings(dir: &Path, into: &Path) -> Result<(), CliError> {
    let file = dir.join(config::FILE_NAME);
    if file.exists() {
        let copy = into.join(config::FILE_NAME);
        fs::copy(&file, &copy)
            .and_then(|_| fs::File::open(&copy)?.sync_all())
            .and_then(|()| sync_names_in(into))
            .map_err(|err| CliError::file(&file, err))?;
    }
    Ok(())
}

/// Else a power cut could take the copy's name back.
fn sync_names_in(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn exit_of(report: &RepairReport) -> Exit {
    if report.lost.is_empty() && report.proof.is_sound() {
        Exit::Well
    } else {
        Exit::Bad
    }
}

/// What was named wrongly is no damage.
fn exit_of_error(err: &RepairError) -> Exit {
    match err {
        RepairError::Store(_) | RepairError::NothingWhole => Exit::Bad,
        RepairError::InTheWay { .. }
        | RepairError::NoJournal { .. }
        | RepairError::Archive { .. }
        | RepairError::OtherShop { .. } => Exit::Usage,
    }
}

fn failed(words: &Words, err: &RepairError) -> String {
    let locale = words.locale;
    let named = |id, path: &Path| locale.fill(id, &[("dir", path.display().to_string().into())]);
    match err {
        RepairError::Store(err) => {
            locale.fill("repair-failed", &[("detail", err.to_string().into())])
        }
        RepairError::InTheWay { path } => named("repair-in-the-way", path),
        RepairError::NoJournal { path } => named("repair-no-journal", path),
        RepairError::OtherShop { path } => named("repair-other-shop", path),
        RepairError::Archive { path, error } => {
            format!("{}: {}", path.display(), in_words(locale, error))
        }
        RepairError::NothingWhole => locale.text("repair-nothing-whole"),
    }
}

fn told(words: &Words, report: &RepairReport, into: &Path) -> Vec<String> {
    let locale = words.locale;
    let mut lines: Vec<String> = report
        .sources
        .iter()
        .flat_map(|it| source(words, it))
        .collect();
    for (first, last) in &report.lost {
        let span = [("first", (*first).into()), ("last", (*last).into())];
        let id = if first == last {
            "repair-lost-one"
        } else {
            "repair-lost"
        };
        lines.push(locale.fill(id, &span));
    }
    if report.lost.is_empty() {
        lines.push(locale.text("repair-nothing-lost"));
    }
    let made = [
        ("entries", report.n_entries.into()),
        ("dir", into.display().to_string().into()),
    ];
    lines.push(locale.fill("repair-made", &made));
    lines.extend(verify::proof(words, &report.proof));
    lines
}

fn source(words: &Words, source: &SourceReport) -> Vec<String> {
    let locale = words.locale;
    let dir = ("dir", source.path.display().to_string().into());
    let taken = [dir, ("entries", source.n_taken.into())];
    let mut lines = vec![locale.fill("repair-taken", &taken)];
    for (segment, n_bytes) in &source.n_bad_bytes {
        let bad = [("segment", (*segment).into()), ("bytes", (*n_bytes).into())];
        lines.push(format!("  {}", locale.fill("repair-bad-bytes", &bad)));
    }
    if let Some(what) = &source.damage {
        let damage = locale.fill("repair-archive-damaged", &[("detail", what.into())]);
        lines.push(format!("  {damage}"));
    }
    if source.n_contradicted > 0 {
        let left_out = [("entries", source.n_contradicted.into())];
        lines.push(format!(
            "  {}",
            locale.fill("repair-contradicted", &left_out)
        ));
    }
    lines
}
