//! Opening: the journal is proved, the index is brought up to it or built again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    bulk::{self, Sorted},
    check::Unproved,
    checkpoint,
    closing::{Closing, index_dir, journal_dir, last_clean, unmark, was_clean},
    digest::Proof,
    error::{Damage, Doing, IoContext, StoreError},
    files,
    index::{Index, Position, is_of_earlier_layout, set_aside},
    journal::{Entry, Hash, Journal, JournalOptions, Tail, reader, settle},
    lock::Lock,
    pending::Pending,
    records::check_known,
    reserve,
    store::{Durability, OnProgress, OpenOptions, Progress, Stage, Writer},
};

/// Entries are applied together until this many keys have changed.
const KEYS_PER_BATCH: usize = 16_384;
/// An index of up to so many keys is proved at every opening, in some
/// hundredths of a second; a larger one only if the last stop was not clean.
const PROVED_KEYS: u64 = 20_000;
/// How many entries or records pass between two calls of the progress callback.
const PROGRESS_STEP: u64 = 512;
/// What is so rare that each of it is told.
pub(super) const ALWAYS: u64 = 1;

/// What was found when the store was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReport {
    pub store_id: [u8; 16],
    /// There was no store before.
    pub is_new: bool,
    /// The last program that had it open closed it, and nobody touched it since.
    /// Then only the journal's end was read; else all of it was proved.
    pub was_clean: bool,
    /// Bytes of an unfinished entry at the end of the journal that were cut off.
    /// Nobody had been told that it was done.
    pub n_torn_bytes: u64,
    pub n_entries: u64,
    pub n_records: u64,
    pub last_at: Option<DateTime<Utc>>,
    pub index: IndexOutcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexOutcome {
    New,
    AsLeft,
    /// So many entries were applied again.
    CaughtUp {
        n_entries: u64,
    },
    Rebuilt {
        reason: RebuildReason,
        /// Where the old one is now, if there was one.
        set_aside: Option<PathBuf>,
        /// The entry of the checkpoint that it was built on; 0 if on none.
        from_entry: u64,
    },
}

/// Why an index was not trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RebuildReason {
    Missing,
    /// It could not be opened or read.
    Unusable {
        what: String,
    },
    NoPosition,
    /// Another version of the program keeps it in another way.
    EarlierLayout,
    /// It belongs to another store.
    OtherStore,
    /// It has applied another entry than the journal has at that place.
    OtherHistory,
    /// Its content is not what it should be.
    NotProved {
        expected: Proof,
        found: Proof,
    },
}

pub(super) struct Opened {
    pub(super) writer: Writer,
    pub(super) index: Index,
    pub(super) closing: Closing,
    pub(super) report: OpenReport,
    pub(super) unproved: Unproved,
}

pub(super) fn open(dir: &Path, mut options: OpenOptions) -> Result<Opened, StoreError> {
    let mut notice = Notice::new(options.on_progress.take());
    match open_once(dir, &options, &mut notice) {
        Err(err) if err.is_disk_full() && reserve::release(dir) => {
            open_once(dir, &options, &mut notice)
        }
        opened => opened,
    }
}

fn open_once(dir: &Path, options: &OpenOptions, notice: &mut Notice) -> Result<Opened, StoreError> {
    files::create_dir(dir)?;
    reader::check_formats(&journal_dir(dir))?;
    let lock = Lock::take(&dir.join("lock"))?;
    let closing = Closing::new(dir, lock);
    reserve::release_if_full(dir, options.kept_back());
    if let Some(tail) = clean_end(dir) {
        let read = JournalRead {
            tail,
            was_clean: true,
            sorted: None,
        };
        return resume(dir, read, options, closing, notice);
    }
    match read_journal(dir, notice)? {
        None => create(dir, options, closing),
        Some(read) => {
            check_torn(dir, &read.tail)?;
            resume(dir, read, options, closing, notice)
        }
    }
}

/// What is torn off an entry that the last clean stop has had was told to somebody:
/// with no index to say so, the marker does. A journal that ends with a whole entry may
/// be an older one that was put back on purpose.
fn check_torn(dir: &Path, tail: &Tail) -> Result<(), StoreError> {
    match last_clean(dir) {
        Some((last, _)) if tail.n_torn > 0 && last > tail.seq => Err(end_missing(tail, last)),
        _ => Ok(()),
    }
}

fn end_missing(tail: &Tail, last: u64) -> StoreError {
    let what = if tail.n_torn > 0 {
        Damage::AcknowledgedCutShort
    } else {
        Damage::AcknowledgedMissing { last }
    };
    StoreError::JournalDamaged {
        segment: tail.segment,
        entry: tail.seq + 1,
        what,
        n_good: tail.seq,
    }
}

