//! The receipt printer and the drawer on it: one job after the other, none sent
//! twice. A job waits as long as none of its bytes has left; once some have and
//! the rest cannot follow, nobody can know what is on paper, and the job says so.

use std::{
    sync::mpsc::RecvTimeoutError,
    time::{Duration, Instant},
};

use thiserror::Error;

use crate::domain::{ids::PrintJobId, paper::Paper, print_job::PrintState};

use super::{
    codepage::CodePage,
    escpos,
    news::{DeviceNews, Lamp, Reporter},
    pace::{Backoff, StopSign},
    pretend::PretendPrinter,
    profile::PrinterProfile,
    transport::{Direction, Port},
    trouble::DeviceTrouble,
    uri::DeviceUri,
};

mod answers;
mod delivery;
mod inbox;

use delivery::{Delivery, Job, Line, Patience, Watch};
pub(super) use {
    answers::Condition,
    inbox::{GivenUp, Inbox, Kick},
};

/// How often an idle printer is looked at.
const IDLE_CHECK: Duration = Duration::from_secs(1);
/// How often one that answers is asked, lest it was switched off without a word.
const IDLE_QUESTION: Duration = Duration::from_secs(10);
/// How often one that says what stands in its way is asked again.
const HELD_PAUSE: Duration = Duration::from_millis(500);

/// Something for the printer's thread to do.
#[derive(Debug)]
pub(super) enum PrinterTask {
    Paper {
        job: PrintJobId,
        paper: Paper,
    },
    /// To find out a page's number.
    Strip {
        job: PrintJobId,
        page: CodePage,
    },
    Kick(Kick),
    /// Asks where the drawer's sensor stands, once.
    ReadPin,
}

/// Where papers go.
#[derive(Clone, Debug)]
pub(super) enum PrinterPlace {
    Uri(DeviceUri),
    Pretend(PretendPrinter),
}

pub(super) struct PrinterThread {
    place: PrinterPlace,
    profile: PrinterProfile,
    patience: Patience,
    reporter: Reporter,
    stop: StopSign,
    inbox: Inbox,
    link: Option<Link>,
    is_up: bool,
    backoff: Backoff,
    asked_at: Instant,
    /// The longest command of a job that broke off, until the next one.
    n_owed: usize,
    n_jobs: u32,
}

enum Link {
    Port(Line<Port>),
    Pretend(PretendPrinter),
}

impl PrinterThread {
    pub(super) fn new(
        place: PrinterPlace,
        profile: PrinterProfile,
        (reporter, stop): (Reporter, StopSign),
        inbox: Inbox,
    ) -> Self {
        Self {
            place,
            profile,
            patience: Patience::USUAL,
            reporter,
            stop,
            inbox,
            link: None,
            is_up: false,
            backoff: Backoff::new(),
            asked_at: Instant::now(),
            n_owed: 0,
            n_jobs: 0,
        }
    }

    /// For one whose answers are long under way.
    pub(super) fn waiting(mut self, answer_ms: Option<u16>) -> Self {
        if let Some(ms) = answer_ms {
            self.patience.answer = Duration::from_millis(u64::from(ms));
        }
        self
    }

