//! What waits for the printer: papers in their order, drawers before any of them,
//! and what a person no longer waits for.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use crate::{
    devices::{
        news::{DeviceNews, Reporter},
        trouble::DeviceTrouble,
    },
    domain::ids::PrintJobId,
};

use super::{Delivery, PrinterTask};

/// A drawer that opens long after the sale is an open drawer nobody watches.
pub(super) const KICK_AGE_MAX: Duration = Duration::from_secs(10);
/// Looked through for drawers; the rest waits in the queue.
const WAITING_MAX: usize = 64;
/// Older ones are long printed, or not.
const GIVEN_UP_MAX: usize = 64;

/// A drawer to open.
#[derive(Clone, Copy, Debug)]
pub(in crate::devices) struct Kick {
    /// In its turn among the papers.
    pub(in crate::devices) bytes: [u8; 5],
    /// Obeyed by a printer that stands still, without paper for example.
    pub(in crate::devices) at_once: [u8; 5],
    pub(in crate::devices) asked_at: Instant,
}

impl Kick {
    pub(super) fn is_stale(&self) -> bool {
        self.asked_at.elapsed() >= KICK_AGE_MAX
    }

    pub(super) fn time_left(&self) -> Duration {
        KICK_AGE_MAX.saturating_sub(self.asked_at.elapsed())
    }

    /// What became of one.
    pub(super) fn tell(broke: Option<Delivery>, reporter: &Reporter) {
        reporter.tell(match broke {
            None | Some(Delivery::Whole { .. }) => DeviceNews::DrawerKicked,
            Some(
                Delivery::Held(trouble) | Delivery::Nothing(trouble) | Delivery::Part(trouble),
            ) => DeviceNews::DrawerFailed(trouble),
        });
    }
}

/// Jobs whose outcome a person has decided: nobody waits for the printer's word.
#[derive(Clone, Debug, Default)]
pub(in crate::devices) struct GivenUp {
    jobs: Arc<Mutex<VecDeque<PrintJobId>>>,
}

impl GivenUp {
    pub(in crate::devices) fn add(&self, job: PrintJobId) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.len() == GIVEN_UP_MAX {
            jobs.pop_front();
        }
        jobs.push_back(job);
    }

    fn has(&self, job: PrintJobId) -> bool {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.contains(&job)
    }
}

pub(in crate::devices) struct Inbox {
    tasks: Receiver<PrinterTask>,
    waiting: VecDeque<PrinterTask>,
    given_up: GivenUp,
}

impl Inbox {
    pub(in crate::devices) fn new(tasks: Receiver<PrinterTask>, given_up: GivenUp) -> Self {
        Self {
            tasks,
            waiting: VecDeque::new(),
            given_up,
        }
    }

    /// The next to do, waiting for one at most so long: a drawer if there is one.
    pub(super) fn next(&mut self, pause: Duration) -> Result<PrinterTask, RecvTimeoutError> {
        self.take_in();
        if let Some(kick) = self.next_kick() {
            return Ok(PrinterTask::Kick(kick));
        }
        match self.waiting.pop_front() {
            Some(task) => Ok(task),
            None => self.tasks.recv_timeout(pause),
        }
    }

    pub(super) fn next_kick(&mut self) -> Option<Kick> {
        self.take_in();
        let at = self
            .waiting
            .iter()
            .position(|task| matches!(task, PrinterTask::Kick(_)))?;
        match self.waiting.remove(at)? {
            PrinterTask::Kick(kick) => Some(kick),
            PrinterTask::Paper { .. } | PrinterTask::Strip { .. } | PrinterTask::ReadPin => None,
        }
    }

    pub(super) fn drop_stale_kicks(&mut self, reporter: &Reporter, trouble: &DeviceTrouble) {
        self.take_in();
        let n_before = self.waiting.len();
        self.waiting
            .retain(|task| !matches!(task, PrinterTask::Kick(kick) if kick.is_stale()));
        for _ in self.waiting.len()..n_before {
            reporter.tell(DeviceNews::DrawerFailed(trouble.clone()));
        }
    }

    pub(super) fn is_given_up(&self, job: PrintJobId) -> bool {
        self.given_up.has(job)
    }

    /// All that is left when the program ends.
    pub(super) fn rest(&mut self) -> Vec<PrinterTask> {
        let mut rest: Vec<PrinterTask> = self.waiting.drain(..).collect();
        rest.extend(self.tasks.try_iter());
        rest
    }

    /// The queue's end stays where it is: who finds it full is told so.
    fn take_in(&mut self) {
        while self.waiting.len() < WAITING_MAX {
            match self.tasks.try_recv() {
                Ok(task) => self.waiting.push_back(task),
                Err(_) => break,
            }
        }
    }
}
