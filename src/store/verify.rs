//! Proves a store that nobody has open, without changing a byte of it: the whole
//! journal, and what its records must come to.
//!
//! Segments are read, hashed and decoded by as many threads as there are cores; what
//! depends on the order of entries is put together from their findings. A thread has
//! no more than one entry's bytes in memory, and the records that count of the
//! segment that it reads and of those that wait to be put together.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    books::{Books, Seen, seen_in},
    checkpoint,
    closing::{journal_dir, last_clean},
    deep::{self, IndexVerdict},
    error::{Doing, IoContext, StoreError, hex},
    journal::{Hash, Header, Tail, reader},
    lock::Lock,
    open::{ALWAYS, Notice},
    side_by_side::{self, Progress, Reading, THREADS_MAX},
    store::{OnProgress, Stage},
    wrong::{Lost, Problem, Wrong},
};
use crate::domain::{
    anchor::AnchorMark,
    clock::{BEHIND_MAX, ClockAnswer},
    ids::Register,
};

/// What to prove, and who hears of it.
#[derive(Default)]
pub struct VerifyOptions {
    /// Of prints; each has its verdict in the report.
    pub anchors: Vec<AnchorMark>,
    /// The index as well, record by record.
    pub deep: bool,
    pub on_progress: Option<OnProgress>,
}

/// What was proved, and what was found wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyReport {
    pub store_id: [u8; 16],
    pub n_segments: u32,
    /// The last entry's number, which is how many there are unless some are lost.
    pub n_entries: u64,
    /// Of the journal, up to its last whole entry.
    pub n_bytes: u64,
    /// Hexadecimal hash of the last entry: one line that stands for all of it.
    pub head: String,
    pub first_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    /// Bytes of an unfinished last entry that the next opening cuts off, unless
    /// `problems` say that it had been finished.
    pub n_torn_bytes: u64,
    /// Records that were put or removed.
    pub n_changes: u64,
    pub n_ledger_entries: u64,
    /// Per currency, what all postings add up to, in minor units.
    pub ledger_totals: BTreeMap<String, i128>,
    /// Per register, the last receipt number; all from 1 are there unless
    /// `problems` or `lost` say otherwise.
    pub receipts: BTreeMap<Register, u64>,
    /// Per register, the last Z number.
    pub closings: BTreeMap<Register, u64>,
    /// In order of entries: the first one is the first bad entry.
    pub problems: Vec<Problem>,
    /// What a repair did not find.
    pub lost: Vec<Lost>,
    /// Entries from times that had not come yet.
    pub ahead: Vec<Ahead>,
    /// One for each mark that was asked for.
    pub anchors: Vec<AnchorVerdict>,
    pub index: IndexVerdict,
}

/// Entries that bear a later time than the clock showed which a person confirmed after
/// them: it was ahead when they were written. Nothing is wrong with what they say but
/// the hour, or the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub first: u64,
    pub last: u64,
    /// What the clock showed in the entry after the last of them.
    pub confirmed: DateTime<Utc>,
}

/// What became of the journal that a print stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorVerdict {
    /// All up to this entry is as it was printed.
    Holds { entry: u64 },
    /// Something up to this entry is not as it was printed.
    Different { entry: u64 },
    /// The journal ends before this entry, which it had.
    CutOff { entry: u64 },
    /// The entry is one of those that a repair did not find.
    Lost { entry: u64 },
    /// No entry has the hash that was given.
    NotFound,
}

impl VerifyReport {
    /// Whether all is well with what is truth. The index may still be rebuilt.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.anchors.iter().all(AnchorVerdict::is_well)
    }
}

impl AnchorVerdict {
    /// What is lost and known to be lost is no news.
    pub fn is_well(&self) -> bool {
        matches!(self, Self::Holds { .. } | Self::Lost { .. })
    }
}

/// Proves the journal of a store.
///
/// # Errors
///
/// As for [`verify_with`].
pub fn verify(dir: &Path, on_progress: Option<OnProgress>) -> Result<VerifyReport, StoreError> {
    let options = VerifyOptions {
        on_progress,
        ..VerifyOptions::default()
    };
    verify_with(dir, options)
}

