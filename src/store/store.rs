//! The store: one writer at a time, commits that are in the journal before
//! anyone hears of them, and consistent reads.

use std::{
    fmt,
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::{
    applier::Applier,
    backup::{BackupDays, BackupPoint, BackupState, Reminder},
    check::{BEGINS_AFTER, Checked, Checker, Health, Unproved},
    checkpoint,
    closing::Closing,
    codec::{Raw, decode_raw},
    copier::{Copied, Copier, QUIET},
    digest::Proof,
    error::{CommitError, StoreError},
    index::{Index, Position},
    journal::{EntryMeta, Journal, KeyChange},
    mirror::{Mirror, MirrorOptions, MirrorStatus},
    open::{self, OpenReport, Opened},
    pending::{Writes, is_record},
    record::{Kind, Record},
    records::kind_of,
    reserve::{Reserve, Space},
    syncer::Syncer,
    tx::{Reader, Tx},
};

/// A checkpoint of the index that is more entries behind is made anew: a second's
/// work to apply them again.
const ENTRIES_BEHIND_MAX: u64 = 2_000;

/// Whether an acknowledged commit survives a power cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Every commit is on the disk before it is acknowledged.
    #[default]
    Synced,
    /// Survives the end of the process but no power cut. For filling a new store
    /// and for temporary ones.
    Relaxed,
}

/// What opening is busy with; some of it takes a while in a big store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// In bytes.
    ReadingJournal,
    /// In records.
    CheckingIndex,
    /// In entries.
    BuildingIndex,
    /// In entries.
    Repairing,
    /// In journal files.
    Exporting,
    /// In bytes of the journal.
    Archiving,
    /// In bytes.
    Unpacking,
    /// In entries.
    CountingClosings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub stage: Stage,
    pub done: u64,
    /// 0 if not known.
    pub total: u64,
}

/// Called now and then while a store is opened or verified. `Break` stops it: the
/// call ends with [`StoreError::Stopped`], and nothing is lost or half done.
pub type OnProgress = Box<dyn FnMut(Progress) -> ControlFlow<()> + Send>;

pub struct OpenOptions {
    pub durability: Durability,
    /// Name and version of the program, kept in the journal's headers.
    pub program: String,
    /// A journal file that is larger than this is followed by a new one.
    pub segment_bytes_max: u64,
    /// So much of the disk is kept back for the day when it is full; nothing is while
    /// the store is relaxed.
    pub reserve_bytes: u64,
    /// The id of a store that is made new; random if not given.
    pub store_id: Option<[u8; 16]>,
    pub on_progress: Option<OnProgress>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            durability: Durability::Synced,
            program: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).into(),
            segment_bytes_max: 16 * 1024 * 1024,
            reserve_bytes: 16 * 1024 * 1024,
            store_id: None,
            on_progress: None,
        }
    }
}

impl OpenOptions {
    pub(super) fn kept_back(&self) -> u64 {
        match self.durability {
            Durability::Synced => self.reserve_bytes,
            Durability::Relaxed => 0,
        }
    }
}

/// A record that a commit has put or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    /// The key behind the kind, as [`super::record::Key`] writes it.
    pub key: Vec<u8>,
    /// The record as it is kept; `None` if it is gone.
    pub value: Option<Vec<u8>>,
}

impl Change {
    /// The record as it is after the commit, without asking the index, which may be a
    /// moment behind. `None` if it is gone, or of another kind.
    ///
    /// # Errors
    ///
    /// As [`Reads::get`](super::Reads::get).
    pub fn record<R: Record>(&self) -> Result<Option<R>, StoreError> {
        let Some(bytes) = self.value.as_ref().filter(|_| self.kind == R::KIND) else {
            return Ok(None);
        };
        let mut key = vec![self.kind as u8];
        key.extend(&self.key);
        // As the commit has made it.
        let is_proved = true;
        decode_raw(&key, Raw { bytes, is_proved }).map(Some)
    }
}

