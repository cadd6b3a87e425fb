//! Builds an index from the whole journal at once: what each key comes to in the end is
//! sorted, proved, and written as full blocks, each once.
//!
//! Two threads read the journal's segments, each its own; records that are replaced later
//! fall out when runs are sorted and merged. The lookups of those that stay are sorted in
//! the same way, and come behind the records, as their keys do. Two threads take what one
//! has merged, in pieces of bounded size: whatever the store's size, no more than some
//! 30 MB are held.

mod runs;

use std::{
    fs, mem,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, sync_channel},
    },
    thread,
};

use self::runs::{Gathered, Merge, Runs};
use super::{
    closing::journal_dir,
    digest::Proof,
    error::{Doing, IoContext, StoreError},
    index::{Filling, Index, Position},
    journal::{Entry, Header, Tail, reader},
    open::{ALWAYS, Notice},
    records::{has_lookups, lookup_keys},
    side_by_side::{self, Progress, Reading},
    store::Stage,
};

/// Bytes that are sorted at once.
const RUN_BYTES: usize = 4 * 1024 * 1024;
/// The same for the lookups that one thread has found.
const LOOKUP_RUN_BYTES: usize = 2 * 1024 * 1024;
/// Bytes of records or lookups that become blocks together.
const PIECE_BYTES: usize = 256 * 1024;
const N_THREADS: usize = 2;
/// Numbers of runs that each thread, or each segment, has for itself.
const RUNS_EACH: usize = 1 << 20;
/// Of all the work, the records are so many parts in ten.
const PARTS_RECORDS: u64 = 8;

/// All that the journal says, sorted.
pub(super) struct Sorted {
    runs: Runs,
    end: Tail,
    lookup_run_bytes: usize,
}

/// Called with every entry, in whatever thread.
pub(super) type Look<'a> = dyn Fn(&Entry<'_>) -> Result<(), StoreError> + Sync + 'a;

/// Reads and proves all of the journal, and sorts it on the way. `None` without one.
pub(super) fn sort(
    dir: &Path,
    look: &Look<'_>,
    notice: &mut Notice,
) -> Result<Option<(Tail, Sorted)>, StoreError> {
    sort_by(dir, (RUN_BYTES, LOOKUP_RUN_BYTES), look, notice)
}

/// With so many bytes in a run of records, and of lookups.
pub(super) fn sort_by(
    dir: &Path,
    (run_bytes, lookup_run_bytes): (usize, usize),
    look: &Look<'_>,
    notice: &mut Notice,
) -> Result<Option<(Tail, Sorted)>, StoreError> {
    let runs = Runs::new(dir);
    let end = read(dir, look, Some((&runs, run_bytes)), notice)?;
    let sorted = |end| Sorted {
        runs,
        end,
        lookup_run_bytes,
    };
    Ok(end.map(|end| (end, sorted(end))))
}

/// Reads and proves all of the journal. `None` without one.
pub(super) fn prove(
    dir: &Path,
    look: &Look<'_>,
    notice: &mut Notice,
) -> Result<Option<Tail>, StoreError> {
    read(dir, look, None, notice)
}

fn read(
    dir: &Path,
    look: &Look<'_>,
    runs: Option<(&Runs, usize)>,
    notice: &mut Notice,
) -> Result<Option<Tail>, StoreError> {
    let segments = reader::segment_files(&journal_dir(dir))?;
    let mut total = 0;
    for (_, path) in &segments {
        total += fs::metadata(path).doing(Doing::Reading, path)?.len();
    }
    let sorting = Sorting {
        segments: &segments,
        runs,
        look,
    };
    let mut end: Option<Tail> = None;
    let mut tell = |done| notice.step(Stage::ReadingJournal, ALWAYS, done, total);
    let n = (segments.len(), N_THREADS);
    side_by_side::read(&sorting, n, &mut tell, &mut |nth, (header, read)| {
        let number = segments.get(nth).map_or(0, |it| it.0);
        let before = reader::follow_alone(end, (header.as_ref(), &read), number)?;
        end = Some(reader::joined(before, read?)?);
        Ok(())
    })?;
    Ok(end)
}

/// Puts what the segments have into runs; those of a later segment have higher numbers.
struct Sorting<'a> {
    segments: &'a [(u32, PathBuf)],
    /// With the bytes that are sorted at once. `None` where nothing is to be sorted.
    runs: Option<(&'a Runs, usize)>,
    look: &'a Look<'a>,
}

