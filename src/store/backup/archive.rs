//! Makes an archive: the journal up to one entry, and what lies beside it.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Component, Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    age::Sealing,
    closings::Closings,
    error::BackupError,
    last::{self, LastBackup},
    manifest::{self, FileLen, Manifest},
    seal::Lock,
};
use crate::store::{
    closing::journal_dir,
    error::{Doing, IoContext, StoreError, hex},
    files,
    journal::{
        Tail,
        reader::{self, segment_files},
    },
    open::{ALWAYS, Notice},
    store::{OnProgress, Stage},
};

const SUFFIX: &str = ".tar.age";
const WRITE_AT_ONCE: usize = 256 * 1024;
/// Settings, pictures, copies of receipts; read as a whole.
const EXTRA_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// Up to where the journal is acknowledged, told by the store that is open.
#[derive(Clone, Copy, Debug)]
pub struct BackupPoint(pub(in crate::store) Tail);

/// A file beside the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Its name below the shop's folder.
    pub name: PathBuf,
    pub path: PathBuf,
}

pub struct BackupWish {
    /// A folder that is there, where the archive gets a name of its own; or the
    /// archive itself.
    pub to: PathBuf,
    pub lock: Lock,
    pub extras: Vec<Extra>,
    /// In that folder so many archives of this shop are kept; all if `None`.
    pub keep: Option<usize>,
    pub made_at: DateTime<Utc>,
    /// Name and version of the program.
    pub program: String,
    /// The last whole entry on the disk if `None`.
    pub up_to: Option<BackupPoint>,
    pub on_progress: Option<OnProgress>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    pub file: PathBuf,
    pub n_bytes: u64,
    pub n_entries: u64,
    pub head: String,
    pub last_at: Option<DateTime<Utc>>,
    pub n_closings: usize,
    pub n_files: usize,
    /// Older archives that were removed.
    pub removed: Vec<PathBuf>,
}

/// Makes an archive of the shop in `dir`, which may be open. Nobody is waited for.
///
/// # Errors
///
/// What kept it from being made; then there is no archive, and no older one was
/// removed.
pub fn back_up(dir: &Path, mut wish: BackupWish) -> Result<Archived, BackupError> {
    let mut notice = Notice::new(wish.on_progress.take());
    let (tail, closings) = survey(dir, wish.up_to, &mut notice)?;
    let file = file_of(&wish, &tail)?;
    let draft = draft_of(&file);
    let extras = present(std::mem::take(&mut wish.extras))?;
    let journal = segments(dir, &tail)?;
    let manifest = manifest(&wish, &tail, &closings, &journal, &extras);
    let written = write(
        &draft,
        &wish.lock,
        &manifest,
        (&journal, &extras),
        &mut notice,
    );
    let n_bytes = match written {
        Ok(n_bytes) => n_bytes,
        Err(err) => {
            let _ = fs::remove_file(&draft);
            return Err(err);
        }
    };
    fs::rename(&draft, &file).doing(Doing::Renaming, &draft)?;
    files::sync_dir(parent(&file))?;
    let about = LastBackup {
        at: wish.made_at,
        file: fs::canonicalize(&file).unwrap_or_else(|_| file.clone()),
        n_entries: tail.seq,
        head: hex(&tail.head),
    };
    // The archive is there, whether that is remembered or not.
    let _ = last::note(dir, &about);
    let removed = prune(&file, &tail.store_id, wish.keep);
    Ok(Archived {
        file,
        n_bytes,
        n_entries: tail.seq,
        head: about.head,
        last_at: tail.last_at,
        n_closings: manifest.closings.len(),
        n_files: manifest.files.len(),
        removed,
    })
}

