//! From an empty machine to selling: an archive of the bench store is restored, opened,
//! and the first sale is made.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use balm::{
    domain::catalog::Product,
    ops::request::{NewLine, Request, Wanted},
    store::Reads,
};

use crate::{
    commit,
    row::{Finding, Row, Unit},
    spa::{self, Bench},
    timing::timed,
};

const BALM: &str = env!("CARGO_BIN_EXE_balm");
const SECONDS_MAX: f64 = 600.0;

pub(crate) fn rows(bench: &Bench) -> Vec<Finding> {
    let store = bench.store();
    let place = tempfile::tempdir_in(store.path().parent().unwrap()).unwrap();
    let at = |name: &str| place.path().join(name);
    fs::write(at("passphrase"), "seven candles\n").unwrap();
    let (archive, passphrase, empty) = (at("archive"), at("passphrase"), at("shop"));
    let backed_up = [Path::new("backup"), Path::new("--to"), &archive];
    balm(
        &passphrase,
        &[&backed_up[..], &[Path::new("--store"), store.path()]].concat(),
    );
    let restore = [Path::new("restore"), Path::new("--into"), &empty, &archive];
    let (seconds, n_entries) = timed(|| {
        balm(&passphrase, &restore);
        let (shop, _clock) = bench.open(&empty);
        let products: Vec<Product> = shop.read().all().unwrap();
        let priced = products.iter().find(|it| it.price.is_some());
        commit::open_drawer(&shop);
        let line = Request::AddLine(NewLine {
            what: Wanted::Code(priced.unwrap().code.clone()),
            quantity: 1,
            staff: None,
            price: None,
        });
        spa::done(&shop, "restored-line", &line);
        spa::done(&shop, "restored-pay", &commit::pay());
        shop.store().last_entry().map_or(0, |it| it.0)
    });
    let what = format!("archive to first sale, {n_entries} entries");
    vec![Row::at_most(what, (Unit::Seconds, seconds), SECONDS_MAX)]
}

fn balm(passphrase: &Path, args: &[&Path]) {
    let done = Command::new(BALM)
        .args(args)
        .arg("--passphrase-file")
        .arg(passphrase)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(done.unwrap().success(), "{args:?}");
}
