//! A stick in memory that is pulled out, runs full or is switched to read-only in
//! the middle of its work, and then has of what was not synced whatever it likes.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, ErrorKind, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use fastrand::Rng;

use super::super::disk::{Disk, DiskFile};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    PulledOut,
    Full,
    ReadOnly,
    Broken,
}

impl Fault {
    pub(super) const ALL: [Self; 4] = [Self::PulledOut, Self::Full, Self::ReadOnly, Self::Broken];

    fn error(self) -> io::Error {
        match self {
            Self::PulledOut => ErrorKind::NotFound.into(),
            Self::Full => ErrorKind::StorageFull.into(),
            Self::ReadOnly => ErrorKind::ReadOnlyFilesystem.into(),
            Self::Broken => io::Error::other("input/output error"),
        }
    }

    fn stops_reading(self) -> bool {
        matches!(self, Self::PulledOut | Self::Broken)
    }
}

#[derive(Clone, Default)]
pub(super) struct Stick(Arc<Mutex<Contents>>);

#[derive(Default)]
struct Contents {
    files: BTreeMap<PathBuf, Content>,
    dirs: BTreeSet<PathBuf>,
    device: u64,
    /// Handles from before are dead.
    generation: u32,
    /// After so many further calls.
    planned: Option<(u32, Fault)>,
    fault: Option<Fault>,
    n_writes: u64,
}

#[derive(Clone, Default)]
struct Content {
    bytes: Vec<u8>,
    n_synced: usize,
}

impl Stick {
    /// Empty, with the folder there.
    pub(super) fn plugged_in(folder: &Path) -> Self {
        let stick = Self::default();
        stick.lock().dirs.insert(folder.to_path_buf());
        stick.lock().device = 77;
        stick
    }

    pub(super) fn set_device(&self, device: u64) {
        self.lock().device = device;
    }

    pub(super) fn plan(&self, n_calls: u32, fault: Fault) {
        self.lock().planned = Some((n_calls, fault));
    }

    /// The fault that has struck, if one has.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.lock().fault
    }

    /// The fault passes. What was written and not synced may be there or not, in
    /// part, or as something else.
    pub(super) fn mend(&self, rng: &mut Rng) {
        let mut contents = self.lock();
        contents.planned = None;
        let fault = contents.fault.take();
        contents.generation += 1;
        if fault != Some(Fault::PulledOut) {
            return;
        }
        for file in contents.files.values_mut() {
            let kept = rng.usize(file.n_synced..=file.bytes.len());
            match rng.u8(0..3) {
                0 => file.bytes.truncate(kept),
                1 => file.bytes[kept..].fill(0),
                _ => rng.fill(&mut file.bytes[kept..]),
            }
            file.n_synced = file.bytes.len();
        }
    }

    pub(super) fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        self.lock().files.get(path).map(|it| it.bytes.clone())
    }

    pub(super) fn synced(&self, path: &Path) -> Vec<u8> {
        let contents = self.lock();
        let file = contents.files.get(path);
        file.map_or_else(Vec::new, |it| it.bytes[..it.n_synced].to_vec())
    }

    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.lock().files.keys().cloned().collect()
    }

    pub(super) fn put(&self, path: &Path, bytes: Vec<u8>) {
        let n_synced = bytes.len();
        let content = Content { bytes, n_synced };
        self.lock().files.insert(path.to_path_buf(), content);
    }

    pub(super) fn remove(&self, path: &Path) {
        self.lock().files.remove(path);
    }

    pub(super) fn n_writes(&self) -> u64 {
        self.lock().n_writes
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap()
    }

    fn open_at(&self, path: &Path) -> Box<dyn DiskFile> {
        Box::new(Handle {
            stick: self.clone(),
            path: path.to_path_buf(),
            generation: self.lock().generation,
            at: 0,
        })
    }
}

impl Contents {
    /// Counts a call; fails if the fault has struck.
    fn call(&mut self, writes: bool) -> io::Result<()> {
        if let Some((left, fault)) = &mut self.planned {
            if let Some(fewer) = left.checked_sub(1) {
                *left = fewer;
            } else {
                self.fault = Some(*fault);
                self.planned = None;
            }
        }
        match self.fault {
            Some(fault) if writes || fault.stops_reading() => Err(fault.error()),
            _ => Ok(()),
        }
    }
}

impl Disk for Stick {
    fn device(&self, _: &Path) -> io::Result<u64> {
        let mut contents = self.lock();
        contents.call(false)?;
        Ok(contents.device)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut contents = self.lock();
        contents.call(false)?;
        let inside = contents.files.keys();
        let inside = inside.filter(|it| it.parent() == Some(folder));
        Ok(inside
            .filter_map(|it| Some(it.file_name()?.to_str()?.to_owned()))
            .collect())
    }

    fn create_dir(&self, folder: &Path) -> io::Result<()> {
        let mut contents = self.lock();
        if contents.dirs.contains(folder) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        contents.call(true)?;
        contents.dirs.insert(folder.to_path_buf());
        Ok(())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut contents = self.lock();
        contents.call(false)?;
        if !contents.files.contains_key(path) {
            return Err(ErrorKind::NotFound.into());
        }
        drop(contents);
        Ok(self.open_at(path))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut contents = self.lock();
        contents.call(true)?;
        contents.files.entry(path.to_path_buf()).or_default();
        drop(contents);
        Ok(self.open_at(path))
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        self.lock().call(true)
    }
}

struct Handle {
    stick: Stick,
    path: PathBuf,
    generation: u32,
    at: usize,
}

impl Handle {
    fn with<T>(
        &self,
        writes: bool,
        act: impl FnOnce(&mut Content) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut contents = self.stick.lock();
        if contents.generation != self.generation {
            return Err(io::Error::other("no such device"));
        }
        contents.call(writes)?;
        contents.n_writes += u64::from(writes);
        match contents.files.get_mut(&self.path) {
            Some(file) => act(file),
            None => Err(ErrorKind::NotFound.into()),
        }
    }
}

impl Read for Handle {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let at = self.at;
        let n = self.with(false, |file| {
            let rest = file.bytes.get(at..).unwrap_or_default();
            (&rest[..]).read(bytes)
        })?;
        self.at += n;
        Ok(n)
    }
}

impl Write for Handle {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let at = self.at;
        // In pieces, so that a fault can strike within what was one write.
        let piece = &bytes[..bytes.len().min(500)];
        self.with(true, |file| {
            let end = at + piece.len();
            if file.bytes.len() < end {
                file.bytes.resize(end, 0);
            }
            file.bytes[at..end].copy_from_slice(piece);
            file.n_synced = file.n_synced.min(at);
            Ok(())
        })?;
        self.at += piece.len();
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Handle {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Start(at) => self.at = usize::try_from(at).unwrap(),
            other => panic!("{other:?}"),
        }
        Ok(self.at as u64)
    }
}

impl DiskFile for Handle {
    fn length(&self) -> io::Result<u64> {
        self.with(false, |file| Ok(file.bytes.len() as u64))
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.with(true, |file| {
            file.bytes.resize(usize::try_from(len).unwrap(), 0);
            file.n_synced = file.n_synced.min(file.bytes.len());
            Ok(())
        })
    }

    fn sync(&self) -> io::Result<()> {
        self.with(true, |file| {
            file.n_synced = file.bytes.len();
            Ok(())
        })
    }
}
