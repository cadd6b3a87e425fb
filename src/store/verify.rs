//! Proves a store that nobody has open, without changing a byte of it: the whole
//! journal, the figures that must be without gaps, and the index against it.

use std::{collections::BTreeMap, fs, path::Path};

use chrono::{DateTime, Utc};

use super::{
    closing::{index_dir, journal_dir},
    codec::decode,
    digest::Proof,
    error::{Doing, IoContext, StoreError, hex},
    files,
    index::{Index, Position},
    journal::{Entry, Tail, reader},
    lock::Lock,
    open::Notice,
    record::Kind,
    records::check_known,
    store::{OnProgress, Stage},
    sums::{Fingerprint, Sums},
};
use crate::domain::{
    drawer::DrawerSession,
    ids::{LedgerEntryId, Register},
    ledger::{LedgerEntry, assert_balanced},
    money::Money,
    sale::Sale,
};

/// What was proved, and what was found wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyReport {
    pub store_id: [u8; 16],
    pub n_segments: u32,
    pub n_entries: u64,
    /// Of the journal, up to its last whole entry.
    pub n_bytes: u64,
    /// Hexadecimal hash of the last entry: one line that stands for all of it.
    pub head: String,
    pub first_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    /// Bytes of an unfinished last entry that the next opening cuts off.
    pub n_torn_bytes: u64,
    pub n_records: u64,
    pub n_ledger_entries: u64,
    /// Per register, the last receipt number; all from 1 are there unless
    /// `problems` says otherwise.
    pub receipts: BTreeMap<Register, u64>,
    /// Per register, the last Z number.
    pub closings: BTreeMap<Register, u64>,
    pub problems: Vec<Problem>,
    pub index: IndexVerdict,
}

