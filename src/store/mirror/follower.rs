//! The thread that keeps a mirror, and what others are told of it.

use std::{
    ops::ControlFlow,
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    copier::{Copier, Goal},
    disk::{Disk, SystemDisk},
    status::{MirrorOptions, MirrorStatus, MirrorTrouble},
};
use crate::store::{
    error::{Doing, IoContext, StoreError},
    journal::Tail,
};

/// After a failure, before it is tried again; each time twice as long.
const RETRY_MIN: Duration = Duration::from_millis(500);
const RETRY_MAX: Duration = Duration::from_secs(15);
/// How often an idle mirror is asked whether it is still there.
const PROBE: Duration = Duration::from_secs(10);
/// A disk that works on one thing for longer does not answer.
const SILENT_AFTER: Duration = Duration::from_secs(5);
/// Reading a mirror again to its end takes so many times as long as the reading
/// itself.
const REST_TIMES: u32 = 4;
/// The end of the program waits so long for a mirror that is behind.
const STOP_WAIT: Duration = Duration::from_secs(3);

/// A mirror that follows the journal. Nothing here waits for its disk, but for the
/// end, and that not for long.
pub(in crate::store) struct Mirror {
    shared: Arc<Shared>,
    alarm_after: Duration,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// Held for moments only, never while the disk is asked.
struct State {
    goal: Goal,
    /// The last entry that is safe in the mirror, once that is known.
    reached: Option<u64>,
    behind_since: Option<Instant>,
    trouble: Option<(MirrorTrouble, Instant)>,
    /// Since when the thread has been busy with the disk.
    busy_since: Option<Instant>,
    is_on_same_disk: bool,
    /// The end, and how long it waits.
    stop_by: Option<Instant>,
    is_over: bool,
}

impl Mirror {
    /// Follows the journal of the store in `home`, which ends at `tail` now.
    pub(in crate::store) fn start(
        home: &Path,
        tail: &Tail,
        options: &MirrorOptions,
    ) -> Result<Self, StoreError> {
        Self::start_on(home, tail, options, Box::new(SystemDisk))
    }