/// What is known of the journal.
struct JournalRead {
    tail: Tail,
    /// It was read no further back than a clean stop asks for.
    was_clean: bool,
    /// All that it says, where an index is to be built from it.
    sorted: Option<Sorted>,
}

/// The journal's end as a clean stop has left it, if no file has been touched
/// since: all before it was proved when it was written or last read, and is proved
/// again in the background.
fn clean_end(dir: &Path) -> Option<Tail> {
    // Whatever is wrong is found and named when all of it is read.
    let tail = reader::read_end(&journal_dir(dir)).ok().flatten()?;
    let is_clean = tail.n_torn == 0 && was_clean(dir, tail.seq, &tail.head);
    is_clean.then_some(tail)
}

fn create(dir: &Path, options: &OpenOptions, closing: Closing) -> Result<Opened, StoreError> {
    let index_dir = index_dir(dir);
    if index_dir.exists() {
        return Err(StoreError::JournalMissing {
            path: dir.to_path_buf(),
        });
    }
    let store_id = options
        .store_id
        .unwrap_or_else(|| fastrand::u128(..).to_be_bytes());
    // The journal comes first: an index alone would mean that the truth is gone.
    let journal = Journal::create(&journal_dir(dir), store_id, journal_options(options))?;
    if options.durability == Durability::Synced {
        files::sync_names_of(dir)?;
    }
    let index = begin_index(&index_dir, store_id)?;
    if options.durability == Durability::Synced {
        index.sync_all()?;
        files::sync_dir(dir)?;
    }
    let report = OpenReport {
        store_id,
        is_new: true,
        was_clean: true,
        n_torn_bytes: 0,
        n_entries: 0,
        n_records: 0,
        last_at: None,
        index: IndexOutcome::New,
    };
    let writer = writer(journal, Proof::default(), options);
    Ok(Opened {
        writer,
        index,
        closing,
        report,
        unproved: Unproved::default(),
    })
}

fn resume(
    dir: &Path,
    JournalRead {
        tail,
        was_clean,
        sorted,
    }: JournalRead,
    options: &OpenOptions,
    closing: Closing,
    notice: &mut Notice,
) -> Result<Opened, StoreError> {
    if !was_clean && options.durability == Durability::Synced {
        settle(&journal_dir(dir), &tail)?;
        files::sync_names_of(dir)?;
    }
    let (index, position, outcome) = index_for(dir, (&tail, was_clean), sorted, notice)?;
    unmark(dir)?;
    if options.durability == Durability::Synced && outcome != IndexOutcome::AsLeft {
        index.sync_all()?;
    }
    let report = OpenReport {
        store_id: tail.store_id,
        is_new: false,
        was_clean,
        n_torn_bytes: tail.n_torn,
        n_entries: tail.seq,
        n_records: position.proof.n_records,
        last_at: tail.last_at,
        index: outcome,
    };
    let unproved = Unproved {
        before_segment: if was_clean { tail.segment } else { 0 },
        index: report.index == IndexOutcome::AsLeft && is_trusted(was_clean, &position),
    };
    let journal = Journal::resume(&journal_dir(dir), tail, journal_options(options))?;
    let writer = writer(journal, position.proof, options);
    Ok(Opened {
        writer,
        index,
        closing,
        report,
        unproved,
    })
}

/// Whether an index is taken without proof, until the background has one.
fn is_trusted(was_clean: bool, position: &Position) -> bool {
    let Proof {
        n_records,
        n_lookups,
        ..
    } = position.proof;
    was_clean && n_records.saturating_add(n_lookups) > PROVED_KEYS
}

fn journal_options(options: &OpenOptions) -> JournalOptions {
    JournalOptions {
        segment_bytes_max: options.segment_bytes_max,
        program: options.program.clone(),
        synced: options.durability == Durability::Synced,
    }
}

fn writer(journal: Journal, proof: Proof, options: &OpenOptions) -> Writer {
    Writer {
        journal,
        proof,
        durability: options.durability,
        poison: None,
    }
}

/// Proves the journal and that this program knows all its records. Changes
/// nothing.
fn read_journal(dir: &Path, notice: &mut Notice) -> Result<Option<JournalRead>, StoreError> {
    let look = |entry: &Entry<'_>| {
        let values = entry.changes.iter();
        let mut values = values.filter_map(|it| Some((it.key, it.value?)));
        values.try_for_each(|(key, value)| check_known(key, value))
    };
    let index = index_dir(dir);
    let has_index = index.exists() && !is_of_earlier_layout(&index);
    let (tail, sorted) = if has_index || checkpoint::is_any(dir)? {
        (bulk::prove(dir, &look, notice)?, None)
    } else {
        bulk::sort(dir, &look, notice)?.unzip()
    };
    Ok(tail.map(|tail| JournalRead {
        tail,
        was_clean: false,
        sorted,
    }))
}