/// Proves the journal on the way: what does not verify is no backup.
fn survey(
    dir: &Path,
    up_to: Option<BackupPoint>,
    notice: &mut Notice,
) -> Result<(Tail, Closings), BackupError> {
    let journal = journal_dir(dir);
    let mut total = 0;
    for (_, path) in segment_files(&journal)? {
        total += fs::metadata(&path).doing(Doing::Reading, &path)?.len();
    }
    let mut closings = Closings::default();
    let mut last_at = None;
    let end = up_to.map_or(u64::MAX, |it| it.0.seq);
    let read = reader::read(&journal, &mut |entry, _, done| {
        if entry.seq > end {
            return Ok(());
        }
        last_at = Some(entry.meta.now);
        closings.look_at(entry)?;
        notice.step(Stage::ReadingJournal, entry.seq, done, total)
    })?;
    let found = read.ok_or_else(|| StoreError::JournalMissing {
        path: dir.to_path_buf(),
    })?;
    let tail = Tail {
        last_at,
        ..up_to.map_or(found, |it| it.0)
    };
    Ok((tail, closings))
}

/// Where it goes: beside nothing of that name.
fn file_of(wish: &BackupWish, tail: &Tail) -> Result<PathBuf, BackupError> {
    let file = if wish.to.is_dir() {
        let at = wish.made_at.format("%Y%m%dT%H%M%SZ");
        wish.to
            .join(format!("{}{at}{SUFFIX}", prefix(&tail.store_id)))
    } else {
        wish.to.clone()
    };
    if file.exists() {
        return Err(BackupError::AlreadyThere { path: file });
    }
    Ok(file)
}

/// Of the names that archives of a shop get.
pub(super) fn prefix(store_id: &[u8; 16]) -> String {
    let id = hex(store_id);
    format!("balm-{}-", id.get(..8).unwrap_or(&id))
}

