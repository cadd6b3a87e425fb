//! All devices of a desk: their threads, their queues, their lamps.

use std::{
    io,
    sync::mpsc::{self, SyncSender, TrySendError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::domain::{
    ids::{PrintJobId, RawId},
    paper::Paper,
};

use super::{
    codepage::CodePage,
    config::{DeviceConfig, DisplayConfig, DrawerConfig, PrinterConfig},
    copies::{self, CopiesConfig, Copy, CopyWays},
    display::{self, DisplaySlot, DisplayText},
    news::{DeviceNews, Lamp, Lamps, Reporter},
    pace::StopSign,
    ports::test_paper,
    pretend::PretendPrinter,
    printer::{GivenUp, Inbox, Kick, NotQueued, PrinterPlace, PrinterTask, PrinterThread},
    profile::PrinterProfile,
    scanner,
    trouble::DeviceTrouble,
    uri::DeviceUri,
};

/// Of papers that only try the printer: no record has this number.
pub const TRIAL_JOB: PrintJobId = PrintJobId(RawId::from_u64(0));

/// Jobs that may wait for a printer.
pub const QUEUE_LEN_MAX: usize = 64;
/// How long the end of the program waits for device threads.
const CLOSING_LIMIT: Duration = Duration::from_secs(3);
const CLOSING_STEP: Duration = Duration::from_millis(5);

/// The desk's side of its devices. Nothing here waits for hardware.
///
/// Dropping it ends the threads without waiting for them; [`Devices::shutdown`]
/// waits a moment.
pub struct Devices {
    printer: Option<Printer>,
    drawer: Option<DrawerConfig>,
    given_up: GivenUp,
    display: Option<DisplaySlot>,
    copies: Option<SyncSender<Copy>>,
    copy_ways: CopyWays,
    reporter: Reporter,
    stop: StopSign,
    threads: Vec<JoinHandle<()>>,
}

struct Printer {
    tasks: SyncSender<PrinterTask>,
    config: PrinterConfig,
    profile: PrinterProfile,
    pretend: Option<PretendPrinter>,
}

impl Devices {
    /// Starts a thread for each device in `config`. `on_news` is called on those
    /// threads; while it blocks, that device stands still, and the desk does not.
    pub fn start(
        config: &DeviceConfig,
        on_news: impl Fn(DeviceNews) + Send + Sync + 'static,
    ) -> Self {
        let lamp = |is_there| {
            if is_there {
                Lamp::Starting
            } else {
                Lamp::Missing
            }
        };
        let scanner_uri = config.scanner.as_ref().and_then(|it| it.uri.clone());
        let lamps = Lamps {
            scanner: lamp(scanner_uri.is_some()),
            printer: lamp(config.printer.is_some()),
            display: lamp(config.display.is_some()),
            ..Lamps::default()
        };
        let mut devices = Self {
            printer: None,
            drawer: config.drawer.filter(|_| config.printer.is_some()),
            given_up: GivenUp::default(),
            display: config.display.as_ref().map(|_| DisplaySlot::default()),
            copies: None,
            copy_ways: config.copies.ways(),
            reporter: Reporter::new(lamps, on_news)
                .with_drawer(config.drawer.and_then(|drawer| drawer.open_is)),
            stop: StopSign::default(),
            threads: Vec::new(),
        };
        if let Some(uri) = scanner_uri {
            devices.start_scanner(uri, config.double_read());
        }
        if let Some(printer) = &config.printer {
            devices.start_printer(printer);
        }
        if let Some(display) = &config.display {
            devices.start_display(display.clone());
        }
        if config.copies != CopiesConfig::default() {
            devices.start_copies(config.copies.clone());
        }
        devices
    }

    /// A desk without devices.
    pub fn none() -> Self {
        Self::start(&DeviceConfig::default(), |_| ())
    }

    pub fn has_printer(&self) -> bool {
        self.printer.is_some()
    }

    pub fn has_drawer(&self) -> bool {
        self.drawer.is_some()
    }

    /// Where copies that are no paper can go.
    pub fn copy_ways(&self) -> CopyWays {
        self.copy_ways
    }

    /// What the printer's paper holds; `None` without a printer.
    pub fn n_columns(&self) -> Option<u16> {
        self.printer
            .as_ref()
            .map(|printer| printer.profile.n_columns)
    }

    pub fn lamps(&self) -> Lamps {
        self.reporter.lamps()
    }

    /// The printer in memory, where the settings ask for one.
    pub fn pretend_printer(&self) -> Option<PretendPrinter> {
        self.printer
            .as_ref()
            .and_then(|printer| printer.pretend.clone())
    }

    /// Queues a paper. What becomes of it comes as [`DeviceNews::JobState`].
    ///
    /// # Errors
    ///
    /// It is not queued, and no news will come: the job has failed.
    pub fn print(&self, job: PrintJobId, paper: &Paper) -> Result<(), NotQueued> {
        self.queue(PrinterTask::Paper {
            job,
            paper: paper.clone(),
        })
    }

    /// Queues a page that shows what the printer can, as [`TRIAL_JOB`].
    ///
    /// # Errors
    ///
    /// As for [`Devices::print`].
    pub fn print_test(&self) -> Result<(), NotQueued> {
        let printer = self.printer.as_ref().ok_or(NotQueued::NoPrinter)?;
        self.print(TRIAL_JOB, &test_paper(&printer.config))
    }

    /// Queues the strip that shows which number the printer gives `page`, or the page
    /// that it uses first.
    ///
    /// # Errors
    ///
    /// As for [`Devices::print`].
    pub fn print_strip(&self, job: PrintJobId, page: Option<CodePage>) -> Result<(), NotQueued> {
        let printer = self.printer.as_ref().ok_or(NotQueued::NoPrinter)?;
        let first = printer.profile.pages.first().map(|(page, _)| *page);
        let page = page.or(first).unwrap_or_default();
        self.queue(PrinterTask::Strip { job, page })
    }

    /// Queues the opening of the drawer; asked for before the receipt, it opens
    /// before the receipt. After 10 seconds in which the printer could not be
    /// reached it is dropped, with news.
    ///
    /// # Errors
    ///
    /// It is not queued, and no news will come.
    pub fn kick_drawer(&self) -> Result<(), NotQueued> {
        let drawer = self.drawer.ok_or(NotQueued::NoDrawer)?;
        self.queue(PrinterTask::Kick(Kick {
            bytes: drawer.kick(),
            at_once: drawer.kick_at_once(),
            asked_at: Instant::now(),
        }))
    }

    /// Asks where the drawer's sensor stands. The answer comes as
    /// [`DeviceNews::DrawerPin`].
    ///
    /// # Errors
    ///
    /// It is not queued, and no news will come.
    pub fn read_drawer_pin(&self) -> Result<(), NotQueued> {
        self.queue(PrinterTask::ReadPin)
    }

    /// A person has decided what became of a job: the printer's thread waits for
    /// it no longer, and tells nothing more of it.
    pub fn give_up(&self, job: PrintJobId) {
        self.given_up.add(job);
    }

    /// Queues a copy that is no paper. What becomes of it comes as
    /// [`DeviceNews::Copy`].
    ///
    /// # Errors
    ///
    /// It is not queued, and no news will come.
    pub fn copy(&self, copy: Copy) -> Result<(), NotQueued> {
        let has_way = if copy.to.is_some() {
            self.copy_ways.mail
        } else {
            self.copy_ways.file
        };
        if !has_way {
            return Err(NotQueued::NoCopies);
        }
        let copies = self.copies.as_ref().ok_or(NotQueued::NoCopies)?;
        copies.try_send(copy).map_err(|err| match err {
            TrySendError::Full(_) => NotQueued::QueueFull,
            TrySendError::Disconnected(_) => NotQueued::Closing,
        })
    }

    /// Shows this to the client, instead of what was to be shown before.
    pub fn show(&self, text: DisplayText) {
        if let Some(slot) = &self.display {
            slot.put(text);
        }
    }

    /// What the client sees; `None` without a display.
    pub fn shown(&self) -> Option<DisplayText> {
        self.display.as_ref().and_then(DisplaySlot::shown)
    }

    /// Ends the threads: the job under way gets 2 seconds, those in the queue
    /// are told as failed. A thread that hangs in spite of all is left behind.
    pub fn shutdown(mut self) {
        self.stop.raise();
        self.printer = None;
        self.copies = None;
        let deadline = Instant::now() + CLOSING_LIMIT;
        for handle in self.threads.drain(..) {
            while !handle.is_finished() && Instant::now() < deadline {
                thread::sleep(CLOSING_STEP);
            }
            if handle.is_finished() {
                // A thread that panicked has ended too.
                let _ = handle.join();
            }
        }
    }

    fn queue(&self, task: PrinterTask) -> Result<(), NotQueued> {
        let printer = self.printer.as_ref().ok_or(NotQueued::NoPrinter)?;
        printer.tasks.try_send(task).map_err(|err| match err {
            TrySendError::Full(_) => NotQueued::QueueFull,
            TrySendError::Disconnected(_) => NotQueued::Closing,
        })
    }

    fn start_scanner(&mut self, uri: DeviceUri, double_read: Duration) {
        let (reporter, stop) = (self.reporter.clone(), self.stop.clone());
        let run = move || scanner::run(&uri, double_read, &reporter, &stop);
        if let Err(err) = self.start_thread("scanner", run) {
            self.reporter.scanner(Lamp::Down(DeviceTrouble::from(&err)));
        }
    }

    fn start_printer(&mut self, config: &PrinterConfig) {
        let pretend = (config.uri == DeviceUri::Pretend).then(PretendPrinter::default);
        let place = match &pretend {
            Some(printer) => PrinterPlace::Pretend(printer.clone()),
            None => PrinterPlace::Uri(config.uri.clone()),
        };
        let (tasks, queue) = mpsc::sync_channel(QUEUE_LEN_MAX);
        let profile = config.profile();
        self.printer = Some(Printer {
            tasks,
            config: config.clone(),
            profile: profile.clone(),
            pretend,
        });
        let ends = (self.reporter.clone(), self.stop.clone());
        let inbox = Inbox::new(queue, self.given_up.clone());
        let worker = PrinterThread::new(place, profile, ends, inbox).waiting(config.answer_ms);
        if let Err(err) = self.start_thread("printer", move || worker.run()) {
            self.reporter.printer(Lamp::Down(DeviceTrouble::from(&err)));
        }
    }

    fn start_copies(&mut self, config: CopiesConfig) {
        let (copies, queue) = mpsc::sync_channel(QUEUE_LEN_MAX);
        let ends = (self.reporter.clone(), self.stop.clone());
        let run = move || copies::run(&config, &queue, &ends);
        // Without its thread, copies are refused.
        if self.start_thread("copies", run).is_ok() {
            self.copies = Some(copies);
        }
    }

    fn start_display(&mut self, config: DisplayConfig) {
        let slot = self.display.clone().unwrap_or_default();
        let ends = (self.reporter.clone(), self.stop.clone());
        let run = move || display::run(&config, &slot, &ends);
        if let Err(err) = self.start_thread("display", run) {
            self.reporter.display(Lamp::Down(DeviceTrouble::from(&err)));
        }
    }

    fn start_thread(&mut self, name: &str, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let handle = thread::Builder::new().name(name.to_owned()).spawn(run)?;
        self.threads.push(handle);
        Ok(())
    }
}

impl Drop for Devices {
    fn drop(&mut self) {
        self.stop.raise();
    }
}