/// The index, brought to the journal's end.
fn index_for(
    dir: &Path,
    (tail, was_clean): (&Tail, bool),
    sorted: Option<Sorted>,
    notice: &mut Notice,
) -> Result<(Index, Position, IndexOutcome), StoreError> {
    let path = index_dir(dir);
    let reason = match usable(&path, tail, was_clean, notice)? {
        Ok((index, position)) => {
            let n_entries = tail.seq - position.seq;
            if n_entries == 0 {
                return Ok((index, position, IndexOutcome::AsLeft));
            }
            match catch_up(dir, &index, position, tail.seq, notice) {
                Ok(position) => return Ok((index, position, IndexOutcome::CaughtUp { n_entries })),
                Err(CatchUp::Distrust(reason)) => {
                    drop(index);
                    reason
                }
                Err(CatchUp::Failed(err)) => return Err(err),
            }
        }
        Err(reason) => reason,
    };
    let mut set_aside = set_aside(&path)?;
    if reason == RebuildReason::EarlierLayout {
        // Nothing was wrong with it, and nobody can use it any more.
        set_aside = set_aside.filter(|it| fs::remove_dir_all(it).is_err());
    }
    let (index, position, from_entry) = match from_checkpoint(dir, tail, notice)? {
        Some(found) => found,
        None => build(dir, tail, sorted, notice)?,
    };
    let outcome = IndexOutcome::Rebuilt {
        reason,
        set_aside,
        from_entry,
    };
    Ok((index, position, outcome))
}

/// An index, how far it has come, and the entry that it was built on.
type Built = (Index, Position, u64);

/// The newest checkpoint and the entries after it; `None` if there is no good one.
fn from_checkpoint(
    dir: &Path,
    tail: &Tail,
    notice: &mut Notice,
) -> Result<Option<Built>, StoreError> {
    let path = index_dir(dir);
    if !checkpoint::put_back(dir, &path)? {
        return Ok(None);
    }
    let was_clean = false;
    if let Ok((index, position)) = usable(&path, tail, was_clean, notice)? {
        let from_entry = position.seq;
        match catch_up(dir, &index, position, tail.seq, notice) {
            Ok(position) => return Ok(Some((index, position, from_entry))),
            Err(CatchUp::Failed(err)) => return Err(err),
            Err(CatchUp::Distrust(_)) => (),
        }
    }
    fs::remove_dir_all(&path).doing(Doing::Removing, &path)?;
    Ok(None)
}

/// From the journal alone.
fn build(
    dir: &Path,
    tail: &Tail,
    sorted: Option<Sorted>,
    notice: &mut Notice,
) -> Result<Built, StoreError> {
    let index = begin_index(&index_dir(dir), tail.store_id)?;
    // One that is not finished is begun again, and is nothing to set aside.
    index.sync()?;
    let position = match sorted {
        Some(sorted) => bulk::build(dir, &index, sorted, notice)?,
        None => sort_and_build(dir, &index, notice)?,
    };
    Ok((index, position, 0))
}

fn sort_and_build(dir: &Path, index: &Index, notice: &mut Notice) -> Result<Position, StoreError> {
    let sorted = bulk::sort(dir, &|_| Ok(()), notice)?;
    let (_, sorted) = sorted.ok_or_else(|| StoreError::JournalMissing {
        path: dir.to_path_buf(),
    })?;
    bulk::build(dir, index, sorted, notice)
}

fn begin_index(path: &Path, store_id: [u8; 16]) -> Result<Index, StoreError> {
    let index = Index::open(path)?;
    index.apply(&super::pending::Writes::new(), &Position::start(store_id))?;
    Ok(index)
}

/// The index as it was left, if it can be trusted as far as it goes.
///
/// # Errors
///
/// Only where the journal is to blame, or the disk is full or must not be
/// written.
fn usable(
    path: &Path,
    tail: &Tail,
    was_clean: bool,
    notice: &mut Notice,
) -> Result<Result<(Index, Position), RebuildReason>, StoreError> {
    if !path.exists() {
        return Ok(Err(RebuildReason::Missing));
    }
    if is_of_earlier_layout(path) {
        return Ok(Err(RebuildReason::EarlierLayout));
    }
    let unusable = |err: &StoreError| RebuildReason::Unusable {
        what: err.to_string(),
    };
    let index = match Index::open(path) {
        Ok(index) => index,
        Err(err @ StoreError::Io { .. }) => return Err(err),
        Err(err) => return Ok(Err(unusable(&err))),
    };
    let checked = match index.position() {
        Ok(Some(position)) => check_position(&position, tail)?.map(|()| position),
        Ok(None) => Err(RebuildReason::NoPosition),
        Err(err) => Err(unusable(&err)),
    };
    let proved = match checked {
        // One that is behind was not closed with this journal.
        Ok(position) if is_trusted(was_clean, &position) && position.seq == tail.seq => {
            Ok(position)
        }
        Ok(position) => prove(&index, position, notice),
        Err(reason) => Err(CatchUp::Distrust(reason)),
    };
    match proved {
        Ok(position) => Ok(Ok((index, position))),
        Err(not_proved) => {
            drop(index);
            match not_proved {
                CatchUp::Distrust(reason) => Ok(Err(reason)),
                CatchUp::Failed(err) => Err(err),
            }
        }
    }
}

