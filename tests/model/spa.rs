//! The real shop that is tested, the clock it goes by, and its journal's bytes.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use balm::{
    domain::{
        booking::Appointment,
        ids::{AppointmentId, RawId},
        ledger::LedgerEntry,
    },
    ops::{
        Shop,
        clock::{Clock, SettableClock},
        request::Request,
    },
    store::{
        Change, Durability, IndexVerdict, OpenOptions, Reads, VerifyOptions, VerifyReport,
        record::Kind, verify_with,
    },
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use fastrand::Rng;
use tempfile::TempDir;

/// Small, so that a run goes through several.
const SEGMENT_BYTES_MAX: u64 = 192 * 1024;
/// A little over fifty years is two to this power, in seconds.
const JUMP_BITS_MAX: u32 = 30;

pub(super) struct Spa {
    pub(super) shop: Shop,
    clock: Arc<SettableClock>,
    changed: Arc<Mutex<Vec<Change>>>,
    /// What the journal's files held when they were last looked at.
    journal: Vec<(PathBuf, Vec<u8>)>,
    dir: TempDir,
}

impl Spa {
    pub(super) fn new(seed: u64) -> Self {
        let dir = TempDir::new().unwrap();
        let start = "2026-11-20T07:00:00Z".parse().unwrap();
        let clock = Arc::new(SettableClock::new(start));
        let mut store_id = [0; 16];
        store_id[..8].copy_from_slice(&seed.to_be_bytes());
        let options = OpenOptions {
            durability: Durability::Relaxed,
            segment_bytes_max: SEGMENT_BYTES_MAX,
            store_id: Some(store_id),
            ..OpenOptions::default()
        };
        let (shop, _) = Shop::open(dir.path(), clock.clone(), options).unwrap();
        let changed = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&changed);
        shop.subscribe(Box::new(move |changes| {
            heard.lock().unwrap().extend_from_slice(changes);
        }));
        Self {
            shop,
            clock,
            changed,
            journal: Vec::new(),
            dir,
        }
    }

    pub(super) fn pass(&self, minutes: i64) {
        self.clock.advance(TimeDelta::minutes(minutes));
    }

    /// Sets the clock back or forth by a second, by fifty years, or by anything
    /// between; never further than a century from where it began.
    pub(super) fn jump(&self, rng: &mut Rng) {
        let bits = rng.u32(0..=JUMP_BITS_MAX);
        let seconds = rng.i64(1 << bits..(2 << bits) - (1 << bits) / 2);
        let by = TimeDelta::seconds(if rng.bool() { seconds } else { -seconds });
        let least: DateTime<Utc> = "1926-11-20T07:00:00Z".parse().unwrap();
        let most: DateTime<Utc> = "2126-11-20T07:00:00Z".parse().unwrap();
        let now = self.clock.now();
        self.clock.jump((now + by).clamp(least, most) - now);
    }

    /// The day that the shop is in: not the clock's, where that is in doubt.
    pub(super) fn day(&self) -> NaiveDate {
        let doubted = self.shop.doubted_clock().unwrap();
        let last = doubted.and_then(|it| it.last).map(|it| it.date_naive());
        last.unwrap_or_else(|| self.shop.today())
    }

    /// Mostly whoever sees the clock's mistake says that it is right, and goes on.
    pub(super) fn confirmation(&self, rng: &mut Rng) -> Option<Request> {
        let doubted = self.shop.doubted_clock().unwrap()?;
        (rng.u8(0..4) > 0).then_some(Request::ConfirmClock { now: doubted.now })
    }

    pub(super) fn last_at(&self) -> Option<DateTime<Utc>> {
        self.shop.store().last_entry().map(|it| it.1)
    }

    /// Ledger entries and appointments written since this was last asked; `None` for
    /// one that left the book.
    pub(super) fn news(&self) -> (Vec<LedgerEntry>, Vec<(AppointmentId, Option<Appointment>)>) {
        let changes = std::mem::take(&mut *self.changed.lock().unwrap());
        let ids = |kind: Kind| {
            let of_kind = changes.iter().filter(move |it| it.kind == kind);
            of_kind.map(|it| {
                let packed = u64::from_be_bytes(it.key.as_slice().try_into().unwrap());
                RawId::from_u64(packed)
            })
        };
        let reader = self.shop.read();
        let entries =
            ids(Kind::LedgerEntry).map(|id| reader.get::<LedgerEntry>(&id.into()).unwrap());
        let visits = ids(Kind::Appointment).map(|id| {
            let id = AppointmentId::from(id);
            (id, reader.get::<Appointment>(&id).unwrap())
        });
        (entries.map(Option::unwrap).collect(), visits.collect())
    }

    /// What was written to the journal before still stands there, byte for byte;
    /// returns how many bytes there are now. Only the last two files can have been
    /// touched by one request; `all` looks at every one.
    pub(super) fn check_journal(&mut self, all: bool, label: &str) -> usize {
        let files = journal_files(self.dir.path());
        assert!(self.journal.len() <= files.len(), "{label}: a file is gone");
        let n_settled = self.journal.len().saturating_sub(2);
        for (place, file) in files.into_iter().enumerate() {
            if place < n_settled && !all {
                continue;
            }
            let now = fs::read(&file).unwrap();
            if let Some((path, before)) = self.journal.get_mut(place) {
                assert_eq!(*path, file, "{label}");
                let stands = now.starts_with(before);
                assert!(stands, "{label}: {} was rewritten", file.display());
                *before = now;
            } else {
                self.journal.push((file, now));
            }
        }
        self.journal.iter().map(|it| it.1.len()).sum()
    }

    /// Closes the shop and proves all that it leaves behind; the journal's bytes.
    pub(super) fn close(mut self, label: &str) -> (VerifyReport, Vec<u8>) {
        self.check_journal(true, label);
        self.shop.close().unwrap();
        let options = VerifyOptions {
            deep: true,
            ..VerifyOptions::default()
        };
        let report = verify_with(self.dir.path(), options).unwrap();
        assert!(report.is_sound(), "{label}: {:?}", report.problems);
        assert!(
            matches!(report.index, IndexVerdict::Same),
            "{label}: {:?}",
            report.index
        );
        let bytes = self.journal.into_iter().flat_map(|it| it.1).collect();
        (report, bytes)
    }
}

fn journal_files(store: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(store.join("journal")).unwrap();
    let files = files.map(|it| it.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|it| it.extension().is_some_and(|it| it == "balmlog"))
        .collect();
    files.sort();
    files
}
