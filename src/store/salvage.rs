//! What is whole in folders of segment files, however damaged they are: every entry
//! whose own hash is right, wherever in a file it stands.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::{
    closing::journal_dir,
    error::{Doing, IoContext, StoreError},
    journal::{
        Entry, Hash, Header, reader,
        segment::{HEADER_LEN, whole_frame},
    },
    open::Notice,
    store::{OnProgress, Stage},
};

/// What is still good of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    pub n_whole: u64,
    /// From which entry to which all are whole, in order.
    pub runs: Vec<(u64, u64)>,
    /// Bytes in which no whole entry stands, by the number of their segment.
    pub n_bad_bytes: BTreeMap<u32, u64>,
}

/// Which of the sources, and which of its files, from 0.
pub(super) type Place = (usize, usize);

/// A whole entry, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) hash: Hash,
    pub(super) previous: Hash,
    pub(super) place: Place,
    pub(super) offset: u64,
    pub(super) n_frame: usize,
}

/// Folders of segment files, in the order in which they are trusted.
pub(super) struct Source {
    pub(super) dir: PathBuf,
    pub(super) segments: Vec<(u32, PathBuf)>,
    pub(super) n_bad_bytes: BTreeMap<u32, u64>,
    /// What of an archive could not be read.
    pub(super) damage: Option<String>,
}

impl Source {
    /// # Errors
    ///
    /// The folder cannot be read, or a newer program wrote in it.
    pub(super) fn at(dir: &Path) -> Result<Self, StoreError> {
        reader::check_formats(dir)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            segments: reader::segment_files(dir)?,
            n_bad_bytes: BTreeMap::new(),
            damage: None,
        })
    }

    fn n_bytes(&self) -> Result<u64, StoreError> {
        let mut n = 0;
        for (_, path) in &self.segments {
            n += fs::metadata(path).doing(Doing::Reading, path)?.len();
        }
        Ok(n)
    }
}

/// All that is whole in some sources.
#[derive(Default)]
pub(super) struct Salvage {
    /// By number; of equal ones the first. Several of one number have other hashes.
    pub(super) pieces: BTreeMap<u64, Vec<Piece>>,
    /// With the place of the file that each was found in.
    pub(super) headers: Vec<(Place, Header)>,
}

impl Salvage {
    /// Reads all of the sources.
    pub(super) fn of(sources: &mut [Source], notice: &mut Notice) -> Result<Self, StoreError> {
        let mut salvage = Self::default();
        let mut n_total = 0;
        for source in &*sources {
            n_total += source.n_bytes()?;
        }
        let mut n_done = 0;
        for (nth, source) in sources.iter_mut().enumerate() {
            for (idx, (number, path)) in source.segments.iter().enumerate() {
                notice.step(Stage::ReadingJournal, 1, n_done, n_total)?;
                let file = fs::read(path).doing(Doing::Reading, path)?;
                n_done += file.len() as u64;
                let n_bad = salvage.take_in(&file, *number, (nth, idx));
                if n_bad > 0 {
                    source.n_bad_bytes.insert(*number, n_bad);
                }
            }
        }
        Ok(salvage)
    }

    /// Leaves out the files of other stores, as far as their headers say so.
    pub(super) fn keep_only(&mut self, store_id: [u8; 16]) {
        let is_ours = |header: &Header| header.store_id == store_id;
        let others = self.headers.iter().filter(|it| !is_ours(&it.1));
        let others: BTreeSet<Place> = others.map(|it| it.0).collect();
        self.headers.retain(|it| is_ours(&it.1));
        self.pieces.retain(|_, pieces| {
            pieces.retain(|it| !others.contains(&it.place));
            !pieces.is_empty()
        });
    }

    /// Gives how many bytes are neither header nor whole entry.
    fn take_in(&mut self, file: &[u8], number: u32, place: Place) -> u64 {
        let mut at = 0;
        if let Ok(header) = Header::read(file, number) {
            self.headers.push((place, header));
            at = HEADER_LEN;
        }
        let mut n_bad = 0;
        while let Some(rest) = file.get(at..).filter(|it| !it.is_empty()) {
            let whole = whole_frame(rest)
                .and_then(|(entry, hash, n)| Some((Entry::from_bytes(entry).ok()?, hash, n)));
            let Some((entry, hash, n_frame)) = whole else {
                n_bad += 1;
                at += 1;
                continue;
            };
            let piece = Piece {
                hash,
                previous: entry.previous,
                place,
                offset: at as u64,
                n_frame,
            };
            let same = self.pieces.entry(entry.seq).or_default();
            if same.iter().all(|it| it.hash != hash) {
                same.push(piece);
            }
            at += n_frame;
        }
        n_bad
    }
}

/// Says what is still good of the journal of a store that does not verify.
///
/// # Errors
///
/// Files that cannot be read, and `Stopped`.
pub fn survey(dir: &Path, on_progress: Option<OnProgress>) -> Result<Survey, StoreError> {
    let mut sources = [Source::at(&journal_dir(dir))?];
    let salvage = Salvage::of(&mut sources, &mut Notice::new(on_progress))?;
    let mut survey = Survey::default();
    for seq in salvage.pieces.keys() {
        survey.n_whole += 1;
        match survey.runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*seq) => *last = *seq,
            _ => survey.runs.push((*seq, *seq)),
        }
    }
    let [source] = sources;
    survey.n_bad_bytes = source.n_bad_bytes;
    Ok(survey)
}
