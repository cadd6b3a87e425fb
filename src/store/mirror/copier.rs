//! Brings a mirror up to the journal's end, from wherever it is, and finds it again
//! after it was away.

use std::{
    collections::BTreeMap,
    fs,
    io::{ErrorKind, Read, Seek, SeekFrom, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use super::{
    comparison::{Comparison, Equal, Frames, judge_header},
    disk::{Disk, DiskFile, device, journal_of},
    status::MirrorTrouble::{self, Away, Diverged, JournalDamaged, OtherStore},
};
use crate::store::{
    error::hex,
    files,
    journal::{Tail, reader::segment_path, segment::HEADER_LEN},
};

/// In the mirror: whose it is.
pub(super) const MARKER: &str = "balm-mirror";
/// In the store's folder: what the mirror's folder was when it was last there.
const REMEMBERED: &str = "mirror";
const MARKER_BYTES_MAX: u64 = 4 * 1024;
/// Written between two syncs at most.
const SYNC_BYTES: u64 = 4 * 1024 * 1024;

/// How far the journal has come: all before it is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Goal {
    pub(super) segment: u32,
    pub(super) segment_len: u64,
    pub(super) seq: u64,
}

impl From<&Tail> for Goal {
    fn from(tail: &Tail) -> Self {
        Self {
            segment: tail.segment,
            segment_len: tail.segment_len,
            seq: tail.seq,
        }
    }
}

/// Told the last entry that is safe in the mirror; says whether to go on.
pub(super) type Reached<'a> = dyn FnMut(u64) -> ControlFlow<()> + 'a;

pub(super) struct Copier {
    home: PathBuf,
    store_id: [u8; 16],
    folder: PathBuf,
    disk: Box<dyn Disk>,
    joined: Option<Joined>,
    /// A segment that was being written and how much of it was safe before. After a
    /// failed sync the system may show what the disk does not have.
    doubtful: Option<(u32, Option<Equal>)>,
}

/// What is known of a mirror since it was compared with the journal.
struct Joined {
    device: u64,
    /// Of each segment, how much is the journal's.
    there: BTreeMap<u32, Equal>,
    /// The segments before this one lack nothing.
    next: u32,
    /// Segments of which only headers and lengths were compared.
    unread: Vec<u32>,
    comparison: Option<(u32, Comparison)>,
    /// Segments of the journal that are damaged, at which entry: what is behind it
    /// is not copied.
    left_out: BTreeMap<u32, u64>,
}

impl Copier {
    pub(super) fn new(home: &Path, store_id: [u8; 16], folder: &Path, disk: Box<dyn Disk>) -> Self {
        Self {
            home: home.to_path_buf(),
            store_id,
            folder: folder.to_path_buf(),
            disk,
            joined: None,
            doubtful: None,
        }
    }

    /// Whether the mirror is on the disk of the store itself; `None` while it is
    /// away.
    pub(super) fn is_on_same_disk(&self) -> Option<bool> {
        let joined = self.joined.as_ref()?;
        Some(device(&self.home).is_ok_and(|home| home == joined.device))
    }

    /// Finds the mirror if need be, and brings it to `goal`. What is wrong with the
    /// journal and not with the mirror is given without stopping it.
    ///
    /// # Errors
    ///
    /// Why it could not be done; the next round begins with comparing again.
    pub(super) fn round(
        &mut self,
        goal: Goal,
        reached: &mut Reached<'_>,
    ) -> Result<Option<MirrorTrouble>, MirrorTrouble> {
        let followed = self.follow(goal, reached);
        if followed.is_err() {
            self.joined = None;
        }
        followed
    }

    fn follow(
        &mut self,
        goal: Goal,
        reached: &mut Reached<'_>,
    ) -> Result<Option<MirrorTrouble>, MirrorTrouble> {
        let mut joined = match self.joined.take() {
            Some(joined) => {
                self.probe(&joined)?;
                joined
            }
            None => self.join(goal)?,
        };
        let mut goes_on = reached(self.safe_up_to(&joined, goal)).is_continue();
        if goes_on {
            while joined.next <= goal.segment {
                let number = joined.next;
                if self.copy(&mut joined, number, goal, reached)?.is_break() {
                    goes_on = false;
                    break;
                }
                if number == goal.segment {
                    break;
                }
                joined.next += 1;
            }
        }
        if goes_on {
            let _ = reached(self.safe_up_to(&joined, goal));
        }
        let left_out = joined.left_out.values().next().copied();
        self.joined = Some(joined);
        Ok(left_out.map(|entry| JournalDamaged { entry }))
    }

    /// Whether what was joined is still there, and nobody else has written in it.
    fn probe(&self, joined: &Joined) -> Result<(), MirrorTrouble> {
        if self.disk.device(&self.folder)? != joined.device {
            return Err(Away);
        }
        if let Some((number, known)) = joined.there.last_key_value() {
            let found = self.disk.open(&self.path(*number))?.length()?;
            if found != known.len && !known.is_torn {
                return Err(changed());
            }
        }
        Ok(())
    }

    /// Compares what is in the folder with the journal; begins a mirror in an empty
    /// one.
    fn join(&self, goal: Goal) -> Result<Joined, MirrorTrouble> {
        let device = self.disk.device(&self.folder)?;
        if self.is_bare_mount_point(device) {
            return Err(Away);
        }
        self.check_marker()?;
        let mut joined = Joined {
            device,
            there: BTreeMap::new(),
            next: 1,
            unread: Vec::new(),
            comparison: None,
            left_out: BTreeMap::new(),
        };
        let numbers = self.segments()?;
        for number in &numbers {
            if *number > goal.segment {
                self.judge_beyond(*number, goal)?;
            }
            let is_last = numbers.last() == Some(number);
            self.compare(&mut joined, *number, goal, is_last)?;
        }
        self.mark()?;
        self.remember(device);
        Ok(joined)
    }

    fn compare(
        &self,
        joined: &mut Joined,
        number: u32,
        goal: Goal,
        is_last: bool,
    ) -> Result<(), MirrorTrouble> {
        let mut comparison = match self.comparison(number, goal) {
            Err(JournalDamaged { entry }) => {
                joined.left_out.insert(number, entry);
                return Ok(());
            }
            comparison => comparison?,
        };
        let equal = if comparison.is_as_long() && !is_last {
            joined.unread.push(number);
            let len = self.wanted(number, goal)?;
            Equal {
                len,
                seq: 0,
                is_torn: false,
            }
        } else {
            match comparison.finish() {
                Err(JournalDamaged { entry }) => {
                    joined.left_out.insert(number, entry);
                    return Ok(());
                }
                equal => equal?,
            }
        };
        joined
            .there
            .insert(number, self.without_doubt(number, equal)?);
        Ok(())
    }

    /// Only what was safe before a write that failed.
    fn without_doubt(&self, number: u32, equal: Equal) -> Result<Equal, MirrorTrouble> {
        let Some((_, before)) = self.doubtful.filter(|(it, _)| *it == number) else {
            return Ok(equal);
        };
        let (_, header, _) = Frames::open(&journal_of(&self.home), number, 0)?;
        let before = before.unwrap_or(Equal {
            len: 0,
            seq: header.first_seq.saturating_sub(1),
            is_torn: true,
        });
        if equal.len <= before.len {
            return Ok(equal);
        }
        Ok(Equal {
            is_torn: true,
            ..before
        })
    }

    fn comparison(&self, number: u32, goal: Goal) -> Result<Comparison, MirrorTrouble> {
        let theirs = self.disk.open(&self.path(number))?;
        let journal = journal_of(&self.home);
        let ours = (journal.as_path(), number, self.wanted(number, goal)?);
        Comparison::begin(ours, &self.store_id, theirs)
    }

    /// A segment that the journal does not have.
    fn judge_beyond(&self, number: u32, goal: Goal) -> Result<(), MirrorTrouble> {
        let mut found = Vec::new();
        let file = self.disk.open(&self.path(number))?;
        file.take(HEADER_LEN as u64).read_to_end(&mut found)?;
        let entry = goal.seq + 1;
        judge_header(&found, number, &self.store_id, entry)?;
        Err(Diverged { entry })
    }

    /// How many bytes of a segment are acknowledged.
    fn wanted(&self, number: u32, goal: Goal) -> Result<u64, MirrorTrouble> {
        if number == goal.segment {
            return Ok(goal.segment_len);
        }
        let path = segment_path(&journal_of(&self.home), number);
        let about = fs::metadata(path).map_err(|_| JournalDamaged { entry: 0 })?;
        Ok(about.len())
    }

    /// The last entry before the first that is missing.
    fn safe_up_to(&self, joined: &Joined, goal: Goal) -> u64 {
        for number in joined.next..=goal.segment {
            let wanted = self.wanted(number, goal).unwrap_or(0);
            match joined.there.get(&number) {
                Some(equal) if equal.len >= wanted => (),
                Some(equal) => return equal.seq,
                None if joined.left_out.contains_key(&number) => (),
                None => {
                    let opened = Frames::open(&journal_of(&self.home), number, wanted);
                    return opened.map_or(0, |(_, header, _)| header.first_seq.saturating_sub(1));
                }
            }
        }
        goal.seq
    }

    /// Copies what a segment lacks.
    fn copy(
        &mut self,
        joined: &mut Joined,
        number: u32,
        goal: Goal,
        reached: &mut Reached<'_>,
    ) -> Result<ControlFlow<()>, MirrorTrouble> {
        let wanted = match self.wanted(number, goal) {
            Err(JournalDamaged { entry }) => {
                joined.left_out.insert(number, entry);
                return Ok(ControlFlow::Continue(()));
            }
            wanted => wanted?,
        };
        if joined.left_out.contains_key(&number) {
            return Ok(ControlFlow::Continue(()));
        }
        let known = joined.there.get(&number).copied();
        if known.is_some_and(|it| it.len >= wanted && !it.is_torn) {
            return Ok(ControlFlow::Continue(()));
        }
        match self.copy_from(joined, (number, wanted), known, reached) {
            Err(JournalDamaged { entry }) => {
                joined.left_out.insert(number, entry);
                Ok(ControlFlow::Continue(()))
            }
            copied => copied,
        }
    }

    fn copy_from(
        &mut self,
        joined: &mut Joined,
        (number, wanted): (u32, u64),
        known: Option<Equal>,
        reached: &mut Reached<'_>,
    ) -> Result<ControlFlow<()>, MirrorTrouble> {
        let (mut frames, _, header) = Frames::open(&journal_of(&self.home), number, wanted)?;
        let path = self.path(number);
        let mut theirs = if known.is_some() {
            self.disk.open(&path)?
        } else {
            self.disk.create(&path)?
        };
        let len = known.map_or(0, |it| it.len);
        self.doubtful = Some((number, known));
        cut_off(theirs.as_mut(), known, len)?;
        theirs.seek(SeekFrom::Start(len))?;
        if let Some(known) = known.filter(|it| it.len > 0) {
            frames.skip_to(known.len, known.seq)?;
        } else {
            theirs.write_all(&header)?;
        }
        let mut is_new = known.is_none();
        let mut n_unsynced = 0;
        loop {
            let run = match frames.next() {
                Err(damaged) => {
                    // What is whole before it is kept.
                    theirs.sync()?;
                    self.doubtful = None;
                    joined.there.insert(number, equal_at(&frames));
                    return Err(damaged);
                }
                run => run?,
            };
            let is_end = run.is_none();
            if let Some(run) = run {
                theirs.write_all(&run.bytes)?;
                n_unsynced += run.bytes.len() as u64;
            }
            if !is_end && n_unsynced < SYNC_BYTES {
                continue;
            }
            theirs.sync()?;
            if std::mem::take(&mut is_new) {
                self.disk.sync_dir(&journal_of(&self.folder))?;
            }
            n_unsynced = 0;
            let equal = equal_at(&frames);
            self.doubtful = Some((number, Some(equal)));
            joined.there.insert(number, equal);
            let flow = reached(equal.seq);
            if is_end || flow.is_break() {
                self.doubtful = None;
                return Ok(flow);
            }
        }
    }

    /// Compares a little of what was only measured when the mirror was found; `false`
    /// when all of it was read.
    ///
    /// # Errors
    ///
    /// As for [`Copier::round`], which is to follow.
    pub(super) fn read_on(&mut self, goal: Goal) -> Result<bool, MirrorTrouble> {
        let Some(mut joined) = self.joined.take() else {
            return Ok(false);
        };
        let goes_on = self.read_some(&mut joined, goal)?;
        self.joined = Some(joined);
        Ok(goes_on)
    }

    fn read_some(&self, joined: &mut Joined, goal: Goal) -> Result<bool, MirrorTrouble> {
        let (number, mut comparison) = match joined.comparison.take() {
            Some(begun) => begun,
            None => match joined.unread.pop() {
                Some(number) => (number, self.comparison(number, goal)?),
                None => return Ok(false),
            },
        };
        match comparison.step() {
            Err(JournalDamaged { entry }) => drop(joined.left_out.insert(number, entry)),
            Err(trouble) => return Err(trouble),
            Ok(None) => joined.comparison = Some((number, comparison)),
            Ok(Some(equal)) => {
                joined.there.insert(number, equal);
                if equal.len < self.wanted(number, goal)? {
                    // The next round writes it again.
                    joined.next = joined.next.min(number);
                }
            }
        }
        Ok(true)
    }

    fn path(&self, number: u32) -> PathBuf {
        segment_path(&journal_of(&self.folder), number)
    }

    fn segments(&self) -> Result<Vec<u32>, MirrorTrouble> {
        let names = self.disk.list(&journal_of(&self.folder))?;
        let number = |name: &String| {
            let number = name.split('.').next()?.parse().ok()?;
            (Path::new(name) == segment_path(Path::new(""), number)).then_some(number)
        };
        let mut numbers: Vec<u32> = names.iter().filter_map(number).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn check_marker(&self) -> Result<(), MirrorTrouble> {
        let mut text = Vec::new();
        match self.disk.open(&self.folder.join(MARKER)) {
            Err(err) if err.kind() == ErrorKind::NotFound => return Ok(()),
            file => file?.take(MARKER_BYTES_MAX).read_to_end(&mut text)?,
        };
        let text = String::from_utf8_lossy(&text);
        // One that was cut off says nothing; the segments do.
        let id = text.lines().find_map(|line| line.strip_prefix("store "));
        match id {
            Some(id) if id.len() == 32 && id != hex(&self.store_id) => Err(OtherStore {
                store_id: id.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Makes the folder a mirror of this store, if it is not yet.
    fn mark(&self) -> Result<(), MirrorTrouble> {
        let text = format!(
            "The mirror of a Balm journal. Leave it as it is.\nstore {}\n",
            hex(&self.store_id)
        );
        match self.disk.create_dir(&journal_of(&self.folder)) {
            Err(err) if err.kind() == ErrorKind::AlreadyExists => (),
            made => made?,
        }
        let path = self.folder.join(MARKER);
        let mut found = String::new();
        if let Ok(mut file) = self.disk.open(&path) {
            let _ = file.read_to_string(&mut found);
        }
        if found != text {
            let mut file = self.disk.create(&path)?;
            file.set_len(0)?;
            file.write_all(text.as_bytes())?;
            file.sync()?;
            self.disk.sync_dir(&self.folder)?;
        }
        Ok(())
    }

    /// Whether the folder had a disk of its own and now has that of the store: then
    /// what is usually there is away, and what is left is the place that it takes.
    fn is_bare_mount_point(&self, now: u64) -> bool {
        let remembered = fs::read_to_string(self.home.join(REMEMBERED));
        let is_home = device(&self.home).is_ok_and(|home| home == now);
        is_home && remembered.is_ok_and(|it| it == remembered_text(&self.folder, true))
    }

    fn remember(&self, now: u64) {
        let is_own = device(&self.home).is_ok_and(|home| home != now);
        let text = remembered_text(&self.folder, is_own);
        let path = self.home.join(REMEMBERED);
        if fs::read_to_string(&path).is_ok_and(|it| it == text) {
            return;
        }
        // Without it a mirror may be begun in the wrong place, and nothing is lost.
        let _ = files::replace(&path, text.as_bytes(), false);
    }
}

fn remembered_text(folder: &Path, is_own: bool) -> String {
    let disk = if is_own { "own" } else { "same" };
    format!("folder {}\ndisk {disk}\n", folder.display())
}

fn equal_at(frames: &Frames) -> Equal {
    let (len, seq) = frames.position();
    Equal {
        len,
        seq,
        is_torn: false,
    }
}

/// Only what a comparison has found to be nothing whole is ever cut off.
fn cut_off(file: &mut dyn DiskFile, known: Option<Equal>, len: u64) -> Result<(), MirrorTrouble> {
    let found = file.length()?;
    if found > len && known.is_some_and(|it| it.is_torn) {
        file.set_len(len)?;
    } else if found != len {
        return Err(changed());
    }
    Ok(())
}

/// Somebody else has written there: what is there is looked at again.
fn changed() -> MirrorTrouble {
    MirrorTrouble::Io {
        text: "the mirror was changed".to_owned(),
    }
}
