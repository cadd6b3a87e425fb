//! The desk's printer and drawer behind `balm exec`: what a script sells is printed
//! and opens the drawer as on the screen, after the commit and never waited for.

use std::{
    collections::BTreeSet,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use crate::{
    devices::{DeviceConfig, DeviceNews, Devices},
    domain::{
        ids::PrintJobId,
        print_job::{PrintJob, PrintState},
    },
    locale::{Locale, Words},
    ops::{
        outcome::Outcome,
        request::{Request, Session},
        shop::{Shop, Stop},
    },
    reports::{Wording, page},
    store::Reads,
    ui::desk_devices::{PREVIEW_COLUMNS, copy_of},
};

/// So long the end of the input waits for papers that are still under way.
const LAST_PAPERS_LIMIT: Duration = Duration::from_secs(60);

/// Nothing, where the desk's settings name no printer.
pub(super) struct Printing {
    hub: Devices,
    news: Receiver<(PrintJobId, PrintState)>,
    session: Session,
    n_under_way: usize,
    /// Asked for again with the same request id, a copy is not sent again.
    copies: BTreeSet<PrintJobId>,
    n_settled: u64,
}

impl Printing {
    pub(super) fn start(config: &DeviceConfig, session: Session) -> Self {
        let (send, news) = channel();
        // A scanner is for the screen: what it reads would go nowhere here.
        let config = DeviceConfig {
            scanner: None,
            display: None,
            ..config.clone()
        };
        let hub = Devices::start(&config, move |told| {
            let told = match told {
                DeviceNews::JobState { job, state } => (job, state),
                DeviceNews::Copy { job, state, .. } => (job, state.settled()),
                _ => return,
            };
            // Whoever has stopped listening settles the job at the next start.
            let _ = send.send(told);
        });
        Self {
            hub,
            news,
            session,
            n_under_way: 0,
            copies: BTreeSet::new(),
            n_settled: 0,
        }
    }

    /// Sets the devices off for what has been committed; `to` is where a copy goes.
    ///
    /// # Errors
    ///
    /// When the page cannot be read; the sale itself is safe.
    pub(super) fn act_on(
        &mut self,
        outcome: &Outcome,
        to: Option<String>,
        shop: &Shop,
        locale: &Locale,
    ) -> Result<(), Stop> {
        if outcome.drawer_opens() {
            // No drawer is no fault, and a printer that is gone shows by its job.
            let _ = self.hub.kick_drawer();
        }
        if let Some(job) = outcome.print()
            && let Some(n_columns) = self.hub.n_columns()
        {
            self.print(job, n_columns, shop, locale)?;
        }
        if let Outcome::CopyQueued { job } = outcome
            && self.copies.insert(*job)
        {
            self.send_copy(*job, to, shop, locale)?;
        }
        self.settle_told(shop)
    }

    fn send_copy(
        &mut self,
        job: PrintJobId,
        to: Option<String>,
        shop: &Shop,
        locale: &Locale,
    ) -> Result<(), Stop> {
        let Some(settings) = shop.settings() else {
            return Ok(());
        };
        let words = Words::new(locale, Some(&settings));
        let n_columns = self.hub.n_columns().unwrap_or(PREVIEW_COLUMNS);
        let copy = copy_of(shop, &settings, &words, job, to, n_columns)?;
        match copy.map(|copy| self.hub.copy(copy)) {
            Some(Ok(())) => self.n_under_way += 1,
            Some(Err(why)) => self.settle(job, PrintState::from(why), shop)?,
            None => (),
        }
        Ok(())
    }

    fn print(
        &mut self,
        job: PrintJobId,
        n_columns: u16,
        shop: &Shop,
        locale: &Locale,
    ) -> Result<(), Stop> {
        let settings = shop.settings();
        let reads = shop.read();
        let (Some(job), Some(settings)) = (reads.get::<PrintJob>(&job)?, settings) else {
            return Ok(());
        };
        if job.state == PrintState::NotWanted {
            return Ok(());
        }
        let documents = shop.documents();
        let wording = Wording {
            locale,
            documents: &documents,
        };
        let Some(paper) = page(&reads, &settings, wording, job.what, job.copy, n_columns)? else {
            return Ok(());
        };
        // The guard must be gone before the next request of this thread.
        drop(reads);
        match self.hub.print(job.id, &paper) {
            Ok(()) => {
                self.n_under_way += 1;
                Ok(())
            }
            Err(why) => self.settle(job.id, PrintState::from(why), shop),
        }
    }

    /// Writes down what the printer has told so far.
    fn settle_told(&mut self, shop: &Shop) -> Result<(), Stop> {
        while let Ok((job, state)) = self.news.try_recv() {
            self.told(job, state, shop)?;
        }
        Ok(())
    }

    fn told(&mut self, job: PrintJobId, state: PrintState, shop: &Shop) -> Result<(), Stop> {
        if state != PrintState::Waiting {
            self.n_under_way = self.n_under_way.saturating_sub(1);
        }
        self.settle(job, state, shop)
    }

    fn settle(&mut self, job: PrintJobId, state: PrintState, shop: &Shop) -> Result<(), Stop> {
        self.n_settled += 1;
        let last_entry = shop.store().last_entry().map_or(0, |(seq, _)| seq);
        let id = format!("exec-paper-{last_entry}-{}", self.n_settled);
        let request = Request::SettlePrintJob { job, state };
        shop.run(&self.session, &id, &request).map(drop)
    }

    /// Waits for the last papers, but not for ever, and ends the device threads.
    ///
    /// # Errors
    ///
    /// When a job's state cannot be written.
    pub(super) fn finish(mut self, shop: &Shop, waits: bool) -> Result<(), Stop> {
        let deadline = Instant::now() + LAST_PAPERS_LIMIT;
        while waits && self.n_under_way > 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.news.recv_timeout(left) {
                Ok((job, state)) => self.told(job, state, shop)?,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        let hub = std::mem::replace(&mut self.hub, Devices::none());
        hub.shutdown();
        self.settle_told(shop)
    }
}
