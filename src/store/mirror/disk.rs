//! What a mirror asks of its disk, so that a test can pull it out.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read, Seek, Write},
    path::{Path, PathBuf},
};

use super::status::MirrorTrouble;
use crate::store::files;

pub(super) trait Disk: Send {
    /// Which disk a folder is on.
    fn device(&self, folder: &Path) -> io::Result<u64>;
    /// The names in a folder; none if there is no such folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// For its owner only.
    fn create_dir(&self, folder: &Path) -> io::Result<()>;
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// For its owner only.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Makes the names in a folder safe.
    fn sync_dir(&self, folder: &Path) -> io::Result<()>;
}

pub(super) trait DiskFile: Read + Write + Seek + Send {
    fn length(&self) -> io::Result<u64>;
    fn set_len(&self, len: u64) -> io::Result<()>;
    fn sync(&self) -> io::Result<()>;
}

/// The real one.
pub(super) struct SystemDisk;

impl Disk for SystemDisk {
    fn device(&self, folder: &Path) -> io::Result<u64> {
        device(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(folder) {
            Err(err) if err.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(files::private().open(path)?))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(files::private().create(true).open(path)?))
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            // Some file systems of sticks and networks have nothing to sync there.
            Err(err) if err.kind() == ErrorKind::InvalidInput => Ok(()),
            Err(err) if err.kind() == ErrorKind::Unsupported => Ok(()),
            synced => synced,
        }
    }
}

impl DiskFile for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        Self::set_len(self, len)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_all()
    }
}

#[cfg(unix)]
pub(super) fn device(folder: &Path) -> io::Result<u64> {
    let about = fs::metadata(folder)?;
    Ok(std::os::unix::fs::MetadataExt::dev(&about))
}

#[cfg(not(unix))]
pub(super) fn device(folder: &Path) -> io::Result<u64> {
    fs::metadata(folder)?;
    Ok(0)
}

/// Where the segments are, in a store and in its mirror.
pub(super) fn journal_of(folder: &Path) -> PathBuf {
    folder.join("journal")
}

impl From<io::Error> for MirrorTrouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::StaleNetworkFileHandle => {
                Self::Away
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::Io {
                text: error.to_string(),
            },
        }
    }
}
