//! A copy of the index as it was at some entry, so that a lost index need not be
//! built from the whole journal: the copy takes its place, and the entries after it
//! are applied again.
//!
//! ```text
//! checkpoint-N/index/    sled's files, copied while nothing was written to them
//! checkpoint-N/about     how far it goes, and length and SHA-256 of every file
//! ```
//!
//! The highest number is the newest; the folder gets its name when all in it is
//! safe on the disk. Being a copy it proves nothing by itself: it is held against
//! the journal like any index before anything is read from it.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    error::{Doing, IoContext, StoreError, hex},
    files,
    index::{Index, Position, is_of_earlier_layout},
};

const PREFIX: &str = "checkpoint-";
const DRAFT: &str = "checkpoint.new";
const ABOUT: &str = "about";
const FILES: &str = "index";
const FIRST_LINE: &str = "balm checkpoint 1";
/// Copied between two looks at whether it is to go on.
const CHUNK_LEN: usize = 256 * 1024;
/// Written between two syncs, so that a sale's own sync never waits behind a big
/// one.
const SYNC_LEN: usize = 2 * 1024 * 1024;

/// Asked after every chunk; `false` ends the copying, and nothing is left of it.
pub(super) type GoOn<'a> = dyn FnMut() -> bool + 'a;

/// Copies the index, which is synced and holds what `position` says, and takes
/// older copies away. `false` if it was stopped, or the files did not keep still.
pub(super) fn make(
    dir: &Path,
    index: &Index,
    position: &Position,
    go_on: &mut GoOn<'_>,
) -> Result<bool, StoreError> {
    let draft = dir.join(DRAFT);
    remove(&draft)?;
    let made = copy(index.dir(), &draft, position, go_on);
    if !matches!(made, Ok(true)) {
        remove(&draft)?;
        return made;
    }
    let old = numbered(dir)?;
    let number = old.last().map_or(1, |(number, _)| number.saturating_add(1));
    let path = dir.join(format!("{PREFIX}{number}"));
    fs::rename(&draft, &path).doing(Doing::Renaming, &draft)?;
    files::sync_dir(dir)?;
    for (_, path) in old {
        remove(&path)?;
    }
    Ok(true)
}

