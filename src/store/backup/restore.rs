//! Brings a shop back from an archive, or tries whether it could be.

use std::{
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    error::BackupError,
    last::{self, LastBackup},
    manifest::ClosingFigures,
    proof::prove,
    seal::Key,
    unpack::{Unpacked, unpack},
};
use crate::store::{
    error::{Doing, IoContext},
    files,
    open::Notice,
    store::OnProgress,
};

const READ_AT_ONCE: usize = 256 * 1024;

/// What an archive holds, all of it proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub made_at: DateTime<Utc>,
    pub program: String,
    pub store_id: String,
    pub n_entries: u64,
    pub head: String,
    pub last_at: Option<DateTime<Utc>>,
    pub closings: Vec<ClosingFigures>,
    pub n_files: usize,
}

/// Brings the shop in an archive back into `into`, which must be an empty folder or
/// not there. Until all of it is proved nothing is to be seen there.
///
/// # Errors
///
/// What is wrong with the archive, the key or the place. `into` is as it was.
pub fn restore(
    archive: &Path,
    into: &Path,
    key: &Key,
    on_progress: Option<OnProgress>,
) -> Result<Restored, BackupError> {
    let is_there = must_be_empty(into)?;
    let beside = beside(into)?;
    let mut notice = Notice::new(on_progress);
    let restored = remake(&beside)
        .and_then(|()| unpack_and_prove(archive, &beside, key, &mut notice))
        .and_then(|unpacked| {
            remember(archive, &beside, &unpacked);
            files::sync_tree(&beside)?;
            if is_there {
                fs::remove_dir(into).doing(Doing::Removing, into)?;
            }
            put_in_place(&beside, into)?;
            Ok(restored(unpacked))
        });
    if restored.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    restored
}

/// One renaming, which a power cut does not take back: neither the folder's name nor
/// those of the folders that were made for it.
fn put_in_place(beside: &Path, into: &Path) -> Result<(), BackupError> {
    fs::rename(beside, into).doing(Doing::Renaming, beside)?;
    files::sync_names_of(into).or_else(|err| {
        // What is not safe is not said to be there.
        fs::rename(into, beside).doing(Doing::Renaming, into)?;
        Err(err)
    })?;
    Ok(())
}

/// Restores into a folder that goes away again, and changes nothing else.
///
/// # Errors
///
/// What is wrong with the archive or the key.
pub fn drill(
    archive: &Path,
    key: &Key,
    on_progress: Option<OnProgress>,
) -> Result<Restored, BackupError> {
    let scratch = tempfile::tempdir().doing(Doing::Creating, &std::env::temp_dir())?;
    let mut notice = Notice::new(on_progress);
    let unpacked = unpack_and_prove(archive, scratch.path(), key, &mut notice)?;
    Ok(restored(unpacked))
}

fn unpack_and_prove(
    archive: &Path,
    dir: &Path,
    key: &Key,
    notice: &mut Notice,
) -> Result<Unpacked, BackupError> {
    let (file, n_bytes) = opened(archive)?;
    let unpacked = unpack(file, n_bytes, key, dir, notice)?;
    prove(dir, &unpacked, notice)?;
    Ok(unpacked)
}

/// Unpacks all that stands before the first damage of an archive, and gives the
/// damage. What is there is as it was sealed, but nothing is proved of it as a whole.
///
/// # Errors
///
/// It is no archive, or not for this key, or the folder cannot be written.
pub(in crate::store) fn unpack_what_is_whole(
    archive: &Path,
    key: &Key,
    dir: &Path,
    notice: &mut Notice,
) -> Result<Option<String>, BackupError> {
    let (file, n_bytes) = opened(archive)?;
    match unpack(file, n_bytes, key, dir, notice) {
        Ok(_) => Ok(None),
        Err(BackupError::Damaged { what }) => Ok(Some(what)),
        Err(err) => Err(err),
    }
}

fn opened(archive: &Path) -> Result<(BufReader<File>, u64), BackupError> {
    let file = File::open(archive).doing(Doing::Opening, archive)?;
    let n_bytes = file.metadata().doing(Doing::Reading, archive)?.len();
    Ok((BufReader::with_capacity(READ_AT_ONCE, file), n_bytes))
}

fn restored(unpacked: Unpacked) -> Restored {
    let n_files = unpacked.found.len();
    let manifest = unpacked.manifest;
    Restored {
        made_at: manifest.made_at,
        program: manifest.program,
        store_id: manifest.store_id,
        n_entries: manifest.n_entries,
        head: manifest.head,
        last_at: manifest.last_at,
        closings: manifest.closings,
        n_files,
    }
}

/// Whether it is there, and empty.
fn must_be_empty(into: &Path) -> Result<bool, BackupError> {
    let mut inside = match fs::read_dir(into) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(false),
        inside => inside.doing(Doing::Reading, into)?,
    };
    if inside.next().is_some() {
        let path = into.to_path_buf();
        return Err(BackupError::NotEmpty { path });
    }
    Ok(true)
}

fn parent(into: &Path) -> &Path {
    match into.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A hidden folder on the same disk, where what an earlier try has left is removed.
fn beside(into: &Path) -> Result<PathBuf, BackupError> {
    let name = into.file_name().ok_or_else(|| BackupError::NotEmpty {
        path: into.to_path_buf(),
    })?;
    let name = format!(".{}.restoring", name.to_string_lossy());
    Ok(parent(into).join(name))
}

fn remake(beside: &Path) -> Result<(), BackupError> {
    match fs::remove_dir_all(beside) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => (),
        removed => removed.doing(Doing::Removing, beside)?,
    }
    files::create_dir(beside)?;
    Ok(())
}

/// The new shop has a backup: this one. It says so only as a courtesy.
fn remember(archive: &Path, dir: &Path, unpacked: &Unpacked) {
    let manifest = &unpacked.manifest;
    let about = LastBackup {
        at: manifest.made_at,
        file: fs::canonicalize(archive).unwrap_or_else(|_| archive.to_path_buf()),
        n_entries: manifest.n_entries,
        head: manifest.head.clone(),
    };
    let _ = last::note(dir, &about);
}
