//! The receipt printer and the drawer on it: one job after the other, none sent
//! twice. A job waits as long as none of its bytes has left; once some have and
//! the rest cannot follow, nobody can know what is on paper, and the job says so.

use std::{
    io::Write,
    sync::mpsc::{Receiver, RecvTimeoutError},
    thread,
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
    transport::{Direction, Port, is_pause},
    trouble::DeviceTrouble,
    uri::DeviceUri,
};

/// How often an idle printer is looked at.
const IDLE_CHECK: Duration = Duration::from_secs(1);
const SETTLE_PAUSE: Duration = Duration::from_millis(5);
/// A drawer that opens long after the sale is an open drawer nobody watches.
const KICK_AGE_MAX: Duration = Duration::from_secs(10);

/// How long a printer may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Without taking a byte, until the lamp says so.
    pub(super) notice: Duration,
    /// Without taking a byte, until the job is given up.
    pub(super) stall: Duration,
    /// For the job under way when the program ends.
    pub(super) closing: Duration,
}

impl Patience {
    pub(super) const USUAL: Self = Self {
        notice: Duration::from_secs(3),
        stall: Duration::from_secs(60),
        closing: Duration::from_secs(2),
    };
}

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
    Kick {
        bytes: [u8; 5],
        asked_at: Instant,
    },
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
    link: Option<Link>,
    is_up: bool,
    backoff: Backoff,
}

enum Link {
    Port(Port),
    Pretend(PretendPrinter),
}

/// How far a job came.
#[derive(Debug, PartialEq, Eq)]
enum Delivery {
    Whole,
    Nothing(DeviceTrouble),
    Part(DeviceTrouble),
}

impl PrinterThread {
    pub(super) fn new(
        place: PrinterPlace,
        profile: PrinterProfile,
        reporter: Reporter,
        stop: StopSign,
    ) -> Self {
        Self {
            place,
            profile,
            patience: Patience::USUAL,
            reporter,
            stop,
            link: None,
            is_up: false,
            backoff: Backoff::new(),
        }
    }

    /// Works until the program ends; what is in the queue then is not printed.
    pub(super) fn run(mut self, tasks: &Receiver<PrinterTask>) {
        self.look();
        while !self.stop.is_raised() {
            match tasks.recv_timeout(self.pause()) {
                Ok(task) => self.deliver(&task),
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        for task in tasks.try_iter() {
            self.give_up(&task);
        }
    }

    /// Keeps the lamp right while there is nothing to do. A network printer is
    /// tried only until it was there once: it serves one visitor at a time, and
    /// other desks may want it.
    fn look(&mut self) {
        let found = match &mut self.link {
            Some(Link::Port(port)) => port.check().map_err(|err| DeviceTrouble::while_open(&err)),
            Some(Link::Pretend(printer)) => printer.check(),
            None if self.is_up => Ok(()),
            None => self.open(),
        };
        match found {
            Ok(()) => self.found(),
            Err(trouble) => self.lost(trouble),
        }
        self.hang_up();
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
                PrinterPlace::Uri(uri) => Link::Port(Port::open(uri, Direction::Writing)?),
                PrinterPlace::Pretend(printer) => {
                    printer.check()?;
                    Link::Pretend(printer.clone())
                }
            });
        }
        Ok(())
    }

    fn found(&mut self) {
        self.is_up = true;
        self.backoff.reset();
        self.reporter.printer(Lamp::Up);
    }

    fn lost(&mut self, trouble: DeviceTrouble) {
        if let Some(Link::Port(mut port)) = self.link.take() {
            port.discard_unsent();
        }
        self.is_up = false;
        self.reporter.printer(Lamp::Down(trouble));
    }

    /// Leaves a network printer to others.
    fn hang_up(&mut self) {
        if matches!(self.link, Some(Link::Port(Port::Tcp(_)))) {
            self.link = None;
        }
    }

    /// Waits for the printer as long as it takes, if need be; then the task is
    /// done, or broke off and is not tried again.
    fn deliver(&mut self, task: &PrinterTask) {
        let mut trouble = DeviceTrouble::Silent;
        while !self.stop.is_raised() {
            if task.is_stale() {
                self.reporter.tell(DeviceNews::DrawerFailed(trouble));
                return;
            }
            let delivery = match self.open() {
                Ok(()) => self.send(task),
                Err(trouble) => Delivery::Nothing(trouble),
            };
            match delivery {
                Delivery::Whole => {
                    self.found();
                    self.hang_up();
                    self.reporter.tell(task.done());
                    return;
                }
                Delivery::Part(trouble) => {
                    self.reporter.tell(task.broken_off(&trouble));
                    self.lost(trouble);
                    return;
                }
                Delivery::Nothing(reason) => {
                    trouble = reason.clone();
                    self.lost(reason);
                    self.stop.wait(self.backoff.next_pause());
                }
            }
        }
        self.give_up(task);
    }

    fn send(&mut self, task: &PrinterTask) -> Delivery {
        let Some(link) = &mut self.link else {
            return Delivery::Nothing(DeviceTrouble::Gone);
        };
        let port = match link {
            Link::Port(port) => port,
            Link::Pretend(printer) => {
                let taken = match task {
                    PrinterTask::Paper { paper, .. } => printer.print(paper),
                    PrinterTask::Strip { .. } => printer.check(),
                    PrinterTask::Kick { .. } => printer.kick(),
                };
                return taken.map_or_else(Delivery::Nothing, |()| Delivery::Whole);
            }
        };
        let mut watch = Watch::new(self.patience, &self.stop, &self.reporter);
        let bytes = match task {
            PrinterTask::Paper { paper, .. } => escpos::encode(paper, &self.profile),
            PrinterTask::Strip { page, .. } => escpos::page_strip(*page, &self.profile).concat(),
            PrinterTask::Kick { bytes, asked_at } => {
                let left = KICK_AGE_MAX.saturating_sub(asked_at.elapsed());
                watch.patience.stall = watch.patience.stall.min(left);
                bytes.to_vec()
            }
        };
        match write_job(port, &bytes, &mut watch) {
            Delivery::Whole => settle(port, &mut watch),
            other => other,
        }
    }

    fn give_up(&self, task: &PrinterTask) {
        self.reporter.tell(match task {
            PrinterTask::Paper { job, .. } | PrinterTask::Strip { job, .. } => {
                DeviceNews::JobState {
                    job: *job,
                    state: NotQueued::Closing.into(),
                }
            }
            PrinterTask::Kick { .. } => {
                DeviceNews::DrawerFailed(DeviceTrouble::Other(NotQueued::Closing.to_string()))
            }
        });
    }
}