impl Reading for Sorting<'_> {
    type Found = (Option<Header>, Result<Tail, StoreError>);
    type Spent = ();

    fn read(&self, nth: usize, progress: &Progress) -> Self::Found {
        let Some(segment) = self.segments.get(nth) else {
            return (None, Err(StoreError::Stopped));
        };
        let is_last = nth + 1 == self.segments.len();
        let mut numbers = nth * RUNS_EACH..;
        let mut gathered = Gathered::default();
        let mut put_aside = |runs: &Runs, gathered| {
            let number = numbers.next().unwrap_or(usize::MAX);
            runs.add(number, gathered)
        };
        let mut n_told = 0;
        let (header, read) = reader::read_alone(segment, is_last, &mut |entry, _, n_bytes| {
            progress.more(n_bytes - n_told)?;
            n_told = n_bytes;
            (self.look)(entry)?;
            let Some((runs, run_bytes)) = self.runs else {
                return Ok(());
            };
            for change in &entry.changes {
                gathered.push(change.key, change.value)?;
            }
            if gathered.len() >= run_bytes {
                put_aside(runs, mem::take(&mut gathered))?;
            }
            Ok(())
        });
        let read = read.and_then(|tail| {
            if let Some((runs, _)) = self.runs.filter(|_| !gathered.is_empty()) {
                put_aside(runs, gathered)?;
            }
            Ok(tail)
        });
        (header, read)
    }
}

/// Fills an index that is new.
pub(super) fn build(
    dir: &Path,
    index: &Index,
    sorted: Sorted,
    notice: &mut Notice,
) -> Result<Position, StoreError> {
    let Sorted {
        runs,
        end,
        lookup_run_bytes,
    } = sorted;
    let mut records = runs.merge()?;
    let lookups = Runs::new(dir);
    let work = Work {
        index,
        lookups: Some((&lookups, lookup_run_bytes)),
    };
    let mut tell = |(from, upto): (u64, u64), done: u64, total: u64| {
        let share = end.seq * (upto - from) / 10;
        let done = end.seq * from / 10 + share * done / total.max(1);
        notice.step(Stage::BuildingIndex, ALWAYS, done.min(end.seq), end.seq)
    };
    tell((0, PARTS_RECORDS), 0, 1)?;
    let of_records = work.fill(&mut records, &mut |done, total| {
        tell((0, PARTS_RECORDS), done, total)
    })?;
    drop(records);
    let work = Work {
        index,
        lookups: None,
    };
    let mut found = lookups.merge()?;
    let of_lookups = work.fill(&mut found, &mut |done, total| {
        tell((PARTS_RECORDS, 10), done, total)
    })?;
    let position = Position {
        store_id: end.store_id,
        seq: end.seq,
        head: end.head,
        proof: of_records.proof.plus(of_lookups.proof),
    };
    let mut filling = of_records.filling;
    filling.extend(of_lookups.filling);
    index.lead_to(filling, &position)?;
    Ok(position)
}

/// Keys and values that follow one another, in order.
#[derive(Default)]
struct Piece {
    bytes: Vec<u8>,
    /// The lengths of each key and value.
    lens: Vec<(usize, usize)>,
}

impl Piece {
    fn pairs(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let mut rest = self.bytes.as_slice();
        self.lens.iter().map(move |(key_len, value_len)| {
            let (key, behind) = rest.split_at_checked(*key_len).unwrap_or_default();
            let (value, behind) = behind.split_at_checked(*value_len).unwrap_or_default();
            rest = behind;
            (key, value)
        })
    }
}

/// What the threads have made of pieces.
#[derive(Default)]
struct Made {
    proof: Proof,
    filling: Filling,
}

struct Work<'a> {
    index: &'a Index,
    /// Where lookups go, and how many of their bytes are sorted at once; `None` where
    /// the pieces are lookups themselves.
    lookups: Option<(&'a Runs, usize)>,
}

/// What one thread has found so far.
#[derive(Default)]
struct Finding {
    gathered: Gathered,
    n_runs: usize,
}