    /// Works until the program ends; what is in the queue then is not printed.
    pub(super) fn run(mut self) {
        self.look();
        while !self.stop.is_raised() {
            let pause = self.pause();
            match self.inbox.next(pause) {
                Ok(task) => self.deliver(&task),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        for task in self.inbox.rest() {
            self.give_up(&task);
        }
    }

    /// Keeps the lamp right while there is nothing to do. A network printer is
    /// tried only until it was there once: it serves one visitor at a time, and
    /// other desks may want it.
    fn look(&mut self) {
        let found = match &mut self.link {
            Some(Link::Port(_)) => self.look_at_port(),
            Some(Link::Pretend(printer)) => printer.check(),
            None if self.is_up => Ok(()),
            None => self.open().and_then(|()| self.greet()),
        };
        match found {
            Ok(()) => self.found(),
            Err(trouble) => self.lost(trouble),
        }
        self.hang_up();
    }

    fn look_at_port(&mut self) -> Result<(), DeviceTrouble> {
        let Some(Link::Port(line)) = &mut self.link else {
            return Ok(());
        };
        let gone = |err| DeviceTrouble::while_open(&err);
        line.wire.check().map_err(gone)?;
        line.listen().map_err(gone)?;
        let wants_asking = line.condition.trouble().is_some() || line.is_silent;
        if line.answers && (wants_asking || self.asked_at.elapsed() >= IDLE_QUESTION) {
            line.is_silent = !line.ask(&self.patience).map_err(gone)?;
            self.asked_at = Instant::now();
        }
        Ok(())
    }

    /// Asks a printer that was just found how it is, so that the lamp is right
    /// before the first receipt.
    fn greet(&mut self) -> Result<(), DeviceTrouble> {
        let Some(Link::Port(line)) = &mut self.link else {
            return Ok(());
        };
        if !self.profile.status || matches!(line.wire, Port::Tcp(_)) {
            return Ok(());
        }
        let gone = |err| DeviceTrouble::while_open(&err);
        if line.ask(&self.patience).map_err(gone)? {
            line.subscribe().map_err(gone)?;
        }
        self.asked_at = Instant::now();
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        if self.is_up {
            IDLE_CHECK
        } else {
            self.backoff.next_pause()
        }
    }

    fn open(&mut self) -> Result<(), DeviceTrouble> {
        if self.link.is_none() {
            self.link = Some(match &self.place {
                PrinterPlace::Uri(uri) => {
                    Link::Port(Line::new(Port::open(uri, Direction::Writing)?))
                }
                PrinterPlace::Pretend(printer) => {
                    printer.check()?;
                    Link::Pretend(printer.clone())
                }
            });
        }
        Ok(())
    }

    /// It is there; what it says of itself is on the lamp.
    fn found(&mut self) {
        self.is_up = true;
        self.backoff.reset();
        let trouble = match &self.link {
            Some(Link::Port(line)) if line.is_silent => Some(DeviceTrouble::Silent),
            Some(Link::Port(line)) => {
                self.reporter.condition(line.condition);
                line.condition.trouble()
            }
            _ => None,
        };
        self.reporter.printer(trouble.map_or(Lamp::Up, Lamp::Down));
    }

    fn lost(&mut self, trouble: DeviceTrouble) {
        self.reporter.forget_drawer();
        if let Some(Link::Port(mut line)) = self.link.take() {
            line.wire.discard_unsent();
        }
        self.is_up = false;
        self.reporter.printer(Lamp::Down(trouble));
    }

    /// Leaves a network printer to others.
    fn hang_up(&mut self) {
        if matches!(&self.link, Some(Link::Port(line)) if matches!(line.wire, Port::Tcp(_))) {
            self.link = None;
            self.reporter.forget_drawer();
        }
    }

    /// Waits for the printer as long as it takes, if need be; then the task is
    /// done, or broke off and is not tried again.
    fn deliver(&mut self, task: &PrinterTask) {
        if matches!(task, PrinterTask::ReadPin) {
            return self.read_pin();
        }
        let mut trouble = DeviceTrouble::Silent;
        while !self.stop.is_raised() {
            if task.is_stale() {
                self.reporter.tell(DeviceNews::DrawerFailed(trouble));
                return;
            }
            if self.is_given_up(task) {
                return;
            }
            let delivery = match self.open() {
                Ok(()) => self.send(task),
                Err(trouble) => Delivery::Nothing(trouble),
            };
            match delivery {
                Delivery::Whole { confirmed } => {
                    self.found();
                    self.hang_up();
                    if !self.is_given_up(task) {
                        self.reporter.tell(task.done(confirmed));
                    }
                    return;
                }
                Delivery::Part(trouble) => {
                    if !self.is_given_up(task) {
                        self.reporter.tell(task.broken_off(&trouble));
                    }
                    self.lost(trouble);
                    return;
                }
                Delivery::Held(reason) => {
                    trouble = reason.clone();
                    self.reporter.printer(Lamp::Down(reason));
                    self.kick_past_papers();
                    self.hang_up();
                    self.stop.wait(HELD_PAUSE);
                }
                Delivery::Nothing(reason) => {
                    trouble = reason.clone();
                    self.inbox.drop_stale_kicks(&self.reporter, &trouble);
                    self.lost(reason);
                    self.stop.wait(self.backoff.next_pause());
                }
            }
        }
        self.give_up(task);
    }

    /// A printer that cannot be reached or asked does not say.
    fn read_pin(&mut self) {
        let mut pin = None;
        if self.profile.status
            && self.open().is_ok()
            && let Some(Link::Port(line)) = &mut self.link
        {
            let answers = line.ask(&self.patience).unwrap_or(false);
            pin = line.condition.drawer_pin.filter(|_| answers);
        }
        self.hang_up();
        self.reporter.tell(DeviceNews::DrawerPin(pin));
    }

    fn is_given_up(&self, task: &PrinterTask) -> bool {
        task.job().is_some_and(|job| self.inbox.is_given_up(job))
    }

    /// Cash works without paper.
    fn kick_past_papers(&mut self) {
        let Some(kick) = self.inbox.next_kick() else {
            return;
        };
        let delivery = self.send(&PrinterTask::Kick(kick));
        Kick::tell(Some(delivery), &self.reporter);
    }

    fn send(&mut self, task: &PrinterTask) -> Delivery {
        let line = match &mut self.link {
            None => return Delivery::Nothing(DeviceTrouble::Gone),
            Some(Link::Port(line)) => line,
            Some(Link::Pretend(printer)) => {
                let taken = match task {
                    PrinterTask::Paper { paper, .. } => printer.print(paper),
                    PrinterTask::Strip { .. } => printer.check(),
                    PrinterTask::Kick(_) => printer.kick(),
                    PrinterTask::ReadPin => Ok(()),
                };
                return taken
                    .map_or_else(Delivery::Nothing, |()| Delivery::Whole { confirmed: false });
            }
        };
        let mut watch = Watch::new(self.patience, &self.stop, &self.reporter);
        let body = match task {
            PrinterTask::Paper { paper, .. } => escpos::commands(paper, &self.profile),
            PrinterTask::Strip { page, .. } => escpos::page_strip(*page, &self.profile),
            PrinterTask::Kick(kick) => {
                watch.patience.stall = watch.patience.stall.min(kick.time_left());
                let stands = line.condition.trouble().is_some();
                let bytes = if stands { kick.at_once } else { kick.bytes };
                return line.write_at_once(&bytes, &mut watch);
            }
            // Asked, not sent.
            PrinterTask::ReadPin => return Delivery::Whole { confirmed: false },
        };
        self.n_jobs += 1;
        let n_longest = body.iter().map(Vec::len).max().unwrap_or(0);
        let job = Job {
            body,
            id: four_digits(self.n_jobs),
            asks_status: self.profile.status,
            confirms: self.profile.confirms,
            n_owed: self.n_owed,
        };
        watch.job = task.job();
        watch.inbox = Some(&mut self.inbox);
        let delivery = line.deliver(&job, &mut watch);
        match delivery {
            Delivery::Whole { .. } => self.n_owed = 0,
            Delivery::Part(_) => self.n_owed = n_longest,
            Delivery::Held(_) | Delivery::Nothing(_) => (),
        }
        delivery
    }

    fn give_up(&self, task: &PrinterTask) {
        self.reporter.tell(match task.job() {
            Some(job) => DeviceNews::JobState {
                job,
                state: NotQueued::Closing.into(),
            },
            None if matches!(task, PrinterTask::ReadPin) => DeviceNews::DrawerPin(None),
            None => DeviceNews::DrawerFailed(DeviceTrouble::Other(NotQueued::Closing.to_string())),
        });
    }
}

fn four_digits(number: u32) -> [u8; 4] {
    [1_000, 100, 10, 1].map(|unit| b'0' + u8::try_from(number / unit % 10).unwrap_or(0))
}

impl PrinterTask {
    fn is_stale(&self) -> bool {
        matches!(self, Self::Kick(kick) if kick.is_stale())
    }

    fn job(&self) -> Option<PrintJobId> {
        match self {
            Self::Paper { job, .. } | Self::Strip { job, .. } => Some(*job),
            Self::Kick(_) | Self::ReadPin => None,
        }
    }

    fn done(&self, confirmed: bool) -> DeviceNews {
        let state = if confirmed {
            PrintState::Printed
        } else {
            PrintState::Sent
        };
        match self.job() {
            Some(job) => DeviceNews::JobState { job, state },
            None => DeviceNews::DrawerKicked,
        }
    }

    fn broken_off(&self, trouble: &DeviceTrouble) -> DeviceNews {
        match self.job() {
            Some(job) => {
                let reason = trouble.to_string();
                let state = PrintState::Unknown { reason };
                DeviceNews::JobState { job, state }
            }
            None => DeviceNews::DrawerFailed(trouble.clone()),
        }
    }
}

/// Why something was not even put into the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotQueued {
    #[error("no printer is set up")]
    NoPrinter,
    #[error("no cash drawer is set up")]
    NoDrawer,
    #[error("no customer display is set up")]
    NoDisplay,
    #[error("[copies] in balm.toml does not say where to")]
    NoCopies,
    #[error("too many jobs wait for the printer")]
    QueueFull,
    #[error("the program ends")]
    Closing,
}

/// Not queued is certainly not printed.
impl From<NotQueued> for PrintState {
    fn from(reason: NotQueued) -> Self {
        Self::Failed {
            reason: reason.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
