//! `balm restore`: a shop brought back from an archive, or the trial of it.

use std::{
    fs::{self, File},
    io::{self, BufReader, IsTerminal, Write},
    path::{Path, PathBuf},
};

use chrono::Utc;
use clap::Args;

use super::{
    CliError, Desk, Exit,
    backup::{in_words, passphrase_in, proved},
    interrupt::Interrupt,
    progress,
};
use crate::{
    locale::{Locale, Words},
    store::{
        StoreError,
        backup::{
            BackupError, Key, LastDrill, Restored, drill, needs_passphrase, note_drill, restore,
        },
    },
    ui::term::secret,
};

#[derive(Args, Clone, Debug)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["into", "drill"]))]
pub struct RestoreArgs {
    /// The archive
    archive: PathBuf,
    /// The shop's new folder: empty, or not there yet
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Restore into a temporary folder, prove everything, say PASS or FAIL, and leave
    /// nothing behind
    #[arg(long)]
    drill: bool,
    /// The file with the key that opens it
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    key: Option<PathBuf>,
    /// The file with the passphrase that opens it; else it is asked for
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

pub(super) fn run(desk: &Desk, args: &RestoreArgs) -> Result<Exit, CliError> {
    let locale = Locale::english();
    let words = Words::new(&locale, None);
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&args.archive, err))?;
    let locks = (args.key.as_deref(), args.passphrase_file.as_deref());
    let key = match key_of(&locale, &args.archive, locks) {
        Ok(key) => key,
        Err(err) => return Ok(failed(&locale, args, &err)),
    };
    let shown = Some(progress::of_store(interrupt.asked()));
    let done = match &args.into {
        Some(into) => restore(&args.archive, into, &key, shown),
        None => tried(desk, &locale, args, drill(&args.archive, &key, shown)),
    };
    match done {
        Ok(held) => {
            for line in proved(&words, &held) {
                say(&line);
            }
            match &args.into {
                Some(into) => {
                    let dir = [("dir", into.display().to_string().into())];
                    say(&locale.fill("restore-done", &dir));
                }
                None => say(&locale.text("restore-pass")),
            }
            Ok(Exit::Well)
        }
        Err(err) => Ok(failed(&locale, args, &err)),
    }
}

/// Lets this desk's shop know of it, if the archive is the shop's; where there is none,
/// or its disk fails, the trial is as good.
fn tried(
    desk: &Desk,
    locale: &Locale,
    args: &RestoreArgs,
    drilled: Result<Restored, BackupError>,
) -> Result<Restored, BackupError> {
    if let Ok(dir) = desk.shop_dir() {
        let archive = &args.archive;
        let last = LastDrill {
            at: Utc::now(),
            file: fs::canonicalize(archive).unwrap_or_else(|_| archive.clone()),
            failure: drilled.as_ref().err().map(|err| in_words(locale, err)),
        };
        let _ = note_drill(&dir, &drilled, &last);
    }
    drilled
}

fn say(line: &str) {
    // The exit code says it too.
    let _ = writeln!(io::stdout(), "{line}");
}

fn failed(locale: &Locale, args: &RestoreArgs, err: &BackupError) -> Exit {
    let stopped = matches!(err, BackupError::Store(StoreError::Stopped));
    let what = match err {
        _ if stopped => locale.text("restore-stopped"),
        BackupError::Store(err) => {
            locale.fill("restore-failed", &[("detail", err.to_string().into())])
        }
        _ => in_words(locale, err),
    };
    if args.drill && !stopped {
        say(&locale.fill("restore-fail", &[("what", what.into())]));
    } else {
        eprintln!("balm: {what}");
    }
    Exit::Bad
}

/// What opens an archive: as the command line says, else a passphrase that is typed.
///
/// # Errors
///
/// What was named is no key, or there is nobody to ask.
pub(super) fn key_of(
    locale: &Locale,
    archive: &Path,
    (key, passphrase): (Option<&Path>, Option<&Path>),
) -> Result<Key, BackupError> {
    if let Some(file) = key {
        return Key::from_file_text(&text_of(file)?);
    }
    if let Some(file) = passphrase {
        return Ok(Key::by_passphrase(passphrase_in(file)?));
    }
    let opened = File::open(archive).map_err(|err| failed_to_read(archive, &err))?;
    if !needs_passphrase(BufReader::new(opened))? {
        return Err(BackupError::OtherLock {
            by_passphrase: false,
        });
    }
    if !io::stdin().is_terminal() {
        return Err(BackupError::OtherLock {
            by_passphrase: true,
        });
    }
    let text = secret::ask(&locale.text("backup-passphrase"));
    text.map(Key::by_passphrase)
        .map_err(|_| BackupError::WrongKey)
}

fn text_of(file: &Path) -> Result<String, BackupError> {
    fs::read_to_string(file).map_err(|err| failed_to_read(file, &err))
}

fn failed_to_read(file: &Path, err: &io::Error) -> BackupError {
    BackupError::Store(StoreError::Io {
        doing: crate::store::Doing::Reading,
        path: file.to_path_buf(),
        kind: err.kind(),
        text: err.to_string(),
    })
}
