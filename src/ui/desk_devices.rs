//! The desk's way to its printer, drawer and scanner: what to print is laid out
//! here, after the commit, and handed to the device's own thread.

use std::collections::VecDeque;

use super::{component::Trial, view::View};
use crate::{
    devices::{
        Devices, Lamp, Lamps, NotQueued, PretendPrinter, TRIAL_JOB,
        copies::{Copy, CopyWays},
        display::{self, DisplayText},
    },
    domain::{
        barcode,
        catalog::Product,
        document::Document,
        ids::PrintJobId,
        paper::Paper,
        print_job::{PrintJob, PrintState, Printable},
        purse::GiftCard,
        sale::Sale,
        settings::Settings,
    },
    locale::Words,
    ops::{
        request::Request,
        shop::{Shop, Stop},
    },
    reports::{Wording, page},
    store::{Reader, Reads, StoreError, record::Lookup},
};

/// Where no printer is set up, previews are as wide as the commonest paper.
pub const PREVIEW_COLUMNS: u16 = 42;

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
        let documents = view.shop.documents();
        let wording = Wording {
            locale: &view.locale,
            documents: &documents,
        };
        let page = page(&reads, &view.settings, wording, job.what, job.copy, columns)?;
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
        let documents = view.shop.documents();
        let wording = Wording {
            locale: &view.locale,
            documents: &documents,
        };
        let page = page(&reads, &view.settings, wording, what, copy, columns)?;
        let (Some(job), Some(paper)) = (jobs.last(), page) else {
            return Ok(None);
        };
        Ok(self.hub.print(job.id, &paper).err())
    }

    /// Lays out a copy that is no paper and queues it. What cannot be queued is not
    /// sent, and its record is to say so.
    pub(super) fn send_copy(
        &self,
        job: PrintJobId,
        to: Option<String>,
        view: &View,
    ) -> Result<Option<NotQueued>, Stop> {
        let words = view.words();
        let copy = copy_of(
            &view.shop,
            &view.settings,
            &words,
            job,
            to,
            self.n_columns(),
        )?;
        Ok(copy.and_then(|copy| self.hub.copy(copy).err()))
    }

    pub fn copy_ways(&self) -> CopyWays {
        self.hub.copy_ways()
    }

    /// Makes a device show that it works.
    pub(super) fn attempt(&self, trial: Trial, view: &View) -> Option<NotQueued> {
        let queued = match trial {
            Trial::Page => self.hub.print_test(),
            Trial::Strip => self.hub.print_strip(TRIAL_JOB, None),
            Trial::Drawer => self.hub.kick_drawer(),
            Trial::Display if view.lamps.display == Lamp::Missing => Err(NotQueued::NoDisplay),
            Trial::Display => {
                let ruler = "12345678901234567890";
                let text = DisplayText::centred(&view.settings.shop_name, ruler);
                self.hub.show(text);
                Ok(())
            }
        };
        queued.err()
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

/// The copy that a job stands for; `None` if there is no such job or paper.
///
/// # Errors
///
/// When the store cannot be read.
pub fn copy_of(
    shop: &Shop,
    settings: &Settings,
    words: &Words,
    job: PrintJobId,
    to: Option<String>,
    n_columns: u16,
) -> Result<Option<Copy>, StoreError> {
    let reads = shop.read();
    let found = reads.get::<PrintJob>(&job)?.map(|it| it.what);
    let Some(what) = found.filter(|it| it.is_copy()) else {
        return Ok(None);
    };
    let documents = shop.documents();
    let wording = Wording {
        locale: words.locale,
        documents: &documents,
    };
    let Some(paper) = page(&reads, settings, wording, what, 0, n_columns)? else {
        return Ok(None);
    };
    let Some(name) = name_of(&reads, words, what)? else {
        return Ok(None);
    };
    let shop = settings.shop_name.clone();
    let filled = [
        ("name", name.as_str().into()),
        ("shop", shop.as_str().into()),
    ];
    Ok(Some(Copy {
        job,
        subject: words.locale.fill("copy-subject", &filled),
        lines: paper.to_text(),
        name,
        shop,
        to,
    }))
}

/// What a copy is called, in its file's name too.
fn name_of(reads: &Reader, words: &Words, what: Printable) -> Result<Option<String>, StoreError> {
    let receipt = |sale: Sale| {
        let receipt = [("receipt", sale.receipt.to_string().into())];
        words.locale.fill("print-receipt", &receipt)
    };
    let with = |it: Document, number: String| format!("{} {number}", words.document(it.kind()));
    Ok(match what {
        Printable::Receipt(sale) | Printable::Copy(sale) => reads.get::<Sale>(&sale)?.map(receipt),
        Printable::Z(_) | Printable::ZOfDay(_) | Printable::DaySheet { .. } => None,
        Printable::Document(document) | Printable::DocumentCopy(document) => match document {
            Document::Invoice { sale, .. } => {
                let sale = reads.get::<Sale>(&sale)?;
                sale.map(|it| with(document, it.receipt.to_string()))
            }
            Document::CashOrder(id) => Some(with(document, id.to_string())),
            Document::VisitCard(id) => Some(with(document, id.to_string())),
            Document::GiftCertificate(id) => {
                let card = reads.get::<GiftCard>(&id)?;
                card.map(|it| with(document, it.number))
            }
            Document::Statement { client, until, .. } => {
                Some(with(document, format!("{client} {until}")))
            }
        },
    })
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
