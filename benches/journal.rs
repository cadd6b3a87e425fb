//! Building the index from the journal, and proving a store, beside reading and
//! hashing the same bytes.

use std::{fs, path::Path};

use balm::store::{self, OpenOptions, Store};
use sha2::{Digest, Sha256};

use crate::{
    row::{Finding, Row, Unit},
    spa::{self, Bench},
    timing::{Times, timed},
};

const N_TIMES: usize = 3;
const LIMIT: &str = "reading and hashing the journal";

pub(crate) fn rows(bench: &Bench) -> Vec<Finding> {
    let store = bench.store();
    let (mut rebuilds, mut proofs, mut hashings) =
        (Times::default(), Times::default(), Times::default());
    for _ in 0..N_TIMES {
        hashings.push(timed(|| hash_all(store.path())).0);
        proofs.push(timed(|| store::verify(store.path(), None).unwrap()).0);
        fs::remove_dir_all(store.path().join("index")).unwrap();
        let (seconds, opened) = timed(|| Store::open(store.path(), OpenOptions::default()));
        rebuilds.push(seconds);
        opened.unwrap().0.close().unwrap();
    }
    let row = |what: &str, times: &Times, hold| {
        let figure = (Unit::Seconds, times.least());
        Row::times(what, figure, (LIMIT, hashings.least()), hold)
    };
    vec![
        row("index rebuilt from the journal", &rebuilds, 5.0),
        row("verify", &proofs, 1.2),
    ]
}

fn hash_all(store: &Path) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for file in spa::journal_files(store) {
        hasher.update(fs::read(file).unwrap());
    }
    hasher.finalize().into()
}