fn parent(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Hidden, and none of the archives by its name.
fn draft_of(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.part"))
}

/// The segments with their names and how much of each is taken.
fn segments(dir: &Path, tail: &Tail) -> Result<Vec<(FileLen, PathBuf)>, BackupError> {
    let mut segments = Vec::new();
    for (number, path) in segment_files(&journal_dir(dir))? {
        if number > tail.segment {
            break;
        }
        let n_bytes = if number == tail.segment {
            tail.segment_len
        } else {
            fs::metadata(&path).doing(Doing::Reading, &path)?.len()
        };
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("journal/{file}");
        segments.push((FileLen { name, n_bytes }, path));
    }
    Ok(segments)
}

/// The files that are there; one that is not is no fault of the backup.
fn present(extras: Vec<Extra>) -> Result<Vec<(FileLen, PathBuf)>, BackupError> {
    let mut found = Vec::new();
    for extra in extras {
        let about = match fs::metadata(&extra.path) {
            Err(err) if err.kind() == io::ErrorKind::NotFound => continue,
            about => about.doing(Doing::Reading, &extra.path)?,
        };
        let (name, n_bytes) = (slashed(&extra.name), about.len());
        if about.is_file() && n_bytes <= EXTRA_BYTES_MAX {
            found.push((FileLen { name, n_bytes }, extra.path));
        }
    }
    found.sort_by(|one, other| one.0.name.cmp(&other.0.name));
    found.dedup_by(|one, other| one.0.name == other.0.name);
    Ok(found)
}

fn slashed(name: &Path) -> String {
    let parts = name.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn manifest(
    wish: &BackupWish,
    tail: &Tail,
    closings: &Closings,
    journal: &[(FileLen, PathBuf)],
    extras: &[(FileLen, PathBuf)],
) -> Manifest {
    let files = journal.iter().chain(extras);
    Manifest {
        format: manifest::FORMAT,
        program: wish.program.clone(),
        made_at: wish.made_at,
        store_id: hex(&tail.store_id),
        n_entries: tail.seq,
        head: hex(&tail.head),
        last_at: tail.last_at,
        closings: closings.figures(),
        files: files.map(|(file, _)| file.clone()).collect(),
    }
}

fn failed(path: &Path, err: &io::Error) -> StoreError {
    StoreError::Io {
        doing: Doing::Writing,
        path: path.to_path_buf(),
        kind: err.kind(),
        text: err.to_string(),
    }
}

type Files<'a> = &'a [(FileLen, PathBuf)];

/// Gives the archive's length, when all of it is on the disk.
fn write(
    draft: &Path,
    lock: &Lock,
    manifest: &Manifest,
    (journal, extras): (Files<'_>, Files<'_>),
    notice: &mut Notice,
) -> Result<u64, BackupError> {
    let made = |err: io::Error| failed(draft, &err);
    let output = files::private()
        .create(true)
        .truncate(true)
        .open(draft)
        .doing(Doing::Creating, draft)?;
    let output = BufWriter::with_capacity(WRITE_AT_ONCE, output);
    let mut tar = tar::Builder::new(lock.seal(output).map_err(made)?);
    let mut add = |name: &str, n_bytes: u64, from: &mut dyn Read| {
        append(&mut tar, manifest, name, n_bytes, from)
    };
    let json = manifest.to_json();
    add(manifest::NAME, json.len() as u64, &mut json.as_bytes()).map_err(made)?;
    let total = journal.iter().map(|(file, _)| file.n_bytes).sum();
    let mut done = 0;
    for (file, path) in journal {
        let mut from = Exactly {
            file: File::open(path).doing(Doing::Opening, path)?,
            left: file.n_bytes,
        };
        add(&file.name, file.n_bytes, &mut from).map_err(|err| failed(path, &err))?;
        done += file.n_bytes;
        notice.step(Stage::Archiving, ALWAYS, done, total)?;
    }
    for (file, path) in extras {
        // As long as it was when it was measured, or the archive would be wrong.
        let mut bytes = fs::read(path).doing(Doing::Reading, path)?;
        bytes.resize(usize::try_from(file.n_bytes).unwrap_or(usize::MAX), b' ');
        add(&file.name, file.n_bytes, &mut bytes.as_slice()).map_err(made)?;
    }
    finish(tar).map_err(made).map_err(BackupError::Store)
}

fn finish(tar: tar::Builder<Sealing<BufWriter<File>>>) -> io::Result<u64> {
    let output = tar.into_inner()?.finish()?;
    let file = output
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

fn append<W: Write>(
    tar: &mut tar::Builder<W>,
    manifest: &Manifest,
    name: &str,
    n_bytes: u64,
    from: &mut dyn Read,
) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Regular);
    header.set_mode(0o600);
    header.set_size(n_bytes);
    header.set_mtime(u64::try_from(manifest.made_at.timestamp()).unwrap_or(0));
    tar.append_data(&mut header, name, from)
}

/// So many bytes of a file, or an error.
struct Exactly {
    file: File,
    left: u64,
}

impl Read for Exactly {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n_most = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let Some(wanted) = bytes.get_mut(..n_most).filter(|it| !it.is_empty()) else {
            return Ok(0);
        };
        let n_read = self.file.read(wanted)?;
        if n_read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= n_read as u64;
        Ok(n_read)
    }
}

/// Removes all but the last archives of this shop, by their names, and drafts that a
/// power cut has left. What cannot be removed stays.
fn prune(file: &Path, store_id: &[u8; 16], keep: Option<usize>) -> Vec<PathBuf> {
    let prefix = prefix(store_id);
    let named = |path: &Path, begins: &str, ends: &str| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(begins) && name.ends_with(ends)
    };
    if !named(file, &prefix, SUFFIX) {
        return Vec::new();
    }
    let Ok(paths) = files::list(parent(file)) else {
        return Vec::new();
    };
    let draft = format!(".{prefix}");
    for path in paths.iter().filter(|it| named(it, &draft, ".part")) {
        let _ = fs::remove_file(path);
    }
    let Some(keep) = keep else {
        return Vec::new();
    };
    // Their names are in order of time.
    let archives: Vec<_> = paths
        .iter()
        .filter(|it| named(it, &prefix, SUFFIX))
        .collect();
    let n_old = archives.len().saturating_sub(keep.max(1));
    let old = archives.into_iter().take(n_old).filter(|it| *it != file);
    old.filter(|it| fs::remove_file(it).is_ok())
        .cloned()
        .collect()
}
