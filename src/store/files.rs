//! Files and folders of the store: for their owner only, synced by name, and
//! every failure named.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::error::{Doing, IoContext, StoreError};

/// Makes a folder for its owner only, or finds it there.
pub(super) fn create_dir(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).doing(Doing::Creating, path)
}

/// Options for a file that only its owner may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.read(true).write(true);
    options
}

/// Writes a small file so that either the old or the new content is there.
pub(super) fn replace(path: &Path, content: &[u8], sync: bool) -> Result<(), StoreError> {
    use std::io::Write;
    let draft = path.with_extension("new");
    let mut file = private()
        .create(true)
        .truncate(true)
        .open(&draft)
        .doing(Doing::Creating, &draft)?;
    file.write_all(content).doing(Doing::Writing, &draft)?;
    if sync {
        file.sync_all().doing(Doing::Syncing, &draft)?;
    }
    fs::rename(&draft, path).doing(Doing::Renaming, &draft)?;
    if sync {
        sync_dir(path.parent().unwrap_or(Path::new(".")))?;
    }
    Ok(())
}

/// Makes the names in a folder safe against a power cut.
pub(super) fn sync_dir(path: &Path) -> Result<(), StoreError> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let dir = File::open(path).doing(Doing::Opening, path)?;
    dir.sync_all().doing(Doing::Syncing, path)
}

/// Makes a folder's own name safe, and those of the folders that it is in, as far up
/// as this user may look.
pub(super) fn sync_names_of(dir: &Path) -> Result<(), StoreError> {
    let whole = std::path::absolute(dir).doing(Doing::Reading, dir)?;
    for above in whole.ancestors() {
        match sync_dir(above) {
            Err(StoreError::Io {
                doing: Doing::Opening,
                kind: io::ErrorKind::PermissionDenied,
                ..
            }) => return Ok(()),
            synced => synced?,
        }
    }
    Ok(())
}

/// The paths in a folder, in order of name; none if there is no such folder.
pub(super) fn list(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match fs::read_dir(dir) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.doing(Doing::Reading, dir)?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.doing(Doing::Reading, dir)?.path());
    }
    paths.sort();
    Ok(paths)
}

/// Calls `each` for every file below `dir`, and for `dir` and its folders after
/// what is in them.
pub(super) fn walk(
    dir: &Path,
    each: &mut dyn FnMut(&Path, bool) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for path in list(dir)? {
        if path.is_dir() {
            walk(&path, each)?;
        } else {
            each(&path, false)?;
        }
    }
    each(dir, true)
}

pub(super) fn sync_tree(dir: &Path) -> Result<(), StoreError> {
    walk(dir, &mut |path, is_dir| {
        if is_dir {
            return sync_dir(path);
        }
        let file = File::open(path).doing(Doing::Opening, path)?;
        file.sync_all().doing(Doing::Syncing, path)
    })
}

pub(super) fn copy_tree(from: &Path, to: &Path) -> Result<(), StoreError> {
    create_dir(to)?;
    for path in list(from)? {
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_tree(&path, &target)?;
        } else {
            fs::copy(&path, &target).doing(Doing::Reading, &path)?;
        }
    }
    Ok(())
}

/// Takes the group's and everyone's rights from files that sled has made.
pub(super) fn restrict_tree(dir: &Path) -> Result<(), StoreError> {
    walk(dir, &mut |path, is_dir| restrict(path, is_dir))
}

#[cfg(unix)]
fn restrict(path: &Path, is_dir: bool) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if is_dir { 0o700 } else { 0o600 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).doing(Doing::Writing, path)
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: bool) -> Result<(), StoreError> {
    Ok(())
}

/// Names, lengths and times of change of all files below `dir`: enough to tell
/// whether anyone has been at them.
pub(super) fn fingerprint(dir: &Path) -> Result<String, StoreError> {
    use std::{fmt::Write, time::UNIX_EPOCH};
    let mut lines = String::new();
    walk(dir, &mut |path, is_dir| {
        if is_dir {
            return Ok(());
        }
        let about = fs::metadata(path).doing(Doing::Reading, path)?;
        let changed = about.modified().doing(Doing::Reading, path)?;
        let nanos = changed
            .duration_since(UNIX_EPOCH)
            .map_or(0, |it| it.as_nanos());
        let name = path.strip_prefix(dir).unwrap_or(path).display();
        let _ = writeln!(lines, "{name} {} {nanos}", about.len());
        Ok(())
    })?;
    Ok(lines)
}

/// Reads from a place in a file, whatever its cursor is.
#[cfg(unix)]
pub(super) fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(unix)]
pub(super) fn write_all_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

/// One at a time, since there is one cursor.
#[cfg(not(unix))]
static CURSOR: std::sync::Mutex<()> = std::sync::Mutex::new(());

#[cfg(not(unix))]
pub(super) fn read_exact_at(mut file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    use io::{Read, Seek};
    let _one = CURSOR.lock();
    file.seek(io::SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

#[cfg(not(unix))]
pub(super) fn write_all_at(mut file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    use io::{Seek, Write};
    let _one = CURSOR.lock();
    file.seek(io::SeekFrom::Start(at))?;
    file.write_all(bytes)
}
