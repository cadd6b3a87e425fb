//! The books as text: every set of postings comes to nothing, what stands behind each
//! closing is what was posted, and the programs that read such books take them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::{Command, Stdio},
};

use balm::{
    domain::{drawer::DrawerSession, money::Money},
    store::{OpenOptions, Reads, Store},
};

use super::Days;

const FORMATS: [&str; 3] = ["hledger", "ledger", "beancount"];

fn exported(days: &Days, more: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_balm"))
        .arg("--store")
        .arg(days.dir.path())
        .args(["export", "ledger"])
        .args(more)
        .output()
        .unwrap();
    assert!(out.status.success(), "{out:?}");
    String::from_utf8(out.stdout).unwrap()
}

/// What somebody makes of the text who knows no more than how such books are written.
#[derive(Default)]
struct Read {
    balances: BTreeMap<String, i64>,
    n_entries: usize,
    n_compared: usize,
    first_day: String,
}

fn cents(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap();
    assert_eq!(part.len(), 2, "{text}");
    format!("{whole}{part}").parse().unwrap()
}

/// hledger's and Ledger's way.
fn read(text: &str) -> Read {
    let mut read = Read::default();
    let mut open = 0;
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if line.starts_with("    ") {
            let [account, amount, unit, rest @ ..] = words.as_slice() else {
                panic!("{line}");
            };
            assert_eq!(*unit, "EUR");
            let balance = read.balances.entry((*account).to_owned()).or_default();
            *balance += cents(amount);
            open += cents(amount);
            if let ["=", expected, "EUR"] = rest {
                assert_eq!(*balance, cents(expected), "{line}");
                read.n_compared += 1;
            }
        } else if line.starts_with("20") {
            assert_eq!(open, 0, "before {line}");
            read.n_entries += 1;
            if read.first_day.is_empty() {
                words[0].clone_into(&mut read.first_day);
            }
            assert!(read.first_day.as_str() <= words[0], "{line}");
        }
    }
    assert_eq!(open, 0);
    read
}

#[test]
fn the_books_come_to_nothing_and_stand_at_what_the_closings_say() {
    let days = Days::new();
    let (store, _) = Store::open(days.dir.path(), OpenOptions::default()).unwrap();
    let sessions: Vec<DrawerSession> = store.read().all().unwrap();
    let closings: Vec<_> = sessions.into_iter().filter_map(|it| it.closing).collect();
    // A shop that is open is exported all the same.
    for format in ["hledger", "ledger"] {
        let all = read(&exported(&days, &["--format", format]));
        assert!(all.n_compared >= closings.len() * 4, "{}", all.n_compared);
        assert_eq!(all.balances["Assets:Cash:Desk-1"], 0);
        let revenue = all.balances["Income:Services"] + all.balances["Income:Retail"];
        let closed = closings.iter().map(|it| it.services_net + it.products_net);
        assert_eq!(-revenue, closed.map(Money::minor).sum::<i64>());
        let tax = closings.iter().flat_map(|it| &it.tax_table);
        let tax: i64 = tax.map(|row| row.tax.minor()).sum();
        assert_eq!(-all.balances["Liabilities:Tax:VAT"], tax);
        let card = closings.iter().flat_map(|it| &it.tenders);
        let card = card.filter(|it| format!("{:?}", it.kind) == "Card");
        // What was counted over or short is booked.
        let card: i64 = card.map(|it| (it.expected + it.booked).minor()).sum();
        assert_eq!(all.balances["Assets:Clearing:Cards"], card);
    }
    store.close().unwrap();
}

#[test]
fn days_before_the_first_asked_for_are_brought_forward() {
    let days = Days::new();
    let whole = read(&exported(&days, &[]));
    let second = (whole.first_day.parse::<chrono::NaiveDate>().unwrap()
        + chrono::Duration::days(1))
    .to_string();
    let from = read(&exported(&days, &["--from", &second]));
    assert_eq!(from.balances, whole.balances);
    assert_eq!(from.first_day, second);
    let until = read(&exported(&days, &["--until", &whole.first_day]));
    assert!(until.n_entries + from.n_entries == whole.n_entries + 1);
    let out = days.dir.path().join("books");
    fs::write(&out, "kept").unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_balm"))
        .arg("--store")
        .arg(days.dir.path())
        .args(["export", "ledger", "--out"])
        .arg(&out)
        .stderr(Stdio::null())
        .status();
    assert!(!status.unwrap().success());
    assert_eq!(fs::read_to_string(&out).unwrap(), "kept");
}

/// Where the programs are there; without them the two tests above say what they would.
#[test]
fn programs_that_read_such_books_take_them() {
    let days = Days::new();
    let folder = tempfile::tempdir().unwrap();
    for format in FORMATS {
        let file = folder.path().join(format);
        let text = exported(&days, &["--format", format]);
        fs::write(&file, &text).unwrap();
        let mut command = match format {
            "hledger" => Command::new("hledger"),
            "ledger" => Command::new("ledger"),
            _ => Command::new("bean-check"),
        };
        match format {
            "hledger" => command.arg("-f").arg(&file).args(["check", "--strict"]),
            "ledger" => command
                .arg("-f")
                .arg(&file)
                .args(["--strict", "--pedantic", "balance"]),
            _ => command.arg(&file),
        };
        match command.output() {
            Ok(out) => assert!(out.status.success(), "{format}: {out:?}"),
            Err(_) => eprintln!("{format} is not installed here"),
        }
    }
    let text = exported(&days, &["--format", "beancount"]);
    // Once for each day of trade, however many drawers were closed in it.
    let marks: BTreeSet<&str> = text
        .lines()
        .filter(|line| line.contains("\"Closing"))
        .map(|line| &line[..10])
        .collect();
    assert!(marks.len() >= 3);
    let compared = text.matches(" balance Assets:Cash:Desk-1").count();
    assert_eq!(compared, marks.len());
    assert!(text.contains(" open Liabilities:Tax:VAT\n"), "{text}");
}
