//! `balm backup`: one encrypted archive of the whole shop, also while it is open.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use chrono::Utc;
use clap::Args;

use super::{
    CliError, Config, Desk, Exit, config::Keys, documents, interrupt::Interrupt, progress,
    safekeeping::BackupConfig, typed,
};
use crate::{
    locale::{Locale, Words},
    store::{
        StoreError,
        backup::{Archived, BackupError, BackupWish, Extra, Fault, KeyPair, Lock, back_up},
    },
    ui::term::secret,
};

pub(super) const PROGRAM: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
/// A shop has some thousand copies of receipts; more than this is another folder.
const EXTRAS_MAX: usize = 1_000_000;

#[derive(Args, Clone, Debug)]
pub struct BackupArgs {
    /// Where the archive goes: a folder, where it gets a name with the time, or a file;
    /// the folder in the settings if not given
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
    /// Lock it for this key (age1...), once or several times
    #[arg(long, value_name = "RECIPIENT", conflicts_with = "passphrase_file")]
    recipient: Vec<String>,
    /// Lock it with the passphrase in this file
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Keep only so many archives of this shop in the folder, the latest
    #[arg(long, value_name = "N", value_parser = |it: &str| typed::whole(it, &1, &u32::MAX))]
    keep: Option<u32>,
    /// Make a new key instead: its secret half goes into this file, its recipient is
    /// printed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "recipient", "passphrase_file"])]
    new_key: Option<PathBuf>,
}

pub(super) fn run(desk: &Desk, args: &BackupArgs) -> Result<Exit, CliError> {
    let locale = Locale::english();
    if let Some(file) = &args.new_key {
        return new_key(&locale, file);
    }
    let dir = desk.shop_dir()?;
    let config = desk.config()?;
    let to = if let Some(to) = &args.to {
        Some(to.clone())
    } else {
        let place = config.backup.place();
        place.map_err(|err| CliError::Backup(in_words(&locale, &err)))?
    };
    let Some(to) = to else {
        return Err(CliError::Backup(locale.text("backup-no-place")));
    };
    let lock = match wanted_lock(&locale, args, &config.backup) {
        Ok(lock) => lock,
        Err(err) => return Err(CliError::Backup(in_words(&locale, &err))),
    };
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&dir, err))?;
    let wish = BackupWish {
        to,
        lock,
        extras: extras_of(desk)?,
        keep: args
            .keep
            .and_then(|it| usize::try_from(it).ok())
            .or(config.backup.keep),
        made_at: Utc::now(),
        program: PROGRAM.to_owned(),
        up_to: None,
        on_progress: Some(progress::of_store(interrupt.asked())),
    };
    match back_up(&dir, wish) {
        Ok(made) => {
            for line in said(&locale, &made) {
                let _ = writeln!(io::stdout(), "{line}");
            }
            Ok(Exit::Well)
        }
        Err(err) => {
            eprintln!("balm: {}", in_words(&locale, &err));
            Ok(Exit::Bad)
        }
    }
}

fn said(locale: &Locale, made: &Archived) -> Vec<String> {
    let args = [
        ("file", made.file.display().to_string().into()),
        ("megabytes", megabytes(made.n_bytes).into()),
        ("entries", made.n_entries.into()),
        ("closings", made.n_closings.into()),
        ("files", made.n_files.into()),
        ("head", made.head.as_str().into()),
    ];
    let mut lines = vec![
        locale.fill("backup-made", &args),
        locale.fill("backup-holds", &args),
        locale.fill("backup-head", &args),
    ];
    for file in &made.removed {
        let file = [("file", file.display().to_string().into())];
        lines.push(locale.fill("backup-removed", &file));
    }
    lines
}

