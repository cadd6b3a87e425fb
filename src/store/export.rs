//! The journal as JSON Lines, with everything that its hashes are made of. The format
//! is written down in `docs/journal.md`; whoever reads it needs no program of ours.

use std::{fs, io::Write, path::Path};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::Value;

use super::{
    closing::journal_dir,
    error::{Doing, IoContext, StoreError, hex},
    journal::{Entry, Hash, Header, reader},
    open::Notice,
    records::{as_json, kind_of},
    store::{OnProgress, Stage},
};
use crate::domain::ids::{Register, StaffId};

/// The first line of each segment.
#[derive(Serialize)]
struct SegmentLine<'a> {
    segment: u32,
    format: u32,
    store: String,
    first_entry: u64,
    previous: String,
    program: &'a str,
}

#[derive(Serialize)]
struct EntryLine<'a> {
    entry: u64,
    hash: String,
    previous: String,
    at_ms: i64,
    at: String,
    business_date: NaiveDate,
    register: Register,
    operator: Option<StaffId>,
    request_id: &'a str,
    request: &'a str,
    changes: Vec<ChangeLine>,
}

#[derive(Serialize)]
struct ChangeLine {
    key: String,
    /// `None` where the record is gone.
    value: Option<String>,
    kind: Option<String>,
    /// For people: what the value says, in its newest shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Value>,
}

/// Writes all of a store's journal, which may be open, proving it on the way, and gives
/// the number of the last entry. `with_records` adds what the records say.
///
/// # Errors
///
/// Damage in the journal, when all lines before it are written; a writer that fails; a
/// newer format, and files that cannot be read.
pub fn export_journal(
    dir: &Path,
    with_records: bool,
    to: &mut dyn Write,
    on_progress: Option<OnProgress>,
) -> Result<u64, StoreError> {
    let seq = walk(
        dir,
        &mut Notice::new(on_progress),
        &mut |found| match found {
            Found::Segment(header) => put(to, &segment_line(header)),
            Found::Entry(entry, hash) => put(to, &entry_line(entry, hash, with_records)),
        },
    )?;
    to.flush().doing(Doing::Writing, Path::new("the export"))?;
    Ok(seq)
}

/// What there is in a journal.
pub(super) enum Found<'a> {
    Segment(&'a Header),
    Entry(&'a Entry<'a>, &'a Hash),
}

/// Goes through a store's journal, which may be open, proving it on the way, and gives
/// the number of the last entry.
///
/// # Errors
///
/// What `visit` gives; damage, when all before it was visited; a newer format, and
/// files that cannot be read.
pub(super) fn walk(
    dir: &Path,
    notice: &mut Notice,
    visit: &mut dyn FnMut(Found<'_>) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    fs::metadata(dir).doing(Doing::Reading, dir)?;
    let journal = journal_dir(dir);
    reader::check_formats(&journal)?;
    let segments = reader::segment_files(&journal)?;
    let mut n_total = 0;
    for (_, path) in &segments {
        n_total += fs::metadata(path).doing(Doing::Reading, path)?.len();
    }
    let (mut tail, mut n_before) = (None, 0);
    for (nth, segment) in segments.iter().enumerate() {
        let header = reader::header(&segment.1, segment.0)?;
        let before = reader::follow(tail, &header, segment.0)?;
        visit(Found::Segment(&header))?;
        // Whoever has the store open may be writing to the last one.
        let is_last = nth + 1 == segments.len();
        let mut n_read = 0;
        let (_, alone) = reader::read_alone(segment, is_last, &mut |entry, hash, n_bytes| {
            n_read = n_bytes;
            notice.step(Stage::Exporting, entry.seq, n_before + n_bytes, n_total)?;
            visit(Found::Entry(entry, hash))
        });
        n_before += n_read;
        tail = Some(reader::joined(before, alone?)?);
    }
    let tail = tail.ok_or_else(|| StoreError::JournalMissing {
        path: dir.to_path_buf(),
    })?;
    Ok(tail.seq)
}

fn put(to: &mut dyn Write, line: &impl Serialize) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *to, line)
        .map_err(std::io::Error::from)
        .and_then(|()| to.write_all(b"\n"))
        .doing(Doing::Writing, Path::new("the export"))
}

fn segment_line(header: &Header) -> SegmentLine<'_> {
    SegmentLine {
        segment: header.segment,
        format: header.format(),
        store: hex(&header.store_id),
        first_entry: header.first_seq,
        previous: hex(&header.previous),
        program: &header.program,
    }
}

fn entry_line<'a>(entry: &'a Entry, hash: &Hash, with_records: bool) -> EntryLine<'a> {
    let change = |change: &super::journal::KeyChange| ChangeLine {
        key: hex(change.key),
        value: change.value.map(hex),
        kind: kind_of(change.key).ok().map(|it| format!("{it:?}")),
        record: change
            .value
            .filter(|_| with_records)
            .and_then(|value| as_json(change.key, value).ok()),
    };
    EntryLine {
        entry: entry.seq,
        hash: hex(hash),
        previous: hex(&entry.previous),
        at_ms: entry.meta.now.timestamp_millis(),
        at: utc(entry.meta.now),
        business_date: entry.meta.business_date,
        register: entry.meta.register,
        operator: entry.meta.operator,
        request_id: entry.meta.request_id,
        request: entry.meta.request_name,
        changes: entry.changes.iter().map(change).collect(),
    }
}

fn utc(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
