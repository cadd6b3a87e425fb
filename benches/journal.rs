//! What a start costs after a power cut, and building the index and proving a
//! store, beside reading and hashing the same bytes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use balm::store::{self, OpenOptions, Store};
use sha2::{Digest, Sha256};

use crate::{
    row::{Finding, Row, Unit},
    spa::{self, Bench},
    timing::{Times, timed},
};

const N_TIMES: usize = 3;
const LIMIT: &str = "reading and hashing the journal";
/// From the power's return until selling, whatever was lost.
const CUT_SECONDS_MAX: f64 = 10.0;

pub(crate) fn rows(bench: &Bench) -> Vec<Finding> {
    let store = bench.store();
    let store = store.path();
    let kept = keep_checkpoint(store);
    let (mut rebuilds, mut proofs, mut hashings) =
        (Times::default(), Times::default(), Times::default());
    let (mut cuts, mut losses) = (Times::default(), Times::default());
    for _ in 0..N_TIMES {
        hashings.push(timed(|| hash_all(store)).0);
        proofs.push(timed(|| store::verify(store, None).unwrap()).0);
        // As a power cut leaves it: without the mark of a clean stop.
        fs::remove_file(store.join("clean")).unwrap();
        cuts.push(opens(store));
        fs::remove_dir_all(store.join("index")).unwrap();
        copy(&kept, &store.join("checkpoint-1"));
        losses.push(opens(store));
        fs::remove_dir_all(store.join("index")).unwrap();
        rebuilds.push(opens(store));
    }
    let row = |what: &str, times: &Times, hold| {
        let figure = (Unit::Seconds, times.least());
        Row::times(what, figure, (LIMIT, hashings.least()), hold)
    };
    let cut = |what: &str, times: &Times| {
        Row::at_most(what, (Unit::Seconds, times.least()), CUT_SECONDS_MAX)
    };
    vec![
        cut("start after a power cut", &cuts),
        cut("start after one that lost the index", &losses),
        row("index rebuilt from the checkpoint", &losses, 5.0),
        row("index rebuilt from the journal alone", &rebuilds, 5.0),
        row("verify", &proofs, 1.2),
    ]
}

/// Opens and closes; gives the seconds of the opening. The disk is idle when it begins:
/// what was copied and removed for it is none of its work.
fn opens(store: &Path) -> f64 {
    rustix::fs::sync();
    let (seconds, opened) = timed(|| Store::open(store, OpenOptions::default()));
    opened.unwrap().0.close().unwrap();
    seconds
}

/// Has the store make its checkpoint, and puts it where no start takes it.
fn keep_checkpoint(store: &Path) -> PathBuf {
    let (open, _) = Store::open(store, OpenOptions::default()).unwrap();
    open.copy_index_in_background().unwrap();
    let made = store.join("checkpoint-1");
    while !made.exists() {
        std::thread::sleep(Duration::from_millis(50));
    }
    open.close().unwrap();
    let kept = store.join("kept-checkpoint");
    fs::rename(made, &kept).unwrap();
    kept
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(copied.unwrap().success());
}

fn hash_all(store: &Path) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for file in spa::journal_files(store) {
        hasher.update(fs::read(file).unwrap());
    }
    hasher.finalize().into()
}
