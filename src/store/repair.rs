//! A new store out of all that is whole: of a damaged journal, of its mirror, of
//! copies and backups. The old one is only read, and an archive is taken apart in a
//! folder that goes away again.
//!
//! Entries are put together from the last one back: each names the hash of the one
//! before it, so that of several with one number the right one is known wherever the
//! next is there. They keep their bytes, numbers and hashes, so that every anchor of
//! an entry that was found still holds. Where some are in none of the sources, a
//! segment begins whose header says so (`journal::segment`), and the journal tells
//! for ever which ones are lost.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{
    backup::{BackupError, Key, unpack_what_is_whole},
    closing::{journal_dir, last_clean},
    error::{Doing, IoContext, StoreError},
    files,
    journal::{Hash, Header, reader},
    lock::Lock,
    open::Notice,
    salvage::{Piece, Salvage, Source},
    store::{OnProgress, OpenOptions, Stage},
    verify::{VerifyReport, prove},
};

/// Where else entries are taken from.
#[derive(Clone, Debug)]
pub enum RepairFrom {
    /// A store, a mirror, or a plain folder of segment files.
    Folder(PathBuf),
    /// A backup, and what opens it.
    Archive { file: PathBuf, key: Key },
}

impl RepairFrom {
    fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::Archive { file: path, .. } => path,
        }
    }
}

/// What a repair has found, and the proof of what it has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairReport {
    pub n_entries: u64,
    /// From which entry to which none was found. Later ones than are known here may
    /// be lost with the last.
    pub lost: Vec<(u64, u64)>,
    /// Where it was looked, in the order of trust.
    pub sources: Vec<SourceReport>,
    pub proof: VerifyReport,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceReport {
    /// A folder or an archive.
    pub path: PathBuf,
    /// Entries taken from here: those that no source before it had.
    pub n_taken: u64,
    /// Whole entries that are not those which the entries after them name.
    pub n_contradicted: u64,
    /// Bytes in which no whole entry stands, by segment.
    pub n_bad_bytes: BTreeMap<u32, u64>,
    /// An archive could be read up to some place only, for this reason.
    pub damage: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RepairError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{} is there already and not empty", path.display())]
    InTheWay { path: PathBuf },
    #[error("no journal is in {}", path.display())]
    NoJournal { path: PathBuf },
    #[error("{} is of another shop", path.display())]
    OtherShop { path: PathBuf },
    #[error("{}: {error}", path.display())]
    Archive { path: PathBuf, error: BackupError },
    #[error("not one whole entry was found")]
    NothingWhole,
}

/// Puts a new store together in the empty or new folder `into`, from the journal in
/// `dir` and those in `from`.
///
/// # Errors
///
/// [`RepairError`]; then `into` has no journal.
pub fn repair(
    dir: &Path,
    from: &[RepairFrom],
    into: &Path,
    on_progress: Option<OnProgress>,
) -> Result<RepairReport, RepairError> {
    let _lock = Lock::take_unchanged(&dir.join("lock"))?;
    check_empty(into)?;
    let mut notice = Notice::new(on_progress);
    let scratch = Scratch::beside(into);
    let mut sources = sources(dir, from, &scratch, &mut notice)?;
    let mut salvage = Salvage::of(&mut sources, &mut notice)?;
    let store_id = one_shop(&sources, &mut salvage)?;
    let known_end = known_end(dir, &salvage);
    let (chosen, n_contradicted) = choose(&salvage, sources.len());
    if chosen.is_empty() {
        return Err(RepairError::NothingWhole);
    }
    let mut made = Made::begin(into, store_id, &salvage)?;
    let mut taken = vec![0; sources.len()];
    let mut reading = Reading::of(&sources);
    for (seq, piece) in &chosen {
        notice.step(Stage::Repairing, *seq, made.n_entries, chosen.len() as u64)?;
        let frame = reading.frame(piece)?;
        made.append(*seq, piece, &frame)?;
        if let Some(n) = taken.get_mut(piece.place.0) {
            *n += 1;
        }
    }
    made.go_on_behind(known_end)?;
    let proof = prove(&made.draft, &[], &mut notice)?;
    made.keep()?;
    let counted = taken.into_iter().zip(n_contradicted);
    let sources = sources.into_iter().zip(counted);
    Ok(RepairReport {
        n_entries: made.n_entries,
        lost: made.lost,
        sources: sources
            .map(|(source, (n_taken, n_contradicted))| SourceReport {
                path: source.dir,
                n_taken,
                n_contradicted,
                n_bad_bytes: source.n_bad_bytes,
                damage: source.damage,
            })
            .collect(),
        proof,
    })
}

fn check_empty(into: &Path) -> Result<(), RepairError> {
    if files::list(into)?.is_empty() {
        return Ok(());
    }
    let path = into.to_path_buf();
    Err(RepairError::InTheWay { path })
}