/// A commit that is safe in the journal, unless the store is relaxed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed<T> {
    pub value: T,
    /// The entry's number; `None` if the closure changed nothing.
    pub seq: Option<u64>,
    /// The entry's time.
    pub at: DateTime<Utc>,
    pub changed: Vec<Change>,
}

/// An open store. Shared by reference between threads.
pub struct Store {
    /// Tells the readers of several stores apart.
    number: usize,
    writer: Mutex<Writer>,
    applier: Arc<Applier>,
    unproved: Unproved,
    mirror: OnceLock<Mirror>,
    reminder: OnceLock<Reminder>,
    // Dropped in this order: the threads let go of the index, sled closes its
    // files, then the marker of a clean stop is written and the lock released.
    checker: Mutex<Checker>,
    copier: Mutex<Copier>,
    syncer: Syncer,
    index: Arc<Index>,
    reserve: Reserve,
    closing: Closing,
}

pub(super) struct Writer {
    pub(super) journal: Journal,
    pub(super) proof: Proof,
    pub(super) durability: Durability,
    /// Why nothing is written any more.
    pub(super) poison: Option<StoreError>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("dir", &self.dir())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store in a folder, or makes a new one where there is none.
    ///
    /// After a clean stop, and if no file was touched since, only the journal's end
    /// is read, whatever the store's size; [`Store::check_in_background`] proves
    /// the rest. Otherwise the whole journal is read and proved, and so is the
    /// index; it is brought up to the journal, or built again if it cannot be
    /// trusted.
    ///
    /// # Errors
    ///
    /// Any [`StoreError`] that names a file, a second process, a newer program or
    /// damage in the journal. A damaged index is no error but in the report.
    pub fn open(dir: &Path, options: OpenOptions) -> Result<(Self, OpenReport), StoreError> {
        let n_kept_back = options.kept_back();
        let opened = open::open(dir, options)?;
        let reserve = Reserve::of(dir, n_kept_back);
        reserve.look();
        let report = opened.report.clone();
        Ok((Self::assemble(opened, reserve)?, report))
    }

    fn assemble(opened: Opened, reserve: Reserve) -> Result<Self, StoreError> {
        static NUMBERS: AtomicUsize = AtomicUsize::new(0);
        let Opened {
            writer,
            index,
            closing,
            unproved,
            ..
        } = opened;
        let index = Arc::new(index);
        let applier = Arc::new(Applier::new(Arc::clone(&index)));
        let syncer = Syncer::start(Arc::clone(&applier), Arc::clone(&index))?;
        Ok(Self {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            writer: Mutex::new(writer),
            applier,
            unproved,
            mirror: OnceLock::new(),
            reminder: OnceLock::new(),
            checker: Mutex::new(Checker::idle(unproved)),
            copier: Mutex::default(),
            syncer,
            index,
            reserve,
            closing,
        })
    }

    pub fn dir(&self) -> &Path {
        self.closing.dir()
    }

    /// Proves in a thread of low pace what the opening took on trust, beginning
    /// after some seconds, and makes a checkpoint of the index if the last one is
    /// far behind. Does not wait; [`Store::health`] tells.
    ///
    /// # Errors
    ///
    /// When there can be no thread.
    pub fn check_in_background(&self) -> Result<(), StoreError> {
        self.check_after(BEGINS_AFTER)?;
        let last = self.last_entry().map_or(0, |(seq, _)| seq);
        let copied = checkpoint::newest_entry(self.dir()).unwrap_or(0);
        if last.saturating_sub(copied) > ENTRIES_BEHIND_MAX {
            self.copy_index_in_background()?;
        }
        Ok(())
    }

    /// Makes a checkpoint of the index when nothing has been written for a moment:
    /// at the close of a day. A commit ends the copying at once, and it is tried
    /// again later. Does not wait.
    ///
    /// # Errors
    ///
    /// When there can be no thread.
    pub fn copy_index_in_background(&self) -> Result<(), StoreError> {
        self.copy_index_after(QUIET)
    }

