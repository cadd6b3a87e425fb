//! The desk's way to its printer, drawer and scanner: what to print is laid out
//! here, after the commit, and handed to the device's own thread.

use std::collections::VecDeque;

use super::view::View;
use crate::{
    devices::{
        Devices, Lamp, Lamps, NotQueued, PretendPrinter,
        copies::Copy,
        display::{self, DisplayText},
    },
    domain::{
        barcode,
        catalog::Product,
        ids::{PrintJobId, SaleId},
        paper::Paper,
        print_job::{PrintJob, PrintState, Printable},
        sale::Sale,
    },
    ops::{request::Request, shop::Stop},
    reports::page,
    store::{Reads, record::Lookup},
};

/// Where no printer is set up, previews are as wide as the commonest paper.
pub(super) const PREVIEW_COLUMNS: u16 = 42;

pub struct DeskDevices {
    hub: Devices,
    /// What the demo's pretend scanner still has to fire, in turn.
    codes: VecDeque<String>,
}

impl DeskDevices {
    pub fn new(hub: Devices) -> Self {
        Self {
            hub,
            codes: VecDeque::new(),
        }
    }

    pub fn lamps(&self) -> Lamps {
        self.hub.lamps()
    }

    pub fn n_columns(&self) -> u16 {
        self.hub.n_columns().unwrap_or(PREVIEW_COLUMNS)
    }

    /// Opens the drawer where there is one; a till without one is no fault.
    pub(super) fn kick_drawer(&self) -> Option<NotQueued> {
        self.hub
            .kick_drawer()
            .err()
            .filter(|why| *why != NotQueued::NoDrawer)
    }

    /// Lays the job's paper out and queues it. What cannot be queued is certainly not
    /// printed, and its record is to say so.
    pub(super) fn print(&self, job: PrintJobId, view: &View) -> Result<Option<Request>, Stop> {
        let reads = view.shop.read();
        let Some(job) = reads.get::<PrintJob>(&job)? else {
            return Ok(None);
        };
        if job.state == PrintState::NotWanted {
            return Ok(None);
        }
        let columns = self.n_columns();
        let page = page(
            &reads,
            &view.settings,
            &view.locale,
            job.what,
            job.copy,
            columns,
        )?;
        let Some(paper) = page else { return Ok(None) };
        let queued = self.hub.print(job.id, &paper);
        Ok(queued.err().map(|why| Request::SettlePrintJob {
            job: job.id,
            state: PrintState::from(why),
        }))
    }

    /// Queues one more copy that no record tells of.
    pub(super) fn print_unrecorded(
        &self,
        what: Printable,
        view: &View,
    ) -> Result<Option<NotQueued>, Stop> {
        let reads = view.shop.read();
        let jobs: Vec<PrintJob> = reads.find(&Lookup::PrintJobOf(what))?;
        let copy = u32::try_from(jobs.len()).unwrap_or(u32::MAX);
        let columns = self.n_columns();
        let page = page(&reads, &view.settings, &view.locale, what, copy, columns)?;
        let (Some(job), Some(paper)) = (jobs.last(), page) else {
            return Ok(None);
        };
        Ok(self.hub.print(job.id, &paper).err())
    }

    /// Queues a copy of a receipt that is no paper.
    pub(super) fn send_copy(
        &self,
        sale: SaleId,
        to: Option<String>,
        view: &View,
    ) -> Result<Option<NotQueued>, Stop> {
        let reads = view.shop.read();
        let what = Printable::Receipt(sale);
        let columns = self.n_columns();
        let paper = page(&reads, &view.settings, &view.locale, what, 0, columns)?;
        let (Some(paper), Some(sale)) = (paper, reads.get::<Sale>(&sale)?) else {
            return Ok(None);
        };
        let receipt = [("receipt", sale.receipt.to_string().into())];
        let name = view.fill("print-receipt", &receipt);
        let shop = view.settings.shop_name.clone();
        let filled = [
            ("name", name.as_str().into()),
            ("shop", shop.as_str().into()),
        ];
        let copy = Copy {
            subject: view.fill("copy-subject", &filled),
            lines: paper.to_text(),
            name,
            shop,
            to,
        };
        Ok(self.hub.copy(copy).err())
    }

    /// The printer's thread is not to wait for this job any longer.
    pub(super) fn give_up(&self, job: PrintJobId) {
        self.hub.give_up(job);
    }

    pub fn pretend_printer(&self) -> Option<PretendPrinter> {
        self.hub.pretend_printer()
    }

    /// Shows this to the client; never waits.
    pub(super) fn show(&self, text: DisplayText) {
        self.hub.show(text);
    }

    /// What the client sees; `None` without a display.
    pub fn shown(&self) -> Option<DisplayText> {
        self.hub.shown()
    }

    /// The client's display first, then the papers.
    pub(super) fn pretend_papers(&self) -> Vec<Vec<String>> {
        let papers = self.pretend_printer().map(|printer| printer.papers());
        let shown = self.hub.shown().map(|text| display::framed(&text));
        let papers = papers.unwrap_or_default();
        shown
            .into_iter()
            .chain(papers.iter().map(Paper::to_text))
            .collect()
    }

    /// Switches the pretend printer over; whether it is on now.
    pub(super) fn switch_pretend_printer(&self) -> bool {
        let Some(printer) = self.pretend_printer() else {
            return false;
        };
        printer.switch(!printer.is_on());
        printer.is_on()
    }

    /// The next product's code, as the pretend scanner fires it.
    pub(super) fn next_demo_code(&mut self, view: &View) -> Option<String> {
        if self.codes.is_empty() {
            let products = view.shop.read().all::<Product>().unwrap_or_default();
            self.codes = products
                .iter()
                .filter(|product| product.active)
                .filter_map(|product| product.barcodes.first())
                .map(|it| barcode::shown(&it.code).to_owned())
                .collect();
        }
        let code = self.codes.pop_front()?;
        self.codes.push_back(code.clone());
        Some(code)
    }

    /// Ends the device threads; the job under way gets a moment.
    pub fn shutdown(self) {
        self.hub.shutdown();
    }
}

/// A lamp of the top line: `PRN`, or `prn` with a mark when it is down; nothing for
/// a device that the desk does not have.
pub(super) fn lamp(name: &str, lamp: &Lamp) -> Option<String> {
    match lamp {
        Lamp::Missing => None,
        Lamp::Up => Some(name.to_uppercase()),
        Lamp::Starting => Some(name.to_lowercase()),
        Lamp::Down(_) => Some(format!("{}?", name.to_lowercase())),
    }
}
