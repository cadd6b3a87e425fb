//! The books as they lie in the journal, day of trade after day of trade, for whoever
//! takes them elsewhere. The shop may be open meanwhile.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use super::{
    codec::decode,
    error::{Doing, IoContext, StoreError},
    export::{Found, walk},
    journal::Entry,
    open::Notice,
    record::Kind,
    records::kind_of,
    store::OnProgress,
};
use crate::domain::{
    drawer::DrawerSession,
    ids::{Register, StaffId},
    ledger::{Account, LedgerEntry, chart::Chart},
    sale::{ReceiptNumber, Sale, SaleKind},
    settings::Settings,
    staff::Staff,
};

/// What must be known of all entries before the first is written down.
#[derive(Debug)]
pub struct Book {
    dir: PathBuf,
    /// As they are now.
    pub settings: Settings,
    pub chart: Chart,
    pub staff: BTreeMap<StaffId, String>,
    /// All that were ever posted to.
    pub accounts: BTreeSet<Account>,
    /// The days of trade, each with the journal entry after which nothing more is
    /// posted to it.
    days: BTreeMap<NaiveDate, u64>,
    /// The last entry that was there when the book was opened.
    last: u64,
}

/// A balanced set of postings, with what it is called at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookEntry {
    pub entry: LedgerEntry,
    /// Of a sale, and what kind of sale it is.
    pub receipt: Option<(ReceiptNumber, SaleKind)>,
    /// Of a closing.
    pub z: Option<(Register, u64)>,
}

impl Book {
    /// # Errors
    ///
    /// Damage in the journal, a shop that was never set up, files that cannot be read.
    pub fn open(dir: &Path, on_progress: Option<OnProgress>) -> Result<Self, StoreError> {
        let mut book = Self {
            dir: dir.to_path_buf(),
            settings: Settings::provisional(),
            chart: Chart::default(),
            staff: BTreeMap::new(),
            accounts: BTreeSet::new(),
            days: BTreeMap::new(),
            last: 0,
        };
        book.last = walk(
            dir,
            &mut Notice::new(on_progress),
            &mut |found| match found {
                Found::Segment(_) => Ok(()),
                Found::Entry(entry, _) => book.note(entry),
            },
        )?;
        Ok(book)
    }

    fn note(&mut self, entry: &Entry<'_>) -> Result<(), StoreError> {
        for change in &entry.changes {
            let Some(value) = change.value else {
                continue;
            };
            match kind_of(change.key)? {
                Kind::Settings => self.settings = decode(change.key, value)?,
                Kind::Chart => self.chart = decode(change.key, value)?,
                Kind::Staff => {
                    let staff: Staff = decode(change.key, value)?;
                    self.staff.insert(staff.id, staff.short);
                }
                Kind::LedgerEntry => {
                    let posted: LedgerEntry = decode(change.key, value)?;
                    self.days.insert(posted.business_date, entry.seq);
                    let accounts = posted.postings.into_iter().map(|it| it.account);
                    self.accounts.extend(accounts);
                }
                _ => (),
            }
        }
        Ok(())
    }

    /// The first and the last day of trade; `None` where nothing was posted.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.days.first_key_value()?.0;
        let last = self.days.last_key_value()?.0;
        Some((*first, *last))
    }

    /// Gives all entries in the order of their days, and within a day as they were
    /// posted. Keeps no more of them in memory than those of days that went on side by
    /// side.
    ///
    /// # Errors
    ///
    /// As [`Book::open`], and what `visit` gives.
    pub fn read(
        &self,
        on_progress: Option<OnProgress>,
        visit: &mut dyn FnMut(&BookEntry) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        let mut waiting: BTreeMap<NaiveDate, Vec<BookEntry>> = BTreeMap::new();
        let mut days = self.days.iter().peekable();
        let mut take = |entry: &Entry<'_>| -> Result<ControlFlow<()>, StoreError> {
            if entry.seq > self.last {
                return Ok(ControlFlow::Break(()));
            }
            for posted in posted(entry)? {
                let day = waiting.entry(posted.entry.business_date).or_default();
                day.push(posted);
            }
            while let Some((day, _)) = days.next_if(|(_, last)| **last <= entry.seq) {
                for posted in waiting.remove(day).unwrap_or_default() {
                    visit(&posted).doing(Doing::Writing, Path::new("the export"))?;
                }
            }
            Ok(ControlFlow::Continue(()))
        };
        walk(
            &self.dir,
            &mut Notice::new(on_progress),
            &mut |found| match found {
                Found::Entry(entry, _) => take(entry).map(|_| ()),
                Found::Segment(_) => Ok(()),
            },
        )?;
        Ok(())
    }
}

/// What one journal entry adds to the books.
fn posted(entry: &Entry<'_>) -> Result<Vec<BookEntry>, StoreError> {
    let mut all = Vec::new();
    let (mut receipt, mut z) = (None, None);
    for change in &entry.changes {
        let Some(value) = change.value else {
            continue;
        };
        match kind_of(change.key)? {
            Kind::LedgerEntry => all.push(decode::<LedgerEntry>(change.key, value)?),
            Kind::Sale => {
                let sale: Sale = decode(change.key, value)?;
                receipt = Some((sale.receipt, sale.kind));
            }
            Kind::DrawerSession => {
                let session: DrawerSession = decode(change.key, value)?;
                z = session.closing.map(|it| (session.register, it.z_number));
            }
            _ => (),
        }
    }
    let booked = |entry| BookEntry { entry, receipt, z };
    Ok(all.into_iter().map(booked).collect())
}
