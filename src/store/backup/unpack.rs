//! Takes an archive apart into an empty folder. What is in it is not trusted before
//! it is proved: names lead nowhere else, nothing is written over, links are refused.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use super::{
    error::BackupError,
    manifest::{self, Manifest},
    seal::Key,
};
use crate::store::{
    error::{Doing, IoContext},
    files,
    open::{ALWAYS, Notice},
    store::Stage,
};

const MANIFEST_BYTES_MAX: u64 = 64 * 1024 * 1024;
const NAME_BYTES_MAX: usize = 1_024;
/// What a store makes for itself, and no archive brings.
const OF_THE_STORE: [&str; 8] = [
    "checkpoint",
    "clean",
    "index",
    "last-backup",
    "last-drill",
    "lock",
    "mirror",
    "reserve",
];

/// What was found, by name, with its length.
pub(super) struct Unpacked {
    pub(super) manifest: Manifest,
    pub(super) found: BTreeMap<String, u64>,
}

/// # Errors
///
/// The first thing that is wrong; `into` then holds what came before it.
pub(super) fn unpack(
    archive: impl Read,
    total: u64,
    key: &Key,
    into: &Path,
    notice: &mut Notice,
) -> Result<Unpacked, BackupError> {
    let mut tar = tar::Archive::new(key.open(archive)?);
    let mut manifest = None;
    let mut found = BTreeMap::new();
    let mut done = 0;
    for entry in tar.entries().map_err(|err| BackupError::reading(&err))? {
        let mut entry = entry.map_err(|err| BackupError::reading(&err))?;
        let name = name_of(&entry)?;
        done += entry.size();
        if manifest.is_none() {
            manifest = Some(read_manifest(&name, &mut entry)?);
            continue;
        }
        let n_bytes = write(&mut entry, &into.join(&name))?;
        let name = name.to_string_lossy().replace('\\', "/");
        found.insert(name, n_bytes);
        notice.step(Stage::Unpacking, ALWAYS, done, total)?;
    }
    drain(tar.into_inner())?;
    let manifest = manifest.ok_or_else(|| BackupError::Foreign {
        what: "nothing".to_owned(),
    })?;
    Ok(Unpacked { manifest, found })
}

/// The end of the file proves that nothing was cut off.
fn drain(mut rest: impl Read) -> Result<(), BackupError> {
    let mut chunk = [0; 8 * 1024];
    loop {
        match rest.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(n) if chunk.iter().take(n).all(|byte| *byte == 0) => (),
            Ok(_) => {
                let what = "something behind its end".to_owned();
                return Err(BackupError::Foreign { what });
            }
            Err(err) => return Err(BackupError::reading(&err)),
        }
    }
}

/// A plain file's name, which stays below the folder.
fn name_of<R: Read>(entry: &tar::Entry<'_, R>) -> Result<PathBuf, BackupError> {
    let path = entry.path().map_err(|err| BackupError::reading(&err))?;
    let is_plain = entry.header().entry_type() == tar::EntryType::Regular;
    let n_parts = path.components().count();
    let first = path.components().next();
    let first = first.map_or_else(String::new, |it| {
        it.as_os_str().to_string_lossy().into_owned()
    });
    let is_ours = OF_THE_STORE.iter().any(|name| first.starts_with(name));
    let is_below = path
        .components()
        .all(|it| matches!(it, Component::Normal(_)));
    if !is_plain || !is_below || is_ours || n_parts == 0 || path.as_os_str().len() > NAME_BYTES_MAX
    {
        return Err(BackupError::Foreign {
            what: format!("{}, which is no plain file", path.display()),
        });
    }
    Ok(path.into_owned())
}

fn read_manifest(name: &Path, entry: &mut impl Read) -> Result<Manifest, BackupError> {
    if name != Path::new(manifest::NAME) {
        return Err(BackupError::Foreign {
            what: format!("{} first, not {}", name.display(), manifest::NAME),
        });
    }
    let mut json = Vec::new();
    entry
        .take(MANIFEST_BYTES_MAX)
        .read_to_end(&mut json)
        .map_err(|err| BackupError::reading(&err))?;
    Manifest::parse(&json)
}

fn write(from: &mut impl Read, path: &Path) -> Result<u64, BackupError> {
    if let Some(parent) = path.parent() {
        files::create_dir(parent)?;
    }
    let mut file = files::private()
        .create_new(true)
        .open(path)
        .doing(Doing::Creating, path)?;
    // Which of the two has failed decides whose fault it is.
    let mut from = Noting { from, failed: None };
    match io::copy(&mut from, &mut file) {
        Ok(n_bytes) => Ok(n_bytes),
        Err(err) => match from.failed {
            Some(what) => Err(BackupError::Damaged { what }),
            None => Err(err).doing(Doing::Writing, path).map_err(Into::into),
        },
    }
}

struct Noting<'a, R> {
    from: &'a mut R,
    failed: Option<String>,
}

impl<R: Read> Read for Noting<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.from.read(bytes).inspect_err(|err| {
            if err.kind() != io::ErrorKind::Interrupted {
                self.failed = Some(err.to_string());
            }
        })
    }
}