impl VerifyReport {
    /// Whether all is well with what is truth. The index may still be rebuilt.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Something that the journal records faithfully and that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    ReceiptMissing {
        register: Register,
        number: u64,
    },
    ReceiptTwice {
        register: Register,
        number: u64,
    },
    ZMissing {
        register: Register,
        number: u64,
    },
    ZTwice {
        register: Register,
        number: u64,
    },
    LedgerUnbalanced {
        id: LedgerEntryId,
        sum: Money,
    },
    /// What is never changed was changed or removed by entry `seq`.
    Rewritten {
        kind: Kind,
        key: String,
        seq: u64,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexVerdict {
    Same,
    Missing,
    /// Right as far as it goes; the next opening applies the rest.
    Behind {
        n_entries: u64,
    },
    /// The next opening builds it again.
    Different {
        expected: Proof,
        found: Proof,
    },
    Unusable {
        what: String,
    },
}

/// Reads everything and changes nothing. The index is proved on a copy, since
/// sled writes to its files when they are opened.
///
/// # Errors
///
/// `InUse`, `NewerStore`, `NewerRecord`, files that cannot be read, and damage
/// in the journal. What the journal records faithfully but wrongly is in the
/// report.
pub fn verify(dir: &Path, on_progress: Option<OnProgress>) -> Result<VerifyReport, StoreError> {
    fs::metadata(dir).doing(Doing::Reading, dir)?;
    reader::check_formats(&journal_dir(dir))?;
    let _lock = Lock::take_unchanged(&dir.join("lock"))?;
    let mut notice = Notice::new(on_progress);
    let copy = copy_index(dir);
    let index = match &copy {
        Ok(copy) => opened(copy.as_ref()),
        Err(err) => Err(err.clone()),
    };
    let seen = index
        .as_ref()
        .ok()
        .and_then(|it| it.as_ref())
        .map(|it| it.1.seq);

    let mut findings = Findings::default();
    let mut sums = Sums::default();
    let mut at_index = (seen == Some(0)).then(Proof::default);
    let mut index_head = [0; 32];
    let total = journal_len(dir)?;
    let tail = reader::read(&journal_dir(dir), &mut |entry, hash, done| {
        notice.step(Stage::ReadingJournal, entry.seq, done, total)?;
        findings.look_at(entry, &mut sums)?;
        if seen == Some(entry.seq) {
            at_index = Some(sums.total());
            index_head = *hash;
        }
        Ok(())
    })?;
    let tail = tail.ok_or_else(|| StoreError::JournalMissing {
        path: dir.to_path_buf(),
    })?;
    let verdict = match index {
        Ok(None) => IndexVerdict::Missing,
        Err(err) => IndexVerdict::Unusable {
            what: err.to_string(),
        },
        Ok(Some((index, position))) => {
            let same_history = position.store_id == tail.store_id && position.head == index_head;
            let expected = at_index.filter(|_| same_history);
            judge(&index, &position, expected, &tail, &mut notice)?
        }
    };
    Ok(findings.into_report(&tail, &sums.total(), verdict))
}

fn journal_len(dir: &Path) -> Result<u64, StoreError> {
    let mut total = 0;
    for (_, path) in reader::segment_files(&journal_dir(dir))? {
        total += fs::metadata(&path).doing(Doing::Reading, &path)?.len();
    }
    Ok(total)
}

/// A copy of the index in a folder that goes away again; `None` without index.
fn copy_index(dir: &Path) -> Result<Option<tempfile::TempDir>, StoreError> {
    let from = index_dir(dir);
    if !from.exists() {
        return Ok(None);
    }
    let to = tempfile::tempdir().doing(Doing::Creating, &std::env::temp_dir())?;
    files::copy_tree(&from, to.path())?;
    Ok(Some(to))
}

fn opened(copy: Option<&tempfile::TempDir>) -> Result<Option<(Index, Position)>, StoreError> {
    let Some(copy) = copy else {
        return Ok(None);
    };
    let index = Index::open(copy.path())?;
    match index.position()? {
        Some(position) => Ok(Some((index, position))),
        None => Err(StoreError::index(&"it does not say how far it has come")),
    }
}

fn judge(
    index: &Index,
    position: &Position,
    expected: Option<Proof>,
    tail: &Tail,
    notice: &mut Notice,
) -> Result<IndexVerdict, StoreError> {
    let total = position.proof.n_records;
    let found = match index.prove(|n| notice.step(Stage::CheckingIndex, n, n, total)) {
        Ok(found) => found,
        Err(StoreError::Stopped) => return Err(StoreError::Stopped),
        Err(err) => {
            return Ok(IndexVerdict::Unusable {
                what: err.to_string(),
            });
        }
    };
    Ok(match expected {
        None => IndexVerdict::Unusable {
            what: "it belongs to another journal than this".into(),
        },
        Some(expected) if expected != found => IndexVerdict::Different { expected, found },
        Some(_) if position.seq < tail.seq => IndexVerdict::Behind {
            n_entries: tail.seq - position.seq,
        },
        Some(_) => IndexVerdict::Same,
    })
}

#[derive(Default)]
struct Findings {
    receipts: BTreeMap<Register, BTreeMap<u64, u32>>,
    closings: BTreeMap<Register, BTreeMap<u64, u32>>,
    n_ledger_entries: u64,
    problems: Vec<Problem>,
}

impl Findings {
    /// Takes an entry in, after what came before it.
    fn look_at(&mut self, entry: &Entry, sums: &mut Sums) -> Result<(), StoreError> {
        for change in &entry.changes {
            let old = sums.get(change.key);
            let mut is_closed = false;
            if let Some(value) = change.value {
                check_known(change.key, value)?;
                is_closed = self.record(change.key, value, old)?;
            }
            if old.is_some() {
                self.rewritten(change.key, entry.seq);
            }
            sums.set(change.key, change.value, is_closed)?;
        }
        Ok(())
    }

    /// Sales, movements and postings are corrected by new ones, never changed.
    fn rewritten(&mut self, key: &[u8], seq: u64) {
        let kind = key.first().and_then(|byte| Kind::from_byte(*byte));
        let is_final = |kind: &Kind| {
            matches!(
                kind,
                Kind::Sale | Kind::CashMovement | Kind::LedgerEntry | Kind::StockMovement
            )
        };
        if let Some(kind) = kind.filter(is_final) {
            let key = hex(key);
            self.problems.push(Problem::Rewritten { kind, key, seq });
        }
    }

    /// Whether it is a drawer session that has its closing.
    fn record(
        &mut self,
        key: &[u8],
        value: &[u8],
        old: Option<Fingerprint>,
    ) -> Result<bool, StoreError> {
        match key.first().and_then(|byte| Kind::from_byte(*byte)) {
            Some(Kind::Sale) => {
                let receipt = decode::<Sale>(key, value)?.receipt;
                let run = self.receipts.entry(receipt.register).or_default();
                *run.entry(receipt.number).or_default() += u32::from(old.is_none());
            }
            Some(Kind::DrawerSession) => {
                let was_closed = old.is_some_and(|it| it.is_closed);
                let session = decode::<DrawerSession>(key, value)?;
                if let Some(closing) = session.closing {
                    let run = self.closings.entry(session.register).or_default();
                    *run.entry(closing.z_number).or_default() += u32::from(!was_closed);
                    return Ok(true);
                }
            }
            Some(Kind::LedgerEntry) => {
                let entry = decode::<LedgerEntry>(key, value)?;
                self.n_ledger_entries += u64::from(old.is_none());
                if let Err(unbalanced) = assert_balanced(&entry.postings) {
                    self.problems.push(Problem::LedgerUnbalanced {
                        id: entry.id,
                        sum: unbalanced.sum,
                    });
                }
            }
            _ => (),
        }
        Ok(false)
    }

    fn into_report(mut self, tail: &Tail, proof: &Proof, index: IndexVerdict) -> VerifyReport {
        let mut problems = std::mem::take(&mut self.problems);
        let receipts = runs(
            &self.receipts,
            &mut problems,
            |register, number| Problem::ReceiptMissing { register, number },
            |register, number| Problem::ReceiptTwice { register, number },
        );
        let closings = runs(
            &self.closings,
            &mut problems,
            |register, number| Problem::ZMissing { register, number },
            |register, number| Problem::ZTwice { register, number },
        );
        VerifyReport {
            store_id: tail.store_id,
            n_segments: tail.segment,
            n_entries: tail.seq,
            n_bytes: tail.n_bytes,
            head: hex(&tail.head),
            first_at: tail.first_at,
            last_at: tail.last_at,
            n_torn_bytes: tail.n_torn,
            n_records: proof.n_records,
            n_ledger_entries: self.n_ledger_entries,
            receipts,
            closings,
            problems,
            index,
        }
    }
}

/// The last number of each run; what is missing from 1 up to it, or there more
/// than once, becomes a problem. Of a long gap only its first number is named.
fn runs(
    found: &BTreeMap<Register, BTreeMap<u64, u32>>,
    problems: &mut Vec<Problem>,
    missing: fn(Register, u64) -> Problem,
    twice: fn(Register, u64) -> Problem,
) -> BTreeMap<Register, u64> {
    let mut last_numbers = BTreeMap::new();
    for (register, run) in found {
        let mut last = 0;
        for (number, n) in run {
            if *number != last + 1 {
                problems.push(missing(*register, last + 1));
            }
            if *n > 1 {
                problems.push(twice(*register, *number));
            }
            last = *number;
        }
        last_numbers.insert(*register, last);
    }
    last_numbers
}