/// Reads everything that is asked for and changes nothing.
///
/// # Errors
///
/// `InUse`, `NewerStore`, `NewerRecord`, files that cannot be read, and damage
/// in the journal. What the journal records faithfully but wrongly is in the
/// report.
pub fn verify_with(dir: &Path, options: VerifyOptions) -> Result<VerifyReport, StoreError> {
    fs::metadata(dir).doing(Doing::Reading, dir)?;
    let _lock = Lock::take_unchanged(&dir.join("lock"))?;
    let mut notice = Notice::new(options.on_progress);
    let mut report = prove(&journal_dir(dir), &options.anchors, &mut notice)?;
    if options.deep {
        report.index = deep::compare(dir, &mut notice)?;
    }
    if let Some(last) = last_known(dir, &report).filter(|it| *it > report.n_entries) {
        report.problems.push(Problem {
            entry: report.n_entries + 1,
            what: Wrong::EndMissing { last },
        });
    }
    Ok(report)
}

/// The last entry that is known to have been whole: by the last clean stop, else by the
/// index and its copy. Only where the last stop was not clean is the index asked, since
/// that takes a copy of it.
fn last_known(dir: &Path, report: &VerifyReport) -> Option<u64> {
    let clean = last_clean(dir).map(|(last, _)| last);
    let seen = match report.index {
        IndexVerdict::Ahead { last } => Some(last),
        IndexVerdict::NotCompared if clean.is_none() => deep::last_seen(dir, report.store_id),
        _ => None,
    };
    let copied = checkpoint::newest_entry(dir);
    clean.max(seen).max(copied)
}

/// Proves a folder of segment files: a mirror's, or one out of a backup.
///
/// # Errors
///
/// As for [`verify_with`].
pub fn verify_journal(
    journal: &Path,
    anchors: &[AnchorMark],
    on_progress: Option<OnProgress>,
) -> Result<VerifyReport, StoreError> {
    fs::metadata(journal).doing(Doing::Reading, journal)?;
    prove(journal, anchors, &mut Notice::new(on_progress))
}

pub(super) fn prove(
    journal: &Path,
    marks: &[AnchorMark],
    notice: &mut Notice,
) -> Result<VerifyReport, StoreError> {
    reader::check_formats(journal)?;
    let work = Work::of(journal, marks)?;
    let mut whole = Whole::default();
    let mut tell = |done| notice.step(Stage::ReadingJournal, ALWAYS, done, work.n_total);
    let n = (work.segments.len(), THREADS_MAX);
    side_by_side::read(&work, n, &mut tell, &mut |nth, found| {
        let number = work.segments.get(nth).map_or(0, |it| it.0);
        whole.take_in(number, found)
    })?;
    let (mut report, set_back) = whole.into_report(marks)?;
    for (entry, answer) in set_back {
        let confirmed = answer.shown;
        let first = reader::first_after(journal, confirmed + BEHIND_MAX)?;
        report
            .ahead
            .extend(first.filter(|it| *it < entry).map(|first| Ahead {
                first,
                last: entry - 1,
                confirmed,
            }));
    }
    Ok(report)
}

/// The entries in which a person confirmed a clock that was behind the journal.
type SetBack = Vec<(u64, ClockAnswer)>;

/// What is read, and what for.
struct Work<'a> {
    marks: &'a [AnchorMark],
    segments: Vec<(u32, PathBuf)>,
    n_total: u64,
}

/// What counts, with the entries' numbers, in order.
type Seens = Vec<(u64, Seen)>;

/// What a thread has read of one segment.
struct Found {
    header: Option<Header>,
    read: Result<Tail, StoreError>,
    seen: Seens,
    n_changes: u64,
    /// Verdicts on marks, by their places.
    anchors: Vec<(usize, AnchorVerdict)>,
}

impl<'a> Work<'a> {
    fn of(journal: &Path, marks: &'a [AnchorMark]) -> Result<Self, StoreError> {
        let segments = reader::segment_files(journal)?;
        if segments.is_empty() {
            let dir = journal.parent().unwrap_or(journal);
            return Err(StoreError::JournalMissing {
                path: dir.to_path_buf(),
            });
        }
        let mut n_total = 0;
        for (_, path) in &segments {
            n_total += fs::metadata(path).doing(Doing::Reading, path)?.len();
        }
        Ok(Self {
            marks,
            segments,
            n_total,
        })
    }

    /// What the entry says of the marks that may be its own.
    fn judge(&self, entry: u64, hash: &Hash) -> Vec<(usize, AnchorVerdict)> {
        let marks = self.marks.iter().enumerate();
        let may_be = marks.filter(|(_, mark)| mark.may_be_of(entry));
        may_be
            .filter_map(|(idx, mark)| {
                if mark.stands_for(entry, hash) {
                    return Some((idx, AnchorVerdict::Holds { entry }));
                }
                match mark {
                    AnchorMark::Code { .. } => Some((idx, AnchorVerdict::Different { entry })),
                    AnchorMark::Head(_) => None,
                }
            })
            .collect()
    }
}

