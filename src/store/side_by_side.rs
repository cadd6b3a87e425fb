//! The segments of a journal, read by several threads; what depends on their order is
//! put together from what each has found.

use std::{
    collections::BTreeMap,
    mem,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use super::error::StoreError;

/// More would wait for the disk.
pub(super) const THREADS_MAX: usize = 4;
/// A thread that is so many segments ahead of what was put together waits: their
/// findings take memory.
const AHEAD_MAX: usize = 2 * THREADS_MAX;
const AHEAD_PAUSE: Duration = Duration::from_millis(1);
/// So often whoever waits is told how far it is.
const TELL: Duration = Duration::from_millis(50);

/// What a thread that reads is told, and tells.
#[derive(Default)]
pub(super) struct Progress {
    n_done: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Some more bytes are read.
    ///
    /// # Errors
    ///
    /// `Stopped`, when nobody wants to know any more.
    pub(super) fn more(&self, n_bytes: u64) -> Result<(), StoreError> {
        self.n_done.fetch_add(n_bytes, Ordering::Relaxed);
        if self.is_stopped() {
            return Err(StoreError::Stopped);
        }
        Ok(())
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// What is done with the segments, which are named by their places.
pub(super) trait Reading: Sync {
    type Found: Send;
    /// What is left of a finding. The thread that has found it lets go of it: memory that
    /// one thread takes and another gives back makes both wait.
    type Spent: Send;

    /// In whatever thread.
    fn read(&self, segment: usize, progress: &Progress) -> Self::Found;
}

/// Called with what was found in each segment, in their order.
pub(super) type Take<'a, R> =
    dyn FnMut(usize, <R as Reading>::Found) -> Result<<R as Reading>::Spent, StoreError> + 'a;

/// Reads so many segments. `tell` hears now and then of the bytes that are read.
///
/// # Errors
///
/// Those of `tell` and `take`, which end it; when there can be no thread.
pub(super) fn read<R: Reading>(
    reading: &R,
    (n_segments, threads_max): (usize, usize),
    tell: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    take: &mut Take<'_, R>,
) -> Result<(), StoreError> {
    let n_cores = thread::available_parallelism().map_or(1, usize::from);
    let n_threads = n_cores.min(threads_max).min(n_segments);
    let work = &Work {
        reading,
        n_segments,
        next: AtomicUsize::new(0),
        n_taken: AtomicUsize::new(0),
        progress: Progress::default(),
        spent: (0..n_threads).map(|_| Mutex::default()).collect(),
    };
    let (send, found) = sync_channel(1);
    thread::scope(|scope| {
        for nth in 0..n_threads {
            let send = send.clone();
            let reader = thread::Builder::new().name(format!("journal-read-{nth}"));
            let started = reader.spawn_scoped(scope, move || work.read_on(nth, &send));
            if let Err(err) = started {
                work.progress.stop.store(true, Ordering::Relaxed);
                drop(found);
                return Err(StoreError::index(&err));
            }
        }
        drop(send);
        let taken = work.take_all(&found, tell, take);
        work.progress.stop.store(true, Ordering::Relaxed);
        // Lets go of threads that have something to say.
        drop(found);
        taken
    })
}

struct Work<'a, R: Reading> {
    reading: &'a R,
    n_segments: usize,
    next: AtomicUsize,
    n_taken: AtomicUsize,
    progress: Progress,
    /// By thread.
    spent: Vec<Mutex<Vec<R::Spent>>>,
}

struct Found<T> {
    thread: usize,
    segment: usize,
    what: T,
}

impl<R: Reading> Work<'_, R> {
    fn read_on(&self, thread: usize, send: &SyncSender<Found<R::Found>>) {
        loop {
            let segment = self.next.fetch_add(1, Ordering::Relaxed);
            if segment >= self.n_segments {
                return;
            }
            while segment > self.n_taken.load(Ordering::Relaxed) + AHEAD_MAX
                && !self.progress.is_stopped()
            {
                thread::sleep(AHEAD_PAUSE);
            }
            let spent = self.spent.get(thread).map(|it| mem::take(&mut *lock(it)));
            drop(spent);
            let found = Found {
                thread,
                segment,
                what: self.reading.read(segment, &self.progress),
            };
            if send.send(found).is_err() {
                return;
            }
        }
    }

    fn take_all(
        &self,
        found: &Receiver<Found<R::Found>>,
        tell: &mut dyn FnMut(u64) -> Result<(), StoreError>,
        take: &mut Take<'_, R>,
    ) -> Result<(), StoreError> {
        let mut early = BTreeMap::new();
        let mut n_taken = 0;
        while n_taken < self.n_segments {
            tell(self.progress.n_done.load(Ordering::Relaxed))?;
            match found.recv_timeout(TELL) {
                Ok(found) => {
                    early.insert(found.segment, found);
                }
                Err(RecvTimeoutError::Timeout) => (),
                // A thread that has panicked; the scope passes that on.
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while let Some(Found { thread, what, .. }) = early.remove(&n_taken) {
                let spent = take(n_taken, what)?;
                if let Some(of_thread) = self.spent.get(thread) {
                    lock(of_thread).push(spent);
                }
                n_taken += 1;
                self.n_taken.store(n_taken, Ordering::Relaxed);
            }
        }
        Ok(())
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
