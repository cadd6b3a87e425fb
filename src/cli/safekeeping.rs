//! The mirror and the backups that a desk keeps by itself while it runs.

use std::{
    fs,
    path::{Path, PathBuf},
    slice,
    sync::{
        Arc, Weak,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::{
    domain::{drawer::DrawerSession, ids::DrawerSessionId, ids::RawId},
    locale::Locale,
    ops::shop::Shop,
    store::{
        MirrorOptions, MirrorStatus, Reads, Store,
        backup::{BackupDays, BackupError, BackupWish, Lock, back_up, last_backup},
        record::Kind,
    },
};

use super::{Desk, backup};

/// How often the mirror and the proof of the files are looked at for the screen.
const LOOK: Duration = Duration::from_secs(1);
/// Between two looks at the clock for the nightly backup.
const CLOCK_LOOK: Duration = Duration::from_secs(30);
/// Seconds behind are shown in steps, so that a slow line is not kept busy.
const SHOWN_STEP_SECS: u64 = 5;
/// A backup that failed is tried again after so long.
const RETRY: TimeDelta = TimeDelta::minutes(15);

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MirrorConfig {
    /// Beside the settings, unless the path is absolute.
    pub folder: PathBuf,
    #[serde(default = "alarm_seconds")]
    pub alarm_seconds: u32,
}

fn alarm_seconds() -> u32 {
    60
}

impl MirrorConfig {
    pub(super) fn below(self, folder: &Path) -> Self {
        Self {
            folder: folder.join(self.folder),
            ..self
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BackupConfig {
    /// Beside the settings, unless the path is absolute.
    pub folder: Option<PathBuf>,
    pub recipients: Vec<String>,
    pub passphrase_file: Option<PathBuf>,
    /// A time of day on the shop's clock.
    pub nightly: Option<String>,
    pub at_close: bool,
    pub keep: Option<usize>,
    pub remind_days: u32,
    pub drill_days: u32,
}

impl Default for BackupConfig {
    fn default() -> Self {
        Self {
            folder: None,
            recipients: Vec::new(),
            passphrase_file: None,
            nightly: None,
            at_close: false,
            keep: None,
            remind_days: 3,
            drill_days: 31,
        }
    }
}

impl BackupConfig {
    pub(super) fn below(self, folder: &Path) -> Self {
        Self {
            folder: self.folder.map(|it| folder.join(it)),
            passphrase_file: self.passphrase_file.map(|it| folder.join(it)),
            ..self
        }
    }

    fn due(&self) -> BackupDays {
        BackupDays {
            backup: self.remind_days,
            drill: self.drill_days,
        }
    }

    /// Where archives go, if the settings say so. A folder that is not there now may be on
    /// a disk that is not mounted: nothing of its name is made in its stead.
    ///
    /// # Errors
    ///
    /// There is no such folder.
    pub(super) fn place(&self) -> Result<Option<PathBuf>, BackupError> {
        match &self.folder {
            Some(folder) if !folder.is_dir() => Err(BackupError::NoFolder {
                path: folder.clone(),
                is_file: folder.is_file(),
            }),
            folder => Ok(folder.clone()),
        }
    }

    /// # Errors
    ///
    /// What does not fit together.
    pub(super) fn check(&self) -> Result<(), Unfit> {
        let has_lock = !self.recipients.is_empty() || self.passphrase_file.is_some();
        if !self.recipients.is_empty() && self.passphrase_file.is_some() {
            return Unfit::of(
                "passphrase_file",
                "has recipients or a passphrase_file, not both",
            );
        }
        for (idx, recipient) in self.recipients.iter().enumerate() {
            Lock::to_recipients(slice::from_ref(recipient)).map_err(|err| Unfit {
                key: vec!["recipients".to_owned(), idx.to_string()],
                problem: err.to_string(),
            })?;
        }
        if self.keep == Some(0) {
            return Unfit::of("keep", "keep = 0: at least one archive is kept");
        }
        if let Some(text) = &self.nightly
            && time_of(text).is_none()
        {
            return Unfit::of(
                "nightly",
                &format!("nightly = {text:?}: a time is written 03:00"),
            );
        }
        let by_itself = match (&self.nightly, self.at_close) {
            (Some(_), _) => Some("nightly"),
            (None, true) => Some("at_close"),
            (None, false) => None,
        };
        match by_itself {
            Some(key) if self.folder.is_none() || !has_lock => Unfit::of(
                key,
                "by itself needs a folder, and recipients or a passphrase_file",
            ),
            _ => Ok(()),
        }
    }
}

/// A setting of `[backup]` that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("[backup] {problem}")]
pub(super) struct Unfit {
    /// Its name, and in a list the index.
    pub(super) key: Vec<String>,
    problem: String,
}

impl Unfit {
    fn of(key: &str, problem: &str) -> Result<(), Self> {
        Err(Self {
            key: vec![key.to_owned()],
            problem: problem.to_owned(),
        })
    }
}

fn time_of(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// What is said of a folder for a second copy that is in the shop's own.
pub(super) const IN_OWN_FOLDER: &str =
    "this is in the shop's own folder: what breaks the one breaks both";

/// Whether a folder is the shop's own or below it, by whatever name.
pub(super) fn is_within(folder: &Path, shop: &Path) -> bool {
    whole(folder).starts_with(whole(shop))
}

/// As the system calls it, as far as it is there.
fn whole(path: &Path) -> PathBuf {
    let found = path.ancestors().find_map(|above| {
        let named = if above.as_os_str().is_empty() {
            Path::new(".")
        } else {
            above
        };
        let rest = path.strip_prefix(above).ok()?;
        Some(fs::canonicalize(named).ok()?.join(rest))
    });
    found.unwrap_or_else(|| path.to_path_buf())
}

/// What a desk keeps beside its shop.
pub(super) struct Upkeep {
    pub(super) mirror: Option<MirrorConfig>,
    pub(super) backup: BackupConfig,
    /// Whose own files go into the archive: those that are there when it is made.
    pub(super) desk: Desk,
}

/// Without a thread there is no mirror; the attention list of the next start says so.
pub(super) fn start_mirror(store: &Store, config: Option<&MirrorConfig>) {
    if let Some(config) = config {
        let options = MirrorOptions {
            folder: config.folder.clone(),
            alarm_after: Duration::from_secs(config.alarm_seconds.into()),
        };
        let _ = store.start_mirror(&options);
    }
}

/// The threads that look after both.
pub(super) struct Keeper {
    tasks: Sender<Task>,
    backups: Option<JoinHandle<()>>,
    watch: (Sender<()>, JoinHandle<()>),
}

enum Task {
    /// Something happened to this drawer.
    Drawer(DrawerSessionId),
    End,
}

impl Keeper {
    /// `news` is called when the screen has something else to show.
    pub(super) fn start(
        shop: &Arc<Shop>,
        upkeep: Upkeep,
        news: impl Fn() + Clone + Send + 'static,
    ) -> Self {
        let store = shop.store();
        start_mirror(store, upkeep.mirror.as_ref());
        store.remind_of_backups(upkeep.backup.due());
        let (tasks, received) = channel();
        let told = tasks.clone();
        shop.subscribe(Box::new(move |changed| {
            let drawers = changed.iter().filter(|it| it.kind == Kind::DrawerSession);
            for key in drawers.filter_map(|it| <[u8; 8]>::try_from(it.key.as_slice()).ok()) {
                let id = RawId::from_u64(u64::from_be_bytes(key));
                // Nobody hears it where no backups are made.
                let _ = told.send(Task::Drawer(id.into()));
            }
        }));
        let (end, ended) = channel();
        let watch = {
            let (shop, news) = (Arc::downgrade(shop), news.clone());
            (end, thread::spawn(move || watch(&shop, &ended, &news)))
        };
        let by_itself = upkeep.backup.at_close || upkeep.backup.nightly.is_some();
        let backups = by_itself.then(|| {
            let backups = Backups {
                shop: Arc::downgrade(shop),
                dir: shop.store().dir().to_path_buf(),
                upkeep,
                failed_at: None,
            };
            thread::spawn(move || backups.keep(&received, &news))
        });
        Self {
            tasks,
            backups,
            watch,
        }
    }

    /// Waits for a backup that is being made, and says so.
    pub(super) fn finish(self) {
        let _ = self.tasks.send(Task::End);
        let (stop, thread) = self.watch;
        drop(stop);
        let _ = thread.join();
        if let Some(thread) = self.backups {
            thread::sleep(Duration::from_millis(20));
            if !thread.is_finished() {
                eprintln!("{}", Locale::english().text("backup-finishing"));
            }
            let _ = thread.join();
        }
    }
}

/// Tells when something changes on the screen of what no commit changes: the mirror, and
/// what is found wrong with the files beside the work.
fn watch(shop: &Weak<Shop>, stopped: &Receiver<()>, news: &dyn Fn()) {
    let mut shown = None;
    while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
        let Some(now) = shop.upgrade().map(|shop| Seen::of(shop.store())) else {
            return;
        };
        if shown.as_ref() != Some(&now) {
            let is_first = shown.is_none();
            let is_bad = now.n_damaged > 0 || now.has_no_checkpoint;
            shown = Some(now);
            if !is_first || is_bad {
                news();
            }
        }
    }
}

/// What makes a difference on the screen.
#[derive(PartialEq, Eq)]
struct Seen {
    mirror: Option<Lag>,
    n_damaged: usize,
    has_no_checkpoint: bool,
}

impl Seen {
    fn of(store: &Store) -> Self {
        let health = store.health();
        let found = [health.journal, health.index];
        Self {
            mirror: store.mirror().as_ref().map(Lag::of),
            n_damaged: found.iter().flatten().count(),
            has_no_checkpoint: store.checkpoint_failure().is_some(),
        }
    }
}

#[derive(PartialEq, Eq)]
struct Lag {
    is_well: bool,
    is_on_same_disk: bool,
    is_alarm: bool,
    /// Entries, and seconds in steps.
    behind: (u64, u64),
}

impl Lag {
    fn of(status: &MirrorStatus) -> Self {
        let is_well = status.is_well();
        let behind = (
            status.n_behind.map_or(0, |it| it + 1),
            status.behind.as_secs() / SHOWN_STEP_SECS,
        );
        Self {
            is_well,
            is_on_same_disk: status.is_on_same_disk,
            is_alarm: status.is_alarm,
            behind: if is_well { (0, 0) } else { behind },
        }
    }
}

struct Backups {
    shop: Weak<Shop>,
    dir: PathBuf,
    upkeep: Upkeep,
    failed_at: Option<DateTime<Utc>>,
}

impl Backups {
    fn keep(mut self, tasks: &Receiver<Task>, news: &dyn Fn()) {
        loop {
            let (wanted, is_end) = match tasks.recv_timeout(CLOCK_LOOK) {
                Ok(Task::Drawer(id)) => (self.upkeep.backup.at_close && self.is_closed(id), false),
                Ok(Task::End) | Err(RecvTimeoutError::Disconnected) => (false, true),
                Err(RecvTimeoutError::Timeout) => (self.is_due(), false),
            };
            if is_end {
                return;
            }
            if wanted && self.back_up() {
                news();
            }
        }
    }

    fn is_closed(&self, id: DrawerSessionId) -> bool {
        let Some(shop) = self.shop.upgrade() else {
            return false;
        };
        let session = shop.read().get::<DrawerSession>(&id);
        matches!(session, Ok(Some(session)) if session.closing.is_some())
    }

    fn is_due(&self) -> bool {
        let time = self.upkeep.backup.nightly.as_deref().and_then(time_of);
        let (Some(time), Some(shop)) = (time, self.shop.upgrade()) else {
            return false;
        };
        let Some(settings) = shop.settings() else {
            return false;
        };
        let now = shop.now();
        if self.failed_at.is_some_and(|at| now - at < RETRY) {
            return false;
        }
        let wall = |at: DateTime<Utc>| at.with_timezone(&settings.time_zone).naive_local();
        let last = last_backup(&self.dir).map(|it| wall(it.at));
        is_due(last, wall(now), time)
    }

    /// Whether something is to be shown.
    fn back_up(&mut self) -> bool {
        let Some(wish) = self.shop.upgrade().map(|shop| self.wish(&shop)) else {
            return false;
        };
        // The shop is not held meanwhile: who closes it does not wait for the disk.
        let done = wish.and_then(|wish| back_up(&self.dir, wish));
        let Some(shop) = self.shop.upgrade() else {
            return false;
        };
        self.failed_at = done.is_err().then(|| shop.now());
        let failure = done
            .err()
            .map(|err| backup::in_words(&Locale::english(), &err));
        shop.store().note_backup(failure);
        true
    }

    fn wish(&self, shop: &Shop) -> Result<BackupWish, BackupError> {
        let config = &self.upkeep.backup;
        Ok(BackupWish {
            to: config.place()?.unwrap_or_default(),
            lock: backup::lock_of(config)?.ok_or(BackupError::NoLock)?,
            // Settings that cannot be read now keep no day out of the archive.
            extras: backup::extras_of(&self.upkeep.desk).unwrap_or_default(),
            keep: config.keep,
            made_at: shop.now(),
            program: backup::PROGRAM.to_owned(),
            up_to: Some(shop.store().backup_point()),
            on_progress: None,
        })
    }
}

/// Whether the last backup is older than the last time that one was to be made; all on
/// the shop's clock.
fn is_due(last: Option<NaiveDateTime>, now: NaiveDateTime, time: NaiveTime) -> bool {
    let today = now.date().and_time(time);
    let latest = if today <= now {
        today
    } else {
        today - TimeDelta::days(1)
    };
    last.is_none_or(|last| last < latest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nightly_backup_is_due_once_and_made_up_for() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let three = time_of("03:00").unwrap();
        #[rustfmt::skip]
        let cases = [
            // last                       now                    due
            (None,                        "2026-11-21T12:00:00", true),
            (Some("2026-11-21T03:00:30"), "2026-11-21T12:00:00", false),
            (Some("2026-11-21T03:00:30"), "2026-11-22T02:59:59", false),
            (Some("2026-11-21T03:00:30"), "2026-11-22T03:00:00", true),
            // Made by hand in the evening: the night's is still to come.
            (Some("2026-11-21T22:00:00"), "2026-11-22T03:00:00", true),
            // The machine was off at night.
            (Some("2026-11-20T03:00:30"), "2026-11-21T09:00:00", true),
            // The clock was set back.
            (Some("2027-01-01T03:00:00"), "2026-11-21T09:00:00", false),
        ];
        for (last, now, want) in cases {
            assert_eq!(is_due(last.map(at), at(now), three), want, "{last:?} {now}");
        }
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let config = |text: &str| toml::from_str::<BackupConfig>(text).unwrap();
        let key = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
        let good = format!("folder = 'b'\nrecipients = ['{key}']\nnightly = '03:00'\nkeep = 3");
        assert_eq!(config(&good).check(), Ok(()));
        for (wrong, want) in [
            ("nightly = '03:00'", "needs a folder"),
            ("folder = 'b'\nat_close = true", "needs a folder"),
            ("nightly = '3 am'", "is written 03:00"),
            ("keep = 0", "at least one"),
            ("recipients = ['age1nobody']", "no age recipient"),
            ("recipients = ['x']\npassphrase_file = 'p'", "not both"),
        ] {
            let said = config(wrong).check().unwrap_err().to_string();
            assert!(said.contains(want), "{wrong}: {said}");
        }
    }
}