/// Puts the newest whole copy where the index is to be, which must be free. `false`
/// if there is none; copies that do not match their own sums are taken away.
pub(super) fn put_back(dir: &Path, index_dir: &Path) -> Result<bool, StoreError> {
    for (_, path) in numbered(dir)?.into_iter().rev() {
        // One that cannot be read is as good as none.
        let is_ours = !is_of_earlier_layout(&path.join(FILES));
        let is_whole = is_ours && is_whole(&path).unwrap_or(false);
        if is_whole {
            let from = path.join(FILES);
            fs::rename(&from, index_dir).doing(Doing::Renaming, &from)?;
        }
        remove(&path)?;
        files::sync_dir(dir)?;
        if is_whole {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether there is a copy that may be put back.
pub(super) fn is_any(dir: &Path) -> Result<bool, StoreError> {
    let mut copies = numbered(dir)?.into_iter();
    Ok(copies.any(|(_, path)| !is_of_earlier_layout(&path.join(FILES))))
}

/// The entry that the newest copy goes up to, by what it says of itself.
pub(super) fn newest_entry(dir: &Path) -> Option<u64> {
    let (_, path) = numbered(dir).ok()?.pop()?;
    let about = fs::read_to_string(path.join(ABOUT)).ok()?;
    let line = unsealed(&about)?.lines().nth(1)?;
    line.strip_prefix("entry ")?.split(' ').next()?.parse().ok()
}

/// All copies, the newest last.
fn numbered(dir: &Path) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    let mut found = Vec::new();
    for path in files::list(dir)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let number = name.strip_prefix(PREFIX).and_then(|it| it.parse().ok());
        if let Some(number) = number {
            found.push((number, path));
        }
    }
    found.sort();
    Ok(found)
}

fn copy(
    from: &Path,
    draft: &Path,
    position: &Position,
    go_on: &mut GoOn<'_>,
) -> Result<bool, StoreError> {
    let to = draft.join(FILES);
    let mut lines = String::new();
    for (path, name) in files_below(from)? {
        let target = to.join(&name);
        files::create_dir(target.parent().unwrap_or(&to))?;
        let Some((len, hash)) = read_through(&path, Some(&target), go_on)? else {
            return Ok(false);
        };
        let _ = writeln!(lines, "file {len} {hash} {name}");
    }
    // sled has threads of its own: only files that are the same at a second look
    // have kept still at the first.
    if described(from, go_on)?.as_deref() != Some(&lines) {
        return Ok(false);
    }
    let head = hex(&position.head);
    let about = format!("{FIRST_LINE}\nentry {} {head}\n{lines}", position.seq);
    files::create_dir(&to.join("blobs"))?;
    files::replace(&draft.join(ABOUT), sealed(&about).as_bytes(), true)?;
    files::sync_tree(draft)?;
    Ok(true)
}

/// A line for every file below a folder: length, SHA-256, name.
fn described(dir: &Path, go_on: &mut GoOn<'_>) -> Result<Option<String>, StoreError> {
    let mut lines = String::new();
    for (path, name) in files_below(dir)? {
        let Some((len, hash)) = read_through(&path, None, go_on)? else {
            return Ok(None);
        };
        let _ = writeln!(lines, "file {len} {hash} {name}");
    }
    Ok(Some(lines))
}

/// Reads a file and copies it on the way. `None` if it was stopped.
fn read_through(
    path: &Path,
    copy: Option<&Path>,
    go_on: &mut GoOn<'_>,
) -> Result<Option<(u64, String)>, StoreError> {
    let mut from = File::open(path).doing(Doing::Opening, path)?;
    let mut to = match copy {
        Some(copy) => {
            let made = files::private().create(true).truncate(true).open(copy);
            Some((made.doing(Doing::Creating, copy)?, copy))
        }
        None => None,
    };
    let mut chunk = vec![0; CHUNK_LEN];
    let mut hasher = Sha256::new();
    let (mut len, mut n_unsynced) = (0, 0);
    loop {
        let n = from.read(&mut chunk).doing(Doing::Reading, path)?;
        let read = chunk.get(..n).unwrap_or_default();
        hasher.update(read);
        len += n as u64;
        if let Some((file, copy)) = &mut to {
            file.write_all(read).doing(Doing::Writing, copy)?;
            n_unsynced += n;
            if n_unsynced >= SYNC_LEN || n == 0 {
                file.sync_data().doing(Doing::Syncing, copy)?;
                n_unsynced = 0;
            }
        }
        if n == 0 {
            let hash = <[u8; 32]>::from(hasher.finalize());
            return Ok(Some((len, hex(&hash))));
        }
        if !go_on() {
            return Ok(None);
        }
    }
}

/// Every file below a folder with its name there, in order.
fn files_below(dir: &Path) -> Result<Vec<(PathBuf, String)>, StoreError> {
    let mut found = Vec::new();
    files::walk(dir, &mut |path, is_dir| {
        if !is_dir {
            let name = path.strip_prefix(dir).unwrap_or(path).to_string_lossy();
            found.push((path.to_path_buf(), name.into_owned()));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether every file is what it was when the copy was made.
fn is_whole(checkpoint: &Path) -> Result<bool, StoreError> {
    let Ok(about) = fs::read_to_string(checkpoint.join(ABOUT)) else {
        return Ok(false);
    };
    let Some(text) = unsealed(&about) else {
        return Ok(false);
    };
    let from = checkpoint.join(FILES);
    let files = text.lines().skip(2).map(|line| format!("{line}\n"));
    let expected: String = files.collect();
    let found = if from.is_dir() {
        described(&from, &mut || true)?
    } else {
        None
    };
    let is_ours = text.lines().next() == Some(FIRST_LINE);
    Ok(is_ours && !expected.is_empty() && found == Some(expected))
}

fn sealed(text: &str) -> String {
    let hash = <[u8; 32]>::from(Sha256::digest(text));
    format!("{text}sum {}\n", hex(&hash))
}

fn unsealed(about: &str) -> Option<&str> {
    let (text, _) = about.split_at_checked(about.rfind("sum ")?)?;
    (sealed(text) == about).then_some(text)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::symlink_metadata(path) {
        Err(_) => Ok(()),
        Ok(about) if about.is_dir() => fs::remove_dir_all(path).doing(Doing::Removing, path),
        Ok(_) => fs::remove_file(path).doing(Doing::Removing, path),
    }
}