    pub(super) fn copy_index_after(&self, quiet: Duration) -> Result<(), StoreError> {
        if self.writer().durability == Durability::Relaxed {
            return Ok(());
        }
        self.copier().ask(|| Copied {
            dir: self.dir().to_path_buf(),
            index: Arc::clone(&self.index),
            gate: Arc::clone(&self.applier.gate),
            quiet,
        })
    }

    fn copier(&self) -> MutexGuard<'_, Copier> {
        self.copier.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the last checkpoint of the index could not be made, if so. Nothing is
    /// lost by it but time, should the index be lost as well.
    pub fn checkpoint_failure(&self) -> Option<StoreError> {
        self.copier().failure()
    }

    pub(super) fn check_after(&self, pause: Duration) -> Result<(), StoreError> {
        let checked = Checked {
            dir: self.dir().to_path_buf(),
            unproved: self.unproved,
            index: Arc::clone(&self.index),
            gate: Arc::clone(&self.applier.gate),
            audit: Arc::clone(&self.applier.audit),
        };
        self.checker().start(checked, pause)
    }

    /// Keeps a second copy of the journal in another folder from now on; the first
    /// one asked for counts. Does not wait; [`Store::mirror`] tells how it is.
    ///
    /// # Errors
    ///
    /// When there can be no thread.
    pub fn start_mirror(&self, options: &MirrorOptions) -> Result<(), StoreError> {
        let writer = self.writer();
        let mirror = Mirror::start(self.dir(), writer.journal.tail(), options)?;
        // Who came second has started in vain.
        let _ = self.mirror.set(mirror);
        Ok(())
    }

    /// How the mirror is; `None` without one.
    pub fn mirror(&self) -> Option<MirrorStatus> {
        self.mirror.get().map(Mirror::status)
    }

    /// Up to where a backup made now goes: all that is acknowledged.
    pub fn backup_point(&self) -> BackupPoint {
        BackupPoint(*self.writer().journal.tail())
    }

    /// From now on [`Store::backup_state`] tells of the backups, and when they are due.
    pub fn remind_of_backups(&self, due: BackupDays) {
        let _ = self.reminder.set(Reminder::new(self.dir(), due));
    }

    /// `None` where nobody wants to be reminded.
    pub fn backup_state(&self, now: DateTime<Utc>) -> Option<BackupState> {
        self.reminder.get().map(|it| it.state(now))
    }

    /// How a backup went that the program made by itself; `None` is well.
    pub fn note_backup(&self, failure: Option<String>) {
        if let Some(reminder) = self.reminder.get() {
            reminder.note(failure);
        }
    }

    /// What is known of the files as a whole, and of what could not be read since.
    pub fn health(&self) -> Health {
        let mut health = self.checker().health();
        health.index = health.index.or_else(|| self.index.doubt());
        health
    }