impl Reading for Work<'_> {
    type Found = Found;
    type Spent = Seens;

    fn read(&self, nth: usize, progress: &Progress) -> Found {
        let is_last = nth + 1 == self.segments.len();
        let (mut seen, mut anchors) = (Vec::new(), Vec::new());
        let (mut n_changes, mut n_told) = (0, 0);
        let Some(segment) = self.segments.get(nth) else {
            return Found {
                header: None,
                read: Err(StoreError::Stopped),
                seen,
                n_changes,
                anchors,
            };
        };
        let (header, read) = reader::read_alone(segment, is_last, &mut |entry, hash, n_bytes| {
            progress.more(n_bytes - n_told)?;
            n_told = n_bytes;
            n_changes += entry.changes.len() as u64;
            anchors.extend(self.judge(entry.seq, hash));
            seen_in(entry, &mut |it| seen.push((entry.seq, it)))
        });
        Found {
            header,
            read,
            seen,
            n_changes,
            anchors,
        }
    }
}

/// The journal up to the segments taken in so far.
#[derive(Default)]
struct Whole {
    tail: Option<Tail>,
    books: Books,
    n_changes: u64,
    anchors: BTreeMap<usize, AnchorVerdict>,
}

impl Whole {
    /// Gives back what it has taken in.
    fn take_in(&mut self, number: u32, found: Found) -> Result<Seens, StoreError> {
        let n_good = self.tail.map_or(0, |it| it.seq);
        let before = reader::follow_alone(self.tail, (found.header.as_ref(), &found.read), number)?;
        if before.seq > n_good {
            self.books.gap(n_good + 1, before.seq);
        }
        for of_entry in found.seen.chunk_by(|(one, _), (next, _)| one == next) {
            if let Some((entry, _)) = of_entry.first() {
                let all = of_entry.iter().map(|(_, it)| it);
                self.books.take_in(*entry, all);
            }
        }
        self.tail = Some(reader::joined(before, found.read?)?);
        self.n_changes += found.n_changes;
        for (idx, verdict) in found.anchors {
            let known = self.anchors.entry(idx).or_insert(verdict);
            if verdict.is_well() {
                *known = verdict;
            }
        }
        Ok(found.seen)
    }

    fn into_report(self, marks: &[AnchorMark]) -> Result<(VerifyReport, SetBack), StoreError> {
        let tail = self.tail.ok_or(StoreError::Stopped)?;
        let proved = self.books.finish();
        let verdict = |(idx, mark): (usize, &AnchorMark)| match (self.anchors.get(&idx), mark) {
            (Some(verdict), _) => *verdict,
            (None, AnchorMark::Code { n_entries, .. }) if *n_entries > tail.seq => {
                AnchorVerdict::CutOff { entry: *n_entries }
            }
            (None, AnchorMark::Code { n_entries, .. }) if is_lost(&proved.lost, *n_entries) => {
                AnchorVerdict::Lost { entry: *n_entries }
            }
            (None, AnchorMark::Code { n_entries, .. }) => {
                AnchorVerdict::Different { entry: *n_entries }
            }
            (None, AnchorMark::Head(_)) => AnchorVerdict::NotFound,
        };
        let anchors = marks.iter().enumerate().map(verdict).collect();
        let report = VerifyReport {
            store_id: tail.store_id,
            n_segments: tail.segment,
            n_entries: tail.seq,
            n_bytes: tail.n_bytes,
            head: hex(&tail.head),
            first_at: tail.first_at,
            last_at: tail.last_at,
            n_torn_bytes: tail.n_torn,
            n_changes: self.n_changes,
            n_ledger_entries: proved.n_ledger_entries,
            ledger_totals: proved.ledger_totals,
            receipts: proved.receipts,
            closings: proved.closings,
            problems: proved.problems,
            lost: proved.lost,
            ahead: Vec::new(),
            anchors,
            index: IndexVerdict::NotCompared,
        };
        Ok((report, proved.set_back))
    }
}

fn is_lost(lost: &[Lost], entry: u64) -> bool {
    lost.iter().any(|it| match it {
        Lost::Entries { first, last } => (*first..=*last).contains(&entry),
        Lost::Receipts { .. } | Lost::Zs { .. } => false,
    })
}
