//! A store as it was at a moment: the journal up to its last entry by then, proved
//! and copied into another folder. The store itself may be in use, and is not changed.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::{
    closing::journal_dir,
    codec::decode,
    error::{Doing, IoContext, StoreError},
    files,
    journal::{Entry, reader, segment::HEADER_LEN},
    open::Notice,
    record::Kind,
    store::{OnProgress, Stage},
};
use crate::domain::{
    settings::Settings,
    time::{Resolved, WallTime, resolve},
};

const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// When, as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Instant(DateTime<Utc>),
    /// By the shop's clock, in the time zone that it had then. An hour that came twice
    /// is over when it has come twice.
    Wall(NaiveDateTime),
}

/// What the copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The moment that was asked for.
    pub at: DateTime<Utc>,
    pub n_entries: u64,
    /// Of the whole journal: before it there was no shop.
    pub first_at: Option<DateTime<Utc>>,
}

/// Copies what was there at the moment into an empty folder.
///
/// # Errors
///
/// Damage up to the moment; no journal at all; files that cannot be read or written;
/// [`StoreError::Stopped`].
pub fn copy_as_of(
    dir: &Path,
    moment: Moment,
    to: &Path,
    on_progress: Option<OnProgress>,
) -> Result<AsOf, StoreError> {
    let journal = journal_dir(dir);
    reader::check_formats(&journal)?;
    let segments = reader::segment_files(&journal)?;
    files::create_dir(&journal_dir(to))?;
    let mut notice = Notice::new(on_progress);
    let mut cut = Cut {
        moment,
        zone: Tz::UTC,
        n_entries: 0,
        first_at: None,
        is_behind: false,
        len: 0,
    };
    let mut before = None;
    for (n_done, segment) in (0..).zip(&segments) {
        let header = reader::header(&segment.1, segment.0)?;
        let tail = reader::follow(before, &header, segment.0)?;
        cut.len = HEADER_LEN as u64;
        // Whoever has the store open may be writing to the last one.
        let is_last = n_done + 1 == segments.len() as u64;
        let (_, read) = reader::read_alone(segment, is_last, &mut |entry, _, end| {
            notice.step(
                Stage::ReadingJournal,
                entry.seq,
                n_done,
                segments.len() as u64,
            )?;
            cut.look_at(entry, end)
        });
        match read {
            Err(StoreError::Stopped) => return Err(StoreError::Stopped),
            // What is damaged later was whole then.
            Err(_) if cut.is_behind => (),
            read => before = Some(reader::joined(tail, read?)?),
        }
        copy_beginning(
            &segment.1,
            &reader::segment_path(&journal_dir(to), segment.0),
            cut.len,
        )?;
        if cut.is_behind {
            break;
        }
    }
    if segments.is_empty() {
        return Err(StoreError::JournalMissing {
            path: dir.to_path_buf(),
        });
    }
    Ok(AsOf {
        at: cut.at(),
        n_entries: cut.n_entries,
        first_at: cut.first_at,
    })
}

/// Where the moment is in the journal, as far as it is read.
struct Cut {
    moment: Moment,
    /// The shop's own, as far as it is known.
    zone: Tz,
    n_entries: u64,
    first_at: Option<DateTime<Utc>>,
    /// An entry after the moment was seen.
    is_behind: bool,
    /// Of the segment, up to the end of the last entry that counts.
    len: u64,
}

impl Cut {
    fn look_at(&mut self, entry: &Entry<'_>, end: u64) -> Result<(), StoreError> {
        self.first_at = self.first_at.or(Some(entry.meta.now));
        self.is_behind |= entry.meta.now > self.at();
        if self.is_behind {
            return Ok(());
        }
        for change in &entry.changes {
            if change.key.first() == Some(&(Kind::Settings as u8))
                && let Some(value) = change.value
            {
                self.zone = decode::<Settings>(change.key, value)?.time_zone;
            }
        }
        self.n_entries += 1;
        self.len = end;
        Ok(())
    }

    fn at(&self) -> DateTime<Utc> {
        match self.moment {
            Moment::Instant(at) => at,
            Moment::Wall(wall) => instant(wall, self.zone),
        }
    }
}

/// The last instant at which the clock shows it; of a time that it jumps over, the
/// first after the jump.
fn instant(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let later = |minutes: i64| match resolve(WallTime::of(wall).plus(minutes), zone) {
        Resolved::Once(at) => Some(at),
        Resolved::Twice { second, .. } => Some(second),
        Resolved::Never => None,
    };
    // No clock jumps further.
    let found = (0..=MINUTES_OF_A_DAY).find_map(later);
    found.unwrap_or_else(|| wall.and_utc())
}

fn copy_beginning(from: &Path, to: &Path, n_bytes: u64) -> Result<(), StoreError> {
    let mut source = File::open(from).doing(Doing::Opening, from)?.take(n_bytes);
    let mut copy = files::private()
        .create_new(true)
        .open(to)
        .doing(Doing::Creating, to)?;
    io::copy(&mut source, &mut copy).doing(Doing::Writing, to)?;
    copy.flush().doing(Doing::Writing, to)
}