    pub(super) fn start_on(
        home: &Path,
        tail: &Tail,
        options: &MirrorOptions,
        disk: Box<dyn Disk>,
    ) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                goal: tail.into(),
                reached: None,
                behind_since: None,
                trouble: None,
                busy_since: None,
                is_on_same_disk: false,
                stop_by: None,
                is_over: false,
            }),
            changed: Condvar::new(),
        });
        let theirs = Arc::clone(&shared);
        let copier = Copier::new(home, tail.store_id, &options.folder, disk);
        let thread = thread::Builder::new()
            .name("mirror".into())
            .spawn(move || run(&theirs, copier))
            .doing(Doing::Opening, &options.folder)?;
        Ok(Self {
            shared,
            alarm_after: options.alarm_after,
            thread: Some(thread),
        })
    }

    /// The journal has come so far, and all of it is acknowledged. Does not wait.
    pub(in crate::store) fn follow(&self, tail: &Tail) {
        let mut state = self.shared.lock();
        state.goal = tail.into();
        state.behind_since.get_or_insert_with(Instant::now);
        self.shared.changed.notify_all();
    }

    pub(in crate::store) fn status(&self) -> MirrorStatus {
        let state = self.shared.lock();
        let since = |at: Option<Instant>| at.map_or(Duration::ZERO, |at| at.elapsed());
        let behind_since = state.behind_since;
        let trouble_since = state.trouble.as_ref().map(|(_, since)| *since);
        let behind = since(behind_since).max(since(trouble_since));
        let is_silent = since(state.busy_since) >= SILENT_AFTER;
        let mut trouble = state.trouble.as_ref().map(|(trouble, _)| trouble.clone());
        if is_silent && trouble.is_none() {
            trouble = Some(MirrorTrouble::Silent);
        }
        let is_refusal = trouble.as_ref().is_some_and(MirrorTrouble::is_refusal);
        let n_behind = state.reached.map(|it| state.goal.seq.saturating_sub(it));
        MirrorStatus {
            n_behind,
            behind,
            is_alarm: is_refusal || behind >= self.alarm_after,
            trouble,
            is_on_same_disk: state.is_on_same_disk,
        }
    }

    /// Ends the thread when the mirror has everything, or after a while. One that
    /// hangs in its disk is left behind: it holds nothing of the store.
    pub(in crate::store) fn stop(&mut self) {
        self.stop_within(STOP_WAIT);
    }

    pub(super) fn stop_within(&mut self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut state = self.shared.lock();
        state.stop_by = Some(until);
        self.shared.changed.notify_all();
        while !state.is_over {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let waited = self.shared.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let is_over = state.is_over;
        drop(state);
        if let Some(thread) = self.thread.take().filter(|_| is_over) {
            let _ = thread.join();
        }
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        if self.thread.is_some() {
            self.stop();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to do: a new goal, the end, or the time.
    fn wait(&self, seen: Goal, pause: Duration, hears_goals: bool) -> (Goal, bool) {
        let until = Instant::now() + pause;
        let mut state = self.lock();
        state.busy_since = None;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let is_new = hears_goals && state.goal != seen;
            let stopping = state.stop_by.is_some();
            if is_new || stopping || left.is_zero() {
                state.busy_since = Some(Instant::now());
                return (state.goal, stopping);
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// All up to this entry is safe in the mirror.
    fn reached(&self, seq: u64) -> ControlFlow<()> {
        let mut state = self.lock();
        state.reached = Some(seq);
        // It answers.
        state.busy_since = Some(Instant::now());
        if seq >= state.goal.seq {
            state.behind_since = None;
        } else {
            state.behind_since.get_or_insert_with(Instant::now);
        }
        match state.stop_by {
            Some(stop_by) if stop_by <= Instant::now() => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }

    fn note(&self, trouble: Option<MirrorTrouble>) {
        let mut state = self.lock();
        state.trouble = trouble.map(|trouble| {
            let since = state.trouble.as_ref().map(|(_, since)| *since);
            (trouble, since.unwrap_or_else(Instant::now))
        });
    }
}

/// How the last round went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    None,
    Well,
    Failed,
}

fn run(shared: &Shared, mut copier: Copier) {
    let mut last = Last::None;
    let mut pause = Duration::ZERO;
    let mut retry = RETRY_MIN;
    let mut seen = shared.lock().goal;
    loop {
        // Who is away is not asked more often because of a sale.
        let (goal, stopping) = shared.wait(seen, pause, last != Last::Failed);
        if stopping && last == Last::Failed {
            break;
        }
        let worked = Instant::now();
        let has_time = goal == seen && last == Last::Well && !stopping;
        seen = goal;
        let done = read_on(&mut copier, goal, has_time).and_then(|reads_on| {
            Ok((
                copier.round(goal, &mut |seq| shared.reached(seq))?,
                reads_on,
            ))
        });
        match done {
            Ok((left_out, reads_on)) => {
                last = Last::Well;
                retry = RETRY_MIN;
                pause = if reads_on {
                    worked.elapsed() * REST_TIMES
                } else {
                    PROBE
                };
                if let Some(same) = copier.is_on_same_disk() {
                    shared.lock().is_on_same_disk = same;
                }
                shared.note(left_out);
            }
            Err(trouble) => {
                last = Last::Failed;
                pause = retry;
                retry = (retry * 2).min(RETRY_MAX);
                shared.note(Some(trouble));
            }
        }
        if stopping {
            break;
        }
    }
    shared.lock().is_over = true;
    shared.changed.notify_all();
}

/// Reads some of what the mirror has had for long, when nothing else is to be done;
/// says whether there is more to read.
fn read_on(copier: &mut Copier, goal: Goal, has_time: bool) -> Result<bool, MirrorTrouble> {
    if has_time {
        copier.read_on(goal)
    } else {
        Ok(true)
    }
}