impl PrinterTask {
    fn is_stale(&self) -> bool {
        matches!(self, Self::Kick { asked_at, .. } if asked_at.elapsed() >= KICK_AGE_MAX)
    }

    fn done(&self) -> DeviceNews {
        match self {
            Self::Paper { job, .. } | Self::Strip { job, .. } => DeviceNews::JobState {
                job: *job,
                state: PrintState::Sent,
            },
            Self::Kick { .. } => DeviceNews::DrawerKicked,
        }
    }

    fn broken_off(&self, trouble: &DeviceTrouble) -> DeviceNews {
        match self {
            Self::Paper { job, .. } | Self::Strip { job, .. } => {
                let state = PrintState::Unknown {
                    reason: trouble.to_string(),
                };
                DeviceNews::JobState { job: *job, state }
            }
            Self::Kick { .. } => DeviceNews::DrawerFailed(trouble.clone()),
        }
    }
}

/// Measures how long a port has not moved, and shows it on the lamp.
struct Watch<'a> {
    patience: Patience,
    stop: &'a StopSign,
    reporter: &'a Reporter,
    moved_at: Instant,
}

impl<'a> Watch<'a> {
    fn new(patience: Patience, stop: &'a StopSign, reporter: &'a Reporter) -> Self {
        Self {
            patience,
            stop,
            reporter,
            moved_at: Instant::now(),
        }
    }

    fn moved(&mut self) {
        if self.moved_at.elapsed() >= self.patience.notice {
            self.reporter.printer(Lamp::Up);
        }
        self.moved_at = Instant::now();
    }

    /// Tells whether to give up.
    fn stood(&mut self) -> bool {
        let stood = self.moved_at.elapsed();
        if stood >= self.patience.notice {
            self.reporter.printer(Lamp::Down(DeviceTrouble::Silent));
        }
        let is_closing = self
            .stop
            .raised_for()
            .is_some_and(|time| time >= self.patience.closing);
        stood >= self.patience.stall || is_closing
    }
}

/// Writes and counts: how far a job came is never guessed.
fn write_job(port: &mut impl Write, bytes: &[u8], watch: &mut Watch<'_>) -> Delivery {
    let mut n_sent = 0;
    let broke = |n_sent, trouble| {
        if n_sent == 0 {
            Delivery::Nothing(trouble)
        } else {
            Delivery::Part(trouble)
        }
    };
    while n_sent < bytes.len() {
        match port.write(&bytes[n_sent..]) {
            Ok(0) => return broke(n_sent, DeviceTrouble::Gone),
            Ok(n_taken) => {
                n_sent += n_taken;
                watch.moved();
            }
            Err(err) if is_pause(&err) => {
                if watch.stood() {
                    return broke(n_sent, DeviceTrouble::Silent);
                }
            }
            Err(err) => return broke(n_sent, DeviceTrouble::while_open(&err)),
        }
    }
    Delivery::Whole
}

/// Waits until the last byte has left this computer.
fn settle(port: &mut Port, watch: &mut Watch<'_>) -> Delivery {
    let mut n_unsent_before = u32::MAX;
    loop {
        match port.n_unsent() {
            Ok(0) => break,
            Ok(n_unsent) if n_unsent < n_unsent_before => {
                n_unsent_before = n_unsent;
                watch.moved();
            }
            Ok(_) if watch.stood() => return Delivery::Part(DeviceTrouble::Silent),
            Ok(_) => (),
            Err(err) => return Delivery::Part(DeviceTrouble::while_open(&err)),
        }
        thread::sleep(SETTLE_PAUSE);
    }
    match port.finish() {
        Ok(()) => Delivery::Whole,
        Err(err) => Delivery::Part(DeviceTrouble::while_open(&err)),
    }
}

/// Why something was not even put into the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotQueued {
    #[error("no printer is set up")]
    NoPrinter,
    #[error("no cash drawer is set up")]
    NoDrawer,
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