    fn checker(&self) -> MutexGuard<'_, Checker> {
        self.checker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A consistent view. Drop it soon, and before committing from the same
    /// thread.
    pub fn read(&self) -> Reader<'_> {
        // A thread that reads already must not queue behind a writer that waits
        // for it, so its second reader lives under the first one's gate.
        let gate = (!Reader::held_here(self.number)).then(|| {
            // What has failed is said by the next commit; what is there can be read.
            let _ = self.applier.catch_up();
            let gate = &self.applier.gate;
            gate.read().unwrap_or_else(PoisonError::into_inner)
        });
        let known = (&*self.index, &self.applier.recent);
        Reader::new(known, self.dir(), self.number, gate)
    }

    /// Runs `change` and writes what it wrote, all of it or nothing, as one
    /// entry of the journal.
    ///
    /// `change` may be run again, so it does nothing but read and write through
    /// the [`Tx`]. One that changes nothing makes no entry. A panic inside it
    /// leaves the store as it was.
    ///
    /// # Errors
    ///
    /// `Refused` with what `change` returned; `Failed` when the store failed.
    pub fn commit<T, E>(
        &self,
        meta: EntryMeta,
        mut change: impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Committed<T>, CommitError<E>> {
        self.check_no_reader()?;
        let mut writer = self.writer();
        self.check_sound(&mut writer)?;
        let space = self.reserve.look();
        let at = writer.journal.time_for(meta.now);
        let known = (&*self.index, &self.applier.recent);
        let mut tx = Tx::new(known, &meta, at, space);
        let value = change(&mut tx).map_err(CommitError::Refused)?;
        self.check_no_reader()?;
        let (batch, proof) = tx.into_pending().into_writes(writer.proof);
        let changed = changes(&batch)?;
        let mut seq = None;
        if !changed.is_empty() {
            let meta = EntryMeta { now: at, ..meta };
            seq = Some(self.record(&mut writer, &meta, batch, proof)?);
        }
        Ok(Committed {
            value,
            seq,
            at,
            changed,
        })
    }

    /// After a failed write or sync, of whatever file, nothing more is written: what
    /// the disk has is only known after the next opening.
    fn check_sound(&self, writer: &mut Writer) -> Result<(), StoreError> {
        // What was committed last is read by this one.
        let _ = self.applier.catch_up();
        if writer.poison.is_none() {
            writer.poison = self.background_failure();
        }
        match writer.poison.clone().map(Box::new) {
            Some(cause) => Err(StoreError::Poisoned { cause }),
            None => Ok(()),
        }
    }

    fn background_failure(&self) -> Option<StoreError> {
        let failure = self.applier.failure().or_else(|| self.syncer.failure());
        let failure = failure.or_else(|| self.reserve.failure());
        failure.or_else(|| self.index.disk_failure())
    }

    fn check_no_reader(&self) -> Result<(), StoreError> {
        if Reader::held_here(self.number) {
            return Err(StoreError::ReaderHeld);
        }
        Ok(())
    }

    /// Into the journal; the index follows behind the answer.
    fn record(
        &self,
        writer: &mut Writer,
        meta: &EntryMeta,
        batch: Writes,
        proof: Proof,
    ) -> Result<u64, StoreError> {
        let (seq, head) = self
            .append(&mut writer.journal, meta, &batch)
            .map_err(|err| {
                if writer.journal.is_intact() {
                    err
                } else {
                    writer.poison_with(err)
                }
            })?;
        self.mirror_follows(writer);
        let position = Position {
            store_id: writer.journal.tail().store_id,
            seq,
            head,
            proof,
        };
        self.applier.leave(batch, position);
        writer.proof = proof;
        if writer.durability == Durability::Synced {
            self.syncer.request();
        }
        Ok(seq)
    }

    /// What tells this store from all others; a copy of it has the same.
    pub fn id(&self) -> [u8; 16] {
        self.writer().journal.tail().store_id
    }

    /// The reserve makes room for what would else not be finished.
    fn append(
        &self,
        journal: &mut Journal,
        meta: &EntryMeta,
        batch: &Writes,
    ) -> Result<(u64, [u8; 32]), StoreError> {
        let changes = batch.iter().filter(|(key, _)| is_record(key));
        let changes: Vec<KeyChange> = changes
            .map(|(key, value)| KeyChange {
                key,
                value: value.as_deref(),
            })
            .collect();
        match journal.append(meta, changes.clone()) {
            Err(err) if err.is_disk_full() && journal.is_intact() && self.reserve.release() => {
                journal.append(meta, changes)
            }
            appended => appended,
        }
    }

    /// What a power cut could still take away must not be in the mirror.
    fn mirror_follows(&self, writer: &Writer) {
        if let Some(mirror) = self.mirror.get()
            && writer.durability == Durability::Synced
        {
            mirror.follow(writer.journal.tail());
        }
    }

    /// Switches to `Synced` only after all that was written before is safe.
    ///
    /// # Errors
    ///
    /// When a file cannot be synced. The store then takes no more writes.
    pub fn set_durability(&self, durability: Durability) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let synced = durability == Durability::Synced;
        let result = writer.journal.set_synced(synced).and_then(|()| {
            if synced {
                self.applier.catch_up()?;
                self.index.sync_all()
            } else {
                Ok(())
            }
        });
        if let Err(err) = result {
            return Err(writer.poison_with(err));
        }
        writer.durability = durability;
        self.mirror_follows(&writer);
        Ok(())
    }

    /// Why the store takes no more writes, if so.
    pub fn poison(&self) -> Option<StoreError> {
        let poison = self.writer().poison.clone();
        poison.or_else(|| self.background_failure())
    }

    /// Has `tell` called when a sync fails that no commit waits for. It must not wait
    /// for anything.
    pub fn on_failure(&self, tell: Box<dyn Fn() + Send>) {
        self.syncer.set_on_failure(tell);
    }

    /// How much room the disk has; looks anew.
    pub fn space(&self) -> Space {
        self.reserve.look()
    }

    /// What went wrong with the index in the background, if anything did. Sales
    /// are safe all the same; the next start checks the index.
    pub fn index_failure(&self) -> Option<StoreError> {
        self.syncer.failure()
    }

    /// Time and number of the last entry; `None` in a new store.
    pub fn last_entry(&self) -> Option<(u64, DateTime<Utc>)> {
        let writer = self.writer();
        let tail = writer.journal.tail();
        tail.last_at.map(|at| (tail.seq, at))
    }

    /// A lock that a panic has marked is taken all the same: the writer's state
    /// changes only after the closure that may have panicked.
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the store and says what could not be made safe. Dropping does the
    /// same in silence.
    ///
    /// # Errors
    ///
    /// When the index cannot be synced; the journal is safe without it.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.shut()
    }

    fn shut(&mut self) -> Result<(), StoreError> {
        if self.closing.is_shut() {
            return Ok(());
        }
        self.closing.shut();
        if let Some(mirror) = self.mirror.get_mut() {
            mirror.stop();
        }
        self.checker().stop();
        self.copier().stop();
        self.syncer.stop();
        self.reserve.stop();
        if self.background_failure().is_none() {
            let _ = self.applier.catch_up();
        }
        let background = self.background_failure();
        let writer = self
            .writer
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        if writer.durability == Durability::Relaxed {
            return Ok(());
        }
        // Whoever asks sled to write again after a failure may wait for ever.
        if background.is_some() {
            return Ok(());
        }
        self.index.sync_all()?;
        let is_sound = writer.poison.is_none() && self.index.doubt().is_none();
        if is_sound {
            let tail = writer.journal.tail();
            let doubts = self.index.doubts();
            self.closing.mark_clean(tail.seq, tail.head, doubts);
        }
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn checked(&self) -> Health {
        self.check_after(Duration::ZERO).unwrap();
        self.checker().wait();
        self.health()
    }

    /// Makes a checkpoint and waits for it.
    #[cfg(test)]
    pub(super) fn checkpointed(&self) {
        self.copy_index_after(Duration::from_millis(5)).unwrap();
        while !self.copier().is_idle() {
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(self.checkpoint_failure(), None);
    }

    #[cfg(test)]
    pub(super) fn set_mirror(&self, mirror: Mirror) {
        assert!(self.mirror.set(mirror).is_ok());
    }

    #[cfg(test)]
    pub(super) fn index(&self) -> &Index {
        self.applier.catch_up().unwrap();
        &self.index
    }

    #[cfg(test)]
    pub(super) fn with_writer<T>(&self, act: impl FnOnce(&mut Writer) -> T) -> T {
        act(&mut self.writer())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.shut();
    }
}

impl Writer {
    /// Remembers the failure; nothing is written from here on.
    fn poison_with(&mut self, cause: StoreError) -> StoreError {
        self.poison.get_or_insert(cause).clone()
    }
}

fn changes(batch: &Writes) -> Result<Vec<Change>, StoreError> {
    let records = batch.iter().filter(|(key, _)| is_record(key));
    records
        .map(|(key, value)| {
            Ok(Change {
                kind: kind_of(key)?,
                key: key.iter().skip(1).copied().collect(),
                value: value.clone(),
            })
        })
        .collect()
}