fn prove(index: &Index, position: Position, notice: &mut Notice) -> Result<Position, CatchUp> {
    let expected = position.proof;
    let total = expected.n_records;
    let found = index.prove(|n| notice.step(Stage::CheckingIndex, n, n, total))?;
    if found == expected {
        return Ok(position);
    }
    Err(CatchUp::Distrust(RebuildReason::NotProved {
        expected,
        found,
    }))
}

/// Whether the index can have come from this journal.
fn check_position(
    position: &Position,
    tail: &Tail,
) -> Result<Result<(), RebuildReason>, StoreError> {
    if position.store_id != tail.store_id {
        return Ok(Err(RebuildReason::OtherStore));
    }
    // Whatever the index has seen was safe in the journal before: to go on without
    // it would hide what was acknowledged.
    if position.seq > tail.seq {
        return Err(end_missing(tail, position.seq));
    }
    if position.seq == tail.seq && position.head != tail.head {
        return Ok(Err(RebuildReason::OtherHistory));
    }
    Ok(Ok(()))
}

pub(super) enum CatchUp {
    /// The index is to blame and can be built again.
    Distrust(RebuildReason),
    Failed(StoreError),
}

impl From<StoreError> for CatchUp {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Index { what } => Self::Distrust(RebuildReason::Unusable { what }),
            other => Self::Failed(other),
        }
    }
}

/// Applies all entries after `from`, up to entry `end`, to the index.
pub(super) fn catch_up(
    dir: &Path,
    index: &Index,
    from: Position,
    end: u64,
    notice: &mut Notice,
) -> Result<Position, CatchUp> {
    if from.seq == 0 {
        return Ok(sort_and_build(dir, index, notice)?);
    }
    let mut position = from;
    let mut pending = Pending::over(index);
    let mut is_same = true;
    let journal = journal_dir(dir);
    let first = reader::segment_of(&journal, from.seq).map_err(CatchUp::Failed)?;
    let result = reader::read_segments(&journal, first, u32::MAX, &mut |entry, hash, _| {
        is_same &= entry.seq != from.seq || *hash == from.head;
        if entry.seq <= from.seq {
            return Ok(());
        }
        notice.step(
            Stage::BuildingIndex,
            entry.seq,
            entry.seq - from.seq,
            end - from.seq,
        )?;
        apply_entry(&mut pending, entry)?;
        position.seq = entry.seq;
        position.head = *hash;
        if pending.len() >= KEYS_PER_BATCH {
            let full = std::mem::replace(&mut pending, Pending::over(index));
            position.proof = flush(index, full, position)?;
        }
        Ok(())
    });
    if !is_same {
        return Err(CatchUp::Distrust(RebuildReason::OtherHistory));
    }
    result?;
    position.proof = flush(index, pending, position)?;
    Ok(position)
}

pub(super) fn apply_entry(pending: &mut Pending<'_>, entry: &Entry) -> Result<(), StoreError> {
    for change in &entry.changes {
        pending.write(change.key, change.value)?;
    }
    Ok(())
}

fn flush(index: &Index, pending: Pending<'_>, position: Position) -> Result<Proof, StoreError> {
    let (writes, proof) = pending.into_writes(position.proof);
    index.apply(&writes, &Position { proof, ..position })?;
    Ok(proof)
}

impl Position {
    /// Where an empty index is.
    pub(super) fn start(store_id: [u8; 16]) -> Self {
        Self {
            store_id,
            seq: 0,
            head: Hash::default(),
            proof: Proof::default(),
        }
    }
}

/// Tells the caller now and then how far it is, and hears when to stop.
pub(super) struct Notice {
    on_progress: Option<OnProgress>,
}

impl Notice {
    pub(super) fn new(on_progress: Option<OnProgress>) -> Self {
        Self { on_progress }
    }

    /// # Errors
    ///
    /// `Stopped` when the caller has had enough.
    pub(super) fn step(
        &mut self,
        stage: Stage,
        n: u64,
        done: u64,
        total: u64,
    ) -> Result<(), StoreError> {
        if let Some(tell) = &mut self.on_progress
            && n % PROGRESS_STEP == 1
            && tell(Progress { stage, done, total }).is_break()
        {
            return Err(StoreError::Stopped);
        }
        Ok(())
    }
}