/// The journal itself may be gone; what is named must be there.
fn sources(
    dir: &Path,
    from: &[RepairFrom],
    scratch: &Scratch,
    notice: &mut Notice,
) -> Result<Vec<Source>, RepairError> {
    let mut sources = vec![Source::at(&journal_dir(dir))?];
    for (nth, from) in from.iter().enumerate() {
        let source = match from {
            RepairFrom::Folder(path) => {
                let below = journal_dir(path);
                Source::at(if below.is_dir() { &below } else { path })?
            }
            RepairFrom::Archive { file, key } => unpacked(file, key, &scratch.folder(nth), notice)?,
        };
        if source.segments.is_empty() {
            let path = from.path().to_path_buf();
            return Err(match source.damage {
                Some(what) => RepairError::Archive {
                    path,
                    error: BackupError::Damaged { what },
                },
                None => RepairError::NoJournal { path },
            });
        }
        sources.push(source);
    }
    Ok(sources)
}

/// The journal of an archive, as much of it as can be read.
fn unpacked(
    file: &Path,
    key: &Key,
    scratch: &Path,
    notice: &mut Notice,
) -> Result<Source, RepairError> {
    files::create_dir(scratch)?;
    let damage = unpack_what_is_whole(file, key, scratch, notice).map_err(|err| match err {
        BackupError::Store(err) => RepairError::Store(err),
        error => RepairError::Archive {
            path: file.to_path_buf(),
            error,
        },
    })?;
    Ok(Source {
        dir: file.to_path_buf(),
        damage,
        ..Source::at(&journal_dir(scratch))?
    })
}

/// Where archives are taken apart: on the disk that the new store will be on, and gone
/// when it is made, or is not made.
struct Scratch {
    dir: PathBuf,
    /// A folder that was made for it goes as well.
    made: Option<PathBuf>,
}

impl Scratch {
    fn beside(into: &Path) -> Self {
        Self {
            dir: into.join("archives.unfinished"),
            made: (!into.exists()).then(|| into.to_path_buf()),
        }
    }

    fn folder(&self, nth: usize) -> PathBuf {
        self.dir.join(nth.to_string())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if fs::remove_dir_all(&self.dir).is_ok()
            && let Some(made) = &self.made
        {
            // Only if nothing else came to be in it.
            let _ = fs::remove_dir(made);
        }
    }
}

/// The shop whose journal it is, by the first header that is whole. Files of another
/// shop among the segments are left out; a whole folder of them is an error.
fn one_shop(sources: &[Source], salvage: &mut Salvage) -> Result<[u8; 16], RepairError> {
    let Some((_, first)) = salvage.headers.first() else {
        // Entries do not say whose they are.
        return Ok(fastrand::u128(..).to_be_bytes());
    };
    let store_id = first.store_id;
    for (nth, source) in sources.iter().enumerate() {
        let headers = salvage.headers.iter();
        let mut headers = headers.filter(|(place, _)| place.0 == nth).peekable();
        if headers.peek().is_some() && headers.all(|it| it.1.store_id != store_id) {
            let path = source.dir.clone();
            return Err(RepairError::OtherShop { path });
        }
    }
    salvage.keep_only(store_id);
    Ok(store_id)
}

/// The last entry that is known to have been there, found or not: by what continues
/// it, or by the last clean stop.
fn known_end(dir: &Path, salvage: &Salvage) -> Option<(u64, Hash)> {
    let headers = salvage.headers.iter();
    let continued = headers.filter_map(|(_, it)| Some((it.first_seq.checked_sub(1)?, it.previous)));
    continued.chain(last_clean(dir)).max_by_key(|it| it.0)
}

/// For each number the entry that the next one names, from the last one back; and
/// how many of each source are contradicted. Where the next one is lost, the first
/// source is believed.
fn choose(salvage: &Salvage, n_sources: usize) -> (Vec<(u64, Piece)>, Vec<u64>) {
    let mut chosen = Vec::new();
    let mut n_contradicted = vec![0; n_sources];
    let mut named: Option<(u64, Hash)> = None;
    for (seq, pieces) in salvage.pieces.iter().rev() {
        let name = named.filter(|(next, _)| seq.checked_add(1) == Some(*next));
        let right = |piece: &&Piece| name.is_none_or(|(_, hash)| piece.hash == hash);
        let right = pieces.iter().find(right);
        let others = pieces
            .iter()
            .filter(|it| right.is_none_or(|right| it.hash != right.hash));
        for other in others {
            if let Some(n) = n_contradicted.get_mut(other.place.0) {
                *n += 1;
            }
        }
        if let Some(piece) = right {
            chosen.push((*seq, *piece));
            named = Some((*seq, piece.previous));
        }
    }
    chosen.reverse();
    (chosen, n_contradicted)
}

/// Entries are read again where they were found, one file of each source at a time.
struct Reading<'a> {
    sources: &'a [Source],
    open: Vec<Option<(usize, File)>>,
}

impl<'a> Reading<'a> {
    fn of(sources: &'a [Source]) -> Self {
        let open = sources.iter().map(|_| None).collect();
        Self { sources, open }
    }