/// With one digit behind the point.
pub(super) fn megabytes(n_bytes: u64) -> String {
    let tenths = n_bytes.div_ceil(100_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn new_key(locale: &Locale, file: &Path) -> Result<Exit, CliError> {
    let failed = |err| CliError::file(file, err);
    let pair = KeyPair::generate().map_err(failed)?;
    let text = format!(
        "# {}\n# public key: {}\n{}\n",
        locale.text("backup-key-note"),
        pair.recipient,
        pair.secret
    );
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file).map_err(failed)?;
    out.write_all(text.as_bytes())
        .and_then(|()| out.sync_all())
        .map_err(failed)?;
    let _ = writeln!(io::stdout(), "{}", pair.recipient);
    let args = [("file", file.display().to_string().into())];
    eprintln!("{}", locale.fill("backup-key-made", &args));
    Ok(Exit::Well)
}

/// As the command line says, else as the settings say, else as is typed now.
fn wanted_lock(
    locale: &Locale,
    args: &BackupArgs,
    config: &BackupConfig,
) -> Result<Lock, BackupError> {
    if !args.recipient.is_empty() {
        return Lock::to_recipients(&args.recipient);
    }
    if let Some(file) = &args.passphrase_file {
        return Lock::by_passphrase(passphrase_in(file)?);
    }
    if let Some(lock) = lock_of(config)? {
        return Ok(lock);
    }
    if !io::stdin().is_terminal() {
        return Err(BackupError::NoLock);
    }
    let ask = |id: &str| secret::ask(&locale.text(id)).map_err(|_| BackupError::NoLock);
    eprintln!("{}", locale.text("backup-passphrase-note"));
    let text = ask("backup-passphrase-new")?;
    if ask("backup-passphrase-again")? != text {
        return Err(BackupError::NoLock);
    }
    Lock::by_passphrase(text)
}

/// As the settings say; `None` if they do not.
pub(super) fn lock_of(config: &BackupConfig) -> Result<Option<Lock>, BackupError> {
    if !config.recipients.is_empty() {
        return Lock::to_recipients(&config.recipients).map(Some);
    }
    let Some(file) = &config.passphrase_file else {
        return Ok(None);
    };
    Lock::by_passphrase(passphrase_in(file)?).map(Some)
}

/// The first line of a file.
pub(super) fn passphrase_in(file: &Path) -> Result<String, BackupError> {
    let text = fs::read_to_string(file).map_err(|err| {
        BackupError::Store(StoreError::Io {
            doing: crate::store::Doing::Reading,
            path: file.to_path_buf(),
            kind: err.kind(),
            text: err.to_string(),
        })
    })?;
    let line = text.lines().next().unwrap_or_default();
    Ok(line.to_owned())
}

/// What belongs to a shop beside its journal: this desk's settings, keys and picture,
/// copies of receipts, attachments. Under their names below the shop's folder; what is
/// elsewhere goes below `elsewhere`.
pub(super) fn extras_of(desk: &Desk) -> Result<Vec<Extra>, CliError> {
    let dir = desk.store_dir()?;
    let config: Config = desk.config()?;
    let mut files = vec![desk.config_file()?];
    if let Some(Keys::File(keys)) = &config.keymap {
        files.push(keys.clone());
    }
    if let Some(logo) = config
        .devices
        .printer
        .as_ref()
        .and_then(|it| it.logo.as_ref())
    {
        let folder = desk.config_file()?;
        let folder = folder.parent().unwrap_or(Path::new(""));
        files.push(folder.join(logo));
    }
    let mut folders = vec![dir.join("attachments")];
    folders.extend(config.devices.copies.folder.clone());
    folders.push(documents::folder(desk, &config.documents)?);
    for folder in folders {
        files_below(&folder, &mut files);
    }
    Ok(files.into_iter().map(|path| named(&dir, path)).collect())
}

fn named(dir: &Path, path: PathBuf) -> Extra {
    let name = match path.strip_prefix(dir) {
        Ok(below) => below.to_path_buf(),
        Err(_) => Path::new("elsewhere").join(path.file_name().unwrap_or_default()),
    };
    Extra { name, path }
}

/// What cannot be listed is not there.
fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let is_dir = entry.file_type().is_ok_and(|it| it.is_dir());
        if is_dir {
            files_below(&entry.path(), found);
        } else if found.len() < EXTRAS_MAX {
            found.push(entry.path());
        }
    }
}

/// What is wrong with a backup or an archive, for people.
pub(super) fn in_words(locale: &Locale, error: &BackupError) -> String {
    let detail = [("detail", error.to_string().into())];
    let id = match error {
        BackupError::Store(_) => "backup-failed",
        BackupError::NoLock => "backup-no-lock",
        BackupError::BadRecipient { .. } => "backup-bad-recipient",
        BackupError::NoKeyInFile => "backup-no-key-in-file",
        BackupError::NoFolder { is_file, .. } if *is_file => "backup-folder-is-file",
        BackupError::NoFolder { .. } => "backup-no-folder",
        BackupError::AlreadyThere { .. } => "backup-already-there",
        BackupError::NotEmpty { .. } => "backup-not-empty",
        BackupError::NotAnArchive => "backup-not-an-archive",
        BackupError::OtherLock { by_passphrase } if *by_passphrase => "backup-wants-passphrase",
        BackupError::OtherLock { .. } => "backup-wants-key",
        BackupError::WrongKey => "backup-wrong-key",
        BackupError::Damaged { .. } => "backup-damaged",
        BackupError::Newer { .. } => "backup-newer",
        BackupError::Foreign { .. } => "backup-foreign",
        BackupError::Unsound { faults } => return unsound(locale, faults),
    };
    locale.fill(id, &detail)
}

fn unsound(locale: &Locale, faults: &[Fault]) -> String {
    let mut lines = vec![locale.text("backup-unsound")];
    lines.extend(faults.iter().map(|it| fault(locale, it)));
    lines.join("\n")
}

fn fault(locale: &Locale, fault: &Fault) -> String {
    let numbered = |id: &str, register: u16, z_number: u64| {
        let args = [("desk", register.into()), ("z", z_number.into())];
        locale.fill(id, &args)
    };
    match fault {
        Fault::File { name } => locale.fill("backup-fault-file", &[("name", name.into())]),
        Fault::Journal { what } | Fault::Records { what } => {
            locale.fill("backup-fault-journal", &[("detail", what.into())])
        }
        Fault::Entries { said, found } => {
            let args = [("said", said.into()), ("found", found.into())];
            locale.fill("backup-fault-entries", &args)
        }
        Fault::Closing { register, z_number } => {
            numbered("backup-fault-closing", *register, *z_number)
        }
    }
}

/// What a proof found, for people.
pub(super) fn proved(words: &Words, held: &crate::store::backup::Restored) -> Vec<String> {
    let locale = words.locale;
    let args = [
        ("entries", held.n_entries.into()),
        ("closings", held.closings.len().into()),
        ("files", held.n_files.into()),
        ("head", held.head.as_str().into()),
        (
            "made",
            held.made_at.format("%Y-%m-%d %H:%M UTC").to_string().into(),
        ),
        ("program", held.program.as_str().into()),
    ];
    let mut lines = vec![
        locale.fill("restore-made", &args),
        locale.fill("backup-holds", &args),
        locale.fill("backup-head", &args),
    ];
    if let Some(last) = held.closings.last() {
        let args = [
            ("desk", last.register.into()),
            ("z", last.z_number.into()),
            ("date", words.date(last.business_date).into()),
            ("total", last.sales_total.minor().to_string().into()),
        ];
        lines.push(locale.fill("restore-last-closing", &args));
    }
    lines
}
