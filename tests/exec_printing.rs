//! What a script sells is printed and opens the drawer, as on the screen.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use balm::{
    domain::{
        drawer::{Count, Pieces},
        print_job::{PrintJob, PrintState},
    },
    ops::request::Request,
    store::Reads,
};

use crate::{
    desk::{SESSION, open_shop},
    small_spa,
};

/// Init of the receipt; the drawer's five bytes: pin 2, 50 ms on, 500 ms off.
const INIT: &[u8] = b"\x1b@";
const KICK: &[u8] = b"\x1bp\x00\x19\xfa";

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[test]
fn a_scripts_sale_prints_and_opens_the_drawer_first() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let paper = dir.path().join("paper.bin");
    fs::write(&paper, b"").unwrap();
    let (shop, clock) = open_shop(&store, chrono::Utc::now());
    small_spa::build(&shop, &clock);
    let float = Count {
        cash: vec![Pieces {
            value_minor: 1_000,
            n: 5,
        }],
        card: None,
    };
    let open = Request::OpenDrawer {
        float,
        business_date: None,
    };
    shop.run(&SESSION, "open", &open).unwrap();
    drop(shop);
    let settings = format!(
        "[printer]\nuri = \"file://{}\"\n[drawer]\n",
        paper.display()
    );
    fs::write(store.join("balm.toml"), settings).unwrap();

    let mut exec = Command::new(env!("CARGO_BIN_EXE_balm"))
        .arg("exec")
        .arg("--store")
        .arg(&store)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = concat!(
        r#"{"id":"1","do":"add_line","what":{"code":"4006381333931"}}"#,
        "\n",
        r#"{"id":"2","do":"pay","tenders":[{"kind":"cash","amount":null}]}"#,
        "\n"
    );
    exec.stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let done = exec.wait_with_output().unwrap();
    assert!(done.status.success(), "{done:?}");

    let bytes = fs::read(&paper).unwrap();
    let kick = position(&bytes, KICK).unwrap();
    let receipt = position(&bytes, INIT).unwrap();
    assert!(kick < receipt, "the drawer opens before the paper");
    assert!(position(&bytes, b"Argan oil 100 ml").is_some());
    let (shop, _) = open_shop(&store, chrono::Utc::now());
    let jobs = shop.read().all::<PrintJob>().unwrap();
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].state, PrintState::Sent);
}