    fn frame(&mut self, piece: &Piece) -> Result<Vec<u8>, StoreError> {
        let (nth, idx) = piece.place;
        let source = self.sources.get(nth);
        let segment = source.and_then(|it| it.segments.get(idx));
        let (Some((_, path)), Some(open)) = (segment, self.open.get_mut(nth)) else {
            return Ok(Vec::new());
        };
        let mut file = match open.take() {
            Some((opened, file)) if opened == idx => file,
            _ => File::open(path).doing(Doing::Opening, path)?,
        };
        let mut frame = vec![0; piece.n_frame];
        file.seek(SeekFrom::Start(piece.offset))
            .and_then(|_| file.read_exact(&mut frame))
            .doing(Doing::Reading, path)?;
        *open = Some((idx, file));
        Ok(frame)
    }
}

/// The new journal. Its folder has another name until it is whole.
struct Made {
    draft: PathBuf,
    into: PathBuf,
    store_id: [u8; 16],
    /// Of the old segments, by the entry and the hash that they go on from: the new
    /// ones begin at the same places.
    begun: BTreeMap<u64, (Hash, String)>,
    program: String,
    segment_bytes_max: u64,
    file: Option<(File, PathBuf)>,
    segment: u32,
    segment_len: u64,
    seq: u64,
    head: Hash,
    n_entries: u64,
    lost: Vec<(u64, u64)>,
}

impl Made {
    fn begin(into: &Path, store_id: [u8; 16], salvage: &Salvage) -> Result<Self, StoreError> {
        let options = OpenOptions::default();
        let draft = into.join("journal.unfinished");
        files::create_dir(&draft)?;
        // Of equal ones the first source's.
        let headers = salvage.headers.iter().rev();
        let begun = headers.map(|(_, it)| (it.first_seq, (it.previous, it.program.clone())));
        Ok(Self {
            draft,
            into: into.to_path_buf(),
            store_id,
            begun: begun.collect(),
            program: options.program,
            segment_bytes_max: options.segment_bytes_max,
            file: None,
            segment: 0,
            segment_len: 0,
            seq: 0,
            head: Hash::default(),
            n_entries: 0,
            lost: Vec::new(),
        })
    }

    fn append(&mut self, seq: u64, piece: &Piece, frame: &[u8]) -> Result<(), StoreError> {
        let is_next = self.seq.checked_add(1) == Some(seq) && self.head == piece.previous;
        let begun = self.begun.get(&seq).cloned();
        let begun = begun.filter(|(previous, _)| *previous == piece.previous);
        let is_full = self.segment_len > self.segment_bytes_max;
        if !is_next || begun.is_some() || is_full || self.file.is_none() {
            let program = begun.map_or_else(|| self.program.clone(), |it| it.1);
            self.begin_segment(seq, piece.previous, program, !is_next)?;
        }
        let Some((file, path)) = &mut self.file else {
            return Ok(());
        };
        file.write_all(frame).doing(Doing::Writing, path)?;
        self.segment_len += frame.len() as u64;
        self.seq = seq;
        self.head = piece.hash;
        self.n_entries += 1;
        Ok(())
    }

    fn begin_segment(
        &mut self,
        first_seq: u64,
        previous: Hash,
        program: String,
        is_after_gap: bool,
    ) -> Result<(), StoreError> {
        self.sync()?;
        if is_after_gap {
            self.lost.push((self.seq + 1, first_seq.saturating_sub(1)));
        }
        self.segment += 1;
        let header = Header {
            store_id: self.store_id,
            segment: self.segment,
            first_seq,
            previous,
            program,
            is_after_gap,
        };
        let bytes = header.to_bytes();
        let path = reader::segment_path(&self.draft, self.segment);
        let mut file = files::private()
            .create_new(true)
            .open(&path)
            .doing(Doing::Creating, &path)?;
        file.write_all(&bytes).doing(Doing::Writing, &path)?;
        self.segment_len = bytes.len() as u64;
        self.file = Some((file, path));
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        match self.file.take() {
            Some((file, path)) => file.sync_all().doing(Doing::Syncing, &path),
            None => Ok(()),
        }
    }

    /// An end that is known and was not found is a gap too: new entries go on behind
    /// it.
    fn go_on_behind(&mut self, known_end: Option<(u64, Hash)>) -> Result<(), StoreError> {
        if let Some((last, hash)) = known_end.filter(|it| it.0 > self.seq)
            && let Some(next) = last.checked_add(1)
        {
            self.begin_segment(next, hash, self.program.clone(), true)?;
        }
        self.sync()
    }

    /// Gives the folder its name, now that it is proved.
    fn keep(&self) -> Result<(), StoreError> {
        files::sync_dir(&self.draft)?;
        let journal = journal_dir(&self.into);
        fs::rename(&self.draft, &journal).doing(Doing::Renaming, &self.draft)?;
        // Those of the folders that were made for it as well.
        files::sync_names_of(&self.into)
    }
}
