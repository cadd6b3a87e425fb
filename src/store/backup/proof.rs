//! Proves an unpacked archive: its files, its journal, and every closing in it.

use std::path::Path;

use super::{
    closings::Closings,
    error::{BackupError, Fault},
    manifest::{ClosingFigures, Manifest},
    unpack::Unpacked,
};
use crate::store::{
    closing::journal_dir,
    error::{StoreError, hex},
    journal::reader,
    open::Notice,
    store::Stage,
    verify::verify,
};

/// # Errors
///
/// `Unsound` with all that does not fit together; others where nothing can be said.
pub(super) fn prove(
    dir: &Path,
    unpacked: &Unpacked,
    notice: &mut Notice,
) -> Result<(), BackupError> {
    let manifest = &unpacked.manifest;
    let mut faults = files(unpacked);
    match verify(dir, None) {
        Err(err @ (StoreError::JournalDamaged { .. } | StoreError::JournalMissing { .. })) => {
            let what = err.to_string();
            faults.push(Fault::Journal { what });
        }
        Err(err) => return Err(err.into()),
        Ok(report) => {
            let problems = report.problems.iter();
            faults.extend(problems.map(|it| Fault::Records {
                what: format!("{it:?}"),
            }));
            faults.extend(closings(dir, manifest, notice)?);
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(BackupError::Unsound { faults })
}

fn files(unpacked: &Unpacked) -> Vec<Fault> {
    let mut found = unpacked.found.clone();
    let mut faults = Vec::new();
    for file in &unpacked.manifest.files {
        if found.remove(&file.name) != Some(file.n_bytes) {
            let name = file.name.clone();
            faults.push(Fault::File { name });
        }
    }
    faults.extend(found.into_keys().map(|name| Fault::File { name }));
    faults
}

/// The journal's end and its closings, against what the archive says of them.
fn closings(
    dir: &Path,
    manifest: &Manifest,
    notice: &mut Notice,
) -> Result<Vec<Fault>, BackupError> {
    let mut closings = Closings::default();
    let journal = journal_dir(dir);
    let total = manifest.n_entries;
    let read = reader::read(&journal, &mut |entry, _, _| {
        closings.look_at(entry)?;
        notice.step(Stage::CountingClosings, entry.seq, entry.seq, total)
    })?;
    let mut faults = Vec::new();
    let said = end(&manifest.store_id, manifest.n_entries, &manifest.head);
    let found = read.map_or_else(String::new, |tail| {
        end(&hex(&tail.store_id), tail.seq, &hex(&tail.head))
    });
    if said != found || read.is_some_and(|it| it.n_torn > 0) {
        faults.push(Fault::Entries { said, found });
    }
    faults.extend(different(&manifest.closings, &closings.figures()));
    Ok(faults)
}

fn end(store_id: &str, n_entries: u64, head: &str) -> String {
    format!("store {store_id}, entry {n_entries} {head}")
}

/// What stands in one of the two lists, and not the same in the other.
fn different(said: &[ClosingFigures], found: &[ClosingFigures]) -> Vec<Fault> {
    let missing = said.iter().filter(|it| !found.contains(it));
    let added = found.iter().filter(|it| {
        let is_same = |other: &&ClosingFigures| {
            (other.register, other.z_number) == (it.register, it.z_number)
        };
        !said.iter().any(|other| is_same(&other))
    });
    missing
        .chain(added)
        .map(|it| Fault::Closing {
            register: it.register,
            z_number: it.z_number,
        })
        .collect()
}