impl Work<'_> {
    /// Makes blocks of all that is merged.
    fn fill(
        &self,
        merge: &mut Merge,
        tell: &mut dyn FnMut(u64, u64) -> Result<(), StoreError>,
    ) -> Result<Made, StoreError> {
        let made = Mutex::new(Made::default());
        let findings: [Mutex<Finding>; N_THREADS] = Default::default();
        let fill = |number: usize, piece: Piece| {
            // No more pieces are worked on at once than there are threads.
            let free = findings.iter().enumerate();
            let mut free = free.filter_map(|(nth, it)| Some((nth, it.try_lock().ok()?)));
            let Some((nth, mut finding)) = free.next() else {
                return Err(StoreError::index(&"too many threads fill it"));
            };
            let (proof, filling) = self.fill_piece(number, &piece, nth, &mut finding)?;
            let mut made = lock(&made);
            made.proof = made.proof.plus(proof);
            made.filling.extend(filling);
            Ok(())
        };
        let total = merge.n_bytes;
        in_threads(&fill, |send| {
            let mut piece = Piece::default();
            merge.read(&mut |key, value, n_read| {
                piece.bytes.extend(key);
                piece.bytes.extend(value);
                piece.lens.push((key.len(), value.len()));
                if piece.bytes.len() >= PIECE_BYTES {
                    tell(n_read, total)?;
                    send(mem::take(&mut piece))?;
                }
                Ok(())
            })?;
            if piece.lens.is_empty() {
                Ok(())
            } else {
                send(piece)
            }
        })?;
        if let Some((runs, _)) = self.lookups {
            for (nth, finding) in findings.into_iter().enumerate() {
                let finding = finding.into_inner().unwrap_or_else(PoisonError::into_inner);
                if !finding.gathered.is_empty() {
                    runs.add(nth * RUNS_EACH + finding.n_runs, finding.gathered)?;
                }
            }
        }
        Ok(made.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn fill_piece(
        &self,
        number: usize,
        piece: &Piece,
        nth: usize,
        finding: &mut Finding,
    ) -> Result<(Proof, Filling), StoreError> {
        let mut proof = Proof::default();
        for (key, value) in piece.pairs() {
            proof.add(key, value);
            let Some((runs, run_bytes)) = self.lookups else {
                continue;
            };
            if !has_lookups(key)? {
                continue;
            }
            for lookup in lookup_keys(key, value)? {
                finding.gathered.push(&lookup, Some(&[]))?;
            }
            if finding.gathered.len() >= run_bytes {
                let gathered = mem::take(&mut finding.gathered);
                runs.add(nth * RUNS_EACH + finding.n_runs, gathered)?;
                finding.n_runs += 1;
            }
        }
        let sort = u8::from(self.lookups.is_none());
        let filling = self.index.fill((sort, number), piece.pairs())?;
        Ok((proof, filling))
    }
}

/// Has threads do `work` on all that `send_all` sends, each with its number.
fn in_threads<T: Send>(
    work: &(impl Fn(usize, T) -> Result<(), StoreError> + Sync),
    send_all: impl FnOnce(&mut dyn FnMut(T) -> Result<(), StoreError>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let (sender, receiver) = sync_channel::<(usize, T)>(0);
    let receiver = Mutex::new(receiver);
    let failure = Mutex::new(None);
    thread::scope(|scope| {
        for nth in 0..N_THREADS {
            let worker = thread::Builder::new().name(format!("index-build-{nth}"));
            let run = || take_all(&receiver, work, &failure);
            let started = worker.spawn_scoped(scope, run);
            started.map_err(|err| StoreError::index(&err))?;
        }
        let mut n_sent = 0;
        let outcome = send_all(&mut |it| {
            if let Some(failure) = lock(&failure).clone() {
                return Err(failure);
            }
            let sent = sender.send((n_sent, it));
            n_sent += 1;
            sent.map_err(|_| StoreError::index(&"nobody builds it"))
        });
        drop(sender);
        outcome
    })?;
    let failure = failure.into_inner();
    failure
        .unwrap_or_else(PoisonError::into_inner)
        .map_or(Ok(()), Err)
}

/// Takes on to the end even after a failure, so that nobody waits for ever.
fn take_all<T>(
    receiver: &Mutex<Receiver<(usize, T)>>,
    work: &impl Fn(usize, T) -> Result<(), StoreError>,
    failure: &Mutex<Option<StoreError>>,
) {
    loop {
        let next = lock(receiver).recv();
        let Ok((number, it)) = next else {
            return;
        };
        if lock(failure).is_some() {
            continue;
        }
        if let Err(err) = work(number, it) {
            lock(failure).get_or_insert(err);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
